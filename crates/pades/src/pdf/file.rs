//! A PDF opened for editing: its chain, and its objects as raw bytes.

use super::raw::RawDict;
use super::xref::Chain;
use crate::Error;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, ObjectIdentifier};
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
        self.chain.trailer.reference("Root").ok_or(Error::Object("the catalog"))
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

    /// The first page's object number and generation.
    pub(crate) fn first_page(&self) -> Result<(u32, u16), Error> {
        let page = self.pdf.pages().first().ok_or(Error::Object("the first page"))?;
        let id = page.raw().obj_id().ok_or(Error::Object("the first page"))?;
        let generation = u16::try_from(id.gen_number).map_err(|_| Error::Object("a generation"))?;
        Ok((id.obj_number, generation))
    }
}

fn identifier((number, generation): (u32, u16)) -> ObjectIdentifier {
    ObjectIdentifier::new(number, i32::from(generation))
}
