//! What a signature allows to be changed after it: `DocMDP` and `FieldMDP` (ISO 32000-2, section 12.8.2).

use super::history::View;
use crate::pdf::raw::{RawDict, name};
use crate::pdf::string::text;

/// What may be changed after a signature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Permission {
    /// Where it certifies the document: 1 allows nothing, 2 forms and signatures, 3 annotations as well.
    pub(super) level: Option<u8>,
    /// Fields that are locked.
    pub(super) locks: Vec<Lock>,
}

/// Which fields are locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lock {
    All,
    /// These, and those below them.
    Include(Vec<String>),
    /// All but these and those below them.
    Exclude(Vec<String>),
}

impl Permission {
    /// Reads what this signature dictionary, in this field, says.
    pub(super) fn of(view: View<'_>, signature: &RawDict, field: &RawDict) -> Self {
        let mut permission = Self::default();
        for reference in view.items(signature, "Reference") {
            let Some(dict) = view.resolved(&reference).and_then(|body| body.dict.clone()) else {
                continue;
            };
            let method = view.value(&dict, "TransformMethod").and_then(|body| name(&body.raw));
            let parameters = view.dict(&dict, "TransformParams").unwrap_or_default();
            match method.as_deref() {
                // Table 257: 2 where nothing is said.
                Some(b"DocMDP") => permission.level = Some(level(view, &parameters).unwrap_or(2)),
                Some(b"FieldMDP") => permission.locks.extend(lock(view, &parameters)),
                Some(_) | None => {}
            }
        }
        if let Some(own) = view.dict(field, "Lock").filter(|_| permission.level.is_none()) {
            permission.level = level(view, &own);
        }
        permission
    }

    /// Whether a field of this full name is locked.
    pub(super) fn locks(&self, field: &str) -> bool {
        let is_among = |names: &[String]| {
            names.iter().any(|name| {
                field
                    .strip_prefix(name.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        };
        self.locks.iter().any(|lock| match lock {
            Lock::All => true,
            Lock::Include(names) => is_among(names),
            Lock::Exclude(names) => !is_among(names),
        })
    }
}

/// A level that is none of the three allows nothing.
fn level(view: View<'_>, parameters: &RawDict) -> Option<u8> {
    let raw = &view.value(parameters, "P")?.raw;
    let level = std::str::from_utf8(raw).ok().and_then(|text| text.trim().parse::<u8>().ok());
    Some(level.filter(|level| (1..=3).contains(level)).unwrap_or(1))
}

fn lock(view: View<'_>, parameters: &RawDict) -> Option<Lock> {
    let action = view.value(parameters, "Action").and_then(|body| name(&body.raw))?;
    let fields = view.items(parameters, "Fields");
    let named = fields.iter().filter_map(|raw| text(&view.resolved(raw)?.raw)).collect();
    Some(match action.as_slice() {
        b"Include" => Lock::Include(named),
        b"Exclude" => Lock::Exclude(named),
        _ => Lock::All,
    })
}
