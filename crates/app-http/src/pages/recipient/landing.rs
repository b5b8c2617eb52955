//! Where a mailed link leads: a page that shows nothing of the contract and changes nothing.

use super::access_code::is_locked;
use super::{proved, wrong_account};
use crate::error::PageError;
use crate::i18n::labels;
use crate::pages::idp::{authorization_redirect, forward};
use crate::web::{
    LINK_COOKIE, PageContext, PageLayout, ReturnTo, page, redirect, redirect_with, set,
};
use askama::Template;
use poem::http::{HeaderValue, StatusCode};
use poem::web::Path;
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::{DocumentError, DocumentStatus, Recipient, RecipientId, RecipientState};
use wariin_ports::Freshness;
use wariin_usecases::{
    Error, IdpDestination, open_by_mail, read_link, renew_link, report_wrong_recipient,
};

#[derive(Template)]
#[template(path = "landing.html")]
struct LandingPage {
    layout: PageLayout,
    recipient: RecipientId,
    sender: String,
    organisation: String,
    /// The recipient's address, masked.
    intended: String,
    is_requested: bool,
    is_concluded: bool,
    may_report_wrong_recipient: bool,
    /// Whether the right account is signed in, whose mailbox still has to be proved.
    must_prove_mailbox: bool,
    /// The provider of the recipient's organisation, by name, when one is connected.
    idp: Option<String>,
    /// Whether the sender lets in nobody who comes another way.
    is_idp_demanded: bool,
}

#[derive(Template)]
#[template(path = "expired_link.html")]
struct ExpiredLinkPage {
    layout: PageLayout,
    recipient: RecipientId,
    /// What came of asking for a new link.
    outcome: Option<String>,
}

#[derive(Template)]
#[template(path = "not_me.html")]
struct NotMePage {
    layout: PageLayout,
    recipient: RecipientId,
    is_done: bool,
}

/// Follows a mailed link: its secret goes from the address into a cookie.
#[handler]
pub(crate) fn follow(
    context: PageContext,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let claim = context.ports().tokens.read_link(&token).ok_or(Error::InvalidLink)?;
    let mut response = redirect(format!("/r/{}", claim.recipient));
    if let Ok(cookie) = set(LINK_COOKIE, &token).parse() {
        response.headers_mut().append("set-cookie", cookie);
    }
    Ok(response)
}

/// The landing page.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let recipient = RecipientId::from(id);
    context.link_to(recipient)?;
    let token = context.link.as_deref().unwrap_or_default();
    let document = match read_link(context.ports(), token).await {
        Ok((_, document)) => document,
        Err(Error::ExpiredLink) => return stale(&context, recipient, None),
        Err(error) => return Err(error.into()),
    };
    let addressee = document.recipient(recipient).ok_or_else(PageError::not_found)?;
    if matches!(document.status, DocumentStatus::Cancelled { .. } | DocumentStatus::Declined { .. })
    {
        return Err(wariin_domain::GateRefusal::Closed.into());
    }
    if is_locked(&context, &document, addressee) {
        return Ok(redirect(format!("/r/{recipient}/access-code")));
    }
    let intended = addressee.details.email.masked();
    let is_requested = document.is_gated_for(addressee);
    let mut must_prove_mailbox = false;
    if let Some(account) = context.account() {
        if !addressee.is_for(account) {
            return wrong_account(&context, recipient, intended);
        }
        let factors = context.ports().views.factors(account.id).await.map_err(Error::from)?;
        let may_enrol =
            !factors.is_empty() || context.is_strong() || proved(&context, recipient).is_some();
        must_prove_mailbox = account.mailbox_proven_at.is_none() || !may_enrol;
        if !must_prove_mailbox && is_requested {
            return Ok(redirect(format!("/r/{recipient}/document")));
        }
    }
    let views = &context.ports().views;
    let sender = views.account(document.sender).await.map_err(Error::from)?;
    let organisation = views.organisation(document.organisation).await.map_err(Error::from)?;
    let template = LandingPage {
        layout: PageLayout::of_recipient(&context),
        recipient,
        sender: sender.map(|s| s.name.to_string()).unwrap_or_default(),
        organisation: organisation.map(|o| o.name.to_string()).unwrap_or_default(),
        intended,
        is_requested,
        is_concluded: matches!(document.status, DocumentStatus::Concluded { .. }),
        may_report_wrong_recipient: matches!(addressee.state, RecipientState::Invited { .. })
            && addressee.opened_at.is_none(),
        must_prove_mailbox,
        idp: idp_of(&context, addressee).await?,
        is_idp_demanded: addressee.details.idp.is_some(),
    };
    page(StatusCode::OK, &template)
}

