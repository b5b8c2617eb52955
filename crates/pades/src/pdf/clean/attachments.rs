//! Embedded files (ISO 32000-2, section 7.11.4): they are no part of the contract, except in electronic
//! invoices.

use super::Findings;
use super::action::name_of;
use super::document::is_empty_tree;
use crate::Refused;
use crate::pdf::edit::{Edit, Id};
use crate::pdf::file::File;
use crate::pdf::raw::{RawDict, items, reference};
use crate::pdf::xmp::{archival_part, is_invoice};
use std::collections::BTreeSet;

/// How many nodes a tree of names may have.
const MAX_NODES: usize = 10_000;

/// The names under which the standards embed an invoice (Factur-X, `ZUGFeRD`, `XRechnung`, Order-X).
const INVOICES: [&str; 6] = [
    "factur-x.xml",
    "zugferd-invoice.xml",
    "xrechnung.xml",
    "order-x.xml",
    "cida.xml",
    "zugferd_2p0_extension_schema.xml",
];

pub(crate) fn clean(edit: &mut Edit, findings: &mut Findings) -> Result<(), Refused> {
    let root = edit.file().root()?;
    let by_name = by_name(edit, root)?;
    let holders = associated(edit, &mut findings.attachments)?;
    findings.attachments.extend(by_name.iter().cloned());
    let pages = edit.file().pages();
    for page in pages {
        on_page(edit.file(), page, &mut findings.attachments)?;
    }
    if findings.attachments.is_empty() {
        return Ok(());
    }
    let is_named = |name: &String| INVOICES.contains(&name.to_ascii_lowercase().as_str());
    let has_claim = matches!(archival_part(edit.file())?, Some(3)) || is_invoice(edit.file())?;
    findings.is_invoice = has_claim || findings.attachments.iter().any(is_named);
    if findings.is_invoice {
        return Ok(());
    }
    edit.change_under(root, "Names", |names| names.remove("EmbeddedFiles"))?;
    edit.dict(root)?.remove("Collection");
    for holder in holders {
        edit.dict(holder)?.remove("AF");
    }
    Ok(())
}

/// The names in the tree of embedded files.
fn by_name(edit: &Edit, root: Id) -> Result<BTreeSet<String>, Refused> {
    let file = edit.file();
    let names = file.dict_under(&file.dict(root)?, "Names")?.unwrap_or_default();
    let Some(tree) = file.dict_under(&names, "EmbeddedFiles")? else {
        return Ok(BTreeSet::new());
    };
    let mut found = BTreeSet::new();
    let mut waiting = vec![tree];
    let mut nodes = 0;
    while let Some(node) = waiting.pop() {
        nodes += 1;
        if nodes > MAX_NODES {
            return Err(Refused::TooComplex);
        }
        if is_empty_tree(edit, &node)? {
            continue;
        }
        let pairs = file.array_under(&node, "Names")?.unwrap_or_default();
        for value in items(&pairs).unwrap_or_default().into_iter().skip(1).step_by(2) {
            found.insert(name_of(file, value)?.unwrap_or_default());
        }
        let kids = file.array_under(&node, "Kids")?.unwrap_or_default();
        for kid in items(&kids).unwrap_or_default().into_iter().filter_map(reference) {
            waiting.extend(file.dict(kid).ok());
        }
    }
    Ok(found)
}

/// Objects with associated files (`AF`, ISO 32000-2, section 14.13); their files' names are noted.
fn associated(edit: &Edit, names: &mut BTreeSet<String>) -> Result<Vec<Id>, Refused> {
    let file = edit.file();
    let mut holders = Vec::new();
    for (id, dict) in file.dictionaries() {
        let Some(files) = file.array_under(&dict, "AF").ok().flatten() else { continue };
        let files = items(&files).unwrap_or_default();
        for specification in &files {
            let value = file.resolved(specification)?.as_deref().and_then(RawDict::parse);
            if value.is_some_and(|it| it.get("EF").is_some()) {
                names.insert(name_of(file, specification)?.unwrap_or_default());
                holders.push(id);
            }
        }
    }
    Ok(holders)
}

/// Files that are attached to a place on a page.
fn on_page(file: &File, page: Id, names: &mut BTreeSet<String>) -> Result<(), Refused> {
    let annotations = file.array_under(&file.dict(page)?, "Annots")?.unwrap_or_default();
    for raw in items(&annotations).unwrap_or_default() {
        let Some(dict) = file.resolved(raw)?.as_deref().and_then(RawDict::parse) else { continue };
        if file.name(&dict, "Subtype")?.as_deref() == Some(b"FileAttachment") {
            let name = dict.get("FS").map(|raw| name_of(file, raw)).transpose()?.flatten();
            names.insert(name.unwrap_or_default());
        }
    }
    Ok(())
}
