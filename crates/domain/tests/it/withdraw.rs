//! Taking a consent back.

use wariin_domain::fixtures::{
    NOW, after, by_mail, by_password, by_totp, consent_to, hanako, id, sent, signed_in, taro,
};
use wariin_domain::{
    Account, ConsentRequest, Consented, Document, DocumentError, DocumentStatus, Event, Events,
    GateRefusal, Job, Span,
};

fn consents(document: &mut Document, number: u128, account: &Account) -> Vec<Job> {
    let strong = by_totp(account, NOW);
    let shown = document.content_digest();
    let request = consent_to(shown);
    match document.consent(id(number), signed_in(account, &strong), request, NOW).unwrap() {
        Consented::Now(events) => jobs(&events),
        Consented::Before(_) => panic!("the consent was given before"),
    }
}

fn jobs(events: &Events) -> Vec<Job> {
    events.iter().flat_map(Event::jobs).collect()
}

// T-084
#[test]
fn a_consent_is_withdrawn_from_an_eligible_session_and_the_sender_is_told() {
    let (mut document, account) = (sent(true), taro());
    let _ = consents(&mut document, 1, &account);
    let before = document.clone();
    let weak = by_password(&account);
    for (requester, expected) in
        [(signed_in(&account, &weak), GateRefusal::SecondFactor), (by_mail(1), GateRefusal::SignIn)]
    {
        let refused = document.withdraw_consent(id(1), requester, NOW);
        assert_eq!(refused, Err(DocumentError::Gate(expected)));
    }
    assert_eq!(document, before);
    let strong = by_totp(&account, NOW);
    let events = document.withdraw_consent(id(1), signed_in(&account, &strong), after(5)).unwrap();
    let told = Job::NotifyWithdrawn { document: document.id, recipient: id(1) };
    assert_eq!(jobs(&events), [told]);
    assert_eq!(document.recipients[0].consent(), None);
    assert!(document.recipient_by_link(id(1), 1, after(5)).is_some(), "the link leads there still");
}

// T-084 CO-08
#[test]
fn the_form_of_an_earlier_turn_consents_to_nothing_after_a_withdrawal() {
    let (mut document, account) = (sent(true), taro());
    let strong = by_totp(&account, NOW);
    let first = document.recipients[0].mailed_at();
    let shown = document.content_digest();
    let request = |turn| ConsentRequest { turn, ..consent_to(shown) };
    let consent = |document: &mut Document, turn| {
        document.consent(id(1), signed_in(&account, &strong), request(turn), after(2))
    };
    assert!(matches!(consent(&mut document, first), Ok(Consented::Now(_))));
    assert!(matches!(consent(&mut document, first), Ok(Consented::Before(_))), "it came twice");
    let _ = document.withdraw_consent(id(1), signed_in(&account, &strong), after(1)).unwrap();
    assert_eq!(consent(&mut document, first), Err(DocumentError::OtherTurn));
    assert_eq!(document.recipients[0].consent(), None);
    let second = document.recipients[0].mailed_at();
    assert_ne!(first, second);
    let begun = |document: &mut Document, at| {
        let request = ConsentRequest { begun_at: Some(at), ..consent_to(shown) };
        document.consent(id(1), signed_in(&account, &strong), request, after(2))
    };
    let a_moment_before = second.unwrap().minus(Span::seconds(1));
    assert_eq!(begun(&mut document, a_moment_before), Err(DocumentError::OtherTurn));
    assert!(matches!(begun(&mut document.clone(), second.unwrap()), Ok(Consented::Now(_))));
    assert!(matches!(consent(&mut document, second), Ok(Consented::Now(_))));
    assert!(matches!(consent(&mut document, first), Ok(Consented::Before(_))), "of the new one");
}

// T-084 T-080
#[test]
fn without_all_consents_the_document_is_not_sealed_and_a_second_one_counts() {
    let (mut document, first, second) = (sent(true), taro(), hanako());
    let _ = consents(&mut document, 1, &first);
    let strong = by_totp(&first, NOW);
    let _ = document.withdraw_consent(id(1), signed_in(&first, &strong), NOW).unwrap();
    assert_eq!(consents(&mut document, 2, &second), [], "no link is mailed, nothing is sealed");
    assert!(matches!(document.status, DocumentStatus::AwaitingConsent { .. }));
    assert_eq!(consents(&mut document, 1, &first), [Job::Seal { document: document.id }]);
}

// T-084
#[test]
fn nothing_is_withdrawn_before_it_was_given_or_once_all_recipients_have_consented() {
    let (mut document, first, second) = (sent(true), taro(), hanako());
    let strong = by_totp(&first, NOW);
    let requester = signed_in(&first, &strong);
    let refused = document.withdraw_consent(id(1), requester, NOW);
    assert_eq!(refused, Err(DocumentError::NotYourTurn));
    let _ = consents(&mut document, 1, &first);
    let _ = consents(&mut document, 2, &second);
    let before = document.clone();
    let refused = document.withdraw_consent(id(1), requester, NOW);
    assert!(matches!(refused, Err(DocumentError::NotPossible { .. })));
    assert_eq!(document, before);
}
