//! What content streams (ISO 32000-2, section 7.8.2) hold, as far as appending to them requires.

use super::edit::Id;
use super::file::File;
use super::lexer::{Lexer, is_blank};
use super::raw::{items, reference};
use crate::Error;

/// How many `q` may be left open, and `Q` too many: only files made to exhaust a viewer have more.
const MAX_UNBALANCED: usize = 64;

/// The content streams of a page: their raw references, whether there is none, one, or an array.
pub(crate) fn streams(file: &File, contents: Option<&[u8]>) -> Result<Vec<Vec<u8>>, Error> {
    let Some(raw) = contents else {
        return Ok(Vec::new());
    };
    let array = match reference(raw) {
        Some(id) if file.is_stream(id) => return Ok(vec![raw.to_vec()]),
        Some(id) => file.array(id)?,
        None => raw.to_vec(),
    };
    let streams = items(&array).ok_or(Error::Page("its contents are malformed"))?;
    Ok(streams.into_iter().map(<[u8]>::to_vec).collect())
}

/// The decoded streams in sequence; `budget` bytes at most, from which their size is subtracted.
pub(crate) fn decoded(
    file: &File,
    streams: &[Vec<u8>],
    budget: &mut usize,
) -> Result<Vec<u8>, Error> {
    let mut all = Vec::new();
    for raw in streams {
        let id: Id = reference(raw).ok_or(Error::Page("its contents are malformed"))?;
        all.extend(file.stream_within(id, budget)?);
        all.push(b'\n');
    }
    Ok(all)
}

/// What contents leave open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Balance {
    /// How many `q` are never closed.
    pub(crate) open: usize,
    /// How many `Q` close what was never opened.
    pub(crate) closed: usize,
    /// How many sequences of marked contents are never closed; one of them may belong to a layer.
    pub(crate) marked: usize,
}

impl Balance {
    /// # Errors
    /// [`Error::Page`] where a layer that is left open could hide what is appended.
    pub(crate) fn expect_seen_after(self, has_layers: bool) -> Result<(), Error> {
        let is_hidden = has_layers && self.marked > 0;
        (!is_hidden).then_some(()).ok_or(Error::Page("a layer in its contents does not end"))
    }
}

/// The balance of contents that end properly: contents that end in the middle of a string, an array or an
/// image would make whatever is appended a part of it.
pub(crate) fn balance(contents: &[u8]) -> Result<Balance, Error> {
    let mut lexer = Lexer { bytes: contents, at: 0 };
    let mut balance = Balance::default();
    loop {
        lexer.blank();
        if lexer.at >= contents.len() {
            break;
        }
        let value = lexer.value().ok_or(Error::Page("its contents do not end"))?;
        match &contents[value] {
            b"q" => balance.open += 1,
            b"Q" if balance.open == 0 => balance.closed += 1,
            b"Q" => balance.open -= 1,
            b"BMC" | b"BDC" => balance.marked += 1,
            b"EMC" => balance.marked = balance.marked.saturating_sub(1),
            b"BI" => picture(&mut lexer).ok_or(Error::Page("a picture in it does not end"))?,
            _ => {}
        }
    }
    if balance.open.max(balance.closed) > MAX_UNBALANCED {
        return Err(Error::Page("its contents are not balanced"));
    }
    Ok(balance)
}

/// Skips an inline image (ISO 32000-2, section 8.9.7).
pub(crate) fn picture(lexer: &mut Lexer<'_>) -> Option<()> {
    loop {
        lexer.blank();
        let value = lexer.value()?;
        if lexer.bytes.get(value)? == b"ID" {
            break;
        }
    }
    let data = lexer.bytes.get(lexer.at..)?;
    let is_end = |at: &usize| {
        let behind = data.get(at + 3);
        is_blank(data[*at])
            && data.get(at + 1..at + 3) == Some(b"EI")
            && behind.is_none_or(|b| is_blank(*b))
    };
    let end = (0..data.len()).find(is_end)?;
    lexer.at += end + 3;
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(contents: &[u8]) -> Option<(usize, usize)> {
        balance(contents).ok().map(|it| (it.open, it.closed))
    }

    #[test]
    fn what_is_open_and_what_was_never_opened_is_counted() {
        assert_eq!(of(b"q 1 0 0 1 0 0 cm (Q \\) q) Tj % Q\n[(q) 1] TJ Q q"), Some((1, 0)));
        assert_eq!(of(b"Q Q q"), Some((1, 2)));
        assert_eq!(of(b"q BI /W 1 /H 1 ID Q Q\x00( EI Q"), Some((0, 0)));
    }

    #[test]
    fn marked_contents_that_are_left_open_are_counted() {
        let marked = |contents: &[u8]| balance(contents).unwrap().marked;
        assert_eq!(marked(b"EMC /A BMC /OC /L BDC EMC (BMC) Tj EMC"), 0);
        assert_eq!(marked(b"/OC /L BDC q /P <</MCID 0>> BDC EMC Q"), 1);
    }

    #[test]
    fn what_does_not_end_is_refused() {
        let open: [&[u8]; 9] =
            [b"(a", b"<41", b"[1 2", b"<</A 1", b"BI /W 1 ID x", b"BI /W 1", b"1 ) 2", b"{", b"]"];
        for contents in open {
            assert_eq!(of(contents), None, "{}", String::from_utf8_lossy(contents));
        }
        assert_eq!(of(&b"q ".repeat(65)), None);
    }
}
