//! From when on a sender has to see to a document, and since when a file of it is damaged.

use super::{own, query};
use crate::databases::on_each;
use crate::people::{NOW, account, after, by_totp, draft, fresh, kept};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use wariin_domain::{MailRefusal, Party};
use wariin_ports::{Storage, Views};

// FA-06
#[tokio::test]
async fn a_line_says_from_when_on_the_sender_has_to_see_to_something_and_only_to_the_sender() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let (document, events) = draft(&sender);
        let mut document = kept(storage, &document, events).await;
        let attention = async |scope| {
            let rows = storage.documents(&query(scope)).await.unwrap().rows;
            rows.into_iter().map(|row| row.attention_from).collect::<Vec<_>>()
        };
        assert_eq!(attention(own(&sender)).await, [None], "a draft");
        let events = document.send(&by_totp(sender.id), NOW).unwrap();
        document = kept(storage, &document, events).await;
        let ends = document.link_ends_at(&document.recipients[0]);
        assert_eq!(attention(own(&sender)).await, [ends]);

        let to = Party::Recipient(document.recipients[0].id);
        let events = document.mail_refused(to, MailRefusal::MailboxFull, after(2));
        document = kept(storage, &document, events).await;
        assert_eq!(attention(own(&sender)).await, [Some(after(2))]);
        let read = storage.document(document.id).await.unwrap().unwrap();
        assert_eq!(read.recipients[0].undelivered, document.recipients[0].undelivered);
        assert!(read.recipients[0].undelivered.is_some());

        // A damaged file is marked once, until it is whole again; whatever becomes of the document meanwhile.
        let mut tx = storage.begin().await.unwrap();
        assert!(tx.documents().mark_damaged(document.id, after(3)).await.unwrap());
        assert!(!tx.documents().mark_damaged(document.id, after(4)).await.unwrap());
        assert!(!tx.documents().mark_damaged(fresh().into(), after(4)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(attention(own(&sender)).await, [Some(after(3))]);
        let events = document.cancel(&by_totp(sender.id), after(5)).unwrap();
        document = kept(storage, &document, events).await;
        assert_eq!(attention(own(&sender)).await, [Some(after(3))]);
        assert_eq!(storage.damaged_documents().await.unwrap(), [document.id]);
        assert!(storage.is_marked_damaged(document.id).await.unwrap());
        assert!(!storage.is_marked_damaged(fresh().into()).await.unwrap());
        let mut tx = storage.begin().await.unwrap();
        tx.documents().mark_whole(&document).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(attention(own(&sender)).await, [None]);
        assert_eq!(storage.damaged_documents().await.unwrap(), []);
        assert!(!storage.is_marked_damaged(document.id).await.unwrap());
        let mut tx = storage.begin().await.unwrap();
        assert!(tx.documents().mark_damaged(document.id, after(6)).await.unwrap(), "again");
    })
    .await;
}

// DO-01
#[tokio::test]
async fn a_file_that_is_found_damaged_while_the_document_is_saved_stays_marked() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let (document, events) = draft(&sender);
        let mut document = kept(storage, &document, events).await;
        let sent = document.send(&by_totp(sender.id), NOW).unwrap();

        let mut marking = storage.begin().await.unwrap();
        assert!(marking.documents().mark_damaged(document.id, after(1)).await.unwrap());
        let intruder = test.intruder().await;
        let backend = intruder.get_database_backend();
        let is_waited_for = async || {
            let sql = "SELECT count(*) AS n FROM pg_stat_activity \
                WHERE datname = current_database() AND wait_event_type = 'Lock'"
                .to_owned();
            let waits = Statement::from_string(backend, sql);
            let waits = intruder.query_one_raw(waits).await.unwrap().unwrap();
            waits.try_get::<i64>("", "n").unwrap() > 0
        };
        let marked = async {
            // A file has one writer: the other one has not begun.
            while backend == DbBackend::Postgres && !is_waited_for().await {}
            marking.commit().await.unwrap();
        };
        let saved = async {
            let mut tx = storage.begin().await.unwrap();
            tx.documents().save(&document, sent).await.unwrap();
            tx.commit().await.unwrap();
        };
        tokio::join!(saved, marked);
        let rows = storage.documents(&query(own(&sender))).await.unwrap().rows;
        assert_eq!(rows[0].attention_from, Some(after(1)));
        assert_eq!(storage.damaged_documents().await.unwrap(), [document.id]);
    })
    .await;
}
