//! A way to sign in that was replaced while a document waits.

use uuid::Uuid;
use wariin_domain::fixtures::{
    NOW, after, by_mail, by_password, by_totp, consent_to, draft, hanako, id, sender, sent,
    signed_in, taro,
};
use wariin_domain::{
    Consented, Document, DocumentError, EmailAddress, Event, EventKind, ForwardTo, HoldReason, Job,
    Obstacle, PersonName, Problem, RecipientId,
};

fn names(events: &wariin_domain::Events) -> Vec<&'static str> {
    events.iter().map(|event| event.kind.name()).collect()
}

fn consents(document: &mut Document) -> Result<Consented, DocumentError> {
    let shown = document.content_digest();
    let by = by_totp(&taro(), after(5));
    document.consent(id(1), signed_in(&taro(), &by), consent_to(shown), after(5))
}

fn held(why: HoldReason) -> Document {
    let mut document = sent(true);
    assert_eq!(names(&document.hold(&taro(), why, after(1))), ["consent_held"]);
    let obstacle = document.obstacle(&document.recipients[0], after(1));
    assert_eq!(obstacle, Some(Obstacle::Held(why)));
    document
}

// EN-09 O-11
#[test]
fn a_consent_is_held_until_the_sender_has_made_sure_and_the_evidence_says_so() {
    for why in HoldReason::ALL {
        assert_eq!(HoldReason::parse(why.name()), Some(why));
        let mut document = held(why);
        let before = document.clone();
        assert_eq!(consents(&mut document).unwrap_err(), DocumentError::Held);
        assert_eq!(document, before);
        let by = by_totp(&taro(), after(5));
        assert!(document.admit(id(1), signed_in(&taro(), &by), after(5)).is_ok(), "reading is not");

        if why == HoldReason::Restored {
            continue; // See after_restore.rs.
        }
        let released = document.release(id(1), &by_totp(&sender(), after(6)), after(6)).unwrap();
        assert_eq!(names(&released), ["consent_released"]);
        assert!(consents(&mut document).is_ok());
    }
}

// O-11
#[test]
fn the_sender_is_told() {
    let mut document = sent(true);
    let events = document.hold(&taro(), HoldReason::BackupCode, after(1));
    let jobs: Vec<_> = events.iter().flat_map(Event::jobs).collect();
    assert_eq!(jobs, [Job::NotifyHeld { document: document.id, recipient: id(1) }]);
    let kind = EventKind::ConsentHeld { recipient: id(1), why: HoldReason::BackupCode };
    assert_eq!(events.iter().next().unwrap().kind, kind);
}

// EN-09
#[test]
fn only_the_sender_strongly_signed_in_releases() {
    let mut document = held(HoldReason::BackupCode);
    let before = document.clone();
    assert!(matches!(
        document.release(id(1), &by_password(&sender()), after(2)),
        Err(DocumentError::WeakSignIn(_))
    ));
    let refused = document.release(id(1), &by_totp(&taro(), after(2)), after(2));
    assert_eq!(refused.unwrap_err(), DocumentError::NotSender);
    let refused = document.release(id(9), &by_totp(&sender(), after(2)), after(2));
    assert_eq!(refused.unwrap_err(), Problem::NoSuchRecipient.into());
    let nothing = document.release(id(2), &by_totp(&sender(), after(2)), after(2));
    assert!(nothing.unwrap().is_empty(), "nothing is held there");
    assert_eq!(document, before);
}

// EN-09
#[test]
fn what_is_held_is_not_forwarded_either() {
    let mut document = held(HoldReason::AdminReset);
    let by = by_totp(&taro(), after(2));
    let to = ForwardTo {
        id: RecipientId::from(Uuid::from_u128(90)),
        name: PersonName::parse("次郎").unwrap(),
        email: EmailAddress::parse("jiro@example.com").unwrap(),
        organisation: None,
    };
    let refused = document.forward(id(1), signed_in(&taro(), &by), to, after(2));
    assert_eq!(refused.unwrap_err(), DocumentError::Held);
}

// EN-09
#[test]
fn only_answers_that_are_still_to_come_behind_the_gate_are_held() {
    let why = HoldReason::BackupCode;
    assert!(draft().hold(&taro(), why, NOW).is_empty());
    assert!(
        sent(false).hold(&taro(), why, NOW).is_empty(),
        "the mailed link opens it without a sign-in"
    );
    assert!(
        sent(true)
            .hold(&wariin_domain::fixtures::account(50, "x@example.com"), why, NOW)
            .is_empty()
    );
    let mut later = sent(true);
    assert_eq!(names(&later.hold(&hanako(), why, NOW)), ["consent_held"], "also before the turn");
    let mut consented = sent(true);
    let _ = consents(&mut consented).unwrap();
    assert_eq!(names(&consented.hold(&taro(), why, after(6))), ["consent_held"]);
    let by = by_totp(&taro(), after(7));
    let _ = consented.withdraw_consent(id(1), signed_in(&taro(), &by), after(7)).unwrap();
    assert_eq!(consents(&mut consented).unwrap_err(), DocumentError::Held, "nor given anew");
    let mut cancelled = sent(true);
    let _ = cancelled.cancel(&by_password(&sender()), NOW).unwrap();
    assert!(cancelled.hold(&taro(), why, NOW).is_empty());
    let _ = by_mail(1);
}

// EN-09 FA-14
#[test]
fn a_hold_is_told_while_the_sender_has_to_see_to_it_and_after_a_restore_once_for_the_document() {
    let told = |document: &Document| -> Vec<_> {
        document.recipients.iter().map(|r| document.hold_to_see_to(r)).collect()
    };
    let mut document = held(HoldReason::BackupCode);
    assert_eq!(told(&document), [Some(HoldReason::BackupCode), None]);
    let _ = document.cancel(&by_password(&sender()), after(2)).unwrap();
    assert_eq!(told(&document), [None, None]);

    let mut restored = sent(true);
    let _ = restored.hold_after_restore(wariin_domain::Actor::Service, after(1));
    assert!(restored.recipients.iter().all(|r| r.held.is_some()));
    assert_eq!(told(&restored), [Some(HoldReason::Restored), None]);
}
