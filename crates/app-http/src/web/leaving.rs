//! Files that leave: what a slow reader has not taken yet stays on the disk, not in memory.

use poem::Body;
use tokio::io::{AsyncWriteExt, duplex};
use wariin_ports::{FileError, Outgoing};
use wariin_usecases::with_causes;

/// How many bytes wait for the reader beside the piece that follows them.
const AHEAD: usize = 64 * 1024;

/// The body of an answer with these bytes. Where they end too early, so does the connection: the answer has to say how
/// many there are.
///
/// # Errors
/// When not even the first bytes can be read.
pub(crate) async fn body_of(mut file: Box<dyn Outgoing>) -> Result<Body, FileError> {
    let first = file.next().await?;
    if file.size() == 0 {
        return Ok(Body::from_vec(first));
    }
    let (mut pipe, body) = duplex(AHEAD);
    tokio::spawn(async move {
        let mut piece = first;
        // A reader that goes away closes the pipe.
        while !piece.is_empty() && pipe.write_all(&piece).await.is_ok() {
            piece = match file.next().await {
                Ok(piece) => piece,
                Err(error) => {
                    tracing::error!(error = %with_causes(&error), "a file ended while it was sent");
                    return;
                }
            };
        }
    });
    Ok(Body::from_async_read(body))
}
