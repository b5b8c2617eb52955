//! What the server asks a worker and what the worker answers: a frame each, of a short JSON header and a body.
//!
//! A frame is the length of the header (4 bytes), the length of the body (8 bytes, both little-endian), the
//! header, the body.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};
use tokio::io::{AsyncRead, AsyncReadExt};
use wariin_domain::{Length, PageDimensions, Surface};

/// How long a header may be: the sizes of 2,000 pages.
const MAX_HEADER: u32 = 128 * 1024;
/// How long a body may be: an upload of 20 MB, repaired, with room to spare.
const MAX_BODY: u64 = 128 * 1024 * 1024;

/// What is asked about the PDF in the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Request {
    /// Whether it can be sealed later.
    Inspect,
    /// The size of every page.
    Sizes,
    /// One page as an image.
    Image { page: u32, width: u32 },
    /// The text of one page.
    Text { page: u32 },
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
    /// It can be sealed; the body holds the repaired bytes, where there are any.
    Taken { pages: u32, is_repaired: bool, surface: Drawable },
    /// It cannot be sealed, by the name of the reason.
    Refused(String),
    /// The body holds sizes.
    Sizes,
    /// The body is a PNG image.
    Png,
    /// The body is a WebP image.
    WebP,
    /// The body holds a text.
    Text,
    /// The page cannot be drawn.
    Undrawable,
    /// The page is too complex.
    TooComplex,
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
pub(super) fn head(header: &impl Serialize, body: &[u8]) -> io::Result<Vec<u8>> {
    let header = serde_json::to_vec(header)?;
    let length = u32::try_from(header.len()).ok().filter(|length| *length <= MAX_HEADER);
    let length = length.ok_or_else(broken)?;
    let mut bytes = length.to_le_bytes().to_vec();
    bytes.extend((body.len() as u64).to_le_bytes());
    bytes.extend(header);
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
    let mut bytes = vec![0; header];
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
        let header = Request::Image { page: 3, width: 1080 };
        let mut bytes = Vec::new();
        write(&mut bytes, &header, b"body").unwrap();
        let read_back: Option<(Request, Vec<u8>)> = read(&mut &bytes[..]).unwrap();
        assert_eq!(read_back, Some((header, b"body".to_vec())));
        let received: (Request, Vec<u8>) = receive(&mut &bytes[..]).await.unwrap();
        assert_eq!(received, (header, b"body".to_vec()));
        assert!(read::<Request>(&mut &[][..]).unwrap().is_none());
        for cut in 1..bytes.len() {
            assert!(read::<Request>(&mut &bytes[..cut]).is_err(), "{cut}");
            assert!(receive::<Request>(&mut &bytes[..cut]).await.is_err(), "{cut}");
        }
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
