//! Sizes and texts of pages as JSON: between the worker and the server, and in the kept pages.

use serde::{Deserialize, Serialize};
use wariin_ports::{PageSize, PageText, TextRun};

#[derive(Serialize, Deserialize)]
struct Size(f32, f32);

#[derive(Serialize, Deserialize)]
struct Text {
    size: Size,
    runs: Vec<Run>,
    is_known: bool,
    language: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Run {
    text: String,
    x: f32,
    y: f32,
    size: f32,
    length: f32,
    angle: f32,
    is_vertical: bool,
    place: Option<u32>,
    language: Option<String>,
}

impl From<PageSize> for Size {
    fn from(size: PageSize) -> Self {
        Self(size.width, size.height)
    }
}

impl From<Size> for PageSize {
    fn from(Size(width, height): Size) -> Self {
        Self { width, height }
    }
}

/// Sizes as JSON; `None` when a number is none.
pub(crate) fn write_sizes(sizes: &[PageSize]) -> Option<Vec<u8>> {
    serde_json::to_vec(&sizes.iter().copied().map(Size::from).collect::<Vec<_>>()).ok()
}

/// Reads what [`write_sizes`] writes.
pub(crate) fn read_sizes(json: &[u8]) -> Option<Vec<PageSize>> {
    let sizes: Vec<Size> = serde_json::from_slice(json).ok()?;
    Some(sizes.into_iter().map(Into::into).collect())
}

/// A text as JSON; `None` when a number is none.
pub(crate) fn write_text(text: &PageText) -> Option<Vec<u8>> {
    let run = |run: &TextRun| Run {
        text: run.text.clone(),
        x: run.x,
        y: run.y,
        size: run.size,
        length: run.length,
        angle: run.angle,
        is_vertical: run.is_vertical,
        place: run.place,
        language: run.language.clone(),
    };
    let stored = Text {
        size: text.size.into(),
        runs: text.runs.iter().map(run).collect(),
        is_known: text.is_known,
        language: text.language.clone(),
    };
    serde_json::to_vec(&stored).ok()
}

/// Reads what [`write_text`] writes.
pub(crate) fn read_text(json: &[u8]) -> Option<PageText> {
    let text: Text = serde_json::from_slice(json).ok()?;
    let run = |run: Run| TextRun {
        text: run.text,
        x: run.x,
        y: run.y,
        size: run.size,
        length: run.length,
        angle: run.angle,
        is_vertical: run.is_vertical,
        place: run.place,
        language: run.language,
    };
    Some(PageText {
        size: text.size.into(),
        runs: text.runs.into_iter().map(run).collect(),
        is_known: text.is_known,
        language: text.language,
    })
}
