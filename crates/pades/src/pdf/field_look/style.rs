//! The default appearance of a field: its font, size and colour (ISO 32000-2, section 12.7.4.3).

use super::super::lexer::Lexer;
use super::super::raw::name;
use super::super::string::string;
use super::field::{Field, parsed};
use crate::Error;

/// How text is drawn.
#[derive(Debug, PartialEq)]
pub(super) struct Style {
    /// The name of the font in the resources.
    pub(super) font: String,
    /// 0 where it depends on the field.
    pub(super) size: f64,
    /// The operation that sets the colour.
    pub(super) color: String,
}

impl Style {
    /// From the entry `DA` of the field, one above it or the form; black Helvetica where there is none.
    pub(super) fn of(field: &Field<'_>) -> Result<Self, Error> {
        match field.form_value("DA")? {
            Some(raw) => Ok(Self::parse(&string(&raw).unwrap_or_default())),
            None => Ok(Self::parse(b"")),
        }
    }

    /// What cannot be read, or would change the text in another way, is left out, as viewers do it.
    fn parse(operations: &[u8]) -> Self {
        let mut style = Self { font: "Helv".into(), size: 0.0, color: "0 g".into() };
        let mut lexer = Lexer { bytes: operations, at: 0 };
        let mut operands: Vec<&[u8]> = Vec::new();
        loop {
            lexer.blank();
            let Some(token) = lexer.value().and_then(|token| operations.get(token)) else {
                return style;
            };
            if token.first().is_some_and(u8::is_ascii_alphabetic) {
                style.apply(token, &operands);
                operands.clear();
            } else {
                operands.push(token);
            }
        }
    }

    /// One operation; nothing happens by one that is not known, or whose operands are wrong.
    fn apply(&mut self, operator: &[u8], operands: &[&[u8]]) {
        let numbers: Vec<f64> = operands.iter().filter_map(|raw| parsed(raw)).collect();
        if numbers.iter().any(|number: &f64| !number.is_finite()) {
            return;
        }
        match (operator, numbers.as_slice()) {
            (b"Tf", sizes) => {
                let font = operands.first().and_then(|raw| name(raw));
                if let Some(font) = font.and_then(|font| String::from_utf8(font).ok()) {
                    self.font = font;
                    self.size = sizes.first().map_or(0.0, |size| size.abs());
                }
            }
            (b"g", [_]) | (b"rg", [_, _, _]) | (b"k", [_, _, _, _]) => {
                let numbers: Vec<String> =
                    numbers.into_iter().map(super::super::geometry::number).collect();
                let operator = String::from_utf8_lossy(operator);
                self.color = format!("{} {operator}", numbers.join(" "));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn font_size_and_colour_are_read_and_what_else_changes_text_is_left_out() {
        let read = |operations: &str| Style::parse(operations.as_bytes());
        let style =
            |font: &str, size, color: &str| Style { font: font.into(), size, color: color.into() };
        assert_eq!(read(""), style("Helv", 0.0, "0 g"));
        assert_eq!(read("0 0 1 rg /HeBo 12.5 Tf"), style("HeBo", 12.5, "0 0 1 rg"));
        assert_eq!(read("/F#201 -9 Tf 0.5 g 1 0 0 0 k"), style("F 1", 9.0, "1 0 0 0 k"));
        assert_eq!(read("/A 0 Tf 1 0 0 1 2 3 Tm 0 Tc 100 Tz"), style("A", 0.0, "0 g"));
        assert_eq!(read("/A Tf"), style("A", 0.0, "0 g"));
        assert_eq!(read("/A 9 Tf 50 Tz 3 Tr 1 Tc Do"), style("A", 9.0, "0 g"));
        for odd in ["/P scn", "1 2 g", "9 Tf", "inf g", "1e999 g", "/A 1e999 Tf", "("] {
            assert_eq!(read(odd), style("Helv", 0.0, "0 g"), "{odd}");
        }
    }
}
