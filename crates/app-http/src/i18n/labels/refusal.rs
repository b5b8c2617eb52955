//! Refusals in words.

use super::{excluded, print_fault, problem};
use crate::i18n::{CommonMessages, Locale};
use wariin_domain::{
    AddressChange, AddressChangeError, AskedCodes, CallbackRefusal, DocumentError, FirstLoginError,
    FirstLoginRefusal, IdpError, IdpRefusal, MailboxCodeError, OrganisationError, Span, Throttled,
    TooManyCodes,
};
use wariin_ports::{IdpFault, LogoRefusal, PasskeyError, PdfRefusal, StampRefusal};
use wariin_usecases::Error;

/// Why something was not done, for beside a form.
pub(crate) fn refusal(locale: &Locale, error: &Error) -> String {
    let t = locale.common;
    match error {
        Error::Deleted { document, at } => t.error_deleted(locale.at(*at), document.to_string()),
        Error::BadCredentials => t.error_bad_credentials(),
        Error::WrongPassword => t.error_wrong_password(),
        Error::Address(error) => address(t, *error),
        Error::NoCode => t.error_no_code(),
        Error::WrongCode => t.error_wrong_code(),
        Error::CodeReplayed => t.error_code_replayed(),
        Error::Throttled(throttled) => throttle(locale, *throttled),
        Error::MailboxCode(error) => mailbox_code(locale, error),
        Error::TooManyTemplates => t.error_too_many_templates(),
        Error::TemplateNotYours => t.error_template_not_yours(),
        Error::TooManyExported => t.error_too_many_exported(),
        Error::Organisation(error) => organisation(t, *error),
        Error::Guest => t.error_guest(),
        Error::FactorDemanded => t.error_factor_demanded(),
        Error::TooManyCodes(limit) => too_many_codes(t, *limit),
        Error::MailboxNotProven => t.error_mailbox_not_proven(),
        Error::AccountExists => t.error_account_exists(),
        Error::BackupCodesReplaced => t.error_backup_codes_replaced(),
        Error::NoFactor => t.error_no_factor(),
        Error::TooManyFactors => t.error_too_many_factors(),
        Error::Ceremony(_) => t.error_passkey_ceremony(),
        Error::Passkey(error) => passkey(t, error),
        Error::PasskeyTaken => t.error_passkey_taken(),
        Error::NoEnrolment => t.error_no_enrolment(),
        Error::Pdf { name, refusal } => pdf(t, name, refusal),
        Error::Page(_) => t.viewer_undrawable(),
        Error::Print { fault, .. } => print_fault(locale, *fault),
        Error::Stamp(StampRefusal::NotPng) => t.error_stamp_not_png(),
        Error::Stamp(StampRefusal::TooLarge) => t.error_stamp_too_large(),
        Error::Stamp(StampRefusal::Empty) => t.error_stamp_empty(),
        Error::Logo(LogoRefusal::Unreadable) => t.error_logo_unreadable(),
        Error::Logo(LogoRefusal::TooLarge) => t.error_logo_too_large(),
        Error::Logo(LogoRefusal::HasText) => t.error_logo_has_text(),
        Error::Logo(LogoRefusal::HasMore) => t.error_logo_has_more(),
        Error::Logo(LogoRefusal::Empty) => t.error_logo_empty(),
        Error::PrinterAway => t.error_printer_away(),
        Error::NoIdp => t.error_no_idp(),
        Error::UnknownAuthorization => t.error_unknown_authorization(),
        Error::Callback(CallbackRefusal::Expired) => t.error_authorization_expired(),
        Error::Callback(_) | Error::FirstLoginCode(FirstLoginError::OtherBrowser) => {
            t.error_foreign_authorization()
        }
        Error::FirstLoginCode(_) => t.error_first_login_code(),
        Error::IdpDenied(_) => t.error_idp_denied(),
        Error::IdpRefused(refusal) => idp_refusal(t, *refusal),
        Error::FirstLogin(refusal) => first_login(t, refusal),
        Error::LinkFirst => t.error_link_first(),
        Error::NotAMember => t.error_not_a_member(),
        Error::OtherAddress => t.error_other_address(),
        Error::IdentityTaken => t.error_identity_taken(),
        Error::SignInAgain => t.error_sign_in_again(),
        Error::NoPassword => t.error_no_password(),
        Error::IdpRequired => t.error_idp_required(),
        Error::AccountDisabled => t.error_account_disabled(),
        Error::IdpSettings(error) => idp_settings(locale, *error),
        Error::Idp(IdpFault::Unreachable(_)) => t.error_idp_unreachable(),
        Error::Idp(IdpFault::Forbidden(_)) => t.error_idp_forbidden(),
        Error::Idp(IdpFault::Misconfigured(_) | IdpFault::OtherHosts(_)) => {
            t.error_idp_misconfigured()
        }
        Error::Idp(IdpFault::Untrusted(_)) => t.error_idp_untrusted(),
        Error::Dns(_) => t.error_dns(),
        Error::InvalidLink | Error::ExpiredLink => t.error_invalid_link(),
        Error::Document(DocumentError::Problem(why)) => problem(locale, *why),
        Error::Document(DocumentError::Excluded(why)) => excluded(locale, why),
        // These have pages of their own. The words of a fault are for the log alone.
        Error::NotFound
        | Error::NotSignedIn
        | Error::AlreadySetUp
        | Error::AccountState(_)
        | Error::Document(_)
        | Error::Storage(_)
        | Error::File(_)
        | Error::Witness(_)
        | Error::Password(_)
        | Error::SecondFactor(_)
        | Error::Mail(_)
        | Error::Certificate(_)
        | Error::Seal(_)
        | Error::TooLarge
        | Error::Verifier(_)
        | Error::Evidence(_) => t.error_not_done_for_now(),
    }
}

