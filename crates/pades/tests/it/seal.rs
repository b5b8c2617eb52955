//! A seal adds one revision, changes no earlier byte, and any change after it is found.

use crate::samples::{NOW, catalog, changed, contract, key, request, with_streams};
use lopdf::{Object, dictionary};
use wariin_pades::{Error, KeyKind, SealKey, Utc, prepare, sign, verify_last};

#[test]
fn the_received_bytes_are_a_prefix_of_the_sealed_bytes() {
    for pdf in [contract(), with_streams()] {
        let sealed = sign(pdf.clone(), &key(), &request("document 42")).unwrap();
        assert!(sealed.starts_with(&pdf));
        verify_last(&sealed).unwrap();
    }
}

// DO-07
#[test]
fn any_flipped_byte_is_found() {
    let sealed = sign(contract(), &key(), &request("document 42")).unwrap();
    let step = sealed.len() / 97;
    for at in (0..sealed.len()).step_by(step) {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        let is_padding = sealed[at] == b'0' && changed[at] == b'1';
        assert!(verify_last(&changed).is_err() || is_padding, "byte {at}");
    }
}

// DO-07
#[test]
fn bytes_after_the_seal_are_found() {
    let mut sealed = sign(contract(), &key(), &request("document 42")).unwrap();
    sealed.extend_from_slice(b"\n% more\n");
    assert!(matches!(verify_last(&sealed), Err(Error::NotIntact(_))));
}

// DO-07
#[test]
fn a_well_formed_appended_revision_is_found() {
    let sealed = sign(contract(), &key(), &request("document 42")).unwrap();
    let base = lopdf::Document::load_mem(&sealed).unwrap();
    let mut document = lopdf::IncrementalDocument::create_from(sealed.clone(), base);
    document.new_document.add_object(dictionary! { "Later" => true });
    let mut appended = Vec::new();
    document.save_to(&mut appended).unwrap();
    assert!(appended.starts_with(&sealed));
    assert!(matches!(
        verify_last(&appended),
        Err(Error::NotIntact("bytes outside the byte range") | Error::Object(_) | Error::Xref(_))
    ));
}

#[test]
fn a_second_seal_leaves_the_first_as_it_was() {
    let once = sign(contract(), &key(), &request("first")).unwrap();
    let twice = sign(once.clone(), &key(), &request("second")).unwrap();
    assert!(twice.starts_with(&once));
    verify_last(&twice).unwrap();
    verify_last(&once).unwrap();
}

#[test]
fn annotations_and_form_may_be_direct_indirect_absent_or_null() {
    let variants: Vec<Vec<u8>> = vec![
        changed(|d| {
            catalog(d).set("AcroForm", dictionary! { "Fields" => Object::Array(vec![]) });
        }),
        changed(|d| {
            let fields = d.add_object(Object::Array(vec![]));
            let form = d.add_object(dictionary! { "Fields" => fields, "NeedAppearances" => true });
            catalog(d).set("AcroForm", form);
        }),
        changed(|d| {
            let fields = d.add_object(Object::Array(vec![]));
            catalog(d).set("AcroForm", dictionary! { "Fields" => fields });
        }),
        changed(|d| catalog(d).set("AcroForm", Object::Null)),
        changed(|d| {
            let annots = d.add_object(Object::Array(vec![]));
            let page = *d.get_pages().values().next().unwrap();
            d.get_object_mut(page).unwrap().as_dict_mut().unwrap().set("Annots", annots);
        }),
        changed(|d| {
            let page = *d.get_pages().values().next().unwrap();
            let page = d.get_object_mut(page).unwrap().as_dict_mut().unwrap();
            page.set("Annots", Object::Array(vec![]));
        }),
    ];
    for (number, pdf) in variants.into_iter().enumerate() {
        let sealed = sign(pdf, &key(), &request("document 42")).unwrap();
        verify_last(&sealed).unwrap_or_else(|e| panic!("variant {number}: {e}"));
        let text = String::from_utf8_lossy(&sealed);
        assert!(text.matches("/SigFlags 3").count() == 1, "variant {number}");
    }
}

#[test]
fn a_signature_that_is_too_long_is_refused_and_not_truncated() {
    let prepared = prepare(contract(), &request("document 42"), 100).unwrap();
    assert!(matches!(
        prepared.embed(&[0; 101]),
        Err(Error::TooLarge { needed: 101, reserved: 100 })
    ));
}

#[test]
fn a_key_is_read_back_from_its_pem() {
    for kind in [KeyKind::Rsa, KeyKind::P256, KeyKind::P384] {
        let new = SealKey::generate(kind, "割印商事", Utc::from_unix(NOW)).unwrap();
        let again = SealKey::from_pem(&new.pem).unwrap();
        assert_eq!(again.certificate(), new.key.certificate());
        assert_eq!(again.kind(), kind);
    }
    let key = key();
    assert!(SealKey::from_pem("nothing").is_err());
    assert_eq!(format!("{key:?}"), "SealKey(..)");
}
