//! 「身に覚えがない」 over HTTP: what the link in a mail about a change does, and what it does not.

use crate::browser::{Browser, Page};
use crate::service::{PASSWORD, Person, Service};
use poem::http::{Method, StatusCode};
use wariin_app_http::work_until_idle;
use wariin_domain::{
    AccountChange, AccountReport, EmailAddress, HoldReason, NewPasswordReset, PasswordReset, Span,
    Timestamp, Uuid,
};
use wariin_ports::Clock;
use wariin_usecases::{Principal, reset_factor_as_operator};

const NEW: &str = "すっかり新しい長い合言葉";
const WORD: &str = "違います";

fn address(person: &Person) -> EmailAddress {
    EmailAddress::parse(&person.email).unwrap()
}

/// The link of the mail that told this person of the new factor at this time.
async fn link(service: &Service, person: &Person, at: Timestamp) -> String {
    let mut tx = service.ports().storage.begin().await.unwrap();
    let account = tx.accounts().find_by_email(&address(person)).await.unwrap().unwrap().id;
    let change = AccountChange::FactorEnrolled;
    service.ports().tokens.report_link(AccountReport { account, change, at })
}

async fn reports(service: &Service, link: &str) -> Page {
    let mut browser = Browser::new(service);
    let followed = browser.get(&format!("/n/{link}")).await;
    assert_eq!(followed.header("location"), "/not-me", "the secret leaves the address");
    browser.post("/not-me", &[("word", WORD)]).await
}

async fn signs_in(service: &Service, person: &Person, password: &str) -> Page {
    let fields = [("email", person.email.as_str()), ("password", password)];
    Browser::new(service).post("/sign-in", &fields).await
}

/// Sets a new password by a mailed link and a code.
async fn resets_password(service: &Service, person: &Person) -> Page {
    let mut browser = Browser::new(service);
    browser.post("/forgotten-password", &[("email", &person.email)]).await;
    work_until_idle(service.ports()).await.unwrap();
    let now = service.clock.now();
    let new = NewPasswordReset { id: Uuid::nil().into(), email: address(person) };
    let like = PasswordReset::ask(new, now);
    let mut tx = service.ports().storage.begin().await.unwrap();
    let asked = tx.password_resets().asked_since(&like, now.minus(Span::days(1))).await.unwrap();
    drop(tx);
    let (_, id) = asked.into_iter().max().unwrap();
    let token = service.ports().tokens.password_reset_link(id);
    browser.get(&format!("/p/{token}")).await;
    let code = service.code(person);
    browser.post("/new-password", &[("password", NEW), ("code", &code)]).await
}

