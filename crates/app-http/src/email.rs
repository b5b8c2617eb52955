//! Emails, each as a whole in its recipient's language. What people typed is quoted in them, so that it
//! never reads like a sentence of the service.

use crate::i18n::labels;
use crate::i18n::{CommonMessages, Locale};
use wariin_domain::{AccountChange, DocumentFile, HoldReason, Title};
use wariin_ports::{
    EmailContent, EmailMessage, EmailTemplates, EmailText, InvitationOccasion, Place, ReportLink,
};

/// Writes emails with links to this service.
pub(crate) struct LocalizedEmails {
    origin: String,
}

impl LocalizedEmails {
    pub(crate) fn new(origin: String) -> Self {
        Self { origin }
    }

    fn place(&self, place: &Place) -> String {
        match place {
            Place::Document(id) => format!("{}/documents/{id}", self.origin),
            Place::Invitation(id) => format!("{}/invitations/{id}", self.origin),
            Place::Link(token) => format!("{}/l/{token}", self.origin),
        }
    }
}

impl EmailTemplates for LocalizedEmails {
    fn write(&self, message: &EmailMessage) -> EmailText {
        let locale = Locale::new(message.language, &message.time_zone);
        let (subject, text) = self.say(&locale, &message.kind);
        let greeting = message.to.as_ref().map_or_else(
            || locale.common.email_greeting_no_name(),
            |name| locale.common.email_greeting(name.as_str()),
        );
        let footer = locale.common.email_footer(format!("{}/help", self.origin));
        EmailText { subject, body: format!("{greeting}\n\n{text}\n\n--\n{footer}\n") }
    }

    fn attachment_name(&self, file: &DocumentFile) -> String {
        labels::file_name(file)
    }
}

impl LocalizedEmails {
    /// The subject, and the text between the greeting and the footer.
    fn say(&self, locale: &Locale, kind: &EmailContent) -> (String, String) {
        let t = locale.common;
        match kind {
            EmailContent::Invitation { .. } => self.invitation(locale, kind),
            EmailContent::MemberInvitation { by, organisation, place, until } => (
                t.email_member_invitation_subject(),
                t.email_member_invitation(
                    organisation.as_str(),
                    by.as_str(),
                    self.place(place),
                    locale.at(*until),
                ),
            ),
            EmailContent::MailboxCode { digits, until } => (
                t.email_mailbox_code_subject(),
                t.email_mailbox_code(format!("  {digits}"), locale.at(*until)),
            ),
            EmailContent::Concluded { title, place, has_files } => (
                t.email_concluded_subject(),
                about(t, title.as_ref(), &self.concluded(t, place.as_ref(), *has_files)),
            ),
            EmailContent::Cancelled { sender } => {
                (t.email_cancelled_subject(), t.email_cancelled(sender.as_str()))
            }
            EmailContent::Declined { title, by, reason, place } => {
                let reason = quoted(reason.as_str());
                let text = t.email_declined(by.as_str(), reason, self.place(place));
                (t.email_declined_subject(), about(t, title.as_ref(), &text))
            }
            EmailContent::Withdrawn { title, recipient, place } => {
                let text = t.email_withdrawn(recipient.as_str(), self.place(place));
                (t.email_withdrawn_subject(), about(t, title.as_ref(), &text))
            }
            EmailContent::Held { title, why: HoldReason::Restored, place, .. } => {
                let text = t.email_restored(self.place(place));
                (t.email_restored_subject(), about(t, title.as_ref(), &text))
            }
            EmailContent::Held { title, recipient, why, place } => {
                let why = labels::hold(locale, *why);
                let text = t.email_held(recipient.as_str(), why, self.place(place));
                (t.email_held_subject(), about(t, title.as_ref(), &text))
            }
            EmailContent::Disputed { title, recipient, place } => {
                let text = t.email_disputed(recipient.as_str(), self.place(place));
                (t.email_disputed_subject(), about(t, title.as_ref(), &text))
            }
            EmailContent::Forwarded { title, by, to, email, place } => {
                let to = quoted(&format!("{to}\n{email}"));
                let text = t.email_forwarded(by.as_str(), to, self.place(place));
                (t.email_forwarded_subject(), about(t, title.as_ref(), &text))
            }
            EmailContent::WrongRecipient { title, recipient, place } => {
                let text = t.email_wrong_recipient(recipient.as_str(), self.place(place));
                (t.email_wrong_recipient_subject(), about(t, title.as_ref(), &text))
            }
            EmailContent::NewFactor { title, recipient, made_at, place } => {
                let text =
                    t.email_new_factor(recipient.as_str(), locale.at(*made_at), self.place(place));
                (t.email_new_factor_subject(), about(t, title.as_ref(), &text))
            }
            EmailContent::ReportTakenBack { title, recipient, place } => {
                let text = t.email_report_taken_back(recipient.as_str(), self.place(place));
                (t.email_report_taken_back_subject(), about(t, title.as_ref(), &text))
            }
            EmailContent::Undelivered { title, to, email, why, place } => {
                let to = quoted(&format!("{to}\n{email}"));
                let why = labels::mail_refusal(locale, *why);
                let text = t.email_undelivered(to, why, self.place(place));
                (t.email_undelivered_subject(), about(t, title.as_ref(), &text))
            }
            EmailContent::PasswordReset { token, until, by_admin } => {
                let why = if *by_admin {
                    t.email_password_reset_by_admin()
                } else {
                    t.email_password_reset_by_visitor()
                };
                let link = format!("{}/p/{token}", self.origin);
                let text = t.email_password_reset(link, locale.at(*until), why);
                (t.email_password_reset_subject(), text)
            }
            EmailContent::NoPasswordToReset => {
                let text = t.email_no_password_to_reset(format!("{}/sign-in/idp", self.origin));
                (t.email_no_password_to_reset_subject(), text)
            }
            EmailContent::AccountChanged { change, report } => {
                self.account_changed(locale, *change, report.as_ref())
            }
            EmailContent::ForeignAccount => {
                (t.email_foreign_account_subject(), t.email_foreign_account())
            }
        }
    }

