//! Writing DER, and reading DER and BER (ITU-T X.690). Structures that were read are kept as slices and never
//! encoded again.

use std::borrow::Cow;

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const NULL: &[u8] = &[0x05, 0x00];
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const ENUMERATED: u8 = 0x0a;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;
/// The bit of a tag that says that elements are inside.
const CONSTRUCTED: u8 = 0x20;
/// How deep elements of indefinite length may be nested.
const MAX_DEPTH: usize = 32;

/// A context tag with elements inside.
pub(crate) const fn context(number: u8) -> u8 {
    0xa0 | number
}

/// A context tag with bytes inside.
pub(crate) const fn primitive(number: u8) -> u8 {
    0x80 | number
}

/// One element.
pub(crate) fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let length = contents.len();
    if length < 128 {
        out.push(u8::try_from(length).unwrap_or(127));
    } else {
        let bytes = length.to_be_bytes();
        let significant: Vec<u8> = bytes.into_iter().skip_while(|b| *b == 0).collect();
        out.push(0x80 | u8::try_from(significant.len()).unwrap_or(8));
        out.extend_from_slice(&significant);
    }
    out.extend_from_slice(contents);
    out
}

/// A sequence of elements.
pub(crate) fn sequence(elements: &[&[u8]]) -> Vec<u8> {
    element(SEQUENCE, &elements.concat())
}

/// A set of elements in DER's order.
pub(crate) fn set_of(mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    elements.sort();
    element(SET, &elements.concat())
}

/// An object identifier given by its encoded contents.
pub(crate) fn oid(contents: &[u8]) -> Vec<u8> {
    element(OBJECT_IDENTIFIER, contents)
}

/// A positive integer given by its big-endian bytes.
pub(crate) fn unsigned(bytes: &[u8]) -> Vec<u8> {
    let significant: Vec<u8> = bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
    let sign = significant.first().is_none_or(|first| *first >= 0x80);
    element(INTEGER, &[if sign { &[0][..] } else { &[] }, &significant].concat())
}

/// One element as it was read: its tag, its contents, and the whole of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    pub(crate) contents: &'a [u8],
    pub(crate) whole: &'a [u8],
}

impl<'a> Element<'a> {
    /// A reader of the elements inside.
    pub(crate) fn inside(&self) -> Reader<'a> {
        Reader(self.contents)
    }

    /// Whether it is an octet string, in one piece or several.
    pub(crate) fn is_octets(&self) -> bool {
        self.tag & !CONSTRUCTED == OCTET_STRING
    }

    /// The bytes of a string, which BER may write in pieces.
    pub(crate) fn octets(&self) -> Option<Cow<'a, [u8]>> {
        self.octets_within(0)
    }

    fn octets_within(&self, depth: usize) -> Option<Cow<'a, [u8]>> {
        if self.tag & CONSTRUCTED == 0 {
            return Some(Cow::Borrowed(self.contents));
        }
        if depth > MAX_DEPTH {
            return None;
        }
        let mut pieces = self.inside();
        let mut bytes = Vec::with_capacity(self.contents.len());
        while !pieces.is_empty() {
            bytes.extend_from_slice(&pieces.next()?.octets_within(depth + 1)?);
        }
        Some(Cow::Owned(bytes))
    }
}

