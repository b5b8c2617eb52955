//! What stands in a recipient's way until the sender sees to it (要対応).

use super::{Document, HoldReason};
use crate::{Recipient, RecipientState, Timestamp};

/// What the sender has to see to before a recipient can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hurdle {
    /// Whoever reads the mailbox says that the document is for somebody else.
    Disowned,
    /// The recipient's way in was replaced; the sender has to ask whether it was that person.
    Held(HoldReason),
    /// The mailed link has ended.
    LinkEnded,
}

impl Document {
    /// What the sender has to see to for this recipient; nothing once the document has ended or the
    /// recipient has answered.
    pub fn hurdle(&self, recipient: &Recipient, now: Timestamp) -> Option<Hurdle> {
        if self.status.is_final() {
            return None;
        }
        match (&recipient.state, recipient.held) {
            (RecipientState::Disowned { .. }, _) => Some(Hurdle::Disowned),
            (RecipientState::Waiting | RecipientState::Invited { .. }, Some(hold)) => {
                Some(Hurdle::Held(hold.why))
            }
            (RecipientState::Invited { .. }, None) => {
                self.link_ends_at(recipient).filter(|end| now >= *end).map(|_| Hurdle::LinkEnded)
            }
            _ => None,
        }
    }
}
