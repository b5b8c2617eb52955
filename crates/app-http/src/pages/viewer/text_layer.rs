//! The text of a page as an SVG image of the page's size, to be laid over the page.

use askama::Template;
use wariin_ports::{PageText, TextRun};

/// The text of a page.
#[derive(Template)]
#[template(path = "parts/text_layer.svg", escape = "html")]
pub(crate) struct TextLayer(pub(crate) PageText);

impl TextLayer {
    /// The language of the text: as the PDF says, else by its characters.
    fn language(&self) -> &str {
        let is_east_asian = |c: char| ('\u{2E80}'..='\u{FFEF}').contains(&c);
        match &self.0.language {
            Some(language) => language,
            None if self.0.runs.iter().any(|run| run.text.contains(is_east_asian)) => "ja",
            None => "en",
        }
    }

    /// Whether the characters of the page are known.
    pub(crate) fn is_known(&self) -> bool {
        self.0.is_known
    }
}

/// How a run is turned, as SVG says it; nothing for one that is not.
pub(crate) fn turned(run: &TextRun) -> Option<String> {
    (run.angle.abs() > 0.1).then(|| format!("rotate({:.1} {:.1} {:.1})", run.angle, run.x, run.y))
}

/// A length with one digit after the point.
pub(crate) fn short(length: f32) -> String {
    format!("{length:.1}")
}
