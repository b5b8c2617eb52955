//! Text in lines: how large it is, where lines break, and the operations that draw them.

use super::super::geometry::number;
use super::font::{Font, Glyph};
use super::style::Style;
use super::{FONT, OTHER};
use crate::Error;
use hayro_syntax::object::Rect;
use std::ops::Range;
use unicode_linebreak::linebreaks;

/// The smallest size to which text is shrunk: it can be read when the page is enlarged, and nothing is cut off.
const LEAST: f64 = 1.0;
/// The size in fields of several lines that leave it open.
pub(super) const USUAL: f64 = 12.0;
/// From line to line, of the size; less where the lines would not fit.
pub(super) const LEADING: f64 = 1.156;
/// The height of a line that leaves its size open, of the size.
const AIRY: f64 = 1.35;

/// On which side lines stand (`Q`).
#[derive(Clone, Copy)]
pub(super) enum Align {
    Left,
    Middle,
    Right,
}

impl Align {
    pub(super) fn of(quadding: Option<u64>) -> Self {
        match quadding {
            Some(1) => Self::Middle,
            Some(2) => Self::Right,
            Some(_) | None => Self::Left,
        }
    }

    /// How much of the free space is before the line.
    pub(super) fn before(self, free: f64) -> f64 {
        match self {
            Self::Left => 0.0,
            Self::Middle => free / 2.0,
            Self::Right => free,
        }
    }
}

/// A size that is wanted, or the greatest that fits.
///
/// # Errors
/// [`Error::UnfixedForm`] where it would have to be too small to be read.
pub(super) fn fitting(wanted: f64, most: f64) -> Result<f64, Error> {
    match wanted.min(most) {
        size if size < wanted && size < LEAST => Err(Error::UnfixedForm),
        size => Ok(size),
    }
}

/// The size of a single line in a box of this height.
pub(super) fn size_of_line(
    style: &Style,
    font: &Font<'_>,
    height: f64,
    most: f64,
) -> Result<f64, Error> {
    let wanted = if style.size > 0.0 { style.size } else { height / AIRY.max(font.height()) };
    fitting(wanted, most.min(height / font.height()))
}

/// The base line of a line in the middle between two heights.
pub(super) fn base_line(font: &Font<'_>, size: f64, (bottom, top): (f64, f64)) -> f64 {
    f64::midpoint(bottom, top) - f64::midpoint(font.reach.0, font.reach.1) * size
}

/// Of the font's size.
pub(super) fn width(glyphs: &[Glyph]) -> f64 {
    glyphs.iter().map(|glyph| glyph.width).sum()
}

/// One line from here on.
pub(super) fn line(glyphs: &[Glyph], size: f64, (x, y): (f64, f64)) -> String {
    let mut out = format!("1 0 0 1 {} {} Tm", number(x), number(y));
    let font = |face: Option<usize>| match face {
        None => format!(" /{FONT} {} Tf", number(size)),
        Some(face) => format!(" /{OTHER}{face} {} Tf", number(size)),
    };
    let mut before = None;
    for run in glyphs.chunk_by(|one, next| one.face == next.face) {
        let face = run.first().and_then(|glyph| glyph.face);
        if face != before {
            out += &font(face);
        }
        before = face;
        let codes: String = run.iter().map(|glyph| glyph.code.as_str()).collect();
        out += &format!(" <{codes}> Tj");
    }
    if before.is_some() {
        out += &font(None);
    }
    out + "\n"
}

/// Lines as a text object.
pub(super) fn block(style: &Style, size: f64, lines: &str) -> String {
    format!("BT {} /{FONT} {} Tf\n{lines}ET\n", style.color, number(size))
}

