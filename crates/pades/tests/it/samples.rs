//! PDFs of the kinds that come in, made from one real contract.

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

/// A file of so many pages with so many bytes of contents on each, in a classic structure.
pub(crate) fn pages(count: usize, bytes: usize) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut offsets = Vec::new();
    let mut object = |pdf: &mut Vec<u8>, body: &[u8]| {
        offsets.push(pdf.len());
        pdf.extend_from_slice(format!("{} 0 obj\n", offsets.len()).as_bytes());
        pdf.extend_from_slice(body);
        pdf.extend_from_slice(b"\nendobj\n");
    };
    object(&mut pdf, b"<</Type/Catalog/Pages 2 0 R>>");
    let kids: Vec<String> = (0..count).map(|n| format!("{} 0 R", 3 + 2 * n)).collect();
    let tree = format!("<</Type/Pages/Kids[{}]/Count {count}>>", kids.join(" "));
    object(&mut pdf, tree.as_bytes());
    for n in 0..count {
        let page = format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]/Resources<<>>/Contents {} 0 R>>",
            4 + 2 * n
        );
        object(&mut pdf, page.as_bytes());
        let mut stream = format!("<</Length {bytes}>>\nstream\n").into_bytes();
        stream.extend((0..bytes).map(|place| if place % 80 == 79 { b'\n' } else { b' ' }));
        stream.extend_from_slice(b"\nendstream");
        object(&mut pdf, &stream);
    }
    let start = pdf.len();
    let mut tail = format!("xref\n0 {}\n0000000000 65535 f\r\n", offsets.len() + 1);
    for offset in &offsets {
        tail += &format!("{offset:010} 00000 n\r\n");
    }
    let size = offsets.len() + 1;
    tail += &format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    pdf.extend_from_slice(tail.as_bytes());
    pdf
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
