//! Forms and pages made so that viewers show different things, or that added contents hide existing ones.

use crate::forms::{appearance, form, one, text_field, whole};
use crate::render::first_page;
use crate::samples::{catalog, changed, contract, key, pages, request};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use std::io::Write;
use wariin_pades::{Change, Error, Laid, Refused, Revision, intake, sign};

pub(crate) const SQUARE: &str = "0 0 1 rg 0 0 100 20 re f";
const FIRST: Laid = Laid { page: 0, over: 0 };

pub(crate) fn refusal(pdf: Vec<u8>) -> Refused {
    intake(pdf).unwrap_err()
}

pub(crate) fn first(document: &mut Document) -> &mut Dictionary {
    let page = document.get_pages()[&1];
    document.get_object_mut(page).unwrap().as_dict_mut().unwrap()
}

/// A field that shows a square, changed by hand.
pub(crate) fn field(change: impl FnOnce(&mut Document, &mut Dictionary)) -> Vec<u8> {
    one(|d| {
        let seen = appearance(d, SQUARE, |_| {});
        let mut field = text_field(Some(seen));
        change(d, &mut field);
        field
    })
}

/// A field that looks like something in one state only, and is in this one.
fn in_state(state: Option<&str>) -> Vec<u8> {
    field(|d, it| {
        let seen = appearance(d, SQUARE, |_| {});
        it.set("AP", dictionary! { "N" => dictionary! { "On" => seen } });
        if let Some(state) = state {
            it.set("AS", state);
        }
    })
}

