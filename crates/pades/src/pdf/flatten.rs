//! Form fields and other annotations made part of their pages: a field that stayed could be filled in with
//! something else after the seal, a note could be moved or opened, and validators would report that as an
//! ordinary use of the file.

use super::annotation::{area_of, meet, subtype};
use super::clean::Findings;
use super::edit::{Edit, Id};
use super::field_look::{Fallback, FieldLook, Meaning, unknown_stamp};
use super::field_text::Difference;
use super::file::File;
use super::form_field::{form_field, label};
use super::geometry::Matrix;
use super::mark_look::{comments, icon, mark_look, spend};
use super::paint::{Painted, paint};
use super::raw::{RawDict, items, reference};
use super::widget::{Shown, Widget};
use crate::{Change, Error, Refused};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Annotations that viewers draw in their own way where no appearance is defined.
const DRAWN: [&[u8]; 11] = [
    b"Line",
    b"Square",
    b"Circle",
    b"Polygon",
    b"PolyLine",
    b"Highlight",
    b"Underline",
    b"Squiggly",
    b"StrikeOut",
    b"Ink",
    b"Caret",
];

/// Annotations whose `Contents` are no comment: they are shown, or shown elsewhere, or told as another thing.
const TELLING: [&[u8]; 6] =
    [b"FreeText", b"Popup", b"FileAttachment", b"Watermark", b"PrinterMark", b"TrapNet"];

/// How many characters of a name, of what is shown and of what the data say are told.
const MAX_TOLD: usize = 28;

/// How many bytes of appearances are compared with what the data of fields say.
const MAX_COMPARED: usize = 8 << 20;
/// How many empty fields are told; a form has a few hundred.
const MAX_FIELDS: usize = 1_000;
/// How many bytes of points are read to draw the annotations of a document.
const MAX_POINTS: usize = 8 << 20;

/// The form of the document.
pub(crate) struct Form {
    pub(crate) dict: RawDict,
    /// Whether viewers are told to generate appearances (`NeedAppearances`).
    pub(crate) is_unfixed: bool,
    /// Whether the document has layers.
    pub(crate) has_layers: bool,
    /// Fonts for what the fonts of fields lack.
    pub(crate) fallback: RefCell<Fallback>,
    /// What the codes of the fonts of appearances mean, as far as they were asked for; `None` where nothing says it.
    pub(crate) meanings: RefCell<BTreeMap<Vec<u8>, Option<Meaning>>>,
    /// How many more bytes of appearances are compared with what the data of fields say.
    pub(crate) compared: RefCell<usize>,
    /// How many more bytes of points may be read.
    points: RefCell<usize>,
}

impl Form {
    /// From its dictionary, with fonts for what the fonts of fields lack.
    pub(crate) fn of(edit: &Edit, dict: RawDict, fallback: Fallback) -> Result<Self, Error> {
        let is_unfixed = edit.file().value(&dict, "NeedAppearances")?.as_deref() == Some(b"true");
        // Once for all annotations: the catalog may hold the names of all fields.
        let has_layers = edit.catalog_entry("OCProperties")?.is_some();
        let (points, compared) = (RefCell::new(MAX_POINTS), RefCell::new(MAX_COMPARED));
        let (fallback, meanings) = (RefCell::new(fallback), RefCell::default());
        Ok(Self { dict, is_unfixed, has_layers, fallback, meanings, compared, points })
    }

    /// The name of a stamp that no viewer can draw.
    fn unknown_stamp(&self, file: &File, stamp: &RawDict) -> Result<Option<String>, Error> {
        let Self { dict, fallback, .. } = self;
        unknown_stamp(&FieldLook { file, widget: stamp, form: dict, fallback })
    }
}

/// Paints every annotation but links as it is shown, then removes them and the form.
///
/// # Errors
/// [`Refused::UnfixedForm`] where viewers may show one differently, [`Refused::Xfa`].
pub(crate) fn flatten(
    edit: &mut Edit,
    findings: &mut Findings,
    fallback: Fallback,
) -> Result<(), Refused> {
    let catalog = edit.file().catalog()?;
    let dict = edit.file().dict_under(&catalog, "AcroForm")?.unwrap_or_default();
    let has_xfa = edit.file().is_there(&dict, "XFA");
    let renders = edit.file().value(&catalog, "NeedsRendering")?.as_deref() == Some(b"true");
    let fields = edit.file().array_under(&dict, "Fields")?.unwrap_or_default();
    let has_fields = items(&fields).is_some_and(|fields| !fields.is_empty());
    let form = Form::of(edit, dict, fallback)?;
    let mut has_widgets = false;
    let pages = edit.file().pages();
    let all: BTreeSet<Id> = pages.iter().copied().collect();
    for (index, page) in pages.into_iter().enumerate() {
        has_widgets |= flatten_page(edit, (index, page), &all, &form, findings)?;
    }
    form.fallback.take().embed(edit).ok_or(Error::UnfixedForm)?;
    if has_xfa && (renders || !has_widgets) {
        return Err(Refused::Xfa);
    }
    if has_xfa {
        findings.changes.insert(Change::XfaRemoved);
    }
    if has_widgets || has_fields || form.is_unfixed {
        findings.changes.insert(Change::FormFixed);
        edit.catalog()?.remove("AcroForm");
    }
    Ok(())
}

