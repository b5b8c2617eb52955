//! Which version of HTTP a client speaks, by the first bytes that it sends.

use super::felt::Felt;
use poem::http::Version;
use std::io;
use tokio::io::{AsyncRead, AsyncReadExt as _};

/// What a client sends first over HTTP/2 (RFC 9113, section 3.4).
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Waits for the first bytes, which stay to be read. `None` when the client has gone without sending any, or
/// within a preface.
///
/// # Errors
/// When the connection breaks.
pub(super) async fn version<Stream>(stream: &mut Felt<Stream>) -> io::Result<Option<Version>>
where
    Stream: AsyncRead + Unpin,
{
    let mut read = [0; PREFACE.len()];
    let mut length = 0;
    while length < PREFACE.len() && read[..length] == PREFACE[..length] {
        match stream.read(&mut read[length..]).await? {
            0 => return Ok(None),
            count => length += count,
        }
    }
    stream.put_back(&read[..length]);
    Ok(Some(if read == *PREFACE { Version::HTTP_2 } else { Version::HTTP_11 }))
}
