//! The font of a field: which characters it can show, by which codes, and how wide they are.

use super::super::raw::{RawDict, name, reference, references};
use super::Fallback;
use super::composite::{Coding, Composite};
use super::field::{Field, parsed};
use super::standard::{DINGBATS, Standard, standard};
use crate::Error;
use hayro_cmap::{BfString, CMapName};
use hayro_font::{CMapResolverFn, FontCache, FontGlyph, FontQuery, FontResolverFn, StandardFont};
use hayro_syntax::object::{Dict, FromBytes, ObjectIdentifier};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};

/// A character in a font.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    /// Its code in hexadecimal digits.
    pub(super) code: String,
    /// Of the font's size.
    pub(super) width: f64,
    /// Of which fallback font it is; `None` where it is of the field's own font.
    pub(super) face: Option<usize>,
}

/// A font that is loaded.
pub(super) struct Font<'a> {
    /// What stands for it in resources.
    pub(super) resource: Vec<u8>,
    /// How far it reaches above and below the base line, of its size.
    pub(super) reach: (f64, f64),
    /// Whether its characters are codes of marks.
    pub(super) is_dingbats: bool,
    /// The fallback fonts that were used for what it lacks.
    pub(super) faces: BTreeSet<usize>,
    kind: Kind<'a>,
    fallback: &'a RefCell<Fallback>,
}

enum Kind<'a> {
    Simple(Arc<Simple>),
    Composite(Box<Composite<'a>>),
}

/// What the codes of a font mean, without the font.
#[derive(Clone)]
pub(crate) struct Meaning(Codes);

#[derive(Clone)]
enum Codes {
    Simple(Arc<Simple>),
    Composite(Rc<Coding>),
}

/// A font whose codes are single bytes.
struct Simple {
    chars: BTreeMap<char, Glyph>,
    codes: BTreeMap<u8, Glyph>,
    /// The character of each code.
    said: BTreeMap<u8, char>,
}

impl<'a> Font<'a> {
    /// The font of this name among the field's resources, or the standard font that the name stands for. Of a font
    /// whose codes nothing says, or whose glyphs are drawings, viewers take another one as well; not so of one byte a
    /// character: there a text may stand for symbols.
    pub(super) fn named(field: &Field<'a>, font: &str) -> Result<Self, Error> {
        let named = || standard(font).ok_or(Error::UnfixedForm);
        match field.font(font)? {
            Some(raw) => match Self::load(field, raw.clone()) {
                Err(_) if is_replaceable(field, &raw)? => Self::standard(field, &named()?),
                loaded => loaded,
            },
            None => Self::standard(field, &named()?),
        }
    }

    /// The standard font with check marks and dots.
    pub(super) fn dingbats(field: &Field<'a>) -> Result<Self, Error> {
        Self::standard(field, &DINGBATS)
    }

    fn standard(field: &Field<'a>, standard: &Standard) -> Result<Self, Error> {
        let simple = Simple::standard(standard.dict);
        let kind = Kind::Simple(simple.ok_or(Error::UnfixedForm)?);
        let is_dingbats = standard.dict == DINGBATS.dict;
        Ok(Self {
            resource: standard.dict.as_bytes().to_vec(),
            reach: standard.reach,
            is_dingbats,
            faces: BTreeSet::new(),
            kind,
            fallback: field.fallback,
        })
    }

    /// The font of these resources.
    pub(super) fn load(field: &Field<'a>, raw: Vec<u8>) -> Result<Self, Error> {
        let value = field.file.resolved(&raw)?;
        let dict = value.as_deref().and_then(RawDict::parse).ok_or(Error::UnfixedForm)?;
        let subtype = field.file.name(&dict, "Subtype")?;
        let kind = match (subtype.as_deref(), reference(&raw)) {
            (Some(b"Type0"), Some(id)) => {
                let loaded = field.file.pdf.xref().get(identifier(id));
                Kind::Composite(Box::new(Composite::of(
                    field.file,
                    &dict,
                    &loaded.ok_or(Error::UnfixedForm)?,
                )?))
            }
            (Some(b"Type1" | b"MMType1" | b"TrueType"), id) => {
                is_readable(field, &dict)?.then_some(()).ok_or(Error::UnfixedForm)?;
                let simple = match id {
                    Some(id) => {
                        field.file.pdf.xref().get(identifier(id)).and_then(|it| Simple::of(&it))
                    }
                    // Read without the file, nothing in it can be elsewhere.
                    None => {
                        let whole = field.inlined(&raw)?;
                        let is_whole = references(&whole).is_some_and(|all| all.is_empty());
                        let dict = Dict::from_bytes(&whole).filter(|_| is_whole);
                        dict.and_then(|dict| Simple::of(&dict))
                    }
                };
                Kind::Simple(Arc::new(simple.ok_or(Error::UnfixedForm)?))
            }
            _ => return Err(Error::UnfixedForm),
        };
        let reach = reach(field, &dict, &kind)?;
        let base = field.file.name(&dict, "BaseFont")?;
        let is_dingbats = base.is_some_and(|base| base.ends_with(b"ZapfDingbats"));
        let (faces, fallback) = (BTreeSet::new(), field.fallback);
        Ok(Self { resource: raw, reach, is_dingbats, faces, kind, fallback })
    }

