//! The guard: forms of others, cookies, sizes.

use crate::browser::Browser;
use crate::service::Service;
use poem::http::{Method, StatusCode};
use std::path::{Path, PathBuf};
use wariin_app_http::{Access, map};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A name, headers and a body.
type Case = (&'static str, Vec<(&'static str, &'static str)>, Vec<u8>);

fn any_path(pattern: &str) -> String {
    let id = "00000000-0000-0000-0000-000000000001";
    let parts = pattern.split('/').map(|part| if part.starts_with(':') { id } else { part });
    parts.collect::<Vec<_>>().join("/")
}

// WE-05
#[tokio::test]
async fn every_form_that_is_not_ours_is_refused_on_every_route() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let cookie = service.strongly(&sender).await;
    let mut browser = Browser::with_session(&service, &cookie);
    let token = browser.token().await;
    let mut other = Browser::new(&service);
    let foreign = other.token().await;
    let good = format!("csrf={token}").into_bytes();
    let zero = b"csrf=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_vec();
    let json = br#"{"csrf":"x"}"#.to_vec();
    let same = ("sec-fetch-site", "same-origin");
    let cases: Vec<Case> = vec![
        ("no token", vec![FORM, same], b"a=b".to_vec()),
        ("a foreign token", vec![FORM, same], format!("csrf={foreign}").into_bytes()),
        ("a zero token", vec![FORM, same], zero),
        ("an empty token", vec![FORM, same], b"csrf=".to_vec()),
        ("null origin", vec![FORM, ("origin", "null")], good.clone()),
        ("cross-site", vec![FORM, ("sec-fetch-site", "cross-site")], good.clone()),
        ("same-site", vec![FORM, ("sec-fetch-site", "same-site")], good.clone()),
        ("another origin", vec![FORM, ("origin", "https://evil.example")], good.clone()),
        ("another port", vec![FORM, same, ("origin", "http://localhost:9")], good.clone()),
        ("plain text", vec![("content-type", "text/plain"), same], json.clone()),
        ("JSON", vec![("content-type", "application/json"), same], json),
        ("no type", vec![same], good.clone()),
        ("an override", vec![FORM, ("x-http-method-override", "POST")], b"a=b".to_vec()),
    ];
    let entries = map();
    // Neither what proves itself nor what changes nothing for anyone asks for a token.
    let open = [Access::Machine, Access::Visitor, Access::Program];
    let posts = entries
        .entries()
        .filter(|entry| entry.method == Method::POST && !open.contains(&entry.access));
    for path in posts.map(|entry| any_path(entry.path)) {
        for (name, headers, body) in &cases {
            let page = browser.send(Method::POST, &path, headers, body.clone()).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{name} on {path}");
            assert_eq!(page.header("wariin-error"), "foreign_form", "{name} on {path}");
        }
    }
    let own = browser.send(Method::POST, "/sign-out", &[FORM, same], good).await;
    assert_eq!(own.status, StatusCode::SEE_OTHER, "our own form is taken");
}

// WE-05
#[tokio::test]
async fn only_a_provider_posts_without_a_form_token_and_has_to_prove_itself() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let cookie = service.strongly(&sender).await;
    let mut browser = Browser::with_session(&service, &cookie);
    let entries = map();
    let machines = entries.entries().filter(|entry| entry.access == Access::Machine);
    let paths: Vec<_> = machines.map(|entry| any_path(entry.path)).collect();
    assert_eq!(paths, ["/idp/00000000-0000-0000-0000-000000000001/logout"]);
    let before = service.events().await;
    for body in ["", "logout_token=a.b.c", "csrf=x"] {
        let page = browser.send(Method::POST, &paths[0], &[FORM], body.into()).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{body}");
    }
    let json = ("content-type", "application/json");
    let page = browser.send(Method::POST, &paths[0], &[json], b"{}".to_vec()).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(service.events().await, before);
    assert_eq!(browser.get("/documents").await.status, StatusCode::OK, "no session was ended");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_however_it_is_sent() {
    let service = Service::start().await;
    let mut browser = Browser::new(&service);
    let token = browser.token().await;
    let body = format!("csrf={token}&email={}", "a".repeat(70_000)).into_bytes();
    let page = browser.send(Method::POST, "/sign-in", &[FORM], body).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
}

