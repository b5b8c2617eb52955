//! The order in which the runs of a page are read.

use std::collections::BTreeSet;
use wariin_ports::TextRun;

/// Of how many runs the places are compared with each other; a dense page has 300.
const MAX_COMPARED: usize = 2_000;

/// How a run is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reading {
    /// As this part of the structure tree.
    Tree(u32),
    /// By where it stands: the tree says nothing about it.
    #[default]
    Place,
    /// Not at all: headers, footers and page numbers of a tagged page.
    LeftOut,
}

impl Reading {
    /// Whether a glyph that is read so may stand in one run behind one that is read as `self`.
    pub(super) fn goes_on_with(self, next: Self) -> bool {
        match (self, next) {
            (Self::Tree(one), Self::Tree(other)) => {
                other == one || one.checked_add(1) == Some(other)
            }
            _ => self == next,
        }
    }
}

/// The place of each run in the reading order: first those of the tree, then those that it does not name.
pub(super) fn places(runs: &[TextRun], readings: &[Reading]) -> Vec<Option<u32>> {
    let of = |wanted: fn(&Reading) -> bool| -> Vec<usize> {
        let numbered = readings.iter().enumerate().take(runs.len());
        numbered.filter(|(_, reading)| wanted(reading)).map(|(index, _)| index).collect()
    };
    let mut in_tree = of(|reading| matches!(reading, Reading::Tree(_)));
    in_tree.sort_by_key(|index| match readings[*index] {
        Reading::Tree(place) => place,
        Reading::Place | Reading::LeftOut => u32::MAX,
    });
    let beside = by_place(runs, of(|reading| *reading == Reading::Place));
    let mut places = vec![None; runs.len()];
    for (place, index) in in_tree.into_iter().chain(beside).enumerate() {
        places[index] = u32::try_from(place).ok();
    }
    places
}

/// Runs without a tree: what stands above another in the same column comes before it, and on a page of vertical text
/// what stands right of another in the same row. All else goes on in the order in which the page draws it, which keeps
/// columns and rows of tables as they were written.
fn by_place(runs: &[TextRun], indices: Vec<usize>) -> Vec<usize> {
    if indices.len() > MAX_COMPARED {
        return indices;
    }
    let of_page = |is_vertical: bool| -> usize {
        let alike = indices.iter().map(|index| &runs[*index]);
        alike.filter(|run| run.is_vertical == is_vertical).map(|run| run.text.len()).sum()
    };
    let is_vertical = of_page(true) > of_page(false);
    let spans: Vec<Option<Span>> =
        indices.iter().map(|index| Span::of(&runs[*index], is_vertical)).collect();
    let comes_before = |one: usize, other: usize| match (&spans[one], &spans[other]) {
        (Some(one), Some(other)) => one.is_before(other),
        _ => false,
    };
    let count = indices.len();
    let mut waits_for: Vec<usize> =
        (0..count).map(|at| (0..count).filter(|other| comes_before(*other, at)).count()).collect();
    let mut ready: BTreeSet<usize> = (0..count).filter(|at| waits_for[*at] == 0).collect();
    let mut order = Vec::with_capacity(count);
    let mut last = 0;
    while let Some(next) = ready.range(last..).next().or_else(|| ready.first()).copied() {
        ready.remove(&next);
        order.push(indices[next]);
        last = next;
        for (at, waits) in waits_for.iter_mut().enumerate() {
            if comes_before(next, at) {
                *waits -= 1;
                if *waits == 0 {
                    ready.insert(at);
                }
            }
        }
    }
    order
}

/// Where a run stands in the direction in which lines follow each other, and what it covers across.
struct Span {
    line: f32,
    from: f32,
    to: f32,
    size: f32,
}

impl Span {
    /// `None` for a run that is turned: a watermark parts no columns.
    fn of(run: &TextRun, is_page_vertical: bool) -> Option<Self> {
        if run.angle.abs() > 0.5 {
            return None;
        }
        let (half, size) = (run.size / 2.0, run.size);
        let (left, right, top, bottom) = if run.is_vertical {
            (run.x - half, run.x + half, run.y, run.y + run.length)
        } else {
            (run.x, run.x + run.length, run.y - size * 0.85, run.y + size * 0.15)
        };
        Some(if is_page_vertical {
            Self { line: -f32::midpoint(left, right), from: top, to: bottom, size }
        } else {
            Self { line: f32::midpoint(top, bottom), from: left, to: right, size }
        })
    }

    /// Whether this is an earlier line of the same column. The order of lines is that of numbers, so that no two runs
    /// wait for each other.
    fn is_before(&self, other: &Self) -> bool {
        let size = self.size.min(other.size);
        let shared = self.to.min(other.to) - self.from.max(other.from);
        other.line - self.line > size / 2.0 && shared > size / 4.0
    }
}

#[cfg(test)]
mod tests;
