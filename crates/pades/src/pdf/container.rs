//! Object streams (ISO 32000-2, section 7.5.7): many values in one stream.

use super::lexer::Lexer;
use super::raw::RawDict;
use super::sections::unpacked;
use std::collections::BTreeMap;

/// An unpacked object stream.
pub(crate) struct Container {
    bytes: Vec<u8>,
    /// Where each object's value begins.
    starts: BTreeMap<u32, usize>,
}

impl Container {
    /// Unpacks the stream; `None` where it cannot be read.
    pub(crate) fn open(dict: &[u8], data: &[u8]) -> Option<Self> {
        let dict = RawDict::parse(dict)?;
        let first = usize::try_from(dict.integer("First")?).ok()?;
        let count = dict.integer("N")?;
        Self::of(unpacked(&dict, data)?, first, count)
    }

    /// The values of an unpacked stream; the first of several for one object counts.
    pub(crate) fn of(bytes: Vec<u8>, first: usize, count: u64) -> Option<Self> {
        let mut head = Lexer { bytes: bytes.get(..first)?, at: 0 };
        let mut starts = BTreeMap::new();
        for _ in 0..count {
            let Some((number, offset)) = head.number().zip(head.number()) else { break };
            let number = u32::try_from(number).ok()?;
            let start = first.checked_add(usize::try_from(offset).ok()?)?;
            starts.entry(number).or_insert(start);
        }
        Some(Self { bytes, starts })
    }

    /// The value of an object as it was written.
    pub(crate) fn value(&self, number: u32) -> Option<Vec<u8>> {
        let mut lexer = Lexer { bytes: &self.bytes, at: *self.starts.get(&number)? };
        lexer.blank();
        let value = lexer.value()?;
        Some(self.bytes[value].to_vec())
    }

    /// The objects in it.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        self.starts.keys().copied()
    }

    /// How many bytes it holds.
    pub(crate) fn size(&self) -> usize {
        self.bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_from_an_object_stream() {
        let stream = b"3 0 4 5 1.50 <</A 1>>".to_vec();
        let container = Container::of(stream.clone(), 8, 2).unwrap();
        assert_eq!(container.value(3).unwrap(), b"1.50");
        assert_eq!(container.value(4).unwrap(), b"<</A 1>>");
        assert_eq!(container.value(5), None);
        assert!(Container::of(stream, 80, 2).is_none());
    }
}
