//! How each refusal looks: its status, its name, its words and the way on.

use super::{CLOSED, PageError, named};
use crate::i18n::Locale;
use crate::i18n::labels;
use crate::web::ReturnTo;
use poem::http::StatusCode;
use std::sync::Arc;
use wariin_domain::{
    DocumentError, EnrolmentRule, GateRefusal, MailboxCodeError, Problem, Throttled,
};
use wariin_ports::{PasskeyError, PasswordError, SealError};
use wariin_usecases::{Error, with_causes};

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::not_found(),
            Error::NotSignedIn => Self::sign_in_first(ReturnTo::Home),
            Error::Document(error) => error.into(),
            Error::Throttled(throttled)
            | Error::MailboxCode(MailboxCodeError::Throttled(throttled)) => {
                Self::throttled(throttled)
            }
            Error::InvalidLink | Error::ExpiredLink => Self::new(
                StatusCode::GONE,
                "invalid_link",
                |s| s.common.error_invalid_link_title(),
                |s| s.common.error_invalid_link(),
            )
            .without_action(),
            error @ Error::Deleted { .. } => {
                Self::refused(error, |s, _| s.common.error_deleted_title())
            }
            Error::Guest => Self::guest(),
            Error::FactorDemanded => Self::factor_demanded(ReturnTo::Home),
            Error::AlreadySetUp => Self::Elsewhere("/sign-in".to_owned()),
            error @ (Error::BadCredentials
            | Error::WrongPassword
            | Error::Address(_)
            | Error::NoCode
            | Error::WrongCode
            | Error::CodeReplayed
            | Error::MailboxCode(_)
            | Error::TooManyCodes(_)
            | Error::MailboxNotProven
            | Error::AccountExists
            | Error::NoFactor
            | Error::BackupCodesReplaced
            | Error::TooManyExported
            | Error::TooManyTemplates
            | Error::TemplateNotYours
            | Error::Organisation(_)
            | Error::Ceremony(_)
            | Error::Passkey(
                PasskeyError::Unavailable
                | PasskeyError::Unverified
                | PasskeyError::CounterWentBack
                | PasskeyError::UnknownCredential
                | PasskeyError::Refused(_),
            )
            | Error::PasskeyTaken
            | Error::TooManyFactors
            | Error::NoEnrolment
            | Error::NoIdp
            | Error::NoPassword
            | Error::AccountState(_)
            | Error::IdpSettings(_)
            | Error::Page(_)
            | Error::Print { .. }
            | Error::Stamp(_)
            | Error::Logo(_)
            | Error::PrinterAway
            | Error::Pdf { .. }) => Self::refused(error, |s, _| s.common.error_not_done()),
            error @ (Error::UnknownAuthorization
            | Error::Callback(_)
            | Error::IdpDenied(_)
            | Error::IdpRefused(_)
            | Error::FirstLogin(_)
            | Error::FirstLoginCode(_)
            | Error::NotAMember
            | Error::OtherAddress
            | Error::IdentityTaken
            | Error::IdpRequired
            | Error::Idp(_)) => Self::refused(error, labels::idp_title)
                .action(|s| s.common.error_go_sign_in_page(), "/sign-in"),
            error @ Error::AccountDisabled => {
                Self::refused(error, |s, _| s.common.error_account_disabled_title())
            }
            error @ Error::LinkFirst => {
                Self::refused(error, |s, _| s.common.error_link_first_title()).action(
                    |s| s.common.error_go_link_idp(),
                    format!("/sign-in?next={}", ReturnTo::Security),
                )
            }
            error @ Error::SignInAgain => {
                Self::refused(error, |s, _| s.common.error_sign_in_again_heading()).action(
                    |s| s.common.error_go_sign_in(),
                    format!("/sign-in?next={}", ReturnTo::Security),
                )
            }
            Error::Storage(error) => error.into(),
            Error::File(error) => error.into(),
            error if is_soon_well(&error) => Self::busy(),
            Error::TooLarge => Self::too_large_to_verify(),
            Error::Verifier(fault) => fault.into(),
            fault @ (Error::Witness(_)
            | Error::Password(_)
            | Error::SecondFactor(_)
            | Error::Passkey(PasskeyError::Corrupt(_))
            | Error::Mail(_)
            | Error::Dns(_)
            | Error::Certificate(_)
            | Error::Seal(_)
            | Error::Evidence(_)) => Self::fault(&with_causes(&fault)),
        }
    }
}

