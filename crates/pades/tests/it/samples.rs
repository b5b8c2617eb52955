//! PDFs of the kinds that come in, made from one real contract.

pub(crate) use crate::files::pages;
use lopdf::{Dictionary, Document, Object, SaveOptions, dictionary};
use wariin_pades::{KeyKind, SealKey, SignatureRequest, Utc};

pub(crate) const NOW: i64 = 1_795_000_000;

/// A two-page contract in Japanese with a classic cross-reference table.
pub(crate) fn contract() -> Vec<u8> {
    include_bytes!("../../../../docs/examples/contract.pdf").to_vec()
}

/// The same with object streams and a cross-reference stream.
pub(crate) fn with_streams() -> Vec<u8> {
    let mut document = Document::load_mem(&contract()).unwrap();
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
    let mut out = Vec::new();
    document.save_with_options(&mut out, options).unwrap();
    out
}

/// The smallest contract: one page, nothing on it.
pub(crate) fn one_page() -> Vec<u8> {
    pages(1, 0)
}

/// The same, changed by hand.
pub(crate) fn changed(change: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::load_mem(&contract()).unwrap();
    change(&mut document);
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

/// The same with an entry in its catalog.
pub(crate) fn with_catalog_entry(key: &str, value: impl Into<Object>) -> Vec<u8> {
    changed(|document| catalog(document).set(key, value))
}

pub(crate) fn catalog(document: &mut Document) -> &mut Dictionary {
    document.catalog_mut().unwrap()
}

/// An action of this kind, as a document's open action.
pub(crate) fn with_open_action(kind: &str) -> Vec<u8> {
    with_catalog_entry("OpenAction", dictionary! { "S" => kind, "JSX" => 1 })
}

pub(crate) fn key() -> SealKey {
    SealKey::generate(KeyKind::P256, "割印商事株式会社", Utc::from_unix(NOW)).unwrap().key
}

pub(crate) fn request(reason: &str) -> SignatureRequest {
    request_at(reason, Utc::from_unix(NOW))
}

pub(crate) fn request_at(reason: &str, at: Utc) -> SignatureRequest {
    SignatureRequest { name: "割印商事株式会社".into(), reason: reason.into(), at }
}
