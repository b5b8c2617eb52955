//! Access codes and factors that have to be enrolled behind them, or before the sending: what is announced, what is
//! refused, and the way on.

use crate::browser::{Browser, Page};
use crate::path::digits_of;
use crate::recipient_path::app_of;
use crate::service::{CANARY, PASSWORD, Person, Service};
use poem::http::StatusCode;
use wariin_adapters::Authenticator;
use wariin_app_http::work_until_idle;
use wariin_domain::{
    AccessCode, Document, EmailAddress, EnrolmentClass, EnrolmentRule, Language, PersonName,
    RecipientId,
};
use wariin_ports::{Clock, SessionCookie};
use wariin_usecases::{
    AccessCodeChange, IdpConstraint, RecipientInput, change_recipient, send_document,
};

pub(crate) const TARO: &str = "taro@example.com";
pub(crate) const CODE: &str = "himitsu-2026";
const TOO_LATE: &str = "enrolled_too_late";

/// A document without the request, whose one recipient is asked by this rule, and by the code where one is said.
pub(crate) async fn sent(
    service: &Service,
    sender: &SessionCookie,
    rule: EnrolmentRule,
    code: Option<&str>,
) -> Document {
    let on = service.draft(sender, TARO).await;
    let recipient = service.document(on.document).await.recipients[0].id;
    let code = code.map(|code| AccessCodeChange::Set(AccessCode::parse(code).unwrap()));
    let asked = RecipientInput {
        name: PersonName::parse("山田 太郎").unwrap(),
        email: EmailAddress::parse(TARO).unwrap(),
        organisation: None,
        language: Language::Japanese,
        idp: IdpConstraint::Any,
        access_code: code.unwrap_or(AccessCodeChange::Keep),
        enrolment: rule,
    };
    change_recipient(service.ports(), on, recipient, asked).await.unwrap();
    send_document(service.ports(), on).await.unwrap();
    work_until_idle(service.ports()).await.unwrap();
    service.document(on.document).await
}

pub(crate) async fn sender(service: &Service) -> SessionCookie {
    let sender = service.person("sender@example.jp", true).await;
    service.strongly(&sender).await
}

pub(crate) fn recipient(document: &Document) -> RecipientId {
    document.recipients[0].id
}

/// Follows the link and types the access code.
async fn unlock(service: &Service, browser: &mut Browser<'_>, document: &Document) {
    let recipient = recipient(document);
    browser.get(&format!("/l/{}", service.link(recipient))).await;
    let page = browser.post(&format!("/r/{recipient}/access-code"), &[("code", CODE)]).await;
    assert_eq!(page.header("location"), format!("/r/{recipient}"), "{}", page.text());
}

/// Has a code mailed and types it; where that leads.
pub(crate) async fn prove(
    service: &Service,
    browser: &mut Browser<'_>,
    recipient: RecipientId,
) -> Page {
    browser.post(&format!("/r/{recipient}/code"), &[]).await;
    work_until_idle(service.ports()).await.unwrap();
    let digits = digits_of(&service.mails().pop().unwrap());
    browser.post(&format!("/r/{recipient}/code/check"), &[("code", &digits)]).await
}

/// Scans the app that the page of the enrolment shows, and confirms it.
pub(crate) async fn confirm(
    service: &Service,
    browser: &mut Browser<'_>,
    recipient: RecipientId,
) -> Authenticator {
    let next = format!("turn:{recipient}");
    let app = app_of(&browser.get(&format!("/settings/security/enrol?next={next}")).await);
    let code = app.code(service.clock.now());
    let page =
        browser.post("/settings/security/confirm", &[("code", &code), ("next", &next)]).await;
    assert_eq!(page.header("location"), format!("/r/{recipient}/document"), "{}", page.text());
    service.clock.advance(30);
    app
}

/// A new session by this app, in which the access code was typed.
async fn anew<'a>(service: &'a Service, app: &Authenticator, document: &Document) -> Browser<'a> {
    service.clock.advance(30);
    let mut browser = Browser::new(service);
    unlock(service, &mut browser, document).await;
    browser.post("/sign-in", &[("email", TARO), ("password", PASSWORD)]).await;
    let page = browser.post("/sign-in/code", &[("code", &app.code(service.clock.now()))]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "signed in");
    browser
}

async fn opens(browser: &mut Browser<'_>, document: &Document) -> bool {
    let page = browser.get(&format!("/r/{}/document", recipient(document))).await;
    assert_eq!(page.status == StatusCode::OK, page.tells(CANARY));
    page.status == StatusCode::OK
}

pub(crate) async fn consents(browser: &mut Browser<'_>, document: &Document) -> Page {
    let recipient = recipient(document);
    browser.look_through(recipient, document).await;
    let shown = document.content_digest().to_string();
    let fields = [("shown", shown.as_str()), ("statement", "1/ja")];
    browser.post(&format!("/r/{recipient}/consent"), &fields).await
}

