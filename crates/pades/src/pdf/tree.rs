//! A page tree that can be read in one way only, made from one that viewers have to guess at: nodes without a
//! type, pages that occur twice, or that are no objects of their own.

use super::edit::{Edit, Id};
use super::raw::{RawDict, items, reference};
use crate::{Intake, Refused};
use std::collections::BTreeSet;

/// How deep the tree may be.
const MAX_DEPTH: usize = 64;
/// What pages inherit (ISO 32000-2, section 7.7.3.4).
const INHERITED: [&str; 4] = ["Resources", "MediaBox", "CropBox", "Rotate"];

/// Writes a plain tree, if every viewer finds the pages that are found here.
///
/// # Errors
/// [`Refused::Damaged`] where the pages cannot be found, or are counted in another way.
pub(crate) fn made_plain(pdf: Vec<u8>) -> Result<Vec<u8>, Refused> {
    let mut edit = Edit::of(pdf)?;
    let root = edit.file().catalog()?.reference("Pages").ok_or(Refused::Damaged)?;
    let mut tree = Tree { pages: Vec::new(), path: BTreeSet::new() };
    let dict = edit.file().dict(root)?;
    tree.collect(&edit, (Some(root), dict), &RawDict::default(), 0)?;
    // A page that occurs twice is shown twice, and found once by the library that reads pages.
    let (own, direct): (Vec<_>, Vec<_>) =
        tree.pages.iter().map(|(id, _)| *id).partition(Option::is_some);
    let distinct = own.into_iter().collect::<BTreeSet<_>>().len() + direct.len();
    if distinct != edit.file().pdf.pages().len() || tree.pages.len() > Intake::MAX_PAGES {
        return Err(Refused::Damaged);
    }
    let mut used = BTreeSet::new();
    let mut kids = Vec::new();
    for (id, mut page) in tree.pages {
        page.set("Type", "/Page");
        page.set("Parent", format!("{} {} R", root.0, root.1));
        match id.filter(|id| used.insert(*id)) {
            Some(id) => {
                kids.push(format!("{} {} R", id.0, id.1));
                *edit.dict(id)? = page;
            }
            None => {
                let number = edit.reserve();
                kids.push(format!("{number} 0 R"));
                edit.add(number, page.write());
            }
        }
    }
    let mut plain = RawDict::default();
    plain.set("Type", "/Pages");
    plain.set("Count", kids.len().to_string());
    plain.set("Kids", format!("[{}]", kids.join(" ")));
    *edit.dict(root)? = plain;
    Ok(edit.finish())
}

struct Tree {
    pages: Vec<(Option<Id>, RawDict)>,
    /// The nodes above the one that is read.
    path: BTreeSet<Id>,
}

impl Tree {
    fn collect(
        &mut self,
        edit: &Edit,
        (id, mut node): (Option<Id>, RawDict),
        above: &RawDict,
        depth: usize,
    ) -> Result<(), Refused> {
        if depth > MAX_DEPTH || self.pages.len() > Intake::MAX_PAGES {
            return Err(Refused::TooComplex);
        }
        for key in INHERITED {
            if let (None, Some(inherited)) = (node.get(key), above.get(key)) {
                node.set(key, inherited.to_vec());
            }
        }
        let kind = edit.file().name(&node, "Type")?;
        let kids = edit.file().array_under(&node, "Kids")?;
        let Some(kids) = kids.filter(|_| kind.as_deref() != Some(b"Page")) else {
            self.pages.push((id, node));
            return Ok(());
        };
        if id.is_some_and(|id| !self.path.insert(id)) {
            return Err(Refused::Damaged);
        }
        for raw in items(&kids).ok_or(Refused::Damaged)? {
            let below = reference(raw);
            let Some(value) = edit.file().resolved(raw)? else { continue };
            let dict = RawDict::parse(&value).ok_or(Refused::Damaged)?;
            self.collect(edit, (below, dict), &node, depth + 1)?;
        }
        id.map(|id| self.path.remove(&id));
        Ok(())
    }
}
