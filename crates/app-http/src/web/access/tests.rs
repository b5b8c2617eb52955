//! The access check in front of an endpoint that would show itself to every request.

use super::Checked;
use crate::Settings;
use crate::web::{Access, Guard, LINK_COOKIE, SESSION_COOKIE};
use crate::wiring::App;
use poem::endpoint::{BoxEndpoint, make, make_sync};
use poem::http::{Method, StatusCode};
use poem::{Endpoint, EndpointExt, IntoResponse, Request, Response, Route};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use wariin_adapters::{Authenticator, SystemClock};
use wariin_domain::{
    Client, EmailAddress, FactorName, Language, NewPassword, OrganisationName,
    OrganisationSettings, PersonName, RecipientId, SecondFactorRule, Uuid,
};
use wariin_ports::{LinkClaim, SessionCookie};
use wariin_usecases::{
    CreateAccount, Principal, SecretInput, SignInAttempt, begin_enrolment, configure_organisation,
    confirm_enrolment, make_backup_codes, set_up, sign_in, use_backup_code,
};

const EMAIL: &str = "admin@example.jp";
const PASSWORD: &str = "ひとりずつ違う長い合言葉";
const RECIPIENT: &str = "/r/00000000-0000-0000-0000-000000000007/page";

struct Service {
    app: Arc<App>,
    _folder: TempDir,
}

impl Service {
    async fn start(settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data").display().to_string();
        let settings = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let settings = settings.chain([("WARIIN_DATA_DIR".to_owned(), data)]);
        let settings = Settings::from_sources(None, settings).expect("settings");
        let app = App::start_with(settings, Arc::new(SystemClock), PathBuf::new()).await;
        Self { app: app.expect("a service"), _folder: folder }
    }

    /// The session cookie of an admin, the only one, who has signed in by password.
    async fn admin(&self) -> String {
        let command = CreateAccount {
            organisation: OrganisationName::parse("組織").expect("a name"),
            name: PersonName::parse("人").expect("a name"),
            email: EmailAddress::parse(EMAIL).expect("an address"),
            password: NewPassword::parse(PASSWORD).expect("a password"),
            language: Language::Japanese,
        };
        set_up(&self.app.ports, command).await.expect("an account");
        cookie(&self.by_password().await)
    }

    async fn by_password(&self) -> SessionCookie {
        let password = SecretInput(PASSWORD.to_owned());
        let attempt = SignInAttempt {
            email: EMAIL.to_owned(),
            password,
            client: Client::local(),
            session: None,
        };
        sign_in(&self.app.ports, attempt).await.expect("a session").cookie
    }

    /// The admin sets up a second factor and demands one of every member. The backup code that is returned
    /// takes it away again.
    async fn demand_factor(&self) -> SecretInput {
        let ports = &self.app.ports;
        let principal = |cookie| Principal::from(ports.tokens.session_key(cookie));
        let weak = self.by_password().await;
        let name = FactorName::parse("phone").expect("a name");
        let enrolment = begin_enrolment(ports, principal(&weak), name).await.expect("a seed");
        let authenticator = Authenticator::scan(&enrolment.uri).expect("an authenticator");
        let code = SecretInput(authenticator.code(ports.clock.now()));
        let confirmed = confirm_enrolment(ports, principal(&weak), code).await;
        let confirmed = confirmed.expect("a second factor");
        let codes = make_backup_codes(ports, confirmed.session.into()).await;
        let codes = codes.expect("backup codes");
        let strong = confirmed.cookie;
        let settings = OrganisationSettings {
            second_factor: SecondFactorRule::Required,
            ..OrganisationSettings::default()
        };
        configure_organisation(ports, principal(&strong), settings).await.expect("settings");
        let backup_code = codes.first().expect("a backup code");
        SecretInput(backup_code.expose().to_owned())
    }

    /// The cookie of a browser that followed a link to this recipient.
    fn link(&self, recipient: u128) -> String {
        let recipient = RecipientId::from(Uuid::from_u128(recipient));
        let link = self.app.ports.tokens.link(LinkClaim { recipient, generation: 1 });
        format!("{LINK_COOKIE}={link}")
    }

    /// What an endpoint with this access answers at this path.
    async fn answer(&self, access: Access, method: Method, path: &str, cookie: &str) -> Response {
        let request = Request::builder().method(method).uri(path.parse().expect("a path"));
        let request = request.header("cookie", cookie).header("host", "localhost");
        endpoint(&self.app, access).get_response(request.finish()).await
    }

    async fn get(&self, access: Access, path: &str, cookie: &str) -> (StatusCode, String) {
        let answer = self.answer(access, Method::GET, path, cookie).await;
        let location = answer.header("location").unwrap_or_default().to_owned();
        (answer.status(), location)
    }
}

fn cookie(session: &SessionCookie) -> String {
    format!("{SESSION_COOKIE}={}", session.0)
}

/// An endpoint that shows itself to every request that the check lets through.
fn endpoint(app: &Arc<App>, access: Access) -> BoxEndpoint<'static, Response> {
    let shown = || Checked {
        access,
        route: crate::metrics::RouteNumber(0),
        inner: make_sync(|_| "shown".into_response()),
    };
    let route = Route::new().at("/r/:recipient/page", shown()).at("/*rest", shown());
    route
        .with(Guard {
            app: Arc::clone(app),
            uploads: vec![],
            large: vec![],
            machines: vec![],
            visitors: vec![],
            programs: vec![],
            downloads: vec!["/files/:file"],
        })
        .boxed()
}

const SHOWN: (StatusCode, String) = (StatusCode::OK, String::new());

