//! Fields with options.

use super::sample::Sample;
use crate::Error;

fn choice(size: (usize, usize), entries: &str) -> Sample {
    Sample::new(size, &format!("/FT/Ch{entries}"))
}

#[test]
fn a_combo_shows_the_option_that_was_chosen() {
    for (entries, expected) in [
        ("/Opt[(red)(green)]/V(green)", "green"),
        ("/Opt[[(1)(One)][(2)(Two)]]/V(2)", "Two"),
        ("/Opt[[(1)(One)][(2)(Two)]]/V[(1)]", "One"),
        ("/Opt[(red)]/V(typed instead)", "typed instead"),
        ("/Opt[6 0 R]/V(2)", "Second"),
    ] {
        let sample = choice((120, 20), &format!("/Ff 131072{entries}/DA(/Helv 12 Tf 0 g)"));
        let sample = sample.object("[7 0 R(Second)]").object("(2)");
        assert_eq!(sample.words(), expected, "{entries}");
    }
    for entries in ["/Opt[(red)]", "/Opt[(red)]/V()", ""] {
        assert!(choice((120, 20), &format!("/Ff 131072{entries}")).look().unwrap().is_none());
    }
    let odd = choice((120, 20), "/Ff 131072/Opt[[(1)]]/V(1)");
    assert!(matches!(odd.look(), Err(Error::UnfixedForm)));
}

#[test]
fn poppler_draws_the_same_options() {
    for entries in [
        "/Ff 131072/Opt[(red)(green)]/V(green)",
        "/Ff 131072/Opt[[(1)(One)][(2)(Two)]]/V(2)",
        "/Opt[(red)(green)(blue)]/V(green)",
        "/Opt[[(1)(One)][(2)(Two)]]/V(2)",
    ] {
        let sample = choice((120, 60), &format!("{entries}/DA(/Helv 12 Tf 0 g)"));
        assert_eq!(sample.words(), sample.words_of_poppler(), "{entries}");
    }
}

#[test]
fn a_list_shows_the_options_that_fit_and_marks_those_that_are_chosen() {
    let options = "/Opt[(a)(b)(c)(d)(e)(f)]/DA(/Helv 10 Tf 0 g)";
    let shown = |entries: &str| {
        let sample = choice((100, 40), &format!("{options}{entries}"));
        (sample.words(), sample.made().contents.matches("0.8549 rg").count())
    };
    let is = |words: &str, lights| (words.to_owned(), lights);
    assert_eq!(shown(""), is("a b c", 0));
    assert_eq!(shown("/V(b)"), is("a b c", 1));
    assert_eq!(shown("/V[(a)(c)]"), is("a b c", 2));
    assert_eq!(shown("/V(a)/I[2]"), is("a b c", 1));
    assert_eq!(shown("/TI 2"), is("c d e", 0));
    assert_eq!(shown("/TI 2/V(d)"), is("c d e", 1));
    // What is chosen is never out of sight.
    assert_eq!(shown("/V(e)"), is("c d e", 1));
    assert_eq!(shown("/TI 3/V(b)"), is("a b c", 1));
    assert_eq!(shown("/TI 99"), is("f", 0));
    assert_eq!(shown("/V()"), is("a b c", 0));
    let flat = |height| choice((100, height), "/Opt[(a)(b)]/DA(/Helv 12 Tf)").made().contents;
    assert!(flat(14).contains("/F 12 Tf") && flat(14).contains("<61>"), "{}", flat(14));
    assert!(flat(8).contains("/F 6.48649 Tf"), "{}", flat(8));
    for entries in ["/V[(a)(d)]", "/V(z)", "/I[6]", "/I[-1]"] {
        let look = choice((100, 40), &format!("{options}{entries}")).look();
        assert!(matches!(look, Err(Error::UnfixedForm)), "{entries}");
    }
    assert!(choice((100, 40), "").look().unwrap().is_none());
    assert!(matches!(choice((100, 40), "/V(a)").look(), Err(Error::UnfixedForm)));
    let wide = choice((8, 40), "/Opt[(a long option in a narrow list)]/DA(/Helv 10 Tf)");
    assert!(matches!(wide.look(), Err(Error::UnfixedForm)));
}

#[test]
fn an_option_that_is_out_of_sight_may_have_characters_that_no_font_has() {
    let options = "/Opt[(a)(b)(c)<FEFF02AC>]/DA(/Helv 10 Tf 0 g)";
    assert_eq!(choice((100, 40), options).words(), "a b c");
    let seen = choice((100, 40), &format!("{options}/TI 2")).look();
    assert!(matches!(seen, Err(Error::MissingGlyph('ʬ'))));
}
