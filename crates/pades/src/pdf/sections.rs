//! Cross-reference sections, read entry by entry and strictly: where objects are by the file's own
//! statement, without any recovery (ISO 32000-2, sections 7.5.4 and 7.5.8).

use super::lexer::{Lexer, is_blank};
use super::raw::{RawDict, items};
use crate::Error;
use flate2::read::ZlibDecoder;
use std::collections::BTreeMap;
use std::io::Read;

/// One section.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    /// Where it begins.
    pub(crate) offset: usize,
    /// Whether it is a stream.
    pub(crate) is_stream: bool,
    pub(crate) trailer: RawDict,
    /// The first of several entries for one object counts.
    pub(crate) entries: Vec<(u32, Place)>,
    /// Whether every line of a table has the 20 bytes that ISO 32000-2, section 7.5.4, asks for.
    pub(crate) is_plain: bool,
}

/// Where an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Deleted.
    Free,
    /// At this offset, with this generation.
    At(usize, u16),
    /// In the object stream of this number.
    Within(u32),
}

/// The greatest number of objects in a file.
const MAX_OBJECTS: usize = 8_388_607;
/// The greatest size of an unpacked section, in bytes.
const MAX_UNPACKED: u64 = 128 * 1024 * 1024;

/// The section at this offset.
pub(crate) fn section(pdf: &[u8], offset: usize) -> Result<Section, Error> {
    let mut lexer = Lexer { bytes: pdf, at: offset };
    lexer.blank();
    if lexer.expect(b"xref").is_some() {
        let (entries, is_plain) = table(&mut lexer)?;
        let trailer = dictionary(&mut lexer)?;
        return Ok(Section { offset, is_stream: false, trailer, entries, is_plain });
    }
    let header = (lexer.number(), lexer.number());
    lexer.blank();
    if header.0.is_none() || header.1.is_none() || lexer.expect(b"obj").is_none() {
        return Err(Error::Xref("an offset leads to no section"));
    }
    let trailer = dictionary(&mut lexer)?;
    if trailer.get("Type") != Some(b"/XRef") {
        return Err(Error::Xref("an offset leads to another object"));
    }
    let malformed = Error::Xref("a cross-reference stream cannot be read");
    let entries = stream_data(&mut lexer, &trailer)
        .and_then(|raw| unpacked(&trailer, raw))
        .and_then(|rows| rows_of(&trailer, &rows))
        .ok_or(malformed)?;
    Ok(Section { offset, is_stream: true, trailer, entries, is_plain: true })
}

/// The entries, and whether all their lines have 20 bytes. Some programs end lines with one byte, others with
/// three.
fn table(lexer: &mut Lexer<'_>) -> Result<(Vec<(u32, Place)>, bool), Error> {
    let (mut entries, mut is_plain) = (Vec::new(), true);
    loop {
        lexer.blank();
        if lexer.expect(b"trailer").is_some() {
            return Ok((entries, is_plain));
        }
        let counts = lexer.number().zip(lexer.number());
        let (first, count) = counts.ok_or(Error::Xref("a table is malformed"))?;
        lexer.blank();
        let count = usize::try_from(count).ok().filter(|count| *count <= MAX_OBJECTS);
        let count = count.ok_or(Error::Xref("a table is cut off"))?;
        let widths = [20, 19, 21].into_iter().find_map(|width| lines(lexer, count, width));
        let (lines, width) = widths.ok_or(Error::Xref("a table is malformed"))?;
        for (place, number) in lines.into_iter().zip(first..) {
            let number = u32::try_from(number).map_err(|_| Error::Xref("a number is too large"))?;
            entries.push((number, place));
        }
        is_plain &= count == 0 || width == 20;
        lexer.at = (lexer.at + count * width).min(lexer.bytes.len());
    }
}

/// So many lines of this width; the last one may lack its line end.
fn lines(lexer: &Lexer<'_>, count: usize, width: usize) -> Option<(Vec<Place>, usize)> {
    let end = lexer.at.checked_add(count.checked_mul(width)?)?.min(lexer.bytes.len());
    let lines = lexer.bytes.get(lexer.at..end)?.chunks(width);
    let places = lines.map(line_of).collect::<Option<Vec<_>>>()?;
    (places.len() == count).then_some((places, width))
}

