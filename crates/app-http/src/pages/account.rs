//! アカウント: the own account, with its name, address, password, factors and sessions.

pub(crate) mod address;
pub(crate) mod consents;
mod session;

use crate::error::PageError;
use crate::i18n::CommonMessages;
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, Secret, redirect,
    redirect_with,
};
use askama::Template;
use poem::web::{Form, Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use session::ShownSession;
use uuid::Uuid;
use wariin_domain::{Factor, FactorName, Language, NewPassword, PersonName};
use wariin_usecases::{
    ChangePassword, Error, OwnAccount, change_password, end_other_sessions, own_account,
    rename_account,
};

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    layout: PageLayout,
    own: OwnAccount,
    languages: [Language; 4],
    factors: Vec<ShownFactor>,
    sessions: Vec<ShownSession>,
    name: Vec<FormField>,
    password: Vec<FormField>,
    /// Every field of the page, for the summary of what is wrong.
    fields: Vec<FormField>,
    notice: String,
    error: String,
}

/// A factor with what its owner may want to know of it.
struct ShownFactor {
    id: String,
    name: String,
    since: String,
    last_used: String,
}

impl ShownFactor {
    fn of(context: &PageContext, factor: &Factor) -> Self {
        let (locale, t) = (context.locale(), context.common());
        let since = factor.confirmed_at().map(|at| locale.at(at)).unwrap_or_default();
        let last_used = factor.last_used_at.map(|at| t.profile_factor_last_used(locale.at(at)));
        Self {
            id: factor.id.to_string(),
            name: factor.name.to_string(),
            since: t.account_factor_since(since),
            last_used: last_used.unwrap_or_else(|| t.profile_factor_unused()),
        }
    }
}

/// What just happened.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Notice {
    notice: Option<String>,
}

