//! The sender's steps.

use crate::world::{
    PRINCIPAL, broken, by_password, by_totp, draft, organisation, requested, sender, session, work,
};
use std::sync::atomic::Ordering;
use wariin_domain::fixtures::connection;
use wariin_domain::{
    Document, DocumentError, DocumentStatus, EventKind, Events, FileChange, FileDigest, IdpDemand,
    OwnIdpRule, Refusal, Uuid,
};
use wariin_ports::mock::MockWork;
use wariin_ports::{InspectedPdf, PdfRefusal, StorageError};
use wariin_usecases::{
    DocumentCommand, DraftContents, Error, FormKey, Ports, Upload, create_draft,
    request_advanced_auth, send_document,
};

fn on() -> DocumentCommand {
    DocumentCommand {
        document: wariin_domain::DocumentId::from(Uuid::from_u128(5)),
        principal: PRINCIPAL,
    }
}

fn ready(document: &Document, strong: bool) -> MockWork {
    let sender = sender();
    let sign_in = if strong { by_totp(&sender, crate::world::NOW) } else { by_password(&sender) };
    let mut work = work(Some(session(sign_in)), vec![sender]);
    work.finds(document);
    work
}

/// A unit of work that keeps one refusal and nothing else.
fn keeps_refusal(expected: Refusal) -> MockWork {
    let mut work = MockWork::default();
    work.audit.expect_append().times(1).returning(move |events: Events| {
        let kinds: Vec<_> = events.iter().map(|e| e.kind.clone()).collect();
        assert_eq!(kinds, [EventKind::Refused { recipient: None, refusal: expected }]);
        Ok(())
    });
    work
}

// T-050 PO-03
#[tokio::test]
async fn the_check_is_made_within_the_unit_of_work_that_sends() {
    let refusal = keeps_refusal(Refusal::WeakSignIn);
    let (ports, commits) = Ports::mock().with([ready(&requested(), false), refusal]).wire();
    let refused = send_document(&ports, on()).await;
    assert!(matches!(refused, Err(Error::Document(DocumentError::WeakSignIn(_)))));
    assert_eq!(commits.load(Ordering::SeqCst), 1, "only the refusal was kept");
}

// O-13 E4
#[tokio::test]
async fn the_provider_that_serves_an_address_is_found_at_the_sending() {
    let mut demanding = organisation();
    demanding.settings.policy.recipients.own_idp = OwnIdpRule::Demanded;
    for serving in [Some(connection()), None] {
        let demanded = serving.as_ref().map(IdpDemand::of);
        let mut work = ready(&requested(), true);
        work.accounts.checkpoint();
        work.accounts.expect_find().returning(|_| Ok(Some(sender())));
        let demanding = demanding.clone();
        work.accounts.expect_organisation().returning(move |_| Ok(Some(demanding.clone())));
        work.idp_connections.checkpoint();
        work.idp_connections.expect_serving().returning(move |_| Ok(serving.clone()));
        work.documents.expect_save().times(1).returning(move |sent, _| {
            assert!(sent.recipients.iter().all(|recipient| recipient.details.idp == demanded));
            Ok(())
        });
        let (ports, commits) = Ports::mock().with([work]).wire();
        send_document(&ports, on()).await.unwrap();
        assert_eq!(commits.load(Ordering::SeqCst), 1);
    }
}