/// `0000000016 00000 n` and a line end.
fn line_of(line: &[u8]) -> Option<Place> {
    let digits = |part: &[u8]| {
        let is_number = part.iter().all(u8::is_ascii_digit);
        is_number.then(|| std::str::from_utf8(part).ok()?.parse::<u64>().ok())?
    };
    let (offset, generation) = (digits(line.get(..10)?)?, digits(line.get(11..16)?)?);
    let ends = line.get(18..)?.iter().all(|byte| is_blank(*byte));
    if line[10] != b' ' || line.get(16) != Some(&b' ') || !ends {
        return None;
    }
    match line.get(17)? {
        b'f' => Some(Place::Free),
        b'n' => Some(Place::At(usize::try_from(offset).ok()?, u16::try_from(generation).ok()?)),
        _ => None,
    }
}

fn dictionary(lexer: &mut Lexer<'_>) -> Result<RawDict, Error> {
    lexer.blank();
    let range = lexer.value().ok_or(Error::Xref("a trailer is malformed"))?;
    RawDict::parse(&lexer.bytes[range]).ok_or(Error::Xref("a trailer is malformed"))
}

/// The bytes of the stream after this dictionary.
pub(crate) fn stream_data<'a>(lexer: &mut Lexer<'a>, dict: &RawDict) -> Option<&'a [u8]> {
    lexer.blank();
    lexer.expect(b"stream")?;
    if lexer.expect(b"\r\n").is_none() {
        lexer.expect(b"\n")?;
    }
    let length = usize::try_from(dict.integer("Length")?).ok()?;
    lexer.bytes.get(lexer.at..lexer.at.checked_add(length)?)
}

/// The unpacked stream, if it uses the one filter that such streams have, or none.
pub(crate) fn unpacked(dict: &RawDict, raw: &[u8]) -> Option<Vec<u8>> {
    unpacked_within(dict, raw, MAX_UNPACKED)
}

/// The same, if it is no more than so many bytes.
pub(crate) fn unpacked_within(dict: &RawDict, raw: &[u8], limit: u64) -> Option<Vec<u8>> {
    let filter = dict.get("Filter").map(|filter| match items(filter) {
        Some(filters) if filters.len() == 1 => filters[0].to_vec(),
        _ => filter.to_vec(),
    });
    match filter.as_deref() {
        None => (raw.len() as u64 <= limit).then(|| raw.to_vec()),
        Some(b"/FlateDecode" | b"/Fl") => {
            let mut out = Vec::new();
            ZlibDecoder::new(raw).take(limit + 1).read_to_end(&mut out).ok()?;
            (out.len() as u64 <= limit).then_some(())?;
            unpredicted(dict, out)
        }
        Some(_) => None,
    }
}