/// Whether the same request goes well within seconds: what is sealed elsewhere is there then.
fn is_soon_well(error: &Error) -> bool {
    matches!(error, Error::Password(PasswordError::Busy) | Error::Seal(SealError::Elsewhere))
}

impl PageError {
    /// What the service says about this error anywhere, under this heading.
    fn refused(error: Error, title: fn(&Locale, &Error) -> String) -> Self {
        let (status, code) = named(&error);
        let error = Arc::new(error);
        let headed = Arc::clone(&error);
        Self::new(status, code, move |s| title(s, &headed), move |s| labels::refusal(s, &error))
    }

    fn throttled(throttled: Throttled) -> Self {
        Self::refused(Error::Throttled(throttled), |s, _| s.common.error_wait())
    }
}

impl From<DocumentError> for PageError {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::NotSender | DocumentError::NotHolder => Self::not_found(),
            DocumentError::Guest => Self::guest(),
            DocumentError::NotPossible { status, .. } => Self::new(
                StatusCode::CONFLICT,
                "not_editable",
                |s| s.common.error_not_possible(),
                move |s| s.common.error_not_editable(labels::status(s, status)),
            ),
            DocumentError::WeakSignIn(_) => Self::new(
                StatusCode::FORBIDDEN,
                "sender_advanced_auth_required",
                |s| s.common.error_strong_sign_in_needed(),
                labels::sender_must_be_strong,
            )
            .action(|s| s.common.error_go_set_up_factor(), "/settings/security"),
            DocumentError::Excluded(excluded) => Self::new(
                StatusCode::BAD_REQUEST,
                excluded.exclusion().name(),
                |s| s.common.error_excluded_heading(),
                move |s| labels::excluded(s, &excluded),
            ),
            DocumentError::Problem(problem) => problem.into(),
            DocumentError::Gate(refusal) => refusal.into(),
            DocumentError::NotYourTurn => Self::new(
                StatusCode::CONFLICT,
                "not_your_turn",
                |s| s.common.error_not_possible(),
                |s| s.common.error_not_your_turn(),
            ),
            DocumentError::OtherContents => Self::new(
                StatusCode::CONFLICT,
                "other_contents",
                |s| s.common.error_other_contents_title(),
                |s| s.common.error_other_contents(),
            ),
            DocumentError::OtherTurn => Self::new(
                StatusCode::CONFLICT,
                "other_turn",
                |s| s.common.error_other_turn_title(),
                |s| s.common.error_other_turn(),
            ),
            DocumentError::FileDamaged => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "file_damaged",
                |s| s.common.error_file_damaged_title(),
                |s| s.common.error_file_damaged(),
            ),
            DocumentError::PagesNotShown => Self::new(
                StatusCode::CONFLICT,
                "pages_not_shown",
                |s| s.common.error_pages_not_shown_title(),
                |s| s.common.error_pages_not_shown(),
            ),
            DocumentError::FieldsMissing(count) => Self::new(
                StatusCode::CONFLICT,
                "fields_missing",
                |s| s.common.error_fields_missing_title(),
                move |s| s.common.error_fields_missing(count),
            ),
            DocumentError::Value { .. } => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "value",
                |s| s.common.error_value_title(),
                |s| s.common.error_value(),
            ),
            DocumentError::Field(_) => Self::new(
                StatusCode::CONFLICT,
                "field_fault",
                |s| s.common.error_field_fault_title(),
                |s| s.common.error_field_fault(),
            ),
            DocumentError::ChangesUnconfirmed(_) => Self::new(
                StatusCode::CONFLICT,
                "changes_unconfirmed",
                |s| s.common.error_changes_unconfirmed_title(),
                |s| s.common.error_changes_unconfirmed(),
            ),
            DocumentError::Held => Self::new(
                StatusCode::FORBIDDEN,
                "consent_held",
                |s| s.common.error_consent_held_title(),
                |s| s.common.error_consent_held(),
            ),
            DocumentError::EnrolledByPassword => Self::new(
                StatusCode::FORBIDDEN,
                "enrolled_by_password",
                |s| s.common.error_enrolled_by_password_title(),
                |s| s.common.error_enrolled_by_password(),
            ),
            DocumentError::StepUpRequired => Self::new(
                StatusCode::FORBIDDEN,
                "step_up_required",
                |s| s.common.error_step_up_required_title(),
                |s| s.common.error_step_up_required(),
            ),
        }
    }
}

