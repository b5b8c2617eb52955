//! What stands in a recipient's way until the sender sees to it (要対応).

use super::{Document, HoldReason};
use crate::{Recipient, RecipientState, Timestamp};

/// What the sender has to see to before a recipient can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The holder of the mailed link says that the document is for another person.
    WrongRecipient,
    /// The recipient's way to sign in was replaced; the sender has to ask whether it was that person.
    Held(HoldReason),
    /// The mailed link has ended.
    LinkEnded,
}

impl Document {
    /// What the sender has to see to for this recipient; nothing once the document has ended or the
    /// recipient has answered.
    pub fn obstacle(&self, recipient: &Recipient, now: Timestamp) -> Option<Obstacle> {
        if self.status.is_final() {
            return None;
        }
        match (&recipient.state, recipient.held) {
            (RecipientState::WrongRecipient { .. }, _) => Some(Obstacle::WrongRecipient),
            (RecipientState::Waiting | RecipientState::Invited { .. }, Some(hold)) => {
                Some(Obstacle::Held(hold.why))
            }
            (RecipientState::Invited { .. }, None) => {
                self.link_ends_at(recipient).filter(|end| now >= *end).map(|_| Obstacle::LinkEnded)
            }
            _ => None,
        }
    }
}
