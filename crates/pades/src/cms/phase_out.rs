//! Until when the algorithms of a timestamp may be relied on: a table with dates and where they come from.

use super::algorithm::{Hash, PublicKey, PublicKeyKind};
use crate::Utc;

/// The first second of 2031, UTC.
const START_OF_2031: i64 = 1_924_992_000;
/// The first second of 2014, UTC.
const START_OF_2014: i64 = 1_388_534_400;

/// An algorithm with an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhaseOut {
    /// What it is called.
    pub algorithm: &'static str,
    /// From when on it is not relied on, in seconds since 1970, UTC.
    pub from: i64,
    /// Who says so.
    pub source: &'static str,
}

/// 112 bits of strength may be used up to the end of 2030.
const UP_TO_2030: &str = "NIST SP 800-57 Part 1 Rev. 5, table 4; CRYPTREC LS-0003";
/// 80 bits of strength may not be used any more.
const LONG_GONE: &str =
    "NIST SP 800-131A Rev. 2, sections 3 and 9; ETSI TS 119 312, clauses 5.2 and 6.2";

/// Every algorithm that has an end. SHA-2 and SHA-3 with 256 bits and more, RSA with 3072 bits and more, and ECDSA and
/// Ed25519 on curves of 256 bits and more have no end that a final document sets.
pub const PHASE_OUTS: [PhaseOut; 6] = [
    PhaseOut { algorithm: "MD5", from: START_OF_2014, source: LONG_GONE },
    PhaseOut { algorithm: "SHA-1", from: START_OF_2014, source: LONG_GONE },
    PhaseOut { algorithm: "RSA below 2048 bits", from: START_OF_2014, source: LONG_GONE },
    PhaseOut { algorithm: "DSA", from: START_OF_2014, source: LONG_GONE },
    PhaseOut { algorithm: "SHA-224", from: START_OF_2031, source: UP_TO_2030 },
    PhaseOut { algorithm: "RSA below 3072 bits", from: START_OF_2031, source: UP_TO_2030 },
];

/// The line of the table for a digest algorithm.
pub(crate) fn of_hash(hash: Hash) -> Option<&'static PhaseOut> {
    line(match hash {
        Hash::Md5 => "MD5",
        Hash::Sha1 => "SHA-1",
        Hash::Sha224 => "SHA-224",
        Hash::Sha256
        | Hash::Sha384
        | Hash::Sha512
        | Hash::Sha512Short
        | Hash::Sha3Short
        | Hash::Sha3Middle
        | Hash::Sha3Long => return None,
    })
}

/// The line of the table for a key.
pub(crate) fn of_key(key: &PublicKey<'_>) -> Option<&'static PhaseOut> {
    line(match key.kind {
        PublicKeyKind::Rsa => match key.modulus_bits() {
            Some(3_072..) => return None,
            Some(2_048..) => "RSA below 3072 bits",
            Some(_) | None => "RSA below 2048 bits",
        },
        PublicKeyKind::Dsa => "DSA",
        PublicKeyKind::P256
        | PublicKeyKind::P384
        | PublicKeyKind::P521
        | PublicKeyKind::Brainpool256
        | PublicKeyKind::Brainpool384
        | PublicKeyKind::Ed25519
        | PublicKeyKind::Other(_) => return None,
    })
}

fn line(algorithm: &str) -> Option<&'static PhaseOut> {
    PHASE_OUTS.iter().find(|line| line.algorithm == algorithm)
}

impl PhaseOut {
    /// From when on the algorithm is not relied on.
    pub fn begins(&self) -> Utc {
        Utc::from_unix(self.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // O-46
    #[test]
    fn the_table_of_the_documentation_is_this_one() {
        let page = include_str!("../../../../docs/operations/algorithms.md");
        let rows = page.lines().filter(|line| line.starts_with("| ") && line.contains("-01-01"));
        let said: Vec<&str> = rows.collect();
        let known = PHASE_OUTS.iter().map(|line| {
            let day = line.begins().rfc3339()[..10].to_owned();
            format!("| {} | {day} | {} |", line.algorithm, line.source)
        });
        assert_eq!(said, known.collect::<Vec<_>>());
    }

    // O-46
    #[test]
    fn weak_digests_have_an_end_and_strong_ones_have_none() {
        assert_eq!(of_hash(Hash::Sha1).unwrap().from, START_OF_2014);
        assert_eq!(of_hash(Hash::Sha224).unwrap().begins().rfc3339(), "2031-01-01T00:00:00Z");
        for hash in [Hash::Sha256, Hash::Sha384, Hash::Sha512, Hash::Sha3Short] {
            assert_eq!(of_hash(hash), None);
        }
        for hash in [Hash::Md5, Hash::Sha1] {
            assert!(hash.is_weak() && of_hash(hash).is_some());
        }
    }
}
