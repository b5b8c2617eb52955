//! The recipient's path, as it looks in HTTP.

use crate::browser::Browser;
use crate::service::{CANARY, Person, STATEMENT, Service};
use poem::http::{Method, StatusCode};
use wariin_ports::SessionCookie;
use wariin_usecases::{DocumentCommand, cancel_document};

pub(crate) struct Sent {
    pub(crate) service: Service,
    pub(crate) document: wariin_domain::Document,
    sender: DocumentCommand,
    /// The sender's session.
    pub(crate) cookie: SessionCookie,
}

async fn sent() -> Sent {
    sent_by(Service::start().await).await
}

/// Taro has an account and an authenticator before anything is sent.
pub(crate) async fn sent_to_taro() -> (Sent, Person) {
    let service = Service::start().await;
    let taro = service.person("taro@example.com", true).await;
    (sent_by(service).await, taro)
}

async fn sent_by(service: Service) -> Sent {
    let sender = service.person("sender@example.jp", true).await;
    let cookie = service.strongly(&sender).await;
    let document = service.sent(&cookie, "taro@example.com").await;
    let session = service.ports().tokens.session_key(&cookie);
    let sender = DocumentCommand { document: document.id, principal: session.into() };
    Sent { service, document, sender, cookie }
}

// T-091 LI-03 CO-08
#[tokio::test]
async fn scanners_that_follow_the_link_change_nothing() {
    let Sent { service, document, .. } = sent().await;
    let recipient = document.recipients[0].id;
    let events = service.events().await;
    let paths = [
        format!("/l/{}", service.link(recipient)),
        format!("/r/{recipient}"),
        format!("/r/{recipient}/code"),
        format!("/r/{recipient}/register"),
        format!("/r/{recipient}/document"),
        format!("/r/{recipient}/consent"),
        format!("/r/{recipient}/decline"),
        format!("/r/{recipient}/not-me"),
        format!("/r/{recipient}/open"),
    ];
    for _ in 0..20 {
        let mut scanner = Browser::new(&service);
        for path in &paths {
            for method in [Method::GET, Method::HEAD] {
                let page = scanner.send(method, path, &[], Vec::new()).await;
                assert!(!page.tells(CANARY));
            }
        }
    }
    assert_eq!(service.events().await, events);
    assert_eq!(service.document(document.id).await, document);
}

// LI-04 LI-02
#[tokio::test]
async fn the_links_secret_leaves_the_address_and_the_landing_page_shows_no_contract() {
    let Sent { service, document, .. } = sent().await;
    let recipient = document.recipients[0].id;
    let token = service.link(recipient);
    let mut browser = Browser::new(&service);
    let page = browser.get(&format!("/l/{token}")).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(page.header("location"), format!("/r/{recipient}"));
    let landing = browser.get(page.header("location")).await;
    assert_eq!(landing.status, StatusCode::OK);
    let text = landing.text();
    assert!(text.contains("t***@example.com") && !text.contains("taro@example.com"));
    assert!(!landing.tells(CANARY) && !landing.tells(&token));
}

// LI-01 T-043 O-07
#[tokio::test]
async fn an_invalid_link_looks_the_same_for_every_cause_and_an_expired_one_offers_a_new_one() {
    let Sent { service, document, sender, .. } = sent().await;
    let recipient = document.recipients[0].id;
    let open = |token: String| {
        let service = &service;
        async move {
            let mut browser = Browser::new(service);
            browser.get(&format!("/l/{token}")).await;
            browser.get(&format!("/r/{recipient}")).await
        }
    };
    assert_eq!(open(service.link(recipient)).await.status, StatusCode::OK);
    service.clock.advance(10 * 86_400);
    let expired = open(service.link(recipient)).await;
    assert_eq!(
        (expired.status, expired.header("wariin-error")),
        (StatusCode::GONE, "expired_link")
    );
    assert!(!expired.tells(CANARY) && !expired.tells("example.com"));
    service.clock.advance(-10 * 86_400);
    cancel_document(service.ports(), sender).await.unwrap();
    let cancelled = open(service.link(recipient)).await;
    assert_eq!(cancelled.status, StatusCode::GONE);
    service.clock.advance(10 * 86_400);
    let both = open(service.link(recipient)).await;
    assert_eq!((both.status, both.header("wariin-error")), (StatusCode::GONE, "invalid_link"));
    let mut browser = Browser::new(&service);
    let unknown = browser.get("/l/AAAA").await;
    assert_eq!(
        (unknown.status, unknown.header("wariin-error")),
        (StatusCode::GONE, "invalid_link")
    );
}