/// Returns whether there were form fields.
fn flatten_page(
    edit: &mut Edit,
    (index, page): (usize, Id),
    pages: &BTreeSet<Id>,
    form: &Form,
    findings: &mut Findings,
) -> Result<bool, Refused> {
    let Some(raw) = edit.entry(page, "Annots")? else {
        return Ok(false);
    };
    let all = match reference(&raw) {
        Some(id) if edit.file().exists(id) => edit.file().array(id)?,
        Some(_) => b"[]".to_vec(),
        None => raw,
    };
    let annotations = items(&all).ok_or(Error::UnfixedForm)?;
    let turned = edit.file().inherited(page, "Rotate")?;
    let turned = turned.and_then(|raw| std::str::from_utf8(&raw).ok()?.parse::<i32>().ok());
    let turned = u16::try_from(turned.unwrap_or_default().rem_euclid(360)).unwrap_or_default();
    let mut kept = Vec::new();
    let (mut painted, mut areas) = (Vec::new(), Vec::new());
    let mut has_widgets = false;
    for &raw in &annotations {
        let Some(dict) = annotation(edit, raw)? else { continue };
        let kind = subtype(edit.file(), &dict)?;
        if kind == b"Link" {
            kept.push(raw);
            continue;
        }
        if let Some(id) = reference(raw).filter(|id| !kind.is_empty() && !pages.contains(id)) {
            edit.forget(id);
        }
        let is_field = kind == b"Widget";
        has_widgets |= is_field;
        if !is_field && !TELLING.contains(&kind.as_slice()) {
            findings.comments.extend(comments(edit.file(), &dict)?);
        }
        let widget = Widget { dict, is_field, turned, is_unfixed: form.is_unfixed };
        if is_field && findings.fields.len() < MAX_FIELDS {
            findings.fields.extend(form_field(edit, &widget, index)?);
        }
        if kind == b"Stamp" && widget.dict.get("AP").is_none() {
            findings.comments.extend(form.unknown_stamp(edit.file(), &widget.dict)?);
        }
        let shown = widget.shown(edit, form).map_err(|error| match error {
            Error::MissingGlyph(char) => {
                Refused::MissingGlyph { char, field: named(edit, &widget) }
            }
            other => other.into(),
        })?;
        match shown {
            Shown::Painted { painted: it, is_made, contradicted } => {
                findings.contradicted.extend(contradicted.map(|it| told(edit, &widget, &it)));
                let area = area_of(edit.file(), &widget.dict, "Rect")?;
                areas.push((is_field, area.ok_or(Error::UnfixedForm)?));
                painted.push(it);
                if is_made {
                    let drawn = if is_field { Change::FormDrawn } else { Change::AnnotationsDrawn };
                    findings.changes.insert(drawn);
                }
            }
            Shown::Undefined if DRAWN.contains(&kind.as_slice()) => {
                spend(edit.file(), &widget.dict, &mut form.points.borrow_mut())?;
                let Some((stream, data, area)) = mark_look(edit.file(), &widget.dict, &kind)?
                else {
                    continue;
                };
                areas.push((false, area));
                let form = edit.add_stream_with(stream, &data);
                painted.push(Painted { form, at: Matrix::IDENTITY, is_artifact: false });
                findings.changes.insert(Change::AnnotationsDrawn);
            }
            // Its icon is told where it has no comment that is.
            Shown::Undefined if kind == b"Text" => {
                if comments(edit.file(), &widget.dict)?.is_empty() {
                    findings.comments.insert(icon(edit.file(), &widget.dict)?);
                }
            }
            Shown::Nothing | Shown::Undefined => {}
        }
        if !is_field && kind != b"FileAttachment" {
            findings.changes.insert(Change::AnnotationsFixed);
        }
    }
    if kept.len() == annotations.len() {
        return Ok(has_widgets);
    }
    // Viewers differ in whether other annotations are drawn over or under a field: the sender has to look.
    let (fields, others): (Vec<_>, Vec<_>) = areas.iter().partition(|(is_field, _)| *is_field);
    if others.iter().any(|(_, other)| fields.iter().any(|(_, area)| meet(*other, *area))) {
        findings.changes.insert(Change::AnnotationsDrawn);
    }
    let kept = [b"[", &kept.join(&b' ')[..], b"]"].concat();
    edit.dict(page)?.set("Annots", kept);
    if !painted.is_empty() {
        paint(edit, page, &painted)?;
    }
    Ok(has_widgets)
}

/// What a field is called; `None` for what is none, and where it has no name.
fn named(edit: &Edit, widget: &Widget) -> Option<String> {
    label(edit, widget).ok().flatten().filter(|_| widget.is_field)
}

/// A field, what it shows, and what its data say.
fn told(edit: &Edit, widget: &Widget, Difference { shown, said, .. }: &Difference) -> String {
    let part = |text: &str| {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match words.char_indices().nth(MAX_TOLD) {
            Some((end, _)) => format!("{}…", &words[..end]),
            None if words.is_empty() => "–".to_owned(),
            None => words,
        }
    };
    let name = named(edit, widget).map(|name| part(&name) + ": ").unwrap_or_default();
    format!("{name}{} ≠ {}", part(shown), part(said))
}

/// The annotation as it is now: an indirect one may have been changed.
fn annotation(edit: &Edit, raw: &[u8]) -> Result<Option<RawDict>, Error> {
    let value = edit.file().resolved(raw)?.filter(|value| value.starts_with(b"<<"));
    value.map(|value| RawDict::parse(&value).ok_or(Error::UnfixedForm)).transpose()
}
