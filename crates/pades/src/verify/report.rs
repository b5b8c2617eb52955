//! The report on signatures.

use super::verdict::{Indication, SubIndication};
use super::{Added, Verdict};
use crate::Utc;
use crate::cms::algorithm::Hash;

/// Everything about the signatures of a PDF, in the order in which they cover it.
#[derive(Clone, Debug)]
pub struct Report {
    /// The signatures and document timestamps.
    pub signatures: Vec<SignatureReport>,
}

/// The findings about one signature or document timestamp.
#[derive(Clone, Debug)]
pub struct SignatureReport {
    /// A signature or a document timestamp.
    pub kind: SignatureKind,
    /// The subject of the signer's (or authority's) certificate.
    pub signer: String,
    /// The signer's certificate in DER; empty when there is none.
    pub certificate: Vec<u8>,
    /// `/Name`, as the signer claims.
    pub name: Option<String>,
    /// `/Reason`.
    pub reason: Option<String>,
    /// `/M`: the time of signing as the signer claims, without proof.
    pub claimed_at: Option<Utc>,
    /// Whether the covered bytes are unchanged.
    pub integrity: Integrity,
    /// What it covers.
    pub coverage: Coverage,
    /// What was added after the covered bytes.
    pub added: Added,
    /// The timestamp over the signature, or the document timestamp itself.
    pub timestamp: Option<TimestampReport>,
    /// The earliest time at which the signature provably existed, by a trusted authority.
    pub proven_at: Option<Utc>,
    /// Where its certificate leads.
    pub chain: Chain,
    /// Whether its certificate was revoked when it signed.
    pub revocation: Revocation,
    /// Its form.
    pub format: Format,
    /// The level of PAdES by the parts that it has, whether their authorities are trusted or not; `None` for
    /// one that is not intact or not PAdES.
    pub level: Option<Level>,
    /// Names of algorithms and keys that are too weak to rely on today.
    pub weak: Vec<String>,
    /// What is not as the standards have it, and changes nothing about the signature.
    pub oddities: Vec<String>,
    /// Where it certifies the document (`DocMDP`): 1 allows no changes, 2 forms and signatures, 3 annotations as
    /// well.
    pub certifies: Option<u8>,
}

/// A timestamp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimestampReport {
    /// The time that the authority states.
    pub at: Utc,
    /// The subject of the authority's certificate.
    pub authority: String,
    /// Whether it is intact.
    pub integrity: Integrity,
    /// Where the authority's certificate leads.
    pub chain: Chain,
}

/// What a signature field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureKind {
    /// A signature.
    Signature,
    /// A document timestamp (`ETSI.RFC3161`).
    DocumentTimestamp,
}

/// Whether what was signed is unchanged, and whether the signer's key made the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Integrity {
    /// It is, and it did.
    Intact,
    /// It is not, it did not, or the signature is not sound.
    Broken {
        /// What is wrong.
        why: String,
        /// The same in the words of the standard.
        indication: SubIndication,
    },
    /// It could not be checked.
    Unchecked {
        /// What is missing or not known: an algorithm by its name.
        why: String,
        /// The same in the words of the standard.
        indication: SubIndication,
    },
}

/// The form of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Format {
    /// `/SubFilter`, as the signature says.
    pub sub_filter: String,
    /// Why it is not PAdES (ETSI EN 319 142-1), if it is not.
    pub not_pades: Option<String>,
}

/// What a signature covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// Every byte of the file but its own value.
    Whole,
    /// The file as it was up to this many bytes.
    Until {
        /// Bytes from the beginning of the file.
        bytes: usize,
    },
    /// Its byte range is none of this file.
    Unsound,
}

/// Where a certificate leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// To a certificate that is trusted.
    Trusted,
    /// To itself, and it is not among those that are trusted.
    SelfSigned,
    /// To a root that is not among those that are trusted.
    UnknownRoot,
    /// To an issuer whose certificate is missing.
    Incomplete,
    /// It was not valid at the time it was used.
    Expired,
    /// It may not be used to sign documents (key usage).
    NotForSigning,
    /// A certificate in the chain sets limits that are violated, or that are not evaluated here: path length,
    /// names, policies (RFC 5280, section 6.1).
    Limited,
    /// A certificate on the way to the root is signed by an algorithm that is too weak to rely on.
    Weak,
}

/// The revocation status of a certificate at the time when it was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// Every certificate up to the root was valid, as responses or lists in the file prove.
    NotRevoked,
    /// One was revoked before it was used.
    RevokedAt(Utc),
    /// The file does not prove it.
    Unknown,
    /// A self-signed certificate: no issuer could revoke it.
    NoIssuer,
}

/// Levels of PAdES (ETSI EN 319 142-1, section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// B-B: signed.
    Basic,
    /// B-T: and the time is proven.
    Timed,
    /// B-LT: and what proves the certificates is in the file.
    LongTerm,
    /// B-LTA: and a later document timestamp covers that.
    Archived,
}

impl Report {
    /// Whether there is a signature, all are intact with their timestamps, and nothing but what they allow was
    /// added after any of them.
    pub fn is_intact(&self) -> bool {
        !self.signatures.is_empty() && self.signatures.iter().all(SignatureReport::is_intact)
    }

    /// Whether every signature (not timestamp) is by a signer that the verifier trusts, and was not
    /// revoked.
    pub fn is_trusted(&self) -> bool {
        let signed = |one: &&SignatureReport| one.kind == SignatureKind::Signature;
        self.signatures.iter().filter(signed).all(|one| {
            one.chain == Chain::Trusted && !matches!(one.revocation, Revocation::RevokedAt(_))
        })
    }

    /// Whether an algorithm or key is too weak to rely on, of any signature.
    pub fn is_weak(&self) -> bool {
        self.signatures.iter().any(|one| !one.weak.is_empty())
    }

    /// The worst outcome of all signatures; `None` for a file without any.
    pub fn verdict(&self) -> Option<Verdict> {
        let all = self.signatures.iter().map(SignatureReport::verdict);
        // Of equals the first: `max_by_key` takes the last one.
        all.rev().max_by_key(|verdict| verdict.indication)
    }

    /// Whether a signature is wrong, or the document was changed after it.
    pub fn is_failed(&self) -> bool {
        self.verdict().is_some_and(|verdict| verdict.indication == Indication::TotalFailed)
    }
}

impl SignatureReport {
    /// Whether it is intact with its timestamp, and nothing but what it allows was added after it.
    pub fn is_intact(&self) -> bool {
        self.integrity == Integrity::Intact
            && self.timestamp.iter().all(|token| token.integrity == Integrity::Intact)
            && self.added.is_allowed()
    }

    /// The SHA-256 of the signer's certificate, in hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        Hash::Sha256.of(&self.certificate).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
