//! `IdP接続`: an admin sets up the organisation's connection, tests it, and switches it on.

mod form;

use super::{forward, traveller};
use crate::error::{PageError, named};
use crate::pages::Typed;
use crate::pages::documents::NoticeQuery;
use crate::web::{Field, Fields, Next, Shell, Visit, page, redirect};
use crate::wording;
use askama::Template;
use form::{Rule, fields, fields_of, read, secret, secret_field};
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Response, handler};
use wariin_domain::{
    Account, EmailDomain, IdpConnection, IdpConnectionId, IdpError, SessionKey, SignIn,
    SignInMethod, StrengthRule, Uuid,
};
use wariin_usecases::{
    Error, IdpManager, NewConnection, add_idp_connection, add_idp_domain, configure_idp_connection,
    prove_idp_domain, remove_idp_connection, remove_idp_domain, replace_idp_secret, require_idp,
    stop_requiring_idp, switch_idp_off, switch_idp_on, visit_to_test,
};

#[derive(Template)]
#[template(path = "idp_connections.html")]
struct ListPage {
    shell: Shell,
    connections: Vec<IdpConnection>,
    is_strong: bool,
}

#[derive(Template)]
#[template(path = "idp_new.html")]
struct NewPage {
    shell: Shell,
    fields: Vec<Field>,
    rule: Rule,
    creates_members: bool,
}

#[derive(Template)]
#[template(path = "idp_connection.html")]
struct ConnectionPage {
    shell: Shell,
    connection: IdpConnection,
    /// Each domain with its TXT record.
    domains: Vec<Domain>,
    redirect_uri: String,
    logout_uri: String,
    fields: Vec<Field>,
    rule: Rule,
    obstacle: Option<String>,
    is_strong_test: bool,
    is_signed_in_with_it: bool,
    /// Which of the steps comes next; none once the connection is on.
    step: u8,
    notice: &'static str,
    error: String,
}

#[derive(Template)]
#[template(path = "idp_switch.html")]
struct SwitchPage {
    shell: Shell,
    connection: IdpConnection,
    change: Change,
    /// The domains whose people are concerned.
    domains: String,
}

/// A change that is asked about once more.
enum Change {
    Require,
    Off,
    Without(String),
}

#[derive(Template)]
#[template(path = "idp_remove.html")]
struct RemovePage {
    shell: Shell,
    connection: IdpConnection,
}

struct Domain {
    name: String,
    record: String,
    is_proven: bool,
}

/// The admin who is signed in.
fn admin(visit: &Visit) -> Result<(&Account, SessionKey), PageError> {
    crate::pages::organisation::admin(visit, Next::Connections)
}

/// A connection of the admin's organisation; somebody else's does not exist.
async fn own(visit: &Visit, id: IdpConnectionId) -> Result<IdpConnection, PageError> {
    let (account, _) = admin(visit)?;
    let known = visit.ports().views.idp_connections(Some(account.organisation)).await;
    let mut known = known.map_err(Error::from)?.into_iter();
    known.find(|connection| connection.id == id).ok_or_else(PageError::not_found)
}

fn by(session: SessionKey) -> IdpManager {
    IdpManager::Session(session)
}

/// The organisation's connections.
#[handler]
pub(crate) async fn list(visit: Visit) -> Result<Response, PageError> {
    let (account, _) = admin(&visit)?;
    let known = visit.ports().views.idp_connections(Some(account.organisation)).await;
    let template = ListPage {
        shell: Shell::of(&visit),
        connections: known.map_err(Error::from)?,
        is_strong: visit.is_strong(),
    };
    page(StatusCode::OK, &template)
}

/// The form for a new connection.
#[handler]
pub(crate) fn show_new(visit: Visit) -> Result<Response, PageError> {
    admin(&visit)?;
    let rule = Rule::of(&StrengthRule::Amr(vec!["mfa".to_owned()]));
    new_page(&visit, StatusCode::OK, with_secret(fields()), rule, false)
}

