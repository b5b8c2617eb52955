//! The recipient's answer: consent or decline, each asked once more before it counts.

use super::{at_the_gate, opened};
use crate::error::{PageError, named};
use crate::pages::Typed;
use crate::pages::idp::{forward, traveller};
use crate::pages::sign_in::{code_of, factor_code_field};
use crate::speech::Everybody;
use crate::web::{Field, FieldKind, Fields, Next, Shell, Visit, page, redirect};
use crate::wording;
use askama::Template;
use poem::http::{HeaderValue, StatusCode};
use poem::web::{Form, Path};
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::{
    Assurance, Document, DocumentError, FileDigest, GateRefusal, Issuer, Reason, RecipientId,
};
use wariin_usecases::{
    ConsentByIdp, Decline, Error, GiveConsent, OpenedDocument, visit_to_consent,
};

#[derive(Template)]
#[template(path = "consent.html")]
struct ConsentPage {
    shell: Shell,
    recipient: RecipientId,
    document: Document,
    /// The digests of the files that are shown, to come back with the consent.
    shown: String,
    /// The field for a fresh code, when one is needed.
    fields: Vec<Field>,
    /// The provider that has to testify to the consent.
    idp: Option<Testifier>,
    /// Whether the person may use an authenticator's code instead.
    may_use_code: bool,
    error: String,
}

/// A provider as a recipient knows it.
struct Testifier {
    name: String,
    host: String,
}

#[derive(Template)]
#[template(path = "decline.html")]
struct DeclinePage {
    shell: Shell,
    recipient: RecipientId,
    document: Document,
    fields: Vec<Field>,
    is_done: bool,
}

