//! The values of objects as they were written.

use super::lexer::Lexer;

/// What follows the head of the object at this offset.
pub(crate) fn body_at(pdf: &[u8], offset: usize) -> Option<Lexer<'_>> {
    let mut lexer = Lexer { bytes: pdf, at: offset };
    lexer.number()?;
    lexer.number()?;
    lexer.blank();
    lexer.expect(b"obj")?;
    lexer.blank();
    Some(lexer)
}

/// The value of the object that begins at this offset.
pub(crate) fn value_at(pdf: &[u8], offset: usize) -> Option<Vec<u8>> {
    let mut lexer = body_at(pdf, offset)?;
    let value = lexer.value()?;
    Some(pdf[value].to_vec())
}

/// The value of an object in an unpacked object stream (ISO 32000-2, section 7.5.7): pairs of number and
/// offset come first, the offsets count from the first value.
pub(crate) fn value_within(stream: &[u8], first: usize, number: u32) -> Option<Vec<u8>> {
    let mut head = Lexer { bytes: stream.get(..first)?, at: 0 };
    let offset = loop {
        let (found, offset) = (head.number()?, head.number()?);
        if found == u64::from(number) {
            break usize::try_from(offset).ok()?;
        }
    };
    let mut lexer = Lexer { bytes: stream, at: first.checked_add(offset)? };
    lexer.blank();
    let value = lexer.value()?;
    Some(stream[value].to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_direct_or_from_an_object_stream() {
        let pdf = b"junk 12 0 obj\n% note\n[1 2.50 (a)]\nendobj";
        assert_eq!(value_at(pdf, 4).unwrap(), b"[1 2.50 (a)]");
        assert_eq!(value_at(pdf, 9), None);
        let stream = b"3 0 4 5 1.50 <</A 1>>";
        assert_eq!(value_within(stream, 8, 3).unwrap(), b"1.50");
        assert_eq!(value_within(stream, 8, 4).unwrap(), b"<</A 1>>");
        assert_eq!(value_within(stream, 8, 5), None);
        assert_eq!(value_within(stream, 80, 3), None);
    }
}
