//! Fonts that a PDF names and does not bring along.

use hayro::hayro_interpret::font::{FallbackFontQuery, FontData, FontQuery};
use hayro::hayro_interpret::hayro_cmap::CidFamily;
use std::sync::Arc;

/// Noto Sans JP, under the SIL Open Font License.
pub(crate) static SANS: &[u8] = include_bytes!("../../fonts/NotoSansJP_400Regular.ttf");
/// Noto Serif JP, under the SIL Open Font License.
pub(crate) static SERIF: &[u8] = include_bytes!("../../fonts/NotoSerifJP_400Regular.ttf");

/// What Mincho faces are called.
const MINCHO: [&str; 6] = ["mincho", "ryumin", "kozmin", "serif", "song", "明朝"];

/// A font of ours for the one that is missing; none for the Chinese and Korean collections, of which ours
/// lack too much.
pub(super) fn resolve(query: &FontQuery) -> Option<(FontData, u32)> {
    match query {
        FontQuery::Standard(font) => Some(font.get_font_data()),
        FontQuery::Fallback(wanted) => match &wanted.character_collection {
            None => Some(wanted.pick_standard_font().get_font_data()),
            Some(collection) => match collection.family {
                CidFamily::AdobeJapan1 | CidFamily::AdobeIdentity => Some((japanese(wanted), 0)),
                CidFamily::AdobeGB1
                | CidFamily::AdobeCNS1
                | CidFamily::AdobeKorea1
                | CidFamily::Custom { .. } => None,
            },
        },
    }
}

/// What the font is called for which another one is taken; `None` for the 14 that every viewer has.
pub(super) fn replaced(query: &FontQuery) -> Option<String> {
    match query {
        FontQuery::Standard(_) => None,
        FontQuery::Fallback(wanted) => {
            let names = [&wanted.post_script_name, &wanted.font_name, &wanted.font_family];
            names.into_iter().flatten().next().cloned()
        }
    }
}

/// Whether the font is one of ours for Japanese.
pub(super) fn is_japanese(font: &FontData) -> bool {
    let bytes = AsRef::<[u8]>::as_ref(&**font);
    [SANS, SERIF].iter().any(|ours| std::ptr::eq(ours.as_ptr(), bytes.as_ptr()))
}

fn japanese(wanted: &FallbackFontQuery) -> FontData {
    let names = [&wanted.post_script_name, &wanted.font_name, &wanted.font_family];
    let is_named_mincho = names.into_iter().flatten().any(|name| {
        let name = name.to_lowercase();
        MINCHO.iter().any(|mincho| name.contains(mincho)) && !name.contains("sans")
    });
    Arc::new(if wanted.is_serif || is_named_mincho { SERIF } else { SANS })
}
