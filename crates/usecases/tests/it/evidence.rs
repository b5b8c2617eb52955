//! The evidence of a document: with the certificate, which is made when there is none, and the names of its time.

use crate::jobs::concluded;
use crate::world::{NOW, organisation, sender};
use std::fs::File;
use std::sync::atomic::Ordering;
use wariin_domain::{
    Account, Document, DocumentParts, EventKind, FileDigest, Organisation, OrganisationName,
    PersonName, Seal, SealLevel, SenderNames,
};
use wariin_ports::mock::{MockEvidencePack, MockPorts, MockWork};
use wariin_ports::{
    DocumentHistory, EvidenceView, Publication, PublishedCheckpoint, SealedPdf, TimelineEntry,
    TimelineEvent,
};
use wariin_usecases::{Error, Ports, Principal, evidence_as_operator};

/// Sender and organisation have other names today than at the sending.
fn renamed(world: &mut MockPorts, document: &Document) {
    let account = Account { name: PersonName::parse("新姓 花子").unwrap(), ..sender() };
    let name = OrganisationName::parse("新社名").unwrap();
    let organisation = Organisation { name, ..organisation() };
    let document = document.clone();
    world.views.expect_document().returning(move |_| Ok(Some(document.clone())));
    world.views.expect_account().returning(move |_| Ok(Some(account.clone())));
    world.views.expect_organisation().returning(move |_| Ok(Some(organisation.clone())));
    world.views.expect_id_tokens().returning(|_| Ok(vec![]));
    world.views.expect_passkey_evidence().returning(|_| Ok(vec![]));
    world.views.expect_timeline().returning(|_| {
        let what = EventKind::Concluded { sealed: vec![], recipients: vec![], copies: vec![] };
        Ok(vec![TimelineEntry {
            number: 9,
            hash: FileDigest::new([6; 32]),
            at: NOW,
            actor: wariin_ports::Party { actor: None, name: None },
            what: TimelineEvent::Known(what),
        }])
    });
    world.idps.expect_id_token_file().returning(|_| "tokens".into());
    world.passkeys.expect_evidence_file().returning(|_| "assertions".into());
    world.log.expect_integrate().returning(|| Ok(0));
    let history = DocumentHistory { json: "history".into(), checkpoint: Some(published()) };
    world.log.expect_history().returning(move |_| Ok(Some(history.clone())));
    world.files.expect_get().returning(|_| Ok(vec![1]));
}

fn published() -> PublishedCheckpoint {
    let note = "note".into();
    PublishedCheckpoint { size: 9, note, at: NOW, cosignatures: vec![], timestamp: None }
}

/// The unit of work that records that the evidence was taken.
fn takes(document: &Document) -> MockWork {
    let mut takes = MockWork::default();
    takes.finds(document);
    takes.audit.expect_append().times(1).returning(|_| Ok(()));
    takes
}

