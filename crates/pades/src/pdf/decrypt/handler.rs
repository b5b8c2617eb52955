//! What an encryption dictionary says (ISO 32000-2, sections 7.6.2 to 7.6.6).

use super::super::raw::{RawDict, name};
use super::super::string::string;
use super::cipher::Cipher;

/// The standard security handler of one PDF.
pub(super) struct Handler {
    /// `R`: 2 to 6.
    pub(super) revision: u64,
    pub(super) strings: Cipher,
    pub(super) streams: Cipher,
    pub(super) embedded_files: Cipher,
    pub(super) encrypts_metadata: bool,
    /// The lengths that the file key may have, in bytes, as the entries say and as viewers try.
    pub(super) key_lengths: Vec<usize>,
    /// `P` as it goes into the key.
    pub(super) permissions: [u8; 4],
    /// `O`, `U`, `OE` and `UE`.
    pub(super) owner: Vec<u8>,
    pub(super) user: Vec<u8>,
    pub(super) owner_key: Vec<u8>,
    pub(super) user_key: Vec<u8>,
    filters: RawDict,
}

impl Handler {
    /// Reads the dictionary; `None` where the handler, its version or a filter is not known, or an entry lacks.
    pub(super) fn of(encrypt: &RawDict) -> Option<Self> {
        (encrypt.get("Filter").and_then(name)? == b"Standard").then_some(())?;
        let (version, revision) = (encrypt.integer("V")?, encrypt.integer("R")?);
        let is_known = matches!((version, revision), (1 | 2, 2 | 3) | (4, 4) | (5, 5 | 6));
        is_known.then_some(())?;
        let has_filters = version >= 4;
        let filters = encrypt.get("CF").and_then(RawDict::parse).unwrap_or_default();
        let text = |key| encrypt.get(key).and_then(string);
        let mut handler = Self {
            revision,
            strings: Cipher::Rc4,
            streams: Cipher::Rc4,
            embedded_files: Cipher::Rc4,
            encrypts_metadata: !has_filters || encrypt.get("EncryptMetadata") != Some(b"false"),
            key_lengths: key_lengths(encrypt, &filters),
            permissions: permissions(encrypt)?,
            owner: text("O")?,
            user: text("U")?,
            owner_key: text("OE").unwrap_or_default(),
            user_key: text("UE").unwrap_or_default(),
            filters,
        };
        if has_filters {
            handler.strings = handler.under(encrypt, "StrF")?.unwrap_or(Cipher::Identity);
            handler.streams = handler.under(encrypt, "StmF")?.unwrap_or(Cipher::Identity);
            handler.embedded_files = handler.under(encrypt, "EFF")?.unwrap_or(handler.streams);
        }
        Some(handler)
    }

    /// The cipher of the crypt filter of this name.
    pub(super) fn named(&self, filter: &[u8]) -> Option<Cipher> {
        if filter == b"Identity" {
            return Some(Cipher::Identity);
        }
        let filter = self.filters.get(std::str::from_utf8(filter).ok()?);
        let filter = filter.and_then(RawDict::parse)?;
        match filter.get("CFM").map_or(Some(b"None".to_vec()), name)?.as_slice() {
            b"None" => Some(Cipher::Identity),
            b"V2" if self.revision == 4 => Some(Cipher::Rc4),
            b"AESV2" if self.revision == 4 => Some(Cipher::Aes128),
            b"AESV3" if self.revision >= 5 => Some(Cipher::Aes256),
            _ => None,
        }
    }

    /// The cipher of the crypt filter that is named under a key; an outer `None` where it is not known.
    fn under(&self, encrypt: &RawDict, key: &str) -> Option<Option<Cipher>> {
        match encrypt.get(key) {
            Some(raw) => self.named(&name(raw)?).map(Some),
            None => Some(None),
        }
    }
}

/// `P`, a signed number that some write without its sign, low-order byte first.
fn permissions(encrypt: &RawDict) -> Option<[u8; 4]> {
    let number: i64 = std::str::from_utf8(encrypt.get("P")?).ok()?.trim().parse().ok()?;
    number.to_le_bytes().first_chunk().copied()
}

/// The length as the specification defines it comes first. Then what else is found: in bytes instead of bits, in
/// the crypt filter, or 40 or 128 bits in spite of what is said. The password proves which of them is right.
fn key_lengths(encrypt: &RawDict, filters: &RawDict) -> Vec<usize> {
    let filter = encrypt.get("StmF").and_then(name).and_then(|name| String::from_utf8(name).ok());
    let filter = filter.and_then(|name| filters.get(&name).and_then(RawDict::parse));
    let said = [encrypt.integer("Length"), filter.and_then(|filter| filter.integer("Length"))];
    let said = said.into_iter().flatten().flat_map(|length| [length / 8, length]);
    let mut lengths = Vec::new();
    for length in said.chain([5, 16]).filter_map(|length| usize::try_from(length).ok()) {
        if (5..=16).contains(&length) && !lengths.contains(&length) {
            lengths.push(length);
        }
    }
    lengths
}
