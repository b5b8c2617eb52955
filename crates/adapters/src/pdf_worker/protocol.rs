//! What the server asks a worker and what the worker answers: a frame each, of a short JSON header and a body.
//!
//! A frame is the length of the header (4 bytes), the length of the body (8 bytes, both little-endian), the
//! header, the body.

use super::prepared::PreparedField;
use crate::verification::Question;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::{self, Read, Write};
use std::ops::Range;
use tokio::io::{AsyncRead, AsyncReadExt};
use wariin_domain::{FileChange, FoundNames, Length, PageDimensions, Surface};
use zeroize::Zeroizing;

/// How long a header may be: the sizes of 2,000 pages, the names that are shown of what was found, and the fields of
/// a form.
const MAX_HEADER: u32 = 512 * 1024;
/// How long the header of a request is at most: of an inspection with a password of 250 characters, each of up
/// to 6 bytes in JSON.
const SHORT: usize = 2048;
/// How long a body may be: an upload of 20 MB, repaired, with room to spare.
const MAX_BODY: u64 = 128 * 1024 * 1024;

/// What is asked about the PDF in the body.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Request {
    /// Whether it can be sealed later, opened by this password where it needs one.
    Inspect { password: Option<Password> },
    /// The size of every page.
    Sizes,
    /// One page as an image.
    Image { page: u32, width: u32 },
    /// The text of one page.
    Text { page: u32 },
    /// The PDF without these texts.
    WithoutTexts { texts: Vec<Removable> },
    /// The body, which is no PDF, as a logo.
    Logo,
    /// What the body, a PDF or an evidence pack, is worth.
    Verify(Question),
}

/// A password on its way to the worker: overwritten when it is dropped, and never printed.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Password(pub(super) Zeroizing<String>);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(..)")
    }
}

/// A text on a page, as [`wariin_ports::RemovableText`].
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Removable {
    pub(super) page: u32,
    pub(super) parts: Vec<(usize, Range<usize>)>,
    pub(super) text: String,
}

/// The answer, with what the server has to know of the worker.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Reply {
    pub(super) answer: Answer,
    /// How many bytes of memory the worker holds now.
    pub(super) resident: u64,
}

/// The answer.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Answer {
    /// It can be sealed; the body holds the bytes to be used instead, where there are any.
    Taken {
        pages: u32,
        is_replaced: bool,
        changes: Vec<Change>,
        surface: Drawable,
        prepared: Vec<PreparedField>,
    },
    /// It cannot be sealed, by the name of the reason and the names of what it is about.
    Refused { name: String, about: Vec<String> },
    /// The body holds sizes.
    Sizes,
    /// The body is a PNG image.
    Png,
    /// The body is a WebP image.
    WebP,
    /// The body holds a text.
    Text,
    /// For each text, whether it is gone; the body holds the PDF, where one of them is.
    WithoutTexts { is_gone: Vec<bool> },
    /// The body holds what was found in a file.
    Verified,
    /// The page cannot be drawn.
    Undrawable,
    /// The page is too complex.
    TooComplex,
}

/// Something that was changed or found, by the name of [`FileChange`]; with the names that are shown, and how
/// many there are.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Change {
    name: String,
    names: Option<(Vec<String>, u32)>,
}

impl Change {
    pub(super) fn of(change: &FileChange) -> Self {
        let names = change
            .names()
            .map(|names| (names.shown().iter().map(ToString::to_string).collect(), names.count()));
        Self { name: change.name().to_owned(), names }
    }

    /// The change; `None` when there is none by this name.
    pub(super) fn change(&self) -> Option<FileChange> {
        let names = self.names.as_ref().map(|(shown, count)| FoundNames::among(shown, *count));
        FileChange::parse(&self.name, names)
    }
}

/// Whether a PDF can be drawn on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Drawable {
    /// Width and height of every page in hundredths of a millimetre.
    Pages(Vec<(u32, u32)>),
    /// It is signed.
    Signed,
    /// Its structure does not allow it.
    No,
}

impl Drawable {
    pub(super) fn surface(self) -> Surface {
        let length = Length::hundredths;
        let size =
            |(width, height)| PageDimensions { width: length(width), height: length(height) };
        match self {
            Self::Pages(sizes) => Surface::Open(sizes.into_iter().map(size).collect()),
            Self::Signed => Surface::Signed,
            Self::No => Surface::Closed,
        }
    }
}

/// The bytes that come before the body.
///
/// # Errors
/// When the header is too long.
pub(super) fn head(header: &impl Serialize, body: &[u8]) -> io::Result<Zeroizing<Vec<u8>>> {
    // Reserved at once: no piece of a password stays behind where the bytes have moved.
    let mut json = Zeroizing::new(Vec::with_capacity(SHORT));
    serde_json::to_writer(&mut *json, header)?;
    let length = u32::try_from(json.len()).ok().filter(|length| *length <= MAX_HEADER);
    let length = length.ok_or_else(broken)?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(12 + json.len()));
    bytes.extend(length.to_le_bytes());
    bytes.extend((body.len() as u64).to_le_bytes());
    bytes.extend(json.as_slice());
    Ok(bytes)
}

