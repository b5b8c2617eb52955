//! The signatures and document timestamps in a PDF, as the file holds them.

use crate::Error;
use crate::pdf::edit::Id;
use crate::pdf::file::File;
use crate::pdf::raw::{RawDict, items, reference};
use crate::pdf::string::string;
use std::collections::BTreeSet;

/// A signature field that has a value.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) kind: Kind,
    /// `/ByteRange`.
    pub(crate) range: [usize; 4],
    /// The value (`/Contents`), with the zeros after it.
    pub(crate) value: Vec<u8>,
    /// The signature dictionary.
    pub(crate) dictionary: RawDict,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Signature,
    Timestamp,
}

impl Found {
    /// A signature by the raw values of its entries.
    pub(crate) fn of(
        kind: Kind,
        range: Option<Vec<u8>>,
        value: Option<Vec<u8>>,
        dictionary: RawDict,
    ) -> Self {
        let range = range.as_deref().and_then(byte_range).unwrap_or_default();
        let value = value.as_deref().and_then(string).unwrap_or_default();
        Self { kind, range, value, dictionary }
    }

    /// A signature of which nothing can be read: its byte range covers nothing.
    pub(crate) fn unreadable() -> Self {
        Self {
            kind: Kind::Signature,
            range: [0; 4],
            value: Vec::new(),
            dictionary: RawDict::default(),
        }
    }
}

/// How many fields are looked at.
const MAX_FIELDS: usize = 10_000;

/// Every signature and document timestamp, in the order in which they cover the file.
pub(crate) fn signatures_in(file: &File) -> Result<Vec<Found>, Error> {
    let Some(form) = form(file)? else {
        return Ok(Vec::new());
    };
    let mut search = Search { file, seen: BTreeSet::new(), found: Vec::new() };
    search.among(&form, "Fields", false)?;
    search.found.sort_by_key(|found| found.range[2].saturating_add(found.range[3]));
    Ok(search.found)
}

/// The values of the form's own fields, the last one first; `None` for a field that is no signature or has
/// no value.
pub(crate) fn fields_from_the_end(
    file: &File,
) -> Result<impl Iterator<Item = Option<Found>> + '_, Error> {
    let fields = match form(file)? {
        None => None,
        Some(form) => file.array_under(&form, "Fields")?,
    };
    let fields = fields.unwrap_or_default();
    let ids: Vec<Id> =
        items(&fields).unwrap_or_default().into_iter().rev().filter_map(reference).collect();
    Ok(ids.into_iter().map(|id| {
        let field = file.dict(id).ok().filter(|field| field.get("FT") == Some(b"/Sig"))?;
        value_of(file, &field)
    }))
}

fn form(file: &File) -> Result<Option<RawDict>, Error> {
    file.dict_under(&file.catalog()?, "AcroForm")
}

struct Search<'f> {
    file: &'f File,
    seen: BTreeSet<Id>,
    found: Vec<Found>,
}

impl Search<'_> {
    /// Looks at the fields in the array under `key`, and at those below them. The type of a field is
    /// inherited (ISO 32000-1, section 12.7.3.1).
    fn among(&mut self, holder: &RawDict, key: &str, is_signature: bool) -> Result<(), Error> {
        let array = self.file.array_under(holder, key).ok().flatten().unwrap_or_default();
        for id in items(&array).unwrap_or_default().into_iter().filter_map(reference) {
            if self.seen.len() >= MAX_FIELDS {
                return Err(Error::Object("too many fields"));
            }
            if !self.seen.insert(id) {
                continue;
            }
            let Ok(field) = self.file.dict(id) else {
                // A field that cannot be read may have been a signature: it must be reported.
                if self.file.places().contains_key(&id.0) {
                    self.found.push(Found::unreadable());
                }
                continue;
            };
            let is_signature = match field.get("FT") {
                Some(kind) => kind == b"/Sig",
                None => is_signature,
            };
            if is_signature {
                self.found.extend(value_of(self.file, &field));
            }
            self.among(&field, "Kids", is_signature)?;
        }
        Ok(())
    }
}

/// The value of a signature field, if it has one. One that cannot be read is reported as well, with a
/// byte range that covers nothing.
fn value_of(file: &File, field: &RawDict) -> Option<Found> {
    let raw = field.get("V")?;
    let dictionary = match reference(raw) {
        Some(value) => file.dict(value).ok(),
        None => RawDict::parse(raw),
    };
    let dictionary = dictionary.unwrap_or_default();
    let kind = match dictionary.get("SubFilter") {
        Some(b"/ETSI.RFC3161") => Kind::Timestamp,
        _ => Kind::Signature,
    };
    let entry = |key: &str| dictionary.get(key).map(<[u8]>::to_vec);
    let (range, value) = (entry("ByteRange"), entry("Contents"));
    Some(Found::of(kind, range, value, dictionary))
}

fn byte_range(array: &[u8]) -> Option<[usize; 4]> {
    let numbers = items(array)?;
    let number = |raw: &&[u8]| std::str::from_utf8(raw).ok()?.parse::<usize>().ok();
    numbers.iter().map(number).collect::<Option<Vec<usize>>>()?.try_into().ok()
}
