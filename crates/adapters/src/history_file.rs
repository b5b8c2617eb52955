//! A document's history as a file that verifies by itself, with no database and no network.

use crate::checkpoint::TreeHead;
use crate::signed_note::NoteVerifier;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tlog_tiles::tlog::{Hash, check_record, record_hash};
use wariin_domain::evidence::{EventRecord, NO_HASH};
use wariin_domain::{Subject, Timestamp, Uuid};

pub(crate) const FORMAT: &str = "wariin/history/v1";

/// The file: described in `docs/evidence.md`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct HistoryFile {
    pub(crate) format: String,
    pub(crate) subject: String,
    pub(crate) id: Uuid,
    pub(crate) key: String,
    pub(crate) checkpoint: String,
    pub(crate) events: Vec<HistoryEvent>,
}

/// An event as it is stored, and its place in the log.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HistoryEvent {
    pub(crate) sequence: u64,
    pub(crate) at: i64,
    pub(crate) actor: String,
    pub(crate) actor_id: Option<Uuid>,
    pub(crate) kind: String,
    pub(crate) data: String,
    pub(crate) previous: String,
    pub(crate) hash: String,
    pub(crate) leaf: u64,
    pub(crate) proof: Vec<String>,
}

/// What a file that verifies says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedHistory {
    /// What the history is of, by its stable name, and its id.
    pub subject: (String, Uuid),
    /// How many events it has.
    pub events: usize,
    /// The checkpoint that all of them are proved against.
    pub checkpoint: String,
    /// The key by which the checkpoint was signed.
    pub key: String,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HistoryProblem {
    /// It is no history, or one of another version.
    #[error("it is not a history of the format {FORMAT}")]
    Format,
    /// The key to verify with is none.
    #[error("the verifier key cannot be read")]
    Key,
    /// The checkpoint was not signed by that key.
    #[error("the checkpoint was not signed by the key {0}")]
    Checkpoint(String),
    /// There is no event in it.
    #[error("there are no events")]
    Empty,
    /// An event is missing before this one.
    #[error("events are missing before event {0}")]
    Missing(u64),
    /// The event does not follow the one before it.
    #[error("event {0} does not follow the one before it")]
    Unlinked(u64),
    /// The event is not what was hashed.
    #[error("event {0} was changed")]
    Changed(u64),
    /// The event is not in the log that was signed.
    #[error("event {0} is not proved to be in the signed log")]
    NotProved(u64),
}

impl HistoryFile {
    pub(crate) fn new(
        subject: Subject,
        key: String,
        checkpoint: String,
        events: Vec<HistoryEvent>,
    ) -> Self {
        let (format, id) = (FORMAT.to_owned(), subject.id());
        Self { format, subject: subject.name().to_owned(), id, key, checkpoint, events }
    }

    pub(crate) fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }
}

/// Verifies a history: that its events follow each other from the first, that none was changed, and that
/// each is in the log whose head this key signed. Without a key, the one that the file names is taken; who
/// relies on the result then has to know that key from elsewhere.
///
/// # Errors
/// [`HistoryProblem`] says what is wrong first.
pub fn verify_history(json: &str, key: Option<&str>) -> Result<VerifiedHistory, HistoryProblem> {
    let file: HistoryFile = serde_json::from_str(json).map_err(|_| HistoryProblem::Format)?;
    if file.format != FORMAT {
        return Err(HistoryProblem::Format);
    }
    let verifier = NoteVerifier::parse(key.unwrap_or(&file.key)).ok_or(HistoryProblem::Key)?;
    let head = TreeHead::open(&verifier, &file.checkpoint)
        .ok_or_else(|| HistoryProblem::Checkpoint(verifier.to_string()))?;
    if file.events.is_empty() {
        return Err(HistoryProblem::Empty);
    }
    let mut previous = NO_HASH;
    for (event, sequence) in file.events.iter().zip(1..) {
        if event.sequence != sequence {
            return Err(HistoryProblem::Missing(event.sequence));
        }
        if event.previous != hex::encode(previous) {
            return Err(HistoryProblem::Unlinked(sequence));
        }
        let hash = event.hash_of(&file.subject, file.id, &previous);
        if event.hash != hex::encode(hash) {
            return Err(HistoryProblem::Changed(sequence));
        }
        if !is_proved(&hash, event.leaf, &event.proof, head) {
            return Err(HistoryProblem::NotProved(sequence));
        }
        previous = hash;
    }
    Ok(VerifiedHistory {
        subject: (file.subject, file.id),
        events: file.events.len(),
        checkpoint: file.checkpoint,
        key: verifier.to_string(),
    })
}

