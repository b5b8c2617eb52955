//! Forgotten passwords over HTTP, and accounts that the operator disables.

use crate::browser::{Browser, Page};
use crate::service::{PASSWORD, Person, Service};
use poem::http::StatusCode;
use wariin_app_http::work_until_idle;
use wariin_domain::{EmailAddress, NewPasswordReset, PasswordReset, Role, Span, Uuid};
use wariin_ports::Clock;
use wariin_usecases::{Principal, disable_account, enable_account};

const NEW: &str = "すっかり新しい長い合言葉";

fn address(email: &str) -> EmailAddress {
    EmailAddress::parse(email).unwrap()
}

/// The links that were asked for, by visitors of the sign-in page or by admins.
async fn links(service: &Service, email: &str, by_admin: bool) -> Vec<String> {
    let now = service.clock.now();
    let new = NewPasswordReset { id: Uuid::nil().into(), email: address(email) };
    let mut like = PasswordReset::ask(new, now);
    like.asked_by = by_admin.then(|| Uuid::nil().into());
    let mut tx = service.ports().storage.begin().await.unwrap();
    let asked = tx.password_resets().asked_since(&like, now.minus(Span::days(1))).await.unwrap();
    asked.iter().map(|(_, id)| service.ports().tokens.password_reset_link(*id)).collect()
}

async fn ask(browser: &mut Browser<'_>, email: &str) -> Page {
    browser.post("/forgotten-password", &[("email", email)]).await
}

/// How many mails were sent meanwhile.
async fn mailed(service: &Service, before: usize) -> usize {
    work_until_idle(service.ports()).await.unwrap();
    service.mails().len() - before
}

async fn signs_in(service: &Service, person: &Person, password: &str) -> Page {
    let mut browser = Browser::new(service);
    let fields = [("email", person.email.as_str()), ("password", password)];
    browser.post("/sign-in", &fields).await
}

