//! Every change of a sealed file, and every addition to it, is found: by us, and by other validators where they
//! can.

use crate::authority::{Authority, Loopback, now, python};
use crate::samples::{contract, key, request, request_at, with_streams};
use lopdf::{Document, IncrementalDocument, Object, dictionary};
use proptest::test_runner::{Config, TestRunner};
use std::process::Command;
use wariin_pades::{
    Added, Coverage, Error, ProofScope, Report, Trust, Utc, archive, sign, sign_with_timestamp,
    verify,
};

fn checked(pdf: Vec<u8>) -> Result<Report, Error> {
    verify(pdf, &Trust { roots: Vec::new(), now: now() })
}

/// Whether the report on this file says that something is wrong with it.
fn is_noticed(pdf: Vec<u8>) -> bool {
    let has_oddities = |report: &Report| report.signatures.iter().any(|it| !it.oddities.is_empty());
    checked(pdf).map_or(true, |report| !report.is_intact() || has_oddities(&report))
}

/// Places all over a file, the same in every run.
fn places(length: usize, count: usize) -> impl Iterator<Item = usize> {
    // A full-period linear congruence spreads them without repeating soon (Knuth, TAOCP 3.2.1).
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    std::iter::repeat_with(move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % length
    })
    .take(count)
}

// DO-07
#[test]
fn one_flipped_bit_at_each_of_a_thousand_places_is_found() {
    let authority = Authority::start();
    let network = Loopback::default();
    let services = authority.services(&network);
    let small = crate::samples::one_page();
    let timed = sign_with_timestamp(
        small,
        &authority.key("signer"),
        &request_at("document 42", now()),
        &services,
    );
    let sealed = archive(timed.unwrap(), ProofScope::All, &services).unwrap();
    assert!(!is_noticed(sealed.clone()));
    // The root in the newest token is covered by no signature and referred to by nothing (RFC 5652,
    // section 5.1): a verifier uses roots of its own.
    let root: String = authority.root().iter().map(|byte| format!("{byte:02X}")).collect();
    let unsigned = sealed.windows(root.len()).rposition(|w| w == root.as_bytes()).unwrap();
    let unsigned = unsigned..unsigned + root.len();
    let signed = |at: &usize| !unsigned.contains(at);
    // Without the name of its value, the newest timestamp's field holds no timestamp.
    let value = sealed.windows(3).rposition(|w| w == b"/V ").unwrap() + 1;
    let mut nameless = sealed.clone();
    nameless[value] ^= 1;
    assert!(is_noticed(nameless));
    for (number, at) in places(sealed.len(), 1_100).filter(signed).enumerate().take(1_000) {
        let mut changed = sealed.clone();
        changed[at] ^= 1 << (number % 8);
        let around =
            String::from_utf8_lossy(&sealed[at.saturating_sub(80)..sealed.len().min(at + 40)])
                .into_owned();
        assert!(is_noticed(changed), "bit {} of byte {at}: {around}", number % 8);
    }
}

// DO-07
#[test]
fn every_flipped_bit_in_the_head_of_a_value_is_found() {
    // Also a length that grows into the padding: what is then inside it belongs to no part of the CMS.
    let sealed = sign(crate::samples::one_page(), &key(), &request("document 42")).unwrap();
    let head = sealed.windows(11).position(|window| window == b"/Contents <").unwrap() + 11;
    // The version of the SignedData decides nothing: 1 and 3 are taken for each other.
    let version =
        head + sealed[head..].windows(6).position(|digits| digits == b"020101").unwrap() + 5;
    let mut tried = 0;
    for (at, bit) in (head..head + 120).flat_map(|at| (0..7).map(move |bit| (at, bit))) {
        let mut changed = sealed.clone();
        changed[at] ^= 1 << bit;
        if at != version && changed[at].is_ascii_hexdigit() {
            tried += 1;
            assert!(is_noticed(changed), "bit {bit} of digit {}", at - head);
        }
    }
    assert!(tried > 300, "{tried} bits");
}

