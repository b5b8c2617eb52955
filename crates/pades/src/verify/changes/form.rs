//! The form and its list of fields.

use super::Finding;
use super::step::{Comparison, Reused, Slot};
use crate::pdf::raw::{RawDict, items, reference};
use crate::verify::canon::{canon, differ_beyond};
use crate::verify::history::View;
use crate::verify::search::part_of_name;
use std::collections::{BTreeMap, BTreeSet};

/// The keys of the form that may change; what they do is seen only in fields that are filled in.
const FORM_KEYS: [&str; 6] = ["Fields", "DR", "DA", "Q", "NeedAppearances", "SigFlags"];
/// How deep fields may be nested, and how many are looked at.
const MAX_DEPTH: usize = 64;
const MAX_FIELDS: usize = 20_000;

/// A field with a name of its own, as one revision has it.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) number: u32,
    pub(super) name: String,
    /// Its type, its own or inherited.
    pub(super) kind: Vec<u8>,
    pub(super) dict: RawDict,
    /// The widgets below it that are no fields of their own.
    pub(super) widgets: Vec<u32>,
    /// Whether fields are below it.
    pub(super) has_fields: bool,
}

impl Comparison<'_> {
    pub(super) fn form(&mut self) {
        let (old, new) = (self.old.catalog(), self.new.catalog());
        let (before, after) = match self.slots(self.root(), (&old, &new), "AcroForm") {
            Ok((_, None)) => return,
            Ok((before, Some(after))) => (before, after),
            Err(Reused::Other | Reused::Removed) => return self.found("another form"),
        };
        let empty = RawDict::default();
        let dicts = before.as_ref().map_or(Some(&empty), Slot::dict).zip(after.dict());
        let Some((one, other)) = dicts else {
            return self.found("the form");
        };
        if differ_beyond(one, other, &FORM_KEYS) {
            return self.found("the form");
        }
        let holder = before.as_ref().map_or(self.root(), |slot| slot.holder);
        self.resources(holder, (one, other));
        match self.slots(holder, (one, other), "Fields") {
            Ok(_) => {}
            Err(Reused::Other | Reused::Removed) => return self.found("another list of fields"),
        }
        let fields = (listed(self.old, one), listed(self.new, other));
        let (Some(before), Some(after)) = fields else {
            return self.found("form fields that cannot be read");
        };
        self.compare_fields(&before, &after);
    }

    /// The form's resources, and the lists in them: fonts for values that are filled in.
    fn resources(&mut self, holder: Option<u32>, (one, other): (&RawDict, &RawDict)) {
        let is_kept = |key: &str| one.get(key).map(canon) == other.get(key).map(canon);
        let mut is_other = !["DA", "Q", "NeedAppearances"].into_iter().all(is_kept);
        match self.slots(holder, (one, other), "DR") {
            Ok((Some(before), Some(after))) => {
                let Some((old, new)) = before.dict().zip(after.dict()) else {
                    return self.found("the form's resources");
                };
                is_other |= canon(&old.write()) != canon(&new.write());
                for key in ["Font", "Encoding", "ProcSet", "XObject", "ExtGState", "ColorSpace"] {
                    // Lists of resources; what is changed in another way stays unexplained.
                    if self.slots(before.holder, (old, new), key) == Err(Reused::Other) {
                        is_other = true;
                    }
                }
            }
            Ok((None, Some(_))) => is_other = true,
            Ok((_, None)) => {}
            Err(Reused::Other | Reused::Removed) => return self.found("the form's resources"),
        }
        if is_other {
            self.findings.push(Finding::Form);
        }
    }

    fn compare_fields(&mut self, before: &BTreeMap<u32, Field>, after: &BTreeMap<u32, Field>) {
        for (number, field) in before {
            match after.get(number) {
                None => self.found(format!("the field {} removed", field.name)),
                Some(now) if now.name != field.name || now.kind != field.kind => {
                    self.clear_everywhere(*number);
                    self.found(format!("the field {}, which became another one", field.name));
                }
                Some(now) => self.field(field, now),
            }
        }
        let mut names: BTreeSet<&str> = before.values().map(|field| &*field.name).collect();
        for (number, field) in after.iter().filter(|(number, _)| !before.contains_key(number)) {
            let is_sign = field.kind == b"/Sig" && !field.has_fields;
            if !is_sign || !self.is_new((*number, 0)) || !names.insert(&field.name) {
                self.found(format!("a form field added ({})", field.name));
                continue;
            }
            self.new_signature(field);
        }
    }
}

/// Every field of a form; `None` where they cannot be read.
fn listed(view: View<'_>, form: &RawDict) -> Option<BTreeMap<u32, Field>> {
    let mut listing = Listing { view, fields: BTreeMap::new(), seen: BTreeSet::new() };
    listing.among(&view.items(form, "Fields"), "", b"", 0)?;
    Some(listing.fields)
}

struct Listing<'h> {
    view: View<'h>,
    fields: BTreeMap<u32, Field>,
    seen: BTreeSet<u32>,
}

impl Listing<'_> {
    /// Adds the fields among these; returns the widgets among them, which have no name of their own, and whether
    /// there are fields.
    fn among(
        &mut self,
        raw: &[Vec<u8>],
        above: &str,
        kind: &[u8],
        depth: usize,
    ) -> Option<(Vec<u32>, bool)> {
        let (mut widgets, mut has_fields) = (Vec::new(), false);
        for item in raw {
            (depth < MAX_DEPTH && self.seen.len() < MAX_FIELDS).then_some(())?;
            let Some((number, _)) = reference(item) else { continue };
            let Some(dict) = self.view.dict_of((number, 0)) else { continue };
            if !self.seen.insert(number) {
                continue;
            }
            let part = part_of_name(self.view, &dict);
            if part.is_none() && depth > 0 {
                widgets.push(number);
                continue;
            }
            has_fields = true;
            let part = part.unwrap_or_default();
            let name = if above.is_empty() { part } else { format!("{above}.{part}") };
            let kind = self.view.value(&dict, "FT").map_or(kind.to_vec(), |it| it.raw.clone());
            let kids = self.view.items(&dict, "Kids");
            let (own, below) = self.among(&kids, &name, &kind, depth + 1)?;
            let field = Field { number, name, kind, dict, widgets: own, has_fields: below };
            self.fields.insert(number, field);
        }
        Some((widgets, has_fields))
    }
}

/// The references in a raw array.
pub(super) fn referred(array: &[u8]) -> Vec<u32> {
    let items = items(array).unwrap_or_default();
    items.into_iter().filter_map(reference).map(|(number, _)| number).collect()
}
