//! The text of a page, from what the interpreter knows of its glyphs.

use super::fonts;
use hayro::hayro_interpret::font::{Glyph, GlyphRun, OutlineGlyph};
use hayro::hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, TransformExt, interpret, interpret_page,
};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::content::TypedIter;
use hayro::hayro_syntax::object::{Dict, String as PdfString};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, BezPath, Point, Rect};
use skrifa::{FontRef, MetadataProvider};
use std::collections::BTreeMap;
use std::ops::Range;
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
    Ok(read_by(reader(page, None, (settings, &InterpreterCache::new()), false)?, page))
}

/// The same, for which every image is decoded, so that it is known whether it can be. The cache holds the fonts that
/// earlier pages of the same file have in common with this one.
pub(super) fn read_with_images<'a>(
    page: &Page<'a>,
    settings: (&InterpreterSettings, &InterpreterCache<'a>),
) -> Result<Read, RenderFault> {
    Ok(read_by(reader(page, None, settings, true)?, page))
}

fn read_by(reader: Reader, page: &Page<'_>) -> Read {
    let is_known = reader.is_known && !reader.runs.is_empty();
    let text = PageText { size: super::size(page), runs: reader.runs, is_known, language: None };
    Read { text, is_drawn_as_meant: reader.is_drawn_as_meant }
}

/// The glyphs of a page that stand for known characters, and which operator shows each.
pub(super) struct Traced {
    pub(super) runs: Vec<TextRun>,
    pub(super) glyphs: Vec<TracedGlyph>,
    /// How many glyphs each operator shows.
    pub(super) shows: BTreeMap<usize, usize>,
}

/// A glyph, and where it comes from.
pub(super) struct TracedGlyph {
    pub(super) run: usize,
    /// Its characters, in bytes of the text of the run.
    pub(super) range: Range<usize>,
    /// The operator, where the contents named it, and the glyph's place in what that shows.
    pub(super) show: Option<usize>,
    pub(super) index: usize,
    /// How far the font moves on, in thousandths of its size; negative where it moves down.
    pub(super) advance: f64,
    pub(super) start: Point,
    /// Whether its characters are written down beside the text a second time (`ActualText`).
    pub(super) is_told_twice: bool,
}

/// The mark around an operator that shows text, before its number.
pub(super) const MARK: &str = "WariinShow";

/// Traces the glyphs of a page; its contents may be these instead, in which operators are marked.
pub(super) fn traced(
    page: &Page<'_>,
    contents: Option<&[u8]>,
    settings: &InterpreterSettings,
) -> Result<Traced, RenderFault> {
    let reader = reader(page, contents, (settings, &InterpreterCache::new()), false)?;
    Ok(Traced { runs: reader.runs, glyphs: reader.traced, shows: reader.shows })
}

fn reader<'a>(
    page: &Page<'a>,
    contents: Option<&[u8]>,
    (settings, cache): (&InterpreterSettings, &InterpreterCache<'a>),
    decodes: bool,
) -> Result<Reader, RenderFault> {
    let size = super::size(page);
    let target = Rect::new(0.0, 0.0, size.width.into(), size.height.into());
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, target, cache, page.xref(), settings.clone());
    let mut reader =
        Reader { target, is_known: true, is_drawn_as_meant: true, decodes, ..Reader::default() };
    match contents {
        None => interpret_page(page, &mut context, &mut reader),
        Some(contents) => {
            interpret(TypedIter::new(contents), page.resources(), &mut context, &mut reader);
        }
    }
    if reader.glyphs > MAX_GLYPHS {
        return Err(RenderFault::TooComplex);
    }
    Ok(reader)
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
    /// Whether images are decoded.
    decodes: bool,
    traced: Vec<TracedGlyph>,
    shows: BTreeMap<usize, usize>,
    marks: Vec<Mark>,
}

/// What a marked part of the contents is (ISO 32000-2, section 14.6).
#[derive(PartialEq)]
enum Mark {
    /// The operator of this number.
    Show(usize),
    /// Its text is written down once more.
    ActualText,
    Other,
}

impl Reader {
    fn glyph(&mut self, glyph: &Glyph<'_>, (index, transform): (usize, Affine), mode: WritingMode) {
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
            let is_vertical = mode == WritingMode::Vertical;
            let start = transform * Point::ORIGIN;
            if let Some((run, range)) = self.add(&text, Place::of(transform, advance, is_vertical))
            {
                let show = self.marks.iter().find_map(|mark| match mark {
                    Mark::Show(show) => Some(*show),
                    Mark::ActualText | Mark::Other => None,
                });
                let is_told_twice = self.marks.contains(&Mark::ActualText);
                let advance = if is_vertical { -1000.0 } else { advance };
                self.traced.push(TracedGlyph {
                    run,
                    range,
                    show,
                    index,
                    advance,
                    start,
                    is_told_twice,
                });
            }
        }
    }

    /// Adds a glyph to the text; returns the run, and which of its bytes are those of the glyph.
    fn add(&mut self, text: &str, place: Place) -> Option<(usize, Range<usize>)> {
        if !self.target.contains(place.start) {
            return None;
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
            return None;
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
        let run = self.runs.len().checked_sub(1)?;
        let end = self.runs[run].text.len();
        Some((run, end - text.len()..end))
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
        if let Some(Mark::Show(show)) = self.marks.last() {
            self.shows.insert(*show, run.glyphs().len());
        }
        for (index, glyph) in run.glyphs().iter().enumerate() {
            self.glyphs += 1;
            if self.glyphs > MAX_GLYPHS {
                return;
            }
            let transform = props.transform * glyph.transform();
            self.glyph(glyph, (index, transform), run.writing_mode());
        }
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let number = tag.strip_prefix(MARK.as_bytes());
        let number = number.and_then(|number| std::str::from_utf8(number).ok()?.parse().ok());
        let is_told = properties.is_some_and(|it| it.contains_key("ActualText"));
        self.marks.push(match number {
            Some(show) => Mark::Show(show),
            None if is_told => Mark::ActualText,
            None => Mark::Other,
        });
    }

    fn end_marked_content(&mut self) {
        self.marks.pop();
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, image: Image<'a, '_>, _: ImageDrawProps<'a>) {
        if let Image::Raster(image) = image
            && self.decodes
        {
            // What cannot be decoded is a warning.
            image.with_rgba(|_, _| (), Some((64, 64)));
        }
    }
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
