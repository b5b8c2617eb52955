//! Pages: they may get the widgets of new signatures, and nothing else.

use super::fields::area;
use super::form::referred;
use super::step::{Comparison, Reused, Slot};
use crate::pdf::raw::RawDict;
use crate::verify::canon::differ_beyond;
use std::collections::BTreeSet;

/// The part of a page that a new signature may cover.
const MOST_COVERED: f64 = 0.5;
/// The size of a page that says none (ISO 32000-2 knows no default; readers take US Letter).
const DEFAULT_AREA: f64 = 612.0 * 792.0;
/// How far up the page tree a page's size is looked for.
const MAX_DEPTH: usize = 64;

impl Comparison<'_> {
    pub(super) fn pages(&mut self) {
        let mut pages = BTreeSet::new();
        for number in &self.changed {
            let dict = self.old.dict_of((*number, 0));
            if dict.is_some_and(|dict| dict.get("Type") == Some(b"/Page")) {
                pages.insert(*number);
            }
            pages.extend(self.owners(*number).into_iter().filter(|owner| {
                self.old.dict_of((*owner, 0)).is_some_and(|dict| {
                    dict.get("Type") == Some(b"/Page")
                        && dict.reference("Annots").is_some_and(|(array, _)| array == *number)
                })
            }));
        }
        for page in pages {
            let dicts = self.old.dict_of((page, 0)).zip(self.new.dict_of((page, 0)));
            if let Some((old, new)) = dicts {
                self.page(page, &old, &new);
            }
        }
    }

    fn page(&mut self, page: u32, old: &RawDict, new: &RawDict) {
        if differ_beyond(old, new, &["Annots"]) {
            return;
        }
        let slots = match self.slots(Some(page), (old, new), "Annots") {
            Ok(slots) => slots,
            Err(Reused::Other | Reused::Removed) => {
                return self.found("an annotation changed or removed");
            }
        };
        self.clear_everywhere(page);
        let Some(after) = slots.1.filter(Slot::is_array) else {
            return;
        };
        let before = slots.0.map_or(b"[]".to_vec(), |slot| slot.body.raw.clone());
        let (before, after) = (annotations(&before), annotations(&after.body.raw));
        if before.difference(&after).next().is_some() {
            self.found("an annotation changed or removed");
        }
        for added in after.difference(&before) {
            let widget = referred(&[b"[", &added[..], b"]"].concat()).first().copied();
            match widget.filter(|widget| self.widgets.contains_key(widget)) {
                Some(widget) => self.expect_small(page, widget),
                None => self.found("an annotation added"),
            }
        }
    }

    /// A signature that covers most of a page shows another page.
    fn expect_small(&mut self, page: u32, widget: u32) {
        let covered = area(self.new, &self.new.dict_of((widget, 0)).unwrap_or_default());
        if covered > MOST_COVERED * self.area_of_page(page) {
            self.found("a signature added that covers most of a page");
        }
    }

    fn area_of_page(&self, page: u32) -> f64 {
        let mut node = self.old.dict_of((page, 0));
        for _ in 0..MAX_DEPTH {
            let Some(dict) = node else { break };
            if dict.get("MediaBox").is_some() {
                let mut sized = RawDict::default();
                sized.set("Rect", dict.get("MediaBox").unwrap_or_default());
                return area(self.old, &sized);
            }
            node = dict.reference("Parent").and_then(|id| self.old.dict_of(id));
        }
        DEFAULT_AREA
    }
}

/// The annotations of a page, each in one spelling.
fn annotations(array: &[u8]) -> BTreeSet<Vec<u8>> {
    let items = crate::pdf::raw::items(array).unwrap_or_default();
    items.into_iter().map(crate::verify::canon::canon).collect()
}
