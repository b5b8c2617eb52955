//! Emails: what they say, and what happens when they cannot leave or are refused.

use super::{DEAD, finishes, invite, item, with_job};
use crate::world::{NOW, after, by_password, organisation, recipient_id, sender, sent, taro};
use std::sync::atomic::Ordering;
use wariin_domain::fixtures::{self, STATEMENT};
use wariin_domain::{
    Assurance, Consent, ConsentAssurance, ContentDigest, EventKind, FileDigest, Job, MailRefusal,
    Party, Span, Uuid,
};
use wariin_ports::mock::{MockPorts, MockWork};
use wariin_ports::{
    EmailContent, EmailText, FileError, InvitationOccasion, JobOutcome, MailError, Queue,
    StorageError, TimelineEntry, TimelineEvent,
};
use wariin_usecases::{Ports, RENEW_EVERY, Worked, renew_leases, work_once};

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

// DO-01 FA-06
#[tokio::test]
async fn a_mail_is_sent_without_a_logo_that_is_damaged_or_missing() {
    let logo = FileDigest::new([9; 32]);
    for fault in [FileError::Corrupt, FileError::Missing] {
        let document = sent(true);
        let mut world = Ports::mock();
        let mut shown = organisation();
        shown.looks.logo = Some(logo);
        world.views.expect_organisation().returning(move |_| Ok(Some(shown.clone())));
        with_job(&mut world, invite(&document), 1, &document);
        world.tokens.expect_link().returning(|_| "secret".into());
        world.files.expect_get().times(1).returning(move |digest| Err(fault(digest)));
        world.emails.expect_write().returning(|message| {
            let organisation = message.sender.organisation().unwrap();
            assert_eq!(organisation.logo_id(), None, "the text refers to no picture");
            EmailText { subject: "s".into(), text: "t".into(), html: "h".into() }
        });
        world.mailer.expect_send().times(1).returning(|mail| {
            assert!(mail.picture.is_none());
            Ok(())
        });
        finishes(&mut world, JobOutcome::Done);
        let (ports, _) = world.wire();
        work_once(&ports, Queue::Email).await.unwrap();
    }
}

// MA-02 O-33
#[tokio::test]
async fn a_link_after_a_lapsed_consent_says_why_until_the_consent_is_given_again() {
    let consented = |recipient| EventKind::Consented {
        recipient,
        consent: Consent {
            statement: Some(STATEMENT),
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

/// What becomes of an invitation when the worker cannot make sure, or is told, that it still has the job.
fn not_sent(held: impl Fn() -> Result<bool, StorageError> + Send + 'static) -> MockPorts {
    let document = sent(false);
    let mut world = Ports::mock();
    with_job(&mut world, invite(&document), 2, &document);
    world.tokens.expect_link().returning(|_| "secret".into());
    world.emails.expect_write().returning(|_| EmailText {
        subject: "s".into(),
        text: "b".into(),
        html: "b".into(),
    });
    world
        .jobs
        .expect_hold()
        .times(1)
        .withf(|job, now, lease| (job.attempt, *now, *lease) == (2, NOW, Span::seconds(15)))
        .returning(move |_, _, _| held());
    world
}

const FAILED: Worked = Worked { done: 0, failed: 1, dead: 0 };

// FA-10 INV9
#[tokio::test]
async fn a_mail_whose_job_another_worker_has_by_now_is_neither_sent_nor_ended() {
    let world = not_sent(|| Ok(false));
    // The doubles of mailer and queue were told of nothing else.
    let (ports, _) = world.wire();
    assert_eq!(work_once(&ports, Queue::Email).await.unwrap(), FAILED);
}

// FA-04 INV9
#[tokio::test]
async fn a_node_that_cannot_write_sends_no_mail() {
    let mut world = not_sent(|| Err(StorageError::Full("no space".into())));
    world.jobs.expect_postpone().times(1).returning(|_, _, _| Ok(()));
    let (ports, _) = world.wire();
    assert_eq!(work_once(&ports, Queue::Email).await.unwrap(), FAILED);
}
