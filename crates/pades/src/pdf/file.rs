//! A PDF opened for editing: its chain, and its objects as raw bytes.

use super::raw::{RawDict, items, reference};
use super::sections::unpacked;
use super::xref::Chain;
use crate::Error;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::Page;
use std::sync::Arc;

/// An opened PDF.
pub(crate) struct File {
    pub(crate) pdf: Pdf,
    pub(crate) chain: Chain,
}

impl File {
    /// Opens a PDF whose chain is whole.
    pub(crate) fn open(bytes: &Arc<Vec<u8>>) -> Result<Self, Error> {
        let chain = Chain::walk(bytes)?;
        let pdf = Pdf::new(Arc::clone(bytes));
        let pdf = pdf.map_err(|_| Error::Object("the document cannot be opened"))?;
        Ok(Self { pdf, chain })
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

    /// The object as a raw array.
    pub(crate) fn array(&self, id: (u32, u16)) -> Result<Vec<u8>, Error> {
        let array: Option<Array<'_>> = self.pdf.xref().get(identifier(id));
        let inner = array.ok_or(Error::Object("an array"))?.data();
        Ok(if inner.starts_with(b"[") { inner.to_vec() } else { [b"[", inner, b"]"].concat() })
    }

    /// The dictionary under a key, whether it stands there or is an object of its own; `None` where there is
    /// none.
    pub(crate) fn dict_under(&self, holder: &RawDict, key: &str) -> Result<Option<RawDict>, Error> {
        match (holder.reference(key), holder.get(key)) {
            (Some(id), _) => self.dict(id).map(Some),
            (None, Some(raw)) => {
                RawDict::parse(raw).map(Some).ok_or(Error::Object("a dictionary is malformed"))
            }
            (None, None) => Ok(None),
        }
    }

    /// The array under a key, whether it stands there or is an object of its own; `None` where there is
    /// none.
    pub(crate) fn array_under(
        &self,
        holder: &RawDict,
        key: &str,
    ) -> Result<Option<Vec<u8>>, Error> {
        match (holder.reference(key), holder.get(key)) {
            (Some(id), _) => self.array(id).map(Some),
            (None, raw) => Ok(raw.map(<[u8]>::to_vec)),
        }
    }

    /// The catalog.
    pub(crate) fn catalog(&self) -> Result<RawDict, Error> {
        self.dict(self.root()?)
    }

    /// The first page's object number and generation, found by the way down from the root of the page
    /// tree: the other pages are not read.
    pub(crate) fn first_page(&self) -> Result<(u32, u16), Error> {
        let root = self.catalog()?.reference("Pages").ok_or(Error::Object("the page tree"))?;
        self.first_leaf(root, 0)?.ok_or(Error::Object("the first page"))
    }

    fn first_leaf(&self, node: (u32, u16), depth: usize) -> Result<Option<(u32, u16)>, Error> {
        const MAX_DEPTH: usize = 64;
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

    /// Every page's object number and generation.
    pub(crate) fn pages(&self) -> Vec<(u32, u16)> {
        let id = |page: &Page<'_>| {
            let id = page.raw().obj_id()?;
            Some((id.obj_number, u16::try_from(id.gen_number).ok()?))
        };
        self.pdf.pages().iter().filter_map(id).collect()
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
