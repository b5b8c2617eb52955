//! Text fields.

use super::super::super::string::text_string;
use super::sample::{Sample, dots};
use crate::Error;

fn text(size: (usize, usize), entries: &str) -> Sample {
    Sample::new(size, &format!("/FT/Tx{entries}"))
}

#[test]
fn a_value_is_shown_in_its_font_size_and_colour() {
    let sample = text((150, 20), "/V(Yamada Taro)/DA(1 0 0 rg /TiRo 11 Tf)");
    assert_eq!(sample.words(), "Yamada Taro");
    assert_eq!(sample.words_of_poppler(), "Yamada Taro");
    let made = sample.made();
    assert!(made.contents.contains("BT 1 0 0 rg /F 11 Tf"), "{}", made.contents);
    let resources = String::from_utf8(made.dict.get("Resources").unwrap().to_vec()).unwrap();
    assert!(resources.contains("/BaseFont/Times-Roman"), "{resources}");
    assert_eq!(made.dict.get("Matrix"), None);
}

#[test]
fn what_is_drawn_depends_on_the_kinds_of_text() {
    let long = "A sentence that is much longer than its field, which has a few lines only.";
    for (size, entries, expected) in [
        ((200, 20), format!("/V{}", text_string("Übergröße „€“")), "Übergröße „€“"),
        ((200, 20), "/V<EFBBBFC3A9E282AC>".to_owned(), "é€"),
        ((200, 20), "/V<FFFE41004200>".to_owned(), "AB"),
        ((200, 20), "/V<FEFF001B006A0061001B00410042>".to_owned(), "AB"),
        ((200, 20), "/V(A\\000)".to_owned(), "A"),
        ((200, 20), "/V(\\240 5)".to_owned(), "€ 5"),
        ((200, 20), "/V(two\\nlines)".to_owned(), "two lines"),
        ((200, 20), "/V(a\\tb)".to_owned(), "a b"),
        ((30, 20), "/V(A wide value)".to_owned(), "A wide value"),
        ((60, 20), "/V(A wide value)/DA(/Helv 20 Tf)".to_owned(), "A wide value"),
        ((200, 8), "/V(flat)/DA(/Helv 20 Tf)".to_owned(), "flat"),
        ((120, 60), format!("/Ff 4096/V({long})"), long),
        ((120, 60), format!("/Ff 4096/V({long})/DA(/Helv 30 Tf)"), long),
        ((120, 60), "/Ff 4096/V(one\\r\\ntwo\\rthree)".to_owned(), "one two three"),
        ((10, 20), "/V(i)/BS<</W 4>>".to_owned(), "i"),
        ((8, 60), "/Ff 4096/V(WW)/DA(/Helv 30 Tf)".to_owned(), "WW"),
        ((100, 20), "/Ff 16777216/MaxLen 0/V(12)".to_owned(), "12"),
        ((100, 20), "/Ff 17825792/MaxLen 3/V(12345)".to_owned(), "12345"),
        ((100, 20), "/Ff 16777216/MaxLen 8/V(12345)".to_owned(), "1 2 3 4 5"),
        ((100, 20), "/Ff 16777216/MaxLen 8/V(12345678)".to_owned(), "1 2 3 4 5 6 7 8"),
    ] {
        let sample = text(size, &entries);
        let shown = sample.words().replace(' ', "");
        assert_eq!(shown, expected.replace(' ', ""), "{entries}");
        assert!(!sample.words_of_poppler().is_empty(), "{entries}");
    }
}

#[test]
fn poppler_draws_the_same_words() {
    for (size, entries) in [
        ((200, 20), "/V(Yamada Taro)/DA(/Helv 12 Tf 0 g)"),
        ((200, 20), "/V(Yamada Taro)/Q 1/DA(/CoBo 10 Tf 0 g)"),
        ((200, 20), "/V(Yamada Taro)/Q 2/MK<</BG[1 1 0]/BC[0]>>"),
        ((200, 60), "/Ff 4096/V(The first line\\nand the second)/DA(/TiIt 10 Tf 0 g)"),
        (
            (200, 60),
            "/Ff 4096/V(Words that need more than one line in this narrow field.)/DA(/HeBo 10 Tf)",
        ),
        ((200, 20), "/Ff 16777216/MaxLen 10/V(ABC123)/DA(/Helv 12 Tf 0 g)"),
    ] {
        let sample = text(size, entries);
        assert_eq!(sample.words(), sample.words_of_poppler(), "{entries}");
    }
}

