//! Style sheets, scripts and pictures, embedded, cached for good under the digest of their contents. A script names
//! those that it imports by their digests too, so that no browser mixes scripts of two releases.

use poem::http::StatusCode;
use poem::web::Path;
use poem::{Request, Response, handler};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Embedded;

/// What is served, by name.
static ASSETS: LazyLock<BTreeMap<String, Asset>> = LazyLock::new(|| {
    let mut all = BTreeMap::new();
    for name in Embedded::iter() {
        add(&name, &mut Vec::new(), &mut all);
    }
    all
});

struct Asset {
    media_type: String,
    body: Vec<u8>,
    /// The beginning of the SHA-256 of the body.
    version: String,
}

/// An asset.
#[handler]
pub(crate) fn asset(Path(name): Path<String>, request: &Request) -> Response {
    let Some(found) = ASSETS.get(&name) else {
        return Response::builder().status(StatusCode::NOT_FOUND).finish();
    };
    let is_current = request.uri().query() == Some(&format!("v={}", found.version));
    let caching = if is_current { "public, max-age=31536000, immutable" } else { "no-cache" };
    Response::builder()
        .content_type(&found.media_type)
        .header("cache-control", caching)
        .body(found.body.clone())
}

/// The address of an asset: `/assets/style.css?v=…`.
pub(crate) fn address(name: &str) -> String {
    match ASSETS.get(name) {
        Some(Asset { version, .. }) => format!("/assets/{name}?v={version}"),
        None => format!("/assets/{name}"),
    }
}

/// Reads an asset, those that it imports first; `importing` are the scripts on the way to it.
fn add(name: &str, importing: &mut Vec<String>, all: &mut BTreeMap<String, Asset>) {
    if all.contains_key(name) || importing.iter().any(|script| script == name) {
        return;
    }
    let Some(file) = Embedded::get(name) else { return };
    let body = match std::str::from_utf8(&file.data) {
        Ok(script) if name.strip_suffix(".js").is_some() => {
            importing.push(name.to_owned());
            for import in imports(script) {
                add(import, importing, all);
            }
            importing.pop();
            with_versions(script, all).into_bytes()
        }
        _ => file.data.into_owned(),
    };
    let version = Sha256::digest(&body)[..6].iter().map(|byte| format!("{byte:02x}")).collect();
    let media_type = file.metadata.mimetype().to_owned();
    all.insert(name.to_owned(), Asset { media_type, body, version });
}

/// What stands before the name of an imported script.
const IMPORT: &str = " from \"./";

/// The scripts that this one imports.
fn imports(script: &str) -> impl Iterator<Item = &str> {
    script.split(IMPORT).skip(1).filter_map(|rest| rest.split('"').next())
}

/// The script with the versions of those that it imports.
fn with_versions(script: &str, all: &BTreeMap<String, Asset>) -> String {
    imports(script).fold(script.to_owned(), |script, import| match all.get(import) {
        Some(Asset { version, .. }) => {
            let (plain, full) =
                (format!("{IMPORT}{import}\""), format!("{IMPORT}{import}?v={version}\""));
            script.replace(&plain, &full)
        }
        None => script,
    })
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
        let (width, height) = size(&ASSETS.get(name)?.body)?;
        let on_page = |pixels: u32| (pixels / 3 * 2).saturating_add(pixels % 3);
        Some(Self { address: address(name), width: on_page(width), height: on_page(height) })
    }
}

/// How many pixels a PNG file has (its first chunk, IHDR, begins with them).
fn size(png: &[u8]) -> Option<(u32, u32)> {
    let number = |from: usize| Some(u32::from_be_bytes(*png.get(from..)?.first_chunk()?));
    (png.get(12..16)? == b"IHDR").then_some((number(16)?, number(20)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    // O-30
    #[test]
    fn every_script_names_those_that_it_imports_by_the_digests_of_what_is_served() {
        let mut imported = 0;
        for (name, Asset { body, version: own, .. }) in
            ASSETS.iter().filter(|(name, _)| name.strip_suffix(".js").is_some())
        {
            let script = std::str::from_utf8(body).unwrap();
            assert!(!script.contains("import("), "{name} imports at run time");
            for import in imports(script) {
                let (file, version) = import.split_once("?v=").unwrap_or((import, "none"));
                assert_eq!(ASSETS[file].version, version, "{name} imports {import}");
                imported += 1;
            }
            let all = script.lines().filter(|line| line.starts_with("import ")).count();
            assert_eq!(all, imports(script).count(), "{name} imports in another way");
            let digest = Sha256::digest(body);
            assert!(own.starts_with(&format!("{:02x}", digest[0])), "{name}");
        }
        assert!(imported >= 6, "{imported}");
    }

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
