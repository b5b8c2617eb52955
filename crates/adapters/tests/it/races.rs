//! Concurrent answers, on both databases: exactly one counts.

use crate::databases::on_each;
use crate::people::{account, after, by_totp, draft, stepped};
use wariin_adapters::SqlDatabase;
use wariin_domain::fixtures::consent_to;
use wariin_domain::{
    Consented, Document, DocumentError, DocumentId, DocumentStatus, Events, Job, Reason, Requester,
    Session, SessionKey, SignIn, Span,
};
use wariin_ports::{JobQueue, Queue, Storage, StorageError, Views};

/// An answer to a document.
#[derive(Clone, Copy, Debug)]
enum Answer {
    Consent,
    Decline,
    Cancel,
    Withdraw,
}

fn step(
    document: &mut Document,
    answer: Answer,
    sender: &SignIn,
) -> Result<Option<Events>, DocumentError> {
    let recipient = document.recipients[0].id;
    let requester = Requester::LinkHolder { recipient, generation: 1 };
    let now = after(3);
    Ok(match answer {
        Answer::Consent => {
            let shown = document.content_digest();
            match document.consent(recipient, requester, consent_to(shown), now)? {
                Consented::Now(events) => Some(events),
                Consented::Before(_) => None,
            }
        }
        Answer::Decline => {
            let reason = Reason::parse("理由").map_err(|_| DocumentError::NotYourTurn)?;
            Some(document.decline(recipient, requester, reason, now)?)
        }
        Answer::Cancel => Some(document.cancel(sender, now)?),
        Answer::Withdraw => Some(document.withdraw_consent(recipient, requester, now)?),
    })
}

/// Gives the answer as a use case does: find, change, save, and once more after a conflict. Returns whether it
/// counted.
async fn give(database: SqlDatabase, id: DocumentId, answer: Answer, sender: SignIn) -> bool {
    for _ in 0..50 {
        let mut tx = database.begin().await.unwrap();
        let mut document = tx.documents().find(id).await.unwrap().unwrap();
        let Ok(Some(events)) = step(&mut document, answer, &sender) else {
            return false;
        };
        match tx.documents().save(&document, events).await {
            Ok(()) => {}
            Err(StorageError::Conflict) => continue,
            Err(error) => panic!("{error}"),
        }
        match tx.commit().await {
            Ok(()) => return true,
            Err(StorageError::Conflict) => {}
            Err(error) => panic!("{error}"),
        }
    }
    panic!("it was never given");
}

/// A document sent to one recipient, and the sender's sign-in.
async fn sent(database: &SqlDatabase, email: &str) -> (DocumentId, SignIn) {
    let (id, by) = drafted(database, email).await;
    stepped(database, id, |document| document.send(&by, after(2)).unwrap()).await;
    (id, by)
}

/// A draft with one recipient, and the sender's sign-in.
async fn drafted(database: &SqlDatabase, email: &str) -> (DocumentId, SignIn) {
    let sender = account(database, email).await;
    let by = by_totp(sender.id);
    let (mut document, mut events) = draft(&sender);
    let second = document.recipients[1].id;
    events = events.and(document.remove_recipient(second, &by, after(1)).unwrap());
    let mut tx = database.begin().await.unwrap();
    tx.documents().save(&document, events).await.unwrap();
    tx.commit().await.unwrap();
    (document.id, by)
}

async fn all_at_once(
    database: &SqlDatabase,
    id: DocumentId,
    by: &SignIn,
    answers: &[Answer],
) -> Vec<bool> {
    let given = answers.iter().map(|answer| {
        let (database, answer, by) = (database.clone(), *answer, by.clone());
        tokio::spawn(give(database, id, answer, by))
    });
    let mut counted = Vec::new();
    for one in given.collect::<Vec<_>>() {
        counted.push(one.await.unwrap());
    }
    counted
}

