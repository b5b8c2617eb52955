//! A new revision: changed and new objects appended to the existing bytes.

use super::xref::Chain;
use aws_lc_rs::digest::{SHA256, digest};

/// A revision under construction.
pub(crate) struct Update {
    bytes: Vec<u8>,
    chain: Chain,
    /// Object number, generation, offset.
    written: Vec<(u32, u16, usize)>,
    next: u32,
}

impl Update {
    /// Begins a revision after `base`, in which object numbers below `next` are taken.
    pub(crate) fn new(mut base: Vec<u8>, chain: Chain, next: u32) -> Self {
        if base.last() != Some(&b'\n') {
            base.push(b'\n');
        }
        Self { bytes: base, chain, written: Vec::new(), next }
    }

    /// Writes an object; returns the offset of its body.
    pub(crate) fn write(&mut self, number: u32, generation: u16, body: &[u8]) -> usize {
        self.written.push((number, generation, self.bytes.len()));
        self.bytes.extend_from_slice(format!("{number} {generation} obj\n").as_bytes());
        let at = self.bytes.len();
        self.bytes.extend_from_slice(body);
        self.bytes.extend_from_slice(b"\nendobj\n");
        at
    }

    /// Ends the revision with a section of the same type as the last one.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        let newest = self.chain.newest();
        let (is_stream, offset) = (newest.is_stream, newest.offset);
        let mut trailer = newest.trailer.clone();
        for key in ["XRefStm", "Type", "W", "Index", "Length", "Filter", "DecodeParms", "DL", "F"] {
            trailer.remove(key);
        }
        trailer.set("Prev", offset.to_string());
        self.renew_id(&mut trailer);
        let start = self.bytes.len();
        if is_stream {
            let own = self.next;
            self.next += 1;
            self.written.push((own, 0, start));
            self.written.sort_unstable();
            self.stream_section(own, trailer);
        } else {
            self.written.sort_unstable();
            self.table_section(trailer);
        }
        self.bytes.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        self.bytes
    }

    /// Keeps the first identifier and derives a new second one (ISO 32000-1, section 14.4).
    fn renew_id(&self, trailer: &mut super::raw::RawDict) {
        let fresh = digest(&SHA256, &self.bytes[self.bytes.len().saturating_sub(4096)..]);
        let fresh: String = fresh.as_ref()[..16].iter().map(|b| format!("{b:02X}")).collect();
        let ids = trailer.get("ID").and_then(super::raw::items);
        let first = ids.and_then(|ids| ids.first().map(|id| id.to_vec()));
        let first = first.unwrap_or_else(|| format!("<{fresh}>").into_bytes());
        trailer.set("ID", [b"[", &first[..], b" <", fresh.as_bytes(), b">]"].concat());
    }

    fn table_section(&mut self, mut trailer: super::raw::RawDict) {
        self.bytes.extend_from_slice(b"xref\n");
        for run in self.written.chunk_by(|a, b| a.0 + 1 == b.0) {
            let head = format!("{} {}\n", run[0].0, run.len());
            self.bytes.extend_from_slice(head.as_bytes());
            for (_, generation, offset) in run {
                let entry = format!("{offset:010} {generation:05} n\r\n");
                self.bytes.extend_from_slice(entry.as_bytes());
            }
        }
        trailer.set("Size", self.next.to_string());
        self.bytes.extend_from_slice(b"trailer\n");
        self.bytes.extend_from_slice(&trailer.write());
        self.bytes.push(b'\n');
    }

    fn stream_section(&mut self, own: u32, mut dict: super::raw::RawDict) {
        let mut index = String::new();
        // Four bytes as long as they suffice: not every reader knows other widths than those of numbers.
        let greatest = self.written.iter().map(|(.., offset)| *offset as u64).max().unwrap_or(0);
        let width = if u32::try_from(greatest).is_ok() { 4 } else { 8 };
        let mut rows = Vec::with_capacity(self.written.len() * (3 + width));
        for run in self.written.chunk_by(|a, b| a.0 + 1 == b.0) {
            index += &format!("{} {} ", run[0].0, run.len());
            for (_, generation, offset) in run {
                rows.push(1);
                rows.extend_from_slice(&(*offset as u64).to_be_bytes()[8 - width..]);
                rows.extend_from_slice(&generation.to_be_bytes());
            }
        }
        dict.set("Type", "/XRef");
        dict.set("W", format!("[1 {width} 2]"));
        dict.set("Index", format!("[{}]", index.trim_end()));
        dict.set("Size", self.next.to_string());
        dict.set("Length", rows.len().to_string());
        self.bytes.extend_from_slice(format!("{own} 0 obj\n").as_bytes());
        self.bytes.extend_from_slice(&dict.write());
        self.bytes.extend_from_slice(b"\nstream\n");
        self.bytes.extend_from_slice(&rows);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }
}
