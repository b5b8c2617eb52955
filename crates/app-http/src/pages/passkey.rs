//! Passkeys: each form has an address that begins its ceremony for the script, and one that takes the browser's
//! answer.

use super::idp::user_agent;
use super::security::go_on_enrolled;
use super::sign_in;
use crate::error::{PageError, named};
use crate::i18n::labels;
use crate::pages::recipient::answer;
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, ReturnTo, Secret, redirect,
    redirect_with,
};
use poem::http::StatusCode;
use poem::web::{Form, Path};
use poem::{Response, handler};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;
use wariin_domain::{
    ConsentStatement, ContentDigest, DocumentError, FactorId, FactorName, PersonName, RecipientId,
};
use wariin_usecases::{
    ConsentByPasskey, Error, JoinByPasskey, PasskeyAnswer, PasskeyChallenge, begin_passkey_consent,
    begin_passkey_enrolment, begin_passkey_joining, begin_passkey_registration,
    begin_passkey_removal, begin_passkey_sign_in, begin_passkey_step_up, finish_passkey_consent,
    finish_passkey_enrolment, finish_passkey_removal, finish_passkey_sign_in,
    finish_passkey_step_up,
};

/// A form that is sent with a passkey's answer; the script shows it where the browser has passkeys.
pub(crate) struct PasskeyForm {
    /// Where the answer goes; the ceremony begins below it.
    pub(crate) action: String,
    /// What its button says.
    pub(crate) label: String,
    /// Whether a passkey is registered, and not used.
    pub(crate) is_new: bool,
    /// Whether the browser may offer passkeys where the address is typed.
    pub(crate) is_autofilled: bool,
    /// Whether its button is the page's first.
    pub(crate) is_primary: bool,
    /// What the form carries besides.
    pub(crate) hidden: Vec<(&'static str, String)>,
    /// What is typed.
    pub(crate) fields: Vec<FormField>,
    /// What a passkey is, where it is new.
    pub(crate) about: String,
}

impl PasskeyForm {
    /// The form for signing in by a passkey alone; `None` where there are no passkeys.
    pub(crate) fn sign_in(context: &PageContext, next: ReturnTo) -> Option<Self> {
        let label = context.common().account_passkey_sign_in();
        let form = Self::using(context, "/sign-in/passkey", label)?;
        let hidden = vec![("next", next.to_string())];
        Some(Self { is_autofilled: true, hidden, ..form })
    }

    /// The same on the page of a mailed link, where no address is typed at first.
    pub(crate) fn sign_in_to(context: &PageContext, recipient: RecipientId) -> Option<Self> {
        let form = Self::sign_in(context, ReturnTo::Turn(recipient))?;
        let label = context.common().account_passkey_verify();
        Some(Self { is_autofilled: false, label, ..form })
    }

    /// The form for the second factor.
    pub(crate) fn step_up(context: &PageContext, next: ReturnTo) -> Option<Self> {
        let label = context.common().account_passkey_verify();
        let form = Self::using(context, "/sign-in/code/passkey", label)?;
        Some(Self { is_primary: true, hidden: vec![("next", next.to_string())], ..form })
    }

    /// The form for removing a factor.
    pub(crate) fn removal(context: &PageContext, factor: FactorId) -> Option<Self> {
        let action = format!("/settings/security/remove/{factor}/passkey");
        Self::using(context, action, context.common().account_passkey_remove())
    }

    /// The form for a consent to what is shown, in this turn.
    pub(crate) fn consent(
        context: &PageContext,
        recipient: RecipientId,
        (shown, statement): (ContentDigest, ConsentStatement),
        turn: &str,
    ) -> Option<Self> {
        let action = format!("/r/{recipient}/consent/passkey");
        let form = Self::using(context, action, context.common().account_passkey_consent())?;
        let hidden = vec![
            ("shown", shown.to_string()),
            ("statement", statement.to_string()),
            ("turn", turn.to_owned()),
        ];
        Some(Self { is_primary: true, hidden, ..form })
    }

    /// The form for registering a passkey.
    pub(crate) fn enrolment(context: &PageContext, next: ReturnTo) -> Option<Self> {
        let label = context.common().account_passkey_add();
        let form = Self::using(context, "/settings/security/passkeys", label)?;
        let hidden = vec![("next", next.to_string())];
        let fields = if next.turn().is_some() { Vec::new() } else { name_field(context, "").0 };
        Some(Self { is_new: true, hidden, fields, ..form })
    }