// WE-08 MA-04
#[tokio::test]
async fn asking_answers_the_same_for_every_address_and_mails_those_with_an_account_thrice_an_hour()
{
    let service = Service::start().await;
    service.person("known@example.jp", false).await;
    work_until_idle(service.ports()).await.unwrap();
    let before = service.mails().len();
    let mut answers = Vec::new();
    for email in ["known@example.jp", "unknown@example.jp"] {
        let mut browser = Browser::new(&service);
        for _ in 0..5 {
            let page = ask(&mut browser, email).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER);
            let shown = browser.get(page.header("location")).await;
            answers.push((page.header("location").to_owned(), page.body, shown.status));
        }
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(mailed(&service, before).await, 3);
    let mut browser = Browser::new(&service);
    assert_eq!(ask(&mut browser, "no address").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

// EN-07 LI-04 WE-04
#[tokio::test]
async fn a_mailed_link_and_a_code_of_the_factor_set_a_new_password_once() {
    let service = Service::start().await;
    let taro = service.person("taro@example.com", true).await;
    let mut signed_in = Browser::with_session(&service, &service.strongly(&taro).await);
    assert_eq!(signed_in.get("/documents").await.status, StatusCode::OK);
    let mut browser = Browser::new(&service);
    ask(&mut browser, &taro.email).await;
    work_until_idle(service.ports()).await.unwrap();
    let link = links(&service, &taro.email, false).await.remove(0);

    let unfollowed = browser.get("/new-password").await;
    assert_eq!(unfollowed.header("wariin-error"), "reset_link_ended");
    let followed = browser.get(&format!("/p/{link}")).await;
    assert_eq!(followed.header("location"), "/new-password", "the secret leaves the address");
    for _ in 0..3 {
        let page = browser.get("/new-password").await;
        assert!(page.status == StatusCode::OK && !page.tells(&link));
    }
    assert_eq!(signs_in(&service, &taro, PASSWORD).await.status, StatusCode::SEE_OTHER);
    assert_eq!(signed_in.get("/documents").await.status, StatusCode::OK, "nothing changed yet");

    let short = browser.post("/new-password", &[("password", "short")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = browser.post("/new-password", &[("password", NEW), ("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    let none = browser.post("/new-password", &[("password", NEW)]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let code = service.code(&taro);
    let set = browser.post("/new-password", &[("password", NEW), ("code", &code)]).await;
    assert_eq!(set.header("location"), "/new-password?done=set");
    assert!(!browser.cookies.contains_key("__Host-wariin-reset"));
    assert_eq!(browser.get(set.header("location")).await.status, StatusCode::OK);

    assert!(signed_in.get("/documents").await.header("location").starts_with("/sign-in"));
    let old = signs_in(&service, &taro, PASSWORD).await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    let new = signs_in(&service, &taro, NEW).await;
    assert!(new.header("location").starts_with("/sign-in/code"), "the factor stays");
    browser.get(&format!("/p/{link}")).await;
    let again = browser.post("/new-password", &[("password", PASSWORD), ("code", &code)]).await;
    assert_eq!(again.header("wariin-error"), "reset_link_ended");
    let before = service.mails().len();
    assert_eq!(mailed(&service, before).await, 1, "the owner is told");

    service.clock.advance(3600);
    ask(&mut browser, &taro.email).await;
    let late = links(&service, &taro.email, false).await.pop().unwrap();
    assert_ne!(late, link);
    service.clock.advance(1800);
    work_until_idle(service.ports()).await.unwrap();
    browser.get(&format!("/p/{late}")).await;
    let ended = browser.get("/new-password").await;
    assert_eq!(ended.header("wariin-error"), "reset_link_ended");
    let forged = browser.get(&format!("/p/{}A", &late[1..])).await;
    assert_eq!(forged.header("wariin-error"), "reset_link_ended");
}

// O-40
#[tokio::test]
async fn an_admin_has_a_link_mailed_to_a_member_and_never_sees_it() {
    let service = Service::start().await;
    let admin = service.person("admin@example.jp", true).await;
    let member = service.colleague("member@example.jp", &admin, Role::Member).await;
    let mut tx = service.ports().storage.begin().await.unwrap();
    let id = tx.accounts().find_by_email(&address(&member.email)).await.unwrap().unwrap().id;
    drop(tx);
    let path = format!("/settings/members/{id}/reset-password");
    let mut browser = Browser::with_session(&service, &service.strongly(&admin).await);
    assert!(browser.get("/settings/members").await.tells(&path));
    assert!(browser.get(&path).await.tells(&member.email));
    work_until_idle(service.ports()).await.unwrap();
    let before = service.mails().len();
    let mut pages = Vec::new();
    for _ in 0..4 {
        pages.push(browser.post(&path, &[]).await);
    }
    assert_eq!(pages[2].header("location"), "/settings/members?notice=password");
    assert_eq!(pages[3].status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(mailed(&service, before).await, 3);
    let links = links(&service, &member.email, true).await;
    assert!(pages.iter().all(|page| links.iter().all(|link| !page.tells(link))));
    let mut browser = Browser::new(&service);
    browser.get(&format!("/p/{}", links[1])).await;
    let set = browser.post("/new-password", &[("password", NEW)]).await;
    assert_eq!(set.header("location"), "/new-password?done=set", "without a factor no code");
    browser.get(&format!("/p/{}", links[2])).await;
    let other = browser.get("/new-password").await;
    assert_eq!(other.header("wariin-error"), "reset_link_ended", "all links end");
    assert_eq!(signs_in(&service, &member, NEW).await.header("location"), "/");
}

// WE-04 WE-08
#[tokio::test]
async fn a_disabled_account_is_signed_out_at_once_and_answers_as_to_a_wrong_password() {
    let service = Service::start().await;
    let taro = service.person("taro@example.com", true).await;
    let mut strong = Browser::with_session(&service, &service.strongly(&taro).await);
    let mut weak = Browser::with_session(&service, &service.by_password(&taro).await);
    let operator = Principal::Operator;
    disable_account(service.ports(), operator, &address(&taro.email)).await.unwrap();
    for browser in [&mut strong, &mut weak] {
        let page = browser.get("/documents").await;
        assert!(page.header("location").starts_with("/sign-in?next="));
    }
    let right = signs_in(&service, &taro, PASSWORD).await;
    let wrong = signs_in(&service, &taro, NEW).await;
    let answers = [&right, &wrong].map(|page| (page.status, page.body.len()));
    assert_eq!(answers[0], answers[1]);
    assert_eq!(right.status, StatusCode::UNAUTHORIZED);
    work_until_idle(service.ports()).await.unwrap();
    let before = service.mails().len();
    ask(&mut Browser::new(&service), &taro.email).await;
    assert_eq!(mailed(&service, before).await, 0, "no link for a disabled account");
    enable_account(service.ports(), operator, &address(&taro.email)).await.unwrap();
    assert_eq!(mailed(&service, before).await, 1, "the owner is told");
    service.clock.advance(60);
    let page = signs_in(&service, &taro, PASSWORD).await;
    assert!(page.header("location").starts_with("/sign-in/code"), "its factor has stayed");
}
