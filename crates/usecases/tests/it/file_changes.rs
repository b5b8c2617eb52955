//! Taking uploads in: passwords, what was changed, and the sender's word for it.

use crate::world::{NOW, PRINCIPAL, by_password, draft, sender, session, work};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use wariin_domain::fixtures::file;
use wariin_domain::{
    Document, DocumentError, DocumentFile, DocumentId, DocumentParts, FileChange, FileDigest,
    FileName, FoundNames, Problem, Surface, Uuid,
};
use wariin_ports::mock::MockWork;
use wariin_ports::{InspectedPdf, PdfPassword, PdfRefusal};
use wariin_usecases::{
    DocumentCommand, DraftContents, Error, FormKey, Ports, Upload, confirm_file_changes,
    create_draft, remove_file, send_document,
};

fn on() -> DocumentCommand {
    DocumentCommand { document: DocumentId::from(Uuid::from_u128(5)), principal: PRINCIPAL }
}

fn removed() -> FileChange {
    FileChange::AttachmentsRemoved(FoundNames::of(["a.xlsx"]))
}

/// A draft with a file of which the attachments were removed, and another file.
fn changed() -> Document {
    let mut parts = DocumentParts::clone(&draft());
    parts.files = vec![DocumentFile { changes: vec![removed()], ..file(7) }, file(8)];
    Document::restore(parts).unwrap()
}

fn finding(document: &Document) -> MockWork {
    let mut work = work(Some(session(by_password(&sender()))), vec![sender()]);
    work.finds(document);
    work
}

fn contents(password: Option<&str>) -> DraftContents {
    DraftContents {
        details: draft().details.clone(),
        files: vec![Upload { name: FileName::sanitized("a.pdf"), contents: Box::new(vec![1]) }],
        password: password.and_then(|password| PdfPassword::read(password.to_owned())),
    }
}

fn taken(changes: Vec<FileChange>) -> InspectedPdf {
    let (surface, replacement) = (Surface::Closed, Some(vec![9]));
    InspectedPdf { pages: 1, surface, prepared: Vec::new(), replacement, changes }
}

// DO-03 LI-03
#[tokio::test]
async fn a_password_is_used_only_for_an_upload_that_does_not_open_without_one() {
    for (password, opens_without, expected) in [
        (None, false, Err(PdfRefusal::PasswordNeeded)),
        (Some(""), false, Err(PdfRefusal::PasswordNeeded)),
        (Some("wrong"), false, Err(PdfRefusal::WrongPassword)),
        (Some("himitsu"), false, Ok(1)),
        (Some("wrong"), true, Ok(0)),
    ] {
        let given = Arc::new(Mutex::new(0));
        let mut world = Ports::mock();
        if expected.is_ok() {
            let mut work = work(Some(session(by_password(&sender()))), vec![sender()]);
            work.documents.expect_save().returning(|document, events| {
                let file = &document.files[0];
                let names: Vec<_> = events.iter().map(|event| event.kind.name()).collect();
                assert_eq!(names, ["drafted", "file_changed"]);
                assert_eq!(
                    (&file.changes[..], file.confirmed),
                    (&[FileChange::Decrypted][..], None)
                );
                Ok(())
            });
            world = world.with([work]);
            world.files.expect_put().returning(|_| Ok(FileDigest::new([3; 32])));
        }
        let counted = Arc::clone(&given);
        world.inspector.expect_inspect().returning(move |_, password| {
            *counted.lock().unwrap() += u32::from(password.is_some());
            match password.as_ref().map(PdfPassword::expose) {
                _ if opens_without => Ok(taken(vec![FileChange::Decrypted])),
                None => Err(PdfRefusal::PasswordNeeded),
                Some("himitsu") => Ok(taken(vec![FileChange::Decrypted])),
                Some(_) => Err(PdfRefusal::WrongPassword),
            }
        });
        let (ports, _) = world.wire();
        let created = create_draft(&ports, PRINCIPAL, FormKey::none(), contents(password)).await;
        match (created, expected) {
            (Ok(_), Ok(times)) => assert_eq!(*given.lock().unwrap(), times, "{password:?}"),
            (Err(Error::Pdf { name, refusal }), Err(expected)) => {
                assert_eq!((name.as_str(), refusal), ("a.pdf", expected));
            }
            (created, expected) => panic!("{password:?}: {created:?}, not {expected:?}"),
        }
    }
}

// LI-03
#[test]
fn a_password_is_never_printed() {
    let contents = contents(Some("himitsu"));
    assert!(!format!("{:?}", contents.password).contains("himitsu"));
    assert_eq!(PdfPassword::read(String::new()), None);
    let long = PdfPassword::read("長".repeat(900)).unwrap();
    assert_eq!(long.expose().chars().count(), PdfPassword::LIMIT);
}

// DO-03
#[tokio::test]
async fn what_was_removed_is_confirmed_and_recorded_before_the_document_is_sent() {
    let (ports, commits) = Ports::mock().with([finding(&changed())]).wire();
    let refused = send_document(&ports, on()).await;
    let expected = DocumentError::ChangesUnconfirmed(file(7).id);
    assert!(matches!(refused, Err(Error::Document(refused)) if refused == expected));
    assert_eq!(commits.load(Ordering::SeqCst), 0);

    let mut work = finding(&changed());
    work.documents.expect_save().times(1).returning(|document, events| {
        let names: Vec<_> = events.iter().map(|event| event.kind.name()).collect();
        assert_eq!(names, ["file_changes_confirmed"]);
        let confirmed = document.files[0].confirmed.unwrap();
        assert_eq!((confirmed.by, confirmed.at), (sender().id, NOW));
        Ok(())
    });
    let (ports, commits) = Ports::mock().with([work]).wire();
    confirm_file_changes(&ports, on(), file(7).id).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// DO-03
#[tokio::test]
async fn a_file_is_removed_once() {
    let mut work = finding(&changed());
    work.documents.expect_save().times(1).returning(|document, _| {
        assert!(document.files.iter().map(|file| file.id).eq([file(8).id]));
        Ok(())
    });
    let (ports, commits) = Ports::mock().with([work]).wire();
    remove_file(&ports, on(), file(7).id).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let (ports, _) = Ports::mock().with([finding(&draft())]).wire();
    let gone = remove_file(&ports, on(), file(9).id).await;
    assert!(matches!(gone, Err(Error::Document(DocumentError::Problem(Problem::NoSuchFile)))));
}
