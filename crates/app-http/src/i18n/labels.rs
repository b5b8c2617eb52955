//! The domain's values in words.

mod change;
mod field;
mod history;
mod mail;
pub(crate) mod placed;
mod received;
mod refusal;

use crate::i18n::{CommonMessages, Locale};
use wariin_domain::{
    AccountChange, Assurance, Document, DocumentFile, DocumentId, EnrolmentClass, EnrolmentRule,
    Excluded, Exclusion, FactorMethod, HoldReason, LateFactor, MailRefusal, Membership, Obstacle,
    Recipient, RecipientState, RequestReason, Required, RequiredBy, Role, Timestamp,
};
use wariin_ports::MailProgress;

pub(crate) use change::{file_change, file_changes};
pub(crate) use field::{
    field_label, field_name, field_value, print_fault, problem, text_error, value_error,
};
pub(crate) use history::event;
pub(crate) use mail::conclusion_mail;
use mail::unsent;
pub(crate) use received::{received, received_state, title_untold};
pub(crate) use refusal::{idp_settings, idp_title, refusal};

/// The error of the steps 02 and 04.
pub(crate) fn sender_must_be_strong(locale: &Locale) -> String {
    locale.common.error_sender_must_be_strong()
}

/// Why the language is fixed beside the request.
pub(crate) fn language_fixed(locale: &Locale) -> String {
    locale.common.word_language_fixed()
}

/// What in a document the request does not go together with, and the cure.
pub(crate) fn excluded(locale: &Locale, excluded: &Excluded) -> String {
    match excluded {
        Excluded::Language { recipient, language } => {
            locale.common.word_excluded_language(recipient.as_str(), language.own_name())
        }
    }
}

/// A row of what the request does not go together with, for the help.
pub(crate) fn exclusion(locale: &Locale, exclusion: Exclusion) -> String {
    match exclusion {
        Exclusion::ForeignLanguage => locale.common.word_exclusion_language(),
    }
}

/// Why the organisation's settings demand the request.
pub(crate) fn request_reason(locale: &Locale, reason: RequestReason) -> String {
    let o = locale.office;
    match reason {
        RequestReason::Always => o.word_request_always(),
        RequestReason::Amount(from) => o.word_request_amount(locale.yen(from)),
        RequestReason::AmountUnknown(from) => o.word_request_amount_unknown(locale.yen(from)),
        RequestReason::OutsideRecipient => o.word_request_outside(),
    }
}

/// When this recipient's factor has to be enrolled, what that stops, and which rule demands it.
pub(crate) fn enrolment(
    locale: &Locale,
    document: &Document,
    recipient: &Recipient,
) -> Option<String> {
    let o = locale.office;
    let requirement = document.requirement_for(recipient);
    let Required { value, required_by } = requirement.enrolment?;
    let by = match required_by {
        RequiredBy::Organisation => o.word_by_organisation(),
        RequiredBy::Document => o.word_by_document(),
        RequiredBy::Recipient => o.word_by_recipient(),
    };
    match value {
        EnrolmentRule::Any => None,
        EnrolmentRule::BehindAccessCode if requirement.access_code.is_some() => {
            Some(o.word_enrolment_coded(by))
        }
        EnrolmentRule::BehindAccessCode => Some(o.word_enrolment_uncoded(by)),
        EnrolmentRule::BeforeSending => Some(o.word_enrolment_before(by)),
    }
}

/// The name under which a document's file is saved: a sealed one says 締結済, in every language, since
/// the file is the same for every reader.
pub(crate) fn file_name(file: &DocumentFile) -> String {
    let name = file.name.as_str();
    if file.sealed.is_none() {
        return name.to_owned();
    }
    let stem = name.strip_suffix(".pdf").unwrap_or(name);
    format!("{stem}_締結済.pdf")
}

/// The name of the certificate of this document, in every language.
pub(crate) fn certificate_name(document: DocumentId) -> String {
    format!("合意締結証明書-{document}.pdf")
}

/// A status by its stable name.
pub(crate) fn status(locale: &Locale, name: &str) -> String {
    let t = locale.common;
    match name {
        "draft" => t.word_status_draft(),
        "awaiting_consent" => t.word_status_awaiting_consent(),
        "sealing" => t.word_status_sealing(),
        "concluded" => t.word_status_concluded(),
        "cancelled" => t.word_status_cancelled(),
        "declined" => t.word_status_declined(),
        _ => t.word_unknown(),
    }
}

/// What the sender has to see to before a recipient can go on.
pub(crate) fn obstacle(locale: &Locale, obstacle: Obstacle) -> String {
    let o = locale.office;
    match obstacle {
        Obstacle::WrongRecipient => o.word_recipient_wrong_recipient(),
        Obstacle::Held(HoldReason::Restored) => o.word_recipient_restored(),
        Obstacle::Held(why) => o.word_recipient_held(hold(locale, why)),
        Obstacle::Undelivered(why) => o.word_recipient_undelivered(mail_refusal(locale, why)),
        Obstacle::ConclusionUndelivered(why) => {
            o.word_recipient_conclusion_undelivered(mail_refusal(locale, why))
        }
        Obstacle::LinkEnded => o.word_recipient_link_ended(),
    }
}

