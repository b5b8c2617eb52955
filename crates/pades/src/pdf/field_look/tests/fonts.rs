//! The characters that fonts can show.

use super::sample::{Sample, words};
use crate::Error;
use hayro_font::StandardFont;

fn with_font(value: &str, font: &str) -> Sample {
    Sample::new((200, 20), &format!("/FT/Tx/V{value}"))
        .form("/DA(/Own 12 Tf 0 g)/DR<</Font<</Own 6 0 R>>>>")
        .object(font)
}

fn utf16(text: &str) -> String {
    super::super::super::string::text_string(text)
}

fn missing(sample: &Sample) -> char {
    match sample.look() {
        Err(Error::MissingGlyph(char)) => char,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_character_that_the_font_lacks_is_named() {
    assert_eq!(missing(&Sample::new((200, 20), &format!("/FT/Tx/V{}", utf16("a割")))), '割');
    let ascii = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    assert_eq!(missing(&with_font(&utf16("é"), ascii)), 'é');
    let named = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    assert_eq!(with_font(&utf16("é"), named).words(), "é");
    assert_eq!(missing(&with_font(&utf16("ł"), named)), 'ł');
    let other =
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[97/lslash/Euro]>>>>";
    assert_eq!(with_font(&utf16("ł€"), other).words(), "ł€");
    assert_eq!(missing(&with_font(&utf16("a"), other)), 'a');
    assert_eq!(with_font("(a\\001)", named).words(), "a");
    assert_eq!(missing(&with_font(&utf16("a\u{fffd}"), named)), '\u{fffd}');
}

#[test]
fn another_font_stands_for_one_whose_codes_nothing_says_but_not_for_one_of_symbols() {
    for font in [
        "<</Type/Font/Subtype/Type3/FontMatrix[1 0 0 1 0 0]/CharProcs<<>>/Encoding<<>>/FirstChar 97/LastChar 97/Widths[1]>>".to_owned(),
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<<>>]>>".to_owned(),
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/UniJIS-UTF16-V/DescendantFonts[<<>>]>>".to_owned(),
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H>>".to_owned(),
        "<</Type/Font>>".to_owned(),
        "[]".to_owned(),
    ] {
        assert_eq!(with_font("(a)", &font).words(), "a", "{font}");
    }
    let symbols =
        "<</Type/Font/Subtype/TrueType/BaseFont/Marks/FontDescriptor<</Flags 4/FontName/Marks>>>>";
    assert!(matches!(with_font("(a)", symbols).look(), Err(Error::UnfixedForm)));
    let direct = |font: &str| {
        Sample::new((200, 20), "/FT/Tx/V(a)")
            .form(&format!("/DA(/Own 9 Tf)/DR<</Font<</Own {font}>>>>"))
    };
    let sample = direct("<</Type/Font/Subtype/Type1/BaseFont/Courier>>");
    assert_eq!(sample.words(), "a");
    let apart = direct("<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding 6 0 R>>")
        .object("/WinAnsiEncoding");
    assert_eq!(apart.words(), "a");
    let stream = direct("<</Type/Font/Subtype/Type1/BaseFont/Courier/ToUnicode 6 0 R>>");
    assert!(matches!(stream.stream("", b"").look(), Err(Error::UnfixedForm)));
    let circle = direct("<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding 6 0 R>>")
        .object("[6 0 R 6 0 R 6 0 R 6 0 R 6 0 R 6 0 R 6 0 R 6 0 R]");
    assert!(matches!(circle.look(), Err(Error::UnfixedForm)));
    // A font that is not there at all is one of the standard fonts.
    assert_eq!(direct("99 0 R").words(), "a");
}

#[test]
fn widths_and_reach_come_from_the_font() {
    let widths = "[1000 ".to_owned() + &"500 ".repeat(94) + "]";
    let font = format!(
        "<</Type/Font/Subtype/TrueType/BaseFont/Arial/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 126/Widths{widths}/FontDescriptor<</Type/FontDescriptor/FontName/Arial/Flags 32/Ascent 900/Descent -300/MissingWidth 0>>>>"
    );
    let made = with_font("(ab)/Q 2", &font).made();
    // 200 less 2 for the border, less 2 characters of 6; the middle of 20 less 0.3 of 12.
    assert!(made.contents.contains("1 0 0 1 186 6.4 Tm <6162> Tj"), "{}", made.contents);
    // Outside of the widths there is nothing.
    assert_eq!(missing(&with_font(&utf16("é"), &font)), 'é');
    let symbolic = font.replace("Flags 32", "Flags 4");
    assert_eq!(with_font("(ab)/Q 2", &symbolic).made().contents, made.contents);
    let odd = font.replace("Descent -300", "Descent 300");
    let made = with_font("(ab)/Q 2", &odd).made();
    assert!(made.contents.contains("186 6.934 Tm"), "{}", made.contents);
    let odd = font.replace("Ascent 900", "Ascent 9000");
    let made = with_font("(ab)/Q 2", &odd).made();
    assert!(made.contents.contains("186 6.934 Tm"), "{}", made.contents);
}

#[test]
fn an_embedded_font_shows_what_is_in_it() {
    let (program, _) = StandardFont::TimesRoman.get_font_data();
    let program = (*program).as_ref();
    let font = "<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+Own/FirstChar 32/LastChar 255/Widths 8 0 R/FontDescriptor 7 0 R/Encoding<</Type/Encoding/Differences[65/A/nosuchglyph/C/kakatakana]>>>>";
    let widths = format!("[{}]", "600 ".repeat(224));
    let sample = |value: &str| {
        with_font(value, font)
            .object("<</Type/FontDescriptor/FontName/ABCDEF+Own/Flags 4/FontFile 9 0 R>>")
            .object(&widths)
            .stream(&format!("/Length1 {}/Length2 0/Length3 0", program.len()), program)
    };
    assert_eq!(sample("(AC)").words(), "AC");
    assert_eq!(missing(&sample("(AB)")), 'B');
    assert_eq!(missing(&sample(&utf16("カ"))), 'カ');
    // Without an encoding, by the one that is in the program.
    let font = font.split("/Encoding").next().unwrap().to_owned() + ">>";
    let own = with_font("(AB)", &font)
        .object("<</Type/FontDescriptor/FontName/ABCDEF+Own/Flags 4/FontFile 9 0 R>>")
        .object(&widths)
        .stream(&format!("/Length1 {}/Length2 0/Length3 0", program.len()), program);
    assert_eq!(own.words(), "AB");
}

/// A font with the characters of Japanese, which is not in the file.
fn japanese(encoding: &str, value: &str) -> Sample {
    let font = format!(
        "<</Type/Font/Subtype/Type0/BaseFont/KozMinPr6N-Regular/Encoding/{encoding}/DescendantFonts[7 0 R]>>"
    );
    with_font(&utf16(value), &font)
        .object("<</Type/Font/Subtype/CIDFontType0/BaseFont/KozMinPr6N-Regular/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 6>>/FontDescriptor 8 0 R/DW 1000/W[1[250 333]231 632 500]>>")
        .object("<</Type/FontDescriptor/FontName/KozMinPr6N-Regular/Flags 4/Ascent 880/Descent -120/FontBBox[0 -120 1000 880]/StemV 80/ItalicAngle 0/CapHeight 700>>")
}

#[test]
fn japanese_fonts_are_written_in_their_encodings() {
    for (encoding, value, code) in [
        ("UniJIS-UTF16-H", "割印𠮷", "<52725370D842DFB7>"),
        ("UniJIS-UCS2-H", "割印", "<52725370>"),
        ("90ms-RKSJ-H", "割印ｱ", "<8A8488F3B1>"),
        ("90msp-RKSJ-H", "割 a", "<8A842061>"),
        ("Identity-H", "割", "<0741>"),
    ] {
        let sample = japanese(encoding, value);
        let made = sample.made();
        // Poppler knows these encodings only where poppler-data is installed.
        Sample::expect_inside_by("mutool", &made);
        if code != "<0741>" {
            assert!(made.contents.contains(code), "{encoding} {}", made.contents);
        }
        assert_eq!(words(&made.pdf, "mutool"), value, "{encoding}");
    }
    assert_eq!(missing(&japanese("90ms-RKSJ-H", "割𠮷")), '𠮷');
    assert_eq!(missing(&japanese("UniJIS-UCS2-H", "𠮷")), '𠮷');
    assert_eq!(missing(&japanese("UniJIS-UTF16-H", "\u{1f600}")), '\u{1f600}');
    assert_eq!(missing(&japanese("Identity-H", "\u{1f600}")), '\u{1f600}');
    // Half and full widths, by the font's own table.
    let made = japanese("UniJIS-UTF16-H", "割").made();
    assert!(made.contents.contains("1 0 0 1 2 5.44 Tm"), "{}", made.contents);
    for encoding in ["UniJIS-UTF16-V", "EUC-H", "Identity-V", "UniNothing-UTF16-H"] {
        assert_eq!(missing(&japanese(encoding, "割")), '割', "{encoding}");
        assert_eq!(japanese(encoding, "A1").words(), "A1", "{encoding}");
    }
}

#[test]
fn codes_that_mean_nothing_are_not_written() {
    // A map leads to a control character.
    let map = b"1 begincodespacerange<00><ff>endcodespacerange 1 beginbfchar<41><0007>endbfchar";
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R>>";
    let made = with_font("<FEFF00070042>", font).stream("", map).made();
    assert!(made.contents.contains("<42>"), "{}", made.contents);
    // The font's own numbers, without the font.
    let font = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[8 0 R]/ToUnicode 7 0 R>>";
    let map =
        b"1 begincodespacerange<0000><ffff>endcodespacerange 1 beginbfchar<0041><0041>endbfchar";
    let below = "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500>>";
    let apart = with_font("(A)", font).stream("", map).object(below);
    let made = apart.made();
    assert!(made.contents.contains("<41>"), "{}", made.contents);
    assert_eq!(apart.words(), "A");
}

#[test]
fn an_embedded_font_of_numbers_is_read_backwards_by_its_map() {
    let program = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../adapters/fonts/ZenKurenaido_400Regular.ttf"
    ))
    .unwrap();
    let map = b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange<0000><ffff>endcodespacerange 3 beginbfchar<0064><5272><ffee><5370><ffed><0020>endbfchar 1 beginbfrange<0065><0067><0041>endbfrange endcmap end end";
    let sample = |value: &str, encoding: &str| {
        with_font(
            &utf16(value),
            &format!("<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Zen/Encoding {encoding}/DescendantFonts[7 0 R]/ToUnicode 8 0 R>>"),
        )
        .object("<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Zen/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 9 0 R/DW 1000/CIDToGIDMap/Identity/W[101[400 400 0]]>>")
        .stream("", map)
        .object("<</Type/FontDescriptor/FontName/ABCDEF+Zen/Flags 4/Ascent 880/Descent -120/FontBBox[0 -120 1000 880]/StemV 80/ItalicAngle 0/CapHeight 700/FontFile2 10 0 R>>")
        .stream(&format!("/Length1 {}", program.len()), &program)
        .stream("/Type/CMap/CMapName/Own", b"")
    };
    let made = sample("割AB", "/Identity-H").made();
    assert!(made.contents.contains("<006400650066>"), "{}", made.contents);
    assert_eq!(sample("割AB", "/Identity-H").words(), "割AB");
    assert_eq!(missing(&sample("割D", "/Identity-H")), 'D');
    assert_eq!(sample("割 A", "/Identity-H").words().replace(' ', ""), "割A");
    assert_eq!(missing(&sample("割C", "/Identity-H")), 'C', "it has no width");
    // The map knows a code that the font does not.
    assert_eq!(missing(&sample("印", "/Identity-H")), '印');
    assert_eq!(missing(&sample("割", "11 0 R")), '割');
}
