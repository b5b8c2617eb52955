//! The seal: made once, printed as agreed, and nothing is concluded without it.

use super::{DEAD, agreed, finishes, with_job};
use crate::world::{NOW, by_totp, organisation, recipient_id, sender};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use wariin_domain::fixtures::{
    A4, consent_to, field, file, new_draft, recipient, text, text_field,
};
use wariin_domain::{
    Assignee, Assurance, CalendarDate, DateFilling, Document, DocumentPolicy, FieldKind,
    FieldValue, FileDigest, FontSize, InputField, Job, NewDraft, Party, Requester, Seal, SealLevel,
    SealMark, SealedFile, SessionKey, SignInMethod, Surface, Uuid,
};
use wariin_ports::mock::MockWork;
use wariin_ports::{
    FileError, JobOutcome, PrintedField, Queue, SealError, SealedPdf, ShownSeal, UnfinishedState,
};
use wariin_usecases::{Error, Ports, Principal, Worked, list_jobs, retry_job, work_once};

// FA-07
#[tokio::test]
async fn a_document_that_cannot_be_sealed_dies_with_the_cause_and_is_not_concluded() {
    let document = agreed();
    let mut world = Ports::mock();
    with_job(&mut world, Job::Seal { document: document.id }, 1, &document);
    world.files.expect_get().returning(|_| Ok(vec![1]));
    world.sealer.expect_seal().returning(|_, _| Err(SealError::Unsealable("no trailer".into())));
    world
        .jobs
        .expect_bury()
        .times(1)
        .withf(|_, error, _| error == "this PDF cannot be sealed: no trailer")
        .returning(|_, _, _| Ok(()));
    let (ports, commits) = world.wire();
    assert_eq!(work_once(&ports, Queue::Seal).await.unwrap(), DEAD);
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn only_the_operator_lists_jobs_and_starts_a_dead_one_again() {
    let id = Uuid::from_u128(500);
    let mut world = Ports::mock();
    world
        .jobs
        .expect_list()
        .times(1)
        .withf(|state, _| *state == Some(UnfinishedState::Dead))
        .returning(|_, _| Ok(vec![]));
    world.jobs.expect_retry().times(2).returning(move |job, now| {
        assert_eq!(now, NOW);
        Ok(job == id)
    });
    let (ports, _) = world.wire();
    let (operator, dead) = (Principal::Operator, Some(UnfinishedState::Dead));
    list_jobs(&ports, operator, dead).await.unwrap();
    retry_job(&ports, operator, id).await.unwrap();
    let other = retry_job(&ports, operator, Uuid::from_u128(501)).await;
    assert!(matches!(other, Err(Error::NotFound)));

    let session = Principal::Session(SessionKey::new([1; 32]));
    assert!(matches!(list_jobs(&ports, session, dead).await, Err(Error::NotFound)));
    assert!(matches!(retry_job(&ports, session, id).await, Err(Error::NotFound)));
}

// INV1 DO-01
#[tokio::test]
async fn a_document_is_concluded_with_what_was_sealed_and_told_to_all() {
    let document = agreed();
    let mut concludes = MockWork::default();
    concludes.finds(&document);
    concludes.seal_proofs.expect_keep().times(1).returning(|kept| {
        assert_eq!((kept.digest, kept.try_at), (FileDigest::new([8; 32]), None));
        Ok(())
    });
    concludes.documents.expect_save().times(1).returning(|document, events| {
        assert!(document.status.is_final());
        let seal = Seal { digest: FileDigest::new([8; 32]), level: SealLevel::Basic };
        assert_eq!(document.files[0].sealed, Some(seal));
        let jobs: Vec<_> = events.iter().flat_map(wariin_domain::Event::jobs).collect();
        let told = |to| Job::NotifyConcluded { document: document.id, to };
        let issue = Job::IssueCertificate { document: document.id };
        let recipient = told(Party::Recipient(recipient_id()));
        assert_eq!(jobs, [issue, told(Party::Sender), recipient]);
        Ok(())
    });
    let mut world = Ports::mock().with([concludes]);
    with_job(&mut world, Job::Seal { document: document.id }, 1, &document);
    world
        .files
        .expect_get()
        .withf(|digest| *digest == FileDigest::new([7; 32]))
        .returning(|_| Ok(vec![1, 2]));
    world.sealer.expect_seal().times(1).returning(|pdf, order| {
        assert_eq!(pdf, [1, 2]);
        let assurance = &order.agreement.parties[0].assurance;
        assert_eq!(
            *assurance,
            Assurance::Mailbox { generation: 1 },
            "what was done, not what was set"
        );
        let by = order.agreement.sender.unwrap();
        assert_eq!((by.name, by.organisation), (sender().name, organisation().name));
        assert!(matches!(by.sign_in, SignInMethod::TwoFactor { .. }), "as it was when sending");
        assert_eq!((by.sent_at, order.shown), (NOW, ShownSeal::Mark));
        Ok(SealedPdf { pdf: vec![1, 2, 3], level: SealLevel::Basic, proof: None })
    });
    world
        .files
        .expect_put()
        .withf(|bytes| bytes == &[1, 2, 3])
        .returning(|_| Ok(FileDigest::new([8; 32])));
    world.jobs.expect_goes_on().times(1).returning(|_, _| ());
    world.jobs.expect_finish().times(1).returning(|_, _, _| Ok(()));
    let (ports, commits) = world.wire();
    work_once(&ports, Queue::Seal).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

/// The document as it stands before its seal, with these fields of the sender and this surface.
fn agreed_with(fields: Vec<InputField>, surface: Surface, mark: SealMark) -> Document {
    let mut file = file(7);
    file.surface = surface;
    let new = NewDraft { files: vec![file], ..new_draft() };
    let (mut document, _) = Document::draft(new, &sender(), NOW).unwrap();
    let by = by_totp(&sender(), NOW);
    document.apply_policy(DocumentPolicy { seal_mark: mark, ..DocumentPolicy::default() });
    let recipient = recipient(1, "taro@example.com");
    let id = recipient.id;
    let _ = document.add_recipient(recipient, &by, NOW).unwrap();
    let filling = fields.iter().filter_map(|field| Some((field.id, Some(field.value.clone()?))));
    let filling: Vec<_> = filling.collect();
    let _ = document.set_fields(fields, &by, NOW).unwrap();
    let _ = document.fill_as_sender(filling, &by, NOW).unwrap();
    let _ = document.send(&by, NOW).unwrap();
    let requester = Requester::LinkHolder { recipient: id, generation: 1 };
    let request = consent_to(document.content_digest());
    let _ = document.consent(id, requester, request, NOW).unwrap();
    document
}

/// What is ordered to be printed and shown when this document is sealed.
async fn ordered(document: Document) -> (Vec<PrintedField>, ShownSeal) {
    let mut world = Ports::mock();
    with_job(&mut world, Job::Seal { document: document.id }, 1, &document);
    world.files.expect_get().returning(|_| Ok(vec![1]));
    let day = CalendarDate::parse("2026-11-18").unwrap();
    world.calendar.expect_day_of().returning(move |_, _| Some(day));
    let kept = Arc::new(Mutex::new(None));
    let order = Arc::clone(&kept);
    world.sealer.expect_seal().times(1).returning(move |_, ordered| {
        *order.lock().unwrap() = Some((ordered.fields, ordered.shown));
        Err(SealError::SelfCheck("stop".into()))
    });
    world.jobs.expect_postpone().times(1).returning(|_, _, _| Ok(()));
    let (ports, _) = world.wire();
    work_once(&ports, Queue::Seal).await.unwrap();
    kept.lock().unwrap().take().unwrap()
}

// INV1 T-004
#[tokio::test]
async fn the_seal_prints_the_values_and_shows_its_box_or_else_its_mark() {
    let mut filled = text_field(1, Assignee::Sender);
    filled.value = Some(text("渋谷区"));
    let day = FieldKind::Date { filling: DateFilling::DayOfConsent, size: FontSize::default() };
    let day = field(2, Assignee::Sender, day);
    let mut empty = text_field(3, Assignee::Sender);
    empty.definition.is_required = false;
    let open = || Surface::Open(vec![A4]);
    let fields = vec![filled.clone(), day, empty];
    let (printed, shown) = ordered(agreed_with(fields.clone(), open(), SealMark::Shown)).await;
    let values: Vec<_> = printed.iter().map(|field| field.value.clone()).collect();
    let date = FieldValue::Date(CalendarDate::parse("2026-11-18").unwrap());
    assert_eq!(values, [text("渋谷区"), date]);
    assert_eq!((printed[0].page, printed[0].area), (1, filled.definition.area));
    assert_eq!(shown, ShownSeal::Mark);

    let box_ = field(9, Assignee::Sender, FieldKind::SealBox);
    let area = box_.definition.area;
    let with_box = || vec![box_.clone()];
    for mark in [SealMark::Shown, SealMark::Hidden] {
        let (printed, shown) = ordered(agreed_with(with_box(), open(), mark)).await;
        assert!(printed.is_empty());
        let zone = organisation().settings.time_zone;
        assert_eq!(shown, ShownSeal::Box { page: 1, area, zone });
    }
    for (surface, mark, expected) in [
        (Surface::Unknown, SealMark::Shown, ShownSeal::Mark),
        (Surface::Signed, SealMark::Shown, ShownSeal::Nothing),
        (Surface::Closed, SealMark::Shown, ShownSeal::Nothing),
        (open(), SealMark::Hidden, ShownSeal::Nothing),
    ] {
        assert_eq!(ordered(agreed_with(vec![], surface, mark)).await.1, expected);
    }
}

// RA-03 FA-07
#[tokio::test]
async fn a_seal_that_fails_concludes_nothing_and_one_that_was_made_is_not_made_again() {
    let document = agreed();
    let mut world = Ports::mock();
    with_job(&mut world, Job::Seal { document: document.id }, 1, &document);
    world.files.expect_get().returning(|_| Ok(vec![1]));
    world.sealer.expect_seal().returning(|_, _| Err(SealError::SelfCheck("bad".into())));
    world.jobs.expect_postpone().times(1).returning(|_, _, _| Ok(()));
    let (ports, commits) = world.wire();
    assert_eq!(
        work_once(&ports, Queue::Seal).await.unwrap(),
        Worked { done: 0, failed: 1, dead: 0 }
    );
    assert_eq!(commits.load(Ordering::SeqCst), 0);

    let mut concluded = agreed();
    let sealed = SealedFile {
        file: concluded.files[0].id,
        seal: Seal { digest: FileDigest::new([8; 32]), level: SealLevel::Archived },
    };
    let _ = concluded.conclude(&[sealed], NOW).unwrap();
    let mut world = Ports::mock();
    with_job(&mut world, Job::Seal { document: concluded.id }, 2, &concluded);
    world.sealer.expect_seal().never();
    finishes(&mut world, JobOutcome::OutOfDate);
    let (ports, _) = world.wire();
    work_once(&ports, Queue::Seal).await.unwrap();
}

// DO-01
#[tokio::test]
async fn a_document_with_a_damaged_file_waits_for_its_seal_and_the_damage_is_recorded() {
    let document = agreed();
    let mut records = MockWork::default();
    records.documents.expect_mark_damaged().returning(|_, _| Ok(true));
    records.audit.expect_append().times(1).returning(|_| Ok(()));
    let mut world = Ports::mock().with([records]);
    with_job(&mut world, Job::Seal { document: document.id }, 1, &document);
    world.files.expect_get().returning(|digest| Err(FileError::Missing(digest)));
    world.sealer.expect_seal().never();
    world.jobs.expect_postpone().times(1).returning(|_, _, _| Ok(()));
    let (ports, commits) = world.wire();
    let worked = work_once(&ports, Queue::Seal).await.unwrap();
    assert_eq!(worked, Worked { done: 0, failed: 1, dead: 0 });
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}
