//! Marked parts of contents (ISO 32000-2, section 14.6): what they say about the text in them.

use hayro::hayro_syntax::object::{Dict, Name, String as PdfString};

/// The mark around an operator that shows text, before its number.
pub(super) const MARK: &str = "WariinShow";

/// The language that this part of a document names for its text.
pub(super) fn language_tag(part: &Dict<'_>) -> Option<String> {
    let tag = part.get::<PdfString<'_>>("Lang")?;
    let tag = std::str::from_utf8(tag.as_bytes()).ok()?;
    let is_tag = (2..=35).contains(&tag.len())
        && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_tag.then(|| tag.to_owned())
}

/// What a marked part of the contents is (ISO 32000-2, section 14.6).
#[derive(Default)]
pub(super) struct Mark {
    /// The number of the operator that it holds.
    pub(super) show: Option<usize>,
    /// Whether its text is written down once more.
    pub(super) is_told_twice: bool,
    /// Its number in the structure tree.
    pub(super) number: Option<i32>,
    /// Whether it is a header, a footer or a page number.
    pub(super) is_pagination: bool,
    pub(super) language: Option<String>,
}

impl Mark {
    /// From its tag and its properties.
    pub(super) fn of(tag: &[u8], properties: Option<&Dict<'_>>) -> Self {
        let show = tag.strip_prefix(MARK.as_bytes());
        let show = show.and_then(|number| std::str::from_utf8(number).ok()?.parse().ok());
        let Some(properties) = properties else {
            return Self { show, ..Self::default() };
        };
        let kind = properties.get::<Name<'_>>("Type");
        Self {
            show,
            is_told_twice: properties.contains_key("ActualText"),
            number: properties.get::<i32>("MCID"),
            is_pagination: tag == b"Artifact" && kind.as_deref() == Some(b"Pagination"),
            language: language_tag(properties),
        }
    }
}
