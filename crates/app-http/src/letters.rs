//! Letters, each as a whole in the language of whoever gets it. What people typed stands in them as text
//! of its own, never as ours.

use crate::speech::{Everybody, Speech};
use crate::wording;
use wariin_domain::{AccountChange, Title};
use wariin_ports::{Letter, LetterKind, LetterWriter, Place, WrittenLetter};

/// Writes letters with links to this service.
pub(crate) struct Letters {
    origin: String,
}

impl Letters {
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

impl LetterWriter for Letters {
    fn write(&self, letter: &Letter) -> WrittenLetter {
        let speech = Speech::new(letter.language, &letter.time_zone);
        let (subject, text) = self.say(&speech, &letter.kind);
        let greeting = letter.to.as_ref().map_or_else(
            || speech.t.letter_greeting_nobody(),
            |name| speech.t.letter_greeting(name.as_str()),
        );
        let footer = speech.t.letter_footer(format!("{}/help", self.origin));
        WrittenLetter { subject, body: format!("{greeting}\n\n{text}\n\n--\n{footer}\n") }
    }
}

impl Letters {
    /// The subject, and what stands between the greeting and the footer.
    fn say(&self, speech: &Speech, kind: &LetterKind) -> (String, String) {
        let t = speech.t;
        match kind {
            LetterKind::Invitation { .. } => self.invitation(speech, kind),
            LetterKind::MemberInvitation { by, organisation, place, until } => (
                t.letter_member_invitation_subject(),
                t.letter_member_invitation(
                    organisation.as_str(),
                    by.as_str(),
                    self.place(place),
                    speech.at(*until),
                ),
            ),
            LetterKind::MailboxCode { digits, until } => (
                t.letter_mailbox_code_subject(),
                t.letter_mailbox_code(format!("  {digits}"), speech.at(*until)),
            ),
            LetterKind::Concluded { title, place, has_files } => (
                t.letter_concluded_subject(),
                about(t, title.as_ref(), &self.concluded(t, place.as_ref(), *has_files)),
            ),
            LetterKind::Cancelled { sender } => {
                (t.letter_cancelled_subject(), t.letter_cancelled(sender.as_str()))
            }
            LetterKind::Declined { title, by, reason, place } => {
                let reason = quoted(reason.as_str());
                let text = t.letter_declined(by.as_str(), reason, self.place(place));
                (t.letter_declined_subject(), about(t, title.as_ref(), &text))
            }
            LetterKind::Withdrawn { title, recipient, place } => {
                let text = t.letter_withdrawn(recipient.as_str(), self.place(place));
                (t.letter_withdrawn_subject(), about(t, title.as_ref(), &text))
            }
            LetterKind::Held { title, recipient, why, place } => {
                let why = wording::hold(speech, *why);
                let text = t.letter_held(recipient.as_str(), why, self.place(place));
                (t.letter_held_subject(), about(t, title.as_ref(), &text))
            }
            LetterKind::Forwarded { title, by, to, email, place } => {
                let to = quoted(&format!("{to}\n{email}"));
                let text = t.letter_forwarded(by.as_str(), to, self.place(place));
                (t.letter_forwarded_subject(), about(t, title.as_ref(), &text))
            }
            LetterKind::Disowned { title, recipient, place } => {
                let text = t.letter_disowned(recipient.as_str(), self.place(place));
                (t.letter_disowned_subject(), about(t, title.as_ref(), &text))
            }
            LetterKind::AccountChanged { change } => {
                let security = format!("{}/settings/security", self.origin);
                let text = t.letter_account_changed(account_change(t, *change), security);
                (t.letter_account_changed_subject(), text)
            }
            LetterKind::ForeignAccount => {
                (t.letter_foreign_account_subject(), t.letter_foreign_account())
            }
        }
    }

    fn invitation(&self, speech: &Speech, kind: &LetterKind) -> (String, String) {
        let LetterKind::Invitation {
            sender,
            organisation,
            title,
            message,
            token,
            until,
            advanced_auth,
            is_again,
        } = kind
        else {
            return (String::new(), String::new());
        };
        let t = speech.t;
        let mut parts = vec![t.letter_invitation(organisation.as_str(), sender.as_str())];
        if let Some(title) = title {
            parts.push(labelled(&t.letter_title_label(), title.as_str()));
        }
        if let Some(message) = message {
            parts.push(labelled(&t.letter_message_label(), message.as_str()));
        }
        let link = format!("{}/l/{token}", self.origin);
        parts.push(t.letter_invitation_link(link, speech.at(*until)));
        if *advanced_auth {
            parts.push(t.letter_invitation_advanced_auth());
        }
        let subject = if *is_again {
            parts.push(t.letter_invitation_again());
            t.letter_invitation_again_subject()
        } else {
            t.letter_invitation_subject()
        };
        (subject, parts.join("\n\n"))
    }

    fn concluded(&self, t: &Everybody, place: Option<&Place>, has_files: bool) -> String {
        let mut lines = vec![t.letter_concluded()];
        if has_files {
            lines.push(t.letter_concluded_attached());
        }
        match place {
            Some(place) => lines.push(t.letter_concluded_download(self.place(place))),
            None if has_files => {}
            None => lines.push(t.letter_concluded_in_copy()),
        }
        lines.join("\n")
    }
}

fn account_change(t: &Everybody, change: AccountChange) -> String {
    match change {
        AccountChange::FactorEnrolled => t.letter_change_factor_enrolled(),
        AccountChange::FactorRemoved => t.letter_change_factor_removed(),
        AccountChange::BackupCodeUsed => t.letter_change_backup_code_used(),
        AccountChange::PasswordReset => t.letter_change_password_reset(),
        AccountChange::IdpLinked => t.letter_change_idp_linked(),
        AccountChange::IdpUnlinked => t.letter_change_idp_unlinked(),
        AccountChange::FactorReset => t.letter_change_factor_reset(),
        AccountChange::RoleAssigned => t.letter_change_role_assigned(),
        AccountChange::OrganisationLeft => t.letter_change_organisation_left(),
    }
}

/// The text under the title, where the letter may tell it.
fn about(t: &Everybody, title: Option<&Title>, text: &str) -> String {
    match title {
        Some(title) => format!("{}\n\n{text}", labelled(&t.letter_title_label(), title.as_str())),
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
