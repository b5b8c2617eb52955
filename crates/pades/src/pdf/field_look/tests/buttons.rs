//! Check boxes, radio buttons and buttons with captions.

use super::sample::Sample;
use crate::Error;

fn button(size: (usize, usize), entries: &str) -> Sample {
    Sample::new(size, &format!("/FT/Btn{entries}"))
}

#[test]
fn a_mark_is_drawn_where_the_state_is_on() {
    for (entries, code) in [
        ("/AS/Yes", "<34>"),
        ("/V/Yes", "<34>"),
        ("/V(Yes)", "<34>"),
        ("/Ff 32768/AS/1", "<6C>"),
        ("/AS/Yes/MK<</CA(8)/BC[0]>>", "<38>"),
        ("/AS/Yes/MK<</CA(u)>>", "<75>"),
        ("/AS/Yes/MK<</CA()>>", "<34>"),
        ("/AS/Yes/MK<</CA(X)>>", "<58>"),
        ("/AS/Yes/MK<</CA(l8)>>", "<6C38>"),
        ("/AS/Yes/MK<</CA(X)>>/DA(/ZaDb 0 Tf)", "<58>"),
        ("/AS/Yes/MK<</CA(4)>>/DA(/ZaDb 9 Tf 1 0 0 rg)", "<34>"),
        ("/AS/Yes/DA(/ZaDb 90 Tf)", "<34>"),
    ] {
        let sample = button((18, 18), entries);
        let made = sample.made();
        Sample::expect_inside(&made);
        assert!(made.contents.contains(code), "{entries} {}", made.contents);
        let resources = String::from_utf8(made.dict.get("Resources").unwrap().to_vec()).unwrap();
        let is_dingbats =
            !(entries.contains("(X)") || entries.contains("l8")) || entries.contains("ZaDb");
        assert_eq!(resources.contains("ZapfDingbats"), is_dingbats, "{entries}");
    }
    for entries in ["", "/AS/Off", "/V/Off", "/AS/Off/V/Yes", "/V()", "/AS/Off/MK<</CA(4)>>"] {
        assert!(button((18, 18), entries).look().unwrap().is_none(), "{entries}");
    }
}

#[test]
fn other_characters_are_written_in_the_font_of_the_field() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[65/B/A]>>>>";
    let sample = button((18, 18), "/AS/Yes/MK<</CA(A)>>")
        .form("/DA(/Own 0 Tf)/DR<</Font<</Own 6 0 R>>>>")
        .object(font);
    assert!(sample.made().contents.contains("<42>"), "{}", sample.made().contents);
    let large = button((18, 18), "/AS/Yes/DA(/ZaDb 90 Tf)").made();
    assert!(!large.contents.contains("/F 90 Tf"), "{}", large.contents);
}

#[test]
fn which_of_several_widgets_is_on_has_to_be_said() {
    let of = |kids: &str| {
        Sample::new((18, 18), "/Parent 6 0 R").object(&format!("<</FT/Btn/V/Yes/Kids[{kids}]>>"))
    };
    assert!(of("4 0 R").look().unwrap().is_some());
    assert!(matches!(of("4 0 R 7 0 R").look(), Err(Error::UnfixedForm)));
}

#[test]
fn a_dot_stands_in_a_circle_and_other_marks_in_a_box() {
    let made = |entries: &str| button((18, 18), entries).made().contents;
    assert!(made("/Ff 32768/AS/a/MK<</BC[0]>>").contains(" c "));
    assert!(made("/Ff 32768/AS/Off/MK<</BG[1 0 0]/CA(l)>>").contains(" c "));
    assert!(!made("/Ff 32768/AS/Off/MK<</BC[0]>>/BS<</S/B>>").contains("1 g"));
    assert!(!made("/Ff 32768/AS/a/MK<</BC[0]/CA(4)>>").contains(" c "));
    assert!(!made("/AS/a/MK<</BC[0]/CA(l)>>").contains(" c "));
}

#[test]
fn a_caption_stands_in_the_middle_of_its_button() {
    let sample = button((100, 24), "/Ff 65536/MK<</CA(Send it)/BG[0.8]>>/DA(/Helv 12 Tf)");
    assert_eq!(sample.words(), "Send it");
    assert_eq!(sample.words_of_poppler(), "Send it");
    let shown = |looks: &str| button((100, 24), &format!("/Ff 65536/MK<<{looks}>>")).look();
    assert!(shown("/CA(a)/I 5 0 R").unwrap().is_some());
    assert!(shown("/CA(a)/TP 2").unwrap().is_some());
    for nothing in ["", "/CA()", "/CA(a)/TP 1"] {
        assert!(shown(nothing).unwrap().is_none(), "{nothing}");
    }
    for icon in ["/CA(a)/TP 1/I 5 0 R", "/CA(a)/TP 3/I 5 0 R"] {
        assert!(matches!(shown(icon), Err(Error::UnfixedForm)), "{icon}");
    }
}
