//! Runs of text that follow each other on one line of a page, joined.

use std::ops::Range;
use wariin_domain::{FieldArea, FoundTag, Length, PageDimensions, find_tags};
use wariin_ports::{PageSize, PageText, TextRun};

/// How far, in sizes of the font, a run may begin beside the line of the one before.
const ASIDE: f32 = 0.3;
/// How far, in sizes of the font, a run may begin before the end of the one before, and behind it.
const OVERLAP: f32 = 1.0;
const GAP: f32 = 1.5;

/// Text on one line of a page.
pub(super) struct Line {
    text: String,
    /// Where each run's text begins in the line's, in bytes, and which run of the page it is.
    runs: Vec<(usize, usize, TextRun)>,
    page: PageSize,
}

/// How far, in sizes of the font, a text lies from the one that is drawn again over it to look bold.
const OVERPRINT: f32 = 0.2;
/// How many lines back a run may go on with: those that are drawn over each other come piece by piece.
const BACK: usize = 4;

/// The lines of a page, in the order in which the page draws them. A text that is drawn twice at one place makes two
/// lines.
pub(super) fn lines_of(text: &PageText) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (number, run) in text.runs.iter().enumerate() {
        let follows =
            |line: &&mut Line| line.runs.last().is_some_and(|(.., last)| joins(last, run));
        match lines.iter_mut().rev().take(BACK).find(follows) {
            Some(line) => {
                line.runs.push((line.text.len(), number, run.clone()));
                line.text.push_str(&run.text);
            }
            None => lines.push(Line {
                text: run.text.clone(),
                runs: vec![(0, number, run.clone())],
                page: text.size,
            }),
        }
    }
    lines
}

impl Line {
    /// The text of the line.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The tags in it.
    pub(super) fn tags(&self) -> Vec<FoundTag> {
        find_tags(&self.text)
    }

    /// The runs of the page that a part of the line belongs to, by number, each with the part of its text.
    pub(super) fn parts_of(&self, part: &Range<usize>) -> Vec<(usize, Range<usize>)> {
        self.parts(part).map(|(_, number, range)| (number, range)).collect()
    }

    fn parts(&self, part: &Range<usize>) -> impl Iterator<Item = (&TextRun, usize, Range<usize>)> {
        self.runs.iter().filter_map(move |(begin, number, run)| {
            let from = part.start.max(*begin);
            let to = part.end.min(begin + run.text.len());
            (from < to).then(|| (run, *number, from - begin..to - begin))
        })
    }

    /// What a part of the line covers on a page of this size.
    pub(super) fn area_of(&self, part: &Range<usize>, page: PageDimensions) -> FieldArea {
        let (mut low, mut high) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
        for (run, _, Range { start, end }) in self.parts(part) {
            for (x, y) in corners(run, offset(run, start), offset(run, end)) {
                low = (low.0.min(x), low.1.min(y));
                high = (high.0.max(x), high.1.max(y));
            }
        }
        let across = |x: f32| on_paper(x / self.page.width.max(1.0), page.width);
        let down = |y: f32| on_paper(y / self.page.height.max(1.0), page.height);
        let (left, top) = (across(low.0), down(low.1));
        let between = |from: Length, to: Length| {
            Length::hundredths(to.as_hundredths().saturating_sub(from.as_hundredths()))
        };
        let (width, height) = (between(left, across(high.0)), between(top, down(high.1)));
        FieldArea { left, top, width, height }
    }
}

/// Whether the second run goes on where the first one ends.
fn joins(one: &TextRun, other: &TextRun) -> bool {
    let is_alike = one.is_vertical == other.is_vertical && (one.angle - other.angle).abs() < 0.5;
    let (along_x, along_y) = direction(one);
    let (x, y) = (other.x - one.x, other.y - one.y);
    let (along, aside) = (x * along_x + y * along_y - one.length, x * along_y - y * along_x);
    let size = one.size.max(other.size);
    let is_again = one.text == other.text && x.hypot(y) <= OVERPRINT * size;
    is_alike
        && !is_again
        && aside.abs() <= ASIDE * size
        && along >= -OVERLAP * size
        && along <= GAP * size
}

/// Where the text runs to, as a vector of the length 1.
fn direction(run: &TextRun) -> (f32, f32) {
    let angle = if run.is_vertical { run.angle + 90.0 } else { run.angle };
    let (sine, cosine) = angle.to_radians().sin_cos();
    (cosine, sine)
}

/// How far the text before this byte reaches along the run: wide characters count twice.
fn offset(run: &TextRun, byte: usize) -> f32 {
    let wide = |text: &str| -> f32 {
        text.chars().map(|c| if c >= '\u{2E80}' { 2.0 } else { 1.0 }).sum::<f32>()
    };
    let (before, all) = (run.text.get(..byte).map_or(0.0, wide), wide(&run.text));
    if all > 0.0 { run.length * before / all } else { 0.0 }
}

/// The corners of a part of a run, which reaches a little below its baseline.
fn corners(run: &TextRun, from: f32, to: f32) -> [(f32, f32); 4] {
    let (along_x, along_y) = direction(run);
    let (above, below) = if run.is_vertical { (0.5, 0.5) } else { (0.85, 0.15) };
    let at = |along: f32, up: f32| {
        let up = up * run.size;
        (run.x + along * along_x + up * along_y, run.y + along * along_y - up * along_x)
    };
    [at(from, above), at(from, -below), at(to, above), at(to, -below)]
}

/// A part of an edge of the page.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a page is 10 m long at most, and the part is between 0 and 1"
)]
fn on_paper(part: f32, edge: Length) -> Length {
    let length = part.clamp(0.0, 1.0) * edge.as_hundredths() as f32;
    Length::hundredths(length.round() as u32)
}
