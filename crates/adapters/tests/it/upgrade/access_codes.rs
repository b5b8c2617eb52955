//! What the release before m0014 kept of access codes: one id in each of two columns, which stay beside the lists.

use super::{SESSION, data};
use crate::databases::master;
use sea_orm::{ConnectionTrait, Database};
use std::fs;
use wariin_adapters::SqlDatabase;
use wariin_domain::{Document, DocumentStatus, Events, FactorId, RecipientId, Session, Uuid};
use wariin_ports::{Storage, Views};

const FACTOR: u128 = 0x0900_0000_0000_0000_0000_0000_0000_0009;
const OTHER: u128 = 0x0800_0000_0000_0000_0000_0000_0000_0008;

/// The document that was sent.
async fn sent(database: &SqlDatabase) -> Document {
    for id in ids(database).await {
        let document = database.document(id).await.unwrap().unwrap();
        if matches!(document.status, DocumentStatus::AwaitingConsent { .. }) {
            return document;
        }
    }
    panic!("no document was sent");
}

async fn ids(database: &SqlDatabase) -> Vec<wariin_domain::DocumentId> {
    let (files, _) = database.stored_files(None, 99).await.unwrap();
    let owner = |owner| match owner {
        wariin_ports::FileOwner::Document { document, .. } => Some(document),
        _ => None,
    };
    files.into_iter().filter_map(|file| owner(file.owner)).collect()
}

async fn session(database: &SqlDatabase) -> Session {
    database.session(SESSION).await.unwrap().unwrap()
}

fn unlocked(session: &Session, of: &[RecipientId]) -> Vec<bool> {
    of.iter().map(|recipient| session.unlocked_for(*recipient).is_some()).collect()
}

// EN-04 FA-14
#[tokio::test]
async fn access_codes_and_factors_that_the_release_before_kept_count_after_the_upgrade() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    fs::write(&copy, fs::read(data().join("m0013_links.sqlite")).unwrap()).unwrap();
    let before = || Database::connect(format!("sqlite://{}", copy.display()));
    let second = "(SELECT r.id FROM recipient r JOIN document d ON d.id = r.document_id \
                  WHERE d.status = 'awaiting_consent' AND r.position = 1)";
    let factor = |id: u128| format!("x'{id:032x}'");
    let older = before().await.unwrap();
    for statement in [
        format!("UPDATE session SET unlocked_recipient = {second}"),
        format!("UPDATE recipient SET behind_access_code = {} WHERE id = {second}", factor(FACTOR)),
    ] {
        assert!(older.execute_unprepared(&statement).await.unwrap().rows_affected() > 0);
    }

    older.close().await.unwrap();
    let database = SqlDatabase::open_sqlite(&copy, &master()).await.unwrap();
    let document = sent(&database).await;
    let [first, second_id] = [0, 1].map(|place| document.recipients[place].id);
    let behind = async || sent(&database).await.recipients[1].behind_access_code.clone();
    let id = |id| FactorId::from(Uuid::from_u128(id));
    assert_eq!(behind().await, [id(FACTOR)], "E2 as before");
    assert_eq!(unlocked(&session(&database).await, &[first, second_id]), [false, true]);

    // Nothing is forgotten when this release writes, and the older column has the last one.
    let mut known = session(&database).await;
    known.unlock(first);
    let mut tx = database.begin().await.unwrap();
    tx.sessions().replace(SESSION, &known, Events::none()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(unlocked(&session(&database).await, &[first, second_id]), [true, true]);

    // What the release before writes beside this one counts alone.
    let older = before().await.unwrap();
    for statement in [
        "UPDATE session SET unlocked_recipient = NULL".to_owned(),
        format!("UPDATE recipient SET behind_access_code = {} WHERE id = {second}", factor(OTHER)),
    ] {
        assert!(older.execute_unprepared(&statement).await.unwrap().rows_affected() > 0);
    }
    older.close().await.unwrap();
    assert_eq!(unlocked(&session(&database).await, &[first, second_id]), [false, false]);
    assert_eq!(behind().await, [id(OTHER)]);
}
