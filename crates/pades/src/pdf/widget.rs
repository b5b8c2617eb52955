//! Annotations that show something on a page, above all form fields, and their appearance there.

use super::annotation::{HIDDEN, NO_ROTATE, NO_VIEW, PRINT, area_of, flags, numbers, subtype};
use super::edit::{Edit, Id};
use super::field_look::{FieldLook, Look as Made, free_text, look_of, stamp};
use super::field_text::{Difference, difference};
use super::file::File;
use super::flatten::Form;
use super::geometry::Matrix;
use super::paint::Painted;
use super::raw::{RawDict, name, reference};
use super::string::{legible, text};
use crate::Error;
use hayro_syntax::content::UntypedIter;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many levels up a field inherits.
const MAX_DEPTH: usize = 32;

/// How many forms and images an appearance may paint where there are layers.
const MAX_PAINTED: usize = 1_000;

/// An annotation's place on a page.
pub(crate) struct Widget {
    pub(crate) dict: RawDict,
    /// Whether it is that of a form field.
    pub(crate) is_field: bool,
    /// Whether viewers are told to generate appearances (`NeedAppearances`).
    pub(crate) is_unfixed: bool,
    /// By how many degrees clockwise its page is rotated.
    pub(crate) turned: u16,
}

/// What an annotation shows.
pub(crate) enum Shown {
    /// This.
    Painted {
        painted: Painted,
        /// Whether its appearance was made here, from its value.
        is_made: bool,
        /// What its data say instead of what is shown.
        contradicted: Option<Difference>,
    },
    /// Nothing.
    Nothing,
    /// The file does not say it.
    Undefined,
}

/// The appearance of a widget.
enum Look {
    /// This stream.
    As(Id),
    /// It is hidden.
    Nothing,
    /// The file does not define it.
    Unsaid,
}

impl Widget {
    /// What it shows; an error where viewers differ.
    pub(crate) fn shown(&self, edit: &mut Edit, form: &Form) -> Result<Shown, Error> {
        let flags = flags(edit.file(), &self.dict)?;
        if flags & HIDDEN != 0 || flags & (NO_VIEW | PRINT) == NO_VIEW {
            return Ok(Shown::Nothing);
        }
        // Printed and not shown, or perhaps hidden by a layer: those that are shown are fixed by now.
        let has_layers = form.has_layers;
        if flags & NO_VIEW != 0 || has_layers && self.dict.get("OC").is_some() {
            return Err(Error::UnfixedForm);
        }
        let appearance = match self.look(edit)? {
            Look::As(appearance) => appearance,
            Look::Unsaid => return self.unsaid(edit, form),
            Look::Nothing => return Ok(Shown::Nothing),
        };
        let (body, data) = edit.file().body(appearance)?.ok_or(Error::UnfixedForm)?;
        let (stream, data) = RawDict::parse(&body).zip(data).ok_or(Error::UnfixedForm)?;
        // Viewers show nothing of what has no box.
        if area_of(edit.file(), &stream, "BBox")?.is_none() {
            return self.unsaid(edit, form);
        }
        let shows_text = shows_text(edit, appearance)?;
        // Viewers apply layers and other kinds of contents to page contents, but not to what annotations show.
        let is_layered = has_layers && uses_layers(edit.file(), &stream)?;
        if is_layered || stream.get("Subtype2").is_some() {
            return Err(Error::UnfixedForm);
        }
        // A text that is not in the appearance is only shown by viewers that are told to generate it.
        let is_stale = self.is_unfixed
            && self.is_written(edit)?
            && (!shows_text || self.shows_another_text(edit, form, (appearance, &stream))?);
        // Viewers take the fonts of such text from different places.
        let has_fonts = stream.get("Resources").is_some();
        if is_stale || shows_text && !has_fonts {
            return self.made(edit, form);
        }
        let Some(mut at) = self.place(edit, &stream)? else {
            return Ok(Shown::Nothing);
        };
        if flags & NO_ROTATE != 0 {
            at = at.then(self.upright(edit)?);
        }
        // What cannot be known is no doubt.
        let contradicted = self.contradicted(edit, form, (appearance, &stream)).unwrap_or(None);
        let form = as_form(edit, appearance, stream, &data);
        let painted = Painted { form, at, is_artifact: false };
        Ok(Shown::Painted { painted, is_made: false, contradicted })
    }

    /// What it shows without an appearance in the file.
    fn unsaid(&self, edit: &mut Edit, form: &Form) -> Result<Shown, Error> {
        if !self.is_field {
            return self.noted(edit, form);
        }
        if self.would_be_drawn(edit)? { self.made(edit, form) } else { Ok(Shown::Nothing) }
    }

