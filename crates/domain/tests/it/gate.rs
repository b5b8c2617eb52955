//! The gate before a document.

use wariin_domain::fixtures::{
    NOW, account, after, by_idp, by_mail, by_password, by_totp, consent_to, enrolled, factor_id,
    hanako, id, link_life, sender, sent, signed_in, taro,
};
use wariin_domain::{
    AccessCodeHash, AccessRequest, Actor, Assurance, Document, EnrolmentClass, Event, FactorId,
    GateRefusal, Job, Obstacle, RecipientState, Requester, Span, Timestamp, Uuid,
};

// T-001 T-036 LI-02
#[test]
fn the_mailed_link_alone_opens_nothing_that_carries_the_request() {
    let document = sent(true);
    for requester in [Requester::Anonymous, by_mail(1)] {
        assert_eq!(document.admit(id(1), requester, NOW), Err(GateRefusal::SignIn));
    }
}

// T-001 T-038
#[test]
fn a_password_alone_opens_nothing_that_carries_the_request() {
    let (document, account) = (sent(true), taro());
    let weak = by_password(&account);
    let refused = document.admit(id(1), signed_in(&account, &weak), NOW);
    assert_eq!(refused, Err(GateRefusal::SecondFactor));
}

// T-001 T-039 T-040
#[test]
fn a_second_factor_or_an_identity_provider_opens_it() {
    let (document, account) = (sent(true), taro());
    for (strong, name) in [(by_totp(&account, NOW), "two_factor"), (by_idp(&account, NOW), "idp")] {
        let admission = document.admit(id(1), signed_in(&account, &strong), NOW).unwrap();
        assert_eq!(admission.assurance().name(), name);
    }
}

// T-041 LI-05
#[test]
fn another_account_is_told_the_intended_address_masked() {
    let document = sent(true);
    for other in [hanako(), sender()] {
        let strong = by_totp(&other, NOW);
        let refused = document.admit(id(1), signed_in(&other, &strong), NOW);
        let intended = "t***@example.com".to_owned();
        assert_eq!(refused, Err(GateRefusal::WrongAccount { intended }));
    }
}

// EN-11
#[test]
fn the_account_that_passed_first_is_the_only_one_that_passes_later() {
    let mut document = sent(true);
    let account = taro();
    let strong = by_totp(&account, NOW);
    let (_, events) = document.open(id(1), signed_in(&account, &strong), NOW).unwrap();
    assert!(!events.is_empty());
    let (_, again) = document.open(id(1), signed_in(&account, &strong), NOW).unwrap();
    assert!(again.is_empty(), "only the first opening is recorded");
    let same_address = wariin_domain::fixtures::account(77, "taro@example.com");
    let strong = by_totp(&same_address, NOW);
    let refused = document.admit(id(1), signed_in(&same_address, &strong), NOW);
    assert!(matches!(refused, Err(GateRefusal::WrongAccount { .. })));
}

// EN-13
#[test]
fn an_account_whose_mailbox_was_not_proved_does_not_pass() {
    let document = sent(true);
    let mut account = taro();
    account.mailbox_proven_at = None;
    let strong = by_totp(&account, NOW);
    let refused = document.admit(id(1), signed_in(&account, &strong), NOW);
    assert_eq!(refused, Err(GateRefusal::ProveMailbox));
}

// T-080 PO-08
#[test]
fn a_recipient_does_not_pass_before_the_own_turn() {
    let (document, account) = (sent(true), hanako());
    let strong = by_totp(&account, NOW);
    let refused = document.admit(id(2), signed_in(&account, &strong), NOW);
    assert_eq!(refused, Err(GateRefusal::NotAvailable));
    assert_eq!(document.admit(id(9), Requester::Anonymous, NOW), Err(GateRefusal::NotAvailable));
}

// T-061 LI-01
#[test]
fn without_the_request_the_newest_link_opens_it_until_it_ends() {
    let document = sent(false);
    let admission = document.admit(id(1), by_mail(1), NOW).unwrap();
    assert_eq!(*admission.assurance(), Assurance::Mailbox { generation: 1 });
    let superseded = Requester::LinkHolder { recipient: id(1), generation: 0 };
    assert_eq!(document.admit(id(1), superseded, NOW), Err(GateRefusal::LinkRequired));
    assert_eq!(document.admit(id(1), by_mail(2), NOW), Err(GateRefusal::LinkRequired));
    let late = NOW.plus(link_life());
    assert_eq!(document.admit(id(1), by_mail(1), late), Err(GateRefusal::LinkRequired));
    assert_eq!(document.admit(id(1), Requester::Anonymous, NOW), Err(GateRefusal::LinkRequired));
}

// T-086
#[test]
fn a_strong_sign_in_counts_as_such_without_the_request_too() {
    let (document, account) = (sent(false), taro());
    let strong = by_totp(&account, NOW);
    let admission = document.admit(id(1), signed_in(&account, &strong), NOW).unwrap();
    assert_eq!(admission.assurance().name(), "two_factor");
    let weak = by_password(&account);
    let refused = document.admit(id(1), signed_in(&account, &weak), NOW);
    assert_eq!(refused, Err(GateRefusal::LinkRequired));
}

