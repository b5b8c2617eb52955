//! Emails that tell the sender of a document what became of a recipient.

use super::name::name;
use super::{EmailBody, LocalizedEmails, about};
use crate::i18n::{Locale, labels};
use wariin_domain::{HoldReason, Title};
use wariin_ports::{EmailContent, Place};

impl LocalizedEmails {
    /// The subject, and what stands between the greeting and the footer. All but the emails to senders are
    /// worded elsewhere.
    pub(super) fn to_sender(&self, locale: &Locale, kind: &EmailContent) -> (String, EmailBody) {
        let t = locale.common;
        match kind {
            EmailContent::Declined { title, by, reason, place } => {
                let body = about(t, title.as_ref())
                    .say(t.email_declined(name(by)))
                    .typed(t.email_reason_label(), reason.as_str());
                (t.email_declined_subject(), self.with_document(locale, body, place))
            }
            EmailContent::Withdrawn { title, recipient, place } => {
                let text = t.email_withdrawn(name(recipient));
                (t.email_withdrawn_subject(), self.told(locale, title.as_ref(), text, place))
            }
            EmailContent::Held { title, why: HoldReason::Restored, place, .. } => {
                let text = t.email_restored();
                (t.email_restored_subject(), self.told(locale, title.as_ref(), text, place))
            }
            EmailContent::Held { title, recipient, why: HoldReason::NewFactor, place } => {
                let text = t.email_consent_held(name(recipient));
                (t.email_consent_held_subject(), self.told(locale, title.as_ref(), text, place))
            }
            EmailContent::Held { title, recipient, why, place } => {
                let text = t.email_held(name(recipient), labels::hold(locale, *why));
                (t.email_held_subject(), self.told(locale, title.as_ref(), text, place))
            }
            EmailContent::Disputed { title, recipient, place } => {
                let text = t.email_disputed(name(recipient));
                (t.email_disputed_subject(), self.told(locale, title.as_ref(), text, place))
            }
            EmailContent::Forwarded { title, by, to, email, place } => {
                let body = about(t, title.as_ref())
                    .say(t.email_forwarded(name(by)))
                    .typed(t.email_forwarded_label(), format!("{to}\n{email}"))
                    .say(t.email_forwarded_note());
                (t.email_forwarded_subject(), self.with_document(locale, body, place))
            }
            EmailContent::WrongRecipient { title, recipient, place } => {
                let text = t.email_wrong_recipient(name(recipient));
                (t.email_wrong_recipient_subject(), self.told(locale, title.as_ref(), text, place))
            }
            EmailContent::NewFactor { title, recipient, factor, place } => {
                let at = locale.at(factor.made_at);
                let how = labels::late_factor(locale, *factor);
                let (subject, text) = if factor.is_address_newer {
                    (t.email_new_address_subject(), t.email_new_address(name(recipient), how, at))
                } else {
                    (t.email_new_factor_subject(), t.email_new_factor(name(recipient), how, at))
                };
                (subject, self.told(locale, title.as_ref(), text, place))
            }
            EmailContent::ReportTakenBack { title, recipient, place } => {
                let text = t.email_report_taken_back(name(recipient));
                let body = self.told(locale, title.as_ref(), text, place);
                (t.email_report_taken_back_subject(), body)
            }
            EmailContent::LegalHold { title, by, is_held: true, place } => {
                let text = t.email_legal_hold(name(by));
                (t.email_legal_hold_subject(), self.told(locale, title.as_ref(), text, place))
            }
            EmailContent::LegalHold { title, by, is_held: false, place } => {
                let text = t.email_legal_hold_released(name(by));
                let body = self.told(locale, title.as_ref(), text, place);
                (t.email_legal_hold_released_subject(), body)
            }
            EmailContent::Undelivered { title, to, email, why, place, can_mail_again } => {
                let cure = if *can_mail_again {
                    t.email_undelivered_again()
                } else {
                    t.email_undelivered_note()
                };
                let body = about(t, title.as_ref())
                    .say(t.email_undelivered(labels::mail_refusal(locale, *why)))
                    .typed(t.email_undelivered_label(), format!("{to}\n{email}"))
                    .say(cure);
                (t.email_undelivered_subject(), self.with_document(locale, body, place))
            }
            EmailContent::Invitation { .. }
            | EmailContent::Preflight { .. }
            | EmailContent::MemberInvitation { .. }
            | EmailContent::Checkpoint { .. }
            | EmailContent::CertificateEnds { .. }
            | EmailContent::FileDamaged { .. }
            | EmailContent::MailboxCode { .. }
            | EmailContent::Concluded { .. }
            | EmailContent::DeletionAnnounced { .. }
            | EmailContent::Cancelled { .. }
            | EmailContent::NoLongerAsked { .. }
            | EmailContent::DeclinedByOther { .. }
            | EmailContent::PasswordReset { .. }
            | EmailContent::AddressCode { .. }
            | EmailContent::AddressTaken
            | EmailContent::NoPasswordToReset
            | EmailContent::AccountChanged { .. }
            | EmailContent::ForeignAccount => (String::new(), EmailBody::default()),
        }
    }

    fn told(
        &self,
        locale: &Locale,
        title: Option<&Title>,
        text: String,
        place: &Place,
    ) -> EmailBody {
        self.with_document(locale, about(locale.common, title).say(text), place)
    }

    fn with_document(&self, locale: &Locale, body: EmailBody, place: &Place) -> EmailBody {
        body.action(locale.common.email_open_document(), self.place(place))
    }
}
