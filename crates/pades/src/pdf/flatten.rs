//! Form fields made part of their pages: left in, they could be filled in otherwise behind a seal, and
//! validators would take it for what forms are for.

use super::edit::{Edit, Id};
use super::file::File;
use super::geometry::Matrix;
use super::paint::{Painted, paint};
use super::raw::{RawDict, items, name};
use super::string::text;
use crate::Error;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::Rect;
use std::collections::BTreeSet;

/// How far up a field inherits.
const MAX_DEPTH: usize = 32;
/// Flags of annotations (ISO 32000-2, table 167): those with which nothing is shown, and those with which
/// viewers show it in their own ways.
const HIDDEN: u64 = 1 << 1;
const NO_VIEW: u64 = 1 << 5;
const INVISIBLE: u64 = 1;
const NO_ROTATE: u64 = 1 << 4;

/// Paints every field as it is shown, takes away what could be filled in, and then the form. Says whether
/// there was one.
pub(crate) fn flatten(edit: &mut Edit) -> Result<bool, Error> {
    let catalog = edit.file().catalog()?;
    let form = edit.file().dict_under(&catalog, "AcroForm")?.unwrap_or_default();
    let is_unfixed = edit.file().value(&form, "NeedAppearances")?.as_deref() == Some(b"true");
    let mut seen = BTreeSet::new();
    let mut has_widgets = false;
    for index in 0..edit.file().pdf.pages().len() {
        let page = edit.file().page(index)?;
        // A page may stand in the tree more than once.
        if seen.insert(page) {
            has_widgets |= flatten_page(edit, page, is_unfixed)?;
        }
    }
    let fields = edit.file().array_under(&form, "Fields")?.unwrap_or_default();
    let has_fields = items(&fields).is_some_and(|fields| !fields.is_empty());
    if !has_widgets && !has_fields && !is_unfixed {
        return Ok(false);
    }
    edit.catalog()?.remove("AcroForm");
    Ok(true)
}

fn flatten_page(edit: &mut Edit, page: Id, is_unfixed: bool) -> Result<bool, Error> {
    let dict = edit.file().dict(page)?;
    let annotations = edit.file().array_under(&dict, "Annots")?.unwrap_or(b"[]".to_vec());
    let annotations = items(&annotations).ok_or(Error::UnfixedForm)?;
    let is_turned = edit.file().inherited(page, "Rotate")?.is_some_and(|turned| turned != b"0");
    let (mut kept, mut painted, mut areas) = (Vec::new(), Vec::new(), Vec::new());
    for &raw in &annotations {
        let Some(dict) = widget(edit, raw)? else {
            kept.push(raw);
            continue;
        };
        let widget = Widget { dict, is_unfixed, is_turned };
        if let Some(it) = widget.painted(edit)? {
            areas.push(area_of(edit.file(), &widget.dict, "Rect")?.ok_or(Error::UnfixedForm)?);
            painted.push(it);
        }
    }
    if kept.len() == annotations.len() {
        return Ok(false);
    }
    // What lies over a field in one viewer lies under it in another.
    let others = visible_annotations(edit.file(), page)?;
    if others.iter().any(|other| areas.iter().any(|area| meet(*other, *area))) {
        return Err(Error::UnfixedForm);
    }
    let kept = [b"[", &kept.join(&b' ')[..], b"]"].concat();
    edit.dict(page)?.set("Annots", kept);
    if !painted.is_empty() {
        paint(edit, page, &painted)?;
    }
    Ok(true)
}

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

/// The annotation, if it is a widget.
fn widget(edit: &Edit, raw: &[u8]) -> Result<Option<RawDict>, Error> {
    let Some(annotation) = annotation(edit.file(), raw)? else {
        return Ok(None);
    };
    let kind = edit.file().name(&annotation, "Subtype")?;
    Ok((kind.as_deref() == Some(b"Widget")).then_some(annotation))
}

fn flags(file: &File, annotation: &RawDict) -> Result<u64, Error> {
    let flags = file.value(annotation, "F")?;
    flags.as_deref().map_or(Some(0), whole_number).ok_or(Error::UnfixedForm)
}

/// A field's place on a page.
struct Widget {
    dict: RawDict,
    /// Whether viewers are told to make up what fields look like.
    is_unfixed: bool,
    /// Whether its page is turned.
    is_turned: bool,
}

/// What a widget looks like.
enum Look {
    /// Like this stream.
    As(Id),
    /// It is not to be seen.
    Nothing,
    /// Nothing says so.
    Unsaid,
}

impl Widget {
    /// What is shown of it; an error where viewers would make that up themselves.
    fn painted(&self, edit: &mut Edit) -> Result<Option<Painted>, Error> {
        let flags = flags(edit.file(), &self.dict)?;
        if flags & (HIDDEN | NO_VIEW) != 0 {
            return Ok(None);
        }
        let is_odd = flags & INVISIBLE != 0 || flags & NO_ROTATE != 0 && self.is_turned;
        if is_odd || self.dict.get("OC").is_some() {
            return Err(Error::UnfixedForm);
        }
        let appearance = match self.look(edit)? {
            Look::As(appearance) => appearance,
            Look::Unsaid if self.would_be_drawn(edit)? => return Err(Error::UnfixedForm),
            Look::Unsaid | Look::Nothing => return Ok(None),
        };
        let (body, data) = edit.file().body(appearance)?.ok_or(Error::UnfixedForm)?;
        let (stream, data) = RawDict::parse(&body).zip(data).ok_or(Error::UnfixedForm)?;
        let shows_text = shows_text(edit, appearance)?;
        let is_stale = self.is_unfixed && (shows_text || self.has_value(edit)?);
        // Viewers take the fonts of such text from different places, and know layers and other kinds of
        // contents for what is painted, but not for what annotations show.
        let has_fonts = stream.get("Resources").is_some();
        let is_other = ["OC", "Subtype2"].iter().any(|key| stream.get(key).is_some());
        if is_stale || is_other || shows_text && !has_fonts {
            return Err(Error::UnfixedForm);
        }
        let Some(at) = self.place(edit, &stream)? else {
            return Ok(None);
        };
        Ok(Some(Painted { form: as_form(edit, appearance, stream, &data), at }))
    }

