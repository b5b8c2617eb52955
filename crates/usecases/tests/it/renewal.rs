//! Renewing archive timestamps: what is due is kept whole or not at all, and what fails stays due.

use crate::jobs::{concluded, finishes, item};
use crate::world::{NOW, PRINCIPAL, broken, by_password, sender};
use std::sync::atomic::Ordering;
use wariin_domain::{
    Document, DocumentError, DocumentParts, EventKind, FileDigest, Job, KeptProof, Seal, SealLevel,
    SealProof, SealedPart, Span, Timestamp,
};
use wariin_ports::mock::{MockPorts, MockWork};
use wariin_ports::{
    FileError, JobOutcome, Queue, RenewalSchedule, SealError, SealSelection, SealedDocument,
    SealedPdf, StorageError,
};
use wariin_usecases::{
    DocumentCommand, Error, Ports, Principal, Renewal, RenewalOutcome, Worked, ask_to_raise_seals,
    queue_due_renewals, renew_as_operator, schedule_as_operator, sealed_documents, work_once,
};

const OLD: FileDigest = FileDigest::new([8; 32]);
const NEW: FileDigest = FileDigest::new([9; 32]);

fn proof(from: i64, until: i64) -> SealProof {
    let at = |days: i64| Timestamp::from_micros(NOW.as_micros() + days * 86_400_000_000);
    SealProof { stamped_at: at(from), until: at(until) }
}

/// A proof that has to be renewed now.
fn due() -> SealProof {
    proof(-1_000, 30)
}

fn kept(document: &Document, proof: Option<SealProof>, try_at: Option<Timestamp>) -> KeptProof {
    let file = Some(document.files[0].id);
    let part = SealedPart { document: document.id, file };
    KeptProof { try_at, ..KeptProof::of_sealed(part, OLD, proof) }
}

/// The document's only sealed file is the first one, with this proof.
fn world(mut world: MockPorts, document: &Document, kept: KeptProof, job: Job) -> MockPorts {
    world.jobs.expect_claim().returning(move |_, _, _, _| Ok(vec![item(job, 1)]));
    let document = document.clone();
    world.views.expect_document().returning(move |_| Ok(Some(document.clone())));
    world.views.expect_seal_proofs().returning(move |_| Ok(vec![kept.clone()]));
    world
}

fn renew(document: &Document) -> Job {
    Job::RenewSeals { document: document.id }
}

fn reads(world: &mut MockPorts) {
    world.files.expect_get().times(1).returning(|digest| {
        assert_eq!(digest, OLD);
        Ok(vec![1])
    });
}

fn stamps(world: &mut MockPorts, proof: SealProof) {
    world.sealer.expect_renew().times(1).returning(move |pdf, now| {
        assert_eq!((pdf, now), (vec![1], NOW));
        Ok(SealedPdf { pdf: vec![1, 2], level: SealLevel::Archived, proof: Some(proof) })
    });
}

/// The renewed bytes are kept, before the document refers to them.
fn puts(world: &mut MockPorts) {
    world.files.expect_put().times(1).returning(|bytes| {
        assert_eq!(bytes, [1, 2]);
        Ok(NEW)
    });
}

/// A unit of work that keeps the document with the renewed file.
fn saves(document: &Document, renewed: SealProof) -> MockWork {
    let mut saves = MockWork::default();
    saves.finds(document);
    saves.documents.expect_save().times(1).returning(|document, events| {
        let (before, after) =
            [OLD, NEW].map(|digest| Seal { digest, level: SealLevel::Archived }).into();
        assert_eq!(document.files[0].sealed, Some(after));
        let kinds: Vec<_> = events.iter().map(|event| event.kind.clone()).collect();
        let file = Some(document.files[0].id);
        assert_eq!(kinds, [EventKind::SealRenewed { file, before, after }]);
        Ok(())
    });
    saves.seal_proofs.expect_keep().times(1).returning(move |kept| {
        assert_eq!((kept.digest, kept.proof), (NEW, Some(renewed)));
        assert_eq!((kept.try_at, kept.renewed_at), (Some(renewed.due_at()), Some(NOW)));
        Ok(())
    });
    saves
}

