//! Checking the newest signature of a PDF: the check every seal passes before anybody sees it.

use crate::Error;
use crate::cms::{der, signed_data};
use crate::pdf::file::File;
use crate::pdf::raw::{RawDict, items, reference};
use aws_lc_rs::digest::{Context, SHA256};
use std::sync::Arc;

/// A signature that is intact and covers the whole file.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The signer's certificate in DER. Whether it is to be trusted is for the caller to say.
    pub certificate: Vec<u8>,
    /// The length of the file before the signature's revision began to be signed: everything up to
    /// the gap.
    pub signed_bytes: usize,
}

/// Checks the signature that was added last: it covers every byte of the file but its own value, and
/// its digest, attributes and value hold.
///
/// # Errors
/// [`Error::NotIntact`], or another [`Error`] when there is no signature to be found.
pub fn verify_last(pdf: &[u8]) -> Result<Verified, Error> {
    let shared = Arc::new(pdf.to_vec());
    let file = File::open(&shared)?;
    let signature = last_signature(&file)?;
    let range = byte_range(&signature).ok_or(Error::NotIntact("the byte range"))?;
    let [start, first, second, rest] = range;
    let covers_all = start == 0 && second.checked_add(rest) == Some(pdf.len()) && first < second;
    if !covers_all {
        return Err(Error::NotIntact("bytes outside the byte range"));
    }
    let gap = &pdf[first..second];
    if gap.first() != Some(&b'<') || gap.last() != Some(&b'>') {
        return Err(Error::NotIntact("the gap of the byte range"));
    }
    let padded = unhex(&gap[1..gap.len() - 1]).ok_or(Error::NotIntact("the value's digits"))?;
    let cms = der::Reader(&padded).next().ok_or(Error::NotIntact("the signature's structure"))?;

    let mut context = Context::new(&SHA256);
    context.update(&pdf[..first]);
    context.update(&pdf[second..]);
    let certificate = signed_data::verify(cms.whole, context.finish().as_ref())?;
    Ok(Verified { certificate: certificate.to_vec(), signed_bytes: first + rest })
}

/// The signature dictionary of the last field of the form that has one.
fn last_signature(file: &File) -> Result<RawDict, Error> {
    let catalog = file.dict(file.root()?)?;
    let form = match catalog.reference("AcroForm") {
        Some(id) => file.dict(id)?,
        None => {
            catalog.get("AcroForm").and_then(RawDict::parse).ok_or(Error::Object("the form"))?
        }
    };
    let fields = match form.reference("Fields") {
        Some(id) => file.array(id)?,
        None => form.get("Fields").ok_or(Error::Object("the fields"))?.to_vec(),
    };
    let fields = items(&fields).ok_or(Error::Object("the fields"))?;
    let fields = fields.into_iter().rev().filter_map(reference);
    for id in fields {
        let field = file.dict(id)?;
        if field.get("FT") == Some(b"/Sig")
            && let Some(value) = field.reference("V")
        {
            return file.dict(value);
        }
    }
    Err(Error::Object("a signature"))
}

fn byte_range(signature: &RawDict) -> Option<[usize; 4]> {
    let numbers = items(signature.get("ByteRange")?)?;
    let number = |raw: &&[u8]| std::str::from_utf8(raw).ok()?.parse::<usize>().ok();
    let numbers: Option<Vec<usize>> = numbers.iter().map(number).collect();
    numbers?.try_into().ok()
}

fn unhex(digits: &[u8]) -> Option<Vec<u8>> {
    let pairs = digits.chunks_exact(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    pairs.map(byte).collect()
}
