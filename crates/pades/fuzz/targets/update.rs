//! A revision never changes a byte of the base.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wariin_pades::{Appearance, Area, Laid, Revision, SignatureRequest, Utc};

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut revision) = Revision::of(bytes.to_vec()) else { return };
    let laid = revision.lay_over(bytes.to_vec(), &[Laid { page: 0, over: 0 }]);
    if laid.is_err() {
        return;
    }
    let mut request = SignatureRequest::new("name", "reason", Utc::from_unix(1_800_000_000));
    let area = Area { x: 0.0, y: 0.0, width: 1.0, height: 1.0 };
    let (pdf, words) = (bytes.to_vec(), "words".into());
    request.appearance =
        bytes.len().is_multiple_of(2).then_some(Appearance { page: 0, area, pdf, words });
    if let Ok(prepared) = revision.prepare(&request, 100) {
        let written = prepared.embed(&[1; 100]).expect("it fits");
        assert!(written.starts_with(bytes));
    }
});
