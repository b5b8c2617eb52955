//! Values that the font of their field lacks are shown by a font that is embedded.

use crate::forms::whole;
use crate::render::{expect_sound, first_page, text};
use crate::samples::pages;
use lopdf::{Document, Object, Stream, dictionary};
use wariin_pades::{Change, Opening, Refused, intake, intake_with};

/// The font that the service ships.
static SANS: &[u8] = include_bytes!("../../../adapters/fonts/NotoSansJP_400Regular.ttf");

/// A page with text fields of these values, whose `DA` names `Helv`, one below the other.
fn form(values: &[&str]) -> Vec<u8> {
    let mut document = Document::load_mem(&pages(1, 0)).unwrap();
    let mut fields = Vec::new();
    for (row, value) in (0_i64..).zip(values) {
        let units = value.encode_utf16().flat_map(u16::to_be_bytes);
        let value = [0xfe, 0xff].into_iter().chain(units).collect::<Vec<u8>>();
        let bottom = 700 - 40 * row;
        let field = document.add_object(dictionary! {
            "Type" => "Annot", "Subtype" => "Widget", "FT" => "Tx", "F" => 4,
            "T" => Object::string_literal(format!("f{row}")), "V" => Object::string_literal(value),
            "Rect" => whole([100, bottom, 300, bottom + 20]),
        });
        fields.push(Object::from(field));
    }
    let page = document.get_pages()[&1];
    let page = document.get_object_mut(page).unwrap().as_dict_mut().unwrap();
    page.set("Annots", fields.clone());
    let form =
        dictionary! { "Fields" => fields, "DA" => Object::string_literal("/Helv 12 Tf 0 g") };
    document.catalog_mut().unwrap().set("AcroForm", form);
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

fn taken(values: &[&str]) -> Vec<u8> {
    let opening = Opening { fonts: &[SANS], ..Opening::default() };
    let taken = intake_with(form(values), opening).unwrap();
    assert_eq!(taken.changes, [Change::FormFixed, Change::FormDrawn]);
    let used = taken.repaired.unwrap();
    expect_sound(&used);
    used
}

fn count(pdf: &[u8], what: &[u8]) -> usize {
    pdf.windows(what.len()).filter(|window| *window == what).count()
}

// DO-05
#[test]
fn a_japanese_value_in_a_field_of_helvetica_is_shown() {
    let used = taken(&["割印商事株式会社 ABC", "𠮷野 太郎"]);
    let words = text(&used);
    for word in ["割印商事株式会社", "ABC", "𠮷野", "太郎"] {
        assert!(words.contains(word), "{word} in {words}");
    }
    for (viewer, picture) in first_page(&used) {
        assert!(!picture.is_blank(), "{viewer}");
    }
}

// DO-05
#[test]
fn the_font_is_embedded_once_and_with_the_glyphs_that_are_used_alone() {
    let used = taken(&["東京", "京都", "東京都"]);
    assert_eq!(count(&used, b"/FontFile2"), 1);
    assert!(used.len() < 20_000, "{}", used.len());
    assert_eq!(count(&taken(&["Tokyo"]), b"/FontFile2"), 0);
}

// DO-05
#[test]
fn a_variant_of_a_character_is_shown_as_such_and_its_selector_never() {
    let dots = |value: &str| first_page(&taken(&[value]));
    for ((viewer, usual), (_, variant)) in dots("葛").iter().zip(dots("葛\u{e0100}")) {
        assert!(!variant.is_blank() && usual.differing(&variant) > 0, "{viewer}");
    }
    for ((viewer, plain), (_, joined)) in dots("ab").iter().zip(dots("a\u{200d}b\u{fe0f}")) {
        assert_eq!(plain.differing(&joined), 0, "{viewer}");
    }
}

// DO-05
#[test]
fn a_character_that_no_font_has_is_named_with_its_field() {
    let missing =
        |char, field: &str| Some(Refused::MissingGlyph { char, field: Some(field.to_owned()) });
    let opening = Opening { fonts: &[SANS], ..Opening::default() };
    assert_eq!(intake_with(form(&["𓀀"]), opening).err(), missing('𓀀', "f0"));
    assert_eq!(intake_with(form(&["a", "bʬ"]), opening).err(), missing('ʬ', "f1"));
    assert_eq!(intake(form(&["割"])).err(), missing('割', "f0"));
    let broken = Opening { fonts: &[b"no font"], ..Opening::default() };
    assert_eq!(intake_with(form(&["割"]), broken).err(), missing('割', "f0"));
}

// DO-05
#[test]
fn a_value_beyond_ascii_that_the_appearance_does_not_show_is_drawn_anew_where_viewers_do_it() {
    let changes = |value: &str, shown: &[u8], encoding: Option<&'static str>| {
        let mut document = Document::load_mem(&form(&[value])).unwrap();
        let mut font = dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
        };
        if let Some(encoding) = encoding {
            font.set("Encoding", encoding);
        }
        let look = dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "BBox" => whole([0, 0, 200, 20]),
            "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
        };
        let contents = [b"BT /F 12 Tf 2 5 Td (", shown, b") Tj ET"].concat();
        let look = document.add_object(Stream::new(look, contents));
        let field = document.objects.values_mut().find_map(|object| {
            let dict = object.as_dict_mut().ok()?;
            dict.has(b"FT").then_some(dict)
        });
        field.unwrap().set("AP", dictionary! { "N" => look });
        let form = document.catalog_mut().unwrap().get_mut(b"AcroForm").unwrap();
        form.as_dict_mut().unwrap().set("NeedAppearances", true);
        let mut out = Vec::new();
        document.save_to(&mut out).unwrap();
        let opening = Opening { fonts: &[SANS], ..Opening::default() };
        intake_with(out, opening).unwrap().changes
    };
    let (kept, made) = (vec![Change::FormFixed], vec![Change::FormFixed, Change::FormDrawn]);
    let latin = Some("WinAnsiEncoding");
    assert_eq!(changes("Müller AG", b"M\xfcller AG", latin), kept);
    assert_eq!(changes("Müller AG", b"Muller AG", latin), made);
    assert_eq!(changes("Möller AG", b"M\xfcller AG", latin), made);
    assert_eq!(changes("山田", b"Yamada", latin), made);
    assert_eq!(changes("Yamada", b"M\xfcller", latin), made);
    assert_eq!(changes("山田", b"Yam\x01da", None), kept, "a code that says nothing");
}

// DO-05
#[test]
fn a_character_that_no_font_has_matters_only_where_it_is_seen() {
    let opening = Opening { fonts: &[SANS], ..Opening::default() };
    let changed = |entries: &[(&str, Object)]| {
        let mut document = Document::load_mem(&form(&["ʬ"])).unwrap();
        let mut fields = document.objects.values_mut().filter_map(|it| it.as_dict_mut().ok());
        let field = fields.find(|dict| dict.has(b"FT")).unwrap();
        for (key, value) in entries {
            field.set(*key, value.clone());
        }
        let mut out = Vec::new();
        document.save_to(&mut out).unwrap();
        intake_with(out, opening)
    };
    assert!(matches!(changed(&[]), Err(Refused::MissingGlyph { .. })));
    for (name, entries) in [
        ("hidden", vec![("F", Object::from(2))]),
        ("neither shown nor printed", vec![("F", Object::from(32))]),
        ("without extent", vec![("Rect", whole([100, 700, 100, 700]))]),
        ("a password", vec![("Ff", Object::from(1 << 13))]),
    ] {
        assert!(changed(&entries).is_ok(), "{name}");
    }
}
