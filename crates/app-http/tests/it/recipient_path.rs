//! The recipient's path from the link to the answer: short, and with backup codes at its end.

use crate::browser::{Browser, Page};
use crate::path::digits_of;
use crate::service::{CANARY, PASSWORD, Service};
use poem::http::StatusCode;
use wariin_adapters::Authenticator;
use wariin_app_http::work_until_idle;
use wariin_domain::{BackupCodeStock, Document, EmailAddress};
use wariin_ports::Clock;

const TARO: &str = "taro@example.com";
const REMINDER: &str = "まだ保存されていません";

/// A document with the request was sent to Taro.
async fn sent(service: &Service) -> Document {
    let sender = service.person("sender@example.jp", true).await;
    let cookie = service.strongly(&sender).await;
    service.sent(&cookie, TARO).await
}

/// The browser follows the link and types the mailed code; where that leads.
async fn prove_mailbox(service: &Service, browser: &mut Browser<'_>, document: &Document) -> Page {
    let recipient = document.recipients[0].id;
    browser.get(&format!("/l/{}", service.link(recipient))).await;
    browser.post(&format!("/r/{recipient}/code"), &[]).await;
    work_until_idle(service.ports()).await.unwrap();
    let digits = digits_of(&service.mails().pop().unwrap());
    browser.post(&format!("/r/{recipient}/code/check"), &[("code", &digits)]).await
}

/// The app that takes the key which the page of the enrolment shows.
pub(crate) fn app_of(page: &Page) -> Authenticator {
    let text = page.text().replace("&#38;", "&").replace("&amp;", "&");
    let (_, rest) = text.split_once("href=\"otpauth://").expect("the enrolment");
    let uri = format!("otpauth://{}", rest.split('"').next().unwrap());
    Authenticator::scan(&uri).unwrap()
}

/// Registers as Taro and enrols an app; the page after it.
async fn arrive(service: &Service, browser: &mut Browser<'_>, document: &Document) -> Page {
    let recipient = document.recipients[0].id;
    prove_mailbox(service, browser, document).await;
    let fields = [("name", "山田 太郎"), ("password", PASSWORD)];
    let registered = browser.post(&format!("/r/{recipient}/register"), &fields).await;
    let enrolment = browser.get(registered.header("location")).await;
    let code = app_of(&enrolment).code(service.clock.now());
    let next = format!("turn:{recipient}");
    browser.post("/settings/security/confirm", &[("code", &code), ("next", &next)]).await
}

async fn stock(service: &Service) -> BackupCodeStock {
    let views = &service.ports().views;
    let mut tx = service.ports().storage.begin().await.unwrap();
    let email = EmailAddress::parse(TARO).unwrap();
    let account = tx.accounts().find_by_email(&email).await.unwrap().unwrap().id;
    drop(tx);
    views.backup_codes(account).await.unwrap()
}

/// The codes that a page shows, as its form sends them.
fn codes_on(page: &Page) -> String {
    let text = page.text();
    let (_, rest) = text.split_once("name=\"codes\" value=\"").expect("codes");
    rest.split('"').next().unwrap().to_owned()
}

// O-05 T-037
#[tokio::test]
async fn registering_leads_to_the_enrolment_and_the_enrolment_to_the_document() {
    let service = Service::start().await;
    let document = sent(&service).await;
    let recipient = document.recipients[0].id;
    let mut browser = Browser::new(&service);
    let proved = prove_mailbox(&service, &mut browser, &document).await;
    let form = browser.get(proved.header("location")).await.text();
    assert!(form.contains("手順 2/4") && form.contains(TARO) && form.contains("山田 太郎"));
    let fields = [("name", "山田 太郎"), ("password", PASSWORD)];
    let page = browser.post(&format!("/r/{recipient}/register"), &fields).await;
    let enrolment = format!("/settings/security/enrol?next=turn:{recipient}");
    assert_eq!(page.header("location"), enrolment);
    let page = browser.get(&enrolment).await;
    assert!(page.text().contains("手順 3/4") && !page.tells(CANARY));
    // Coming back shows the same key: a GET begins nothing.
    assert_eq!(
        app_of(&page).code(service.clock.now()),
        app_of(&browser.get(&enrolment).await).code(service.clock.now())
    );
    let code = app_of(&page).code(service.clock.now());
    let next = format!("turn:{recipient}");
    let page =
        browser.post("/settings/security/confirm", &[("code", &code), ("next", &next)]).await;
    assert_eq!(page.header("location"), format!("/r/{recipient}/document"));
    let page = browser.get(page.header("location")).await;
    assert!(page.text().contains("手順 4/4") && page.tells(CANARY));
}

