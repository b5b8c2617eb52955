//! Files that are damaged in the storage: what is refused, who is told, and how it goes on after a repair.

use crate::browser::Browser;
use crate::evidence::{concluded, consented};
use crate::path::{Sent, sent_to_taro};
use crate::service::Service;
use mail_parser::MessageParser;
use poem::http::StatusCode;
use wariin_adapters::LocalFiles;
use wariin_app_http::work_until_idle;
use wariin_domain::{DocumentId, EventKind, FileDigest, Refusal};
use wariin_ports::TimelineEvent;
use wariin_usecases::{Principal, check_files};

/// What the sender's page says while a file of the document is damaged.
const TOLD: &str = "要対応：この書類のファイルが";

/// Flips a bit of the stored file. The copy that has its bytes.
fn damaged(service: &Service, digest: FileDigest) -> LocalFiles {
    let name = digest.to_string();
    let stored = service.folder.path().join("data/files").join(&name[..2]).join(&name);
    let copy = service.folder.path().join("copy");
    std::fs::create_dir_all(copy.join(&name[..2])).unwrap();
    std::fs::copy(&stored, copy.join(&name[..2]).join(&name)).unwrap();
    let mut bytes = std::fs::read(&stored).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&stored, bytes).unwrap();
    LocalFiles::open(&copy).unwrap()
}

/// How often the history says that a file is damaged.
async fn recorded(service: &Service, document: DocumentId) -> usize {
    let damage = EventKind::Refused { recipient: None, refusal: Refusal::FileDamaged };
    let damage = TimelineEvent::Known(damage);
    let history = service.ports().views.timeline(document).await.unwrap();
    history.iter().filter(|entry| entry.what == damage).count()
}

/// How many mails to admins say so.
fn warnings(service: &Service) -> usize {
    let mails = service.mails();
    let parsed = mails.iter().map(|mail| MessageParser::default().parse(mail.as_bytes()).unwrap());
    parsed.filter(|mail| mail.subject().unwrap().contains("ファイルに問題があります")).count()
}

// DO-01 INV3
#[tokio::test]
async fn a_damaged_file_is_neither_shown_nor_consented_to_until_it_is_put_right_from_a_copy() {
    let (Sent { service, document, cookie, .. }, taro) = sent_to_taro().await;
    let recipient = document.recipients[0].id;
    let (consent, shown) =
        (format!("/r/{recipient}/consent"), document.content_digest().to_string());
    let copy = damaged(&service, document.files[0].digest);

    let mut browser = Browser::with_session(&service, &service.strongly(&taro).await);
    let page = browser.post(&consent, &[("shown", &shown), ("statement", "1/ja")]).await;
    assert_eq!(page.header("wariin-error"), "file_damaged");
    assert!(page.text().contains("書類のファイルに問題があります"));
    let page = browser.get(&format!("/r/{recipient}/files/{}", document.files[0].id)).await;
    assert_eq!(page.header("wariin-error"), "file_damaged");
    assert_eq!(service.document(document.id).await.recipients[0].consent(), None);

    let mut senders = Browser::with_session(&service, &cookie);
    let place = format!("/documents/{}", document.id);
    let page = senders.get(&place).await;
    assert!(page.text().contains(TOLD), "the sender is told");
    assert!(page.text().contains("保存先のファイルの破損"), "it is in the history");
    let badge = "badge attention";
    assert!(senders.get("/documents").await.text().contains(badge), "it is marked in the list");

    let operator = Principal::Operator;
    let check = check_files(service.ports(), operator, None).await.unwrap();
    assert_eq!((check.read, check.damaged.len()), (1, 1));
    let check = check_files(service.ports(), operator, Some(&copy)).await.unwrap();
    assert_eq!((check.repaired.len(), check.damaged.len()), (1, 0));
    assert!(!senders.get(&place).await.text().contains(TOLD));
    assert!(!senders.get("/documents").await.text().contains(badge));
    browser.look_through(recipient, &document).await;
    let page = browser.post(&consent, &[("shown", &shown), ("statement", "1/ja")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert!(service.document(document.id).await.recipients[0].consent().is_some());
}

// DO-01
#[tokio::test]
async fn a_file_that_is_damaged_after_the_consent_is_not_sealed_until_it_is_put_right() {
    let (Sent { service, document, cookie, .. }, taro) = sent_to_taro().await;
    consented(&service, &document, &taro).await;
    let copy = damaged(&service, document.files[0].digest);
    let place = format!("/documents/{}", document.id);
    for is_first in [true, false] {
        work_until_idle(service.ports()).await.unwrap();
        let waiting = service.document(document.id).await;
        assert!(waiting.is_sealing() && waiting.files[0].sealed.is_none());
        assert_eq!(recorded(&service, document.id).await, 1);
        assert_eq!(warnings(&service), 1, "the admin is told once");
        if is_first {
            let page = Browser::with_session(&service, &cookie).get(&place).await;
            assert!(page.text().contains(TOLD));
        }
        service.clock.advance(2 * 3_600);
    }

    let check = check_files(service.ports(), Principal::Operator, Some(&copy)).await.unwrap();
    assert_eq!((check.repaired.len(), check.damaged.len()), (1, 0));
    service.clock.advance(2 * 3_600);
    work_until_idle(service.ports()).await.unwrap();
    let sealed = service.document(document.id).await;
    assert!(sealed.files[0].sealed.is_some() && sealed.certificate.is_some());
}

// DO-01
#[tokio::test]
async fn a_damaged_certificate_is_not_handed_out_and_the_sender_is_told() {
    let (Sent { service, document, cookie, .. }, taro) = sent_to_taro().await;
    let document = concluded(&service, &document, &taro).await;
    let copy = damaged(&service, document.certificate.unwrap().digest);
    let mut senders = Browser::with_session(&service, &cookie);
    let place = format!("/documents/{}", document.id);
    assert!(!senders.get(&place).await.text().contains(TOLD), "it was not read yet");
    let page = senders.get(&format!("{place}/certificate")).await;
    assert_eq!(page.header("wariin-error"), "file_damaged");
    assert_eq!(recorded(&service, document.id).await, 1);
    assert!(senders.get(&place).await.text().contains(TOLD));

    let check = check_files(service.ports(), Principal::Operator, Some(&copy)).await.unwrap();
    assert_eq!((check.repaired.len(), check.damaged.len()), (1, 0));
    assert_eq!(senders.get(&format!("{place}/certificate")).await.status, StatusCode::OK);
    assert!(!senders.get(&place).await.text().contains(TOLD));
}
