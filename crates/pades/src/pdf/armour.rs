//! Contents that are written in printable characters (ISO 32000-2, sections 7.4.2 and 7.4.3) before they are packed
//! in another way.

use super::lexer::is_blank;
use super::raw::{RawDict, items};
use super::sections::unpacked_within;
use super::string::string;

/// The decoded data of a stream, `limit` bytes at most; `None` where they cannot be decoded.
pub(crate) fn plain_within(dict: &RawDict, raw: &[u8], limit: u64) -> Option<Vec<u8>> {
    let filters = list(dict, "Filter");
    let armoured = filters.iter().take_while(|filter| armour(filter).is_some()).count();
    if armoured == 0 {
        return unpacked_within(dict, raw, limit);
    }
    let mut data = raw.to_vec();
    for decode in filters[..armoured].iter().filter_map(|filter| armour(filter)) {
        data = decode(&data)?;
    }
    let mut rest = RawDict::default();
    if armoured < filters.len() {
        rest.set("Filter", [b"[", &filters[armoured..].join(&b' ')[..], b"]"].concat());
    }
    if let Some(parameters) = list(dict, "DecodeParms").get(armoured..).filter(|it| !it.is_empty())
    {
        rest.set("DecodeParms", [b"[", &parameters.join(&b' ')[..], b"]"].concat());
    }
    unpacked_within(&rest, &data, limit)
}

/// The values under a key that is one of them or an array.
fn list(dict: &RawDict, key: &str) -> Vec<Vec<u8>> {
    match dict.get(key) {
        Some(raw) if raw.starts_with(b"[") => {
            items(raw).unwrap_or_default().into_iter().map(<[u8]>::to_vec).collect()
        }
        Some(one) => vec![one.to_vec()],
        None => Vec::new(),
    }
}

/// Undoes a filter; `None` where the data are not of its kind.
type Decode = fn(&[u8]) -> Option<Vec<u8>>;

fn armour(filter: &[u8]) -> Option<Decode> {
    match filter {
        b"/ASCII85Decode" | b"/A85" => Some(ascii85),
        b"/ASCIIHexDecode" | b"/AHx" => Some(hexadecimal),
        _ => None,
    }
}

fn hexadecimal(data: &[u8]) -> Option<Vec<u8>> {
    let digits = data.split(|byte| *byte == b'>').next()?;
    string(&[b"<", digits, b">"].concat())
}

/// Five digits to the base 85 for four bytes, `z` for four zeros, up to `~`.
fn ascii85(data: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(data.len() / 5 * 4);
    let mut group = Vec::with_capacity(5);
    for &byte in data.iter().take_while(|byte| **byte != b'~') {
        match byte {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            _ if is_blank(byte) => {}
            _ => return None,
        }
        if group.len() == 5 {
            out.extend(bytes(&group)?);
            group.clear();
        }
    }
    match group.len() {
        0 => Some(out),
        1 => None,
        some => {
            group.resize(5, 84);
            out.extend_from_slice(bytes(&group)?.get(..some - 1)?);
            Some(out)
        }
    }
}

fn bytes(group: &[u8]) -> Option<[u8; 4]> {
    let number = group.iter().fold(0_u64, |sum, digit| sum * 85 + u64::from(*digit));
    u32::try_from(number).ok().map(u32::to_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(dict: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        plain_within(&RawDict::parse(dict).unwrap(), data, 100)
    }

    #[test]
    fn printable_characters_are_decoded_in_the_order_of_their_filters() {
        let known = b"Man is distinguished";
        let by_85 = b"9jqo^BlbD-BleB1\nDJ+*+F(f,q~>";
        assert_eq!(plain(b"<</Filter/ASCII85Decode>>", by_85).unwrap(), known);
        assert_eq!(plain(b"<</Filter[/A85]>>", b"9jqo^~>").unwrap(), b"Man ");
        assert_eq!(plain(b"<</Filter[/A85]>>", b"z9jn~>").unwrap(), b"\0\0\0\0Ma");
        assert_eq!(plain(b"<</Filter/AHx>>", b"4d 61 6E>").unwrap(), b"Man");
        let twice = plain(b"<</Filter[/ASCIIHexDecode/A85]>>", b"396A716F5E7E3E>");
        assert_eq!(twice.unwrap(), b"Man ");
        let packed = b"<</Filter[/AHx/Fl]/DecodeParms[null<</Predictor 1>>]>>";
        let zlib = b"789cf34dcc0300021a011d>";
        assert_eq!(plain(packed, zlib).unwrap(), b"Man");
    }

    #[test]
    fn what_is_no_such_text_or_too_much_is_refused() {
        let cases: [(&[u8], &[u8]); 6] = [
            (b"<</Filter/A85>>", b"9jq|^~>"),
            (b"<</Filter/A85>>", b"9jqo^9~>"),
            (b"<</Filter/A85>>", b"uuuuu~>"),
            (b"<</Filter/AHx>>", b"4g>"),
            (b"<</Filter[/A85/LZWDecode]>>", b"9jqo^~>"),
            (b"<</Filter/A85>>", &[b'z'; 26]),
        ];
        for (dict, data) in cases {
            assert_eq!(plain(dict, data), None, "{}", String::from_utf8_lossy(data));
        }
    }
}
