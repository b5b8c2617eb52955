//! The recipient's answer: consent or decline, each asked once more before it counts.

use super::{at_the_gate, opened};
use crate::error::{PageError, named};
use crate::i18n::CommonMessages;
use crate::i18n::labels;
use crate::pages::Typed;
use crate::pages::idp::{forward, user_agent};
use crate::pages::sign_in::{code_of, factor_code_field};
use crate::web::{
    FieldKind, FormField, FormFields, PageContext, PageLayout, ReturnTo, page, redirect,
};
use askama::Template;
use poem::http::{HeaderValue, StatusCode};
use poem::web::{Form, Path};
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::{
    Assurance, ContentDigest, Document, DocumentError, GateRefusal, Issuer, Reason, RecipientId,
};
use wariin_usecases::{
    ConsentByIdp, Decline, Error, GiveConsent, OpenedDocument, start_consent_authorization,
};

#[derive(Template)]
#[template(path = "consent.html")]
struct ConsentPage {
    layout: PageLayout,
    recipient: RecipientId,
    document: Document,
    /// The digest of what is shown, to come back with the consent.
    shown: String,
    /// The field for a fresh code, when one is needed.
    fields: Vec<FormField>,
    /// The provider that has to `keep_id_token` to the consent.
    idp: Option<ConsentProvider>,
    /// Whether the person may use an authenticator's code instead.
    may_use_code: bool,
    error: String,
}

/// A provider as a recipient knows it.
struct ConsentProvider {
    name: String,
    host: String,
}

#[derive(Template)]
#[template(path = "decline.html")]
struct DeclinePage {
    layout: PageLayout,
    recipient: RecipientId,
    document: Document,
    fields: Vec<FormField>,
    is_done: bool,
}

