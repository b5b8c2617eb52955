//! Style sheets, scripts and pictures, embedded, cached for good under the digest of their contents.

use poem::http::StatusCode;
use poem::web::Path;
use poem::{Request, Response, handler};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Assets;

/// An asset.
#[handler]
pub(crate) fn asset(Path(name): Path<String>, request: &Request) -> Response {
    let Some(file) = Assets::get(&name) else {
        return Response::builder().status(StatusCode::NOT_FOUND).finish();
    };
    let is_current = request.uri().query() == Some(&format!("v={}", version(&file)));
    let caching = if is_current { "public, max-age=31536000, immutable" } else { "no-cache" };
    Response::builder()
        .content_type(file.metadata.mimetype())
        .header("cache-control", caching)
        .body(file.data.into_owned())
}

/// The address of an asset: `/assets/style.css?v=…`.
pub(crate) fn address(name: &str) -> String {
    match Assets::get(name) {
        Some(file) => format!("/assets/{name}?v={}", version(&file)),
        None => format!("/assets/{name}"),
    }
}

fn version(file: &EmbeddedFile) -> String {
    file.metadata.sha256_hash()[..6].iter().map(|b| format!("{b:02x}")).collect()
}