/// The heading over a failed login at a provider.
pub(crate) fn idp_title(locale: &Locale, error: &Error) -> String {
    let t = locale.common;
    match error {
        Error::Idp(IdpFault::Unreachable(_)) => t.error_idp_unreachable_title(),
        Error::UnknownAuthorization | Error::Callback(_) | Error::FirstLoginCode(_) => {
            t.error_sign_in_again_heading()
        }
        Error::IdpRefused(IdpRefusal::WrongSubject) => t.error_idp_wrong_account_title(),
        Error::FirstLogin(FirstLoginRefusal::ForeignDomain) => t.error_idp_foreign_domain_title(),
        _ => t.error_idp_login_failed(),
    }
}

fn address(t: &CommonMessages, error: AddressChangeError) -> String {
    match error {
        AddressChangeError::SameAddress => t.error_address_same(),
        AddressChangeError::TooMany => t.error_too_many_codes(AddressChange::A_DAY),
        AddressChangeError::OtherSession => t.error_code_of_other_session(),
        AddressChangeError::Ended => t.profile_codes_ended(),
        AddressChangeError::ServedByIdp => t.error_address_served_by_idp(),
    }
}

/// Which limit another code meets.
fn too_many_codes(t: &CommonMessages, limit: TooManyCodes) -> String {
    match limit {
        TooManyCodes::JustMailed => t.error_codes_just_mailed(AskedCodes::BETWEEN.as_seconds_up()),
        TooManyCodes::OfBrowser(a_day) => t.error_codes_of_browser(a_day),
        TooManyCodes::OfNetwork(a_day) => t.error_codes_of_network(a_day),
        TooManyCodes::OfMailbox(a_day) => t.error_codes_of_mailbox(a_day),
        TooManyCodes::OfLinks(a_day) => t.error_too_many_codes(a_day),
    }
}

fn mailbox_code(locale: &Locale, error: &MailboxCodeError) -> String {
    let t = locale.common;
    match error {
        MailboxCodeError::Throttled(throttled) => throttle(locale, *throttled),
        MailboxCodeError::OtherSession => t.error_code_of_other_session(),
        MailboxCodeError::Expired => t.error_code_expired(),
        MailboxCodeError::TooMany(limit) => too_many_codes(t, *limit),
    }
}

/// Why a provider's word was not enough.
fn idp_refusal(t: &CommonMessages, refusal: IdpRefusal) -> String {
    match refusal {
        IdpRefusal::SwitchedOff => t.error_idp_switched_off(),
        IdpRefusal::OtherIssuer | IdpRefusal::OtherTenant => t.error_idp_other_organisation(),
        IdpRefusal::NoAuthTime => t.error_idp_no_auth_time(),
        IdpRefusal::Stale => t.error_idp_stale(),
        IdpRefusal::Future => t.error_idp_future(),
        IdpRefusal::Weak => t.error_idp_weak(),
        IdpRefusal::NotRenewed => t.error_idp_not_renewed(),
        IdpRefusal::WrongSubject => t.error_idp_wrong_account(),
    }
}

fn first_login(t: &CommonMessages, refusal: &FirstLoginRefusal) -> String {
    match refusal {
        FirstLoginRefusal::NoAddress => t.error_idp_no_address(),
        FirstLoginRefusal::AddressUnverified => t.error_idp_address_unverified(),
        FirstLoginRefusal::ForeignDomain => t.error_idp_foreign_domain(),
    }
}

