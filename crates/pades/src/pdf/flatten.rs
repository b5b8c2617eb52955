//! Form fields made part of their pages: a field that stayed could be filled in with something else after the
//! seal, and validators would report that as an ordinary use of a form.

use super::annotation::{area_of, meet, visible_annotations, widget};
use super::edit::{Edit, Id};
use super::paint::paint;
use super::raw::items;
use super::widget::Widget;
use crate::Error;

/// Paints every field as it is shown, then removes the fields and the form. Returns whether there was a form.
pub(crate) fn flatten(edit: &mut Edit) -> Result<bool, Error> {
    let catalog = edit.file().catalog()?;
    let form = edit.file().dict_under(&catalog, "AcroForm")?.unwrap_or_default();
    let is_unfixed = edit.file().value(&form, "NeedAppearances")?.as_deref() == Some(b"true");
    let mut has_widgets = false;
    for page in edit.file().pages() {
        has_widgets |= flatten_page(edit, page, is_unfixed)?;
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
        let Some(dict) = widget(edit.file(), raw)? else {
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
    // Viewers differ in whether other annotations are drawn over or under a field.
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