/// A unit of work that notes what was found out of the file, which stays as it is.
fn notes(expected: impl Fn(&KeptProof) + Send + 'static) -> MockWork {
    let mut notes = MockWork::default();
    notes.documents.expect_save().never();
    notes.seal_proofs.expect_find().returning(|_| Ok(None));
    notes.seal_proofs.expect_keep().times(1).returning(move |kept| {
        assert_eq!(kept.digest, OLD);
        expected(kept);
        Ok(())
    });
    notes
}

async fn run(mut world: MockPorts, outcome: JobOutcome) -> usize {
    finishes(&mut world, outcome);
    let (ports, commits) = world.wire();
    let worked = work_once(&ports, Queue::Seal).await.unwrap();
    assert_eq!(worked, Worked { done: 1, failed: 0, dead: 0 });
    commits.load(Ordering::SeqCst)
}

// O-46 O-21
#[tokio::test]
async fn what_is_due_is_renewed_and_kept_with_its_event_in_one_unit_of_work() {
    let document = concluded(false);
    let renewed = proof(0, 3_650);
    let ports = Ports::mock().with([saves(&document, renewed)]);
    let kept = kept(&document, Some(due()), Some(NOW));
    let mut world = world(ports, &document, kept, renew(&document));
    reads(&mut world);
    stamps(&mut world, renewed);
    puts(&mut world);
    assert_eq!(run(world, JobOutcome::Done).await, 1);
}

// O-46
#[tokio::test]
async fn a_file_that_is_not_due_is_not_even_read() {
    let document = concluded(false);
    let later = proof(-10, 3_650);
    let kept = kept(&document, Some(later), Some(later.due_at()));
    let mut world = world(Ports::mock(), &document, kept, renew(&document));
    world.files.expect_get().never();
    world.sealer.expect_renew().never();
    assert_eq!(run(world, JobOutcome::OutOfDate).await, 0);
}

// O-46
#[tokio::test]
async fn a_file_of_an_earlier_release_is_looked_up_once_and_renewed_when_it_is_due() {
    let document = concluded(false);
    let later = proof(-10, 3_650);
    let noted = notes(move |kept| {
        assert_eq!((kept.proof, kept.try_at), (Some(later), Some(later.due_at())));
    });
    let unread = kept(&document, None, Some(NOW));
    let ports = Ports::mock().with([noted]);
    let mut looked = world(ports, &document, unread.clone(), renew(&document));
    reads(&mut looked);
    looked.sealer.expect_proof_of().times(1).returning(move |_| Ok(Some(later)));
    looked.sealer.expect_renew().never();
    assert_eq!(run(looked, JobOutcome::Done).await, 1);

    let renewed = proof(0, 3_650);
    let ports = Ports::mock().with([saves(&document, renewed)]);
    let mut renews = world(ports, &document, unread, renew(&document));
    reads(&mut renews);
    renews.sealer.expect_proof_of().times(1).returning(|_| Ok(Some(due())));
    stamps(&mut renews, renewed);
    puts(&mut renews);
    assert_eq!(run(renews, JobOutcome::Done).await, 1);
}

// O-46 FA-07
#[tokio::test]
async fn an_authority_that_fails_loses_nothing_and_is_asked_again() {
    let document = concluded(false);
    let noted = notes(|kept| {
        assert_eq!(kept.proof, Some(due()));
        assert_eq!(kept.try_at, Some(NOW.plus(Span::hours(1))));
        assert!(kept.failure.as_ref().unwrap().why.contains("no answer"), "{kept:?}");
    });
    let ports = Ports::mock().with([noted]);
    let kept = kept(&document, Some(due()), Some(NOW));
    let mut world = world(ports, &document, kept, renew(&document));
    reads(&mut world);
    let away = || SealError::Unavailable("no answer".into());
    world.sealer.expect_renew().times(1).returning(move |_, _| Err(away()));
    world.files.expect_put().never();
    assert_eq!(run(world, JobOutcome::Done).await, 1);
}

