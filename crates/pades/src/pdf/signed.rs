//! An upload that is signed already: it stays as it is, and one more revision is appended to it.

use super::annotation::subtype;
use super::clean::{carried, layers};
use super::edit::Edit;
use super::field_look::Fallback;
use super::file::File;
use super::flatten::Form;
use super::raw::{RawDict, items, with_references};
use super::sections::{Place, is_head};
use super::widget::{Shown, Widget};
use crate::signatures::{Found, signatures_in};
use crate::{Change, Error, Refused};
use std::collections::BTreeSet;

/// What is to be told of a signed file.
///
/// # Errors
/// [`Refused::SignedDamaged`] where viewers would not read it as this library does; the reasons for which a
/// signed file is refused.
pub(crate) fn taken(pdf: &[u8], file: &File) -> Result<Vec<Change>, Refused> {
    let found = signatures_in(file).map_err(|_| Refused::SignedDamaged)?;
    if file.chain.is_encrypted || !found.iter().all(|it| is_plausible(it, pdf)) {
        return Err(Refused::SignedDamaged);
    }
    if is_certified(file, &found) {
        return Err(Refused::Certified);
    }
    if !file.has_plain_tree() || !is_read_alike(pdf, file) {
        return Err(Refused::SignedDamaged);
    }
    let edit = || Edit::of(pdf.to_vec()).map_err(|_| Refused::SignedDamaged);
    layers::expect_same_in_print(file)?;
    expect_fixed_form(edit()?)?;
    carried(edit()?)
}

/// Whether it is a signature at all, and no dictionary made to keep a form as it is.
fn is_plausible(found: &Found, pdf: &[u8]) -> bool {
    let [start, length, gap, rest] = found.range;
    let end = gap.checked_add(rest);
    start == 0
        && length > 0
        && length < gap
        && end.is_some_and(|end| end <= pdf.len())
        && found.value.first() == Some(&0x30)
        || is_old(found)
}

/// `adbe.x509.rsa_sha1` (ISO 32000-1, section 12.8.3.2): the value is an octet string.
fn is_old(found: &Found) -> bool {
    found.value.first() == Some(&0x04) && found.range[0] == 0 && found.range[1] > 0
}

/// Whether a signature allows no further one (`DocMDP`, P = 1: ISO 32000-2, section 12.8.2.2).
pub(crate) fn is_certified(file: &File, found: &[Found]) -> bool {
    let by_rights = || {
        let rights = file.dict_under(&file.catalog().ok()?, "Perms").ok()??;
        file.dict_under(&rights, "DocMDP").ok()?
    };
    let certifying = by_rights();
    found.iter().map(|it| &it.dictionary).chain(certifying.as_ref()).any(|it| forbids(file, it))
}

fn forbids(file: &File, signature: &RawDict) -> bool {
    let references = file.array_under(signature, "Reference").ok().flatten().unwrap_or_default();
    items(&references).unwrap_or_default().into_iter().any(|raw| {
        let reference = file.resolved(raw).ok().flatten().as_deref().and_then(RawDict::parse);
        reference.is_some_and(|reference| {
            let method = file.name(&reference, "TransformMethod").ok().flatten();
            let parameters = file.dict_under(&reference, "TransformParams").ok().flatten();
            let level = parameters.and_then(|it| file.value(&it, "P").ok().flatten());
            method.as_deref() == Some(b"DocMDP") && level.as_deref() == Some(b"1")
        })
    })
}

/// Whether everything that is reachable stands where the file says, and nothing refers to a number that the
/// next revision would use.
fn is_read_alike(pdf: &[u8], file: &File) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting: Vec<(u32, u16)> = file.root().into_iter().collect();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        if id.0 >= file.chain.size || !file.is_read_as_stated(pdf, id) {
            return false;
        }
        let Some(structure) = file.structure(id) else { continue };
        let collect = |other| {
            waiting.push(other);
            String::new()
        };
        if with_references(&structure, collect).is_none() {
            return false;
        }
    }
    true
}

impl File {
    /// Whether the library that reads objects finds this one where the tables say, or none where they say none.
    pub(crate) fn is_read_as_stated(&self, pdf: &[u8], id: (u32, u16)) -> bool {
        if !self.exists(id) {
            return !self.is_read(id);
        }
        match self.places().get(&id.0) {
            Some(Place::At(offset, generation)) => is_head(pdf, *offset, id.0, *generation),
            Some(Place::Within(container)) => {
                matches!(self.places().get(container), Some(Place::At(..)))
            }
            Some(Place::Free) | None => true,
        }
    }
}

/// Fields without an appearance that viewers would make up after the seal.
fn expect_fixed_form(mut edit: Edit) -> Result<(), Refused> {
    let dict = edit.file().dict_under(&edit.file().catalog()?, "AcroForm")?.unwrap_or_default();
    let form = Form::of(&edit, dict, Fallback::default())?;
    if !form.is_unfixed {
        return Ok(());
    }
    for page in edit.file().pages() {
        let dict = edit.file().dict(page)?;
        let annotations = edit.file().array_under(&dict, "Annots")?.unwrap_or_default();
        for raw in items(&annotations).unwrap_or_default() {
            let Some(value) = edit.file().resolved(raw)? else { continue };
            let dict = RawDict::parse(&value).ok_or(Refused::UnfixedForm)?;
            if subtype(edit.file(), &dict)? != b"Widget" {
                continue;
            }
            let widget = Widget { dict, is_field: true, is_unfixed: true, turned: 0 };
            let shown = widget.shown(&mut edit, &form).map_err(|error| match error {
                // Nothing is drawn in a signed file.
                Error::MissingGlyph(_) => Refused::UnfixedForm,
                other => other.into(),
            })?;
            if let Shown::Painted { is_made: true, .. } = shown {
                return Err(Refused::UnfixedForm);
            }
        }
    }
    Ok(())
}
