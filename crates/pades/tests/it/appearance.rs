//! A signature whose field is seen on the page.

use crate::overlay::{above, below, saved};
use crate::render::{expect_sound, first_page};
use crate::samples::{NOW, contract, key, request};
use lopdf::{Document, Object, dictionary};
use wariin_pades::{
    Appearance, Area, Error, Laid, Revision, SignatureRequest, Trust, Utc, room_for, sign, verify,
    verify_last,
};

/// Red in its lower left and black in its upper right corner, on the first page.
fn shown(area: Area) -> SignatureRequest {
    let appearance =
        Appearance { page: 0, area, pdf: above(100, 60), words: "署名済み".into() };
    SignatureRequest { appearance: Some(appearance), ..request("書類 42") }
}

const AREA: Area = Area { x: 20.0, y: 30.0, width: 100.0, height: 60.0 };

#[test]
fn the_field_is_upright_in_its_area_on_every_rotation_and_crop_box() {
    for turned in [0, 90, 180, 270, -90] {
        for crop in [None, Some([20, 35, 280, 390])] {
            let base = below(|_, page| {
                page.set("Rotate", turned);
                if let Some(crop) = crop {
                    page.set("CropBox", crop.map(Object::Integer).to_vec());
                }
                page.remove(b"Contents");
            });
            let signed = sign(base.clone(), &key(), &shown(AREA)).unwrap();
            assert!(signed.starts_with(&base));
            expect_sound(&signed);
            verify_last(&signed).unwrap();
            for (by, picture) in first_page(&signed) {
                let height = picture.dots.len() / 3 / picture.width;
                let at = |x: usize, y: usize| picture.dot(20 + x, height - 30 - y).to_vec();
                let name = format!("{turned} {crop:?} by {by}");
                assert_eq!(at(12, 23), [255, 0, 0], "{name}");
                assert_eq!(at(48, 48), [255, 0, 0], "{name}");
                assert_eq!(at(72, 37), [0, 0, 0], "{name}");
                assert_eq!(at(88, 48), [0, 0, 0], "{name}");
                assert_eq!(at(60, 30), [255, 255, 255], "{name}");
                assert_eq!(at(5, 5), [255, 255, 255], "{name}");
            }
        }
    }
}

#[test]
fn the_field_is_printed_and_locked_has_words_and_the_signature_is_intact() {
    let base = below(|_, _| {});
    let mut revision = Revision::of(base.clone()).unwrap();
    revision.lay_over(above(300, 400), &[Laid { page: 0, over: 0 }]).unwrap();
    let key = key();
    let signed = revision.prepare(&shown(AREA), room_for(&key)).unwrap().finish_by(&key).unwrap();
    assert!(signed.starts_with(&base));
    let trust = Trust { roots: vec![key.certificate().to_vec()], now: Utc::from_unix(NOW) };
    assert!(verify(signed.clone(), &trust).unwrap().is_intact());
    let document = Document::load_mem(&signed).unwrap();
    let widget = widget(&document);
    assert_eq!(widget.get(b"F").unwrap().as_i64().unwrap(), 132);
    assert!(widget.has(b"TU") && widget.has(b"Contents") && !widget.has(b"StructParent"));
    let rect = widget.get(b"Rect").unwrap().as_array().unwrap();
    let rect: Vec<f32> = rect.iter().map(|side| side.as_float().unwrap()).collect();
    assert_eq!(rect, [20.0, 30.0, 120.0, 90.0]);
    assert!(!String::from_utf8_lossy(&signed).contains("/Artifact"), "it is not tagged");
}

fn widget(document: &Document) -> lopdf::Dictionary {
    let is_signature = |object: &&Object| {
        object.as_dict().is_ok_and(|dict| dict.get(b"FT").ok() == Some(&"Sig".into()))
    };
    document.objects.values().find(is_signature).unwrap().as_dict().unwrap().clone()
}

#[test]
fn nothing_is_shown_on_a_signed_pdf_beside_the_page_or_below_another_annotation() {
    let signed = sign(contract(), &key(), &request("before")).unwrap();
    assert!(matches!(sign(signed, &key(), &shown(AREA)), Err(Error::Signed)));
    for area in [
        Area { x: -1.0, ..AREA },
        Area { x: 250.0, ..AREA },
        Area { y: 350.0, ..AREA },
        Area { width: 0.0, ..AREA },
        Area { y: f64::NAN, ..AREA },
    ] {
        let refused = sign(below(|_, _| {}), &key(), &shown(area));
        assert!(matches!(refused, Err(Error::Page(_))), "{area:?}");
    }
    let stamped = |at: [i64; 4]| {
        below(|_, page| {
            let rect = at.map(Object::Integer).to_vec();
            page.set("Annots", vec![dictionary! { "Subtype" => "Stamp", "Rect" => rect }.into()]);
        })
    };
    let mut twice = Document::load_mem(&below(|_, _| {})).unwrap();
    let page = twice.get_pages()[&1];
    let tree = twice.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
    let tree = twice.get_object_mut(tree).unwrap().as_dict_mut().unwrap();
    tree.set("Kids", vec![page.into(), page.into()]);
    assert!(matches!(sign(saved(twice), &key(), &shown(AREA)), Err(Error::Page(_))));
    let refused = sign(stamped([100, 80, 200, 200]), &key(), &shown(AREA));
    assert!(matches!(refused, Err(Error::Page(_))));
    sign(stamped([130, 80, 200, 200]), &key(), &shown(AREA)).unwrap();
}

