//! Form fields become part of their pages as they are shown, or the file is refused.

use crate::render::{expect_sound, first_page, text};
use crate::samples::{catalog, changed, contract, key, request};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use wariin_pades::{Change, Refused, intake, sign};

const TEXT: &str = "BT /Helv 14 Tf 4 6 Td (Yamada) Tj ET";

pub(crate) fn whole(numbers: [i64; 4]) -> Object {
    numbers.map(Object::Integer).to_vec().into()
}

/// An appearance 100 wide and 20 high.
pub(crate) fn appearance(
    document: &mut Document,
    contents: &str,
    change: impl FnOnce(&mut Dictionary),
) -> ObjectId {
    let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
    let mut dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "BBox" => whole([0, 0, 100, 20]),
        "Resources" => dictionary! { "Font" => dictionary! { "Helv" => font } },
    };
    change(&mut dict);
    document.add_object(Stream::new(dict, contents.as_bytes().to_vec()))
}

/// A text field with a value and this appearance.
pub(crate) fn text_field(appearance: Option<ObjectId>) -> Dictionary {
    let mut field = dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Tx", "F" => 4,
        "T" => Object::string_literal("name"), "V" => Object::string_literal("Yamada"),
        "Rect" => whole([100, 700, 250, 730]),
    };
    if let Some(appearance) = appearance {
        field.set("AP", dictionary! { "N" => appearance });
    }
    field
}

/// The contract with these fields on its first page, and the form changed by hand.
pub(crate) fn form(
    fields: impl FnOnce(&mut Document) -> Vec<Object>,
    change: impl FnOnce(&mut Document, &mut Dictionary),
) -> Vec<u8> {
    changed(|document| {
        let fields = fields(document);
        let is_field = |field: &&Object| field.as_reference().is_ok();
        let known: Vec<Object> = fields.iter().filter(is_field).cloned().collect();
        let mut form = dictionary! { "Fields" => known };
        change(document, &mut form);
        let page = document.get_pages()[&1];
        let page = document.get_object_mut(page).unwrap().as_dict_mut().unwrap();
        page.set("Annots", fields);
        catalog(document).set("AcroForm", form);
    })
}

pub(crate) fn one(field: impl FnOnce(&mut Document) -> Dictionary) -> Vec<u8> {
    form(
        |document| {
            let field = field(document);
            vec![document.add_object(field).into()]
        },
        |_, _| {},
    )
}

fn widgets(pdf: &[u8]) -> usize {
    let document = Document::load_mem(pdf).unwrap();
    let annotations = |id| document.get_page_annotations(id).unwrap_or_default();
    let is_widget = |it: &&Dictionary| it.get(b"Subtype").ok() == Some(&"Widget".into());
    document
        .get_pages()
        .into_values()
        .map(|id| annotations(id).into_iter().filter(is_widget).count())
        .sum()
}

/// Taken in with its form made part of the page, it looks as before to every viewer.
pub(crate) fn expect_flat(name: &str, pdf: &[u8]) -> Vec<u8> {
    let taken = intake(pdf.to_vec()).unwrap_or_else(|e| panic!("{name}: {e}"));
    let flat = taken.repaired.unwrap_or_else(|| panic!("{name}: taken as it is"));
    assert!(flat.starts_with(pdf), "{name}");
    expect_sound(&flat);
    assert_eq!(widgets(&flat), 0, "{name}");
    let document = Document::load_mem(&flat).unwrap();
    assert!(document.catalog().unwrap().get(b"AcroForm").is_err(), "{name}");
    for ((by, before), (_, after)) in first_page(pdf).into_iter().zip(first_page(&flat)) {
        assert_eq!(before.differing(&after), 0, "{name} by {by}");
    }
    assert!(intake(flat.clone()).unwrap().repaired.is_none(), "{name}");
    flat
}

