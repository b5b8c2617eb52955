//! Forms as office programs leave them: beside layers, with streams that do not end, with parents in a circle.

use crate::forms::{appearance, expect_flat, one, text_field, whole};
use crate::render::first_page;
use crate::samples::{catalog, contract};
use crate::traps::{SQUARE, field, first, refusal, with_contents};
use flate2::Compression;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use wariin_pades::{Change, Refused, intake};

/// A field with a square on a page with these contents, in a document with a layer that is off, changed by hand.
fn beside_a_layer(
    contents: &str,
    change: impl FnOnce(&mut Document, ObjectId, &mut Stream),
) -> Vec<u8> {
    let mut document = Document::load_mem(&with_contents(contents.as_bytes())).unwrap();
    let layer = dictionary! { "Type" => "OCG", "Name" => Object::string_literal("old") };
    let layer = document.add_object(layer);
    let off = dictionary! { "OFF" => vec![layer.into()] };
    let layers = dictionary! { "OCGs" => vec![layer.into()], "D" => off };
    catalog(&mut document).set("OCProperties", layers);
    let properties = dictionary! { "Properties" => dictionary! { "L" => layer } };
    first(&mut document).set("Resources", properties);
    let is_look = |object: &&mut Object| {
        object.as_stream().is_ok_and(|stream| stream.content == SQUARE.as_bytes())
    };
    let look = document.objects.values_mut().find(is_look).unwrap();
    let mut stream = look.as_stream().unwrap().clone();
    let id = document
        .objects
        .iter()
        .find(|(_, it)| it.as_stream().is_ok_and(|stream| stream.content == SQUARE.as_bytes()));
    let id = *id.unwrap().0;
    change(&mut document, layer, &mut stream);
    document.objects.insert(id, stream.into());
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

// DO-05
#[test]
fn a_field_beside_a_layer_that_is_off_is_painted_unless_layers_could_hide_it() {
    let closed = "/OC /L BDC 1 0 0 rg 9 9 90 90 re f EMC";
    let pdf = beside_a_layer(closed, |_, _, _| {});
    let taken = intake(pdf.clone()).unwrap();
    assert!(taken.changes.contains(&Change::HiddenLayersKept(vec!["old".to_owned()])));
    assert!(taken.drawable.is_some(), "input fields can be laid over it");
    let used = taken.repaired.unwrap();
    for ((by, before), (_, after)) in first_page(&pdf).into_iter().zip(first_page(&used)) {
        assert_eq!(before.differing(&after), 0, "by {by}");
        assert!(!after.is_blank(), "by {by}");
    }
    let open = beside_a_layer("/OC /L BDC 1 0 0 rg 9 9 90 90 re f", |_, _, _| {});
    assert_eq!(refusal(open), Refused::UnfixedForm);
    let inside = beside_a_layer(closed, |_, layer, look| {
        let properties = dictionary! { "Properties" => dictionary! { "L" => layer } };
        look.dict.set("Resources", properties);
        look.content = format!("/OC /L BDC {SQUARE} EMC").into_bytes();
    });
    assert_eq!(refusal(inside), Refused::UnfixedForm);
    let deeper = beside_a_layer(closed, |document, layer, look| {
        let inner = dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "BBox" => whole([0, 0, 100, 20]), "OC" => layer,
        };
        let inner = document.add_object(Stream::new(inner, SQUARE.as_bytes().to_vec()));
        let inner = dictionary! { "I" => inner };
        look.dict.set("Resources", dictionary! { "XObject" => inner });
        look.content = b"/I Do".to_vec();
    });
    assert_eq!(refusal(deeper), Refused::UnfixedForm);
}

// DO-05
#[test]
fn an_appearance_that_acrobat_flushed_and_did_not_end_is_taken() {
    let mut zlib = flate2::Compress::new(Compression::default(), true);
    let mut packed = Vec::with_capacity(200);
    zlib.compress_vec(SQUARE.as_bytes(), &mut packed, flate2::FlushCompress::Sync).unwrap();
    let pdf = one(|d| {
        let seen = appearance(d, "", |_| {});
        let stream = d.get_object_mut(seen).unwrap().as_stream_mut().unwrap();
        stream.dict.set("Filter", "FlateDecode");
        stream.set_content(packed);
        let mut field = text_field(Some(seen));
        field.set("V", Object::string_literal(""));
        field
    });
    let taken = intake(pdf.clone()).unwrap();
    assert_eq!(taken.changes, [Change::FormFixed]);
    for ((by, before), (_, after)) in
        first_page(&pdf).into_iter().zip(first_page(&taken.repaired.unwrap()))
    {
        assert_eq!(before.differing(&after), 0, "by {by}");
        assert!(!after.is_blank(), "by {by}");
    }
}

// DO-05
#[test]
fn a_field_whose_parents_form_a_circle_is_painted_and_a_mark_without_a_place_is_refused() {
    let circle = field(|d, it| {
        let above = d.new_object_id();
        d.objects.insert(above, dictionary! { "Parent" => above, "FT" => "Tx" }.into());
        it.set("Parent", above);
        drop((it.remove(b"FT"), it.remove(b"V"), it.remove(b"T")));
    });
    let nowhere = field(|_, it| {
        it.set("Subtype", "Ink");
        drop(it.remove(b"Rect"));
    });
    // MuPDF does not draw a page with such a circle at all.
    let taken = intake(circle).unwrap();
    assert_eq!(taken.changes, [Change::FormFixed]);
    for (by, picture) in first_page(&taken.repaired.unwrap()) {
        assert_eq!(picture.dot(120, 125), [0, 0, 255], "the square, by {by}");
    }
    // poppler shows nothing of it, and MuPDF fills the page.
    assert_eq!(refusal(nowhere), Refused::UnfixedForm);
}

// DO-05
#[test]
fn a_state_may_be_named_in_any_encoding() {
    // はい in Shift-JIS, Ü in Latin 1, and a name in UTF-8.
    for state in [&b"\x82\xcd\x82\xa2"[..], b"\xdc", "はい".as_bytes()] {
        let pdf = one(|d| {
            let ticked = appearance(d, SQUARE, |_| {});
            let mut states = Dictionary::new();
            states.set(state, ticked);
            dictionary! {
                "Type" => "Annot", "Subtype" => "Widget", "FT" => "Btn", "F" => 4,
                "T" => Object::string_literal("agreed"), "Rect" => whole([100, 700, 200, 720]),
                "V" => Object::Name(state.to_vec()), "AS" => Object::Name(state.to_vec()),
                "AP" => dictionary! { "N" => states },
            }
        });
        let flat = expect_flat("a state", &pdf);
        assert!(first_page(&flat)[0].1.differing(&first_page(&contract())[0].1) > 0);
    }
}