// O-11 EN-08
#[tokio::test]
async fn backup_codes_are_made_when_they_are_asked_for_and_called_to_mind_until_they_are_saved() {
    let service = Service::start().await;
    let document = sent(&service).await;
    let mut browser = Browser::new(&service);
    let to = arrive(&service, &mut browser, &document).await.header("location").to_owned();
    let next = ("next", format!("turn:{}", document.recipients[0].id));
    let next = (next.0, next.1.as_str());
    assert_eq!(stock(&service).await.left, 0, "there are no codes that were never seen");
    assert!(browser.get(&to).await.text().contains(REMINDER));

    let first = browser.post("/settings/security/backup-codes", &[next]).await;
    assert_eq!((first.status, first.header("cache-control")), (StatusCode::OK, "no-store"));
    let first = codes_on(&first);
    assert_eq!(first.split_whitespace().count(), 10);
    assert_eq!(stock(&service).await, BackupCodeStock { left: 10, are_saved: false });
    assert!(browser.get(&to).await.text().contains(REMINDER), "the browser may have been closed");

    let second = codes_on(&browser.post("/settings/security/backup-codes", &[next]).await);
    let file = browser.post("/settings/security/backup-codes/file", &[("codes", &second)]).await;
    assert!(file.header("content-disposition").starts_with("attachment;"));
    assert!(second.split_whitespace().all(|code| file.tells(code)) && file.tells(TARO));
    let unticked = browser.post("/settings/security/saved", &[("codes", &second), next]).await;
    assert_eq!(unticked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(codes_on(&unticked), second, "they are shown again");
    let old = [("codes", first.as_str()), ("saved", "yes"), next];
    let old = browser.post("/settings/security/saved", &old).await;
    assert_eq!(
        (old.status, old.header("wariin-error")),
        (StatusCode::CONFLICT, "backup_codes_replaced")
    );
    assert!(browser.get(&to).await.text().contains(REMINDER));
    // Pressed twice.
    for _ in 0..2 {
        let kept = [("codes", second.as_str()), ("saved", "yes"), next];
        let kept = browser.post("/settings/security/saved", &kept).await;
        assert_eq!(kept.header("location"), to);
    }
    assert!(!browser.get(&to).await.text().contains(REMINDER));
    assert_eq!(stock(&service).await, BackupCodeStock { left: 10, are_saved: true });

    service.clock.advance(16 * 60);
    let late = browser.post("/settings/security/backup-codes", &[next]).await;
    assert_eq!(late.header("location"), format!("/sign-in/code?next={}", next.1), "EN-06");
    assert_eq!(stock(&service).await.left, 10);
}

// O-05 SF-01 SF-07
#[tokio::test]
async fn a_returning_recipient_signs_in_with_password_and_code_on_one_screen() {
    let service = Service::start().await;
    let taro = service.person(TARO, true).await;
    let document = sent(&service).await;
    let recipient = document.recipients[0].id;
    let next = format!("turn:{recipient}");
    let sign_in = |password: &'static str, code: String, next: String| {
        [
            ("email", TARO.to_owned()),
            ("password", password.to_owned()),
            ("code", code),
            ("next", next),
        ]
    };
    let post = async |browser: &mut Browser<'_>, fields: [(&'static str, String); 4]| {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.post("/sign-in", &fields).await
    };
    let mut browser = Browser::new(&service);
    browser.get(&format!("/l/{}", service.link(recipient))).await;
    let landing = browser.get(&format!("/r/{recipient}")).await;
    assert!(landing.text().contains("action=\"/sign-in\"") && !landing.tells(TARO));

    // The code counts only behind the right password, and a wrong password spends none.
    let right = service.code(&taro);
    let page = post(&mut browser, sign_in("wrong", right.clone(), next.clone())).await;
    assert_eq!((page.status, page.header("set-cookie")), (StatusCode::UNAUTHORIZED, ""));
    let page = post(&mut browser, sign_in(PASSWORD, "000000".into(), next.clone())).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.text().contains("action=\"/sign-in/code\""));
    assert_eq!(browser.get("/documents").await.header("location"), "/sign-in/code?next=documents");
    let mut other = Browser::new(&service);
    let page = post(&mut other, sign_in(PASSWORD, right.clone(), next.clone())).await;
    assert_eq!(page.header("location"), format!("/r/{recipient}/document"));
    assert!(other.get(page.header("location")).await.tells(CANARY));
    let mut again = Browser::new(&service);
    let page = post(&mut again, sign_in(PASSWORD, right.clone(), next.clone())).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED, "SF-01");
    assert!(page.text().contains("すでに使われています"));
    // Elsewhere the code is asked for by itself.
    service.clock.advance(30);
    let code = service.code(&taro);
    let page = post(&mut again, sign_in(PASSWORD, code, "documents".into())).await;
    assert_eq!(page.header("location"), "/sign-in/code?next=documents");
}

