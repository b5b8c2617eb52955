//! Until when the proof of a sealed file lasts, and when it has to be renewed (ETSI EN 319 102-1, section 5.6).

use crate::{DocumentId, FileDigest, FileId, Span, Timestamp};
use alloc::string::String;

/// How long before its end a proof is renewed, if it lasts long enough.
const MARGIN: Span = Span::days(90);
/// Otherwise so many parts of its life are left when it is renewed: one.
const PARTS: i64 = 4;
/// How soon a renewal that failed is tried again.
const AFTER_FAILURE: Span = Span::hours(1);
/// How soon an authority is asked again whose timestamps last no longer than the one that is there.
const WHEN_NOT_LONGER: Span = Span::days(7);
/// The same when the proof ends in less than [`SOON`].
const WHEN_NOT_LONGER_SOON: Span = Span::days(1);
const SOON: Span = Span::days(30);
/// How soon a renewal is put into the queue again whose job was lost.
const WHEN_LOST: Span = Span::days(1);

/// The newest archive timestamp of a sealed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealProof {
    /// The time that the authority states.
    pub stamped_at: Timestamp,
    /// Until when it can be relied on: the authority's certificate ends, or one of the algorithms is phased out.
    pub until: Timestamp,
}

impl SealProof {
    /// From when on it has to be renewed: 90 days before its end, or when a quarter of its life is left, whichever is
    /// later.
    pub fn due_at(self) -> Timestamp {
        let life = self.until.as_micros().saturating_sub(self.stamped_at.as_micros()).max(0);
        let quarter = Timestamp::from_micros(self.until.as_micros().saturating_sub(life / PARTS));
        self.until.minus(MARGIN).max(quarter)
    }

    /// Whether another one lasts longer than this one, so that renewing is of use.
    pub fn is_outlived_by(self, other: Self) -> bool {
        other.until > self.until
    }

    /// When an authority is asked again that gave a timestamp which lasts no longer.
    pub fn ask_again_at(self, now: Timestamp) -> Timestamp {
        let is_soon = self.until.minus(SOON) <= now;
        now.plus(if is_soon { WHEN_NOT_LONGER_SOON } else { WHEN_NOT_LONGER })
    }
}

/// A sealed file, or the certificate of agreement, of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SealedPart {
    /// The document.
    pub document: DocumentId,
    /// The file; `None` for the certificate of agreement.
    pub file: Option<FileId>,
}

/// What is kept of the proof of a sealed file, and how its last renewal went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptProof {
    /// Which file it is.
    pub part: SealedPart,
    /// The digest of the sealed bytes.
    pub digest: FileDigest,
    /// Its newest archive timestamp; `None` where there is none, or none was looked for yet.
    pub proof: Option<SealProof>,
    /// When its renewal is tried next; `None` where there is nothing to renew (B-B).
    pub try_at: Option<Timestamp>,
    /// When it was renewed last.
    pub renewed_at: Option<Timestamp>,
    /// The last failure since then.
    pub failure: Option<RenewalFailure>,
}

/// Why a renewal did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenewalFailure {
    /// When it was tried.
    pub at: Timestamp,
    /// What went wrong, for the operator.
    pub why: String,
}

impl KeptProof {
    /// That of a file that was just sealed.
    pub fn of_sealed(part: SealedPart, digest: FileDigest, proof: Option<SealProof>) -> Self {
        let try_at = proof.map(SealProof::due_at);
        Self { part, digest, proof, try_at, renewed_at: None, failure: None }
    }

    /// That of the same file after it was renewed.
    #[must_use]
    pub fn renewed(self, digest: FileDigest, proof: Option<SealProof>, now: Timestamp) -> Self {
        Self { renewed_at: Some(now), ..Self::of_sealed(self.part, digest, proof) }
    }

    /// The same after its archive timestamp was looked for.
    #[must_use]
    pub fn looked_up(self, proof: Option<SealProof>) -> Self {
        Self { proof, try_at: proof.map(SealProof::due_at), ..self }
    }

    /// The same after a renewal that failed; it is tried again.
    #[must_use]
    pub fn failed(self, why: String, now: Timestamp) -> Self {
        let try_at = self.try_at.map(|_| now.plus(AFTER_FAILURE));
        Self { try_at, failure: Some(RenewalFailure { at: now, why }), ..self }
    }

    /// The same after the authority gave a timestamp that lasts no longer; it is asked again.
    #[must_use]
    pub fn not_outlived(self, why: String, now: Timestamp) -> Self {
        let try_at = self.proof.map(|proof| proof.ask_again_at(now));
        Self { try_at, failure: Some(RenewalFailure { at: now, why }), ..self }
    }

    /// Whether it is to be renewed, or to be looked up, now.
    pub fn is_due(&self, now: Timestamp) -> bool {
        match self.proof {
            Some(proof) => proof.due_at() <= now,
            None => self.try_at.is_some(),
        }
    }

    /// When a renewal that is put into the queue now is put there again, unless it has ended before.
    pub fn lost_at(now: Timestamp) -> Timestamp {
        now.plus(WHEN_LOST)
    }
}