    /// The form for a recipient's registration by a passkey, without a password.
    pub(crate) fn registration(
        context: &PageContext,
        recipient: RecipientId,
        name: &str,
    ) -> Option<Self> {
        let t = context.common();
        let action = format!("/r/{recipient}/register");
        let form = Self::using(context, action, t.account_passkey_register())?;
        let fields = person_field(context, name).0;
        Some(Self { is_new: true, fields, about: t.account_passkey_about(), ..form })
    }

    /// The form for joining an organisation by an invitation, with a passkey and without a password.
    pub(crate) fn joining(context: &PageContext, invitation: Uuid, name: &str) -> Option<Self> {
        let t = context.common();
        let action = format!("/invitations/{invitation}/join");
        let form = Self::using(context, action, t.account_passkey_register())?;
        // Beside it stands the form by a password with a code of its own.
        let code = FormField { name: PROOF, ..sign_in::mailed_code_field(t) };
        let fields = [code].into_iter().chain(person_field(context, name).0).collect();
        Some(Self { is_new: true, fields, about: t.account_passkey_about(), ..form })
    }

    /// The form for forwarding to a person who was named before.
    pub(crate) fn forward(
        context: &PageContext,
        recipient: RecipientId,
        hidden: Vec<(&'static str, String)>,
    ) -> Option<Self> {
        let action = format!("/r/{recipient}/forward");
        let form = Self::using(context, action, context.common().account_passkey_forward())?;
        Some(Self { hidden, ..form })
    }

    /// The form for a new password by a mailed link.
    pub(crate) fn new_password(context: &PageContext, fields: Vec<FormField>) -> Option<Self> {
        let label = context.common().account_passkey_new_password();
        let form = Self::using(context, "/new-password", label)?;
        Some(Self { is_primary: true, fields, ..form })
    }

    fn using(context: &PageContext, action: impl Into<String>, label: String) -> Option<Self> {
        context.ports().passkeys.are_available().then(|| Self {
            action: action.into(),
            label,
            is_new: false,
            is_autofilled: false,
            is_primary: false,
            hidden: Vec::new(),
            fields: Vec::new(),
            about: String::new(),
        })
    }
}

/// The browser's answer, and where to go on.
#[derive(Default, Deserialize)]
#[serde(default)]
struct AnswerForm {
    ceremony: String,
    credential: String,
    next: ReturnTo,
}

impl AnswerForm {
    fn answer(self) -> Result<PasskeyAnswer, PageError> {
        answer(&self.ceremony, self.credential)
    }
}

/// The answer in a form that can be sent with one.
pub(crate) fn answer(ceremony: &str, credential: String) -> Result<PasskeyAnswer, PageError> {
    let ceremony = Uuid::parse_str(ceremony).map_err(|_| PageError::malformed())?;
    Ok(PasskeyAnswer { ceremony: ceremony.into(), credential })
}

/// The mailed code in the form of a person who joins by a passkey.
const PROOF: &str = "proof";

/// The mailed code and the name of a person who joins by a passkey.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct JoiningForm {
    proof: Secret,
    person: String,
}

/// The name of a recipient who registers; beside it stands the form by a password with a name of its own.
#[derive(Default, Deserialize)]
#[serde(default)]
struct PersonForm {
    person: String,
}

fn person_field(context: &PageContext, name: &str) -> FormFields {
    let field = FormField::new("person", context.common().recipient_name(), FieldKind::Text);
    FormFields(vec![field.value(name).autocomplete("name").limit(PersonName::LIMIT)])
}

/// The name of a new passkey.
#[derive(Default, Deserialize)]
#[serde(default)]
struct NameForm {
    name: String,
}

/// What is consented to.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ShownForm {
    shown: String,
    statement: String,
    turn: Option<String>,
}

fn name_field(context: &PageContext, name: &str) -> FormFields {
    let t = context.common();
    let field = FormField::new("name", t.account_passkey_name(), FieldKind::Text)
        .value(name)
        .hint(t.account_passkey_name_hint())
        .optional()
        .limit(FactorName::LIMIT);
    FormFields(vec![field])
}

