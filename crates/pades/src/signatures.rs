//! The signatures and document timestamps in a PDF, as they stand there.

use crate::Error;
use crate::pdf::edit::Id;
use crate::pdf::file::File;
use crate::pdf::raw::{RawDict, items, reference, string};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A signature field that has a value.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) kind: Kind,
    /// `/ByteRange`.
    pub(crate) range: [usize; 4],
    /// The value (`/Contents`), with the zeros behind it.
    pub(crate) value: Vec<u8>,
    /// The signature dictionary.
    pub(crate) dictionary: RawDict,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Signature,
    Timestamp,
}

/// How many fields are looked at.
const MAX_FIELDS: usize = 10_000;

/// Every signature and document timestamp, in the order in which they cover the file.
pub(crate) fn signatures(pdf: &[u8]) -> Result<Vec<Found>, Error> {
    let bytes = Arc::new(pdf.to_vec());
    signatures_in(&File::open(&bytes)?)
}

pub(crate) fn signatures_in(file: &File) -> Result<Vec<Found>, Error> {
    let catalog = file.dict(file.root()?)?;
    let form = match (catalog.reference("AcroForm"), catalog.get("AcroForm")) {
        (Some(id), _) => file.dict(id)?,
        (None, Some(direct)) => RawDict::parse(direct).ok_or(Error::Object("the form"))?,
        (None, None) => return Ok(Vec::new()),
    };
    let mut search = Search { file, seen: BTreeSet::new(), found: Vec::new() };
    search.among(&form, "Fields", false)?;
    search.found.sort_by_key(|found| found.range[2].saturating_add(found.range[3]));
    Ok(search.found)
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
        let array = match (holder.reference(key), holder.get(key)) {
            (Some(id), _) => self.file.array(id)?,
            (None, Some(array)) => array.to_vec(),
            (None, None) => return Ok(()),
        };
        for id in items(&array).unwrap_or_default().into_iter().filter_map(reference) {
            if self.seen.len() >= MAX_FIELDS {
                return Err(Error::Object("too many fields"));
            }
            if !self.seen.insert(id) {
                continue;
            }
            let Ok(field) = self.file.dict(id) else {
                continue;
            };
            let is_signature = match field.get("FT") {
                Some(kind) => kind == b"/Sig",
                None => is_signature,
            };
            if is_signature {
                self.found.extend(self.value_of(&field));
            }
            self.among(&field, "Kids", is_signature)?;
        }
        Ok(())
    }

    /// The value of a signature field, if it has one. One that cannot be read is found all the same, with
    /// a byte range that covers nothing: it must not vanish.
    fn value_of(&self, field: &RawDict) -> Option<Found> {
        let raw = field.get("V")?;
        let dictionary = match reference(raw) {
            Some(value) => self.file.dict(value).ok(),
            None => RawDict::parse(raw),
        };
        let dictionary = dictionary.unwrap_or_default();
        let kind = match dictionary.get("SubFilter") {
            Some(b"/ETSI.RFC3161") => Kind::Timestamp,
            _ => Kind::Signature,
        };
        let range = byte_range(&dictionary).unwrap_or_default();
        let value = dictionary.get("Contents").and_then(string).unwrap_or_default();
        Some(Found { kind, range, value, dictionary })
    }
}

fn byte_range(dictionary: &RawDict) -> Option<[usize; 4]> {
    let numbers = items(dictionary.get("ByteRange")?)?;
    let number = |raw: &&[u8]| std::str::from_utf8(raw).ok()?.parse::<usize>().ok();
    numbers.iter().map(number).collect::<Option<Vec<usize>>>()?.try_into().ok()
}
