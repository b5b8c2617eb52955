//! Text in a rectangle: one line in its middle, or several from its top, smaller where it does not fit.

use super::fonts::Style;
use super::line::{Missing, Placed, draw, glyphs, is_invisible, width};
use super::sheet::Size;
use krilla::geom::Point;
use krilla::surface::Surface;
use unicode_linebreak::{BreakOpportunity, linebreaks};
use wariin_domain::TextLines;
use wariin_ports::PrintFault;

/// The least type size, in points, and by how much a size is reduced at once.
pub(super) const LEAST: f32 = 6.0;
const STEP: f32 = 0.5;
/// Between the edges and the text, in points.
const PADDING: f32 = 1.5;
/// From one line to the next, in type sizes.
const LEADING: f32 = 1.4;
/// How far the middle of a line is above its base line, and how far its top is, in type sizes: those of the square in
/// which Japanese characters are drawn.
const MIDDLE: f32 = 0.38;
const TOP: f32 = 0.88;

/// Lines with the size in which they fit.
pub(super) struct Block {
    lines: Vec<Vec<Placed>>,
    size: f32,
    /// Where the first base line begins, and how far it is from one to the next.
    at: Point,
    leading: f32,
}

/// How a text is set.
#[derive(Clone, Copy)]
pub(super) struct Setting {
    pub(super) style: Style,
    pub(super) lines: TextLines,
    /// The wanted type size, in points.
    pub(super) size: f32,
}

impl Block {
    /// The text in a rectangle of this size.
    ///
    /// # Errors
    /// [`PrintFault::MissingGlyph`], and [`PrintFault::DoesNotFit`] when it does not fit at [`LEAST`].
    pub(super) fn fit(text: &str, setting: Setting, area: Size) -> Result<Self, PrintFault> {
        let Setting { style, lines, size } = setting;
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let paragraphs: Vec<Paragraph> =
            text.lines().map(|line| Paragraph::read(line, style)).collect::<Result<_, _>>()?;
        let room = (area.0 - 2.0 * PADDING, area.1);
        let mut size = size.max(LEAST);
        loop {
            let block = match lines {
                TextLines::One => one(&paragraphs, size, room),
                TextLines::Several => several(&paragraphs, size, room),
            };
            match block {
                Some(block) => return Ok(block),
                None if size <= LEAST => return Err(PrintFault::DoesNotFit),
                None => size = (size - STEP).max(LEAST),
            }
        }
    }

    /// Draws the text; the rectangle's upper left corner is the origin.
    pub(super) fn draw(&self, surface: &mut Surface<'_>) {
        let mut y = self.at.y;
        for line in &self.lines {
            draw(surface, Point::from_xy(self.at.x, y), self.size, line);
            y += self.leading * self.size;
        }
    }
}

impl From<Missing> for PrintFault {
    fn from(missing: Missing) -> Self {
        Self::MissingGlyph(missing.character)
    }
}

fn one(paragraphs: &[Paragraph], size: f32, room: Size) -> Option<Block> {
    let line: Vec<Placed> =
        paragraphs.iter().flat_map(|paragraph| paragraph.glyphs.clone()).collect();
    if width(&line) * size > room.0 || size > room.1 {
        return None;
    }
    let at = Point::from_xy(PADDING, room.1 / 2.0 + MIDDLE * size);
    Some(Block { lines: vec![line], size, at, leading: LEADING })
}

fn several(paragraphs: &[Paragraph], size: f32, room: Size) -> Option<Block> {
    let lines: Vec<Vec<Placed>> =
        paragraphs.iter().flat_map(|paragraph| paragraph.broken(room.0 / size)).collect();
    #[expect(clippy::cast_precision_loss, reason = "there are 2,000 characters at most")]
    let further = lines.len().saturating_sub(1) as f32;
    let height = (1.0 + further * LEADING) * size;
    let is_broken = lines.iter().all(|line| width(line) * size <= room.0 + 0.01);
    if !is_broken || height + PADDING > room.1 {
        return None;
    }
    // One line that leaves room stands where it would stand in a field for one line that is as high.
    let top = PADDING.min((room.1 - height) / 2.0);
    let at = Point::from_xy(PADDING, top + TOP * size);
    Some(Block { lines, size, at, leading: LEADING })
}

/// The text between two line breaks that were typed.
pub(super) struct Paragraph {
    glyphs: Vec<Placed>,
    /// Behind which glyphs a line may end (UAX #14, which keeps closing marks and small kana from the beginning of a
    /// line, and opening marks from its end).
    ends: Vec<usize>,
}