    /// The normal appearance, in the state that is on (ISO 32000-2, section 12.5.5).
    fn look(&self, edit: &Edit) -> Result<Look, Error> {
        let Some(all) = edit.file().dict_under(&self.dict, "AP")? else {
            return Ok(Look::Unsaid);
        };
        if let Some(id) = all.reference("N").filter(|id| edit.file().is_stream(*id)) {
            return Ok(Look::As(id));
        }
        let Some(states) = edit.file().dict_under(&all, "N")? else {
            return Ok(Look::Unsaid);
        };
        let state = edit.file().name(&self.dict, "AS")?.ok_or(Error::UnfixedForm)?;
        let state = String::from_utf8(state).map_err(|_| Error::UnfixedForm)?;
        let is_off = state == "Off" && self.kind(edit)?.as_deref() == Some(b"Btn");
        match (states.reference(&state), states.get(&state)) {
            (Some(id), _) if edit.file().is_stream(id) => Ok(Look::As(id)),
            (None, None) if is_off => Ok(Look::Nothing),
            _ => Err(Error::UnfixedForm),
        }
    }

    /// Whether viewers would draw something although nothing says what it looks like: a value, a choice, a
    /// border, a background or a caption (ISO 32000-2, tables 192 and 234).
    fn would_be_drawn(&self, edit: &Edit) -> Result<bool, Error> {
        let looks = edit.file().dict_under(&self.dict, "MK")?.unwrap_or_default();
        let is_decorated = ["BC", "BG", "CA"].iter().any(|key| looks.get(key).is_some());
        let has_choices =
            self.inherited(edit, "Opt")?.is_some() || self.inherited(edit, "I")?.is_some();
        let state = edit.file().name(&self.dict, "AS")?;
        let is_on = state.is_some_and(|state| state != b"Off");
        Ok(is_decorated || has_choices || is_on || self.has_value(edit)?)
    }

    /// From the appearance to its rectangle on the page (ISO 32000-2, section 12.5.5, algorithm 8);
    /// `None` where nothing is to be seen.
    fn place(&self, edit: &Edit, stream: &RawDict) -> Result<Option<Matrix>, Error> {
        let to = area_of(edit.file(), &self.dict, "Rect")?.ok_or(Error::UnfixedForm)?;
        let area = area_of(edit.file(), stream, "BBox")?.ok_or(Error::UnfixedForm)?;
        let matrix = match numbers(edit.file(), stream, "Matrix")? {
            Some(six) => Matrix::of(&six).ok_or(Error::UnfixedForm)?,
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
        let Some(value) = self.inherited(edit, "V")? else {
            return Ok(false);
        };
        Ok(match self.kind(edit)?.as_deref() {
            Some(b"Sig") => false,
            Some(b"Btn") => name(&value).is_none_or(|state| state != b"Off"),
            _ => text(&value).is_none_or(|text| !text.is_empty()),
        })
    }

    fn kind(&self, edit: &Edit) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.inherited(edit, "FT")?.as_deref().and_then(name))
    }

    /// An attribute of the field, its own or one of those above it.
    fn inherited(&self, edit: &Edit, key: &str) -> Result<Option<Vec<u8>>, Error> {
        let mut dict = self.dict.clone();
        for _ in 0..MAX_DEPTH {
            if dict.get(key).is_some() {
                return edit.file().value(&dict, key);
            }
            match (dict.reference("Parent"), dict.get("Parent")) {
                (Some(parent), _) => dict = edit.file().dict(parent)?,
                (None, None) => return Ok(None),
                (None, Some(_)) => return Err(Error::UnfixedForm),
            }
        }
        Err(Error::UnfixedForm)
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

fn shows_text(edit: &mut Edit, appearance: Id) -> Result<bool, Error> {
    if let Some(known) = edit.known_text(appearance) {
        return Ok(known);
    }
    let (file, budget) = edit.reading();
    let contents = file.stream_within(appearance, budget)?;
    let mut operations = UntypedIter::new(&contents);
    let mut shows = false;
    while let Some(operation) = operations.next() {
        shows |= matches!(&**operation.operator, b"Tj" | b"TJ" | b"'" | b"\"");
    }
    edit.know_text(appearance, shows);
    Ok(shows)
}

/// The numbers of an array, wherever it and they stand.
fn numbers(file: &File, dict: &RawDict, key: &str) -> Result<Option<Vec<f64>>, Error> {
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

fn area_of(file: &File, dict: &RawDict, key: &str) -> Result<Option<Rect>, Error> {
    Ok(numbers(file, dict, key)?.and_then(|it| rect(&it)))
}

fn meet(one: Rect, other: Rect) -> bool {
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
