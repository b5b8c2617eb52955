//! A revision never changes a byte of the base.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wariin_pades::{Laid, Revision, SignatureRequest, Utc};

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut revision) = Revision::of(bytes.to_vec()) else { return };
    let flattened = revision.flatten_form();
    let laid = revision.lay_over(bytes.to_vec(), &[Laid { page: 0, over: 0 }]);
    if flattened.is_err() || laid.is_err() {
        return;
    }
    let request = SignatureRequest {
        name: "name".into(),
        reason: "reason".into(),
        at: Utc::from_unix(1_800_000_000),
    };
    if let Ok(prepared) = revision.prepare(&request, 100) {
        let written = prepared.embed(&[1; 100]).expect("it fits");
        assert!(written.starts_with(bytes));
    }
});
