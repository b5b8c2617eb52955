//! Pages of one PDF over pages of another.

use crate::kinds::encrypted;
use crate::render::{expect_sound, first_page, text};
use crate::samples::{contract, key, one_page, request, with_streams};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use wariin_pades::{Error, Laid, Revision, Utc, intake, room_for, sign, verify_last};

const FIRST: Laid = Laid { page: 0, over: 0 };

pub(crate) fn saved(mut document: Document) -> Vec<u8> {
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

fn rectangle(colour: [f32; 3], area: [i64; 4]) -> Vec<Operation> {
    vec![
        Operation::new("rg", colour.map(Object::Real).to_vec()),
        Operation::new("re", area.map(Object::Integer).to_vec()),
        Operation::new("f", Vec::new()),
    ]
}

/// A page with this contents in a media box of 300 × 400, changed by hand.
fn page(contents: Vec<u8>, change: impl FnOnce(&mut Document, &mut Dictionary)) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let contents = document.add_object(Stream::new(dictionary! {}, contents));
    let mut page = dictionary! { "Type" => "Page", "Contents" => contents };
    page.set("MediaBox", [0, 0, 300, 400].map(Object::Integer).to_vec());
    change(&mut document, &mut page);
    let page = document.add_object(page);
    let resources = dictionary! { "ProcSet" => vec!["PDF".into()] };
    let pages = document.add_object(dictionary! {
        "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1, "Resources" => resources,
    });
    document.get_object_mut(page).unwrap().as_dict_mut().unwrap().set("Parent", pages);
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    saved(document)
}

/// What lies below: a blue field in one corner and a green one in the middle.
pub(crate) fn below(change: impl FnOnce(&mut Document, &mut Dictionary)) -> Vec<u8> {
    let mut operations = rectangle([0.0, 0.0, 1.0], [30, 40, 50, 60]);
    operations.extend(rectangle([0.0, 1.0, 0.0], [100, 150, 100, 100]));
    page(Content { operations }.encode().unwrap(), change)
}

/// What comes to lie over it: red in the lower left and black in the upper right corner, as it is shown.
/// The fields stand in forms of their own, the lower one below a shared dictionary.
pub(crate) fn above(width: i64, height: i64) -> Vec<u8> {
    let mut document = Document::load_mem(&page(b"/Low Do /High Do".to_vec(), |document, page| {
        let mut form = |operations| {
            let dict = dictionary! {
                "Type" => "XObject", "Subtype" => "Form",
                "BBox" => [0, 0, width, height].map(Object::Integer).to_vec(),
            };
            document.add_object(Stream::new(dict, Content { operations }.encode().unwrap()))
        };
        let low = form(rectangle([1.0, 0.0, 0.0], [10, 20, 40, 30]));
        let high = form(rectangle([0.0, 0.0, 0.0], [width - 30, height - 25, 20, 15]));
        let forms = document.add_object(dictionary! { "Low" => low, "High" => high });
        page.set("Resources", dictionary! { "XObject" => forms });
        page.set("MediaBox", [0, 0, width, height].map(Object::Integer).to_vec());
    }))
    .unwrap();
    document.compress();
    saved(document)
}

pub(crate) fn laid(lower: &[u8], upper: &[u8]) -> Vec<u8> {
    let mut revision = Revision::of(lower.to_vec()).unwrap();
    revision.lay_over(upper.to_vec(), &[FIRST]).unwrap();
    revision.write()
}

/// The result looks like one page with the other over it, to every viewer.
fn expect_laid(name: &str, lower: &[u8], upper: &[u8]) {
    let out = laid(lower, upper);
    assert!(out.starts_with(lower), "{name}");
    expect_sound(&out);
    let expected = first_page(lower).into_iter().zip(first_page(upper));
    for (((by, lower), (_, upper)), (_, both)) in expected.zip(first_page(&out)) {
        assert!(!upper.is_blank(), "{name}");
        assert_eq!(both.differing(&lower.under(&upper)), 0, "{name} by {by}");
    }
}