// DO-05 CO-09
#[test]
fn a_field_becomes_part_of_its_page_as_it_was_shown() {
    let square = "0 0 1 rg 0 0 100 20 re f 1 0 0 rg 0 0 30 10 re f";
    let plain = expect_flat("text", &one(|d| text_field(Some(appearance(d, TEXT, |_| {})))));
    let drawn = first_page(&contract())[0].1.differing(&first_page(&plain)[0].1);
    assert!(drawn > 50, "the value is to be seen: {drawn} dots");
    expect_flat("scaled", &one(|d| text_field(Some(appearance(d, square, |_| {})))));
    for matrix in [[0, 1, -1, 0, 20, 0], [0, -1, 1, 0, 0, 100], [-1, 0, 0, -1, 100, 20]] {
        expect_flat(
            "turned",
            &one(|d| {
                let turned = matrix.map(Object::Integer).to_vec();
                text_field(Some(appearance(d, square, |dict| dict.set("Matrix", turned))))
            }),
        );
    }
    expect_flat(
        "moved box",
        &one(|d| {
            text_field(Some(appearance(d, square, |dict| dict.set("BBox", whole([10, 5, 90, 15])))))
        }),
    );
    expect_flat(
        "upside down rectangle",
        &one(|d| {
            let mut field = text_field(Some(appearance(d, square, |_| {})));
            field.set("Rect", whole([250, 730, 100, 700]));
            field
        }),
    );
}

#[test]
fn a_box_that_is_ticked_stays_ticked_and_one_that_is_not_stays_empty() {
    for (state, count) in [("Yes", 1), ("Off", 0)] {
        let flat = expect_flat(
            state,
            &one(|d| {
                let on = appearance(d, "0 0 100 20 re f", |_| {});
                dictionary! {
                    "Subtype" => "Widget", "FT" => "Btn", "AS" => state, "V" => state,
                    "T" => Object::string_literal("box"), "Rect" => whole([300, 700, 320, 704]),
                    "AP" => dictionary! { "N" => dictionary! { "Yes" => on } },
                }
            }),
        );
        let text = String::from_utf8_lossy(&flat);
        assert_eq!(text.matches(" Do Q").count(), count, "{state}");
    }
}

// DO-05
#[test]
fn the_frame_of_a_button_that_is_off_is_drawn_although_its_appearance_is_for_on_only() {
    for (flags, state, value) in [
        (0, Some("Off"), None),
        (0, None, None),
        (0, None, Some("Other")),
        (0xc000, Some("Off"), None),
        (0xc000, None, Some("Other")),
    ] {
        let pdf = one(|d| {
            let on = appearance(d, "0 0 100 20 re f", |_| {});
            let colours =
                |red: i64, green: i64| Object::from(vec![red.into(), green.into(), 0.into()]);
            let mut field = dictionary! {
                "Subtype" => "Widget", "FT" => "Btn", "Ff" => flags, "F" => 4,
                "T" => Object::string_literal("box"), "Rect" => whole([300, 700, 340, 740]),
                "AP" => dictionary! { "N" => dictionary! { "Yes" => on } },
                "MK" => dictionary! { "BC" => colours(1, 0), "BG" => colours(0, 1) },
            };
            for (key, name) in [("AS", state), ("V", value)] {
                if let Some(name) = name {
                    field.set(key, name);
                }
            }
            field
        });
        let taken = intake(pdf).unwrap();
        assert_eq!(taken.changes, [Change::FormFixed, Change::FormDrawn], "{flags} {state:?}");
        for (by, picture) in first_page(&taken.repaired.unwrap()) {
            // A mark would stand in the middle.
            for x in 314..327 {
                assert_eq!(picture.dot(x, 122), [0, 255, 0], "{flags} {state:?} {value:?} by {by}");
            }
        }
    }
}

