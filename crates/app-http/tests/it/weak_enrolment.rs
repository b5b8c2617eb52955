//! What a factor is worth that was enrolled by a password alone, and what becomes of accounts that are disabled while
//! documents wait.

use crate::browser::Browser;
use crate::path::digits_of;
use crate::recipient_path::app_of;
use crate::service::{CANARY, PASSWORD, Person, Service};
use poem::http::StatusCode;
use wariin_adapters::Authenticator;
use wariin_app_http::work_until_idle;
use wariin_domain::{Document, EmailAddress, EnrolmentClass, FactorName, ProvenMailbox};
use wariin_ports::{Clock, SessionCookie};
use wariin_usecases::{
    Error, Principal, SecretInput, begin_enrolment, confirm_enrolment, disable_account,
    enable_account, send_document,
};

const TARO: &str = "taro@example.com";

fn taro() -> EmailAddress {
    EmailAddress::parse(TARO).unwrap()
}

/// Taro's factor becomes one that was enrolled now, by a password alone.
async fn weaken(service: &Service, person: &Person) {
    let id = service.factor(person).await;
    let mut tx = service.ports().storage.begin().await.unwrap();
    let account = tx.accounts().find_by_email(&taro()).await.unwrap().unwrap().id;
    let stored = tx.factors().active(account).await.unwrap();
    let mut factor = stored.into_iter().find(|stored| stored.factor.id == id).unwrap().factor;
    let events = factor.confirm(false, service.clock.now());
    tx.factors().save(&factor, events).await.unwrap();
    tx.commit().await.unwrap();
    service.clock.advance(30);
}

async fn sent(service: &Service) -> Document {
    let sender = service.person("sender@example.jp", true).await;
    service.sent(&service.strongly(&sender).await, TARO).await
}

async fn consents(browser: &mut Browser<'_>, document: &Document) -> crate::browser::Page {
    let recipient = document.recipients[0].id;
    browser.look_through(recipient, document).await;
    let shown = document.content_digest().to_string();
    let fields = [("shown", shown.as_str()), ("statement", "1/ja")];
    browser.post(&format!("/r/{recipient}/consent"), &fields).await
}

// EN-01 O-02
#[tokio::test]
async fn a_consent_that_is_refused_for_class_e0_says_why_and_the_way_that_it_names_leads_on() {
    let service = Service::start().await;
    let person = service.person(TARO, true).await;
    let document = sent(&service).await;
    weaken(&service, &person).await;
    let recipient = document.recipients[0].id;
    let mut browser = Browser::with_session(&service, &service.strongly(&person).await);
    let page = consents(&mut browser, &document).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(page.header("wariin-error"), "enrolled_by_password");
    let text = page.text();
    assert!(text.contains("パスワードだけで登録されました") && text.contains("確認コードを送る"));
    assert!(!text.contains("送信される前に登録された認証方法だけ"), "that is another rule");

    browser.post("/sign-out", &[]).await;
    browser.get(&format!("/l/{}", service.link(recipient))).await;
    browser.post(&format!("/r/{recipient}/code"), &[]).await;
    work_until_idle(service.ports()).await.unwrap();
    let digits = digits_of(&service.mails().pop().unwrap());
    browser.post(&format!("/r/{recipient}/code/check"), &[("code", &digits)]).await;
    browser.post("/sign-in", &[("email", TARO), ("password", PASSWORD)]).await;
    let page = browser.post("/sign-in/code", &[("code", &service.code(&person))]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "signed in");
    browser.post("/settings/security/enrol", &[]).await;
    let app = app_of(&browser.get("/settings/security/enrol").await);
    let code = app.code(service.clock.now());
    browser.post("/settings/security/confirm", &[("code", &code)]).await;
    service.clock.advance(30);
    browser.post("/sign-out", &[]).await;
    browser.post("/sign-in", &[("email", TARO), ("password", PASSWORD)]).await;
    browser.post("/sign-in/code", &[("code", &app.code(service.clock.now()))]).await;
    let page = consents(&mut browser, &document).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    let after = service.document(document.id).await;
    let class = after.recipients[0].consent().unwrap().assurance.class();
    assert_eq!(class, Some(EnrolmentClass::AfterSending));
}

/// A session by password, in which a mailed code has proved the mailbox where that is said.
async fn session(service: &Service, person: &Person, proved: Option<&Document>) -> Principal {
    let key = service.ports().tokens.session_key(&service.by_password(person).await);
    if let Some(document) = proved {
        let mut tx = service.ports().storage.begin().await.unwrap();
        let mut session = tx.sessions().find(key).await.unwrap().unwrap();
        let (recipient, at) = (document.recipients[0].id, service.clock.now());
        session.mailbox = Some(ProvenMailbox { recipient, address: taro(), at });
        tx.sessions().replace(key, &session, wariin_domain::Events::none()).await.unwrap();
        tx.commit().await.unwrap();
    }
    key.into()
}

async fn begun(service: &Service, by: Principal) -> Authenticator {
    let name = FactorName::parse("phone").unwrap();
    Authenticator::scan(&begin_enrolment(service.ports(), by, name).await.unwrap().uri).unwrap()
}

async fn confirmed(service: &Service, by: Principal, app: &Authenticator) -> bool {
    let code = SecretInput(app.code(service.clock.now()));
    let confirmed = confirm_enrolment(service.ports(), by, code).await;
    if let Err(error) = &confirmed {
        use Error::{NoEnrolment, NotSignedIn, SignInAgain, WrongCode};
        assert!(matches!(error, NoEnrolment | NotSignedIn | SignInAgain | WrongCode), "{error}");
    }
    confirmed.is_ok()
}

