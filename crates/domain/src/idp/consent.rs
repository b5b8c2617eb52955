//! A consent with a signed ID token of the provider: the `nonce` of the login is a digest of what is being
//! consented to, so that the signed ID token is evidence for that document.

use super::{IdpConnection, IdpIdentity, IdpRefusal, IdpStatement, StrengthRule};
use crate::{
    AccountId, Actor, AuthorizationRequestId, ConsentStatement, ContentDigest, DocumentId, Event,
    EventKind, Events, FileDigest, RecipientId, Timestamp, Uuid,
};
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
    /// What was shown and is consented to.
    pub content: ContentDigest,
    /// By which sentences; `None` where a release that did not keep them began it.
    pub statement: Option<ConsentStatement>,
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
    /// content digest (32, see [`crate::Content`]) ‖ random (32).
    pub fn preimage(&self) -> [u8; Self::PREIMAGE_BYTES] {
        let mut bytes = [0; Self::PREIMAGE_BYTES];
        let (version, rest) = bytes.split_at_mut(1);
        let (transaction, rest) = rest.split_at_mut(16);
        let (recipient, rest) = rest.split_at_mut(16);
        let (digest, random) = rest.split_at_mut(32);
        version[0] = Self::VERSION;
        transaction.copy_from_slice(Uuid::from(self.id).as_bytes());
        recipient.copy_from_slice(Uuid::from(self.recipient).as_bytes());
        digest.copy_from_slice(self.content.as_bytes());
        random.copy_from_slice(&self.random);
        bytes
    }

    /// The ID token that the provider signed for this consent is kept: the audit log commits to it.
    pub fn id_token_kept(&self, document: DocumentId, kept: KeptIdToken, now: Timestamp) -> Events {
        let KeptIdToken { nonce, sha256, strength } = kept;
        let kind = EventKind::IdTokenKept {
            recipient: self.recipient,
            authorization: self.id,
            nonce,
            sha256,
            strength,
        };
        Events::one(Event::of_document(document, now, Actor::Account(self.account), kind))
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
            content: self.content,
            authenticated_at: at,
            acr: said.acr.clone(),
            amr: said.amr.clone(),
        })
    }
}

/// What the audit log commits to of an ID token.
#[derive(Clone, Debug)]
pub struct KeptIdToken {
    /// The token's `nonce`.
    pub nonce: String,
    /// The SHA-256 of the token as it came in.
    pub sha256: FileDigest,
    /// The connection's rule for strong logins at that moment.
    pub strength: StrengthRule,
}

/// Proof that a provider authenticated a person for one consent, after it was asked to. Only
/// [`ConsentTransaction::accept`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdpProof {
    pub(crate) transaction: AuthorizationRequestId,
    pub(crate) account: AccountId,
    pub(crate) identity: IdpIdentity,
    pub(crate) recipient: RecipientId,
    pub(crate) content: ContentDigest,
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
