//! The second person at a shared mailbox goes on at an address of the own.

use super::{before_account, proved};
use crate::error::PageError;
use crate::i18n::{CommonMessages, labels};
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, redirect,
};
use askama::Template;
use poem::web::{Form, Path};
use poem::{Response, handler};
use serde::Deserialize;
use uuid::Uuid;
use wariin_domain::{DocumentError, EmailAddress, Problem, RecipientId};
use wariin_usecases::{
    Error, MoveToOwnAddress, OwnAddressPage, is_registered, move_to_own_address, own_address,
};

#[derive(Template)]
#[template(path = "own_address.html")]
struct OwnAddressTemplate {
    layout: PageLayout,
    recipient: RecipientId,
    page: OwnAddressPage,
    fields: Vec<FormField>,
}

#[derive(Template)]
#[template(path = "own_address_sent.html")]
struct SentPage {
    layout: PageLayout,
    /// Where the new link was mailed to.
    address: String,
}

/// The person's own address.
#[derive(Default, Deserialize)]
#[serde(default)]
struct OwnAddressForm {
    email: String,
}

fn fields(t: &CommonMessages, form: &OwnAddressForm) -> FormFields {
    let field = FormField::new("email", t.recipient_own_address_field(), FieldKind::Email);
    FormFields(vec![field.value(&form.email).autocomplete("email").limit(254)])
}

/// What the person can do, once the mailbox is proved and the access code typed in this browser.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let Some(principal) = proved(&context, id.into()) else {
        return Ok(redirect(format!("/r/{id}")));
    };
    if !is_registered(context.ports(), principal, id.into()).await? {
        return Ok(redirect(format!("/r/{id}/register")));
    }
    let fields = fields(context.common(), &OwnAddressForm::default());
    own_address_page(&context, id.into(), fields, &FormOutcome::blank()).await
}

/// Mails the new link to the person's own address.
#[handler]
pub(crate) async fn submit(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<OwnAddressForm>,
) -> Result<Response, PageError> {
    let recipient = RecipientId::from(id);
    let principal = proved(&context, recipient).ok_or(Error::MailboxNotProven)?;
    let mut fields = fields(context.common(), &form);
    let Some(email) = fields.read("email", EmailAddress::parse) else {
        return own_address_page(&context, recipient, fields, &FormOutcome::incomplete()).await;
    };
    let address = email.to_string();
    let command = MoveToOwnAddress { principal, recipient, email };
    match move_to_own_address(context.ports(), command).await {
        Ok(()) => {
            let sent = SentPage { layout: PageLayout::of_recipient(&context), address };
            FormOutcome::blank().page(&sent)
        }
        Err(Error::Document(DocumentError::Problem(
            problem @ (Problem::ForwardToOneself | Problem::NoIdpForAddress),
        ))) => {
            fields.refuse("email", labels::problem(context.locale(), problem));
            own_address_page(&context, recipient, fields, &FormOutcome::incomplete()).await
        }
        Err(error) => Err(before_account(recipient, error)),
    }
}

async fn own_address_page(
    context: &PageContext,
    recipient: RecipientId,
    fields: FormFields,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let found = own_address(context.ports(), context.as_recipient(recipient)).await;
    let page = found.map_err(|error| before_account(recipient, error))?;
    let layout = PageLayout::of_recipient(context);
    outcome.page(&OwnAddressTemplate { layout, recipient, page, fields: fields.0 })
}
