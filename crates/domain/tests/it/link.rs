//! Reminders, and new links in place of ended ones.

use wariin_domain::fixtures::{
    NOW, after, by_password, by_totp, consent_to, id, link_life, sender, sent, signed_in, taro,
};
use wariin_domain::{
    Document, DocumentError, Event, EventKind, GateRefusal, InvitedBy, Job, LINK_INTERVAL,
    Obstacle, Problem, Requester, Timestamp,
};

fn jobs(events: &wariin_domain::Events) -> Vec<Job> {
    events.iter().flat_map(Event::jobs).collect()
}

fn generation(document: &Document) -> u32 {
    document.recipients[0].generation
}

// T-081
#[test]
fn a_reminder_mails_a_new_link_and_the_one_before_is_dead() {
    let mut document = sent(true);
    let then = after(60);
    let events = document.remind(id(1), &by_password(&sender()), then).unwrap();
    let invite = Job::Invite { document: document.id, recipient: id(1), generation: 2 };
    assert_eq!(jobs(&events), [invite]);
    assert!(document.recipient_by_link(id(1), 1, then).is_none());
    assert!(document.recipient_by_link(id(1), 2, then).is_some());
    let late = then.plus(link_life());
    assert!(document.recipient_by_link(id(1), 2, late).is_none(), "and lives as long as the first");
    let EventKind::Invited { why, .. } = events.iter().next().unwrap().kind else { panic!() };
    assert_eq!(why, InvitedBy::Reminder);
}

// T-081
#[test]
fn a_reminder_leaves_the_request_as_it_is() {
    let mut document = sent(true);
    let before = document.advanced_auth;
    let _ = document.remind(id(1), &by_totp(&sender(), NOW), after(60)).unwrap();
    assert_eq!(document.advanced_auth, before);
    let requester = Requester::LinkHolder { recipient: id(1), generation: 2 };
    let refused = document.admit(id(1), requester, after(60)).unwrap_err();
    assert_eq!(refused, GateRefusal::SignIn);
}

// MA-04
#[test]
fn a_link_is_mailed_once_an_hour_by_reminder_or_renewal() {
    let mut document = sent(true);
    let early = Timestamp::from_micros(NOW.plus(LINK_INTERVAL).as_micros() - 1);
    let before = document.clone();
    let too_early = Err(Problem::LinkJustMailed.into());
    assert_eq!(document.remind(id(1), &by_totp(&sender(), NOW), early), too_early);
    assert_eq!(document.renew_link(id(1), 0, early), too_early);
    assert_eq!(document, before);
    let _ = document.remind(id(1), &by_totp(&sender(), NOW), after(60)).unwrap();
    assert_eq!(document.renew_link(id(1), 1, after(61)), too_early);
    assert_eq!(generation(&document), 2);
}

// T-081 PO-08
#[test]
fn only_the_sender_reminds_and_only_whose_turn_it_is() {
    let mut document = sent(true);
    let before = document.clone();
    let by = by_totp(&sender(), NOW);
    let stranger = document.remind(id(1), &by_totp(&taro(), NOW), after(60));
    assert_eq!(stranger, Err(DocumentError::NotSender));
    assert_eq!(document.remind(id(2), &by, after(60)), Err(DocumentError::NotYourTurn));
    assert_eq!(document.remind(id(9), &by, after(60)), Err(DocumentError::NotYourTurn));
    assert_eq!(document, before);
    let _ = document.cancel(&by, NOW).unwrap();
    let refused = document.remind(id(1), &by, after(60));
    assert!(matches!(refused, Err(DocumentError::NotPossible { .. })));
}

// O-07
#[test]
fn an_ended_or_superseded_link_gets_a_new_one_and_a_living_one_is_left_alone() {
    let mut document = sent(true);
    assert!(document.renew_link(id(1), 1, after(120)).unwrap().is_empty());
    assert_eq!(generation(&document), 1);
    assert_eq!(jobs(&document.renew_link(id(1), 0, after(120)).unwrap()).len(), 1);
    let ended = after(120).plus(link_life());
    assert_eq!(jobs(&document.renew_link(id(1), 2, ended).unwrap()).len(), 1);
    assert_eq!(generation(&document), 3);
}

// O-07 LI-01
#[test]
fn no_link_is_renewed_before_the_turn_after_the_answer_or_when_the_document_has_ended() {
    let mut document = sent(true);
    assert!(document.can_renew_link(id(1), None));
    assert!(!document.can_renew_link(id(2), None));
    let account = taro();
    let by = by_totp(&account, NOW);
    let shown = document.content_digest();
    let request = consent_to(shown);
    let _ = document.consent(id(1), signed_in(&account, &by), request, NOW).unwrap();
    assert!(!document.can_renew_link(id(1), None));
    assert_eq!(document.renew_link(id(1), 0, after(60)), Err(DocumentError::NotYourTurn));
    assert!(document.can_renew_link(id(2), None));
    let _ = document.cancel(&by_totp(&sender(), NOW), NOW).unwrap();
    assert!(!document.can_renew_link(id(2), None));
}

#[test]
fn an_ended_link_is_for_the_sender_to_see_to_until_the_document_has_ended() {
    let mut document = sent(true);
    let end = NOW.plus(link_life());
    let obstacle = |document: &Document, at| document.obstacle(&document.recipients[0], at);
    assert_eq!(obstacle(&document, NOW), None);
    assert_eq!(obstacle(&document, end), Some(Obstacle::LinkEnded));
    assert_eq!(
        document.obstacle(&document.recipients[1], end),
        None,
        "the document does not wait for that person"
    );
    assert_eq!(document.next_link_at(&document.recipients[0]), Some(NOW.plus(LINK_INTERVAL)));
    assert_eq!(document.next_link_at(&document.recipients[1]), None);
    let _ = document.cancel(&by_password(&sender()), NOW).unwrap();
    assert_eq!(obstacle(&document, end), None);
    assert_eq!(document.next_link_at(&document.recipients[0]), None);
}

// LI-01 MA-04
#[test]
fn a_damaged_link_is_replaced_however_lately_it_was_mailed_but_once_an_hour() {
    let mut document = sent(false);
    let events = document.replace_damaged_link(id(1), None, NOW).unwrap();
    let invited = &events.iter().next().unwrap().kind;
    assert!(matches!(invited, EventKind::Invited { why: InvitedBy::Renewal, generation: 2, .. }));
    let refused = document.replace_damaged_link(id(1), Some(NOW), after(59));
    assert_eq!(refused, Err(Problem::LinkJustMailed.into()));
    assert!(document.replace_damaged_link(id(1), Some(NOW), after(60)).is_ok());
    let waiting = document.replace_damaged_link(id(2), None, after(60));
    assert_eq!(waiting, Err(DocumentError::NotYourTurn), "the turn has not come");
    let _ = document.cancel(&by_password(&sender()), after(61)).unwrap();
    assert!(document.replace_damaged_link(id(1), None, after(200)).is_err());
}