fn with_secret(mut fields: Fields) -> Fields {
    fields.0.insert(3, secret_field());
    fields
}

fn new_page(
    visit: &Visit,
    status: StatusCode,
    fields: Fields,
    rule: Rule,
    creates_members: bool,
) -> Result<Response, PageError> {
    let shell = Shell::of(visit);
    page(status, &NewPage { shell, fields: fields.into_shown(), rule, creates_members })
}

/// Adds a connection.
#[handler]
pub(crate) async fn create(visit: Visit, Form(typed): Form<Typed>) -> Result<Response, PageError> {
    visit.try_secret()?;
    let (account, session) = admin(&visit)?;
    let mut fields = with_secret(fields()).filled(&typed);
    let creates = typed.contains_key("creates");
    let read = (read(&typed, &mut fields), fields.read("secret", secret));
    let (settings, secret) = match read {
        (Ok(settings), Some(secret)) => (settings, secret),
        (Ok(settings), None) => {
            let rule = Rule::of(&settings.strength);
            return new_page(&visit, StatusCode::UNPROCESSABLE_ENTITY, fields, rule, creates);
        }
        (Err(rule), _) => {
            return new_page(&visit, StatusCode::UNPROCESSABLE_ENTITY, fields, rule, creates);
        }
    };
    let rule = Rule::of(&settings.strength);
    let organisation = account.organisation;
    let new = NewConnection { organisation, settings, secret };
    match add_idp_connection(visit.ports(), by(session), new).await {
        Ok(id) => Ok(redirect(format!("/settings/idp/{id}?notice=added"))),
        Err(refused) => match beside(&refused) {
            Some(name) => {
                fields.refuse(name, wording::refusal(visit.speech(), &refused));
                new_page(&visit, named(&refused).0, fields, rule, creates)
            }
            None => Err(refused.into()),
        },
    }
}

/// The field beside which a refusal belongs.
fn beside(error: &Error) -> Option<&'static str> {
    match error {
        Error::Idp(_) => Some("issuer"),
        Error::IdpSettings(IdpError::TenantNeeded) => Some("tenant"),
        _ => None,
    }
}

/// A connection's page.
#[handler]
pub(crate) async fn show(
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let notice = match query.notice.as_deref() {
        Some("added") => "接続を追加しました。続けて、下の手順を上から順に済ませてください。",
        Some("changed") => "設定を保存しました。",
        Some("secret") => "クライアントシークレットを入れ替えました。もう一度テストしてください。",
        Some("domain") => "ドメインを確認しました。",
        Some("tested") => "テストのログインが完了しました。結果を確認してください。",
        Some("on") => "この接続でのログインを有効にしました。",
        Some("off") => "この接続でのログインを無効にしました。",
        Some("required") => "この接続でのログインを必須にしました。",
        Some("optional") => "パスワードでのログインも認めるようにしました。",
        _ => "",
    };
    let connection = own(&visit, id.into()).await?;
    connection_page(&visit, connection, StatusCode::OK, notice, String::new())
}

fn connection_page(
    visit: &Visit,
    connection: IdpConnection,
    status: StatusCode,
    notice: &'static str,
    error: String,
) -> Result<Response, PageError> {
    let (fields, rule) = (fields_of(&connection), Rule::of(&connection.strength));
    render(visit, connection, fields, rule, (status, notice, error))
}