/// Begins a sign-in by a passkey alone.
#[handler]
pub(crate) async fn begin_sign_in(context: PageContext) -> Result<Response, PageError> {
    context.try_ceremony()?;
    begun(&context, begin_passkey_sign_in(context.ports(), user_agent(&context)).await)
}

/// Signs in by a passkey alone.
#[handler]
pub(crate) async fn submit_sign_in(
    context: PageContext,
    Form(form): Form<AnswerForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let next = form.next;
    let answer = form.answer()?;
    match finish_passkey_sign_in(context.ports(), user_agent(&context), answer).await {
        Ok(cookie) => sign_in::signed_in_page(&context, &cookie, next).await,
        Err(error) => {
            let outcome = FormOutcome::refused(&context, error, is_about_passkey)?;
            sign_in::sign_in_page(&context, next, "", &outcome)
        }
    }
}

/// Begins the second factor by a passkey.
#[handler]
pub(crate) async fn begin_step_up(context: PageContext) -> Result<Response, PageError> {
    begun(&context, begin_passkey_step_up(context.ports(), user_agent(&context)).await)
}

/// Completes a sign-in by a passkey as the second factor.
#[handler]
pub(crate) async fn submit_step_up(
    context: PageContext,
    Form(form): Form<AnswerForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let next = form.next;
    let answer = form.answer()?;
    match finish_passkey_step_up(context.ports(), user_agent(&context), answer).await {
        Ok(cookie) => sign_in::signed_in_page(&context, &cookie, next).await,
        Err(error) => {
            let outcome = FormOutcome::refused(&context, error, is_about_passkey)?;
            sign_in::passkey_refused(&context, next, &outcome).await
        }
    }
}

/// Begins the registration of a passkey; one without a name is called after its kind.
#[handler]
pub(crate) async fn begin_enrolment(
    context: PageContext,
    Form(NameForm { name }): Form<NameForm>,
) -> Result<Response, PageError> {
    let mut fields = name_field(&context, &name);
    let name = fields.read_optional("name", FactorName::parse).flatten();
    let name = match name {
        Some(name) => name,
        None => unnamed(&context)?,
    };
    begun(&context, begin_passkey_enrolment(context.ports(), user_agent(&context), name).await)
}

/// Registers a passkey.
#[handler]
pub(crate) async fn submit_enrolment(
    context: PageContext,
    Form(form): Form<AnswerForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let next = form.next;
    let answer = form.answer()?;
    let registered = finish_passkey_enrolment(context.ports(), user_agent(&context), answer).await;
    let back = format!("/settings/security?next={next}");
    let registered = registered.map_err(|error| {
        PageError::from(error).or_action(context.common().account_passkey_again(), back)
    })?;
    go_on_enrolled(&context, registered, next).await
}

/// Begins the registration of a recipient by a passkey.
#[handler]
pub(crate) async fn begin_registration(
    context: PageContext,
    Path(recipient): Path<Uuid>,
    Form(PersonForm { person }): Form<PersonForm>,
) -> Result<Response, PageError> {
    let Some(name) = person_field(&context, &person).read("person", PersonName::parse) else {
        return Ok(name_missing(&context));
    };
    let ports = context.ports();
    begun(
        &context,
        begin_passkey_registration(ports, user_agent(&context), recipient.into(), name).await,
    )
}

/// Begins the registration of an invited person by a passkey, behind the mailed code.
pub(crate) async fn begin_joining(
    context: &PageContext,
    invitation: Uuid,
    JoiningForm { proof, person }: JoiningForm,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let Some(name) = person_field(context, &person).read("person", PersonName::parse) else {
        return Ok(name_missing(context));
    };
    let (invitation, client, code) = (invitation.into(), context.client(), proof.into());
    let command = JoinByPasskey { invitation, client, code, name };
    begun(context, begin_passkey_joining(context.ports(), user_agent(context), command).await)
}

fn name_missing(context: &PageContext) -> Response {
    let message = context.common().account_passkey_name_missing();
    let body = json!({ "error": "name_missing", "message": message });
    answered(StatusCode::UNPROCESSABLE_ENTITY, &body)
}

/// What a passkey without a name is called.
pub(crate) fn unnamed(context: &PageContext) -> Result<FactorName, PageError> {
    FactorName::parse(&context.common().account_passkey()).map_err(|_| PageError::malformed())
}

