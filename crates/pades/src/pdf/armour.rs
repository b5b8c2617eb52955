//! The filters of contents (ISO 32000-2, section 7.4): those that write in printable characters, and those that pack.

use super::lexer::is_blank;
use super::raw::{RawDict, items};
use super::sections::unpredicted;
use super::string::string;
use flate2::{Decompress, FlushDecompress, Status};
use weezl::{BitOrder, LzwStatus, decode::Decoder};

/// The decoded data of a stream, `limit` bytes at most, also between two filters; `None` where they cannot be decoded.
pub(crate) fn plain_within(dict: &RawDict, raw: &[u8], limit: u64) -> Option<Vec<u8>> {
    let parameters = list(dict, "DecodeParms");
    let mut data = raw.to_vec();
    for (at, filter) in list(dict, "Filter").iter().enumerate() {
        data = undone(filter, parameters.get(at), &data, limit)?;
    }
    (data.len() as u64 <= limit).then_some(data)
}

/// The data before this filter, with these parameters, wrote them.
fn undone(filter: &[u8], parameters: Option<&Vec<u8>>, data: &[u8], limit: u64) -> Option<Vec<u8>> {
    let mut own = RawDict::default();
    if let Some(parameters) = parameters {
        own.set("DecodeParms", parameters.clone());
    }
    match filter {
        b"/ASCII85Decode" | b"/A85" => ascii85(data),
        b"/ASCIIHexDecode" | b"/AHx" => hexadecimal(data),
        b"/RunLengthDecode" | b"/RL" => runs(data, limit),
        b"/LZWDecode" | b"/LZW" => unpredicted(&own, lzw(data, parameters, limit)?),
        b"/FlateDecode" | b"/Fl" => unpredicted(&own, inflated(data, limit)?),
        _ => None,
    }
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

/// Codes of nine to twelve bits (section 7.4.4), which grow one code early unless the parameters say otherwise. Data that
/// are cut off are taken as far as they go, as viewers do.
fn lzw(data: &[u8], parameters: Option<&Vec<u8>>, limit: u64) -> Option<Vec<u8>> {
    let parameters = parameters.and_then(|raw| RawDict::parse(raw));
    let is_early = parameters.and_then(|it| it.integer("EarlyChange")).unwrap_or(1) != 0;
    let mut decoder = if is_early {
        Decoder::with_tiff_size_switch(BitOrder::Msb, 8)
    } else {
        Decoder::new(BitOrder::Msb, 8)
    };
    let (mut out, mut piece, mut rest) = (Vec::new(), vec![0; 64 * 1024], data);
    loop {
        let did = decoder.decode_bytes(rest, &mut piece);
        out.extend_from_slice(piece.get(..did.consumed_out)?);
        rest = rest.get(did.consumed_in..)?;
        match did.status.ok()? {
            _ if out.len() as u64 > limit => return None,
            LzwStatus::Ok => {}
            LzwStatus::NoProgress | LzwStatus::Done => return Some(out),
        }
    }
}

/// Data by zlib (section 7.4.4). Some programs, Acrobat among them, flush what they packed and leave out its last block and
/// its checksum: what was packed is whole then, and viewers show it.
fn inflated(data: &[u8], limit: u64) -> Option<Vec<u8>> {
    let mut unpacker = Decompress::new(true);
    let (mut out, mut piece, mut rest) = (Vec::new(), vec![0; 64 * 1024], data);
    loop {
        let before = (unpacker.total_in(), unpacker.total_out());
        let status = unpacker.decompress(rest, &mut piece, FlushDecompress::None).ok()?;
        let read = usize::try_from(unpacker.total_in() - before.0).ok()?;
        let written = usize::try_from(unpacker.total_out() - before.1).ok()?;
        rest = rest.get(read..)?;
        out.extend_from_slice(piece.get(..written)?);
        if out.len() as u64 > limit {
            return None;
        }
        if status == Status::StreamEnd || (read, written) == (0, 0) {
            return Some(out);
        }
    }
}

/// Bytes as they stand, or one byte many times (section 7.4.5).
fn runs(data: &[u8], limit: u64) -> Option<Vec<u8>> {
    let (mut out, mut rest) = (Vec::new(), data);
    while let Some((length, after)) = rest.split_first() {
        let length = usize::from(*length);
        rest = match length {
            ..128 => {
                let (bytes, after) = after.split_at_checked(length + 1)?;
                out.extend_from_slice(bytes);
                after
            }
            128 => break,
            _ => {
                let (byte, after) = after.split_first()?;
                out.resize(out.len() + 257 - length, *byte);
                after
            }
        };
        if out.len() as u64 > limit {
            return None;
        }
    }
    Some(out)
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
            (b"<</Filter[/A85/DCTDecode]>>", b"9jqo^~>"),
            (b"<</Filter/A85>>", &[b'z'; 26]),
        ];
        for (dict, data) in cases {
            assert_eq!(plain(dict, data), None, "{}", String::from_utf8_lossy(data));
        }
    }
    /// ISO 32000-2, section 7.4.4.2, the example.
    const LZW: &[u8] = &[0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];

    // O-36
    #[test]
    fn packed_contents_are_unpacked_however_they_were_packed() {
        let shown = b"-----A---B";
        assert_eq!(plain(b"<</Filter/LZWDecode>>", LZW).unwrap(), shown);
        assert_eq!(plain(b"<</Filter[/LZW]/DecodeParms[null]>>", LZW).unwrap(), shown);
        let late = b"<</Filter/LZWDecode/DecodeParms<</EarlyChange 0>>>>";
        assert_eq!(plain(late, LZW).unwrap(), shown, "the codes grow beyond the example");
        assert_eq!(plain(b"<</Filter/LZWDecode>>", &LZW[..8]).unwrap(), shown, "no end is needed");
        let printable: Vec<u8> =
            LZW.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect();
        assert_eq!(plain(b"<</Filter[/AHx/LZW]>>", &printable).unwrap(), shown);
        let runs = [4, b'a', b'b', b'c', b'd', b'e', 253, b'-', 128, 1];
        assert_eq!(plain(b"<</Filter/RunLengthDecode>>", &runs).unwrap(), b"abcde----");
        assert_eq!(plain(b"<</Filter/RL>>", &[253, b'-']).unwrap(), b"----");
    }

    // O-36
    #[test]
    fn contents_that_were_flushed_and_not_ended_are_unpacked_as_far_as_they_go() {
        let mut zlib = flate2::Compress::new(flate2::Compression::default(), true);
        let mut packed = Vec::with_capacity(100);
        zlib.compress_vec(b"BT (a) Tj ET", &mut packed, flate2::FlushCompress::Sync).unwrap();
        assert!(packed.ends_with(b"\0\0\xff\xff"), "{packed:?}");
        let dict = b"<</Filter/FlateDecode>>";
        assert_eq!(plain(dict, &packed).unwrap(), b"BT (a) Tj ET");
        assert_eq!(plain(b"<</Filter[/Fl]/DecodeParms[null]>>", &packed[..2]).unwrap(), b"");
        packed.extend(*b"\x07\0\0");
        assert_eq!(plain(dict, &packed), None, "no such block");
    }

    // EV-08
    #[test]
    fn what_unpacks_to_more_than_its_limit_or_ends_within_a_run_is_refused() {
        let mut many = Vec::new();
        for _ in 0..3 {
            many.extend([129, b'-']);
        }
        assert_eq!(plain(b"<</Filter/RL>>", &many[..2]), None, "128 bytes of 100");
        assert_eq!(plain(b"<</Filter/RL>>", &[4, b'a']), None);
        assert_eq!(plain(b"<</Filter/RL>>", &[253]), None);
        let packed = weezl::encode::Encoder::with_tiff_size_switch(BitOrder::Msb, 8)
            .encode(&[b'-'; 101])
            .unwrap();
        assert_eq!(plain(b"<</Filter/LZW>>", &packed), None);
        let twice: Vec<u8> = packed.iter().flat_map(|byte| [0, *byte]).collect();
        assert_eq!(plain(b"<</Filter[/RL/LZW]>>", &twice), None);
    }

    // O-36
    #[test]
    fn long_contents_whose_codes_grow_are_unpacked_for_either_way_of_growing() {
        let long: Vec<u8> = (0..40_000_u32).flat_map(u32::to_le_bytes).collect();
        let of = |mut encoder: weezl::encode::Encoder| encoder.encode(&long).unwrap();
        let early = of(weezl::encode::Encoder::with_tiff_size_switch(BitOrder::Msb, 8));
        let late = of(weezl::encode::Encoder::new(BitOrder::Msb, 8));
        assert_ne!(early, late);
        let unpacked = |dict: &[u8], data: &[u8]| {
            plain_within(&RawDict::parse(dict).unwrap(), data, long.len() as u64)
        };
        assert_eq!(unpacked(b"<</Filter/LZWDecode>>", &early).unwrap(), long);
        let parameters = b"<</Filter/LZWDecode/DecodeParms<</EarlyChange 0>>>>";
        assert_eq!(unpacked(parameters, &late).unwrap(), long);
    }
}
