//! Changing objects of a PDF: each is read once, changed as raw bytes, and written into one new revision.

use super::file::File;
use super::raw::{RawDict, appended, items, reference};
use super::update::Update;
use crate::Error;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Object number and generation.
pub(crate) type Id = (u32, u16);

/// One revision in the making.
pub(crate) struct Edit {
    base: Arc<Vec<u8>>,
    file: File,
    dicts: BTreeMap<Id, RawDict>,
    arrays: BTreeMap<Id, Vec<u8>>,
    added: Vec<(u32, Vec<u8>)>,
    next: u32,
}

impl Edit {
    /// Opens a PDF whose chain is whole.
    pub(crate) fn of(pdf: Vec<u8>) -> Result<Self, Error> {
        let base = Arc::new(pdf);
        let file = File::open(&base)?;
        let next = file.chain.size;
        let (dicts, arrays) = (BTreeMap::new(), BTreeMap::new());
        Ok(Self { base, file, dicts, arrays, added: Vec::new(), next })
    }

    pub(crate) fn file(&self) -> &File {
        &self.file
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
        let number = self.reserve();
        let head = format!("<</Length {}>>\nstream\n", contents.len());
        self.add(number, [head.as_bytes(), contents, b"\nendstream"].concat());
        number
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

    /// Appends a reference to the array under `key` of a dictionary, whether that array stands there,
    /// is an object of its own, or does not exist yet.
    pub(crate) fn append(&mut self, id: Id, key: &'static str, item: &str) -> Result<(), Error> {
        let raw = match self.dicts.get(&id) {
            Some(dict) => dict.get(key).map(<[u8]>::to_vec),
            None => self.file.dict(id)?.get(key).map(<[u8]>::to_vec),
        };
        match raw.as_deref().and_then(reference) {
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

    /// Adds a signature field to the form, whose dictionary may stand in the catalog or by itself.
    pub(crate) fn add_field(&mut self, field: u32) -> Result<(), Error> {
        let item = format!("{field} 0 R");
        let root = self.file.root()?;
        let form = self.catalog_entry("AcroForm")?;
        match form.as_deref().and_then(reference) {
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
        let root = self.file.root()?;
        Ok(match self.dicts.get(&root) {
            Some(dict) => dict.get(key).map(<[u8]>::to_vec),
            None => self.file.dict(root)?.get(key).map(<[u8]>::to_vec),
        })
    }

    /// Writes the revision. `last` is written behind everything else; the place of its body in the
    /// result comes with the bytes.
    pub(crate) fn finish(self, last: (u32, &[u8])) -> (Vec<u8>, usize) {
        let Self { base, file: File { chain, pdf }, dicts, arrays, added, next } = self;
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
        let at = update.write(last.0, 0, last.1);
        (update.finish(), at)
    }
}

/// The array with one more item; what is no array is replaced.
fn grown(array: &[u8], item: &str) -> Vec<u8> {
    let sound = items(array).is_some();
    let grown = sound.then(|| appended(array, item.as_bytes())).flatten();
    grown.unwrap_or_else(|| format!("[{item}]").into_bytes())
}
