//! Any file is verified without a panic, in bounded time and memory, and no signature is trusted without a
//! trusted root.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wariin_pades::{Chain, Trust, Utc, verify, verify_last};

fuzz_target!(|bytes: &[u8]| {
    let trust = Trust { roots: Vec::new(), now: Utc::from_unix(1_800_000_000) };
    if let Ok(report) = verify(bytes.to_vec(), &trust) {
        assert!(report.signatures.iter().all(|signature| signature.chain != Chain::Trusted));
        assert!(!report.to_string().is_empty());
    }
    let _ = verify_last(bytes);
});