// WE-02
#[tokio::test]
async fn cookies_are_host_bound_secure_and_unreadable_to_scripts() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", false).await;
    let mut browser = Browser::new(&service);
    let fields = [("email", sender.email.as_str()), ("password", crate::service::PASSWORD)];
    let page = browser.post("/sign-in", &fields).await;
    let cookies: Vec<_> = page.headers.get_all("set-cookie").iter().collect();
    assert_eq!(cookies.len(), 1);
    let cookie = cookies[0].to_str().unwrap();
    assert!(cookie.starts_with("__Host-wariin-session="));
    for attribute in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    let value = &browser.cookies["__Host-wariin-session"];
    assert_eq!(value.len(), 43, "256 bits");
    let database = std::fs::read(service.folder.path().join("data/wariin.db")).unwrap();
    assert!(!database.windows(value.len()).any(|w| w == value.as_bytes()));
}

// WE-01 WE-03
#[tokio::test]
async fn the_session_changes_its_id_at_every_stronger_sign_in_and_ends_at_sign_out() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let mut browser = Browser::new(&service);
    browser.cookies.insert("__Host-wariin-session".into(), "planted".into());
    let fields = [("email", sender.email.as_str()), ("password", crate::service::PASSWORD)];
    browser.post("/sign-in", &fields).await;
    let weak = browser.cookies["__Host-wariin-session"].clone();
    assert_ne!(weak, "planted");
    browser.post("/sign-in/code", &[("code", &service.code(&sender))]).await;
    let strong = browser.cookies["__Host-wariin-session"].clone();
    assert_ne!(strong, weak);
    let page = browser.get("/documents").await;
    assert_eq!(page.status, StatusCode::OK);
    browser.post("/sign-out", &[]).await;
    assert!(!browser.cookies.contains_key("__Host-wariin-session"));
    for old in [weak, strong] {
        let mut thief = Browser::new(&service);
        thief.cookies.insert("__Host-wariin-session".into(), old);
        let page = thief.get("/documents").await;
        assert_eq!(page.header("location"), "/sign-in?next=home");
    }
}

/// The only file in the folder of files.
fn only_file(service: &Service) -> PathBuf {
    let in_folder = |folder: &Path| std::fs::read_dir(folder).unwrap().map(|at| at.unwrap().path());
    let shelves = in_folder(&service.folder.path().join("data/files"));
    let files = shelves.filter(|shelf| shelf.is_dir()).flat_map(|shelf| in_folder(&shelf));
    let files: Vec<PathBuf> = files.collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files[0].clone()
}

// EV-06 FA-11
#[tokio::test]
async fn a_fault_and_an_absent_store_show_a_number_and_nothing_of_their_cause() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let mut browser = Browser::with_session(&service, &service.strongly(&sender).await);
    let logo = "/settings/organisation/logo";
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"><rect width="4" height="1"/></svg>"#;
    assert_eq!(browser.upload_file(logo, &[], Some(svg)).await.status, StatusCode::SEE_OTHER);
    let file = only_file(&service);
    let name = file.file_name().unwrap().to_str().unwrap();

    // Changed on the disk, then in a place that cannot be read.
    std::fs::write(&file, b"changed").unwrap();
    let fault = browser.get(logo).await;
    assert_eq!((fault.status.as_u16(), fault.header("wariin-error")), (500, "fault"));
    std::fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink(&file, &file).unwrap();
    let absent = browser.get(logo).await;
    assert_eq!((absent.status.as_u16(), absent.header("retry-after")), (503, "10"));
    assert_eq!(absent.header("wariin-error"), "storage_unavailable");
    for page in [fault, absent] {
        let text = page.text();
        assert!(text.contains("番号"));
        for secret in [name, "symbolic links", "data/files", "Corrupt"] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
}

// WE-10
#[tokio::test]
async fn a_service_for_this_machine_does_not_answer_to_a_foreign_name() {
    let service = Service::start().await;
    let mut browser = Browser::new(&service);
    for (host, status) in [
        ("localhost:8080", StatusCode::OK),
        ("127.0.0.1:8080", StatusCode::OK),
        ("[::1]:8080", StatusCode::OK),
        ("evil.example", StatusCode::MISDIRECTED_REQUEST),
        ("localhost.evil.example:8080", StatusCode::MISDIRECTED_REQUEST),
    ] {
        let page = browser.send(Method::GET, "/dev/mailbox", &[("host", host)], Vec::new()).await;
        assert_eq!(page.status, status, "{host}");
    }
}

// EV-08
#[tokio::test]
async fn megabytes_are_read_on_upload_pages_only_and_from_people_who_are_signed_in() {
    let service = Service::start().await;
    service.person("sender@example.jp", false).await;
    let mut browser = Browser::new(&service);
    let upload = browser.upload("/documents/new", &[]).await;
    assert_eq!(upload.header("location"), "/sign-in?next=home");
    let elsewhere = browser.upload("/sign-in", &[]).await;
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
}
