//! A consent that the provider itself testifies: the `nonce` of the login is a digest of what is being
//! consented to, so that the signed ID token is evidence for that document.

use super::{IdpConnection, IdpIdentity, IdpRefusal, IdpStatement};
use crate::{AccountId, AuthorizationRequestId, FileDigest, RecipientId, Timestamp, Uuid};
use alloc::{string::String, vec::Vec};

/// A consent that waits for a fresh login at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentTransaction {
    /// Its id.
    pub id: AuthorizationRequestId,
    /// Whose session began it.
    pub account: AccountId,
    /// The identity that is signed in and has to be authenticated again.
    pub identity: IdpIdentity,
    /// As which recipient.
    pub recipient: RecipientId,
    /// The files that were shown, by digest, in order.
    pub files: Vec<FileDigest>,
    /// 256 random bits.
    pub random: [u8; 32],
    /// When it began.
    pub began_at: Timestamp,
}

impl ConsentTransaction {
    /// The form of the preimage.
    pub const VERSION: u8 = 1;
    /// The length of the preimage in bytes.
    pub const PREIMAGE_BYTES: usize = 1 + 16 + 16 + 32 + 32;

    /// What the nonce is the SHA-256 of: version (1 byte) ‖ transaction (16) ‖ recipient (16) ‖
    /// document digest (32) ‖ random (32). The document's digest is the SHA-256 of its files' digests
    /// one after the other, in order.
    pub fn preimage(&self, document: FileDigest) -> [u8; Self::PREIMAGE_BYTES] {
        let mut bytes = [0; Self::PREIMAGE_BYTES];
        let (version, rest) = bytes.split_at_mut(1);
        let (transaction, rest) = rest.split_at_mut(16);
        let (recipient, rest) = rest.split_at_mut(16);
        let (digest, random) = rest.split_at_mut(32);
        version[0] = Self::VERSION;
        transaction.copy_from_slice(Uuid::from(self.id).as_bytes());
        recipient.copy_from_slice(Uuid::from(self.recipient).as_bytes());
        digest.copy_from_slice(document.as_bytes());
        random.copy_from_slice(&self.random);
        bytes
    }

    /// Takes the provider's statement for this consent.
    ///
    /// # Errors
    /// [`IdpRefusal`]: not the same person, not authenticated after this began, not strongly, or not
    /// said when.
    pub fn accept(
        &self,
        connection: &IdpConnection,
        said: &IdpStatement,
        now: Timestamp,
    ) -> Result<IdpProof, IdpRefusal> {
        let at = connection.judge_fresh(said, &self.identity, self.began_at, now)?;
        Ok(IdpProof {
            transaction: self.id,
            account: self.account,
            identity: self.identity.clone(),
            recipient: self.recipient,
            files: self.files.clone(),
            authenticated_at: at,
            acr: said.acr.clone(),
            amr: said.amr.clone(),
        })
    }
}

/// Proof that a provider authenticated a person for one consent, after it was asked to. Only
/// [`ConsentTransaction::accept`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdpProof {
    pub(crate) transaction: AuthorizationRequestId,
    pub(crate) account: AccountId,
    pub(crate) identity: IdpIdentity,
    pub(crate) recipient: RecipientId,
    pub(crate) files: Vec<FileDigest>,
    pub(crate) authenticated_at: Timestamp,
    pub(crate) acr: Option<String>,
    pub(crate) amr: Vec<String>,
}

impl IdpProof {
    /// When the provider authenticated the person.
    pub fn authenticated_at(&self) -> Timestamp {
        self.authenticated_at
    }
}
