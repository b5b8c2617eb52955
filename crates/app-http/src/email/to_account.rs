//! Emails about the account of their reader: codes, links for a new password, and what was changed.

use super::{EmailBody, LocalizedEmails};
use crate::i18n::{Locale, labels};
use wariin_domain::AccountChange;
use wariin_ports::{EmailContent, ReportLink};

impl LocalizedEmails {
    /// The subject, and what stands between the greeting and the footer. All but the emails about accounts are worded
    /// elsewhere.
    pub(super) fn to_account(&self, locale: &Locale, kind: &EmailContent) -> (String, EmailBody) {
        let t = locale.common;
        let body = EmailBody::default;
        match kind {
            EmailContent::MailboxCode { digits, until } => (
                t.email_mailbox_code_subject(),
                body()
                    .say(t.email_mailbox_code())
                    .code(digits)
                    .say(t.email_mailbox_code_note(locale.at(*until))),
            ),
            EmailContent::AddressCode { digits, until, to } => {
                let words = match to {
                    Some(to) => t.email_address_code_present(to.as_str()),
                    None => t.email_address_code_new(),
                };
                let note = t.email_address_code_note(locale.at(*until));
                (t.email_address_code_present_subject(), body().say(words).code(digits).say(note))
            }
            EmailContent::AddressTaken => {
                (t.email_address_taken_subject(), body().say(t.email_address_taken()))
            }
            EmailContent::PasswordReset { token, until, by_admin } => {
                let why = if *by_admin {
                    t.email_password_reset_by_admin()
                } else {
                    t.email_password_reset_by_visitor()
                };
                let body = body()
                    .say(t.email_password_reset(locale.at(*until), why))
                    .action(t.email_password_reset_action(), format!("{}/p/{token}", self.origin))
                    .say(t.email_password_reset_note());
                (t.email_password_reset_subject(), body)
            }
            EmailContent::NoPasswordToReset => {
                let link = format!("{}/sign-in/idp", self.origin);
                let body = body()
                    .say(t.email_no_password_to_reset())
                    .action(t.email_no_password_to_reset_action(), link);
                (t.email_no_password_to_reset_subject(), body)
            }
            EmailContent::AccountChanged { change, report } => {
                self.account_changed(locale, *change, report.as_ref())
            }
            EmailContent::ForeignAccount => {
                (t.email_foreign_account_subject(), body().say(t.email_foreign_account()))
            }
            EmailContent::Invitation { .. }
            | EmailContent::Preflight { .. }
            | EmailContent::MemberInvitation { .. }
            | EmailContent::Checkpoint { .. }
            | EmailContent::CertificateEnds { .. }
            | EmailContent::FileDamaged { .. }
            | EmailContent::Concluded { .. }
            | EmailContent::Cancelled { .. }
            | EmailContent::NoLongerAsked { .. }
            | EmailContent::DeclinedByOther { .. }
            | EmailContent::DeletionAnnounced { .. }
            | EmailContent::LegalHold { .. }
            | EmailContent::Declined { .. }
            | EmailContent::Withdrawn { .. }
            | EmailContent::Held { .. }
            | EmailContent::Disputed { .. }
            | EmailContent::Forwarded { .. }
            | EmailContent::WrongRecipient { .. }
            | EmailContent::NewFactor { .. }
            | EmailContent::ReportTakenBack { .. }
            | EmailContent::Undelivered { .. } => (String::new(), EmailBody::default()),
        }
    }

    fn account_changed(
        &self,
        locale: &Locale,
        change: AccountChange,
        report: Option<&ReportLink>,
    ) -> (String, EmailBody) {
        let t = locale.common;
        let body = EmailBody::default();
        if change == AccountChange::Reported {
            let link = format!("{}/forgotten-password", self.origin);
            let body = body
                .say(t.email_account_reported())
                .action(t.email_account_reported_action(), link)
                .say(t.email_account_reported_note());
            return (t.email_account_reported_subject(), body);
        }
        let words = labels::account_change(t, change);
        let body = match report {
            Some(ReportLink { token, until }) => {
                body.say(t.email_account_changed_report(words, locale.at(*until))).action(
                    t.email_account_changed_report_action(),
                    format!("{}/n/{token}", self.origin),
                )
            }
            None => body.say(t.email_account_changed(words)).action(
                t.email_account_changed_action(),
                format!("{}/settings/security", self.origin),
            ),
        };
        let subject = if change == AccountChange::Registered {
            t.email_change_registered_subject()
        } else {
            t.email_account_changed_subject()
        };
        (subject, body)
    }
}