// EN-01 EN-07 O-02
#[tokio::test]
async fn of_two_enrolments_at_once_one_counts_and_is_behind_a_code_only_if_its_own_session_was() {
    for password_begins_last in [false, true] {
        let service = Service::start().await;
        let sender = service.person("sender@example.jp", true).await;
        let on = service.draft(&service.strongly(&sender).await, TARO).await;
        send_document(service.ports(), on).await.unwrap();
        let document = service.document(on.document).await;
        let person = service.person(TARO, false).await;
        let by_password = session(&service, &person, None).await;
        let by_code = session(&service, &person, Some(&document)).await;
        let (weak, strong) = if password_begins_last {
            let strong = begun(&service, by_code).await;
            (begun(&service, by_password).await, strong)
        } else {
            let weak = begun(&service, by_password).await;
            (weak, begun(&service, by_code).await)
        };
        // Neither session confirms what the other one began, be its code right.
        assert!(!confirmed(&service, by_password, &strong).await);
        let ended = tokio::join!(
            confirmed(&service, by_password, &weak),
            confirmed(&service, by_code, &strong)
        );
        assert_eq!(ended, (password_begins_last, !password_begins_last), "the last that began");
        let mut tx = service.ports().storage.begin().await.unwrap();
        let account = tx.accounts().find_by_email(&taro()).await.unwrap().unwrap().id;
        let active = tx.factors().active(account).await.unwrap();
        let kept: Vec<_> = active.iter().map(|stored| stored.factor.behind_code()).collect();
        assert_eq!(kept, [Some(!password_begins_last)]);
    }
}

// WE-04 O-40
#[tokio::test]
async fn a_disabled_account_reads_and_answers_nothing_by_any_session_link_or_factor() {
    let service = Service::start().await;
    let person = service.person(TARO, true).await;
    let document = sent(&service).await;
    let recipient = document.recipients[0].id;
    let strong: SessionCookie = service.strongly(&person).await;
    let mut own = Browser::with_session(&service, &strong);
    own.look_through(recipient, &document).await;
    assert!(own.get(&format!("/r/{recipient}/document")).await.tells(CANARY));
    let mut waiting = Browser::with_session(&service, &service.by_password(&person).await);
    disable_account(service.ports(), Principal::Operator, &taro()).await.unwrap();
    work_until_idle(service.ports()).await.unwrap();
    let before = service.document(document.id).await;

    for browser in [&mut own, &mut waiting] {
        for path in ["document", "consent", "decline"] {
            let page = browser.get(&format!("/r/{recipient}/{path}")).await;
            assert!(!page.tells(CANARY), "{path}");
        }
        let shown = document.content_digest().to_string();
        let fields = [("shown", shown.as_str()), ("statement", "1/ja")];
        let page = browser.post(&format!("/r/{recipient}/consent"), &fields).await;
        assert!(!page.tells(CANARY) && page.status != StatusCode::OK, "{}", page.status);
    }
    let page = waiting.post("/sign-in/code", &[("code", &service.code(&person))]).await;
    assert!(!page.header("location").starts_with("/documents"), "{}", page.header("location"));
    let mut fresh = Browser::new(&service);
    let page = fresh.post("/sign-in", &[("email", TARO), ("password", PASSWORD)]).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    // The mailed link and code prove the mailbox as ever; no account follows from that.
    fresh.get(&format!("/l/{}", service.link(recipient))).await;
    fresh.post(&format!("/r/{recipient}/code"), &[]).await;
    work_until_idle(service.ports()).await.unwrap();
    let digits = digits_of(&service.mails().pop().unwrap());
    fresh.post(&format!("/r/{recipient}/code/check"), &[("code", &digits)]).await;
    let another = "別のとても長い合言葉です";
    for (path, fields) in [
        ("register", vec![("name", "山田 太郎"), ("password", another)]),
        ("password", vec![("password", another)]),
    ] {
        let page = fresh.post(&format!("/r/{recipient}/{path}"), &fields).await;
        let location = page.header("location");
        let is_refused = page.status.is_client_error() || location.ends_with("/register");
        assert!(is_refused, "{path}: {} {location}", page.status);
        assert!(!fresh.get(&format!("/r/{recipient}/document")).await.tells(CANARY), "{path}");
    }
    let mails = service.mails().len();
    fresh.post("/forgotten-password", &[("email", TARO)]).await;
    work_until_idle(service.ports()).await.unwrap();
    assert_eq!(service.mails().len(), mails, "no link for a new password");
    assert_eq!(service.document(document.id).await, before);

    enable_account(service.ports(), Principal::Operator, &taro()).await.unwrap();
    for browser in [&mut own, &mut waiting, &mut fresh] {
        let page = browser.get(&format!("/r/{recipient}/document")).await;
        assert!(!page.tells(CANARY), "no session comes back with the account");
    }
    let mut again = Browser::new(&service);
    let page = again.post("/sign-in", &[("email", TARO), ("password", another)]).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED, "and no password of meanwhile");
    service.clock.advance(600);
    let mut back = Browser::with_session(&service, &service.strongly(&person).await);
    let page = consents(&mut back, &document).await;
    assert_eq!(
        page.status,
        StatusCode::SEE_OTHER,
        "password and factor as before: {}",
        page.text()
    );
    let after = service.document(document.id).await;
    let class = after.recipients[0].consent().unwrap().assurance.class();
    assert_eq!(class, Some(EnrolmentClass::BeforeSending));
}