#[test]
fn a_page_lies_upright_over_another_on_every_rotation_and_crop_box() {
    for turned in [0, 90, 180, 270, -90, 450] {
        for crop in [None, Some([20, 35, 280, 390])] {
            let lower = below(|_, page| {
                page.set("Rotate", turned);
                if let Some(crop) = crop {
                    page.set("CropBox", crop.map(Object::Integer).to_vec());
                }
            });
            let (width, height) = if crop.is_some() { (260, 355) } else { (300, 400) };
            let (width, height) = if turned % 180 == 0 { (width, height) } else { (height, width) };
            expect_laid(&format!("{turned} {crop:?}"), &lower, &above(width, height));
        }
    }
}

#[test]
fn the_page_that_is_laid_over_may_be_rotated_and_cropped() {
    for turned in [0, 90, 180, 270] {
        let mut upper = Document::load_mem(&above(300, 400)).unwrap();
        let id = upper.get_pages()[&1];
        let dict = upper.get_object_mut(id).unwrap().as_dict_mut().unwrap();
        dict.set("Rotate", turned);
        dict.set("CropBox", [5, 10, 285, 390].map(Object::Integer).to_vec());
        let (width, height) = if turned % 180 == 0 { (280, 380) } else { (380, 280) };
        let lower = below(|_, page| {
            page.set("MediaBox", [0, 0, width, height].map(Object::Integer).to_vec());
        });
        expect_laid(&turned.to_string(), &lower, &saved(upper));
    }
}

#[test]
fn a_page_in_points_is_laid_over_one_with_a_larger_unit() {
    let lower = below(|_, page| page.set("UserUnit", 2));
    let mut larger = Document::load_mem(&above(600, 800)).unwrap();
    let id = larger.get_pages()[&1];
    larger.get_object_mut(id).unwrap().as_dict_mut().unwrap().remove(b"UserUnit");
    let out = laid(&lower, &saved(larger));
    let text = String::from_utf8_lossy(&out).into_owned();
    assert!(text.contains("q 0.5 0 0 0.5 0 0 cm"), "half as many units as points");
    let mut revision = Revision::of(lower).unwrap();
    assert!((revision.user_unit(0).unwrap() - 2.0).abs() < f64::EPSILON);
    assert!(matches!(revision.lay_over(above(300, 400), &[FIRST]), Err(Error::OtherSize { .. })));
}

#[test]
fn contents_and_resources_may_be_absent_direct_elsewhere_inherited_or_left_open() {
    let open = |contents: &[u8]| page(contents.to_vec(), |_, _| {});
    let cases: [(&str, Vec<u8>); 7] = [
        ("inherited resources", below(|_, _| {})),
        ("no contents", below(|_, page| drop(page.remove(b"Contents")))),
        ("an array of contents", below(|document, page| {
            let more = document.add_object(Stream::new(dictionary! {}, b"0 g 0 0 9 9 re f".to_vec()));
            let first = page.get(b"Contents").unwrap().clone();
            let array = document.add_object(vec![first, more.into()]);
            page.set("Contents", array);
        })),
        ("resources elsewhere", below(|document, page| {
            let forms = document.add_object(dictionary! {});
            let resources = document.add_object(dictionary! { "XObject" => forms });
            page.set("Resources", resources);
        })),
        ("own resources", below(|_, page| page.set("Resources", dictionary! {}))),
        ("left open", open(b"q .5 0 0 .5 9 9 cm q 1 0 0 rg 0 0 50 50 re f % q\nBI /W 1 /H 1 /BPC 8 /CS /G ID q EI")),
        ("closed too often", open(b"Q Q 0 0 1 rg 10 10 20 20 re f Q")),
    ];
    for (name, lower) in cases {
        let out = laid(&lower, &above(300, 400));
        let upper = first_page(&above(300, 400));
        for ((by, upper), (_, both)) in upper.into_iter().zip(first_page(&out)) {
            let expected = |x, y| assert_eq!(both.dot(x, y), upper.dot(x, y), "{name} by {by}");
            expected(20, 400 - 30);
            expected(285, 20);
        }
    }
}

