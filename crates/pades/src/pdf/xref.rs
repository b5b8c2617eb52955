//! The cross-reference chain, walked strictly: what a new revision must be linked to.

use super::lexer::Lexer;
use super::raw::RawDict;
use super::sections::{Place, Section, places, section};
use crate::Error;
use std::collections::BTreeMap;

/// What a new revision has to know of the chain that it continues.
#[derive(Debug)]
pub(crate) struct Chain {
    /// One more than the greatest object number of the whole chain.
    pub(crate) size: u32,
    /// Whether every line of its tables has the width that the standard asks for.
    pub(crate) is_plain: bool,
    /// Whether any trailer has `/Encrypt`.
    pub(crate) is_encrypted: bool,
    /// Whether every object number of each section is below its `Size`.
    pub(crate) is_counted: bool,
    /// The sections, newest first; never empty.
    pub(crate) sections: Vec<Section>,
}

const MAX_SECTIONS: usize = 1_000;

impl Chain {
    /// Walks from the last `startxref` back to the first section.
    pub(crate) fn walk(pdf: &[u8]) -> Result<Self, Error> {
        let newest = whole_section(pdf, last_startxref(pdf)?)?;
        let mut chain = Self {
            size: 0,
            is_plain: true,
            is_encrypted: false,
            is_counted: true,
            sections: vec![newest],
        };
        while let Some(offset) = chain.sections.last().and_then(|last| last.trailer.integer("Prev"))
        {
            let offset =
                usize::try_from(offset).map_err(|_| Error::Xref("an offset is too large"))?;
            let is_known = chain.sections.iter().any(|known| known.offset == offset);
            if is_known || chain.sections.len() >= MAX_SECTIONS {
                return Err(Error::Xref("the chain does not end"));
            }
            chain.sections.push(whole_section(pdf, offset)?);
        }
        for Section { trailer, entries, is_plain, .. } in &chain.sections {
            let said = size_of(trailer)?;
            let used = entries.iter().filter(|(_, place)| *place != Place::Free);
            let greatest = used.map(|(number, _)| number + 1).max().unwrap_or(0);
            chain.is_counted &= greatest <= said;
            chain.size = chain.size.max(said).max(greatest);
            chain.is_plain &= is_plain;
            chain.is_encrypted |= trailer.get("Encrypt").is_some();
        }
        Ok(chain)
    }

    /// The newest section: the next one refers to it and has to be of its type.
    pub(crate) fn newest(&self) -> &Section {
        &self.sections[0]
    }

    /// Where each object is.
    pub(crate) fn places(&self) -> BTreeMap<u32, Place> {
        places(self.sections.iter())
    }
}

/// A section with the entries of its hidden stream (`/XRefStm`, ISO 32000-2, section 7.5.8.4): these count where
/// the table says that an object is free, or nothing.
fn whole_section(pdf: &[u8], offset: usize) -> Result<Section, Error> {
    let mut table = section(pdf, offset)?;
    let Some(hidden) = table.trailer.integer("XRefStm").filter(|_| !table.is_stream) else {
        return Ok(table);
    };
    let hidden = usize::try_from(hidden).map_err(|_| Error::Xref("an offset is too large"))?;
    let hidden = section(pdf, hidden)?;
    if !hidden.is_stream {
        return Err(Error::Xref("an offset leads to another object"));
    }
    let (free, used): (Vec<_>, Vec<_>) =
        table.entries.into_iter().partition(|(_, place)| *place == Place::Free);
    table.entries = used.into_iter().chain(hidden.entries).chain(free).collect();
    Ok(table)
}

fn last_startxref(pdf: &[u8]) -> Result<usize, Error> {
    let tail_at = pdf.len().saturating_sub(2048);
    let tail = &pdf[tail_at..];
    let keyword = b"startxref";
    let at = tail.windows(keyword.len()).rposition(|w| w == keyword);
    let at = at.ok_or(Error::Xref("there is no startxref"))?;
    let mut lexer = Lexer { bytes: tail, at: at + keyword.len() };
    let offset = lexer.number().ok_or(Error::Xref("startxref names no offset"))?;
    usize::try_from(offset).map_err(|_| Error::Xref("an offset is too large"))
}

fn size_of(trailer: &RawDict) -> Result<u32, Error> {
    let size = trailer.integer("Size").and_then(|size| u32::try_from(size).ok());
    size.filter(|size| *size < 8_388_608).ok_or(Error::Xref("a trailer has no usable Size"))
}