async fn class(service: &Service, document: &Document) -> Option<EnrolmentClass> {
    let kept = service.document(document.id).await;
    kept.recipients[0].consent().unwrap().assurance.class()
}

// E2 O-02
#[tokio::test]
async fn one_factor_is_enrolled_behind_the_access_codes_of_two_documents() {
    let service = Service::start().await;
    let sender = sender(&service).await;
    let first = sent(&service, &sender, EnrolmentRule::BehindAccessCode, Some(CODE)).await;
    let second = sent(&service, &sender, EnrolmentRule::BehindAccessCode, Some(CODE)).await;
    let mut browser = Browser::new(&service);
    unlock(&service, &mut browser, &first).await;
    unlock(&service, &mut browser, &second).await;
    let id = recipient(&second);
    prove(&service, &mut browser, id).await;
    let fields = [("name", "山田 太郎"), ("password", PASSWORD)];
    browser.post(&format!("/r/{id}/register"), &fields).await;
    confirm(&service, &mut browser, id).await;
    for document in [&second, &first] {
        assert!(opens(&mut browser, document).await, "the code is not asked for again");
        let page = consents(&mut browser, document).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
        assert_eq!(class(&service, document).await, Some(EnrolmentClass::BehindAccessCode));
    }
}

// E2 O-02
#[tokio::test]
async fn a_second_factor_behind_the_access_code_takes_nothing_from_the_first_one() {
    let service = Service::start().await;
    let sender = sender(&service).await;
    let document = sent(&service, &sender, EnrolmentRule::BehindAccessCode, Some(CODE)).await;
    let id = recipient(&document);
    let mut browser = Browser::new(&service);
    unlock(&service, &mut browser, &document).await;
    prove(&service, &mut browser, id).await;
    let fields = [("name", "山田 太郎"), ("password", PASSWORD)];
    browser.post(&format!("/r/{id}/register"), &fields).await;
    let first = confirm(&service, &mut browser, id).await;
    let next = format!("turn:{id}");
    browser.post("/settings/security/enrol", &[("name", "予備"), ("next", &next)]).await;
    let second = confirm(&service, &mut browser, id).await;
    for app in [&second, &first] {
        let mut browser = anew(&service, app, &document).await;
        assert!(opens(&mut browser, &document).await);
    }
    // One that is enrolled in a session without the code opens nothing.
    let mut elsewhere = Browser::new(&service);
    elsewhere.post("/sign-in", &[("email", TARO), ("password", PASSWORD)]).await;
    service.clock.advance(30);
    elsewhere.post("/sign-in/code", &[("code", &first.code(service.clock.now()))]).await;
    service.clock.advance(30);
    elsewhere.get(&format!("/l/{}", service.link(id))).await;
    let page = elsewhere.post(&format!("/r/{id}/code"), &[]).await;
    assert!(page.header("location").ends_with("/access-code"), "not before the access code");
    let page = elsewhere.post("/settings/security/enrol", &[("name", "三つ目")]).await;
    assert_ne!(page.header("location"), "/settings/security/enrol?next=home", "nor enrolled");
}

/// Taro, whose factor was enrolled after the sending and without the access code.
async fn late(service: &Service, document: &Document) -> Person {
    service.clock.advance(120);
    let taro = service.person(TARO, false).await;
    service.enrolled(taro, Some(recipient(document))).await
}

// E2 O-02 EN-04
#[tokio::test]
async fn a_factor_without_the_access_code_is_told_why_it_opens_nothing_and_is_led_to_one_that_does()
{
    let service = Service::start().await;
    let sender = sender(&service).await;
    let document = sent(&service, &sender, EnrolmentRule::BehindAccessCode, Some(CODE)).await;
    let (id, taro) = (recipient(&document), late(&service, &document).await);
    let at = format!("/r/{id}/document");
    let mut browser = Browser::with_session(&service, &service.strongly(&taro).await);
    let page = browser.post(&format!("/r/{id}/access-code"), &[("code", CODE)]).await;
    assert_eq!(page.header("location"), at);
    let page = browser.get(&at).await;
    assert_eq!((page.status, page.header("wariin-error")), (StatusCode::FORBIDDEN, TOO_LATE));
    assert!(page.tells("アクセスコードを入力せずに登録されました") && !page.tells(CANARY));
    assert!(page.tells(&format!("action=\"/r/{id}/code\"")), "the own account needs no link");

    browser.get(&format!("/l/{}", service.link(id))).await;
    let page = browser.get(&at).await;
    assert!(page.tells(&format!("action=\"/r/{id}/code\"")));
    let page = prove(&service, &mut browser, id).await;
    assert_eq!(page.header("location"), at);
    let page = browser.get(&at).await;
    assert!(page.tells("認証方法をもう1つ登録してください"));
    let next = format!("turn:{id}");
    let page = browser.post("/settings/security/enrol", &[("next", &next)]).await;
    assert_eq!(page.header("location"), format!("/settings/security/enrol?next={next}"));
    let app = confirm(&service, &mut browser, id).await;
    let page = browser.get(&at).await;
    assert_eq!(page.header("wariin-error"), TOO_LATE, "the session is still by the other one");
    assert!(page.tells("別の認証方法で開けます") && page.tells("認証アプリ"));
    assert!(page.tells(&format!("/sign-in/code?next={next}")));
    let code = app.code(service.clock.now());
    let page = browser.post("/sign-in/code", &[("code", &code), ("next", &next)]).await;
    assert_eq!(page.header("location"), at);
    assert!(opens(&mut browser, &document).await);
    let page = consents(&mut browser, &document).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    assert_eq!(class(&service, &document).await, Some(EnrolmentClass::BehindAccessCode));
}

