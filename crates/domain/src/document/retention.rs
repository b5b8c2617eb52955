//! The end of the time for which a document is kept: announced first, then deleted, with a proof that it was here.

use super::{Document, DocumentStatus, SealedFile};
use crate::{
    Actor, CalendarDate, DeletedDocument, DeletedRecipient, EventKind, Events, FileDigest,
    RecipientId, RetentionPolicy, Span, Timestamp,
};
use alloc::vec::Vec;

/// How long before its deletion a document is announced to those who can still take it out.
pub const DELETION_NOTICE: Span = Span::days(30);

/// How long before the deletion the email that announces it leaves at the least: it may have waited for the mail server
/// or for a worker.
const EMAIL_AT_THE_LEAST: Span = Span::days(28);

/// Why a document is not deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDeletable {
    /// The organisation keeps its documents for ever, or the document has not ended.
    #[error("the document is kept")]
    Kept,
    /// A legal hold (保存の継続) is on it.
    #[error("the document is held")]
    Held,
    /// Its deletion was not announced under the present policy.
    #[error("the deletion was not announced")]
    NotAnnounced,
    /// Its time has not come.
    #[error("the time of the deletion has not come")]
    TooEarly,
}

impl Document {
    /// Until when the document is kept at the least under this policy; `None` for ever, and while it has not ended.
    ///
    /// The time counts in whole days of UTC from the latest of the day on which the document ended and, where it was
    /// concluded, the contract's date and end. Two days are added, so that it has ended in every time zone.
    pub fn retained_until(&self, policy: &RetentionPolicy) -> Option<Timestamp> {
        let months = policy.months()?;
        let day = |at: Timestamp| at.as_seconds().div_euclid(SECONDS_A_DAY);
        let from = match self.status {
            DocumentStatus::Draft
            | DocumentStatus::AwaitingConsent { .. }
            | DocumentStatus::Sealing { .. } => return None,
            DocumentStatus::Cancelled { at, .. } | DocumentStatus::Declined { at, .. } => day(at),
            DocumentStatus::Concluded { concluded_at, .. } => {
                let attributes = &self.details.attributes;
                let dates = [attributes.contract_date, attributes.ends_on].into_iter().flatten();
                dates.map(CalendarDate::days_since_epoch).fold(day(concluded_at), i64::max)
            }
        };
        let until = crate::text::months_after(from, months) + 2;
        Some(Timestamp::from_micros(until.saturating_mul(SECONDS_A_DAY * 1_000_000)))
    }

    /// When the document will be deleted, as it was announced under this policy; `None` while nothing is announced, and
    /// while the document is held.
    pub fn deleted_from(&self, policy: &RetentionPolicy) -> Option<Timestamp> {
        let announced = self.announced_under(policy).filter(|_| self.legal_hold.is_none())?;
        Some(self.retained_until(policy)?.max(announced.plus(DELETION_NOTICE)))
    }

    /// Whether an email that leaves now would tell of a deletion at `on` too late, so that it has to be announced anew.
    pub fn is_told_too_late(on: Timestamp, now: Timestamp) -> bool {
        on < now.plus(EMAIL_AT_THE_LEAST)
    }

    fn announced_under(&self, policy: &RetentionPolicy) -> Option<Timestamp> {
        self.deletion_announced_at.filter(|at| policy.set_at().is_none_or(|set| set <= *at))
    }

    /// Announces the deletion when it is [`DELETION_NOTICE`] away or less: its sender is told, and every recipient who
    /// can still take it out. Nothing happens otherwise, and when it was announced already.
    pub fn announce_deletion(&mut self, policy: &RetentionPolicy, now: Timestamp) -> Events {
        let Some(until) = self.retained_until(policy) else {
            return Events::none();
        };
        // Under a policy that was set while the clock was ahead, no announcement would count.
        let is_in_force = policy.set_at().is_none_or(|set| set <= now);
        let is_due = is_in_force && until <= now.plus(DELETION_NOTICE);
        if !is_due || self.legal_hold.is_some() || self.announced_under(policy).is_some() {
            return Events::none();
        }
        self.0.deletion_announced_at = Some(now);
        let on = until.max(now.plus(DELETION_NOTICE));
        let recipients: Vec<RecipientId> = self.readers().map(|reader| reader.id).collect();
        let announced = EventKind::DeletionAnnounced { on, recipients };
        Events::one(self.event(now, Actor::Service, announced))
    }

    /// Announces it once more, because those who are told were not told in time: the time begins anew.
    pub fn announce_deletion_anew(&mut self, policy: &RetentionPolicy, now: Timestamp) -> Events {
        self.0.deletion_announced_at = None;
        self.announce_deletion(policy, now)
    }

    /// Deletes the document: what is left is the returned trace, and the event, which names the digests of everything
    /// that goes.
    ///
    /// # Errors
    /// [`NotDeletable`].
    pub fn delete(
        &self,
        policy: &RetentionPolicy,
        now: Timestamp,
    ) -> Result<(DeletedDocument, Events), NotDeletable> {
        let until = self.retained_until(policy).ok_or(NotDeletable::Kept)?;
        if self.legal_hold.is_some() {
            return Err(NotDeletable::Held);
        }
        let from = self.deleted_from(policy).ok_or(NotDeletable::NotAnnounced)?;
        if now < from {
            return Err(NotDeletable::TooEarly);
        }
        let seals = self
            .files
            .iter()
            .filter_map(|file| file.sealed.map(|seal| SealedFile { file: file.id, seal }));
        let sealed: Vec<SealedFile> = seals.collect();
        let concluded: Vec<FileDigest> = sealed
            .iter()
            .map(|file| file.seal.digest)
            .chain(self.certificate.map(|c| c.digest))
            .collect();
        let deleted = DeletedDocument {
            id: self.id,
            organisation: self.organisation,
            sender: self.sender,
            deleted_at: now,
            concluded_at: match self.status {
                DocumentStatus::Concluded { concluded_at, .. } => Some(concluded_at),
                _ => None,
            },
            concluded,
            recipients: self.readers().collect(),
        };
        let event = EventKind::Deleted {
            retained_until: until,
            files: self.file_digests(),
            sealed,
            certificate: self.certificate,
        };
        Ok((deleted, Events::one(self.event(now, Actor::Service, event))))
    }

    /// The recipients who can see the document.
    fn readers(&self) -> impl Iterator<Item = DeletedRecipient> {
        let is_open = matches!(self.status, DocumentStatus::Concluded { .. });
        let readers = self.recipients.iter().filter(move |r| is_open && r.turn_has_come().is_ok());
        readers.map(|reader| DeletedRecipient {
            id: reader.id,
            account: reader.account,
            organisation: reader.organisation,
        })
    }
}

const SECONDS_A_DAY: i64 = 86_400;
