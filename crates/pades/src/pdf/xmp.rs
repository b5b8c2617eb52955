//! What a PDF says of itself in its metadata (XMP, ISO 16684-1).

use super::file::File;
use crate::Error;

/// How large metadata may be that are looked into.
const LIMIT: usize = 1024 * 1024;
/// Which part of PDF/A (ISO 19005) a file claims to follow, as an attribute or an element.
const PART: &[u8] = b"pdfaid:part";

/// What metadata of electronic invoices contain: the namespaces of Factur-X and `ZUGFeRD`.
const INVOICES: [&[u8]; 3] = [b"urn:factur-x:", b"urn:zugferd:", b"urn:ferd:"];

/// The part of PDF/A that the file claims to follow: 1 to 4.
pub(crate) fn archival_part(file: &File) -> Result<Option<u8>, Error> {
    let xmp = metadata(file)?;
    let found = xmp.windows(PART.len()).position(|part| part == PART);
    let behind = found.map(|at| &xmp[at + PART.len()..]).unwrap_or_default();
    let value = behind.iter().find(|byte| !b"=\"'> \t\r\n".contains(byte));
    Ok(value.filter(|byte| (b'1'..=b'9').contains(byte)).map(|byte| byte - b'0'))
}

/// Whether the file claims to be an electronic invoice.
pub(crate) fn is_invoice(file: &File) -> Result<bool, Error> {
    let xmp = metadata(file)?.to_ascii_lowercase();
    Ok(INVOICES.iter().any(|it| xmp.windows(it.len()).any(|part| part == *it)))
}

/// The document's metadata; nothing where they cannot be read.
fn metadata(file: &File) -> Result<Vec<u8>, Error> {
    let metadata = file.catalog()?.reference("Metadata");
    let mut budget = LIMIT;
    Ok(metadata.and_then(|id| file.stream_within(id, &mut budget).ok()).unwrap_or_default())
}