/// Asks for the consent, and for a code when the last one is too old.
#[handler]
pub(crate) async fn confirm(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let opened = match at_the_gate(&context, id.into()).await? {
        Ok(opened) => opened,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if opened.recipient()?.consent().is_some() {
        return Ok(redirect(format!("/r/{id}/document")));
    }
    let needs_code = needs_code(&context, &opened);
    consent_page(&context, opened, StatusCode::OK, needs_code, String::new()).await
}

/// Takes the consent.
#[handler]
pub(crate) async fn consent(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let Some(principal) = context.principal() else {
        return Err(GateRefusal::SignIn.into());
    };
    let has_code = typed.contains_key("code");
    if has_code {
        context.try_secret()?;
    }
    let shown = typed.get("shown").and_then(|shown| ContentDigest::parse(shown));
    let command = GiveConsent {
        principal,
        recipient: id.into(),
        shown: shown.ok_or_else(PageError::malformed)?,
        code: has_code.then(|| code_of(&typed)),
    };
    match wariin_usecases::consent(context.ports(), command).await {
        Ok(()) => Ok(redirect(format!("/r/{id}/document"))),
        Err(refused @ (Error::WrongCode | Error::CodeReplayed | Error::Throttled(_))) => {
            let (status, _) = named(&refused);
            let opened = opened(&context, id.into()).await?;
            consent_page(
                &context,
                opened,
                status,
                true,
                labels::refusal(context.locale(), &refused),
            )
            .await
        }
        Err(Error::Document(DocumentError::StepUpRequired)) => {
            let opened = opened(&context, id.into()).await?;
            let error = match needs_idp(&context, &opened) {
                Some(_) => context.common().recipient_idp_once_more(),
                None => context.common().recipient_code_once_more(),
            };
            let status = StatusCode::FORBIDDEN;
            let mut response = consent_page(&context, opened, status, true, error).await?;
            let code = HeaderValue::from_static("step_up_required");
            response.headers_mut().insert("wariin-error", code);
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

/// Sends the browser to the provider that has to `keep_id_token` to the consent.
#[handler]
pub(crate) async fn consent_by_idp(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    if context.session().is_none() {
        return Err(GateRefusal::SignIn.into());
    }
    let shown = typed.get("shown").and_then(|shown| ContentDigest::parse(shown));
    let wish =
        ConsentByIdp { recipient: id.into(), shown: shown.ok_or_else(PageError::malformed)? };
    let address = start_consent_authorization(context.ports(), wish, user_agent(&context)).await;
    let back = format!("/r/{id}/consent");
    let address = address.map_err(|error| {
        PageError::from(error).or_action(context.common().recipient_back_to_consent(), back)
    })?;
    forward(&context, PageLayout::of_recipient(&context), address, true)
}

/// Whether the factor's last use will be too old in a minute.
pub(super) fn needs_code(context: &PageContext, opened: &OpenedDocument) -> bool {
    let now = context.ports().clock.now().plus(wariin_domain::Span::minutes(1));
    match opened.admission.assurance() {
        Assurance::TwoFactor { authenticated_at, .. } => {
            now.since(*authenticated_at) > opened.document.policy.step_up_age.span()
        }
        Assurance::Idp { .. } | Assurance::Mailbox { .. } => false,
    }
}

/// The issuer of the provider that has to `keep_id_token` to this consent: always behind the gate, otherwise
/// when its last word will be too old in a minute.
fn needs_idp(context: &PageContext, opened: &OpenedDocument) -> Option<Issuer> {
    let Assurance::Idp { identity, authenticated_at, .. } = opened.admission.assurance() else {
        return None;
    };
    let now = context.ports().clock.now().plus(wariin_domain::Span::minutes(1));
    let recipient = opened.recipient().ok()?;
    let is_needed = opened.document.is_gated_for(recipient)
        || now.since(*authenticated_at) > opened.document.policy.step_up_age.span();
    is_needed.then(|| identity.issuer.clone())
}

/// What the provider is called, and where it is.
async fn consent_provider(
    context: &PageContext,
    issuer: &Issuer,
) -> Result<ConsentProvider, Error> {
    let host = issuer.origin().split("//").last().unwrap_or_default().to_owned();
    let serving = match context.account() {
        Some(account) => context.ports().views.idp_serving(&account.email.domain()).await?,
        None => None,
    };
    let serving = serving.filter(|connection| connection.issuer == *issuer);
    let name = serving.map_or_else(|| host.clone(), |connection| connection.name.to_string());
    Ok(ConsentProvider { name, host })
}

async fn consent_page(
    context: &PageContext,
    opened: OpenedDocument,
    status: StatusCode,
    needs_code: bool,
    error: String,
) -> Result<Response, PageError> {
    let idp = match needs_idp(context, &opened) {
        Some(issuer) => Some(consent_provider(context, &issuer).await?),
        None => None,
    };
    let is_demanded = opened.recipient()?.details.idp.is_some();
    let may_use_code = match context.account() {
        Some(account) if idp.is_some() && !is_demanded => {
            !context.ports().views.factors(account.id).await.map_err(Error::from)?.is_empty()
        }
        Some(_) | None => false,
    };
    let template = ConsentPage {
        layout: PageLayout::of_recipient(context),
        recipient: opened.admission.recipient(),
        shown: opened.document.content_digest().to_string(),
        fields: if needs_code && idp.is_none() {
            vec![factor_code_field(context.common())]
        } else {
            Vec::new()
        },
        idp,
        may_use_code,
        error,
        document: opened.document,
    };
    page(status, &template)
}

fn reason(t: &CommonMessages) -> FormFields {
    let field = FormField::new("reason", t.recipient_decline_reason(), FieldKind::Lines)
        .hint(t.recipient_decline_reason_hint())
        .limit(Reason::LIMIT);
    FormFields(vec![field])
}

/// Asks why.
#[handler]
pub(crate) async fn confirm_decline(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    match at_the_gate(&context, id.into()).await? {
        Ok(opened) => decline_page(&context, opened, StatusCode::OK, reason(context.common())),
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// Declines.
#[handler]
pub(crate) async fn decline(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let opened = opened(&context, id.into()).await?;
    let mut fields = reason(context.common()).filled(&typed);
    let Some(why) = fields.read("reason", Reason::parse) else {
        return decline_page(&context, opened, StatusCode::UNPROCESSABLE_ENTITY, fields);
    };
    let (Some(principal), recipient) = (context.principal(), RecipientId::from(id)) else {
        return Err(PageError::sign_in_first(ReturnTo::Turn(id.into())));
    };
    let command = Decline { principal, recipient, reason: why };
    wariin_usecases::decline(context.ports(), command).await?;
    let template = DeclinePage {
        layout: PageLayout::of_recipient(&context),
        recipient,
        document: opened.document,
        fields: Vec::new(),
        is_done: true,
    };
    page(StatusCode::OK, &template)
}

fn decline_page(
    context: &PageContext,
    opened: OpenedDocument,
    status: StatusCode,
    fields: FormFields,
) -> Result<Response, PageError> {
    let template = DeclinePage {
        layout: PageLayout::of_recipient(context),
        recipient: opened.admission.recipient(),
        document: opened.document,
        fields: fields.into_shown(),
        is_done: false,
    };
    page(status, &template)
}
