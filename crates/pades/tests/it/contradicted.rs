//! Fields that show another text than their data hold: the sender is told, and what is shown counts.

use crate::forms::whole;
use crate::render::first_page;
use crate::samples::pages;
use lopdf::{Document, Object, Stream, dictionary};
use wariin_pades::{Change, intake};

/// A page with one field named `氏名`, whose appearance has these contents, in which `F` is Helvetica in this encoding.
fn form(entries: lopdf::Dictionary, contents: &[u8], encoding: Option<&str>) -> Vec<u8> {
    let mut document = Document::load_mem(&pages(1, 0)).unwrap();
    let mut font =
        dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
    if let Some(encoding) = encoding {
        font.set("Encoding", encoding.to_owned());
    }
    let look = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "BBox" => whole([0, 0, 200, 20]),
        "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
    };
    let look = document.add_object(Stream::new(look, contents.to_vec()));
    let mut field = dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Tx", "F" => 4,
        "T" => utf16("氏名"), "Rect" => whole([100, 700, 300, 720]),
        "AP" => dictionary! { "N" => look },
    };
    for (key, value) in &entries {
        field.set(key.clone(), value.clone());
    }
    let field = document.add_object(field);
    let page = document.get_pages()[&1];
    let page = document.get_object_mut(page).unwrap().as_dict_mut().unwrap();
    page.set("Annots", vec![field.into()]);
    let form = dictionary! { "Fields" => vec![field.into()] };
    document.catalog_mut().unwrap().set("AcroForm", form);
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

fn utf16(text: &str) -> Object {
    let units = text.encode_utf16().flat_map(u16::to_be_bytes);
    Object::string_literal([0xfe, 0xff].into_iter().chain(units).collect::<Vec<u8>>())
}

fn utf8(text: &str) -> Object {
    Object::string_literal([&[0xef, 0xbb, 0xbf], text.as_bytes()].concat())
}

fn shows(text: &[u8]) -> Vec<u8> {
    [b"/Tx BMC q BT /F 12 Tf 2 5 Td (", text, b") Tj ET Q EMC"].concat()
}

/// What is told of a field with this value that shows these bytes in Latin 1.
fn told(value: Option<Object>, shown: &[u8]) -> Vec<String> {
    let mut entries = lopdf::Dictionary::new();
    if let Some(value) = value {
        entries.set("V", value);
    }
    told_of(&form(entries, &shows(shown), Some("WinAnsiEncoding")))
}

fn told_of(pdf: &[u8]) -> Vec<String> {
    let taken = intake(pdf.to_vec()).unwrap();
    assert!(taken.changes.contains(&Change::FormFixed), "{:?}", taken.changes);
    let found = taken.changes.into_iter().find_map(|change| match change {
        Change::ValuesContradicted(fields) => Some(fields),
        _ => None,
    });
    found.unwrap_or_default()
}

// DO-03 DO-05
#[test]
fn a_field_that_shows_another_text_than_its_data_hold_is_told_with_both() {
    let ascii = |text: &str| Some(Object::string_literal(text));
    assert_eq!(told(ascii("2,000,000"), b"1,000,000"), ["氏名: 1,000,000 ≠ 2,000,000"]);
    assert_eq!(told(Some(utf16("山田 太郎")), b"Yamada"), ["氏名: Yamada ≠ 山田 太郎"]);
    assert_eq!(told(Some(utf8("山田")), b"Yamada"), ["氏名: Yamada ≠ 山田"]);
    assert_eq!(told(Some(utf16("Müller")), b"M\xf6ller"), ["氏名: Möller ≠ Müller"]);
    assert_eq!(told(ascii("Yamada"), b""), ["氏名: – ≠ Yamada"]);
    assert_eq!(told(None, b"Yamada"), ["氏名: Yamada ≠ –"]);
    let long = "a".repeat(40);
    let cut = format!("氏名: x ≠ {}…", "a".repeat(28));
    assert_eq!(told(ascii(&long), b"x"), [cut]);
}

