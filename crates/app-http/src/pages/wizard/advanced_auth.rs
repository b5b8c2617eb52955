//! Setting and undoing 高度な認証リクエスト.

use crate::error::PageError;
use crate::pages::documents::command;
use crate::web::{PageContext, redirect};
use poem::web::Path;
use poem::{Response, handler};
use uuid::Uuid;
use wariin_usecases::{request_advanced_auth, withdraw_advanced_auth};

/// Sets the request.
#[handler]
pub(crate) async fn request(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    request_advanced_auth(context.ports(), command(&context, id)?).await?;
    Ok(redirect(format!("/documents/{id}/02?notice=requested")))
}

/// Undoes the request.
#[handler]
pub(crate) async fn withdraw(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    withdraw_advanced_auth(context.ports(), command(&context, id)?).await?;
    Ok(redirect(format!("/documents/{id}/02?notice=withdrawn")))
}
