//! A PDF opened for editing: its chain, and its objects as raw bytes.

use super::armour::plain_within;
use super::container::Container;
use super::object::value_at;
use super::raw::{RawDict, items, name, reference};
use super::sections::{Place, unpacked};
use super::xref::Chain;
use crate::Error;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::Page;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How deep page trees may be.
const MAX_DEPTH: usize = 64;

/// An object's value, and its data where it is a stream.
pub(crate) type Body = (Vec<u8>, Option<Vec<u8>>);

/// An opened PDF.
pub(crate) struct File {
    pub(crate) pdf: Pdf,
    pub(crate) chain: Chain,
    places: OnceCell<BTreeMap<u32, Place>>,
    /// The object stream that was read last, and its number.
    container: RefCell<Option<(u32, Container)>>,
    /// Dictionaries that many others refer to: pages, and fields above others.
    shared: RefCell<BTreeMap<(u32, u16), Arc<RawDict>>>,
}

impl File {
    /// Opens a PDF whose chain is complete.
    pub(crate) fn open(bytes: &Arc<Vec<u8>>) -> Result<Self, Error> {
        let chain = Chain::walk(bytes)?;
        let pdf = Pdf::new(Arc::clone(bytes));
        let pdf = pdf.map_err(|_| Error::Object("the document cannot be opened"))?;
        let (container, shared) = (RefCell::new(None), RefCell::default());
        Ok(Self { pdf, chain, places: OnceCell::new(), container, shared })
    }

    /// The catalog's object number and generation.
    pub(crate) fn root(&self) -> Result<(u32, u16), Error> {
        self.chain.newest().trailer.reference("Root").ok_or(Error::Object("the catalog"))
    }

    /// The object as a raw dictionary.
    pub(crate) fn dict(&self, id: (u32, u16)) -> Result<RawDict, Error> {
        let dict: Option<Dict<'_>> = self.pdf.xref().get(identifier(id));
        let dict = dict.ok_or(Error::Object("a dictionary"))?;
        RawDict::parse(dict.data()).ok_or(Error::Object("a dictionary is malformed"))
    }

    /// The same, read once however often it is asked for: a page may hold thousands of annotations that each lead back
    /// to it, a field thousands of others.
    pub(crate) fn shared(&self, id: (u32, u16)) -> Result<Arc<RawDict>, Error> {
        if let Some(known) = self.shared.borrow().get(&id) {
            return Ok(Arc::clone(known));
        }
        let dict = Arc::new(self.dict(id)?);
        self.shared.borrow_mut().insert(id, Arc::clone(&dict));
        Ok(dict)
    }

    /// The object as a raw array.
    pub(crate) fn array(&self, id: (u32, u16)) -> Result<Vec<u8>, Error> {
        let array: Option<Array<'_>> = self.pdf.xref().get(identifier(id));
        let inner = array.ok_or(Error::Object("an array"))?.data();
        Ok(if inner.starts_with(b"[") { inner.to_vec() } else { [b"[", inner, b"]"].concat() })
    }

    /// The dictionary under a key, direct or indirect; `None` where there is none.
    pub(crate) fn dict_under(&self, holder: &RawDict, key: &str) -> Result<Option<RawDict>, Error> {
        match (holder.reference(key), holder.get(key)) {
            (Some(id), _) if !self.exists(id) => Ok(None),
            (Some(id), _) => self.dict(id).map(Some),
            (None, Some(raw)) => {
                RawDict::parse(raw).map(Some).ok_or(Error::Object("a dictionary is malformed"))
            }
            (None, None) => Ok(None),
        }
    }

    /// The array under a key, direct or indirect; `None` where there is none.
    pub(crate) fn array_under(
        &self,
        holder: &RawDict,
        key: &str,
    ) -> Result<Option<Vec<u8>>, Error> {
        match (holder.reference(key), holder.get(key)) {
            (Some(id), _) if !self.exists(id) => Ok(None),
            (Some(id), _) => self.array(id).map(Some),
            (None, raw) => Ok(raw.map(<[u8]>::to_vec)),
        }
    }

    /// The value of a key, direct or indirect; `None` where there is none.
    pub(crate) fn value(&self, holder: &RawDict, key: &str) -> Result<Option<Vec<u8>>, Error> {
        holder.get(key).map_or(Ok(None), |raw| self.resolved(raw))
    }

    /// A value, or the one that it refers to.
    pub(crate) fn resolved(&self, raw: &[u8]) -> Result<Option<Vec<u8>>, Error> {
        let mut value = raw.to_vec();
        for _ in 0..MAX_DEPTH {
            let Some(id) = reference(&value) else {
                return Ok((value != b"null").then_some(value));
            };
            match self.body(id)? {
                Some((body, None)) => value = body,
                Some((_, Some(_))) => return Err(Error::Object("a value is a stream")),
                None => return Ok(None),
            }
        }
        Err(Error::Object("a reference leads nowhere"))
    }

