//! A form with files (`multipart/form-data`, RFC 7578) as browsers write it: nothing before the first part, and short
//! heads. What reads the form looks through all that it has kept of a head at every piece that arrives, so that a long
//! one, or a body without any part, would cost the square of its length.

use memchr::memmem;
use std::io::{Error, ErrorKind, Result};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, ReadBuf};

/// The most bytes of a part's head, and of what comes behind the last part.
const HEAD_BYTES: usize = 16 * 1024;
/// What ends a head (RFC 2046, section 5.1.1).
const HEAD_END: &[u8] = b"\r\n\r\n";

/// The body of a form, of which every byte is looked at once as it passes. Reading fails where it is none that a browser
/// would write.
pub(super) struct PartHeads<R> {
    form: R,
    parts: Parts,
}

/// Where in a form the bytes stand that come next.
struct Parts {
    /// What stands before each part but the first: `\r\n--` and the boundary.
    delimiter: Vec<u8>,
    place: Place,
    /// The last bytes, in which a delimiter or the end of a head may have begun.
    kept: Vec<u8>,
}

#[derive(Clone, Copy)]
enum Place {
    /// Within the first delimiter, of which so many bytes were there.
    Opening(usize),
    /// Within a head, or behind the last part, of which so many bytes were there.
    Head(usize),
    /// Within the contents of a part.
    Contents,
}

impl<R> PartHeads<R> {
    /// The form whose parts are delimited by this boundary.
    pub(super) fn new(form: R, boundary: &str) -> Self {
        let delimiter = format!("\r\n--{boundary}").into_bytes();
        Self { form, parts: Parts { delimiter, place: Place::Opening(0), kept: Vec::new() } }
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for PartHeads<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.form).poll_read(context, buffer))?;
        Poll::Ready(self.parts.pass(&buffer.filled()[before..]))
    }
}

impl Parts {
    fn pass(&mut self, read: &[u8]) -> Result<()> {
        let mut bytes = std::mem::take(&mut self.kept);
        bytes.extend_from_slice(read);
        let mut left = bytes.as_slice();
        while let Some(rest) = self.step(left)? {
            left = rest;
        }
        Ok(())
    }

    /// Goes on to the next place; `None` when its beginning has not arrived.
    fn step<'b>(&mut self, bytes: &'b [u8]) -> Result<Option<&'b [u8]>> {
        match self.place {
            Place::Opening(there) => {
                let missing = &self.delimiter[2 + there..];
                let length = missing.len().min(bytes.len());
                if bytes[..length] != missing[..length] {
                    return Err(unlike("something stands before the first part of the form"));
                }
                let is_whole = length == missing.len();
                self.place = if is_whole { Place::Head(0) } else { Place::Opening(there + length) };
                Ok(is_whole.then(|| &bytes[length..]))
            }
            Place::Head(before) => match memmem::find(bytes, HEAD_END) {
                Some(at) if before + at <= HEAD_BYTES => {
                    self.place = Place::Contents;
                    Ok(Some(&bytes[at + HEAD_END.len()..]))
                }
                None if before + bytes.len() < HEAD_BYTES + HEAD_END.len() => {
                    let passed = self.keep(bytes, HEAD_END.len() - 1);
                    self.place = Place::Head(before + passed);
                    Ok(None)
                }
                Some(_) | None => Err(unlike("the head of a part is too long")),
            },
            Place::Contents => match memmem::find(bytes, &self.delimiter) {
                Some(at) => {
                    self.place = Place::Head(0);
                    Ok(Some(&bytes[at + self.delimiter.len()..]))
                }
                None => {
                    self.keep(bytes, self.delimiter.len() - 1);
                    Ok(None)
                }
            },
        }
    }

    /// Keeps so many of the last bytes; how many have passed.
    fn keep(&mut self, bytes: &[u8], count: usize) -> usize {
        let passed = bytes.len().saturating_sub(count);
        self.kept = bytes[passed..].to_vec();
        passed
    }
}

fn unlike(why: &'static str) -> Error {
    Error::new(ErrorKind::InvalidData, why)
}

#[cfg(test)]
mod tests {
    use super::{HEAD_BYTES, Parts, Place};

    fn passes(form: &[u8], piece: usize) -> bool {
        let delimiter = b"\r\n--limit".to_vec();
        let mut parts = Parts { delimiter, place: Place::Opening(0), kept: Vec::new() };
        form.chunks(piece).all(|piece| parts.pass(piece).is_ok())
    }

    fn in_any_pieces(form: &[u8]) -> bool {
        let passed = passes(form, form.len());
        for piece in [1, 2, 3, 5, 8, 13, 4096] {
            assert_eq!(passes(form, piece), passed, "in pieces of {piece}");
        }
        passed
    }

    /// A form of one file with this head and these contents.
    fn form(head: &str, contents: &str) -> Vec<u8> {
        format!("--limit\r\n{head}\r\n\r\n{contents}\r\n--limit--\r\n").into_bytes()
    }

    // EV-08
    #[test]
    fn forms_as_browsers_write_them_pass_whatever_their_pieces() {
        let head = "Content-Disposition: form-data; name=\"files\"; filename=\"契約書.pdf\"";
        let long = "x".repeat(40_000) + "\r\n--limi" + &"\r\n\r\n".repeat(500);
        for contents in ["", "%PDF-1.7", "\r\n", "\r\n\r\n", "\r\n--limi", &long] {
            assert!(in_any_pieces(&form(head, contents)), "{contents:.20}");
        }
        assert!(in_any_pieces(b"--limit--\r\n"), "without any part");
        let twice = [form(head, "one"), form(head, "other")].concat();
        let twice = String::from_utf8(twice).unwrap().replace("--limit--\r\n--limit", "--limit");
        assert!(in_any_pieces(twice.as_bytes()));
    }

    // EV-08
    #[test]
    fn what_would_be_looked_through_again_and_again_is_refused_at_once() {
        assert!(!in_any_pieces(&[b'x'; 100]), "no delimiter");
        assert!(!in_any_pieces(b"\r\n--limit\r\n\r\n"), "something before the first part");
        assert!(in_any_pieces(&form(&"h".repeat(HEAD_BYTES - 2), "")));
        assert!(!in_any_pieces(&form(&"h".repeat(HEAD_BYTES), "")));
        assert!(!in_any_pieces(&form(&"h\r\n".repeat(HEAD_BYTES), "")));
        let behind = [form("h", "contents"), vec![b'x'; 2 * HEAD_BYTES]].concat();
        assert!(!in_any_pieces(&behind), "something behind the last part");
    }
}
