//! PDF tokens (ISO 32000-1, section 7.2).

use std::ops::Range;

pub(crate) fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

pub(crate) fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// Splits bytes into PDF tokens (ISO 32000-1, section 7.2).
pub(crate) struct Lexer<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) at: usize,
}

impl Lexer<'_> {
    /// How deep arrays and dictionaries may be nested.
    const MAX_DEPTH: usize = 100;

    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Skips blanks and comments.
    pub(crate) fn blank(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|b| b != b'\n' && b != b'\r') {
                    self.at += 1;
                }
            } else if is_blank(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// Takes these very bytes.
    pub(crate) fn expect(&mut self, bytes: &[u8]) -> Option<()> {
        self.bytes.get(self.at..)?.starts_with(bytes).then(|| self.at += bytes.len())
    }

    /// Takes a name, number or keyword.
    pub(crate) fn token(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        if self.peek() == Some(b'/') {
            self.at += 1;
        }
        while self.peek().is_some_and(|b| !is_blank(b) && !is_delimiter(b)) {
            self.at += 1;
        }
        (self.at > start).then_some(start..self.at)
    }

    /// Takes a whole number.
    pub(crate) fn number(&mut self) -> Option<u64> {
        self.blank();
        let range = self.token()?;
        std::str::from_utf8(self.bytes.get(range)?).ok()?.parse().ok()
    }

    /// Takes a whole value, a reference as one.
    pub(crate) fn value(&mut self) -> Option<Range<usize>> {
        self.nested_value(0)
    }

    fn nested_value(&mut self, depth: usize) -> Option<Range<usize>> {
        if depth > Self::MAX_DEPTH {
            return None;
        }
        let start = self.at;
        match self.peek()? {
            b'(' => self.literal()?,
            b'[' => self.until(b"[", b"]", depth)?,
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                self.until(b"<<", b">>", depth)?;
            }
            b'<' => {
                while self.peek()? != b'>' {
                    self.at += 1;
                }
                self.at += 1;
            }
            _ => {
                let token = self.token()?;
                self.rest_of_reference(&token);
            }
        }
        Some(start..self.at)
    }

    fn until(&mut self, open: &[u8], close: &[u8], depth: usize) -> Option<()> {
        self.expect(open)?;
        loop {
            self.blank();
            if self.expect(close).is_some() {
                return Some(());
            }
            self.nested_value(depth + 1)?;
        }
    }

    fn literal(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Some(());
            }
        }
    }

    /// After a whole number, the generation and `R` belong to the same value.
    fn rest_of_reference(&mut self, first: &Range<usize>) {
        let digits = |range: &Range<usize>| {
            let bytes = self.bytes.get(range.clone()).unwrap_or_default();
            !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit)
        };
        if !digits(first) {
            return;
        }
        let back = self.at;
        let mut ahead = Self { bytes: self.bytes, at: self.at };
        ahead.blank();
        let second = ahead.token();
        ahead.blank();
        let third = ahead.token();
        let is_reference = second.as_ref().is_some_and(digits)
            && third.is_some_and(|range| self.bytes.get(range) == Some(b"R"));
        self.at = if is_reference { ahead.at } else { back };
    }
}
