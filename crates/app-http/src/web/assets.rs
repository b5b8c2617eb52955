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

/// A picture of a screen.
pub(crate) struct Picture {
    /// Where it is.
    pub(crate) address: String,
    /// How wide the screen was, in pixels of a page.
    pub(crate) width: u32,
    /// How high.
    pub(crate) height: u32,
}

impl Picture {
    /// The picture of that name. Three of its pixels make two of the page's, so that small print stays
    /// sharp.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let file = Assets::get(name)?;
        let (width, height) = size(&file.data)?;
        let on_page = |pixels: u32| (pixels / 3 * 2).saturating_add(pixels % 3);
        Some(Self { address: address(name), width: on_page(width), height: on_page(height) })
    }
}

/// How many pixels a PNG file has (its first chunk, IHDR, begins with them).
fn size(png: &[u8]) -> Option<(u32, u32)> {
    let number = |from: usize| Some(u32::from_be_bytes(*png.get(from..)?.first_chunk()?));
    (png.get(12..16)? == b"IHDR").then_some((number(16)?, number(20)?))
}

fn version(file: &EmbeddedFile) -> String {
    file.metadata.sha256_hash()[..6].iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::Picture;
    use std::fs;
    use std::path::Path;

    #[test]
    fn every_picture_of_the_help_is_there() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/help");
        let mut shown = 0;
        for page in fs::read_dir(folder).unwrap() {
            let text = fs::read_to_string(page.unwrap().path()).unwrap();
            for rest in text.split("picture(\"").skip(1) {
                let name = rest.split('"').next().unwrap();
                let picture = Picture::of(name).unwrap_or_else(|| panic!("{name} is missing"));
                assert!((320..=768).contains(&picture.width), "{name}: {} wide", picture.width);
                shown += 1;
            }
        }
        assert!(shown > 0);
    }
}
