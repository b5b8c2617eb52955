//! Passkeys (Web Authentication): what a browser is asked to do, and what its answer proves.

use wariin_domain::{AccountId, FileDigest, PasskeyAssertion, PasskeyEvidence, Uuid};

/// The person that a passkey is made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyUser {
    /// The account; the passkey remembers it (`user.id`).
    pub account: AccountId,
    /// The account's address, which browsers show beside the passkey (`user.name`).
    pub address: String,
    /// The person's name (`user.displayName`).
    pub name: String,
}

/// A public key with what has to be remembered of its use, as the adapter writes it. It is no secret.
#[derive(Clone, PartialEq, Eq)]
pub struct PasskeyCredential {
    /// Its id, which the authenticator chose.
    pub id: Vec<u8>,
    /// The rest, opaque to all but the adapter.
    pub record: String,
}

/// What a ceremony has to remember until it is finished, opaque to all but the adapter.
#[derive(Clone, PartialEq, Eq)]
pub struct CeremonyState(pub String);

/// A ceremony that was begun.
#[derive(Clone, PartialEq, Eq)]
pub struct BegunCeremony {
    /// What the browser is asked for: the JSON form of `PublicKeyCredentialCreationOptions` or
    /// `PublicKeyCredentialRequestOptions`.
    pub options: String,
    /// What to remember.
    pub state: CeremonyState,
}

macro_rules! opaque {
    ($($name:ident)+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )+};
}

opaque! { PasskeyCredential CeremonyState BegunCeremony }

/// What an authenticator is asked to sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasskeyChallenge {
    /// Random bits.
    Random,
    /// The SHA-256 of these bytes.
    DigestOf(Vec<u8>),
}

/// An assertion that was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedAssertion {
    /// The credential, with its counter as it is from now on.
    pub credential: PasskeyCredential,
    /// What was signed.
    pub assertion: PasskeyAssertion,
    /// The SHA-256 of the signature.
    pub signature_sha256: FileDigest,
}

/// Which credential of which account an answer without a named account claims to be by; nothing is proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedCredential {
    /// The account that the passkey remembers (`userHandle`).
    pub account: Uuid,
    /// The credential's id.
    pub credential: Vec<u8>,
}

/// Passkeys. The user is verified in every ceremony, no attestation is asked for, and every passkey can be
/// found without an address typed (a discoverable credential).
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Passkeys: Send + Sync {
    /// Whether passkeys exist at the service's address: they need a name, an IP address has none.
    fn are_available(&self) -> bool;

    /// Begins a registration; an authenticator that holds one of `known` makes no other.
    ///
    /// # Errors
    /// [`PasskeyError`].
    fn begin_registration(
        &self,
        user: &PasskeyUser,
        known: &[PasskeyCredential],
    ) -> Result<BegunCeremony, PasskeyError>;

    /// Finishes a registration by the browser's answer (JSON).
    ///
    /// # Errors
    /// [`PasskeyError`].
    fn finish_registration(
        &self,
        state: &CeremonyState,
        answer: &str,
    ) -> Result<PasskeyCredential, PasskeyError>;

    /// Begins an authentication by one of these credentials.
    ///
    /// # Errors
    /// [`PasskeyError`].
    fn begin_authentication(
        &self,
        known: &[PasskeyCredential],
        challenge: &PasskeyChallenge,
    ) -> Result<BegunCeremony, PasskeyError>;

    /// Begins an authentication by whatever passkey the person chooses.
    ///
    /// # Errors
    /// [`PasskeyError`].
    fn begin_discoverable(&self) -> Result<BegunCeremony, PasskeyError>;

    /// Which credential an answer claims to be by.
    ///
    /// # Errors
    /// [`PasskeyError`].
    fn claimed(&self, answer: &str) -> Result<ClaimedCredential, PasskeyError>;

    /// Finishes an authentication by the browser's answer (JSON), which has to be by one of `known` as they are
    /// now.
    ///
    /// # Errors
    /// [`PasskeyError`].
    fn finish_authentication(
        &self,
        state: &CeremonyState,
        known: &[PasskeyCredential],
        answer: &str,
    ) -> Result<VerifiedAssertion, PasskeyError>;

    /// The assertions of consents as a file that can be verified again without the service.
    fn evidence_file(&self, evidence: &[PasskeyEvidence]) -> String;
}

/// Why a ceremony does not succeed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyError {
    /// The service has an IP address and no name.
    #[error("there are no passkeys at an IP address")]
    Unavailable,
    /// The authenticator did not verify the person: no PIN, fingerprint or face was asked for.
    #[error("the authenticator did not verify the user")]
    Unverified,
    /// The credential's counter did not go on: a copy of the passkey may be in use.
    #[error("the signature counter went back")]
    CounterWentBack,
    /// The answer is by no credential that is known here, or is none at all.
    #[error("the answer is by an unknown credential")]
    UnknownCredential,
    /// The answer does not fit what was asked: the part that failed.
    #[error("the answer is refused: {0}")]
    Refused(String),
    /// What was stored cannot be read.
    #[error("a stored passkey cannot be read: {0}")]
    Corrupt(String),
}
