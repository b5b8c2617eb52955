//! A document (書類) and everything that can happen to it.

mod change;
mod conclusion_mail;
mod correct;
mod correct_recipient;
mod draft;
mod error;
mod field_copies;
mod field_fault;
mod fields;
mod given_consent;
mod hold;
mod legal_hold;
mod link;
mod next_step;
mod obstacle;
mod own_idp;
mod parts;
mod preflight;
mod prepared;
mod radio;
mod received;
mod reference;
mod renewal;
mod report;
mod restore;
mod retention;
mod send;
mod sender_mails;
mod shown;
mod stage;
mod tagged;
mod turn;
mod wrong_recipient;

use crate::{
    Account, Actor, Event, EventKind, Events, FactorId, FileDigest, OrganisationName, PersonName,
    Recipient, RecipientId, Timestamp,
};
use alloc::vec::Vec;
use core::ops::Deref;

pub use change::{Confirmation, FileChange, FileWithoutTags, FoundName, FoundNames};
pub use correct::SearchFields;
pub use correct_recipient::CorrectedRecipient;
pub(crate) use draft::DraftContent;
pub use draft::NewDraft;
pub use error::{DocumentError, Problem};
pub use field_copies::CopyPlace;
pub use field_fault::{FieldFault, FieldFaultKind};
pub use fields::{FieldReader, Filling, expect_own_stamps};
pub use given_consent::LateFactor;
pub use hold::{Hold, HoldReason};
pub use legal_hold::LegalHold;
pub use link::LINK_INTERVAL;
pub use next_step::{NextStep, Reauthentication, RecipientSituation};
pub use obstacle::Obstacle;
pub use parts::{
    Attributes, CopyRecipient, Details, DocumentFile, DocumentParts, DocumentStatus, Seal,
    SealLevel, SealedFile, SenderNames,
};
pub use preflight::{PREFLIGHT_LIFE, Preflight, PreflightState};
pub use received::{Received, ReceivedState};
pub use reference::ReferenceNumber;
pub use restore::CorruptDocument;
pub use retention::{DELETION_NOTICE, NotDeletable};
pub use sender_mails::SenderMails;
pub use shown::ShownPages;
pub use stage::RecipientStage;
pub(crate) use stage::was_renewed;
pub use turn::{ConsentRequest, Consented, ForwardTo};

/// The greatest number of files of a document.
pub const MAX_FILES: usize = 100;
/// The greatest size of one file in bytes (20 MB).
pub const MAX_FILE_BYTES: u64 = 20_000_000;
/// The greatest size of all files of a document in bytes (50 MB).
pub const MAX_DOCUMENT_BYTES: u64 = 50_000_000;
/// The greatest number of recipients of a document.
pub const MAX_RECIPIENTS: usize = 128;

/// A document: changed only by its transitions, readable as its [`DocumentParts`].
///
/// 下書き [`DocumentStatus::Draft`] → 先方確認中 [`DocumentStatus::AwaitingConsent`] →
/// [`DocumentStatus::Sealing`] → 締結済 [`DocumentStatus::Concluded`]; or
/// 取り消し [`DocumentStatus::Cancelled`], 却下 [`DocumentStatus::Declined`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document(DocumentParts);

impl Document {
    /// The level of the seals of its files, once it is concluded: the lowest, while they are raised one by one.
    pub fn seal_level(&self) -> Option<SealLevel> {
        let levels = self.0.files.iter().filter_map(|file| file.sealed).map(|seal| seal.level);
        levels.min_by_key(|level| *level == SealLevel::Archived)
    }

    /// The recipient with this id.
    pub fn recipient(&self, id: RecipientId) -> Option<&Recipient> {
        self.recipients.iter().find(|r| r.id == id)
    }

    /// Whether this person sent the document, or drafts it, for the organisation that it belongs to.
    pub fn is_of(&self, account: &Account) -> bool {
        self.sender == account.id && account.membership.is_in(self.organisation)
    }

    /// What the sender was called when the document was sent, where that is kept and the sender is still the same.
    pub fn sender_name(&self) -> Option<&PersonName> {
        let names = self.sender_names.as_ref().filter(|names| names.account == self.sender);
        names.map(|names| &names.person)
    }

    /// What the sender's organisation was called when the document was sent, where that is kept.
    pub fn organisation_name(&self) -> Option<&OrganisationName> {
        self.sender_names.as_ref().map(|names| &names.organisation)
    }

    /// From when on the recipient's present link cannot be used any more, while the turn lasts.
    pub fn link_ends_at(&self, recipient: &Recipient) -> Option<Timestamp> {
        recipient.mailed_at().map(|at| at.plus(self.policy.link_life.span()))
    }

    /// The recipient this link leads to now: it is the recipient's newest link and has not ended.
    pub fn recipient_by_link(
        &self,
        id: RecipientId,
        link: u32,
        now: Timestamp,
    ) -> Option<&Recipient> {
        self.recipient(id)
            .filter(|recipient| recipient.accepts_link(link, self.policy.link_life, now))
    }

    /// Whether recipients may prove their mailboxes: while the document goes on, and once it is concluded, so that a
    /// recipient who lost the factor can read it again.
    pub fn takes_mailbox_proofs(&self) -> bool {
        !self.status.is_final() || matches!(self.status, DocumentStatus::Concluded { .. })
    }

    /// The digests of the files as uploaded, in order; part of the content that a consent is bound to.
    pub fn file_digests(&self) -> Vec<FileDigest> {
        self.files.iter().map(|f| f.digest).collect()
    }

    /// A refusal to be kept in the audit log; the document itself stays as it is.
    pub fn refused(
        &self,
        recipient: Option<RecipientId>,
        refusal: crate::Refusal,
        actor: Actor,
        now: Timestamp,
    ) -> Events {
        Events::one(self.event(now, actor, EventKind::Refused { recipient, refusal }))
    }

    /// What the holder of a recipient's link did besides a transition of the document.
    pub(crate) fn by_link_holder(
        &self,
        recipient: RecipientId,
        kind: EventKind,
        now: Timestamp,
    ) -> Events {
        Events::one(self.event(now, Actor::LinkHolder(recipient), kind))
    }

    /// A recipient's access code (アクセスコード) was entered.
    pub fn access_code_entered(&self, recipient: RecipientId, now: Timestamp) -> Events {
        self.by_link_holder(recipient, EventKind::AccessCodeTyped { recipient }, now)
    }

    /// A factor was enrolled in a session in which this recipient's access code had been typed (class E2); others that
    /// were enrolled so before stay what they are. Nothing to record without an access code, or once the document has ended.
    pub fn enrolled_behind_access_code(
        &mut self,
        recipient: RecipientId,
        factor: FactorId,
        actor: Actor,
        now: Timestamp,
    ) -> Events {
        let is_final = self.status.is_final();
        let coded = self.recipient_mut(recipient).filter(|r| r.details.access_code.is_some());
        let Some(coded) = coded.filter(|_| !is_final) else {
            return Events::none();
        };
        coded.enrolled_behind_access_code(factor);
        let enrolled = EventKind::EnrolledBehindAccessCode { recipient, factor };
        Events::one(self.event(now, actor, enrolled))
    }

    fn event(&self, at: Timestamp, actor: Actor, kind: EventKind) -> Event {
        Event::of_document(self.id, at, actor, kind)
    }

    fn recipient_mut(&mut self, id: RecipientId) -> Option<&mut Recipient> {
        self.0.recipients.iter_mut().find(|r| r.id == id)
    }
}

impl Deref for Document {
    type Target = DocumentParts;

    fn deref(&self) -> &DocumentParts {
        &self.0
    }
}
