//! An organisation's colour as a style sheet. Its address holds the colour and names no organisation, so that it tells
//! nothing, and it may be cached for good.

use poem::http::StatusCode;
use poem::web::Path;
use poem::{Response, handler};
use wariin_domain::AccentColour;

/// The style sheet of a colour on which white words can be read; there is none for other colours.
#[handler]
pub(crate) fn accent_sheet(Path(name): Path<String>) -> Response {
    let digits = name.strip_suffix(".css").unwrap_or_default();
    match AccentColour::parse(&format!("#{digits}")) {
        Ok(colour) => Response::builder()
            .content_type("text/css; charset=utf-8")
            .header("cache-control", "public, max-age=31536000, immutable")
            .body(format!(
                ":root {{ --accent: {colour}; --accent-dark: {colour}; --on-accent: #fff; }}\n"
            )),
        Err(_) => Response::builder().status(StatusCode::NOT_FOUND).finish(),
    }
}

/// The address of the style sheet: `/accent/0f3ba8.css`.
pub(crate) fn accent_address(colour: AccentColour) -> String {
    format!("/accent/{}.css", colour.to_string().trim_start_matches('#'))
}
