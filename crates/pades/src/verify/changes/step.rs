//! One revision against the one before it.

use crate::pdf::edit::Id;
use crate::pdf::raw::{RawDict, reference};
use crate::verify::canon::{canon, differ_beyond};
use crate::verify::history::{Body, History, View};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Something that a revision did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::verify) enum Finding {
    /// A field got a value, or a field for a signature was added.
    Filled {
        /// Its full name.
        field: String,
        is_signature: bool,
        /// Whether it only proves: a document timestamp that is not seen.
        is_proof: bool,
        /// Whether it has a value now that it had not.
        is_filled: bool,
        /// Whether the field is new and seen on a page.
        is_new_and_seen: bool,
    },
    /// Fonts and other resources of the form.
    Form,
    /// Something that neither signing nor filling in forms does, in a few words.
    Changed(String),
}

/// What one revision did.
#[derive(Clone, Debug, Default)]
pub(in crate::verify) struct Step {
    pub(in crate::verify) findings: Vec<Finding>,
}

/// The keys of the catalog that may change; the rules say how.
const CATALOG_KEYS: [&str; 6] =
    ["AcroForm", "DSS", "Extensions", "Metadata", "MarkInfo", "Version"];

impl Step {
    /// What the section of this index did.
    pub(super) fn of(history: &History<'_>, index: usize) -> Self {
        let mut comparison = Comparison::of(history, index);
        comparison.run();
        Self { findings: comparison.findings }
    }
}

pub(super) struct Comparison<'h> {
    pub(super) old: View<'h>,
    pub(super) new: View<'h>,
    /// The objects that both have, with different bytes.
    pub(super) changed: BTreeSet<u32>,
    /// Which objects refer to the changed ones, and how often; `None` is the trailer.
    uses: BTreeMap<u32, BTreeMap<Option<u32>, usize>>,
    /// The changed objects that a rule explains.
    cleared: BTreeSet<u32>,
    /// The widgets of new signature fields, with the name of the field.
    pub(super) widgets: BTreeMap<u32, String>,
    pub(super) findings: Vec<Finding>,
}

/// A value under a key: the object, and the number of the object that it stands in.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub(super) body: Rc<Body>,
    pub(super) holder: Option<u32>,
}

impl Slot {
    pub(super) fn dict(&self) -> Option<&RawDict> {
        self.body.dict.as_ref().filter(|_| !self.body.is_stream)
    }
}

impl<'h> Comparison<'h> {
    fn of(history: &'h History<'_>, index: usize) -> Self {
        let (old, new) = (history.view(index + 1), history.view(index));
        let entries = &history.sections[index].entries;
        let changed: BTreeSet<u32> = entries
            .iter()
            .map(|(number, _)| *number)
            .filter(|number| old.place(*number).is_some() && old.spot(*number) != new.spot(*number))
            .collect();
        // A number that the earlier revision refers to without having it may not be filled later.
        let missing = entries
            .iter()
            .map(|(number, _)| *number)
            .filter(|number| old.spot(*number).is_none() && new.spot(*number).is_some());
        let changed: BTreeSet<u32> =
            changed.into_iter().filter(|number| *number != 0).chain(missing).collect();
        // An appearance that something else shows as well may not become another one.
        let shown = changed.iter().filter_map(|number| old.dict_of((*number, 0))?.reference("AP"));
        let wanted = shown.map(|(number, _)| number).chain(changed.iter().copied()).collect();
        let uses = uses(old, &wanted);
        Self {
            old,
            new,
            changed,
            uses,
            cleared: BTreeSet::new(),
            widgets: BTreeMap::new(),
            findings: Vec::new(),
        }
    }

    fn run(&mut self) {
        self.trailer();
        self.catalog();
        self.store();
        self.form();
        self.pages();
        for number in self.changed.clone() {
            if let Some(change) = self.unexplained(number) {
                self.found(change);
            }
        }
        self.unreadable();
    }

    pub(super) fn found(&mut self, change: impl Into<String>) {
        self.findings.push(Finding::Changed(change.into()));
    }

    /// The trailer may get other keys, which nothing on a page depends on.
    fn trailer(&mut self) {
        let (old, new) = (self.old.trailer(), self.new.trailer());
        let same = |key: &str| old.get(key).map(canon) == new.get(key).map(canon);
        if !same("Root") && !new.reference("Root").is_some_and(|id| self.is_new(id)) {
            self.found("another catalog");
        }
        if !same("Encrypt") {
            self.found("the encryption");
        }
        match self.slots(None, (old, new), "Info") {
            Ok((_, Some(info))) if info.dict().is_none() => {
                self.found("the document information");
            }
            Ok(_) | Err(Reused::Removed) => {}
            Err(Reused::Other) => self.found("another document information"),
        }
    }

    fn catalog(&mut self) {
        let (old, new) = (self.old.catalog(), self.new.catalog());
        if let Some((root, _)) = self.old.trailer().reference("Root") {
            self.cleared.insert(root);
        }
        if differ_beyond(&old, &new, &CATALOG_KEYS) {
            self.found("the catalog");
            return;
        }
        let root = self.root();
        for key in ["Extensions", "MarkInfo"] {
            if self.slots(root, (&old, &new), key) == Err(Reused::Other) {
                self.found(format!("the catalog's {key}"));
            }
        }
        match self.slots(root, (&old, &new), "Metadata") {
            Ok((_, Some(slot))) if !super::store::is_metadata(self.new, &slot.body) => {
                self.found("the metadata");
            }
            Ok(_) | Err(Reused::Removed) => {}
            Err(Reused::Other) => self.found("other metadata"),
        }
    }

