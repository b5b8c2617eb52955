//! What a consent is given to, as one digest that can be recomputed from the files, the input fields and
//! their values.

use crate::field::{append_count, append_value};
use crate::{
    Assignee, Consent, Document, FieldId, FieldValue, FileDigest, InputField, RecipientId,
};
use alloc::vec::Vec;
use core::fmt;
use sha2::{Digest, Sha256};

/// What a recipient consents to: the files as taken in, in order, and the input fields (入力項目) with the
/// values that this recipient sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The SHA-256 of each file, in order.
    pub files: Vec<FileDigest>,
    /// The fields in the order of the pages, each with the place of its file; their values are those of the
    /// sender, of the recipients who consented before, and this recipient's own.
    pub fields: Vec<(usize, InputField)>,
}

/// The SHA-256 of [`Content::preimage`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentDigest([u8; 32]);

impl Content {
    /// The first bytes of every preimage: the name and version of the format.
    pub const TAG: &'static [u8; 16] = b"wariin-content-1";

    /// What the digest is taken of: [`Self::TAG`] ‖ number of files (4 bytes, big-endian) ‖ the SHA-256 of
    /// each file (32 bytes each) ‖ number of input fields (4 bytes) ‖ their definitions ‖ number of values (4
    /// bytes) ‖ the values, in the order of their fields. `docs/evidence.md` lists the bytes of both.
    pub fn preimage(&self) -> Vec<u8> {
        ContentPreimage::of(self).bytes()
    }

    /// The digest that a consent is bound to.
    pub fn digest(&self) -> ContentDigest {
        ContentPreimage::of(self).digest()
    }
}

/// The preimage of a content digest in its parts, so that the contents of several consents share what they
/// have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentPreimage {
    /// All bytes before the number of values.
    pub head: Vec<u8>,
    /// The bytes of each value, in the order of the fields.
    pub values: Vec<Vec<u8>>,
}

impl ContentPreimage {
    /// The preimage of this content.
    pub fn of(content: &Content) -> Self {
        let (files, fields) = (&content.files, &content.fields);
        let mut head = Vec::with_capacity(24 + 32 * files.len() + 96 * fields.len());
        head.extend(Content::TAG);
        append_count(files.len(), &mut head);
        for file in files {
            head.extend(file.as_bytes());
        }
        append_count(fields.len(), &mut head);
        for (file, field) in fields {
            field.append_definition(*file, &mut head);
        }
        let filled = fields.iter().filter_map(|(_, field)| Some((field.id, field.value.as_ref()?)));
        let value = |(field, value): (FieldId, &FieldValue)| {
            let mut bytes = Vec::new();
            append_value(field, value, &mut bytes);
            bytes
        };
        Self { head, values: filled.map(value).collect() }
    }

    /// The preimage: the head ‖ the number of values (4 bytes, big-endian) ‖ the values.
    pub fn bytes(&self) -> Vec<u8> {
        let length = self.values.iter().map(Vec::len).sum::<usize>();
        let mut bytes = Vec::with_capacity(self.head.len() + 4 + length);
        bytes.extend_from_slice(&self.head);
        append_count(self.values.len(), &mut bytes);
        for value in &self.values {
            bytes.extend_from_slice(value);
        }
        bytes
    }

    /// The SHA-256 of [`Self::bytes`].
    pub fn digest(&self) -> ContentDigest {
        ContentDigest(Sha256::digest(self.bytes()).into())
    }
}

impl ContentDigest {
    /// Wraps the 32 bytes of a digest.
    pub const fn new(sha256: [u8; 32]) -> Self {
        Self(sha256)
    }

    /// The 32 bytes of the digest.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads 64 lower-case hexadecimal digits, as [`fmt::Display`] writes them.
    pub fn parse(hex: &str) -> Option<Self> {
        FileDigest::parse(hex).map(|digest| Self(*digest.as_bytes()))
    }
}

impl fmt::Display for ContentDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        FileDigest::new(self.0).fmt(f)
    }
}

impl fmt::Debug for ContentDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentDigest({self})")
    }
}

impl Document {
    /// What was sent: the files, the fields, and what the sender filled in.
    pub fn content(&self) -> Content {
        self.content_with(|field| field.assignee == Assignee::Sender)
    }

    /// The digest of [`Self::content`].
    pub fn content_digest(&self) -> ContentDigest {
        self.content().digest()
    }

    /// What this recipient sees and consents to: the files, the fields, and what the sender, this recipient
    /// and the recipients who consented before filled in.
    pub fn content_for(&self, recipient: RecipientId) -> Content {
        let own = self.recipient(recipient).and_then(|r| r.consent());
        let is_before = |other: &Consent| own.is_none_or(|own| other.at <= own.at);
        self.content_with(|field| match field.assignee {
            Assignee::Sender => true,
            Assignee::Recipient(filler) if filler == recipient => true,
            Assignee::Recipient(filler) => {
                self.recipient(filler).and_then(|r| r.consent()).is_some_and(is_before)
            }
        })
    }

    /// The digest that the consent of this recipient is bound to: as it was given, or as it would be now.
    pub fn content_digest_for(&self, recipient: RecipientId) -> ContentDigest {
        match self.recipient(recipient).and_then(|r| r.consent()) {
            Some(consent) => consent.content,
            None => self.content_for(recipient).digest(),
        }
    }

    fn content_with(&self, is_seen: impl Fn(&InputField) -> bool) -> Content {
        let place = |field: &InputField| {
            self.files.iter().position(|file| file.id == field.file).unwrap_or(usize::MAX)
        };
        let seen = |field: &InputField| {
            let value = field.value.clone().filter(|_| is_seen(field));
            (place(field), InputField { value, ..field.clone() })
        };
        Content { files: self.file_digests(), fields: self.fields.iter().map(seen).collect() }
    }
}