/// Undoes PNG prediction (ISO 32000-2, section 7.4.4.4), eight bits, one colour.
pub(crate) fn unpredicted(dict: &RawDict, bytes: Vec<u8>) -> Option<Vec<u8>> {
    let parameters = dict.get("DecodeParms").map(|raw| match items(raw) {
        Some(list) if list.len() == 1 => list[0].to_vec(),
        _ => raw.to_vec(),
    });
    let Some(parameters) = parameters.as_deref().and_then(RawDict::parse) else {
        return Some(bytes);
    };
    if parameters.integer("Predictor").unwrap_or(1) < 10 {
        return Some(bytes);
    }
    let columns = usize::try_from(parameters.integer("Columns").unwrap_or(1)).ok()?;
    if columns == 0 || columns > 64 || parameters.integer("Colors").unwrap_or(1) != 1 {
        return None;
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut above = vec![0_u8; columns];
    for row in bytes.chunks_exact(columns + 1) {
        let mut left = 0_u8;
        let mut corner = 0_u8;
        for (place, byte) in row[1..].iter().enumerate() {
            let up = above[place];
            let guess = match row[0] {
                0 => 0,
                1 => left,
                2 => up,
                3 => u8::midpoint(left, up),
                4 => paeth(left, up, corner),
                _ => return None,
            };
            left = byte.wrapping_add(guess);
            corner = up;
            above[place] = left;
            out.push(left);
        }
    }
    Some(out)
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let distance = |byte: u8| (guess - i16::from(byte)).abs();
    if distance(left) <= distance(up) && distance(left) <= distance(corner) {
        left
    } else if distance(up) <= distance(corner) {
        up
    } else {
        corner
    }
}

fn rows_of(trailer: &RawDict, rows: &[u8]) -> Option<Vec<(u32, Place)>> {
    let number = |raw: &&[u8]| std::str::from_utf8(raw).ok()?.parse::<usize>().ok();
    let widths: Vec<usize> = items(trailer.get("W")?)?.iter().map(number).collect::<Option<_>>()?;
    let &[kind, second, third] = widths.as_slice() else { return None };
    if [kind, second, third].iter().any(|width| *width > 8) || kind + second + third == 0 {
        return None;
    }
    let size = usize::try_from(trailer.integer("Size")?).ok()?;
    let index = match trailer.get("Index") {
        Some(raw) => items(raw)?.iter().map(number).collect::<Option<Vec<_>>>()?,
        None => vec![0, size],
    };
    let numbers = index.chunks_exact(2).flat_map(|run| (run[0]..).take(run[1].min(MAX_OBJECTS)));
    let field = |bytes: &[u8]| bytes.iter().fold(0_u64, |n, byte| n << 8 | u64::from(*byte));
    rows.chunks_exact(kind + second + third)
        .zip(numbers)
        .map(|(row, number)| {
            let (first, rest) = row.split_at(kind);
            let (middle, last) = rest.split_at(second);
            let place = match if kind == 0 { 1 } else { field(first) } {
                0 => Place::Free,
                1 => Place::At(
                    usize::try_from(field(middle)).ok()?,
                    u16::try_from(field(last)).ok()?,
                ),
                2 => Place::Within(u32::try_from(field(middle)).ok()?),
                _ => return None,
            };
            Some((u32::try_from(number).ok()?, place))
        })
        .collect()
}

/// Where each object is; the newest section decides.
pub(crate) fn places<'a>(newest_first: impl Iterator<Item = &'a Section>) -> BTreeMap<u32, Place> {
    let mut places = BTreeMap::new();
    for (number, place) in newest_first.flat_map(|section| &section.entries) {
        places.entry(*number).or_insert(*place);
    }
    places
}

/// Whether an object of this number and generation begins at this offset.
pub(crate) fn is_head(pdf: &[u8], offset: usize, number: u32, generation: u16) -> bool {
    let mut lexer = Lexer { bytes: pdf, at: offset };
    let found = (lexer.number(), lexer.number());
    lexer.blank();
    found == (Some(u64::from(number)), Some(u64::from(generation)))
        && lexer.expect(b"obj").is_some()
}

/// Whether every object is at its offset: otherwise viewers search for it in different ways, and may show
/// different objects.
pub(crate) fn is_sound(pdf: &[u8], places: &BTreeMap<u32, Place>) -> bool {
    places.iter().all(|(number, place)| match place {
        Place::Free => true,
        Place::At(offset, generation) => is_head(pdf, *offset, *number, *generation),
        Place::Within(stream) => matches!(places.get(stream), Some(Place::At(..))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_predicted_stream_is_read_back() {
        let trailer = RawDict::parse(
            b"<</W[1 1 1]/Size 3/DecodeParms<</Predictor 12/Columns 3>>/Filter/FlateDecode>>",
        );
        let trailer = trailer.unwrap();
        let rows = [2, 0, 0, 255, 2, 1, 9, 1, 2, 0, 3, 0];
        let plain = unpredicted(&trailer, rows.to_vec()).unwrap();
        assert_eq!(plain, [0, 0, 255, 1, 9, 0, 1, 12, 0]);
        let places = rows_of(&trailer, &plain).unwrap();
        assert_eq!(places, [(0, Place::Free), (1, Place::At(9, 0)), (2, Place::At(12, 0))]);
    }
}