fn render(
    visit: &Visit,
    connection: IdpConnection,
    fields: Fields,
    rule: Rule,
    (status, notice, error): (StatusCode, &'static str, String),
) -> Result<Response, PageError> {
    let ports = visit.ports();
    let domains = connection.domains.iter().map(|domain| Domain {
        name: domain.domain.to_string(),
        record: ports.tokens.domain_challenge(connection.id, &domain.domain),
        is_proven: domain.proof.is_some(),
    });
    let test = connection.test.as_ref();
    let is_met = |t: &wariin_domain::IdpTest| connection.strength.is_met(t.acr.as_deref(), &t.amr);
    let template = ConnectionPage {
        shell: Shell::of(visit),
        domains: domains.collect(),
        redirect_uri: ports.idps.redirect_uri(connection.id),
        logout_uri: ports.idps.logout_uri(connection.id),
        fields: fields.into_shown(),
        rule,
        obstacle: connection
            .expect_ready()
            .err()
            .map(|e| wording::idp_settings(visit.speech(), e).to_owned()),
        is_strong_test: test.is_some_and(is_met),
        is_signed_in_with_it: is_signed_in_with(visit, &connection),
        step: step(&connection),
        notice,
        error,
        connection,
    };
    page(status, &template)
}

/// The step that comes next.
fn step(connection: &IdpConnection) -> u8 {
    match connection.expect_ready() {
        _ if connection.is_on() => 0,
        Ok(()) => 4,
        Err(IdpError::NoDomain) => 2,
        Err(_) => 3,
    }
}

fn is_signed_in_with(visit: &Visit, connection: &IdpConnection) -> bool {
    match visit.sign_in().map(SignIn::method) {
        Some(SignInMethod::Idp { login, .. }) => login.identity.connection == connection.id,
        Some(SignInMethod::Password { .. } | SignInMethod::TwoFactor { .. }) | None => false,
    }
}

/// Asks once more before people are shut out of something.
#[handler]
pub(crate) async fn confirm_switch(
    visit: Visit,
    Path((id, to)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    let change = match to.as_str() {
        "required" => Change::Require,
        "off" => Change::Off,
        _ => return Err(PageError::not_found()),
    };
    switch_page(&visit, own(&visit, id.into()).await?, change)
}

/// Asks once more before a domain is taken away.
#[handler]
pub(crate) async fn confirm_without(
    visit: Visit,
    Path((id, domain)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    let connection = own(&visit, id.into()).await?;
    let known = connection.domains.iter().find(|known| known.domain.as_str() == domain);
    let change = Change::Without(known.ok_or_else(PageError::not_found)?.domain.to_string());
    switch_page(&visit, connection, change)
}

fn switch_page(
    visit: &Visit,
    connection: IdpConnection,
    change: Change,
) -> Result<Response, PageError> {
    let proven = connection.domains.iter().filter(|domain| domain.proof.is_some());
    let domains: Vec<String> = proven.map(|domain| domain.domain.to_string()).collect();
    let domains = domains.join("、");
    page(StatusCode::OK, &SwitchPage { shell: Shell::of(visit), connection, change, domains })
}

/// What became of a step: the page again, saying it.
async fn done(
    visit: &Visit,
    id: IdpConnectionId,
    outcome: Result<(), Error>,
    notice: &str,
) -> Result<Response, PageError> {
    match outcome {
        Ok(()) => Ok(redirect(format!("/settings/idp/{id}?notice={notice}"))),
        Err(refused @ (Error::IdpSettings(_) | Error::Dns(_) | Error::Idp(_))) => {
            let (status, code) = named(&refused);
            let connection = own(visit, id).await?;
            let text = wording::refusal(visit.speech(), &refused);
            let mut response = connection_page(visit, connection, status, "", text)?;
            if let Ok(code) = code.parse() {
                response.headers_mut().insert("wariin-error", code);
            }
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

/// Changes what was entered.
#[handler]
pub(crate) async fn configure(
    visit: Visit,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let (_, session) = admin(&visit)?;
    let id = IdpConnectionId::from(id);
    let connection = own(&visit, id).await?;
    let mut fields = fields().filled(&typed);
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let settings = match read(&typed, &mut fields) {
        Ok(settings) => settings,
        Err(rule) => return render(&visit, connection, fields, rule, (status, "", String::new())),
    };
    let rule = Rule::of(&settings.strength);
    match configure_idp_connection(visit.ports(), by(session), id, settings).await {
        Err(refused) if beside(&refused).is_some() => {
            let name = beside(&refused).unwrap_or_default();
            fields.refuse(name, wording::refusal(visit.speech(), &refused));
            render(&visit, connection, fields, rule, (status, "", String::new()))
        }
        outcome => done(&visit, id, outcome, "changed").await,
    }
}

/// Replaces the client secret.
#[handler]
pub(crate) async fn replace_secret(
    visit: Visit,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let (_, session) = admin(&visit)?;
    let id = IdpConnectionId::from(id);
    let Ok(secret) = secret(typed.get("secret").map_or("", String::as_str)) else {
        let connection = own(&visit, id).await?;
        let text = "クライアントシークレットを半角で入力してください。".to_owned();
        return connection_page(&visit, connection, StatusCode::UNPROCESSABLE_ENTITY, "", text);
    };
    let outcome = replace_idp_secret(visit.ports(), by(session), id, secret).await;
    done(&visit, id, outcome, "secret").await
}

/// Adds a domain, looks for its TXT record, or takes it away.
#[handler]
pub(crate) async fn change_domains(
    visit: Visit,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    visit.try_secret()?;
    let (_, session) = admin(&visit)?;
    let id = IdpConnectionId::from(id);
    let Ok(domain) = EmailDomain::parse(typed.get("domain").map_or("", String::as_str)) else {
        let connection = own(&visit, id).await?;
        let text = "ドメインは example.co.jp のように、メールアドレスの @ より後ろを半角で入力してください。";
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return connection_page(&visit, connection, status, "", text.to_owned());
    };
    let (ports, by) = (visit.ports(), by(session));
    match typed.get("action").map(String::as_str) {
        Some("add") => {
            let outcome = add_idp_domain(ports, by, id, domain).await;
            done(&visit, id, outcome, "").await
        }
        Some("check") => {
            let outcome = prove_idp_domain(ports, by, id, domain).await;
            done(&visit, id, outcome, "domain").await
        }
        Some("remove") => {
            let outcome = remove_idp_domain(ports, by, id, domain).await;
            done(&visit, id, outcome, "changed").await
        }
        _ => Err(PageError::malformed()),
    }
}

/// Sends the admin's browser through a real login.
#[handler]
pub(crate) async fn run_test(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    visit.try_secret()?;
    admin(&visit)?;
    let id = IdpConnectionId::from(id);
    match visit_to_test(visit.ports(), id, traveller(&visit)).await {
        Ok(address) => forward(&visit, Shell::of(&visit), address, false),
        Err(error) => done(&visit, id, Err(error), "").await,
    }
}

/// A test that came to nothing, with what an admin has to know.
pub(crate) fn test_failed(check: &str) -> PageError {
    PageError::idp_test_failed(check)
}

/// Switches the connection on or off, makes it mandatory or not.
#[handler]
pub(crate) async fn switch(
    visit: Visit,
    Path((id, to)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    let (_, session) = admin(&visit)?;
    let id = IdpConnectionId::from(id);
    let (ports, by) = (visit.ports(), by(session));
    match to.as_str() {
        "on" => done(&visit, id, switch_idp_on(ports, by, id).await, "on").await,
        "off" => done(&visit, id, switch_idp_off(ports, by, id).await, "off").await,
        "required" => done(&visit, id, require_idp(ports, by, id).await, "required").await,
        "optional" => done(&visit, id, stop_requiring_idp(ports, by, id).await, "optional").await,
        _ => Err(PageError::not_found()),
    }
}

/// Asks once before removing.
#[handler]
pub(crate) async fn confirm_removal(
    visit: Visit,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let connection = own(&visit, id.into()).await?;
    page(StatusCode::OK, &RemovePage { shell: Shell::of(&visit), connection })
}

/// Removes the connection.
#[handler]
pub(crate) async fn remove(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let (_, session) = admin(&visit)?;
    let id = IdpConnectionId::from(id);
    match remove_idp_connection(visit.ports(), by(session), id).await {
        Ok(()) => Ok(redirect("/settings/idp")),
        outcome => done(&visit, id, outcome, "").await,
    }
}
