//! The errors that no rule of the domain names: of requests, links and forms, and faults.

use super::{NOT_FOUND, PageError};
use crate::web::{RequestNumber, ReturnTo};
use poem::http::StatusCode;
use std::fmt;

impl PageError {
    /// A test of a connection failed.
    pub(crate) fn idp_test_failed(check: String, advice: String) -> Self {
        Self::new(
            StatusCode::BAD_GATEWAY,
            "idp_test_failed",
            |s| s.common.error_idp_test_failed_title(),
            move |s| s.common.error_idp_test_failed(advice.as_str(), check.as_str()),
        )
        .action(|s| s.common.error_go_connections(), "/settings/idp")
    }

    /// The form did not come from a page that was shown to this browser.
    pub(crate) fn foreign_form() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "foreign_form",
            |s| s.common.error_foreign_form_title(),
            |s| s.common.error_foreign_form(),
        )
    }

    /// The request names a host that is not this machine.
    pub(crate) fn foreign_host() -> Self {
        Self::new(
            StatusCode::MISDIRECTED_REQUEST,
            "foreign_host",
            |s| s.common.error_foreign_host_title(),
            |s| s.common.error_foreign_host(),
        )
    }

    /// The body is larger than anything that is taken.
    pub(crate) fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            |s| s.common.error_too_large_title(),
            |s| s.common.error_too_large(),
        )
    }

    /// The connection broke before the whole body was there.
    pub(crate) fn cut_off() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "cut_off",
            |s| s.common.error_cut_off_title(),
            |s| s.common.error_cut_off(),
        )
    }

    /// The body came more slowly than it may.
    pub(crate) fn body_too_slow() -> Self {
        Self::new(
            StatusCode::REQUEST_TIMEOUT,
            "body_too_slow",
            |s| s.common.error_body_too_slow_title(),
            |s| s.common.error_body_too_slow(),
        )
    }

    /// A form lacks what its page always sends.
    pub(crate) fn malformed() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            |s| s.common.error_malformed_title(),
            |s| s.common.error_malformed(),
        )
    }

    /// Nothing by that name, or not for this reader.
    pub(crate) fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            NOT_FOUND,
            |s| s.common.error_not_found_title(),
            |s| s.common.error_not_found(),
        )
    }

    /// Sign in, then come back.
    pub(crate) fn sign_in_first(next: ReturnTo) -> Self {
        Self::Elsewhere(format!("/sign-in?next={next}"))
    }

    /// The organisation demands a second factor.
    pub(crate) fn factor_demanded(next: ReturnTo) -> Self {
        Self::Elsewhere(format!("/settings/security?next={next}"))
    }

    /// The account belongs to no organisation.
    pub(crate) fn guest() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "guest",
            |s| s.common.error_guest_title(),
            |s| s.common.error_guest(),
        )
    }

    /// The invitation was accepted, withdrawn, is too old, or never was.
    pub(crate) fn invitation_ended() -> Self {
        Self::new(
            StatusCode::GONE,
            "invitation_ended",
            |s| s.common.error_invitation_ended_title(),
            |s| s.common.error_invitation_ended(),
        )
    }

    /// The invited person has an account: sign in, then open the invitation again.
    pub(crate) fn sign_in_to_join(invitation: uuid::Uuid) -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "account_exists",
            |s| s.common.error_sign_in_to_join_title(),
            |s| s.common.error_sign_in_to_join(),
        )
        .action(|s| s.common.error_go_sign_in(), format!("/sign-in?next=invitation:{invitation}"))
    }

    /// The mailed link has to be followed in this browser first.
    pub(crate) fn link_required() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "link_required",
            |s| s.common.error_link_required_title(),
            |s| s.common.error_link_required(),
        )
        .without_action()
    }

    /// The link to set a new password was used, has ended, or was not followed in this browser.
    pub(crate) fn reset_link_ended() -> Self {
        Self::new(
            StatusCode::GONE,
            "reset_link_ended",
            |s| s.common.error_invalid_link_title(),
            |s| s.common.error_reset_link_ended(),
        )
        .action(|s| s.common.account_forgotten_password(), "/forgotten-password")
    }

    /// The link to report a change of an account has ended, or was not followed in this browser.
    pub(crate) fn report_link_ended() -> Self {
        Self::new(
            StatusCode::GONE,
            "report_link_ended",
            |s| s.common.error_invalid_link_title(),
            |s| s.common.error_report_link_ended(),
        )
        .action(|s| s.common.account_forgotten_password(), "/forgotten-password")
    }

    /// Too many tries from one address.
    pub(crate) fn too_many_tries(seconds: u64) -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "throttled",
            |s| s.common.error_wait(),
            move |s| s.common.error_too_many_tries(seconds),
        )
        .retry_after(u16::try_from(seconds).unwrap_or(u16::MAX))
    }

    /// An endpoint is not behind the guard: a mistake of ours.
    pub(crate) fn misplaced() -> Self {
        Self::fault(&"an endpoint stands outside of the guard")
    }

    /// Something failed that the reader cannot mend.
    pub(crate) fn fault(error: &dyn fmt::Display) -> Self {
        let number = RequestNumber::current().unwrap_or_else(RequestNumber::new);
        let number = number.as_str().to_owned();
        tracing::error!(fault = number, error = %error, "a page failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "fault",
            |s| s.common.error_fault_title(),
            move |s| s.common.error_fault(number.as_str()),
        )
    }
}
