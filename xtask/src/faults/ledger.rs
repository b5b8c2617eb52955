//! What the service acknowledged: the answers that the clients saw.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// What is known of one document.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    pub(super) is_requested: bool,
    /// The SHA-256 of what was uploaded, in hexadecimal digits.
    pub(super) file: String,
    pub(super) emails: Vec<String>,
    /// Whether its draft was finished and its sending acknowledged.
    pub(super) sent: bool,
    /// The ids of the recipients whose consent was acknowledged.
    pub(super) consented: BTreeSet<String>,
    pub(super) declined: BTreeSet<String>,
    pub(super) cancelled: Option<Instant>,
    /// Answers to a retry that were not those of the first try.
    pub(super) contradictions: Vec<String>,
}

/// All documents by their ids, without hyphens.
#[derive(Default)]
pub(super) struct Ledger(Mutex<BTreeMap<String, Record>>);

impl Ledger {
    /// Changes what is known of a document.
    pub(super) fn note(&self, document: &str, change: impl FnOnce(&mut Record)) {
        change(self.records().entry(plain(document)).or_default());
    }

    /// What is known of all documents.
    pub(super) fn all(&self) -> BTreeMap<String, Record> {
        self.records().clone()
    }

    fn records(&self) -> MutexGuard<'_, BTreeMap<String, Record>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A UUID without its hyphens.
pub(super) fn plain(id: &str) -> String {
    id.replace('-', "")
}
