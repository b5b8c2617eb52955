//! Filters of streams (ISO 32000-2, section 7.4): what no viewer can decode is not shown.

use crate::Refused;
use crate::pdf::file::File;
use crate::pdf::raw::{items, name};

/// The filters of the standard, and the short names that viewers take as well.
const KNOWN: [&[u8]; 17] = [
    b"ASCIIHexDecode",
    b"ASCII85Decode",
    b"LZWDecode",
    b"FlateDecode",
    b"RunLengthDecode",
    b"CCITTFaxDecode",
    b"JBIG2Decode",
    b"DCTDecode",
    b"JPXDecode",
    b"Crypt",
    b"AHx",
    b"A85",
    b"LZW",
    b"Fl",
    b"RL",
    b"CCF",
    b"DCT",
];

/// Every stream has its data in the file, and filters that are known.
///
/// # Errors
/// [`Refused::UnknownFilter`]; [`Refused::Damaged`] where the data are in another file.
pub(crate) fn expect_known(file: &File) -> Result<(), Refused> {
    for (id, dict) in file.dictionaries() {
        let has_filter = dict.get("Filter").is_some();
        if !has_filter && dict.get("F").is_none() || !file.is_stream(id) {
            continue;
        }
        if dict.get("F").is_some() {
            return Err(Refused::Damaged);
        }
        let filters = file.value(&dict, "Filter").ok().flatten().unwrap_or_default();
        let all = items(&filters).unwrap_or_else(|| vec![&filters]);
        for raw in all {
            let filter = file.resolved(raw)?.as_deref().and_then(name).unwrap_or_default();
            if !filter.is_empty() && !KNOWN.contains(&filter.as_slice()) {
                return Err(Refused::UnknownFilter(String::from_utf8_lossy(&filter).into_owned()));
            }
        }
    }
    Ok(())
}
