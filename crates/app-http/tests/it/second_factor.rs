//! Codes of the second factor against the real routes: once, in their window, and not by guessing.

use crate::browser::{Browser, Page};
use crate::recipient_path::app_of;
use crate::service::{PASSWORD, Person, Service};
use poem::http::StatusCode;
use wariin_adapters::Authenticator;
use wariin_ports::Clock;

const TARO: &str = "taro@example.com";

/// A browser in which Taro's password was typed; a code is awaited.
async fn with_password<'a>(service: &'a Service, taro: &Person) -> Browser<'a> {
    Browser::with_session(service, &service.by_password(taro).await)
}

async fn type_code(browser: &mut Browser<'_>, code: &str) -> Page {
    browser.post("/sign-in/code", &[("code", code)]).await
}

/// A browser in which a first enrolment was begun, and the app that took its key.
async fn enrolling(service: &Service) -> (Browser<'_>, Authenticator) {
    let taro = service.person(TARO, false).await;
    let mut browser = with_password(service, &taro).await;
    browser.post("/settings/security/enrol", &[]).await;
    let app = app_of(&browser.get("/settings/security/enrol").await);
    (browser, app)
}

// SF-01
#[tokio::test]
async fn the_code_that_confirmed_an_enrolment_does_not_sign_in() {
    let service = Service::start().await;
    let (mut browser, app) = enrolling(&service).await;
    let code = app.code(service.clock.now());
    let shown = browser.post("/settings/security/confirm", &[("code", &code)]).await;
    assert_eq!(shown.status, StatusCode::OK);
    let mut other = Browser::new(&service);
    other.post("/sign-in", &[("email", TARO), ("password", PASSWORD)]).await;
    let page = type_code(&mut other, &code).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.text().contains("すでに使われています"));
    service.clock.advance(30);
    let page = type_code(&mut other, &app.code(service.clock.now())).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
}

// SF-03 SF-04
#[tokio::test]
async fn only_codes_around_the_servers_time_count_and_a_clock_that_goes_back_reopens_none() {
    let service = Service::start().await;
    let taro = service.person(TARO, true).await;
    let mut browser = with_password(&service, &taro).await;
    let at = |steps: i64| {
        service.clock.advance(steps * 30);
        let code = service.code(&taro);
        service.clock.advance(-steps * 30);
        code
    };
    for steps in [-3, -2, 2] {
        let page = type_code(&mut browser, &at(steps)).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{steps} steps away");
    }
    let used = service.code(&taro);
    assert_eq!(type_code(&mut browser, &used).await.status, StatusCode::SEE_OTHER);
    for back in [-90, -86_400] {
        let mut browser = with_password(&service, &taro).await;
        service.clock.advance(back);
        for code in [used.clone(), service.code(&taro)] {
            let page = type_code(&mut browser, &code).await;
            assert_ne!(page.status, StatusCode::SEE_OTHER, "{back} seconds");
            assert!(!page.status.is_server_error());
        }
        service.clock.advance(-back);
    }
}

// SF-05 SF-06
#[tokio::test]
async fn wrong_codes_are_counted_over_sessions_restarts_and_pages_and_a_right_one_then_waits_unspent()
 {
    let service = Service::start().await;
    let taro = service.person(TARO, true).await;
    let sender = service.person("sender@example.jp", true).await;
    let document = service.sent(&service.strongly(&sender).await, TARO).await;
    let strong = service.strongly(&taro).await;
    service.clock.advance(16 * 60);
    let consent = format!("/r/{}/consent", document.recipients[0].id);
    let shown = document.content_digest().to_string();
    // Two at the consent, two with the password, and one more after a restart.
    let mut own = Browser::with_session(&service, &strong);
    for _ in 0..2 {
        let page = own
            .post(&consent, &[("shown", &shown), ("statement", "1/ja"), ("code", "000000")])
            .await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    }
    for _ in 0..2 {
        let mut fresh = with_password(&service, &taro).await;
        assert_eq!(type_code(&mut fresh, "000000").await.status, StatusCode::UNAUTHORIZED);
    }
    let service = service.restart(|| ()).await;
    let mut fresh = with_password(&service, &taro).await;
    assert_eq!(type_code(&mut fresh, "000000").await.status, StatusCode::UNAUTHORIZED);
    let right = service.code(&taro);
    for _ in 0..3 {
        let mut other = with_password(&service, &taro).await;
        assert_eq!(type_code(&mut other, &right).await.status, StatusCode::TOO_MANY_REQUESTS);
    }
    // Nothing of it was spent: after the wait the next code counts at once.
    service.clock.advance(120);
    let right = service.code(&taro);
    assert_eq!(type_code(&mut fresh, &right).await.status, StatusCode::SEE_OTHER);
}

// SF-07
#[tokio::test]
async fn without_the_password_no_code_is_looked_at() {
    let service = Service::start().await;
    let taro = service.person(TARO, true).await;
    for _ in 0..12 {
        let mut stranger = Browser::new(&service);
        let page = type_code(&mut stranger, "000000").await;
        assert!(page.header("location").starts_with("/sign-in"), "{}", page.status);
        let fields = [("email", TARO), ("password", "wrong"), ("code", "000000")];
        let fields =
            [&fields[..], &[("next", "turn:00000000-0000-0000-0000-000000000007")]].concat();
        stranger.post("/sign-in", &fields).await;
    }
    let mut own = with_password(&service, &taro).await;
    assert_eq!(type_code(&mut own, &service.code(&taro)).await.status, StatusCode::SEE_OTHER);
}

