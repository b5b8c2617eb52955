//! A whole file read from its beginning, where its cross-references cannot be used.

use super::lexer::{Lexer, is_blank};
use super::raw::{RawDict, name};
use super::sections::Place;
use super::stream::{Data, data_of, find};
use std::collections::BTreeMap;
use std::ops::Range;

/// What stands in the file: of several objects with one number, the last one.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// Offset and generation of each object.
    heads: BTreeMap<u32, (usize, u16)>,
    /// Dictionaries that name a catalog, in the order of the file.
    pub(crate) trailers: Vec<RawDict>,
    /// Object streams: number and offset, in the order of the file.
    pub(crate) containers: Vec<(u32, usize)>,
    catalog: Option<(u32, u16)>,
}

impl Scan {
    pub(crate) fn of(pdf: &[u8]) -> Self {
        let lengths = naive_heads(pdf);
        let mut scan = Self::default();
        let mut streams = Vec::new();
        let mut at = 0;
        while let Some(head) = next_head(pdf, at) {
            at = scan.object(pdf, &head, &lengths, &mut streams);
        }
        scan.plain_trailers(pdf, &streams);
        if scan.trailers.is_empty()
            && let Some((number, generation)) = scan.catalog
        {
            let mut trailer = RawDict::default();
            trailer.set("Root", format!("{number} {generation} R"));
            scan.trailers.push(trailer);
        }
        scan
    }

    /// Takes one object; returns the position behind it.
    fn object(
        &mut self,
        pdf: &[u8],
        head: &Head,
        lengths: &BTreeMap<u32, (usize, u16)>,
        streams: &mut Vec<Range<usize>>,
    ) -> usize {
        self.heads.insert(head.number, (head.start, head.generation));
        let mut lexer = Lexer { bytes: pdf, at: head.body };
        lexer.blank();
        let Some(value) = lexer.value() else {
            return head.body;
        };
        let end = lexer.at;
        let Some(dict) = RawDict::parse(&pdf[value]) else {
            return end;
        };
        let kind = dict.get("Type").and_then(name);
        if kind.as_deref() == Some(b"Catalog") {
            self.catalog = Some((head.number, head.generation));
        }
        match data_of(pdf, &mut lexer, || length(pdf, &dict, lengths)) {
            Data::None | Data::Cut => return end,
            Data::Is { range, .. } => streams.push(range),
        }
        match kind.as_deref() {
            Some(b"XRef") if dict.reference("Root").is_some() => self.trailers.push(dict),
            Some(b"ObjStm") => self.containers.push((head.number, head.start)),
            _ => {}
        }
        lexer.at
    }

    /// Trailers of tables: they count more than those of streams, unless a stream comes last.
    fn plain_trailers(&mut self, pdf: &[u8], streams: &[Range<usize>]) {
        let mut at = 0;
        let mut found = Vec::new();
        while let Some(keyword) = find(pdf, at, b"trailer") {
            at = keyword + b"trailer".len();
            let within = streams.partition_point(|range| range.end <= keyword);
            if streams.get(within).is_some_and(|range| range.contains(&keyword)) {
                continue;
            }
            let mut lexer = Lexer { bytes: pdf, at };
            lexer.blank();
            let dict = lexer.value().and_then(|value| RawDict::parse(&pdf[value]));
            found.extend(dict.filter(|dict| dict.reference("Root").is_some()));
        }
        self.trailers.extend(found);
    }

    pub(crate) fn places(&self) -> BTreeMap<u32, Place> {
        let place = |(number, (offset, generation)): (&u32, &(usize, u16))| {
            (*number, Place::At(*offset, *generation))
        };
        self.heads.iter().map(place).collect()
    }

    /// Where each object begins.
    pub(crate) fn positions(&self) -> BTreeMap<u32, usize> {
        self.heads.iter().map(|(number, (offset, _))| (*number, *offset)).collect()
    }
}

/// Everything that looks like the beginning of an object, within streams as well: number, offset, generation.
/// The last one of a number counts.
fn naive_heads(pdf: &[u8]) -> BTreeMap<u32, (usize, u16)> {
    let mut heads = BTreeMap::new();
    let mut at = 0;
    while let Some(head) = next_head(pdf, at) {
        at = head.body;
        heads.insert(head.number, (head.start, head.generation));
    }
    heads
}

struct Head {
    number: u32,
    generation: u16,
    start: usize,
    body: usize,
}

/// The next `12 0 obj`.
fn next_head(pdf: &[u8], mut at: usize) -> Option<Head> {
    let from = at;
    loop {
        let keyword = find(pdf, at, b"obj")?;
        at = keyword + 3;
        let Some((generation, before)) = digits_before(pdf, keyword) else { continue };
        let Some((number, start)) = digits_before(pdf, before) else { continue };
        let is_apart = before < keyword && start < before && start >= from;
        let head = u32::try_from(number).ok().zip(u16::try_from(generation).ok());
        if let Some((number, generation)) = head.filter(|_| is_apart) {
            return Some(Head { number, generation, start, body: at });
        }
    }
}

/// The digits before this place and the blanks before it, and where they begin.
fn digits_before(pdf: &[u8], at: usize) -> Option<(u64, usize)> {
    let before = pdf.get(..at)?;
    let end = before.iter().rposition(|byte| !is_blank(*byte))? + 1;
    let start =
        before[..end].iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |at| at + 1);
    let number = std::str::from_utf8(&before[start..end]).ok()?.parse().ok()?;
    Some((number, start))
}

fn length(pdf: &[u8], dict: &RawDict, heads: &BTreeMap<u32, (usize, u16)>) -> Option<usize> {
    let raw = match dict.reference("Length") {
        Some(id) => {
            let mut lexer = super::object::body_at(pdf, heads.get(&id.0)?.0)?;
            &pdf[lexer.value()?]
        }
        None => dict.get("Length")?,
    };
    std::str::from_utf8(raw).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_found_wherever_they_stand_and_the_last_of_a_number_counts() {
        let pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj 2 0 obj\n<</Length 30>>stream\n\
            9 0 obj(within)endobj trailer..\nendstream endobj\n3 1 obj 5 endobj 1 0 obj [7] endobj";
        let scan = Scan::of(pdf);
        assert_eq!(scan.heads.keys().copied().collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(scan.heads[&3].1, 1);
        assert!(pdf[scan.heads[&1].0..].starts_with(b"1 0 obj ["));
        assert_eq!(scan.trailers[0].reference("Root"), Some((1, 0)));
    }

    #[test]
    fn a_trailer_within_a_stream_is_none() {
        let pdf = b"1 0 obj<</Length 24>>stream\ntrailer<</Root 9 0 R>>  \nendstream endobj\n\
            trailer <</Root 1 0 R>>";
        let roots: Vec<_> = Scan::of(pdf).trailers.iter().map(|it| it.reference("Root")).collect();
        assert_eq!(roots, [Some((1, 0))]);
    }
}