    /// An appearance made from the field's value.
    fn made(&self, edit: &mut Edit, form: &Form) -> Result<Shown, Error> {
        if !self.is_field {
            return Err(Error::UnfixedForm);
        }
        self.drawn(edit, form, look_of)
    }

    /// What a text or a stamp without an appearance shows.
    fn noted(&self, edit: &mut Edit, form: &Form) -> Result<Shown, Error> {
        match subtype(edit.file(), &self.dict)?.as_slice() {
            b"FreeText" => self.drawn(edit, form, free_text),
            b"Stamp" => self.drawn(edit, form, stamp),
            _ => Ok(Shown::Undefined),
        }
    }

    /// Turned so that it is upright on a rotated page: its upper left corner stays where it is.
    fn upright(&self, edit: &Edit) -> Result<Matrix, Error> {
        let area = area_of(edit.file(), &self.dict, "Rect")?.ok_or(Error::UnfixedForm)?;
        let (x, y) = (area.x0, area.y1);
        Ok(match self.turned {
            90 => Matrix::new((0.0, 1.0), (-1.0, 0.0), (x + y, y - x)),
            180 => Matrix::new((-1.0, 0.0), (0.0, -1.0), (2.0 * x, 2.0 * y)),
            270 => Matrix::new((0.0, -1.0), (1.0, 0.0), (x - y, x + y)),
            _ => Matrix::IDENTITY,
        })
    }

    fn drawn(
        &self,
        edit: &mut Edit,
        form: &Form,
        draw: fn(&FieldLook<'_>) -> Result<Option<Made>, Error>,
    ) -> Result<Shown, Error> {
        let Form { dict, fallback, .. } = form;
        let field = FieldLook { file: edit.file(), widget: &self.dict, form: dict, fallback };
        let Some(look) = draw(&field)? else {
            return Ok(Shown::Nothing);
        };
        let mut fallback = fallback.borrow_mut();
        let (stream, data) = look.stream(|face| fallback.object(edit, face))?;
        drop(fallback);
        let Some(at) = self.place(edit, &stream)? else {
            return Ok(Shown::Nothing);
        };
        let form = edit.add_stream_with(stream, &data);
        let painted = Painted { form, at, is_artifact: false };
        Ok(Shown::Painted { painted, is_made: true, contradicted: None })
    }

    /// Whether the appearance shows a text that is certainly not the value, and no script formats the value.
    fn shows_another_text(
        &self,
        edit: &mut Edit,
        form: &Form,
        appearance: (Id, &RawDict),
    ) -> Result<bool, Error> {
        let is_text = self.kind(edit)?.as_deref() == Some(b"Tx");
        if !is_text || self.is_formatted(edit)? {
            return Ok(false);
        }
        Ok(difference(edit.reading(), self, form, appearance)?.is_some())
    }

    /// Where the appearance that is shown certainly has another text than the data of the field: both.
    fn contradicted(
        &self,
        edit: &Edit,
        form: &Form,
        appearance: (Id, &RawDict),
    ) -> Result<Option<Difference>, Error> {
        let is_text = matches!(self.kind(edit)?.as_deref(), Some(b"Tx" | b"Ch"));
        if !self.is_field || !is_text || self.is_formatted(edit)? {
            return Ok(None);
        }
        let mut budget = form.compared.borrow_mut();
        let found = difference((edit.file(), &mut budget), self, form, appearance)?;
        Ok(found.filter(|difference| difference.is_certain))
    }

    /// Whether a script formats the value for its appearance (ISO 32000-2, table 199).
    fn is_formatted(&self, edit: &Edit) -> Result<bool, Error> {
        let scripts = self.inherited(edit, "AA")?.as_deref().and_then(RawDict::parse);
        Ok(scripts.is_some_and(|scripts| scripts.get("F").is_some()))
    }

    /// Whether it is a text or a choice with a value.
    fn is_written(&self, edit: &Edit) -> Result<bool, Error> {
        let is_text = matches!(self.kind(edit)?.as_deref(), Some(b"Tx" | b"Ch"));
        Ok(self.is_field && is_text && self.has_value(edit)?)
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
        let is_button = self.kind(edit)?.as_deref() == Some(b"Btn");
        let state = match edit.file().name(&self.dict, "AS")? {
            Some(state) => state,
            None if is_button => b"Off".to_vec(),
            None => return Ok(Look::Unsaid),
        };
        let is_off = state == b"Off" && is_button;
        match (states.reference(&state), states.get(&state)) {
            (Some(id), _) if edit.file().is_stream(id) => Ok(Look::As(id)),
            (None, None) if is_off && !self.is_framed(edit)? => Ok(Look::Nothing),
            _ => Ok(Look::Unsaid),
        }
    }

    /// Whether it has a border or a background of its own, which viewers draw around a button that is off too, although
    /// its appearances are those of other states (ISO 32000-2, table 192).
    fn is_framed(&self, edit: &Edit) -> Result<bool, Error> {
        let looks = edit.file().dict_under(&self.dict, "MK")?.unwrap_or_default();
        Ok(["BC", "BG"].iter().any(|key| looks.get(key).is_some()))
    }

    /// Whether viewers would draw something although no appearance is defined: a value, a choice, a
    /// border, a background or a caption (ISO 32000-2, tables 192 and 234).
    fn would_be_drawn(&self, edit: &Edit) -> Result<bool, Error> {
        let looks = edit.file().dict_under(&self.dict, "MK")?.unwrap_or_default();
        let is_decorated = looks.get("CA").is_some() || self.is_framed(edit)?;
        let has_choices =
            self.inherited(edit, "Opt")?.is_some() || self.inherited(edit, "I")?.is_some();
        let state = edit.file().name(&self.dict, "AS")?;
        let is_on = state.is_some_and(|state| state != b"Off");
        Ok(is_decorated || has_choices || is_on || self.has_value(edit)?)
    }

    /// From the appearance to its rectangle on the page (ISO 32000-2, section 12.5.5, algorithm 8);
    /// `None` where nothing is visible.
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

    /// Whether there is a value that should be visible.
    pub(super) fn has_value(&self, edit: &Edit) -> Result<bool, Error> {
        let Some(value) = self.inherited(edit, "V")? else {
            return Ok(false);
        };
        Ok(match self.kind(edit)?.as_deref() {
            Some(b"Sig") => false,
            Some(b"Btn") => name(&value).is_none_or(|state| state != b"Off"),
            _ => legible(&value).is_none_or(|text| !text.is_empty()),
        })
    }

    pub(super) fn kind(&self, edit: &Edit) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.inherited(edit, "FT")?.as_deref().and_then(name))
    }

    /// The full name of the field: its own part and those above it (ISO 32000-2, section 12.7.4.2).
    pub(super) fn full_name(&self, edit: &Edit) -> Result<String, Error> {
        let mut above: Option<Arc<RawDict>> = None;
        let mut parts = Vec::new();
        for _ in 0..MAX_DEPTH {
            let level = above.as_deref().unwrap_or(&self.dict);
            parts.extend(edit.file().value(level, "T")?.as_deref().and_then(text));
            let Some(parent) = level.reference("Parent") else { break };
            above = Some(edit.file().shared(parent)?);
        }
        parts.reverse();
        Ok(parts.join("."))
    }

    /// An attribute of the field, its own or one of those above it.
    pub(super) fn inherited(&self, edit: &Edit, key: &str) -> Result<Option<Vec<u8>>, Error> {
        let mut above: Option<Arc<RawDict>> = None;
        let mut seen = Vec::new();
        for _ in 0..MAX_DEPTH {
            let level = above.as_deref().unwrap_or(&self.dict);
            if level.get(key).is_some() {
                return edit.file().value(level, key);
            }
            let Some(parent) = level.get("Parent") else { return Ok(None) };
            let parent = reference(parent).ok_or(Error::UnfixedForm)?;
            // No field of a circle has it.
            if seen.contains(&parent) {
                return Ok(None);
            }
            seen.push(parent);
            above = Some(edit.file().shared(parent)?);
        }
        Err(Error::UnfixedForm)
    }
}

