//! What the admins of an organisation set, with the defaults of a new one.

use crate::{RecipientPolicy, Span, TextError, TimeZoneName};
use core::fmt;

/// What the admins of an organisation set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganisationSettings {
    /// Whether members need a second factor.
    pub second_factor: SecondFactorRule,
    /// What its documents are sent under.
    pub policy: DocumentPolicy,
    /// Where its clocks stand: how instants are written for its people and its recipients.
    pub time_zone: TimeZoneName,
}

/// What a document is sent under: the organisation's settings as they were at that moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentPolicy {
    /// How long a mailed link can be used.
    pub link_life: LinkLife,
    /// How old the last use of a factor may be when a recipient consents.
    pub step_up_age: StepUpAge,
    /// Which languages go together with the request.
    pub request_languages: RequestLanguages,
    /// Which completion mails carry the sealed files.
    pub completion: CompletionFiles,
    /// Whether the first page of sealed files shows that they are sealed.
    pub seal_mark: SealMark,
    /// What is demanded of the recipients, whatever the sender sets.
    pub recipients: RecipientPolicy,
}

/// Whether members need a second factor (or an identity provider) to work in the organisation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SecondFactorRule {
    /// 任意
    #[default]
    Optional,
    /// 必須: a member without one enrols it at the next sign-in.
    Required,
}

/// Which languages of recipients go together with the advanced authentication request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RequestLanguages {
    /// Japanese only.
    #[default]
    JapaneseOnly,
    /// Every language: the organisation has lifted the lock.
    Any,
}

/// Which completion mails carry the sealed files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CompletionFiles {
    /// None: each carries a link.
    Never,
    /// Those of documents that no recipient had to sign in strongly or type an access code for.
    #[default]
    Ungated,
    /// All of them.
    Always,
}

/// Whether the first page of a sealed file shows the mark of the seal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SealMark {
    /// 電子署名済み and the document's id stand at the lower left of the first page.
    #[default]
    Shown,
    /// Nothing is shown.
    Hidden,
}

impl CompletionFiles {
    /// Whether the mail about a document carries its sealed files.
    pub const fn go_with(self, is_closed: bool) -> bool {
        match self {
            Self::Never => false,
            Self::Ungated => !is_closed,
            Self::Always => true,
        }
    }
}

macro_rules! choices {
    ($($kind:ident { $($variant:ident = $name:literal),+ })+) => {$(
        impl $kind {
            /// Every choice.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }

            /// Reads what [`Self::name`] writes.
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.name() == name)
            }
        }
    )+};
}
pub(super) use choices;

choices! {
    SecondFactorRule { Optional = "optional", Required = "required" }
    RequestLanguages { JapaneseOnly = "ja", Any = "any" }
    CompletionFiles { Never = "never", Ungated = "ungated", Always = "always" }
    SealMark { Shown = "shown", Hidden = "hidden" }
}

macro_rules! lengths {
    ($($(#[$doc:meta])* $name:ident, $unit:ident, $least:literal to $most:literal, default $default:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(u32);

        impl $name {
            /// The least number.
            pub const LEAST: u32 = $least;
            /// The greatest number.
            pub const MOST: u32 = $most;

            /// This many, if it lies between [`Self::LEAST`] and [`Self::MOST`].
            ///
            /// # Errors
            /// [`TextError::Malformed`].
            pub fn new(number: u32) -> Result<Self, TextError> {
                if (Self::LEAST..=Self::MOST).contains(&number) {
                    Ok(Self(number))
                } else {
                    Err(TextError::Malformed)
                }
            }

            /// Reads ASCII digits.
            ///
            /// # Errors
            /// As [`Self::new`].
            pub fn parse(text: &str) -> Result<Self, TextError> {
                Self::new(text.trim().parse().map_err(|_| TextError::Malformed)?)
            }

            /// The number.
            pub const fn number(self) -> u32 {
                self.0
            }

            /// As a span of time.
            pub const fn span(self) -> Span {
                Span::$unit(self.0)
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self($default)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

lengths! {
    /// How long a mailed link can be used, in days.
    LinkLife, days, 1 to 60, default 10;
    /// How old the last use of a factor may be when a recipient consents, in minutes; an older one is
    /// asked for again.
    StepUpAge, minutes, 1 to 60, default 15;
}
