//! Jobs: emails and seals, run again after a fault with the same result, dead when that cannot help.

use crate::world::{
    NOW, after, by_password, by_totp, organisation, recipient_id, sender, sent, taro,
};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use wariin_domain::fixtures::{self, A4, field, file, new_draft, recipient, text, text_field};
use wariin_domain::{
    Assignee, Assurance, CalendarDate, CompletionFiles, Consent, ConsentAssurance, ContentDigest,
    CopyId, CopyRecipient, DateFilling, Document, DocumentPolicy, EmailAddress, EventKind,
    FieldKind, FieldValue, FileDigest, FontSize, InputField, Job, MailRefusal, NewDraft, Party,
    PersonName, ReferenceNumber, Requester, Seal, SealLevel, SealMark, SealedFile, SessionKey,
    SignInMethod, Span, Surface, Uuid,
};
use wariin_ports::mock::MockPorts;
use wariin_ports::mock::MockWork;
use wariin_ports::{
    CertificateFault, ClaimedJob, EmailContent, EmailText, FileError, InvitationOccasion,
    JobOutcome, MailError, Place, PrintedField, Queue, SealError, SealedPdf, SealedSubject,
    ShownSeal, TimelineEntry, TimelineEvent, UnfinishedState,
};
use wariin_usecases::{
    Error, Ports, Principal, RENEW_EVERY, Worked, list_jobs, renew_leases, retry_job, work_once,
};

pub(crate) fn item(job: Job, attempt: u32) -> ClaimedJob {
    ClaimedJob { id: Uuid::from_u128(500), job, attempt }
}

fn with_job(world: &mut MockPorts, job: Job, attempt: u32, document: &Document) {
    world
        .jobs
        .expect_claim()
        .times(1)
        .withf(move |queue, _, _, _| *queue == Queue::of(job))
        .returning(move |_, _, _, _| Ok(vec![item(job, attempt)]));
    let document = document.clone();
    world.views.expect_document().returning(move |_| Ok(Some(document.clone())));
    world.views.expect_account().returning(|_| Ok(Some(sender())));
    world.views.expect_organisation().returning(|_| Ok(Some(organisation())));
}

pub(crate) fn finishes(world: &mut MockPorts, expected: JobOutcome) {
    world
        .jobs
        .expect_finish()
        .times(1)
        .withf(move |_, outcome, _| *outcome == expected)
        .returning(|_, _, _| Ok(()));
}

fn invite(document: &Document) -> Job {
    Job::Invite { document: document.id, recipient: recipient_id(), generation: 1 }
}

fn agreed() -> Document {
    let mut document = sent(false);
    let shown = document.content_digest();
    let requester = Requester::LinkHolder { recipient: recipient_id(), generation: 1 };
    let _ = document
        .consent(recipient_id(), requester, wariin_domain::ConsentRequest::to(shown), NOW)
        .unwrap();
    document
}

// FA-01 FA-10
#[tokio::test]
async fn a_worker_claims_one_job_for_fifteen_seconds_and_keeps_it_by_renewing() {
    let mut world = Ports::mock();
    let fifteen = Span::seconds(15);
    world
        .jobs
        .expect_claim()
        .times(1)
        .withf(move |_, now, lease, limit| (*now, *lease, *limit) == (NOW, fifteen, 1))
        .returning(|_, _, _, _| Ok(Vec::new()));
    world
        .jobs
        .expect_renew()
        .times(1)
        .withf(move |now, lease, longest| {
            (*now, *lease) == (NOW, fifteen) && *longest == Span::minutes(5)
        })
        .returning(|_, _, _| Ok(1));
    let (ports, _) = world.wire();
    assert!(work_once(&ports, Queue::Email).await.unwrap().was_idle());
    renew_leases(&ports).await.unwrap();
    assert!(RENEW_EVERY.as_seconds_up() * 3 <= fifteen.as_seconds_up(), "two may fail");
}