/// Why a mail system refused an email.
pub(crate) fn mail_refusal(locale: &Locale, why: MailRefusal) -> String {
    match why {
        MailRefusal::UnknownAddress => locale.common.word_mail_unknown_address(),
        MailRefusal::MailboxFull => locale.common.word_mail_mailbox_full(),
        MailRefusal::TooLarge => locale.common.word_mail_too_large(),
        MailRefusal::Policy => locale.common.word_mail_policy(),
        MailRefusal::Other => locale.common.word_mail_other(),
    }
}

/// The state of a recipient's turn for the sender, where there is no obstacle; with how far the email with
/// the newest link has come, where that is known.
pub(crate) fn recipient_state(
    locale: &Locale,
    recipient: &Recipient,
    document: &Document,
    mail: Option<MailProgress>,
    now: Timestamp,
) -> String {
    let o = locale.office;
    let is_over = document.status.is_final();
    match &recipient.state {
        RecipientState::Waiting if is_over => o.word_recipient_not_sent(),
        RecipientState::Waiting => o.word_recipient_waiting(),
        RecipientState::Invited { .. } if is_over => o.word_recipient_no_answer(),
        RecipientState::Invited { .. } => match recipient.opened_at {
            Some(at) => o.word_recipient_reading(locale.at(at)),
            None => match mail {
                Some(MailProgress::Sent(at)) => o.word_recipient_sent(locale.at(at)),
                Some(waiting) => unsent(locale, waiting, now),
                None => o.word_recipient_unopened(),
            },
        },
        RecipientState::Consented(consent) => o.word_recipient_consented(locale.at(consent.at)),
        RecipientState::Declined { at, .. } => o.word_recipient_declined(locale.at(*at)),
        RecipientState::Forwarded { at, to } => match document.recipient(*to) {
            Some(to) => o.word_recipient_forwarded_to(to.details.name.as_str(), locale.at(*at)),
            None => o.word_recipient_forwarded(locale.at(*at)),
        },
        RecipientState::WrongRecipient { .. } => o.word_recipient_no_answer(),
    }
}

/// A role.
pub(crate) fn role(locale: &Locale, role: Role) -> String {
    match role {
        Role::Member => locale.common.word_role_member(),
        Role::Manager => locale.common.word_role_manager(),
        Role::Admin => locale.common.word_role_admin(),
    }
}

/// What an account may do in its organisation, or that it belongs to none.
pub(crate) fn membership(locale: &Locale, membership: Membership) -> String {
    match membership {
        Membership::Guest => locale.common.word_role_guest(),
        Membership::Member { role: own, .. } => role(locale, own),
    }
}

/// What happened to a recipient's way to sign in.
pub(crate) fn hold(locale: &Locale, why: HoldReason) -> String {
    match why {
        HoldReason::BackupCode => locale.common.word_hold_backup_code(),
        HoldReason::AdminReset => locale.common.word_hold_admin_reset(),
        HoldReason::LeftOrganisation => locale.common.word_hold_left_organisation(),
        HoldReason::IdpUnlinked => locale.common.word_hold_idp_unlinked(),
        HoldReason::Reported => locale.common.word_hold_reported(),
        HoldReason::Restored => locale.common.word_hold_restored(),
        HoldReason::NewFactor => locale.common.word_hold_new_factor(),
        HoldReason::ForwardedByNewFactor => locale.common.word_hold_forwarded_by_new_factor(),
        HoldReason::BySender => locale.common.word_hold_by_sender(),
    }
}

/// What changed about an account, as a sentence to its owner.
pub(crate) fn account_change(t: &CommonMessages, change: AccountChange) -> String {
    match change {
        AccountChange::Registered => t.email_change_registered(),
        AccountChange::FactorEnrolled => t.email_change_factor_enrolled(),
        AccountChange::PasskeyEnrolled => t.email_change_passkey_enrolled(),
        AccountChange::FactorRemoved => t.email_change_factor_removed(),
        AccountChange::BackupCodeUsed => t.email_change_backup_code_used(),
        AccountChange::BackupCodesReplaced => t.email_change_backup_codes_replaced(),
        AccountChange::PasswordReset => t.email_change_password_reset(),
        AccountChange::PasswordChanged => t.email_change_password_changed(),
        AccountChange::AddressChanged => t.email_change_address_changed(),
        AccountChange::IdpLinked => t.email_change_idp_linked(),
        AccountChange::IdpUnlinked => t.email_change_idp_unlinked(),
        AccountChange::FactorReset => t.email_change_factor_reset(),
        AccountChange::RoleAssigned => t.email_change_role_assigned(),
        AccountChange::OrganisationLeft => t.email_change_organisation_left(),
        AccountChange::AccountDisabled => t.email_change_account_disabled(),
        AccountChange::AccountEnabled => t.email_change_account_enabled(),
        AccountChange::Reported => t.email_account_reported_subject(),
    }
}

