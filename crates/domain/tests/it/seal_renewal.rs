//! When an archive timestamp has to be renewed, and what renewing does to a document.

use proptest::prelude::*;
use wariin_domain::fixtures::{
    after, by_mail, by_password, consent_to, draft_to, id, recipient, send, sender, taro,
};
use wariin_domain::{
    Actor, Document, Event, EventKind, FileDigest, Job, KeptProof, Seal, SealLevel, SealProof,
    SealedFile, SealedPart, Span, Timestamp,
};

fn digest(number: u8) -> FileDigest {
    FileDigest::new([number; 32])
}

fn seal(number: u8, level: SealLevel) -> Seal {
    Seal { digest: digest(number), level }
}

/// A concluded document with its certificate.
fn concluded(level: SealLevel) -> Document {
    let mut document = send(draft_to([recipient(1, "taro@example.com")]), false);
    let shown = consent_to(document.content_digest());
    let _ = document.consent(id(1), by_mail(1), shown, after(1)).unwrap();
    let sealed =
        document.files.iter().map(|file| SealedFile { file: file.id, seal: seal(8, level) });
    let sealed: Vec<_> = sealed.collect();
    let _ = document.conclude(&sealed, after(2)).unwrap();
    let _ = document.issue_certificate(seal(5, level), after(3)).unwrap();
    document
}

fn days(days: i64) -> Timestamp {
    Timestamp::from_micros(days * 86_400_000_000)
}

fn proof(from: i64, until: i64) -> SealProof {
    SealProof { stamped_at: days(from), until: days(until) }
}

fn kept(proof: Option<SealProof>) -> KeptProof {
    let part = SealedPart { document: concluded(SealLevel::Basic).id, file: None };
    KeptProof::of_sealed(part, digest(8), proof)
}

// O-46
#[test]
fn a_proof_is_due_ninety_days_before_its_end_or_when_a_quarter_of_its_life_is_left() {
    assert_eq!(proof(0, 3_650).due_at(), days(3_560));
    assert_eq!(proof(0, 360).due_at(), days(270));
    assert_eq!(proof(0, 100).due_at(), days(75));
    assert!(proof(100, 50).due_at() <= days(50), "one that had ended when it was given is due");
}

proptest! {
    // O-46
    #[test]
    fn a_proof_is_due_before_it_ends_and_never_as_soon_as_it_is_given(
        from in 0_i64..30_000,
        life in 1_i64..30_000,
    ) {
        let proof = proof(from, from + life);
        prop_assert!(proof.due_at() < proof.until);
        prop_assert!(proof.due_at() > proof.stamped_at);
        prop_assert!(proof.until.since(proof.due_at()) <= Span::days(90));
    }
}

// O-46
#[test]
fn what_failed_is_tried_again_and_stays_due() {
    let now = days(3_600);
    let due = kept(Some(proof(0, 3_650)));
    assert!(due.is_due(now) && !due.is_due(days(3_559)));
    let failed = due.clone().failed("away".into(), now);
    assert_eq!(failed.try_at, Some(now.plus(Span::hours(1))));
    assert_eq!(failed.failure.as_ref().map(|failure| failure.why.as_str()), Some("away"));
    assert!(failed.is_due(now) && failed.proof == due.proof, "nothing of it is lost");
    let later = due.clone().not_outlived("the same certificate".into(), now);
    assert_eq!(later.try_at, Some(now.plus(Span::days(7))));
    let soon = due.not_outlived("the same certificate".into(), days(3_630));
    assert_eq!(soon.try_at, Some(days(3_631)));
    let renewed = failed.renewed(digest(9), Some(proof(3_600, 7_300)), now);
    assert_eq!((renewed.failure.as_ref(), renewed.renewed_at), (None, Some(now)));
    assert_eq!((renewed.digest, renewed.try_at), (digest(9), Some(days(7_210))));
}

// O-46
#[test]
fn a_seal_without_a_timestamp_is_never_due_and_one_that_was_not_looked_up_is() {
    let basic = kept(None);
    assert!(!basic.is_due(days(20_000)));
    let failed = basic.clone().failed("away".into(), days(1));
    assert_eq!(failed.try_at, None, "only on demand");
    let unread = KeptProof { try_at: Some(days(0)), ..basic };
    assert!(unread.is_due(days(0)));
    let read = unread.looked_up(Some(proof(0, 3_650)));
    assert_eq!((read.try_at, read.is_due(days(1))), (Some(days(3_560)), false));
}

