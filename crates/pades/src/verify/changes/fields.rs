//! Single fields: filled in, signed, or new for a signature.

use super::Finding;
use super::form::Field;
use super::step::{Comparison, Reused, Slot};
use crate::pdf::raw::{RawDict, reference};
use crate::verify::canon::{differ_beyond, number};
use crate::verify::history::View;

/// The keys of a field that change when it is filled in.
const VALUE_KEYS: [&str; 11] = ["V", "AP", "AS", "F", "DA", "Q", "Ff", "Type", "I", "RV", "M"];
/// The keys that some programs set anywhere, and that change nothing.
const IDLE_KEYS: [&str; 3] = ["Ff", "Type", "M"];
/// The keys of a widget without a name of its own that change when its field is filled in.
const WIDGET_KEYS: [&str; 5] = ["AP", "AS", "F", "Type", "M"];

/// The flags of an annotation that hide it on the screen: Invisible, Hidden, `NoView`, `ToggleNoView` (ISO 32000-2, table
/// 167).
const HIDING: i64 = 1 | 1 << 1 | 1 << 5 | 1 << 8;

impl Comparison<'_> {
    /// A field that was there before.
    pub(super) fn field(&mut self, before: &Field, after: &Field) {
        let is_sign = before.kind == b"/Sig";
        let was_filled = before.dict.get("V").is_some();
        let may_fill = !(is_sign && (was_filled || after.dict.get("V").is_none()));
        let keys: &[&str] = if may_fill { &VALUE_KEYS } else { &IDLE_KEYS };
        let type_is_kept = match (before.dict.get("Type"), after.dict.get("Type")) {
            (None, Some(kind)) => kind == b"/Annot",
            (one, other) => one == other,
        };
        // Compared as a whole: what is wrong with it is said here.
        self.clear_everywhere(before.number);
        if differ_beyond(&before.dict, &after.dict, keys) || !type_is_kept {
            return self.found(format!("the field {}", before.name));
        }
        if !is_sign && self.is_hidden_or_shown(before) {
            return self.found(format!("whether the field {} is seen", before.name));
        }
        let is_other = differ_beyond(&before.dict, &after.dict, &IDLE_KEYS);
        let mut is_filled = is_other;
        if may_fill {
            is_filled |= self.appearance(before.number, &before.dict, &after.dict, &before.name);
            is_filled |= self.value(before, after);
            for widget in &before.widgets {
                is_filled |= self.widget(*widget, &before.name);
            }
        }
        if is_filled {
            let is_proof = is_sign && self.is_hidden_stamp(after);
            self.findings.push(Finding::Filled {
                field: before.name.clone(),
                is_signature: is_sign,
                is_proof,
                is_filled: true,
                is_new_and_seen: false,
            });
        }
    }

    /// The value, which of a signature has to be a new object. Whether it was changed in its place.
    fn value(&mut self, before: &Field, after: &Field) -> bool {
        if before.kind == b"/Sig" {
            if !self.is_signature_value(&after.dict) {
                self.found(format!("the value of the signature field {}", before.name));
            }
            return false;
        }
        let was = before.dict.get("V").and_then(reference);
        let is_in_place = was.is_some_and(|(number, _)| self.changed.contains(&number));
        let slots = self.slots(Some(before.number), (&before.dict, &after.dict), "V");
        let _ = slots.is_ok();
        is_in_place
    }

    /// Whether the value of a field is a signature that was not there before.
    fn is_signature_value(&self, field: &RawDict) -> bool {
        let Some(id) = field.reference("V").filter(|id| self.is_new(*id)) else {
            return false;
        };
        let dict = self.new.dict_of(id).unwrap_or_default();
        dict.get("ByteRange").is_some() && dict.get("Contents").is_some()
    }

    /// A widget of a field, without a name of its own. Whether it was changed.
    fn widget(&mut self, widget: u32, name: &str) -> bool {
        let dicts = self.old.dict_of((widget, 0)).zip(self.new.dict_of((widget, 0)));
        let Some((before, after)) = dicts else {
            return false;
        };
        self.clear_everywhere(widget);
        if differ_beyond(&before, &after, &WIDGET_KEYS) {
            self.found(format!("a place of the field {name}"));
            return false;
        }
        let is_other = differ_beyond(&before, &after, &[]);
        self.appearance(widget, &before, &after, name) || is_other
    }

    /// Whether a field or one of its widgets disappears or appears by its flags: filling in does not do that.
    fn is_hidden_or_shown(&self, field: &Field) -> bool {
        let hiding = |view: View<'_>, number: u32| {
            let flags = view.dict_of((number, 0)).and_then(|dict| view.value(&dict, "F"));
            let flags = flags.and_then(|body| str::from_utf8(&body.raw).ok()?.parse::<i64>().ok());
            flags.unwrap_or_default() & HIDING
        };
        let mut places = field.widgets.iter().chain([&field.number]);
        places.any(|number| hiding(self.old, *number) != hiding(self.new, *number))
    }

    /// What a field looks like: other appearances, or the same streams with other contents where nothing else uses
    /// them. Whether an appearance was changed in its place.
    fn appearance(&mut self, holder: u32, old: &RawDict, new: &RawDict, name: &str) -> bool {
        let is_shared =
            old.reference("AP").is_some_and(|(number, _)| self.is_shared(number, holder));
        if is_shared && differ_beyond(old, new, &[]) {
            self.found(format!("the appearance of the field {name}, which is shown elsewhere"));
        }
        let slots = match self.slots(Some(holder), (old, new), "AP") {
            Ok((before, Some(after))) => (before, after),
            Ok((_, None)) => return false,
            Err(Reused::Removed) => return true,
            Err(Reused::Other) => {
                self.found(format!("the appearance of the field {name}"));
                return false;
            }
        };
        let Some(after) = slots.1.dict() else {
            self.found(format!("the appearance of the field {name}"));
            return false;
        };
        let Some((before, dict)) = slots.0.as_ref().and_then(|slot| Some((slot, slot.dict()?)))
        else {
            return true;
        };
        let mut is_other = false;
        for key in ["N", "R", "D"] {
            is_other |= self.in_place(before.holder, (dict, after), key);
            let states = |view: View<'_>, dict: &RawDict| view.dict(dict, key);
            if let Some(one) = states(self.old, dict) {
                let own = dict.get(key).and_then(reference).map(|(number, _)| number);
                let other = states(self.new, after).unwrap_or_default();
                for (state, _) in one.clone().sorted() {
                    let state = String::from_utf8_lossy(&state).into_owned();
                    is_other |= self.in_place(own.or(before.holder), (&one, &other), &state);
                }
            }
        }
        is_other
    }

    /// Clears an object under a key if nothing else refers to it; whether it was changed.
    fn in_place(&mut self, holder: Option<u32>, both: (&RawDict, &RawDict), key: &str) -> bool {
        let is_changed = both.0.get(key).and_then(reference).is_some_and(|(number, _)| {
            both.1.get(key).and_then(reference).is_some_and(|(other, _)| other == number)
                && self.changed.contains(&number)
        });
        if is_changed {
            let _ = self.slots(holder, both, key).is_ok();
        }
        is_changed
    }

    /// A new field for a signature, signed or not.
    pub(super) fn new_signature(&mut self, field: &Field) {
        let mut places = vec![(field.number, field.dict.clone())];
        for widget in &field.widgets {
            if !self.is_new((*widget, 0)) {
                return self.found(format!("a place of the new field {}", field.name));
            }
            places.push((*widget, self.new.dict_of((*widget, 0)).unwrap_or_default()));
        }
        let does = |dict: &RawDict| dict.get("A").is_some() || dict.get("AA").is_some();
        if places.iter().any(|(_, dict)| does(dict)) {
            return self.found(format!("an action in the new field {}", field.name));
        }
        let is_odd = |dict: &RawDict| {
            let kind = dict.get("Subtype");
            dict.get("Rect").is_some() && kind != Some(b"/Widget")
        };
        if places.iter().any(|(_, dict)| is_odd(dict)) {
            return self.found(format!("the new field {}, which is no field", field.name));
        }
        let is_signed = field.dict.get("V").is_some();
        if is_signed && !self.is_signature_value(&field.dict) {
            return self.found(format!("the new field {}, which is no signature", field.name));
        }
        let is_seen = places.iter().any(|(_, dict)| area(self.new, dict) > 0.0);
        let is_proof = self.is_hidden_stamp(field) || (!is_signed && !is_seen);
        for (number, _) in places {
            self.widgets.insert(number, field.name.clone());
        }
        self.findings.push(Finding::Filled {
            field: field.name.clone(),
            is_signature: true,
            is_proof,
            is_filled: is_signed || is_seen,
            is_new_and_seen: is_seen,
        });
    }

    /// Whether a field holds a document timestamp and shows nothing.
    fn is_hidden_stamp(&self, field: &Field) -> bool {
        let value = self.new.dict(&field.dict, "V").unwrap_or_default();
        let is_stamp = value.get("Type") == Some(b"/DocTimeStamp")
            || value.get("SubFilter") == Some(b"/ETSI.RFC3161");
        let kids = field.widgets.iter().filter_map(|number| self.new.dict_of((*number, 0)));
        let mut places = kids.chain([field.dict.clone()]);
        is_stamp && places.all(|dict| area(self.new, &dict) <= 0.0)
    }
}

/// The area of a widget.
pub(super) fn area(view: View<'_>, widget: &RawDict) -> f64 {
    let corners: Vec<f64> = view
        .items(widget, "Rect")
        .iter()
        .filter_map(|raw| number(&view.resolved(raw)?.raw))
        .collect();
    match corners[..] {
        [left, bottom, right, top] => ((right - left) * (top - bottom)).abs(),
        _ => 0.0,
    }
}

impl Slot {
    /// Whether it is in an object of its own.
    pub(super) fn is_array(&self) -> bool {
        self.body.raw.starts_with(b"[")
    }
}