// T-036 MA-02
#[tokio::test]
async fn the_invitation_to_a_gated_document_says_nothing_of_its_contents() {
    for gated in [true, false] {
        let document = sent(gated);
        let mut world = Ports::mock();
        with_job(&mut world, invite(&document), 1, &document);
        world.tokens.expect_link().returning(|_| "secret".into());
        world.emails.expect_write().times(1).returning(move |message| {
            let EmailContent::Invitation { title, message, token, advanced_auth, .. } =
                &message.kind
            else {
                panic!("another email");
            };
            assert_eq!((title.is_none(), message.is_none()), (gated, true));
            assert_eq!((token.as_str(), *advanced_auth), ("secret", gated));
            EmailText { subject: "s".into(), text: "b".into(), html: "b".into() }
        });
        world
            .mailer
            .expect_send()
            .times(1)
            .withf(|mail| {
                mail.address == taro().email && mail.id == Uuid::from_u128(500).to_string()
            })
            .returning(|_| Ok(()));
        finishes(&mut world, JobOutcome::Done);
        let (ports, _) = world.wire();
        assert_eq!(
            work_once(&ports, Queue::Email).await.unwrap(),
            Worked { done: 1, failed: 0, dead: 0 }
        );
    }
}

#[tokio::test]
async fn the_logo_goes_with_an_email_in_the_organisations_name_as_its_picture() {
    let document = sent(true);
    let mut world = Ports::mock();
    let mut shown = organisation();
    shown.looks.logo = Some(FileDigest::new([9; 32]));
    world.views.expect_organisation().returning(move |_| Ok(Some(shown.clone())));
    with_job(&mut world, invite(&document), 1, &document);
    world.tokens.expect_link().returning(|_| "secret".into());
    world.files.expect_get().times(1).returning(|digest| {
        assert_eq!(digest, FileDigest::new([9; 32]));
        Ok(vec![7])
    });
    world.emails.expect_write().returning(|message| {
        let organisation = message.sender.organisation().unwrap();
        EmailText { subject: "s".into(), text: "t".into(), html: organisation.logo_id().unwrap() }
    });
    world.mailer.expect_send().times(1).returning(|mail| {
        let picture = mail.picture.unwrap();
        assert_eq!((picture.id, picture.png), (mail.html, vec![7]));
        assert!(mail.attachments.is_empty());
        Ok(())
    });
    finishes(&mut world, JobOutcome::Done);
    let (ports, _) = world.wire();
    work_once(&ports, Queue::Email).await.unwrap();
}

// MA-02 O-33
#[tokio::test]
async fn a_link_after_a_lapsed_consent_says_why_until_the_consent_is_given_again() {
    let consented = |recipient| EventKind::Consented {
        recipient,
        consent: Consent {
            at: NOW,
            assurance: ConsentAssurance::new(Assurance::Mailbox { generation: 1 }).unwrap(),
            content: ContentDigest::new([1; 32]),
        },
    };
    let lapsed = |recipient| EventKind::ConsentLapsed { recipient, withdrawn_by: fixtures::id(99) };
    let own = recipient_id();
    for (events, expected) in [
        (vec![], InvitationOccasion::Again),
        (vec![consented(own), lapsed(own)], InvitationOccasion::Lapsed),
        (vec![consented(own), lapsed(own), consented(own)], InvitationOccasion::Again),
        (vec![consented(own), lapsed(fixtures::id(98))], InvitationOccasion::Again),
    ] {
        let mut document = sent(false);
        let recipient = document.recipients[0].id;
        let again = document.remind(recipient, &by_password(&sender()), after(90)).unwrap();
        assert!(!again.is_empty());
        let generation = document.recipients[0].generation;
        let job = Job::Invite { document: document.id, recipient, generation };
        let mut world = Ports::mock();
        with_job(&mut world, job, 1, &document);
        let history: Vec<TimelineEntry> = events
            .into_iter()
            .zip(1..)
            .map(|(what, number)| TimelineEntry {
                number,
                hash: wariin_domain::FileDigest::new([0; 32]),
                at: NOW,
                actor: wariin_ports::Party { actor: None, name: None },
                what: TimelineEvent::Known(what),
            })
            .collect();
        world.views.expect_timeline().returning(move |_| Ok(history.clone()));
        world.tokens.expect_link().returning(|_| "secret".into());
        world.emails.expect_write().times(1).returning(move |message| {
            let EmailContent::Invitation { occasion, .. } = &message.kind else {
                panic!("another email");
            };
            assert_eq!(*occasion, expected);
            EmailText { subject: "s".into(), text: "b".into(), html: "b".into() }
        });
        world.mailer.expect_send().times(1).returning(|_| Ok(()));
        finishes(&mut world, JobOutcome::Done);
        let (ports, _) = world.wire();
        work_once(&ports, Queue::Email).await.unwrap();
    }
}

