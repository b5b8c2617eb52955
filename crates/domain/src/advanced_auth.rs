//! The advanced authentication request (高度な認証リクエスト): asked for, undone, and, once sent, fixed.

use crate::{
    AccountId, DocumentPolicy, Language, PersonName, RecipientDetails, RequestLanguages,
    RequestReason, Timestamp,
};

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
        /// Who set it, as it was then; `None` in documents of releases that did not keep it.
        by: Option<RequestOrigin>,
    },
}

/// Who set the request of a document that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestOrigin {
    /// The sender, where no rule of the organisation demanded it.
    Sender,
    /// The organisation's settings, for this reason.
    Organisation(RequestReason),
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

/// What the request does not go together with: the one table from which server checks, disabled
/// controls, error names and the help are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exclusion {
    /// A recipient whose language is not Japanese, unless the organisation has lifted the lock.
    ForeignLanguage,
}

/// Something in a document that the request does not go together with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Excluded {
    /// A recipient's language is not Japanese.
    #[error("a recipient's language is not Japanese")]
    Language {
        /// The recipient.
        recipient: PersonName,
        /// The language that stands in the way.
        language: Language,
    },
}

impl Exclusion {
    /// The whole table.
    pub const ALL: [Self; 1] = [Self::ForeignLanguage];

    /// The stable name, as errors and the audit log use it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ForeignLanguage => "language_must_be_ja",
        }
    }

    /// Whether it counts for documents under these terms.
    pub fn applies(self, policy: &DocumentPolicy) -> bool {
        match self {
            Self::ForeignLanguage => policy.request_languages == RequestLanguages::JapaneseOnly,
        }
    }

    /// What about this recipient the request does not go together with.
    fn found_in(self, details: &RecipientDetails) -> Option<Excluded> {
        match self {
            Self::ForeignLanguage if details.language == Language::Japanese => None,
            Self::ForeignLanguage => Some(Excluded::Language {
                recipient: details.name.clone(),
                language: details.language,
            }),
        }
    }
}

impl Excluded {
    /// By which row of the table.
    pub const fn exclusion(&self) -> Exclusion {
        match self {
            Self::Language { .. } => Exclusion::ForeignLanguage,
        }
    }

    /// The first thing about these recipients that the request does not go together with.
    pub fn among<'a>(
        recipients: impl IntoIterator<Item = &'a RecipientDetails>,
        policy: &DocumentPolicy,
    ) -> Option<Self> {
        let counts = |exclusion: &Exclusion| exclusion.applies(policy);
        recipients.into_iter().find_map(|details| {
            Exclusion::ALL.iter().filter(|e| counts(e)).find_map(|e| e.found_in(details))
        })
    }
}
