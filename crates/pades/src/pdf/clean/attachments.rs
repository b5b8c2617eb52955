//! Embedded files (ISO 32000-2, section 7.11.4): they are no part of the contract, except in electronic
//! invoices.

use super::Findings;
use super::action::name_of;
use super::document::is_empty_tree;
use super::embedded::Embedded;
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

/// Takes out what is embedded, wherever it can be reached from: the tree of names, associated files of any
/// object, places on pages, elements of the structure. Those of an electronic invoice stay, but for what is
/// attached to a place on a page, since annotations do not stay.
pub(crate) fn clean(edit: &mut Edit, findings: &mut Findings) -> Result<(), Refused> {
    let root = edit.file().root()?;
    let by_name = by_name(edit, root)?;
    let embedded = Embedded::find(edit.file())?;
    let on_pages = on_pages(edit.file())?;
    let stated: BTreeSet<String> = by_name.union(&embedded.associated).cloned().collect();
    let pinned: BTreeSet<String> = on_pages.difference(&stated).cloned().collect();
    let mut others: BTreeSet<String> =
        stated.union(&embedded.names).filter(|name| !pinned.contains(*name)).cloned().collect();
    if embedded.objects.is_empty() && pinned.is_empty() && others.is_empty() {
        return Ok(());
    }
    if pinned.is_empty() && others.is_empty() {
        // A file that no specification names.
        others.insert(String::new());
    }
    if is_electronic_invoice(edit.file(), &others)? {
        findings.attachments_kept.extend(others);
        findings.attachments.extend(pinned);
        return Ok(());
    }
    findings.attachments.extend(others.into_iter().chain(pinned));
    take_out(edit, root, embedded)
}

/// Whether files of these names belong to an electronic invoice.
fn is_electronic_invoice(file: &File, names: &BTreeSet<String>) -> Result<bool, Refused> {
    let is_named = |name: &String| INVOICES.contains(&name.to_ascii_lowercase().as_str());
    let has_claim = matches!(archival_part(file)?, Some(3)) || is_invoice(file)?;
    Ok(!names.is_empty() && (has_claim || names.iter().any(is_named)))
}

fn take_out(edit: &mut Edit, root: Id, embedded: Embedded) -> Result<(), Refused> {
    edit.change_under(root, "Names", |names| names.remove("EmbeddedFiles"))?;
    edit.dict(root)?.remove("Collection");
    for holder in embedded.holders {
        edit.dict(holder)?.remove("AF");
    }
    for id in embedded.objects {
        edit.forget(id);
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

/// The names of files that are attached to a place on a page.
fn on_pages(file: &File) -> Result<BTreeSet<String>, Refused> {
    let mut names = BTreeSet::new();
    for page in file.pages() {
        let annotations = file.array_under(&file.dict(page)?, "Annots")?.unwrap_or_default();
        for raw in items(&annotations).unwrap_or_default() {
            let value = file.resolved(raw)?;
            let Some(dict) = value.as_deref().and_then(RawDict::parse) else { continue };
            if file.name(&dict, "Subtype")?.as_deref() == Some(b"FileAttachment") {
                let name = dict.get("FS").map(|raw| name_of(file, raw)).transpose()?.flatten();
                names.insert(name.unwrap_or_default());
            }
        }
    }
    Ok(names)
}
