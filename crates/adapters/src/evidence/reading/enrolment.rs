//! Whether the class of each consent can follow from when, and behind what, its factor was enrolled.

use super::Read;
use crate::evidence::file::RecipientFacts;
use wariin_domain::{Assurance, EventKind, Timestamp, Uuid};

impl Read<'_> {
    /// Whether the class that a consent names can follow from the facts of the enrolment. Without the whole history it
    /// is not known since when the recipient was asked.
    pub(super) fn is_class_possible(&self, recipient: &RecipientFacts) -> bool {
        if !self.is_whole() {
            return true;
        }
        let Some((consent, _)) = self.consent_of(recipient.id) else {
            return true;
        };
        let Some(asked_at) = self.asked_since(recipient.id) else {
            return false;
        };
        match &*consent.assurance {
            Assurance::TwoFactor { class, enrolled_at, behind_code, .. } => {
                class.is_possible(*enrolled_at, *behind_code, asked_at)
            }
            Assurance::Idp { class, linked_at, behind_code, .. } => {
                class.is_possible(*linked_at, *behind_code, asked_at)
            }
            Assurance::Mailbox { .. } => true,
        }
    }

    /// Since when the recipient's present address is asked: since the sending, or since the forwarding or correction
    /// that brought it in.
    fn asked_since(&self, recipient: Uuid) -> Option<Timestamp> {
        let asking = self.events.iter().filter(|event| match &event.kind {
            EventKind::Sent { .. } => true,
            EventKind::Forwarded { to, .. } => Uuid::from(*to) == recipient,
            EventKind::RecipientCorrected { recipient: of, from_email, to_email, .. } => {
                Uuid::from(*of) == recipient && from_email != to_email
            }
            _ => false,
        });
        asking.map(|event| Timestamp::from_micros(event.at)).max()
    }
}
