//! An attachment that is removed is gone from the bytes, by whatever path it could be reached.

use crate::forms::{appearance, whole};
use crate::render::expect_sound;
use crate::samples::{catalog, changed};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use wariin_pades::{Change, intake};

const SECRET: &[u8] = b"CONFIDENTIAL-CALCULATION";

/// An attachment with this name, by its file specification.
fn attachment(d: &mut Document, name: &str) -> Dictionary {
    let stream = d.add_object(Stream::new(dictionary! {}, SECRET.to_vec()));
    dictionary! {
        "Type" => "Filespec", "UF" => Object::string_literal(name),
        "EF" => dictionary! { "F" => stream, "UF" => stream },
    }
}

fn first(d: &mut Document) -> (ObjectId, &mut Dictionary) {
    let page = d.get_pages()[&1];
    (page, d.get_object_mut(page).unwrap().as_dict_mut().unwrap())
}

/// An element of the structure of a tagged file, with these entries.
fn element(d: &mut Document, entries: Dictionary) {
    let root = d.new_object_id();
    let mut element = dictionary! { "Type" => "StructElem", "S" => "Annot", "P" => root };
    element.extend(&entries);
    let element = d.add_object(element);
    d.set_object(root, dictionary! { "Type" => "StructTreeRoot", "K" => element });
    catalog(d).set("StructTreeRoot", root);
    catalog(d).set("MarkInfo", dictionary! { "Marked" => true });
}

/// A tagged file with an annotation that its structure refers to.
fn tagged(d: &mut Document, annotation: Dictionary) {
    let annotation = d.add_object(annotation);
    let (page, dict) = first(d);
    dict.set("Annots", vec![annotation.into()]);
    let object = dictionary! { "Type" => "OBJR", "Obj" => annotation, "Pg" => page };
    element(d, dictionary! { "K" => object });
}

fn pinned(specification: impl Into<Object>, seen: ObjectId) -> Dictionary {
    dictionary! {
        "Type" => "Annot", "Subtype" => "FileAttachment", "Rect" => whole([10, 10, 110, 30]),
        "FS" => specification, "AP" => dictionary! { "N" => seen }, "F" => 4, "StructParent" => 0,
    }
}

fn holds(pdf: &[u8], what: &[u8]) -> bool {
    pdf.windows(what.len()).any(|window| window == what)
}

// DO-04
#[test]
fn a_removed_attachment_cannot_be_reached_by_any_path() {
    let cases: [(&str, &dyn Fn(&mut Document)); 8] = [
        ("the structure, by an annotation", &|d| {
            let file = attachment(d, "a.xlsx");
            let file = d.add_object(file);
            let seen = appearance(d, "0 0 1 rg 0 0 9 9 re f", |_| {});
            tagged(d, pinned(file, seen));
        }),
        ("the structure, by an annotation that holds the specification itself", &|d| {
            let file = attachment(d, "a.xlsx");
            let seen = appearance(d, "0 0 1 rg 0 0 9 9 re f", |_| {});
            tagged(d, pinned(file, seen));
        }),
        ("an element of the structure", &|d| {
            let file = attachment(d, "a.xlsx");
            element(d, dictionary! { "AF" => vec![Object::from(file)] });
        }),
        ("a page", &|d| {
            let file = attachment(d, "a.xlsx");
            let file = d.add_object(file);
            first(d).1.set("AF", vec![file.into()]);
        }),
        ("an image or a form", &|d| {
            let file = attachment(d, "a.xlsx");
            let file = d.add_object(file);
            let form = appearance(d, "0 0 1 rg 0 0 9 9 re f", |dict| {
                dict.set("AF", vec![file.into()]);
            });
            let resources = first(d).1.get_mut(b"Resources").unwrap().as_dict_mut().unwrap();
            resources.set("XObject", dictionary! { "Form" => form });
        }),
        ("marked contents", &|d| {
            let file = attachment(d, "a.xlsx");
            let resources = first(d).1.get_mut(b"Resources").unwrap().as_dict_mut().unwrap();
            let list = dictionary! { "MCAF" => vec![Object::from(file)] };
            resources.set("Properties", dictionary! { "A" => list });
        }),
        ("a tree of names, and a collection that lists it", &|d| {
            let file = attachment(d, "a.xlsx");
            let file = d.add_object(file);
            let leaf = d.add_object(dictionary! {
                "Names" => vec![Object::string_literal("x"), file.into()],
            });
            let tree =
                dictionary! { "EmbeddedFiles" => dictionary! { "Kids" => vec![leaf.into()] } };
            catalog(d).set("Names", tree);
            catalog(d).set("Collection", dictionary! { "View" => "D", "First" => file });
        }),
        ("private data of a program", &|d| {
            let file = attachment(d, "a.xlsx");
            let private = dictionary! { "Private" => dictionary! { "Source" => file } };
            catalog(d).set("PieceInfo", dictionary! { "App" => private });
        }),
    ];
    for (path, change) in cases {
        let pdf = changed(change);
        assert!(holds(&pdf, SECRET), "{path}");
        let taken = intake(pdf).unwrap_or_else(|e| panic!("{path}: {e}"));
        let told = Change::AttachmentsRemoved(vec!["a.xlsx".to_owned()]);
        assert!(taken.changes.contains(&told), "{path}: {:?}", taken.changes);
        let used = taken.repaired.unwrap();
        assert!(!holds(&used, SECRET), "{path}");
        expect_sound(&used);
    }
}

