//! Certificates, signatures, timestamps, OCSP answers and CRLs, and the tokens of PDF, read from any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wariin_pades::fuzzing::{read_der, read_tokens};

fuzz_target!(|bytes: &[u8]| {
    read_der(bytes);
    read_tokens(bytes);
});