// SF-08 SF-10
#[tokio::test]
async fn the_seed_is_made_here_and_shown_until_it_is_confirmed_only() {
    let service = Service::start().await;
    let taro = service.person(TARO, false).await;
    let mut browser = with_password(&service, &taro).await;
    let own = [("secret", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), ("key", "AAAA"), ("name", "a&b=c?")];
    let begun = browser.post("/settings/security/enrol", &own).await;
    assert_eq!(begun.header("location"), "/settings/security/enrol?next=home");
    let page = browser.get("/settings/security/enrol").await;
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(!page.tells("AAAAAAAA") && !page.tells("a&b=c?"));
    let app = app_of(&page);
    let code = app.code(service.clock.now());
    let shown = browser.post("/settings/security/confirm", &[("code", &code)]).await;
    assert_eq!((shown.status, shown.header("cache-control")), (StatusCode::OK, "no-store"));
    let turn = "/settings/security/enrol?next=turn:00000000-0000-0000-0000-000000000007";
    for path in ["/settings/security/enrol", "/settings/security", turn] {
        let page = browser.get(path).await;
        assert!(!page.tells("otpauth") && !page.tells("setup-key"), "{path}");
    }
}

// SF-11
#[tokio::test]
async fn a_code_is_read_as_people_type_it_and_nothing_that_is_typed_is_a_fault() {
    let service = Service::start().await;
    let taro = service.person(TARO, true).await;
    for strange in
        ["+12345", "1234567", "\0\0\0\0\0\0", "", "[1,2,3]", "१२३४५६", &"9".repeat(100_000)]
    {
        let mut browser = with_password(&service, &taro).await;
        let page = type_code(&mut browser, strange).await;
        assert!(page.status.is_client_error(), "{}", page.status);
        service.clock.advance(3_600);
    }
    let wide = |code: &str| -> String {
        code.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect()
    };
    for typed in [wide, |code: &str| format!(" {} {} ", &code[..3], &code[3..])] {
        service.clock.advance(86_400);
        let mut browser = with_password(&service, &taro).await;
        let page = type_code(&mut browser, &typed(&service.code(&taro))).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
    }
}

// EN-05
#[tokio::test]
async fn an_enrolment_is_confirmed_in_the_browser_that_began_it_and_once() {
    let service = Service::start().await;
    let (mut own, app) = enrolling(&service).await;
    let mut other = Browser::new(&service);
    other.post("/sign-in", &[("email", TARO), ("password", PASSWORD)]).await;
    let code = app.code(service.clock.now());
    let page = other.post("/settings/security/confirm", &[("code", &code)]).await;
    assert_eq!((page.status, page.header("wariin-error")), (StatusCode::CONFLICT, "no_enrolment"));
    assert_eq!(
        own.post("/settings/security/confirm", &[("code", &code)]).await.status,
        StatusCode::OK
    );
    service.clock.advance(30);
    let next = app.code(service.clock.now());
    let page = own.post("/settings/security/confirm", &[("code", &next)]).await;
    assert_eq!((page.status, page.header("wariin-error")), (StatusCode::CONFLICT, "no_enrolment"));
    let page = other.get("/settings/security").await;
    assert!(page.header("location").starts_with("/sign-in"), "EN-06: other sessions ended");
}

#[tokio::test]
async fn a_sign_in_with_nothing_typed_names_the_fields_and_counts_as_no_try() {
    let service = Service::start().await;
    service.person(TARO, false).await;
    let mut browser = Browser::new(&service);
    for _ in 0..40 {
        let page = browser.post("/sign-in", &[("email", ""), ("password", " ")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.tells("href=\"#f-email\"") && page.tells("href=\"#f-password\""));
    }
    let page = browser.post("/sign-in", &[("email", TARO), ("password", PASSWORD)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
}

#[tokio::test]
async fn what_is_not_there_is_told_in_the_frame_of_the_reader() {
    let service = Service::start().await;
    let taro = service.person(TARO, false).await;
    let at = "/documents/00000000-0000-4000-8000-000000000000";
    let page = with_password(&service, &taro).await.get(at).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(
        page.tells("site-nav") && page.tells("このアカウントでは閲覧できません"),
        "{}",
        page.text()
    );
    let page = Browser::new(&service).get("/nowhere").await;
    assert!(!page.tells("site-nav") && page.tells("メールのリンクを開いた方"), "{}", page.text());
}

// T-046
#[tokio::test]
async fn a_stranger_behind_the_owners_address_keeps_the_owners_known_browser_from_nothing() {
    let service = Service::start().await;
    let taro = service.person(TARO, true).await;
    let office = "203.0.113.7";
    let mut own = Browser::at(&service, office);
    let mut stranger = Browser::at(&service, office);
    let right = [("email", TARO), ("password", crate::service::PASSWORD)];
    let wrong = [("email", TARO), ("password", "a wrong password")];
    assert_eq!(own.post("/sign-in", &right).await.status, StatusCode::SEE_OTHER);
    let mut refused = 0;
    for _ in 0..80 {
        let page = stranger.post("/sign-in", &wrong).await;
        refused += usize::from(page.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused > 0, "the address may try no more");
    own.cookies.remove("__Host-wariin-session");
    for _ in 0..20 {
        for _ in 0..10 {
            stranger.post("/sign-in", &wrong).await;
        }
        let page = own.post("/sign-in", &right).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
        assert!(page.header("location").starts_with("/sign-in/code"));
    }
    // The session in which the password was right is known too.
    let code = service.code(&taro);
    assert_eq!(type_code(&mut own, &code).await.status, StatusCode::SEE_OTHER);
    let mut elsewhere = Browser::at(&service, office);
    let page = elsewhere.post("/sign-in", &right).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "a browser that is not known");
}
