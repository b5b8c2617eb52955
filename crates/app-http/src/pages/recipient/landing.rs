//! Where a mailed link leads: a page that shows nothing of the contract and changes nothing.

use super::access_code::is_locked;
use super::{proved, somebody_else};
use crate::error::PageError;
use crate::pages::idp::{away, forward};
use crate::web::{LINK_COOKIE, Next, Shell, Visit, page, redirect, redirect_with, set};
use crate::wording;
use askama::Template;
use poem::http::{HeaderValue, StatusCode};
use poem::web::Path;
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::{DocumentError, DocumentStatus, Recipient, RecipientId, RecipientState};
use wariin_ports::Freshness;
use wariin_usecases::{Error, IdpDestination, disown, open_by_mail, read_link, renew_link};

#[derive(Template)]
#[template(path = "landing.html")]
struct LandingPage {
    shell: Shell,
    recipient: RecipientId,
    sender: String,
    organisation: String,
    /// The recipient's address, masked.
    intended: String,
    is_requested: bool,
    is_concluded: bool,
    may_disown: bool,
    /// Whether the right account is signed in, whose mailbox still has to be proved.
    must_prove_mailbox: bool,
    /// The provider of the recipient's organisation, by name, when one is connected.
    idp: Option<String>,
    /// Whether the sender lets in nobody who comes another way.
    is_idp_demanded: bool,
}

#[derive(Template)]
#[template(path = "stale_link.html")]
struct StaleLinkPage {
    shell: Shell,
    recipient: RecipientId,
    /// What came of asking for a new link.
    outcome: Option<String>,
}

#[derive(Template)]
#[template(path = "not_me.html")]
struct NotMePage {
    shell: Shell,
    recipient: RecipientId,
    is_done: bool,
}

/// Follows a mailed link: its secret goes from the address into a cookie.
#[handler]
pub(crate) fn follow(visit: Visit, Path(token): Path<String>) -> Result<Response, PageError> {
    let claim = visit.ports().tokens.read_link(&token).ok_or(Error::DeadLink)?;
    let mut response = redirect(format!("/r/{}", claim.recipient));
    if let Ok(cookie) = set(LINK_COOKIE, &token).parse() {
        response.headers_mut().append("set-cookie", cookie);
    }
    Ok(response)
}

/// The landing page.
#[handler]
pub(crate) async fn show(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let recipient = RecipientId::from(id);
    visit.link_to(recipient)?;
    let token = visit.link.as_deref().unwrap_or_default();
    let document = match read_link(visit.ports(), token).await {
        Ok((_, document)) => document,
        Err(Error::StaleLink) => return stale(&visit, recipient, None),
        Err(error) => return Err(error.into()),
    };
    let addressee = document.recipient(recipient).ok_or_else(PageError::not_found)?;
    if matches!(document.status, DocumentStatus::Cancelled { .. } | DocumentStatus::Declined { .. })
    {
        return Err(wariin_domain::GateRefusal::Closed.into());
    }
    if is_locked(&visit, addressee) {
        return Ok(redirect(format!("/r/{recipient}/access-code")));
    }
    let intended = addressee.details.email.masked();
    let is_requested = document.is_gated_for(addressee);
    let mut must_prove_mailbox = false;
    if let Some(account) = visit.account() {
        if !addressee.is_for(account) {
            return somebody_else(&visit, recipient, intended);
        }
        let factor = visit.ports().views.factor(account.id).await.map_err(Error::from)?;
        let may_enrol =
            factor.is_some() || visit.is_strong() || proved(&visit, recipient).is_some();
        must_prove_mailbox = account.mailbox_proven_at.is_none() || !may_enrol;
        if !must_prove_mailbox && is_requested {
            return Ok(redirect(format!("/r/{recipient}/document")));
        }
    }
    let views = &visit.ports().views;
    let sender = views.account(document.sender).await.map_err(Error::from)?;
    let organisation = views.organisation(document.organisation).await.map_err(Error::from)?;
    let template = LandingPage {
        shell: Shell::of_recipient(&visit),
        recipient,
        sender: sender.map(|s| s.name.to_string()).unwrap_or_default(),
        organisation: organisation.map(|o| o.name.to_string()).unwrap_or_default(),
        intended,
        is_requested,
        is_concluded: matches!(document.status, DocumentStatus::Concluded { .. }),
        may_disown: matches!(addressee.state, RecipientState::Invited { .. })
            && addressee.opened_at.is_none(),
        must_prove_mailbox,
        idp: idp_of(&visit, addressee).await?,
        is_idp_demanded: addressee.details.idp.is_some(),
    };
    page(StatusCode::OK, &template)
}