// EN-01 T-037
#[tokio::test]
async fn with_the_link_alone_nothing_is_enrolled_and_no_account_is_made() {
    let Sent { service, document, .. } = sent().await;
    let recipient = document.recipients[0].id;
    let mut browser = Browser::new(&service);
    browser.get(&format!("/l/{}", service.link(recipient))).await;
    let password = ("password", crate::service::PASSWORD);
    for path in [
        format!("/r/{recipient}/register"),
        format!("/r/{recipient}/password"),
        "/settings/security/enrol".to_owned(),
        "/settings/security/confirm".to_owned(),
        "/sign-in/code".to_owned(),
        "/sign-in/backup-code".to_owned(),
    ] {
        let page = browser.post(&path, &[("name", "誰か"), password, ("code", "123456")]).await;
        let is_refused =
            page.status == StatusCode::FORBIDDEN || page.header("location").starts_with("/sign-in");
        assert!(is_refused, "{path}: {}", page.status);
    }
    let email = wariin_domain::EmailAddress::parse("taro@example.com").unwrap();
    let mut tx = service.ports().storage.begin().await.unwrap();
    assert!(tx.accounts().find_by_email(&email).await.unwrap().is_none());
}

// EN-02
#[tokio::test]
async fn the_code_works_only_in_the_browser_that_asked_for_it() {
    let Sent { service, document, .. } = sent().await;
    let recipient = document.recipients[0].id;
    let follow = format!("/l/{}", service.link(recipient));
    let mut own = Browser::new(&service);
    own.get(&follow).await;
    let asked = own.post(&format!("/r/{recipient}/code"), &[]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    wariin_app_http::work_until_idle(service.ports()).await.unwrap();
    let mail = service.mails().pop().unwrap();
    let digits = digits_of(&mail);

    let mut other = Browser::new(&service);
    other.get(&follow).await;
    let page = other.post(&format!("/r/{recipient}/code/check"), &[("code", &digits)]).await;
    assert_eq!(page.header("location"), format!("/r/{recipient}"), "it has no session at all");

    let check = format!("/r/{recipient}/code/check");
    let page = own.post(&check, &[("code", &digits)]).await;
    assert_eq!(page.header("location"), format!("/r/{recipient}/register"));
    let page = own.post(&check, &[("code", &digits)]).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED, "only once");
}

pub(crate) fn digits_of(mail: &str) -> String {
    use mail_parser::MessageParser;
    let message = MessageParser::default().parse(mail.as_bytes()).unwrap();
    let body = message.body_text(0).unwrap();
    let line = body.lines().find(|line| line.starts_with("  ")).unwrap();
    line.trim().to_owned()
}

