//! The mark of the seal, as the organisation has set it.

use crate::browser::Browser;
use crate::service::{Person, STATEMENT, Service};
use poem::http::StatusCode;
use std::process::Command;
use wariin_app_http::work_until_idle;
use wariin_domain::{Document, DocumentStatus};
use wariin_ports::SessionCookie;
use wariin_usecases::{
    GiveConsent, OpenDocument, SecretInput, consent, open_document, recipient_file,
};

const PAGE: &str = "/settings/organisation";

/// The words of the first page of a document that Taro agrees to.
async fn words_of_sealed(service: &Service, by: &SessionCookie, taro: &Person) -> String {
    let document = service.sent(by, "taro@example.com").await;
    let as_taro = service.strongly(taro).await;
    agree(service, &as_taro, taro, &document).await;
    work_until_idle(service.ports()).await.unwrap();
    let concluded = service.document(document.id).await;
    assert!(matches!(concluded.status, DocumentStatus::Concluded { .. }), "{:?}", concluded.status);
    let path = format!("/documents/{}/files/{}", document.id, document.files[0].id);
    let pdf = Browser::with_session(service, by).get(&path).await;
    assert_eq!(pdf.status, StatusCode::OK);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it.pdf");
    std::fs::write(&file, &pdf.body).unwrap();
    let said = Command::new("pdftotext").args(["-l", "1"]).arg(&file).arg("-").output().unwrap();
    assert!(said.status.success());
    String::from_utf8_lossy(&said.stdout).into_owned()
}

async fn agree(service: &Service, session: &SessionCookie, taro: &Person, document: &Document) {
    let session = service.ports().tokens.session_key(session);
    let recipient = document.recipients[0].id;
    let opened = || OpenDocument { principal: Some(session.into()), recipient };
    open_document(service.ports(), opened()).await.unwrap();
    recipient_file(service.ports(), opened(), document.files[0].id).await.unwrap();
    let (shown, code) = (document.content_digest(), Some(SecretInput(service.code(taro))));
    let given = GiveConsent {
        turn: None,
        statement: STATEMENT,
        principal: session.into(),
        recipient,
        shown,
        code,
    };
    consent(service.ports(), given).await.unwrap();
}

// O-34
#[tokio::test]
async fn the_first_page_bears_the_mark_unless_the_organisation_has_switched_it_off() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let taro = service.person("taro@example.com", true).await;
    let by = service.strongly(&sender).await;
    for (mark, is_marked) in [(None, true), (Some("hidden"), false), (Some("shown"), true)] {
        service.clock.advance(60);
        if let Some(mark) = mark {
            let mut browser = Browser::with_session(&service, &by);
            let before = browser.get(PAGE).await.text();
            assert!(before.contains("name=\"seal_mark\""), "{before}");
            let chosen = [
                ("link_life", "14"),
                ("step_up_age", "10"),
                ("second_factor", "optional"),
                ("request_languages", "ja"),
                ("completion", "ungated"),
                ("seal_mark", mark),
                ("time_zone", "Asia/Tokyo"),
            ];
            let saved = browser.post(PAGE, &chosen).await;
            assert_eq!(saved.header("location"), "/settings/organisation?notice=saved");
        }
        let words = Box::pin(words_of_sealed(&service, &by, &taro)).await;
        assert_eq!(words.contains("電子署名済み"), is_marked, "{mark:?}: {words}");
        assert!(words.contains("canary"), "{words}");
    }
}