/// Writes a frame.
///
/// # Errors
/// When the pipe breaks.
pub(super) fn write(to: &mut impl Write, header: &impl Serialize, body: &[u8]) -> io::Result<()> {
    to.write_all(&head(header, body)?)?;
    to.write_all(body)?;
    to.flush()
}

/// Reads a frame; `None` when the other side has closed the pipe.
///
/// # Errors
/// When the pipe breaks or what comes is no frame.
pub(super) fn read<H: DeserializeOwned>(from: &mut impl Read) -> io::Result<Option<(H, Vec<u8>)>> {
    let mut lengths = [0; 12];
    if from.read(&mut lengths[..1])? == 0 {
        return Ok(None);
    }
    from.read_exact(&mut lengths[1..])?;
    let (header, body) = sizes(lengths)?;
    let mut bytes = Zeroizing::new(vec![0; header]);
    from.read_exact(&mut bytes)?;
    let header = serde_json::from_slice(&bytes)?;
    let mut bytes = vec![0; body];
    from.read_exact(&mut bytes)?;
    Ok(Some((header, bytes)))
}

/// Reads a frame.
///
/// # Errors
/// When the pipe ends or breaks, or what comes is no frame.
pub(super) async fn receive<H: DeserializeOwned>(
    from: &mut (impl AsyncRead + Unpin),
) -> io::Result<(H, Vec<u8>)> {
    let mut lengths = [0; 12];
    from.read_exact(&mut lengths).await?;
    let (header, body) = sizes(lengths)?;
    let mut bytes = vec![0; header];
    from.read_exact(&mut bytes).await?;
    let header = serde_json::from_slice(&bytes)?;
    let mut bytes = vec![0; body];
    from.read_exact(&mut bytes).await?;
    Ok((header, bytes))
}

fn sizes([a, b, c, d, body @ ..]: [u8; 12]) -> io::Result<(usize, usize)> {
    let (header, body) = (u32::from_le_bytes([a, b, c, d]), u64::from_le_bytes(body));
    if header > MAX_HEADER || body > MAX_BODY {
        return Err(broken());
    }
    let size = |length: u64| usize::try_from(length).map_err(|_| broken());
    Ok((size(header.into())?, size(body)?))
}

fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a frame is broken")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_frame_is_read_back_as_it_was_written() {
        let header = || Request::Image { page: 3, width: 1080 };
        let mut bytes = Vec::new();
        write(&mut bytes, &header(), b"body").unwrap();
        let read_back: Option<(Request, Vec<u8>)> = read(&mut &bytes[..]).unwrap();
        assert_eq!(read_back, Some((header(), b"body".to_vec())));
        let received: (Request, Vec<u8>) = receive(&mut &bytes[..]).await.unwrap();
        assert_eq!(received, (header(), b"body".to_vec()));
        assert!(read::<Request>(&mut &[][..]).unwrap().is_none());
        for cut in 1..bytes.len() {
            assert!(read::<Request>(&mut &bytes[..cut]).is_err(), "{cut}");
            assert!(receive::<Request>(&mut &bytes[..cut]).await.is_err(), "{cut}");
        }
    }

    #[test]
    fn a_password_is_never_printed() {
        let password = Some(Password(Zeroizing::new("himitsu".to_owned())));
        let printed = format!("{:?}", Request::Inspect { password });
        assert_eq!(printed, "Inspect { password: Some(Password(..)) }");
    }

    #[test]
    fn the_longest_answer_fits_into_a_header() {
        let names: Vec<String> = (0..500).map(|_| "\u{1F58B}".repeat(900)).collect();
        let names = FoundNames::of(names);
        let changes = [
            FileChange::LinksRemoved(names.clone()),
            FileChange::AttachmentsRemoved(names.clone()),
            FileChange::AttachmentsKept(names),
        ];
        let answer = Answer::Taken {
            pages: 2_000,
            is_replaced: true,
            changes: changes.iter().map(Change::of).collect(),
            surface: Drawable::Pages(vec![(u32::MAX, u32::MAX); 2_000]),
            prepared: super::super::prepared::longest(),
        };
        let reply = Reply { answer, resident: u64::MAX };
        let bytes = head(&reply, b"").unwrap();
        let read_back: (Reply, Vec<u8>) = read(&mut &bytes[..]).unwrap().unwrap();
        assert_eq!(read_back.0, reply);
        let Answer::Taken { changes: read_back, .. } = read_back.0.answer else {
            panic!("{read_back:?}");
        };
        assert_eq!(read_back.iter().filter_map(Change::change).collect::<Vec<_>>(), changes);
    }

    // DO-06
    #[tokio::test]
    async fn a_frame_that_claims_to_be_huge_is_refused_before_memory_is_taken() {
        for lengths in [[&u32::MAX.to_le_bytes()[..], &[0; 8]], [&[0; 4], &u64::MAX.to_le_bytes()]]
        {
            let bytes = lengths.concat();
            assert!(read::<Request>(&mut &bytes[..]).is_err());
            assert!(receive::<Request>(&mut &bytes[..]).await.is_err());
        }
    }
}