// MA-03 INV9
#[tokio::test]
async fn nothing_is_mailed_about_a_document_that_was_cancelled_meanwhile() {
    let mut document = sent(true);
    let job = invite(&document);
    let _ = document.cancel(&by_password(&sender()), NOW).unwrap();
    let mut world = Ports::mock();
    with_job(&mut world, job, 1, &document);
    world.mailer.expect_send().never();
    finishes(&mut world, JobOutcome::OutOfDate);
    let (ports, _) = world.wire();
    work_once(&ports, Queue::Email).await.unwrap();
}

// MA-03 FA-06
#[tokio::test]
async fn a_mail_that_cannot_leave_now_is_tried_later_and_later() {
    for (attempt, seconds) in [(1, 5), (2, 10), (4, 40), (5, 60), (30, 60)] {
        let document = sent(true);
        let mut world = Ports::mock();
        with_job(&mut world, invite(&document), attempt, &document);
        world.tokens.expect_link().returning(|_| "secret".into());
        world.emails.expect_write().returning(|_| EmailText {
            subject: "s".into(),
            text: "b".into(),
            html: "b".into(),
        });
        world
            .mailer
            .expect_send()
            .returning(|_| Err(MailError::Later("451 <a@example.com>".into())));
        world
            .jobs
            .expect_postpone()
            .times(1)
            .withf(move |_, at, error| {
                *at == NOW.plus(Span::seconds(seconds)) && !error.contains('@')
            })
            .returning(|_, _, _| Ok(()));
        let (ports, _) = world.wire();
        assert_eq!(
            work_once(&ports, Queue::Email).await.unwrap(),
            Worked { done: 0, failed: 1, dead: 0 }
        );
    }
}

const DEAD: Worked = Worked { done: 0, failed: 0, dead: 1 };