/// Reads elements in sequence, of definite or indefinite length, with tags of one byte.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    /// The next element.
    pub(crate) fn next(&mut self) -> Option<Element<'a>> {
        self.next_within(0)
    }

    fn next_within(&mut self, depth: usize) -> Option<Element<'a>> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        if tag & 0x1f == 0x1f || depth > MAX_DEPTH {
            return None;
        }
        if first == 0x80 {
            return self.indefinite(tag, rest, depth);
        }
        let (length, rest) = if first < 128 {
            (usize::from(first), rest)
        } else {
            let count = usize::from(first & 0x7f);
            if count > 4 {
                return None;
            }
            let (bytes, rest) = rest.split_at_checked(count)?;
            (bytes.iter().fold(0, |n, b| n << 8 | usize::from(*b)), rest)
        };
        let (contents, rest) = rest.split_at_checked(length)?;
        Some(self.taken(tag, contents, rest))
    }

    /// An element that ends at the end-of-contents octets (X.690, section 8.1.5).
    fn indefinite(&mut self, tag: u8, contents: &'a [u8], depth: usize) -> Option<Element<'a>> {
        if tag & CONSTRUCTED == 0 {
            return None;
        }
        let mut inner = Reader(contents);
        loop {
            if let Some(rest) = inner.0.strip_prefix(&[0, 0]) {
                let length = contents.len() - inner.0.len();
                return Some(self.taken(tag, &contents[..length], rest));
            }
            inner.next_within(depth + 1)?;
        }
    }

    fn taken(&mut self, tag: u8, contents: &'a [u8], rest: &'a [u8]) -> Element<'a> {
        let whole = &self.0[..self.0.len() - rest.len()];
        self.0 = rest;
        Element { tag, contents, whole }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next element, which must have this tag.
    pub(crate) fn expect(&mut self, tag: u8) -> Option<Element<'a>> {
        self.next().filter(|element| element.tag == tag)
    }

    /// The next element if it has this tag; otherwise nothing is taken.
    pub(crate) fn optional(&mut self, tag: u8) -> Option<Element<'a>> {
        (self.0.first() == Some(&tag)).then(|| self.next()).flatten()
    }

    /// A reader of the elements inside the next one, which must be a sequence.
    pub(crate) fn sequence(&mut self) -> Option<Reader<'a>> {
        Some(self.expect(SEQUENCE)?.inside())
    }

    /// The contents of the next element, which must be an object identifier.
    pub(crate) fn oid(&mut self) -> Option<&'a [u8]> {
        Some(self.expect(OBJECT_IDENTIFIER)?.contents)
    }

    /// The rest, element by element; ends at what is none.
    pub(crate) fn all(self) -> impl Iterator<Item = Element<'a>> {
        let mut reader = self;
        std::iter::from_fn(move || reader.next())
    }
}

/// Whether these bytes are one element in DER: lengths as short as they can be, strings in one piece, sets in
/// order (X.690, sections 10 and 11).
pub(crate) fn is_der(bytes: &[u8]) -> bool {
    let mut reader = Reader(bytes);
    reader.next().is_some_and(|element| reader.is_empty() && is_der_element(&element, 0))
}

fn is_der_element(read: &Element<'_>, depth: usize) -> bool {
    if depth > MAX_DEPTH || element(read.tag, read.contents) != read.whole {
        return false;
    }
    if read.tag & CONSTRUCTED == 0 {
        return read.tag != BOOLEAN || matches!(read.contents, [0 | 0xff]);
    }
    let (mut inside, mut all) = (read.inside(), Vec::new());
    while !inside.is_empty() {
        match inside.next() {
            Some(part) if is_der_element(&part, depth + 1) => all.push(part.whole),
            _ => return false,
        }
    }
    let is_string = matches!(read.tag & !CONSTRUCTED, BIT_STRING | OCTET_STRING);
    !is_string && (read.tag != SET || all.is_sorted())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_read_back_as_it_was_written() {
        for length in [0, 1, 127, 128, 255, 256, 70_000] {
            let contents = vec![7; length];
            let bytes = element(OCTET_STRING, &contents);
            let read = Reader(&bytes).next().unwrap();
            assert_eq!((read.tag, read.contents, read.whole), (OCTET_STRING, &*contents, &*bytes));
        }
    }

    #[test]
    fn an_indefinite_element_ends_where_it_says_and_its_pieces_are_one_string() {
        let pieces = [0x24, 0x80, 4, 1, 7, 0x24, 0x80, 4, 2, 8, 9, 0, 0, 0, 0, 0xff];
        let mut reader = Reader(&pieces);
        let read = reader.next().unwrap();
        assert_eq!(&*read.octets().unwrap(), &[7, 8, 9]);
        assert_eq!(reader.0, &[0xff]);
    }

    #[test]
    fn a_truncated_or_too_deeply_nested_element_is_refused() {
        assert!(Reader(&[0x30, 0x80, 4, 1, 1]).next().is_none());
        assert!(Reader(&[0x04, 0x80, 0, 0]).next().is_none());
        assert!(Reader(&[0x30, 3, 1, 1]).next().is_none());
        assert!(Reader(&[0x30, 0x85, 1, 1, 1, 1, 1]).next().is_none());
        assert!(Reader(&[0x1f, 0x81, 1, 0]).next().is_none());
        assert!(Reader(&[0x30, 0x80].repeat(10_000)).next().is_none());
    }

    #[test]
    fn a_set_is_in_the_order_of_its_encodings() {
        let set = set_of(vec![vec![4, 1, 9], vec![4, 1, 1]]);
        assert_eq!(set, [0x31, 6, 4, 1, 1, 4, 1, 9]);
    }

    #[test]
    fn a_number_has_a_sign_only_where_it_needs_one() {
        assert_eq!(unsigned(&[0, 0x7f]), [2, 1, 0x7f]);
        assert_eq!(unsigned(&[0x80]), [2, 2, 0, 0x80]);
        assert_eq!(unsigned(&[]), [2, 1, 0]);
    }
}