// E3 O-02 EN-04
#[tokio::test]
async fn a_late_factor_is_told_to_ask_the_sender_where_none_helps_and_to_use_an_earlier_one_else() {
    let service = Service::start().await;
    let sender = sender(&service).await;
    let document = sent(&service, &sender, EnrolmentRule::BeforeSending, None).await;
    let (id, taro) = (recipient(&document), late(&service, &document).await);
    let at = format!("/r/{id}/document");
    let mut browser = Browser::with_session(&service, &service.strongly(&taro).await);
    let page = browser.get(&at).await;
    assert_eq!((page.status, page.header("wariin-error")), (StatusCode::FORBIDDEN, TOO_LATE));
    assert!(page.tells("書類が送られた後に登録されました") && !page.tells(CANARY));
    assert!(page.tells("送信者にご連絡ください") && page.tells("お問い合わせ番号"));
    assert!(!page.tells("認証方法を登録する"), "that would not help");

    let service = Service::start().await;
    let sender = self::sender(&service).await;
    let taro = service.person(TARO, true).await;
    let document = sent(&service, &sender, EnrolmentRule::BeforeSending, None).await;
    let id = recipient(&document);
    service.clock.advance(120);
    let mut browser = Browser::with_session(&service, &service.strongly(&taro).await);
    browser.get(&format!("/l/{}", service.link(id))).await;
    prove(&service, &mut browser, id).await;
    let next = format!("turn:{id}");
    browser.post("/settings/security/enrol", &[("name", "新しい電話"), ("next", &next)]).await;
    let new = confirm(&service, &mut browser, id).await;
    assert!(opens(&mut browser, &document).await, "the session is by the earlier one");
    let code = new.code(service.clock.now());
    browser.post("/sign-in/code", &[("code", &code), ("next", &next)]).await;
    let page = browser.get(&format!("/r/{id}/document")).await;
    assert_eq!(page.header("wariin-error"), TOO_LATE);
    assert!(page.tells("<li>phone</li>") && !page.tells("<li>新しい電話</li>"));
    service.clock.advance(30);
    let code = service.code(&taro);
    browser.post("/sign-in/code", &[("code", &code), ("next", &next)]).await;
    assert!(opens(&mut browser, &document).await);
}

// O-02 O-13 EN-04
#[tokio::test]
async fn what_is_demanded_of_the_factor_is_announced_before_anything_is_typed() {
    let service = Service::start().await;
    let sender = sender(&service).await;
    let coded = sent(&service, &sender, EnrolmentRule::BehindAccessCode, Some(CODE)).await;
    let before = sent(&service, &sender, EnrolmentRule::BeforeSending, None).await;
    let any = service.sent(&sender, TARO).await;
    let announced = "アクセスコードを入力してから登録した認証方法";
    let early = "送信される前に登録した認証方法（認証アプリやパスキーなど）でだけ開けます";

    let mut browser = Browser::new(&service);
    let id = recipient(&coded);
    browser.get(&format!("/l/{}", service.link(id))).await;
    assert!(browser.get(&format!("/r/{id}/access-code")).await.tells(announced));
    browser.post(&format!("/r/{id}/access-code"), &[("code", CODE)]).await;
    let page = browser.get(&format!("/r/{id}")).await;
    assert!(page.tells(announced) && page.tells("あなたにご本人の確認"), "by recipient");

    let id = recipient(&before);
    browser.get(&format!("/l/{}", service.link(id))).await;
    let page = browser.get(&format!("/r/{id}")).await;
    assert!(page.tells(early) && page.tells("あなたにご本人の確認"));
    assert!(!page.tells(&format!("action=\"/r/{id}/code\"")), "registering now would not help");

    let id = recipient(&any);
    browser.get(&format!("/l/{}", service.link(id))).await;
    let page = browser.get(&format!("/r/{id}")).await;
    assert!(!page.tells(announced) && !page.tells(early));
    assert!(page.tells("送信者が高度な認証リクエストを設定しています"));
    assert!(page.tells(&format!("action=\"/r/{id}/code\"")));
}