/// A tagged page, whose parent tree is written in one of several ways.
fn tagged(variant: usize) -> Vec<u8> {
    let mut document = Document::load_mem(&below(|_, page| page.set("StructParents", 0))).unwrap();
    let root = document.new_object_id();
    let element = dictionary! { "Type" => "StructElem", "S" => "Document", "P" => root };
    let element = document.add_object(element);
    let numbers = vec![Object::Integer(0), Object::Array(vec![element.into()])];
    let leaf = dictionary! { "Nums" => numbers.clone(), "Limits" => vec![0.into(), 0.into()] };
    let leaf = document.add_object(leaf);
    let list = document.add_object(Object::Array(vec![element.into()]));
    let (parents, kids): (Object, Object) = match variant {
        0 => (dictionary! { "Nums" => numbers }.into(), element.into()),
        1 => (dictionary! { "Kids" => vec![leaf.into()] }.into(), vec![element.into()].into()),
        2 => (document.add_object(dictionary! { "Kids" => vec![leaf.into()] }).into(), list.into()),
        _ => {
            let two = vec![element.into(), document.add_object(dictionary! { "S" => "P" }).into()];
            (document.add_object(dictionary! { "Nums" => numbers }).into(), two.into())
        }
    };
    let tree = dictionary! { "Type" => "StructTreeRoot", "ParentTree" => parents, "K" => kids };
    document.objects.insert(root, tree.into());
    let catalog = document.catalog_mut().unwrap();
    catalog.set("StructTreeRoot", root);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    saved(document)
}

#[test]
fn in_a_tagged_pdf_the_field_is_in_the_structure_tree_and_what_is_laid_over_is_an_artifact() {
    for variant in 0..4 {
        let key = key();
        let mut revision = Revision::of(tagged(variant)).unwrap();
        revision.lay_over(above(300, 400), &[Laid { page: 0, over: 0 }]).unwrap();
        let prepared = revision.prepare(&shown(AREA), room_for(&key)).unwrap();
        let signed = prepared.finish_by(&key).unwrap();
        expect_sound(&signed);
        assert!(String::from_utf8_lossy(&signed).contains("/Artifact BMC q 1 0 0 1 0 0 cm"));
        let document = Document::load_mem(&signed).unwrap();
        let of = |object: &Object| document.dereference(object).unwrap().1.clone();
        let root = of(document.catalog().unwrap().get(b"StructTreeRoot").unwrap());
        let root = root.as_dict().unwrap();
        assert_eq!(root.get(b"ParentTreeNextKey").unwrap().as_i64().unwrap(), 2);
        let widget = widget(&document);
        assert_eq!(widget.get(b"StructParent").unwrap().as_i64().unwrap(), 1);
        let parents = of(root.get(b"ParentTree").unwrap());
        let mut leaves = vec![parents.as_dict().unwrap().clone()];
        if let Ok(kids) = leaves[0].clone().get(b"Kids").and_then(Object::as_array) {
            leaves = kids.iter().map(|kid| of(kid).as_dict().unwrap().clone()).collect();
        }
        let numbers = leaves.iter().filter_map(|leaf| leaf.get(b"Nums").ok());
        let numbers: Vec<Object> =
            numbers.flat_map(|it| of(it).as_array().unwrap().clone()).collect();
        assert_eq!(numbers[2], Object::Integer(1), "variant {variant}");
        let form = of(&numbers[3]);
        let form = form.as_dict().unwrap();
        assert_eq!(form.get(b"S").unwrap(), &"Form".into());
        let parent = of(form.get(b"P").unwrap());
        let is_document = parent.as_dict().unwrap().get(b"S").ok() == Some(&"Document".into());
        assert_eq!(is_document, variant < 3, "variant {variant}");
        let kids = of(parent.as_dict().unwrap().get(b"K").unwrap());
        let last = match &kids {
            Object::Array(kids) => kids.last().unwrap().clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(last, numbers[3], "variant {variant}");
    }
}
