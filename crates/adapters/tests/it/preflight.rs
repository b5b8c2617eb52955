//! 事前確認 and what belongs to it, on both databases.

use crate::databases::on_each;
use crate::people::{NOW, account, after, by_totp, draft, fresh, kept};
use wariin_domain::{
    Events, MailRefusal, Party, Preflight, PreflightState, ProvenMailbox, RecipientId, Session,
    SessionKey, TimeStep,
};
use wariin_ports::{Storage, Views};

// O-01
#[tokio::test]
async fn what_came_of_a_preflight_is_found_as_it_was_saved() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let (mut document, events) = draft(&sender);
        let first = document.recipients[0].id;
        let asked = document.ask_preflight(&by_totp(sender.id), after(1)).unwrap();
        let mut document = kept(storage, &document, events.and(asked)).await;
        let of = |state| Some(Preflight { asked_at: after(1), state });
        assert_eq!(document.recipients[0].preflight, of(PreflightState::Asked));
        let why = MailRefusal::UnknownAddress;
        let refused = document.mail_refused(Party::Recipient(first), why, after(2));
        let mut document = kept(storage, &document, refused).await;
        assert_eq!(document.recipients[0].preflight, of(PreflightState::Undelivered));
        let not_me = document.refuse_preflight(first, after(1), after(3)).unwrap();
        let document = kept(storage, &document, not_me).await;
        assert_eq!(document.recipients[0].preflight, of(PreflightState::NotMe));
    })
    .await;
}

// O-01 E2
#[tokio::test]
async fn a_session_forgets_the_access_code_of_this_recipient_and_of_no_other() {
    on_each(async |test| {
        let storage = &test.database;
        let recipients = [(); 2].map(|()| RecipientId::from(fresh()));
        let sessions = [1, 2, 3, 4].map(|number| SessionKey::new([number + 60; 32]));
        let [first, second] = recipients;
        let mut tx = storage.begin().await.unwrap();
        let typed = [vec![first], vec![second], vec![first, second], vec![second, first]];
        for (key, unlocked) in sessions.into_iter().zip(typed) {
            let session = Session { unlocked, ..Session::begin(key, NOW) };
            tx.sessions().add(&session, Events::none()).await.unwrap();
        }
        tx.sessions().lock_again(first).await.unwrap();
        tx.commit().await.unwrap();
        let unlocked = async |key| storage.session(key).await.unwrap().unwrap().unlocked;
        assert_eq!(unlocked(sessions[0]).await, []);
        for session in &sessions[1..] {
            assert_eq!(unlocked(*session).await, [second]);
        }
    })
    .await;
}

// O-01 EN-01
#[tokio::test]
async fn a_proof_of_a_mailbox_says_of_which_address_it_is() {
    on_each(async |test| {
        let storage = &test.database;
        let (recipient, address) = (fresh().into(), wariin_domain::fixtures::taro().email);
        let mailbox = Some(ProvenMailbox { recipient, address, at: after(1) });
        let session = Session { mailbox, ..Session::begin(SessionKey::new([70; 32]), NOW) };
        let mut tx = storage.begin().await.unwrap();
        tx.sessions().add(&session, Events::none()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(storage.session(session.key).await.unwrap(), Some(session));
    })
    .await;
}

// O-01
#[tokio::test]
async fn no_link_of_a_preflight_works_in_a_database_that_was_set_back() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let (mut document, events) = draft(&sender);
        let asked = document.ask_preflight(&by_totp(sender.id), after(1)).unwrap();
        let document = kept(storage, &document, events.and(asked)).await;
        let mut tx = storage.begin().await.unwrap();
        tx.recoveries().end_sign_ins(TimeStep::newest_taken(after(2)), after(2)).await.unwrap();
        tx.commit().await.unwrap();
        let found = storage.document(document.id).await.unwrap().unwrap();
        assert!(found.recipients.iter().all(|recipient| recipient.preflight.is_none()));
    })
    .await;
}
