//! 04 送信内容の確認: the sender's own input fields.

use super::Draft;
use super::review::{ReviewPage, step_page};
use crate::error::PageError;
use crate::pages::fill::{FillForm, Filler, Refused, Saved, Typed, is_scripts};
use crate::web::{PageContext, page, redirect};
use poem::web::{Form, Path};
use poem::{Request, Response, handler};
use uuid::Uuid;
use wariin_domain::{Assignee, Document, InputField};
use wariin_usecases::fill_own_fields;

/// The form of the sender's own fields.
pub(super) fn form_of(
    context: &PageContext,
    document: &Document,
    refused: &Refused,
) -> Option<FillForm> {
    let at = address(document);
    FillForm::of(context.locale(), document, &filler(context, &at), refused)
}

pub(super) fn address(document: &Document) -> String {
    format!("/documents/{}", document.id)
}

fn filler<'a>(context: &'a PageContext, at: &'a str) -> Filler<'a> {
    Filler {
        assignee: Assignee::Sender,
        at,
        name: context.account().map_or("", |account| account.name.as_str()),
        organisation: context.organisation().map_or("", |one| one.name.as_str()),
        stamp: context.organisation().and_then(|organisation| organisation.stamp),
    }
}

/// Saves what the sender filled in, as [`crate::pages::recipient::fields::save`] does for recipients.
#[handler]
pub(crate) async fn save(
    context: PageContext,
    Path(id): Path<Uuid>,
    request: &Request,
    Form(inputs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    let saved = fill(&context, &draft, Typed::new(inputs)).await?;
    if is_scripts(request) {
        let draft = Draft::find(&context, id.into()).await?;
        let at = address(&draft.document);
        return saved.answer(context.locale(), &draft.document, &filler(&context, &at));
    }
    match saved {
        Saved::Done => Ok(redirect(format!("/documents/{id}/04?notice=filled#fields"))),
        Saved::Refused(status, refused) => {
            let step: ReviewPage = step_page(&context, draft, &refused).await?;
            page(status, &step)
        }
    }
}

async fn fill(context: &PageContext, draft: &Draft, typed: Typed) -> Result<Saved, PageError> {
    let own: Vec<&InputField> = draft.document.fields_of(Assignee::Sender).collect();
    let stamp = context.organisation().and_then(|organisation| organisation.stamp);
    match typed.read(&typed.fields()?, &own, stamp) {
        Ok(filling) => {
            let result = fill_own_fields(context.ports(), draft.on(), filling).await;
            Saved::of(context.locale(), &own, typed, result)
        }
        Err(errors) => Ok(Saved::wrong(context.locale(), &own, typed, errors)),
    }
}
