//! A recipient whose factor was enrolled later than the sender accepts, and what still helps.

use wariin_domain::fixtures::{
    NOW, after, by_totp, connection, draft, enrolled, factor_id, id, sender, signed_in, taro,
};
use wariin_domain::{
    AccessCodeHash, AccessRequest, Actor, Document, EnrolmentRule, Factor, FactorId, FactorKind,
    FactorName, FactorState, GateRefusal, IdpDemand, NextStep, RecipientSituation, RequiredBy,
    Span, Throttle, Timestamp, Uuid,
};

/// A sent document with this rule and, where it is said, an access code.
fn document(rule: EnrolmentRule, has_code: bool) -> Document {
    let (mut document, by) = (draft(), by_totp(&sender(), NOW));
    let mut details = document.recipients[0].details.clone();
    details.enrolment = rule;
    details.access_code = has_code.then(|| AccessCodeHash("hash".into()));
    let _ = document.change_recipient(id(1), details, &by, NOW).unwrap();
    let _ = document.send(&by, NOW).unwrap();
    document
}

fn factor(number: u128, confirmed_at: Timestamp, behind_code: bool) -> Factor {
    Factor {
        id: FactorId::from(Uuid::from_u128(number)),
        account: taro().id,
        name: FactorName::parse("電話").unwrap(),
        kind: FactorKind::Totp { last_step: None },
        state: FactorState::Active { confirmed_at, behind_code: Some(behind_code) },
        throttle: Throttle::clear(),
        last_used_at: None,
    }
}

fn refused(document: &Document) -> GateRefusal {
    let (account, late) = (taro(), enrolled(&taro(), after(2), after(1)));
    let access = AccessRequest { requester: signed_in(&account, &late), unlocked: Some(id(1)) };
    document.admit(id(1), access, after(2)).unwrap_err()
}

// O-02 E2 E3 EN-04
#[test]
fn a_late_factor_is_refused_by_the_rule_that_it_does_not_meet() {
    use EnrolmentRule::{BeforeSending, BehindAccessCode};
    for (rule, has_code) in
        [(BehindAccessCode, true), (BeforeSending, true), (BeforeSending, false)]
    {
        assert_eq!(refused(&document(rule, has_code)), GateRefusal::EnrolledTooLate(rule));
    }
}

// EN-04 E3
#[test]
fn the_least_age_that_is_demanded_of_a_factor_is_the_documents_to_the_microsecond() {
    let document = document(EnrolmentRule::BeforeSending, false);
    let account = taro();
    for (micros, is_let_in) in [(-1, true), (0, false), (1, false)] {
        let at = Timestamp::from_micros(NOW.as_micros() + micros);
        let by = enrolled(&account, after(2), at);
        let admitted = document.admit(id(1), signed_in(&account, &by), after(2));
        assert_eq!(admitted.is_ok(), is_let_in, "{micros}");
    }
}

// O-02 E2 E3
#[test]
fn the_next_step_of_a_late_factor_names_the_rule() {
    for rule in [EnrolmentRule::BehindAccessCode, EnrolmentRule::BeforeSending] {
        let (account, late) = (taro(), enrolled(&taro(), after(2), after(1)));
        let access = AccessRequest { requester: signed_in(&account, &late), unlocked: Some(id(1)) };
        let situation = RecipientSituation {
            access,
            holds_link: true,
            proved_mailbox: true,
            awaits_code: false,
            has_factor: true,
            has_idp_link: false,
        };
        let step = document(rule, true).next_step(id(1), situation, after(2));
        assert_eq!(step, NextStep::EnrolledTooLate(rule));
    }
}

// O-02 E2 E3 E4
#[test]
fn without_a_code_class_e2_is_reached_before_the_sending_only_and_a_named_provider_meets_it() {
    let mut document = document(EnrolmentRule::BehindAccessCode, true);
    let effective = |document: &Document| {
        document.requirement_for(&document.recipients[0]).enrolment_in_effect()
    };
    let rule = effective(&document).unwrap();
    assert_eq!(rule.value, EnrolmentRule::BehindAccessCode);
    assert_eq!(rule.required_by, RequiredBy::Recipient);
    let mut parts = (*document).clone();
    parts.recipients[0].details.access_code = None;
    document = Document::restore(parts.clone()).unwrap();
    assert_eq!(effective(&document).unwrap().value, EnrolmentRule::BeforeSending);
    assert_eq!(refused(&document), GateRefusal::EnrolledTooLate(EnrolmentRule::BeforeSending));
    parts.recipients[0].details.idp = Some(IdpDemand::of(&connection()));
    assert_eq!(effective(&Document::restore(parts).unwrap()), None);
}

// O-02 E2 E3
#[test]
fn a_factor_that_would_let_its_owner_in_is_told_from_one_that_would_not() {
    let before = NOW.minus(Span::days(1));
    let early = factor(51, before, false);
    let late = factor(52, after(1), true);
    let coded = factor(53, after(1), true);
    let by_password = factor(54, after(1), false);
    let actor = Actor::Account(taro().id);
    let accepted = |document: &Document| {
        [&early, &late, &coded, &by_password]
            .map(|factor| document.accepts_factor(id(1), &taro(), factor, after(3)))
    };
    let mut document = document(EnrolmentRule::BehindAccessCode, true);
    for factor in [&coded, &by_password] {
        let _ = document.enrolled_behind_access_code(id(1), factor.id, actor, after(1));
    }
    assert_eq!(accepted(&document), [true, false, true, false]);
    assert_eq!(
        accepted(&self::document(EnrolmentRule::BeforeSending, true)),
        [true, false, false, false]
    );
    assert_eq!(accepted(&wariin_domain::fixtures::sent(true)), [true, true, true, false]);
    assert_ne!(late.id, factor_id());
}
