//! Pages of a PDF as images and as text, drawn by hayro. Runs in the worker only: a PDF may be hostile.

pub(crate) mod codec;
mod doubts;
mod encode;
mod fonts;
mod marked;
mod order;
mod place;
mod removal;
mod resources;
mod same;
mod structure;
mod text;

pub(crate) use doubts::{Doubts, doubts};
pub(crate) use fonts::{SANS, SERIF};
use hayro::hayro_interpret::font::FontQuery;
use hayro::hayro_interpret::{InterpreterCache, InterpreterSettings, InterpreterWarning};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{Pdf, PdfData};
use hayro::vello_cpu::color::palette::css::{TRANSPARENT, WHITE};
use hayro::vello_cpu::peniko::ImageAlphaType;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
pub(crate) use removal::without_texts;
pub(crate) use same::looks_same;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use wariin_ports::{PageImage, PageSize, PageText, RenderFault};

/// How many pixels an image has at most: an A4 page 3,300 pixels wide.
const MAX_PIXELS: f32 = 16_000_000.0;
/// How high or wide an image is at most: WebP knows 14 bits.
const MAX_SIDE: f32 = 16_000.0;
/// How many pixels the masks of a page have together, a byte each: all of them are held until the page is drawn.
const MAX_MASKED: f32 = 256_000_000.0;
/// How wide a page is at least that can be read, where it was asked for that wide.
const LEGIBLE: u32 = 720;

/// The size of every page.
pub(crate) fn sizes(pdf: Vec<u8>) -> Result<Vec<PageSize>, RenderFault> {
    let pdf = open(pdf)?;
    Ok(pdf.pages().iter().map(size).collect())
}

/// One page as an image of about this width.
pub(crate) fn image(pdf: Vec<u8>, page: u32, width: u32) -> Result<PageImage, RenderFault> {
    let pdf = open(pdf)?;
    let page = numbered(&pdf, page)?;
    let (settings, is_whole) = settings();
    let cache = RenderCache::new();
    // hayro draws some glyph where the right one is not known; the reader of the text notices.
    let drawing = text::drawing(page, (&settings, &InterpreterCache::new()), false)?;
    if !drawing.is_as_meant {
        return Err(RenderFault::Undrawable);
    }
    let size = size(page);
    let most = masked_scale(size, drawing.masks);
    if most < scale(size, width.min(LEGIBLE)) {
        return Err(RenderFault::TooComplex);
    }
    let scale = scale(size, width).min(most);
    let settled = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pixels = render(page, &cache, &settings, &RenderSettings::default(), &settled);
    if !is_whole.load(Ordering::Relaxed) {
        return Err(RenderFault::Undrawable);
    }
    encode::smallest(pixels.data_as_u8_slice(), pixels.width().into(), pixels.height().into())
        .ok_or(RenderFault::Undrawable)
}

/// The first page of a PDF of our own as an image of this width, with a transparent background.
pub(crate) fn transparent(pdf: Vec<u8>, width: u32) -> Result<PageImage, RenderFault> {
    let pdf = open(pdf)?;
    let page = numbered(&pdf, 1)?;
    let (settings, _) = settings();
    let scale = scale(size(page), width);
    let settled = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: TRANSPARENT };
    let drawn = render(page, &RenderCache::new(), &settings, &RenderSettings::default(), &settled);
    let (width, height) = (drawn.width().into(), drawn.height().into());
    let pixels = drawn.take_rgba8(ImageAlphaType::Alpha);
    encode::transparent(&pixels, width, height).ok_or(RenderFault::Undrawable)
}

/// The text of one page.
pub(crate) fn text(pdf: Vec<u8>, page: u32) -> Result<PageText, RenderFault> {
    let pdf = open(pdf)?;
    let read = text::read(numbered(&pdf, page)?, &settings().0)?;
    Ok(PageText { language: text::language(&pdf), ..read })
}

fn open(pdf: impl Into<PdfData>) -> Result<Pdf, RenderFault> {
    Pdf::new(pdf).map_err(|_| RenderFault::Undrawable)
}

fn numbered(pdf: &Pdf, number: u32) -> Result<&Page<'_>, RenderFault> {
    let index = number.checked_sub(1).and_then(|index| usize::try_from(index).ok());
    index.and_then(|index| pdf.pages().get(index)).ok_or(RenderFault::Undrawable)
}

fn size(page: &Page<'_>) -> PageSize {
    let (width, height) = page.render_dimensions();
    PageSize { width, height }
}

/// How many pixels a point has, so that the image is this wide but never too large.
fn scale(size: PageSize, width: u32) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "widths are a few thousand at most")]
    // A little more, so that rounding down never takes the last pixel.
    let wanted = (width as f32 + 0.01) / size.width;
    let by_area = (MAX_PIXELS / (size.width * size.height)).sqrt();
    wanted.min(by_area).min(MAX_SIDE / size.width.max(size.height))
}

/// How many pixels a point may have, so that so many masks are not too large.
fn masked_scale(size: PageSize, masks: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "there are a few thousand at most")]
    let masked = size.width * size.height * masks as f32;
    // Without masks it is endless.
    (MAX_MASKED / masked).sqrt()
}

/// Whether a page with so many masks can be drawn so that it can be read.
fn is_drawable(size: PageSize, masks: usize) -> bool {
    masked_scale(size, masks) >= scale(size, LEGIBLE)
}

/// The names of fonts that were replaced.
#[derive(Clone, Debug, Default)]
struct RecordedFonts(Arc<Mutex<BTreeSet<String>>>);

impl RecordedFonts {
    fn names(&self) -> BTreeSet<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn record(&self, name: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
    }
}

/// The same settings, which also record which fonts are replaced.
fn recording_settings(fonts: &RecordedFonts) -> (InterpreterSettings, Arc<AtomicBool>) {
    let (settings, is_whole) = settings();
    let fonts = fonts.clone();
    let resolve = move |query: &FontQuery| {
        if let Some(name) = fonts::replaced(query) {
            fonts.record(name);
        }
        fonts::resolve(query)
    };
    (InterpreterSettings { font_resolver: Arc::new(resolve), ..settings }, is_whole)
}

/// The interpreter's settings, and whether everything could be loaded so far.
fn settings() -> (InterpreterSettings, Arc<AtomicBool>) {
    let is_whole = Arc::new(AtomicBool::new(true));
    let seen = Arc::clone(&is_whole);
    let settings = InterpreterSettings {
        font_resolver: Arc::new(fonts::resolve),
        warning_sink: Arc::new(move |warning| match warning {
            InterpreterWarning::UnsupportedFont | InterpreterWarning::ImageDecodeFailure => {
                seen.store(false, Ordering::Relaxed);
            }
            // Foreign, and not exhaustive: an annotation without a usable appearance is not drawn by others either.
            _ => {}
        }),
        ..InterpreterSettings::default()
    };
    (settings, is_whole)
}

#[cfg(test)]
mod tests;
