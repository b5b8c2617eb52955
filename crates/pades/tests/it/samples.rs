//! PDFs of the kinds that are uploaded, made from one real contract.

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

/// One page whose title only readers of cross-reference streams find (ISO 32000-1, section 7.5.8.4).
pub(crate) fn hybrid() -> Vec<u8> {
    let mut pdf = one_page();
    pdf.truncate(pdf.windows(5).rposition(|w| w == b"xref\n").unwrap());
    pdf.truncate(pdf.windows(5).rposition(|w| w == b"xref\n").unwrap_or(pdf.len()));
    let mut places = Vec::new();
    for number in 1..=4 {
        let head = format!("\n{number} 0 obj\n");
        places.push(1 + pdf.windows(head.len()).position(|w| w == head.as_bytes()).unwrap());
    }
    let mut object = |pdf: &mut Vec<u8>, body: &[u8]| {
        places.push(pdf.len());
        pdf.extend_from_slice(body);
        pdf.extend_from_slice(b"\nendstream\nendobj\n");
    };
    object(
        &mut pdf,
        b"5 0 obj\n<</Type/ObjStm/N 1/First 4/Length 21>>\nstream\n6 0 <</Title(title)>>",
    );
    let section =
        b"7 0 obj\n<</Type/XRef/W[1 2 1]/Index[6 1]/Size 8/Length 4>>\nstream\n\x02\0\x05\0";
    object(&mut pdf, section);
    let (start, hidden) = (pdf.len(), places[5]);
    let mut tail = "xref\n0 6\n0000000006 65535 f\r\n".to_owned();
    places.truncate(5);
    for place in places {
        tail += &format!("{place:010} 00000 n\r\n");
    }
    tail += &format!("6 2\n0000000000 00000 f\r\n{hidden:010} 00000 n\r\n");
    tail += &format!("trailer\n<</Size 8/Root 1 0 R/Info 6 0 R/XRefStm {hidden}>>\n");
    tail += &format!("startxref\n{start}\n%%EOF\n");
    [pdf, tail.into_bytes()].concat()
}

/// The contract as if it were encrypted with an empty password.
pub(crate) fn encrypted() -> Vec<u8> {
    changed(|document| {
        let encrypt = document.add_object(dictionary! {
            "Filter" => "Standard", "V" => 1, "R" => 2, "P" => -4,
            "O" => Object::string_literal(vec![7; 32]), "U" => Object::string_literal(vec![8; 32]),
        });
        document.trailer.set("Encrypt", encrypt);
    })
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
    SignatureRequest::new("割印商事株式会社", reason, at)
}