// T-010
#[tokio::test]
async fn a_weak_request_is_refused_and_recorded_and_nothing_stored() {
    let refusal = keeps_refusal(Refusal::WeakSignIn);
    let (ports, commits) = Ports::mock().with([ready(&draft(), false), refusal]).wire();
    let refused = request_advanced_auth(&ports, on()).await;
    assert!(matches!(refused, Err(Error::Document(DocumentError::WeakSignIn(_)))));
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_sent_document_is_saved_with_the_events_that_invite() {
    let mut work = ready(&requested(), true);
    work.documents.expect_save().times(1).returning(|document, events| {
        assert!(matches!(document.status, DocumentStatus::AwaitingConsent { .. }));
        let names: Vec<_> = events.iter().map(|e| e.kind.name()).collect();
        assert_eq!(names, ["sent", "invited"]);
        Ok(())
    });
    let (ports, commits) = Ports::mock().with([work]).wire();
    send_document(&ports, on()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// CO-06 INV6
#[tokio::test]
async fn whatever_call_of_the_storage_fails_nothing_is_committed() {
    for failing in ["begin", "session", "account", "organisation", "document", "save", "commit"] {
        let mut work = MockWork::default();
        let sender = sender();
        let sign_in = by_totp(&sender, crate::world::NOW);
        let fails = move |step: &str| step == failing;
        work.sessions.expect_find().returning(move |_| {
            if fails("session") { Err(broken()) } else { Ok(Some(session(sign_in.clone()))) }
        });
        work.accounts.expect_find().returning(move |_| {
            if fails("account") { Err(broken()) } else { Ok(Some(sender.clone())) }
        });
        work.accounts.expect_organisation().returning(move |_| {
            if fails("organisation") { Err(broken()) } else { Ok(Some(organisation())) }
        });
        work.documents.expect_find().returning(move |_| {
            if fails("document") { Err(broken()) } else { Ok(Some(requested())) }
        });
        work.documents
            .expect_save()
            .returning(move |_, _| if fails("save") { Err(broken()) } else { Ok(()) });
        work.commit_fails = fails("commit");
        let works = if fails("begin") { vec![] } else { vec![work] };
        let (ports, commits) = Ports::mock().with(works).wire();
        let result = send_document(&ports, on()).await;
        assert!(matches!(result, Err(Error::Storage(_))), "{failing}: {result:?}");
        assert_eq!(commits.load(Ordering::SeqCst), 0, "{failing}");
    }
}

// RA-04
#[tokio::test]
async fn a_conflict_is_tried_once_more_and_then_given_up() {
    let conflicting = || {
        let mut work = ready(&requested(), true);
        work.documents.expect_save().returning(|_, _| Err(StorageError::Conflict));
        work
    };
    let mut good = ready(&requested(), true);
    good.documents.expect_save().times(1).returning(|_, _| Ok(()));
    let (ports, commits) = Ports::mock().with([conflicting(), good]).wire();
    send_document(&ports, on()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let (ports, commits) = Ports::mock().with([conflicting(), conflicting()]).wire();
    let given_up = send_document(&ports, on()).await;
    assert!(matches!(given_up, Err(Error::Storage(StorageError::Conflict))));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// WE-04
#[tokio::test]
async fn a_session_that_has_idled_out_does_nothing() {
    let sender = sender();
    let mut stale = session(by_totp(&sender, crate::world::NOW));
    stale.seen_at =
        wariin_domain::Timestamp::from_micros(crate::world::NOW.as_micros() - 3_600_000_000);
    for found in [None, Some(stale)] {
        let mut work = work(found, vec![sender.clone()]);
        work.finds(&requested());
        let (ports, _) = Ports::mock().with([work]).wire();
        assert!(matches!(send_document(&ports, on()).await, Err(Error::NotSignedIn)));
    }
}

// DO-03
#[tokio::test]
async fn an_upload_is_inspected_before_it_is_kept_and_a_repaired_one_is_kept_instead() {
    let contents = || DraftContents {
        details: draft().details.clone(),
        files: vec![Upload {
            name: wariin_domain::FileName::sanitized("a.pdf"),
            contents: Box::new(vec![1]),
        }],
        password: None,
    };
    let mut world = Ports::mock();
    world.inspector.expect_inspect().returning(|_, _| Err(PdfRefusal::Media));
    let (ports, _) = world.wire();
    let refused = create_draft(&ports, PRINCIPAL, FormKey::none(), contents()).await;
    assert!(matches!(refused, Err(Error::Pdf { refusal: PdfRefusal::Media, .. })));

    let sender = sender();
    let mut work = work(Some(session(by_password(&sender))), vec![sender]);
    work.documents.expect_save().times(1).returning(|document, _| {
        let file = &document.files[0];
        assert!(file.changes == [FileChange::Repaired] && file.bytes == 2 && file.pages == 3);
        Ok(())
    });
    let mut world = Ports::mock().with([work]);
    world.inspector.expect_inspect().returning(|_, _| {
        Ok(InspectedPdf {
            pages: 3,
            surface: wariin_domain::Surface::Closed,
            prepared: Vec::new(),
            replacement: Some(vec![9, 9]),
            changes: vec![FileChange::Repaired],
        })
    });
    world
        .files
        .expect_put()
        .withf(|bytes| bytes == &[9, 9])
        .returning(|_| Ok(FileDigest::new([3; 32])));
    let (ports, commits) = world.wire();
    create_draft(&ports, PRINCIPAL, FormKey::none(), contents()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}
