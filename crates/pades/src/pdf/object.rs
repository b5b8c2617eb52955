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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_behind_its_head() {
        let pdf = b"junk 12 0 obj\n% note\n[1 2.50 (a)]\nendobj";
        assert_eq!(value_at(pdf, 4).unwrap(), b"[1 2.50 (a)]");
        assert_eq!(value_at(pdf, 9), None);
    }
}