// RA-01
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_hundred_consents_at_once_one_counts_and_one_seal_job_is_made() {
    on_each(async |test| {
        let database = &test.database;
        let (id, by) = sent(database, "sender@example.jp").await;
        let counted = all_at_once(database, id, &by, &[Answer::Consent; 100]).await;
        assert_eq!(counted.iter().filter(|one| **one).count(), 1);
        let history = database.timeline(id).await.unwrap();
        let count = |kind: &str| history.iter().filter(|entry| entry.what.name() == kind).count();
        assert_eq!((count("consented"), count("all_consented")), (1, 1));
        let claimed = database.claim(Queue::Seal, after(9), Span::minutes(2), 100).await.unwrap();
        let seals = claimed.iter().filter(|item| item.job == Job::Seal { document: id });
        assert_eq!(seals.count(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_document_that_changes_while_it_is_read_is_read_whole() {
    on_each(async |test| {
        let database = &test.database;
        for round in 0..40 {
            let (id, by) = drafted(database, &format!("sender{round}@example.jp")).await;
            let read = tokio::spawn(read_until_sent(database.clone(), id));
            stepped(database, id, |document| document.send(&by, after(2)).unwrap()).await;
            read.await.unwrap();
        }
    })
    .await;
}

async fn read_until_sent(database: SqlDatabase, id: DocumentId) {
    while database.document(id).await.unwrap().unwrap().status == DocumentStatus::Draft {}
}

// RA-02
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_consent_decline_and_cancel_at_once_exactly_one_counts() {
    on_each(async |test| {
        let database = &test.database;
        for round in 0..20 {
            let (id, by) = sent(database, &format!("sender{round}@example.jp")).await;
            let mut answers =
                vec![Answer::Consent, Answer::Decline, Answer::Cancel, Answer::Consent];
            if round % 2 == 0 {
                answers.push(Answer::Withdraw);
            }
            let first = round % answers.len();
            answers.rotate_left(first);
            all_at_once(database, id, &by, &answers).await;
            let document = database.document(id).await.unwrap().unwrap();
            let history = database.timeline(id).await.unwrap();
            let count =
                |kind: &str| history.iter().filter(|entry| entry.what.name() == kind).count();
            let ends = count("all_consented") + count("declined") + count("cancelled");
            assert_eq!(ends, 1, "round {round}");
            let is_consented = matches!(document.status, DocumentStatus::Sealing { .. });
            assert_eq!(is_consented, count("all_consented") == 1);
            assert_eq!(document.recipients[0].consent().is_some(), is_consented);
        }
    })
    .await;
}

// EN-06 WE-03
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_session_survives_under_a_new_key_while_all_sessions_of_its_account_are_ended() {
    on_each(async |test| {
        let database = &test.database;
        for round in 0..10 {
            let owner = account(database, &format!("taro{round}@example.com")).await;
            let key = |n: u8| SessionKey::new([n; 32]);
            let session = |n: u8| Session {
                sign_in: Some(by_totp(owner.id)),
                ..Session::begin(key(n), after(1))
            };
            let mut tx = database.begin().await.unwrap();
            tx.sessions().add(&session(0), Events::none()).await.unwrap();
            tx.commit().await.unwrap();
            let turning = async {
                for n in 0..40 {
                    let mut tx = database.begin().await.unwrap();
                    if tx.sessions().replace(key(n), &session(n + 1), Events::none()).await.is_err()
                    {
                        return;
                    }
                    tokio::task::yield_now().await;
                    tx.commit().await.unwrap();
                }
            };
            let ending = async {
                for _ in 0..round {
                    tokio::task::yield_now().await;
                }
                let mut tx = database.begin().await.unwrap();
                tx.sessions().remove_all_of(owner.id).await.unwrap();
                tx.commit().await.unwrap();
            };
            tokio::join!(turning, ending);
            for n in 0..=40 {
                let left = database.session(key(n)).await.unwrap();
                let is_own = left.is_some_and(|left| {
                    left.sign_in.is_some_and(|sign_in| sign_in.account() == owner.id)
                });
                assert!(!is_own, "round {round}: key {n} lives on");
            }
        }
    })
    .await;
}