/// How a recipient was authenticated, by the stable name of the method.
pub(crate) fn method(locale: &Locale, name: &str) -> String {
    match name {
        "two_factor" => locale.common.word_method_two_factor(),
        "idp" => locale.common.word_method_idp(),
        "mailbox" => locale.common.word_method_mailbox(),
        _ => locale.common.word_unknown(),
    }
}

/// That a factor, or a link to a provider, is younger than the document, and behind which codes it was made.
pub(crate) fn late_factor(locale: &Locale, factor: LateFactor) -> String {
    let t = locale.common;
    let is_coded = factor.class.is_behind_access_code();
    let is_by_password = factor.class == EnrolmentClass::ByPassword;
    match factor.method {
        _ if factor.is_address_newer => t.word_late_address(),
        Some(FactorMethod::Totp) if is_coded => t.word_late_app_coded(),
        Some(FactorMethod::Totp) if is_by_password => t.word_late_app_by_password(),
        Some(FactorMethod::Totp) => t.word_late_app(),
        Some(FactorMethod::Passkey) if is_coded => t.word_late_passkey_coded(),
        Some(FactorMethod::Passkey) if is_by_password => t.word_late_passkey_by_password(),
        Some(FactorMethod::Passkey) => t.word_late_passkey(),
        None if is_coded => t.word_late_idp_coded(),
        None if is_by_password => t.word_late_idp_by_password(),
        None => t.word_late_idp(),
    }
}

/// The same for the sender's page at a glance: that it is new, and how the person was made sure of.
pub(crate) fn late_factor_shortly(locale: &Locale, factor: LateFactor) -> String {
    let o = locale.office;
    let is_coded = factor.class.is_behind_access_code();
    let is_by_password = factor.class == EnrolmentClass::ByPassword;
    match factor.method {
        _ if factor.is_address_newer => o.word_new_address(),
        Some(FactorMethod::Totp) if is_coded => o.word_new_app_coded(),
        Some(FactorMethod::Totp) if is_by_password => o.word_new_app_by_password(),
        Some(FactorMethod::Totp) => o.word_new_app(),
        Some(FactorMethod::Passkey) if is_coded => o.word_new_passkey_coded(),
        Some(FactorMethod::Passkey) if is_by_password => o.word_new_passkey_by_password(),
        Some(FactorMethod::Passkey) => o.word_new_passkey(),
        None if is_coded => o.word_new_idp_coded(),
        None if is_by_password => o.word_new_idp_by_password(),
        None => o.word_new_idp(),
    }
}

/// The mark of such a factor for the sender: its class, and how old it was at the consent.
pub(crate) fn late_factor_mark(
    locale: &Locale,
    factor: LateFactor,
    consented_at: Option<Timestamp>,
) -> String {
    let (o, made_at) = (locale.office, locale.at(factor.made_at));
    let class = factor.class.name();
    match consented_at {
        _ if factor.is_address_newer => o.word_late_before_address(class, made_at),
        None => o.word_late_made(class, made_at),
        Some(at) => {
            let micros = at.as_micros() - factor.made_at.as_micros();
            let minutes = micros / 60_000_000;
            let minutes = u32::try_from(minutes).unwrap_or_default();
            match minutes {
                0 => o.word_late_at_once(class, made_at),
                1..120 => o.word_late_minutes(class, made_at, minutes),
                120..2_880 => o.word_late_hours(class, made_at, minutes / 60),
                _ => o.word_late_days(class, made_at, minutes / 1_440),
            }
        }
    }
}

/// How a consenting person was authenticated.
pub(crate) fn assurance(locale: &Locale, assurance: &Assurance) -> String {
    match assurance {
        Assurance::Idp { identity, class: EnrolmentClass::NamedIdp, .. } => {
            locale.office.word_assurance_named_idp(identity.issuer.as_str())
        }
        Assurance::Idp { identity, .. } => {
            locale.office.word_assurance_idp(identity.issuer.as_str())
        }
        Assurance::TwoFactor { class, enrolled_at, .. } if class.is_after_sending() => {
            let (by, at) = (proved_by(locale, assurance), locale.at(*enrolled_at));
            locale.office.word_assurance_new(by, at)
        }
        Assurance::TwoFactor { .. } | Assurance::Mailbox { .. } => proved_by(locale, assurance),
    }
}

/// By which method a person was authenticated; a passkey is named.
fn proved_by(locale: &Locale, assurance: &Assurance) -> String {
    match assurance {
        Assurance::TwoFactor { method: FactorMethod::Passkey, .. } => {
            locale.common.word_method_passkey()
        }
        Assurance::TwoFactor { method: FactorMethod::Totp, .. }
        | Assurance::Idp { .. }
        | Assurance::Mailbox { .. } => method(locale, assurance.name()),
    }
}
