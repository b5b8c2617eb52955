//! The number by which two people speak of a document on the phone.

use crate::{DocumentId, Uuid};
use core::fmt;

/// The reference number of a document (お問い合わせ番号): eight digits, written as `1234-5678`.
///
/// It is the random part of the document's id (RFC 9562, section 5.7: `rand_b`, the last 62 bits) modulo 10⁸:
/// the same wherever the document is shown, and kept nowhere. It is no secret. It names a document among those
/// of one person, not among all, and opens nothing: a mailed link is authenticated by a key, and is made of
/// the recipient's id, which has no part in this number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReferenceNumber(u32);

impl ReferenceNumber {
    /// How many numbers there are.
    const COUNT: u64 = 100_000_000;

    /// The number of this document.
    pub fn of(document: DocumentId) -> Self {
        let (_, tail) = Uuid::from(document).as_u64_pair();
        let random = tail & (u64::MAX >> 2);
        Self(u32::try_from(random % Self::COUNT).unwrap_or_default())
    }
}

impl fmt::Display for ReferenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:04}", self.0 / 10_000, self.0 % 10_000)
    }
}
