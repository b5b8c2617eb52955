//! The page of a mailed link: it shows nothing of the contract and changes nothing.

use super::damaged_link::unusable;
use super::{known_address, preflight, wrong_account};
use crate::error::PageError;
use crate::i18n::labels;
use crate::pages::idp::{authorization_redirect, redirect_page};
use crate::pages::is_typed_word;
use crate::pages::passkey::PasskeyForm;
use crate::pages::sign_in::sign_in_fields;
use crate::web::{
    FieldKind, FormField, PageContext, PageLayout, ReturnTo, page, redirect, redirect_with,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path};
use poem::{Response, handler};
use serde::Deserialize;
use uuid::Uuid;
use wariin_domain::{DocumentError, EnrolmentRule, RecipientId, RequiredBy};
use wariin_ports::Freshness;
use wariin_usecases::{
    Error, IdpDestination, Landing, LandingPage, MailedLink, ProviderChoice, invited_recipient,
    landing, open_by_mail, provider_of_recipient, renew_link, report_wrong_recipient, sender_logo,
    take_back_report,
};

#[derive(Template)]
#[template(path = "landing.html")]
struct LandingTemplate {
    layout: PageLayout,
    recipient: RecipientId,
    page: LandingPage,
    /// The form for signing in, for a recipient who has an account.
    sign_in: Vec<FormField>,
    /// The same by a passkey.
    passkey: Option<PasskeyForm>,
}

#[derive(Template)]
#[template(path = "expired_link.html")]
struct ExpiredLinkPage {
    layout: PageLayout,
    recipient: RecipientId,
    /// The answer to the wish for a new link, once it was asked for.
    outcome: Option<String>,
}

#[derive(Template)]
#[template(path = "not_me.html")]
struct NotMePage {
    layout: PageLayout,
    recipient: RecipientId,
    /// Whether the document is not sent yet: then nothing can be taken back, and the sender asks again.
    is_preflight: bool,
    is_done: bool,
    fields: Vec<FormField>,
    error: String,
}

/// The landing page.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let recipient = RecipientId::from(id);
    let found = match landing(context.ports(), context.as_recipient(recipient)).await {
        Err(Error::InvalidLink) => return Err(unusable(&context, Some(recipient))),
        found => found?,
    };
    match found {
        Landing::Expired => {
            let (layout, outcome) = (PageLayout::of_recipient(&context), None);
            let template = ExpiredLinkPage { layout, recipient, outcome };
            Err(PageError::template(StatusCode::GONE, "expired_link", &template))
        }
        Landing::Reported => {
            let layout = PageLayout::of_recipient(&context);
            let (is_preflight, is_done, fields, error) = (false, true, Vec::new(), String::new());
            let template = NotMePage { layout, recipient, is_preflight, is_done, fields, error };
            page(StatusCode::OK, &template)
        }
        Landing::Locked => Ok(redirect(format!("/r/{recipient}/access-code"))),
        Landing::WrongAccount { intended } => Err(wrong_account(&context, recipient, intended)),
        Landing::Document => Ok(redirect(format!("/r/{recipient}/document"))),
        Landing::Preflight(shown) => preflight::landing_page(&context, recipient, *shown),
        Landing::Page(shown) => {
            let layout = PageLayout::of_recipient(&context);
            let address = known_address(&context, recipient).await?;
            let sign_in = sign_in_fields(context.common(), ReturnTo::Turn(recipient), &address).0;
            let passkey = PasskeyForm::sign_in_to(&context, recipient);
            let page_shown = LandingTemplate { layout, recipient, page: *shown, sign_in, passkey };
            page(StatusCode::OK, &page_shown)
        }
    }
}