#[test]
fn lines_stand_left_in_the_middle_or_right() {
    let first = |entries: &str, flags| {
        let sample = text((200, 40), &format!("/Ff {flags}/V(WWW)/DA(/Helv 12 Tf 0 g){entries}"));
        let made = sample.made();
        Sample::expect_inside(&made);
        dots(&made.pdf, "pdftoppm").into_iter().map(|(x, _)| x).min().unwrap()
    };
    for flags in [0, 4096] {
        assert!((50..56).contains(&first("", flags)));
        assert!((130..136).contains(&first("/Q 1", flags)));
        assert!((211..217).contains(&first("/Q 2", flags)));
    }
    let comb = "/MaxLen 10";
    assert!((52..58).contains(&first(comb, 16_777_216)));
    assert!((112..118).contains(&first(&format!("{comb}/Q 1"), 16_777_216)));
    assert!((190..198).contains(&first(&format!("{comb}/Q 2"), 16_777_216)));
}

#[test]
fn lines_move_together_before_they_become_smaller() {
    let made = text((100, 33), "/Ff 4096/V(one\\ntwo\\nthree)/DA(/Helv 10 Tf)").made();
    assert!(made.contents.contains("/F 10 Tf"), "{}", made.contents);
    assert!(made.contents.contains("1 0 0 1 2 4.07 Tm"), "{}", made.contents);
    let made = text((100, 50), "/Ff 4096/V(one\\ntwo\\nthree)/DA(/Helv 10 Tf)").made();
    assert!(made.contents.contains("1 0 0 1 2 17.7 Tm"), "{}", made.contents);
    // A single character that is wider than the field.
    let made = text((8, 60), "/Ff 4096/V(WW)/DA(/Helv 30 Tf)").made();
    assert!(!made.contents.contains("/F 30 Tf"), "{}", made.contents);
}

#[test]
fn entries_are_inherited_from_the_fields_above_and_the_form() {
    let parent = "<</FT/Tx/Parent 7 0 R/Kids[4 0 R]>>";
    let sample = Sample::new((200, 20), "/Parent 6 0 R")
        .object(parent)
        .object("<</V(inherited)/Q 2/DR<</Font<</Own<</Type/Font/Subtype/Type1/BaseFont/Courier>>>>>>>>")
        .form("/DA(/Own 9 Tf 0 0 1 rg)/Q 1");
    assert_eq!(sample.words(), "inherited");
    let made = sample.made();
    assert!(made.contents.contains("0 0 1 rg /F 9 Tf"), "{}", made.contents);
    let resources = String::from_utf8(made.dict.get("Resources").unwrap().to_vec()).unwrap();
    assert!(resources.contains("/BaseFont/Courier"), "{resources}");
    let (least, _) = *dots(&made.pdf, "pdftoppm").iter().min().unwrap();
    assert!(least > 150, "on the right: {least}");
    // A loop.
    let looped = Sample::new((200, 20), "/Parent 6 0 R").object("<</Parent 6 0 R>>");
    assert!(matches!(looped.look(), Err(Error::UnfixedForm)));
}

#[test]
fn a_value_may_be_a_stream() {
    let sample = text((200, 20), "/V 6 0 R").stream("", b"from a stream");
    assert_eq!(sample.words(), "from a stream");
}

#[test]
fn nothing_is_made_where_nothing_would_be_seen() {
    for entries in ["", "/V()", "/V(  \\n)", "/V null", "/Ff 8192/V(secret)", "/MK<</BC[]>>"] {
        assert!(text((200, 20), entries).look().unwrap().is_none(), "{entries}");
    }
    assert!(text((0, 20), "/V(a)").look().unwrap().is_none());
    assert!(text((20, 0), "/V(a)").look().unwrap().is_none());
    assert!(Sample::new((20, 20), "/FT/Sig").look().unwrap().is_none());
    // The box of a password is shown, and what is in it is not.
    let made = text((200, 20), "/Ff 8192/V(secret)/MK<</BG[1 0 0]>>").made();
    assert!(!made.contents.contains("Tj"), "{}", made.contents);
}

