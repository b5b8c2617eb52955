//! Fonts with codes of several bytes (ISO 32000-2, section 9.7), as Japanese text has them.

use super::super::file::File;
use super::super::raw::{RawDict, items};
use super::super::string::string;
use super::font::{Glyph, cmaps, is_embedded, programs};
use crate::Error;
use encoding_rs::SHIFT_JIS;
use hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_font::{Font, FontCache, FontGlyph, GlyphId};
use hayro_syntax::object::Dict;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A font of type 0 that is written from left to right.
pub(super) struct Composite<'a> {
    font: Font<'a>,
    pub(super) descriptor: RawDict,
    is_embedded: bool,
    coding: Rc<Coding>,
}

/// How characters become codes.
pub(super) enum Coding {
    /// Two bytes, whose character this map says.
    Mapped(CMap),
    /// By an encoding, whose map says which codes there are.
    Utf16(CMap),
    ShiftJis(CMap),
}

impl<'a> Composite<'a> {
    pub(super) fn of(file: &File, dict: &RawDict, loaded: &Dict<'a>) -> Result<Self, Error> {
        let unfixed = || Error::UnfixedForm;
        let below = file.array_under(dict, "DescendantFonts")?.ok_or_else(unfixed)?;
        let below = items(&below).and_then(|items| items.first().map(|item| item.to_vec()));
        let below = file.resolved(&below.ok_or_else(unfixed)?)?;
        let below = below.as_deref().and_then(RawDict::parse).ok_or_else(unfixed)?;
        let descriptor = file.dict_under(&below, "FontDescriptor")?.unwrap_or_default();
        let family = family(file, &below)?;
        let is_embedded = is_embedded(&descriptor);
        // A stream here is an encoding of the font's own.
        let is_own = dict.reference("Encoding").is_some_and(|id| file.is_stream(id));
        let encoding = if is_own { None } else { file.name(dict, "Encoding")? };
        let encoding = encoding.ok_or_else(unfixed)?;
        let named = || parsed(load_embedded(CMapName::from_bytes(&encoding))?);
        let coding = match std::str::from_utf8(&encoding).unwrap_or_default() {
            // Without the font, its own numbers mean nothing.
            "Identity-H" if !is_embedded && family.ucs2_cmap().is_none() => None,
            "Identity-H" => to_unicode(file, dict, &family)?.map(Coding::Mapped),
            "90ms-RKSJ-H" | "90msp-RKSJ-H" => named().map(Coding::ShiftJis),
            name if name.starts_with("Uni")
                && ["UTF16-H", "UCS2-H"].iter().any(|end| name.ends_with(end)) =>
            {
                named().map(Coding::Utf16)
            }
            _ => None,
        };
        let font = FontCache::new().font(loaded, &programs(), &cmaps()).ok_or_else(unfixed)?;
        Ok(Self { font, descriptor, is_embedded, coding: Rc::new(coding.ok_or_else(unfixed)?) })
    }

    /// The glyphs of the characters of a text that it can show.
    pub(super) fn glyphs(&self, text: &str) -> BTreeMap<char, Glyph> {
        let mut missing: BTreeSet<char> = text.chars().filter(|char| !char.is_control()).collect();
        if text.contains(char::is_whitespace) {
            missing.insert(' ');
        }
        let map = match &*self.coding {
            Coding::Mapped(map) => map,
            Coding::Utf16(map) => return self.encoded(&missing, map, |char| Some(utf16(char))),
            Coding::ShiftJis(map) => return self.encoded(&missing, map, shift_jis),
        };
        let mut found = BTreeMap::new();
        for code in 0..=u16::MAX {
            if missing.is_empty() {
                break;
            }
            let Some(BfString::Char(char)) = map.lookup_bf_string(code.into()) else { continue };
            if missing.contains(&char)
                && let Some(glyph) = self.glyph(char, &code.to_be_bytes())
            {
                missing.remove(&char);
                found.insert(char, glyph);
            }
        }
        found
    }

    /// What its codes mean.
    pub(super) fn coding(&self) -> Rc<Coding> {
        Rc::clone(&self.coding)
    }

    fn encoded(
        &self,
        chars: &BTreeSet<char>,
        map: &CMap,
        encode: fn(char) -> Option<Vec<u8>>,
    ) -> BTreeMap<char, Glyph> {
        let glyph = |char: char| {
            let bytes = encode(char)?;
            let length = u8::try_from(bytes.len()).ok()?;
            map.lookup_cid_code(number(&bytes), length)?;
            Some((char, self.glyph(char, &bytes)?))
        };
        chars.iter().filter_map(|char| glyph(*char)).collect()
    }

    /// The glyph of a code; `None` where it shows nothing. Of fonts that are not embedded viewers take another with
    /// the same characters.
    fn glyph(&self, char: char, bytes: &[u8]) -> Option<Glyph> {
        let code = number(bytes);
        let id = self.font.map_code(code);
        if self.is_embedded && !char.is_whitespace() {
            let FontGlyph::Outline(outline) = self.font.glyph(id, code) else { return None };
            let is_seen = id != GlyphId::NOTDEF && !outline.outline().elements().is_empty();
            is_seen.then_some(())?;
        }
        let width = self.font.code_advance(code).x / 1000.0;
        let code = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        (width.is_finite() && width > 0.0).then_some(Glyph { code, width, face: None })
    }
}

impl Coding {
    /// What codes say; `None` where one of them is not known.
    pub(super) fn said(&self, codes: &[u8]) -> Option<String> {
        let units = codes.chunks(2).map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)));
        match self {
            Self::Mapped(map) => units
                .map(|code| match map.lookup_bf_string(code?.into())? {
                    BfString::Char(char) => Some(char.to_string()),
                    BfString::String(text) => Some(text),
                })
                .collect(),
            Self::Utf16(_) => String::from_utf16(&units.collect::<Option<Vec<_>>>()?).ok(),
            Self::ShiftJis(_) => {
                let (text, _, is_wrong) = SHIFT_JIS.decode(codes);
                (!is_wrong).then(|| text.into_owned())
            }
        }
    }
}

fn family(file: &File, below: &RawDict) -> Result<CidFamily, Error> {
    let info = file.dict_under(below, "CIDSystemInfo")?.unwrap_or_default();
    let text = |key| -> Result<Vec<u8>, Error> {
        Ok(file.value(&info, key)?.as_deref().and_then(string).unwrap_or_default())
    };
    Ok(CidFamily::from_registry_ordering(&text("Registry")?, &text("Ordering")?))
}

/// What the codes mean: as the font says, or as its collection of characters does.
fn to_unicode(file: &File, dict: &RawDict, family: &CidFamily) -> Result<Option<CMap>, Error> {
    match dict.reference("ToUnicode") {
        Some(id) if file.is_stream(id) => Ok(parsed(&file.stream(id)?)),
        _ => Ok(family.ucs2_cmap().and_then(load_embedded).and_then(parsed)),
    }
}

fn parsed(bytes: &[u8]) -> Option<CMap> {
    CMap::parse(bytes, load_embedded)
}

fn utf16(char: char) -> Vec<u8> {
    char.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_be_bytes()).collect()
}

fn shift_jis(char: char) -> Option<Vec<u8>> {
    let text = char.to_string();
    let (bytes, _, is_missing) = SHIFT_JIS.encode(&text);
    (!is_missing).then(|| bytes.into_owned())
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}
