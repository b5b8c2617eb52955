//! 「身に覚えがない」: the owner of an account did not make a change.

use uuid::Uuid;
use wariin_domain::fixtures::{
    NOW, account, after, by_password, by_totp, consent_to, factor_id, hanako, id, sender, sent,
    signed_in, taro,
};
use wariin_domain::{
    Account, AccountChange, AccountReport, Actor, Consented, Document, DocumentError, EmailAddress,
    Event, EventKind, Events, Factor, FactorName, ForwardTo, HoldReason, Job, NewFactor, Obstacle,
    PersonName, RecipientId, ReportEnded, SessionKey, Span,
};

fn names(events: &Events) -> Vec<&'static str> {
    events.iter().map(|event| event.kind.name()).collect()
}

fn jobs(events: &Events) -> Vec<Job> {
    events.iter().flat_map(Event::jobs).collect()
}

fn report(change: AccountChange) -> AccountReport {
    AccountReport { account: taro().id, change, at: NOW }
}

fn factor() -> Factor {
    let new = NewFactor {
        id: factor_id(),
        account: taro().id,
        name: FactorName::parse("電話").unwrap(),
        session: SessionKey::new([1; 32]),
    };
    let mut factor = Factor::begin_totp(new, NOW);
    let _ = factor.confirm(true, NOW);
    factor
}

/// Taro's account after a report while it had a factor.
fn reported() -> Account {
    let mut owner = taro();
    let change = report(AccountChange::FactorEnrolled);
    let _ = owner.report(&change, &[factor()], after(1)).unwrap();
    owner
}

fn consents(document: &mut Document, by: &Account) -> Result<Consented, DocumentError> {
    let shown = document.content_digest();
    let sign_in = by_totp(by, after(5));
    document.consent(id(1), signed_in(by, &sign_in), consent_to(shown), after(5))
}

// EN-06
#[test]
fn a_report_counts_once_for_each_change_and_not_for_ever() {
    let change = report(AccountChange::Registered);
    let mut owner = taro();
    let events = owner.report(&change, &[], after(1)).unwrap();
    assert_eq!(names(&events), ["account_reported"]);
    assert_eq!(events.iter().next().unwrap().actor, Actor::Unidentified);
    let told =
        Job::NotifyAccount { account: owner.id, change: AccountChange::Reported, at: after(1) };
    assert_eq!(jobs(&events), [told]);
    let before = owner.clone();
    assert!(owner.report(&change, &[], after(2)).unwrap().is_empty(), "again");
    let earlier = AccountReport { at: NOW.minus(Span::days(1)), ..change };
    assert!(owner.report(&earlier, &[], after(2)).unwrap().is_empty(), "an older mail");
    assert_eq!(owner, before);
    let later = AccountReport { at: after(3), ..change };
    assert_eq!(names(&owner.report(&later, &[], after(4)).unwrap()), ["account_reported"]);

    let late = change.until();
    assert_eq!(taro().report(&change, &[], late), Err(ReportEnded));
    assert!(taro().report(&change, &[], late.minus(Span::seconds(1))).is_ok());
    for change in AccountChange::ALL {
        let taken = taro().report(&report(change), &[], after(1)).is_ok();
        assert_eq!(taken, change.may_be_reported(), "{change:?}");
        assert_eq!(AccountChange::parse(change.name()), Some(change));
    }
    assert!(!AccountChange::PasswordReset.may_be_reported(), "the owner's way on");
    assert!(!AccountChange::Reported.may_be_reported());
}

// EN-06 EN-11
#[test]
fn a_reported_change_of_the_address_disables_the_account_until_the_operator_enables_it() {
    let mut owner = taro();
    let change = report(AccountChange::AddressChanged);
    let events = owner.report(&change, &[], after(1)).unwrap();
    assert_eq!(names(&events), ["account_reported", "account_disabled"]);
    assert!(events.iter().all(|event| event.actor == Actor::Unidentified));
    let told =
        Job::NotifyAccount { account: owner.id, change: AccountChange::Reported, at: after(1) };
    assert_eq!(jobs(&events), [told], "one email says both");
    assert_eq!(owner.disabled_at, Some(after(1)));
    let _ = owner.enable(after(2)).unwrap();
    assert!(owner.report(&change, &[], after(3)).unwrap().is_empty(), "the link works once");
    assert!(owner.is_enabled());

    let mut disabled = taro();
    let _ = disabled.disable(NOW).unwrap();
    let events = disabled.report(&change, &[], after(1)).unwrap();
    assert_eq!(names(&events), ["account_reported"]);
    for other in AccountChange::ALL.into_iter().filter(|other| *other != change.change) {
        let mut owner = taro();
        let _ = owner.report(&report(other), &[], after(1));
        assert!(owner.is_enabled(), "{other:?}");
    }
}

// EN-06
#[test]
fn with_a_factor_the_report_stands_until_an_admin_or_the_operator_settles_it() {
    let mut owner = reported();
    assert!(owner.is_under_report());
    let _ = owner.reset_password_by_link(after(2));
    assert!(owner.is_under_report(), "the mailbox and the factor may both be a stranger's");
    owner.settle_report(after(3));
    assert!(!owner.is_under_report());
    let mut without = taro();
    let _ = without.report(&report(AccountChange::Registered), &[], after(1)).unwrap();
    assert!(!without.is_under_report());
    let mut twice = reported();
    let later = AccountReport { at: after(2), ..report(AccountChange::FactorRemoved) };
    let _ = twice.report(&later, &[], after(3)).unwrap();
    assert!(twice.is_under_report(), "removing the factor settles nothing");
}