impl Notice {
    fn text(&self, t: &CommonMessages) -> String {
        match self.notice.as_deref() {
            Some("named") => t.profile_name_saved(),
            Some("password") => t.profile_password_changed(),
            Some("address") => t.profile_address_changed(),
            Some("factor") => t.profile_factor_renamed(),
            Some("ended") => t.profile_session_ended(),
            Some("others-ended") => t.profile_sessions_ended(),
            Some("gone") => t.profile_session_gone(),
            _ => String::new(),
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NameForm {
    name: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PasswordForm {
    present: Secret,
    password: Secret,
}

/// The account.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Query(notice): Query<Notice>,
) -> Result<Response, PageError> {
    let own = own_account(context.ports(), context.caller()).await?;
    let forms = Forms::of(context.common(), &own);
    shown(&context, own, forms, notice.text(context.common()), &FormOutcome::blank())
}

/// Takes another name.
#[handler]
pub(crate) async fn rename(
    context: PageContext,
    Form(form): Form<NameForm>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let own = own_account(context.ports(), context.caller()).await?;
    let mut forms = Forms::of(context.common(), &own);
    forms.name = name_field(context.common(), &form.name);
    let Some(name) = forms.name.read("name", PersonName::parse) else {
        return shown(&context, own, forms, String::new(), &FormOutcome::incomplete());
    };
    rename_account(context.ports(), principal, name).await?;
    Ok(redirect("/settings/account?notice=named"))
}

/// Sets another password.
#[handler]
pub(crate) async fn set_password(
    context: PageContext,
    Form(form): Form<PasswordForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let principal = context.expect_principal()?;
    let own = own_account(context.ports(), context.caller()).await?;
    let mut forms = Forms::of(context.common(), &own);
    let new = forms.password.read_secret("password", &form.password, NewPassword::parse);
    let Some(new) = new else {
        return shown(&context, own, forms, String::new(), &FormOutcome::incomplete());
    };
    let command = ChangePassword { present: form.present.into(), new, client: context.client() };
    match change_password(context.ports(), principal, command).await {
        Ok(cookie) => Ok(redirect_with(&cookie, "/settings/account?notice=password")),
        Err(error) => {
            let outcome = FormOutcome::refused(&context, error, |error| {
                matches!(
                    error,
                    Error::WrongPassword
                        | Error::Throttled(_)
                        | Error::SignInAgain
                        | Error::IdpRequired
                )
            })?;
            shown(&context, own, forms, String::new(), &outcome)
        }
    }
}

/// Calls a factor by another name.
#[handler]
pub(crate) async fn rename_factor(
    context: PageContext,
    Path(factor): Path<Uuid>,
    Form(form): Form<NameForm>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let own = own_account(context.ports(), context.caller()).await?;
    let forms = Forms::of(context.common(), &own);
    let Ok(name) = FactorName::parse(&form.name) else {
        let mut field = FormFields(vec![factor_field(context.common())]);
        field.0[0].value = form.name;
        let _ = field.read("name", FactorName::parse);
        let message = field.0[0].error_text(context.locale());
        let status = poem::http::StatusCode::UNPROCESSABLE_ENTITY;
        return shown(&context, own, forms, String::new(), &FormOutcome::saying(status, message));
    };
    wariin_usecases::rename_factor(context.ports(), principal, factor.into(), name).await?;
    Ok(redirect("/settings/account?notice=factor"))
}

/// Ends another session.
#[handler]
pub(crate) async fn end_session(
    context: PageContext,
    Path(session): Path<Uuid>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let ended = wariin_usecases::end_session(context.ports(), principal, session).await;
    ended_or_gone(ended, "ended")
}

/// Ends every other session.
#[handler]
pub(crate) async fn end_others(context: PageContext) -> Result<Response, PageError> {
    let ended = end_other_sessions(context.ports(), context.expect_principal()?).await;
    ended_or_gone(ended, "others-ended")
}

/// A session that is not there any more ended, or goes on under another name: the list tells.
fn ended_or_gone(ended: Result<(), Error>, notice: &str) -> Result<Response, PageError> {
    match ended {
        Ok(()) => Ok(redirect(format!("/settings/account?notice={notice}"))),
        Err(Error::NotFound) => Ok(redirect("/settings/account?notice=gone")),
        Err(error) => Err(error.into()),
    }
}

/// The forms of the page.
struct Forms {
    name: FormFields,
    password: FormFields,
}

impl Forms {
    fn of(t: &CommonMessages, own: &OwnAccount) -> Self {
        Self {
            name: name_field(t, own.account.name.as_str()),
            password: password_fields(t, own.has_password),
        }
    }
}

fn name_field(t: &CommonMessages, name: &str) -> FormFields {
    let field = FormField::new("name", t.profile_name(), FieldKind::Text)
        .value(name)
        .hint(t.profile_name_hint())
        .autocomplete("name")
        .limit(PersonName::LIMIT);
    FormFields(vec![field])
}

fn factor_field(t: &CommonMessages) -> FormField {
    FormField::new("name", t.profile_factor_name(), FieldKind::Text).limit(FactorName::LIMIT)
}

fn password_fields(t: &CommonMessages, has_password: bool) -> FormFields {
    let present = has_password.then(|| present_password_field(t, "present"));
    let new = FormField::new("password", t.account_new_password(), FieldKind::Password)
        .hint(t.account_new_password_hint())
        .autocomplete("new-password");
    FormFields([present, Some(new)].into_iter().flatten().collect())
}

/// The field for the password that the account has.
fn present_password_field(t: &CommonMessages, name: &'static str) -> FormField {
    FormField::new(name, t.profile_present_password(), FieldKind::Password)
        .autocomplete("current-password")
}

fn shown(
    context: &PageContext,
    own: OwnAccount,
    forms: Forms,
    notice: String,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let this = context.session();
    outcome.page(&AccountPage {
        layout: PageLayout::of(context),
        languages: Language::ALL,
        factors: own.factors.iter().map(|factor| ShownFactor::of(context, factor)).collect(),
        sessions: own.sessions.iter().map(|one| ShownSession::of(context, one, this)).collect(),
        fields: forms.name.0.iter().chain(&forms.password.0).cloned().collect(),
        name: forms.name.0,
        password: forms.password.0,
        own,
        notice,
        error: outcome.message.clone(),
    })
}
