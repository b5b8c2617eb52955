//! Wishes for another address, where sessions are used, and what an account has consented to, on both databases.

use crate::databases::{TestDatabase, on_each};
use crate::people::{NOW, account, after, by_totp, fresh};
use wariin_domain::{
    AddressChange, BothMailboxes, ClientPlace, Device, EmailAddress, Events, Job, SeenFrom,
    Session, SessionKey, Span, Timestamp,
};
use wariin_ports::{JobQueue, Queue, Storage, StorageError, Views};

const KEY: SessionKey = SessionKey::new([1; 32]);

fn wish(account: &wariin_domain::Account, to: &str, asked_at: Timestamp) -> AddressChange {
    AddressChange {
        id: fresh().into(),
        account: account.id,
        from: account.email.clone(),
        to: EmailAddress::parse(to).unwrap(),
        session: KEY,
        present_code: fresh().into(),
        new_code: fresh().into(),
        asked_at,
        ended_at: None,
    }
}

// EN-06, EN-11
#[tokio::test]
async fn a_wish_for_another_address_is_kept_counted_ended_completed_once_and_forgotten() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let mut owner = account(database, "owner@example.jp").await;
        let other = account(database, "other@example.jp").await;
        let first = wish(&owner, "new@example.jp", NOW);
        let mut second = wish(&owner, "new@example.jp", after(1));
        let foreign = wish(&other, "new@example.jp", after(2));
        let mut tx = database.begin().await.unwrap();
        for change in [&first, &second, &foreign] {
            tx.address_changes().add(change, Events::none()).await.unwrap();
        }
        let day_ago = NOW.minus(Span::days(1));
        let asked = tx.address_changes().asked_since(owner.id, &first.to, day_ago).await.unwrap();
        assert_eq!(asked, [(after(2), other.id), (after(1), owner.id), (NOW, owner.id)]);
        let asked = tx.address_changes().asked_since(owner.id, &other.email, NOW).await.unwrap();
        assert_eq!(asked, [(after(1), owner.id)]);
        let newest = tx.address_changes().newest_of(owner.id).await.unwrap();
        assert_eq!(newest.as_ref(), Some(&second));
        tx.commit().await.unwrap();
        assert_eq!(database.newest_address_change(owner.id).await.unwrap(), newest);
        assert_eq!(database.address_change(first.id).await.unwrap().as_ref(), Some(&first));

        let proof = BothMailboxes::proved(true, true).unwrap();
        let events = second.complete(KEY, &mut owner, proof, after(3)).unwrap();
        let mut tx = database.begin().await.unwrap();
        tx.accounts().save_address(&owner, events).await.unwrap();
        tx.address_changes().end_all_of(owner.id, after(3)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(database.account(owner.id).await.unwrap().as_ref(), Some(&owner));
        let ended = database.address_change(second.id).await.unwrap().unwrap();
        assert_eq!(ended.ended_at, Some(after(3)));
        assert_eq!(database.address_change(foreign.id).await.unwrap().as_ref(), Some(&foreign));
        let told = Job::NotifyFormerAddress { change: second.id, at: after(3) };
        let jobs = database.claim(Queue::Email, after(9), Span::minutes(1), 9).await.unwrap();
        assert!(jobs.iter().any(|item| item.job == told));

        let mut tx = database.begin().await.unwrap();
        let taken = wariin_domain::Account { email: owner.email.clone(), ..other.clone() };
        let refused = tx.accounts().save_address(&taken, Events::none()).await;
        assert!(matches!(refused, Err(StorageError::Duplicate)));
        drop(tx);

        let mut tx = database.begin().await.unwrap();
        tx.address_changes().forget_before(after(1)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(database.address_change(first.id).await.unwrap(), None);
        assert!(database.address_change(second.id).await.unwrap().is_some());
        assert_eq!(database.verify_audit().await.unwrap().problems, []);
    })
    .await;
}

// WE-04
#[tokio::test]
async fn sessions_of_an_account_are_listed_with_where_they_are_used_the_last_used_first() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let owner = account(database, "owner@example.jp").await;
        let place = |text: &str| Some(ClientPlace::parse(text).unwrap());
        let device = Device::of_user_agent("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
        let session = |key: u8, seen_from, minute| Session {
            sign_in: Some(by_totp(owner.id)),
            seen_from,
            seen_at: after(minute),
            ..Session::begin(SessionKey::new([key; 32]), NOW)
        };
        let sessions = [
            session(1, Some(SeenFrom { device, place: place("2001:db8:1::/48") }), 3),
            session(2, Some(SeenFrom { device, place: None }), 2),
            session(3, None, 1),
        ];
        let stranger = Session::begin(SessionKey::new([4; 32]), NOW);
        let mut tx = database.begin().await.unwrap();
        for session in sessions.iter().chain([&stranger]) {
            tx.sessions().add(session, Events::none()).await.unwrap();
        }
        assert_eq!(tx.sessions().all_of(owner.id).await.unwrap(), sessions);
        tx.commit().await.unwrap();
        assert_eq!(database.sessions(owner.id).await.unwrap(), sessions);
    })
    .await;
}
