//! What the service acknowledged: the answers that the clients saw.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// What is known of one document.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    pub(super) is_requested: bool,
    /// What its mails name it by.
    pub(super) title: String,
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

/// A code that a consent was taken with: whose it is, and its time step.
type Code = (String, u64);

/// All documents by their ids, without hyphens, and the codes that were taken.
#[derive(Default)]
pub(super) struct Ledger {
    records: Mutex<BTreeMap<String, Record>>,
    /// With the recipient's turn that each was taken for.
    codes: Mutex<BTreeMap<Code, String>>,
    reused: Mutex<Vec<String>>,
}

impl Ledger {
    /// Changes what is known of a document.
    pub(super) fn note(&self, document: &str, change: impl FnOnce(&mut Record)) {
        change(self.records().entry(plain(document)).or_default());
    }

    /// What is known of all documents.
    pub(super) fn all(&self) -> BTreeMap<String, Record> {
        self.records().clone()
    }

    /// A consent was taken with a code.
    pub(super) fn code_taken(&self, email: &str, step: u64, recipient: &str) {
        match lock(&self.codes).entry((email.to_owned(), step)) {
            Entry::Vacant(first) => {
                first.insert(recipient.to_owned());
            }
            Entry::Occupied(first) if first.get() == recipient => {}
            Entry::Occupied(first) => lock(&self.reused).push(format!(
                "INV7: the code of step {step} of {email} was taken for {} and for {recipient}",
                first.get()
            )),
        }
    }

    /// Codes that were taken more than once.
    pub(super) fn reused(&self) -> Vec<String> {
        lock(&self.reused).clone()
    }

    /// How many consents were acknowledged.
    pub(super) fn consents(&self) -> usize {
        self.records().values().map(|record| record.consented.len()).sum()
    }

    fn records(&self) -> MutexGuard<'_, BTreeMap<String, Record>> {
        lock(&self.records)
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A UUID without its hyphens.
pub(super) fn plain(id: &str) -> String {
    id.replace('-', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    // FA-13
    #[test]
    fn a_code_that_was_taken_for_two_consents_is_found() {
        let ledger = Ledger::default();
        ledger.code_taken("taro@example.com", 7, "/r/first");
        ledger.code_taken("taro@example.com", 7, "/r/first");
        ledger.code_taken("taro@example.com", 8, "/r/second");
        ledger.code_taken("hanako@example.com", 7, "/r/second");
        assert!(
            ledger.reused().is_empty(),
            "the same form once more, another step, another person"
        );
        ledger.code_taken("taro@example.com", 7, "/r/second");
        let found = ledger.reused();
        assert!(found.len() == 1 && found[0].starts_with("INV7"), "{found:?}");
    }
}