/// Why a step with a connection is refused.
pub(crate) fn idp_settings(locale: &Locale, error: IdpError) -> String {
    let t = locale.common;
    match error {
        IdpError::NotAdmin => t.error_admins_only(),
        IdpError::WeakSignIn(_) => t.error_connection_weak_sign_in(),
        IdpError::TenantNeeded => t.error_connection_tenant_needed(),
        IdpError::NotTested => t.error_connection_not_tested(),
        IdpError::NotStrong => t.error_connection_not_strong(),
        IdpError::NoDomain => t.error_connection_no_domain(),
        IdpError::NoSuchDomain => t.error_connection_no_such_domain(),
        IdpError::TooManyDomains => t.error_connection_too_many_domains(),
        IdpError::TooManyConnections => t.error_connection_too_many(),
        IdpError::NoSecret => t.error_connection_no_secret(),
        IdpError::NoAddress => t.error_connection_no_address(),
        IdpError::DomainTaken => t.error_connection_domain_taken(),
        IdpError::NoRecord => t.error_connection_no_record(),
        IdpError::SwitchedOff => t.error_connection_switched_off(),
        IdpError::NotSignedInWithIt => t.error_connection_not_signed_in_with_it(),
    }
}

fn organisation(t: &CommonMessages, error: OrganisationError) -> String {
    match error {
        OrganisationError::NotAdmin => t.error_admins_only(),
        OrganisationError::WeakSignIn(_) => t.error_organisation_weak_sign_in(),
        OrganisationError::Oneself => t.error_organisation_oneself(),
        OrganisationError::LastAdmin => t.error_organisation_last_admin(),
        OrganisationError::NotAMember => t.error_organisation_member_gone(),
        OrganisationError::MemberAlready => t.error_organisation_member_already(),
        OrganisationError::InvitedAlready => t.error_organisation_invited_already(),
        OrganisationError::TooManyInvitations => t.error_organisation_too_many_invitations(),
        OrganisationError::InvitationEnded => t.error_organisation_invitation_ended(),
        OrganisationError::JustMailed => t.error_organisation_just_mailed(),
        OrganisationError::RetentionTooShort { least } => {
            t.error_organisation_retention_too_short(least)
        }
        OrganisationError::OwnOrganisationInUse => t.error_organisation_own_in_use(),
    }
}

fn throttle(locale: &Locale, throttled: Throttled) -> String {
    match throttled {
        Throttled::Wait { until } => {
            locale.common.error_throttled(locale.at(until.plus(Span::seconds(59))))
        }
        Throttled::Locked => locale.common.error_locked(),
    }
}

fn passkey(t: &CommonMessages, error: &PasskeyError) -> String {
    match error {
        PasskeyError::Unavailable => t.error_passkey_unavailable(),
        PasskeyError::Unverified => t.error_passkey_unverified(),
        PasskeyError::CounterWentBack => t.error_passkey_counter(),
        PasskeyError::UnknownCredential => t.error_passkey_unknown(),
        PasskeyError::Refused(_) | PasskeyError::Corrupt(_) => t.error_passkey_refused(),
    }
}

