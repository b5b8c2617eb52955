//! The entries of a field, its own or inherited (ISO 32000-2, sections 12.7.4 and 12.7.5).

use super::super::file::File;
use super::super::raw::{RawDict, items, name, reference, with_references};
use super::super::string::{decoded, legible};
use super::{Fallback, FieldLook};
use crate::Error;
use std::cell::RefCell;
use std::sync::Arc;

/// How many levels up a field inherits.
const MAX_DEPTH: usize = 32;
/// How deep, and how large, a dictionary may become by what it refers to.
const MAX_INLINED: usize = 4;
const MAX_INLINED_BYTES: usize = 64 * 1024;

/// Flags of fields (ISO 32000-2, tables 229, 231 and 233), by the position of their bit.
const MULTILINE: u64 = 1 << 12;
const PASSWORD: u64 = 1 << 13;
const RADIO: u64 = 1 << 15;
const PUSH: u64 = 1 << 16;
const COMBO: u64 = 1 << 17;
const FILE_SELECT: u64 = 1 << 20;
const COMB: u64 = 1 << 24;

/// What a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Password,
    Combo,
    List,
    Push,
    Check,
    Radio,
    Signature,
}

/// The dictionaries of a field from its widget upwards, and its form.
pub(super) struct Field<'a> {
    pub(super) file: &'a File,
    pub(super) widget: &'a RawDict,
    /// Fonts for what its own font lacks.
    pub(super) fallback: &'a RefCell<Fallback>,
    levels: Vec<Arc<RawDict>>,
    form: &'a RawDict,
}

impl<'a> Field<'a> {
    pub(super) fn of(look: &FieldLook<'a>) -> Result<Self, Error> {
        let mut levels = vec![Arc::new(look.widget.clone())];
        while let Some(parent) = levels.last().and_then(|level| level.get("Parent")) {
            if levels.len() > MAX_DEPTH {
                return Err(Error::UnfixedForm);
            }
            let parent = match reference(parent) {
                Some(id) => match look.file.shared(id) {
                    Ok(above) => above,
                    Err(_) if look.file.resolved(parent)?.is_none() => break,
                    Err(_) => return Err(Error::UnfixedForm),
                },
                None => Arc::new(RawDict::parse(parent).ok_or(Error::UnfixedForm)?),
            };
            levels.push(parent);
        }
        let &FieldLook { file, widget, form, fallback } = look;
        Ok(Self { file, widget, fallback, levels, form })
    }

    pub(super) fn kind(&self) -> Result<Kind, Error> {
        let flags = self.flags()?;
        let has = |flag| flags & flag != 0;
        match self.value("FT")?.as_deref().and_then(name).as_deref() {
            Some(b"Tx") if has(PASSWORD) => Ok(Kind::Password),
            Some(b"Tx") => Ok(Kind::Text),
            Some(b"Ch") => Ok(if has(COMBO) { Kind::Combo } else { Kind::List }),
            Some(b"Btn") if has(PUSH) => Ok(Kind::Push),
            Some(b"Btn") => Ok(if has(RADIO) { Kind::Radio } else { Kind::Check }),
            Some(b"Sig") => Ok(Kind::Signature),
            Some(_) | None => Err(Error::UnfixedForm),
        }
    }

    pub(super) fn is_multiline(&self) -> Result<bool, Error> {
        Ok(self.flags()? & MULTILINE != 0)
    }

    /// The number of cells, where each character has one of its own.
    pub(super) fn cells(&self) -> Result<Option<usize>, Error> {
        let is_comb = self.flags()? & (COMB | MULTILINE | PASSWORD | FILE_SELECT) == COMB;
        let most = self.whole("MaxLen")?.and_then(|most| usize::try_from(most).ok());
        Ok(most.filter(|most| is_comb && *most > 0))
    }

    /// How many widgets the field has.
    pub(super) fn widgets(&self) -> Result<usize, Error> {
        let is_field = |level: &&RawDict| level.get("Kids").is_some();
        let Some(holder) = self.levels.iter().map(Arc::as_ref).find(is_field) else { return Ok(1) };
        let kids = self.file.array_under(holder, "Kids")?.unwrap_or_default();
        Ok(items(&kids).map_or(1, |kids| kids.len()))
    }

    /// An entry of the field or one above it, resolved.
    pub(super) fn value(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        match self.levels.iter().find(|level| level.get(key).is_some()) {
            Some(level) => self.file.value(level, key),
            None => Ok(None),
        }
    }

    /// An entry of the field, one above it or the form.
    pub(super) fn form_value(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(match self.value(key)? {
            Some(value) => Some(value),
            None => self.file.value(self.form, key)?,
        })
    }

