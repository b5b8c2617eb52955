//! The standard fonts that fields name without having them among their resources.

/// A font that every viewer has.
pub(super) struct Standard {
    /// Its dictionary.
    pub(super) dict: &'static str,
    /// How far it reaches above and below the base line, of its size.
    pub(super) reach: (f64, f64),
}

const SANS: (f64, f64) = (0.718, -0.207);
const SERIF: (f64, f64) = (0.683, -0.217);
const FIXED: (f64, f64) = (0.629, -0.157);

macro_rules! standard {
    ($base:literal, $reach:expr) => {
        Standard {
            dict: concat!(
                "<</Type/Font/Subtype/Type1/BaseFont/",
                $base,
                "/Encoding/WinAnsiEncoding>>"
            ),
            reach: $reach,
        }
    };
}

/// The one with dingbats, whose encoding is its own.
pub(super) const DINGBATS: Standard =
    Standard { dict: "<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>", reach: (0.82, -0.143) };

/// The font of a name: the names that form editors use, and those of the fonts themselves; Helvetica where the name
/// says nothing, as viewers do it.
pub(super) fn standard(name: &str) -> Option<Standard> {
    let (name, style) = name.split_at_checked(2).unwrap_or((name, ""));
    let is_short = matches!(name, "He" | "Ti" | "Co") && style.len() == 2;
    let whole = format!("{name}{style}").to_lowercase();
    let is_bold = whole.contains("bold") || is_short && matches!(style, "Bo" | "BO" | "BI");
    let is_slanted = ["oblique", "italic"].iter().any(|word| whole.contains(word))
        || is_short && matches!(style, "Ob" | "BO" | "It" | "BI");
    Some(match whole.as_str() {
        _ if whole == "symb" || whole.contains("symbol") => return None,
        _ if whole == "zadb" || whole.contains("dingbats") => DINGBATS,
        _ if is_short && name == "Ti" || whole.contains("times") => match (is_bold, is_slanted) {
            (false, false) => standard!("Times-Roman", SERIF),
            (true, false) => standard!("Times-Bold", SERIF),
            (false, true) => standard!("Times-Italic", SERIF),
            (true, true) => standard!("Times-BoldItalic", SERIF),
        },
        _ if is_short && name == "Co" || whole.contains("courier") => match (is_bold, is_slanted) {
            (false, false) => standard!("Courier", FIXED),
            (true, false) => standard!("Courier-Bold", FIXED),
            (false, true) => standard!("Courier-Oblique", FIXED),
            (true, true) => standard!("Courier-BoldOblique", FIXED),
        },
        _ => match (is_bold, is_slanted) {
            (false, false) => standard!("Helvetica", SANS),
            (true, false) => standard!("Helvetica-Bold", SANS),
            (false, true) => standard!("Helvetica-Oblique", SANS),
            (true, true) => standard!("Helvetica-BoldOblique", SANS),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_that_editors_use_stand_for_the_standard_fonts() {
        for (name, base) in [
            ("Helv", "Helvetica"),
            ("HeBo", "Helvetica-Bold"),
            ("HeOb", "Helvetica-Oblique"),
            ("HeBO", "Helvetica-BoldOblique"),
            ("TiRo", "Times-Roman"),
            ("TiBo", "Times-Bold"),
            ("TiIt", "Times-Italic"),
            ("TiBI", "Times-BoldItalic"),
            ("Cour", "Courier"),
            ("CoBo", "Courier-Bold"),
            ("CoOb", "Courier-Oblique"),
            ("CoBO", "Courier-BoldOblique"),
            ("ZaDb", "ZapfDingbats"),
            ("Arial,Bold", "Helvetica-Bold"),
            ("TimesNewRomanPS-BoldItalicMT", "Times-BoldItalic"),
            ("CourierStd-Oblique", "Courier-Oblique"),
            ("F1", "Helvetica"),
            ("", "Helvetica"),
        ] {
            let dict = standard(name).unwrap().dict;
            let is_it =
                ["/", ">"].iter().any(|end| dict.contains(&format!("/BaseFont/{base}{end}")));
            assert!(is_it, "{name} {dict}");
        }
        assert!(standard("Symb").is_none() && standard("Symbol").is_none());
    }
}
