//! The empty fields of a form are told, where and as what they were shown.

use crate::forms::{form, text_field, whole};
use crate::samples::{catalog, changed};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use std::time::Instant;
use wariin_pades::{FormField, FormFieldKind, TextFormat, intake};

fn empty(kind: &str, change: impl FnOnce(&mut Dictionary)) -> Dictionary {
    let mut field = text_field(None);
    field.remove(b"V");
    field.set("FT", Object::Name(kind.as_bytes().to_vec()));
    change(&mut field);
    field
}

fn told(fields: Vec<Dictionary>) -> Vec<FormField> {
    let fields = |document: &mut lopdf::Document| {
        fields.into_iter().map(|field| document.add_object(field).into()).collect()
    };
    intake(form(fields, |_, _| {})).unwrap().fields
}

fn one(kind: &str, change: impl FnOnce(&mut Dictionary)) -> Option<FormField> {
    let mut told = told(vec![empty(kind, change)]);
    assert!(told.len() <= 1);
    told.pop()
}

fn kind_of(kind: &str, change: impl FnOnce(&mut Dictionary)) -> FormFieldKind {
    one(kind, change).unwrap().kind
}

fn script(source: &str) -> Dictionary {
    let action = dictionary! {
        "S" => "JavaScript", "JS" => Object::string_literal(source),
    };
    dictionary! { "F" => action }
}

#[test]
fn an_empty_text_field_is_told_with_its_place_name_and_rules() {
    let field = one("Tx", |field| {
        field.set("TU", Object::string_literal("Full name"));
        field.set("Ff", 2 | 1 << 12);
        field.set("MaxLen", 40);
    });
    let kind = FormFieldKind::Text { has_several_lines: true, limit: Some(40), format: None };
    // The page is 841.89 high: 842 - 730 from above.
    let field = field.unwrap();
    let [left, top, width, height] = field.area;
    let near = |a: f64, b: f64| (a - b).abs() < 1.0;
    assert!(near(left, 100.0) && near(top, 112.0), "{:?}", field.area);
    assert!(near(width, 150.0) && near(height, 30.0), "{:?}", field.area);
    assert_eq!((field.page, field.kind, field.is_required), (1, kind, true));
    assert_eq!(field.label.as_deref(), Some("Full name"));
    let unnamed = one("Tx", |field| field.set("TU", Object::string_literal(" "))).unwrap();
    assert_eq!(unnamed.label.as_deref(), Some("name"), "its own name");
    assert!(!unnamed.is_required);
}

#[test]
fn every_kind_that_a_person_fills_is_told() {
    let text = |format| FormFieldKind::Text { has_several_lines: false, limit: None, format };
    assert_eq!(kind_of("Tx", |_| {}), text(None));
    let date = kind_of("Tx", |f| f.set("AA", script("AFDate_FormatEx(\"yyyy/mm/dd\");")));
    assert_eq!(date, text(Some(TextFormat::Date)));
    let number = kind_of("Tx", |f| f.set("AA", script("AFNumber_Format(0, 0, 0, 0, \"\", true);")));
    assert_eq!(number, text(Some(TextFormat::Number)));
    assert_eq!(kind_of("Btn", |_| {}), FormFieldKind::Checkbox);
    assert_eq!(kind_of("Sig", |_| {}), FormFieldKind::Signature);
    let options = vec![
        Object::string_literal("Tokyo"),
        vec![Object::string_literal("osk"), Object::string_literal("Osaka")].into(),
    ];
    let choice = kind_of("Ch", |field| {
        field.set("Opt", options);
        field.set("Ff", 1 << 17);
        // Without it the list itself is drawn.
        field.set("AP", Dictionary::new());
    });
    let options = vec!["Tokyo".to_owned(), "Osaka".to_owned()];
    assert_eq!(choice, FormFieldKind::Choice { options });
}