// CO-07 O-17
#[tokio::test]
async fn certificate_and_pack_name_the_sender_as_at_the_sending_whatever_the_names_are_today() {
    let names = SenderNames {
        account: sender().id,
        person: sender().name,
        organisation: organisation().name,
    };
    let told = DocumentParts { sender_names: Some(names), ..(*concluded(false)).clone() };
    let document = Document::restore(told).unwrap();
    let mut issues = MockWork::default();
    issues.finds(&document);
    issues.seal_proofs.expect_keep().times(1).returning(|_| Ok(()));
    issues.documents.expect_save().times(1).returning(|document, _| {
        assert!(document.certificate.is_some(), "an earlier release concluded it without one");
        Ok(())
    });
    let mut world = Ports::mock().with([takes(&document), issues]);
    renamed(&mut world, &document);
    world.certificates.expect_print().times(1).returning(|facts| {
        let by = facts.agreement.sender.unwrap();
        assert_eq!((by.name, by.organisation), (sender().name, organisation().name));
        Ok(vec![1])
    });
    world.sealer.expect_seal().times(1).returning(|_, order| {
        let by = order.agreement.sender.unwrap();
        assert_eq!((by.name, by.organisation), (sender().name, organisation().name));
        Ok(SealedPdf { pdf: vec![1, 2], level: SealLevel::Basic, proof: None })
    });
    world.files.expect_put().times(1).returning(|_| Ok(FileDigest::new([5; 32])));
    world.evidence.expect_begin().times(1).returning(|evidence| {
        assert_eq!(evidence.sender, sender().name.as_str());
        assert_eq!(evidence.organisation, organisation().name.as_str());
        assert_eq!((evidence.certificate, evidence.view), (vec![1], EvidenceView::Whole));
        assert_eq!((evidence.passkeys, evidence.id_tokens), ("assertions".into(), "tokens".into()));
        let mut pack = MockEvidencePack::new();
        pack.expect_add().times(1).returning(|_, _, _| Ok(()));
        pack.expect_finish().times(1).returning(|| Ok(File::open("/dev/null").unwrap()));
        Ok(Box::new(pack))
    });
    let (ports, commits) = world.wire();
    evidence_as_operator(&ports, Principal::Operator, document.id).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 2);
}

// T-004
#[tokio::test]
async fn a_pack_takes_the_certificate_that_is_there() {
    let mut document = concluded(false);
    let seal = Seal { digest: FileDigest::new([5; 32]), level: SealLevel::Basic };
    let _ = document.issue_certificate(seal, NOW).unwrap();
    let mut world = Ports::mock().with([takes(&document)]);
    renamed(&mut world, &document);
    world.certificates.expect_print().never();
    world.evidence.expect_begin().times(1).returning(|_| {
        let mut pack = MockEvidencePack::new();
        pack.expect_add().returning(|_, _, _| Ok(()));
        pack.expect_finish().returning(|| Ok(File::open("/dev/null").unwrap()));
        Ok(Box::new(pack))
    });
    let (ports, _) = world.wire();
    evidence_as_operator(&ports, Principal::Operator, document.id).await.unwrap();
}

// EV-01
#[tokio::test]
async fn a_pack_publishes_a_checkpoint_where_there_is_none_over_all_events_of_the_document() {
    for (publication, events_are_published) in [
        (Publication::Unchanged, true),
        (Publication::Inconsistent { published: 9, events: 7 }, false),
    ] {
        let mut document = concluded(false);
        let seal = Seal { digest: FileDigest::new([5; 32]), level: SealLevel::Basic };
        let _ = document.issue_certificate(seal, NOW).unwrap();
        let mut world = Ports::mock().with([takes(&document)]);
        renamed(&mut world, &document);
        world.log.checkpoint();
        world.log.expect_integrate().returning(|| Ok(0));
        let mut tries = 0;
        world.log.expect_history().returning(move |_| {
            tries += 1;
            let checkpoint = (tries == 2).then(published);
            Ok(Some(DocumentHistory { json: "history".into(), checkpoint }))
        });
        let publication = publication.clone();
        world.checkpoints.expect_publish().times(1).returning(move |_| Ok(publication.clone()));
        world.evidence.expect_begin().times(1).returning(move |evidence| {
            assert_eq!(evidence.checkpoint.is_some(), events_are_published);
            let mut pack = MockEvidencePack::new();
            pack.expect_add().returning(|_, _, _| Ok(()));
            pack.expect_finish().returning(|| Ok(File::open("/dev/null").unwrap()));
            Ok(Box::new(pack))
        });
        let (ports, _) = world.wire();
        evidence_as_operator(&ports, Principal::Operator, document.id).await.unwrap();
    }
}

#[tokio::test]
async fn the_operators_evidence_is_for_the_operator() {
    let (ports, commits) = Ports::mock().wire();
    let session = Principal::from(wariin_ports::mock::NEW_KEY);
    let taken = evidence_as_operator(&ports, session, concluded(false).id).await;
    assert!(matches!(taken, Err(Error::NotFound)));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}
