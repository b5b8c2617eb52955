//! What is refused, what is repaired, and what is accepted unchanged.

use crate::render::{first_page, text};
use crate::samples::{
    catalog, changed, contract, encrypted, hybrid, key, request, with_catalog_entry,
    with_open_action, with_streams,
};
use lopdf::{Document, Object, dictionary};
use wariin_pades::{Change, Error, Opening, Refused, intake, intake_with, sign};

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
fn an_encrypted_pdf_is_decrypted_or_asks_for_its_password_and_is_never_signed_as_it_is() {
    assert_eq!(refusal(encrypted()), Refused::PasswordNeeded);
    let wrong = intake_with(encrypted(), Opening { password: "secret", ..Opening::default() });
    assert_eq!(wrong.unwrap_err(), Refused::WrongPassword);
    let by_qpdf = crate::kinds::encrypted();
    let taken = intake(by_qpdf.clone()).unwrap();
    assert_eq!(taken.changes, [Change::Decrypted]);
    let plain = taken.repaired.unwrap();
    assert_eq!(first_page(&plain)[0].1.differing(&first_page(&by_qpdf)[0].1), 0);
    assert_eq!(text(&plain), text(&by_qpdf));
    assert!(matches!(sign(by_qpdf, &key(), &request("once")), Err(Error::Encrypted)));
}

/// Taken in, with nothing of what is named left in it.
fn removed(pdf: Vec<u8>, what: &[u8]) -> Vec<Change> {
    assert!(pdf.windows(what.len()).any(|w| w == what), "it is there before");
    let taken = intake(pdf.clone()).unwrap();
    let clean = taken.repaired.unwrap();
    assert!(!clean.windows(what.len()).any(|w| w == what), "it is not there afterwards");
    assert_eq!(first_page(&clean)[0].1.differing(&first_page(&pdf)[0].1), 0);
    let again = intake(clean).unwrap();
    assert!(again.repaired.is_none() && again.changes.is_empty(), "{:?}", again.changes);
    taken.changes
}

// DO-04
#[test]
fn active_content_is_removed_and_told() {
    for kind in ["JavaScript", "ImportData", "SubmitForm", "Rendition", "Hide", "Unknown"] {
        let told = removed(with_open_action(kind), b"/OpenAction");
        assert_eq!(told, [Change::ActionsRemoved], "{kind}");
    }
    for kind in ["Launch", "GoToR", "GoToE"] {
        let action = dictionary! { "S" => kind, "F" => Object::string_literal("other.pdf") };
        let told = removed(with_catalog_entry("OpenAction", action), b"other.pdf");
        assert_eq!(told, [Change::LinksRemoved(vec!["other.pdf".to_owned()])], "{kind}");
    }
    let names = dictionary! { "Names" => vec![Object::string_literal("a"), dictionary! {
        "S" => "JavaScript", "JS" => Object::string_literal("app.alert"),
    }.into()] };
    let scripts = dictionary! { "JavaScript" => names };
    let told = removed(with_catalog_entry("Names", scripts), b"app.alert");
    assert_eq!(told, [Change::ActionsRemoved]);
    let form = dictionary! { "Fields" => Object::Array(vec![]), "XFA" => Object::Array(vec![]) };
    assert_eq!(refusal(with_catalog_entry("AcroForm", form)), Refused::Xfa);
}

// DO-04
#[test]
fn a_name_means_what_it_says_in_its_own_place_only() {
    let empty = dictionary! { "EmbeddedFiles" => dictionary! { "Names" => Vec::<Object>::new() } };
    let font = dictionary! { "EF" => 1, "JS" => 2, "XFA" => 3, "S" => "JavaScript" };
    let cases = [
        ("an empty tree", with_catalog_entry("Names", empty)),
        ("resources", with_catalog_entry("PieceInfo", font)),
        (
            "information",
            changed(|d| {
                let info = d.add_object(dictionary! { "XFA" => Object::string_literal("x") });
                d.trailer.set("Info", info);
            }),
        ),
        ("a destination", with_catalog_entry("OpenAction", vec![0.into(), "Fit".into()])),
        ("a place", with_catalog_entry("OpenAction", dictionary! { "S" => "GoTo", "D" => "a" })),
        ("a form that is not there", with_catalog_entry("AcroForm", Object::Reference((99, 0)))),
    ];
    for (name, pdf) in cases {
        let taken = intake(pdf).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(taken.changes.iter().filter(|it| **it != Change::Repaired).count(), 0, "{name}");
    }
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
fn an_address_that_is_a_script_or_a_file_is_removed() {
    let open = |address: &str| {
        let uri = Object::string_literal(address);
        with_catalog_entry("OpenAction", dictionary! { "S" => "URI", "URI" => uri })
    };
    for script in ["JavaScript:alert(1)", " java\tscript:alert(1)", "data:text/html,x"] {
        assert_eq!(removed(open(script), b"/OpenAction"), [Change::ActionsRemoved], "{script}");
    }
    for file in ["file:///c:/a.exe", "FILE://a", "\\\\host\\a"] {
        let told = removed(open(file), b"/OpenAction");
        assert!(matches!(told[..], [Change::LinksRemoved(_)]), "{file}");
    }
}

// DO-04
#[test]
fn a_script_is_found_behind_other_actions_and_under_an_escaped_name() {
    let script = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("x") };
    let behind = dictionary! { "S" => "GoTo", "D" => "a", "Next" => vec![script.into()] };
    let told = removed(with_catalog_entry("OpenAction", behind), b"/OpenAction");
    assert_eq!(told, [Change::ActionsRemoved]);
    let pdf = with_open_action("JavaScript");
    let at = pdf.windows(10).position(|w| w == b"JavaScript").unwrap();
    let mut escaped = pdf;
    escaped.splice(at..=at, *b"#4A");
    assert_eq!(intake(escaped).unwrap().changes, [Change::Repaired, Change::ActionsRemoved]);
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
    assert_eq!(refusal([b"junk\r\n".to_vec(), signed].concat()), Refused::SignedDamaged);
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
fn a_hybrid_file_is_taken_as_it_is() {
    let taken = intake(hybrid()).unwrap();
    assert!(taken.repaired.is_none() && taken.changes.is_empty());
    let signed = sign(hybrid(), &key(), &request("once")).unwrap();
    assert!(signed.starts_with(&hybrid()) && intake(signed).unwrap().is_signed);
}

#[test]
fn a_signed_pdf_is_recognised() {
    let signed = sign(contract(), &key(), &request("once")).unwrap();
    assert!(intake(signed).unwrap().is_signed);
}