    /// An entry that is a text string or a stream of text.
    pub(super) fn text(&self, key: &str) -> Result<Option<String>, Error> {
        let Some(level) = self.levels.iter().find(|level| level.get(key).is_some()) else {
            return Ok(None);
        };
        if let Some(stream) = level.reference(key).filter(|id| self.file.is_stream(*id)) {
            return self.file.stream(stream).map(|bytes| Some(decoded(&bytes)));
        }
        self.file.value(level, key)?.as_deref().map(text).transpose()
    }

    /// An entry that is an array, as text strings; a single one counts as an array.
    pub(super) fn texts(&self, key: &str) -> Result<Vec<String>, Error> {
        match self.value(key)? {
            Some(array) if array.starts_with(b"[") => {
                self.items(&array)?.iter().map(|item| text(item)).collect()
            }
            _ => Ok(self.text(key)?.into_iter().collect()),
        }
    }

    /// The options of a choice: what is exported and what is shown.
    pub(super) fn options(&self) -> Result<Vec<(String, String)>, Error> {
        let option = |item: &Vec<u8>| {
            if !item.starts_with(b"[") {
                return text(item).map(|shown| (shown.clone(), shown));
            }
            match self.items(item)?.as_slice() {
                [exported, shown] => Ok((text(exported)?, text(shown)?)),
                _ => Err(Error::UnfixedForm),
            }
        };
        let options = self.value("Opt")?.unwrap_or(b"[]".to_vec());
        self.items(&options)?.iter().map(option).collect()
    }

    /// Whole numbers of an array.
    pub(super) fn indices(&self, key: &str) -> Result<Option<Vec<usize>>, Error> {
        let Some(array) = self.value(key)? else { return Ok(None) };
        let index = |item: &Vec<u8>| parsed(item).ok_or(Error::UnfixedForm);
        self.items(&array)?.iter().map(index).collect::<Result<_, _>>().map(Some)
    }

    pub(super) fn whole(&self, key: &str) -> Result<Option<u64>, Error> {
        self.form_value(key)?
            .as_deref()
            .map_or(Ok(None), |raw| parsed(raw).map(Some).ok_or(Error::UnfixedForm))
    }

    /// The raw font of this name in the resources of the field, of one above it, or of the form.
    pub(super) fn font(&self, font: &str) -> Result<Option<Vec<u8>>, Error> {
        for level in self.levels.iter().map(Arc::as_ref).chain([self.form]) {
            let resources = self.file.dict_under(level, "DR")?.unwrap_or_default();
            let fonts = self.file.dict_under(&resources, "Font")?.unwrap_or_default();
            let found = fonts.get(font).map(|raw| (raw, self.file.resolved(raw)));
            if let Some((raw, Ok(Some(_)))) = found {
                return Ok(Some(raw.to_vec()));
            }
        }
        Ok(None)
    }

    /// A dictionary with what it refers to in it; references to streams, and to more than there is room for, stay.
    pub(super) fn inlined(&self, dict: &[u8]) -> Result<Vec<u8>, Error> {
        let (mut dict, mut room) = (dict.to_vec(), MAX_INLINED_BYTES);
        for _ in 0..MAX_INLINED {
            let written = |id: (u32, u16)| {
                let value = match self.file.body(id) {
                    Ok(Some((value, None))) => String::from_utf8(value).ok(),
                    Ok(None) => Some("null".to_owned()),
                    Ok(Some((_, Some(_)))) | Err(_) => None,
                };
                let fits = value.and_then(|value| {
                    room = room.checked_sub(value.len())?;
                    Some(value)
                });
                fits.unwrap_or_else(|| format!("{} {} R", id.0, id.1))
            };
            let next = with_references(&dict, written).ok_or(Error::UnfixedForm)?;
            if next == dict {
                break;
            }
            dict = next;
        }
        Ok(dict)
    }

    fn flags(&self) -> Result<u64, Error> {
        Ok(self.whole("Ff")?.unwrap_or_default())
    }

    /// The items of an array, resolved.
    fn items(&self, array: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
        let item = |raw: &[u8]| self.file.resolved(raw)?.ok_or(Error::UnfixedForm);
        items(array).ok_or(Error::UnfixedForm)?.into_iter().map(item).collect()
    }
}

/// A number in the syntax of PDF.
pub(super) fn parsed<T: std::str::FromStr>(raw: &[u8]) -> Option<T> {
    std::str::from_utf8(raw).ok()?.parse().ok()
}

/// A text string (ISO 32000-2, section 7.9.2.2).
pub(super) fn text(raw: &[u8]) -> Result<String, Error> {
    legible(raw).ok_or(Error::UnfixedForm)
}
