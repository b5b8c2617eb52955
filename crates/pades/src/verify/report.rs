//! The report on signatures.

use super::Added;
use crate::cms::algorithm::Hash;
use crate::signatures::Kind;
use crate::{Error, Utc};
use std::fmt;

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
    /// The level of PAdES by the parts that it has, whether their authorities are trusted or not; `None` for
    /// one that is not intact.
    pub level: Option<Level>,
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

impl SignatureKind {
    pub(super) fn of(kind: Kind) -> Self {
        match kind {
            Kind::Signature => Self::Signature,
            Kind::Timestamp => Self::DocumentTimestamp,
        }
    }
}

/// Whether what was signed is unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Integrity {
    /// It is.
    Intact,
    /// It is not, or the signature is not sound: why.
    Broken(String),
}

impl Integrity {
    pub(super) fn broken(why: &str) -> Self {
        Self::Broken(why.to_owned())
    }

    pub(super) fn of(error: &Error) -> Self {
        match error {
            Error::NotIntact(what) => Self::broken(what),
            other => Self::Broken(other.to_string()),
        }
    }
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

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Basic => "PAdES B-B",
            Self::Timed => "PAdES B-T",
            Self::LongTerm => "PAdES B-LT",
            Self::Archived => "PAdES B-LTA",
        })
    }
}

impl Report {
    /// Whether there is a signature, all are intact, and nothing but signatures, timestamps and proofs
    /// was added after any of them.
    pub fn is_intact(&self) -> bool {
        !self.signatures.is_empty()
            && self.signatures.iter().all(|signature| {
                signature.integrity == Integrity::Intact
                    && !matches!(signature.added, Added::Changes(_) | Added::Unreadable)
            })
    }

    /// Whether every signature (not timestamp) is by a signer that the verifier trusts, and was not
    /// revoked.
    pub fn is_trusted(&self) -> bool {
        let signed = |one: &&SignatureReport| one.kind == SignatureKind::Signature;
        self.signatures.iter().filter(signed).all(|one| {
            one.chain == Chain::Trusted && !matches!(one.revocation, Revocation::RevokedAt(_))
        })
    }
}

impl SignatureReport {
    /// The SHA-256 of the signer's certificate, in hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        Hash::Sha256.of(&self.certificate).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.signatures.is_empty() {
            return writeln!(f, "The file has no signature.");
        }
        for (number, signature) in (1..).zip(&self.signatures) {
            write!(f, "{number}. {signature}")?;
        }
        Ok(())
    }
}

impl fmt::Display for SignatureReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signer = plain(&self.signer);
        match self.kind {
            SignatureKind::Signature => writeln!(f, "Signature by {signer}")?,
            SignatureKind::DocumentTimestamp => {
                writeln!(f, "Document timestamp by {signer}")?;
            }
        }
        if let Some(reason) = &self.reason {
            writeln!(f, "   Reason: {}", plain(reason))?;
        }
        match &self.integrity {
            Integrity::Intact => writeln!(f, "   Intact: what it covers is what was signed.")?,
            Integrity::Broken(why) => writeln!(f, "   NOT INTACT: {}.", plain(why))?,
        }
        match self.coverage {
            Coverage::Whole => writeln!(f, "   It covers the whole file.")?,
            Coverage::Until { bytes } => {
                writeln!(f, "   It covers the file as it was up to byte {bytes}. {}", self.added)?;
            }
            Coverage::Unsound => writeln!(f, "   What it covers is not this file.")?,
        }
        if let Some(token) = self.timestamp.as_ref().filter(|token| token.chain != Chain::Trusted) {
            let authority = plain(&token.authority);
            writeln!(
                f,
                "   A timestamp says {}; its authority ({authority}) is not among the trusted ones.",
                token.at
            )?;
        }
        match (self.proven_at, self.claimed_at) {
            (Some(at), _) => writeln!(f, "   It existed at {at}, as a trusted timestamp proves.")?,
            (None, Some(at)) => {
                writeln!(f, "   The signer says {at}; no trusted authority proves it.")?;
            }
            (None, None) => writeln!(f, "   Nothing says when it was made.")?,
        }
        writeln!(f, "   {}", self.chain)?;
        writeln!(f, "   SHA-256 of its certificate: {}", self.fingerprint())?;
        writeln!(f, "   {}", self.revocation)?;
        match self.level.filter(|_| self.kind == SignatureKind::Signature) {
            Some(level) => writeln!(f, "   Level: {level}"),
            None => Ok(()),
        }
    }
}

/// Text from a file as one line, without terminal control characters.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || is_reordering(c) { '\u{fffd}' } else { c }).collect()
}

/// Characters that reorder the text after them (U+202A–U+202E, U+2066–U+2069).
fn is_reordering(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Trusted => "Its certificate is trusted.",
            Self::SelfSigned => {
                "Its certificate is self-signed; compare its SHA-256 with the signer's."
            }
            Self::UnknownRoot => {
                "Its certificate leads to a root that is not among the trusted ones."
            }
            Self::Incomplete => "The certificate of its issuer is missing.",
            Self::Expired => "Its certificate was not valid at that time.",
            Self::NotForSigning => "Its certificate does not allow signing.",
            Self::Limited => {
                "A certificate on the way to its root sets limits that are not kept or not known."
            }
        })
    }
}

impl fmt::Display for Revocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRevoked => f.write_str("It was not revoked, as proofs in the file show."),
            Self::RevokedAt(at) => write!(f, "It was REVOKED at {at}, before it was used."),
            Self::Unknown => f.write_str("The file does not prove that it was not revoked."),
            Self::NoIssuer => f.write_str("It has no issuer who could revoke it."),
        }
    }
}
