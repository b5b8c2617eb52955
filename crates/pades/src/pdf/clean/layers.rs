//! Layers (optional content, ISO 32000-2, section 8.11), fixed as screen and print show them.

use super::Findings;
use crate::pdf::edit::Edit;
use crate::pdf::file::File;
use crate::pdf::raw::{RawDict, items, name, reference};
use crate::pdf::string::legible;
use crate::{Change, Error, Refused};
use std::collections::BTreeSet;

/// Fixes the layers: where all are shown, nothing says any more that there are some; otherwise those that are
/// not shown stay so and cannot be switched.
///
/// # Errors
/// [`Refused::Layers`] where viewers may show something else on screen than in print.
pub(crate) fn fix(edit: &mut Edit, findings: &mut Findings) -> Result<(), Refused> {
    let root = edit.file().root()?;
    let catalog = edit.file().dict(root)?;
    let Some(properties) = edit.file().dict_under(&catalog, "OCProperties")? else {
        return Ok(());
    };
    let layers = Layers::of(edit.file(), &properties)?;
    layers.expect_same_in_print(edit.file())?;
    if layers.off.is_empty() && !has_conditions(edit.file())? {
        edit.dict(root)?.remove("OCProperties");
        findings.changes.insert(Change::LayersFixed);
        return Ok(());
    }
    findings.hidden_layers = layers.hidden(edit.file())?;
    let fixed = layers.fixed(edit.file(), properties)?;
    if let Some(fixed) = fixed {
        findings.changes.insert(Change::LayersFixed);
        edit.dict(root)?.set("OCProperties", fixed);
    }
    Ok(())
}

/// Whether a file that is not changed shows the same on screen and in print.
///
/// # Errors
/// [`Refused::Layers`] where it may not.
pub(crate) fn expect_same_in_print(file: &File) -> Result<(), Refused> {
    match file.dict_under(&file.catalog()?, "OCProperties")? {
        Some(properties) => Layers::of(file, &properties)?.expect_same_in_print(file),
        None => Ok(()),
    }
}

/// The names of layers that are not shown.
pub(crate) fn hidden(file: &File) -> Result<BTreeSet<String>, Error> {
    match file.dict_under(&file.catalog()?, "OCProperties")? {
        Some(properties) => Layers::of(file, &properties)?.hidden(file),
        None => Ok(BTreeSet::new()),
    }
}

/// Object number and generation.
type Id = (u32, u16);

struct Layers {
    all: Vec<Id>,
    off: BTreeSet<Id>,
    configuration: RawDict,
}

impl Layers {
    fn of(file: &File, properties: &RawDict) -> Result<Self, Error> {
        let all = references(file, properties, "OCGs")?;
        let configuration = file.dict_under(properties, "D")?.unwrap_or_default();
        let base = file.name(&configuration, "BaseState")?;
        let mut off: BTreeSet<Id> = match base.as_deref() {
            Some(b"OFF") => all.iter().copied().collect(),
            _ => BTreeSet::new(),
        };
        for layer in references(file, &configuration, "ON")? {
            off.remove(&layer);
        }
        off.extend(references(file, &configuration, "OFF")?);
        Ok(Self { all, off, configuration })
    }

    /// Usage of a layer (ISO 32000-2, table 100) may switch it by event, magnification, language or user. Some
    /// viewers apply it although the configuration does not ask for it.
    fn expect_same_in_print(&self, file: &File) -> Result<(), Refused> {
        for layer in &self.all {
            // A layer that is not there switches nothing.
            let Ok(dict) = file.dict(*layer) else { continue };
            let usage = file.dict_under(&dict, "Usage")?.unwrap_or_default();
            let is_off = self.off.contains(layer);
            for (event, key) in [("View", "ViewState"), ("Print", "PrintState")] {
                let event = file.dict_under(&usage, event)?.unwrap_or_default();
                match file.name(&event, key)?.as_deref() {
                    Some(b"ON") if is_off => return Err(Refused::Layers),
                    Some(b"OFF") if !is_off => return Err(Refused::Layers),
                    _ => {}
                }
            }
        }
        let automatic = file.array_under(&self.configuration, "AS")?.unwrap_or_default();
        for rule in items(&automatic).unwrap_or_default() {
            let rule = file.resolved(rule)?.as_deref().and_then(RawDict::parse).unwrap_or_default();
            let categories = file.array_under(&rule, "Category")?.unwrap_or_default();
            let categories = items(&categories).unwrap_or_default();
            let differs = categories
                .iter()
                .filter_map(|raw| name(raw))
                .any(|it| [&b"Zoom"[..], b"Language", b"User"].contains(&it.as_slice()));
            let applies = !references(file, &rule, "OCGs")?.is_empty();
            if differs && applies {
                return Err(Refused::Layers);
            }
        }
        Ok(())
    }

    fn hidden(&self, file: &File) -> Result<BTreeSet<String>, Error> {
        let mut names = BTreeSet::new();
        for layer in &self.off {
            // A layer that is not there hides nothing.
            let Ok(dict) = file.dict(*layer) else { continue };
            let name = file.value(&dict, "Name")?.as_deref().and_then(legible);
            names.insert(name.unwrap_or_default());
        }
        Ok(names)
    }

    /// The properties in which nothing can be switched; `None` where they are so already.
    fn fixed(&self, file: &File, mut properties: RawDict) -> Result<Option<Vec<u8>>, Error> {
        let mut configuration = self.configuration.clone();
        let locked: BTreeSet<Id> =
            references(file, &configuration, "Locked")?.into_iter().collect();
        let is_locked = self.all.iter().all(|layer| locked.contains(layer));
        let is_fixed = is_locked
            && properties.get("Configs").is_none()
            && ["AS", "RBGroups"].iter().all(|key| configuration.get(key).is_none());
        if is_fixed {
            return Ok(None);
        }
        for key in ["AS", "RBGroups", "Order"] {
            configuration.remove(key);
        }
        let all: Vec<String> = self
            .all
            .iter()
            .map(|(number, generation)| format!("{number} {generation} R"))
            .collect();
        configuration.set("Locked", format!("[{}]", all.join(" ")));
        properties.set("D", configuration.write());
        properties.remove("Configs");
        Ok(Some(properties.write()))
    }
}

/// Whether contents are shown by a condition other than that a layer is on (ISO 32000-2, table 97).
fn has_conditions(file: &File) -> Result<bool, Error> {
    for (_, dict) in file.dictionaries() {
        if dict.get("Type").and_then(name).as_deref() == Some(b"OCMD") {
            let policy = file.name(&dict, "P")?;
            let is_plain = matches!(policy.as_deref(), None | Some(b"AnyOn" | b"AllOn"));
            if !is_plain || dict.get("VE").is_some() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn references(file: &File, holder: &RawDict, key: &str) -> Result<Vec<Id>, Error> {
    let array = file.array_under(holder, key)?.unwrap_or_default();
    Ok(items(&array).unwrap_or_default().into_iter().filter_map(reference).collect())
}
