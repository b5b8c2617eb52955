//! Handing the turn on.

use crate::company::{by_idp, connection};
use crate::world::{NOW, PRINCIPAL, by_totp, draft, recipient_id, sender, session, taro, work};
use std::sync::atomic::Ordering;
use wariin_domain::fixtures::{self, text, text_field};
use wariin_domain::{Assignee, Document, EmailAddress, IdpDemand, PersonName, Problem};
use wariin_usecases::{Error, Forward, Ports, forward};

/// Sent to Taro, who has to sign in with his company's provider.
fn demanding() -> Document {
    let mut document = draft();
    let mut details = document.recipients[0].details.clone();
    details.idp = Some(IdpDemand::of(&connection()));
    let by = by_totp(&sender(), NOW);
    let _ = document.change_recipient(recipient_id(), details, &by, NOW).unwrap();
    let _ = document.send(&by, NOW).unwrap();
    document
}

fn to_hanako() -> Forward {
    Forward {
        principal: PRINCIPAL,
        recipient: recipient_id(),
        name: PersonName::parse("佐藤 花子").unwrap(),
        email: EmailAddress::parse("hanako@example.com").unwrap(),
        organisation: None,
        code: None,
    }
}

// T-082 EN-04
#[tokio::test]
async fn a_turn_is_not_forwarded_to_a_person_who_cannot_sign_in_with_the_demanded_provider() {
    for (serving, is_forwarded) in [(None, false), (Some(connection()), true)] {
        let mut work = work(Some(session(by_idp())), vec![taro()]);
        work.idp_connections.checkpoint();
        work.idp_connections.expect_serving().returning(move |_| Ok(serving.clone()));
        work.finds(&demanding());
        work.documents.expect_save().times(usize::from(is_forwarded)).returning(|_, _| Ok(()));
        let (ports, commits) = Ports::mock().with([work]).wire();
        let outcome = forward(&ports, to_hanako()).await;
        match outcome {
            Ok(()) => assert!(is_forwarded),
            Err(Error::Document(error)) => {
                assert_eq!((error, is_forwarded), (Problem::NoIdpForAddress.into(), false));
            }
            Err(other) => panic!("{other:?}"),
        }
        assert_eq!(commits.load(Ordering::SeqCst), usize::from(is_forwarded));
    }
}

// O-33
#[tokio::test]
async fn a_forwarded_turn_takes_the_fields_along_without_what_was_filled_in() {
    let mut document = draft();
    let by = by_totp(&sender(), NOW);
    let mine = Assignee::Recipient(recipient_id());
    let _ = document.set_fields(vec![text_field(1, mine)], &by, NOW).unwrap();
    let _ = document.send(&by, NOW).unwrap();
    let (account, strong) = (taro(), by_totp(&taro(), NOW));
    let access = || fixtures::signed_in(&account, &strong);
    let _ = document.open(recipient_id(), access(), NOW).unwrap();
    let filling = vec![(text_field(1, mine).id, Some(text("甲の住所")))];
    let _ = document.fill(recipient_id(), access(), filling, NOW).unwrap();
    let mut work = work(Some(session(by_totp(&taro(), NOW))), vec![taro()]);
    work.finds(&document);
    work.documents.expect_save().times(1).returning(move |document, events| {
        let [field] = document.fields.as_slice() else { panic!("{:?}", document.fields) };
        assert_eq!(field.value, None);
        assert_ne!(field.assignee, mine);
        assert!(matches!(field.assignee, Assignee::Recipient(_)));
        assert!(!format!("{document:?}{events:?}").contains("甲の住所"));
        Ok(())
    });
    let (ports, commits) = Ports::mock().with([work]).wire();
    forward(&ports, to_hanako()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}