#[test]
fn fields_may_be_direct_in_the_page_inherit_their_value_and_be_hidden() {
    let flat = expect_flat(
        "all at once",
        &form(
            |d| {
                let parent = d.add_object(dictionary! {
                "FT" => "Tx", "T" => Object::string_literal("p"), "V" => Object::string_literal("Yamada"),
            });
                let mut direct = text_field(Some(appearance(d, TEXT, |_| {})));
                for key in ["FT", "V", "T"] {
                    direct.remove(key.as_bytes());
                }
                direct.set("Parent", parent);
                let mut hidden = text_field(None);
                hidden.set("F", 2);
                let mut empty = text_field(None);
                empty.set("V", Object::String(vec![0xfe, 0xff], lopdf::StringFormat::Hexadecimal));
                let link = dictionary! { "Subtype" => "Link", "Rect" => whole([0, 0, 9, 9]), "Border" => vec![0.into(), 0.into(), 0.into()] };
                [hidden, empty, link]
                    .map(|it| d.add_object(it).into())
                    .into_iter()
                    .chain([direct.into()])
                    .collect()
            },
            |_, _| {},
        ),
    );
    assert!(String::from_utf8_lossy(&flat).contains("/Link"));
    let document = Document::load_mem(&flat).unwrap();
    let page = document.get_pages()[&1];
    assert_eq!(document.get_page_annotations(page).unwrap().len(), 1);
}

#[test]
fn of_radio_buttons_only_the_chosen_one_is_filled() {
    let flat = expect_flat(
        "radio buttons",
        &form(
            |d| {
                let group = d.add_object(dictionary! {
                    "FT" => "Btn", "Ff" => 1 << 15, "V" => "First",
                    "T" => Object::string_literal("choice"),
                });
                let mut button = |own: &str, state: &str, y: i64| {
                    let on = appearance(d, "0 0 100 20 re f", |_| {});
                    d.add_object(dictionary! {
                        "Subtype" => "Widget", "Parent" => group, "AS" => state,
                        "Rect" => whole([300, y, 320, y + 4]),
                        "AP" => dictionary! { "N" => dictionary! { own => on } },
                    })
                };
                vec![button("First", "First", 700).into(), button("Second", "Off", 650).into()]
            },
            |_, _| {},
        ),
    );
    assert_eq!(String::from_utf8_lossy(&flat).matches(" Do Q").count(), 1);
}

#[test]
fn a_field_is_found_in_every_spelling_with_or_without_a_form() {
    let drawn = |d: &mut Document| appearance(d, "0 0 1 rg 0 0 100 20 re f", |_| {});
    let elsewhere = one(|d| {
        let (kind, zero) = (d.add_object(Object::from("Widget")), d.add_object(0));
        let area = vec![zero.into(), 0.into(), 100.into(), 20.into()];
        let seen = appearance(d, "0 0 1 rg 0 0 100 20 re f", |dict| dict.set("BBox", area));
        let mut field = text_field(Some(seen));
        field.set("Subtype", kind);
        field
    });
    expect_flat("values elsewhere", &elsewhere);
    let mut escaped = one(|d| text_field(Some(drawn(d))));
    let plain = b"/Type/Annot/Subtype/Widget";
    let at = escaped.windows(plain.len()).position(|w| w == plain).unwrap();
    // As many bytes as before, so that every offset still holds.
    escaped.splice(at..at + plain.len(), *b"/Subtype/Widge#74         ");
    expect_flat("an escaped name", &escaped);
    let no_form = changed(|d| {
        let seen = drawn(d);
        let field = d.add_object(text_field(Some(seen)));
        let page = d.get_pages()[&1];
        let page = d.get_object_mut(page).unwrap().as_dict_mut().unwrap();
        page.set("Annots", vec![field.into()]);
    });
    expect_flat("no form", &no_form);
}

#[test]
fn a_field_of_a_page_that_occurs_twice_in_the_tree_is_painted_on_both() {
    let twice = changed(|d| {
        let seen = appearance(d, "0 0 1 rg 0 0 100 20 re f", |_| {});
        let field = d.add_object(text_field(Some(seen)));
        let page = d.get_pages()[&1];
        d.get_object_mut(page).unwrap().as_dict_mut().unwrap().set("Annots", vec![field.into()]);
        let tree = catalog(d).get(b"Pages").unwrap().as_reference().unwrap();
        let tree = d.get_object_mut(tree).unwrap().as_dict_mut().unwrap();
        tree.set("Kids", vec![page.into(), page.into()]);
    });
    let taken = intake(twice).unwrap();
    assert_eq!((taken.pages, &*taken.changes), (2, &[Change::Repaired, Change::FormFixed][..]));
    let flat = taken.repaired.unwrap();
    assert_eq!(widgets(&flat), 0);
    let second_alone = {
        let mut document = Document::load_mem(&flat).unwrap();
        document.delete_pages(&[1]);
        let mut out = Vec::new();
        document.save_to(&mut out).unwrap();
        out
    };
    for (first, second) in first_page(&flat).iter().zip(first_page(&second_alone)) {
        assert_eq!(first.1.differing(&second.1), 0, "{}", first.0);
    }
}