// FA-06 O-48
#[tokio::test]
async fn a_mail_that_is_refused_for_good_dies_is_in_the_history_and_its_error_names_no_address() {
    let document = sent(true);
    let mut world = Ports::mock();
    with_job(&mut world, invite(&document), 1, &document);
    world.tokens.expect_link().returning(|_| "secret".into());
    world.emails.expect_write().returning(|_| EmailText {
        subject: "s".into(),
        text: "b".into(),
        html: "b".into(),
    });
    let why = MailRefusal::UnknownAddress;
    world.mailer.expect_send().returning(move |_| {
        Err(MailError::Never { why, source: "550 <taro@example.com>: unknown".into() })
    });
    let mut work = MockWork::default();
    work.documents.expect_find().returning(move |_| Ok(Some(document.clone())));
    work.documents
        .expect_save()
        .times(1)
        .withf(move |document, events| {
            let to = Party::Recipient(recipient_id());
            let kinds: Vec<_> = events.iter().map(|event| event.kind.clone()).collect();
            document.recipients[0].undelivered.is_some()
                && kinds == [EventKind::MailRefused { to, why }]
        })
        .returning(|_, _| Ok(()));
    world.works.push(work);
    world
        .jobs
        .expect_bury()
        .times(1)
        .withf(|_, error, _| error == "the mail system refuses the mail: unknown_address")
        .returning(|_, _, _| Ok(()));
    let (ports, commits) = world.wire();
    assert_eq!(work_once(&ports, Queue::Email).await.unwrap(), DEAD);
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// FA-06
#[tokio::test]
async fn the_sender_is_told_which_address_refused_a_mail_and_why() {
    let mut document = sent(false);
    let why = MailRefusal::MailboxFull;
    let to = Party::Recipient(recipient_id());
    let events = document.mail_refused(to, why, NOW);
    let entry = TimelineEntry {
        hash: wariin_domain::FileDigest::new([0; 32]),
        at: NOW,
        number: 2,
        actor: wariin_ports::Party { actor: None, name: None },
        what: TimelineEvent::Known(events.iter().next().unwrap().kind.clone()),
    };
    let mut world = Ports::mock();
    with_job(&mut world, Job::NotifyUndelivered { document: document.id, to }, 1, &document);
    world.views.expect_timeline().returning(move |_| Ok(vec![entry.clone()]));
    world.emails.expect_write().times(1).returning(move |message| {
        assert_eq!(message.address, sender().email);
        let EmailContent::Undelivered { email, why: told, title, .. } = &message.kind else {
            panic!("another email");
        };
        assert_eq!((email, *told, title.is_some()), (&taro().email, why, true));
        EmailText { subject: "s".into(), text: "b".into(), html: "b".into() }
    });
    world.mailer.expect_send().times(1).returning(|_| Ok(()));
    finishes(&mut world, JobOutcome::Done);
    let (ports, _) = world.wire();
    work_once(&ports, Queue::Email).await.unwrap();
}

#[tokio::test]
async fn a_job_about_a_document_that_no_longer_exists_dies() {
    let document = sent(true);
    for job in [invite(&document), Job::Seal { document: document.id }] {
        let mut world = Ports::mock();
        world.jobs.expect_claim().returning(move |_, _, _, _| Ok(vec![item(job, 1)]));
        world.views.expect_document().returning(|_| Ok(None));
        world
            .jobs
            .expect_bury()
            .times(1)
            .withf(|_, error, now| error.contains("no longer exists") && *now == NOW)
            .returning(|_, _, _| Ok(()));
        let (ports, _) = world.wire();
        assert_eq!(work_once(&ports, Queue::of(job)).await.unwrap(), DEAD);
    }
}

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
    let request = wariin_domain::ConsentRequest::to(document.content_digest());
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
    records.audit.expect_has_refused().returning(|_, _| Ok(false));
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

pub(crate) fn concluded(gated: bool) -> Document {
    let mut document = sent(gated);
    let shown = document.content_digest();
    let by = by_totp(&taro(), NOW);
    let account = taro();
    let requester = Requester::SignedIn(wariin_domain::Identity::new(&account, &by).unwrap());
    let link = Requester::LinkHolder { recipient: recipient_id(), generation: 1 };
    let requester = if gated { requester } else { link };
    let request = wariin_domain::ConsentRequest::to(shown);
    let _ = document.consent(recipient_id(), requester, request, NOW).unwrap();
    let sealed = SealedFile {
        file: document.files[0].id,
        seal: Seal { digest: FileDigest::new([8; 32]), level: SealLevel::Archived },
    };
    let _ = document.conclude(&[sealed], NOW).unwrap();
    document
}

fn certificate() -> Seal {
    Seal { digest: FileDigest::new([5; 32]), level: SealLevel::Basic }
}

fn copy() -> CopyRecipient {
    CopyRecipient {
        id: CopyId::from(Uuid::from_u128(60)),
        name: PersonName::parse("共有 花子").unwrap(),
        email: EmailAddress::parse("copy@example.com").unwrap(),
    }
}

/// Who is told of the conclusion how: whether files go along, a title, a place.
async fn told(gated: bool, rule: CompletionFiles, to: Party) -> (usize, bool, bool) {
    told_of(1_000, gated, rule, to).await
}

async fn told_of(bytes: u64, gated: bool, rule: CompletionFiles, to: Party) -> (usize, bool, bool) {
    let mut with_copy = (*concluded(gated)).clone();
    with_copy.files[0].bytes = bytes;
    with_copy.copies.push(copy());
    with_copy.policy.completion = rule;
    with_copy.certificate = Some(certificate());
    let (files, has_title, place) = mailed(Document::restore(with_copy).unwrap(), to).await;
    (files, has_title, place.is_some())
}

/// How many files go along with the mail of the conclusion, whether it has the title, and where it leads.
async fn mailed(document: Document, to: Party) -> (usize, bool, Option<Place>) {
    let mut world = Ports::mock();
    let job = Job::NotifyConcluded { document: document.id, to };
    world.jobs.expect_claim().returning(move |_, _, _, _| Ok(vec![item(job, 1)]));
    world.views.expect_document().returning(move |_| Ok(Some(document.clone())));
    world.views.expect_account().returning(|_| Ok(Some(sender())));
    world.views.expect_organisation().returning(|_| Ok(Some(organisation())));
    world.tokens.expect_link().returning(|_| "secret".into());
    world.files.expect_get().returning(|digest| {
        let sealed = [[8; 32], [5; 32]].map(FileDigest::new);
        assert!(sealed.contains(&digest), "the sealed file and the certificate, not the upload");
        Ok(vec![1])
    });
    world.emails.expect_attachment_name().returning(|file| file.name.to_string());
    world.emails.expect_certificate_name().returning(|id| id.to_string());
    let told = Arc::new(Mutex::new((0, false, None)));
    let (kept, sent) = (Arc::clone(&told), Arc::clone(&told));
    world.emails.expect_write().times(1).returning(move |message| {
        if let EmailContent::Concluded { title, place, .. } = &message.kind {
            let mut told = kept.lock().unwrap();
            (told.1, told.2) = (title.is_some(), place.clone());
        }
        EmailText { subject: "s".into(), text: "b".into(), html: "b".into() }
    });
    world.mailer.expect_send().times(1).returning(move |mail| {
        sent.lock().unwrap().0 = mail.attachments.len();
        Ok(())
    });
    world.jobs.expect_finish().returning(|_, _, _| Ok(()));
    let (ports, _) = world.wire();
    work_once(&ports, Queue::Email).await.unwrap();
    std::mem::take(&mut *told.lock().unwrap())
}

// O-22 T-088
#[tokio::test]
async fn the_mail_of_the_conclusion_leads_an_account_to_its_list_and_others_by_the_link() {
    let to = Party::Recipient(recipient_id());
    for (account, expected) in
        [(Some(taro().id), Place::ReceivedConcluded), (None, Place::Link("secret".into()))]
    {
        for gated in [true, false] {
            let mut parts = (*concluded(gated)).clone();
            parts.recipients[0].account = account;
            parts.certificate = Some(certificate());
            let document = Document::restore(parts).unwrap();
            let (_, _, place) = mailed(document, to).await;
            assert_eq!(place, Some(expected.clone()));
        }
    }
    let (_, _, place) = mailed(concluded(true), Party::Sender).await;
    assert!(matches!(place, Some(Place::Document(_))));
}

// T-088 T-030
#[tokio::test]
async fn files_go_with_completion_mails_as_the_organisation_has_set_and_by_default_never_if_gated()
{
    use CompletionFiles::{Always, Never, Ungated};
    let party = Party::Recipient(recipient_id());
    assert_eq!(CompletionFiles::default(), Ungated);
    for (gated, rule, files) in [
        (false, Ungated, 2),
        (true, Ungated, 0),
        (false, Never, 0),
        (true, Never, 0),
        (false, Always, 2),
        (true, Always, 2),
    ] {
        for to in [Party::Sender, party] {
            assert_eq!(told(gated, rule, to).await, (files, !gated, true), "{gated} {rule:?}");
        }
    }
}

// T-088
#[tokio::test]
async fn files_of_more_than_ten_megabytes_do_not_go_with_a_mail_that_leads_to_them_all_the_same() {
    for (bytes, files) in [(10_000_000, 2), (10_000_001, 0)] {
        let told = told_of(bytes, false, CompletionFiles::Always, Party::Sender).await;
        assert_eq!(told, (files, true, true));
    }
}

// T-030 PO-08
#[tokio::test]
async fn a_copy_is_told_of_the_conclusion_and_shown_nothing_behind_the_gate_whatever_is_set() {
    for rule in CompletionFiles::ALL {
        let (files, title, place) = told(true, *rule, Party::Copy(copy().id)).await;
        assert_eq!((files, title, place), (0, false, false), "{rule:?}");
    }
    let to = Party::Copy(copy().id);
    assert_eq!(told(false, CompletionFiles::Ungated, to).await, (2, true, false));
}

// T-085 T-088 MA-02
#[tokio::test]
async fn beside_an_access_code_no_mail_tells_the_title_the_message_or_the_contents() {
    let mut coded = (*sent(false)).clone();
    coded.recipients[0].details.access_code = Some(wariin_domain::AccessCodeHash("h".into()));
    let document = Document::restore(coded).unwrap();
    let mut world = Ports::mock();
    with_job(&mut world, invite(&document), 1, &document);
    world.tokens.expect_link().returning(|_| "secret".into());
    world.emails.expect_write().times(1).returning(|message| {
        let told = matches!(
            &message.kind,
            EmailContent::Invitation { title: Some(_), .. }
                | EmailContent::Invitation { message: Some(_), .. }
        );
        assert!(!told);
        EmailText { subject: "s".into(), text: "b".into(), html: "b".into() }
    });
    world.mailer.expect_send().returning(|_| Ok(()));
    world.jobs.expect_finish().returning(|_, _, _| Ok(()));
    let (ports, _) = world.wire();
    work_once(&ports, Queue::Email).await.unwrap();
    assert!(document.is_closed_to_mail() && !document.is_gated());
    assert!(!CompletionFiles::Ungated.go_with(document.is_closed_to_mail()));
}

// O-49
#[tokio::test]
async fn an_answer_to_a_mail_in_the_senders_name_reaches_the_sender_and_no_code_can_be_answered() {
    let agreed = agreed();
    let id = agreed.id;
    let (recipient, to) = (recipient_id(), Party::Recipient(recipient_id()));
    for (job, document, is_from_a_person) in [
        (invite(&sent(false)), sent(false), true),
        (Job::NotifyCancelled { document: id, to }, agreed.clone(), true),
        (Job::NotifyForeignAccount { document: id, recipient }, sent(false), false),
        (Job::NotifyWithdrawn { document: id, recipient }, sent(false), false),
    ] {
        let mut world = Ports::mock();
        with_job(&mut world, job, 1, &document);
        world.tokens.expect_link().returning(|_| "secret".into());
        let number = ReferenceNumber::of(document.id);
        world.emails.expect_write().times(1).returning(move |message| {
            assert_eq!(message.reference, Some(number));
            if let EmailContent::Cancelled { had_consented, .. } = message.kind {
                assert!(had_consented);
            }
            EmailText { subject: "s".into(), text: "b".into(), html: "b".into() }
        });
        world.mailer.expect_send().times(1).returning(move |mail| {
            let answered = mail.reply_to.map(|reply_to| reply_to.address);
            assert_eq!(answered, is_from_a_person.then(|| sender().email), "{job:?}");
            Ok(())
        });
        finishes(&mut world, JobOutcome::Done);
        let (ports, _) = world.wire();
        assert_eq!(work_once(&ports, Queue::Email).await.unwrap().done, 1, "{job:?}");
    }
}
