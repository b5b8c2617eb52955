//! Verifying a visitor's file: what this service concluded is told to the holder of exactly those bytes.

use crate::jobs::concluded;
use crate::world::NOW;
use wariin_domain::{
    DeletedDocument, Document, DocumentStatus, EventKind, FileDigest, FileId, FileName, Language,
    Seal, SealLevel, Timestamp, Uuid,
};
use wariin_ports::mock::MockPorts;
use wariin_ports::{
    FileKind, FileOutcome, FileReport, MAX_VERIFIED_BYTES, TimelineEntry, TimelineEvent,
    VerifierFault,
};
use wariin_usecases::{Error, Ports, Upload, Verification, verify_file};

/// What a sealed file was before its archive timestamp was renewed.
const RENEWED: FileDigest = FileDigest::new([77; 32]);

fn upload(bytes: Vec<u8>) -> Upload {
    Upload { name: FileName::sanitized("a.pdf"), contents: Box::new(bytes) }
}

fn report(document: Option<&Document>, digest: FileDigest) -> FileReport {
    FileReport {
        kind: FileKind::Pdf,
        digest,
        outcome: FileOutcome::Good,
        document: document.map(|document| document.id),
        packed_here: None,
        parties: vec![],
        signatures: vec![],
        lines: vec![],
        json: "{}".into(),
    }
}

/// A world in which the file is worth this, and the one document is that.
fn world(report: FileReport, document: &Document) -> MockPorts {
    let mut world = Ports::mock();
    world.verifier.expect_verify().times(1).returning(move |file, now, language| {
        assert_eq!((file.as_slice(), now, language), (&b"file"[..], NOW, Language::English));
        Ok(report.clone())
    });
    let document = document.clone();
    let document_file = document.files[0].id;
    world.views.expect_document().returning(move |id| {
        assert_eq!(id, document.id);
        Ok(Some(document.clone()))
    });
    world.views.expect_timeline().returning(move |_| Ok(vec![renewal(document_file)]));
    world
}

/// That this file was renewed.
fn renewal(file: FileId) -> TimelineEntry {
    let what = EventKind::SealRenewed {
        file: Some(file),
        before: Seal { digest: RENEWED, level: SealLevel::Archived },
        after: Seal { digest: FileDigest::new([8; 32]), level: SealLevel::Archived },
    };
    TimelineEntry {
        number: 12,
        hash: FileDigest::new([6; 32]),
        at: NOW,
        actor: wariin_ports::Party { actor: None, name: None },
        what: TimelineEvent::Known(what),
    }
}

async fn verified(report: FileReport, document: &Document) -> Verification {
    let (ports, commits) = world(report, document).wire();
    let verified = verify_file(&ports, upload(b"file".to_vec()), Language::English).await.unwrap();
    assert_eq!(commits.load(std::sync::atomic::Ordering::SeqCst), 0, "nothing is recorded");
    verified
}

fn concluded_at(document: &Document) -> Timestamp {
    let concluded = match document.status {
        DocumentStatus::Concluded { concluded_at, .. } => Some(concluded_at),
        _ => None,
    };
    concluded.unwrap()
}

// O-44
#[tokio::test]
async fn a_sealed_file_and_a_certificate_are_known_by_their_digest_and_an_upload_is_not() {
    let mut document = concluded(true);
    let certificate = Seal { digest: FileDigest::new([5; 32]), level: SealLevel::Basic };
    let _ = document.issue_certificate(certificate, NOW).unwrap();
    let file = &document.files[0];
    let own = [file.sealed.unwrap().digest, document.certificate.unwrap().digest];
    for digest in own {
        let told = verified(report(Some(&document), digest), &document).await;
        assert_eq!(told.concluded_here, Some(concluded_at(&document)));
    }
    for digest in [file.digest, FileDigest::new([99; 32])] {
        let told = verified(report(Some(&document), digest), &document).await;
        assert_eq!(told.concluded_here, None, "{digest}");
    }
}

// O-44 O-46
#[tokio::test]
async fn a_copy_from_before_a_renewal_is_still_recognised() {
    let document = concluded(true);
    let told = verified(report(Some(&document), RENEWED), &document).await;
    assert_eq!(told.concluded_here, Some(concluded_at(&document)));
}

// O-44 O-46 O-47
#[tokio::test]
async fn what_was_concluded_is_recognised_after_the_deletion_of_the_document_too() {
    let document = concluded(true);
    let newest = document.files[0].sealed.unwrap().digest;
    let left = DeletedDocument {
        id: document.id,
        organisation: document.organisation,
        sender: document.sender,
        deleted_at: NOW,
        concluded_at: Some(concluded_at(&document)),
        concluded: vec![newest],
        recipients: vec![],
    };
    for (digest, is_known) in [(newest, true), (RENEWED, true), (document.files[0].digest, false)] {
        let mut world = world(report(Some(&document), digest), &document);
        world.views.checkpoint();
        world.views.expect_document().returning(|_| Ok(None));
        world.views.expect_timeline().returning(|_| Ok(vec![renewal(FileId::from(Uuid::nil()))]));
        let left = left.clone();
        world.views.expect_deleted_document().returning(move |_| Ok(Some(left.clone())));
        let (ports, _) = world.wire();
        let told = verify_file(&ports, upload(b"file".to_vec()), Language::English).await.unwrap();
        assert_eq!(told.concluded_here, is_known.then(|| concluded_at(&document)), "{digest}");
    }
}

// O-44
#[tokio::test]
async fn a_file_that_names_no_document_is_not_looked_up() {
    let document = concluded(true);
    let mut world = Ports::mock();
    let found = report(None, document.files[0].sealed.unwrap().digest);
    world.verifier.expect_verify().returning(move |_, _, _| Ok(found.clone()));
    let (ports, _) = world.wire();
    let told = verify_file(&ports, upload(vec![1]), Language::Japanese).await.unwrap();
    assert_eq!(told.concluded_here, None);
}

// O-44
#[tokio::test]
async fn a_pack_of_the_own_key_is_of_this_service_unless_something_in_it_does_not_hold() {
    let document = concluded(true);
    for (outcome, is_told) in [
        (FileOutcome::Good, true),
        (FileOutcome::Indeterminate, true),
        (FileOutcome::Failed, false),
    ] {
        let found = FileReport {
            kind: FileKind::Pack,
            outcome,
            packed_here: Some(NOW),
            ..report(Some(&document), FileDigest::new([7; 32]))
        };
        let told = verified(found, &document).await;
        assert_eq!(told.concluded_here, is_told.then_some(NOW), "{outcome:?}");
    }
}

// O-44 EV-08
#[tokio::test]
async fn a_file_that_is_too_large_is_not_read_and_a_worker_that_ends_is_said() {
    let (ports, _) = Ports::mock().wire();
    let large = vec![0; usize::try_from(MAX_VERIFIED_BYTES).unwrap() + 1];
    let refused = verify_file(&ports, upload(large), Language::Japanese).await;
    assert!(matches!(refused, Err(Error::TooLarge)));
    let mut world = Ports::mock();
    world.verifier.expect_verify().returning(|_, _, _| Err(VerifierFault::TooComplex));
    let (ports, _) = world.wire();
    let refused = verify_file(&ports, upload(vec![1]), Language::Japanese).await;
    assert!(matches!(refused, Err(Error::Verifier(VerifierFault::TooComplex))));
}
