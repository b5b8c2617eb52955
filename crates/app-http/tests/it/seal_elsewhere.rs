//! A process that answers requests without the key that seals, beside one that has it.

use crate::evidence::concluded;
use crate::service::Service;
use crate::verify::told;
use std::fs;
use std::path::Path;
use wariin_adapters::NodeRole;
use wariin_app_http::work_until_idle;
use wariin_domain::DocumentStatus;

fn seal(data: &Path) -> std::path::PathBuf {
    data.join("keys/seal.pem")
}

// EV-02
#[tokio::test]
async fn a_process_that_answers_requests_needs_and_makes_no_seal_key_and_knows_the_seals_of_others()
{
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let taro = service.person("taro@example.com", true).await;
    let as_sender = service.strongly(&sender).await;
    let first = service.sent(&as_sender, "taro@example.com").await;
    let first = concluded(&service, &first, &taro).await;
    let sealed = first.files[0].sealed.unwrap().digest;
    let sealed = service.ports().files.get(sealed).await.unwrap();

    // The key is elsewhere. What was sealed with it is known, and what recipients agree to waits for its seal.
    let mut key = Vec::new();
    let web = service
        .restart_as(NodeRole::Web, |data| {
            key = fs::read(seal(data)).unwrap();
            fs::remove_file(seal(data)).unwrap();
        })
        .await;
    web.app.try_seal_key().await.unwrap();
    assert!(web.app.seal_certificate.is_empty());
    let said = told(&web, &sealed).await;
    assert_eq!(said["outcome"], "good", "{said}");
    assert_eq!(said["concluded_here"], true);
    web.clock.advance(60); // Taro's next code
    let second = web.sent(&as_sender, "taro@example.com").await;
    let waiting = concluded(&web, &second, &taro).await;
    assert!(matches!(waiting.status, DocumentStatus::Sealing { .. }), "no seal is made here");

    // A process that has the key goes on.
    let worker = web
        .restart_as(NodeRole::Worker, |data| {
            assert!(!seal(data).exists(), "none was made");
            fs::write(seal(data), key).unwrap();
        })
        .await;
    worker.clock.advance(3600);
    work_until_idle(worker.ports()).await.unwrap();
    let document = worker.document(second.id).await;
    assert!(matches!(document.status, DocumentStatus::Concluded { .. }));
    let sealed = document.files[0].sealed.unwrap().digest;
    let sealed = worker.ports().files.get(sealed).await.unwrap();
    let web = worker.restart_as(NodeRole::Web, |data| fs::remove_file(seal(data)).unwrap()).await;
    assert_eq!(told(&web, &sealed).await["concluded_here"], true);
}

// EV-02
#[tokio::test]
async fn the_first_process_that_seals_may_come_after_the_first_account_and_a_key_that_was_lost_is_named()
 {
    let service = Service::start()
        .await
        .restart_as(NodeRole::Web, |data| fs::remove_dir_all(data).unwrap())
        .await;
    service.person("sender@example.jp", true).await;
    let worker = service.restart_as(NodeRole::Worker, |data| assert!(!seal(data).exists())).await;
    assert!(!worker.app.seal_certificate.is_empty(), "its first start made the key");
    let data = worker.app.settings.data_dir.clone();
    fs::remove_file(seal(&data)).unwrap();
    let refused = worker.start_again().await.unwrap_err();
    assert!(refused.contains("seal.pem is missing"), "{refused}");
    assert!(!seal(&data).exists(), "no other key takes its place");
}
