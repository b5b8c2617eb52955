//! What is known of one party: who it is, and what that person did until the consent.

use super::AgreedParty;
use crate::{
    ConsentStatement, ContentDigest, Document, EmailAddress, EventKind, Hold, OrganisationName,
    PersonName, Recipient, RecipientId, RecipientState, Timestamp,
};
use alloc::{string::String, vec::Vec};

/// A recipient who consented, with everything that led there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertifiedParty {
    /// The place among those who consented, from 1.
    pub number: u32,
    /// Who agreed, how and when: what the seal says as well.
    pub agreed: AgreedParty,
    /// The address that the link was mailed to.
    pub email: EmailAddress,
    /// The organisation, as the document has it.
    pub organisation: Option<OrganisationName>,
    /// The digest of what was consented to.
    pub content: ContentDigest,
    /// The sentences that the person agreed to, in the language in which they were read; `None` where a release took the
    /// consent that did not keep them.
    pub statement: Option<ConsentStatement>,
    /// When the document was first opened for this recipient.
    pub opened_at: Option<Timestamp>,
    /// The pages that were delivered before the consent.
    pub delivered: Option<DeliveredPages>,
    /// When the access code (アクセスコード) was last typed before the consent.
    pub access_code_at: Option<Timestamp>,
    /// The holds that the sender ended, before or after the consent, oldest first.
    pub holds: Vec<EndedHold>,
    /// Who handed the turn on to this person (転送), first to last.
    pub forwarded: Vec<Forwarding>,
    /// What the sender corrected of name and address (宛先の訂正), first to last.
    pub corrected: Vec<CorrectedFrom>,
}

/// Pages that were delivered to the recipient's session: all that the document has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveredPages {
    /// When the last of them was.
    pub at: Timestamp,
    /// How many.
    pub pages: u32,
}

/// A consent was held and let go on by the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndedHold {
    /// Since when, and why.
    pub hold: Hold,
    /// When the sender let it go on.
    pub released_at: Timestamp,
}

/// The sender corrected name or address, before this person passed the gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectedFrom {
    /// The name before.
    pub name: String,
    /// The address before.
    pub email: String,
    /// When.
    pub at: Timestamp,
}

/// A recipient handed the turn on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forwarding {
    /// That person's name.
    pub name: PersonName,
    /// That person's address.
    pub email: EmailAddress,
    /// When.
    pub at: Timestamp,
}

impl CertifiedParty {
    /// The recipient with this number, as the document and its events (oldest first) have it; `None` without a
    /// consent.
    pub(super) fn gather(
        number: u32,
        recipient: &Recipient,
        document: &Document,
        events: &[(Timestamp, &EventKind)],
    ) -> Option<Self> {
        let agreed = AgreedParty::of(recipient)?;
        let consent = recipient.consent()?;
        let before: Vec<_> = events.iter().filter(|(at, _)| *at <= consent.at).copied().collect();
        Some(Self {
            number,
            email: recipient.details.email.clone(),
            organisation: recipient.details.organisation.clone(),
            content: consent.content,
            statement: statement(recipient.id, &before),
            opened_at: recipient.opened_at,
            delivered: delivered(recipient.id, &before),
            access_code_at: access_code_at(recipient.id, &before),
            holds: holds(recipient.id, events),
            forwarded: forwarded(recipient.id, document),
            corrected: corrected(recipient.id, &before),
            agreed,
        })
    }
}

type Dated<'a> = (Timestamp, &'a EventKind);

/// As the event says it: a release that did not keep it leaves what the document said of an earlier consent.
fn statement(id: RecipientId, before: &[Dated<'_>]) -> Option<ConsentStatement> {
    before.iter().rev().find_map(|(_, kind)| match kind {
        EventKind::Consented { recipient, consent } if *recipient == id => Some(consent.statement),
        _ => None,
    })?
}

fn delivered(id: RecipientId, before: &[Dated<'_>]) -> Option<DeliveredPages> {
    before.iter().rev().find_map(|(at, kind)| match kind {
        EventKind::PagesShown { recipient, pages, .. } if *recipient == id => {
            Some(DeliveredPages { at: *at, pages: *pages })
        }
        _ => None,
    })
}

fn access_code_at(id: RecipientId, before: &[Dated<'_>]) -> Option<Timestamp> {
    let is_typed = |kind: &EventKind| matches!(kind, EventKind::AccessCodeTyped { recipient } if *recipient == id);
    before.iter().rev().find(|(_, kind)| is_typed(kind)).map(|(at, _)| *at)
}

fn corrected(id: RecipientId, before: &[Dated<'_>]) -> Vec<CorrectedFrom> {
    let corrections = before.iter().filter_map(|(at, kind)| match kind {
        EventKind::RecipientCorrected { recipient, from_name, from_email, .. }
            if *recipient == id =>
        {
            Some(CorrectedFrom { name: from_name.clone(), email: from_email.clone(), at: *at })
        }
        _ => None,
    });
    corrections.collect()
}

fn holds(id: RecipientId, events: &[Dated<'_>]) -> Vec<EndedHold> {
    let mut open = None;
    let mut ended = Vec::new();
    for (at, kind) in events {
        match kind {
            EventKind::ConsentHeld { recipient, why } if *recipient == id => {
                open.get_or_insert(Hold { since: *at, why: *why });
            }
            EventKind::ConsentReleased { recipient } if *recipient == id => {
                let hold = open.take();
                ended.extend(hold.map(|hold| EndedHold { hold, released_at: *at }));
            }
            _ => {}
        }
    }
    ended
}

/// Backwards from this recipient to the first who handed the turn on. A recipient is never handed to twice, so that
/// the way has an end.
fn forwarded(id: RecipientId, document: &Document) -> Vec<Forwarding> {
    let mut way = Vec::new();
    let mut next = id;
    while way.len() < document.recipients.len() {
        let from = document.recipients.iter().find_map(|recipient| match recipient.state {
            RecipientState::Forwarded { at, to } if to == next => Some((recipient, at)),
            RecipientState::Forwarded { .. }
            | RecipientState::Waiting
            | RecipientState::Invited { .. }
            | RecipientState::Consented(_)
            | RecipientState::Declined { .. }
            | RecipientState::WrongRecipient { .. } => None,
        });
        let Some((recipient, at)) = from else { break };
        let (name, email) = (recipient.details.name.clone(), recipient.details.email.clone());
        way.push(Forwarding { name, email, at });
        next = recipient.id;
    }
    way.reverse();
    way
}
