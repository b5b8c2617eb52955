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
use crate::web::{PageContext, PageLayout, ReturnTo};
use askama::Template;
use poem::http::StatusCode;
use wariin_domain::{DocumentError, GateRefusal, RecipientId};
use wariin_usecases::{
    Error, OpenDocument, OpenedDocument, Principal, StrongSignInStep, named_provider,
    open_document, strong_sign_in_step,
};

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

/// The document, if the gate opens; otherwise the refusal as an error's page.
pub(crate) async fn opened(
    context: &PageContext,
    recipient: RecipientId,
) -> Result<OpenedDocument, PageError> {
    let command = OpenDocument { principal: context.principal(), recipient };
    Ok(open_document(context.ports(), command).await?)
}

/// The document, if the gate opens; otherwise the page on which the recipient can do what is missing.
pub(crate) async fn opened_or_next_step(
    context: &PageContext,
    recipient: RecipientId,
) -> Result<OpenedDocument, PageError> {
    let command = OpenDocument { principal: context.principal(), recipient };
    let refusal = match open_document(context.ports(), command).await {
        Ok(opened) => return Ok(opened),
        Err(Error::Document(DocumentError::Gate(refusal))) => refusal,
        Err(error) => return Err(error.into()),
    };
    let next = ReturnTo::Turn(recipient);
    let landing = format!("/r/{recipient}");
    Err(match refusal {
        GateRefusal::WrongAccount { intended } => wrong_account(context, recipient, intended),
        GateRefusal::NamedIdp => named_idp(context, recipient).await?,
        GateRefusal::AccessCode => PageError::Elsewhere(format!("{landing}/access-code")),
        GateRefusal::ProveMailbox => PageError::Elsewhere(landing),
        GateRefusal::SecondFactor => {
            let query = context.as_recipient(recipient);
            PageError::Elsewhere(match strong_sign_in_step(context.ports(), query).await? {
                StrongSignInStep::TypeCode => format!("/sign-in/code?next={next}"),
                StrongSignInStep::Settings => format!("/settings/security?next={next}"),
                StrongSignInStep::ProveMailbox => landing,
            })
        }
        GateRefusal::SignIn | GateRefusal::LinkRequired if context.link_to(recipient).is_ok() => {
            PageError::Elsewhere(landing)
        }
        GateRefusal::SignIn => PageError::sign_in_first(next),
        refusal @ (GateRefusal::LinkRequired | GateRefusal::NotAvailable | GateRefusal::Closed) => {
            refusal.into()
        }
    })
}

/// The session, if it proved this recipient's mailbox.
pub(crate) fn proved(context: &PageContext, recipient: RecipientId) -> Option<Principal> {
    let session = &context.caller()?.session;
    session.mailbox.filter(|mailbox| mailbox.recipient == recipient).map(|_| session.key.into())
}

/// The page for a recipient who is signed in at another provider than the one that the sender named.
async fn named_idp(context: &PageContext, recipient: RecipientId) -> Result<PageError, PageError> {
    let name = named_provider(context.ports(), context.as_recipient(recipient)).await?.to_string();
    let template = NamedIdpPage { layout: PageLayout::of_recipient(context), recipient, name };
    Ok(PageError::template(StatusCode::FORBIDDEN, "named_idp_required", &template))
}

/// The page for a reader who is signed in to another account: it shows the recipient's masked address,
/// and how to switch.
pub(crate) fn wrong_account(
    context: &PageContext,
    recipient: RecipientId,
    intended: String,
) -> PageError {
    let signed_in = context.account().map(|account| account.email.masked()).unwrap_or_default();
    let template = WrongAccountPage {
        layout: PageLayout::of_recipient(context),
        intended,
        signed_in,
        next: ReturnTo::Turn(recipient),
    };
    PageError::template(StatusCode::FORBIDDEN, "wrong_account", &template)
}
