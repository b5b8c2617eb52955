//! Choosing a language: kept by the browser, and for mails by the account that is signed in.

use crate::error::PageError;
use crate::web::{LANGUAGE_COOKIE, PageContext, redirect, set_for_a_year};
use poem::web::Form;
use poem::{Response, handler};
use serde::Deserialize;
use wariin_domain::Language;
use wariin_usecases::choose_language;

/// The chosen language, and the page where it was chosen.
#[derive(Default, Deserialize)]
#[serde(default)]
struct LanguageForm {
    language: String,
    back: String,
}

/// Chooses a language, then goes back to where it was chosen.
#[handler]
pub(crate) async fn choose(
    context: PageContext,
    Form(form): Form<LanguageForm>,
) -> Result<Response, PageError> {
    let language = Language::parse(&form.language).map_err(|_| PageError::malformed())?;
    if let Ok(principal) = context.expect_principal() {
        choose_language(context.ports(), principal, language).await?;
    }
    let mut response = redirect(own_path(&form.back));
    if let Ok(cookie) = set_for_a_year(LANGUAGE_COOKIE, language.tag()).parse() {
        response.headers_mut().append("set-cookie", cookie);
    }
    Ok(response)
}

/// A path of our own, or the first page: nothing that a browser takes for another place.
fn own_path(text: &str) -> &str {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/-_.~?=&:%#".contains(c);
    let is_own = text.starts_with('/') && !text.starts_with("//") && text.chars().all(is_plain);
    if is_own { text } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    // RP-10
    #[test]
    fn only_a_path_of_our_own_is_returned_to() {
        for foreign in
            ["//e", "/\\e", "https:e", "/\r\nset-cookie:x", "javascript:alert(1)", "\t//e", ""]
        {
            assert_eq!(own_path(foreign), "/", "{foreign:?}");
        }
        assert_eq!(own_path("/sign-in?next=turn:7"), "/sign-in?next=turn:7");
    }
}
