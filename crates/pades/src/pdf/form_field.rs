//! The empty fields of a form (ISO 32000-2, section 12.7) as its pages show them, read before they are taken out.

use super::annotation::{HIDDEN, NO_VIEW, area_of, flags};
use super::edit::Edit;
use super::geometry::{from_shown, shown};
use super::graft::user_unit;
use super::raw::{RawDict, items};
use super::string::legible;
use super::widget::Widget;
use crate::{Error, FormField, FormFieldKind, TextFormat};

/// The flags of fields (ISO 32000-2, tables 227, 229, 230 and 233).
const READ_ONLY: u64 = 1;
const REQUIRED: u64 = 1 << 1;
const SEVERAL_LINES: u64 = 1 << 12;
const PASSWORD: u64 = 1 << 13;
const RADIO: u64 = 1 << 15;
const PUSH_BUTTON: u64 = 1 << 16;

/// The field of this widget on a page, which counts from 0; `None` where a person could not fill it, it is filled
/// already, or it is of a kind that is not offered: buttons and passwords. Each of several radio buttons is called by
/// what it stands for.
///
/// # Errors
/// [`Error`] where its entries cannot be read.
pub(crate) fn form_field(
    edit: &Edit,
    widget: &Widget,
    page: usize,
) -> Result<Option<FormField>, Error> {
    let file = edit.file();
    let field_flags = number_of(edit, widget, "Ff")?.unwrap_or(0);
    let is_seen = flags(file, &widget.dict)? & (HIDDEN | NO_VIEW) == 0;
    if !is_seen || field_flags & READ_ONLY != 0 || widget.has_value(edit)? {
        return Ok(None);
    }
    let is_required = field_flags & REQUIRED != 0;
    let mut label = label(edit, widget)?;
    let kind = match widget.kind(edit)?.as_deref() {
        Some(b"Tx") if field_flags & PASSWORD == 0 => FormFieldKind::Text {
            has_several_lines: field_flags & SEVERAL_LINES != 0,
            limit: number_of(edit, widget, "MaxLen")?,
            format: format(edit, widget)?,
        },
        Some(b"Btn") if field_flags & PUSH_BUTTON == 0 => {
            if field_flags & RADIO == 0 {
                FormFieldKind::Checkbox
            } else {
                label = [label, state(edit, widget)?]
                    .into_iter()
                    .flatten()
                    .reduce(|group, state| format!("{group}: {state}"));
                FormFieldKind::Radio { group: widget.full_name(edit)? }
            }
        }
        Some(b"Ch") => FormFieldKind::Choice { options: options(edit, widget)? },
        Some(b"Sig") => FormFieldKind::Signature,
        _ => return Ok(None),
    };
    let Some(area) = shown_area(edit, widget, page)? else { return Ok(None) };
    Ok(Some(FormField {
        page: u32::try_from(page + 1).map_err(|_| Error::UnfixedForm)?,
        area,
        kind,
        label,
        is_required,
    }))
}

/// Left, top, width and height on the page as it is shown.
fn shown_area(edit: &Edit, widget: &Widget, page: usize) -> Result<Option<[f64; 4]>, Error> {
    let file = edit.file();
    let area = area_of(file, &widget.dict, "Rect")?;
    let pages = file.pdf.pages();
    let Some((area, on)) = area.zip(pages.get(page)) else { return Ok(None) };
    let Some(to_shown) = from_shown(on).inverse() else { return Ok(None) };
    let unit = user_unit(file, page)?;
    let (area, (_, height)) = (to_shown.around(area), shown(on));
    let area = [area.x0, height - area.y1, area.width(), area.height()].map(|it| it * unit);
    let is_there = area[2] > 0.0 && area[3] > 0.0;
    Ok(is_there.then_some(area))
}

/// The name for people (`TU`), otherwise the field's own.
pub(crate) fn label(edit: &Edit, widget: &Widget) -> Result<Option<String>, Error> {
    for key in ["TU", "T"] {
        let label = widget.inherited(edit, key)?.as_deref().and_then(legible);
        if let Some(label) = label.filter(|label| !label.trim().is_empty()) {
            return Ok(Some(label));
        }
    }
    Ok(None)
}

/// What a radio button stands for: the name of its appearance when it is on, or what `Opt` calls that by its number.
fn state(edit: &Edit, widget: &Widget) -> Result<Option<String>, Error> {
    let file = edit.file();
    let Some(all) = file.dict_under(&widget.dict, "AP")? else { return Ok(None) };
    let Some(states) = file.dict_under(&all, "N")? else { return Ok(None) };
    let on = states.sorted().into_iter().map(|(name, _)| name).find(|name| name != b"Off");
    let Some(on) = on.map(|name| String::from_utf8_lossy(&name).into_owned()) else {
        return Ok(None);
    };
    let options = options(edit, widget)?;
    let called = on.parse::<usize>().ok().and_then(|place| options.get(place).cloned());
    Ok(Some(called.unwrap_or(on)))
}

/// What can be chosen, as it is shown.
fn options(edit: &Edit, widget: &Widget) -> Result<Vec<String>, Error> {
    let Some(all) = widget.inherited(edit, "Opt")? else { return Ok(Vec::new()) };
    let mut options = Vec::new();
    for raw in items(&all).unwrap_or_default() {
        let Some(value) = edit.file().resolved(raw)? else { continue };
        // A pair: what is exported, and what is shown.
        let shown = match items(&value).as_deref() {
            Some([_, shown]) => edit.file().resolved(shown)?.unwrap_or_default(),
            _ => value.clone(),
        };
        options.extend(legible(&shown));
    }
    Ok(options)
}

/// What the field's script makes of the text, by the names that form programs use for it.
fn format(edit: &Edit, widget: &Widget) -> Result<Option<TextFormat>, Error> {
    let scripts = widget.inherited(edit, "AA")?.as_deref().and_then(RawDict::parse);
    let Some(script) = scripts else { return Ok(None) };
    let Some(action) = edit.file().dict_under(&script, "F")? else { return Ok(None) };
    let source = edit.file().value(&action, "JS")?.as_deref().and_then(legible).unwrap_or_default();
    Ok(if source.contains("AFDate_") {
        Some(TextFormat::Date)
    } else if source.contains("AFNumber_") {
        Some(TextFormat::Number)
    } else {
        None
    })
}

fn number_of(edit: &Edit, widget: &Widget, key: &str) -> Result<Option<u64>, Error> {
    let raw = widget.inherited(edit, key)?;
    Ok(raw.and_then(|raw| std::str::from_utf8(&raw).ok()?.parse().ok()))
}
