//! Packs whose bytes or JSON were changed at random, the same in every run: always a verdict, never a good one for
//! other bytes, and never a panic.

use super::forged::leaves;
use super::forger::{forged_pack, part, parts};
use super::{checked, concluded};
use crate::databases::sqlite;
use serde_json::{Value, json};
use wariin_adapters::EvidenceOutcome;

/// A generator of numbers (Knuth's MMIX), so that a failure is seen again.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    /// A piece of the bytes, of all lengths alike from one byte to all of them.
    fn piece(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let start = self.below(bytes.len());
        let longest = (bytes.len() - start).ilog2() + 1;
        let length = 1 << self.below(longest as usize);
        start..start + length
    }
}

/// Cuts a piece out, repeats it, moves it, or writes over it.
fn mutated(pack: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = pack.to_vec();
    let piece = random.piece(&bytes);
    match random.below(6) {
        0 => drop(bytes.drain(piece)),
        1 => {
            let copy = bytes[piece.clone()].to_vec();
            bytes.splice(piece.end..piece.end, copy);
        }
        2 => {
            let moved: Vec<u8> = bytes.drain(piece).collect();
            let to = random.below(bytes.len() + 1);
            bytes.splice(to..to, moved);
        }
        3 => bytes[piece].fill(0),
        4 => bytes[piece].fill(0xff),
        _ => {
            // Numbers of ZIP's headers, which stand near the end: lengths, places, counts.
            let end = bytes.len();
            let from = end - random.below(2_000.min(end)) - 1;
            let value = [0, 1, 0x7f, 0xff][random.below(4)];
            bytes[from..end.min(from + 4)].fill(value);
        }
    }
    bytes
}

// O-17
#[tokio::test]
async fn a_pack_of_which_a_piece_was_cut_repeated_moved_or_overwritten_never_verifies() {
    let pack = concluded(&sqlite().await).await.pack().await;
    let mut random = Random(72);
    let mut changed = 0;
    while changed < 1_500 {
        let seed = random.0;
        let bytes = mutated(&pack, &mut random);
        if bytes == pack {
            continue;
        }
        changed += 1;
        let outcome = checked(&bytes).outcome;
        let is_found = matches!(outcome, EvidenceOutcome::Failed | EvidenceOutcome::Unreadable);
        assert!(is_found, "after the number {seed}: {outcome:?}");
    }
}

/// Values that no packer writes in the place of another.
fn strange(random: &mut Random) -> Value {
    match random.below(9) {
        0 => Value::Null,
        1 => json!(-1),
        2 => json!(u64::MAX),
        3 => json!(1e300),
        4 => json!(""),
        5 => json!("字".repeat(70_000)),
        6 => json!([]),
        7 => json!({ "": {} }),
        _ => (0..100).fold(json!(0), |inner, _| json!([inner])),
    }
}

// O-17
#[tokio::test]
async fn strange_values_in_signed_evidence_get_a_verdict() {
    let pack = concluded(&sqlite().await).await.pack().await;
    let mut own = parts(&pack);
    let evidence: Value = serde_json::from_slice(part(&mut own, "evidence.json")).unwrap();
    let mut places = Vec::new();
    leaves(&evidence, "", &mut places);
    let mut random = Random(16);
    let mut outcomes = Vec::new();
    for _ in 0..1_000 {
        let place = &places[random.below(places.len())];
        // The value itself, or the object or list around it.
        let around = place.rsplit_once('/').map_or("", |(around, _)| around);
        let place = if random.below(4) == 0 { around } else { place.as_str() };
        let value = strange(&mut random);
        let forged = forged_pack(&pack, |evidence| {
            if let Some(found) = evidence.pointer_mut(place) {
                *found = value;
            }
        });
        let check = checked(&forged);
        let said: Value = serde_json::from_str(&check.json()).unwrap();
        assert!(
            said["findings"].as_array().is_some_and(|findings| !findings.is_empty()),
            "{place}"
        );
        outcomes.push(check.outcome);
    }
    let failed = outcomes.iter().filter(|outcome| **outcome == EvidenceOutcome::Failed).count();
    assert!(failed > 900, "only {failed} of a thousand strange values were noticed");
}