// O-21 O-46
#[test]
fn renewing_replaces_the_seal_and_the_event_names_both() {
    let mut document = concluded(SealLevel::Archived);
    let file = Some(document.files[0].id);
    let after_it = seal(9, SealLevel::Archived);
    let events = document.renew_seal(file, digest(8), after_it, Actor::Service, after(4)).unwrap();
    let before = seal(8, SealLevel::Archived);
    let kinds: Vec<_> = events.iter().map(|event| event.kind.clone()).collect();
    assert_eq!(kinds, [EventKind::SealRenewed { file, before, after: after_it }]);
    assert_eq!(events.iter().flat_map(Event::jobs).count(), 0, "no party is mailed");
    assert_eq!(document.seal_of(file), Some(after_it));
    assert_eq!(document.seal_of(None), Some(seal(5, SealLevel::Archived)), "the other one stays");
    let concluded_at = document.concluded_as(digest(9));
    assert!(concluded_at.is_some());
    assert_eq!(document.concluded_as(digest(8)), None);
    let of_old = document.concluded_before_renewal_as(digest(8), &kinds);
    assert_eq!(of_old, concluded_at, "a copy that a party holds is still recognised");
    assert_eq!(document.concluded_before_renewal_as(digest(7), &kinds), None);
    assert_eq!(document.concluded_before_renewal_as(digest(9), &kinds), None);

    let again = document.renew_seal(
        file,
        digest(8),
        seal(10, SealLevel::Archived),
        Actor::Service,
        after(5),
    );
    assert!(again.unwrap().is_empty(), "another worker was quicker");
    assert_eq!(document.seal_of(file), Some(after_it));

    let certificate = document.renew_seal(None, digest(5), after_it, Actor::Operator, after(5));
    assert_eq!(certificate.unwrap().iter().count(), 1);
    assert_eq!(document.certificate, Some(after_it));
}

// O-46
#[test]
fn no_seal_is_lowered_and_none_is_renewed_before_the_conclusion() {
    let mut document = concluded(SealLevel::Archived);
    let (file, before) = (Some(document.files[0].id), document.clone());
    let lower = seal(9, SealLevel::Basic);
    assert!(document.renew_seal(file, digest(8), lower, Actor::Service, after(4)).is_err());
    assert_eq!(document, before);
    let mut sent = send(draft_to([recipient(1, "taro@example.com")]), false);
    let file = Some(sent.files[0].id);
    let archived = seal(9, SealLevel::Archived);
    assert!(sent.renew_seal(file, digest(8), archived, Actor::Service, after(4)).is_err());
}

// O-21
#[test]
fn a_basic_seal_is_raised_on_demand_and_the_event_says_when() {
    let by = by_password(&sender());
    let archived = concluded(SealLevel::Archived);
    assert!(archived.ask_to_raise_seals(&by, after(4)).is_err(), "there is nothing to raise");
    assert!(
        send(draft_to([recipient(1, "taro@example.com")]), false)
            .ask_to_raise_seals(&by, after(4))
            .is_err()
    );

    let mut document = concluded(SealLevel::Basic);
    assert_eq!(document.seal_level(), Some(SealLevel::Basic));
    let asked = document.ask_to_raise_seals(&by, after(4)).unwrap();
    let jobs: Vec<_> = asked.iter().flat_map(Event::jobs).collect();
    assert_eq!(jobs, [Job::RaiseSeals { document: document.id }]);
    assert!(asked.iter().all(|event| event.actor == Actor::Account(sender().id)));

    let file = Some(document.files[0].id);
    let raised = seal(9, SealLevel::Archived);
    let events = document.renew_seal(file, digest(8), raised, Actor::Service, after(60)).unwrap();
    let event = events.iter().next().unwrap();
    assert_eq!(event.at, after(60), "the time of the raising, not of the signing");
    assert!(
        matches!(event.kind, EventKind::SealRenewed { before, .. } if before.level == SealLevel::Basic)
    );
    assert!(document.has_basic_seal(), "the certificate is still B-B");
    let _ = document.renew_seal(None, digest(5), raised, Actor::Service, after(61)).unwrap();
    assert!(!document.has_basic_seal());
    assert!(document.ask_to_raise_seals(&by_password(&taro()), after(62)).is_err());
}
