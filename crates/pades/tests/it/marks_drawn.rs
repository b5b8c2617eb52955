//! What viewers draw of annotations whose looks are left to them: line endings, clouds, texts, stamps.

use crate::forms::whole;
use crate::marks::{BLACK, RED, WHITE, expect_dots, marked, numbers};
use crate::render::{expect_sound, first_page, text};
use lopdf::{Object, dictionary};
use wariin_pades::{Change, Opening, Refused, intake, intake_with};

/// The font that the service ships.
static SANS: &[u8] = include_bytes!("../../../adapters/fonts/NotoSansJP_400Regular.ttf");

fn line(end: &str) -> Vec<u8> {
    let end = vec![Object::from("None"), Object::Name(end.into())];
    marked("Line", |it| {
        it.set("L", numbers(&[110, 720, 180, 720]));
        it.set("LE", end);
        it.set("IC", numbers(&[0, 0, 1]));
    })
}

fn utf16(text: &str) -> Object {
    let units = text.encode_utf16().flat_map(u16::to_be_bytes);
    Object::string_literal([0xfe, 0xff].into_iter().chain(units).collect::<Vec<u8>>())
}

// DO-05
#[test]
fn line_endings_are_drawn() {
    let blue = [0, 0, 255];
    let middle = ((150, 121), RED);
    expect_dots("open", line("OpenArrow"), &[middle, ((163, 112), RED), ((158, 117), WHITE)]);
    expect_dots("closed", line("ClosedArrow"), &[middle, ((163, 112), RED), ((158, 125), blue)]);
    expect_dots("reversed", line("ROpenArrow"), &[middle, ((195, 112), RED), ((163, 112), WHITE)]);
    expect_dots("butt", line("Butt"), &[middle, ((180, 112), RED), ((180, 130), RED)]);
    expect_dots("square", line("Square"), &[((168, 112), RED), ((185, 125), blue)]);
    expect_dots("circle", line("Circle"), &[((170, 110), WHITE), ((185, 125), blue)]);
    expect_dots("diamond", line("Diamond"), &[((170, 111), WHITE), ((183, 124), blue)]);
    expect_dots("none", line("Other"), &[middle, ((163, 112), WHITE), ((185, 125), WHITE)]);
}

// DO-05
#[test]
fn clouds_leader_lines_curves_and_marks_without_colour_are_drawn() {
    let cloud = |it: &mut lopdf::Dictionary| {
        it.set("BE", dictionary! { "S" => "C", "I" => 1 });
        it.set("BS", dictionary! { "W" => 1 });
    };
    // The arcs begin and end inside the rectangle.
    expect_dots("cloud", marked("Square", cloud), &[((100, 120), WHITE), ((150, 120), WHITE)]);
    let leads = marked("Line", |it| {
        it.set("L", numbers(&[110, 710, 190, 710]));
        it.set("LL", 20);
    });
    expect_dots("leads", leads, &[((150, 111), RED), ((110, 121), RED), ((150, 131), WHITE)]);
    let curves = marked("Polygon", |it| {
        it.set("Path", vec![numbers(&[105, 705]), numbers(&[195, 705]), numbers(&[195, 735])]);
    });
    expect_dots("curves", curves, &[((150, 136), RED), ((150, 121), RED)]);
    let black = marked("Square", |it| drop(it.remove(b"C")));
    expect_dots("no colour", black, &[((101, 120), BLACK), ((150, 120), WHITE)]);
    let yellow = marked("Highlight", |it| drop(it.remove(b"C")));
    expect_dots("no colour or corners", yellow, &[((150, 120), [255, 255, 0])]);
    let far = marked("Line", |it| it.set("L", numbers(&[110, 720, 500, 720])));
    expect_dots("beyond its rectangle", far, &[((450, 121), RED)]);
    let relief = marked("Square", |it| it.set("BS", dictionary! { "W" => 4, "S" => "B" }));
    expect_dots("relief", relief, &[((101, 120), RED)]);
    let dashed = marked("Square", |it| {
        it.remove(b"BS");
        it.set("Border", Object::Array(vec![0.into(), 0.into(), 4.into(), numbers(&[50, 50])]));
    });
    expect_dots("dashed", dashed, &[((120, 138), RED), ((185, 138), WHITE)]);
    let caret = marked("Caret", |_| {});
    expect_dots("caret", caret, &[((150, 130), RED), ((110, 110), WHITE)]);
}