    /// The number of the catalog in the earlier revision.
    pub(super) fn root(&self) -> Option<u32> {
        self.old.trailer().reference("Root").map(|(number, _)| number)
    }

    /// Whether the earlier revision has no such object.
    pub(super) fn is_new(&self, (number, _): Id) -> bool {
        self.old.spot(number).is_none() && !self.uses.contains_key(&number)
    }

    /// The values under a key before and after. One that stays the same object is cleared if nothing but its
    /// holder refers to it; another object has to be a new one.
    pub(super) fn slots(
        &mut self,
        holder: Option<u32>,
        (old, new): (&RawDict, &RawDict),
        key: &str,
    ) -> Result<(Option<Slot>, Option<Slot>), Reused> {
        let (before, after) = (old.get(key), new.get(key));
        let slot = |view: View<'_>, raw: Option<&[u8]>| {
            let raw = raw?;
            let holder = reference(raw).map(|(number, _)| number).or(holder);
            Some(Slot { body: view.resolved(raw)?, holder })
        };
        let both = (slot(self.old, before), slot(self.new, after));
        let ids = (before.and_then(reference), after.and_then(reference));
        match ids {
            (Some(one), Some(other)) if one == other => self.clear(one.0, holder),
            (_, Some(other)) if !self.is_new(other) => return Err(Reused::Other),
            _ => {}
        }
        match both {
            (Some(_), None) => Err(Reused::Removed),
            both => Ok(both),
        }
    }

    /// Clears a changed object if only this one refers to it, once.
    fn clear(&mut self, number: u32, holder: Option<u32>) {
        let uses = self.uses.get(&number);
        let is_only = uses.is_none_or(|uses| uses.len() == 1 && uses.get(&holder) == Some(&1));
        if is_only {
            self.cleared.insert(number);
        }
    }

    /// Whether something else than this object refers to another one.
    pub(super) fn is_shared(&self, number: u32, holder: u32) -> bool {
        let uses = self.uses.get(&number);
        uses.is_some_and(|uses| uses.len() != 1 || uses.get(&Some(holder)) != Some(&1))
    }

    /// Clears a changed object whatever refers to it: the rule has compared all of it.
    pub(super) fn clear_everywhere(&mut self, number: u32) {
        self.cleared.insert(number);
    }

    /// The objects that refer to a changed one.
    pub(super) fn owners(&self, number: u32) -> Vec<u32> {
        let uses = self.uses.get(&number);
        uses.into_iter().flatten().filter_map(|(owner, _)| *owner).collect()
    }

    /// Whether there is a changed object that no rule explains.
    fn unexplained(&self, number: u32) -> Option<String> {
        let is_used = self.uses.contains_key(&number);
        let was_there = self.old.spot(number).is_some();
        if self.cleared.contains(&number) || !(is_used || was_there) {
            return None;
        }
        if self.new.spot(number).is_none() {
            return Some(format!("object {number} removed"));
        }
        let (before, after) = (self.old.body(number), self.new.body(number));
        let is_section = |body: &Option<Rc<Body>>| {
            let dict = body.as_ref().and_then(|body| body.dict.as_ref());
            dict.is_some_and(|dict| dict.get("Type") == Some(b"/XRef"))
        };
        if !is_used && is_section(&before) && is_section(&after) {
            return None;
        }
        let Some((before, after)) = before.zip(after) else {
            return Some(format!("object {number}"));
        };
        let data = |body: &Body| self.new.history.pdf.get(body.data.clone());
        let is_same = before.is_stream == after.is_stream
            && canon(&before.raw) == canon(&after.raw)
            && data(&before) == data(&after);
        let is_page = before.dict.as_ref().is_some_and(|dict| dict.get("Type") == Some(b"/Page"));
        match (is_same, is_page) {
            (true, _) => None,
            (false, true) => Some(format!("a page (object {number})")),
            (false, false) => Some(format!("object {number}")),
        }
    }

    /// Entries that lead nowhere make readers search for objects, each in its own way.
    fn unreadable(&mut self) {
        let entries = &self.new.history.sections[self.new.index].entries;
        let lost: Vec<u32> = entries
            .iter()
            .map(|(number, _)| *number)
            .filter(|number| self.old.spot(*number) != self.new.spot(*number))
            .filter(|number| !self.new.is_sound(*number))
            .collect();
        for number in lost {
            self.found(format!("object {number} is not where the file says"));
        }
    }
}

/// Why a value may not be changed like that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reused {
    /// It is another object that was there before.
    Other,
    /// It is gone.
    Removed,
}

impl PartialEq for Slot {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.body, &other.body)
    }
}

/// What refers to these objects, among what can be reached.
fn uses(view: View<'_>, wanted: &BTreeSet<u32>) -> BTreeMap<u32, BTreeMap<Option<u32>, usize>> {
    let mut uses: BTreeMap<u32, BTreeMap<Option<u32>, usize>> = BTreeMap::new();
    if wanted.is_empty() {
        return uses;
    }
    let trailer = crate::pdf::raw::references(&view.trailer().write()).unwrap_or_default();
    let mut count = |owner: Option<u32>, numbers: &[u32]| {
        for number in numbers.iter().filter(|number| wanted.contains(number)) {
            *uses.entry(*number).or_default().entry(owner).or_default() += 1;
        }
    };
    count(None, &trailer);
    for owner in view.reached() {
        if let Some(body) = view.body(owner) {
            count(Some(owner), &body.refers_to);
        }
    }
    uses
}
