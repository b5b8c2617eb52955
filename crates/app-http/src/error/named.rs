//! The status and the stable name of a refusal.

use poem::http::StatusCode;
use wariin_domain::{
    AddressChangeError, FirstLoginError, IdpError, MailboxCodeError, OrganisationError,
};
use wariin_ports::{IdpFault, PasskeyError, RenderFault};
use wariin_usecases::Error;

/// The status and stable name of a refusal that forms show beside their fields.
pub(crate) fn named(error: &Error) -> (StatusCode, &'static str) {
    match error {
        Error::Deleted { .. } => (StatusCode::GONE, "deleted"),
        Error::BadCredentials => (StatusCode::UNAUTHORIZED, "bad_credentials"),
        Error::WrongPassword => (StatusCode::UNAUTHORIZED, "wrong_password"),
        Error::Address(AddressChangeError::SameAddress | AddressChangeError::ServedByIdp) => {
            (StatusCode::CONFLICT, "address_refused")
        }
        Error::NoCode => (StatusCode::UNPROCESSABLE_ENTITY, "no_code"),
        Error::WrongCode => (StatusCode::UNAUTHORIZED, "wrong_code"),
        Error::CodeReplayed => (StatusCode::UNAUTHORIZED, "otp_replay"),
        Error::Throttled(_) | Error::MailboxCode(MailboxCodeError::Throttled(_)) => {
            (StatusCode::TOO_MANY_REQUESTS, "throttled")
        }
        Error::MailboxNotProven => (StatusCode::FORBIDDEN, "mailbox_not_proven"),
        Error::AccountExists => (StatusCode::CONFLICT, "account_exists"),
        Error::BackupCodesReplaced => (StatusCode::CONFLICT, "backup_codes_replaced"),
        Error::NoFactor => (StatusCode::CONFLICT, "no_factor"),
        Error::TemplateNotYours => (StatusCode::FORBIDDEN, "template_not_yours"),
        Error::Guest => (StatusCode::FORBIDDEN, "guest"),
        Error::FactorDemanded => (StatusCode::FORBIDDEN, "factor_demanded"),
        Error::Organisation(OrganisationError::NotAdmin)
        | Error::IdpSettings(IdpError::NotAdmin) => (StatusCode::FORBIDDEN, "not_admin"),
        Error::Organisation(OrganisationError::WeakSignIn(_))
        | Error::IdpSettings(IdpError::WeakSignIn(_)) => {
            (StatusCode::FORBIDDEN, "admin_advanced_auth_required")
        }
        Error::Organisation(OrganisationError::JustMailed) => {
            (StatusCode::TOO_MANY_REQUESTS, "just_mailed")
        }
        Error::Organisation(_) => (StatusCode::CONFLICT, "organisation_refused"),
        Error::Ceremony(_) => (StatusCode::BAD_REQUEST, "passkey_ceremony"),
        Error::Passkey(PasskeyError::UnknownCredential) => {
            (StatusCode::UNAUTHORIZED, "passkey_unknown")
        }
        Error::Passkey(PasskeyError::Unverified) => {
            (StatusCode::UNAUTHORIZED, "passkey_unverified")
        }
        Error::Passkey(PasskeyError::CounterWentBack) => {
            (StatusCode::UNAUTHORIZED, "passkey_counter")
        }
        Error::Passkey(_) => (StatusCode::UNAUTHORIZED, "passkey_refused"),
        Error::PasskeyTaken => (StatusCode::CONFLICT, "passkey_taken"),
        Error::TooManyFactors => (StatusCode::CONFLICT, "too_many_factors"),
        Error::NoEnrolment => (StatusCode::CONFLICT, "no_enrolment"),
        Error::Pdf { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "pdf_refused"),
        Error::Page(RenderFault::Undrawable | RenderFault::TooComplex) => {
            (StatusCode::UNPROCESSABLE_ENTITY, "page_undrawable")
        }
        Error::Page(RenderFault::Unavailable) => {
            (StatusCode::SERVICE_UNAVAILABLE, "page_unavailable")
        }
        Error::Stamp(_) => (StatusCode::UNPROCESSABLE_ENTITY, "stamp_refused"),
        Error::Logo(_) => (StatusCode::UNPROCESSABLE_ENTITY, "logo_refused"),
        Error::Print { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "value"),
        Error::PrinterAway => (StatusCode::SERVICE_UNAVAILABLE, "page_unavailable"),
        Error::NoIdp => (StatusCode::UNPROCESSABLE_ENTITY, "no_idp"),
        Error::NoPassword => (StatusCode::CONFLICT, "no_password"),
        Error::UnknownAuthorization => (StatusCode::BAD_REQUEST, "unknown_authorization"),
        Error::Callback(_) => (StatusCode::BAD_REQUEST, "foreign_visit"),
        Error::FirstLoginCode(FirstLoginError::OtherBrowser) => {
            (StatusCode::BAD_REQUEST, "foreign_visit")
        }
        Error::TooManyCodes(_)
        | Error::Address(AddressChangeError::TooMany)
        | Error::MailboxCode(MailboxCodeError::TooMany(_)) => {
            (StatusCode::TOO_MANY_REQUESTS, "too_many_codes")
        }
        Error::Address(AddressChangeError::OtherSession | AddressChangeError::Ended)
        | Error::MailboxCode(_)
        | Error::FirstLoginCode(_) => (StatusCode::UNAUTHORIZED, "code_expired"),
        Error::IdpDenied(_) => (StatusCode::FORBIDDEN, "idp_denied"),
        Error::IdpRefused(_) => (StatusCode::FORBIDDEN, "idp_refused"),
        Error::FirstLogin(_) => (StatusCode::FORBIDDEN, "first_login_refused"),
        Error::LinkFirst => (StatusCode::CONFLICT, "link_first"),
        Error::NotAMember => (StatusCode::FORBIDDEN, "not_a_member"),
        Error::OtherAddress => (StatusCode::CONFLICT, "other_address"),
        Error::IdentityTaken => (StatusCode::CONFLICT, "identity_taken"),
        Error::SignInAgain => (StatusCode::FORBIDDEN, "sign_in_again"),
        Error::AccountDisabled => (StatusCode::FORBIDDEN, "account_disabled"),
        Error::IdpRequired => (StatusCode::FORBIDDEN, "idp_required"),
        Error::IdpSettings(_) => (StatusCode::CONFLICT, "idp_not_ready"),
        Error::Idp(IdpFault::Unreachable(_)) => (StatusCode::SERVICE_UNAVAILABLE, "idp_down"),
        Error::Idp(IdpFault::Untrusted(_)) => (StatusCode::BAD_GATEWAY, "idp_untrusted"),
        Error::Idp(_) => (StatusCode::BAD_GATEWAY, "idp_misconfigured"),
        Error::Dns(_) => (StatusCode::SERVICE_UNAVAILABLE, "dns_down"),
        _ => (StatusCode::BAD_REQUEST, "refused"),
    }
}
