//! The certificate of agreement: printed of the facts, sealed, made once.

use super::{concluded, finishes, with_job};
use crate::world::NOW;
use std::sync::atomic::Ordering;
use wariin_domain::{Document, EventKind, FileDigest, Job, Seal, SealLevel};
use wariin_ports::mock::{MockPorts, MockWork};
use wariin_ports::{
    CertificateFault, JobOutcome, Queue, SealError, SealedPdf, SealedSubject, TimelineEntry,
    TimelineEvent,
};
use wariin_usecases::{Ports, work_once};

/// A concluded document whose history is that of its conclusion, and the job to issue its certificate.
fn to_certify(world: &mut MockPorts) -> Document {
    let document = concluded(false);
    let what = EventKind::Concluded { sealed: vec![], recipients: vec![], copies: vec![] };
    let conclusion = TimelineEntry {
        number: 9,
        hash: FileDigest::new([6; 32]),
        at: NOW,
        actor: wariin_ports::Party { actor: None, name: None },
        what: TimelineEvent::Known(what),
    };
    with_job(world, Job::IssueCertificate { document: document.id }, 1, &document);
    world.views.expect_timeline().returning(move |_| Ok(vec![conclusion.clone()]));
    document
}

// T-004 T-086
#[tokio::test]
async fn the_certificate_is_printed_of_the_facts_sealed_and_kept() {
    let mut world = Ports::mock();
    let document = to_certify(&mut world);
    let mut keeps = MockWork::default();
    keeps.finds(&document);
    keeps.seal_proofs.expect_keep().times(1).returning(|kept| {
        assert_eq!((kept.part.file, kept.digest), (None, FileDigest::new([5; 32])));
        Ok(())
    });
    let certificate = Seal { digest: FileDigest::new([5; 32]), level: SealLevel::Basic };
    keeps.documents.expect_save().times(1).returning(move |document, events| {
        assert_eq!(document.certificate, Some(certificate));
        let kinds: Vec<_> = events.iter().map(|event| event.kind.clone()).collect();
        assert_eq!(kinds, [EventKind::CertificateIssued { certificate }]);
        Ok(())
    });
    let mut world = world.with([keeps]);
    world.certificates.expect_print().times(1).returning(|facts| {
        assert_eq!((facts.head.sequence, facts.head.hash), (9, FileDigest::new([6; 32])));
        assert_eq!(facts.parties.len(), 1);
        Ok(vec![1])
    });
    world.sealer.expect_seal().times(1).returning(|pdf, order| {
        assert_eq!((pdf, order.subject), (vec![1], SealedSubject::Certificate));
        assert_eq!(order.agreement.parties.len(), 1);
        Ok(SealedPdf { pdf: vec![1, 2], level: SealLevel::Basic, proof: None })
    });
    world
        .files
        .expect_put()
        .times(1)
        .withf(|bytes| bytes == &[1, 2])
        .returning(|_| Ok(FileDigest::new([5; 32])));
    finishes(&mut world, JobOutcome::Done);
    let (ports, commits) = world.wire();
    work_once(&ports, Queue::Seal).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_certificate_that_was_made_is_not_made_again() {
    let mut document = concluded(false);
    let seal = Seal { digest: FileDigest::new([5; 32]), level: SealLevel::Basic };
    let _ = document.issue_certificate(seal, NOW).unwrap();
    let mut world = Ports::mock();
    with_job(&mut world, Job::IssueCertificate { document: document.id }, 1, &document);
    world.certificates.expect_print().never();
    finishes(&mut world, JobOutcome::OutOfDate);
    let (ports, _) = world.wire();
    work_once(&ports, Queue::Seal).await.unwrap();
}

#[tokio::test]
async fn a_certificate_that_cannot_be_printed_is_a_dead_job() {
    let mut world = Ports::mock();
    to_certify(&mut world);
    let fault = || CertificateFault::Unprintable("a reason".into());
    world.certificates.expect_print().returning(move |_| Err(fault()));
    world.sealer.expect_seal().never();
    world.jobs.expect_bury().times(1).returning(|_, why, _| {
        assert!(why.contains("a reason"), "{why}");
        Ok(())
    });
    let (ports, commits) = world.wire();
    let worked = work_once(&ports, Queue::Seal).await.unwrap();
    assert_eq!((worked.dead, commits.load(Ordering::SeqCst)), (1, 0));
}

// EV-02
#[tokio::test]
async fn a_process_without_the_key_has_the_certificate_made_by_one_that_has_it_once() {
    for is_waiting in [false, true] {
        let mut world = Ports::mock();
        to_certify(&mut world);
        let mut asks = MockWork::default();
        asks.documents
            .expect_ask_for_certificate()
            .times(usize::from(!is_waiting))
            .returning(|_, _| Ok(()));
        let mut world = world.with(if is_waiting { vec![] } else { vec![asks] });
        world.certificates.expect_print().returning(|_| Ok(vec![1]));
        world.sealer.expect_seal().returning(|_, _| Err(SealError::Elsewhere));
        world.views.expect_is_job_waiting().times(1).returning(move |job| {
            assert!(matches!(job, Job::IssueCertificate { .. }), "another job is no reason");
            Ok(is_waiting)
        });
        world.jobs.expect_postpone().returning(|_, _, _| Ok(()));
        let (ports, commits) = world.wire();
        work_once(&ports, Queue::Seal).await.unwrap();
        assert_eq!(commits.load(Ordering::SeqCst), usize::from(!is_waiting));
    }
}
