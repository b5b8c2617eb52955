//! What a PDF says of itself in its metadata (XMP, ISO 16684-1).

use super::file::File;
use crate::Error;

/// How large metadata may be that are looked into.
const LIMIT: usize = 1024 * 1024;
/// Which part of PDF/A (ISO 19005) a file claims to follow, as an attribute or an element.
const PART: &[u8] = b"pdfaid:part";

/// The part of PDF/A that the file claims to follow: 1 to 4.
pub(crate) fn archival_part(file: &File) -> Result<Option<u8>, Error> {
    let Some(metadata) = file.catalog()?.reference("Metadata") else {
        return Ok(None);
    };
    let mut budget = LIMIT;
    // What cannot be read claims nothing.
    let Ok(xmp) = file.stream_within(metadata, &mut budget) else {
        return Ok(None);
    };
    let found = xmp.windows(PART.len()).position(|part| part == PART);
    let behind = found.map(|at| &xmp[at + PART.len()..]).unwrap_or_default();
    let value = behind.iter().find(|byte| !b"=\"'> \t\r\n".contains(byte));
    Ok(value.filter(|byte| (b'1'..=b'9').contains(byte)).map(|byte| byte - b'0'))
}
