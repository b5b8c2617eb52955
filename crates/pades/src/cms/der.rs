//! Writing DER and reading it back (ITU-T X.690); foreign structures are kept as slices.

pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;

/// The implicit or explicit context tag, constructed.
pub(crate) const fn context(number: u8) -> u8 {
    0xa0 | number
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

/// One element as it was read: its tag, its contents, and the whole of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    pub(crate) contents: &'a [u8],
    pub(crate) whole: &'a [u8],
}

/// Reads elements one after the other; definite lengths only.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    /// The next element.
    pub(crate) fn next(&mut self) -> Option<Element<'a>> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = if first < 128 {
            (usize::from(first), rest)
        } else {
            let count = usize::from(first & 0x7f);
            if count == 0 || count > 4 {
                return None;
            }
            let (bytes, rest) = rest.split_at_checked(count)?;
            (bytes.iter().fold(0, |n, b| n << 8 | usize::from(*b)), rest)
        };
        let (contents, rest) = rest.split_at_checked(length)?;
        let whole = &self.0[..self.0.len() - rest.len()];
        self.0 = rest;
        Some(Element { tag, contents, whole })
    }

    /// The next element, which must have this tag.
    pub(crate) fn expect(&mut self, tag: u8) -> Option<Element<'a>> {
        self.next().filter(|element| element.tag == tag)
    }

    /// The next element if it has this tag; otherwise nothing is taken.
    pub(crate) fn optional(&mut self, tag: u8) -> Option<Element<'a>> {
        (self.0.first() == Some(&tag)).then(|| self.next()).flatten()
    }
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
    fn a_cut_off_or_indefinite_element_is_none() {
        assert!(Reader(&[0x30, 0x80, 0, 0]).next().is_none());
        assert!(Reader(&[0x30, 3, 1, 1]).next().is_none());
        assert!(Reader(&[0x30, 0x85, 1, 1, 1, 1, 1]).next().is_none());
    }

    #[test]
    fn a_set_is_in_the_order_of_its_encodings() {
        let set = set_of(vec![vec![4, 1, 9], vec![4, 1, 1]]);
        assert_eq!(set, [0x31, 6, 4, 1, 1, 4, 1, 9]);
    }
}
