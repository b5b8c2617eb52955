//! Any file is checked as an evidence pack without a panic, in bounded time and memory, and only the pack itself
//! is good. An input that is no ZIP is the `evidence.json` of a pack that a forger signed.
#![no_main]

#[path = "../it/evidence/forger.rs"]
mod forger;
mod mutator;

use forger::{forged_pack, pack_around, part, parts};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use wariin_adapters::{EvidenceAnchors, EvidenceOutcome, check_evidence};
use wariin_domain::{Language, Timestamp};

/// A pack that the tests made.
const PACK: &[u8] = include_bytes!("../packs/v1.zip");

/// The key of the service that made it: the fourth line of its list of parts.
static ANCHORS: LazyLock<EvidenceAnchors> = LazyLock::new(|| {
    let mut parts = parts(PACK);
    let list = String::from_utf8(part(&mut parts, "manifest.txt").clone()).unwrap();
    let key = list.lines().nth(3).map(str::to_owned);
    EvidenceAnchors { key, ..EvidenceAnchors::default() }
});

/// Writes what the fuzzer begins with, where the environment names a folder for it.
fn write_seeds() {
    let Some(folder) = std::env::var_os("WARIIN_FUZZ_SEEDS") else { return };
    fs::create_dir_all(&folder).unwrap();
    let mut forged = parts(&forged_pack(PACK, |_| {}));
    let evidence = part(&mut forged, "evidence.json");
    fs::write(Path::new(&folder).join("evidence.json"), evidence).unwrap();
    fs::write(Path::new(&folder).join("pack.zip"), PACK).unwrap();
}

fuzz_target!(init: write_seeds(), |bytes: &[u8]| {
    let is_pack = bytes.starts_with(b"PK");
    let forged = (!is_pack).then(|| pack_around(parts(PACK), bytes.to_vec()));
    let pack = forged.as_deref().unwrap_or(bytes);
    let check = check_evidence(pack, &ANCHORS, Timestamp::from_micros(1_800_000_000_000_000));
    let is_found = matches!(check.outcome, EvidenceOutcome::Failed | EvidenceOutcome::Unreadable);
    assert!(is_found || pack == PACK, "other bytes are said to be {}", check.outcome.name());
    assert!(serde_json::from_str::<serde_json::Value>(&check.json()).is_ok());
    assert!(Language::ALL.iter().all(|language| !check.text(*language).is_empty()));
});

fuzz_mutator!(|bytes: &mut [u8], length: usize, limit: usize, seed: u32| {
    let other = if bytes[..length].starts_with(b"PK") {
        mutator::pack(&bytes[..length], seed)
    } else {
        mutator::json(&bytes[..length], seed)
    };
    match other {
        Some(other) if other.len() <= limit => {
            bytes[..other.len()].copy_from_slice(&other);
            other.len()
        }
        _ => libfuzzer_sys::fuzzer_mutate(bytes, length, limit),
    }
});