impl HistoryEvent {
    /// The hash of this event of the subject, behind the one with that hash.
    pub(crate) fn hash_of(&self, subject: &str, id: Uuid, previous: &[u8]) -> [u8; 32] {
        let record = EventRecord {
            subject,
            subject_id: id,
            sequence: self.sequence,
            at: Timestamp::from_micros(self.at),
            actor: &self.actor,
            actor_id: self.actor_id,
            kind: &self.kind,
            data: &self.data,
            previous,
        };
        Sha256::digest(record.canonical_bytes()).into()
    }
}

/// Whether the log with this head has the hash at this leaf.
pub(crate) fn is_proved(hash: &[u8], leaf: u64, proof: &[String], head: TreeHead) -> bool {
    let read = |hex: &String| {
        let mut bytes = [0; 32];
        hex::decode_to_slice(hex, &mut bytes).ok().map(|()| Hash(bytes))
    };
    let Some(proof) = proof.iter().map(read).collect::<Option<Vec<_>>>() else {
        return false;
    };
    check_record(&proof, head.size, head.root, leaf, record_hash(hash)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signed_note::NoteSigner;
    use std::collections::HashMap;
    use tlog_tiles::tlog::node_hash;

    const DOCUMENT: &str = include_str!("../../../docs/evidence.md");

    /// The fenced blocks of this kind in the document.
    fn blocks(kind: &str) -> Vec<&'static str> {
        let start = format!("```{kind}\n");
        let after = DOCUMENT.split(start.as_str()).skip(1);
        after.map(|rest| rest.split_once("```").unwrap().0).collect()
    }

    // EV-01
    #[test]
    fn the_test_vectors_of_the_document_are_computed_from_it() {
        let mut leaves = Vec::new();
        for block in blocks("vector") {
            let fields: HashMap<_, _> = block
                .lines()
                .map(|line| line.split_once(':').unwrap())
                .map(|(name, value)| (name, value.trim()))
                .collect();
            let previous = hex::decode(fields["previous"]).unwrap();
            let record = EventRecord {
                subject: fields["subject"],
                subject_id: Uuid::parse_str(fields["subject_id"]).unwrap(),
                sequence: fields["sequence"].parse().unwrap(),
                at: Timestamp::from_micros(fields["at"].parse().unwrap()),
                actor: fields["actor"],
                actor_id: Uuid::parse_str(fields["actor_id"]).ok(),
                kind: fields["kind"],
                data: fields["data"],
                previous: &previous,
            };
            let bytes = record.canonical_bytes();
            assert_eq!(hex::encode(&bytes), fields["bytes"]);
            let hash = Sha256::digest(&bytes);
            assert_eq!(hex::encode(hash), fields["hash"]);
            let leaf = record_hash(&hash);
            assert_eq!(hex::encode(leaf.0), fields["leaf"]);
            leaves.push(leaf);
        }
        assert_eq!(leaves.len(), 2);
        let signer = NoteSigner::from_seed(&[1; 32]);
        let head = TreeHead { size: 2, root: node_hash(leaves[0], leaves[1]) };
        assert_eq!(blocks("checkpoint"), [head.sign(&signer).unwrap()]);
        assert_eq!(blocks("key"), [format!("{}\n", signer.verifier())]);
    }
}
