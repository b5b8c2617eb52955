//! Where a document stands for its readers, and which steps are open to them now.

use super::{Document, DocumentStatus};
use crate::{EventKind, FileDigest, Recipient, RecipientState, Timestamp};

/// Where a document stands for one recipient who was admitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecipientStage {
    /// It is this recipient's turn to consent, decline or forward.
    Answer,
    /// The consent was given and is held: the sender has to make sure first that it comes from the recipient.
    ConsentHeld,
    /// Other recipients still have to answer.
    WaitForOthers,
    /// Every recipient has consented, and the seal is being made.
    WaitForSeal,
    /// 締結済
    Concluded,
}

impl Document {
    /// Where the document stands for this recipient.
    pub fn stage_of(&self, recipient: &Recipient) -> RecipientStage {
        match self.status {
            DocumentStatus::Concluded { .. } => RecipientStage::Concluded,
            DocumentStatus::Sealing { .. } => RecipientStage::WaitForSeal,
            DocumentStatus::Draft
            | DocumentStatus::AwaitingConsent { .. }
            | DocumentStatus::Cancelled { .. }
            | DocumentStatus::Declined { .. } => match recipient.state {
                RecipientState::Invited { .. } => RecipientStage::Answer,
                RecipientState::Consented(_) if recipient.consent_held.is_some() => {
                    RecipientStage::ConsentHeld
                }
                RecipientState::Waiting
                | RecipientState::Consented(_)
                | RecipientState::Declined { .. }
                | RecipientState::Forwarded { .. }
                | RecipientState::WrongRecipient { .. } => RecipientStage::WaitForOthers,
            },
        }
    }

    /// Whether it was not sent yet.
    pub fn is_draft(&self) -> bool {
        matches!(self.status, DocumentStatus::Draft)
    }

    /// Whether recipients still have to answer, so that the sender may cancel it.
    pub fn is_awaiting_consent(&self) -> bool {
        matches!(self.status, DocumentStatus::AwaitingConsent { .. })
    }

    /// Whether every recipient has consented, and the seal is still to be made.
    pub fn is_sealing(&self) -> bool {
        matches!(self.status, DocumentStatus::Sealing { .. })
    }

    /// Whether it is concluded (締結済).
    pub fn is_concluded(&self) -> bool {
        matches!(self.status, DocumentStatus::Concluded { .. })
    }

    /// When it was concluded, if exactly these bytes came of that: a sealed file, or the certificate of agreement.
    /// Of an upload nothing is said to any reader: it was never concluded as such.
    pub fn concluded_as(&self, digest: FileDigest) -> Option<Timestamp> {
        let DocumentStatus::Concluded { concluded_at, .. } = self.status else {
            return None;
        };
        let sealed = self.files.iter().filter_map(|file| file.sealed);
        sealed.chain(self.certificate).any(|seal| seal.digest == digest).then_some(concluded_at)
    }

    /// The same of bytes that were renewed since: the events of its renewals name what was sealed before.
    pub fn concluded_before_renewal_as<'e>(
        &self,
        digest: FileDigest,
        events: impl IntoIterator<Item = &'e EventKind>,
    ) -> Option<Timestamp> {
        let DocumentStatus::Concluded { concluded_at, .. } = self.status else {
            return None;
        };
        was_renewed(digest, events).then_some(concluded_at)
    }

    /// Whether it ended without a conclusion, by cancelling (取り消し) or declining (却下).
    pub fn is_called_off(&self) -> bool {
        matches!(self.status, DocumentStatus::Cancelled { .. } | DocumentStatus::Declined { .. })
    }

    /// Whether the document waits for this recipient's answer.
    pub fn awaits_answer_of(&self, recipient: &Recipient) -> bool {
        self.is_awaiting_consent() && self.stage_of(recipient) == RecipientStage::Answer
    }

    /// Whether this recipient may forward the turn, as far as it can be said before the proof of identity
    /// is looked at.
    pub fn may_forward(&self, recipient: &Recipient) -> bool {
        self.awaits_answer_of(recipient)
    }

    /// Whether this recipient has a consent that may still be withdrawn.
    pub fn may_withdraw_consent(&self, recipient: &Recipient) -> bool {
        self.is_awaiting_consent() && recipient.consent().is_some()
    }

    /// Whether the holder of the mailed link may report to be the wrong person: while the turn lasts, and
    /// before the document was opened.
    pub fn may_report_wrong_recipient(&self, recipient: &Recipient) -> bool {
        self.may_forward(recipient) && recipient.opened_at.is_none()
    }
}

/// Whether one of these events is a renewal of the file with this digest.
pub(crate) fn was_renewed<'e>(
    digest: FileDigest,
    events: impl IntoIterator<Item = &'e EventKind>,
) -> bool {
    events.into_iter().any(|kind| match kind {
        EventKind::SealRenewed { before, .. } => before.digest == digest,
        _ => false,
    })
}
