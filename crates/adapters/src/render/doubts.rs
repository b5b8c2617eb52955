//! What the renderer itself knows to be doubtful: fonts that it replaces, pages that it does not show, and pages that
//! other programs show otherwise.

use super::same::drawn_by;
use super::{RecordedFonts, is_drawable, open, recording_settings, resources, size, text};
use hayro::hayro_interpret::InterpreterCache;
use hayro::hayro_syntax::object::{Dict, Name};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// What is doubtful about the pages of a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Doubts {
    /// The names of fonts that the file does not bring along, but for the 14 that every viewer has.
    pub(crate) fonts: BTreeSet<String>,
    /// The numbers of pages that are not shown as images.
    pub(crate) pages: Vec<usize>,
    /// The numbers of pages with something that is drawn otherwise than other programs draw it.
    pub(crate) differing: Vec<usize>,
}

/// Fonts that every viewer has, or knows another one for that is as wide (ISO 32000-2, section 9.6.2.2).
const EVERYWHERE: [&str; 11] = [
    "Courier",
    "Helvetica",
    "Times",
    "Symbol",
    "ZapfDingbats",
    "Arial",
    "CourierNew",
    "TimesNewRoman",
    "ArialMT",
    "TimesNewRomanPS",
    "TimesNewRomanPSMT",
];

/// Reads the pages in order, as long as `goes_on` says so.
pub(crate) fn doubts(pdf: Arc<Vec<u8>>, mut goes_on: impl FnMut() -> bool) -> Doubts {
    let mut found = Doubts::default();
    let Ok(pdf) = open(pdf) else { return found };
    let (fonts, cache) = (RecordedFonts::default(), InterpreterCache::new());
    for (index, page) in pdf.pages().iter().enumerate() {
        if !goes_on() {
            break;
        }
        let (settings, is_whole) = recording_settings(&fonts);
        let looked = resources::look(page);
        let drawing = text::drawing(page, (&settings, &cache), true);
        let is_meant = drawing.as_ref().is_ok_and(|drawing| drawing.is_as_meant);
        let is_drawable = drawing.is_ok_and(|drawing| is_drawable(size(page), drawing.masks));
        if looked.is_layered && is_drawable {
            drawn_by(page, settings);
        }
        if !is_meant || !is_drawable || !is_whole.load(Ordering::Relaxed) {
            found.pages.push(index + 1);
        } else if looked.differs {
            found.differing.push(index + 1);
        }
        found.fonts.extend(looked.fonts.iter().filter_map(simple_font));
    }
    found.fonts.extend(fonts.names());
    found
}

/// The name of a font of one byte a character that the file does not bring along: the interpreter takes one of the 14
/// for it.
fn simple_font(font: &Dict<'_>) -> Option<String> {
    let kind = font.get::<Name<'_>>("Subtype")?;
    if !matches!(kind.as_ref(), b"Type1" | b"TrueType" | b"MMType1") {
        return None;
    }
    let descriptor = font.get::<Dict<'_>>("FontDescriptor").unwrap_or_default();
    if ["FontFile", "FontFile2", "FontFile3"].iter().any(|file| descriptor.contains_key(file)) {
        return None;
    }
    let name = font.get::<Name<'_>>("BaseFont")?.as_str().to_owned();
    let family = name.split(['-', ',']).next().unwrap_or_default();
    (!EVERYWHERE.contains(&family)).then_some(name)
}
