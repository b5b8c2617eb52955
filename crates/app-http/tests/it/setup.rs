//! はじめに: the first account, and what others must know before they may make it.

use crate::browser::Browser;
use crate::service::Service;
use poem::http::StatusCode;
use wariin_adapters::{KeyedTokens, MasterKey};

const FIRST: [(&str, &str); 4] = [
    ("organisation", "割印商事"),
    ("name", "佐藤 一郎"),
    ("email", "sato@example.jp"),
    ("password", crate::service::PASSWORD),
];

#[tokio::test]
async fn the_set_up_page_makes_the_first_account_and_works_only_once() {
    let service = Service::start().await;
    let mut browser = Browser::new(&service);
    assert_eq!(browser.get("/").await.header("location"), "/setup");
    assert_eq!(browser.get("/sign-in").await.header("location"), "/setup");
    let page = browser.post("/setup", &FIRST).await;
    assert_eq!(page.header("location"), "/");
    assert_eq!(browser.get("/documents").await.status, StatusCode::OK);

    let mut late = Browser::new(&service);
    assert_eq!(late.get("/setup").await.header("location"), "/sign-in");
    let other = FIRST.map(|(k, v)| (k, if k == "email" { "late@example.jp" } else { v }));
    assert_eq!(late.post("/setup", &other).await.header("location"), "/sign-in");
    assert_eq!(late.get("/documents").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn on_an_address_that_others_reach_setting_up_needs_the_token_of_the_log() {
    let service = Service::start_with(&[
        ("WARIIN_LISTEN", "0.0.0.0:8080"),
        ("WARIIN_BASE_URL", "https://sign.example.jp"),
    ])
    .await;
    let mut browser = Browser::new(&service);
    let page = browser.get("/setup").await;
    assert!(page.text().contains("セットアップトークン"));
    assert!(page.header("strict-transport-security").contains("max-age"));
    for token in ["", "guess"] {
        let mut fields = FIRST.to_vec();
        fields.push(("token", token));
        let page = browser.post("/setup", &fields).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
    }
    assert!(service.ports().views.is_first_run().await.unwrap());
    let mailbox = browser.get("/dev/mailbox").await;
    assert_eq!(mailbox.status, StatusCode::NOT_FOUND, "the mailbox page is not there");

    // That of any node, since they share the master key.
    let key = service.folder.path().join("data/keys/master.key");
    let token = KeyedTokens::set_up_token(&MasterKey::load(&key).unwrap());
    let mut fields = FIRST.to_vec();
    fields.push(("token", &token));
    assert_eq!(browser.post("/setup", &fields).await.header("location"), "/");
}

// WE-08
#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let service = Service::start().await;
    service.person("known@example.jp", false).await;
    let mut answers = Vec::new();
    for email in ["known@example.jp", "unknown@example.jp"] {
        let mut browser = Browser::new(&service);
        browser.get("/sign-in").await;
        let fields = [("email", email), ("password", "まったく別のもっと長い合言葉")];
        let page = browser.post("/sign-in", &fields).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        let token = browser.token().await;
        answers.push(page.text().replace(email, "").replace(&token, ""));
    }
    assert_eq!(answers[0], answers[1]);
}

// ADR 11
#[tokio::test]
async fn the_first_accounts_mailbox_counts_as_proved_and_that_of_an_operators_account_does_not() {
    let service = Service::start().await;
    let mut browser = Browser::new(&service);
    browser.post("/setup", &FIRST).await;
    let command = wariin_usecases::CreateAccount {
        language: wariin_domain::Language::Japanese,
        organisation: wariin_domain::OrganisationName::parse("組織").unwrap(),
        name: wariin_domain::PersonName::parse("人").unwrap(),
        email: wariin_domain::EmailAddress::parse("cli@example.jp").unwrap(),
        password: wariin_domain::NewPassword::parse(crate::service::PASSWORD).unwrap(),
    };
    wariin_usecases::create_account(service.ports(), command).await.unwrap();
    let mut tx = service.ports().storage.begin().await.unwrap();
    for (email, proven) in [("sato@example.jp", true), ("cli@example.jp", false)] {
        let email = wariin_domain::EmailAddress::parse(email).unwrap();
        let account = tx.accounts().find_by_email(&email).await.unwrap().unwrap();
        assert_eq!(account.mailbox_proven_at.is_some(), proven);
    }
}

#[tokio::test]
async fn a_service_with_accounts_does_not_start_without_its_keys_and_makes_no_new_ones() {
    let service = Service::start().await;
    service.person("sender@example.jp", false).await;
    for key in ["master.key", "seal.pem"] {
        let path = service.folder.path().join("data/keys").join(key);
        let kept = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        let refused = service.start_again().await.expect_err("it must not start");
        assert!(refused.contains(key) && refused.contains("restore it from the backup"));
        assert!(!path.exists());
        std::fs::write(&path, kept).unwrap();
    }
    service.start_again().await.unwrap();
}

#[tokio::test]
async fn a_master_key_that_is_named_is_used_and_never_made() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mounted");
    std::fs::write(&file, "5a".repeat(32)).unwrap();
    let named = file.display().to_string();
    let service = Service::start_with(&[("WARIIN_MASTER_KEY_FILE", &named)]).await;
    assert!(!service.folder.path().join("data/keys/master.key").exists());
    std::fs::remove_file(&file).unwrap();
    let error = service.start_again().await.unwrap_err();
    assert!(error.starts_with("WARIIN_MASTER_KEY_FILE"), "{error}");
    assert!(!file.exists());
}
