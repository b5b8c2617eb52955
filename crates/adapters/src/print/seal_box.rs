//! The box of the seal: who agreed, when and how, in the field of the signature.

use super::field::{Colour, fill};
use super::fonts::Style;
use super::line::{Missing, Placed, draw, glyphs, readable, width};
use super::pen::pen;
use super::sheet::{SheetError, Size, Standard, sheets};
use krilla::geom::{PathBuilder, Point, Rect};

/// The type sizes that are tried, in points.
const TYPES: [f32; 11] = [9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0];
/// Between the frame and the text, and how wide the frame's line is, in points.
const PADDING: f32 = 4.0;
const FRAME: f32 = 0.75;
const LEADING: f32 = 1.4;
const TOP: f32 = 0.88;
const TEXT: Colour = (0x22, 0x22, 0x22);
const LINE: Colour = (0x80, 0x80, 0x80);
/// What stands for a character of a name that no font has, as printers do it.
const GETA: char = '〓';

/// What the box says.
pub(crate) struct BoxText {
    /// The first line.
    pub(crate) title: String,
    /// Who agreed, each with when and how.
    pub(crate) parties: Vec<(String, String)>,
    /// The last lines.
    pub(crate) notes: Vec<String>,
}

/// A PDF with one page of this size that shows the box. Where not every party has room, it says how many more there
/// are; a box that is too small for text is an empty frame.
///
/// # Errors
/// [`SheetError`].
pub(crate) fn seal_box(text: &BoxText, size: Size) -> Result<Vec<u8>, SheetError> {
    let room = (size.0 - 2.0 * PADDING, size.1 - 2.0 * PADDING);
    let laid = laid(text, room);
    sheets::<SheetError>(&[size], Standard::Archive1, |_, surface| {
        surface.set_fill(None);
        surface.set_stroke(Some(pen(LINE, FRAME)));
        let frame = Rect::from_xywh(FRAME / 2.0, FRAME / 2.0, size.0 - FRAME, size.1 - FRAME);
        let path = frame.and_then(|frame| {
            let mut path = PathBuilder::new();
            path.push_rect(frame);
            path.finish()
        });
        if let Some(path) = path {
            surface.draw_path(&path);
        }
        surface.set_stroke(None);
        surface.set_fill(Some(fill(TEXT)));
        if let Some((lines, points)) = &laid {
            let mut y = PADDING + TOP * points;
            for line in lines {
                draw(surface, Point::from_xy(PADDING, y), *points, line);
                y += LEADING * points;
            }
        }
        Ok(())
    })
}

impl BoxText {
    /// All of it in one line, for those who do not see it.
    pub(crate) fn words(&self) -> String {
        let parties = self.parties.iter().map(|(name, how)| format!("{name} {how}"));
        let mut all = vec![self.title.clone()];
        all.extend(parties);
        all.extend(self.notes.iter().cloned());
        all.join("\n")
    }

    /// The lines when this many parties are named, each in one or two lines.
    fn lines(&self, named: usize, is_broken: bool) -> Vec<String> {
        let mut lines = vec![self.title.clone()];
        for (name, how) in self.parties.iter().take(named) {
            if is_broken {
                lines.extend([name.clone(), format!("　{how}")]);
            } else {
                lines.push(format!("{name}　{how}"));
            }
        }
        if named < self.parties.len() {
            lines.push(format!("ほか{}名", self.parties.len() - named));
        }
        lines.extend(self.notes.iter().cloned());
        lines
    }
}

type Laid = (Vec<Vec<Placed>>, f32);

/// The lines in the greatest type that fits, with as many parties as possible.
fn laid(text: &BoxText, room: Size) -> Option<Laid> {
    for named in (0..=text.parties.len()).rev() {
        // Of two ways in one type, the last is taken.
        let ways = [true, false].map(|is_broken| text.lines(named, is_broken));
        let best = ways.iter().filter_map(|lines| fitting(lines, room));
        if let Some(best) = best.max_by(|one, other| one.1.total_cmp(&other.1)) {
            return Some(best);
        }
    }
    fitting(std::slice::from_ref(&text.title), room)
}

fn fitting(lines: &[String], room: Size) -> Option<Laid> {
    let lines: Vec<Vec<Placed>> = lines.iter().map(|line| lenient(line)).collect();
    let widest = lines.iter().map(|line| width(line)).fold(0.0, f32::max);
    #[expect(clippy::cast_precision_loss, reason = "there are a few hundred lines at most")]
    let high = (lines.len() as f32 - 1.0) * LEADING + 1.0;
    let size = TYPES.into_iter().find(|size| widest * size <= room.0 && high * size <= room.1)?;
    Some((lines, size))
}

/// A line in which [`GETA`] stands for characters that no font has, and the usual form of a character for a variant that
/// none has. Names of people are no values that they could
/// type anew, so that they are no reason to refuse the seal.
fn lenient(text: &str) -> Vec<Placed> {
    let shown = |missing: Missing| {
        if missing.is_known_otherwise { missing.character.to_string() } else { GETA.to_string() }
    };
    glyphs(&readable(text, Style::Sans, shown), Style::Sans).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(parties: usize) -> BoxText {
        let party =
            |number| (format!("山田 太郎{number}"), "2026-11-27 22:05:31 +09:00".to_owned());
        BoxText {
            title: "電子署名".into(),
            parties: (0..parties).map(party).collect(),
            notes: vec!["この枠は表示です。".into()],
        }
    }

    fn said(parties: usize, room: Size) -> Option<Vec<String>> {
        let line = |line: Vec<Placed>| line.into_iter().map(|placed| placed.text).collect();
        laid(&text(parties), room).map(|(lines, _)| lines.into_iter().map(line).collect())
    }

    #[test]
    fn the_box_names_all_parties_in_one_or_two_lines_or_says_how_many_more_there_are() {
        assert_eq!(said(2, (300.0, 80.0)).unwrap().len(), 4);
        assert_eq!(said(2, (110.0, 80.0)).unwrap().len(), 6);
        let few = said(40, (300.0, 80.0)).unwrap();
        assert!(few.iter().any(|line| line.starts_with("ほか")), "{few:?}");
        assert_eq!(said(2, (60.0, 8.0)).unwrap(), ["電子署名"]);
        assert_eq!(said(2, (5.0, 5.0)), None);
        seal_box(&text(2), (8.5, 8.5)).unwrap();
    }

    #[test]
    fn a_character_of_a_name_that_no_font_has_is_a_geta_mark() {
        let said = |text: &str| -> String {
            lenient(text).into_iter().map(|placed| placed.text).collect()
        };
        assert_eq!(said("ก😀\u{fe0e}홍"), "〓〓〓");
        // A variant that none has is the usual form.
        assert_eq!(said("一\u{fe00}葛\u{e0100}"), "一葛\u{e0100}");
    }
}
