//! A consent by a factor that is younger than the document.

use wariin_domain::fixtures::{
    NOW, after, by_password, by_totp, consent_to, draft, enrolled, hanako, id, sender, signed_in,
    taro,
};
use wariin_domain::{
    Account, CorruptDocument, Document, DocumentError, DocumentParts, DocumentPolicy,
    DocumentStatus, Event, EventKind, Events, HoldReason, Job, NewFactorRule, NextStep, Obstacle,
    RecipientSituation, RecipientStage, RecipientState, SignIn, WeakSignIn,
};

fn names(events: &Events) -> Vec<&'static str> {
    events.iter().map(|event| event.kind.name()).collect()
}

/// Sent with the request, and with this rule for consents by younger factors.
fn sent_under(rule: NewFactorRule) -> Document {
    sent_with(rule, true)
}

fn sent_with(rule: NewFactorRule, with_request: bool) -> Document {
    let (mut document, by) = (draft(), by_totp(&sender(), NOW));
    let mut policy = DocumentPolicy::default();
    policy.recipients.new_factor = rule;
    document.apply_policy(policy);
    if with_request {
        let _ = document.request_advanced_auth(&by, NOW).unwrap();
    }
    let _ = document.send(&by, NOW).unwrap();
    document
}

fn late(account: &Account, minute: u32) -> SignIn {
    enrolled(account, after(minute), after(1))
}

fn consents(document: &mut Document, account: &Account, by: &SignIn, minute: u32) -> Events {
    let recipient = if *account == taro() { id(1) } else { id(2) };
    let request = consent_to(document.content_digest_for(recipient));
    let given = document.consent(recipient, signed_in(account, by), request, after(minute));
    given.unwrap().into_events()
}

fn is_not_possible(result: Result<Events, DocumentError>) -> bool {
    matches!(result, Err(DocumentError::NotPossible { .. }))
}

fn is_awaiting(document: &Document) -> bool {
    matches!(document.status, DocumentStatus::AwaitingConsent { .. })
}

// EN-09 O-02
#[test]
fn the_policy_holds_a_consent_by_a_factor_enrolled_after_sending_and_the_document_goes_no_further()
{
    let mut document = sent_under(NewFactorRule::Hold);
    let events = consents(&mut document, &taro(), &late(&taro(), 3), 3);
    assert_eq!(names(&events), ["consented", "consent_held"]);
    let jobs: Vec<Job> = events.iter().flat_map(Event::jobs).collect();
    assert_eq!(jobs, [Job::NotifyHeld { document: document.id, recipient: id(1) }]);
    let held = &document.recipients[0];
    assert_eq!(document.hold_to_see_to(held), Some(HoldReason::NewFactor));
    assert_eq!(document.obstacle(held, after(3)), Some(Obstacle::Held(HoldReason::NewFactor)));
    assert_eq!(document.stage_of(held), RecipientStage::ConsentHeld);
    assert_eq!(document.recipients[1].state, RecipientState::Waiting, "the next is not asked");

    let released = document.release(id(1), &by_totp(&sender(), after(4)), after(4)).unwrap();
    assert_eq!(names(&released), ["consent_released", "invited"]);
    assert_eq!(document.obstacle(&document.recipients[0], after(4)), None);
    let events = consents(&mut document, &hanako(), &late(&hanako(), 5), 5);
    assert_eq!(names(&events), ["consented", "consent_held"]);
    assert!(is_awaiting(&document), "the last consent is held: nothing is sealed");
    let released = document.release(id(2), &by_totp(&sender(), after(6)), after(6)).unwrap();
    assert_eq!(names(&released), ["consent_released", "all_consented"]);
    assert!(document.is_sealing());
}

// EN-09
#[test]
fn a_factor_enrolled_before_sending_is_never_held_and_without_the_policy_none_is() {
    let mut document = sent_under(NewFactorRule::Hold);
    let events = consents(&mut document, &taro(), &by_totp(&taro(), after(3)), 3);
    assert_eq!(names(&events), ["consented", "invited"]);

    let mut document = sent_under(NewFactorRule::Mark);
    let events = consents(&mut document, &taro(), &late(&taro(), 3), 3);
    assert_eq!(names(&events), ["consented", "invited"]);
    assert!(document.recipients[0].consent().unwrap().assurance.is_after_sending(), "it is marked");
}

// EN-09 O-02
#[test]
fn a_consent_without_the_request_by_a_factor_enrolled_after_sending_is_held_too() {
    let mut document = sent_with(NewFactorRule::Hold, false);
    let events = consents(&mut document, &taro(), &late(&taro(), 2), 2);
    assert_eq!(names(&events), ["consented", "consent_held"]);
    let mut document = sent_with(NewFactorRule::Hold, false);
    let events = consents(&mut document, &taro(), &by_totp(&taro(), NOW), 2);
    assert_eq!(names(&events), ["consented", "invited"]);
}

// EN-09
#[test]
fn a_held_consent_is_released_by_the_sender_strongly_signed_in_only() {
    let mut document = sent_under(NewFactorRule::Hold);
    let _ = consents(&mut document, &taro(), &late(&taro(), 3), 3);
    let before = document.clone();
    let refused = document.release(id(1), &by_password(&sender()), after(4));
    assert_eq!(refused, Err(DocumentError::WeakSignIn(WeakSignIn)));
    let foreign = document.release(id(1), &by_totp(&hanako(), after(4)), after(4));
    assert_eq!(foreign, Err(DocumentError::NotSender));
    assert_eq!(document, before);
}