/// A field on a page that is changed by hand.
fn on_page(change: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::load_mem(&field(|_, _| {})).unwrap();
    change(&mut document);
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

pub(crate) fn with_contents(contents: &[u8]) -> Vec<u8> {
    on_page(|d| {
        let stream = d.add_object(Stream::new(dictionary! {}, contents.to_vec()));
        first(d).set("Contents", stream);
    })
}

/// 100 megabytes of blanks in 100 kilobytes.
fn bomb(dict: Dictionary) -> Stream {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    for _ in 0..100 {
        encoder.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let mut stream = Stream::new(dict, encoder.finish().unwrap());
    stream.dict.set("Filter", "FlateDecode");
    stream
}

// DO-05
#[test]
fn a_field_is_refused_where_viewers_show_it_differently() {
    let cases: [(&str, Vec<u8>); 2] = [
        (
            "another kind of contents",
            one(|d| text_field(Some(appearance(d, SQUARE, |dict| dict.set("Subtype2", "PS"))))),
        ),
        (
            "a parent that is none",
            field(|_, it| {
                it.remove(b"V");
                it.remove(b"AP");
                it.set("Parent", "Name");
            }),
        ),
    ];
    for (name, pdf) in cases {
        assert_eq!(refusal(pdf), Refused::UnfixedForm, "{name}");
    }
}

// DO-05
#[test]
fn a_field_that_every_viewer_can_show_is_taken_and_a_doubtful_one_is_shown_to_the_sender() {
    let (fixed, drawn) = ([Change::FormFixed], [Change::FormFixed, Change::FormDrawn]);
    // The flag is for kinds of annotations that the specification does not know.
    let changes = |pdf: Vec<u8>| intake(pdf).unwrap().changes;
    assert_eq!(changes(field(|_, it| it.set("F", 1))), fixed);
    assert_eq!(changes(in_state(Some("Other"))), drawn);
    assert_eq!(changes(in_state(None)), drawn);
    let under = form(
        |d| {
            let seen = appearance(d, SQUARE, |_| {});
            let square =
                dictionary! { "Subtype" => "Square", "Rect" => whole([90, 690, 120, 710]) };
            let field = d.add_object(text_field(Some(seen)));
            vec![d.add_object(square).into(), field.into()]
        },
        |_, _| {},
    );
    assert!(changes(under).contains(&Change::AnnotationsDrawn));
}

// DO-05
#[test]
fn a_layer_of_a_document_that_has_none_hides_nothing() {
    let pdf = one(|d| {
        let layer = dictionary! { "Type" => "OCG", "Name" => Object::string_literal("l") };
        text_field(Some(appearance(d, SQUARE, |dict| dict.set("OC", layer))))
    });
    let taken = intake(pdf).unwrap();
    assert_eq!(taken.changes, [Change::FormFixed]);
    let plain = first_page(&intake(field(|_, _| {})).unwrap().repaired.unwrap());
    for ((viewer, plain), (_, picture)) in plain.iter().zip(first_page(&taken.repaired.unwrap())) {
        assert_eq!(plain.differing(&picture), 0, "{viewer}");
    }
}

// DO-05
#[test]
fn a_field_without_an_appearance_gets_one_which_the_sender_is_told() {
    let cases: [(&str, Vec<u8>); 2] = [
        (
            "choices only",
            one(|_| {
                let mut field = text_field(None);
                field.remove(b"V");
                field.set("FT", "Ch");
                field.set("Opt", vec![Object::string_literal("a")]);
                field
            }),
        ),
        (
            "on without an appearance",
            one(|_| {
                let mut field = text_field(None);
                field.remove(b"V");
                field.set("FT", "Btn");
                field.set("AS", "Yes");
                field
            }),
        ),
    ];
    for (name, pdf) in cases {
        let taken = intake(pdf).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(taken.changes.first(), Some(&Change::FormFixed), "{name}");
    }
}

// DO-05
#[test]
fn a_field_is_refused_on_a_page_whose_contents_could_hide_it() {
    let open: [&[u8]; 6] = [b"(", b"<41", b"[ 1", b"<</A 1", b"BI /W 1 /H 1 ID x", b"q (\\)"];
    for contents in open {
        let shown = String::from_utf8_lossy(contents);
        assert_eq!(refusal(with_contents(contents)), Refused::UnfixedForm, "{shown}");
    }
    assert_eq!(refusal(with_contents(&b"q ".repeat(5_000))), Refused::UnfixedForm);
    let layers = on_page(|d| catalog(d).set("OCProperties", dictionary! {}));
    assert_eq!(intake(layers).unwrap().changes, [Change::FormFixed, Change::LayersFixed]);
}

#[test]
fn contents_that_end_in_a_comment_do_not_hide_a_field() {
    let pdf = with_contents(b"0 1 0 rg 10 10 30 30 re f % (");
    let flat = intake(pdf.clone()).unwrap().repaired.unwrap();
    for ((by, before), (_, after)) in first_page(&pdf).into_iter().zip(first_page(&flat)) {
        assert_eq!(before.differing(&after), 0, "by {by}");
    }
}

// DO-06
#[test]
fn contents_that_unpack_to_more_than_the_limit_are_refused() {
    let page = on_page(|d| {
        let stream = d.add_object(bomb(dictionary! {}));
        first(d).set("Contents", stream);
    });
    let seen = one(|d| {
        let form = bomb(dictionary! {
            "Subtype" => "Form", "BBox" => whole([0, 0, 9, 9]), "Resources" => dictionary! {},
        });
        let seen = d.add_object(form);
        text_field(Some(seen))
    });
    for pdf in [page, seen] {
        assert_eq!(refusal(pdf), Refused::UnfixedForm);
    }
}

// DO-05
#[test]
fn a_signature_that_no_field_refers_to_does_not_keep_the_form() {
    let fake = on_page(|d| {
        d.add_object(dictionary! { "ByteRange" => 0, "Contents" => 0 });
        let sign = d.add_object(dictionary! { "ByteRange" => 0, "Contents" => 0 });
        catalog(d).set("Kept", sign);
    });
    let taken = intake(fake).unwrap();
    assert_eq!(taken.changes, [Change::FormFixed]);
    assert!(!taken.is_signed);
    // One that a field refers to, but that signs nothing.
    let field = on_page(|d| {
        let sign = d.add_object(dictionary! {
            "ByteRange" => whole([0, 0, 0, 0]), "Contents" => Object::string_literal("x"),
        });
        let field = d.add_object(dictionary! { "FT" => "Sig", "V" => sign });
        let form = catalog(d).get_mut(b"AcroForm").unwrap().as_dict_mut().unwrap();
        form.get_mut(b"Fields").unwrap().as_array_mut().unwrap().push(field.into());
    });
    assert_eq!(refusal(field), Refused::SignedDamaged);
}

#[test]
fn a_page_tree_that_viewers_read_differently_is_made_plain_and_refused_where_it_is_signed() {
    let untyped = on_page(|d| drop(first(d).remove(b"Type")));
    let mistyped = on_page(|d| first(d).set("Type", "Pagess"));
    let direct = on_page(|d| {
        let page = first(d).clone();
        let tree = catalog(d).get(b"Pages").unwrap().as_reference().unwrap();
        let tree = d.get_object_mut(tree).unwrap().as_dict_mut().unwrap();
        tree.set("Kids", vec![page.into()]);
        tree.set("Count", 1);
    });
    let twice = on_page(|d| {
        let empty = d.add_object(dictionary! { "Type" => "Pages", "Kids" => Vec::<Object>::new() });
        let tree = catalog(d).get(b"Pages").unwrap().as_reference().unwrap();
        let tree = d.get_object_mut(tree).unwrap().as_dict_mut().unwrap();
        tree.get_mut(b"Kids").unwrap().as_array_mut().unwrap().extend([empty.into(), empty.into()]);
    });
    for pdf in [untyped, mistyped, direct, twice] {
        assert!(matches!(Revision::of(pdf.clone()), Err(Error::Page(_))));
        let taken = intake(pdf.clone()).unwrap();
        assert!(taken.changes.contains(&Change::Repaired));
        assert!(Revision::of(taken.repaired.unwrap()).is_ok());
        if let Ok(signed) = sign(pdf, &key(), &request("before")) {
            assert_eq!(refusal(signed), Refused::SignedDamaged);
        }
    }
}

#[test]
fn nothing_is_laid_where_something_could_hide_it() {
    let upper = pages(1, 10);
    let lower = |change: fn(&mut Document)| {
        changed(|d| {
            first(d).set("MediaBox", [0.0, 0.0, 595.28, 841.89].map(Object::Real).to_vec());
            change(d);
        })
    };
    let lay = |lower: Vec<u8>| {
        let mut revision = Revision::of(lower).unwrap();
        revision.lay_over(upper.clone(), &[FIRST])
    };
    lay(lower(|_| {})).unwrap();
    let stamped = lower(|d| {
        let stamp = dictionary! { "Subtype" => "Stamp", "Rect" => whole([0, 0, 9, 9]) };
        first(d).set("Annots", vec![stamp.into()]);
    });
    let layered = |contents: &str| {
        let contents = contents.as_bytes().to_vec();
        changed(|d| {
            first(d).set("MediaBox", [0.0, 0.0, 595.28, 841.89].map(Object::Real).to_vec());
            catalog(d).set("OCProperties", dictionary! {});
            let contents = d.add_object(Stream::new(dictionary! {}, contents));
            first(d).set("Contents", contents);
        })
    };
    lay(layered("/OC /L BDC 0 0 9 9 re f EMC")).unwrap();
    for hidden in [stamped, layered("/OC /L BDC 0 0 9 9 re f")] {
        assert!(matches!(lay(hidden), Err(Error::Page(_))));
    }
    let larger = lower(|d| first(d).set("UserUnit", 2));
    assert!(matches!(lay(larger), Err(Error::OtherSize { .. })));
    let unreadable = lower(|d| first(d).set("UserUnit", -1));
    assert!(matches!(lay(unreadable), Err(Error::Page(_))));
    let linked = lower(|d| {
        let link = dictionary! { "Subtype" => "Link", "Rect" => whole([0, 0, 9, 9]) };
        first(d).set("Annots", vec![link.into()]);
    });
    lay(linked).unwrap();
    assert!(intake(contract()).unwrap().repaired.is_none());
}
