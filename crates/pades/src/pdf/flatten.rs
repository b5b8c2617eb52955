//! Form fields made part of their pages: left in, they could be filled in otherwise behind a seal, and
//! validators would take it for what forms are for.

use super::edit::{Edit, Id};
use super::geometry::Matrix;
use super::paint::{Painted, paint};
use super::raw::{RawDict, items, reference};
use super::string::text;
use crate::Error;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::Rect;

/// How far up a field inherits.
const MAX_DEPTH: usize = 32;
/// Flags of annotations (ISO 32000-2, table 167) with which nothing is shown.
const HIDDEN: u64 = 1 << 1;
const NO_VIEW: u64 = 1 << 5;

/// Why a form cannot be made part of its pages.
const UNFIXED: Error = Error::Object("the appearance of a form field");

/// Paints every field as it is shown, takes away what could be filled in, and then the form. Says whether
/// there was one.
pub(crate) fn flatten(edit: &mut Edit) -> Result<bool, Error> {
    let catalog = edit.file().catalog()?;
    let Some(form) = edit.file().dict_under(&catalog, "AcroForm")? else {
        return Ok(false);
    };
    let is_unfixed = form.get("NeedAppearances") == Some(b"true");
    let mut has_widgets = false;
    for index in 0..edit.file().pdf.pages().len() {
        has_widgets |= flatten_page(edit, index, is_unfixed)?;
    }
    let fields = edit.file().array_under(&form, "Fields")?.unwrap_or_default();
    let has_fields = items(&fields).is_some_and(|fields| !fields.is_empty());
    if !has_widgets && !has_fields && !is_unfixed {
        return Ok(false);
    }
    edit.catalog()?.remove("AcroForm");
    Ok(true)
}

fn flatten_page(edit: &mut Edit, index: usize, is_unfixed: bool) -> Result<bool, Error> {
    let page = edit.file().page(index)?;
    let dict = edit.file().dict(page)?;
    let annotations = edit.file().array_under(&dict, "Annots")?.unwrap_or_default();
    let annotations = items(&annotations).unwrap_or_default();
    let (mut kept, mut painted) = (Vec::new(), Vec::new());
    for &raw in &annotations {
        let annotation = match reference(raw) {
            Some(id) => edit.file().dict(id).ok(),
            None => RawDict::parse(raw),
        };
        match annotation.filter(|it| it.get("Subtype") == Some(b"/Widget")) {
            None => kept.push(raw),
            Some(widget) => {
                painted.extend(Widget { dict: widget, is_unfixed }.painted(edit)?);
            }
        }
    }
    if kept.len() == annotations.len() {
        return Ok(false);
    }
    let kept = [b"[", &kept.join(&b' ')[..], b"]"].concat();
    edit.dict(page)?.set("Annots", kept);
    if !painted.is_empty() {
        paint(edit, index, &painted)?;
    }
    Ok(true)
}

/// A field's place on a page.
struct Widget {
    dict: RawDict,
    /// Whether viewers are told to make up what fields look like.
    is_unfixed: bool,
}

impl Widget {
    /// What is shown of it; an error where viewers would make that up themselves.
    fn painted(&self, edit: &mut Edit) -> Result<Option<Painted>, Error> {
        let flags = self.dict.integer("F").unwrap_or(0);
        if flags & (HIDDEN | NO_VIEW) != 0 {
            return Ok(None);
        }
        if self.dict.get("OC").is_some() {
            return Err(UNFIXED);
        }
        let Some(appearance) = self.appearance(edit)? else {
            return if self.has_value(edit)? { Err(UNFIXED) } else { Ok(None) };
        };
        let (body, data) = edit.file().body(appearance)?.ok_or(UNFIXED)?;
        let (stream, data) = RawDict::parse(&body).zip(data).ok_or(UNFIXED)?;
        let (shows_text, has_fonts) =
            (shows_text(edit, appearance), stream.get("Resources").is_some());
        let is_stale = self.is_unfixed && self.has_text(edit)? && !shows_text;
        // Viewers take the fonts of such text from different places.
        if is_stale || shows_text && !has_fonts {
            return Err(UNFIXED);
        }
        let Some(at) = self.place(edit, &stream)? else {
            return Ok(None);
        };
        Ok(Some(Painted { form: as_form(edit, appearance, stream, &data), at }))
    }

