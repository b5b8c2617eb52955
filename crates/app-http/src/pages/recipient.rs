//! A recipient's path: from the mailed link to the answer.

pub(crate) mod access_code;
pub(crate) mod answer;
pub(crate) mod code;
pub(crate) mod damaged_link;
pub(crate) mod document;
pub(crate) mod fields;
pub(crate) mod forward;
pub(crate) mod landing;
pub(crate) mod late_enrolment;
pub(crate) mod own_address;
pub(crate) mod preflight;
pub(crate) mod register;
pub(crate) mod withdraw;

use crate::error::PageError;
use crate::pages::security::{enrol_at_once, enrolment_of};
use crate::web::{PageContext, PageLayout, ReturnTo, redirect_with};
use askama::Template;
use poem::Response;
use poem::http::StatusCode;
use wariin_domain::{DocumentError, GateRefusal, IdpDemand, NextStep, RecipientId};
use wariin_ports::SessionCookie;
use wariin_usecases::{
    Error, OpenDocument, OpenedDocument, Principal, RecipientQuery, next_step, open_document,
    resolve_session, unlocked_recipient,
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
    Ok(Box::pin(open_document(context.ports(), command)).await?)
}

/// The document, if the gate opens; otherwise the page on which the recipient can do what is missing.
pub(crate) async fn opened_or_next_step(
    context: &PageContext,
    recipient: RecipientId,
) -> Result<OpenedDocument, PageError> {
    let command = OpenDocument { principal: context.principal(), recipient };
    match Box::pin(open_document(context.ports(), command)).await {
        Ok(opened) => Ok(opened),
        Err(Error::Document(DocumentError::Gate(_))) => {
            let query = context.as_recipient(recipient);
            let step = Box::pin(next_step(context.ports(), query)).await?;
            if matches!(step, NextStep::EnrolledTooLate(_)) {
                return Err(late_enrolment::obstacle(context, recipient).await?);
            }
            Err(way_to(context, recipient, step))
        }
        Err(error) => Err(error.into()),
    }
}

/// The page on which the recipient can do this step.
fn way_to(context: &PageContext, recipient: RecipientId, step: NextStep) -> PageError {
    let next = ReturnTo::Turn(recipient);
    let landing = format!("/r/{recipient}");
    match step {
        NextStep::NotAvailable => GateRefusal::NotAvailable.into(),
        NextStep::Closed => GateRefusal::Closed.into(),
        NextStep::FollowLink => GateRefusal::LinkRequired.into(),
        NextStep::EnrolledTooLate(rule) => GateRefusal::EnrolledTooLate(rule).into(),
        NextStep::EnterAccessCode => PageError::Elsewhere(format!("{landing}/access-code")),
        NextStep::GoOnFromLink | NextStep::ProveMailbox => PageError::Elsewhere(landing),
        NextStep::Register => PageError::Elsewhere(format!("{landing}/register")),
        NextStep::SayReady | NextStep::AwaitDocument => {
            PageError::Elsewhere(format!("{landing}/ready"))
        }
        NextStep::SignIn => PageError::sign_in_first(next),
        NextStep::SwitchAccount { intended } => wrong_account(context, recipient, intended),
        NextStep::SignInAtNamedIdp(demand) => named_idp(context, recipient, &demand),
        NextStep::Enrol => PageError::Elsewhere(enrolment_of(next)),
        NextStep::EnterCode => PageError::Elsewhere(format!("/sign-in/code?next={next}")),
        // The gate has opened since it refused.
        NextStep::Answer(_)
        | NextStep::WaitForSender
        | NextStep::WaitForOthers
        | NextStep::WaitForSeal
        | NextStep::Keep => PageError::Elsewhere(next.path()),
    }
}

/// Goes on under a new session: where the recipient has to set up a factor, straight to its enrolment, otherwise to the
/// document or to what is missing.
pub(crate) async fn go_on(
    context: &PageContext,
    cookie: &SessionCookie,
    recipient: RecipientId,
) -> Result<Response, PageError> {
    let next = ReturnTo::Turn(recipient);
    let caller = resolve_session(context.ports(), cookie).await?;
    let caller = caller.as_ref();
    let query = RecipientQuery { recipient, caller, link: context.link.as_deref() };
    let step = match next_step(context.ports(), query).await {
        Err(Error::NotFound) => NextStep::NotAvailable,
        step => step?,
    };
    match caller {
        Some(caller) if step == NextStep::Enrol => {
            enrol_at_once(context, (cookie, caller.session.key.into()), next).await
        }
        Some(_) | None => Ok(redirect_with(cookie, next.path())),
    }
}

/// The session, if it proved this recipient's mailbox.
pub(crate) fn proved(context: &PageContext, recipient: RecipientId) -> Option<Principal> {
    let session = &context.caller()?.session;
    session
        .mailbox
        .as_ref()
        .filter(|mailbox| mailbox.recipient == recipient)
        .map(|_| session.key.into())
}

/// The recipient's address, where this session has proved its mailbox; empty otherwise, because the holder of the
/// link alone is not told it.
pub(crate) async fn known_address(
    context: &PageContext,
    recipient: RecipientId,
) -> Result<String, PageError> {
    if proved(context, recipient).is_none() {
        return Ok(String::new());
    }
    match unlocked_recipient(context.ports(), context.as_recipient(recipient)).await {
        Ok(details) => Ok(details.email.to_string()),
        // The link has ended, or another browser followed it.
        Err(Error::NotFound | Error::InvalidLink | Error::ExpiredLink | Error::Document(_)) => {
            Ok(String::new())
        }
        Err(error) => Err(error.into()),
    }
}

/// Why there is no account or code for the recipient yet; where the access code is missing, its form. The sender may have
/// set one after the recipient came here.
pub(crate) fn before_account(recipient: RecipientId, error: Error) -> PageError {
    match error {
        Error::Document(DocumentError::Gate(GateRefusal::AccessCode)) => {
            PageError::Elsewhere(format!("/r/{recipient}/access-code"))
        }
        error => error.into(),
    }
}

/// The page for a recipient who is signed in at another provider than the one that the sender named.
fn named_idp(context: &PageContext, recipient: RecipientId, demand: &IdpDemand) -> PageError {
    let name = demand.name.to_string();
    let template = NamedIdpPage { layout: PageLayout::of_recipient(context), recipient, name };
    PageError::template(StatusCode::FORBIDDEN, "named_idp_required", &template)
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
