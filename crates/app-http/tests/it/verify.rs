//! Verifying a file without signing in: what each visitor is told, and what hostile files come to.

mod added;
mod exit_codes;
mod hostile;
mod slow;

use crate::browser::{Browser, Page};
use crate::evidence::concluded;
use crate::keys::wariin;
use crate::service::{CANARY, Service};
use poem::http::{Method, StatusCode};
use serde_json::Value;
use std::io::Read;
use std::sync::Arc;
use wariin_adapters::{
    EvidenceAnchors, EvidenceOutcome, Own, VisitorVerifier, check_evidence, check_signatures,
    trusted_certificates,
};
use wariin_domain::{Document, DocumentStatus, Language, Timestamp};
use wariin_pades::{KeyKind, SealKey, Utc};
use wariin_ports::{Clock, MAX_VERIFIED_BYTES};
use wariin_usecases::{Principal, evidence_as_operator};

/// A form with this file in it, sent without any cookie.
pub(crate) fn form(file: &[u8]) -> Vec<u8> {
    let head =
        "--cut\r\ncontent-disposition: form-data; name=\"files\"; filename=\"a.pdf\"\r\n\r\n";
    [head.as_bytes(), file, b"\r\n--cut--\r\n"].concat()
}

async fn posted(service: &Service, path: &str, file: &[u8]) -> Page {
    let mut browser = Browser::new(service);
    let kind = ("content-type", "multipart/form-data; boundary=cut");
    let page = browser.send(Method::POST, path, &[kind], form(file)).await;
    assert!(browser.cookies.is_empty(), "no cookie is set");
    page
}

pub(crate) async fn told(service: &Service, file: &[u8]) -> Value {
    let page = posted(service, "/verify.json", file).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert_eq!(page.header("content-type"), "application/json; charset=utf-8");
    serde_json::from_slice(&page.body).unwrap()
}

/// A service with a document that was concluded, and what there is of it.
pub(crate) struct Concluded {
    pub(crate) service: Service,
    document: Document,
    upload: Vec<u8>,
    pub(crate) sealed: Vec<u8>,
    certificate: Vec<u8>,
    pub(crate) pack: Vec<u8>,
}

impl Concluded {
    pub(crate) async fn start() -> Self {
        Box::pin(Self::made()).await
    }

    async fn made() -> Self {
        let service = Service::start().await;
        let sender = service.person("sender@example.jp", true).await;
        let taro = service.person("taro@example.com", true).await;
        let as_sender = service.strongly(&sender).await;
        let sent = service.sent(&as_sender, "taro@example.com").await;
        let document = concluded(&service, &sent, &taro).await;
        let mut pack = Vec::new();
        let packed = evidence_as_operator(service.ports(), Principal::Operator, document.id).await;
        packed.unwrap().read_to_end(&mut pack).unwrap();
        let file = &document.files[0];
        let files = &service.ports().files;
        let upload = files.get(file.digest).await.unwrap();
        let sealed = files.get(file.sealed.unwrap().digest).await.unwrap();
        let certificate = files.get(document.certificate.unwrap().digest).await.unwrap();
        Self { service, document, upload, sealed, certificate, pack }
    }

    fn concluded_at(&self) -> Timestamp {
        match self.document.status {
            DocumentStatus::Concluded { concluded_at, .. } => Some(concluded_at),
            _ => None,
        }
        .expect("it is concluded")
    }
}

// O-44
#[tokio::test]
async fn the_holder_of_a_file_is_told_what_it_is_worth_and_whether_this_service_concluded_it() {
    let own = Concluded::start().await;
    let at = own.concluded_at().as_micros() / 1_000_000;
    let other = Service::start().await;
    for (file, kind) in [(&own.sealed, "pdf"), (&own.certificate, "pdf"), (&own.pack, "evidence")] {
        let here = told(&own.service, file).await;
        let expected = (kind, "good", true, 1);
        let said = (
            here["kind"].as_str().unwrap(),
            here["outcome"].as_str().unwrap(),
            here["concluded_here"].as_bool().unwrap(),
            here["version"].as_i64().unwrap(),
        );
        assert_eq!(said, expected, "{here}");
        let told_at: jiff::Timestamp = here["concluded_at"].as_str().unwrap().parse().unwrap();
        assert_eq!(told_at.as_second(), at);
        let there = told(&other, file).await;
        assert_eq!(
            (&there["outcome"], &there["concluded_here"]),
            (&here["outcome"], &false.into())
        );
        assert!(there["concluded_at"].is_null());
        let mut changed = file.clone();
        // In the upload's own bytes: what fills up the room for a signature's value is covered by no signature.
        changed[100] ^= 1;
        let changed = told(&own.service, &changed).await;
        assert_eq!(changed["concluded_here"], false, "{kind}");
        assert_ne!(changed["outcome"], "good", "{kind}");
    }
    let upload = told(&own.service, &own.upload).await;
    assert_eq!(
        (&upload["outcome"], &upload["concluded_here"]),
        (&"unsigned".into(), &false.into())
    );
}

