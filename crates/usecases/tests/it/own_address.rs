//! The second person at a shared mailbox takes the turn along to an own address (O-22).

use crate::company::connection;
use crate::world::{NOW, PRINCIPAL, by_totp, draft, kinds, recipient_id, sender, taro, work};
use std::sync::atomic::Ordering;
use wariin_domain::{
    AccessCodeHash, Account, Document, DocumentError, EmailAddress, GateRefusal, IdpDemand,
    Problem, ProvenMailbox, Session, Timestamp,
};
use wariin_ports::mock::{KEY, MockWork};
use wariin_usecases::{Error, MoveToOwnAddress, Ports, move_to_own_address};

/// Sent with the request to Taro, behind an access code.
fn coded(idp: Option<IdpDemand>) -> Document {
    let (mut document, by) = (draft(), by_totp(&sender(), NOW));
    let _ = document.request_advanced_auth(&by, NOW).unwrap();
    let mut details = document.recipients[0].details.clone();
    (details.access_code, details.idp) = (Some(AccessCodeHash("hash".into())), idp);
    let _ = document.change_recipient(recipient_id(), details, &by, NOW).unwrap();
    let _ = document.send(&by, NOW).unwrap();
    document
}

fn own() -> EmailAddress {
    EmailAddress::parse("jiro@example.com").unwrap()
}

/// A browser in which Taro's mailbox was proved then, and the access code typed.
fn reader(at: Timestamp) -> Session {
    let mailbox = ProvenMailbox { recipient: recipient_id(), address: taro().email, at };
    let mut session = Session { mailbox: Some(mailbox), ..Session::begin(KEY, NOW) };
    session.unlock(recipient_id());
    session
}

fn moves(session: Session, known: Option<Account>, document: &Document) -> MockWork {
    let mut work = work(Some(session), vec![]);
    work.finds(document);
    work.accounts.expect_find_by_email().returning(move |email| {
        assert_eq!(*email, taro().email, "of the shared address alone");
        Ok(known.clone())
    });
    work
}

async fn tried(work: Box<MockWork>) -> (Result<(), Error>, usize) {
    let (ports, commits) = Ports::mock().with([*work]).wire();
    let command =
        MoveToOwnAddress { principal: PRINCIPAL, recipient: recipient_id(), email: own() };
    let outcome = Box::pin(move_to_own_address(&ports, command)).await;
    (outcome, commits.load(Ordering::SeqCst))
}

// O-22
#[tokio::test]
async fn the_turn_goes_to_the_own_address_and_the_account_of_the_shared_one_is_not_touched() {
    let mut work = moves(reader(NOW), Some(taro()), &coded(None));
    work.documents.expect_save().times(1).returning(|document, events| {
        assert_eq!(kinds(&events), ["forwarded", "invited"]);
        assert!(document.recipients[0].is_forwarded());
        assert_eq!((&document.recipients[1].details.email, document.recipients.len()), (&own(), 2));
        Ok(())
    });
    let (outcome, commits) = tried(Box::new(work)).await;
    outcome.unwrap();
    assert_eq!(commits, 1, "and no other row is written");
}

// O-22 EN-01 E2
#[tokio::test]
async fn what_was_not_proved_in_this_session_takes_no_turn_along() {
    let document = coded(None);
    let anonymous = Session::begin(KEY, NOW);
    let long_ago = Timestamp::from_micros(NOW.as_micros() - 3_601_000_000);
    for session in [anonymous, reader(long_ago)] {
        let (outcome, commits) = tried(Box::new(moves(session, Some(taro()), &document))).await;
        assert!(matches!(outcome, Err(Error::MailboxNotProven)), "{outcome:?}");
        assert_eq!(commits, 0);
    }
    let mut locked = reader(NOW);
    locked.unlocked.clear();
    let (outcome, commits) = tried(Box::new(moves(locked, Some(taro()), &document))).await;
    let refusal = DocumentError::Gate(GateRefusal::AccessCode);
    assert!(matches!(outcome, Err(Error::Document(error)) if error == refusal));
    assert_eq!(commits, 0);
}

// O-22 EN-13
#[tokio::test]
async fn an_address_without_an_account_of_a_proved_mailbox_is_registered_instead() {
    let unproven = Account { mailbox_proven_at: None, ..taro() };
    for known in [None, Some(unproven)] {
        let (outcome, commits) = tried(Box::new(moves(reader(NOW), known, &coded(None)))).await;
        assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        assert_eq!(commits, 0);
    }
}

// O-22 EN-04
#[tokio::test]
async fn the_own_address_has_to_be_one_that_the_demanded_provider_serves() {
    for (serving, is_moved) in [(None, false), (Some(connection()), true)] {
        let document = coded(Some(IdpDemand::of(&connection())));
        let mut work = moves(reader(NOW), Some(taro()), &document);
        work.idp_connections.checkpoint();
        work.idp_connections.expect_serving().returning(move |_| Ok(serving.clone()));
        work.documents.expect_save().times(usize::from(is_moved)).returning(|_, _| Ok(()));
        let (outcome, commits) = tried(Box::new(work)).await;
        match outcome {
            Ok(()) => assert!(is_moved),
            Err(Error::Document(error)) => {
                assert_eq!((error, is_moved), (Problem::NoIdpForAddress.into(), false));
            }
            Err(other) => panic!("{other:?}"),
        }
        assert_eq!(commits, usize::from(is_moved));
    }
}
