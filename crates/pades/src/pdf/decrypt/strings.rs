//! The strings within a raw value.

use super::super::lexer::Lexer;
use super::super::raw::name;
use super::super::string::string;

/// An array or dictionary that is being read.
#[derive(Default)]
struct Holder {
    is_dict: bool,
    /// The key whose value comes next.
    key: Option<Vec<u8>>,
    /// Where `Contents` begins in the result, how long it is there, and how it was written.
    contents: Option<(usize, usize, Vec<u8>)>,
    has_byte_range: bool,
}

/// A raw value with every string replaced, written in hexadecimal digits, except the `Contents` beside a
/// `ByteRange`: signatures are not encrypted (ISO 32000-2, section 7.6.2).
pub(super) fn each(raw: &[u8], replaced: impl Fn(&[u8]) -> Option<Vec<u8>>) -> Option<Vec<u8>> {
    let mut lexer = Lexer { bytes: raw, at: 0 };
    let mut out = Vec::with_capacity(raw.len() * 2);
    let mut holders: Vec<Holder> = vec![Holder::default()];
    loop {
        let from = lexer.at;
        lexer.blank();
        out.extend_from_slice(&raw[from..lexer.at]);
        let from = lexer.at;
        let holder = holders.last_mut()?;
        match lexer.peek() {
            None => return (holders.len() == 1).then_some(out),
            Some(b'[') => {
                lexer.at += 1;
                holder.key = None;
                holders.push(Holder::default());
            }
            Some(b'<') if raw.get(from + 1) == Some(&b'<') => {
                lexer.at += 2;
                holder.key = None;
                holders.push(Holder { is_dict: true, ..Holder::default() });
            }
            Some(b']' | b'>') => {
                lexer.expect(if holder.is_dict { b">>" } else { b"]" })?;
                let closed = holders.pop()?;
                if let Some((at, length, written)) = closed.contents
                    && closed.has_byte_range
                {
                    out.splice(at..at + length, written);
                }
            }
            Some(b'(' | b'<') => {
                let written = &raw[lexer.value()?];
                let at = out.len();
                write_hex(&replaced(&string(written)?)?, &mut out);
                if holder.key.take().is_some_and(|key| key == b"Contents") {
                    holder.contents = Some((at, out.len() - at, written.to_vec()));
                }
                continue;
            }
            Some(_) => {
                let token = &raw[lexer.token()?];
                match name(token) {
                    Some(key) if holder.is_dict && holder.key.is_none() => {
                        holder.has_byte_range |= key == b"ByteRange";
                        holder.key = Some(key);
                    }
                    Some(_) | None => holder.key = None,
                }
            }
        }
        out.extend_from_slice(&raw[from..lexer.at]);
    }
}

fn write_hex(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(b'<');
    for byte in bytes {
        out.extend_from_slice(format!("{byte:02X}").as_bytes());
    }
    out.push(b'>');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shouted(raw: &[u8]) -> Option<Vec<u8>> {
        each(raw, |text| Some(text.to_ascii_uppercase()))
    }

    #[test]
    fn strings_at_every_depth_are_replaced_and_nothing_else() {
        let raw = b"<</A(a)/B[1 0 R <62>(c\\)) 3.10]% (no)\n/C<</D <</E(e)>>/F/G/N null>>/H true>>";
        let expected =
            b"<</A<41>/B[1 0 R <42><4329> 3.10]% (no)\n/C<</D <</E<45>>>/F/G/N null>>/H true>>";
        assert_eq!(shouted(raw).unwrap(), expected);
        assert_eq!(shouted(b"(a)").unwrap(), b"<41>");
        assert_eq!(shouted(b"12").unwrap(), b"12");
        assert_eq!(shouted(b"<>").unwrap(), b"<>");
    }

    #[test]
    fn the_contents_of_a_signature_stay_and_those_of_others_do_not() {
        let raw = b"<</Contents <61>/Reason(a)/ByteRange[0 1 2 3]/Sub<</Contents(a)>>>>";
        let expected = b"<</Contents <61>/Reason<41>/ByteRange[0 1 2 3]/Sub<</Contents<41>>>>>";
        assert_eq!(shouted(raw).unwrap(), expected);
        let first = b"<</ByteRange[0 1 2 3]/Contents<61>/Name(a)>>";
        assert_eq!(shouted(first).unwrap(), b"<</ByteRange[0 1 2 3]/Contents<61>/Name<41>>>");
        assert_eq!(
            shouted(b"<</Contents(a)/A/ByteRange>>").unwrap(),
            b"<</Contents<41>/A/ByteRange>>"
        );
    }

    #[test]
    fn a_malformed_value_is_refused() {
        for raw in [&b"<</A(a)"[..], b"[(a)", b"(a", b"<6x>", b"[(a)>>", b"<<(a)]", b"]", b"{"] {
            assert_eq!(shouted(raw), None, "{}", String::from_utf8_lossy(raw));
        }
        // However deep: no recursion.
        let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
        assert_eq!(shouted(&deep).unwrap(), deep);
    }
}
