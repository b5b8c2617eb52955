//! A consent by passkey: the challenge of the assertion is a digest of what is being consented to, so that the
//! signed assertion is evidence for that document.

use crate::{
    AccountId, Actor, CeremonyId, ConsentStatement, Content, ContentDigest, DocumentId, Event,
    EventKind, Events, FactorId, FileDigest, RecipientId, Timestamp, Uuid,
};
use alloc::{string::String, vec::Vec};

/// A consent that waits for an assertion of one of the account's passkeys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyConsent {
    /// The ceremony, which is the transaction of the consent.
    pub id: CeremonyId,
    /// Whose session began it.
    pub account: AccountId,
    /// As which recipient.
    pub recipient: RecipientId,
    /// Of which document.
    pub document: DocumentId,
    /// What was shown and is consented to.
    pub content: ContentDigest,
    /// By which sentences; `None` where a release that did not keep them began it.
    pub statement: Option<ConsentStatement>,
    /// 256 random bits.
    pub random: [u8; 32],
    /// When it began.
    pub began_at: Timestamp,
}

impl PasskeyConsent {
    /// What every preimage begins with.
    pub const TAG: &'static [u8; 26] = b"wariin/passkey-consent/v1\0";
    /// The length of the preimage in bytes.
    pub const PREIMAGE_BYTES: usize = 26 + 16 + 16 + 16 + 32 + 32;

    /// What the challenge is the SHA-256 of: [`Self::TAG`] (26 bytes) ‖ ceremony (16) ‖ document (16) ‖
    /// recipient (16) ‖ content digest (32, see [`Content`]) ‖ random (32).
    pub fn preimage(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Self::PREIMAGE_BYTES);
        bytes.extend_from_slice(Self::TAG);
        bytes.extend_from_slice(Uuid::from(self.id).as_bytes());
        bytes.extend_from_slice(Uuid::from(self.document).as_bytes());
        bytes.extend_from_slice(Uuid::from(self.recipient).as_bytes());
        bytes.extend_from_slice(self.content.as_bytes());
        bytes.extend_from_slice(&self.random);
        bytes
    }

    /// Takes an assertion over this consent's challenge, verified for a passkey of this account.
    pub fn accept(&self, factor: FactorId) -> PasskeyProof {
        PasskeyProof {
            ceremony: self.id,
            account: self.account,
            factor,
            recipient: self.recipient,
            content: self.content,
        }
    }

    /// The assertion is kept: the audit log commits to it by the SHA-256 of its signature.
    pub fn assertion_kept(
        &self,
        factor: FactorId,
        signature_sha256: FileDigest,
        now: Timestamp,
    ) -> Events {
        let kind = EventKind::PasskeyAssertionKept {
            recipient: self.recipient,
            ceremony: self.id,
            factor,
            sha256: signature_sha256,
        };
        Events::one(Event::of_document(self.document, now, Actor::Account(self.account), kind))
    }
}

/// Proof that a passkey of the account signed the challenge of one consent. Only
/// [`PasskeyConsent::accept`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyProof {
    pub(crate) ceremony: CeremonyId,
    pub(crate) account: AccountId,
    pub(crate) factor: FactorId,
    pub(crate) recipient: RecipientId,
    pub(crate) content: ContentDigest,
}

/// What an authenticator signed (Web Authentication Level 2, section 6.3.3), as it came in.
#[derive(Clone, PartialEq, Eq)]
pub struct PasskeyAssertion {
    /// The id of the credential.
    pub credential: Vec<u8>,
    /// The credential's public key (JWK, as JSON).
    pub key: String,
    /// `authenticatorData`
    pub authenticator_data: Vec<u8>,
    /// `clientDataJSON`, in which the challenge stands.
    pub client_data: Vec<u8>,
    /// The signature over `authenticatorData` ‖ SHA-256 of `clientDataJSON`.
    pub signature: Vec<u8>,
}

impl core::fmt::Debug for PasskeyAssertion {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("PasskeyAssertion(..)")
    }
}

/// The assertion of a consent with all that is needed to verify it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyEvidence {
    /// The consent that was asked for.
    pub consent: PasskeyConsent,
    /// The factor.
    pub factor: FactorId,
    /// What was consented to; its digest is part of the preimage.
    pub content: Content,
    /// What the authenticator signed.
    pub assertion: PasskeyAssertion,
    /// When it came in.
    pub received_at: Timestamp,
}
