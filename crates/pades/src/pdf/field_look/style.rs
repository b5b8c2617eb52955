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
            Some(raw) => Self::parse(&string(&raw).ok_or(Error::UnfixedForm)?),
            None => Self::parse(b""),
        }
    }

    fn parse(operations: &[u8]) -> Result<Self, Error> {
        let mut style = Self { font: "Helv".into(), size: 0.0, color: "0 g".into() };
        let mut lexer = Lexer { bytes: operations, at: 0 };
        let mut operands: Vec<&[u8]> = Vec::new();
        loop {
            lexer.blank();
            if lexer.peek().is_none() {
                return Ok(style);
            }
            let token = operations.get(lexer.value().ok_or(Error::UnfixedForm)?);
            let token = token.ok_or(Error::UnfixedForm)?;
            if token.first().is_some_and(u8::is_ascii_alphabetic) {
                style.apply(token, &operands).ok_or(Error::UnfixedForm)?;
                operands.clear();
            } else {
                operands.push(token);
            }
        }
    }

    /// One operation; `None` for those that would change the text in another way.
    fn apply(&mut self, operator: &[u8], operands: &[&[u8]]) -> Option<()> {
        let numbers: Vec<f64> = operands.iter().filter_map(|raw| parsed(raw)).collect();
        let is_finite = numbers.iter().all(|number| number.is_finite());
        match (operator, numbers.as_slice()) {
            (b"Tf", sizes) => {
                self.font = String::from_utf8(operands.first().and_then(|raw| name(raw))?).ok()?;
                self.size = sizes.first().map_or(0.0, |size| size.abs());
            }
            (b"g", [_]) | (b"rg", [_, _, _]) | (b"k", [_, _, _, _]) => {
                let numbers: Vec<String> =
                    numbers.into_iter().map(super::super::geometry::number).collect();
                let operator = String::from_utf8_lossy(operator);
                self.color = format!("{} {operator}", numbers.join(" "));
            }
            // Where the text begins is for the field to say, and lines have no part in it.
            (
                b"Tm" | b"Td" | b"TD" | b"TL" | b"q" | b"Q" | b"BT" | b"ET" | b"G" | b"RG" | b"K",
                _,
            )
            | (b"Tc" | b"Tw" | b"Ts" | b"Tr", [0.0])
            | (b"Tz", [100.0]) => {}
            _ => return None,
        }
        is_finite.then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn font_size_and_colour_are_read_and_what_else_changes_text_is_refused() {
        let read = |operations: &str| Style::parse(operations.as_bytes()).ok();
        let style = |font: &str, size, color: &str| {
            Some(Style { font: font.into(), size, color: color.into() })
        };
        assert_eq!(read(""), style("Helv", 0.0, "0 g"));
        assert_eq!(read("0 0 1 rg /HeBo 12.5 Tf"), style("HeBo", 12.5, "0 0 1 rg"));
        assert_eq!(read("/F#201 -9 Tf 0.5 g 1 0 0 0 k"), style("F 1", 9.0, "1 0 0 0 k"));
        assert_eq!(read("/A 0 Tf 1 0 0 1 2 3 Tm 0 Tc 100 Tz"), style("A", 0.0, "0 g"));
        assert_eq!(read("/A Tf"), style("A", 0.0, "0 g"));
        for odd in [
            "/A 9 Tf 50 Tz",
            "3 Tr",
            "/P scn",
            "1 2 g",
            "9 Tf",
            "inf g",
            "1e999 g",
            "/A 1e999 Tf",
            "(",
            "1 Tc",
            "Do",
        ] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }
}