// O-46
#[tokio::test]
async fn a_timestamp_that_lasts_no_longer_is_not_kept() {
    let document = concluded(false);
    let noted = notes(|kept| {
        assert_eq!((kept.proof, kept.try_at), (Some(due()), Some(NOW.plus(Span::days(1)))));
        assert!(kept.failure.as_ref().unwrap().why.contains("no longer"), "{kept:?}");
    });
    let ports = Ports::mock().with([noted]);
    let kept = kept(&document, Some(due()), Some(NOW));
    let mut world = world(ports, &document, kept, renew(&document));
    reads(&mut world);
    stamps(&mut world, SealProof { stamped_at: NOW, ..due() });
    world.files.expect_put().never();
    assert_eq!(run(world, JobOutcome::Done).await, 1);
}

// O-46 DO-01
#[tokio::test]
async fn a_damaged_file_is_not_renewed() {
    let document = concluded(false);
    let mut damage = MockWork::default();
    damage.documents.expect_mark_damaged().returning(|_, _| Ok(false));
    let noted = notes(|kept| assert!(kept.failure.is_some()));
    let ports = Ports::mock().with([damage, noted]);
    let kept = kept(&document, Some(due()), Some(NOW));
    let mut world = world(ports, &document, kept, renew(&document));
    world.files.expect_get().returning(|digest| Err(FileError::Corrupt(digest)));
    world.sealer.expect_renew().never();
    assert_eq!(run(world, JobOutcome::Done).await, 1);
}

// O-46
#[tokio::test]
async fn storage_that_fails_while_the_renewed_file_is_kept_leaves_the_document_as_it_was() {
    let document = concluded(false);
    let renewed = proof(0, 3_650);
    for step in ["find", "save", "keep", "commit"] {
        let mut work = MockWork::default();
        let stored = document.clone();
        work.documents.expect_find().returning(move |_| match step {
            "find" => Err(broken()),
            _ => Ok(Some(stored.clone())),
        });
        let outcome = move |at: &str| if at == step { Err(broken()) } else { Ok(()) };
        work.documents.expect_save().returning(move |_, _| outcome("save"));
        work.seal_proofs.expect_keep().returning(move |_| outcome("keep"));
        work.commit_fails = step == "commit";
        let ports = Ports::mock().with([work]);
        let kept = kept(&document, Some(due()), Some(NOW));
        let mut world = world(ports, &document, kept, renew(&document));
        reads(&mut world);
        stamps(&mut world, renewed);
        puts(&mut world);
        world.jobs.expect_postpone().times(1).returning(|_, _, _| Ok(()));
        let (ports, commits) = world.wire();
        let worked = work_once(&ports, Queue::Seal).await.unwrap();
        assert_eq!((worked.failed, commits.load(Ordering::SeqCst)), (1, 0), "{step}");
    }
}

// O-46
#[tokio::test]
async fn a_seal_that_was_renewed_meanwhile_stays() {
    let document = concluded(false);
    let mut other = (*document).clone();
    other.files[0].sealed =
        Some(Seal { digest: FileDigest::new([77; 32]), level: SealLevel::Archived });
    let other = Document::restore(other).unwrap();
    let mut finds = MockWork::default();
    finds.finds(&other);
    finds.documents.expect_save().never();
    let ports = Ports::mock().with([finds]);
    let kept = kept(&document, Some(due()), Some(NOW));
    let mut world = world(ports, &document, kept, renew(&document));
    reads(&mut world);
    stamps(&mut world, proof(0, 3_650));
    puts(&mut world);
    assert_eq!(run(world, JobOutcome::Done).await, 0);
}

// O-46
#[tokio::test]
async fn a_failure_is_not_noted_of_a_seal_that_was_renewed_meanwhile() {
    let document = concluded(false);
    let old = kept(&document, Some(due()), Some(NOW));
    let newer = old.clone().renewed(NEW, Some(proof(0, 3_650)), NOW);
    let mut work = MockWork::default();
    work.seal_proofs.expect_find().times(1).returning(move |_| Ok(Some(newer.clone())));
    work.seal_proofs.expect_keep().never();
    let mut world = world(Ports::mock().with([work]), &document, old, renew(&document));
    reads(&mut world);
    let away = || SealError::Unavailable("no answer".into());
    world.sealer.expect_renew().times(1).returning(move |_, _| Err(away()));
    assert_eq!(run(world, JobOutcome::Done).await, 0);
}

