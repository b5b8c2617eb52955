//! Files that are damaged in storage: what is refused, what is recorded, and what a check puts right.

mod side_by_side;

use crate::world::{
    NOW, PRINCIPAL, by_password, by_totp, kinds, organisation, recipient_id, sender, sent, session,
    taro, work,
};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use wariin_domain::fixtures::{STATEMENT, consent_to};
use wariin_domain::{
    Document, DocumentError, EventKind, FileDigest, FileId, GateRefusal, Identity, Refusal, Seal,
    SealLevel, SealedFile, ShownPages, SignIn, TemplateId, Uuid,
};
use wariin_ports::mock::{MockFiles, MockPorts, MockWork};
use wariin_ports::{FileError, FileOwner, StoredFile};
use wariin_usecases::{
    Caller, CopiedFiles, DocumentCommand, Error, FileCheck, FormKey, GiveConsent, Ports, Principal,
    check_files, consent, copy_shelf, duplicate_document, read_file, sent_document,
};

/// A unit of work in which the damage is recorded, unless it was before.
fn records(was_recorded: bool) -> MockWork {
    let mut work = MockWork::default();
    work.documents
        .expect_mark_damaged()
        .withf(|document, at| (*document, *at) == (sent(true).id, NOW))
        .returning(move |_, _| Ok(!was_recorded));
    work.audit.expect_append().times(usize::from(!was_recorded)).returning(|events| {
        assert_eq!(kinds(&events), ["refused"]);
        Ok(())
    });
    work
}

fn with_damaged_file(works: Vec<MockWork>, sign_in: SignIn) -> MockPorts {
    let mut world = Ports::mock().with(works);
    world.files.expect_get().returning(|digest| Err(FileError::Corrupt(digest)));
    world.views.expect_document_of().returning(|_| Ok(Some(sent(true))));
    world.views.expect_shown_pages().returning(|_, _| Ok(ShownPages::default()));
    world.views.expect_session().returning(move |_| Ok(Some(session(sign_in.clone()))));
    world.views.expect_account().returning(|_| Ok(Some(taro())));
    world
}

fn give(document: &Document) -> GiveConsent {
    GiveConsent {
        turn: None,
        statement: STATEMENT,
        principal: PRINCIPAL,
        recipient: recipient_id(),
        shown: document.content_digest(),
        code: None,
    }
}

// DO-01
#[tokio::test]
async fn a_consent_to_a_document_with_a_damaged_file_is_refused_and_recorded() {
    let mut step = work(Some(session(by_totp(&taro(), NOW))), vec![taro()]);
    step.finds(&sent(true));
    let mut notes = MockWork::default();
    notes.audit.expect_append().times(1).returning(|events| {
        let refused = &events.iter().next().unwrap().kind;
        let recipient = Some(recipient_id());
        assert_eq!(*refused, EventKind::Refused { recipient, refusal: Refusal::FileDamaged });
        Ok(())
    });
    let works = vec![records(false), step, notes];
    let (ports, commits) = with_damaged_file(works, by_totp(&taro(), NOW)).wire();
    let refused = consent(&ports, give(&sent(true))).await;
    assert!(matches!(refused, Err(Error::Document(DocumentError::FileDamaged))), "{refused:?}");
    assert_eq!(commits.load(Ordering::SeqCst), 2, "the damage and the refusal");
}