/// Text of several lines, from the top of an area.
pub(super) fn paragraphs(
    (style, font, align): (&Style, &mut Font<'_>, Align),
    area: Rect,
    text: &str,
) -> Result<String, Error> {
    let paragraphs: Vec<&str> = text.split('\n').collect();
    let glyphs = font.shape(&paragraphs.concat())?;
    let mut rest = glyphs.as_slice();
    let paragraphs: Vec<(&str, &[Glyph])> = paragraphs
        .into_iter()
        .map(|paragraph| {
            let (these, after) = rest.split_at(paragraph.chars().count());
            rest = after;
            (paragraph, these)
        })
        .collect();
    let broken = |size: f64| {
        let all = paragraphs
            .iter()
            .map(|(text, glyphs)| (glyphs, broken(text, glyphs, area.width() / size)));
        all.flat_map(|(glyphs, lines)| lines.into_iter().map(move |line| &glyphs[line]))
            .collect::<Vec<_>>()
    };
    let needed = |lines: &[&[Glyph]], size: f64| {
        let widest = lines.iter().map(|line| width(line)).fold(0.0, f64::max);
        let count = u32::try_from(lines.len()).map_or(f64::INFINITY, f64::from);
        (widest * size, count * size * font.height())
    };
    let wanted = if style.size > 0.0 { style.size } else { USUAL };
    let mut size = wanted.min(area.height() / font.height());
    let lines = loop {
        let lines = broken(size);
        let (wide, high) = needed(&lines, size);
        // A hair more than the area: sums of fractions.
        if wide <= area.width() * 1.000_1 && high <= area.height() * 1.000_1 {
            break lines;
        }
        if size <= LEAST {
            return Err(Error::UnfixedForm);
        }
        size = (size * 0.95).max(LEAST);
    };
    fitting(wanted, size)?;
    let count = u32::try_from(lines.len().max(2) - 1).map_or(f64::INFINITY, f64::from);
    let between = (area.height() - font.height() * size) / count;
    let step = (LEADING.max(font.height()) * size).min(between.max(font.height() * size));
    let mut y = area.y1 - font.reach.0 * size;
    let mut out = String::new();
    for glyphs in lines {
        let free = area.width() - width(glyphs) * size;
        if !glyphs.is_empty() {
            out += &line(glyphs, size, (area.x0 + align.before(free), y));
        }
        y -= step;
    }
    Ok(block(style, size, &out))
}

/// Where the lines of a paragraph begin and end, as Unicode says (UAX #14); a word that is wider than a line is broken
/// anywhere. Blanks at the end of a line do not count.
fn broken(text: &str, glyphs: &[Glyph], most: f64) -> Vec<Range<usize>> {
    let chars: Vec<char> = text.chars().collect();
    let mut ends = vec![0.0];
    for glyph in glyphs {
        ends.push(ends.last().copied().unwrap_or_default() + glyph.width);
    }
    // Where the text up to each place ends without the blanks before that place.
    let mut without_blanks = vec![0];
    for (place, char) in chars.iter().enumerate() {
        let before = without_blanks.last().copied().unwrap_or_default();
        without_blanks.push(if char.is_whitespace() { before } else { place + 1 });
    }
    let trimmed = |from: usize, to: usize| from..without_blanks[to].max(from);
    let fits = |from: usize, to: usize| {
        let line = trimmed(from, to);
        ends[line.end] - ends[line.start] <= most * 1.000_1
    };
    let (mut lines, mut start, mut last) = (Vec::new(), 0, 0);
    let mut chars_before = (0, 0);
    for (byte, _) in linebreaks(text) {
        let before = chars_before.1 + text[chars_before.0..byte].chars().count();
        chars_before = (byte, before);
        if !fits(start, before) && last > start {
            lines.push(trimmed(start, last));
            start = last;
        }
        while !fits(start, before) && before - start > 1 {
            let mut end = start + 1;
            while end < before && fits(start, end + 1) {
                end += 1;
            }
            lines.push(start..end);
            start = end;
        }
        last = before;
    }
    lines.push(trimmed(start, chars.len()));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every character as wide as the font's size.
    fn lines(text: &str, most: f64) -> Vec<String> {
        let glyph = Glyph { code: String::new(), width: 1.0, face: None };
        let glyphs = vec![glyph; text.chars().count()];
        let chars: Vec<char> = text.chars().collect();
        broken(text, &glyphs, most).into_iter().map(|line| chars[line].iter().collect()).collect()
    }

    #[test]
    fn lines_break_between_words_and_long_words_anywhere() {
        assert_eq!(lines("one two three", 8.0), ["one two", "three"]);
        assert_eq!(lines("one two three", 7.0), ["one two", "three"]);
        assert_eq!(lines("one two three", 6.0), ["one", "two", "three"]);
        assert_eq!(lines("abcdefgh ij", 3.0), ["abc", "def", "gh", "ij"]);
        assert_eq!(lines("割印商事、御中。", 4.0), ["割印商", "事、御", "中。"]);
        assert_eq!(lines("", 4.0), [""]);
        assert_eq!(lines("a  ", 1.0), ["a"]);
        assert_eq!(lines("ab", 0.5), ["a", "b"]);
    }

    #[test]
    fn a_size_shrinks_until_it_could_not_be_read() {
        assert!((fitting(12.0, 9.0).unwrap() - 9.0).abs() < 0.001);
        assert!((fitting(3.0, 9.0).unwrap() - 3.0).abs() < 0.001);
        assert!(fitting(12.0, 0.9).is_err());
    }
}
