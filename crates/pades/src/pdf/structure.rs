//! The structure tree of a tagged PDF (ISO 32000-2, section 14.7), as far as adding one form field requires.

use super::edit::{Edit, Id};
use super::file::File;
use super::raw::{RawDict, items, reference};
use crate::Error;

/// How deep and how large a tree of numbers may be.
const MAX_DEPTH: usize = 32;
const MAX_NODES: usize = 10_000;

/// Whether the PDF is tagged: what is shown is in the structure tree, or marked as an artifact.
pub(crate) fn is_tagged(edit: &Edit) -> Result<bool, Error> {
    let marks = edit.file().dict_under(&edit.file().catalog()?, "MarkInfo")?.unwrap_or_default();
    Ok(edit.file().value(&marks, "Marked")?.as_deref() == Some(b"true"))
}

/// Puts a widget into the structure tree of a tagged PDF, last, as an element `Form` (ISO 14289-1, section
/// 7.18.4). Returns the widget's key in the parent tree; `None` where the PDF is not tagged.
///
/// # Errors
/// [`Error::Page`] where the tree cannot be read.
pub(crate) fn add_widget(
    edit: &mut Edit,
    page: Id,
    widget: u32,
    words: &str,
) -> Result<Option<u64>, Error> {
    if !is_tagged(edit)? {
        return Ok(None);
    }
    let Some(root) = edit.file().catalog()?.reference("StructTreeRoot") else {
        return Ok(None);
    };
    let dict = edit.file().dict(root)?;
    let parents = edit.file().dict_under(&dict, "ParentTree")?.unwrap_or_default();
    let next = next_key(edit.file(), &parents)?;
    let next = next.max(dict.integer("ParentTreeNextKey").unwrap_or_default());

    let parent = document_element(edit.file(), &dict)?.unwrap_or(root);
    let element = edit.reserve();
    let (number, generation) = page;
    let kid = format!("<</Type/OBJR/Obj {widget} 0 R/Pg {number} {generation} R>>");
    let body = format!(
        "<</Type/StructElem/S/Form/P {} {} R/Pg {number} {generation} R/K {kid}/Alt{words}>>",
        parent.0, parent.1
    );
    edit.add(element, body.into_bytes());
    add_kid(edit, parent, element)?;
    add_parent(edit, root, &parents, (next, element))?;
    edit.dict(root)?.set("ParentTreeNextKey", (next + 1).to_string());
    if edit.entry(page, "Tabs")?.is_none() {
        edit.dict(page)?.set("Tabs", "/S");
    }
    Ok(Some(next))
}

/// The element that holds the whole document, where it is the root's only kid.
fn document_element(file: &File, root: &RawDict) -> Result<Option<Id>, Error> {
    let kid = match (root.reference("K"), root.get("K")) {
        (Some(id), _) => match file.array(id) {
            Ok(array) => only(&array),
            Err(_) => Some(id),
        },
        (None, Some(raw)) => only(raw),
        (None, None) => None,
    };
    let Some(kid) = kid else {
        return Ok(None);
    };
    let is_document = file.name(&file.dict(kid)?, "S")?.as_deref() == Some(b"Document");
    Ok(is_document.then_some(kid))
}

/// The reference that is an array's only item.
fn only(array: &[u8]) -> Option<Id> {
    match items(array)?.as_slice() {
        [item] => reference(item),
        _ => None,
    }
}

/// Adds a kid to an element, whose `K` may be one kid, an array of them, or absent.
fn add_kid(edit: &mut Edit, parent: Id, element: u32) -> Result<(), Error> {
    let item = format!("{element} 0 R");
    let kids = edit.entry(parent, "K")?;
    let is_array = match kids.as_deref().map(|raw| (raw, reference(raw))) {
        None => true,
        Some((_, Some(id))) => edit.file().array(id).is_ok(),
        Some((raw, None)) => items(raw).is_some(),
    };
    match kids {
        Some(kid) if !is_array => {
            let both = [b"[", &kid[..], b" ", item.as_bytes(), b"]"].concat();
            edit.dict(parent)?.set("K", both);
            Ok(())
        }
        Some(_) | None => edit.append(parent, "K", &item),
    }
}

/// Adds an entry to the parent tree, whose keys all are smaller.
fn add_parent(
    edit: &mut Edit,
    root: Id,
    tree: &RawDict,
    (key, element): (u64, u32),
) -> Result<(), Error> {
    let entry = format!("{key} {element} 0 R");
    let (list, item) = if tree.get("Kids").is_some() {
        let leaf = edit.reserve();
        let body = format!("<</Limits[{key} {key}]/Nums[{entry}]>>");
        edit.add(leaf, body.into_bytes());
        ("Kids", format!("{leaf} 0 R"))
    } else {
        ("Nums", entry)
    };
    if let Some(id) = edit.file().dict(root)?.reference("ParentTree") {
        return edit.append(id, list, &item);
    }
    let before = edit.file().array_under(tree, list)?.unwrap_or(b"[]".to_vec());
    let grown = super::raw::appended(&before, item.as_bytes()).ok_or_else(unreadable)?;
    let mut tree = tree.clone();
    tree.set(list, grown);
    edit.dict(root)?.set("ParentTree", tree.write());
    Ok(())
}

/// One more than the greatest key of a tree of numbers (ISO 32000-2, section 7.9.7).
fn next_key(file: &File, tree: &RawDict) -> Result<u64, Error> {
    let mut nodes = vec![(tree.clone(), 0)];
    let (mut next, mut seen) = (0, 0);
    while let Some((node, depth)) = nodes.pop() {
        seen += 1;
        if depth > MAX_DEPTH || seen > MAX_NODES {
            return Err(unreadable());
        }
        let numbers = file.array_under(&node, "Nums")?.unwrap_or(b"[]".to_vec());
        for key in items(&numbers).ok_or_else(unreadable)?.into_iter().step_by(2) {
            let key = std::str::from_utf8(key).ok().and_then(|key| key.parse::<u64>().ok());
            next = next.max(key.and_then(|key| key.checked_add(1)).ok_or_else(unreadable)?);
        }
        let kids = file.array_under(&node, "Kids")?.unwrap_or(b"[]".to_vec());
        for kid in items(&kids).ok_or_else(unreadable)? {
            let id = reference(kid).ok_or_else(unreadable)?;
            nodes.push((file.dict(id)?, depth + 1));
        }
    }
    Ok(next)
}

fn unreadable() -> Error {
    Error::Page("the structure tree cannot be read")
}