// T-047
#[tokio::test]
async fn a_consent_reads_the_document_once_before_its_unit_of_work() {
    let mut step = work(Some(session(by_totp(&taro(), NOW))), vec![taro()]);
    step.finds(&sent(true));
    step.documents.expect_save().times(1).returning(|_, _| Ok(()));
    let mut world = Ports::mock().with(vec![step]);
    world.files.expect_get().returning(|_| Ok(vec![1]));
    world.views.expect_document_of().times(1).returning(|_| Ok(Some(sent(true))));
    let document = sent(true);
    let every = document.files.iter().flat_map(|f| (1..=f.pages).map(|page| (f.id, page)));
    let pages: ShownPages = every.collect();
    world.views.expect_shown_pages().times(1).returning(move |_, _| Ok(pages.clone()));
    world.views.expect_session().returning(|_| Ok(Some(session(by_totp(&taro(), NOW)))));
    world.views.expect_account().returning(|_| Ok(Some(taro())));
    let (ports, commits) = world.wire();
    consent(&ports, give(&sent(true))).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// DO-01 T-001
#[tokio::test]
async fn no_file_is_read_for_a_requester_that_the_gate_refuses() {
    let mut step = work(Some(session(by_password(&taro()))), vec![taro()]);
    step.finds(&sent(true));
    let mut notes = MockWork::default();
    notes.audit.expect_append().returning(|_| Ok(()));
    let mut world = with_damaged_file(vec![step, notes], by_password(&taro()));
    world.files = MockFiles::new();
    let (ports, _) = world.wire();
    let refused = consent(&ports, give(&sent(true))).await;
    let gate = DocumentError::Gate(GateRefusal::SecondFactor);
    assert!(matches!(refused, Err(Error::Document(why)) if why == gate));
}

// DO-01
#[tokio::test]
async fn a_damaged_file_is_not_shown_and_is_recorded_once() {
    let document = sent(true);
    for was_recorded in [false, true] {
        let works = vec![records(was_recorded)];
        let (ports, commits) = with_damaged_file(works, by_totp(&taro(), NOW)).wire();
        let refused = read_file(&ports, &document, document.files[0].id).await;
        assert!(matches!(refused, Err(Error::Document(DocumentError::FileDamaged))));
        assert_eq!(commits.load(Ordering::SeqCst), usize::from(!was_recorded));
    }
}

// DO-01
#[tokio::test]
async fn no_draft_is_begun_as_a_copy_of_a_document_with_a_damaged_upload() {
    let on = DocumentCommand { document: sent(true).id, principal: PRINCIPAL };
    for (who, is_read) in [(sender(), true), (taro(), false)] {
        // The damage is recorded, and nothing else; for another person's document the step is tried, and refuses.
        let mut step = work(Some(session(by_totp(&who, NOW))), vec![who.clone()]);
        step.finds(&sent(true));
        step.accounts.expect_organisation().returning(|_| Ok(Some(organisation())));
        let works = if is_read { vec![records(false)] } else { vec![step] };
        let mut world = Ports::mock().with(works);
        world
            .files
            .expect_get()
            .times(usize::from(is_read))
            .returning(|digest| Err(FileError::Missing(digest)));
        let shown = session(by_totp(&who, NOW));
        world.views.expect_session().returning(move |_| Ok(Some(shown.clone())));
        world.views.expect_document().returning(|_| Ok(Some(sent(true))));
        world.views.expect_account().returning(move |_| Ok(Some(who.clone())));
        let (ports, commits) = world.wire();
        let refused = duplicate_document(&ports, on, FormKey::none()).await.unwrap_err();
        let is_damaged = matches!(refused, Error::Document(DocumentError::FileDamaged));
        assert_eq!(is_damaged, is_read, "{refused:?}");
        assert_eq!(matches!(refused, Error::NotFound), !is_read, "{refused:?}");
        assert_eq!(commits.load(Ordering::SeqCst), usize::from(is_read));
    }
}

// DO-01
#[tokio::test]
async fn the_sender_is_told_of_a_damaged_file_while_it_is_damaged_sealed_ones_and_certificate_too()
{
    for (marked, damaged, expected) in [
        (true, Some(7), true),
        (true, Some(8), true),
        (true, Some(9), true),
        (true, None, false),
        (false, Some(8), false),
    ] {
        let mut document = sent(true);
        let (account, by) = (taro(), by_totp(&taro(), NOW));
        let shown = consent_to(document.content_digest());
        let requester = Identity::new(&account, &by).unwrap();
        let _ = document.consent(recipient_id(), requester, shown, NOW).unwrap();
        let seal = Seal { digest: FileDigest::new([8; 32]), level: SealLevel::Basic };
        let sealed = SealedFile { file: document.files[0].id, seal };
        let _ = document.conclude(&[sealed], NOW).unwrap();
        let certificate = Seal { digest: FileDigest::new([9; 32]), level: SealLevel::Basic };
        let _ = document.issue_certificate(certificate, NOW).unwrap();
        let id = document.id;
        let mut world = Ports::mock();
        world.views.expect_document().returning(move |_| Ok(Some(document.clone())));
        world.views.expect_mails().returning(|_| Ok(Vec::new()));
        world.views.expect_timeline().returning(|_| Ok(Vec::new()));
        world.views.expect_is_marked_damaged().returning(move |_| Ok(marked));
        world.files.expect_get().returning(move |digest| match damaged {
            Some(first) if digest.as_bytes()[0] == first => Err(FileError::Corrupt(digest)),
            _ => Ok(vec![1]),
        });
        let (ports, _) = world.wire();
        let page = sent_document(&ports, Some(&of_sender()), id).await.unwrap();
        assert_eq!(page.is_damaged, expected, "{marked} {damaged:?}");
    }
}

fn of_sender() -> Caller {
    Caller {
        session: session(by_totp(&sender(), NOW)),
        account: Some(sender()),
        organisation: Some(organisation()),
    }
}

fn stored(number: u128) -> StoredFile {
    let digest = FileDigest::new([u8::try_from(number).unwrap(); 32]);
    let (document, file) = (sent(true).id, FileId::from(Uuid::from_u128(number)));
    StoredFile { owner: FileOwner::Document { document, file }, digest }
}

fn of_template() -> StoredFile {
    let owner = FileOwner::Template(TemplateId::from(Uuid::from_u128(4)));
    StoredFile { owner, digest: FileDigest::new([4; 32]) }
}

/// A store in which file 1 is whole, 2 is damaged until it is put right, and 3 and that of a template are missing.
fn world() -> MockPorts {
    let mut world = Ports::mock();
    world.views.expect_stored_files().returning(|after, _| {
        let page = vec![stored(1), stored(2), stored(3)];
        let last = FileId::from(Uuid::from_u128(3));
        Ok(if after.is_none() { (page, Some(last)) } else { (vec![], None) })
    });
    world.views.expect_shared_files().returning(|| Ok(vec![of_template()]));
    world.views.expect_damaged_documents().returning(|| Ok(vec![]));
    let is_right = Arc::new(AtomicBool::new(false));
    let put = Arc::clone(&is_right);
    world.files.expect_get().returning(move |digest| match digest.as_bytes()[0] {
        1 => Ok(vec![1]),
        2 if is_right.load(Ordering::SeqCst) => Ok(vec![2]),
        2 => Err(FileError::Corrupt(digest)),
        _ => Err(FileError::Missing(digest)),
    });
    world.files.expect_shelf().returning(|byte| {
        Ok(if byte == 7 {
            vec![FileDigest::new([7; 32]), FileDigest::new([8; 32])]
        } else {
            vec![]
        })
    });
    world.views.expect_unreferenced_files().returning(|files| Ok(vec![files[0]]));
    world.files.expect_put().withf(|bytes| *bytes == [2]).returning(move |_| {
        put.store(true, Ordering::SeqCst);
        Ok(stored(2).digest)
    });
    world
}

// DO-01
#[tokio::test]
async fn a_check_finds_damaged_and_missing_files_and_puts_right_what_the_copy_has() {
    let (ports, _) = world().wire();
    let check = check_files(&ports, Principal::Operator, None).await.unwrap();
    let damaged = vec![stored(2), stored(3), of_template()];
    assert_eq!(check, FileCheck { read: 4, repaired: vec![], damaged, orphans: 1 });

    let mut copy = MockFiles::new();
    copy.expect_get().returning(|digest| match digest.as_bytes()[0] {
        2 => Ok(vec![2]),
        _ => Err(FileError::Missing(digest)),
    });
    let check = check_files(&ports, Principal::Operator, Some(&copy)).await.unwrap();
    let (repaired, damaged) = (vec![stored(2)], vec![stored(3), of_template()]);
    assert_eq!(check, FileCheck { read: 4, repaired, damaged, orphans: 1 });
}

// DO-01
#[tokio::test]
async fn a_check_takes_the_mark_from_documents_whose_files_are_whole_again() {
    for is_whole in [true, false] {
        let mut unmarks = MockWork::default();
        unmarks.finds(&sent(true));
        unmarks.documents.expect_mark_whole().times(usize::from(is_whole)).returning(|document| {
            assert_eq!(document.id, sent(true).id);
            Ok(())
        });
        let mut world = Ports::mock().with([unmarks]);
        world.views.expect_stored_files().returning(|_, _| Ok((vec![], None)));
        world.views.expect_shared_files().returning(|| Ok(vec![]));
        world.views.expect_damaged_documents().returning(|| Ok(vec![sent(true).id]));
        world.views.expect_document().returning(|_| Ok(Some(sent(true))));
        world.views.expect_unreferenced_files().returning(|_| Ok(vec![]));
        world.files.expect_shelf().returning(|_| Ok(vec![]));
        world.files.expect_get().returning(move |digest| {
            if is_whole { Ok(vec![7]) } else { Err(FileError::Missing(digest)) }
        });
        let (ports, commits) = world.wire();
        check_files(&ports, Principal::Operator, None).await.unwrap();
        assert_eq!(commits.load(Ordering::SeqCst), usize::from(is_whole));
    }
}

#[tokio::test]
async fn files_are_checked_by_the_operator_only() {
    let (ports, _) = Ports::mock().wire();
    let refused = check_files(&ports, PRINCIPAL, None).await;
    assert!(matches!(refused, Err(Error::NotFound)));
}

/// A store with these files, by the first byte of their digests; a damaged one has `None`.
fn store(files: &[(u8, Option<&'static [u8]>)]) -> MockFiles {
    let files: Arc<Mutex<BTreeMap<FileDigest, Option<Vec<u8>>>>> = Arc::new(Mutex::new(
        files
            .iter()
            .map(|(byte, kept)| (FileDigest::new([*byte; 32]), kept.map(<[u8]>::to_vec)))
            .collect(),
    ));
    let mut store = MockFiles::new();
    let (listed, read) = (files.clone(), files.clone());
    store.expect_shelf().returning(move |byte| {
        let files = listed.lock().unwrap();
        Ok(files.keys().filter(|file| file.as_bytes()[0] == byte).copied().collect())
    });
    store.expect_get().returning(move |digest| match read.lock().unwrap().get(&digest) {
        Some(Some(bytes)) => Ok(bytes.clone()),
        Some(None) => Err(FileError::Corrupt(digest)),
        None => Err(FileError::Missing(digest)),
    });
    store.expect_put().returning(move |bytes| {
        let digest = FileDigest::new([bytes[0]; 32]);
        files.lock().unwrap().insert(digest, Some(bytes));
        Ok(digest)
    });
    store
}

// FA-14
#[tokio::test]
async fn files_are_copied_once_and_damaged_ones_are_put_right_or_named() {
    let from = store(&[(1, Some(&[1])), (2, Some(&[2])), (3, None), (4, None), (5, Some(&[5]))]);
    let to = store(&[(2, None), (3, Some(&[3]))]);
    let copied = async |byte| copy_shelf(Principal::Operator, &from, &to, byte).await.unwrap();
    let done = |copied, present| CopiedFiles { copied, present, damaged: vec![] };
    assert_eq!(copied(1).await, done(1, 0));
    assert_eq!(copied(1).await, done(0, 1), "it goes on where it was cut off");
    assert_eq!(copied(2).await, done(1, 0), "what is damaged there is put right");
    assert_eq!(copied(3).await, done(0, 1), "the whole one is there");
    let damaged = vec![FileDigest::new([4; 32])];
    assert_eq!(copied(4).await, CopiedFiles { damaged, ..done(0, 0) });
    let refused = copy_shelf(PRINCIPAL, &from, &to, 5).await;
    assert!(matches!(refused, Err(Error::NotFound)));
}

// FA-14
#[tokio::test]
async fn a_copy_is_read_again_and_a_store_that_gives_other_bytes_back_is_an_error() {
    let from = store(&[(1, Some(&[1]))]);
    let mut to = MockFiles::new();
    to.expect_put().returning(|_| Ok(FileDigest::new([1; 32])));
    to.expect_get().returning(|digest| Err(FileError::Corrupt(digest)));
    let copied = copy_shelf(Principal::Operator, &from, &to, 1).await;
    assert!(matches!(copied, Err(Error::File(FileError::Corrupt(_)))));
}
