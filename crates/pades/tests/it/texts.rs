//! Text that is taken out of a page, as poppler and `MuPDF` show it.

use crate::render::{expect_sound, first_page, text};
use crate::samples::pages;
use lopdf::{Document, Object, Stream, dictionary};
use wariin_pades::{TextCut, TextEdit, intake};

/// A page of A4 with these contents and Courier, whose characters are all 600 wide.
fn page(contents: &str) -> Vec<u8> {
    let mut document = Document::load_mem(&pages(1, 0)).unwrap();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier",
    });
    let contents = document.add_object(Stream::new(dictionary! {}, contents.into()));
    let id = document.get_pages()[&1];
    let page = document.get_object_mut(id).unwrap().as_dict_mut().unwrap();
    page.set("Resources", dictionary! { "Font" => dictionary! { "F" => font } });
    page.set("Contents", Object::Reference(contents));
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

/// The page without this text, which is a part of one string.
fn without(pdf: &[u8], tag: &str) -> Vec<u8> {
    let mut edit = TextEdit::of(pdf.to_vec()).unwrap();
    let contents = edit.contents(0).unwrap();
    let places: Vec<_> = contents.shows().map(|(range, _)| range).collect();
    let cut = |(show, range): (usize, &std::ops::Range<usize>)| {
        let said = String::from_utf8_lossy(&contents.bytes()[range.clone()]).into_owned();
        let string = said.split_once('(')?.1.to_owned();
        let from = string.find(tag)?;
        #[expect(clippy::cast_precision_loss, reason = "a tag is short")]
        let advance = 600.0 * tag.len() as f64;
        Some(TextCut { show, bytes: from..from + tag.len(), width: 1, advance })
    };
    let cuts: Vec<_> = places.iter().enumerate().filter_map(cut).collect();
    assert!(!cuts.is_empty());
    edit.take_out(0, &contents, &cuts).unwrap();
    edit.write().unwrap()
}

// O-32 DO-03
#[test]
fn a_text_that_is_taken_out_is_gone_and_nothing_else_moves() {
    let tag = "{{stamp:recipient1}}";
    // No glyph begins at a quarter of a dot, where rounding decides how it is drawn.
    let contents = [
        "BT /F 14 Tf 72.125 700 Td (Seller: {{stamp:recipient1}} of Tokyo) Tj (, Japan) Tj ET",
        "BT /F 12 Tf 3 Tc 7 Tw 72.125 600 Td (a b {{stamp:recipient1}} c d) Tj (!) Tj ET",
        "BT /F 12 Tf 14 TL 80 Tz 72.125 500 Td (one) ' ({{stamp:recipient1}}) ' (three) ' ET",
        "BT /F 9 Tf 0 1 -1 0 400.125 300.125 Tm 2 1 ({{stamp:recipient1}}turned) \" (on) Tj ET",
    ];
    for contents in contents {
        let before = page(contents);
        let after = without(&before, tag);
        expect_sound(&after);
        let taken = intake(after.clone()).unwrap();
        assert_eq!((taken.repaired, taken.changes), (None, Vec::new()), "{contents}");
        for ((viewer, before), (_, after)) in first_page(&before).iter().zip(first_page(&after)) {
            let changed = before.differing(&after);
            assert!(changed > 0, "{viewer} still shows it: {contents}");
            // What is shown now was shown before at the same dots.
            assert!(before.under(&after) == *before, "{viewer} shows something else: {contents}");
        }
        let (words, left) = (text(&before), text(&after));
        assert!(words.contains(tag) && !left.contains(tag), "{left}");
        assert!(!String::from_utf8_lossy(&after).contains("stamp"), "in no earlier revision");
    }
}

// DO-03
#[test]
fn words_beside_a_text_that_is_taken_out_stay_where_they_stand() {
    let before = page("BT /F 14 Tf 72 700 Td (Seller: {{x}} of Tokyo) Tj (, Japan) Tj ET");
    let blank = page("BT /F 14 Tf 72 700 Td (Seller:       of Tokyo) Tj (, Japan) Tj ET");
    assert_eq!(text(&without(&before, "{{x}}")), text(&blank));
}