    /// The glyphs of a text, one for each character: of this font, or else of a fallback font. What is never seen has
    /// one without a code.
    ///
    /// # Errors
    /// [`Error::MissingGlyph`] for a character that no font can show.
    pub(super) fn shape(&mut self, text: &str) -> Result<Vec<Glyph>, Error> {
        self.known(text).into_iter().map(|glyph| glyph.map_err(Error::MissingGlyph)).collect()
    }

    /// The same, with each character that no font can show in the place of its glyph.
    pub(super) fn known(&mut self, text: &str) -> Vec<Result<Glyph, char>> {
        let found;
        let known = match &self.kind {
            Kind::Simple(simple) => &simple.chars,
            Kind::Composite(composite) => {
                found = composite.glyphs(text);
                &found
            }
        };
        let mut fallback = self.fallback.borrow_mut();
        let mut chars = text.chars().peekable();
        let mut glyphs = Vec::new();
        while let Some(char) = chars.next() {
            let selector = chars.peek().copied().filter(|next| is_selector(*next));
            let variant = selector.and_then(|selector| fallback.glyph(char, Some(selector)));
            let own = || known.get(&char).cloned();
            let blank = || known.get(&' ').filter(|_| char.is_whitespace()).cloned();
            let unseen = || {
                let code = String::new();
                is_unseen(char).then_some(Glyph { code, width: 0.0, face: None })
            };
            let found = match variant.or_else(own).or_else(unseen) {
                None => fallback.glyph(char, None).or_else(blank),
                found => found,
            };
            glyphs.push(found.ok_or(char));
        }
        for face in glyphs.iter().flatten().filter_map(|glyph| glyph.face) {
            if self.faces.insert(face)
                && let Some((up, down)) = fallback.reach(face)
            {
                self.reach = (self.reach.0.max(up), self.reach.1.min(down));
            }
        }
        glyphs
    }

    /// What the codes of this font mean.
    pub(super) fn meaning(&self) -> Meaning {
        Meaning(match &self.kind {
            Kind::Simple(simple) => Codes::Simple(Arc::clone(simple)),
            Kind::Composite(composite) => Codes::Composite(composite.coding()),
        })
    }

    /// The glyph of a code, in a font of single bytes.
    pub(super) fn code(&self, code: u8) -> Option<Glyph> {
        match &self.kind {
            Kind::Simple(simple) => simple.codes.get(&code).cloned(),
            Kind::Composite(_) => None,
        }
    }

    /// From the bottom of the font to its top, of its size.
    pub(super) fn height(&self) -> f64 {
        self.reach.0 - self.reach.1
    }
}

impl Meaning {
    /// What codes say; `None` where one of them is not known.
    pub(crate) fn said(&self, codes: &[u8]) -> Option<String> {
        match &self.0 {
            Codes::Simple(simple) => codes.iter().map(|code| simple.said.get(code)).collect(),
            Codes::Composite(coding) => coding.said(codes),
        }
    }
}

/// The standard fonts that were read; there are 13 of them.
static STANDARD: Mutex<BTreeMap<&'static str, Arc<Simple>>> = Mutex::new(BTreeMap::new());

impl Simple {
    /// A standard font by its dictionary, read once in the life of the process.
    fn standard(dict: &'static str) -> Option<Arc<Self>> {
        let mut known = STANDARD.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(dict) {
            return Some(Arc::clone(found));
        }
        let read = Arc::new(Dict::from_bytes(dict.as_bytes()).and_then(|dict| Self::of(&dict))?);
        known.insert(dict, Arc::clone(&read));
        Some(read)
    }

