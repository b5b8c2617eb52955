//! Values that are taken back with a consent.

use crate::field::{consent, fill, sent_with_a_field_each};
use wariin_domain::fixtures::{
    NOW, after, by_totp, draft_to, id, recipient, send, signed_in, taro, text_field,
};
use wariin_domain::{
    Assignee, Document, DocumentStatus, Event, EventKind, Events, InvitedBy, RecipientState,
};

/// Taro takes the consent back.
fn withdraw(document: &mut Document, minutes: u32) -> Events {
    let account = taro();
    let strong = by_totp(&account, after(minutes));
    document.withdraw_consent(id(1), signed_in(&account, &strong), after(minutes)).unwrap()
}

/// Taro and Hanako have consented, a third recipient has not.
fn two_of_three(fields: bool) -> Document {
    let people = [(1, "taro@example.com"), (2, "hanako@example.com"), (3, "jiro@example.com")];
    let mut document = draft_to(people.map(|(number, email)| recipient(number, email)));
    if fields {
        let by = wariin_domain::fixtures::by_password(&wariin_domain::fixtures::sender());
        let own = text_field(1, Assignee::Recipient(id(1)));
        let _ = document.set_fields(vec![own], &by, NOW).unwrap();
    }
    let mut document = send(document, false);
    if fields {
        fill(&mut document, 1, 1, "甲", NOW);
    }
    consent(&mut document, 1, after(1));
    consent(&mut document, 2, after(2));
    document
}

fn names(events: &Events) -> Vec<&'static str> {
    events.iter().map(|event: &Event| event.kind.name()).collect()
}

// O-33 T-084
#[test]
fn a_withdrawal_clears_the_own_values() {
    let mut document = sent_with_a_field_each();
    fill(&mut document, 1, 1, "甲", NOW);
    consent(&mut document, 1, NOW);
    assert_eq!(names(&withdraw(&mut document, 1)), ["consent_withdrawn"]);
    assert_eq!(document.fields[0].value, None);
    assert_eq!(document.missing_fields(document.fields[0].assignee).count(), 1);
}

// O-33 T-084
#[test]
fn consents_given_to_values_that_are_taken_back_lapse_and_are_asked_for_again() {
    let mut document = two_of_three(true);
    let events = withdraw(&mut document, 3);
    assert_eq!(names(&events), ["consent_withdrawn", "consent_lapsed", "invited"]);
    let lapsed = EventKind::ConsentLapsed { recipient: id(2), withdrawn_by: id(1) };
    assert!(events.iter().any(|event| event.kind == lapsed));
    let again = events.iter().any(|event| {
        matches!(&event.kind, EventKind::Invited { recipient, why, .. }
            if *recipient == id(2) && *why == InvitedBy::Lapse)
    });
    assert!(again);
    assert_eq!(document.recipients[1].state, RecipientState::Invited { at: after(3) });
    consent(&mut document, 2, after(4));
    fill(&mut document, 1, 1, "乙", after(5));
    consent(&mut document, 1, after(5));
    assert!(document.recipients[1].consent().is_some());
    assert!(matches!(document.status, DocumentStatus::AwaitingConsent { .. }));
}

// O-33 T-084
#[test]
fn a_withdrawal_without_values_leaves_the_other_consents() {
    let mut document = two_of_three(false);
    assert_eq!(names(&withdraw(&mut document, 3)), ["consent_withdrawn"]);
    assert!(document.recipients[1].consent().is_some());
}

// O-33 T-084
#[test]
fn consents_given_before_the_withdrawn_one_stay() {
    let mut document = two_of_three(true);
    let _ = withdraw(&mut document, 3);
    consent(&mut document, 2, after(4));
    fill(&mut document, 1, 1, "乙", after(5));
    consent(&mut document, 1, after(5));
    assert_eq!(names(&withdraw(&mut document, 6)), ["consent_withdrawn"]);
    assert!(document.recipients[1].consent().is_some());
}

// EN-06 O-33
#[test]
fn a_consent_that_the_owner_of_the_account_disputes_takes_its_values_with_it() {
    let mut document = two_of_three(true);
    let events = document.report(&taro(), NOW, after(3));
    let expected = ["consent_disputed", "consent_withdrawn", "consent_lapsed", "invited"];
    assert_eq!(names(&events), expected);
    assert_eq!(document.fields[0].value, None);
    assert!(document.recipients.iter().all(|recipient| recipient.consent().is_none()));
}