impl Paragraph {
    pub(super) fn read(text: &str, style: Style) -> Result<Self, Missing> {
        let visible: String = text.chars().filter(|one| !is_invisible(*one)).collect();
        let glyphs = glyphs(&visible, style)?;
        let composed: String = glyphs.iter().map(|placed| placed.text.as_str()).collect();
        let mut offset = 0;
        let starts: Vec<usize> = glyphs
            .iter()
            .map(|placed| {
                offset += placed.text.len();
                offset
            })
            .collect();
        let allowed = linebreaks(&composed).filter_map(|(at, opportunity)| match opportunity {
            BreakOpportunity::Allowed | BreakOpportunity::Mandatory => {
                starts.binary_search(&at).ok().map(|place| place + 1)
            }
        });
        let ends = allowed.collect();
        Ok(Self { glyphs, ends })
    }

    /// Lines that are not wider than this, in type sizes; a word that is wider is broken anywhere.
    pub(super) fn broken(&self, room: f32) -> Vec<Vec<Placed>> {
        let mut lines = Vec::new();
        let mut start = 0;
        while start < self.glyphs.len() {
            let end = self.end_of_line(start, room);
            let mut line = self.glyphs[start..end].to_vec();
            while line.last().is_some_and(|last| last.text == " ") {
                line.pop();
            }
            lines.push(line);
            start = end;
        }
        if lines.is_empty() {
            lines.push(Vec::new());
        }
        lines
    }

    fn end_of_line(&self, start: usize, room: f32) -> usize {
        let mut used = 0.0;
        let mut fits = start;
        for placed in &self.glyphs[start..] {
            used += placed.glyph.advance;
            // Blanks at the end of a line need no room.
            if used > room && placed.text != " " {
                break;
            }
            fits += 1;
        }
        if fits == self.glyphs.len() {
            return fits;
        }
        let allowed = self.ends.iter().rev().find(|end| **end > start && **end <= fits);
        allowed.copied().unwrap_or(fits.max(start + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, wide: f32) -> Vec<String> {
        let paragraph = Paragraph::read(text, Style::Sans).unwrap();
        let text = |line: Vec<Placed>| line.into_iter().map(|placed| placed.text).collect();
        paragraph.broken(wide).into_iter().map(text).collect()
    }

    #[test]
    fn lines_begin_with_no_closing_mark_or_small_kana_and_end_with_no_opening_one() {
        assert_eq!(lines("甲は乙に支払う。", 7.0), ["甲は乙に支払", "う。"]);
        assert_eq!(lines("東京都（港区）", 4.2), ["東京都", "（港区）"]);
        assert_eq!(lines("株式会社チョコ", 5.0), ["株式会社", "チョコ"]);
        assert_eq!(lines("サーバー保守", 3.2), ["サー", "バー保", "守"]);
    }

    #[test]
    fn words_stay_together_unless_one_is_wider_than_the_line() {
        assert_eq!(lines("Wariin Systems KK", 5.0), ["Wariin", "Systems", "KK"]);
        assert_eq!(lines("mmmmmm", 3.0).concat(), "mmmmmm");
        assert!(lines("mmmmmm", 3.0).len() > 1);
    }

    fn fit(text: &str, lines: TextLines, area: Size) -> Result<f32, PrintFault> {
        let setting = Setting { style: Style::Sans, lines, size: 12.0 };
        Block::fit(text, setting, area).map(|block| block.size)
    }

    #[test]
    fn text_is_as_large_as_wanted_where_it_fits_and_no_smaller_than_6_points() {
        assert_eq!(fit("渋谷区", TextLines::One, (60.0, 20.0)), Ok(12.0));
        assert_eq!(fit("渋谷区渋谷", TextLines::One, (60.0, 20.0)), Ok(11.0));
        assert_eq!(fit("渋谷区渋谷区", TextLines::One, (60.0, 8.6)), Ok(8.5));
        let long = "渋".repeat(10);
        assert_eq!(fit(&long, TextLines::One, (62.0, 20.0)), Err(PrintFault::DoesNotFit));
        assert_eq!(fit(&long, TextLines::Several, (64.0, 40.0)), Ok(12.0));
        assert_eq!(
            fit(&"渋".repeat(200), TextLines::Several, (62.0, 40.0)),
            Err(PrintFault::DoesNotFit)
        );
        assert_eq!(fit("a\nb\r\nc\r", TextLines::Several, (62.0, 49.0)), Ok(12.0));
        assert_eq!(fit("😀", TextLines::One, (62.0, 40.0)), Err(PrintFault::MissingGlyph('😀')));
    }
}
