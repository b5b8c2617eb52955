//! The signatures and document timestamps in a file: those of the form, those that any revision ever had, and those
//! that no field refers to.

use super::history::{History, View};
use crate::Error;
use crate::pdf::raw::{RawDict, reference};
use crate::pdf::string::text;
use crate::signatures::{Found, Kind};
use std::collections::BTreeSet;

/// A signature, and where it is.
#[derive(Clone, Debug)]
pub(super) struct Located {
    pub(super) found: Found,
    /// The object that it stands in: its own dictionary, or its field.
    pub(super) holder: u32,
    /// The field's dictionary.
    pub(super) field: RawDict,
}

/// How many fields are looked at.
const MAX_FIELDS: usize = 10_000;
/// How deep fields may be nested.
const MAX_DEPTH: usize = 64;

/// All of them, in the order in which they cover the file.
pub(super) fn signatures(history: &History<'_>) -> Result<Vec<Located>, Error> {
    let view = history.newest();
    let mut search = Search { view, seen: BTreeSet::new(), found: Vec::new() };
    if let Some(form) = view.dict(&view.catalog(), "AcroForm") {
        search.among(&form, "Fields", false, 0)?;
    }
    let mut all = search.found;
    for number in history.numbers() {
        for view in history.revisions_of(number) {
            all.extend(lost(view, number));
        }
    }
    all.extend(orphans(history));
    let mut known = BTreeSet::new();
    all.retain(|located| {
        let Found { range, value, dictionary, .. } = &located.found;
        value.is_empty() || known.insert((*range, dictionary.clone().sorted()))
    });
    all.sort_by_key(|located| located.found.range[2].saturating_add(located.found.range[3]));
    Ok(all)
}

/// The value of the last field of the form: the one that was just added.
pub(super) fn newest(history: &History<'_>) -> Option<Located> {
    let view = history.newest();
    let form = view.dict(&view.catalog(), "AcroForm")?;
    let (number, _) = reference(view.items(&form, "Fields").last()?)?;
    let field = view.dict_of((number, 0)).filter(|field| field.get("FT") == Some(b"/Sig"))?;
    value_of(view, number, field)
}

/// A signature in a field of some revision, whether the form refers to it or not.
fn lost(view: View<'_>, number: u32) -> Option<Located> {
    let field = view.dict_of((number, 0))?;
    let located = value_of(view, number, field)?;
    let has = |key: &str| located.found.dictionary.get(key).is_some();
    (has("ByteRange") && has("Contents")).then_some(located)
}

/// Signature dictionaries in any revision, whether a field refers to them or not, but for usage rights, which are no
/// signatures, and for values that were never filled in.
fn orphans(history: &History<'_>) -> Vec<Located> {
    let mut all = Vec::new();
    for number in history.numbers() {
        for view in history.revisions_of(number) {
            let Some(dictionary) = view.dict_of((number, 0)).filter(is_signature) else { continue };
            let found = found(view, dictionary);
            let is_filled = found.value.iter().any(|byte| *byte != 0);
            if is_filled && !is_usage_right(view, number) {
                all.push(Located { found, holder: number, field: RawDict::default() });
            }
        }
    }
    all
}

/// Whether the revision that brought this object has it as usage rights (ISO 32000-2, section 12.8.2.3).
fn is_usage_right(view: View<'_>, number: u32) -> bool {
    let rights = view.dict(&view.catalog(), "Perms").unwrap_or_default();
    let is_it = |key: &&str| rights.reference(key).is_some_and(|(right, _)| right == number);
    ["UR", "UR3"].iter().any(is_it)
}

/// Whether a dictionary is one of a signature: its type is optional (ISO 32000-2, table 255), its byte range is not.
fn is_signature(dictionary: &RawDict) -> bool {
    let is_typed = match dictionary.get("Type") {
        Some(kind) => matches!(kind, b"/Sig" | b"/DocTimeStamp"),
        None => dictionary.get("ByteRange").is_some_and(|range| range.starts_with(b"[")),
    };
    is_typed && dictionary.get("ByteRange").is_some() && dictionary.get("Contents").is_some()
}

struct Search<'h> {
    view: View<'h>,
    seen: BTreeSet<u32>,
    found: Vec<Located>,
}

impl Search<'_> {
    /// Looks at the fields in the array under `key`, and at those below them. The type of a field is
    /// inherited (ISO 32000-2, section 12.7.4.1).
    fn among(
        &mut self,
        holder: &RawDict,
        key: &str,
        is_signature: bool,
        depth: usize,
    ) -> Result<(), Error> {
        let items = self.view.items(holder, key);
        for (number, _) in items.iter().filter_map(|item| reference(item)) {
            if self.seen.len() >= MAX_FIELDS || depth > MAX_DEPTH {
                return Err(Error::Object("too many fields"));
            }
            if !self.seen.insert(number) {
                continue;
            }
            let Some(field) = self.view.dict_of((number, 0)) else {
                // A field that cannot be read may have been a signature: it must be reported.
                if !self.view.is_sound(number) {
                    let (found, field) = (Found::unreadable(), RawDict::default());
                    self.found.push(Located { found, holder: number, field });
                }
                continue;
            };
            let is_signature = field.get("FT").map_or(is_signature, |kind| kind == b"/Sig");
            if is_signature {
                self.found.extend(value_of(self.view, number, field.clone()));
            }
            self.among(&field, "Kids", is_signature, depth + 1)?;
        }
        Ok(())
    }
}

/// The value of a signature field, if it has one. One that cannot be read is reported as well, with a
/// byte range that covers nothing.
fn value_of(view: View<'_>, number: u32, field: RawDict) -> Option<Located> {
    let raw = field.get("V")?;
    let holder = reference(raw).map_or(number, |(value, _)| value);
    let dictionary = view.resolved(raw).and_then(|body| body.dict.clone()).unwrap_or_default();
    Some(Located { found: found(view, dictionary), holder, field })
}

/// What a signature dictionary says.
fn found(view: View<'_>, dictionary: RawDict) -> Found {
    let entry = |key: &str| view.value(&dictionary, key).map(|body| body.raw.clone());
    let kind = match entry("SubFilter").as_deref() {
        Some(b"/ETSI.RFC3161") => Kind::Timestamp,
        Some(_) | None => Kind::Signature,
    };
    Found::of(kind, entry("ByteRange"), entry("Contents"), dictionary)
}

/// The full name of a field: its own part behind those of its parents (ISO 32000-2, section 12.7.4.2).
pub(super) fn part_of_name(view: View<'_>, field: &RawDict) -> Option<String> {
    view.value(field, "T").and_then(|body| text(&body.raw))
}
