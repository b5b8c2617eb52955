//! What is refused, what is repaired, and what is accepted unchanged.

use crate::samples::{
    catalog, changed, contract, encrypted, hybrid, key, request, with_catalog_entry,
    with_open_action, with_streams,
};
use lopdf::{Document, Object, dictionary};
use wariin_pades::{Error, Refused, intake, sign};

fn refusal(pdf: Vec<u8>) -> Refused {
    intake(pdf).unwrap_err()
}

#[test]
fn a_sound_contract_is_accepted_unchanged() {
    for pdf in [contract(), with_streams()] {
        let taken = intake(pdf).unwrap();
        assert!(taken.pages >= 1);
        assert!(taken.repaired.is_none() && !taken.is_signed);
    }
}

// DO-03
#[test]
fn what_is_not_a_pdf_is_refused() {
    assert_eq!(refusal(b"PK\x03\x04 a word document".to_vec()), Refused::NotPdf);
    assert_eq!(refusal(Vec::new()), Refused::NotPdf);
}

// DO-03
#[test]
fn a_truncated_pdf_is_refused_or_repaired_but_never_accepted_unchanged() {
    let whole = contract();
    for tenths in 1..10 {
        let cut = whole[..whole.len() * tenths / 10].to_vec();
        if let Ok(taken) = intake(cut) {
            assert!(taken.repaired.is_some());
        }
    }
}

// DO-03
#[test]
fn a_pdf_without_pages_is_refused() {
    let pdf = changed(|document| {
        let pages = catalog(document).get(b"Pages").unwrap().as_reference().unwrap();
        let pages = document.get_object_mut(pages).unwrap().as_dict_mut().unwrap();
        pages.set("Kids", Object::Array(vec![]));
        pages.set("Count", 0);
    });
    assert!(matches!(refusal(pdf), Refused::NoPages | Refused::Damaged));
}

// DO-03
#[test]
fn an_encrypted_pdf_is_refused_even_with_an_empty_password() {
    assert_eq!(refusal(encrypted()), Refused::Encrypted);
    let by_qpdf = crate::kinds::encrypted();
    assert_eq!(refusal(by_qpdf.clone()), Refused::Encrypted);
    assert!(matches!(sign(by_qpdf, &key(), &request("once")), Err(Error::Encrypted)));
}

// DO-04
#[test]
fn active_content_is_refused_with_its_reason() {
    assert_eq!(refusal(with_open_action("JavaScript")), Refused::JavaScript);
    for kind in ["Launch", "GoToR", "GoToE", "ImportData", "SubmitForm", "Thread", "Rendition"] {
        assert_eq!(refusal(with_open_action(kind)), Refused::Launch, "{kind}");
    }
    let names = dictionary! { "EmbeddedFiles" => dictionary! { "Names" => Object::Array(vec![]) } };
    assert_eq!(refusal(with_catalog_entry("Names", names)), Refused::EmbeddedFiles);
    let form = dictionary! { "Fields" => Object::Array(vec![]), "XFA" => Object::Array(vec![]) };
    assert_eq!(refusal(with_catalog_entry("AcroForm", form)), Refused::Xfa);
}

// FA-07
#[test]
fn what_could_not_be_sealed_later_is_refused_now() {
    let pdf = changed(|d| {
        let page = *d.get_pages().values().next().unwrap();
        let page = d.get_object_mut(page).unwrap().as_dict_mut().unwrap();
        for n in 0..2_000 {
            page.set(format!("K{n}"), n);
        }
    });
    assert_eq!(refusal(pdf), Refused::Damaged);
}

// DO-04
#[test]
fn a_link_that_is_a_script_is_refused() {
    let uri = Object::string_literal("JavaScript:alert(1)");
    let action = dictionary! { "S" => "URI", "URI" => uri };
    assert_eq!(refusal(with_catalog_entry("OpenAction", action)), Refused::JavaScript);
}

// DO-04
#[test]
fn javascript_is_found_inside_direct_objects_and_under_an_escaped_name() {
    let deep = dictionary! {
        "O" => Object::Array(vec![dictionary! { "S" => "JavaScript" }.into()]),
    };
    assert_eq!(refusal(with_catalog_entry("AA", deep)), Refused::JavaScript);
    let pdf = with_open_action("JavaScript");
    let at = pdf.windows(10).position(|w| w == b"JavaScript").unwrap();
    let mut escaped = pdf;
    escaped.splice(at..=at, *b"#4A");
    assert_eq!(refusal(escaped), Refused::JavaScript);
}

// DO-04
#[test]
fn a_document_certified_against_changes_is_refused() {
    let reference = dictionary! {
        "TransformMethod" => "DocMDP", "TransformParams" => dictionary! { "P" => 1, "V" => "1.2" },
    };
    let signature =
        dictionary! { "Type" => "Sig", "Reference" => Object::Array(vec![reference.into()]) };
    assert_eq!(
        refusal(with_catalog_entry("Perms", dictionary! { "DocMDP" => signature })),
        Refused::Certified
    );
}

#[test]
fn junk_before_the_header_and_a_wrong_startxref_are_repaired_first() {
    let junk = [b"\r\n\r\n".to_vec(), contract()].concat();
    let mut wrong = contract();
    let at = wrong.windows(9).rposition(|w| w == b"startxref").unwrap();
    wrong.splice(at.., *b"startxref\n7\n%%EOF\n");
    for pdf in [junk, wrong] {
        let repaired = intake(pdf).unwrap().repaired.expect("repaired");
        assert!(intake(repaired.clone()).unwrap().repaired.is_none());
        assert_eq!(Document::load_mem(&repaired).unwrap().get_pages().len(), 2);
    }
}

// DO-03
#[test]
fn a_signed_file_that_would_have_to_be_repaired_is_refused() {
    let signed = sign(contract(), &key(), &request("once")).unwrap();
    assert_eq!(refusal([b"junk\r\n".to_vec(), signed].concat()), Refused::Damaged);
}

#[test]
fn unreachable_objects_are_removed_by_a_repair() {
    let mut document = Document::load_mem(&contract()).unwrap();
    document.add_object(dictionary! { "Later" => Object::Reference((9_999, 0)) });
    let mut pdf = b"junk\r\n".to_vec();
    document.save_to(&mut pdf).unwrap();
    let repaired = intake(pdf).unwrap().repaired.expect("repaired");
    assert!(!repaired.windows(5).any(|w| w == b"Later"));
    assert!(intake(repaired).unwrap().repaired.is_none());
}

#[test]
fn a_hybrid_file_is_repaired_first() {
    let repaired = intake(hybrid()).unwrap().repaired.expect("repaired");
    let document = Document::load_mem(&repaired).unwrap();
    assert!(document.trailer.get(b"XRefStm").is_err());
}

#[test]
fn a_signed_pdf_is_recognised() {
    let signed = sign(contract(), &key(), &request("once")).unwrap();
    assert!(intake(signed).unwrap().is_signed);
}