#[test]
fn an_appearance_without_a_subtype_is_painted() {
    let unnamed = |d: &mut Document| appearance(d, TEXT, |dict| drop(dict.remove(b"Subtype")));
    let flat = expect_flat("no subtype", &one(|d| text_field(Some(unnamed(d)))));
    assert!(first_page(&contract())[0].1.differing(&first_page(&flat)[0].1) > 50);
}

// DO-05 CO-09
#[test]
fn an_appearance_that_viewers_generate_is_made_and_one_that_differs_is_refused() {
    let refusal = |pdf: Vec<u8>| intake(pdf).unwrap_err();
    let made = [Change::FormFixed, Change::FormDrawn];
    assert_eq!(intake(one(|_| text_field(None))).unwrap().changes, made);
    let layered = |is_off: bool| {
        one(move |d| {
            let layer = dictionary! { "Type" => "OCG", "Name" => Object::string_literal("layer") };
            let layer = d.add_object(layer);
            let off = if is_off { vec![layer.into()] } else { Vec::new() };
            let layers = dictionary! {
                "OCGs" => vec![layer.into()], "D" => dictionary! { "OFF" => off },
            };
            catalog(d).set("OCProperties", layers);
            let mut field = text_field(Some(appearance(d, TEXT, |_| {})));
            field.set("OC", layer);
            field
        })
    };
    assert_eq!(refusal(layered(true)), Refused::UnfixedForm);
    let shown = intake(layered(false)).unwrap();
    assert_eq!(shown.changes, [Change::FormFixed, Change::LayersFixed]);
    let bare = |d: &mut Document| appearance(d, TEXT, |dict| drop(dict.remove(b"Resources")));
    assert_eq!(intake(one(|d| text_field(Some(bare(d))))).unwrap().changes, made);
    let bordered = |value: &'static str| {
        one(move |_| {
            let mut field = text_field(None);
            field.set("V", Object::string_literal(value));
            field.set("MK", dictionary! { "BC" => vec![0.into()] });
            field
        })
    };
    assert_eq!(intake(bordered("")).unwrap().changes, made);
    let stale = |contents: &'static str| {
        form(
            |d| {
                let seen = appearance(d, contents, |_| {});
                vec![d.add_object(text_field(Some(seen))).into()]
            },
            |_, form| form.set("NeedAppearances", true),
        )
    };
    // An appearance that shows a text is taken as shown, also by viewers that could make another one.
    let taken = intake(stale(TEXT)).unwrap();
    assert_eq!(taken.changes, [Change::FormFixed]);
    assert!(text(&taken.repaired.unwrap()).contains("Yamada"));
    let signed = sign(stale(TEXT), &key(), &request("before")).unwrap();
    assert!(intake(signed).unwrap().is_signed);
    let signed = sign(stale("/Tx BMC EMC"), &key(), &request("before")).unwrap();
    assert_eq!(refusal(signed), Refused::UnfixedForm);
}

#[test]
fn fields_that_are_on_no_page_are_removed_with_their_form() {
    let pdf = changed(|d| {
        let field = d.add_object(dictionary! { "FT" => "Tx", "T" => Object::string_literal("a") });
        catalog(d).set("AcroForm", dictionary! { "Fields" => vec![field.into()] });
    });
    expect_flat("no page", &pdf);
}

#[test]
fn a_form_without_fields_is_left_alone_and_one_that_is_signed_keeps_them() {
    let empty = form(|_| Vec::new(), |_, _| {});
    assert!(intake(empty).unwrap().repaired.is_none());
    let field = one(|d| text_field(Some(appearance(d, TEXT, |_| {}))));
    let signed = sign(field, &key(), &request("before")).unwrap();
    let taken = intake(signed).unwrap();
    assert!(taken.is_signed && taken.repaired.is_none());
}