// DO-04
#[test]
fn an_embedded_file_without_a_specification_is_removed_too() {
    let pdf = changed(|d| {
        let stream = Stream::new(dictionary! { "Type" => "EmbeddedFile" }, SECRET.to_vec());
        let stream = d.add_object(stream);
        catalog(d).set("PieceInfo", dictionary! { "App" => stream });
    });
    let taken = intake(pdf).unwrap();
    assert_eq!(taken.changes, [Change::AttachmentsRemoved(vec![String::new()])]);
    assert!(!holds(&taken.repaired.unwrap(), SECRET));
}

// DO-04
#[test]
fn what_an_invoice_has_attached_to_a_place_on_a_page_goes_and_its_own_files_stay() {
    let pdf = changed(|d| {
        let own = attachment(d, "factur-x.xml");
        let own = d.add_object(own);
        catalog(d).set("AF", vec![own.into()]);
        let seen = appearance(d, "0 0 1 rg 0 0 9 9 re f", |_| {});
        let stream = d.add_object(Stream::new(dictionary! {}, b"PINNED".to_vec()));
        let other = dictionary! {
            "F" => Object::string_literal("b.txt"), "EF" => dictionary! { "F" => stream },
        };
        tagged(d, pinned(other, seen));
    });
    let taken = intake(pdf).unwrap();
    let told = [
        Change::AttachmentsRemoved(vec!["b.txt".to_owned()]),
        Change::AttachmentsKept(vec!["factur-x.xml".to_owned()]),
    ];
    assert_eq!(taken.changes, told);
    let used = taken.repaired.unwrap();
    assert!(holds(&used, SECRET) && !holds(&used, b"PINNED"));
}

// DO-04
#[test]
fn names_that_look_like_those_of_attachments_change_nothing() {
    let pdf = changed(|d| {
        let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier" };
        let font = d.add_object(font);
        let form = appearance(d, "", |_| {});
        let resources = first(d).1.get_mut(b"Resources").unwrap().as_dict_mut().unwrap();
        resources.set("XObject", dictionary! { "EF" => form });
        resources.set("ColorSpace", dictionary! { "EF" => dictionary! { "F" => font } });
        catalog(d).set("AF", Vec::<Object>::new());
    });
    let taken = intake(pdf).unwrap();
    assert_eq!((taken.changes, taken.repaired), (vec![], None));
    let described = changed(|d| {
        let part = Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"<xdp/>".to_vec());
        let parts = vec![Object::string_literal("xdp"), d.add_object(part).into()];
        let seen = appearance(d, "0 0 1 rg 0 0 9 9 re f", |_| {});
        let field = d.add_object(crate::forms::text_field(Some(seen)));
        first(d).1.set("Annots", vec![field.into()]);
        let form = dictionary! { "Fields" => vec![field.into()], "XFA" => parts };
        catalog(d).set("AcroForm", form);
    });
    let changes = intake(described).unwrap().changes;
    assert_eq!(changes, [Change::FormFixed, Change::XfaRemoved]);
}

// DO-04
#[test]
fn a_form_field_of_a_tagged_file_leaves_no_script_behind() {
    let pdf = changed(|d| {
        let seen = appearance(d, "0 0 1 rg 0 0 9 9 re f", |_| {});
        let script = Object::string_literal("app.alert(1)");
        tagged(
            d,
            dictionary! {
                "Type" => "Annot", "Subtype" => "Widget", "FT" => "Btn", "F" => 4, "Ff" => 65_536,
                "T" => Object::string_literal("b"), "Rect" => whole([10, 10, 110, 30]),
                "AP" => dictionary! { "N" => seen },
                "A" => dictionary! { "S" => "JavaScript", "JS" => script },
            },
        );
    });
    let taken = intake(pdf).unwrap();
    assert!(taken.changes.contains(&Change::ActionsRemoved), "{:?}", taken.changes);
    let used = taken.repaired.unwrap();
    assert!(!holds(&used, b"app.alert") && !holds(&used, b"/Widget"));
}
