//! The cross-reference chain, walked strictly: what a new revision must be linked to.

use super::raw::{Lexer, RawDict};
use crate::Error;

/// What the chain says about where and how to continue it.
#[derive(Debug)]
pub(crate) struct Chain {
    /// The newest section's offset: `/Prev` of the next one.
    pub(crate) newest: usize,
    /// Whether the newest section is a stream; the next one has to be as well.
    pub(crate) is_stream: bool,
    /// The newest trailer dictionary.
    pub(crate) trailer: RawDict,
    /// One more than the greatest object number of the whole chain.
    pub(crate) size: u32,
    /// Whether a section refers to a hidden stream (`/XRefStm`, ISO 32000-1, section 7.5.8.4).
    pub(crate) is_hybrid: bool,
    /// Whether any trailer says the file is encrypted.
    pub(crate) is_encrypted: bool,
}

const MAX_SECTIONS: usize = 10_000;

impl Chain {
    /// Walks from the last `startxref` back to the first section.
    pub(crate) fn walk(pdf: &[u8]) -> Result<Self, Error> {
        let newest = last_startxref(pdf)?;
        let (trailer, is_stream) = section(pdf, newest)?;
        let mut chain = Self {
            newest,
            is_stream,
            size: size_of(&trailer)?,
            is_hybrid: trailer.get("XRefStm").is_some(),
            is_encrypted: trailer.get("Encrypt").is_some(),
            trailer,
        };
        let mut seen = vec![newest];
        let mut previous = chain.trailer.clone();
        while let Some(offset) = previous.integer("Prev") {
            let offset =
                usize::try_from(offset).map_err(|_| Error::Xref("an offset is too large"))?;
            if seen.contains(&offset) || seen.len() >= MAX_SECTIONS {
                return Err(Error::Xref("the chain does not end"));
            }
            seen.push(offset);
            let (trailer, _) = section(pdf, offset)?;
            chain.size = chain.size.max(size_of(&trailer)?);
            chain.is_hybrid |= trailer.get("XRefStm").is_some();
            chain.is_encrypted |= trailer.get("Encrypt").is_some();
            previous = trailer;
        }
        Ok(chain)
    }
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

/// The trailer dictionary of the section at this offset, and whether it is a stream.
fn section(pdf: &[u8], offset: usize) -> Result<(RawDict, bool), Error> {
    let mut lexer = Lexer { bytes: pdf, at: offset };
    lexer.blank();
    if lexer.expect(b"xref").is_some() {
        skip_table(&mut lexer)?;
        return Ok((dictionary(&mut lexer)?, false));
    }
    let header = (lexer.number(), lexer.number());
    lexer.blank();
    if header.0.is_none() || header.1.is_none() || lexer.expect(b"obj").is_none() {
        return Err(Error::Xref("an offset leads to no section"));
    }
    let dict = dictionary(&mut lexer)?;
    if dict.get("Type") == Some(b"/XRef") {
        Ok((dict, true))
    } else {
        Err(Error::Xref("an offset leads to another object"))
    }
}

fn skip_table(lexer: &mut Lexer<'_>) -> Result<(), Error> {
    loop {
        lexer.blank();
        if lexer.expect(b"trailer").is_some() {
            return Ok(());
        }
        let counts = lexer.number().zip(lexer.number());
        let (_, count) = counts.ok_or(Error::Xref("a table is malformed"))?;
        lexer.blank();
        let entries = usize::try_from(count).ok().and_then(|c| c.checked_mul(20));
        let end = entries.and_then(|e| lexer.at.checked_add(e));
        let end = end.filter(|end| *end <= lexer.bytes.len());
        lexer.at = end.ok_or(Error::Xref("a table is cut off"))?;
    }
}

fn dictionary(lexer: &mut Lexer<'_>) -> Result<RawDict, Error> {
    lexer.blank();
    let range = lexer.value().ok_or(Error::Xref("a trailer is malformed"))?;
    RawDict::parse(&lexer.bytes[range]).ok_or(Error::Xref("a trailer is malformed"))
}

fn size_of(trailer: &RawDict) -> Result<u32, Error> {
    let size = trailer.integer("Size").and_then(|size| u32::try_from(size).ok());
    size.filter(|size| *size < 8_388_608).ok_or(Error::Xref("a trailer has no usable Size"))
}
