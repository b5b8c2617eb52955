//! The report in plain sentences.

use super::report::{
    Chain, Coverage, Integrity, Level, Report, Revocation, SignatureKind, SignatureReport,
    TimestampReport,
};
use std::fmt;

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
        writeln!(f, "   Verdict: {}", self.verdict())?;
        match &self.integrity {
            Integrity::Intact => writeln!(f, "   Intact: what it covers is what was signed.")?,
            Integrity::Broken { why, .. } => writeln!(f, "   NOT INTACT: {}.", plain(why))?,
            Integrity::Unchecked { why, .. } => writeln!(f, "   NOT CHECKED: {}.", plain(why))?,
        }
        if !self.weak.is_empty() {
            let weak = self.weak.join(", ");
            writeln!(f, "   It relies on {}, which is too weak today.", plain(&weak))?;
        }
        for oddity in &self.oddities {
            writeln!(f, "   Not as the standard has it: {}.", plain(oddity))?;
        }
        match self.coverage {
            Coverage::Whole => writeln!(f, "   It covers the whole file.")?,
            Coverage::Until { bytes } => {
                let added = plain(&self.added.to_string());
                writeln!(f, "   It covers the file as it was up to byte {bytes}. {added}")?;
            }
            Coverage::Unsound => writeln!(f, "   What it covers is not this file.")?,
        }
        if let Some(level) = self.certifies {
            writeln!(f, "   It certifies the document: {}", allowed(level))?;
        }
        if let Some(token) = &self.timestamp {
            stamped(f, token)?;
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
        match (self.kind, self.level, &self.format.not_pades) {
            (SignatureKind::Signature, Some(level), _) => writeln!(f, "   Level: {level}"),
            (SignatureKind::Signature, None, Some(why)) => {
                writeln!(f, "   It is no PAdES signature: {}.", plain(why))
            }
            (SignatureKind::Signature | SignatureKind::DocumentTimestamp, _, _) => Ok(()),
        }
    }
}

/// What a certification allows (ISO 32000-2, table 257).
fn allowed(level: u8) -> &'static str {
    match level {
        1 => "nothing may be changed but proofs of certificates.",
        2 => "forms may be filled in and signed.",
        _ => "forms may be filled in and signed, and annotations made.",
    }
}

/// What a timestamp says, unless it is one that is trusted.
fn stamped(f: &mut fmt::Formatter<'_>, token: &TimestampReport) -> fmt::Result {
    let authority = plain(&token.authority);
    match &token.integrity {
        Integrity::Broken { why, .. } => {
            writeln!(f, "   Its timestamp is NOT INTACT and proves nothing: {}.", plain(why))
        }
        Integrity::Unchecked { why, .. } => {
            writeln!(f, "   Its timestamp could not be checked and proves nothing: {}.", plain(why))
        }
        Integrity::Intact if token.chain != Chain::Trusted => writeln!(
            f,
            "   A timestamp says {}; its authority ({authority}) is not among the trusted ones.",
            token.at
        ),
        Integrity::Intact => Ok(()),
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
            Self::Weak => {
                "A certificate on the way to its root is signed by an algorithm that is too weak."
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
