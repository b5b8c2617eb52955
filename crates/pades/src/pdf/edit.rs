//! Changing objects of a PDF: each is read once, changed as raw bytes, and written into one new revision.

use super::file::File;
use super::hashed::Hashed;
use super::raw::{RawDict, appended, items, reference};
use super::update::Update;
use crate::Error;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Object number and generation.
pub(crate) type Id = (u32, u16);

/// One revision under construction.
pub(crate) struct Edit {
    base: Arc<Vec<u8>>,
    file: File,
    dicts: BTreeMap<Id, RawDict>,
    arrays: BTreeMap<Id, Vec<u8>>,
    added: Vec<(u32, Vec<u8>)>,
    /// Objects that are gone when the newest revision is written anew.
    gone: BTreeSet<Id>,
    /// Pages whose contents were enclosed already.
    painted: BTreeSet<Id>,
    /// For each appearance that was looked at, whether it shows text.
    texts: BTreeMap<Id, bool>,
    /// How many bytes of contents may still be decoded.
    budget: usize,
    /// Digits for names that cannot occur in the base; computed on first use, with what they come from.
    fingerprint: Option<String>,
    hashed: Option<Hashed>,
    next: u32,
}

/// Contents of all pages that are painted on, together.
const MAX_CONTENTS: usize = 64 * 1024 * 1024;

impl Edit {
    /// Opens a PDF whose chain is complete.
    pub(crate) fn of(pdf: Vec<u8>) -> Result<Self, Error> {
        let base = Arc::new(pdf);
        let file = File::open(&base)?;
        Self::over(base, file)
    }

    /// Edits a PDF that is opened already: these are its bytes.
    pub(crate) fn over(base: Arc<Vec<u8>>, file: File) -> Result<Self, Error> {
        if file.chain.is_encrypted {
            return Err(Error::Encrypted);
        }
        let next = file.chain.size;
        let (dicts, arrays) = (BTreeMap::new(), BTreeMap::new());
        let painted = BTreeSet::new();
        Ok(Self {
            base,
            file,
            dicts,
            arrays,
            added: Vec::new(),
            gone: BTreeSet::new(),
            painted,
            texts: BTreeMap::new(),
            budget: MAX_CONTENTS,
            fingerprint: None,
            hashed: None,
            next,
        })
    }

    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    /// The bytes that are edited.
    pub(crate) fn base(&self) -> &Arc<Vec<u8>> {
        &self.base
    }

    /// Whether nothing was changed or added.
    pub(crate) fn is_untouched(&self) -> bool {
        self.dicts.is_empty()
            && self.arrays.is_empty()
            && self.added.is_empty()
            && self.gone.is_empty()
    }

    /// Marks an object as one that nothing may refer to any more.
    pub(crate) fn forget(&mut self, id: Id) {
        self.gone.insert(id);
    }

    /// The objects that nothing may refer to any more.
    pub(crate) fn take_gone(&mut self) -> BTreeSet<Id> {
        std::mem::take(&mut self.gone)
    }

