//! The three values that a validation has, and their reasons (ETSI EN 319 102-1, section 5.1.3 and tables 5 and 6).

use super::Added;
use super::report::{Chain, Integrity, Revocation, SignatureReport};
use std::fmt;

/// The outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Indication {
    /// The signature is what it claims to be, by a signer that the verifier trusts.
    TotalPassed,
    /// What is known does not suffice to say so, or the contrary.
    Indeterminate,
    /// The signature is wrong.
    TotalFailed,
}

/// The reason of an outcome that is not [`Indication::TotalPassed`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubIndication {
    /// `FORMAT_FAILURE`: it is not built as signatures are, or the document was changed after it. (The standard has
    /// no value of its own for what was added to a PDF.)
    FormatFailure,
    /// `HASH_FAILURE`: what was signed was changed.
    HashFailure,
    /// `SIG_CRYPTO_FAILURE`: the signer's key did not make it.
    SigCryptoFailure,
    /// `SIG_CONSTRAINTS_FAILURE`: something beside the signature is not as it should be: its timestamp, or what was
    /// added cannot be made out.
    SigConstraintsFailure,
    /// `CHAIN_CONSTRAINTS_FAILURE`: the certificates do not allow it.
    ChainConstraintsFailure,
    /// `CRYPTO_CONSTRAINTS_FAILURE_NO_POE`: an algorithm or key is too weak, or not known.
    CryptoConstraintsFailureNoPoe,
    /// `NO_SIGNING_CERTIFICATE_FOUND`.
    NoSigningCertificateFound,
    /// `NO_CERTIFICATE_CHAIN_FOUND`: the certificate does not lead to one that is trusted.
    NoCertificateChainFound,
    /// `REVOKED_NO_POE`: the certificate was revoked, and nothing proves that the signature is older.
    RevokedNoPoe,
    /// `OUT_OF_BOUNDS_NO_POE`: the certificate was not valid, and nothing proves that the signature is of another
    /// time.
    OutOfBoundsNoPoe,
    /// `TRY_LATER`: the file does not prove that the certificate was not revoked.
    TryLater,
}

/// The outcome and its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The outcome.
    pub indication: Indication,
    /// Its reason; `None` for [`Indication::TotalPassed`].
    pub reason: Option<SubIndication>,
}

impl Verdict {
    fn of(reason: Option<SubIndication>) -> Self {
        let indication = match reason {
            None => Indication::TotalPassed,
            Some(
                SubIndication::FormatFailure
                | SubIndication::HashFailure
                | SubIndication::SigCryptoFailure,
            ) => Indication::TotalFailed,
            Some(
                SubIndication::SigConstraintsFailure
                | SubIndication::ChainConstraintsFailure
                | SubIndication::CryptoConstraintsFailureNoPoe
                | SubIndication::NoSigningCertificateFound
                | SubIndication::NoCertificateChainFound
                | SubIndication::RevokedNoPoe
                | SubIndication::OutOfBoundsNoPoe
                | SubIndication::TryLater,
            ) => Indication::Indeterminate,
        };
        Self { indication, reason }
    }
}

impl SignatureReport {
    /// The outcome for this signature, by everything that the report says: the first of these that is not in order
    /// is the reason: the signature itself, what came after it, its timestamp, its algorithms, its certificates.
    pub fn verdict(&self) -> Verdict {
        let reason = self
            .of_integrity()
            .or(self.of_additions())
            .or(self.of_timestamp())
            .or(self.of_algorithms())
            .or(self.of_chain())
            .or(self.of_revocation());
        Verdict::of(reason)
    }

    fn of_integrity(&self) -> Option<SubIndication> {
        match &self.integrity {
            Integrity::Intact => None,
            Integrity::Broken { indication, .. } | Integrity::Unchecked { indication, .. } => {
                Some(*indication)
            }
        }
    }

    fn of_additions(&self) -> Option<SubIndication> {
        match self.added {
            Added::Nothing | Added::Bytes(_) | Added::Signatures | Added::Filled(_) => None,
            Added::Changes(_) => Some(SubIndication::FormatFailure),
            Added::Unreadable => Some(SubIndication::SigConstraintsFailure),
        }
    }

    fn of_timestamp(&self) -> Option<SubIndication> {
        let token = self.timestamp.as_ref()?;
        (token.integrity != Integrity::Intact).then_some(SubIndication::SigConstraintsFailure)
    }

    fn of_algorithms(&self) -> Option<SubIndication> {
        (!self.weak.is_empty()).then_some(SubIndication::CryptoConstraintsFailureNoPoe)
    }

    fn of_chain(&self) -> Option<SubIndication> {
        match self.chain {
            Chain::Trusted => None,
            Chain::SelfSigned | Chain::UnknownRoot | Chain::Incomplete => {
                Some(SubIndication::NoCertificateChainFound)
            }
            Chain::Expired => Some(SubIndication::OutOfBoundsNoPoe),
            Chain::NotForSigning | Chain::Limited => Some(SubIndication::ChainConstraintsFailure),
            Chain::Weak => Some(SubIndication::CryptoConstraintsFailureNoPoe),
        }
    }

    fn of_revocation(&self) -> Option<SubIndication> {
        match self.revocation {
            Revocation::NotRevoked | Revocation::NoIssuer => None,
            Revocation::RevokedAt(_) => Some(SubIndication::RevokedNoPoe),
            Revocation::Unknown => Some(SubIndication::TryLater),
        }
    }
}

impl fmt::Display for Indication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TotalPassed => "TOTAL-PASSED",
            Self::Indeterminate => "INDETERMINATE",
            Self::TotalFailed => "TOTAL-FAILED",
        })
    }
}

impl fmt::Display for SubIndication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FormatFailure => "FORMAT_FAILURE",
            Self::HashFailure => "HASH_FAILURE",
            Self::SigCryptoFailure => "SIG_CRYPTO_FAILURE",
            Self::SigConstraintsFailure => "SIG_CONSTRAINTS_FAILURE",
            Self::ChainConstraintsFailure => "CHAIN_CONSTRAINTS_FAILURE",
            Self::CryptoConstraintsFailureNoPoe => "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
            Self::NoSigningCertificateFound => "NO_SIGNING_CERTIFICATE_FOUND",
            Self::NoCertificateChainFound => "NO_CERTIFICATE_CHAIN_FOUND",
            Self::RevokedNoPoe => "REVOKED_NO_POE",
            Self::OutOfBoundsNoPoe => "OUT_OF_BOUNDS_NO_POE",
            Self::TryLater => "TRY_LATER",
        })
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason {
            Some(reason) => write!(f, "{} ({reason})", self.indication),
            None => write!(f, "{}", self.indication),
        }
    }
}