/// A new link can be had: it goes to the recipient's own address, whoever asks.
fn stale(
    visit: &Visit,
    recipient: RecipientId,
    outcome: Option<String>,
) -> Result<Response, PageError> {
    let is_asked = outcome.is_some();
    let template = StaleLinkPage { shell: Shell::of_recipient(visit), recipient, outcome };
    if is_asked {
        return page(StatusCode::OK, &template);
    }
    let mut response = page(StatusCode::GONE, &template)?;
    response.headers_mut().insert("wariin-error", HeaderValue::from_static("stale_link"));
    Ok(response)
}

/// Mails a new link instead of one that has ended.
#[handler]
pub(crate) async fn renew(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let link = visit.link_to(id.into())?;
    let outcome = match renew_link(visit.ports(), link).await {
        Ok(false) => return Ok(redirect(format!("/r/{id}"))),
        Ok(true) => visit.t().recipient_new_link_sent(),
        Err(Error::Document(DocumentError::Problem(problem))) => {
            wording::problem(visit.speech(), problem)
        }
        Err(error) => return Err(error.into()),
    };
    stale(&visit, id.into(), Some(outcome))
}

/// The name of the provider by which this recipient may come in.
async fn idp_of(visit: &Visit, addressee: &Recipient) -> Result<Option<String>, PageError> {
    if let Some(demand) = &addressee.details.idp {
        return Ok(Some(demand.name.to_string()));
    }
    let serving = visit.ports().views.idp_serving(&addressee.details.email.domain()).await;
    Ok(serving.map_err(Error::from)?.map(|connection| connection.name.to_string()))
}

/// Sends the browser to the provider of the recipient's organisation.
#[handler]
pub(crate) async fn to_idp(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    visit.try_secret()?;
    let recipient = RecipientId::from(id);
    let document = visit.ports().views.document_of(recipient).await.map_err(Error::from)?;
    let addressee = document.as_ref().and_then(|document| document.recipient(recipient));
    let addressee = addressee.ok_or_else(PageError::not_found)?;
    if is_locked(&visit, addressee) {
        return Ok(redirect(format!("/r/{recipient}/access-code")));
    }
    if !visit.account().is_some_and(|account| addressee.is_for(account)) {
        visit.link_to(recipient)?;
        read_link(visit.ports(), visit.link.as_deref().unwrap_or_default()).await?;
    }
    // The address goes along with nobody: whoever holds the link knows it masked only.
    let connection = match &addressee.details.idp {
        Some(demand) => demand.connection,
        None => {
            let serving = visit.ports().views.idp_serving(&addressee.details.email.domain()).await;
            serving.map_err(Error::from)?.ok_or(Error::NoIdp)?.id
        }
    };
    let to = IdpDestination::Connection(connection);
    let address = away(&visit, to, Next::Turn(recipient), Freshness::Recent).await?;
    forward(&visit, Shell::of_recipient(&visit), address, false)
}

/// Opens a document without the request (メール認証).
#[handler]
pub(crate) async fn open(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let link = visit.link_to(id.into())?;
    let cookie = open_by_mail(visit.ports(), link, visit.session()).await?;
    Ok(redirect_with(&cookie, format!("/r/{id}/document")))
}

/// Asks once before saying so.
#[handler]
pub(crate) async fn confirm_not_me(
    visit: Visit,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    visit.link_to(id.into())?;
    read_link(visit.ports(), visit.link.as_deref().unwrap_or_default()).await?;
    let template =
        NotMePage { shell: Shell::of_recipient(&visit), recipient: id.into(), is_done: false };
    page(StatusCode::OK, &template)
}

/// "I am not this person."
#[handler]
pub(crate) async fn not_me(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let link = visit.link_to(id.into())?;
    disown(visit.ports(), link).await?;
    let template =
        NotMePage { shell: Shell::of_recipient(&visit), recipient: id.into(), is_done: true };
    page(StatusCode::OK, &template)
}
