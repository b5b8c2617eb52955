//! Annotations (ISO 32000-2, section 12.5): what a page shows besides its contents.

use super::edit::Id;
use super::file::File;
use super::raw::{RawDict, items};
use crate::Error;
use hayro_syntax::object::Rect;

/// Flags of annotations (ISO 32000-2, table 167): those that hide it, and those that viewers interpret
/// differently. The first one is for kinds of annotations that the specification does not know.
pub(crate) const HIDDEN: u64 = 1 << 1;
pub(crate) const NO_VIEW: u64 = 1 << 5;
pub(crate) const PRINT: u64 = 1 << 2;
pub(crate) const NO_ROTATE: u64 = 1 << 4;

/// The areas of a page's annotations that show something, fields and links aside.
pub(crate) fn visible_annotations(file: &File, page: Id) -> Result<Vec<Rect>, Error> {
    let annotations = file.array_under(&file.dict(page)?, "Annots")?.unwrap_or(b"[]".to_vec());
    let mut areas = Vec::new();
    for raw in items(&annotations).ok_or(Error::UnfixedForm)? {
        let Some(dict) = annotation(file, raw)? else { continue };
        let kind = file.name(&dict, "Subtype")?;
        let flags = flags(file, &dict)?;
        let shows = !matches!(kind.as_deref(), Some(b"Widget" | b"Link" | b"Popup"));
        if shows && flags & (HIDDEN | NO_VIEW) == 0 {
            areas.extend(area_of(file, &dict, "Rect")?);
        }
    }
    Ok(areas)
}

fn annotation(file: &File, raw: &[u8]) -> Result<Option<RawDict>, Error> {
    let Some(value) = file.resolved(raw)?.filter(|value| value.starts_with(b"<<")) else {
        return Ok(None);
    };
    RawDict::parse(&value).map(Some).ok_or(Error::UnfixedForm)
}

/// What kind of annotation it is.
pub(crate) fn subtype(file: &File, annotation: &RawDict) -> Result<Vec<u8>, Error> {
    Ok(file.name(annotation, "Subtype")?.unwrap_or_default())
}

pub(crate) fn flags(file: &File, annotation: &RawDict) -> Result<u64, Error> {
    let flags = file.value(annotation, "F")?;
    flags.as_deref().map_or(Some(0), whole_number).ok_or(Error::UnfixedForm)
}

/// The numbers of an array; it and they may be direct or indirect.
pub(crate) fn numbers(file: &File, dict: &RawDict, key: &str) -> Result<Option<Vec<f64>>, Error> {
    let Some(array) = file.array_under(dict, key)? else {
        return Ok(None);
    };
    let number = |raw: &[u8]| {
        let value = file.resolved(raw)?.ok_or(Error::UnfixedForm)?;
        number(&value).ok_or(Error::UnfixedForm)
    };
    items(&array)
        .ok_or(Error::UnfixedForm)?
        .into_iter()
        .map(number)
        .collect::<Result<_, _>>()
        .map(Some)
}

/// The area under a key.
pub(crate) fn area_of(file: &File, dict: &RawDict, key: &str) -> Result<Option<Rect>, Error> {
    Ok(numbers(file, dict, key)?.and_then(|it| rect(&it)))
}

/// Whether two areas have a part in common.
pub(crate) fn meet(one: Rect, other: Rect) -> bool {
    one.x0 < other.x1 && other.x0 < one.x1 && one.y0 < other.y1 && other.y0 < one.y1
}

fn number(raw: &[u8]) -> Option<f64> {
    let number = std::str::from_utf8(raw).ok()?.parse::<f64>().ok()?;
    number.is_finite().then_some(number)
}

fn whole_number(raw: &[u8]) -> Option<u64> {
    std::str::from_utf8(raw).ok()?.parse().ok()
}

/// A rectangle by any two opposite corners.
fn rect(numbers: &[f64]) -> Option<Rect> {
    let &[a, b, c, d] = numbers else { return None };
    Some(Rect::new(a.min(c), b.min(d), a.max(c), b.max(d)))
}
