//! One thing that was looked at.

use serde::Serialize;

/// What was found, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    /// What was looked at; a name that stays.
    pub(super) check: &'static str,
    /// How bad it is.
    pub(super) level: Level,
    /// What was found.
    pub(super) says: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cure: Option<String>,
}

/// How bad something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    /// As it should be.
    Well,
    /// To be known; among it what could not be asked.
    Note,
    /// It works now, and will not always, or not for all people.
    Warning,
    /// It does not work.
    Wrong,
}

impl Finding {
    pub(super) fn well(check: &'static str, says: impl Into<String>) -> Self {
        Self { check, level: Level::Well, says: says.into(), cure: None }
    }

    pub(super) fn note(check: &'static str, says: impl Into<String>) -> Self {
        Self { level: Level::Note, ..Self::well(check, says) }
    }

    pub(super) fn warning(
        check: &'static str,
        says: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        Self { level: Level::Warning, cure: Some(cure.into()), ..Self::well(check, says) }
    }

    pub(super) fn wrong(
        check: &'static str,
        says: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        Self { level: Level::Wrong, ..Self::warning(check, says, cure) }
    }
}