    /// The name under a key with its escapes undone, direct or indirect.
    pub(crate) fn name(&self, holder: &RawDict, key: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.value(holder, key)?.as_deref().and_then(name))
    }

    /// Whether a key has a value of any kind.
    pub(crate) fn is_there(&self, holder: &RawDict, key: &str) -> bool {
        match (holder.reference(key), holder.get(key)) {
            (Some(id), _) => self.exists(id),
            (None, value) => value.is_some(),
        }
    }

    /// The catalog.
    pub(crate) fn catalog(&self) -> Result<RawDict, Error> {
        self.dict(self.root()?)
    }

    /// The first page's object number and generation, found from the root of the page tree
    /// downwards: the other pages are not read.
    pub(crate) fn first_page(&self) -> Result<(u32, u16), Error> {
        let root = self.catalog()?.reference("Pages").ok_or(Error::Object("the page tree"))?;
        self.first_leaf(root, 0)?.ok_or(Error::Object("the first page"))
    }

    fn first_leaf(&self, node: (u32, u16), depth: usize) -> Result<Option<(u32, u16)>, Error> {
        if depth > MAX_DEPTH {
            return Err(Error::Object("the page tree"));
        }
        let dict = self.dict(node)?;
        let Some(kids) = self.array_under(&dict, "Kids")? else {
            return Ok(Some(node));
        };
        let kids = items(&kids).ok_or(Error::Object("the page tree"))?;
        for kid in kids.into_iter().filter_map(reference) {
            if let Some(page) = self.first_leaf(kid, depth + 1)? {
                return Ok(Some(page));
            }
        }
        Ok(None)
    }

    /// The object number and generation of the page of this index.
    pub(crate) fn page(&self, index: usize) -> Result<(u32, u16), Error> {
        let page = self.pdf.pages().get(index).ok_or(Error::Object("a page"))?;
        id_of(page).ok_or(Error::Object("a page"))
    }

    /// A page's attribute, its own or one that it inherits (ISO 32000-2, section 7.7.3.4).
    pub(crate) fn inherited(&self, page: (u32, u16), key: &str) -> Result<Option<Vec<u8>>, Error> {
        let mut node = self.dict(page)?;
        for _ in 0..MAX_DEPTH {
            if let Some(raw) = node.get(key) {
                return Ok(Some(raw.to_vec()));
            }
            let Some(parent) = node.reference("Parent") else {
                return Ok(None);
            };
            node = self.dict(parent)?;
        }
        Err(Error::Object("the page tree"))
    }

    /// Whether the page tree can be read in one way only (ISO 32000-2, section 7.7.3.2): inner nodes have
    /// kids and the type `Pages`, leaves the type `Page`, and each is an indirect object that occurs once.
    pub(crate) fn has_plain_tree(&self) -> bool {
        let root = self.catalog().ok().and_then(|catalog| catalog.reference("Pages"));
        let (mut leaves, mut seen) = (Vec::new(), BTreeSet::new());
        let mut is_plain = |root| self.is_plain_node(root, &mut leaves, &mut seen, 0).is_some();
        root.is_some_and(&mut is_plain)
            && leaves == self.pages()
            && leaves.len() == self.pdf.pages().len()
    }

    fn is_plain_node(
        &self,
        id: (u32, u16),
        leaves: &mut Vec<(u32, u16)>,
        seen: &mut BTreeSet<(u32, u16)>,
        depth: usize,
    ) -> Option<()> {
        (depth < MAX_DEPTH && seen.insert(id)).then_some(())?;
        let node = self.dict(id).ok()?;
        let kids = self.array_under(&node, "Kids").ok()?;
        match (self.name(&node, "Type").ok()??.as_slice(), kids) {
            (b"Page", None) => leaves.push(id),
            (b"Pages", Some(kids)) => {
                for kid in items(&kids)? {
                    self.is_plain_node(reference(kid)?, leaves, seen, depth + 1)?;
                }
            }
            _ => return None,
        }
        Some(())
    }

    /// Every page's object number and generation.
    pub(crate) fn pages(&self) -> Vec<(u32, u16)> {
        self.pdf.pages().iter().filter_map(id_of).collect()
    }

    /// The object's dictionary or array, without what is in a stream; `None` for simple objects.
    pub(crate) fn structure(&self, id: (u32, u16)) -> Option<Vec<u8>> {
        let object: Object<'_> = self.pdf.xref().get(identifier(id))?;
        match object {
            Object::Dict(dict) => Some(dict.data().to_vec()),
            Object::Stream(stream) => Some(stream.dict().data().to_vec()),
            Object::Array(array) => Some(array.data().to_vec()),
            _ => None,
        }
    }

    /// The value of an object as it was written; `None` where there is no such object.
    pub(crate) fn body(&self, id: (u32, u16)) -> Result<Option<Body>, Error> {
        if let Some(stream) = self.pdf.xref().get::<Stream<'_>>(identifier(id)) {
            return Ok(Some((stream.dict().data().to_vec(), Some(stream.raw_data().into_owned()))));
        }
        let value = match self.places().get(&id.0) {
            Some(Place::At(offset, generation)) if *generation == id.1 => {
                value_at(self.pdf.data().as_ref(), *offset)
            }
            Some(Place::Within(container)) if id.1 == 0 => self.value_within(*container, id.0)?,
            _ => return Ok(None),
        };
        value.map(|value| Some((value, None))).ok_or(Error::Object("a value is malformed"))
    }

    fn value_within(&self, container: u32, number: u32) -> Result<Option<Vec<u8>>, Error> {
        let mut last = self.container.borrow_mut();
        if !matches!(*last, Some((known, ..)) if known == container) {
            let stream: Option<Stream<'_>> = self.pdf.xref().get(identifier((container, 0)));
            let stream = stream.ok_or(Error::Object("an object stream"))?;
            let opened = Container::open(stream.dict().data(), &stream.raw_data());
            *last = Some((container, opened.ok_or(Error::Object("an object stream"))?));
        }
        Ok(last.as_ref().and_then(|(_, container)| container.value(number)))
    }

    /// Whether there is an object of this number and generation: a reference to any other one is null (ISO
    /// 32000-2, section 7.3.10).
    pub(crate) fn exists(&self, id: (u32, u16)) -> bool {
        match self.places().get(&id.0) {
            None | Some(Place::Free) => false,
            Some(Place::At(_, generation)) => *generation == id.1,
            Some(Place::Within(_)) => id.1 == 0,
        }
    }

    /// Whether the library that reads objects finds one of this number and generation.
    pub(crate) fn is_read(&self, id: (u32, u16)) -> bool {
        self.pdf
            .xref()
            .get::<Object<'_>>(identifier(id))
            .is_some_and(|it| !matches!(it, Object::Null(_)))
    }

    /// The dictionary or array of the object of this number.
    pub(crate) fn structure_of(&self, number: u32) -> Option<Vec<u8>> {
        match self.places().get(&number)? {
            Place::Free => None,
            Place::At(_, generation) => self.structure((number, *generation)),
            Place::Within(_) => self.structure((number, 0)),
        }
    }

    /// Where each object is.
    pub(crate) fn places(&self) -> &BTreeMap<u32, Place> {
        self.places.get_or_init(|| self.chain.places())
    }

    /// Every object that is a dictionary, or a stream with one.
    pub(crate) fn dictionaries(&self) -> impl Iterator<Item = ((u32, u16), RawDict)> + '_ {
        let ids = self.places().iter().filter_map(|(number, place)| match place {
            Place::Free => None,
            Place::At(_, generation) => Some((*number, *generation)),
            Place::Within(_) => Some((*number, 0)),
        });
        ids.filter_map(|id| {
            let raw = self.structure(id)?;
            let is_dict = raw.trim_ascii_start().starts_with(b"<<");
            Some((id, RawDict::parse(&raw).filter(|_| is_dict)?))
        })
    }

    pub(crate) fn is_stream(&self, id: (u32, u16)) -> bool {
        self.pdf.xref().get::<Stream<'_>>(identifier(id)).is_some()
    }

    /// A decoded stream, if it is within the budget, from which its size is subtracted.
    pub(crate) fn stream_within(
        &self,
        id: (u32, u16),
        budget: &mut usize,
    ) -> Result<Vec<u8>, Error> {
        let unreadable = || Error::Page("its contents cannot be read, or are too much");
        let stream: Option<Stream<'_>> = self.pdf.xref().get(identifier(id));
        let stream = stream.ok_or_else(unreadable)?;
        let dict = RawDict::parse(stream.dict().data()).ok_or_else(unreadable)?;
        let decoded = plain_within(&dict, &stream.raw_data(), *budget as u64);
        let decoded = decoded.ok_or_else(unreadable)?;
        *budget = budget.saturating_sub(decoded.len());
        Ok(decoded)
    }

    /// The decoded contents of a stream, up to a limit of what it unpacks to.
    pub(crate) fn stream(&self, id: (u32, u16)) -> Result<Vec<u8>, Error> {
        let stream: Option<Stream<'_>> = self.pdf.xref().get(identifier(id));
        let stream = stream.ok_or(Error::Object("a stream"))?;
        let dict = RawDict::parse(stream.dict().data()).ok_or(Error::Object("a stream"))?;
        unpacked(&dict, &stream.raw_data()).ok_or(Error::Object("a stream"))
    }
}

fn identifier((number, generation): (u32, u16)) -> ObjectIdentifier {
    ObjectIdentifier::new(number, i32::from(generation))
}

fn id_of(page: &Page<'_>) -> Option<(u32, u16)> {
    let id = page.raw().obj_id()?;
    Some((id.obj_number, u16::try_from(id.gen_number).ok()?))
}