    /// The number of a new object.
    pub(crate) fn reserve(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    /// Writes a new object under a reserved number.
    pub(crate) fn add(&mut self, number: u32, body: Vec<u8>) {
        self.added.push((number, body));
    }

    /// A new stream, not compressed.
    pub(crate) fn add_stream(&mut self, contents: &[u8]) -> u32 {
        self.add_stream_with(RawDict::default(), contents)
    }

    /// A new stream with this dictionary, its data as they are.
    pub(crate) fn add_stream_with(&mut self, mut dict: RawDict, data: &[u8]) -> u32 {
        let number = self.reserve();
        dict.set("Length", data.len().to_string());
        self.add(number, [&dict.write()[..], b"\nstream\n", data, b"\nendstream"].concat());
        number
    }

    /// The file, and the budget of bytes that may still be decoded.
    pub(crate) fn reading(&mut self) -> (&File, &mut usize) {
        (&self.file, &mut self.budget)
    }

    /// Digits that depend on every byte of the base, so that the base cannot contain them.
    pub(crate) fn fingerprint(&mut self) -> &str {
        let (base, hashed) = (&self.base, &mut self.hashed);
        self.fingerprint.get_or_insert_with(|| {
            let digest = hashed.get_or_insert_with(|| Hashed::of(base)).followed_by(&[]);
            digest[..8].iter().map(|byte| format!("{byte:02x}")).collect()
        })
    }

    /// The base, where it was hashed: the revision that is written begins with it.
    pub(crate) fn take_hashed(&mut self) -> Option<Hashed> {
        self.hashed.take()
    }

    /// Whether a stream shows text, if that is known.
    pub(crate) fn known_text(&self, stream: Id) -> Option<bool> {
        self.texts.get(&stream).copied()
    }

    pub(crate) fn know_text(&mut self, stream: Id, shows: bool) {
        self.texts.insert(stream, shows);
    }

    /// Marks this page as painted on; returns whether it was not before.
    pub(crate) fn is_painted_first(&mut self, page: Id) -> bool {
        self.painted.insert(page)
    }

    /// A dictionary that is going to be changed.
    pub(crate) fn dict(&mut self, id: Id) -> Result<&mut RawDict, Error> {
        if !self.dicts.contains_key(&id) {
            let dict = self.file.dict(id)?;
            self.dicts.insert(id, dict);
        }
        self.dicts.get_mut(&id).ok_or(Error::Object("a dictionary"))
    }

    /// The catalog.
    pub(crate) fn catalog(&mut self) -> Result<&mut RawDict, Error> {
        let root = self.file.root()?;
        self.dict(root)
    }

    /// Appends a reference to the array under `key` of a dictionary, whether that array is direct,
    /// indirect, or does not exist yet.
    pub(crate) fn append(&mut self, id: Id, key: &'static str, item: &str) -> Result<(), Error> {
        let raw = self.entry(id, key)?;
        let known = raw.as_deref().and_then(reference).filter(|id| self.file.exists(*id));
        match known {
            Some(array) => self.append_to_object(array, item),
            None => {
                let grown = grown(raw.as_deref().unwrap_or(b"[]"), item);
                self.dict(id)?.set(key, grown);
                Ok(())
            }
        }
    }

    fn append_to_object(&mut self, id: Id, item: &str) -> Result<(), Error> {
        let array = match self.arrays.get(&id) {
            Some(array) => array.clone(),
            None => self.file.array(id)?,
        };
        self.arrays.insert(id, grown(&array, item));
        Ok(())
    }

    /// Adds a signature field to the form, whose dictionary may be direct or indirect.
    pub(crate) fn add_field(&mut self, field: u32) -> Result<(), Error> {
        let item = format!("{field} 0 R");
        let root = self.file.root()?;
        let form = self.catalog_entry("AcroForm")?;
        let known = form.as_deref().and_then(reference).filter(|id| self.file.exists(*id));
        match known {
            Some(id) => {
                // Signatures exist, and the file is only ever appended to (ISO 32000-1, table 219).
                self.dict(id)?.set("SigFlags", "3");
                self.append(id, "Fields", &item)
            }
            None => {
                let mut form = form.as_deref().and_then(RawDict::parse).unwrap_or_default();
                form.set("SigFlags", "3");
                match form.reference("Fields") {
                    Some(fields) => self.append_to_object(fields, &item)?,
                    None => {
                        let fields = grown(form.get("Fields").unwrap_or(b"[]"), &item);
                        form.set("Fields", fields);
                    }
                }
                self.dict(root)?.set("AcroForm", form.write());
                Ok(())
            }
        }
    }

    /// The raw value of a key of the catalog, which is not changed by asking.
    pub(crate) fn catalog_entry(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        self.entry(self.file.root()?, key)
    }

    /// The raw value of a key of a dictionary as it is now.
    pub(crate) fn entry(&self, id: Id, key: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(match self.dicts.get(&id) {
            Some(dict) => dict.get(key).map(<[u8]>::to_vec),
            None => self.file.dict(id)?.get(key).map(<[u8]>::to_vec),
        })
    }

    /// Changes the dictionary under a key, direct or not; nothing happens where there is none.
    pub(crate) fn change_under(
        &mut self,
        id: Id,
        key: &str,
        change: impl FnOnce(&mut RawDict),
    ) -> Result<(), Error> {
        let Some(raw) = self.entry(id, key)? else {
            return Ok(());
        };
        match reference(&raw) {
            Some(below) if self.file.exists(below) => change(self.dict(below)?),
            Some(_) => {}
            None => {
                let dict = RawDict::parse(&raw);
                let mut dict = dict.ok_or(Error::Object("a dictionary is malformed"))?;
                change(&mut dict);
                self.dict(id)?.set(key, dict.write());
            }
        }
        Ok(())
    }

    /// Sets an entry of a dictionary that is reached by a path of keys from another, whether the
    /// dictionaries on the path are direct, indirect, or do not exist yet.
    pub(crate) fn set_below(
        &mut self,
        id: Id,
        path: &[&str],
        key: &str,
        value: &str,
    ) -> Result<(), Error> {
        let mut dict = match self.dicts.get(&id) {
            Some(dict) => dict.clone(),
            None => self.file.dict(id)?,
        };
        match set_within(&mut dict, path, key, value)? {
            Some((below, rest)) => self.set_below(below, rest, key, value),
            None => {
                self.dicts.insert(id, dict);
                Ok(())
            }
        }
    }

    /// Writes the revision.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.written().finish()
    }

    /// Writes the revision with one object after everything else; returns the position of its body with
    /// the bytes.
    pub(crate) fn finish_with(self, number: u32, body: &[u8]) -> (Vec<u8>, usize) {
        let mut update = self.written();
        let at = update.write(number, 0, body);
        (update.finish(), at)
    }

    fn written(self) -> Update {
        let Self { base, file: File { chain, pdf, .. }, dicts, arrays, added, next, .. } = self;
        drop(pdf);
        let base = Arc::try_unwrap(base).unwrap_or_else(|shared| shared.to_vec());
        let mut update = Update::new(base, chain, next);
        for ((number, generation), dict) in dicts {
            update.write(number, generation, &dict.write());
        }
        for ((number, generation), array) in arrays {
            update.write(number, generation, &array);
        }
        for (number, body) in added {
            update.write(number, 0, &body);
        }
        update
    }
}

/// Sets the entry where the path stays in this dictionary; otherwise returns where it continues.
fn set_within<'p>(
    dict: &mut RawDict,
    path: &'p [&'p str],
    key: &str,
    value: &str,
) -> Result<Option<(Id, &'p [&'p str])>, Error> {
    let Some((first, rest)) = path.split_first() else {
        dict.set(key, value);
        return Ok(None);
    };
    if let Some(below) = dict.reference(first) {
        return Ok(Some((below, rest)));
    }
    let mut below = match dict.get(first) {
        Some(raw) => RawDict::parse(raw).ok_or(Error::Object("a dictionary is malformed"))?,
        None => RawDict::default(),
    };
    let onward = set_within(&mut below, rest, key, value)?;
    if onward.is_none() {
        dict.set(first, below.write());
    }
    Ok(onward)
}

/// The array with one more item; a value that is no array is replaced.
fn grown(array: &[u8], item: &str) -> Vec<u8> {
    let sound = items(array).is_some();
    let grown = sound.then(|| appended(array, item.as_bytes())).flatten();
    grown.unwrap_or_else(|| format!("[{item}]").into_bytes())
}
