//! The published log, for every visitor: its newest checkpoint and the hashes of its tree (C2SP `tlog-tiles`). There are
//! no entries: hashes tell nothing of a document.

use crate::App;
use crate::error::PageError;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};
use std::sync::Arc;
use wariin_domain::LogTile;
use wariin_usecases::{Error, log_tile, published_checkpoint};

/// The newest checkpoint with every signature.
#[handler]
pub(crate) async fn checkpoint(app: Data<&Arc<App>>) -> Result<Response, PageError> {
    let Some(newest) = found(published_checkpoint(&app.ports).await)? else { return Ok(nothing()) };
    Ok(Response::builder()
        .content_type("text/plain; charset=utf-8")
        .header("cache-control", "no-cache")
        .body(newest.cosigned()))
}

/// The token over the newest checkpoint with the signature of the log alone.
#[handler]
pub(crate) async fn timestamp(app: Data<&Arc<App>>) -> Result<Response, PageError> {
    let newest = found(published_checkpoint(&app.ports).await)?;
    let Some(token) = newest.and_then(|newest| newest.timestamp) else { return Ok(nothing()) };
    Ok(Response::builder()
        .content_type("application/vnd.etsi.timestamp-token")
        .header("cache-control", "no-cache")
        .body(token))
}

/// The hashes of a tile, which never change.
#[handler]
pub(crate) async fn tile(
    app: Data<&Arc<App>>,
    Path((level, path)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let Some(tile) = LogTile::parse(&level, &path) else { return Ok(nothing()) };
    let Some(hashes) = found(log_tile(&app.ports, tile).await)? else { return Ok(nothing()) };
    Ok(Response::builder()
        .content_type("application/octet-stream")
        .header("cache-control", "public, max-age=31536000, immutable")
        .body(hashes))
}

fn found<T>(read: wariin_usecases::Result<T>) -> Result<Option<T>, PageError> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// For programs, so no page.
fn nothing() -> Response {
    Response::builder().status(StatusCode::NOT_FOUND).finish()
}
