//! Every file that intake accepts can be signed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wariin_pades::{Opening, intake_with};

/// The font that the service ships, for characters that fonts of fields lack.
static SANS: &[u8] = include_bytes!("../../../adapters/fonts/NotoSansJP_400Regular.ttf");

fuzz_target!(|bytes: &[u8]| {
    let intake =
        |bytes: Vec<u8>| intake_with(bytes, Opening { fonts: &[SANS], ..Opening::default() });
    if let Ok(taken) = intake(bytes.to_vec()) {
        assert!(taken.pages > 0);
        assert!(!(taken.is_signed && taken.repaired.is_some()), "what is signed is never changed");
        if let Some(repaired) = taken.repaired {
            let again = intake(repaired).expect("what was repaired is sound");
            assert!(again.repaired.is_none(), "what was repaired is repaired");
        }
    }
});