/// Its seal is B-B.
fn basic() -> Document {
    let mut parts: DocumentParts = (*concluded(false)).clone();
    parts.files[0].sealed = Some(Seal { digest: OLD, level: SealLevel::Basic });
    Document::restore(parts).unwrap()
}

// O-21
#[tokio::test]
async fn a_basic_seal_is_raised_by_its_job_alone_and_the_event_names_both_levels() {
    let document = basic();
    let kept = kept(&document, None, None);
    let left = world(Ports::mock(), &document, kept.clone(), renew(&document));
    assert_eq!(run(left, JobOutcome::OutOfDate).await, 0, "a renewal leaves it alone");

    let mut saves = MockWork::default();
    saves.finds(&document);
    saves.documents.expect_save().times(1).returning(|_, events| {
        let is_raised = |kind: &EventKind| match kind {
            EventKind::SealRenewed { before, after, .. } => {
                (before.level, after.level) == (SealLevel::Basic, SealLevel::Archived)
            }
            _ => false,
        };
        assert!(events.iter().all(|event| event.at == NOW && is_raised(&event.kind)));
        Ok(())
    });
    saves.seal_proofs.expect_keep().times(1).returning(|kept| {
        assert!(kept.try_at.is_some(), "it is watched from now on");
        Ok(())
    });
    let ports = Ports::mock().with([saves]);
    let job = Job::RaiseSeals { document: document.id };
    let mut raises = world(ports, &document, kept, job);
    reads(&mut raises);
    stamps(&mut raises, proof(0, 3_650));
    puts(&mut raises);
    assert_eq!(run(raises, JobOutcome::Done).await, 1);
}

// O-21
#[tokio::test]
async fn the_sender_asks_for_the_raising_where_an_authority_is_configured() {
    let document = basic();
    let on = DocumentCommand { document: document.id, principal: PRINCIPAL };
    for level in [SealLevel::Archived, SealLevel::Basic] {
        let mut asks = MockWork::signed_in(&sender(), by_password(&sender()));
        asks.finds(&document);
        asks.documents.expect_save().returning(|document, events| {
            let jobs: Vec<_> = events.iter().flat_map(wariin_domain::Event::jobs).collect();
            assert_eq!(jobs, [Job::RaiseSeals { document: document.id }]);
            Ok(())
        });
        let mut world = Ports::mock().with([asks]);
        world.sealer.expect_level().return_const(level);
        world.views.expect_is_job_waiting().returning(|_| Ok(false));
        let (ports, commits) = world.wire();
        let asked = ask_to_raise_seals(&ports, on).await;
        let is_asked = level == SealLevel::Archived;
        assert_eq!((asked.is_ok(), commits.load(Ordering::SeqCst) == 1), (is_asked, is_asked));
    }
    let mut asks = MockWork::signed_in(&sender(), by_password(&sender()));
    asks.finds(&concluded(false));
    let mut audit = MockWork::default();
    audit.audit.expect_append().times(1).returning(|_| Ok(())); // the refusal is recorded
    let mut world = Ports::mock().with([asks, audit]);
    world.sealer.expect_level().return_const(SealLevel::Archived);
    world.views.expect_is_job_waiting().returning(|_| Ok(false));
    let (ports, _) = world.wire();
    let refused = ask_to_raise_seals(&ports, on).await;
    assert!(
        matches!(refused, Err(Error::Document(DocumentError::NotPossible { .. }))),
        "{refused:?}"
    );
}

// O-21
#[tokio::test]
async fn asking_for_the_raising_again_while_it_waits_adds_nothing() {
    let document = basic();
    let on = DocumentCommand { document: document.id, principal: PRINCIPAL };
    let mut asks = MockWork::signed_in(&sender(), by_password(&sender()));
    asks.finds(&document);
    asks.documents.expect_save().returning(|_, events| {
        assert!(events.is_empty(), "neither an event nor a job");
        Ok(())
    });
    let mut world = Ports::mock().with([asks]);
    world.sealer.expect_level().return_const(SealLevel::Archived);
    let id = document.id;
    world
        .views
        .expect_is_job_waiting()
        .times(1)
        .returning(move |job| Ok(job == Job::RaiseSeals { document: id }));
    let (ports, _) = world.wire();
    ask_to_raise_seals(&ports, on).await.unwrap();
}

