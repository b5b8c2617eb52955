//! A recipient's path: from the mailed link to the answer.

pub(crate) mod access_code;
pub(crate) mod answer;
pub(crate) mod code;
pub(crate) mod document;
pub(crate) mod forward;
pub(crate) mod landing;
pub(crate) mod register;
pub(crate) mod withdraw;

use crate::error::PageError;
use crate::web::{Next, Shell, Visit, page, redirect};
use askama::Template;
use poem::Response;
use poem::http::{HeaderValue, StatusCode};
use wariin_domain::{DocumentError, GateRefusal, RecipientId, SessionKey};
use wariin_usecases::{Error, OpenDocument, OpenedDocument, open_document};

#[derive(Template)]
#[template(path = "somebody_else.html")]
struct SomebodyElsePage {
    shell: Shell,
    intended: String,
    signed_in: String,
    next: Next,
}

#[derive(Template)]
#[template(path = "named_idp.html")]
struct NamedIdpPage {
    shell: Shell,
    recipient: RecipientId,
    name: String,
}

/// The document, if the gate opens; otherwise where the visitor has to go first.
pub(crate) async fn opened(
    visit: &Visit,
    recipient: RecipientId,
) -> Result<OpenedDocument, PageError> {
    let command = OpenDocument { session: visit.session(), recipient };
    open_document(visit.ports(), command).await.map_err(PageError::from)
}

/// What a shut gate shows on a page: the next step instead of a dead end.
pub(crate) async fn at_the_gate(
    visit: &Visit,
    recipient: RecipientId,
) -> Result<Result<OpenedDocument, Response>, PageError> {
    let command = OpenDocument { session: visit.session(), recipient };
    let refusal = match open_document(visit.ports(), command).await {
        Ok(opened) => return Ok(Ok(opened)),
        Err(Error::Document(DocumentError::Gate(refusal))) => refusal,
        Err(error) => return Err(error.into()),
    };
    let next = Next::Turn(recipient);
    Ok(Err(match refusal {
        GateRefusal::SomebodyElse { intended } => somebody_else(visit, recipient, intended)?,
        GateRefusal::NamedIdp => named_idp(visit, recipient).await?,
        GateRefusal::AccessCode => redirect(format!("/r/{recipient}/access-code")),
        GateRefusal::ProveMailbox => redirect(format!("/r/{recipient}")),
        GateRefusal::SecondFactor => {
            let (account, _) = visit.signed_in(next)?;
            let factor = visit.ports().views.factor(account.id).await.map_err(Error::from)?;
            let links = visit.ports().views.idp_links(account.id).await.map_err(Error::from)?;
            match factor {
                None if !links.is_empty() => redirect(format!("/settings/security?next={next}")),
                Some(_) => redirect(format!("/sign-in/code?next={next}")),
                None if proved(visit, recipient).is_some() => {
                    redirect(format!("/settings/security?next={next}"))
                }
                None => redirect(format!("/r/{recipient}")),
            }
        }
        GateRefusal::SignIn | GateRefusal::OpenLink if visit.link_to(recipient).is_ok() => {
            redirect(format!("/r/{recipient}"))
        }
        GateRefusal::SignIn => redirect(format!("/sign-in?next={next}")),
        refusal @ (GateRefusal::OpenLink | GateRefusal::NothingHere | GateRefusal::Closed) => {
            return Err(refusal.into());
        }
    }))
}

/// The mailed link's secret, if this browser followed it to this recipient.
pub(crate) fn proved_link(visit: &Visit, recipient: RecipientId) -> Option<&str> {
    visit.link_to(recipient).ok().and(visit.link.as_deref())
}

/// The session, if it proved this recipient's mailbox.
pub(crate) fn proved(visit: &Visit, recipient: RecipientId) -> Option<SessionKey> {
    let session = &visit.who.as_ref()?.session;
    session.mailbox.filter(|mailbox| mailbox.recipient == recipient).map(|_| session.key)
}

/// Another provider than the one that the sender named: which one, and the way there.
async fn named_idp(visit: &Visit, recipient: RecipientId) -> Result<Response, PageError> {
    let document = visit.ports().views.document_of(recipient).await.map_err(Error::from)?;
    let addressee = document.as_ref().and_then(|document| document.recipient(recipient));
    let demand = addressee.and_then(|addressee| addressee.details.idp.as_ref());
    let name = demand.ok_or_else(PageError::not_found)?.name.to_string();
    let template = NamedIdpPage { shell: Shell::of_recipient(visit), recipient, name };
    let mut response = page(StatusCode::FORBIDDEN, &template)?;
    response.headers_mut().insert("wariin-error", HeaderValue::from_static("named_idp_required"));
    Ok(response)
}

/// Signed in as somebody else: whom it is for, masked, and the way to switch.
pub(crate) fn somebody_else(
    visit: &Visit,
    recipient: RecipientId,
    intended: String,
) -> Result<Response, PageError> {
    let signed_in = visit.account().map(|account| account.email.masked()).unwrap_or_default();
    let template = SomebodyElsePage {
        shell: Shell::of_recipient(visit),
        intended,
        signed_in,
        next: Next::Turn(recipient),
    };
    let mut response = page(StatusCode::FORBIDDEN, &template)?;
    response.headers_mut().insert("wariin-error", HeaderValue::from_static("somebody_else"));
    Ok(response)
}
