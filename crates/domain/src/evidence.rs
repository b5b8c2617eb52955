//! The bytes that the audit log hashes and authenticates: an evidence format, described with test vectors
//! in `docs/evidence.md`.
//!
//! Nothing is hashed here, and nothing of an event is interpreted: its data goes in as the exact text that
//! is stored, so that a verifier never has to understand an event.

use crate::Timestamp;
use alloc::vec::Vec;
use uuid::Uuid;

/// The version tag of an event's bytes.
pub const EVENT_FORMAT: &str = "wariin/event/v1";
/// The version tag of the bytes of a chain's head.
pub const HEAD_FORMAT: &str = "wariin/head/v1";
/// What the first event of a chain has in the place of the hash of the one before it.
pub const NO_HASH: [u8; 32] = [0; 32];

/// The columns of a stored event that are hashed, as they are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventRecord<'a> {
    /// What the event happened to: [`crate::Subject::name`].
    pub subject: &'a str,
    /// The subject's id.
    pub subject_id: Uuid,
    /// The event's number in the subject's chain, from 1.
    pub sequence: u64,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it: [`crate::Actor::name`].
    pub actor: &'a str,
    /// The actor's id.
    pub actor_id: Option<Uuid>,
    /// What happened: [`crate::EventKind::name`].
    pub kind: &'a str,
    /// The rest of what happened: the exact JSON text that is stored.
    pub data: &'a str,
    /// The hash of the event before it in the chain, or [`NO_HASH`].
    pub previous: &'a [u8],
}

impl EventRecord<'_> {
    /// The bytes whose SHA-256 digest is the event's hash.
    pub fn canonical_bytes(&self) -> Vec<u8> {
        let actor_id = self.actor_id.map(Uuid::into_bytes);
        framed(&[
            EVENT_FORMAT.as_bytes(),
            self.subject.as_bytes(),
            self.subject_id.as_bytes(),
            &self.sequence.to_be_bytes(),
            &self.at.as_micros().to_be_bytes(),
            self.actor.as_bytes(),
            actor_id.as_ref().map_or(&[], |id| id.as_slice()),
            self.kind.as_bytes(),
            self.data.as_bytes(),
            self.previous,
        ])
    }
}

/// The newest event of a chain, as it is authenticated apart from the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadRecord<'a> {
    /// Whose chain it is: [`crate::Subject::name`].
    pub subject: &'a str,
    /// The subject's id.
    pub subject_id: Uuid,
    /// The number of the newest event.
    pub sequence: u64,
    /// The hash of the newest event.
    pub hash: &'a [u8],
}

impl HeadRecord<'_> {
    /// The bytes over which the head's message authentication code is made.
    pub fn canonical_bytes(&self) -> Vec<u8> {
        framed(&[
            HEAD_FORMAT.as_bytes(),
            self.subject.as_bytes(),
            self.subject_id.as_bytes(),
            &self.sequence.to_be_bytes(),
            self.hash,
        ])
    }
}

/// The fields one after the other, each behind its length as eight bytes, most significant first. No two
/// different lists of fields have the same bytes.
fn framed(fields: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(fields.iter().map(|field| field.len() + 8).sum());
    for field in fields {
        bytes.extend((field.len() as u64).to_be_bytes());
        bytes.extend_from_slice(field);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: EventRecord<'_> = EventRecord {
        subject: "document",
        subject_id: Uuid::from_u128(1),
        sequence: 1,
        at: Timestamp::from_micros(-2),
        actor: "account",
        actor_id: Some(Uuid::from_u128(3)),
        kind: "described",
        data: "{}",
        previous: &NO_HASH,
    };

    #[test]
    fn each_field_stands_behind_its_length() {
        let bytes = EVENT.canonical_bytes();
        assert_eq!(&bytes[..8], [0, 0, 0, 0, 0, 0, 0, 15]);
        assert_eq!(&bytes[8..23], b"wariin/event/v1");
        assert_eq!(&bytes[23..39], b"\0\0\0\0\0\0\0\x08document");
        assert_eq!(&bytes[79..95], b"\0\0\0\0\0\0\0\x08\xff\xff\xff\xff\xff\xff\xff\xfe");
        assert_eq!(bytes.len(), 10 * 8 + 15 + 8 + 16 + 8 + 8 + 7 + 16 + 9 + 2 + 32);
    }

    #[test]
    fn every_column_changes_the_bytes_and_nothing_moves_between_columns() {
        let other = [
            EventRecord { subject: "account", ..EVENT },
            EventRecord { subject_id: Uuid::from_u128(2), ..EVENT },
            EventRecord { sequence: 2, ..EVENT },
            EventRecord { at: Timestamp::from_micros(0), ..EVENT },
            EventRecord { actor: "operator", ..EVENT },
            EventRecord { actor_id: None, ..EVENT },
            EventRecord { kind: "sent", ..EVENT },
            EventRecord { data: "{} ", ..EVENT },
            EventRecord { previous: &[1; 32], ..EVENT },
            EventRecord { kind: "described{", data: "}", ..EVENT },
        ];
        for record in other {
            assert_ne!(record.canonical_bytes(), EVENT.canonical_bytes(), "{record:?}");
        }
    }

    #[test]
    fn a_head_says_whose_it_is() {
        let head = HeadRecord {
            subject: "document",
            subject_id: Uuid::from_u128(1),
            sequence: 7,
            hash: &[9; 32],
        };
        let other = HeadRecord { subject_id: Uuid::from_u128(2), ..head };
        assert_ne!(head.canonical_bytes(), other.canonical_bytes());
        assert_eq!(head.canonical_bytes().len(), 5 * 8 + 14 + 8 + 16 + 8 + 32);
    }
}