// O-46
#[tokio::test]
async fn the_operator_renews_at_once_and_is_told_what_failed() {
    let document = concluded(false);
    let later = proof(-10, 3_650);
    let watched = kept(&document, Some(later), Some(later.due_at()));
    // All of them, also where the new timestamp lasts no longer.
    let ports = Ports::mock().with([saves(&document, later)]);
    let mut renews = world(ports, &document, watched.clone(), renew(&document));
    reads(&mut renews);
    stamps(&mut renews, later);
    puts(&mut renews);
    let (ports, _) = renews.wire();
    let operator = Principal::Operator;
    let done = renew_as_operator(&ports, operator, document.id, Renewal::All).await.unwrap();
    let outcomes: Vec<_> = done.into_iter().map(|part| part.outcome).collect();
    assert_eq!(outcomes, [RenewalOutcome::Renewed(later)]);
    let other = renew_as_operator(&ports, PRINCIPAL, document.id, Renewal::All).await;
    assert!(matches!(other, Err(Error::NotFound)));

    let ports = Ports::mock().with([notes(|kept| assert!(kept.failure.is_some()))]);
    let mut fails = world(ports, &document, watched, renew(&document));
    reads(&mut fails);
    let away = || SealError::Unavailable("no answer".into());
    fails.sealer.expect_renew().returning(move |_, _| Err(away()));
    let (ports, _) = fails.wire();
    let done = renew_as_operator(&ports, operator, document.id, Renewal::All).await.unwrap();
    assert!(matches!(&done[0].outcome, RenewalOutcome::Failed(why) if why.contains("no answer")));
}

// O-21
#[tokio::test]
async fn a_process_without_the_seals_key_notes_no_failure_of_the_file() {
    let document = concluded(false);
    let later = proof(-10, 3_650);
    let watched = kept(&document, Some(later), Some(later.due_at()));
    // No unit of work: nothing is kept.
    let mut renews = world(Ports::mock(), &document, watched, renew(&document));
    reads(&mut renews);
    renews.sealer.expect_renew().returning(|_, _| Err(SealError::Elsewhere));
    let (ports, _) = renews.wire();
    let done = renew_as_operator(&ports, Principal::Operator, document.id, Renewal::All).await;
    assert!(matches!(done, Err(Error::Seal(SealError::Elsewhere))), "{done:?}");
}

// O-46
#[tokio::test]
async fn renewals_are_queued_twenty_at_a_time_and_the_schedule_is_the_operators() {
    let mut queues = MockWork::default();
    queues.seal_proofs.expect_queue_due().times(1).returning(|now, limit| {
        assert_eq!((now, limit), (NOW, 20));
        Ok(3)
    });
    let mut fails = MockWork::default();
    fails.seal_proofs.expect_queue_due().returning(|_, _| Err(broken()));
    let mut world = Ports::mock().with([queues, fails]);
    let due = SealedDocument { document: concluded(false).id, files: 2 };
    world.views.expect_sealed_documents().times(2).returning(move |selection, after, _| {
        assert_eq!(selection, SealSelection::Due(NOW));
        Ok(if after.is_none() { vec![due] } else { vec![] })
    });
    world.views.expect_renewal_schedule().returning(|of, now| {
        assert_eq!((of, now), (None, NOW));
        Ok(RenewalSchedule { due: 2, ..RenewalSchedule::default() })
    });
    let (ports, commits) = world.wire();
    assert_eq!(queue_due_renewals(&ports).await.unwrap(), 3);
    assert_eq!(commits.load(Ordering::SeqCst), 1);
    let failed = queue_due_renewals(&ports).await;
    assert!(matches!(failed, Err(Error::Storage(StorageError::Unavailable(_)))));
    let selection = SealSelection::Due(NOW);
    let all = sealed_documents(&ports, Principal::Operator, selection).await.unwrap();
    assert_eq!(all, [due]);
    assert_eq!(schedule_as_operator(&ports, Principal::Operator).await.unwrap().due, 2);
    for refused in [
        schedule_as_operator(&ports, PRINCIPAL).await.map(drop),
        sealed_documents(&ports, PRINCIPAL, selection).await.map(drop),
    ] {
        assert!(matches!(refused, Err(Error::NotFound)));
    }
}
