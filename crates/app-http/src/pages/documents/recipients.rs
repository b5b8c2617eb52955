//! What a sender does about one recipient of a document that was sent.

use super::{command, refused};
use crate::error::PageError;
use crate::web::{PageContext, redirect};
use poem::web::Path;
use poem::{Response, handler};
use wariin_domain::Uuid;
use wariin_usecases::{
    ask_anew, conclusion_was_told, hold_consent, mail_conclusion_again, release, remind,
};

/// Mails a recipient a new link.
#[handler]
pub(crate) async fn remind_recipient(
    context: PageContext,
    Path((id, recipient)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    remind(context.ports(), command(&context, id)?, recipient.into())
        .await
        .map_err(|error| refused(&context, id, error))?;
    Ok(redirect(format!("/documents/{id}?notice=reminded")))
}

/// Releases a held consent: the recipient's way of signing in was replaced, and the sender has made sure
/// who it is.
#[handler]
pub(crate) async fn release_recipient(
    context: PageContext,
    Path((id, recipient)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    release(context.ports(), command(&context, id)?, recipient.into())
        .await
        .map_err(|error| refused(&context, id, error))?;
    Ok(redirect(format!("/documents/{id}?notice=released")))
}

/// Holds the consent of a recipient whose factor is younger than the document.
#[handler]
pub(crate) async fn hold_recipient(
    context: PageContext,
    Path((id, recipient)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    hold_consent(context.ports(), command(&context, id)?, recipient.into())
        .await
        .map_err(|error| refused(&context, id, error))?;
    Ok(redirect(format!("/documents/{id}?notice=held")))
}

/// Asks a recipient anew whose held consent the sender does not take.
#[handler]
pub(crate) async fn ask_recipient_anew(
    context: PageContext,
    Path((id, recipient)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    ask_anew(context.ports(), command(&context, id)?, recipient.into())
        .await
        .map_err(|error| refused(&context, id, error))?;
    Ok(redirect(format!("/documents/{id}?notice=asked-anew")))
}

/// Mails a recipient once more that the document is concluded, after that email was refused.
#[handler]
pub(crate) async fn mail_conclusion(
    context: PageContext,
    Path((id, recipient)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    mail_conclusion_again(context.ports(), command(&context, id)?, recipient.into())
        .await
        .map_err(|error| refused(&context, id, error))?;
    Ok(redirect(format!("/documents/{id}?notice=conclusion-mailed")))
}

/// Records that the sender told a recipient of the conclusion by other means.
#[handler]
pub(crate) async fn told_of_conclusion(
    context: PageContext,
    Path((id, recipient)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    conclusion_was_told(context.ports(), command(&context, id)?, recipient.into())
        .await
        .map_err(|error| refused(&context, id, error))?;
    Ok(redirect(format!("/documents/{id}?notice=conclusion-told")))
}