// LI-02
#[tokio::test]
async fn the_sign_in_page_knows_the_address_only_after_the_mailbox_was_proved() {
    let service = Service::start().await;
    service.person(TARO, true).await;
    let document = sent(&service).await;
    let recipient = document.recipients[0].id;
    let path = format!("/sign-in?next=turn:{recipient}");
    let mut holder = Browser::new(&service);
    holder.get(&format!("/l/{}", service.link(recipient))).await;
    assert!(!holder.get(&path).await.tells(TARO), "to the holder of the link");
    prove_mailbox(&service, &mut holder, &document).await;
    assert!(holder.get(&path).await.tells(TARO));
    assert!(!Browser::new(&service).get(&path).await.tells(TARO), "to a stranger");
}

// WE-08
#[tokio::test]
async fn the_recipients_path_looks_the_same_with_and_without_an_account_until_the_mailbox_is_proved()
 {
    let mut seen = Vec::new();
    for has_account in [true, false] {
        let service = Service::start().await;
        if has_account {
            service.person(TARO, true).await;
            service.clock.advance(-30);
        }
        let document = sent(&service).await;
        let recipient = document.recipients[0].id;
        let mut browser = Browser::new(&service);
        browser.get(&format!("/l/{}", service.link(recipient))).await;
        let token = browser.token().await;
        let mut pages = vec![browser.get(&format!("/r/{recipient}")).await];
        pages.push(browser.post(&format!("/r/{recipient}/code"), &[]).await);
        pages.push(browser.get(&format!("/r/{recipient}/code")).await);
        let wrong = [("code", "000000")];
        pages.push(browser.post(&format!("/r/{recipient}/code/check"), &wrong).await);
        let wrong = [("email", TARO), ("password", "wrong"), ("next", "documents")];
        pages.push(browser.post("/sign-in", &wrong).await);
        pages.push(browser.post("/forgotten-password", &[("email", TARO)]).await);
        let reference = wariin_domain::ReferenceNumber::of(document.id).to_string();
        let own = [recipient.to_string(), token, reference];
        let plain = |page: &Page| {
            let text = own.iter().fold(page.text(), |text, own| text.replace(own, ""));
            (page.status, page.header("location").replace(&own[0], ""), text.len(), text)
        };
        seen.push(pages.iter().map(plain).collect::<Vec<_>>());
    }
    let (without, with) = (seen.pop().unwrap(), seen.pop().unwrap());
    for (with, without) in with.into_iter().zip(without) {
        assert_eq!(with, without);
    }
}
