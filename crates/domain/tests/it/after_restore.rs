//! Documents, codes and invitations after the database was set back to an earlier state.

use wariin_domain::fixtures::{
    NOW, after, by_mail, by_password, by_totp, consent_to, hanako, id, organisation, sender, sent,
    signed_in, taro,
};
use wariin_domain::{
    Actor, Document, DocumentError, Event, EventKind, GateRefusal, HoldReason, Job, NextStep,
    Obstacle, RecipientSituation, Recovery, RecoveryCause, Requester, TimeStep, Timestamp,
};

fn restored(gated: bool) -> Document {
    let mut document = sent(gated);
    let events = document.hold_after_restore(Actor::Operator, after(1));
    let expected = document.recipients.len();
    assert_eq!(events.iter().count(), expected, "one for each recipient");
    document
}

fn link(generation: u32) -> Requester<'static> {
    Requester::LinkHolder { recipient: id(1), generation }
}

fn consents(document: &mut Document, by: Requester<'_>) -> Result<(), DocumentError> {
    let shown = document.content_digest();
    document.consent(id(1), by, consent_to(shown), after(5)).map(|_| ())
}

// EV-05
#[test]
fn no_link_opens_a_restored_document_until_its_sender_confirms_and_the_old_ones_never_again() {
    let mut document = restored(false);
    let newest = document.recipients[0].generation;
    for generation in [1, 2, 30, newest] {
        assert_eq!(
            document.admit(id(1), link(generation), after(2)),
            Err(GateRefusal::LinkRequired)
        );
        let refused = consents(&mut document, link(generation)).unwrap_err();
        assert_eq!(refused, GateRefusal::LinkRequired.into());
    }
    let events = document.release(id(1), &by_password(&sender()), after(3)).unwrap();
    assert!(!document.awaits_confirmation());
    let generation = document.recipients[0].generation;
    assert!(generation > 10_000, "more links than can have been mailed since the backup");
    let invite = Job::Invite { document: document.id, recipient: id(1), generation };
    assert_eq!(events.iter().flat_map(Event::jobs).collect::<Vec<_>>(), [invite]);
    for generation in [1, 2, 30, newest] {
        assert!(consents(&mut document, link(generation)).is_err());
    }
    assert_eq!(consents(&mut document, link(generation)), Ok(()));
}

// EV-05
#[test]
fn neither_a_reminder_nor_a_renewal_mails_a_link_before_the_sender_has_confirmed() {
    let mut document = restored(false);
    let reminded = document.remind(id(1), &by_password(&sender()), after(90));
    assert_eq!(reminded.unwrap_err(), DocumentError::NotYourTurn);
    assert!(!document.can_renew_link(id(1), None));
    assert_eq!(document.renew_link(id(1), 1, after(90)), Err(DocumentError::NotYourTurn));
}

// EV-05
#[test]
fn a_consent_behind_the_gate_is_held_until_the_strongly_signed_in_sender_confirms() {
    let mut document = restored(true);
    let (recipient, by) = (taro(), by_totp(&taro(), after(5)));
    let refused = consents(&mut document, signed_in(&recipient, &by)).unwrap_err();
    assert_eq!(refused, DocumentError::Held);
    let situation = RecipientSituation {
        access: signed_in(&recipient, &by).into(),
        holds_link: false,
        proved_mailbox: false,
        awaits_code: false,
        has_factor: true,
        has_idp_link: false,
    };
    assert_eq!(document.next_step(id(1), situation, after(5)), NextStep::WaitForSender);
    let weak = document.release(id(1), &by_password(&sender()), after(6));
    assert!(matches!(weak, Err(DocumentError::WeakSignIn(_))));
    let other = document.release(id(1), &by_totp(&hanako(), after(6)), after(6));
    assert_eq!(other.unwrap_err(), DocumentError::NotSender);
    let _ = document.release(id(1), &by_totp(&sender(), after(6)), after(6)).unwrap();
    assert_eq!(consents(&mut document, signed_in(&taro(), &by)), Ok(()));
}

// EV-05
#[test]
fn the_sender_is_told_and_confirms_the_whole_document_at_once() {
    let mut document = restored(false);
    let first = &document.recipients[0];
    assert_eq!(document.obstacle(first, after(2)), Some(Obstacle::Held(HoldReason::Restored)));
    assert_eq!(document.to_confirm(), Some(id(1)));
    let again = document.hold_after_restore(Actor::Operator, after(2));
    assert!(again.is_empty(), "it is held already");
    let _ = document.release(id(2), &by_password(&sender()), after(3)).unwrap();
    assert_eq!(document.to_confirm(), None);
    assert!(document.recipients.iter().all(|recipient| recipient.held.is_none()));
    let twice = document.release(id(2), &by_password(&sender()), after(3)).unwrap();
    assert!(twice.is_empty(), "a second press of the button mails nothing");
}

// EV-05
#[test]
fn a_consent_that_was_given_before_the_backup_stays_and_its_link_works_after_the_confirmation() {
    let mut document = sent(false);
    consents(&mut document, by_mail(1)).unwrap();
    let _ = document.hold_after_restore(Actor::Service, after(6));
    assert!(document.admit(id(1), by_mail(1), after(7)).is_err());
    let _ = document.release(id(1), &by_password(&sender()), after(8)).unwrap();
    assert!(document.recipients[0].consent().is_some());
    assert!(document.admit(id(1), by_mail(1), after(9)).is_ok());
}

// EV-05
#[test]
fn a_hold_for_another_reason_is_not_released_by_the_confirmation() {
    let mut document = sent(true);
    let _ = document.hold(&taro(), HoldReason::BackupCode, after(1));
    let _ = document.hold_after_restore(Actor::Operator, after(2));
    let _ = document.release(id(2), &by_totp(&sender(), after(3)), after(3)).unwrap();
    let by = by_totp(&taro(), after(5));
    assert_eq!(consents(&mut document, signed_in(&taro(), &by)).unwrap_err(), DocumentError::Held);
}

// EV-05
#[test]
fn a_document_that_waits_for_no_consent_is_left_as_it_is() {
    let mut document = sent(false);
    let _ = document.cancel(&by_password(&sender()), after(1)).unwrap();
    let before = document.clone();
    assert!(document.hold_after_restore(Actor::Operator, after(2)).is_empty());
    assert_eq!(document, before);
}

// EV-05
#[test]
fn every_step_of_which_a_code_may_have_been_taken_counts_as_spent() {
    let now = Timestamp::from_micros(90_500_000);
    assert_eq!(TimeStep::newest_taken(now), TimeStep::new(4));
}

// EV-05
#[test]
fn a_recovery_says_who_recovers_and_how_many_events_are_missing() {
    let mut recovery = Recovery {
        number: 1,
        begun_at: NOW,
        cause: RecoveryCause::Restore,
        events: 40,
        witnessed: Some(52),
        finished_at: None,
    };
    assert_eq!((recovery.missing(), recovery.actor()), (Some(12), Actor::Operator));
    let told = recovery.told_to(&organisation(), NOW);
    let expected = EventKind::Restored { events: 40, witnessed: Some(52) };
    assert_eq!(told.iter().next().unwrap().kind, expected);
    recovery.cause = RecoveryCause::OlderThanWitness;
    recovery.witnessed = None;
    assert_eq!((recovery.missing(), recovery.actor()), (None, Actor::Service));
    for cause in [RecoveryCause::Restore, RecoveryCause::OlderThanWitness] {
        assert_eq!(RecoveryCause::parse(cause.name()), Some(cause));
    }
}