fn pdf(t: &CommonMessages, name: &str, refusal: &PdfRefusal) -> String {
    match refusal {
        PdfRefusal::NotPdf => t.error_pdf_not_pdf(name),
        PdfRefusal::Damaged => t.error_pdf_damaged(name),
        PdfRefusal::Truncated => t.error_pdf_truncated(name),
        PdfRefusal::SignedDamaged => t.error_pdf_signed_damaged(name),
        PdfRefusal::PasswordNeeded => t.error_pdf_password_needed(name),
        PdfRefusal::WrongPassword => t.error_pdf_wrong_password(name),
        PdfRefusal::Encrypted => t.error_pdf_encrypted(name),
        PdfRefusal::NoPages => t.error_pdf_no_pages(name),
        PdfRefusal::TooManyPages => t.error_pdf_too_many_pages(name),
        PdfRefusal::Launch => t.error_pdf_launch(name),
        PdfRefusal::Xfa => t.error_pdf_xfa(name),
        PdfRefusal::UnfixedForm => t.error_pdf_unfixed_form(name),
        PdfRefusal::MissingGlyph { character, field: Some(field) } => {
            t.error_pdf_missing_glyph(character.as_str(), field.as_str(), name)
        }
        PdfRefusal::MissingGlyph { character, field: None } => {
            t.error_pdf_missing_glyph_in_note(character.as_str(), name)
        }
        PdfRefusal::Layers => t.error_pdf_layers(name),
        PdfRefusal::Media => t.error_pdf_media(name),
        PdfRefusal::UnknownFilter(filter) => t.error_pdf_unknown_filter(filter.as_str(), name),
        PdfRefusal::Certified => t.error_pdf_certified(name),
        PdfRefusal::TooComplex => t.error_pdf_too_complex(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wariin_domain::{FoundName, Language, TimeZoneName, Timestamp};
    use wariin_ports::StorageError;

    fn said(language: Language, error: &Error) -> String {
        refusal(&Locale::new(language, &TimeZoneName::default()), error)
    }

    #[test]
    fn the_text_of_a_fault_is_not_shown_beside_a_form() {
        for language in Language::ALL {
            let fault = Error::Storage(StorageError::Conflict);
            let text = said(language, &fault);
            assert!(!text.contains(&fault.to_string()), "{text}");
            assert_eq!(text, said(language, &Error::NotSignedIn));
        }
    }

    #[test]
    fn a_wait_ends_when_tries_are_taken_again() {
        let until = Timestamp::from_micros(1_795_323_900_000_000);
        let error = Error::Throttled(Throttled::Wait { until });
        assert!(said(Language::Japanese, &error).contains("2026年11月22日 14:05 まで"));
        assert!(said(Language::English, &error).contains("until 22 November 2026, 14:05 JST"));
    }

    #[test]
    fn a_file_is_named_in_its_refusal() {
        let error = Error::Pdf { name: "a.pdf".to_owned(), refusal: PdfRefusal::NotPdf };
        assert_eq!(
            said(Language::Japanese, &error),
            "「a.pdf」はPDFではありません。PDFに変換してから選んでください。"
        );
        assert!(said(Language::English, &error).starts_with("“a.pdf” is not a PDF."));
    }

    fn every_pdf_refusal() -> [PdfRefusal; 19] {
        let character = || FoundName::cut("ʬ (U+02AC)", 40);
        [
            PdfRefusal::NotPdf,
            PdfRefusal::Damaged,
            PdfRefusal::Truncated,
            PdfRefusal::SignedDamaged,
            PdfRefusal::PasswordNeeded,
            PdfRefusal::WrongPassword,
            PdfRefusal::Encrypted,
            PdfRefusal::NoPages,
            PdfRefusal::TooManyPages,
            PdfRefusal::Launch,
            PdfRefusal::Xfa,
            PdfRefusal::UnfixedForm,
            PdfRefusal::MissingGlyph {
                character: character(),
                field: Some(FoundName::cut("氏名", 40)),
            },
            PdfRefusal::MissingGlyph { character: character(), field: None },
            PdfRefusal::Layers,
            PdfRefusal::Media,
            PdfRefusal::UnknownFilter(FoundName::cut("FancyDecode", 40)),
            PdfRefusal::Certified,
            PdfRefusal::TooComplex,
        ]
    }

    // DO-03
    #[test]
    fn each_refusal_of_a_pdf_names_the_file_and_leads_from_a_signed_one_to_its_signer() {
        for language in Language::ALL {
            let mut texts = std::collections::BTreeSet::new();
            for refusal in every_pdf_refusal() {
                let is_signed = matches!(
                    refusal,
                    PdfRefusal::SignedDamaged | PdfRefusal::Launch | PdfRefusal::Certified
                );
                let is_filter = matches!(refusal, PdfRefusal::UnknownFilter(_));
                let (has_glyph, has_field) = match &refusal {
                    PdfRefusal::MissingGlyph { field, .. } => (true, field.is_some()),
                    _ => (false, false),
                };
                let text = said(language, &Error::Pdf { name: "契約.pdf".to_owned(), refusal });
                assert!(text.contains("契約.pdf"), "{text}");
                assert_eq!(text.contains("FancyDecode"), is_filter, "{text}");
                assert_eq!(text.contains("ʬ (U+02AC)"), has_glyph, "{text}");
                assert_eq!(text.contains("氏名"), has_field, "{text}");
                let signer = ["署名者", "signer", "签名者", "簽署者"];
                let prints = ["「印刷」から", "use “Print”", "通过“打印”", "透過「列印」"];
                if is_signed {
                    assert!(signer.iter().any(|word| text.contains(word)), "{text}");
                    assert!(!prints.iter().any(|word| text.contains(word)), "{text}");
                }
                texts.insert(text);
            }
            assert_eq!(texts.len(), 19, "each refusal has words of its own");
        }
    }
}