// DO-05
#[test]
fn a_text_on_the_page_is_shown_in_its_box() {
    let note = |contents: Object| {
        marked("FreeText", |it| {
            it.set("DA", Object::string_literal("0 0 1 rg /Helv 12 Tf"));
            it.set("C", numbers(&[1, 1, 0]));
            it.set("Contents", contents);
        })
    };
    let pdf = note(Object::string_literal("Not before May"));
    let (blue, yellow) = ([0, 0, 255], [255, 255, 0]);
    expect_dots("text", pdf.clone(), &[((101, 120), blue), ((150, 135), yellow)]);
    assert!(text(&intake(pdf).unwrap().repaired.unwrap()).contains(">Not<"));
    // Of characters that Helvetica lacks.
    let pdf = note(utf16("五月以降"));
    let missing = Refused::MissingGlyph { char: '五', field: None };
    assert_eq!(intake(pdf.clone()).err(), Some(missing));
    let taken = intake_with(pdf, Opening { fonts: &[SANS], ..Opening::default() }).unwrap();
    assert!(taken.changes.contains(&Change::AnnotationsDrawn));
    let used = taken.repaired.unwrap();
    expect_sound(&used);
    assert!(text(&used).contains("五月以降"));
    // Marks of the web are no words.
    let rich = marked("FreeText", |it| {
        let rich = "<body><p>one &lt; two</p><p>three</p></body>";
        it.set("RC", Object::string_literal(rich));
    });
    let words = text(&intake(rich).unwrap().repaired.unwrap());
    assert!(words.contains(">one<") && words.contains(">three<") && !words.contains("body"));
}

// DO-05
#[test]
fn a_stamp_that_viewers_know_is_drawn_and_the_name_of_another_is_told() {
    let named = |name: &str| marked("Stamp", |it| it.set("Name", Object::Name(name.into())));
    expect_dots("approved", named("Approved"), &[((101, 120), RED), ((150, 107), WHITE)]);
    for (name, words) in [("Draft", "DRAFT"), ("ForComment", "COMMENT"), ("AsIs", "AS")] {
        let used = intake(named(name)).unwrap().repaired.unwrap();
        assert!(text(&used).contains(words), "{name}");
    }
    let taken = intake(named("SBOurOwn")).unwrap();
    let told = Change::CommentsRemoved(vec!["SBOurOwn".to_owned()]);
    assert_eq!(taken.changes, [Change::AnnotationsFixed, told]);
    for (viewer, picture) in first_page(&taken.repaired.unwrap()) {
        assert!(picture.is_blank(), "{viewer}");
    }
}

/// The page is turned, and the note stands upright with its upper left corner where it was.
// DO-05
#[test]
fn what_is_not_to_be_turned_with_its_page_is_upright() {
    let pdf = crate::samples::changed(|document| {
        let look = lopdf::Stream::new(
            dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "BBox" => whole([0, 0, 40, 10]),
            },
            b"1 0 0 rg 0 0 40 10 re f".to_vec(),
        );
        let look = document.add_object(look);
        let note = document.add_object(dictionary! {
            "Type" => "Annot", "Subtype" => "Text", "F" => 4 + 16, "AP" => dictionary! { "N" => look },
            "Rect" => whole([100, 700, 140, 710]),
        });
        let page = document.get_pages()[&1];
        let page = document.get_object_mut(page).unwrap().as_dict_mut().unwrap();
        page.set("Annots", vec![note.into()]);
        page.set("Rotate", 90);
    });
    let before = first_page(&pdf);
    let used = intake(pdf).unwrap().repaired.unwrap();
    for ((viewer, before), (_, after)) in before.iter().zip(first_page(&used)) {
        assert!(before.differing(&after) <= 60, "{viewer}");
    }
}
