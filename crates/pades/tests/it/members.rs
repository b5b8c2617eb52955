//! Further members of the classes of damage, actions and addresses that uploads have.

use crate::by_hand::{CONTENTS, expect_like, expect_same, page, plain_page, replaced};
use wariin_pades::{Change, Refused, intake};

fn stream() -> String {
    format!("<</Length {}>>\nstream\n{CONTENTS}\nendstream", CONTENTS.len())
}

fn changes(pdf: Vec<u8>) -> Vec<Change> {
    let taken = intake(pdf).unwrap();
    let used = taken.repaired.unwrap_or_default();
    assert!(!used.windows(11).any(|window| window == b"/OpenAction"), "it is gone");
    taken.changes
}

// DO-03
#[test]
fn a_stream_is_read_whatever_stands_around_its_keywords_and_whatever_its_length_says() {
    let plain = plain_page();
    for end in
        ["endstream", " endstream", "\rendstream", "\0endstream", "\x0cendstream", "\n\tendstream"]
    {
        let bent = page("", "", &stream().replace("\nendstream", end));
        expect_like(end, &bent, &plain, &[]);
    }
    for start in ["stream\r\n", "stream \n", "stream\t\n", "stream  \r\n"] {
        let bent = page("", "", &stream().replace("stream\nBT", &format!("{start}BT")));
        expect_like(start, &bent, &plain, &[]);
    }
    for length in ["/Length 10", "/Length 60", "/Length 0"] {
        let bent = stream().replacen(&format!("/Length {}", CONTENTS.len()), length, 1);
        expect_like(length, &page("", "", &bent), &plain, &[]);
    }
}

// DO-03
#[test]
fn a_page_that_cannot_be_read_is_damage_and_not_missing() {
    for number in ["--5", "+-5", "5-", ".", "-.", "4.", "00005"] {
        expect_same(number, &page("", &format!("/Own[1 {number} 2]"), &stream()), &[]);
    }
    for odd in ["1.2.3", "1e5", "0x10", "++5"] {
        let pdf = page("", &format!("/Own {odd}"), &stream());
        assert_eq!(intake(pdf).unwrap_err(), Refused::Damaged, "{odd}");
    }
    let none = replaced(&plain_page(), "/Kids[3 0 R]/Count 1", "/Kids[     ]/Count 0");
    assert_eq!(intake(none).unwrap_err(), Refused::NoPages);
}

// DO-04
#[test]
fn what_runs_when_a_document_is_opened_goes_unless_it_shows_a_place() {
    let opened = |action: &str| page(&format!("/OpenAction {action}"), "", &stream());
    for address in ["https://example.com/", "http://127.0.0.1/", "mailto:a@example.com"] {
        let told = changes(opened(&format!("<</S/URI/URI({address})>>")));
        assert_eq!(told, [Change::LinksRemoved(vec![address.to_owned()])], "{address}");
    }
    for action in [
        "<</S/Named/N/Print>>",
        "<</S/Trans>>",
        "<</S/Hide/T(a)>>",
        "<</S/SetOCGState/State[/OFF]>>",
        "<</S/GoTo/D[3 0 R/Fit]/Next<</S/URI/URI(https://example.com)>>>>",
        "<</S/GoTo/D[3 0 R/Fit]/Next[<</S/GoTo/D[3 0 R/Fit]>><</S/Named/N/Print>>]>>",
    ] {
        assert_eq!(changes(opened(action)), [Change::ActionsRemoved], "{action}");
    }
    for place in ["[3 0 R/Fit]", "(chapter)", "<</S/GoTo/D[3 0 R/Fit]>>", "null"] {
        assert!(intake(opened(place)).unwrap().changes.is_empty(), "{place}");
    }
}

// DO-04
#[test]
fn an_address_that_opens_a_file_or_a_program_goes_and_one_of_the_web_stays() {
    let link = |address: &str, catalog: &str| {
        let action = format!("<</S/URI/URI({address})>>");
        let link = format!("/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 20 20]/A {action}>>]");
        page(catalog, &link, &stream())
    };
    for address in
        ["//host/share/a.exe", "ms-word:ofe|u|x", "search-ms:query=a", "nfs://host/a", "shell:x"]
    {
        let told = intake(link(address, "")).unwrap().changes;
        assert_eq!(told, [Change::LinksRemoved(vec![address.to_owned()])], "{address}");
    }
    for base in ["file:///etc/", "//host/share/"] {
        let pdf = link("passwd", &format!("/URI<</Base({base})>>"));
        let taken = intake(pdf).unwrap();
        assert_eq!(taken.changes, [Change::LinksRemoved(vec![base.to_owned()])], "{base}");
        let used = taken.repaired.unwrap();
        assert!(!used.windows(6).any(|window| window == b"/Base("), "{base}");
    }
    for address in ["https://example.com/", "mailto:a@example.com", "tel:0312345678", "page2.html"]
    {
        let pdf = link(address, "/URI<</Base(https://example.com/)>>");
        assert!(intake(pdf).unwrap().changes.is_empty(), "{address}");
    }
}