/// Begins the removal of a factor by a passkey.
#[handler]
pub(crate) async fn begin_removal(
    context: PageContext,
    Path(factor): Path<Uuid>,
) -> Result<Response, PageError> {
    let ports = context.ports();
    begun(&context, begin_passkey_removal(ports, user_agent(&context), factor.into()).await)
}

/// Removes a factor by a passkey.
#[handler]
pub(crate) async fn submit_removal(
    context: PageContext,
    Path(factor): Path<Uuid>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let answer = form.answer()?;
    let back = format!("/settings/security/remove/{factor}");
    let removed = finish_passkey_removal(context.ports(), user_agent(&context), answer).await;
    let cookie = removed.map_err(|error| {
        PageError::from(error).or_action(context.common().account_passkey_again(), back)
    })?;
    Ok(redirect_with(&cookie, "/settings/security?notice=removed"))
}

/// Begins a consent by a passkey.
#[handler]
pub(crate) async fn begin_consent(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(ShownForm { shown, statement, turn }): Form<ShownForm>,
) -> Result<Response, PageError> {
    let shown = ContentDigest::parse(&shown).ok_or_else(PageError::malformed)?;
    let Some(statement) = answer::statement(&context, &statement) else {
        return Ok(anew(&context, id, "other_statement"));
    };
    let turn = answer::turn(turn.as_deref())?;
    let wish = ConsentByPasskey { recipient: id.into(), shown, statement, turn };
    match begin_passkey_consent(context.ports(), user_agent(&context), wish).await {
        Err(Error::Document(DocumentError::OtherTurn)) => Ok(anew(&context, id, "other_turn")),
        challenge => begun(&context, challenge),
    }
}

/// The form came from a page in another language or of another release (`other_statement`), or of an earlier turn
/// (`other_turn`): the script has the page shown anew, which says so.
fn anew(context: &PageContext, recipient: Uuid, why: &'static str) -> Response {
    let message = context.common().recipient_consent_anew();
    let to = format!("/r/{recipient}/consent?notice=anew");
    let body = json!({ "error": why, "message": message, "to": to });
    answered(StatusCode::CONFLICT, &body)
}

/// Consents by a passkey.
#[handler]
pub(crate) async fn submit_consent(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let answer = form.answer()?;
    let consented =
        Box::pin(finish_passkey_consent(context.ports(), user_agent(&context), id.into(), answer))
            .await;
    let back = format!("/r/{id}/consent");
    let recipient = consented.map_err(|error| {
        PageError::from(error).or_action(context.common().recipient_back_to_consent(), back)
    })?;
    Ok(redirect(format!("/r/{recipient}/document")))
}

/// What the script is told: the options of Web Authentication, or why there are none.
pub(crate) fn begun(
    context: &PageContext,
    begun: Result<PasskeyChallenge, Error>,
) -> Result<Response, PageError> {
    match begun {
        Ok(begun) => {
            let options: Value =
                serde_json::from_str(&begun.options).map_err(|error| PageError::fault(&error))?;
            let ceremony = begun.ceremony.to_string();
            Ok(answered(StatusCode::OK, &json!({ "ceremony": ceremony, "options": options })))
        }
        Err(error) => {
            let (status, name) = named(&error);
            let message = labels::refusal(context.locale(), &error);
            if let error @ Error::Storage(_) = error {
                return Err(error.into());
            }
            let is_elsewhere = is_mended_elsewhere(&error);
            let body = json!({ "error": name, "message": message, "elsewhere": is_elsewhere });
            Ok(answered(status, &body))
        }
    }
}

/// Whether something is missing now that the page itself, asked for again, leads to: a sign-in, a mailed code, an access
/// code that was changed meanwhile.
const fn is_mended_elsewhere(error: &Error) -> bool {
    matches!(
        error,
        Error::NotSignedIn
            | Error::MailboxNotProven
            | Error::ExpiredLink
            | Error::InvalidLink
            | Error::Document(DocumentError::Gate(_))
    )
}

fn answered(status: StatusCode, body: &Value) -> Response {
    Response::builder().status(status).content_type("application/json").body(body.to_string())
}

pub(crate) fn is_about_passkey(error: &Error) -> bool {
    matches!(error, Error::Passkey(_) | Error::Ceremony(_) | Error::PasskeyTaken)
}
