//! The text of a page, from what the interpreter knows of its glyphs.

use super::fonts;
use super::marked::{Mark, language_tag};
use super::order::{Reading, places};
use super::place::Place;
use super::structure::Structure;
use hayro::hayro_interpret::font::{Glyph, GlyphRun, OutlineGlyph};
use hayro::hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro::hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, TransformExt, interpret, interpret_page,
};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::content::TypedIter;
use hayro::hayro_syntax::object::Dict;
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, BezPath, Point, Rect};
use skrifa::{FontRef, MetadataProvider};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use wariin_ports::{PageText, RenderFault, TextRun};

/// How many glyphs a page has at most; a dense page of a contract has 3,000.
const MAX_GLYPHS: usize = 200_000;

/// Reads a page.
pub(super) fn read(
    page: &Page<'_>,
    settings: &InterpreterSettings,
) -> Result<PageText, RenderFault> {
    let Reader { mut runs, readings, is_known, .. } =
        reader(page, None, (settings, &InterpreterCache::new()), Reader::in_order_of(page))?;
    let is_known = is_known && !runs.is_empty();
    let places = places(&runs, &readings);
    for (run, place) in runs.iter_mut().zip(places) {
        run.place = place;
    }
    Ok(PageText { size: super::size(page), runs, is_known, language: None })
}

/// What drawing a page comes to.
pub(super) struct Drawing {
    /// Whether every glyph of a font that the PDF does not bring along is that of its character in ours.
    pub(super) is_as_meant: bool,
    /// How many different masks its contents use (ISO 32000-2, section 11.5); each is as large as the page.
    pub(super) masks: usize,
}

/// Looks at a page without drawing it. With `decodes` every image is decoded, so that it is known whether it can be. The
/// cache holds the fonts that earlier pages of the same file have in common with this one.
pub(super) fn drawing<'a>(
    page: &Page<'a>,
    settings: (&InterpreterSettings, &InterpreterCache<'a>),
    decodes: bool,
) -> Result<Drawing, RenderFault> {
    let reader = reader(page, None, settings, Reader { decodes, ..Reader::default() })?;
    Ok(Drawing { is_as_meant: !reader.is_drawn_otherwise, masks: reader.masks.len() })
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

/// Traces the glyphs of a page; its contents may be these instead, in which operators are marked.
pub(super) fn traced(
    page: &Page<'_>,
    contents: Option<&[u8]>,
    settings: &InterpreterSettings,
) -> Result<Traced, RenderFault> {
    let cached = (settings, &InterpreterCache::new());
    let reader = reader(page, contents, cached, Reader::in_order_of(page))?;
    Ok(Traced { runs: reader.runs, glyphs: reader.traced, shows: reader.shows })
}

fn reader<'a>(
    page: &Page<'a>,
    contents: Option<&[u8]>,
    (settings, cache): (&InterpreterSettings, &InterpreterCache<'a>),
    mut reader: Reader,
) -> Result<Reader, RenderFault> {
    let size = super::size(page);
    let target = Rect::new(0.0, 0.0, size.width.into(), size.height.into());
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, target, cache, page.xref(), settings.clone());
    (reader.target, reader.is_known) = (target, true);
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
    language_tag(&pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?)
}

#[derive(Default)]
struct Reader {
    target: Rect,
    runs: Vec<TextRun>,
    /// How each run is read.
    readings: Vec<Reading>,
    /// What the structure tree says about the page.
    structure: Option<Structure>,
    /// How the last glyph of the last run is read.
    last: Option<Reading>,
    /// Where the next glyph of the last run would begin.
    end: Point,
    glyphs: usize,
    is_known: bool,
    /// Whether a glyph of a font that the PDF does not bring along may be another one in ours.
    is_drawn_otherwise: bool,
    /// Whether images are decoded.
    decodes: bool,
    /// The masks that were used.
    masks: HashSet<u128>,
    traced: Vec<TracedGlyph>,
    shows: BTreeMap<usize, usize>,
    marks: Vec<Mark>,
    /// How what is shown now is read, and in which language.
    now: (Reading, Option<String>),
}

impl Reader {
    /// One that knows the structure of the page.
    fn in_order_of(page: &Page<'_>) -> Self {
        Self { structure: Structure::of(page), ..Self::default() }
    }

    /// How what is shown now is read, and its language where that is not the document's. Of marked parts within each
    /// other the outermost counts: those within may belong to a form, and their numbers to another list.
    fn reading(&self) -> (Reading, Option<String>) {
        let language = || self.marks.iter().rev().find_map(|mark| mark.language.clone());
        let Some(structure) = &self.structure else {
            return (Reading::Place, language());
        };
        if self.marks.iter().any(|mark| mark.is_pagination) {
            return (Reading::LeftOut, language());
        }
        let part = self.marks.iter().find_map(|mark| mark.number);
        match part.and_then(|number| structure.part(number)) {
            Some(part) => (Reading::Tree(part.place), language().or_else(|| part.language.clone())),
            None => (Reading::Place, language()),
        }
    }

    fn glyph(&mut self, glyph: &Glyph<'_>, (index, transform): (usize, Affine), mode: WritingMode) {
        let unicode = glyph.as_unicode();
        let advance = match glyph {
            Glyph::Outline(outline) => {
                self.is_drawn_otherwise |= !is_as_meant(outline, unicode.as_ref());
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
                let show = self.marks.iter().find_map(|mark| mark.show);
                let is_told_twice = self.marks.iter().any(|mark| mark.is_told_twice);
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
        let (reading, language) = self.now.clone();
        if let Some(last) = self.runs.last_mut()
            && place.continues(last, self.end)
            && self.last.is_some_and(|last| last.goes_on_with(reading))
            && last.language == language
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
                place: None,
                language,
            });
            self.readings.push(reading);
        }
        self.last = Some(reading);
        self.end = place.end();
        let run = self.runs.len().checked_sub(1)?;
        let end = self.runs[run].text.len();
        Some((run, end - text.len()..end))
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
        self.uses(props.soft_mask.as_ref());
        // A run that is filled and then stroked comes twice.
        if matches!(mode, DrawMode::Stroke(_)) && self.is_last(run, props.transform) {
            return;
        }
        if let Some(show) = self.marks.last().and_then(|mark| mark.show) {
            self.shows.insert(show, run.glyphs().len());
        }
        self.now = self.reading();
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
        self.marks.push(Mark::of(tag, properties));
    }

    fn end_marked_content(&mut self) {
        self.marks.pop();
    }

    fn draw_path(&mut self, _: &BezPath, props: DrawProps<'a>, _: &DrawMode) {
        self.uses(props.soft_mask.as_ref());
    }
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, mask: Option<SoftMask<'a>>, _: BlendMode) {
        self.uses(mask.as_ref());
    }
    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.uses(props.soft_mask.as_ref());
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
    fn uses(&mut self, mask: Option<&SoftMask<'_>>) {
        self.masks.extend(mask.map(CacheKey::cache_key));
    }

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