// EN-06 O-11
#[test]
fn a_report_holds_what_is_still_to_come_and_the_sender_releases_it() {
    let mut document = sent(true);
    let events = document.report(&taro(), NOW, after(1));
    assert_eq!(names(&events), ["consent_held"]);
    assert_eq!(jobs(&events), [Job::NotifyHeld { document: document.id, recipient: id(1) }]);
    let obstacle = document.obstacle(&document.recipients[0], after(1));
    assert_eq!(obstacle, Some(Obstacle::Held(HoldReason::Reported)));
    assert_eq!(consents(&mut document, &taro()).unwrap_err(), DocumentError::Held);
    let _ = document.release(id(1), &by_totp(&sender(), after(2)), after(2)).unwrap();
    assert!(consents(&mut document, &taro()).is_ok());

    assert_eq!(names(&sent(true).report(&hanako(), NOW, after(1))), ["consent_held"]);
    assert!(sent(false).report(&taro(), NOW, after(1)).is_empty(), "no account opens it");
    assert!(sent(true).report(&account(50, "x@example.com"), NOW, after(1)).is_empty());
}

// EN-06
#[test]
fn a_consent_since_the_change_is_taken_back_while_others_still_have_to_answer() {
    let mut document = sent(true);
    let _ = consents(&mut document, &taro()).unwrap();
    let before = document.clone();
    let events = document.report(&taro(), NOW, after(6));
    assert_eq!(names(&events), ["consent_disputed", "consent_withdrawn", "consent_held"]);
    assert!(document.recipients[0].consent().is_none());
    assert_eq!(document.recipients[0].held.unwrap().why, HoldReason::Reported);

    let mut earlier = before;
    let events = earlier.report(&taro(), after(6), after(7));
    assert_eq!(names(&events), ["consent_held"], "it was given before the change");
    assert!(earlier.recipients[0].consent().is_some());
}

// EN-06
#[test]
fn a_consent_to_a_document_that_all_agreed_to_is_disputed_and_the_sender_told() {
    let mut document = sent(true);
    let _ = consents(&mut document, &taro()).unwrap();
    let shown = document.content_digest();
    let (other, by) = (hanako(), by_totp(&hanako(), after(6)));
    let all = document.consent(id(2), signed_in(&other, &by), consent_to(shown), after(6)).unwrap();
    assert!(names(&all.into_events()).contains(&"all_consented"));
    let events = document.report(&taro(), NOW, after(7));
    assert_eq!(names(&events), ["consent_disputed"]);
    assert_eq!(jobs(&events), [Job::NotifyDisputed { document: document.id, recipient: id(1) }]);
    assert!(document.recipients[0].consent().is_some(), "what was sealed stays");
    let mut cancelled = sent(true);
    let _ = cancelled.cancel(&by_password(&sender()), NOW).unwrap();
    assert!(cancelled.report(&taro(), NOW, after(7)).is_empty());
}

// EN-06
#[test]
fn the_person_to_whom_the_account_forwarded_since_the_change_is_held() {
    let forwarded = || {
        let mut document = sent(true);
        let (owner, by) = (taro(), by_totp(&taro(), after(2)));
        let _ = document.open(id(1), signed_in(&owner, &by), after(2)).unwrap();
        let to = ForwardTo {
            id: RecipientId::from(Uuid::from_u128(90)),
            name: PersonName::parse("次郎").unwrap(),
            email: EmailAddress::parse("jiro@example.com").unwrap(),
            organisation: None,
        };
        let _ = document.forward(id(1), signed_in(&owner, &by), to, after(2)).unwrap();
        document
    };
    let recipient = RecipientId::from(Uuid::from_u128(90));
    let events = forwarded().report(&taro(), NOW, after(3));
    let held = EventKind::ConsentHeld { recipient, why: HoldReason::Reported };
    assert_eq!(events.iter().map(|e| e.kind.clone()).collect::<Vec<_>>(), [held]);
    assert!(forwarded().report(&taro(), after(3), after(4)).is_empty(), "before the change");
}

// EN-06
#[test]
fn a_document_that_is_sent_later_is_held_when_the_reported_account_opens_it() {
    let owner = reported();
    let by = by_totp(&owner, after(2));
    let mut document = sent(true);
    let before = document.clone();
    assert_eq!(consents(&mut document, &owner).unwrap_err(), DocumentError::Held);
    assert_eq!(document, before);
    let (_, events) = document.open(id(1), signed_in(&owner, &by), after(2)).unwrap();
    assert_eq!(names(&events), ["opened", "consent_held"]);
    assert_eq!(consents(&mut document, &owner).unwrap_err(), DocumentError::Held);
    let _ = document.release(id(1), &by_totp(&sender(), after(3)), after(3)).unwrap();
    assert!(consents(&mut document, &owner).is_ok(), "the sender has made sure");

    let mut settled = reported();
    settled.settle_report(after(2));
    let (_, events) = sent(true).open(id(1), signed_in(&settled, &by), after(2)).unwrap();
    assert_eq!(names(&events), ["opened"]);
}
