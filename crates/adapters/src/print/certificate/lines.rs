//! Lines of text: broken where they have to be, in two languages side by side where there is room. A character that
//! none of the shipped fonts has is written by its code point, and so is the selector of a variant that none has: a
//! name is never shortened by a box.

use crate::print::field::Colour;
use crate::print::fonts::Style;
use crate::print::line::{Missing, Placed, readable, width};
use crate::print::text::Paragraph;

/// Text and what matters less.
pub(super) const INK: Colour = (0x1c, 0x1c, 0x1e);
pub(super) const GREY: Colour = (0x66, 0x66, 0x6b);
/// Headings and lines.
pub(super) const NAVY: Colour = (0x1d, 0x3a, 0x5f);
/// From one line to the next, in type sizes.
const LEADING: f32 = 1.5;
/// Between the two languages in a line, in points.
const GAP: f32 = 7.0;

/// How text looks.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) style: Style,
    /// In points.
    pub(super) size: f32,
    pub(super) colour: Colour,
}

/// Japanese text, and the English beside it.
pub(super) const BODY: Look = Look { style: Style::Sans, size: 8.5, colour: INK };
pub(super) const SMALL: Look = Look { style: Style::Sans, size: 6.8, colour: GREY };

/// Digests: 64 digits in one line of the table of files.
pub(super) const DIGEST: Look = Look { style: Style::Sans, size: 6.6, colour: INK };

/// Text in one language in a line.
pub(super) struct Run {
    pub(super) glyphs: Vec<Placed>,
    pub(super) look: Look,
    /// How far from the beginning of the line, in points.
    pub(super) x: f32,
}

/// One line.
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
    /// In points.
    pub(super) height: f32,
}

impl Run {
    fn width(&self) -> f32 {
        width(&self.glyphs) * self.look.size
    }
}

impl Line {
    fn of(glyphs: Vec<Placed>, look: Look) -> Self {
        let runs = vec![Run { glyphs, look, x: 0.0 }];
        Self { runs, height: look.size * LEADING }
    }

    /// How wide it is, in points.
    pub(super) fn width(&self) -> f32 {
        self.runs.last().map_or(0.0, |run| run.x + run.width())
    }
}

/// The text in lines that are not wider than this many points.
pub(super) fn lines(text: &str, look: Look, wide: f32) -> Vec<Line> {
    let text = readable(text, look.style, coded);
    let Ok(paragraph) = Paragraph::read(&text, look.style) else { return Vec::new() };
    let broken = paragraph.broken(wide / look.size);
    broken.into_iter().map(|glyphs| Line::of(glyphs, look)).collect()
}

/// Japanese and English: in one line where both have room, otherwise one under the other.
pub(super) fn both(japanese: &str, english: &str, wide: f32) -> Vec<Line> {
    both_in(japanese, BODY, english, wide)
}

/// As [`both`], with the Japanese in this look.
pub(super) fn both_in(japanese: &str, look: Look, english: &str, wide: f32) -> Vec<Line> {
    let mut japanese = lines(japanese, look, wide);
    let mut english = lines(english, SMALL, wide);
    if let ([line], [beside]) = (japanese.as_mut_slice(), english.as_mut_slice())
        && line.width() + GAP + beside.width() <= wide
    {
        let x = line.width() + GAP;
        line.runs.extend(beside.runs.drain(..).map(|run| Run { x, ..run }));
        return japanese;
    }
    japanese.extend(english);
    japanese
}

/// What stands in the place of characters that no font has: `〔U+1F600〕`; of a variant that none has, the character and
/// its selector: `一〔U+FE00〕`.
fn coded(missing: Missing) -> String {
    let Missing { character, selector, is_known_otherwise } = missing;
    let base = if is_known_otherwise { character.to_string() } else { code(character) };
    base + &selector.map(code).unwrap_or_default()
}

fn code(character: char) -> String {
    format!("〔U+{:04X}〕", u32::from(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(lines: &[Line]) -> Vec<String> {
        let run = |run: &Run| run.glyphs.iter().map(|placed| placed.text.as_str()).collect();
        let line = |line: &Line| line.runs.iter().map(run).collect::<Vec<String>>().join("|");
        lines.iter().map(line).collect()
    }

    #[test]
    fn two_languages_share_a_line_where_both_have_room() {
        assert_eq!(said(&both("同意", "Consent", 200.0)), ["同意|Consent"]);
        assert_eq!(said(&both("同意", "Consent", 30.0)), ["同意", "Consent"]);
    }

    #[test]
    fn a_character_that_no_font_has_is_written_by_its_code_point() {
        assert_eq!(said(&lines("山😀田ก", BODY, 400.0)), ["山〔U+1F600〕田〔U+0E01〕"]);
        assert_eq!(said(&lines("𠮷髙葛\u{e0100}", BODY, 400.0)), ["𠮷髙葛\u{e0100}"]);
    }

    #[test]
    fn a_variant_that_no_font_has_is_written_behind_its_character() {
        let text = "一\u{fe00}一葛\u{e0100}😀\u{fe0e}";
        assert_eq!(
            said(&lines(text, BODY, 400.0)),
            ["一〔U+FE00〕一葛\u{e0100}〔U+1F600〕〔U+FE0E〕"]
        );
        assert_eq!(said(&lines("\u{e0105}一", BODY, 400.0)), ["〔U+E0105〕一"]);
    }

    #[test]
    fn no_line_is_wider_than_its_room() {
        let long = "渡邉".repeat(64) + &"W".repeat(300);
        let broken = lines(&long, BODY, 120.0);
        assert!(broken.len() > 3 && broken.iter().all(|line| line.width() <= 120.1));
    }
}