fn to(location: &str) -> (StatusCode, String) {
    (StatusCode::SEE_OTHER, location.to_owned())
}

// AU-01 RP-10
#[tokio::test]
async fn without_a_session_a_page_leads_to_signing_in_and_back_to_its_own_place() {
    let service = Service::start(&[]).await;
    for (path, next) in [
        ("/documents/x/02", "home"),
        (
            "/documents/0193a5f0-0000-7000-8000-000000000001/02/recipients",
            "02:0193a5f0-0000-7000-8000-000000000001",
        ),
        ("/documents/0193a5f0-0000-7000-8000-000000000001/03", "home"),
        ("/templates/x/name", "templates"),
        ("/managed-documents", "managed"),
        ("/settings/organisation", "organisation"),
        ("/settings/members/x/remove", "members"),
        ("/settings/invitations/x/mail", "members"),
        ("/settings/idp/new", "connections"),
        ("/settings/security?next=security", "security"),
        ("/sign-in/code?next=templates", "templates"),
        ("/sign-in/code", "home"),
    ] {
        for access in [
            Access::AwaitsCode,
            Access::SignedIn,
            Access::Member,
            Access::Admin,
            Access::Manager,
            Access::Sender,
        ] {
            let answer = service.get(access, path, "").await;
            assert_eq!(answer, to(&format!("/sign-in?next={next}")), "{access:?} {path}");
        }
        assert_eq!(service.get(Access::Public, path, "").await, SHOWN);
    }
}

// AU-01
#[tokio::test]
async fn a_page_for_another_role_does_not_exist() {
    let service = Service::start(&[]).await;
    let admin = service.admin().await;
    for access in [Access::SignedIn, Access::Member, Access::Admin, Access::Sender] {
        assert_eq!(service.get(access, "/documents", &admin).await, SHOWN, "{access:?}");
    }
    let (status, _) = service.get(Access::Manager, "/managed-documents", &admin).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_member_with_a_factor_is_led_to_its_code_and_one_without_to_setting_it_up() {
    let service = Service::start(&[]).await;
    service.admin().await;
    let backup_code = service.demand_factor().await;
    let awaiting = service.by_password().await;
    let waits = cookie(&awaiting);
    for access in [Access::SignedIn, Access::Member, Access::Admin, Access::Manager, Access::Sender]
    {
        let answer = service.get(access, "/templates", &waits).await;
        assert_eq!(answer, to("/sign-in/code?next=templates"), "{access:?}");
    }
    assert_eq!(service.get(Access::AwaitsCode, "/sign-in/code", &waits).await, SHOWN);

    let ports = &service.app.ports;
    let principal = Principal::from(ports.tokens.session_key(&awaiting));
    let weak = use_backup_code(ports, principal, backup_code).await.expect("a session");
    let weak = cookie(&weak);
    for access in [Access::Member, Access::Admin, Access::Manager, Access::Sender] {
        let answer = service.get(access, "/templates", &weak).await;
        assert_eq!(answer, to("/settings/security?next=templates"), "{access:?}");
    }
    assert_eq!(service.get(Access::SignedIn, "/settings/security", &weak).await, SHOWN);
}

// AU-02 LI-02
#[tokio::test]
async fn a_recipients_page_is_for_browsers_with_a_session_or_the_link_of_that_recipient() {
    let service = Service::start(&[]).await;
    let (own, other, admin) = (service.link(7), service.link(8), service.admin().await);
    for cookie in ["", other.as_str()] {
        let answer = service.answer(Access::LinkHolder, Method::GET, RECIPIENT, cookie).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        assert_eq!(answer.header("wariin-error"), Some("link_required"));
        let (status, _) = service.get(Access::Recipient, RECIPIENT, cookie).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "there is no such document");
    }
    for cookie in [own, admin] {
        for access in [Access::LinkHolder, Access::Recipient] {
            assert_eq!(service.get(access, RECIPIENT, &cookie).await, SHOWN, "{access:?}");
        }
    }
}

#[tokio::test]
async fn developer_pages_exist_on_a_service_without_a_mail_server_only() {
    let service = Service::start(&[]).await;
    assert_eq!(service.get(Access::Developer, "/dev/mailbox", "").await, SHOWN);
    let mail = [("WARIIN_SMTP_URL", "smtp://localhost"), ("WARIIN_MAIL_FROM", "w@example.jp")];
    let service = Service::start(&mail).await;
    let (status, _) = service.get(Access::Developer, "/dev/mailbox", "").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

// FA-10
#[tokio::test]
async fn an_answer_that_is_not_ready_in_time_is_given_up_but_for_files() {
    let service = Service::start(&[]).await;
    tokio::time::pause();
    let slow = make(async |_| {
        tokio::time::sleep(Duration::from_mins(1)).await;
        Ok::<_, poem::Error>("done")
    });
    let endpoint = Route::new().at("/*rest", slow).with(Guard {
        app: Arc::clone(&service.app),
        uploads: vec![],
        large: vec![],
        machines: vec![],
        visitors: vec![],
        programs: vec![],
        downloads: vec!["/files/:file"],
    });
    for (path, status, seconds) in [("/page", 503, 9), ("/files/a", 200, 60)] {
        let began = tokio::time::Instant::now();
        let request = Request::builder().uri(path.parse().unwrap()).header("host", "localhost");
        let request = request.finish();
        let response = endpoint.get_response(request).await;
        assert_eq!(response.status().as_u16(), status, "{path}");
        assert_eq!(began.elapsed().as_secs(), seconds, "{path}");
        let wait = response.headers().get("retry-after").is_some();
        assert_eq!(wait, status == 503);
    }
}
