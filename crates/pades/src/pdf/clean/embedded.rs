//! Every embedded file that can be reached from the catalog, by whatever path.

use super::action::name_of;
use crate::Error;
use crate::pdf::edit::Id;
use crate::pdf::file::File;
use crate::pdf::raw::{RawDict, items, name, reference, with_references};
use std::collections::BTreeSet;

/// The keys of an embedded file's streams (ISO 32000-2, table 43): the key `EF` among resources is a font.
const PLATFORMS: [&[u8]; 5] = [b"F", b"UF", b"DOS", b"Mac", b"Unix"];

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Embedded {
    /// The names of all of them.
    pub(crate) names: BTreeSet<String>,
    /// The names of associated files (`AF`, ISO 32000-2, section 14.13).
    pub(crate) associated: BTreeSet<String>,
    /// The streams, and the file specifications that are objects of their own.
    pub(crate) objects: BTreeSet<Id>,
    /// Dictionaries with associated files; streams have some too, but are not changed.
    pub(crate) holders: BTreeSet<Id>,
}

impl Embedded {
    /// Looks at everything that the catalog and the document information lead to.
    pub(crate) fn find(file: &File) -> Result<Self, Error> {
        let mut found = Self::default();
        let trailer = &file.chain.newest().trailer;
        let mut waiting: Vec<Id> =
            ["Root", "Info"].iter().filter_map(|key| trailer.reference(key)).collect();
        let mut seen = xfa(file)?;
        while let Some(id) = waiting.pop() {
            if !seen.insert(id) {
                continue;
            }
            let Some(value) = file.structure(id) else { continue };
            // What cannot be read is said elsewhere: by the pages that need it.
            let _ = with_references(&value, |below| {
                waiting.push(below);
                String::new()
            });
            if may_embed(&value) {
                found.look(file, Some(id), &value)?;
            }
        }
        Ok(found)
    }

    /// Looks into a value and the dictionaries in it; `id` is that of the object whose whole value it is.
    fn look(&mut self, file: &File, id: Option<Id>, value: &[u8]) -> Result<(), Error> {
        let value = value.trim_ascii_start();
        if !value.starts_with(b"<<") {
            for item in items(value).unwrap_or_default() {
                self.look(file, None, item)?;
            }
            return Ok(());
        }
        let Some(dict) = RawDict::parse(value) else { return Ok(()) };
        let streams = streams(file, &dict);
        if !streams.is_empty() {
            self.names.insert(name_of(file, value)?.unwrap_or_default());
            self.objects.extend(streams);
            self.objects.extend(id);
        }
        let is_file = dict.get("Type").and_then(name).as_deref() == Some(b"EmbeddedFile");
        self.objects.extend(id.filter(|_| is_file));
        self.associated(file, id, &dict)?;
        for (_, below) in dict.sorted() {
            if below.starts_with(b"<<") || below.starts_with(b"[") {
                self.look(file, None, &below)?;
            }
        }
        Ok(())
    }

    fn associated(&mut self, file: &File, id: Option<Id>, dict: &RawDict) -> Result<(), Error> {
        let Some(files) = dict.get("AF") else { return Ok(()) };
        let all = match file.resolved(files) {
            Ok(Some(all)) if all.starts_with(b"[") => all,
            Ok(Some(one)) => [b"[", &one[..], b"]"].concat(),
            Ok(None) | Err(_) => return Ok(()),
        };
        for raw in items(&all).unwrap_or_default() {
            let Ok(Some(value)) = file.resolved(raw) else { continue };
            let specification = RawDict::parse(&value).unwrap_or_default();
            if !streams(file, &specification).is_empty() {
                self.associated.insert(name_of(file, &value)?.unwrap_or_default());
                self.holders.extend(id.filter(|id| !file.is_stream(*id)));
            }
        }
        Ok(())
    }
}

/// The parts of an XFA form, which programs write as embedded files and which are told as what they are.
fn xfa(file: &File) -> Result<BTreeSet<Id>, Error> {
    let form = file.dict_under(&file.catalog()?, "AcroForm")?.unwrap_or_default();
    let Some(raw) = form.get("XFA") else {
        return Ok(BTreeSet::new());
    };
    let parts = file.array_under(&form, "XFA").ok().flatten().unwrap_or_default();
    let parts = items(&parts).unwrap_or_default().into_iter().filter_map(reference);
    Ok(parts.chain(reference(raw)).collect())
}

/// Whether a value may have something to do with embedded files: names can be written with escapes.
fn may_embed(value: &[u8]) -> bool {
    let has = |what: &[u8]| value.windows(what.len()).any(|window| window == what);
    value.contains(&b'#') || [&b"EF"[..], b"AF", b"EmbeddedFile"].iter().any(|what| has(what))
}

/// The streams of a file specification in which a file is embedded; none for any other dictionary.
fn streams(file: &File, specification: &RawDict) -> Vec<Id> {
    let Some(embedded) = file.dict_under(specification, "EF").ok().flatten() else {
        return Vec::new();
    };
    let entries = embedded.sorted();
    if !entries.iter().all(|(key, _)| PLATFORMS.contains(&key.as_slice())) {
        return Vec::new();
    }
    let ids = entries.iter().filter_map(|(_, raw)| reference(raw));
    ids.filter(|id| file.is_stream(*id)).collect()
}
