//! Entry points for the fuzzer into private parsers.

use crate::cms::certificate::Certificate;
use crate::cms::der::Reader;
use crate::cms::revocation::{Crl, OcspResponse};
use crate::cms::signed_data::SignedData;
use crate::pdf::raw::{RawDict, items, with_references};
use crate::pdf::show::Show;
use crate::pdf::string::text;
use crate::pdf::xref::Chain;

/// Reads the bytes as every ASN.1 structure that a signature may contain.
pub fn read_der(bytes: &[u8]) {
    let mut reader = Reader(bytes);
    while let Some(element) = reader.next() {
        let _ = element.octets();
    }
    if let Some(certificate) = Certificate::read(bytes) {
        let _ = (certificate.key(), certificate.subject_text(), certificate.crl_addresses());
        let _ = (certificate.is_ca(), certificate.is_signed_by(&certificate));
        if let Some(answer) = OcspResponse::read(bytes) {
            let _ = answer.signer(&certificate).is_some();
        }
    }
    if let Ok(signed) = SignedData::read(bytes) {
        let _ = (signed.verify(&[0; 32]).is_ok(), signed.timestamp().is_some());
    }
    let _ = Crl::read(bytes).is_some();
}

/// Reads the bytes as PDF syntax.
pub fn read_tokens(bytes: &[u8]) {
    if let Some(dict) = RawDict::parse(bytes) {
        assert!(RawDict::parse(&dict.write()).is_some(), "what was written is read back");
    }
    let _ = (items(bytes), text(bytes), Chain::walk(bytes).is_ok());
    if let Some(shows) = Show::all(bytes) {
        assert!(shows.iter().all(|show| show.range.end <= bytes.len()), "within the contents");
    }
    let _ = with_references(bytes, |(number, _)| format!("{number} 0 R"));
}