// T-087
#[test]
fn after_the_consent_the_document_stays_behind_the_gate() {
    let mut document = sent(true);
    let account = taro();
    let strong = by_totp(&account, NOW);
    let shown = document.content_digest();
    let _ = document.consent(id(1), signed_in(&account, &strong), consent_to(shown), NOW).unwrap();
    let much_later = after(60 * 24 * 30);
    assert_eq!(document.admit(id(1), by_mail(1), much_later), Err(GateRefusal::SignIn));
    let weak = by_password(&account);
    assert_eq!(
        document.admit(id(1), signed_in(&account, &weak), much_later),
        Err(GateRefusal::SecondFactor)
    );
    assert!(document.admit(id(1), signed_in(&account, &strong), much_later).is_ok());
}

// LI-03 T-083
#[test]
fn a_report_of_a_wrong_recipient_is_taken_back_by_the_same_link_while_that_would_live() {
    let report = || {
        let mut document = sent(true);
        let _ = document.report_wrong_recipient(id(1), after(1)).unwrap();
        document
    };
    let mut document = report();
    let events = document.take_back_report(id(1), 1, after(2)).unwrap();
    let told = Job::NotifyReportTakenBack { document: document.id, recipient: id(1) };
    assert_eq!(events.iter().flat_map(Event::jobs).collect::<Vec<_>>(), [told]);
    assert_eq!(document.recipients[0].state, RecipientState::Invited { at: NOW });
    assert!(document.recipient_by_link(id(1), 1, after(2)).is_some(), "the link works again");
    assert!(document.take_back_report(id(1), 1, after(2)).is_err(), "nothing is reported");

    let end = NOW.plus(link_life());
    let last = Timestamp::from_micros(end.as_micros() - 1);
    assert!(report().may_take_back_report(id(1), 1, last));
    for (recipient, link, now) in [(id(1), 1, end), (id(1), 0, NOW), (id(2), 1, NOW)] {
        assert!(report().take_back_report(recipient, link, now).is_err());
    }
    let mut cancelled = report();
    let _ = cancelled.cancel(&by_password(&sender()), NOW).unwrap();
    assert!(!cancelled.may_take_back_report(id(1), 1, NOW));
}

// T-083
#[test]
fn reporting_a_wrong_recipient_ends_the_link_and_shows_nothing() {
    let mut document = sent(true);
    let _ = document.report_wrong_recipient(id(1), NOW).unwrap();
    assert!(!document.recipients[0].accepts_link(1, document.policy.link_life, NOW));
    let account = account(11, "taro@example.com");
    let strong = by_totp(&account, NOW);
    let refused = document.admit(id(1), signed_in(&account, &strong), NOW);
    assert_eq!(refused, Err(GateRefusal::Closed));
    assert!(document.report_wrong_recipient(id(1), NOW).is_err(), "only once");
    assert_eq!(document.obstacle(&document.recipients[0], NOW), Some(Obstacle::WrongRecipient));
    let _ = document.cancel(&by_password(&sender()), NOW).unwrap();
    assert_eq!(document.obstacle(&document.recipients[0], NOW), None, "no action is needed");

    let mut opened = sent(true);
    let _ = opened.open(id(1), signed_in(&account, &strong), NOW).unwrap();
    assert!(opened.report_wrong_recipient(id(1), after(1)).is_err(), "not once it was opened");
    assert!(Span::minutes(1) < link_life());
}

// O-42 EN-07
#[test]
fn a_factor_enrolled_behind_the_access_code_is_of_class_e2_and_the_sender_is_told_of_it() {
    let (taro, young) = (taro(), enrolled(&taro(), after(5), after(5)));
    let actor = Actor::Account(taro.id);
    let other = FactorId::from(Uuid::from_u128(98));
    for (has_code, behind_it, class) in [
        (true, Some(factor_id()), EnrolmentClass::BehindAccessCode),
        (true, Some(other), EnrolmentClass::AfterSending),
        (true, None, EnrolmentClass::AfterSending),
        (false, Some(factor_id()), EnrolmentClass::AfterSending),
    ] {
        let mut parts = (*sent(true)).clone();
        let code = has_code.then(|| AccessCodeHash("hash".into()));
        parts.recipients[0].details.access_code = code;
        let mut document = Document::restore(parts).unwrap();
        if let Some(factor) = behind_it {
            let events = document.enrolled_behind_access_code(id(1), factor, actor, after(5));
            assert_eq!(events.is_empty(), !has_code);
        }
        let requester = signed_in(&taro, &young);
        let access = AccessRequest { requester, unlocked: Some(id(1)) };
        let (admission, events) = document.open(id(1), access, after(6)).unwrap();
        assert_eq!(admission.assurance().class(), Some(class));
        let told = Job::NotifyNewFactor { document: document.id, recipient: id(1) };
        assert_eq!(events.iter().flat_map(Event::jobs).collect::<Vec<_>>(), [told]);
    }
}
