//! The document security store (ETSI EN 319 142-1, section 5.4.2) and the metadata.

use super::step::{Comparison, Reused, Slot};
use crate::pdf::raw::{RawDict, items, reference};
use crate::pdf::sections::unpacked;
use crate::verify::canon::{canon, differ_beyond};
use crate::verify::history::{Body, View};

/// The kinds of proofs in the store, and in its entries for single signatures.
const KINDS: [&str; 3] = ["Certs", "OCSPs", "CRLs"];
const KINDS_OF_ONE: [&str; 3] = ["Cert", "OCSP", "CRL"];

impl Comparison<'_> {
    /// The store may get proofs, and lose some of them; entries for single signatures stay.
    pub(super) fn store(&mut self) {
        let (old, new) = (self.old.catalog(), self.new.catalog());
        let slots = match self.slots(self.root(), (&old, &new), "DSS") {
            Ok((_, None)) => return,
            Ok((before, Some(after))) => (before, after),
            Err(Reused::Other) => return self.found("another store of proofs"),
            Err(Reused::Removed) => return self.found("the store of proofs removed"),
        };
        let empty = RawDict::default();
        let before = slots.0.as_ref().map_or(Some(&empty), Slot::dict);
        let Some((before, after)) = before.zip(slots.1.dict()) else {
            return self.found("the store of proofs");
        };
        let holder = slots.0.as_ref().map_or(slots.1.holder, |slot| slot.holder);
        let known = ["Type", "VRI", "Certs", "OCSPs", "CRLs"];
        let is_known = !differ_beyond(&empty, &after.clone(), &known);
        let are_proofs = KINDS.iter().all(|kind| self.proofs(holder, (before, after), kind));
        if !is_known || !are_proofs || !self.entries(holder, (before, after)) {
            self.found("the store of proofs");
        }
    }

    /// Whether there are streams only under this key.
    fn proofs(&mut self, holder: Option<u32>, both: (&RawDict, &RawDict), kind: &str) -> bool {
        match self.slots(holder, both, kind) {
            Ok((_, None)) | Err(Reused::Removed) => true,
            Ok((_, Some(after))) => {
                let list = items(&after.body.raw).unwrap_or_default();
                let is_stream = |raw: &&[u8]| {
                    reference(raw)
                        .and_then(|_| self.new.resolved(raw))
                        .is_some_and(|it| it.is_stream)
                };
                after.body.raw.starts_with(b"[") && list.iter().all(is_stream)
            }
            Err(Reused::Other) => false,
        }
    }

    /// The entries for single signatures (`VRI`).
    fn entries(&mut self, holder: Option<u32>, both: (&RawDict, &RawDict)) -> bool {
        let slots = match self.slots(holder, both, "VRI") {
            Ok((_, None)) => return true,
            Ok((before, Some(after))) => (before, after),
            Err(Reused::Other | Reused::Removed) => return false,
        };
        let empty = RawDict::default();
        let before = slots.0.as_ref().map_or(Some(&empty), Slot::dict).cloned();
        let Some((before, after)) = before.zip(slots.1.dict().cloned()) else {
            return false;
        };
        let kept = |(key, value): &(Vec<u8>, Vec<u8>)| {
            value == b"null" || after.get(key).map(canon) == Some(canon(value))
        };
        before.clone().sorted().iter().all(kept)
            && after.clone().sorted().into_iter().all(|(key, value)| {
                let name = String::from_utf8_lossy(&key).into_owned();
                name == "Type" || before.get(&key).is_some() || self.is_entry(&name, &value)
            })
    }

    fn is_entry(&self, name: &str, raw: &[u8]) -> bool {
        let is_digest = name.len() == 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_new = reference(raw).is_none_or(|id| self.is_new(id));
        let dict = self.new.resolved(raw).and_then(|body| body.dict.clone());
        let known = ["Type", "TU", "TS", "Cert", "CRL", "OCSP"];
        let has_proofs = |dict: &RawDict| {
            KINDS_OF_ONE.iter().all(|kind| {
                self.new
                    .items(dict, kind)
                    .iter()
                    .all(|raw| self.new.resolved(raw).is_some_and(|body| body.is_stream))
            })
        };
        is_digest
            && is_new
            && dict.is_some_and(|dict| {
                !differ_beyond(&RawDict::default(), &dict, &known) && has_proofs(&dict)
            })
    }
}

/// Whether a stream is XMP: tags that close each other, and no entities of its own (ISO 16684-1).
pub(super) fn is_metadata(view: View<'_>, body: &Body) -> bool {
    let raw = view.history.pdf.get(body.data.clone()).filter(|_| body.is_stream);
    let text = body.dict.as_ref().zip(raw).and_then(|(dict, raw)| unpacked(dict, raw));
    text.is_some_and(|text| is_xmp(&text))
}

fn is_xmp(text: &[u8]) -> bool {
    let (mut open, mut seen): (Vec<&[u8]>, bool) = (Vec::new(), false);
    let mut rest = text;
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        rest = &rest[at + 1..];
        let skip: Option<&[u8]> = match rest {
            [b'?', ..] => Some(b"?>"),
            [b'!', b'-', b'-', ..] => Some(b"-->"),
            [b'!', b'[', ..] => Some(b"]]>"),
            // A document type could define entities.
            [b'!', ..] => return false,
            _ => None,
        };
        if let Some(end) = skip {
            let Some(at) = rest.windows(end.len()).position(|window| window == end) else {
                return false;
            };
            rest = &rest[at + end.len()..];
            continue;
        }
        let Some(end) = tag_end(rest) else { return false };
        let (tag, behind) = rest.split_at(end);
        rest = &behind[1..];
        if let Some(closing) = tag.strip_prefix(b"/") {
            if open.pop() != Some(closing.trim_ascii()) {
                return false;
            }
        } else {
            let length = tag.iter().position(|b| b.is_ascii_whitespace() || *b == b'/');
            let name = &tag[..length.unwrap_or(tag.len())];
            seen |= name.ends_with(b"xmpmeta") && open.is_empty();
            if !tag.ends_with(b"/") {
                open.push(name);
            }
        }
    }
    seen && open.is_empty()
}

/// Where a tag ends, its quoted values aside.
fn tag_end(text: &[u8]) -> Option<usize> {
    let mut quote = None;
    text.iter().position(|byte| match (quote, *byte) {
        (None, b'>') => true,
        (None, b'"' | b'\'') => {
            quote = Some(*byte);
            false
        }
        (Some(open), byte) if open == byte => {
            quote = None;
            false
        }
        (None | Some(_), _) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_are_xmp_and_nothing_else() {
        let good = b"<?xpacket begin=''?><x:xmpmeta xmlns:x='adobe:ns:meta/'><r a='>'/><b>t</b></x:xmpmeta><?xpacket end='w'?>";
        assert!(is_xmp(good));
        for bad in [
            &b"<x:xmpmeta><b></x:xmpmeta>"[..],
            b"<!DOCTYPE x [<!ENTITY a 'b'>]><x:xmpmeta></x:xmpmeta>",
            b"<svg></svg>",
            b"q 1 0 0 1 0 0 cm",
            b"<x:xmpmeta>",
        ] {
            assert!(!is_xmp(bad), "{}", String::from_utf8_lossy(bad));
        }
    }
}