    fn of(dict: &Dict<'_>) -> Option<Self> {
        let font = FontCache::new().font(dict, &programs(), &cmaps())?;
        let mut simple =
            Self { chars: BTreeMap::new(), codes: BTreeMap::new(), said: BTreeMap::new() };
        for code in 0..=u8::MAX {
            let FontGlyph::Outline(outline) = font.glyph(font.map_code(code.into()), code.into())
            else {
                return None;
            };
            let width = font.code_advance(code.into()).x / 1000.0;
            let is_seen = outline.glyph_id() != hayro_font::GlyphId::NOTDEF
                && !outline.outline().elements().is_empty();
            let char = match outline.as_unicode() {
                Some(BfString::Char(char)) => Some(char),
                Some(BfString::String(_)) | None => None,
            };
            let is_blank = char.is_some_and(char::is_whitespace);
            if !width.is_finite() || width <= 0.0 || !is_seen && !is_blank {
                continue;
            }
            let glyph = Glyph { code: format!("{code:02X}"), width, face: None };
            if let Some(char) = char.filter(|char| !char.is_control()) {
                simple.said.insert(code, char);
                simple.chars.entry(char).or_insert_with(|| glyph.clone());
            }
            simple.codes.insert(code, glyph);
        }
        Some(simple)
    }
}

/// A variation selector says which form of the character before it is meant.
fn is_selector(char: char) -> bool {
    matches!(char, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a character has no form of its own: variation selectors, marks of direction, joiners, controls.
fn is_unseen(char: char) -> bool {
    is_selector(char)
        || char.is_control() && !char.is_whitespace()
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether it is said what the codes mean: by an encoding, a map to Unicode, or the font that is embedded; not so in a
/// font of symbols that is not there.
fn is_readable(field: &Field<'_>, dict: &RawDict) -> Result<bool, Error> {
    let descriptor = field.file.dict_under(dict, "FontDescriptor")?.unwrap_or_default();
    let flags = field.file.value(&descriptor, "Flags")?;
    let is_symbolic = flags.as_deref().and_then(parsed).is_some_and(|flags: u32| flags & 4 != 0);
    let base = dict.get("BaseFont").and_then(name).unwrap_or_default();
    let is_known = base.ends_with(b"ZapfDingbats")
        || ["Encoding", "ToUnicode"].iter().any(|key| dict.get(key).is_some());
    Ok(!is_symbolic || is_embedded(&descriptor) || is_known)
}

/// Whether viewers take another font for this one: it has several bytes a character, draws its glyphs, or is none.
fn is_replaceable(field: &Field<'_>, raw: &[u8]) -> Result<bool, Error> {
    let dict = field.file.resolved(raw)?.as_deref().and_then(RawDict::parse).unwrap_or_default();
    let subtype = field.file.name(&dict, "Subtype")?.unwrap_or_default();
    Ok(!matches!(subtype.as_slice(), b"Type1" | b"MMType1" | b"TrueType"))
}

pub(super) fn is_embedded(descriptor: &RawDict) -> bool {
    ["FontFile", "FontFile2", "FontFile3"].iter().any(|key| descriptor.get(key).is_some())
}

/// From the font's descriptor, where it says something sensible; otherwise from the standard font that is like it.
fn reach(field: &Field<'_>, dict: &RawDict, kind: &Kind<'_>) -> Result<(f64, f64), Error> {
    let (descriptor, otherwise) = match kind {
        Kind::Composite(composite) => (composite.descriptor.clone(), (0.88, -0.12)),
        Kind::Simple(_) => {
            let base = field.file.name(dict, "BaseFont")?.unwrap_or_default();
            let like = standard(&String::from_utf8_lossy(&base));
            let descriptor = field.file.dict_under(dict, "FontDescriptor")?.unwrap_or_default();
            (descriptor, like.map_or((0.75, -0.25), |like| like.reach))
        }
    };
    let said = |key| -> Result<Option<f64>, Error> {
        Ok(field
            .file
            .value(&descriptor, key)?
            .as_deref()
            .and_then(parsed)
            .map(|it: f64| it / 1000.0))
    };
    Ok(match (said("Ascent")?, said("Descent")?) {
        (Some(up), Some(down)) if (0.3..1.3).contains(&up) && (-0.6..0.0).contains(&down) => {
            (up, down)
        }
        _ => otherwise,
    })
}

/// Programs for fonts that are not embedded; only their widths are asked for.
pub(super) fn programs() -> FontResolverFn {
    Arc::new(|query| {
        Some(match query {
            FontQuery::Standard(standard) => standard.get_font_data(),
            FontQuery::Fallback(_) => StandardFont::Helvetica.get_font_data(),
        })
    })
}

pub(super) fn cmaps() -> CMapResolverFn {
    Arc::new(|name: CMapName<'_>| hayro_cmap::load_embedded(name))
}

pub(super) fn identifier((number, generation): (u32, u16)) -> ObjectIdentifier {
    ObjectIdentifier::new(number, i32::from(generation))
}
