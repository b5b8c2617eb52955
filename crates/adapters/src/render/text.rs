//! The text of a page, from what the interpreter knows of its glyphs.

use super::fonts;
use hayro::hayro_interpret::font::{Glyph, GlyphRun, OutlineGlyph};
use hayro::hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, TransformExt, interpret_page,
};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Dict, String as PdfString};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, BezPath, Point, Rect};
use skrifa::{FontRef, MetadataProvider};
use unicode_normalization::UnicodeNormalization;
use wariin_ports::{PageText, RenderFault, TextRun};

/// How many glyphs a page has at most; a dense page of a contract has 3,000.
const MAX_GLYPHS: usize = 200_000;

/// What a page's glyphs say.
pub(super) struct Read {
    pub(super) text: PageText,
    /// Whether every glyph of a font that the PDF does not bring along is that of its character in ours.
    pub(super) is_drawn_as_meant: bool,
}

/// Reads a page.
pub(super) fn read(page: &Page<'_>, settings: &InterpreterSettings) -> Result<Read, RenderFault> {
    let size = super::size(page);
    let target = Rect::new(0.0, 0.0, size.width.into(), size.height.into());
    let cache = InterpreterCache::new();
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, target, &cache, page.xref(), settings.clone());
    let mut reader =
        Reader { target, is_known: true, is_drawn_as_meant: true, ..Reader::default() };
    interpret_page(page, &mut context, &mut reader);
    if reader.glyphs > MAX_GLYPHS {
        return Err(RenderFault::TooComplex);
    }
    let is_known = reader.is_known && !reader.runs.is_empty();
    let text = PageText { size, runs: reader.runs, is_known, language: None };
    Ok(Read { text, is_drawn_as_meant: reader.is_drawn_as_meant })
}

/// The language that the document names for its text.
pub(super) fn language(pdf: &Pdf) -> Option<String> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    let tag = catalog.get::<PdfString<'_>>("Lang")?;
    let tag = std::str::from_utf8(tag.as_bytes()).ok()?;
    let is_tag = (2..=35).contains(&tag.len())
        && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_tag.then(|| tag.to_owned())
}

#[derive(Default)]
struct Reader {
    target: Rect,
    runs: Vec<TextRun>,
    /// Where the next glyph of the last run would begin.
    end: Point,
    glyphs: usize,
    is_known: bool,
    is_drawn_as_meant: bool,
}

impl Reader {
    fn glyph(&mut self, glyph: &Glyph<'_>, transform: Affine, mode: WritingMode) {
        let unicode = glyph.as_unicode();
        let advance = match glyph {
            Glyph::Outline(outline) => {
                self.is_drawn_as_meant &= is_as_meant(outline, unicode.as_ref());
                outline.advance_width()
            }
            Glyph::Type3(glyph) => glyph.advance_width(),
        };
        let text = match unicode {
            Some(BfString::Char(char)) => String::from(char),
            Some(BfString::String(text)) => text,
            None => {
                self.is_known = false;
                return;
            }
        };
        let is_shown = |c: &char| !c.is_control() && !is_invisible(*c);
        let text: String = text.chars().filter(is_shown).map(searchable).collect();
        if !text.is_empty() {
            let advance = f64::from(advance.unwrap_or(1000.0));
            self.add(&text, Place::of(transform, advance, mode == WritingMode::Vertical));
        }
    }

    fn add(&mut self, text: &str, place: Place) {
        if !self.target.contains(place.start) {
            return;
        }
        if let Some(last) = self.runs.last_mut()
            && place.continues(last, self.end)
        {
            let gap = place.along(self.end);
            if gap > f64::from(last.size) * 0.2 && !last.text.ends_with(' ') && text != " " {
                last.text.push(' ');
            }
            last.text.push_str(text);
            last.length += narrow(gap + place.length);
        } else if text.trim().is_empty() {
            return;
        } else {
            self.runs.push(TextRun {
                text: text.to_owned(),
                x: narrow(place.start.x),
                y: narrow(place.start.y),
                size: narrow(place.size),
                length: narrow(place.length),
                angle: narrow(place.angle),
                is_vertical: place.is_vertical,
            });
        }
        self.end = place.end();
    }
}

/// Where a glyph stands on the page.
struct Place {
    start: Point,
    size: f64,
    length: f64,
    /// In degrees.
    angle: f64,
    is_vertical: bool,
}

