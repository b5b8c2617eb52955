//! What happened to a document, in plain words for those who send and manage documents.

use super::{file_changes, hold, mail_refusal, proved_by};
use crate::i18n::{Locale, OfficeMessages};
use wariin_domain::{
    Assurance, EventKind, Exclusion, HoldReason, IdpRefusal, InvitedBy, ManagerLook, Party,
    Recipient, RecipientId, Refusal, SealLevel, SearchFields,
};
use wariin_ports::TimelineEvent;

/// An event in plain words. One that this version of the program does not know is named as such.
pub(crate) fn event(locale: &Locale, what: &TimelineEvent, recipients: &[Recipient]) -> String {
    let names = Names { locale, recipients };
    match what {
        TimelineEvent::Known(kind) => known(locale, kind, &names),
        TimelineEvent::Unknown { kind } => locale.office.history_unknown(kind.as_str()),
    }
}

#[expect(clippy::too_many_lines, reason = "one arm for each event, so that none is forgotten")]
fn known(locale: &Locale, kind: &EventKind, names: &Names<'_>) -> String {
    let o = locale.office;
    match kind {
        EventKind::Drafted { .. } => o.history_drafted(),
        EventKind::Described => o.history_described(),
        EventKind::FilesReplaced { .. } => o.history_files_replaced(),
        EventKind::FileChanged { changes, .. } => {
            o.history_file_changed(file_changes(locale, changes))
        }
        EventKind::FileChangesConfirmed { changes, .. } => {
            o.history_file_changes_confirmed(file_changes(locale, changes))
        }
        EventKind::RecipientAdded { .. } => o.history_recipient_added(),
        EventKind::RecipientChanged { .. } => o.history_recipient_changed(),
        EventKind::RecipientRemoved { .. } => o.history_recipient_removed(),
        EventKind::CopyAdded { .. } => o.history_copy_added(),
        EventKind::CopyRemoved { .. } => o.history_copy_removed(),
        EventKind::RecipientsReordered => o.history_recipients_reordered(),
        EventKind::AdvancedAuthRequested => o.history_request_set(),
        EventKind::AdvancedAuthWithdrawn => o.history_request_withdrawn(),
        EventKind::Sent { advanced_auth: true, .. } => o.history_sent_with_request(),
        EventKind::Sent { advanced_auth: false, .. } => o.history_sent(),
        EventKind::Invited { recipient, why, .. } => {
            let recipient = names.of(*recipient);
            match why {
                InvitedBy::Turn => o.history_invited(recipient),
                InvitedBy::Reminder => o.history_reminded(recipient),
                InvitedBy::Forwarding => o.history_invited_by_forwarding(recipient),
                InvitedBy::Renewal => o.history_link_renewed(recipient),
                InvitedBy::Lapse => o.history_invited_after_lapse(recipient),
                InvitedBy::Correction => o.history_invited_after_correction(recipient),
            }
        }
        EventKind::MailboxCodeAsked { recipient, .. } => {
            o.history_mailbox_code_asked(names.of(*recipient))
        }
        EventKind::MailRefused { to, why } => {
            let why = mail_refusal(locale, *why);
            match to {
                Party::Recipient(recipient) => o.history_mail_refused(names.of(*recipient), why),
                Party::Copy(_) => o.history_mail_refused_copy(why),
                Party::Sender => o.history_mail_refused_sender(why),
            }
        }
        EventKind::ConclusionMailAsked { recipient } => {
            o.history_conclusion_mail_asked(names.of(*recipient))
        }
        EventKind::ConclusionTold { recipient } => o.history_conclusion_told(names.of(*recipient)),
        EventKind::MailboxProven { recipient } => o.history_mailbox_proven(names.of(*recipient)),
        EventKind::Opened { recipient, assurance } => {
            o.history_opened(names.of(*recipient), authenticated_by(locale, assurance))
        }
        EventKind::Consented { recipient, consent } => {
            let by = authenticated_by(locale, &consent.assurance);
            o.history_consented(names.of(*recipient), by)
        }
        EventKind::IdTokenKept { recipient, .. } => o.history_id_token_kept(names.of(*recipient)),
        EventKind::PasskeyAssertionKept { recipient, .. } => {
            o.history_passkey_assertion_kept(names.of(*recipient))
        }
        EventKind::ConsentWithdrawn { recipient } => {
            o.history_consent_withdrawn(names.of(*recipient))
        }
        EventKind::AllConsented => o.history_all_consented(),
        EventKind::Declined { recipient } => o.history_declined(names.of(*recipient)),
        EventKind::ConsentHeld {
            recipient,
            why: why @ (HoldReason::NewFactor | HoldReason::BySender),
        } => o.history_given_consent_held(names.of(*recipient), hold(locale, *why)),
        EventKind::ConsentNotTaken { recipient } => {
            o.history_consent_not_taken(names.of(*recipient))
        }
        EventKind::ConsentHeld { recipient, why } => {
            o.history_consent_held(names.of(*recipient), hold(locale, *why))
        }
        EventKind::ConsentReleased { recipient } => {
            o.history_consent_released(names.of(*recipient))
        }
        EventKind::ConsentDisputed { recipient } => {
            o.history_consent_disputed(names.of(*recipient))
        }
        EventKind::PagesShown { recipient, pages, .. } => {
            o.history_pages_shown(names.of(*recipient), *pages)
        }
        EventKind::FieldsSet { fields } => o.history_fields_set(*fields),
        EventKind::FieldsFilled { recipient: None, fields } => {
            o.history_fields_filled_by_sender(*fields)
        }
        EventKind::FieldsFilled { recipient: Some(recipient), fields } => {
            o.history_fields_filled(names.of(*recipient), *fields)
        }
        EventKind::ConsentLapsed { recipient, withdrawn_by } => {
            o.history_consent_lapsed(names.of(*recipient), names.of(*withdrawn_by))
        }
        EventKind::ConsentsEnded { .. } => o.history_consents_ended(),
        EventKind::AccessCodeTyped { recipient } => {
            o.history_access_code_typed(names.of(*recipient))
        }
        EventKind::EnrolledBehindAccessCode { recipient, .. } => {
            o.history_enrolled_behind_access_code(names.of(*recipient))
        }
        EventKind::Forwarded { recipient, to, .. } => {
            o.history_forwarded(names.of(*recipient), names.with_address(*to))
        }
        EventKind::WrongRecipient { recipient } => o.history_wrong_recipient(names.of(*recipient)),
        EventKind::RecipientCorrected { from_name, from_email, to_name, to_email, .. } => o
            .history_recipient_corrected(
                o.history_person_at(from_name.as_str(), from_email.as_str()),
                o.history_person_at(to_name.as_str(), to_email.as_str()),
            ),
        EventKind::PreflightAsked { recipient, .. } => {
            o.history_preflight_asked(names.with_address(*recipient))
        }
        EventKind::PreflightAnswered { recipient } => {
            o.history_preflight_answered(names.of(*recipient))
        }
        EventKind::PreflightRefused { recipient } => {
            o.history_preflight_refused(names.of(*recipient))
        }
        EventKind::ReportTakenBack { recipient } => {
            o.history_report_taken_back(names.of(*recipient))
        }
        EventKind::ManagerViewed { look } => match look {
            ManagerLook::Page => o.history_manager_viewed(),
            ManagerLook::File(_) => o.history_manager_viewed_file(),
            ManagerLook::Certificate => o.history_manager_viewed_certificate(),
            ManagerLook::Export => o.history_manager_exported_file(),
        },
        EventKind::HandedOver { .. } => o.history_handed_over(),
        EventKind::EvidenceTaken => o.history_evidence_taken(),
        EventKind::Cancelled { .. } => o.history_cancelled(),
        EventKind::Concluded { .. } => o.history_concluded(),
        EventKind::CertificateIssued { .. } => o.history_certificate_issued(),
        EventKind::Corrected { from, to } => {
            o.history_corrected(search_fields(locale, from), search_fields(locale, to))
        }
        EventKind::LegalHoldPlaced => o.history_legal_hold_placed(),
        EventKind::LegalHoldReleased => o.history_legal_hold_released(),
        EventKind::DeletionAnnounced { on, .. } => o.history_deletion_announced(locale.at(*on)),
        EventKind::Deleted { .. } => o.history_deleted(),
        EventKind::SealRaiseAsked => o.history_seal_raise_asked(),
        EventKind::SealRenewed { file, before, .. } => match (file, before.level) {
            (Some(_), SealLevel::Archived) => o.history_seal_renewed(),
            (None, SealLevel::Archived) => o.history_certificate_renewed(),
            (Some(_), SealLevel::Basic) => o.history_seal_raised(),
            (None, SealLevel::Basic) => o.history_certificate_raised(),
        },
        EventKind::Refused { refusal, .. } => o.history_refused(refused(o, *refusal)),
        // What happens to accounts, organisations and connections stands in no document's history.
        EventKind::OrganisationCreated
        | EventKind::AccountCreated
        | EventKind::MailboxConfirmed
        | EventKind::CredentialsPurged
        | EventKind::PasswordResetAsked { .. }
        | EventKind::PasswordReset
        | EventKind::AccountRenamed { .. }
        | EventKind::PasswordChanged
        | EventKind::AddressChangeAsked { .. }
        | EventKind::AddressChanged { .. }
        | EventKind::SessionsEnded { .. }
        | EventKind::AccountDisabled
        | EventKind::AccountEnabled
        | EventKind::AccountReported { .. }
        | EventKind::SignedIn { .. }
        | EventKind::SignInRefused { .. }
        | EventKind::SignInsRefused { .. }
        | EventKind::SteppedUp { .. }
        | EventKind::FactorEnrolled { .. }
        | EventKind::FactorRemoved { .. }
        | EventKind::FactorRenamed { .. }
        | EventKind::BackupCodesShown
        | EventKind::BackupCodesReplaced
        | EventKind::BackupCodeUsed
        | EventKind::SignedOut
        | EventKind::RoleAssigned { .. }
        | EventKind::OrganisationJoined { .. }
        | EventKind::OrganisationLeft { .. }
        | EventKind::OrganisationConfigured { .. }
        | EventKind::RetentionSet { .. }
        | EventKind::OrganisationStampSet { .. }
        | EventKind::OrganisationRenamed { .. }
        | EventKind::OrganisationLooksSet { .. }
        | EventKind::MemberInvited { .. }
        | EventKind::TemplateSaved { .. }
        | EventKind::TemplateRenamed { .. }
        | EventKind::TemplateDeleted { .. }
        | EventKind::ManagedTableTaken { .. }
        | EventKind::InvitationWithdrawn { .. }
        | EventKind::InvitationCodeAsked { .. }
        | EventKind::IdpAdded { .. }
        | EventKind::IdpChanged { .. }
        | EventKind::IdpDomainProven { .. }
        | EventKind::IdpTested { .. }
        | EventKind::IdpSwitchedOn
        | EventKind::IdpSwitchedOff
        | EventKind::IdpRequired
        | EventKind::IdpRemoved
        | EventKind::IdpCodeAsked { .. }
        | EventKind::IdpRefused { .. }
        | EventKind::IdpLinked { .. }
        | EventKind::IdpUnlinked { .. }
        | EventKind::SignedInByIdp { .. }
        | EventKind::Restored { .. }
        | EventKind::SignedOutByIdp => o.history_unknown(kind.name()),
    }
}

