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
use crate::web::{PageContext, PageLayout, ReturnTo, page, redirect};
use askama::Template;
use poem::Response;
use poem::http::{HeaderValue, StatusCode};
use wariin_domain::{DocumentError, GateRefusal, RecipientId};
use wariin_usecases::{Error, OpenDocument, OpenedDocument, Principal, open_document};

#[derive(Template)]
#[template(path = "wrong_account.html")]
struct WrongAccountPage {
    layout: PageLayout,
    intended: String,
    signed_in: String,
    next: ReturnTo,
}

#[derive(Template)]
#[template(path = "named_idp.html")]
struct NamedIdpPage {
    layout: PageLayout,
    recipient: RecipientId,
    name: String,
}

/// The document, if the gate opens; otherwise where the visitor has to go first.
pub(crate) async fn opened(
    context: &PageContext,
    recipient: RecipientId,
) -> Result<OpenedDocument, PageError> {
    let command = OpenDocument { principal: context.principal(), recipient };
    open_document(context.ports(), command).await.map_err(PageError::from)
}

/// What a shut gate shows on a page: the next step instead of a dead end.
pub(crate) async fn at_the_gate(
    context: &PageContext,
    recipient: RecipientId,
) -> Result<Result<OpenedDocument, Response>, PageError> {
    let command = OpenDocument { principal: context.principal(), recipient };
    let refusal = match open_document(context.ports(), command).await {
        Ok(opened) => return Ok(Ok(opened)),
        Err(Error::Document(DocumentError::Gate(refusal))) => refusal,
        Err(error) => return Err(error.into()),
    };
    let next = ReturnTo::Turn(recipient);
    Ok(Err(match refusal {
        GateRefusal::WrongAccount { intended } => wrong_account(context, recipient, intended)?,
        GateRefusal::NamedIdp => named_idp(context, recipient).await?,
        GateRefusal::AccessCode => redirect(format!("/r/{recipient}/access-code")),
        GateRefusal::ProveMailbox => redirect(format!("/r/{recipient}")),
        GateRefusal::SecondFactor => {
            let (account, _) = context.signed_in(next)?;
            let factors = context.ports().views.factors(account.id).await.map_err(Error::from)?;
            let links = context.ports().views.idp_links(account.id).await.map_err(Error::from)?;
            match factors.first() {
                None if !links.is_empty() => redirect(format!("/settings/security?next={next}")),
                Some(_) => redirect(format!("/sign-in/code?next={next}")),
                None if proved(context, recipient).is_some() => {
                    redirect(format!("/settings/security?next={next}"))
                }
                None => redirect(format!("/r/{recipient}")),
            }
        }
        refusal @ GateRefusal::EnrolledTooLate => return Err(refusal.into()),
        GateRefusal::SignIn | GateRefusal::LinkRequired if context.link_to(recipient).is_ok() => {
            redirect(format!("/r/{recipient}"))
        }
        GateRefusal::SignIn => redirect(format!("/sign-in?next={next}")),
        refusal @ (GateRefusal::LinkRequired | GateRefusal::NotAvailable | GateRefusal::Closed) => {
            return Err(refusal.into());
        }
    }))
}

/// The mailed link's secret, if this browser followed it to this recipient.
pub(crate) fn proved_link(context: &PageContext, recipient: RecipientId) -> Option<&str> {
    context.link_to(recipient).ok().and(context.link.as_deref())
}

/// The session, if it proved this recipient's mailbox.
pub(crate) fn proved(context: &PageContext, recipient: RecipientId) -> Option<Principal> {
    let session = &context.caller.as_ref()?.session;
    session.mailbox.filter(|mailbox| mailbox.recipient == recipient).map(|_| session.key.into())
}

/// Another provider than the one that the sender named: which one, and the way there.
async fn named_idp(context: &PageContext, recipient: RecipientId) -> Result<Response, PageError> {
    let document = context.ports().views.document_of(recipient).await.map_err(Error::from)?;
    let addressee = document.as_ref().and_then(|document| document.recipient(recipient));
    let demand = addressee.and_then(|addressee| addressee.details.idp.as_ref());
    let name = demand.ok_or_else(PageError::not_found)?.name.to_string();
    let template = NamedIdpPage { layout: PageLayout::of_recipient(context), recipient, name };
    let mut response = page(StatusCode::FORBIDDEN, &template)?;
    response.headers_mut().insert("wariin-error", HeaderValue::from_static("named_idp_required"));
    Ok(response)
}

/// Signed in as somebody else: whom it is for, masked, and the way to switch.
pub(crate) fn wrong_account(
    context: &PageContext,
    recipient: RecipientId,
    intended: String,
) -> Result<Response, PageError> {
    let signed_in = context.account().map(|account| account.email.masked()).unwrap_or_default();
    let template = WrongAccountPage {
        layout: PageLayout::of_recipient(context),
        intended,
        signed_in,
        next: ReturnTo::Turn(recipient),
    };
    let mut response = page(StatusCode::FORBIDDEN, &template)?;
    response.headers_mut().insert("wariin-error", HeaderValue::from_static("wrong_account"));
    Ok(response)
}