/// A new link can be had: it goes to the recipient's own address, whoever asks.
fn stale(
    context: &PageContext,
    recipient: RecipientId,
    outcome: Option<String>,
) -> Result<Response, PageError> {
    let is_asked = outcome.is_some();
    let template =
        ExpiredLinkPage { layout: PageLayout::of_recipient(context), recipient, outcome };
    if is_asked {
        return page(StatusCode::OK, &template);
    }
    let mut response = page(StatusCode::GONE, &template)?;
    response.headers_mut().insert("wariin-error", HeaderValue::from_static("expired_link"));
    Ok(response)
}

/// Mails a new link instead of one that has ended.
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
    stale(&context, id.into(), Some(outcome))
}

/// The name of the provider by which this recipient may come in.
async fn idp_of(context: &PageContext, addressee: &Recipient) -> Result<Option<String>, PageError> {
    if let Some(demand) = &addressee.details.idp {
        return Ok(Some(demand.name.to_string()));
    }
    let serving = context.ports().views.idp_serving(&addressee.details.email.domain()).await;
    Ok(serving.map_err(Error::from)?.map(|connection| connection.name.to_string()))
}

/// Sends the browser to the provider of the recipient's organisation.
#[handler]
pub(crate) async fn to_idp(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let recipient = RecipientId::from(id);
    let document = context.ports().views.document_of(recipient).await.map_err(Error::from)?;
    let document = document.ok_or_else(PageError::not_found)?;
    let addressee = document.recipient(recipient).ok_or_else(PageError::not_found)?;
    if is_locked(&context, &document, addressee) {
        return Ok(redirect(format!("/r/{recipient}/access-code")));
    }
    if !context.account().is_some_and(|account| addressee.is_for(account)) {
        context.link_to(recipient)?;
        read_link(context.ports(), context.link.as_deref().unwrap_or_default()).await?;
    }
    // The address goes along with nobody: whoever holds the link knows it masked only.
    let connection = match &addressee.details.idp {
        Some(demand) => demand.connection,
        None => {
            let serving =
                context.ports().views.idp_serving(&addressee.details.email.domain()).await;
            serving.map_err(Error::from)?.ok_or(Error::NoIdp)?.id
        }
    };
    let to = IdpDestination::Connection(connection);
    let address =
        authorization_redirect(&context, to, ReturnTo::Turn(recipient), Freshness::Recent).await?;
    forward(&context, PageLayout::of_recipient(&context), address, false)
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

/// Asks once before saying so.
#[handler]
pub(crate) async fn confirm_not_me(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    context.link_to(id.into())?;
    read_link(context.ports(), context.link.as_deref().unwrap_or_default()).await?;
    let template = NotMePage {
        layout: PageLayout::of_recipient(&context),
        recipient: id.into(),
        is_done: false,
    };
    page(StatusCode::OK, &template)
}

/// "I am not this person."
#[handler]
pub(crate) async fn not_me(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let link = context.link_to(id.into())?;
    report_wrong_recipient(context.ports(), link).await?;
    let template = NotMePage {
        layout: PageLayout::of_recipient(&context),
        recipient: id.into(),
        is_done: true,
    };
    page(StatusCode::OK, &template)
}
