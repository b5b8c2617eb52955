//! Consenting: the code, the consent and the jobs are one.

use crate::world::{
    NOW, PRINCIPAL, broken, by_password, by_totp, factor_id, phone, recipient_id, sender, sent,
    session, taro, work,
};
use std::sync::atomic::Ordering;
use wariin_domain::fixtures::{STATEMENT, consent_to};
use wariin_domain::{
    Consented, Content, ContentDigest, Document, DocumentError, EventKind, Events, Factor,
    FactorKind, FactorState, FileDigest, GateRefusal, Identity, Refusal, SignIn, Span, Throttle,
    Throttled, TimeStep, Timestamp,
};
use wariin_ports::mock::MockWork;
use wariin_ports::mock::{KEY, MockPorts};
use wariin_ports::{Seed, StoredFactor};
use wariin_usecases::{Error, GiveConsent, Ports, SecretInput, consent, withdraw_consent};

fn minutes_ago(minutes: i64) -> Timestamp {
    Timestamp::from_micros(NOW.as_micros() - minutes * 60_000_000)
}

fn factor(throttle: Throttle) -> Factor {
    Factor {
        id: factor_id(),
        account: taro().id,
        state: FactorState::Active { confirmed_at: minutes_ago(999), behind_code: None },
        name: phone(),
        kind: FactorKind::Totp { last_step: Some(TimeStep::new(100)) },
        throttle,
        last_used_at: None,
    }
}

fn stored(throttle: Throttle) -> Vec<StoredFactor> {
    vec![StoredFactor { factor: factor(throttle), seed: Seed(vec![1]) }]
}

fn command(code: Option<&str>) -> GiveConsent {
    GiveConsent {
        turn: None,
        statement: STATEMENT,
        principal: PRINCIPAL,
        recipient: recipient_id(),
        shown: Content { files: vec![FileDigest::new([7; 32])], fields: vec![] }.digest(),
        code: code.map(|code| SecretInput(code.to_owned())),
    }
}

/// Taro's session on a document that asks for him.
fn ready(sign_in: SignIn, throttle: Throttle) -> MockWork {
    let mut work = work(Some(session(sign_in)), vec![taro()]);
    work.finds(&sent(true));
    work.factors.expect_active().returning(move |_| Ok(stored(throttle)));
    work
}

fn old() -> SignIn {
    by_totp(&taro(), minutes_ago(20))
}

fn world(work: MockWork, step: Option<u64>) -> MockPorts {
    let mut world = Ports::mock().with([work, keeps_refusal()]);
    world.views.expect_document_of().returning(|_| Ok(None));
    world.totp.expect_matching_step().returning(move |_, _, _, _| Ok(step.map(TimeStep::new)));
    world
}

fn keeps_refusal() -> MockWork {
    let mut work = MockWork::default();
    work.audit.expect_append().returning(|_| Ok(()));
    work
}

