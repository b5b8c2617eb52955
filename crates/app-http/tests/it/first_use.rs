//! A factor enrolled after sending, and what an organisation demands of recipients, as they look in HTTP.

use crate::browser::Browser;
use crate::service::{Person, Service};
use poem::http::StatusCode;
use wariin_app_http::work_until_idle;
use wariin_domain::{Document, HoldReason, RequiredBy};
use wariin_ports::SessionCookie;

const POLICY: &str = "/settings/organisation/recipients";
const SAVED: &str = "/settings/organisation/recipients?notice=saved";

/// A document that was sent to Taro, who set his authenticator up only then.
async fn sent_before_enrolment(service: &Service, sender: &SessionCookie) -> (Document, Person) {
    let document = service.sent(sender, "taro@example.com").await;
    service.clock.advance(120);
    let taro = service.person("taro@example.com", false).await;
    let taro = service.enrolled(taro, Some(document.recipients[0].id)).await;
    (document, taro)
}

async fn opens<'a>(service: &'a Service, document: &Document, taro: &Person) -> Browser<'a> {
    let recipient = document.recipients[0].id;
    let mut browser = Browser::with_session(service, &service.strongly(taro).await);
    browser.look_through(recipient, document).await;
    browser
}

async fn consents<'a>(service: &'a Service, document: &Document, taro: &Person) -> Browser<'a> {
    let recipient = document.recipients[0].id;
    let mut browser = opens(service, document, taro).await;
    let shown = document.content_digest().to_string();
    let page = browser
        .post(&format!("/r/{recipient}/consent"), &[("shown", &shown), ("statement", "1/ja")])
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    browser
}

async fn set_policy(service: &Service, admin: &SessionCookie, chosen: &[(&str, &str)]) {
    let mut fields = vec![("enrolment", "any"), ("new_factor", "mark")];
    fields.retain(|(name, _)| chosen.iter().all(|(other, _)| other != name));
    fields.extend_from_slice(chosen);
    let page = Browser::with_session(service, admin).post(POLICY, &fields).await;
    assert_eq!(page.header("location"), SAVED);
}

// EN-09 O-02 O-42
#[tokio::test]
async fn a_consent_by_a_late_factor_is_held_by_policy_until_the_sender_releases_it() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let strong = service.strongly(&sender).await;
    set_policy(&service, &strong, &[("new_factor", "hold")]).await;
    let (document, taro) = sent_before_enrolment(&service, &strong).await;
    let mut recipients = consents(&service, &document, &taro).await;
    work_until_idle(service.ports()).await.unwrap();
    let held = service.document(document.id).await;
    assert!(held.is_awaiting_consent(), "nothing is sealed");
    let why = held.recipients[0].consent_held.map(|hold| hold.why);
    assert_eq!(why, Some(HoldReason::NewFactor));
    let page = recipients.get(&format!("/r/{}/document", held.recipients[0].id)).await;
    assert!(page.tells("確認がすむまで、締結は保留されます"));
    let told = service.mails();
    assert!(told.iter().any(|mail| mail.contains("sender@example.jp")), "the sender is told");

    let mut browser = Browser::with_session(&service, &service.strongly(&sender).await);
    let at = format!("/documents/{}", document.id);
    let page = browser.get(&at).await;
    assert!(page.tells("認証アプリは送信後に登録されました（確認コードのみ）"));
    assert!(
        page.tells("E1・") && page.tells("保留を解除する") && page.tells("もう一度同意を求める")
    );
    let recipient = document.recipients[0].id;
    let page = browser.post(&format!("{at}/recipients/{recipient}/release"), &[]).await;
    assert_eq!(page.header("location"), format!("{at}?notice=released"));
    assert!(!service.document(document.id).await.is_awaiting_consent(), "it is sealed");
}

// O-02
#[tokio::test]
async fn the_sender_holds_a_consent_to_come_by_one_click_once_a_late_factor_opened_the_document() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let strong = service.strongly(&sender).await;
    let (document, taro) = sent_before_enrolment(&service, &strong).await;
    let mut browser = Browser::with_session(&service, &service.strongly(&sender).await);
    let at = format!("/documents/{}", document.id);
    assert!(!browser.get(&at).await.tells("この同意を保留する"));
    let mut recipients = opens(&service, &document, &taro).await;
    assert!(browser.get(&at).await.tells("この同意を保留する"));
    let recipient = document.recipients[0].id;
    let page = browser.post(&format!("{at}/recipients/{recipient}/hold"), &[]).await;
    assert_eq!(page.header("location"), format!("{at}?notice=held"));
    let held = service.document(document.id).await;
    assert_eq!(held.recipients[0].held.map(|hold| hold.why), Some(HoldReason::BySender));
    let page = browser.post(&format!("{at}/recipients/{recipient}/ask-anew"), &[]).await;
    assert!(page.status.is_client_error(), "no consent was given");
    let shown = document.content_digest().to_string();
    let page = recipients
        .post(&format!("/r/{recipient}/consent"), &[("shown", &shown), ("statement", "1/ja")])
        .await;
    assert_eq!(page.header("wariin-error"), "consent_held");
}

// O-13 PO-02
#[tokio::test]
async fn a_request_by_policy_is_named_on_the_steps_and_needs_a_strong_sign_in() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let strong = service.strongly(&sender).await;
    let draft = service.draft(&strong, "taro@example.com").await.document;
    let mut browser = Browser::with_session(&service, &strong);
    assert!(!browser.get(&format!("/documents/{draft}/04")).await.tells("組織の設定により"));
    set_policy(&service, &strong, &[("all", "yes"), ("enrolment", "before_sending")]).await;
    for step in ["02", "04"] {
        let page = browser.get(&format!("/documents/{draft}/{step}")).await;
        assert!(page.tells("組織の設定により、すべての書類に設定されます"), "{step}");
        assert!(page.tells("送信前に登録した認証方法だけが使えます（組織の設定）"), "{step}");
    }
    let fields = [("action", "send"), ("message", "")];
    let page = browser.post(&format!("/documents/{draft}/04"), &fields).await;
    assert_eq!(page.header("location"), format!("/documents/{draft}?notice=sent"));
    set_policy(&service, &strong, &[]).await;
    let sent = service.document(draft).await;
    assert_eq!(sent.request_required_by(), Some(RequiredBy::Organisation), "it keeps its policy");
}

// O-13
#[tokio::test]
async fn a_policy_with_an_unreadable_amount_or_domain_is_refused_beside_its_field() {
    let service = Service::start().await;
    let admin = service.person("admin@example.jp", true).await;
    let strong = service.strongly(&admin).await;
    let mut browser = Browser::with_session(&service, &strong);
    let chosen = [("enrolment", "any"), ("new_factor", "mark")];
    for (name, value) in [("from_amount", "many"), ("own_domains", "not a domain")] {
        let fields = [chosen.as_slice(), &[(name, value)]].concat();
        let page = browser.post(POLICY, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
    let typed = [("from_amount", "1,000,000"), ("own_domains", "example.jp\nExample.JP\n")];
    set_policy(&service, &strong, &typed).await;
    let page = browser.get(POLICY).await;
    assert!(page.tells("1000000") && page.tells("example.jp"));
    let form = browser.get("/documents/new").await;
    assert!(form.tells("1,000,000円以上の書類と、取引金額を入力しない書類には"), "step 01 says so");
    set_policy(&service, &strong, &[]).await;
    assert!(!browser.get("/documents/new").await.tells("円以上の書類と"));
}
