//! Markup annotations without an appearance are drawn from their entries, as viewers do.

use crate::forms::whole;
use crate::render::{expect_sound, first_page};
use crate::samples::{changed, pages};
use lopdf::{Dictionary, Document, Object, dictionary};
use wariin_pades::{Change, Refused, intake};

/// A blank page with an annotation of this kind, changed by hand.
pub(crate) fn marked(kind: &str, change: impl FnOnce(&mut Dictionary)) -> Vec<u8> {
    let mut document = Document::load_mem(&pages(1, 0)).unwrap();
    let mut mark = dictionary! {
        "Type" => "Annot", "Subtype" => kind, "F" => 4, "Rect" => whole([100, 700, 200, 740]),
        "C" => numbers(&[1, 0, 0]), "BS" => dictionary! { "W" => 4 },
    };
    change(&mut mark);
    let mark = document.add_object(mark);
    let page = document.get_pages()[&1];
    let page = document.get_object_mut(page).unwrap().as_dict_mut().unwrap();
    page.set("Annots", vec![mark.into()]);
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

pub(crate) fn numbers(numbers: &[i64]) -> Object {
    numbers.iter().copied().map(Object::Integer).collect::<Vec<_>>().into()
}

/// The corners as programs write them.
fn quad() -> Object {
    numbers(&[100, 740, 200, 740, 100, 700, 200, 700])
}

pub(crate) const RED: [u8; 3] = [255, 0, 0];
pub(crate) const WHITE: [u8; 3] = [255; 3];
pub(crate) const BLACK: [u8; 3] = [0; 3];

/// What the first page shows at these places, which are counted from its upper left corner.
pub(crate) fn expect_dots(name: &str, pdf: Vec<u8>, dots: &[((usize, usize), [u8; 3])]) {
    let taken = intake(pdf).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(taken.changes, [Change::AnnotationsFixed, Change::AnnotationsDrawn], "{name}");
    let used = taken.repaired.unwrap();
    expect_sound(&used);
    for (viewer, picture) in first_page(&used) {
        for &((x, y), colour) in dots {
            assert_eq!(picture.dot(x, y), colour, "{name} in {viewer} at {x}, {y}");
        }
    }
}

// DO-05
#[test]
fn marks_and_drawings_without_an_appearance_are_drawn() {
    let quads = |it: &mut Dictionary| it.set("QuadPoints", quad());
    expect_dots("highlight", marked("Highlight", quads), &[((150, 120), RED), ((95, 120), WHITE)]);
    let counterclockwise = marked("Highlight", |it| {
        it.set("QuadPoints", numbers(&[100, 700, 200, 700, 200, 740, 100, 740]));
    });
    expect_dots("counterclockwise", counterclockwise, &[((150, 104), RED), ((150, 138), RED)]);
    let line = [((150, 137), RED), ((150, 120), WHITE)];
    expect_dots("underline", marked("Underline", quads), &line);
    let middle = [((150, 121), RED), ((150, 137), WHITE)];
    expect_dots("strike out", marked("StrikeOut", quads), &middle);
    expect_dots("squiggly", marked("Squiggly", quads), &[((150, 120), WHITE)]);
    let frame = [((101, 120), RED), ((150, 120), WHITE), ((101, 103), RED)];
    expect_dots("square", marked("Square", |_| {}), &frame);
    let round = [((101, 121), RED), ((150, 120), WHITE), ((101, 103), WHITE)];
    expect_dots("circle", marked("Circle", |_| {}), &round);
    let filled = marked("Circle", |it| it.set("IC", numbers(&[0, 0, 1])));
    expect_dots("filled", filled, &[((150, 120), [0, 0, 255]), ((101, 121), RED)]);
    let across = marked("Line", |it| it.set("L", numbers(&[110, 720, 190, 720])));
    expect_dots("line", across, &[((150, 121), RED), ((150, 110), WHITE)]);
    let flat = marked("Line", |it| {
        it.set("L", numbers(&[110, 720, 190, 720]));
        it.set("Rect", whole([110, 720, 190, 720]));
    });
    expect_dots("line in an empty rectangle", flat, &[((150, 121), RED)]);
    let corners = [105, 705, 195, 705, 195, 735];
    let open = marked("PolyLine", |it| it.set("Vertices", numbers(&corners)));
    expect_dots("open polygon", open, &[((150, 136), RED), ((150, 121), WHITE)]);
    let closed = marked("Polygon", |it| it.set("Vertices", numbers(&corners)));
    expect_dots("polygon", closed, &[((150, 136), RED), ((150, 121), RED)]);
    let ink = marked("Ink", |it| it.set("InkList", vec![numbers(&[110, 720, 150, 720, 190, 720])]));
    expect_dots("ink", ink, &[((150, 121), RED), ((150, 110), WHITE)]);
    let pale = marked("Square", |it| {
        it.set("IC", numbers(&[0, 0, 0]));
        it.set("CA", Object::Real(0.5));
    });
    let taken = intake(pale).unwrap().repaired.unwrap();
    for (viewer, picture) in first_page(&taken) {
        assert!((120..136).contains(&picture.dot(150, 120)[0]), "{viewer}");
    }
}

// DO-05
#[test]
fn marks_that_do_not_say_what_is_drawn_are_refused() {
    let cases = [
        ("a line without ends", marked("Line", |_| {})),
        ("a line of three points", {
            marked("Line", |it| it.set("L", numbers(&[110, 720, 150, 730, 190, 720])))
        }),
        ("a very wide line", marked("Square", |it| it.set("BS", dictionary! { "W" => 101 }))),
        ("a colour of two parts", marked("Square", |it| it.set("C", numbers(&[1, 0])))),
        ("half a curve", {
            marked("Polygon", |it| it.set("Path", vec![numbers(&[1, 1]), numbers(&[1, 1, 2, 2])]))
        }),
    ];
    for (name, pdf) in cases {
        assert_eq!(intake(pdf).err(), Some(Refused::UnfixedForm), "{name}");
    }
}

// DO-06
#[test]
fn annotations_that_share_a_large_array_of_points_are_read_up_to_a_limit() {
    let sharing = |kind: &str, count: usize| {
        let mut document = Document::load_mem(&pages(1, 0)).unwrap();
        let points = document.add_object(numbers(&[100, 200].repeat(30_000)));
        let key = if kind == "Ink" { "InkList" } else { "Vertices" };
        let (marks, strokes) = if kind == "Ink" { (1, count) } else { (count, 1) };
        let marks: Vec<Object> = (0..marks)
            .map(|_| {
                let all = vec![Object::from(points); strokes];
                let all: Object = if kind == "Ink" { all.into() } else { points.into() };
                let mark = dictionary! {
                    "Subtype" => kind, "Rect" => whole([100, 100, 200, 200]), "C" => numbers(&[]), key => all,
                };
                document.add_object(mark).into()
            })
            .collect();
        let page = document.get_pages()[&1];
        let page = document.get_object_mut(page).unwrap().as_dict_mut().unwrap();
        page.set("Annots", marks);
        let mut out = Vec::new();
        document.save_to(&mut out).unwrap();
        intake(out)
    };
    for kind in ["Polygon", "Ink"] {
        sharing(kind, 2).unwrap();
        assert_eq!(sharing(kind, 60).unwrap_err(), Refused::TooComplex, "{kind}");
    }
}

// DO-05
#[test]
fn the_text_of_a_removed_comment_is_told_and_gone() {
    for kind in ["Text", "Highlight", "Square"] {
        let pdf = marked(kind, |it| {
            it.set("Contents", Object::string_literal("reduce the price"));
            it.set("QuadPoints", quad());
        });
        let taken = intake(pdf).unwrap();
        let told = Change::CommentsRemoved(vec!["reduce the price".to_owned()]);
        assert!(told.needs_word());
        assert!(taken.changes.contains(&told), "{kind}: {:?}", taken.changes);
        let used = taken.repaired.unwrap();
        assert!(!used.windows(16).any(|w| w == b"reduce the price"), "{kind}");
    }
}

// DO-05
#[test]
fn a_rich_comment_is_told_where_it_says_something_else_than_the_plain_one() {
    let told = |plain: Option<&str>, rich: &str| {
        let pdf = marked("Highlight", |it| {
            it.set("QuadPoints", quad());
            if let Some(plain) = plain {
                it.set("Contents", Object::string_literal(plain));
            }
            it.set("RC", Object::string_literal(rich));
        });
        let mut changes = intake(pdf).unwrap().changes;
        match changes.pop() {
            Some(Change::CommentsRemoved(texts)) => texts,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(told(None, "<body><p>Hello&lt;World</p></body>"), ["Hello<World"]);
    assert_eq!(told(Some("a b"), "<body><p>a</p>\n<p>b</p></body>"), ["a b"]);
    assert_eq!(told(Some("a"), "<p>90 days</p>"), ["90 days", "a"]);
}

// DO-05
#[test]
fn the_icon_of_a_note_without_a_comment_is_told_by_its_name() {
    let note = |name: Option<&'static str>, flags: i64| {
        let pdf = marked("Text", |it| {
            it.set("Contents", Object::string_literal(" "));
            it.set("F", flags);
            if let Some(name) = name {
                it.set("Name", name);
            }
        });
        intake(pdf).unwrap().changes
    };
    let told = |name: &str| [Change::AnnotationsFixed, Change::CommentsRemoved(vec![name.into()])];
    assert_eq!(note(None, 4), told("Note"));
    assert_eq!(note(Some("Key"), 4), told("Key"));
    assert_eq!(note(None, 2), [Change::AnnotationsFixed], "hidden");
}

// DO-05
#[test]
fn a_mark_that_is_hidden_is_not_drawn() {
    let hidden = marked("Square", |it| it.set("F", 2));
    let taken = intake(hidden).unwrap();
    assert_eq!(taken.changes, [Change::AnnotationsFixed]);
    for (viewer, picture) in first_page(&taken.repaired.unwrap()) {
        assert!(picture.is_blank(), "{viewer}");
    }
}

// DO-02
#[test]
fn a_page_that_occurs_twice_is_shown_twice() {
    let pdf = changed(|document| {
        let pages = document.get_pages();
        let (first, second) = (pages[&1], pages[&2]);
        let root = document.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
        let tree = document.get_object_mut(root).unwrap().as_dict_mut().unwrap();
        tree.set("Kids", vec![first.into(), second.into(), Object::from(first)]);
        tree.set("Count", 3);
    });
    let before = first_page(&pdf);
    let taken = intake(pdf).unwrap();
    assert_eq!(taken.pages, 3);
    assert_eq!(taken.changes, [Change::Repaired]);
    let used = taken.repaired.unwrap();
    expect_sound(&used);
    for ((viewer, before), (_, after)) in before.iter().zip(first_page(&used)) {
        assert_eq!(before.differing(&after), 0, "{viewer}");
    }
}