    /// The stream of the normal appearance in the state that is on (ISO 32000-2, section 12.5.5).
    fn appearance(&self, edit: &Edit) -> Result<Option<Id>, Error> {
        let Some(all) = edit.file().dict_under(&self.dict, "AP")? else {
            return Ok(None);
        };
        let states = match all.reference("N") {
            Some(id) if edit.file().is_stream(id) => return Ok(Some(id)),
            _ => edit.file().dict_under(&all, "N")?,
        };
        let state = self.dict.get("AS").and_then(|state| state.strip_prefix(b"/"));
        let state = state.and_then(|state| std::str::from_utf8(state).ok());
        match (states, state) {
            (Some(states), Some(state)) => Ok(states.reference(state)),
            _ => Ok(None),
        }
    }

    /// From the appearance to its rectangle on the page (ISO 32000-2, section 12.5.5, algorithm 8);
    /// `None` where nothing is to be seen.
    fn place(&self, edit: &Edit, stream: &RawDict) -> Result<Option<Matrix>, Error> {
        let numbers = |dict: &RawDict, key| -> Result<Option<Vec<f64>>, Error> {
            Ok(edit.file().array_under(dict, key)?.as_deref().and_then(numbers))
        };
        let to = numbers(&self.dict, "Rect")?.and_then(|it| rect(&it)).ok_or(UNFIXED)?;
        let area = numbers(stream, "BBox")?.and_then(|it| rect(&it)).ok_or(UNFIXED)?;
        let matrix = match numbers(stream, "Matrix")? {
            Some(six) => Matrix::of(&six).ok_or(UNFIXED)?,
            None => Matrix::IDENTITY,
        };
        let from = matrix.around(area);
        let is_seen =
            [from.width(), from.height(), to.width(), to.height()].iter().all(|n| *n > 0.0);
        let (x, y) = (to.width() / from.width(), to.height() / from.height());
        let origin = (to.x0 - from.x0 * x, to.y0 - from.y0 * y);
        Ok(is_seen.then_some(Matrix::new((x, 0.0), (0.0, y), origin)))
    }

    /// Whether there is a value that should be seen.
    fn has_value(&self, edit: &Edit) -> Result<bool, Error> {
        let kind = self.inherited(edit, "FT")?;
        let value = self.inherited(edit, "V")?;
        Ok(match (kind.as_deref(), value) {
            (_, None) | (Some(b"/Sig"), _) => false,
            (Some(b"/Btn"), Some(value)) => value != b"/Off",
            (_, Some(value)) => text(&value).is_none_or(|text| !text.is_empty()),
        })
    }

    fn has_text(&self, edit: &Edit) -> Result<bool, Error> {
        let kind = self.inherited(edit, "FT")?;
        Ok(matches!(kind.as_deref(), Some(b"/Tx" | b"/Ch")) && self.has_value(edit)?)
    }

    /// An attribute of the field, its own or one of those above it.
    fn inherited(&self, edit: &Edit, key: &str) -> Result<Option<Vec<u8>>, Error> {
        let mut dict = self.dict.clone();
        for _ in 0..MAX_DEPTH {
            if let Some(raw) = dict.get(key) {
                return Ok(Some(raw.to_vec()));
            }
            let Some(parent) = dict.reference("Parent") else {
                return Ok(None);
            };
            dict = edit.file().dict(parent)?;
        }
        Err(UNFIXED)
    }
}

/// The appearance as contents can paint it: a copy where it does not say that it is a form.
fn as_form(edit: &mut Edit, id: Id, mut stream: RawDict, data: &[u8]) -> u32 {
    if stream.get("Subtype") == Some(b"/Form") && id.1 == 0 {
        return id.0;
    }
    stream.set("Subtype", "/Form");
    edit.add_stream_with(stream, data)
}

fn shows_text(edit: &Edit, appearance: Id) -> bool {
    let contents = edit.file().decoded(appearance).unwrap_or_default();
    let mut operations = UntypedIter::new(&contents);
    while let Some(operation) = operations.next() {
        if matches!(&**operation.operator, b"Tj" | b"TJ" | b"'" | b"\"") {
            return true;
        }
    }
    false
}

fn numbers(array: &[u8]) -> Option<Vec<f64>> {
    let number = |raw: &[u8]| std::str::from_utf8(raw).ok()?.parse::<f64>().ok();
    let numbers: Vec<f64> = items(array)?.into_iter().map(number).collect::<Option<_>>()?;
    numbers.iter().all(|n| n.is_finite()).then_some(numbers)
}

/// A rectangle by any two opposite corners.
fn rect(numbers: &[f64]) -> Option<Rect> {
    let &[a, b, c, d] = numbers else { return None };
    Some(Rect::new(a.min(c), b.min(d), a.max(c), b.max(d)))
}
