//! The same objects in a plain structure: one table, nothing that is not reachable. Every object keeps its
//! number and its bytes, but for references to objects that do not exist: these are written as the `null` that
//! they mean (ISO 32000-2, section 7.3.10), since a later object could get that number.

use super::objects::{Found, Objects};
use super::raw::{RawDict, with_references};
use crate::Refused;
use std::collections::{BTreeMap, BTreeSet};

/// The greatest object number (ISO 32000-2, annex C.2).
const MAX_NUMBER: u32 = 8_388_606;

/// Object number and generation.
type Id = (u32, u16);

/// Writes everything that is reachable from the catalog and the document information, but for the objects that
/// are `gone`: references to them become `null`.
///
/// # Errors
/// [`Refused::Damaged`] where a reachable object cannot be read, [`Refused::Truncated`] where the end of the
/// file is missing and something refers to what stood there.
pub(crate) fn rebuilt(
    header: &[u8],
    objects: &Objects<'_>,
    gone: &BTreeSet<Id>,
) -> Result<Vec<u8>, Refused> {
    let Reached { found, greatest, is_dangling } = reached(objects, gone)?;
    if is_dangling && objects.is_recovered && objects.is_cut() {
        return Err(Refused::Truncated);
    }
    let mut out = header.to_vec();
    // Programs that transfer files take it as binary (ISO 32000-2, section 7.5.2).
    out.extend_from_slice(b"\n%\xE2\xE3\xCF\xD3\n");
    let mut table = vec![(0, (0, u16::MAX), 'f')];
    for (number, (generation, found)) in &found {
        table.push((*number, (out.len(), *generation), 'n'));
        out.extend_from_slice(format!("{number} {generation} obj\n").as_bytes());
        write(found, &mut out)?;
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    out.extend_from_slice(b"xref\n");
    for run in table.chunk_by(|a, b| a.0 + 1 == b.0) {
        out.extend_from_slice(format!("{} {}\n", run[0].0, run.len()).as_bytes());
        for (_, (offset, generation), kind) in run {
            out.extend_from_slice(format!("{offset:010} {generation:05} {kind}\r\n").as_bytes());
        }
    }
    let trailer = trailer(objects, greatest + 1)?;
    out.extend_from_slice(b"trailer\n");
    out.extend_from_slice(&trailer.write());
    out.extend_from_slice(format!("\nstartxref\n{start}\n%%EOF\n").as_bytes());
    Ok(out)
}

struct Reached {
    found: BTreeMap<u32, (u16, Found)>,
    /// The greatest number of an object.
    greatest: u32,
    /// Whether something refers to an object that is not there.
    is_dangling: bool,
}

fn reached(objects: &Objects<'_>, gone: &BTreeSet<Id>) -> Result<Reached, Refused> {
    let mut found = BTreeMap::new();
    let mut seen: BTreeSet<Id> = BTreeSet::new();
    let mut waiting: Vec<Id> =
        ["Root", "Info"].iter().filter_map(|key| objects.trailer.reference(key)).collect();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        if id.0 > MAX_NUMBER {
            return Err(Refused::Damaged);
        }
        if gone.contains(&id) {
            continue;
        }
        if let Some(object) = objects.get(id)? {
            waiting.extend(referred(&object.value)?);
            found.insert(id.0, (id.1, object));
        }
    }
    let is_dangling = seen.len() > found.len();
    if is_dangling {
        without_dangling(&mut found)?;
    }
    let greatest = found.keys().next_back().copied().unwrap_or_default();
    Ok(Reached { found, greatest, is_dangling })
}

/// Every object that a value refers to.
fn referred(value: &[u8]) -> Result<Vec<Id>, Refused> {
    let mut all = Vec::new();
    let collect = |id: Id| {
        all.push(id);
        String::new()
    };
    with_references(value, collect).ok_or(Refused::Damaged)?;
    Ok(all)
}

fn without_dangling(found: &mut BTreeMap<u32, (u16, Found)>) -> Result<(), Refused> {
    let known: BTreeMap<u32, u16> =
        found.iter().map(|(number, (generation, _))| (*number, *generation)).collect();
    let exists = |(number, generation): Id| known.get(&number) == Some(&generation);
    for (_, object) in found.values_mut() {
        if !referred(&object.value)?.into_iter().all(exists) {
            let written = |id: Id| {
                if exists(id) { format!("{} {} R", id.0, id.1) } else { "null".to_owned() }
            };
            object.value = with_references(&object.value, written).ok_or(Refused::Damaged)?;
        }
    }
    Ok(())
}

/// Writes the value as it was, with the true length where it is a stream.
fn write(found: &Found, out: &mut Vec<u8>) -> Result<(), Refused> {
    let Some(data) = &found.data else {
        out.extend_from_slice(&found.value);
        return Ok(());
    };
    if found.is_measured {
        out.extend_from_slice(&found.value);
    } else {
        let mut dict = RawDict::parse(&found.value).ok_or(Refused::Damaged)?;
        dict.set("Length", data.len().to_string());
        out.extend_from_slice(&dict.write());
    }
    out.extend_from_slice(b"\nstream\n");
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream");
    Ok(())
}

fn trailer(objects: &Objects<'_>, size: u32) -> Result<RawDict, Refused> {
    let mut trailer = RawDict::default();
    let (number, generation) = objects.root()?;
    trailer.set("Root", format!("{number} {generation} R"));
    trailer.set("Size", size.to_string());
    if let Some((number, generation)) = objects.trailer.reference("Info") {
        trailer.set("Info", format!("{number} {generation} R"));
    }
    if let Some(id) = objects.value(&objects.trailer, "ID")? {
        trailer.set("ID", id);
    }
    Ok(trailer)
}
