//! Everything that a certificate says.

use super::{Agreement, CertifiedParty};
use crate::{
    Account, CopyRecipient, Document, DocumentStatus, EmailAddress, EventKind, FileDigest,
    FileName, Organisation, Seal, SealLevel, TimeZoneName, Timestamp, Title,
};
use alloc::vec::Vec;

/// What was done to conclude a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Who agreed: what the seal says as well.
    pub agreement: Agreement,
    /// タイトル
    pub title: Title,
    /// The sender's address.
    pub sender_email: EmailAddress,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When the last consent came in.
    pub agreed_at: Timestamp,
    /// When it was sealed.
    pub concluded_at: Timestamp,
    /// The files, in order.
    pub files: Vec<CertifiedFile>,
    /// The parties of the agreement, in the same order, with everything that is known of each.
    pub parties: Vec<CertifiedParty>,
    /// Who is told of the conclusion (共有先).
    pub copies: Vec<CopyRecipient>,
    /// What proves when the files were sealed.
    pub time_source: TimeSource,
    /// The event of the conclusion in the document's chain.
    pub head: ChainHead,
    /// Where the clocks stand that its times are read from.
    pub zone: TimeZoneName,
}

/// A file before and after the seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertifiedFile {
    /// Its name.
    pub name: FileName,
    /// How many pages it has.
    pub pages: u32,
    /// The SHA-256 of the bytes that were sent.
    pub digest: FileDigest,
    /// The sealed file.
    pub seal: Seal,
}

/// What proves when the files were sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeSource {
    /// The clock of the service's machine.
    Clock,
    /// A timestamp authority (RFC 3161), in every file.
    TimestampAuthority,
}

/// An event of a chain, by which all events before it are fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChainHead {
    /// The event's number, from 1.
    pub sequence: u64,
    /// The event's hash.
    pub hash: FileDigest,
}

impl CertificateFacts {
    /// The facts of a concluded document with these events, oldest first, of which the one of the conclusion is
    /// `head`; `None` for a document that is not concluded.
    pub fn gather(
        document: &Document,
        events: &[(Timestamp, &EventKind)],
        head: ChainHead,
        sender: &Account,
        organisation: &Organisation,
    ) -> Option<Self> {
        let DocumentStatus::Concluded { sent_at, agreed_at, concluded_at } = document.status else {
            return None;
        };
        let files = document.files.iter().map(|file| {
            let (name, seal) = (file.name.clone(), file.sealed?);
            Some(CertifiedFile { name, pages: file.pages, digest: file.digest, seal })
        });
        let files = files.collect::<Option<Vec<_>>>()?;
        let consented = document.recipients.iter().filter(|r| r.consent().is_some());
        let parties = (1..).zip(consented).filter_map(|(number, recipient)| {
            CertifiedParty::gather(number, recipient, document, events)
        });
        Some(Self {
            agreement: Agreement::of(document, sender.name.clone(), organisation.name.clone()),
            title: document.details.title.clone(),
            sender_email: sender.email.clone(),
            sent_at,
            agreed_at,
            concluded_at,
            time_source: TimeSource::of(&files),
            files,
            parties: parties.collect(),
            copies: document.copies.clone(),
            head,
            zone: organisation.settings.time_zone.clone(),
        })
    }
}

impl TimeSource {
    /// A timestamp authority counts only where it stamped every file.
    fn of(files: &[CertifiedFile]) -> Self {
        let is_stamped = |file: &CertifiedFile| match file.seal.level {
            SealLevel::Archived => true,
            SealLevel::Basic => false,
        };
        if files.iter().all(is_stamped) { Self::TimestampAuthority } else { Self::Clock }
    }
}