// T-001 T-049 CO-01 CO-02 SF-01
#[tokio::test]
async fn a_consent_by_password_is_403_an_old_factor_403_other_files_409_and_a_code_works_once() {
    let (Sent { service, document, .. }, taro) = sent_to_taro().await;
    let path = format!("/r/{}/consent", document.recipients[0].id);
    let shown = document.content_digest().to_string();

    let weak = service.by_password(&taro).await;
    let mut browser = Browser::with_session(&service, &weak);
    let page = browser.post(&path, &[("shown", &shown), ("statement", "1/ja")]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(page.header("wariin-error"), "advanced_auth_required");
    let code = service.code(&taro);
    let page =
        browser.post(&path, &[("shown", &shown), ("statement", "1/ja"), ("code", &code)]).await;
    assert_eq!(page.header("wariin-error"), "advanced_auth_required");

    let strong = service.strongly(&taro).await;
    let mut browser = Browser::with_session(&service, &strong);
    browser.look_through(document.recipients[0].id, &document).await;
    for unknown in ["", "999/ja", "ja"] {
        let page = browser.post(&path, &[("shown", &shown), ("statement", unknown)]).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{unknown}");
        assert_eq!(page.header("wariin-error"), "other_statement");
        assert!(page.text().contains("name=\"statement\" value=\"1/ja\""), "the form anew");
    }
    for other in ["", "999/ja", "1/en"] {
        let begin = format!("{path}/passkey/begin");
        let page = browser.post(&begin, &[("shown", &shown), ("statement", other)]).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "by passkey: {other}");
        let told = format!("\"to\":\"{path}?notice=anew\"");
        assert!(page.text().contains(&told) && page.text().contains("このページは更新されました"));
        assert!(page.text().contains("\"error\":\"other_statement\""));
    }
    let anew = browser.get(&format!("{path}?notice=anew")).await.text();
    assert!(anew.contains("このページは更新されました") && anew.contains("value=\"1/ja\""));
    let page = browser.post(&path, &[("shown", &shown), ("statement", "1/en")]).await;
    assert_eq!(page.header("wariin-error"), "other_statement", "Japanese goes with the request");
    assert!(service.document(document.id).await.recipients[0].consent().is_none());
    let other = "0".repeat(64);
    let page = browser.post(&path, &[("shown", &other), ("statement", "1/ja")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert_eq!(page.header("wariin-error"), "other_contents");
    service.clock.advance(16 * 60);
    let page = browser.post(&path, &[("shown", &shown), ("statement", "1/ja")]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(page.header("wariin-error"), "step_up_required");
    assert_eq!(service.document(document.id).await.recipients[0].consent(), None);

    let code = service.code(&taro);
    let page =
        browser.post(&path, &[("shown", &shown), ("statement", "1/ja"), ("code", &code)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert!(service.document(document.id).await.recipients[0].consent().is_some());
    let again = browser.post(&path, &[("shown", &shown), ("statement", "1/ja")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "CO-08: the same answer again");
    let again =
        browser.post(&path, &[("shown", &shown), ("statement", "1/ja"), ("code", &code)]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "CO-08: the same form again");
    service.clock.advance(30);
    let fresh = service.code(&taro);
    let again =
        browser.post(&path, &[("shown", &shown), ("statement", "1/ja"), ("code", &fresh)]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "SF-01: with a fresh code, which is spent");
    for later in [60, 30] {
        service.clock.advance(later);
        let again =
            browser.post(&path, &[("shown", &shown), ("statement", "1/ja"), ("code", &code)]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "CO-08: its code is too old by now");
        assert_eq!(again.header("location"), format!("/r/{}/document", document.recipients[0].id));
    }
    service.clock.advance(-90);
    let mut login = Browser::new(&service);
    let password = ("password", crate::service::PASSWORD);
    login.post("/sign-in", &[("email", "taro@example.com"), password]).await;
    for spent in [&code, &fresh] {
        let page = login.post("/sign-in/code", &[("code", spent)]).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED, "consent -> login with the same code");
        assert!(page.text().contains("すでに使われています"));
    }
}

// T-038 EN-01 O-02
#[tokio::test]
async fn an_account_without_a_factor_enrols_behind_a_mailed_code_only() {
    let service = Service::start().await;
    let taro = service.person("taro@example.com", false).await;
    let Sent { service, document, .. } = sent_by(service).await;
    let recipient = document.recipients[0].id;
    let weak = service.by_password(&taro).await;
    let mut thief = Browser::with_session(&service, &weak);
    let page = thief.post("/settings/security/enrol", &[]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(page.header("wariin-error"), "mailbox_not_proven");

    let own = service.by_password(&taro).await;
    let mut own = Browser::with_session(&service, &own);
    own.get(&format!("/l/{}", service.link(recipient))).await;
    let path = format!("/r/{recipient}/document");
    assert_eq!(own.get(&path).await.header("location"), format!("/r/{recipient}"));
    assert!(own.get(&format!("/r/{recipient}")).await.text().contains("確認コードを送る"));
    own.post(&format!("/r/{recipient}/code"), &[]).await;
    wariin_app_http::work_until_idle(service.ports()).await.unwrap();
    let digits = digits_of(&service.mails().pop().unwrap());
    let page = own.post(&format!("/r/{recipient}/code/check"), &[("code", &digits)]).await;
    let enrolment = format!("/settings/security/enrol?next=turn:{recipient}");
    assert_eq!(page.header("location"), enrolment);
    assert_eq!(own.get(&path).await.header("location"), enrolment);
    assert!(own.get(&enrolment).await.text().contains("setup-key"), "it was begun at once");
}

// RA-01 RA-02
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_consent_and_cancel_at_once_exactly_one_wins() {
    let (Sent { service, document, sender, .. }, taro) = sent_to_taro().await;
    let cookie = service.strongly(&taro).await;
    let session = service.ports().tokens.session_key(&cookie);
    let recipient = document.recipients[0].id;
    let consents = (0..20).map(|_| {
        let (ports, shown) = (service.ports().clone(), document.content_digest());
        tokio::spawn(async move {
            let command = wariin_usecases::GiveConsent {
                turn: None,
                statement: STATEMENT,
                principal: session.into(),
                recipient,
                shown,
                code: None,
            };
            wariin_usecases::consent(&ports, command).await.is_ok()
        })
    });
    let consents: Vec<_> = consents.collect();
    let ports = service.ports().clone();
    let cancel = tokio::spawn(async move { cancel_document(&ports, sender).await.is_ok() });
    let mut consented = 0;
    for one in consents {
        consented += u32::from(one.await.unwrap());
    }
    let cancelled = cancel.await.unwrap();
    let after = service.document(document.id).await;
    assert_eq!(after.recipients[0].consent().is_some(), consented > 0);
    assert_ne!(consented > 0, cancelled, "one of the two");
    let history = service.ports().views.timeline(document.id).await.unwrap();
    let count = |kind: &str| history.iter().filter(|e| e.what.name() == kind).count();
    assert_eq!(count("consented") + count("cancelled"), 1);
}

// T-041
#[tokio::test]
async fn a_browser_that_opened_another_document_by_mail_is_not_redirected_in_a_loop() {
    let (Sent { service, document, .. }, taro) = sent_to_taro().await;
    let sender = service.person("other@example.jp", true).await;
    let cookie = service.strongly(&sender).await;
    let plain = service.draft(&cookie, "taro@example.com").await;
    wariin_usecases::send_document(service.ports(), plain).await.unwrap();
    let plain = service.document(plain.document).await.recipients[0].id;
    let recipient = document.recipients[0].id;

    let mut browser = Browser::with_session(&service, &service.by_password(&taro).await);
    browser.get(&format!("/l/{}", service.link(plain))).await;
    let opened = browser.post(&format!("/r/{plain}/open"), &[]).await;
    assert_eq!(opened.header("location"), format!("/r/{plain}/document"));
    browser.get(&format!("/l/{}", service.link(recipient))).await;
    let gated = browser.get(&format!("/r/{recipient}/document")).await;
    assert_eq!(gated.header("location"), format!("/sign-in/code?next=turn:{recipient}"));
}
