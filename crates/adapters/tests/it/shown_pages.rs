//! Pages that were delivered to sessions, and looks of document managers, on both databases.

use crate::databases::on_each;
use crate::people::{NOW, account, after, draft, fresh};
use wariin_domain::{
    Actor, Event, EventKind, Events, FileId, ManagerLook, RecipientId, Session, SessionKey, Span,
};
use wariin_ports::{Delivery, Storage, StorageError, Views};

const OLD: SessionKey = SessionKey::new([1; 32]);
const NEW: SessionKey = SessionKey::new([2; 32]);

// O-31
#[tokio::test]
async fn delivered_pages_stay_with_the_session_under_its_new_key_and_after_its_end() {
    on_each(async |test| {
        let storage = &test.database;
        let (recipient, other) = (RecipientId::from(fresh()), RecipientId::from(fresh()));
        let file = FileId::from(fresh());
        let delivery =
            Delivery { session: OLD, recipient, file, pages: (1..=450).collect(), at: NOW };
        let mut tx = storage.begin().await.unwrap();
        tx.sessions().add(&Session::begin(OLD, NOW), Events::none()).await.unwrap();
        tx.shown_pages().add(&delivery).await.unwrap();
        let session = Session { key: NEW, ..Session::begin(OLD, NOW) };
        tx.sessions().replace(OLD, &session, Events::none()).await.unwrap();
        assert!(!tx.shown_pages().of(OLD, recipient).await.unwrap().has(file, 1));
        assert!(tx.shown_pages().of(NEW, recipient).await.unwrap().has(file, 450));
        tx.commit().await.unwrap();

        let mut tx = storage.begin().await.unwrap();
        tx.sessions().remove(NEW, Events::none()).await.unwrap();
        tx.commit().await.unwrap();
        let shown = storage.shown_pages(NEW, recipient).await.unwrap();
        assert!(shown.has(file, 1) && !shown.has(file, 451));
        assert_eq!(storage.shown_pages(NEW, other).await.unwrap(), [].into_iter().collect());

        let mut tx = storage.begin().await.unwrap();
        let again = Delivery { session: NEW, pages: vec![7], ..delivery };
        let refused = tx.shown_pages().add(&again).await;
        assert!(matches!(refused, Err(StorageError::Duplicate)), "{refused:?}");
    })
    .await;
}

// PO-07
#[tokio::test]
async fn a_look_of_a_document_manager_is_found_by_document_person_and_time() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "owner@example.jp").await;
        let (document, events) = draft(&owner);
        let look = EventKind::ManagerViewed { look: ManagerLook::Page };
        let viewed = Event::of_document(document.id, after(2), Actor::Account(owner.id), look);
        let mut tx = storage.begin().await.unwrap();
        tx.documents().save(&document, events).await.unwrap();
        tx.audit().append(Events::one(viewed)).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = storage.begin().await.unwrap();
        let (stranger, elsewhere) = (fresh().into(), fresh().into());
        let since = after(2);
        assert!(tx.audit().has_viewed(document.id, owner.id, since).await.unwrap());
        let later = since.plus(Span::seconds(1));
        assert!(!tx.audit().has_viewed(document.id, owner.id, later).await.unwrap());
        assert!(!tx.audit().has_viewed(document.id, stranger, since).await.unwrap());
        assert!(!tx.audit().has_viewed(elsewhere, owner.id, since).await.unwrap());
    })
    .await;
}