// CO-01 CO-06
#[tokio::test]
async fn a_fresh_code_is_spent_in_the_unit_of_work_of_the_consent() {
    let mut work = ready(old(), Throttle::clear());
    work.factors
        .expect_spend()
        .times(1)
        .withf(|id, step, _| *id == factor_id() && step.number() == 101)
        .returning(|_, _, _| Ok(true));
    work.sessions.expect_replace().times(1).returning(|old, session, _| {
        assert_eq!((old, session.key), (KEY, KEY));
        Ok(())
    });
    work.documents.expect_save().times(1).returning(|document, events| {
        assert!(document.recipients[0].consent().is_some_and(|c| c.at == NOW));
        let names: Vec<_> = events.iter().map(|e| e.kind.name()).collect();
        assert_eq!(names, ["consented", "all_consented"]);
        Ok(())
    });
    let (ports, commits) = world(work, Some(101)).wire();
    consent(&ports, command(Some("123456"))).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// CO-06
#[tokio::test]
async fn a_consent_is_kept_whole_or_not_at_all() {
    for failing in ["active", "spend", "session", "save", "commit"] {
        let mut work = work(Some(session(old())), vec![taro()]);
        work.finds(&sent(true));
        let fails = move |step: &str| step == failing;
        work.factors.expect_active().returning(move |_| {
            if fails("active") {
                return Err(broken());
            }
            Ok(stored(Throttle::clear()))
        });
        work.factors
            .expect_spend()
            .returning(move |_, _, _| if fails("spend") { Err(broken()) } else { Ok(true) });
        work.sessions
            .expect_replace()
            .returning(move |_, _, _| if fails("session") { Err(broken()) } else { Ok(()) });
        work.documents
            .expect_save()
            .returning(move |_, _| if fails("save") { Err(broken()) } else { Ok(()) });
        work.commit_fails = fails("commit");
        let (ports, commits) = world(work, Some(101)).wire();
        let result = consent(&ports, command(Some("123456"))).await;
        assert!(matches!(result, Err(Error::Storage(_))), "{failing}: {result:?}");
        assert_eq!(commits.load(Ordering::SeqCst), 0, "{failing}");
    }
}

// CO-01
#[tokio::test]
async fn without_a_fresh_code_a_step_up_is_asked_for_and_the_refusal_kept() {
    let work = ready(old(), Throttle::clear());
    let (ports, commits) = world(work, None).wire();
    let refused = consent(&ports, command(None)).await;
    assert!(matches!(refused, Err(Error::Document(DocumentError::StepUpRequired))));
    assert_eq!(commits.load(Ordering::SeqCst), 1, "only the refusal");
}

// T-001 T-049
#[tokio::test]
async fn a_code_does_not_make_a_password_session_strong() {
    let work = ready(by_password(&taro()), Throttle::clear());
    let (ports, _) = world(work, Some(101)).wire();
    let refused = consent(&ports, command(Some("123456"))).await;
    let weak = DocumentError::Gate(GateRefusal::SecondFactor);
    assert!(matches!(refused, Err(Error::Document(error)) if error == weak));
}

// LI-03 SF-06
#[tokio::test]
async fn an_empty_field_is_no_try_of_the_apps_code() {
    let (ports, _) = world(ready(old(), Throttle::clear()), None).wire();
    assert!(matches!(consent(&ports, command(Some(" "))).await, Err(Error::NoCode)));
}

// T-089 SF-06
#[tokio::test]
async fn a_wrong_code_is_counted_and_recorded_and_nothing_else_is_kept() {
    let mut work = ready(old(), Throttle::clear());
    expect_event(&mut work, Refusal::WrongCode, 1);
    let (ports, commits) = world(work, None).wire();
    let refused = consent(&ports, command(Some("000000"))).await;
    assert!(matches!(refused, Err(Error::WrongCode)));
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// SF-01
#[tokio::test]
async fn a_code_that_was_used_before_is_refused_whether_known_or_lost_in_a_race() {
    for (step, spends) in [(100, None), (101, Some(false))] {
        let mut work = ready(old(), Throttle::clear());
        if let Some(won) = spends {
            work.factors.expect_spend().times(1).returning(move |_, _, _| Ok(won));
        }
        expect_event(&mut work, Refusal::CodeReplayed, 0);
        let (ports, _) = world(work, Some(step)).wire();
        let refused = consent(&ports, command(Some("123456"))).await;
        assert!(matches!(refused, Err(Error::CodeReplayed)));
    }
}

// SF-05
#[tokio::test]
async fn while_throttled_not_even_the_right_code_is_looked_at() {
    let mut throttle = Throttle::clear();
    for _ in 0..5 {
        throttle = throttle.failed(NOW);
    }
    let mut work = ready(old(), throttle);
    expect_event(&mut work, Refusal::Throttled, 5);
    let mut world = Ports::mock().with([work]);
    world.views.expect_document_of().returning(|_| Ok(None));
    world.totp.expect_matching_step().never();
    let (ports, _) = world.wire();
    let refused = consent(&ports, command(Some("123456"))).await;
    let until = NOW.plus(Span::minutes(1));
    assert!(matches!(refused, Err(Error::Throttled(Throttled::Wait { until: u })) if u == until));
}

// CO-02
#[tokio::test]
async fn a_consent_to_other_files_is_refused_and_the_code_is_spent_all_the_same() {
    let mut work = ready(old(), Throttle::clear());
    work.factors.expect_spend().times(1).returning(|_, _, _| Ok(true));
    work.sessions.expect_replace().returning(|_, _, _| Ok(()));
    work.audit.expect_append().times(1).returning(|_| Ok(()));
    let (ports, commits) = world(work, Some(101)).wire();
    let other = GiveConsent { shown: ContentDigest::new([8; 32]), ..command(Some("123456")) };
    let refused = consent(&ports, other).await;
    assert!(matches!(refused, Err(Error::Document(DocumentError::OtherContents))));
    assert_eq!(commits.load(Ordering::SeqCst), 1, "the code and the refusal, not the consent");
}

// CO-08 T-084
#[tokio::test]
async fn a_form_of_an_earlier_turn_is_refused_and_nothing_kept() {
    for (is_earlier, commits_expected) in [(false, 1), (true, 0)] {
        let mut work = ready(by_totp(&taro(), NOW), Throttle::clear());
        work.documents.expect_save().times(commits_expected).returning(|_, _| Ok(()));
        let (ports, commits) = world(work, None).wire();
        let began_at = sent(true).recipients[0].mailed_at().unwrap();
        let turn = Some(if is_earlier { began_at.minus(Span::minutes(1)) } else { began_at });
        let answer = consent(&ports, GiveConsent { turn, ..command(None) }).await;
        let refused = matches!(answer, Err(Error::Document(DocumentError::OtherTurn)));
        assert_eq!((refused, answer.is_ok()), (is_earlier, !is_earlier));
        assert_eq!(commits.load(Ordering::SeqCst), commits_expected);
    }
}

// CO-08
#[tokio::test]
async fn consenting_again_is_answered_as_before_without_keeping_anything() {
    let account = taro();
    let sign_in = by_totp(&account, NOW);
    let mut document: Document = sent(true);
    let shown = document.content_digest();
    let requester = Identity::new(&account, &sign_in).unwrap();
    let first = document.consent(recipient_id(), requester, consent_to(shown), NOW).unwrap();
    assert!(matches!(first, Consented::Now(_)));
    let mut work = work(Some(session(sign_in)), vec![taro()]);
    work.finds(&document);
    let (ports, commits) = world(work, None).wire();
    consent(&ports, command(None)).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// CO-08 SF-01
#[tokio::test]
async fn the_same_consent_form_twice_gets_the_first_answer_and_a_fresh_code_is_spent() {
    let sign_in = by_totp(&taro(), NOW);
    // Spent by the first form, fresh, and too old by now.
    for (step, is_consented) in
        [(Some(100), true), (Some(101), true), (None, true), (Some(100), false), (None, false)]
    {
        let is_fresh = step == Some(101);
        let document = if is_consented { half_consented(&sign_in) } else { sent(true) };
        let mut work = work(Some(session(sign_in.clone())), vec![taro()]);
        work.finds(&document);
        work.factors.expect_active().returning(|_| Ok(stored(Throttle::clear())));
        work.factors.expect_spend().times(usize::from(is_fresh)).returning(|_, _, _| Ok(true));
        work.factors.expect_save().times(usize::from(!is_fresh)).returning(move |factor, _| {
            assert_eq!(factor.throttle.failures(), u32::from(step.is_none()), "it is counted");
            Ok(())
        });
        work.sessions.expect_replace().times(usize::from(is_fresh)).returning(|_, _, _| Ok(()));
        let (ports, commits) = world(work, step).wire();
        let shown = document.content_digest();
        let answer = consent(&ports, GiveConsent { shown, ..command(Some("123456")) }).await;
        match (step, answer) {
            (_, Ok(())) => assert!(is_consented, "{step:?}"),
            (Some(_), Err(Error::CodeReplayed)) | (None, Err(Error::WrongCode)) => {
                assert!(!is_consented, "{step:?}");
            }
            (_, other) => unreachable!("{step:?}: {other:?}"),
        }
        assert_eq!(commits.load(Ordering::SeqCst), 1, "what was spent or counted is kept");
    }
}

// CO-08 SF-01
#[tokio::test]
async fn a_code_of_another_account_does_not_tell_whether_a_recipient_has_consented() {
    for document in [sent(true), half_consented(&by_totp(&taro(), NOW))] {
        let by = by_totp(&sender(), NOW);
        let mut work = work(Some(session(by)), vec![sender()]);
        work.finds(&document);
        work.factors.expect_active().returning(|_| Ok(stored(Throttle::clear())));
        work.factors.expect_save().times(1).returning(|_, _| Ok(()));
        let (ports, _) = world(work, None).wire();
        let shown = document.content_digest();
        let refused = consent(&ports, GiveConsent { shown, ..command(Some("000000")) }).await;
        assert!(matches!(refused, Err(Error::WrongCode)), "{refused:?}");
    }
}

/// Sent to Taro, who has consented, and to another, who has not.
fn half_consented(sign_in: &SignIn) -> Document {
    let by = by_totp(&sender(), NOW);
    let mut document = crate::world::requested();
    let mut other = document.recipients[0].clone();
    other.id = wariin_domain::RecipientId::from(wariin_domain::Uuid::from_u128(22));
    let _ = document.add_recipient(other, &by, NOW).unwrap();
    let _ = document.send(&by, NOW).unwrap();
    let account = taro();
    let shown = document.content_digest();
    let requester = Identity::new(&account, sign_in).unwrap();
    let request = consent_to(shown);
    let given = document.consent(recipient_id(), requester, request, NOW).unwrap();
    assert!(matches!(given, Consented::Now(_)));
    document
}

// T-084
#[tokio::test]
async fn a_consent_is_withdrawn_from_an_eligible_session_only_and_a_refusal_is_recorded() {
    let strong = by_totp(&taro(), NOW);
    let document = half_consented(&strong);
    let mut eligible = work(Some(session(strong)), vec![taro()]);
    eligible.finds(&document);
    eligible.documents.expect_save().times(1).returning(|document, _| {
        assert_eq!(document.recipients[0].consent(), None);
        Ok(())
    });
    let (ports, commits) = Ports::mock().with([eligible]).wire();
    withdraw_consent(&ports, PRINCIPAL, recipient_id()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let mut weak = work(Some(session(by_password(&taro()))), vec![taro()]);
    weak.finds(&document);
    let mut records = MockWork::default();
    records.audit.expect_append().times(1).returning(|_| Ok(()));
    let (ports, _) = Ports::mock().with([weak, records]).wire();
    let refused = withdraw_consent(&ports, PRINCIPAL, recipient_id()).await;
    let gate = DocumentError::Gate(GateRefusal::SecondFactor);
    assert!(matches!(refused, Err(Error::Document(error)) if error == gate));
}

/// The factor is kept with this refusal and this many wrong codes.
fn expect_event(work: &mut MockWork, refusal: Refusal, failures: u32) {
    work.factors.expect_save().times(1).returning(move |factor, events: Events| {
        let kinds: Vec<_> = events.iter().map(|e| e.kind.clone()).collect();
        assert_eq!(kinds, [EventKind::SignInRefused { refusal }]);
        assert_eq!(factor.throttle.failures(), failures);
        Ok(())
    });
}
