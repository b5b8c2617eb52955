//! The certificate of agreement in the database: issued once, read back, renewed, and whole or not there.

use crate::databases::{TestDatabase, on_each};
use crate::people::{account, after, by_totp, consent, draft, kept, stepped};
use sea_orm::ConnectionTrait;
use wariin_domain::{Actor, Document, FileDigest, Seal, SealLevel, SealedFile};
use wariin_ports::{Storage, StorageError, Views};

fn seal(byte: u8, level: SealLevel) -> Seal {
    Seal { digest: FileDigest::new([byte; 32]), level }
}

async fn concluded(test: &TestDatabase) -> Document {
    let database = &test.database;
    let sender = account(database, "sender@example.jp").await;
    let (document, events) = draft(&sender);
    let id = kept(database, &document, events).await.id;
    stepped(database, id, |document| document.send(&by_totp(sender.id), after(1)).unwrap()).await;
    stepped(database, id, |document| consent(document, 0, after(2))).await;
    stepped(database, id, |document| consent(document, 1, after(2))).await;
    stepped(database, id, |document| {
        let seal = seal(7, SealLevel::Basic);
        let sealed = document.files.iter().map(|file| SealedFile { file: file.id, seal });
        let sealed: Vec<_> = sealed.collect();
        document.conclude(&sealed, after(3)).unwrap()
    })
    .await
}

// T-004 O-17 O-21
#[tokio::test]
async fn a_certificate_is_kept_and_read_back_with_its_level_and_its_renewal() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let document = concluded(test).await;
        assert_eq!(document.certificate, None, "not with the conclusion itself");
        let read = async || database.document(document.id).await.unwrap().unwrap().certificate;
        let basic = seal(8, SealLevel::Basic);
        stepped(database, document.id, |document| {
            document.issue_certificate(basic, after(4)).unwrap()
        })
        .await;
        assert_eq!(read().await, Some(basic));
        let archived = seal(9, SealLevel::Archived);
        stepped(database, document.id, |document| {
            document.renew_seal(None, basic.digest, archived, Actor::Service, after(5)).unwrap()
        })
        .await;
        assert_eq!(read().await, Some(archived));
        let told = format!("{:?}", database.timeline(document.id).await.unwrap());
        assert!(told.contains("CertificateIssued") && told.contains("SealRenewed"), "{told}");
    })
    .await;
}

// EV-01 DO-01
#[tokio::test]
async fn a_certificate_of_which_a_half_is_missing_in_the_database_is_not_read() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let document = concluded(test).await;
        stepped(database, document.id, |document| {
            document.issue_certificate(seal(8, SealLevel::Archived), after(4)).unwrap()
        })
        .await;
        for half in ["certificate_level = NULL", "certificate_level = 'b_x'"] {
            let damage = format!("UPDATE document SET {half}");
            test.intruder().await.execute_unprepared(&damage).await.unwrap();
            let read = database.document(document.id).await;
            assert!(matches!(read, Err(StorageError::Corrupt(_))), "{half}: {read:?}");
            let mut tx = database.begin().await.unwrap();
            assert!(matches!(
                tx.documents().find(document.id).await,
                Err(StorageError::Corrupt(_))
            ));
        }
    })
    .await;
}
