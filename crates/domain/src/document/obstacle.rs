//! What stands in a recipient's way until the sender sees to it (要対応).

use super::{Document, HoldReason};
use crate::{
    Actor, EventKind, Events, MailRefusal, Party, Recipient, RecipientState, Timestamp, Undelivered,
};

/// What the sender has to see to before a recipient can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The holder of the mailed link says that the document is for another person.
    WrongRecipient,
    /// The recipient's way to sign in was replaced; the sender has to ask whether it was that person.
    Held(HoldReason),
    /// An email was refused for good, and the document was not opened since (不達).
    Undelivered(MailRefusal),
    /// The email that tells of the conclusion was refused for good (不達).
    ConclusionUndelivered(MailRefusal),
    /// The mailed link has ended.
    LinkEnded,
}

impl Document {
    /// What the sender has to see to for this recipient; nothing once the document has ended or the
    /// recipient has answered, but that the recipient could not be told of the conclusion.
    pub fn obstacle(&self, recipient: &Recipient, now: Timestamp) -> Option<Obstacle> {
        self.next_obstacle(recipient).filter(|(from, _)| *from <= now).map(|(_, what)| what)
    }

    /// From when on the sender has to see to something, unless the document changes before.
    pub fn attention_from(&self) -> Option<Timestamp> {
        self.recipients.iter().filter_map(|r| self.next_obstacle(r)).map(|(from, _)| from).min()
    }

    /// What the sender will have to see to first for this recipient, and from when on.
    fn next_obstacle(&self, recipient: &Recipient) -> Option<(Timestamp, Obstacle)> {
        if self.status.is_final() {
            let refused = self.refused_conclusion_mail(recipient)?;
            return Some((refused.at, Obstacle::ConclusionUndelivered(refused.why)));
        }
        match (&recipient.state, recipient.held, recipient.undelivered) {
            (RecipientState::WrongRecipient { at, .. }, _, _) => {
                Some((*at, Obstacle::WrongRecipient))
            }
            (RecipientState::Consented(_), _, _) => {
                recipient.consent_held.map(|hold| (hold.since, Obstacle::Held(hold.why)))
            }
            (RecipientState::Waiting | RecipientState::Invited { .. }, Some(hold), _) => {
                Some((hold.since, Obstacle::Held(hold.why)))
            }
            (RecipientState::Invited { .. }, None, Some(mail)) => {
                Some((mail.at, Obstacle::Undelivered(mail.why)))
            }
            (RecipientState::Invited { .. }, None, None) => {
                self.link_ends_at(recipient).map(|end| (end, Obstacle::LinkEnded))
            }
            _ => None,
        }
    }

    /// An email about the document was refused for good. Of a recipient who is asked now it is kept until
    /// the next link is mailed or the document is opened; a second refusal before that is not reported. Of a
    /// recipient of a draft it is what came of the preflight.
    pub fn mail_refused(&mut self, to: Party, why: MailRefusal, now: Timestamp) -> Events {
        let is_final = self.status.is_final();
        if self.is_draft() {
            let is_news = match to {
                Party::Recipient(id) => self.preflight_undelivered(id),
                Party::Sender | Party::Copy(_) => true,
            };
            if !is_news {
                return Events::none();
            }
        }
        if let Party::Recipient(id) = to
            && !is_final
            && let Some(asked) = self.recipient_mut(id).filter(|r| r.mailed_at().is_some())
        {
            if asked.undelivered.is_some() {
                return Events::none();
            }
            asked.undelivered = Some(Undelivered { at: now, why });
        }
        Events::one(self.event(now, Actor::Service, EventKind::MailRefused { to, why }))
    }
}