// O-44
#[tokio::test]
async fn the_report_is_that_of_the_command_line() {
    let own = Concluded::start().await;
    let now = own.service.clock.now();
    let roots = trusted_certificates(&own.service.app.seal_certificate).unwrap();
    let expected = check_signatures(own.sealed.clone(), roots, now).json;
    let expected: Value = serde_json::from_str(&expected).unwrap();
    assert_eq!(told(&own.service, &own.sealed).await["report"], expected);
    assert_eq!(expected["verdict"]["indication"], "TOTAL-PASSED");
    let key = Some(own.service.ports().log.verifier_key());
    let anchors = EvidenceAnchors { key, roots: Vec::new(), witnesses: Vec::new() };
    let expected: Value =
        serde_json::from_str(&check_evidence(&own.pack, &anchors, now).json()).unwrap();
    assert_eq!(told(&own.service, &own.pack).await["report"], expected);
}

// O-44
#[tokio::test]
async fn a_file_that_was_sealed_with_an_earlier_key_stays_the_services_own() {
    let Concluded { service, sealed, pack, .. } = Concluded::start().await;
    let before = service.app.seal_certificate.clone();
    let log = service.ports().log.verifier_key();
    let file = service.folder.path().join("data/keys/seal.pem");
    let other = {
        let now = Utc::from_unix(service.clock.now().as_seconds());
        SealKey::generate(KeyKind::P256, "割印商事", now).unwrap()
    };
    let service = service.restart(|| std::fs::write(&file, &other.pem).unwrap()).await;
    assert_ne!(service.app.seal_certificate, before, "new seals are made with the new key");
    assert_eq!(service.ports().log.verifier_key(), log);

    let page = posted(&service, "/verify?lang=en", &sealed).await;
    assert!(page.text().contains("(the certificate of this service)"), "{}", page.text());
    for file in [&sealed, &pack] {
        let told = told(&service, file).await;
        assert_eq!((&told["outcome"], &told["concluded_here"]), (&"good".into(), &true.into()));
    }
    assert_eq!(told(&service, &sealed).await["report"]["trusted"], true);

    let data = service.folder.path().join("data").display().to_string();
    let (is_listed, kept) = wariin(&data, &["keys", "certificates"]);
    assert!(is_listed, "{kept}");
    let mut roots = trusted_certificates(&kept).unwrap();
    let both = [before, service.app.seal_certificate.clone()];
    let mut both: Vec<_> = both.iter().flat_map(|pem| trusted_certificates(pem).unwrap()).collect();
    roots.sort();
    both.sort();
    assert_eq!(roots, both);
    let key = Some(log);
    let anchors = EvidenceAnchors { key, roots, witnesses: Vec::new() };
    let check = check_evidence(&pack, &anchors, service.clock.now());
    assert_eq!(check.outcome, EvidenceOutcome::Good);
}

