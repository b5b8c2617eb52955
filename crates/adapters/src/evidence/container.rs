//! The ZIP around the parts: uncompressed, with fixed times and nothing between the parts, so that the same parts
//! always have the same bytes, and a pack that is not written exactly so is known.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Seek, SeekFrom, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The greatest size of a pack in bytes.
const MAX_BYTES: usize = 1 << 30;
/// The greatest number of parts: three for each of a hundred files, two of the certificate, and those of the pack
/// itself.
const MAX_PARTS: usize = 305;
/// How many bytes of headers may differ until they are written for the second time, with their lengths.
const MAX_DIFFERING: usize = 64;

/// Why a file is not taken as a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum ContainerFault {
    /// It is larger than a pack may be.
    #[error("the file is larger than an evidence pack may be")]
    TooLarge,
    /// It cannot be read as a ZIP.
    #[error("the file cannot be read as a ZIP")]
    Unreadable,
    /// It holds more parts than a pack may have.
    #[error("the ZIP holds more parts than an evidence pack may have")]
    TooMany,
    /// A part has a name that no part of a pack has, such as one that leads out of the folder.
    #[error("the ZIP holds a part whose name no part of an evidence pack has")]
    Name,
    /// A part is a link or a folder.
    #[error("the ZIP holds a link or a folder")]
    Link,
    /// A part is encrypted.
    #[error("a part of the ZIP is encrypted")]
    Encrypted,
    /// A part is compressed; those of a pack never are.
    #[error("a part of the ZIP is compressed, which no part of an evidence pack is")]
    Compressed,
    /// A part reaches over the end of the file, or over another part.
    #[error("a part of the ZIP reaches over its end")]
    Overlapping,
    /// The same parts, packed anew, have other bytes.
    #[error("the ZIP is not as it was made: the same parts give other bytes")]
    NotCanonical,
}

/// Writes parts one after the other.
pub(super) struct Parts<W: Write + Seek>(ZipWriter<W>);

impl<W: Write + Seek> Parts<W> {
    pub(super) fn begin(to: W) -> Self {
        Self(ZipWriter::new(to))
    }

    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let stored = SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Stored);
        self.0.start_file(name, stored.unix_permissions(0o644))?;
        self.0.write_all(bytes)
    }

    pub(super) fn finish(self) -> io::Result<W> {
        Ok(self.0.finish()?)
    }
}

/// The parts of a pack by their names. Their bytes are not copied, and nothing is decompressed.
pub(super) fn open(pack: &[u8]) -> Result<BTreeMap<String, &[u8]>, ContainerFault> {
    if pack.len() > MAX_BYTES {
        return Err(ContainerFault::TooLarge);
    }
    let mut archive = ZipArchive::new(Cursor::new(pack)).map_err(|_| ContainerFault::Unreadable)?;
    if archive.len() > MAX_PARTS {
        return Err(ContainerFault::TooMany);
    }
    let mut again = Parts::begin(Compared::with(pack));
    let mut parts = BTreeMap::new();
    let mut total: u64 = 0;
    for number in 0..archive.len() {
        let part = archive.by_index_raw(number).map_err(|_| ContainerFault::Unreadable)?;
        let name = part.name().to_owned();
        if part.is_symlink() || part.is_dir() {
            return Err(ContainerFault::Link);
        }
        if part.encrypted() {
            return Err(ContainerFault::Encrypted);
        }
        if !is_known(&name) {
            return Err(ContainerFault::Name);
        }
        if part.compression() != CompressionMethod::Stored || part.size() != part.compressed_size()
        {
            return Err(ContainerFault::Compressed);
        }
        total = total.saturating_add(part.size());
        let bytes = part.data_start().and_then(|start| slice(pack, start, part.size()));
        let bytes = bytes.filter(|_| total <= pack.len() as u64);
        let bytes = bytes.ok_or(ContainerFault::Overlapping)?;
        again.add(&name, bytes).map_err(|_| ContainerFault::NotCanonical)?;
        parts.insert(name, bytes);
    }
    let compared = again.finish().map_err(|_| ContainerFault::NotCanonical)?;
    if compared.is_same() { Ok(parts) } else { Err(ContainerFault::NotCanonical) }
}

fn slice(pack: &[u8], start: u64, length: u64) -> Option<&[u8]> {
    let start = usize::try_from(start).ok()?;
    let end = start.checked_add(usize::try_from(length).ok()?)?;
    pack.get(start..end)
}

/// Whether a part of a pack may have this name: there is a fixed set of them, none of which leads out of the
/// folder into which it is unpacked.
fn is_known(name: &str) -> bool {
    let is_number = |text: &str| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let of_file = |folder: &str, ending: &str| {
        name.strip_prefix(folder).and_then(|rest| rest.strip_suffix(ending)).is_some_and(is_number)
    };
    let own = [
        super::EVIDENCE,
        super::GUIDE,
        super::MANIFEST,
        super::CERTIFICATE,
        super::CERTIFICATE_REPORT,
    ];
    own.contains(&name)
        || of_file("uploads/", ".pdf")
        || of_file("sealed/", ".pdf")
        || of_file("reports/", ".json")
}

/// Takes what is written and compares it with what is there already; keeps no copy.
struct Compared<'a> {
    original: &'a [u8],
    at: u64,
    end: u64,
    /// Where what was written last is another byte.
    differing: BTreeSet<u64>,
    /// Whether it is another file; then nothing more is compared. An error would make the ZIP's writer speak.
    is_other: bool,
}

impl<'a> Compared<'a> {
    fn with(original: &'a [u8]) -> Self {
        Self { original, at: 0, end: 0, differing: BTreeSet::new(), is_other: false }
    }

    fn is_same(&self) -> bool {
        !self.is_other && self.differing.is_empty() && self.end == self.original.len() as u64
    }
}

impl Write for Compared<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let there = slice(self.original, self.at, bytes.len() as u64);
        let end = self.at.saturating_add(bytes.len() as u64);
        if !self.is_other && there == Some(bytes) {
            self.differing.retain(|at| !(self.at..end).contains(at));
        } else if !self.is_other {
            for (byte, at) in bytes.iter().zip(self.at..) {
                let place = usize::try_from(at).ok();
                if place.and_then(|place| self.original.get(place)) == Some(byte) {
                    self.differing.remove(&at);
                } else {
                    self.differing.insert(at);
                }
                if self.differing.len() > MAX_DIFFERING {
                    self.is_other = true;
                    break;
                }
            }
        }
        self.at += bytes.len() as u64;
        self.end = self.end.max(self.at);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Compared<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.end.checked_add_signed(by),
        };
        self.at = to.ok_or_else(|| io::Error::other("before the beginning"))?;
        Ok(self.at)
    }
}
