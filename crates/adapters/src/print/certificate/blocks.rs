//! The parts that the sections are made of: headings, paragraphs, rows with a label.

use super::flow::{Column, Flow, Item, LEFT, WIDTH};
use super::lines::{BODY, INK, Line, Look, NAVY, both, both_in, lines};
use super::words::Words;
use crate::print::field::Colour;
use crate::print::fonts::Style;

/// How wide labels are, and where values begin.
const LABEL: f32 = 128.0;
pub(super) const VALUE_WIDTH: f32 = WIDTH - LABEL;
const HAIRLINE: Colour = (0xdd, 0xdf, 0xe3);

pub(super) const TITLE: Look = Look { style: Style::Serif, size: 21.0, colour: INK };
pub(super) const HEADING: Look = Look { style: Style::Serif, size: 11.0, colour: NAVY };
const LABELS: Look = Look { style: Style::Sans, size: 7.6, colour: NAVY };

/// A value beside its label.
pub(super) struct Row {
    label: (&'static str, &'static str),
    value: Vec<Line>,
}

impl Row {
    pub(super) fn new(label: (&'static str, &'static str), value: Vec<Line>) -> Self {
        Self { label, value }
    }

    /// With a value that needs no translation.
    pub(super) fn text(label: (&'static str, &'static str), value: &str) -> Self {
        Self::new(label, lines(value, BODY, VALUE_WIDTH))
    }

    pub(super) fn words(label: (&'static str, &'static str), (ja, en): &Words) -> Self {
        Self::new(label, both(ja, en, VALUE_WIDTH))
    }

    fn columns(self) -> Vec<Column> {
        let label = both_in(self.label.0, LABELS, self.label.1, LABEL - 8.0);
        let label = Column { x: LEFT, lines: label };
        vec![label, Column { x: LEFT + LABEL, lines: self.value }]
    }
}

/// A section's heading with a line under it; it stays with what follows.
pub(super) fn heading(flow: &mut Flow, japanese: &str, english: &str) {
    flow.space(15.0);
    flow.keep(90.0);
    flow.write(LEFT, both_in(japanese, HEADING, english, WIDTH));
    let y = flow.y() + 1.0;
    flow.put(Item::Rule { x: LEFT, y, width: WIDTH, thick: 0.9, colour: NAVY });
    flow.space(6.0);
}

/// Rows with a hairline under each.
pub(super) fn rows(flow: &mut Flow, rows: Vec<Row>, repeat: &dyn Fn(&mut Flow)) {
    for row in rows {
        flow.row(row.columns(), repeat);
        flow.space(1.6);
        hairline(flow);
        flow.space(2.0);
    }
}

pub(super) fn hairline(flow: &mut Flow) {
    let y = flow.y();
    flow.put(Item::Rule { x: LEFT, y, width: WIDTH, thick: 0.4, colour: HAIRLINE });
}

/// A paragraph in both languages, one under the other.
pub(super) fn paragraph(flow: &mut Flow, japanese: &str, english: &str) {
    let mut all = lines(japanese, BODY, WIDTH);
    all.extend(lines(english, super::lines::SMALL, WIDTH));
    flow.write(LEFT, all);
    flow.space(3.0);
}