    fn account_changed(
        &self,
        locale: &Locale,
        change: AccountChange,
        report: Option<&ReportLink>,
    ) -> (String, String) {
        let t = locale.common;
        if change == AccountChange::Reported {
            let text = t.email_account_reported(format!("{}/forgotten-password", self.origin));
            return (t.email_account_reported_subject(), text);
        }
        let words = labels::account_change(t, change);
        let text = match report {
            Some(ReportLink { token, until }) => {
                let link = format!("{}/n/{token}", self.origin);
                t.email_account_changed_report(words, link, locale.at(*until))
            }
            None => t.email_account_changed(words, format!("{}/settings/security", self.origin)),
        };
        let subject = if change == AccountChange::Registered {
            t.email_change_registered_subject()
        } else {
            t.email_account_changed_subject()
        };
        (subject, text)
    }

    fn invitation(&self, locale: &Locale, kind: &EmailContent) -> (String, String) {
        let EmailContent::Invitation {
            sender,
            organisation,
            title,
            message,
            token,
            until,
            advanced_auth,
            occasion,
        } = kind
        else {
            return (String::new(), String::new());
        };
        let t = locale.common;
        let mut parts = vec![t.email_invitation(organisation.as_str(), sender.as_str())];
        if *occasion == InvitationOccasion::Lapsed {
            parts.push(t.email_invitation_lapsed());
        }
        if let Some(title) = title {
            parts.push(labelled(&t.email_title_label(), title.as_str()));
        }
        if let Some(message) = message {
            parts.push(labelled(&t.email_message_label(), message.as_str()));
        }
        let link = format!("{}/l/{token}", self.origin);
        parts.push(t.email_invitation_link(link, locale.at(*until)));
        if *advanced_auth {
            parts.push(t.email_invitation_advanced_auth());
        }
        let subject = match occasion {
            InvitationOccasion::First => t.email_invitation_subject(),
            InvitationOccasion::Again => t.email_invitation_again_subject(),
            InvitationOccasion::Lapsed => t.email_invitation_lapsed_subject(),
        };
        match occasion {
            InvitationOccasion::First => {}
            InvitationOccasion::Again | InvitationOccasion::Lapsed => {
                parts.push(t.email_invitation_again());
            }
        }
        (subject, parts.join("\n\n"))
    }

    fn concluded(&self, t: &CommonMessages, place: Option<&Place>, has_files: bool) -> String {
        let mut lines = vec![t.email_concluded()];
        if has_files {
            lines.push(t.email_concluded_attached());
        }
        match place {
            Some(place) => lines.push(t.email_concluded_download(self.place(place))),
            None if has_files => {}
            None => lines.push(t.email_concluded_in_copy()),
        }
        lines.join("\n")
    }
}

/// The text under the title, where the email may tell it.
fn about(t: &CommonMessages, title: Option<&Title>, text: &str) -> String {
    match title {
        Some(title) => format!("{}\n\n{text}", labelled(&t.email_title_label(), title.as_str())),
        None => text.to_owned(),
    }
}

fn labelled(label: &str, text: &str) -> String {
    format!("{label}\n{}", quoted(text))
}

/// What a person wrote, each line marked as a quotation.
fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
