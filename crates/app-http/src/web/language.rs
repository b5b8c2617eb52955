//! In which language a page speaks: Japanese where the document demands it, otherwise as the reader has
//! chosen, otherwise as the sender has set for this recipient, or as the reader's account says.

use super::cookies::{LANGUAGE_COOKIE, LINK_COOKIE, cookie};
use super::{ReturnTo, Section};
use crate::error::PageError;
use crate::i18n::{Locale, OFFICE_LANGUAGES};
use crate::wiring::App;
use percent_encoding::percent_decode_str;
use poem::Request;
use std::sync::{Arc, OnceLock};
use uuid::Uuid;
use wariin_domain::{Language, RecipientId, TimeZoneName};
use wariin_usecases::{Caller, Error};

/// How the answer to a request speaks, once it is known: shared by the page and by whoever shows errors.
#[derive(Clone, Default)]
pub(crate) struct Spoken(Arc<OnceLock<Locale>>);

/// Where the form that was posted says that its reader goes on.
#[derive(Clone, Copy)]
pub(crate) struct FormReturnTo(pub(crate) ReturnTo);

impl Spoken {
    pub(crate) fn settle(&self, locale: &Locale) {
        // Settled once, by the visitor of the page; a second visitor of the same request agrees.
        let _ = self.0.set(locale.clone());
    }

    /// How to speak where nothing was settled: as the browser has chosen.
    pub(crate) fn or_chosen(&self, request_cookie: Option<Language>) -> Locale {
        self.0.get().cloned().unwrap_or_else(|| {
            let language = request_cookie.unwrap_or(Language::Japanese);
            Locale::new(language, &TimeZoneName::default())
        })
    }
}

/// What a reader may read a page in.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// How the page speaks.
    pub(crate) locale: Locale,
    /// What the reader may choose instead; empty where there is no choice.
    pub(crate) choices: &'static [Language],
}

/// The language that the reader chose in this browser.
pub(crate) fn chosen(request: &Request) -> Option<Language> {
    cookie(request, LANGUAGE_COOKIE).and_then(|tag| Language::parse(tag).ok())
}

/// Finds out in what this request is answered.
pub(crate) async fn reading(
    request: &Request,
    app: &App,
    caller: Option<&Caller>,
) -> Result<Reading, PageError> {
    let chosen = chosen(request);
    if let Some(turn) = turn(request)
        && let Some(reading) = reading_of_turn(request, app, caller, turn).await?
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
    Ok(Reading { locale: Locale::new(language, &zone), choices })
}

/// The recipient on whose path the page lies.
fn turn(request: &Request) -> Option<RecipientId> {
    let uri = request.uri();
    let of_path = || {
        let id = uri.path().strip_prefix("/r/")?.split('/').next()?;
        let decoded = percent_decode_str(id).decode_utf8().ok()?;
        Uuid::parse_str(&decoded).ok().map(RecipientId::from)
    };
    let of_query = || {
        let query = url::form_urlencoded::parse(uri.query()?.as_bytes());
        let next = query.into_iter().find_map(|(name, value)| (name == "next").then_some(value))?;
        ReturnTo::parse(Some(&next)).turn()
    };
    let of_form = || request.data::<FormReturnTo>().and_then(|next| next.0.turn());
    of_path().or_else(of_query).or_else(of_form)
}

/// How to speak to this recipient; `None` to anybody else, who learns nothing of it.
async fn reading_of_turn(
    request: &Request,
    app: &App,
    caller: Option<&Caller>,
    turn: RecipientId,
) -> Result<Option<Reading>, PageError> {
    let link = cookie(request, LINK_COOKIE).and_then(|token| app.ports.tokens.read_link(token));
    let holds_link = link.is_some_and(|claim| claim.recipient == turn);
    let account = caller.and_then(|caller| caller.account.as_ref());
    if !holds_link && account.is_none() {
        return Ok(None);
    }
    let views = &app.ports.views;
    let Some(document) = views.document_of(turn).await.map_err(Error::from)? else {
        return Ok(None);
    };
    let Some(recipient) = document.recipient(turn) else {
        return Ok(None);
    };
    if !holds_link && !account.is_some_and(|account| recipient.is_for(account)) {
        return Ok(None);
    }
    let organisation = views.organisation(document.organisation).await.map_err(Error::from)?;
    let zone = organisation.map(|own| own.settings.time_zone).unwrap_or_default();
    let language = document.language_for(chosen(request).unwrap_or(recipient.details.language));
    let choices: &[Language] = if document.is_japanese_only() { &[] } else { &Language::ALL };
    Ok(Some(Reading { locale: Locale::new(language, &zone), choices }))
}
