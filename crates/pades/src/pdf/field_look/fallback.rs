//! Fonts that are embedded for characters that a field's own font lacks, as a viewer takes one of the system.

use super::super::edit::Edit;
use super::super::geometry::number;
use super::super::raw::RawDict;
use super::font::Glyph;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use skrifa::charmap::{Charmap, MapVariant};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::fmt::Write as _;
use std::io::Write as _;
use subsetter::GlyphRemapper;

/// How many characters one block of a map to Unicode may have.
const BLOCK: usize = 100;

/// The fonts, and what was used of them so far in one document.
#[derive(Default)]
pub(crate) struct Fallback {
    faces: Vec<Face>,
}

/// One font; its glyphs get new numbers in the order of their first use.
struct Face {
    program: &'static [u8],
    font: FontRef<'static>,
    charmap: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    glyphs: GlyphRemapper,
    /// The character and the width of each glyph that is used, in thousandths of the size.
    used: Vec<(char, f64)>,
    /// The number of the font's object, once it has one.
    object: Option<u32>,
}

impl Fallback {
    /// These `TrueType` fonts, the first one before the others; what is none is left out.
    pub(crate) fn of(programs: &[&'static [u8]]) -> Self {
        Self { faces: programs.iter().filter_map(|program| Face::read(program)).collect() }
    }

    /// The glyph of a character in the first font that has it; with a variation selector, that of a variant which is
    /// not the usual form.
    pub(super) fn glyph(&mut self, char: char, selector: Option<char>) -> Option<Glyph> {
        let mut faces = self.faces.iter_mut().enumerate();
        faces.find_map(|(place, face)| {
            let (code, width) = face.glyph(char, selector)?;
            Some(Glyph { code, width, face: Some(place) })
        })
    }

    /// How far a font reaches above and below the base line, of its size.
    pub(super) fn reach(&self, face: usize) -> Option<(f64, f64)> {
        let face = self.faces.get(face)?;
        let metrics = face.font.metrics(Size::unscaled(), LocationRef::default());
        let units = f64::from(metrics.units_per_em);
        // Line spacing apart: Han characters stand in a square whose lower edge is here.
        let up = (f64::from(metrics.ascent) / units).min(0.88);
        Some((up, (f64::from(metrics.descent) / units).max(-0.12)))
    }

    /// The object that a font becomes when the revision is written.
    pub(crate) fn object(&mut self, edit: &mut Edit, face: usize) -> Option<u32> {
        let face = self.faces.get_mut(face)?;
        Some(*face.object.get_or_insert_with(|| edit.reserve()))
    }

    /// Writes the fonts that are used, with the glyphs that are used.
    pub(crate) fn embed(self, edit: &mut Edit) -> Option<()> {
        for face in self.faces {
            if let Some(object) = face.object {
                face.embed(edit, object)?;
            }
        }
        Some(())
    }
}

impl Face {
    fn read(program: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(program).ok()?;
        // Outlines as FontFile2 holds them.
        font.table_data(skrifa::Tag::new(b"glyf"))?;
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let charmap = font.charmap();
        let (glyphs, used) = (GlyphRemapper::new(), Vec::new());
        Some(Self { program, font, charmap, metrics, glyphs, used, object: None })
    }

    fn glyph(&mut self, char: char, selector: Option<char>) -> Option<(String, f64)> {
        let id = match selector.map(|selector| self.charmap.map_variant(char, selector)) {
            None => self.charmap.map(char)?,
            Some(Some(MapVariant::Variant(id))) => id,
            Some(Some(MapVariant::UseDefault) | None) => return None,
        };
        let known = u16::try_from(id.to_u32()).ok().filter(|id| *id != 0)?;
        let width = self.width(id)?;
        let id = self.glyphs.remap(known);
        if usize::from(id) > self.used.len() {
            self.used.push((char, width));
        }
        (width > 0.0).then(|| (format!("{id:04X}"), width / 1000.0))
    }

    /// In thousandths of the size.
    fn width(&self, id: GlyphId) -> Option<f64> {
        let units = self.font.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
        Some(f64::from(self.metrics.advance_width(id)?) * 1000.0 / f64::from(units))
    }

    /// A font of type 0 whose codes are the numbers of its glyphs (ISO 32000-2, section 9.7).
    fn embed(self, edit: &mut Edit, object: u32) -> Option<()> {
        let program = subsetter::subset(self.program, 0, &self.glyphs).ok()?;
        let mut dict = RawDict::default();
        dict.set("Length1", program.len().to_string());
        dict.set("Filter", "/FlateDecode");
        let program = edit.add_stream_with(dict, &packed(&program)?);
        let mut dict = RawDict::default();
        dict.set("Filter", "/FlateDecode");
        let unicode = edit.add_stream_with(dict, &packed(self.to_unicode().as_bytes())?);
        let name = format!("WARIIN+{}", self.name());
        let all = self.font.metrics(Size::unscaled(), LocationRef::default());
        let scaled = |value: f32| number(f64::from(value) * 1000.0 / f64::from(all.units_per_em));
        let bounds = all.bounds.unwrap_or_default();
        let bounds = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(scaled).join(" ");
        let (up, down) = (scaled(all.ascent), scaled(all.descent));
        let high = all.cap_height.map_or_else(|| up.clone(), scaled);
        let descriptor = edit.reserve();
        edit.add(
            descriptor,
            format!(
                "<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{bounds}]/ItalicAngle 0\
                /Ascent {up}/Descent {down}/CapHeight {high}/StemV 80/FontFile2 {program} 0 R>>"
            )
            .into_bytes(),
        );
        let absent = self.width(GlyphId::NOTDEF).unwrap_or(1000.0);
        let widths = self.used.iter().map(|(_, width)| *width);
        let widths: Vec<String> = std::iter::once(absent).chain(widths).map(number).collect();
        let below = edit.reserve();
        edit.add(
            below,
            format!(
                "<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDToGIDMap/Identity\
                /CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>\
                /FontDescriptor {descriptor} 0 R/DW 1000/W[0[{}]]>>",
                widths.join(" ")
            )
            .into_bytes(),
        );
        edit.add(
            object,
            format!(
                "<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H\
                /DescendantFonts[{below} 0 R]/ToUnicode {unicode} 0 R>>"
            )
            .into_bytes(),
        );
        Some(())
    }

    fn name(&self) -> String {
        let names = self.font.localized_strings(StringId::POSTSCRIPT_NAME);
        let name = names.into_iter().next().map(|name| name.chars().collect::<String>());
        let name = name.unwrap_or_default();
        name.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '-').collect()
    }

    fn to_unicode(&self) -> String {
        let mut map = "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n\
            /CMapName/Wariin-UCS def\n/CMapType 2 def\n\
            1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
            .to_owned();
        for (block, chars) in self.used.chunks(BLOCK).enumerate() {
            let _ = writeln!(map, "{} beginbfchar", chars.len());
            for (at, (char, _)) in chars.iter().enumerate() {
                let units: String =
                    char.encode_utf16(&mut [0; 2]).iter().map(|it| format!("{it:04X}")).collect();
                let _ = writeln!(map, "<{:04X}><{units}>", block * BLOCK + at + 1);
            }
            map += "endbfchar\n";
        }
        map + "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n"
    }
}

fn packed(data: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(data).ok()?;
    encoder.finish().ok()
}