#[test]
fn each_radio_button_names_its_group_and_is_called_by_what_it_stands_for() {
    let button = |state: &str, options: Option<Object>| {
        one("Btn", |field| {
            field.set("Ff", 1 << 15 | 2);
            field.set("T", Object::string_literal("terms"));
            field.set("TU", Object::string_literal("Contract"));
            let mut states = Dictionary::new();
            states.set(state, Object::Null);
            field.set("AP", dictionary! { "N" => states });
            field.set("AS", Object::Name(b"Off".to_vec()));
            if let Some(options) = options {
                field.set("Opt", options);
            }
        })
    };
    let renewed = button("renewed", None).unwrap();
    assert_eq!(renewed.kind, FormFieldKind::Radio { group: "terms".to_owned() });
    assert_eq!(renewed.label.as_deref(), Some("Contract: renewed"));
    assert!(renewed.is_required, "one of them has to be chosen");
    let options = vec![Object::string_literal("new"), Object::string_literal("changed")];
    let by_number = button("1", Some(options.into())).unwrap();
    assert_eq!(by_number.label.as_deref(), Some("Contract: changed"));
}

#[test]
fn what_a_person_cannot_or_need_not_fill_is_not_told() {
    assert_eq!(one("Tx", |field| field.set("Ff", 1)), None, "read only");
    assert_eq!(one("Tx", |field| field.set("Ff", 1 << 13)), None, "a password");
    assert_eq!(one("Btn", |field| field.set("Ff", 1 << 16)), None, "a push button");
    assert_eq!(one("Tx", |field| field.set("F", 2)), None, "hidden");
    assert_eq!(one("Tx", |field| field.set("F", 32)), None, "not viewed");
    assert_eq!(one("Tx", |field| field.set("Rect", whole([9, 9, 9, 30]))), None, "no area");
    let filled = one("Tx", |field| field.set("V", Object::string_literal("Yamada")));
    assert_eq!(filled, None, "filled");
}

#[test]
fn fields_are_told_where_a_turned_page_shows_them() {
    let fields = |document: &mut lopdf::Document| {
        let page = document.get_pages()[&1];
        let page = document.get_object_mut(page).unwrap().as_dict_mut().unwrap();
        page.set("Rotate", 90);
        let field = empty("Tx", |field| field.set("Rect", whole([100, 700, 250, 730])));
        vec![document.add_object(field).into()]
    };
    let told = intake(form(fields, |_, _| {})).unwrap().fields;
    // Turned clockwise, what was 700 from below is 700 from the left, and what was 100 from the left is 100 from above.
    let [left, top, width, height] = told[0].area;
    assert!((left - 700.0).abs() < 1.0 && (top - 100.0).abs() < 1.0, "{:?}", told[0].area);
    assert!((width - 30.0).abs() < 1.0 && (height - 150.0).abs() < 1.0, "{:?}", told[0].area);
}

/// A file with one group of so many radio buttons.
fn group_of(count: usize) -> Vec<u8> {
    changed(|document| {
        let group = document.new_object_id();
        let mark = dictionary! { "Subtype" => "Form", "BBox" => whole([0, 0, 5, 5]) };
        let mark = Stream::new(mark, Vec::new());
        let mark = document.add_object(mark);
        let button = |document: &mut Document| -> Object {
            let states = dictionary! { "On" => mark, "Off" => mark };
            let button = dictionary! {
                "Subtype" => "Widget", "Rect" => whole([100, 100, 110, 110]), "F" => 4, "Parent" => group,
                "AP" => dictionary! { "N" => states }, "AS" => "Off",
            };
            document.add_object(button).into()
        };
        let buttons: Vec<Object> = (0..count).map(|_| button(document)).collect();
        let field = dictionary! {
            "FT" => "Btn", "Ff" => 1 << 15, "T" => Object::string_literal("terms"),
            "Kids" => buttons.clone(),
        };
        document.objects.insert(group, field.into());
        let page = document.get_pages()[&1];
        let page = document.get_object_mut(page).unwrap().as_dict_mut().unwrap();
        page.set("Annots", buttons);
        let form = dictionary! { "Fields" => vec![Object::from(group)] };
        catalog(document).set("AcroForm", form);
    })
}

// DO-06
#[test]
fn eight_times_as_many_buttons_take_about_eight_times_as_long_and_a_thousand_are_told() {
    let cost = |count: usize| {
        let pdf = group_of(count);
        let read = || {
            let start = Instant::now();
            assert_eq!(intake(pdf.clone()).unwrap().fields.len(), count.min(1_000));
            start.elapsed()
        };
        read().min(read())
    };
    let (few, many) = (cost(400), cost(3_200));
    assert!(many < few * 24, "{few:?} {many:?}");
}
