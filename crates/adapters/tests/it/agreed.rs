//! What the database says of an agreement is not believed without the consents.

use crate::databases::on_each;
use crate::people::{account, after, by_totp, consent, draft, kept};
use sea_orm::ConnectionTrait;
use wariin_domain::DocumentStatus;
use wariin_ports::{Storage, StorageError, Views};

// EV-04
#[tokio::test]
async fn a_document_that_a_row_calls_agreed_without_every_consent_is_not_read_and_so_not_sealed() {
    on_each(async |test| {
        let sender = account(&test.database, "sender@example.jp").await;
        let (mut document, mut events) = draft(&sender);
        events = events.and(document.send(&by_totp(sender.id), after(1)).unwrap());
        events = events.and(consent(&mut document, 0, after(2)));
        let document = kept(&test.database, &document, events).await;
        assert!(matches!(document.status, DocumentStatus::AwaitingConsent { .. }));
        let forged = "UPDATE document SET status = 'sealing', agreed_at = sent_at";
        test.intruder().await.execute_unprepared(forged).await.unwrap();

        let to_seal = test.database.document(document.id).await;
        assert!(matches!(to_seal, Err(StorageError::Corrupt(_))), "{to_seal:?}");
        let mut tx = test.database.begin().await.unwrap();
        let to_conclude = tx.documents().find(document.id).await;
        assert!(matches!(to_conclude, Err(StorageError::Corrupt(_))), "{to_conclude:?}");
    })
    .await;
}