#[test]
fn resources_that_a_page_inherits_are_still_found() {
    let lower = below(|document, page| {
        let inherited = document.add_object(Stream::new(
            dictionary! { "Subtype" => "Form", "BBox" => [0, 0, 9, 9].map(Object::Integer).to_vec() },
            b"1 0 1 rg 0 0 9 9 re f".to_vec(),
        ));
        let contents = document.add_object(Stream::new(dictionary! {}, b"/Wariin1 Do".to_vec()));
        let forms = dictionary! { "Wariin1" => inherited };
        page.set("Contents", contents);
        page.set("Resources", dictionary! { "XObject" => forms });
    });
    let mut document = Document::load_mem(&lower).unwrap();
    let id = document.get_pages()[&1];
    let page = document.get_object_mut(id).unwrap().as_dict_mut().unwrap();
    let resources = page.remove(b"Resources").unwrap();
    let parent = page.get(b"Parent").unwrap().as_reference().unwrap();
    document.get_object_mut(parent).unwrap().as_dict_mut().unwrap().set("Resources", resources);
    let lower = saved(document);
    assert!(!first_page(&lower)[0].1.is_blank());
    expect_laid("inherited", &lower, &above(300, 400));
}

#[test]
fn shared_objects_are_copied_once_however_many_pages_use_them() {
    let upper = above(595, 842);
    let mut revision = Revision::of(contract()).unwrap();
    assert_eq!(revision.pages(), 2);
    let once = [FIRST];
    let twice = [FIRST, Laid { page: 0, over: 1 }];
    revision.lay_over(upper.clone(), &twice).unwrap();
    let both = revision.write();
    let mut revision = Revision::of(contract()).unwrap();
    revision.lay_over(upper, &once).unwrap();
    let single = revision.write();
    let forms = |pdf: &[u8]| {
        let document = Document::load_mem(pdf).unwrap();
        let is_form = |object: &&Object| {
            object.as_stream().is_ok_and(|s| s.dict.get(b"Subtype").ok() == Some(&"Form".into()))
        };
        document.objects.values().filter(is_form).count()
    };
    assert_eq!(forms(&single), 3);
    assert_eq!(forms(&both), 3);
}

#[test]
fn a_page_of_a_japanese_contract_in_object_streams_is_copied_with_its_fonts() {
    for upper in [contract(), with_streams()] {
        let size = Revision::of(upper.clone()).unwrap().page_size(0).unwrap();
        let lower = crate::samples::changed(|document| {
            for id in document.get_pages().into_values().collect::<Vec<_>>() {
                let page = document.get_object_mut(id).unwrap().as_dict_mut().unwrap();
                page.remove(b"Contents");
            }
        });
        assert_eq!(Revision::of(lower.clone()).unwrap().page_size(0).unwrap(), size);
        let out = laid(&lower, &upper);
        expect_sound(&out);
        assert!(text(&upper).contains("業務"));
        assert_eq!(text(&out), text(&upper));
    }
}

#[test]
fn an_overlay_is_signed_in_the_same_revision() {
    let mut revision = Revision::of(contract()).unwrap();
    revision.lay_over(above(595, 842), &[FIRST]).unwrap();
    let key = key();
    let prepared = revision.prepare(&request("書類 42"), room_for(&key)).unwrap();
    let value = prepared.signed_by(&key).unwrap().without_timestamp().unwrap();
    let signed = prepared.embed(&value).unwrap();
    assert!(signed.starts_with(&contract()));
    verify_last(&signed).unwrap();
    assert!(intake(signed.clone()).unwrap().repaired.is_none());
    let trust = wariin_pades::Trust {
        roots: vec![key.certificate().to_vec()],
        now: Utc::from_unix(crate::samples::NOW),
    };
    assert!(wariin_pades::verify(signed, &trust).unwrap().is_intact());
}

#[test]
fn nothing_is_laid_over_a_signed_pdf_or_a_page_of_another_size() {
    let signed = sign(contract(), &key(), &request("before")).unwrap();
    assert!(matches!(Revision::of(signed), Err(Error::Signed)));
    let mut revision = Revision::of(one_page()).unwrap();
    let other = Error::OtherSize { page: 0, over: 0 };
    for upper in [above(300, 842), above(595, 400)] {
        let refused = revision.lay_over(upper, &[FIRST]).unwrap_err();
        assert_eq!(refused.to_string(), other.to_string());
    }
    assert!(matches!(revision.lay_over(encrypted(), &[FIRST]), Err(Error::Encrypted)));
    for missing in [Laid { page: 1, over: 0 }, Laid { page: 0, over: 7 }] {
        assert!(matches!(
            revision.lay_over(above(595, 842), &[missing]),
            Err(Error::Object("a page"))
        ));
    }
}
