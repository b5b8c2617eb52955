//! The advanced authentication request (高度な認証リクエスト): asked for, undone, and, once sent, fixed.

use crate::{AccountId, Language, PersonName, Recipient, Timestamp};

/// Whether a document asks every recipient for a second factor or an identity provider.
///
/// `NotRequested` ⇄ `Requested` while the document is a draft; sending turns `Requested` into
/// `Enforced`, from which there is no way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdvancedAuthPolicy {
    /// Not asked for.
    NotRequested,
    /// Asked for on a draft.
    Requested {
        /// Who asked, strongly signed in.
        by: AccountId,
        /// When it was last asked for.
        at: Timestamp,
    },
    /// In force: the document was sent with it.
    Enforced {
        /// When the document was sent.
        since: Timestamp,
    },
}

impl AdvancedAuthPolicy {
    /// Whether the request is set, be the document sent or not.
    pub fn is_requested(self) -> bool {
        match self {
            Self::NotRequested => false,
            Self::Requested { .. } | Self::Enforced { .. } => true,
        }
    }
}

/// What the request does not go together with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AdvancedAuthExclusion {
    /// A recipient's language is not Japanese.
    #[error("a recipient's language is not Japanese")]
    Language {
        /// The recipient.
        recipient: PersonName,
        /// The language that stands in the way.
        language: Language,
    },
}

impl AdvancedAuthExclusion {
    /// The first thing among these recipients that the request does not go together with.
    pub fn among(recipients: &[Recipient]) -> Option<Self> {
        recipients
            .iter()
            .map(|r| &r.details)
            .find(|details| details.language != Language::Japanese)
            .map(|details| Self::Language {
                recipient: details.name.clone(),
                language: details.language,
            })
    }
}