#[test]
fn what_cannot_be_made_faithfully_is_refused() {
    let long = "word ".repeat(400);
    for (size, entries) in [
        ((40, 20), format!("/Ff 4096/V({long})")),
        ((40, 20), format!("/V({long})")),
        ((1, 20), "/Ff 16777216/MaxLen 4/V(1234)".to_owned()),
        ((100, 2), "/V(flat)/DA(/Helv 12 Tf)".to_owned()),
        ((100, 20), "/V(a)/DA(/Symb 12 Tf)".to_owned()),
        ((100, 20), "/V 5".to_owned()),
        ((100, 20), "/V(a)/MK<</R 45>>".to_owned()),
        ((100, 20), "/V(a)/MK<</BG[1 2]>>".to_owned()),
        ((100, 20), "/V(a)/BS<</W -1>>".to_owned()),
        ((100, 20), "/V(a)/BS<</S/D/D[-1]>>".to_owned()),
        ((100, 20), "/V(a)/BS<</S/D/D[/a]>>".to_owned()),
        ((100, 20), "/V(a)/Q(x)".to_owned()),
    ] {
        let look = text(size, &entries).look();
        assert!(matches!(look, Err(Error::UnfixedForm)), "{entries}");
    }
    assert!(matches!(Sample::new((9, 9), "/V(a)").look(), Err(Error::UnfixedForm)));
    // More characters than cells are all shown.
    assert_eq!(text((100, 20), "/Ff 16777216/MaxLen 4/V(12345)").words(), "1 2 3 4 5");
    assert!(matches!(Sample::new((9, 9), "/FT/Odd/V(a)").look(), Err(Error::UnfixedForm)));
}

#[test]
fn a_box_has_its_background_border_and_direction() {
    let made = |looks: &str| text((100, 30), looks).made();
    let plain = made("/MK<</BG[1 0 0]/BC[0 0 1]>>");
    assert_eq!(
        plain.contents,
        "q 1 0 0 rg 0 0 100 30 re f Q\nq 0 0 1 RG 1 w 0.5 0.5 99 29 re S Q\n"
    );
    let grey = made("/MK<</BG[0.5]/BC[0 0 0 1]>>/BS<</W 3/S/D>>");
    assert_eq!(
        grey.contents,
        "q 0.5 g 0 0 100 30 re f Q\nq 0 0 0 1 K 3 w [3] 0 d 1.5 1.5 97 27 re S Q\n"
    );
    assert!(made("/MK<</BC[0]>>/BS<</S/U>>").contents.contains("0 0.5 m 100 0.5 l S"));
    assert!(made("/MK<</BC[0]>>/Border[0 0 2 [4 1]]").contents.contains("2 w [4 1] 0 d"));
    assert!(made("/MK<</BC[0]>>/Border[0 0 2]").contents.contains("2 w 1 1 98 28 re S"));
    assert!(made("/MK<</BC[0]>>/BS<</S/D/D[]>>").contents.contains("1 w 0.5"));
    let beveled = made("/MK<</BC[0]/BG[0.8 0.8 0.4]>>/BS<</S/B>>");
    assert!(beveled.contents.contains("0.6 0.6 0.3 rg"), "{}", beveled.contents);
    assert!(made("/MK<</BC[0]>>/BS<</S/B>>").contents.contains("0.75 g"));
    assert!(made("/MK<</BC[0]>>/BS<</S/I>>").contents.contains("0.5 g"));
    let thick = made("/MK<</BC[0]>>/BS<</W 90>>");
    assert!(thick.contents.contains("15 w 7.5 7.5 85 15 re S"), "{}", thick.contents);
    let comb = made("/Ff 16777216/MaxLen 4/MK<</BC[0]>>/BS<</S/U>>");
    assert_eq!(comb.contents.matches(" l S").count(), 1);
    let comb = made("/Ff 16777216/MaxLen 4/MK<</BC[0]>>");
    assert_eq!(comb.contents.matches(" l S").count(), 3);
    assert!(text((100, 30), "/MK<</BC[0]>>/BS<</W 0>>").look().unwrap().is_none());
    for looks in ["S/S", "S/D", "S/B", "S/I", "S/U"] {
        let sample = text((100, 30), &format!("/V(in)/MK<</BC[0]/BG[0.9]>>/BS<</W 2/{looks}>>"));
        assert_eq!(sample.words(), "in");
    }
}

#[test]
fn a_turned_field_is_turned_counterclockwise() {
    let at = |turned: i64| {
        let entries = format!("/V(I)/DA(/Helv 12 Tf 0 g)/MK<</R {turned}/BC[0]>>/BS<</S/U>>");
        let sample = text((100, 30), &entries);
        let made = sample.made();
        Sample::expect_inside(&made);
        let dots = dots(&made.pdf, "pdftoppm");
        // The line below the text shows where the bottom is.
        let side = |is_there: &dyn Fn(&(usize, usize)) -> bool| {
            dots.iter().filter(|dot| is_there(dot)).count()
        };
        let all = [
            side(&|(_, y)| *y <= 61),
            side(&|(x, _)| *x >= 148),
            side(&|(_, y)| *y >= 88),
            side(&|(x, _)| *x <= 51),
        ];
        (0..4).max_by_key(|edge| all[*edge]).unwrap()
    };
    assert_eq!([at(0), at(90), at(180), at(270), at(-90), at(360)], [0, 1, 2, 3, 3, 0]);
}