/// What a document is searched by, in one line.
fn search_fields(locale: &Locale, fields: &SearchFields) -> String {
    let SearchFields { contract_date, amount, counterparty } = fields;
    let known = [
        counterparty.as_ref().map(ToString::to_string),
        contract_date.map(|date| locale.day(date)),
        amount.map(|amount| locale.yen(amount)),
    ];
    let known: Vec<String> = known.into_iter().flatten().collect();
    if known.is_empty() { "—".to_owned() } else { known.join(", ") }
}

/// The recipients that events may be about.
struct Names<'a> {
    locale: &'a Locale,
    recipients: &'a [Recipient],
}

impl Names<'_> {
    fn find(&self, id: RecipientId) -> Option<&Recipient> {
        self.recipients.iter().find(|recipient| recipient.id == id)
    }

    fn of(&self, id: RecipientId) -> String {
        let o = self.locale.office;
        self.find(id).map_or_else(
            || o.history_some_recipient(),
            |recipient| o.history_person(recipient.details.name.as_str()),
        )
    }

    fn with_address(&self, id: RecipientId) -> String {
        let o = self.locale.office;
        self.find(id).map_or_else(
            || o.history_some_recipient(),
            |to| o.history_person_at(to.details.name.as_str(), to.details.email.as_str()),
        )
    }
}