// DO-03 DO-05
#[test]
fn a_field_that_shows_what_its_data_hold_is_not_told() {
    let none: [&str; 0] = [];
    for (value, shown) in [
        (Object::string_literal("Yamada Taro"), &b"Yamada Taro"[..]),
        (Object::string_literal("Yamada  Taro"), b"Yamada\tTaro"),
        (utf16("Müller"), b"M\xfcller"),
        (utf8("Müller"), b"M\xfcller"),
        (Object::string_literal(b"M\xfcller".to_vec()), b"M\xfcller"),
        (Object::string_literal(b"5 \xa0".to_vec()), b"5 \x80"),
    ] {
        assert_eq!(told(Some(value.clone()), shown), none, "{value:?}");
    }
    assert_eq!(told(None, b""), none);
}

// DO-03 DO-05
#[test]
fn what_cannot_be_known_or_is_meant_so_is_not_told() {
    let none: [&str; 0] = [];
    let value = |entries: lopdf::Dictionary| {
        let mut all = dictionary! { "V" => Object::string_literal("1000") };
        all.extend(&entries);
        all
    };
    let latin = Some("WinAnsiEncoding");
    let script =
        dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("AFNumber_Format(0)") };
    let formatted = value(dictionary! { "AA" => dictionary! { "F" => script } });
    assert_eq!(told_of(&form(formatted, &shows(b"1,000"), latin)), none, "formatted");
    let password = value(dictionary! { "Ff" => 1 << 13 });
    assert_eq!(told_of(&form(password, &shows(b"****"), latin)), none, "a password");
    let unknown = form(value(dictionary! {}), &shows(b"12\x0134"), None);
    assert_eq!(told_of(&unknown), none, "a code that says nothing");
    let drawn = b"/Tx BMC 0 0 m 5 5 9 9 9 0 c f EMC";
    assert_eq!(told_of(&form(value(dictionary! {}), drawn, latin)), none, "drawn by curves");
    let bars = b"0 g 0 0 2 20 re f 5 0 1 20 re f";
    assert_eq!(told_of(&form(value(dictionary! {}), bars, latin)), none, "a code of bars");
    let named = form(value(dictionary! {}), b"BT /Other 9 Tf (x) Tj ET", latin);
    assert_eq!(told_of(&named), none, "a font that is not there");
}

// DO-03 DO-05
#[test]
fn a_choice_is_compared_by_what_its_option_shows() {
    let options = vec![
        vec![Object::string_literal("1"), utf16("甲")].into(),
        vec![Object::string_literal("2"), Object::string_literal("B")].into(),
    ];
    let choice = |value: &str| {
        dictionary! {
            "FT" => "Ch", "Ff" => 1 << 17, "Opt" => Object::Array(Vec::clone(&options)),
            "V" => Object::string_literal(value),
        }
    };
    let latin = Some("WinAnsiEncoding");
    let none: [&str; 0] = [];
    assert_eq!(told_of(&form(choice("2"), &shows(b"B"), latin)), none);
    assert_eq!(told_of(&form(choice("1"), &shows(b"B"), latin)), ["氏名: B ≠ 甲"]);
}

// DO-03
#[test]
fn what_was_shown_stays_and_the_data_are_gone() {
    let pdf =
        form(dictionary! { "V" => Object::string_literal("secret") }, &shows(b"public"), None);
    let taken = intake(pdf.clone()).unwrap();
    let used = taken.repaired.unwrap();
    for ((by, before), (_, after)) in first_page(&pdf).into_iter().zip(first_page(&used)) {
        assert_eq!(before.differing(&after), 0, "by {by}");
        assert!(!after.is_blank(), "by {by}");
    }
    let has = |word: &[u8]| used.windows(word.len()).any(|window| window == word);
    assert!(has(b"public") && !has(b"secret"));
}