impl From<Problem> for PageError {
    fn from(problem: Problem) -> Self {
        let status = match problem {
            Problem::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::NoSuchRecipient | Problem::NoSuchField | Problem::NoSuchFile => {
                StatusCode::NOT_FOUND
            }
            Problem::LinkJustMailed | Problem::MailLimit => StatusCode::TOO_MANY_REQUESTS,
            Problem::PassedGate => StatusCode::CONFLICT,
            Problem::NoFile
            | Problem::NoRecipient
            | Problem::NoAccessCode(_)
            | Problem::NoIdpForAddress
            | Problem::ForwardToOneself
            | Problem::TooManyFiles
            | Problem::TooManyRecipients
            | Problem::TooManyFields
            | Problem::FieldTwice
            | Problem::SealedOtherFiles => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(
            status,
            "problem",
            |s| s.common.error_not_done(),
            move |s| labels::problem(s, problem),
        )
    }
}

impl From<GateRefusal> for PageError {
    fn from(refusal: GateRefusal) -> Self {
        match refusal {
            GateRefusal::NotAvailable => Self::not_found(),
            GateRefusal::Closed => Self::new(
                StatusCode::GONE,
                CLOSED,
                |s| s.common.error_closed_title(),
                |s| s.common.error_closed(),
            )
            .without_action(),
            GateRefusal::LinkRequired => Self::link_required(),
            GateRefusal::AccessCode => Self::new(
                StatusCode::FORBIDDEN,
                "access_code_required",
                |s| s.common.error_access_code_required_title(),
                |s| s.common.error_access_code_required(),
            ),
            GateRefusal::SignIn | GateRefusal::SecondFactor | GateRefusal::ProveMailbox => {
                Self::new(
                    StatusCode::FORBIDDEN,
                    "advanced_auth_required",
                    |s| s.common.error_strong_sign_in_needed(),
                    |s| s.common.error_advanced_auth_required(),
                )
            }
            GateRefusal::NamedIdp => Self::new(
                StatusCode::FORBIDDEN,
                "named_idp_required",
                |s| s.common.error_named_idp_required_title(),
                |s| s.common.error_named_idp_required(),
            )
            .action(|s| s.common.error_go_idp(), "/sign-in/idp"),
            GateRefusal::EnrolledTooLate(EnrolmentRule::BehindAccessCode) => Self::new(
                StatusCode::FORBIDDEN,
                "enrolled_too_late",
                |s| s.common.recipient_late_title(),
                |s| s.common.error_enrolled_without_code(),
            ),
            GateRefusal::EnrolledTooLate(EnrolmentRule::Any | EnrolmentRule::BeforeSending) => {
                Self::new(
                    StatusCode::FORBIDDEN,
                    "enrolled_too_late",
                    |s| s.common.recipient_late_title(),
                    |s| s.common.error_enrolled_too_late(),
                )
            }
            GateRefusal::WrongAccount { intended } => Self::new(
                StatusCode::FORBIDDEN,
                "wrong_account",
                |s| s.common.recipient_wrong_account(),
                move |s| s.common.error_wrong_account(intended.as_str()),
            ),
        }
    }
}
