//! Units of work that fail or are given up in the middle, on both databases.

use crate::databases::{on_each, sqlite};
use crate::people::{NOW, account, draft, event, fresh};
use std::task::{Context, Waker};
use std::time::Duration;
use tokio::time::timeout;
use wariin_domain::{DocumentId, Events, Session, SessionKey};
use wariin_ports::{PasswordHash, Storage, StorageError, TransparencyLog, Views};

fn session() -> Session {
    Session::begin(SessionKey::new([1; 32]), NOW)
}

// INV5
#[tokio::test]
async fn a_unit_of_work_in_which_a_statement_failed_cannot_be_committed() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "owner@example.jp").await;
        let twin = wariin_domain::Account { id: fresh().into(), ..owner };
        let mut tx = storage.begin().await.unwrap();
        tx.sessions().add(&session(), Events::none()).await.unwrap();
        let refused = tx.accounts().add(&twin, &PasswordHash("x".into()), Events::none()).await;
        assert!(matches!(refused, Err(StorageError::Duplicate)));
        let later = tx.sessions().find(session().key).await;
        assert!(matches!(later, Err(StorageError::Unavailable(_))), "{later:?}");
        assert!(matches!(tx.commit().await, Err(StorageError::Unavailable(_))));
        assert!(storage.session(session().key).await.unwrap().is_none());
    })
    .await;
}

// INV5
#[tokio::test]
async fn a_unit_of_work_that_is_given_up_at_any_point_is_there_whole_or_not_at_all() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "owner@example.jp").await;
        let mut ended = 0;
        for steps in 0..200 {
            let (document, events) = draft(&owner);
            let work = async {
                let mut tx = storage.begin().await?;
                tx.documents().save(&document, events).await?;
                tx.commit().await
            };
            let is_acknowledged = given_up_after(steps, work).await;
            expect_whole(test, document.id, is_acknowledged).await;
            ended += u32::from(is_acknowledged);
            // The next one is kept.
            let mut tx = storage.begin().await.unwrap();
            tx.audit().append(event(&owner, steps)).await.unwrap();
            tx.commit().await.unwrap();
            if ended == 3 {
                break;
            }
        }
        assert_eq!(ended, 3, "it was never waited for long enough");
        storage.integrate().await.unwrap();
        assert_eq!(storage.verify_audit().await.unwrap().problems, []);
    })
    .await;
}

// INV5 FA-10
#[tokio::test]
async fn a_connection_whose_begin_was_given_up_is_in_no_transaction_when_it_is_used_again() {
    on_each(async |test| {
        let storage = &test.database;
        account(storage, "owner@example.jp").await;
        storage.integrate().await.unwrap();
        for polls in 1..=20 {
            let mut begin = storage.begin();
            for _ in 0..polls {
                let answer = begin.as_mut().poll(&mut Context::from_waker(Waker::noop()));
                if answer.is_ready() {
                    break;
                }
            }
            drop(begin);
            // A query by itself stays, and a snapshot begins a transaction of its own.
            for _ in 0..3 {
                assert_eq!(storage.integrate().await.unwrap(), 0);
                storage.verify_audit().await.unwrap();
            }
        }
    })
    .await;
}

/// Waits for the work a number of short times, then gives it up; whether it ended.
async fn given_up_after(steps: u32, work: impl Future<Output = Result<(), StorageError>>) -> bool {
    let mut work = Box::pin(work);
    for _ in 0..=steps {
        if let Ok(ended) = timeout(Duration::from_micros(50), &mut work).await {
            ended.unwrap();
            return true;
        }
    }
    false
}

async fn expect_whole(
    test: &crate::databases::TestDatabase,
    document: DocumentId,
    is_acknowledged: bool,
) {
    // Behind it in the queue, so that it is known by then what became of it.
    drop(test.database.begin().await.unwrap());
    let is_there = async || test.database.document(document).await.unwrap().is_some();
    // A commit that was given up may still arrive at the server; never a part of it.
    let (is_there, history) = loop {
        let before = is_there().await;
        let history = test.database.timeline(document).await.unwrap();
        if is_there().await == before {
            break (before, history);
        }
    };
    assert!(is_there || !is_acknowledged);
    assert_eq!(history.len(), if is_there { 4 } else { 0 });
}

// FA-04
#[tokio::test]
async fn the_files_of_an_sqlite_database_can_be_read_by_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let test = sqlite().await;
    account(&test.database, "owner@example.jp").await;
    let mut names = Vec::new();
    for entry in std::fs::read_dir(test.folder()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{:?}", entry.file_name());
        names.push(entry.file_name().into_string().unwrap());
    }
    names.sort();
    assert_eq!(names, ["test.db", "test.db-shm", "test.db-wal"]);
}
