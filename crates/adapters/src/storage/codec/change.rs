//! What is stored of the changes of a file.

use super::JsonColumn;
use serde::{Deserialize, Serialize};
use wariin_domain::{FileChange, FoundNames};

/// What was changed about a file, or found in it.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::storage) struct Changes(pub(in crate::storage) Vec<FileChange>);

#[derive(Debug, Serialize, Deserialize)]
pub(in crate::storage) struct StoredChanges {
    changes: Vec<StoredChange>,
}

/// A change by its name, with the names that are shown and how many there are.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::storage) struct StoredChange {
    change: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    names: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
}

impl StoredChange {
    pub(super) fn of(change: &FileChange) -> Self {
        let names = change.names();
        let shown = |names: &FoundNames| names.shown().iter().map(ToString::to_string).collect();
        Self {
            change: change.name().to_owned(),
            names: names.map(shown),
            count: names.map(FoundNames::count),
        }
    }

    pub(super) fn restored(self) -> Option<FileChange> {
        let count = self.count.unwrap_or_default();
        let names = self.names.map(|shown| FoundNames::among(shown, count));
        FileChange::parse(&self.change, names)
    }
}

impl JsonColumn for Changes {
    const COLUMN: &'static str = "document_file.changes";
    type Stored = StoredChanges;

    fn stored(&self) -> StoredChanges {
        StoredChanges { changes: self.0.iter().map(StoredChange::of).collect() }
    }

    fn restored(stored: StoredChanges) -> Option<Self> {
        let changes = stored.changes.into_iter().map(StoredChange::restored);
        changes.collect::<Option<_>>().map(Self)
    }
}
