//! Actions, scripts and usage rights of the document as a whole, its pages and its outline.

use super::Findings;
use super::action::{Does, address, does, only_goes};
use crate::pdf::edit::{Edit, Id};
use crate::pdf::raw::{RawDict, items, reference};
use crate::pdf::string::text;
use crate::{Change, Refused};
use std::collections::BTreeSet;

/// How many entries an outline may have.
const MAX_OUTLINE: usize = 100_000;

pub(crate) fn clean(edit: &mut Edit, findings: &mut Findings) -> Result<(), Refused> {
    let root = edit.file().root()?;
    if let Some(raw) = edit.entry(root, "OpenAction")?
        && opens(edit, &raw, findings)?
    {
        edit.dict(root)?.remove("OpenAction");
    }
    base(edit, root, findings)?;
    drop_entry(edit, root, "AA", findings)?;
    scripts_by_name(edit, root, findings)?;
    usage_rights(edit, root, findings)?;
    for page in edit.file().pages() {
        drop_entry(edit, page, "AA", findings)?;
    }
    outline(edit, root, findings)
}

/// Whether the action that runs when the document is opened has to go, which is noted: it may show a place of the
/// document, and not a page of the web that no reader asked for.
fn opens(edit: &Edit, raw: &[u8], findings: &mut Findings) -> Result<bool, Refused> {
    if drops(edit, raw, findings)? {
        return Ok(true);
    }
    if only_goes(edit.file(), raw)? {
        return Ok(false);
    }
    let action = edit.file().resolved(raw)?.as_deref().and_then(RawDict::parse).unwrap_or_default();
    if let Some(address) = edit.file().value(&action, "URI")?.as_deref().and_then(text) {
        findings.links.insert(address);
    } else {
        findings.changes.insert(Change::ActionsRemoved);
    }
    Ok(true)
}

/// What addresses without a host count from (ISO 32000-2, table 210): not from a folder or a script.
fn base(edit: &mut Edit, root: Id, findings: &mut Findings) -> Result<(), Refused> {
    let catalog = edit.file().dict(root)?;
    let entry = edit.file().dict_under(&catalog, "URI")?.unwrap_or_default();
    let Some(raw) = edit.file().value(&entry, "Base")? else {
        return Ok(());
    };
    if address(&raw) != Does::Shows {
        findings.links.insert(text(&raw).unwrap_or_default());
        edit.dict(root)?.remove("URI");
    }
    Ok(())
}

/// Whether this action has to go, which is noted.
pub(crate) fn drops(edit: &Edit, raw: &[u8], findings: &mut Findings) -> Result<bool, Refused> {
    Ok(match does(edit.file(), raw)? {
        Does::Shows => false,
        Does::Acts => {
            findings.changes.insert(Change::ActionsRemoved);
            true
        }
        Does::Leaves { target, is_program } => {
            findings.starts_programs |= is_program;
            findings.links.insert(target);
            true
        }
    })
}

/// Removes an entry that is nothing but actions.
fn drop_entry(edit: &mut Edit, id: Id, key: &str, findings: &mut Findings) -> Result<(), Refused> {
    if edit.entry(id, key)?.is_some() {
        edit.dict(id)?.remove(key);
        findings.changes.insert(Change::ActionsRemoved);
    }
    Ok(())
}

/// Scripts that run when the document is opened (ISO 32000-2, section 12.6.4.17).
fn scripts_by_name(edit: &mut Edit, root: Id, findings: &mut Findings) -> Result<(), Refused> {
    let catalog = edit.file().dict(root)?;
    let names = edit.file().dict_under(&catalog, "Names")?.unwrap_or_default();
    let Some(scripts) = edit.file().dict_under(&names, "JavaScript")? else {
        return Ok(());
    };
    if !is_empty_tree(edit, &scripts)? {
        findings.changes.insert(Change::ActionsRemoved);
        edit.change_under(root, "Names", |names| names.remove("JavaScript"))?;
    }
    Ok(())
}

/// Whether a tree of names holds nothing.
pub(crate) fn is_empty_tree(edit: &Edit, tree: &RawDict) -> Result<bool, Refused> {
    for key in ["Names", "Kids"] {
        let array = edit.file().array_under(tree, key)?.unwrap_or_default();
        if items(&array).is_some_and(|items| !items.is_empty()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Usage rights (ISO 32000-2, section 12.8.2.3) hold for one program and one state of the file only.
fn usage_rights(edit: &mut Edit, root: Id, findings: &mut Findings) -> Result<(), Refused> {
    let catalog = edit.file().dict(root)?;
    let Some(rights) = edit.file().dict_under(&catalog, "Perms")? else {
        return Ok(());
    };
    if ["UR", "UR3"].iter().all(|key| rights.get(key).is_none()) {
        return Ok(());
    }
    findings.changes.insert(Change::UsageRightsRemoved);
    let mut left = rights;
    left.remove("UR");
    left.remove("UR3");
    if left.clone().sorted().is_empty() {
        edit.dict(root)?.remove("Perms");
    } else {
        edit.dict(root)?.set("Perms", left.write());
    }
    Ok(())
}

/// Entries of the outline that open something else lose their action.
fn outline(edit: &mut Edit, root: Id, findings: &mut Findings) -> Result<(), Refused> {
    let Some(outlines) = edit.entry(root, "Outlines")?.as_deref().and_then(reference) else {
        return Ok(());
    };
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![outlines]);
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) || !edit.file().exists(id) {
            continue;
        }
        if seen.len() > MAX_OUTLINE {
            return Err(Refused::TooComplex);
        }
        // An entry that cannot be read is not shown either.
        let Ok(entry) = edit.file().dict(id) else { continue };
        waiting.extend(["First", "Next"].iter().filter_map(|key| entry.reference(key)));
        if let Some(action) = entry.get("A")
            && drops(edit, action, findings)?
        {
            edit.dict(id)?.remove("A");
        }
    }
    Ok(())
}