/// The appearance as page contents can paint it: a copy where its dictionary lacks `/Subtype /Form`, or names a layer
/// although the document has none any more.
fn as_form(edit: &mut Edit, id: Id, mut stream: RawDict, data: &[u8]) -> u32 {
    let has_layer = stream.get("OC").is_some();
    if stream.get("Subtype") == Some(b"/Form") && id.1 == 0 && !has_layer {
        return id.0;
    }
    stream.remove("OC");
    stream.set("Subtype", "/Form");
    edit.add_stream_with(stream, data)
}

/// Whether a form, or one that it paints, may be shown by layers.
fn uses_layers(file: &File, form: &RawDict) -> Result<bool, Error> {
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![form.clone()]);
    while let Some(form) = waiting.pop() {
        let resources = file.dict_under(&form, "Resources")?.unwrap_or_default();
        let is_open = ["Properties", "Pattern"].iter().any(|key| resources.get(key).is_some());
        if form.get("OC").is_some() || is_open || seen.len() > MAX_PAINTED {
            return Ok(true);
        }
        let inner = file.dict_under(&resources, "XObject")?.unwrap_or_default();
        for (_, raw) in inner.sorted() {
            let id = reference(&raw).filter(|id| seen.insert(*id));
            // What is not there is not painted.
            let Some((body, _)) = id.map(|id| file.body(id)).transpose()?.flatten() else {
                continue;
            };
            waiting.push(RawDict::parse(&body).ok_or(Error::UnfixedForm)?);
        }
    }
    Ok(false)
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