/// Asks for the consent, and for a code when the last one is too old.
#[handler]
pub(crate) async fn confirm(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let opened = match at_the_gate(&visit, id.into()).await? {
        Ok(opened) => opened,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if opened.recipient()?.consent().is_some() {
        return Ok(redirect(format!("/r/{id}/document")));
    }
    let needs_code = needs_code(&visit, &opened);
    consent_page(&visit, opened, StatusCode::OK, needs_code, String::new()).await
}

/// Takes the consent.
#[handler]
pub(crate) async fn consent(
    visit: Visit,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let Some(session) = visit.session() else {
        return Err(GateRefusal::SignIn.into());
    };
    let has_code = typed.contains_key("code");
    if has_code {
        visit.try_secret()?;
    }
    let shown = typed.get("shown").map(String::as_str).unwrap_or_default();
    let shown = shown.split(' ').map(FileDigest::parse).collect::<Option<Vec<_>>>();
    let command = GiveConsent {
        session,
        recipient: id.into(),
        shown: shown.ok_or_else(PageError::malformed)?,
        code: has_code.then(|| code_of(&typed)),
    };
    match wariin_usecases::consent(visit.ports(), command).await {
        Ok(()) => Ok(redirect(format!("/r/{id}/document"))),
        Err(refused @ (Error::WrongCode | Error::CodeReplayed | Error::Throttled(_))) => {
            let (status, _) = named(&refused);
            let opened = opened(&visit, id.into()).await?;
            consent_page(&visit, opened, status, true, wording::refusal(visit.speech(), &refused))
                .await
        }
        Err(Error::Document(DocumentError::StepUpRequired)) => {
            let opened = opened(&visit, id.into()).await?;
            let error = match needs_idp(&visit, &opened) {
                Some(_) => visit.t().recipient_idp_once_more(),
                None => visit.t().recipient_code_once_more(),
            };
            let status = StatusCode::FORBIDDEN;
            let mut response = consent_page(&visit, opened, status, true, error).await?;
            let code = HeaderValue::from_static("step_up_required");
            response.headers_mut().insert("wariin-error", code);
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

/// Sends the browser to the provider that has to testify to the consent.
#[handler]
pub(crate) async fn consent_by_idp(
    visit: Visit,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    visit.try_secret()?;
    if visit.session().is_none() {
        return Err(GateRefusal::SignIn.into());
    }
    let shown = typed.get("shown").map(String::as_str).unwrap_or_default();
    let shown = shown.split(' ').map(FileDigest::parse).collect::<Option<Vec<_>>>();
    let wish =
        ConsentByIdp { recipient: id.into(), shown: shown.ok_or_else(PageError::malformed)? };
    let address = visit_to_consent(visit.ports(), wish, traveller(&visit)).await;
    let back = format!("/r/{id}/consent");
    let address = address.map_err(|error| {
        PageError::from(error).or_action(visit.t().recipient_back_to_consent(), back)
    })?;
    forward(&visit, Shell::of_recipient(&visit), address, true)
}

/// Whether the factor's last use will be too old in a minute.
pub(super) fn needs_code(visit: &Visit, opened: &OpenedDocument) -> bool {
    let now = visit.ports().clock.now().plus(wariin_domain::Span::minutes(1));
    match opened.admission.assurance() {
        Assurance::TwoFactor { authenticated_at, .. } => {
            now.since(*authenticated_at) > opened.document.terms.step_up_age.span()
        }
        Assurance::Idp { .. } | Assurance::Mailbox { .. } => false,
    }
}

/// The issuer of the provider that has to testify to this consent: always behind the gate, otherwise
/// when its last word will be too old in a minute.
fn needs_idp(visit: &Visit, opened: &OpenedDocument) -> Option<Issuer> {
    let Assurance::Idp { identity, authenticated_at, .. } = opened.admission.assurance() else {
        return None;
    };
    let now = visit.ports().clock.now().plus(wariin_domain::Span::minutes(1));
    let recipient = opened.recipient().ok()?;
    let is_needed = opened.document.is_gated_for(recipient)
        || now.since(*authenticated_at) > opened.document.terms.step_up_age.span();
    is_needed.then(|| identity.issuer.clone())
}

/// What the provider is called, and where it is.
async fn testifier(visit: &Visit, issuer: &Issuer) -> Result<Testifier, Error> {
    let host = issuer.origin().split("//").last().unwrap_or_default().to_owned();
    let serving = match visit.account() {
        Some(account) => visit.ports().views.idp_serving(&account.email.domain()).await?,
        None => None,
    };
    let serving = serving.filter(|connection| connection.issuer == *issuer);
    let name = serving.map_or_else(|| host.clone(), |connection| connection.name.to_string());
    Ok(Testifier { name, host })
}

async fn consent_page(
    visit: &Visit,
    opened: OpenedDocument,
    status: StatusCode,
    needs_code: bool,
    error: String,
) -> Result<Response, PageError> {
    let digests = opened.document.file_digests();
    let idp = match needs_idp(visit, &opened) {
        Some(issuer) => Some(testifier(visit, &issuer).await?),
        None => None,
    };
    let is_demanded = opened.recipient()?.details.idp.is_some();
    let may_use_code = match visit.account() {
        Some(account) if idp.is_some() && !is_demanded => {
            visit.ports().views.factor(account.id).await.map_err(Error::from)?.is_some()
        }
        Some(_) | None => false,
    };
    let template = ConsentPage {
        shell: Shell::of_recipient(visit),
        recipient: opened.admission.recipient(),
        shown: digests.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        fields: if needs_code && idp.is_none() {
            vec![factor_code_field(visit.t())]
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

fn reason(t: &Everybody) -> Fields {
    let field = Field::new("reason", t.recipient_decline_reason(), FieldKind::Lines)
        .hint(t.recipient_decline_reason_hint())
        .limit(Reason::LIMIT);
    Fields(vec![field])
}

/// Asks why.
#[handler]
pub(crate) async fn confirm_decline(
    visit: Visit,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    match at_the_gate(&visit, id.into()).await? {
        Ok(opened) => decline_page(&visit, opened, StatusCode::OK, reason(visit.t())),
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// Declines.
#[handler]
pub(crate) async fn decline(
    visit: Visit,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let opened = opened(&visit, id.into()).await?;
    let mut fields = reason(visit.t()).filled(&typed);
    let Some(why) = fields.read("reason", Reason::parse) else {
        return decline_page(&visit, opened, StatusCode::UNPROCESSABLE_ENTITY, fields);
    };
    let (Some(session), recipient) = (visit.session(), RecipientId::from(id)) else {
        return Err(PageError::sign_in_first(Next::Turn(id.into())));
    };
    let command = Decline { session, recipient, reason: why };
    wariin_usecases::decline(visit.ports(), command).await?;
    let template = DeclinePage {
        shell: Shell::of_recipient(&visit),
        recipient,
        document: opened.document,
        fields: Vec::new(),
        is_done: true,
    };
    page(StatusCode::OK, &template)
}

fn decline_page(
    visit: &Visit,
    opened: OpenedDocument,
    status: StatusCode,
    fields: Fields,
) -> Result<Response, PageError> {
    let template = DeclinePage {
        shell: Shell::of_recipient(visit),
        recipient: opened.admission.recipient(),
        document: opened.document,
        fields: fields.into_shown(),
        is_done: false,
    };
    page(status, &template)
}
