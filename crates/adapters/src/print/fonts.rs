//! The fonts that values are printed with, read once.

use crate::render::{SANS, SERIF};
use krilla::text::Font;
use skrifa::charmap::{Charmap, MapVariant};
use skrifa::metrics::GlyphMetrics;
use skrifa::prelude::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use std::sync::OnceLock;

/// Zen Kurenaido, under the SIL Open Font License.
static HANDWRITING: &[u8] = include_bytes!("../../fonts/ZenKurenaido_400Regular.ttf");
/// Noto Sans, under the SIL Open Font License: Latin with all its marks, Greek, Cyrillic.
static LATIN: &[u8] = include_bytes!("../../fonts/NotoSans_400Regular.ttf");
/// Noto Sans SC, under the SIL Open Font License: what Chinese names have beside Japanese ones.
static CHINESE: &[u8] = include_bytes!("../../fonts/NotoSansSC_400Regular.ttf");

/// A font, for finding glyphs and for printing them.
pub(super) struct Face {
    pub(super) font: Font,
    charmap: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    units: f32,
}

/// A character in the font that has it.
#[derive(Clone, Copy)]
pub(super) struct Glyph {
    pub(super) face: &'static Face,
    pub(super) id: u32,
    /// Its width, in parts of the type size.
    pub(super) advance: f32,
}

/// Which font is asked first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Noto Sans JP: what is filled in.
    Sans,
    /// Noto Serif JP: stamps.
    Serif,
    /// Zen Kurenaido: typed signatures.
    Handwriting,
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let reader = FontRef::new(bytes).ok()?;
        let font = Font::new(bytes.into(), 0)?;
        let units = font.units_per_em();
        let metrics = reader.glyph_metrics(Size::unscaled(), LocationRef::default());
        Some(Self { font, charmap: reader.charmap(), metrics, units })
    }

    /// The glyph of a character, if the font has it; with a variation selector, that of the variant.
    fn glyph(&'static self, character: char, selector: Option<char>) -> Option<Glyph> {
        let id = match selector {
            None => self.charmap.map(character)?,
            Some(selector) => match self.charmap.map_variant(character, selector)? {
                MapVariant::UseDefault => self.charmap.map(character)?,
                MapVariant::Variant(id) => id,
            },
        };
        let advance = self.metrics.advance_width(id)? / self.units;
        (id.to_u32() != 0).then_some(Glyph { face: self, id: id.to_u32(), advance })
    }
}

/// The glyph of a character from the first font that has it; `None` where none has.
pub(super) fn glyph(character: char, selector: Option<char>, style: Style) -> Option<Glyph> {
    let order: &[fn() -> Option<&'static Face>] = match style {
        Style::Sans => &[sans, serif, latin, chinese],
        Style::Serif => &[serif, sans, latin, chinese],
        Style::Handwriting => &[handwriting, sans, serif, latin, chinese],
    };
    order.iter().filter_map(|face| face()).find_map(|face| face.glyph(character, selector))
}

fn sans() -> Option<&'static Face> {
    static FACE: OnceLock<Option<Face>> = OnceLock::new();
    FACE.get_or_init(|| Face::read(SANS)).as_ref()
}

fn serif() -> Option<&'static Face> {
    static FACE: OnceLock<Option<Face>> = OnceLock::new();
    FACE.get_or_init(|| Face::read(SERIF)).as_ref()
}

fn handwriting() -> Option<&'static Face> {
    static FACE: OnceLock<Option<Face>> = OnceLock::new();
    FACE.get_or_init(|| Face::read(HANDWRITING)).as_ref()
}

fn latin() -> Option<&'static Face> {
    static FACE: OnceLock<Option<Face>> = OnceLock::new();
    FACE.get_or_init(|| Face::read(LATIN)).as_ref()
}

fn chinese() -> Option<&'static Face> {
    static FACE: OnceLock<Option<Face>> = OnceLock::new();
    FACE.get_or_init(|| Face::read(CHINESE)).as_ref()
}
