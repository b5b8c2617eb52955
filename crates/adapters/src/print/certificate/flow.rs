//! Pages that are filled from top to bottom.

use super::lines::Line;
use crate::print::field::Colour;
use krilla::geom::Rect;

/// A4 in points.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
/// The left margin has room for the holes of a folder (22 mm).
pub(super) const LEFT: f32 = 64.0;
pub(super) const RIGHT: f32 = PAGE.0 - 48.0;
pub(super) const WIDTH: f32 = RIGHT - LEFT;
const TOP: f32 = 66.0;
pub(super) const BOTTOM: f32 = PAGE.1 - 62.0;
/// How far the base line is below the top of a line, in its height.
const BASE: f32 = 0.72;

/// Something on a page, in points from its upper left corner.
pub(super) enum Item {
    /// A line of text whose base line begins here.
    Line { x: f32, y: f32, line: Line },
    /// A horizontal line.
    Rule { x: f32, y: f32, width: f32, thick: f32, colour: Colour },
    /// Rectangles of one colour.
    Fill { rectangles: Vec<Rect>, colour: Colour },
}

/// Lines in a column that begins here.
pub(super) struct Column {
    pub(super) x: f32,
    pub(super) lines: Vec<Line>,
}

/// The pages so far, and how far the last is filled.
pub(super) struct Flow {
    pages: Vec<Vec<Item>>,
    y: f32,
}

impl Flow {
    pub(super) fn new() -> Self {
        Self { pages: vec![Vec::new()], y: TOP }
    }

    pub(super) fn into_pages(self) -> Vec<Vec<Item>> {
        self.pages
    }

    /// How high the rest of the page is.
    pub(super) fn room(&self) -> f32 {
        BOTTOM - self.y
    }

    pub(super) fn y(&self) -> f32 {
        self.y
    }

    /// Goes on after this many points; no blank begins a page.
    pub(super) fn space(&mut self, points: f32) {
        if self.y > TOP {
            self.y += points;
        }
    }

    /// Goes on upon the next page where less than this is left of the present one. What is higher than a page begins
    /// where it is.
    pub(super) fn keep(&mut self, height: f32) -> bool {
        let is_full = height > self.room() && self.y > TOP && height <= BOTTOM - TOP;
        if is_full {
            self.turn();
        }
        is_full
    }

    /// Goes on upon the next page.
    pub(super) fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
    }

    pub(super) fn put(&mut self, item: Item) {
        if let Some(page) = self.pages.last_mut() {
            page.push(item);
        }
    }

    /// Lines one under the other.
    pub(super) fn write(&mut self, x: f32, lines: Vec<Line>) {
        self.row(vec![Column { x, lines }], &|_| {});
    }

    /// Columns side by side. They go on upon the next page where they do not end on this one, under a heading that
    /// `repeat` writes.
    pub(super) fn row(&mut self, columns: Vec<Column>, repeat: &dyn Fn(&mut Self)) {
        let height = |column: &Column| column.lines.iter().map(|line| line.height).sum::<f32>();
        let highest = columns.iter().map(height).fold(0.0, f32::max);
        if self.keep(highest) {
            repeat(self);
        }
        let mut rest: Vec<_> = columns
            .into_iter()
            .map(|column| (column.x, column.lines.into_iter().peekable()))
            .collect();
        loop {
            let top = self.y;
            let mut lowest = top;
            for (x, lines) in &mut rest {
                let mut y = top;
                while let Some(line) = lines.next_if(|line| y + line.height <= BOTTOM + 0.01) {
                    let height = line.height;
                    self.put(Item::Line { x: *x, y: y + BASE * height, line });
                    y += height;
                }
                lowest = lowest.max(y);
            }
            self.y = lowest;
            if rest.iter_mut().all(|(_, lines)| lines.peek().is_none()) {
                return;
            }
            self.turn();
            repeat(self);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::{BODY, lines};
    use super::*;

    #[test]
    fn a_row_that_does_not_end_on_a_page_goes_on_under_the_repeated_heading() {
        let mut flow = Flow::new();
        let column = |text: &str, x| Column { x, lines: lines(text, BODY, 40.0) };
        let long = vec![column(&"長い".repeat(300), LEFT), column("短い", LEFT + 60.0)];
        let heading = |flow: &mut Flow| flow.write(LEFT, lines("見出し", BODY, 200.0));
        flow.row(long, &heading);
        let pages = flow.into_pages();
        assert!(pages.len() > 1);
        for item in pages.iter().flatten() {
            assert!(matches!(item, Item::Line { y, .. } if *y > TOP && *y < BOTTOM));
        }
    }

    #[test]
    fn what_fits_on_a_page_is_not_broken() {
        let row = || lines("一行目の文章と二行目の文章と三行目", BODY, 60.0);
        let height = row().len();
        assert!(height > 1);
        let mut flow = Flow::new();
        for _ in 0..40 {
            flow.write(LEFT, row());
        }
        let pages = flow.into_pages();
        assert!(pages.len() > 1 && pages.iter().all(|page| page.len() % height == 0));
    }
}