// EN-06 LI-03 T-091
#[tokio::test]
async fn scanners_that_follow_the_link_and_press_its_button_change_nothing() {
    let service = Service::start().await;
    let at = service.clock.now();
    let taro = service.person("taro@example.com", true).await;
    let link = link(&service, &taro, at).await;
    let events = service.events().await;
    let mut scanner = Browser::new(&service);
    for path in [&format!("/n/{link}"), "/not-me", "/not-me?done=reported"] {
        for method in [Method::GET, Method::HEAD] {
            let page = scanner.send(method, path, &[], Vec::new()).await;
            assert!(page.status.is_success() || page.status.is_redirection(), "{path}");
            assert!(!page.text().contains(&link));
        }
    }
    for word in ["", "はい"] {
        let pressed = scanner.post("/not-me", &[("word", word)]).await;
        assert_eq!(pressed.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(service.events().await, events);
    let unfollowed = Browser::new(&service).get("/not-me").await;
    assert_eq!(unfollowed.header("wariin-error"), "report_link_ended");
    let forged = scanner.get(&format!("/n/{}", &link[1..])).await;
    assert_eq!(forged.header("wariin-error"), "report_link_ended");
    service.clock.advance(30 * 86_400);
    let late = scanner.get(&format!("/n/{link}")).await;
    assert_eq!(late.status, StatusCode::GONE);
}

// EN-06 O-11
#[tokio::test]
async fn a_report_ends_sessions_and_password_holds_the_consent_and_tells_owner_and_sender() {
    let service = Service::start().await;
    let at = service.clock.now();
    let taro = service.person("taro@example.com", true).await;
    let sender = service.person("sender@example.jp", true).await;
    let as_sender = service.strongly(&sender).await;
    let document = service.sent(&as_sender, &taro.email).await;
    let mut stranger = Browser::with_session(&service, &service.strongly(&taro).await);
    let link = link(&service, &taro, at).await;
    work_until_idle(service.ports()).await.unwrap();
    let before = service.mails().len();

    assert_eq!(reports(&service, &link).await.header("location"), "/not-me?done=reported");

    assert!(stranger.get("/documents").await.header("location").starts_with("/sign-in"));
    assert_eq!(signs_in(&service, &taro, PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    let held = service.document(document.id).await;
    assert_eq!(held.recipients[0].held.map(|hold| hold.why), Some(HoldReason::Reported));
    work_until_idle(service.ports()).await.unwrap();
    assert_eq!(service.mails().len(), before + 2, "owner and sender are told");
    let mut browser = Browser::with_session(&service, &as_sender);
    let page = browser.get(&format!("/documents/{}", document.id)).await;
    assert!(page.tells("身に覚えのない操作があったとの申し出"));

    // The sender has made sure who it is.
    let recipient = document.recipients[0].id;
    let path = format!("/documents/{}/recipients/{recipient}/release", document.id);
    assert_eq!(browser.post(&path, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(service.document(document.id).await.recipients[0].held, None);
}

// EN-06
#[tokio::test]
async fn a_stranger_with_the_link_shuts_the_owner_out_once_at_most() {
    let service = Service::start().await;
    let at = service.clock.now();
    let taro = service.person("taro@example.com", true).await;
    let link = link(&service, &taro, at).await;
    reports(&service, &link).await;

    assert_eq!(resets_password(&service, &taro).await.header("location"), "/new-password?done=set");
    let page = signs_in(&service, &taro, NEW).await;
    assert!(page.header("location").starts_with("/sign-in/code"), "the factor has stayed");
    let events = service.events().await;
    for _ in 0..3 {
        let again = reports(&service, &link).await;
        assert_eq!(again.header("location"), "/not-me?done=before", "it says the truth");
    }
    let mut browser = Browser::new(&service);
    browser.get(&format!("/n/{link}")).await;
    for path in ["/not-me", "/not-me?done=before"] {
        let page = browser.get(path).await;
        assert!(page.tells("この変更は、すでに報告されています"), "{path}: {}", page.text());
        assert!(!page.tells("パスワードを無効にしました") && !page.tells("アカウントを停止します"));
    }
    assert_eq!(service.events().await, events, "a link counts once");
    let page = signs_in(&service, &taro, NEW).await;
    assert!(page.header("location").starts_with("/sign-in/code"));
}

// EN-06
#[tokio::test]
async fn after_a_report_documents_that_are_sent_later_are_held_until_the_operator_resets_the_factor()
 {
    for is_settled in [false, true] {
        let service = Service::start().await;
        let at = service.clock.now();
        let taro = service.person("taro@example.com", true).await;
        let sender = service.person("sender@example.jp", true).await;
        reports(&service, &link(&service, &taro, at).await).await;
        resets_password(&service, &taro).await;
        if is_settled {
            let operator = Principal::Operator;
            reset_factor_as_operator(service.ports(), operator, &address(&taro)).await.unwrap();
        }
        let mut tx = service.ports().storage.begin().await.unwrap();
        let owner = tx.accounts().find_by_email(&address(&taro)).await.unwrap().unwrap();
        drop(tx);
        assert_eq!(owner.is_under_report(), !is_settled);
        if is_settled {
            continue;
        }
        let as_sender = service.strongly(&sender).await;
        let document = service.sent(&as_sender, &taro.email).await;
        let recipient = document.recipients[0].id;
        let mut browser = Browser::new(&service);
        browser.get(&format!("/l/{}", service.link(recipient))).await;
        let fields = [("email", taro.email.as_str()), ("password", NEW)];
        browser.post("/sign-in", &fields).await;
        service.clock.advance(30);
        let code = service.code(&taro);
        let entered = browser.post("/sign-in/code", &[("code", &code)]).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER);
        assert_eq!(browser.get(&format!("/r/{recipient}/document")).await.status, StatusCode::OK);
        let held = service.document(document.id).await.recipients[0].held;
        assert_eq!(held.map(|hold| hold.why), Some(HoldReason::Reported));
    }
}