// O-44 T-004
#[tokio::test]
async fn the_page_says_who_signed_when_and_how_in_every_language_and_keeps_nothing() {
    let own = Concluded::start().await;
    let before = own.service.events().await;
    for (language, words) in [
        (
            Language::Japanese,
            [
                "電子署名は有効です",
                "このサービスで20",
                "<li>山田 太郎（20",
                "に同意、2要素認証（認証アプリ））",
            ],
        ),
        (
            Language::English,
            [
                "signatures of this PDF are intact",
                "Concluded by this service on ",
                "<li>山田 太郎 consented on ",
                ": Two-factor authentication (authenticator app)</li>",
            ],
        ),
        (
            Language::SimplifiedChinese,
            ["电子签名完好", "由本服务于20", "<li>山田 太郎（20", "同意，双重认证（认证应用））"],
        ),
        (
            Language::TraditionalChinese,
            [
                "電子簽名完好",
                "由本服務於20",
                "<li>山田 太郎（20",
                "同意，雙重驗證（驗證應用程式））",
            ],
        ),
    ] {
        let path = format!("/verify?lang={}", language.tag());
        let page = posted(&own.service, &path, &own.sealed).await.text();
        for word in words {
            assert!(page.contains(word), "{word}");
        }
        assert!(page.contains(&format!("<html lang=\"{}\">", language.tag())));
        assert!(page.contains("data-concluded=\"here\""));
        let empty = Browser::new(&own.service).get(&path).await;
        assert_eq!(empty.status, StatusCode::OK);
        assert!(empty.headers.get("set-cookie").is_none());
        let pack = posted(&own.service, &path, &own.pack).await.text();
        let checks = format!("class=\"checks\" lang=\"{}\"", language.tag());
        assert!(pack.contains(&checks) && pack.contains("data-concluded=\"here\""));
        assert!(!pack.contains("--key") && !pack.contains("--trust"));
    }
    assert_eq!(own.service.events().await, before, "nothing is recorded");
    let mut changed = own.sealed.clone();
    changed[100] ^= 1;
    let page = posted(&own.service, "/verify", &changed).await.text();
    assert!(page.contains("信頼しないでください"));
    assert!(!page.contains("山田 太郎"), "a changed file is not repeated as if it said the truth");
    let page = posted(&own.service, "/verify", &own.upload).await;
    assert!(page.text().contains("data-concluded=\"no\""));
    assert!(!page.tells(CANARY), "the content is not shown again");
}

// O-44 EV-08
#[tokio::test]
async fn a_file_that_is_too_large_and_one_that_is_empty_are_refused_clearly() {
    let service = Service::start().await;
    let most = usize::try_from(MAX_VERIFIED_BYTES).unwrap();
    for size in [most + 1, most + 1_000_000] {
        let large = vec![b'x'; size];
        let page = posted(&service, "/verify?lang=en", &large).await;
        assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(page.text().contains("up to 50 MB") && page.text().contains("/verify?lang=en"));
        let page = posted(&service, "/verify.json", &large).await;
        assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
        let said: Value = serde_json::from_slice(&page.body).unwrap();
        assert_eq!((&said["version"], &said["error"]["code"]), (&1.into(), &"too_large".into()));
    }
    let page = posted(&service, "/verify.json", b"").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said: Value = serde_json::from_slice(&page.body).unwrap();
    assert_eq!(said["error"]["code"], "no_file");
    let left = std::fs::read_dir(service.folder.path().join("data/files")).unwrap();
    assert!(left.flatten().all(|entry| !entry.file_name().to_string_lossy().contains("upload")));
}

// O-44 WE-05
#[tokio::test]
async fn neither_cookie_nor_token_is_asked_for_and_a_foreign_page_is_still_refused() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let cookie = service.strongly(&sender).await;
    let mut browser = Browser::with_session(&service, &cookie);
    let kind = ("content-type", "multipart/form-data; boundary=cut");
    for path in ["/verify", "/verify.json"] {
        for foreign in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
            let page = browser.send(Method::POST, path, &[kind, foreign], form(b"x")).await;
            assert_eq!(page.header("wariin-error"), "foreign_form", "{path}");
        }
        let plain = ("content-type", "application/x-www-form-urlencoded");
        let page = browser.send(Method::POST, path, &[plain], b"a=b".to_vec()).await;
        assert_eq!(page.header("wariin-error"), "malformed", "{path}");
        let page = browser.send(Method::POST, path, &[kind], form(b"no PDF")).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.tells(&sender.email), "no session is read");
    }
    let page = browser.get("/verify.json").await;
    assert_eq!(page.header("content-type"), "application/json; charset=utf-8");
    assert_eq!(page.header("wariin-error"), "not_found");
    assert_eq!(browser.get("/documents").await.status, StatusCode::OK, "the session goes on");
}

// O-44 DO-06
#[tokio::test]
async fn a_worker_that_ends_at_its_limits_is_a_clear_answer() {
    let own = Own { key: String::new(), certificates: Vec::new() };
    let ends = Arc::new(VisitorVerifier::new("/bin/true".into(), "pdf-worker", own));
    let service = Service::start_connected(|ports| ports.verifier = ends).await;
    let page = posted(&service, "/verify?lang=en", b"%PDF-1.7").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("took more time or memory"));
    let page = posted(&service, "/verify.json", b"%PDF-1.7").await;
    let said: Value = serde_json::from_slice(&page.body).unwrap();
    assert_eq!(said["error"]["code"], "too_complex");
}
