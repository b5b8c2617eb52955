//! Certificate and evidence pack of a concluded document: who gets them, and that they verify by themselves.

use crate::browser::Browser;
use crate::service::{Person, STATEMENT, Service};
use poem::http::StatusCode;
use std::io::Read;
use wariin_adapters::{
    EvidenceAnchors, EvidenceCheck, EvidenceOutcome, SystemClock, check_evidence,
    trusted_certificates,
};
use wariin_app_http::work_until_idle;
use wariin_domain::{Document, DocumentId, Language, Role};
use wariin_ports::{Clock, SessionCookie};
use wariin_usecases::{
    GiveConsent, OpenDocument, Principal, SecretInput, consent, evidence_as_operator,
    open_document, recipient_file,
};

/// Taro consents to the document by the authenticator app, and the jobs run.
pub(crate) async fn concluded(service: &Service, document: &Document, taro: &Person) -> Document {
    consented(service, document, taro).await;
    work_until_idle(service.ports()).await.unwrap();
    service.document(document.id).await
}

/// Taro consents to the document by the authenticator app.
pub(crate) async fn consented(service: &Service, document: &Document, taro: &Person) {
    let recipient = document.recipients[0].id;
    let session = service.ports().tokens.session_key(&service.strongly(taro).await);
    let command = OpenDocument { principal: Some(session.into()), recipient };
    open_document(service.ports(), command).await.unwrap();
    recipient_file(service.ports(), command, document.files[0].id).await.unwrap();
    let code = Some(SecretInput(service.code(taro)));
    let shown = document.content_digest();
    let command = GiveConsent {
        turn: None,
        statement: STATEMENT,
        principal: session.into(),
        recipient,
        shown,
        code,
    };
    consent(service.ports(), command).await.unwrap();
}

/// What the operator takes out, checked with the service's own anchors.
pub(crate) async fn checked(service: &Service, id: DocumentId) -> EvidenceCheck {
    let mut pack = Vec::new();
    let packed = evidence_as_operator(service.ports(), Principal::Operator, id).await;
    packed.unwrap().read_to_end(&mut pack).unwrap();
    check(service, &pack)
}

fn check(service: &Service, pack: &[u8]) -> EvidenceCheck {
    let roots = trusted_certificates(&service.app.seal_certificate).unwrap();
    let key = Some(service.ports().log.verifier_key());
    let anchors = EvidenceAnchors { key, roots, witnesses: Vec::new() };
    check_evidence(pack, &anchors, SystemClock.now())
}

// O-17 T-004 AU-01 PO-07
#[tokio::test]
async fn certificate_and_pack_are_given_to_sender_recipient_and_managers_alone() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let taro = service.person("taro@example.com", true).await;
    let stranger = service.person("stranger@example.net", true).await;
    let of_sender = service.colleague("manager@example.jp", &sender, Role::Manager).await;
    let of_taro = service.colleague("manager@example.com", &taro, Role::Manager).await;
    let as_sender = service.strongly(&sender).await;
    let sent = service.sent(&as_sender, "taro@example.com").await;
    let (id, recipient) = (sent.id, sent.recipients[0].id);
    let paths = |part: &str| {
        [
            format!("/documents/{id}/{part}"),
            format!("/r/{recipient}/{part}"),
            format!("/managed-documents/{id}/{part}"),
        ]
    };
    let before = [(&as_sender, 0), (&service.strongly(&taro).await, 1)];
    for (cookie, place) in before {
        for part in ["certificate", "evidence"] {
            let page = Browser::with_session(&service, cookie).get(&paths(part)[place]).await;
            assert!(page.status.is_client_error() || page.status.is_redirection(), "{part}");
        }
    }
    let document = concluded(&service, &sent, &taro).await;
    assert!(document.certificate.is_some());

    let guest = service.guest("guest@example.org").await;
    let sessions: [(&str, Option<SessionCookie>, [bool; 3]); 9] = [
        ("not signed in", None, [false; 3]),
        ("sender by password", Some(service.by_password(&sender).await), [false; 3]),
        ("sender", Some(service.strongly(&sender).await), [true, false, false]),
        ("recipient by password", Some(service.by_password(&taro).await), [false; 3]),
        ("recipient", Some(service.strongly(&taro).await), [false, true, false]),
        ("stranger", Some(service.strongly(&stranger).await), [false; 3]),
        ("sender's manager", Some(service.by_password(&of_sender).await), [false, false, true]),
        ("recipient's manager", Some(service.by_password(&of_taro).await), [false, false, true]),
        ("guest", Some(service.strongly(&guest).await), [false; 3]),
    ];
    for (who, cookie, may) in sessions {
        let mut browser = match &cookie {
            Some(cookie) => Browser::with_session(&service, cookie),
            None => Browser::new(&service),
        };
        browser.get(&format!("/l/{}", service.link(recipient))).await;
        for (part, begin) in [("certificate", b"%PDF-".as_slice()), ("evidence", b"PK\x03\x04")] {
            for (path, may) in paths(part).iter().zip(may) {
                let page = browser.get(path).await;
                let is_given = page.status == StatusCode::OK && page.body.starts_with(begin);
                assert_eq!(is_given, may, "{who} {path} {}", page.status);
                if may && part == "evidence" {
                    let check = check(&service, &page.body);
                    let said = check.text(Language::English);
                    assert_eq!(check.outcome, EvidenceOutcome::Good, "{who}: {said}");
                }
            }
        }
    }
    let certificates = service.document(id).await.certificate;
    assert_eq!(certificates, document.certificate, "looking makes no other");
}
