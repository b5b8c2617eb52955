//! 受け取った書類: the list, what it tells after which sign-in, and the way into a document without its mail.

use crate::browser::Browser;
use crate::service::{CANARY, Service};
use poem::http::StatusCode;
use wariin_app_http::work_until_idle;
use wariin_domain::Document;
use wariin_ports::SessionCookie;
use wariin_usecases::{cancel_document, send_document};

const LIST: &str = "/received-documents";

/// A document without the request.
async fn sent_openly(service: &Service, sender: &SessionCookie, to: &str) -> Document {
    let on = service.draft(sender, to).await;
    send_document(service.ports(), on).await.unwrap();
    work_until_idle(service.ports()).await.unwrap();
    service.document(on.document).await
}

fn place(document: &Document) -> String {
    format!("/r/{}/document", document.recipients[0].id)
}

async fn consents(service: &Service, document: &Document, browser: &mut Browser<'_>) {
    let recipient = document.recipients[0].id;
    browser.look_through(recipient, document).await;
    let shown = document.content_digest().to_string();
    let page = browser
        .post(&format!("/r/{recipient}/consent"), &[("shown", &shown), ("statement", "1/ja")])
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    work_until_idle(service.ports()).await.unwrap();
}

// O-22 O-41
#[tokio::test]
async fn a_guest_comes_home_to_what_was_received_and_finds_a_concluded_document_there() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let guest = service.guest("guest@example.org").await;
    let document = service.sent(&service.strongly(&sender).await, "guest@example.org").await;
    let mut browser = Browser::with_session(&service, &service.strongly(&guest).await);
    assert_eq!(browser.get("/").await.header("location"), LIST);
    let page = browser.get(LIST).await;
    assert!(page.tells(CANARY) && page.tells(&place(&document)), "{}", page.text());
    assert!(browser.get(&format!("{LIST}?show=todo")).await.tells(CANARY));
    assert!(
        browser.get(&format!("{LIST}?show=concluded")).await.tells("この状態の書類はありません")
    );
    assert!(browser.get(&format!("{LIST}?q={CANARY}")).await.tells(&place(&document)));
    assert!(browser.get(&format!("{LIST}?q=other")).await.tells("見つかりませんでした"));
    consents(&service, &document, &mut browser).await;
    // A fresh browser, without the mail.
    let mut fresh = Browser::with_session(&service, &service.strongly(&guest).await);
    let page = fresh.get(&format!("{LIST}?show=concluded")).await;
    assert!(page.tells(CANARY) && page.tells("締結済"));
    assert!(fresh.get(&place(&document)).await.tells(CANARY));
    let read = |mail: &String| {
        let message = mail_parser::MessageParser::default().parse(mail.as_bytes()).unwrap();
        message.body_text(0).unwrap().into_owned()
    };
    let told = service.mails();
    let mut to_guest = told.iter().filter(|mail| mail.contains("guest@example.org")).map(read);
    let leads = |text: String| text.contains("/received-documents?show=concluded");
    assert!(to_guest.any(leads));
}

// EN-03 T-038 O-22
#[tokio::test]
async fn a_weak_sign_in_is_told_who_sent_a_gated_document_and_led_to_the_strong_one_and_back() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let strong = service.strongly(&sender).await;
    let document = service.sent(&strong, "taro@example.com").await;
    // An account without a factor.
    let taro = service.person("taro@example.com", false).await;
    let mut browser = Browser::with_session(&service, &service.by_password(&taro).await);
    let page = browser.get(LIST).await;
    assert!(!page.tells(CANARY) && page.tells("2要素認証（またはIdP認証）でログイン"));
    assert!(page.tells("からの書類") && page.tells(&place(&document)));
    assert!(!browser.get(&format!("{LIST}?q={CANARY}")).await.tells(&place(&document)));
    // A session that awaits the code is led to it, and back to the list.
    let taro = service.enrolled(taro, Some(document.recipients[0].id)).await;
    let mut browser = Browser::with_session(&service, &service.by_password(&taro).await);
    let page = browser.get(LIST).await;
    assert_eq!(page.header("location"), "/sign-in/code?next=received");
    let code = service.code(&taro);
    let page = browser.post("/sign-in/code", &[("code", &code), ("next", "received")]).await;
    assert_eq!(page.header("location"), LIST);
    assert!(browser.get(LIST).await.tells(CANARY));
    let anonymous = Browser::new(&service).get(LIST).await;
    assert_eq!(anonymous.header("location"), "/sign-in?next=received");
}

// O-22
#[tokio::test]
async fn an_open_document_leads_an_account_without_a_factor_to_set_one_up() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let strong = service.strongly(&sender).await;
    let document = sent_openly(&service, &strong, "taro@example.com").await;
    let taro = service.person("taro@example.com", false).await;
    let mut browser = Browser::with_session(&service, &service.by_password(&taro).await);
    assert!(browser.get(LIST).await.tells(CANARY), "the mail told the title");
    let page = browser.get(&place(&document)).await;
    let recipient = document.recipients[0].id;
    let enrolment = format!("/settings/security/enrol?next=turn:{recipient}");
    assert_eq!(page.header("location"), enrolment);
    let next = format!("turn:{recipient}");
    let next = [("next", next.as_str())];
    let page = browser.post("/settings/security/enrol", &next).await;
    assert_eq!(page.header("location"), enrolment);
    assert!(browser.get(&enrolment).await.tells("setup-key"));
    // While a gated document waits, a factor is set up behind a mailed code only, and that needs the link.
    service.sent(&strong, "taro@example.com").await;
    let mut other = Browser::with_session(&service, &service.by_password(&taro).await);
    let page = other.post("/settings/security/enrol", &next).await;
    assert_eq!(page.header("location"), format!("/r/{recipient}"));
    let page = other.get(&format!("/r/{recipient}")).await;
    assert_eq!(page.header("wariin-error"), "link_required");
}

// O-22
#[tokio::test]
async fn what_has_ended_is_listed_without_a_link_and_a_later_recipient_sees_nothing() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let taro = service.person("taro@example.com", true).await;
    let hanako = service.person("hanako@example.com", true).await;
    let strong = service.strongly(&sender).await;
    let on = service.draft(&strong, "taro@example.com").await;
    service.add(on, "hanako@example.com").await;
    let document = service.send(on).await;
    let mut later = Browser::with_session(&service, &service.strongly(&hanako).await);
    assert!(later.get(LIST).await.tells("まだ書類は届いていません"));
    cancel_document(service.ports(), on).await.unwrap();
    let mut browser = Browser::with_session(&service, &service.strongly(&taro).await);
    let page = browser.get(&format!("{LIST}?show=ended")).await;
    assert!(page.tells("取り消し") && !page.tells(CANARY), "no mail told its title");
    assert!(!page.tells(&place(&document)));
    assert!(later.get(LIST).await.tells("まだ書類は届いていません"));
}

// O-22
#[tokio::test]
async fn a_place_in_the_list_that_was_not_made_here_is_refused() {
    let service = Service::start().await;
    let taro = service.person("taro@example.com", true).await;
    let mut browser = Browser::with_session(&service, &service.strongly(&taro).await);
    for after in ["x", "1~2", "~", "x~00000000-0000-0000-0000-000000000001"] {
        let page = browser.get(&format!("{LIST}?after={after}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{after}");
    }
    let page = browser.get(&format!("{LIST}?show=nothing&q=%00%09")).await;
    assert_eq!(page.status, StatusCode::OK);
}
