//! The language of a page: Japanese where the document demands it, otherwise what the reader has chosen,
//! otherwise what the sender has set for this recipient or the reader's account has.

use super::accent::accent_address;
use super::cookies::{LANGUAGE_COOKIE, LINK_COOKIE, cookie};
use super::{PageLayout, ReturnTo, Section};
use crate::error::PageError;
use crate::i18n::{Locale, OFFICE_LANGUAGES};
use crate::wiring::App;
use poem::Request;
use std::sync::{Arc, OnceLock};
use wariin_domain::{
    AccentColour, FileDigest, Language, RecipientId, ReferenceNumber, TimeZoneName,
};
use wariin_usecases::{Caller, RecipientQuery, SenderLooks, reading_rule};

/// The frame of the answer to a request with its locale, once the reader is known: shared by the page and the
/// pages of errors.
#[derive(Clone, Default)]
pub(crate) struct Spoken(Arc<OnceLock<PageLayout>>);

impl Spoken {
    pub(crate) fn settle(&self, frame: PageLayout) {
        // Settled once for each request: whatever is found out later is the same.
        let _ = self.0.set(frame);
    }

    /// The frame; where none was settled, a bare one in the language that the browser has chosen.
    pub(crate) fn or_chosen(&self, request_cookie: Option<Language>) -> PageLayout {
        self.0.get().cloned().unwrap_or_else(|| {
            let language = request_cookie.unwrap_or(Language::Japanese);
            PageLayout::bare(&Locale::new(language, &TimeZoneName::default()))
        })
    }
}

/// The locale of a page, and the other languages it can be had in.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// The locale of the page.
    pub(crate) locale: Locale,
    /// What the reader may choose instead; empty where there is no choice.
    pub(crate) choices: &'static [Language],
    /// What the sender's organisation shows of itself, on a recipient's path.
    pub(crate) sender: Option<SenderMark>,
    /// The number by which the recipient and the sender speak of the document, on the recipient's path.
    pub(crate) reference: Option<ReferenceNumber>,
}

/// What the sender's organisation shows of itself to a recipient.
#[derive(Clone, Debug)]
pub(crate) struct SenderMark {
    /// Its name of the time when the document was sent.
    pub(crate) organisation: String,
    /// Its address in one line.
    pub(crate) address: Option<String>,
    /// Where its logo is.
    pub(crate) logo: Option<String>,
    /// Where the style sheet of its colour is; `None` for the service's own colour.
    pub(crate) style: Option<String>,
}

impl SenderMark {
    fn of(recipient: RecipientId, sender: SenderLooks) -> Self {
        let SenderLooks { organisation, looks } = sender;
        let own = Some(looks.colour).filter(|colour| *colour != AccentColour::default());
        // The digest makes the address another one when the logo changes, and is asked for by nothing.
        let version = |logo: FileDigest| logo.to_string().chars().take(12).collect::<String>();
        Self {
            organisation,
            address: looks.address.map(|address| address.to_string()),
            logo: looks.logo.map(|logo| format!("/r/{recipient}/logo?v={}", version(logo))),
            style: own.map(accent_address),
        }
    }
}

/// The language that the reader chose in this browser.
pub(crate) fn chosen(request: &Request) -> Option<Language> {
    cookie(request, LANGUAGE_COOKIE).and_then(|tag| Language::parse(tag).ok())
}

/// Finds out the locale of the answer to this request.
pub(crate) async fn reading(
    request: &Request,
    app: &App,
    caller: Option<&Caller>,
) -> Result<Reading, PageError> {
    let chosen = chosen(request);
    if let Some(recipient) = ReturnTo::of(request).turn()
        && let Some(reading) = reading_of_recipient(request, app, caller, recipient).await?
    {
        return Ok(reading);
    }
    let account = caller.and_then(|caller| caller.account.as_ref());
    let zone = caller.and_then(|caller| caller.organisation.as_ref());
    let zone = zone.map(|own| own.settings.time_zone.clone()).unwrap_or_default();
    let wanted = chosen.or(account.map(|a| a.language)).unwrap_or(Language::Japanese);
    let choices: &'static [Language] = if Section::of(request.uri().path()).is_office() {
        &OFFICE_LANGUAGES
    } else {
        &Language::ALL
    };
    let language = if choices.contains(&wanted) { wanted } else { Language::English };
    Ok(Reading { locale: Locale::new(language, &zone), choices, sender: None, reference: None })
}

/// The locale on this recipient's path; `None` for a reader who is not that recipient and learns nothing
/// of the document's language.
async fn reading_of_recipient(
    request: &Request,
    app: &App,
    caller: Option<&Caller>,
    recipient: RecipientId,
) -> Result<Option<Reading>, PageError> {
    let query = RecipientQuery { recipient, caller, link: cookie(request, LINK_COOKIE) };
    let rule = reading_rule(&app.ports, query, chosen(request)).await?;
    Ok(rule.map(|rule| Reading {
        locale: Locale::new(rule.language, &rule.time_zone),
        choices: if rule.may_choose { &Language::ALL } else { &[] },
        reference: rule.reference,
        sender: rule.sender.map(|sender| SenderMark::of(recipient, sender)),
    }))
}
