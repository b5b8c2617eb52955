//! Annotations that do something: links that leave the document or cover a page lose their action and keep
//! their look; films, sound and 3D scenes are refused.

use super::Findings;
use super::action::{Does, does};
use super::document::drops;
use crate::pdf::annotation::area_of;
use crate::pdf::edit::{Edit, Id};
use crate::pdf::raw::{RawDict, items, reference};
use crate::{Change, Error, Refused};
use hayro_syntax::page::Page;

/// Annotations that play something.
const MEDIA: [&[u8]; 6] = [b"Movie", b"Sound", b"Screen", b"3D", b"RichMedia", b"Projection"];
/// The part of a page that a link may cover.
const MOST: f64 = 0.5;

pub(crate) fn clean(edit: &mut Edit, findings: &mut Findings) -> Result<(), Refused> {
    for (index, page) in edit.file().pages().into_iter().enumerate() {
        let size = edit.file().pdf.pages().get(index).map(Page::intersected_crop_box);
        let size = size.map_or(0.0, |area| area.width() * area.height());
        on_page(edit, page, size, findings)?;
    }
    Ok(())
}

fn on_page(edit: &mut Edit, page: Id, size: f64, findings: &mut Findings) -> Result<(), Refused> {
    let dict = edit.file().dict(page)?;
    let Some(annotations) = edit.file().array_under(&dict, "Annots")? else {
        return Ok(());
    };
    let annotations = items(&annotations).ok_or(Refused::Damaged)?;
    let mut kept = Vec::with_capacity(annotations.len());
    let mut has_changed = false;
    for &raw in &annotations {
        let Some(mut dict) = edit.file().resolved(raw)?.as_deref().and_then(RawDict::parse) else {
            kept.push(raw.to_vec());
            continue;
        };
        let removed = removed(edit, &dict, size, findings)?;
        if removed.is_empty() {
            kept.push(raw.to_vec());
            continue;
        }
        match reference(raw) {
            Some(id) => {
                let dict = edit.dict(id)?;
                without(dict, &removed);
                kept.push(raw.to_vec());
            }
            None => {
                without(&mut dict, &removed);
                kept.push(dict.write());
                has_changed = true;
            }
        }
    }
    if has_changed {
        edit.dict(page)?.set("Annots", [b"[", &kept.join(&b' ')[..], b"]"].concat());
    }
    Ok(())
}

fn without(dict: &mut RawDict, keys: &[&str]) {
    for key in keys {
        dict.remove(key);
    }
}

/// The entries of an annotation that have to go.
fn removed(
    edit: &Edit,
    annotation: &RawDict,
    page: f64,
    findings: &mut Findings,
) -> Result<Vec<&'static str>, Refused> {
    let file = edit.file();
    let kind = file.name(annotation, "Subtype")?.unwrap_or_default();
    if MEDIA.contains(&kind.as_slice()) {
        return Err(Refused::Media);
    }
    let mut removed = Vec::new();
    if annotation.get("AA").is_some() {
        removed.push("AA");
        findings.changes.insert(Change::ActionsRemoved);
    }
    for key in ["A", "PA"] {
        let Some(action) = annotation.get(key) else { continue };
        if drops(edit, action, findings)? {
            removed.push(key);
        } else if kind == b"Link"
            && key == "A"
            && let Some(address) = address(edit, action)?
            && covers(edit, annotation, page)?
        {
            findings.links.insert(address);
            removed.push(key);
        }
    }
    Ok(removed)
}

/// The address that an action opens.
fn address(edit: &Edit, action: &[u8]) -> Result<Option<String>, Error> {
    let file = edit.file();
    let action = file.resolved(action)?.as_deref().and_then(RawDict::parse).unwrap_or_default();
    let is_web = file.name(&action, "S")?.as_deref() == Some(b"URI")
        && does(file, &action.write())? == Does::Shows;
    let address = file.value(&action, "URI")?;
    Ok(address.filter(|_| is_web).map(|raw| super::super::string::text(&raw).unwrap_or_default()))
}

/// Whether it covers so much of the page that a click anywhere follows it.
fn covers(edit: &Edit, annotation: &RawDict, page: f64) -> Result<bool, Error> {
    let area = area_of(edit.file(), annotation, "Rect")?;
    Ok(area.is_some_and(|area| area.width() * area.height() > MOST * page))
}