#[test]
fn independent_validators_find_flipped_bits_as_well() {
    let sealed = sign(crate::samples::one_page(), &key(), &request("document 42")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("changed.pdf");
    // Not in the zeros after the value, which other validators ignore.
    let gap = sealed.windows(11).position(|window| window == b"/Contents <").unwrap();
    for at in places(gap, 12) {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        std::fs::write(&path, &changed).unwrap();
        let pdfsig = Command::new("pdfsig").arg("-nocert").arg(&path).output().unwrap();
        let pyhanko = Command::new(python("pyhanko"))
            .args(["sign", "validate", "--pretty-print", "--no-revocation-check"])
            .arg(&path)
            .output()
            .unwrap();
        let said = |output: &[u8]| String::from_utf8_lossy(output).into_owned();
        assert!(!said(&pdfsig.stdout).contains("Signature is Valid."), "pdfsig, byte {at}");
        assert!(
            !said(&pyhanko.stdout).contains("is cryptographically sound"),
            "pyHanko, byte {at}"
        );
    }
}

/// A later revision, made as any editor makes one.
fn revised(sealed: &[u8], change: impl FnOnce(&mut IncrementalDocument)) -> Vec<u8> {
    let base = Document::load_mem(sealed).unwrap();
    let mut document = IncrementalDocument::create_from(sealed.to_vec(), base);
    change(&mut document);
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    assert!(out.starts_with(sealed));
    out
}

fn first_page(document: &IncrementalDocument) -> (u32, u16) {
    *document.get_prev_documents().get_pages().values().next().unwrap()
}

// DO-07
#[test]
fn a_later_revision_that_changes_what_is_shown_is_named() {
    type Change = fn(&mut IncrementalDocument);
    let changes: [(&str, Change, &str); 6] = [
        (
            "another page content",
            |d| {
                let page = first_page(d);
                d.opt_clone_object_to_new_document(page).unwrap();
                let stream = lopdf::Stream::new(dictionary! {}, b"0 0 100 100 re f".to_vec());
                let contents = d.new_document.add_object(stream);
                let page = d.new_document.get_object_mut(page).unwrap().as_dict_mut().unwrap();
                page.set("Contents", contents);
            },
            "a page",
        ),
        (
            "an annotation over the page",
            |d| {
                let page = first_page(d);
                d.opt_clone_object_to_new_document(page).unwrap();
                let stamp = d.new_document.add_object(dictionary! {
                    "Type" => "Annot", "Subtype" => "Stamp",
                    "Rect" => vec![0.into(), 0.into(), 200.into(), 200.into()],
                });
                let page = d.new_document.get_object_mut(page).unwrap().as_dict_mut().unwrap();
                let mut annots = page.get(b"Annots").unwrap().as_array().unwrap().clone();
                annots.push(stamp.into());
                page.set("Annots", annots);
            },
            "an annotation added",
        ),
        (
            "a visible signature widget with an appearance",
            |d| {
                let page = first_page(d);
                d.opt_clone_object_to_new_document(page).unwrap();
                let widget = d.new_document.add_object(dictionary! {
                    "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig",
                    "Rect" => vec![0.into(), 0.into(), 200.into(), 200.into()],
                });
                let page = d.new_document.get_object_mut(page).unwrap().as_dict_mut().unwrap();
                let mut annots = page.get(b"Annots").unwrap().as_array().unwrap().clone();
                annots.push(widget.into());
                page.set("Annots", annots);
            },
            "an annotation added",
        ),
        (
            "the annotations dropped",
            |d| {
                let page = first_page(d);
                d.opt_clone_object_to_new_document(page).unwrap();
                let page = d.new_document.get_object_mut(page).unwrap().as_dict_mut().unwrap();
                page.set("Annots", Object::Array(vec![]));
            },
            "an annotation changed or removed",
        ),
        (
            "another page tree",
            |d| {
                let root =
                    d.get_prev_documents().trailer.get(b"Root").unwrap().as_reference().unwrap();
                d.opt_clone_object_to_new_document(root).unwrap();
                let page = first_page(d);
                let pages = d.new_document.add_object(dictionary! {
                    "Type" => "Pages", "Count" => 1, "Kids" => vec![Object::Reference(page)],
                });
                let root = d.new_document.get_object_mut(root).unwrap().as_dict_mut().unwrap();
                root.set("Pages", pages);
            },
            "the catalog",
        ),
        (
            "a script",
            |d| {
                let root =
                    d.get_prev_documents().trailer.get(b"Root").unwrap().as_reference().unwrap();
                d.opt_clone_object_to_new_document(root).unwrap();
                let root = d.new_document.get_object_mut(root).unwrap().as_dict_mut().unwrap();
                root.set("OpenAction", dictionary! { "S" => "JavaScript" });
            },
            "the catalog",
        ),
    ];
    let sealed = sign(crate::samples::one_page(), &key(), &request("document 42")).unwrap();
    for (name, change, named) in changes {
        let report = checked(revised(&sealed, change)).unwrap();
        let signature = &report.signatures[0];
        assert!(matches!(signature.coverage, Coverage::Until { .. }), "{name}");
        let Added::Changes(found) = &signature.added else { panic!("{name}: {report}") };
        assert!(found.iter().any(|change| change.contains(named)), "{name}: {found:?}");
        assert!(!report.is_intact(), "{name}");
    }
}

#[test]
fn further_signatures_are_no_change_of_the_earlier_ones() {
    for pdf in [contract(), with_streams(), crate::samples::one_page()] {
        let mut signed = pdf;
        for number in 1..=3 {
            signed = sign(signed, &key(), &request(&format!("{number}"))).unwrap();
        }
        let report = checked(signed).unwrap();
        assert_eq!(report.signatures.len(), 3);
        for (place, signature) in report.signatures.iter().enumerate() {
            let last = place == 2;
            assert_eq!(signature.added, if last { Added::Nothing } else { Added::Signatures });
            assert_eq!(signature.reason.as_deref(), Some(&*format!("{}", place + 1)));
            assert_eq!(signature.coverage == Coverage::Whole, last);
        }
        assert!(report.is_intact());
    }
}

#[test]
fn a_file_without_a_signature_is_not_called_intact() {
    let report = checked(contract()).unwrap();
    assert!(report.signatures.is_empty() && !report.is_intact());
    assert_eq!(report.to_string(), "The file has no signature.\n");
}

// DO-06
#[test]
fn hostile_bytes_neither_panic_nor_hang_verification_and_intake() {
    use proptest::prelude::*;
    let sealed = sign(crate::samples::one_page(), &key(), &request("document 42")).unwrap();
    let length = sealed.len();
    let edits = prop::collection::vec((0..length, any::<u8>(), 0..3_u8), 1..40);
    let mut runner = TestRunner::new(Config { cases: 400, ..Config::default() });
    let hostile = |edits: Vec<(usize, u8, u8)>| {
        let mut pdf = sealed.clone();
        for (at, byte, how) in edits {
            let at = at % pdf.len().max(1);
            match how {
                0 => pdf[at] = byte,
                1 => drop(pdf.splice(at..(at + usize::from(byte)).min(pdf.len()), [])),
                _ => pdf.insert(at, byte),
            }
            if pdf.is_empty() {
                pdf.push(byte);
            }
        }
        drop(verify(pdf.clone(), &Trust { roots: Vec::new(), now: Utc::from_unix(0) }));
        drop(wariin_pades::intake(pdf));
        Ok(())
    };
    runner.run(&edits, hostile).unwrap();
}
