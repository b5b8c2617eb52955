//! Mailed links: where one leads, sent once more by the sender, made anew for a recipient.

use crate::document::draft::{DocumentCommand, sender_step};
use crate::error::retried;
use crate::queries::deleted::absent_for;
use crate::{Error, Ports, Result};
use wariin_domain::{Document, EventKind, InvitedBy, Recipient, RecipientId, Timestamp};
use wariin_ports::{JobOutcome, LinkClaim, PreflightClaim, TimelineEvent};

/// A genuine link that was mailed to a recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailedLink {
    /// The turn has come.
    Turn(LinkClaim),
    /// The recipient of a draft is asked to prepare (事前確認).
    Preflight(PreflightClaim),
}

impl From<LinkClaim> for MailedLink {
    fn from(claim: LinkClaim) -> Self {
        Self::Turn(claim)
    }
}

impl From<PreflightClaim> for MailedLink {
    fn from(claim: PreflightClaim) -> Self {
        Self::Preflight(claim)
    }
}

impl MailedLink {
    /// The link with this secret part, if it is one of ours.
    pub fn read(ports: &Ports, token: &str) -> Option<Self> {
        let turn = ports.tokens.read_link(token).map(Self::Turn);
        turn.or_else(|| ports.tokens.read_preflight_link(token).map(Self::Preflight))
    }

    /// The recipient that it was mailed to.
    pub fn recipient(self) -> RecipientId {
        match self {
            Self::Turn(claim) => claim.recipient,
            Self::Preflight(claim) => claim.recipient,
        }
    }

    /// The recipient it leads to now; `None` once it has ended or another one was mailed.
    pub(crate) fn addressee(self, document: &Document, now: Timestamp) -> Option<&Recipient> {
        match self {
            Self::Turn(claim) => document.recipient_by_link(claim.recipient, claim.generation, now),
            Self::Preflight(claim) => {
                document.recipient_by_preflight(claim.recipient, claim.asked_at, now)
            }
        }
    }
}

/// The document behind a mailed link of either kind. Changes nothing.
///
/// # Errors
/// As [`read_link`], and [`Error::Deleted`] once the document's time has ended; no other one can be had instead of a
/// preflight that has ended.
pub(crate) async fn document_behind(ports: &Ports, link: MailedLink) -> Result<Document> {
    let Some(document) = ports.views.document_of(link.recipient()).await? else {
        let is_of_turn = matches!(link, MailedLink::Turn(_));
        let absent = absent_for(ports, link.recipient(), None, is_of_turn).await?;
        return Err(match absent {
            Error::NotFound => Error::InvalidLink,
            deleted => deleted,
        });
    };
    if link.addressee(&document, ports.clock.now()).is_some() {
        return Ok(document);
    }
    Err(match link {
        MailedLink::Turn(claim) if is_renewed(&document, claim) => Error::ExpiredLink,
        MailedLink::Turn(_) | MailedLink::Preflight(_) => Error::InvalidLink,
    })
}

/// What stands behind a mailed link, for its landing page. Changes nothing.
///
/// # Errors
/// [`Error::ExpiredLink`] when the link has ended or a newer one was mailed, and another can be had;
/// [`Error::InvalidLink`] when it is not ours or leads nowhere any more.
pub async fn read_link(ports: &Ports, token: &str) -> Result<(LinkClaim, Document)> {
    let claim = ports.tokens.read_link(token).ok_or(Error::InvalidLink)?;
    Ok((claim, document_behind(ports, claim.into()).await?))
}

/// Reminds a recipient: a new link is mailed, and the one before stops working.
///
/// # Errors
/// [`Error::Document`] as [`Document::remind`] says.
pub async fn remind(ports: &Ports, on: DocumentCommand, recipient: RecipientId) -> Result<()> {
    sender_step(ports, on, |document, by, now| document.remind(recipient, by, now)).await
}

/// Mails a new link to the recipient's own address, at the request of a visitor with one that has ended;
/// says whether it did, since one that still leads there is left as it is.
///
/// # Errors
/// [`Error::InvalidLink`] when no link leads there any more, or [`Error::Document`] as
/// [`Document::renew_link`] says.
pub async fn renew_link(ports: &Ports, held: LinkClaim) -> Result<bool> {
    retried(|| renew_once(ports, held)).await
}

/// Asks for a new link instead of one that came damaged. What is done and how long it takes is the same
/// whether there is such a recipient or not: that is found out by the job that mails the link.
///
/// # Errors
/// When storage fails.
pub async fn ask_for_link(ports: &Ports, recipient: RecipientId) -> Result<()> {
    let mut tx = ports.storage.begin().await?;
    tx.documents().ask_for_link(recipient, ports.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// Mails the new link that was asked for, where the document waits for this recipient and none was asked for
/// within the hour.
pub(crate) async fn replace_damaged_link(
    ports: &Ports,
    recipient: RecipientId,
) -> Result<JobOutcome> {
    retried(|| async {
        let now = ports.clock.now();
        let Some(document) = ports.views.document_of(recipient).await? else {
            return Ok(JobOutcome::OutOfDate);
        };
        let history = ports.views.timeline(document.id).await?;
        let last = history.iter().filter(|entry| is_renewal(&entry.what, recipient));
        let last = last.map(|entry| entry.at).max();
        let mut tx = ports.storage.begin().await?;
        let document = tx.documents().find_by_recipient(recipient).await?;
        let mut document = document.ok_or(Error::NotFound)?;

        let Ok(events) = document.replace_damaged_link(recipient, last, now) else {
            return Ok(JobOutcome::OutOfDate);
        };

        tx.documents().save(&document, events).await?;
        tx.commit().await?;
        Ok(JobOutcome::Done)
    })
    .await
}

fn is_renewal(what: &TimelineEvent, of: RecipientId) -> bool {
    match what {
        TimelineEvent::Known(EventKind::Invited { recipient, why: InvitedBy::Renewal, .. }) => {
            *recipient == of
        }
        TimelineEvent::Known(_) | TimelineEvent::Unknown { .. } => false,
    }
}

fn is_renewed(document: &Document, held: LinkClaim) -> bool {
    document.can_renew_link(held.recipient, Some(held.generation))
}

async fn renew_once(ports: &Ports, held: LinkClaim) -> Result<bool> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let document = tx.documents().find_by_recipient(held.recipient).await?;
    let heals = |document: &Document| is_renewed(document, held);
    let mut document = document.filter(heals).ok_or(Error::InvalidLink)?;

    let events = document.renew_link(held.recipient, held.generation, now)?;

    if events.is_empty() {
        return Ok(false);
    }
    tx.documents().save(&document, events).await?;
    tx.commit().await?;
    Ok(true)
}