/// Mails a new link instead of one that has ended: to the recipient's own address, in every case.
#[handler]
pub(crate) async fn renew(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let link = context.link_to(id.into())?;
    let outcome = match renew_link(context.ports(), link).await {
        Ok(false) => return Ok(redirect(format!("/r/{id}"))),
        Ok(true) => context.common().recipient_new_link_sent(),
        Err(Error::Document(DocumentError::Problem(problem))) => {
            labels::problem(context.locale(), problem)
        }
        Err(error) => return Err(error.into()),
    };
    let template = ExpiredLinkPage {
        layout: PageLayout::of_recipient(&context),
        recipient: id.into(),
        outcome: Some(outcome),
    };
    page(StatusCode::OK, &template)
}

/// Sends the browser to the provider of the recipient's organisation.
#[handler]
pub(crate) async fn to_idp(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let recipient = RecipientId::from(id);
    // The address is not sent along: a browser that holds the link knows it masked only.
    let choice = provider_of_recipient(context.ports(), context.as_recipient(recipient)).await?;
    let ProviderChoice::Connection(connection) = choice else {
        return Ok(redirect(format!("/r/{recipient}/access-code")));
    };
    let to = IdpDestination::Connection(connection);
    let address =
        authorization_redirect(&context, to, ReturnTo::Turn(recipient), Freshness::Recent).await?;
    redirect_page(PageLayout::of_recipient(&context), address, false)
}

/// Opens a document without the request (メール認証).
#[handler]
pub(crate) async fn open(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let link = context.link_to(id.into())?;
    let cookie = open_by_mail(context.ports(), link, context.session()).await?;
    Ok(redirect_with(&cookie, format!("/r/{id}/document")))
}

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct NotMeForm {
    word: String,
}

/// Asks once before saying so.
#[handler]
pub(crate) async fn confirm_not_me(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    not_me_page(&context, id.into(), None, StatusCode::OK).await
}

/// この宛先は私ではありません: the link reached the wrong person. A word has to be typed, since mail scanners
/// follow links and press buttons.
#[handler]
pub(crate) async fn not_me(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<NotMeForm>,
) -> Result<Response, PageError> {
    let link = context.mailed_link_to(id.into())?;
    let word = context.common().recipient_not_me_word();
    if !is_typed_word(&form.word, &word) {
        let error = context.common().recipient_not_me_type(word);
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return not_me_page(&context, id.into(), Some(error), status).await;
    }
    report_wrong_recipient(context.ports(), link).await?;
    if matches!(link, MailedLink::Preflight(_)) {
        let (layout, recipient) = (PageLayout::of_recipient(&context), id.into());
        let (is_preflight, is_done, fields, error) = (true, true, Vec::new(), String::new());
        let template = NotMePage { layout, recipient, is_preflight, is_done, fields, error };
        return page(StatusCode::OK, &template);
    }
    Ok(redirect(format!("/r/{id}")))
}

/// The link reached the right person after all.
#[handler]
pub(crate) async fn take_back(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    take_back_report(context.ports(), context.link_to(id.into())?).await?;
    Ok(redirect(format!("/r/{id}")))
}

async fn not_me_page(
    context: &PageContext,
    recipient: RecipientId,
    error: Option<String>,
    status: StatusCode,
) -> Result<Response, PageError> {
    invited_recipient(context.ports(), context.as_recipient(recipient)).await?;
    let t = context.common();
    let field = FormField::new("word", t.recipient_not_me_field(), FieldKind::Text)
        .hint(t.recipient_not_me_type(t.recipient_not_me_word()))
        .limit(40);
    let template = NotMePage {
        layout: PageLayout::of_recipient(context),
        recipient,
        is_preflight: matches!(context.mailed_link_to(recipient)?, MailedLink::Preflight(_)),
        is_done: false,
        fields: vec![field],
        error: error.unwrap_or_default(),
    };
    page(status, &template)
}

/// The logo of the organisation that sends, for those who see it on this recipient's pages.
#[handler]
pub(crate) async fn show_logo(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let image = sender_logo(context.ports(), context.as_recipient(id.into())).await?;
    Ok(Response::builder()
        .content_type("image/png")
        .header("cache-control", "private, max-age=86400")
        .body(image))
}