/// How the recipient was authenticated.
fn authenticated_by(locale: &Locale, assurance: &Assurance) -> String {
    let by = proved_by(locale, assurance);
    match assurance {
        Assurance::Idp { identity, .. } => {
            locale.office.history_method_and_issuer(by, identity.issuer.as_str())
        }
        Assurance::TwoFactor { class, enrolled_at, .. } if class.is_after_sending() => {
            locale.office.word_assurance_new(by, locale.at(*enrolled_at))
        }
        Assurance::TwoFactor { .. } | Assurance::Mailbox { .. } => by,
    }
}

fn refused(o: &OfficeMessages, refusal: Refusal) -> String {
    match refusal {
        Refusal::WrongPasskey => o.history_refused_wrong_passkey(),
        Refusal::WrongCode => o.history_refused_wrong_code(),
        Refusal::Held => o.history_refused_consent_held(),
        Refusal::WrongAccessCode => o.history_refused_wrong_access_code(),
        Refusal::CodeReplayed => o.history_refused_otp_replay(),
        Refusal::Throttled => o.history_refused_throttled(),
        Refusal::Locked => o.history_refused_locked(),
        Refusal::WeakSignIn => o.history_refused_advanced_auth_required(),
        Refusal::WrongAccount => o.history_refused_wrong_account(),
        Refusal::StepUpRequired => o.history_refused_step_up_required(),
        Refusal::OtherContents => o.history_refused_other_contents(),
        Refusal::FileDamaged => o.history_refused_file_damaged(),
        Refusal::PagesNotShown => o.history_refused_pages_not_shown(),
        Refusal::NotEditable => o.history_refused_not_editable(),
        Refusal::Excluded(Exclusion::ForeignLanguage) => o.history_refused_language(),
        Refusal::NamedIdp => o.history_refused_named_idp_required(),
        Refusal::EnrolledTooLate => o.history_refused_enrolled_too_late(),
        Refusal::EnrolledByPassword => o.history_refused_enrolled_by_password(),
        Refusal::Idp(refusal) => match refusal {
            IdpRefusal::WrongSubject => o.history_refused_idp_subject(),
            IdpRefusal::NoAuthTime
            | IdpRefusal::Stale
            | IdpRefusal::Future
            | IdpRefusal::NotRenewed => o.history_refused_idp_time(),
            IdpRefusal::Weak => o.history_refused_idp_strength(),
            IdpRefusal::SwitchedOff | IdpRefusal::OtherIssuer | IdpRefusal::OtherTenant => {
                o.history_refused_other_idp()
            }
        },
        Refusal::WrongPassword | Refusal::IdpRequired | Refusal::AccountDisabled => {
            o.history_refused_other()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wariin_domain::{
        EnrolmentClass, IdpIdentity, IdpSubject, Issuer, Language, TimeZoneName, Timestamp, Uuid,
    };

    fn written(language: Language, what: &TimelineEvent) -> String {
        event(&Locale::new(language, &TimeZoneName::default()), what, &[])
    }

    fn recipient() -> RecipientId {
        Uuid::from_u128(1).into()
    }

    #[test]
    fn an_event_says_how_the_recipient_was_authenticated_and_why_consent_is_held() {
        let assurance = Assurance::Idp {
            account: Uuid::from_u128(2).into(),
            identity: IdpIdentity {
                connection: Uuid::from_u128(3).into(),
                issuer: Issuer::parse("https://idp.example").unwrap(),
                subject: IdpSubject::parse("sub").unwrap(),
            },
            linked_at: Timestamp::from_micros(0),
            behind_code: Some(true),
            class: EnrolmentClass::NamedIdp,
            authenticated_at: Timestamp::from_micros(0),
            acr: None,
            amr: vec![],
            id_token: None,
        };
        let opened = TimelineEvent::Known(EventKind::Opened { recipient: recipient(), assurance });
        assert_eq!(
            written(Language::Japanese, &opened),
            "宛先への書類の表示を始めました（IdP認証・https://idp.example）"
        );
        assert_eq!(
            written(Language::English, &opened),
            "The document began to be shown to a recipient · IdP authentication, https://idp.example"
        );
        let why = HoldReason::AdminReset;
        let held = EventKind::ConsentHeld { recipient: recipient(), why };
        assert_eq!(
            written(Language::Japanese, &TimelineEvent::Known(held)),
            "宛先のアカウントの2要素認証が、所属組織の管理者にリセットされました。同意の受け付けを止めました"
        );
    }

    #[test]
    fn what_was_refused_is_said() {
        let refused = |language, refusal| {
            let kind = EventKind::Refused { recipient: None, refusal };
            written(language, &TimelineEvent::Known(kind))
        };
        let (japanese, english) = (Language::Japanese, Language::English);
        assert_eq!(refused(japanese, Refusal::WrongCode), "操作を拒否しました（コードの誤り）");
        assert_eq!(
            refused(english, Refusal::Idp(IdpRefusal::OtherIssuer)),
            refused(english, Refusal::Idp(IdpRefusal::SwitchedOff))
        );
        assert_eq!(refused(english, Refusal::WrongPassword), "Action refused (other)");
    }

    // EV-01
    #[test]
    fn an_event_of_another_version_is_shown_as_one_that_cannot_be_shown() {
        let unknown = TimelineEvent::Unknown { kind: "teleported".to_owned() };
        assert_eq!(
            written(Language::Japanese, &unknown),
            "この版では表示できない履歴（teleported）"
        );
        assert_eq!(
            written(Language::English, &unknown),
            "An event that this version cannot show (teleported)"
        );
    }
}