impl Place {
    fn of(transform: Affine, advance: f64, is_vertical: bool) -> Self {
        let [a, b, c, d, ..] = transform.as_coeffs();
        // The glyph space has 1,000 units to the em.
        let (width, height) = (a.hypot(b) * 1000.0, c.hypot(d) * 1000.0);
        // A vertical glyph is drawn from its left edge on the baseline; the run goes down its middle.
        let origin = if is_vertical { Point::new(advance / 2.0, 880.0) } else { Point::ORIGIN };
        let length = if is_vertical { height } else { advance / 1000.0 * width };
        let angle = b.atan2(a).to_degrees();
        Self { start: transform * origin, size: height, length, angle, is_vertical }
    }

    /// The direction in which the run goes.
    fn direction(&self) -> (f64, f64) {
        let turned = if self.is_vertical { self.angle + 90.0 } else { self.angle };
        let (sin, cos) = turned.to_radians().sin_cos();
        (cos, sin)
    }

    fn end(&self) -> Point {
        let (x, y) = self.direction();
        Point::new(self.start.x + x * self.length, self.start.y + y * self.length)
    }

    /// How far behind this point the glyph begins, along the direction of the run.
    fn along(&self, from: Point) -> f64 {
        let (x, y) = self.direction();
        (self.start.x - from.x) * x + (self.start.y - from.y) * y
    }

    /// Whether the glyph goes on with the run that ends there.
    fn continues(&self, run: &TextRun, end: Point) -> bool {
        let (x, y) = self.direction();
        let aside = (self.start.x - end.x) * -y + (self.start.y - end.y) * x;
        let gap = self.along(end);
        let size = f64::from(run.size);
        run.is_vertical == self.is_vertical
            && (f64::from(run.angle) - self.angle).abs() < 0.5
            && (size - self.size).abs() < size * 0.1
            && aside.abs() < size * 0.3
            && gap > -size * 0.5
            && gap < size * 1.5
    }
}

/// Whether a glyph of a font of ours is the one that the character has in it: where the character is not
/// known, or is not in the font, hayro takes some glyph.
fn is_as_meant(glyph: &OutlineGlyph, unicode: Option<&BfString>) -> bool {
    let first = match unicode {
        Some(BfString::Char(char)) => Some(*char),
        Some(BfString::String(text)) => text.chars().next(),
        None => None,
    };
    let Some(font) = glyph.font_data() else {
        // The standard fonts have no characters of East Asia.
        return first
            .is_none_or(|char| char < '\u{2E80}' || ('\u{E000}'..='\u{F8FF}').contains(&char));
    };
    if !fonts::is_japanese(&font.data) {
        return true;
    }
    let Ok(ours) = FontRef::new(AsRef::<[u8]>::as_ref(&*font.data)) else {
        return false;
    };
    let meant = first.and_then(|char| ours.charmap().map(char));
    meant.is_some_and(|meant| meant.to_u32() == glyph.glyph_id().to_u32())
        || first.is_some_and(char::is_whitespace)
}

/// The character as it is typed: some PDFs name the radicals instead, which look the same (U+2F00 to U+2FDF).
fn searchable(char: char) -> char {
    let is_radical = matches!(char, '\u{2F00}'..='\u{2FDF}');
    is_radical.then(|| [char].into_iter().nfkc().next()).flatten().unwrap_or(char)
}

/// Marks that show nothing, and some of which turn the direction of the text around them.
fn is_invisible(char: char) -> bool {
    matches!(char, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

#[expect(clippy::cast_possible_truncation, reason = "points on a page")]
fn narrow(value: f64) -> f32 {
    value as f32
}

impl<'a> Device<'a> for Reader {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        // A run that is filled and then stroked comes twice.
        if matches!(mode, DrawMode::Stroke(_)) && self.is_last(run, props.transform) {
            return;
        }
        for glyph in run.glyphs() {
            self.glyphs += 1;
            if self.glyphs > MAX_GLYPHS {
                return;
            }
            self.glyph(glyph, props.transform * glyph.transform(), run.writing_mode());
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

impl Reader {
    /// Whether the run ends where the last one ended.
    fn is_last(&self, run: &GlyphRun<'_, '_>, transform: Affine) -> bool {
        let Some(last) = run.glyphs().last() else {
            return true;
        };
        let advance = match &**last {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(glyph) => glyph.advance_width(),
        };
        let is_vertical = run.writing_mode() == WritingMode::Vertical;
        let advance = f64::from(advance.unwrap_or(1000.0));
        let place = Place::of(transform * last.transform(), advance, is_vertical);
        place.end().distance(self.end) < 0.01
    }
}
