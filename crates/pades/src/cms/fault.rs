//! Why a signature or token is not intact, or cannot be told to be.

use crate::Error;

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    /// It does not have the form that it needs.
    #[error("{0}")]
    Format(&'static str),
    /// What is signed was changed.
    #[error("the digest of the signed bytes")]
    Digest,
    /// The signer's key did not make the signature.
    #[error("the signature value")]
    Value,
    /// A timestamp is over something else.
    #[error("it is over something else")]
    Imprint,
    /// The signer's certificate is not there.
    #[error("the signer's certificate is missing")]
    NoCertificate,
    /// What is signed names another certificate than the signer's.
    #[error("the certificate named by the signature")]
    OtherCertificate,
    /// What is signed names other algorithms than those used (RFC 6211).
    #[error("the algorithms named by the signature")]
    OtherAlgorithms,
    /// It could not be checked: an algorithm that is not known here.
    #[error("{0} is not known here")]
    Unknown(String),
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::NotIntact(match fault {
            Fault::Format(what) => what,
            Fault::Digest => "the digest of the signed bytes",
            Fault::Value => "the signature value",
            Fault::Imprint => "a timestamp over something else",
            Fault::NoCertificate => "the signer's certificate is missing",
            Fault::OtherCertificate => "the certificate named by the signature",
            Fault::OtherAlgorithms => "the algorithms named by the signature",
            Fault::Unknown(_) => "an algorithm that is not known",
        })
    }
}