// O-02
#[test]
fn the_sender_holds_a_marked_consent_and_the_seal_waits_for_the_release() {
    let mut document = sent_under(NewFactorRule::Mark);
    let _ = consents(&mut document, &taro(), &late(&taro(), 3), 3);
    assert!(document.may_hold(&document.recipients[0]));
    let held = document.hold_by_sender(id(1), &by_password(&sender()), after(4)).unwrap();
    assert_eq!(names(&held), ["consent_held"]);
    assert_eq!(document.hold_to_see_to(&document.recipients[0]), None, "the sender knows of it");
    let obstacle = document.obstacle(&document.recipients[0], after(4));
    assert_eq!(obstacle, Some(Obstacle::Held(HoldReason::BySender)));
    let again = document.hold_by_sender(id(1), &by_password(&sender()), after(4)).unwrap();
    assert!(again.is_empty());

    let events = consents(&mut document, &hanako(), &by_totp(&hanako(), after(5)), 5);
    assert_eq!(names(&events), ["consented"], "all have consented, and nothing is sealed");
    assert!(is_awaiting(&document));
    let released = document.release(id(1), &by_totp(&sender(), after(6)), after(6)).unwrap();
    assert_eq!(names(&released), ["consent_released", "all_consented"]);
}

// O-02
#[test]
fn the_sender_may_hold_a_consent_to_come_of_an_account_that_opened_the_document() {
    let mut document = sent_under(NewFactorRule::Mark);
    let refused = document.hold_by_sender(id(1), &by_password(&sender()), after(2));
    assert!(is_not_possible(refused), "the document was not opened yet");
    let by = late(&taro(), 2);
    let _ = document.open(id(1), signed_in(&taro(), &by), after(2)).unwrap();
    let foreign = document.hold_by_sender(id(1), &by_totp(&hanako(), after(3)), after(3));
    assert_eq!(foreign, Err(DocumentError::NotSender));
    let _ = document.hold_by_sender(id(1), &by_password(&sender()), after(3)).unwrap();
    let request = consent_to(document.content_digest_for(id(1)));
    let refused = document.consent(id(1), signed_in(&taro(), &by), request, after(3));
    assert_eq!(refused.unwrap_err(), DocumentError::Held);
    let _ = document.release(id(1), &by_totp(&sender(), after(4)), after(4)).unwrap();
    let events = consents(&mut document, &taro(), &by, 4);
    assert_eq!(names(&events), ["consented", "invited"]);
}

#[test]
fn a_consent_by_a_factor_enrolled_before_sending_cannot_be_held_by_the_sender() {
    let mut document = sent_under(NewFactorRule::Mark);
    let _ = consents(&mut document, &taro(), &by_totp(&taro(), after(3)), 3);
    assert!(!document.may_hold(&document.recipients[0]));
    let refused = document.hold_by_sender(id(1), &by_password(&sender()), after(4));
    assert!(is_not_possible(refused));
}

// O-02
#[test]
fn a_held_consent_that_the_sender_does_not_take_ends_and_the_recipient_is_asked_anew() {
    let mut document = sent_under(NewFactorRule::Hold);
    let by = late(&taro(), 3);
    let _ = consents(&mut document, &taro(), &by, 3);
    let foreign = document.ask_anew(id(1), &by_totp(&hanako(), after(4)), after(4));
    assert_eq!(foreign, Err(DocumentError::NotSender));
    let events = document.ask_anew(id(1), &by_password(&sender()), after(4)).unwrap();
    assert_eq!(names(&events), ["consent_not_taken", "invited"]);
    assert!(document.recipients[0].consent().is_none() && !document.recipients[0].is_held());
    let twice = document.ask_anew(id(1), &by_password(&sender()), after(4));
    assert!(is_not_possible(twice));
    let events = consents(&mut document, &taro(), &by, 5);
    assert_eq!(names(&events), ["consented", "consent_held"], "the policy still counts");
}

// EN-09
#[test]
fn a_factor_that_is_reset_meanwhile_does_not_end_the_hold_of_a_given_consent() {
    let mut document = sent_under(NewFactorRule::Hold);
    let _ = consents(&mut document, &taro(), &late(&taro(), 3), 3);
    let _ = document.hold(&taro(), HoldReason::BackupCode, after(4));
    assert_eq!(document.hold_to_see_to(&document.recipients[0]), Some(HoldReason::NewFactor));
    assert_eq!(document.stage_of(&document.recipients[0]), RecipientStage::ConsentHeld);
}

// EN-09
#[test]
fn a_recipient_may_withdraw_a_held_consent_and_waits_for_the_sender_otherwise() {
    let mut document = sent_under(NewFactorRule::Hold);
    let (account, by) = (taro(), late(&taro(), 3));
    let _ = consents(&mut document, &account, &by, 3);
    let situation = RecipientSituation {
        access: signed_in(&account, &by).into(),
        holds_link: true,
        proved_mailbox: true,
        awaits_code: false,
        has_factor: true,
        has_idp_link: false,
    };
    assert_eq!(document.next_step(id(1), situation, after(3)), NextStep::WaitForSender);
    let _ = document.withdraw_consent(id(1), signed_in(&account, &by), after(4)).unwrap();
    assert!(!document.recipients[0].is_held());
}

// EV-01
#[test]
fn a_document_with_a_held_consent_that_is_being_sealed_is_corrupt() {
    let mut document = sent_under(NewFactorRule::Hold);
    let _ = consents(&mut document, &taro(), &late(&taro(), 3), 3);
    let mut parts = DocumentParts::clone(&document);
    parts.recipients.truncate(1);
    parts.status = DocumentStatus::Sealing { sent_at: NOW, agreed_at: after(3) };
    assert_eq!(Document::restore(parts), Err(CorruptDocument::Consents));
    let kept = EventKind::ConsentHeld { recipient: id(1), why: HoldReason::NewFactor };
    assert_eq!(kept.name(), "consent_held");
}
