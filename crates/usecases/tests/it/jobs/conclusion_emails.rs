//! Emails of the conclusion: which files, titles and links go to which party.

use super::{
    agreed, certificate, concluded, copy, finishes, invite, mailed, told, told_of, with_job,
};
use crate::world::{NOW, PRINCIPAL, by_password, recipient_id, sender, sent, session, taro, work};
use std::sync::atomic::Ordering;
use wariin_domain::{
    CompletionFiles, Document, EventKind, FileDigest, Job, MailRefusal, Party, ReferenceNumber,
};
use wariin_ports::mock::MockWork;
use wariin_ports::{
    EmailContent, EmailText, JobOutcome, MailError, Place, Queue, TimelineEntry, TimelineEvent,
};
use wariin_usecases::{
    DocumentCommand, Ports, conclusion_was_told, mail_conclusion_again, work_once,
};

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

// FA-06 O-48
#[tokio::test]
async fn a_refused_email_of_the_conclusion_is_marked_and_the_sender_is_told_how_to_cure_it() {
    let why = MailRefusal::MailboxFull;
    let to = Party::Recipient(recipient_id());
    for is_of_conclusion in [true, false] {
        let document = concluded(true);
        let job = if is_of_conclusion {
            Job::NotifyConcluded { document: document.id, to }
        } else {
            Job::NotifyCancelled { document: document.id, to }
        };
        let mut world = Ports::mock();
        with_job(&mut world, job, 1, &document);
        world.tokens.expect_link().returning(|_| "secret".into());
        world.emails.expect_write().returning(|_| EmailText {
            subject: "s".into(),
            text: "b".into(),
            html: "b".into(),
        });
        world
            .mailer
            .expect_send()
            .returning(move |_| Err(MailError::Never { why, source: "550".into() }));
        let mut work = MockWork::default();
        work.documents.expect_find().returning(move |_| Ok(Some(document.clone())));
        work.documents
            .expect_save()
            .times(1)
            .withf(move |document, events| {
                let kinds: Vec<_> = events.iter().map(|event| event.kind.clone()).collect();
                document.recipients[0].undelivered.is_some() == is_of_conclusion
                    && kinds == [EventKind::MailRefused { to, why }]
            })
            .returning(|_, _| Ok(()));
        world.works.push(work);
        world.jobs.expect_bury().times(1).returning(|_, _, _| Ok(()));
        let (ports, _) = world.wire();
        work_once(&ports, Queue::Email).await.unwrap();
    }

    for is_cured in [false, true] {
        let mut document = concluded(false);
        let events = document.conclusion_mail_refused(to, why, NOW);
        if is_cured {
            let _ = document.conclusion_was_told(recipient_id(), &by_password(&sender()), NOW);
        }
        let entry = TimelineEntry {
            hash: FileDigest::new([0; 32]),
            at: NOW,
            number: 2,
            actor: wariin_ports::Party { actor: None, name: None },
            what: TimelineEvent::Known(events.iter().next().unwrap().kind.clone()),
        };
        let mut world = Ports::mock();
        with_job(&mut world, Job::NotifyUndelivered { document: document.id, to }, 1, &document);
        world.views.expect_timeline().returning(move |_| Ok(vec![entry.clone()]));
        world.emails.expect_write().times(1).returning(move |message| {
            let EmailContent::Undelivered { can_mail_again, .. } = &message.kind else {
                panic!("another email");
            };
            assert_eq!(*can_mail_again, !is_cured);
            EmailText { subject: "s".into(), text: "b".into(), html: "b".into() }
        });
        world.mailer.expect_send().times(1).returning(|_| Ok(()));
        finishes(&mut world, JobOutcome::Done);
        let (ports, _) = world.wire();
        work_once(&ports, Queue::Email).await.unwrap();
    }
}

// FA-06 O-48
#[tokio::test]
async fn a_sender_signed_in_by_password_sees_to_a_refused_email_of_the_conclusion() {
    for is_mailed in [true, false] {
        let mut document = concluded(true);
        let to = Party::Recipient(recipient_id());
        let _ = document.conclusion_mail_refused(to, MailRefusal::MailboxFull, NOW);
        let mut work = work(Some(session(by_password(&sender()))), vec![sender()]);
        work.finds(&document);
        work.documents.expect_save().times(1).returning(move |document, events| {
            assert_eq!(document.recipients[0].undelivered, None);
            let jobs = events.iter().flat_map(wariin_domain::Event::jobs).count();
            assert_eq!(jobs, usize::from(is_mailed));
            Ok(())
        });
        let (ports, commits) = Ports::mock().with([work]).wire();
        let on = DocumentCommand { document: document.id, principal: PRINCIPAL };
        if is_mailed {
            mail_conclusion_again(&ports, on, recipient_id()).await.unwrap();
        } else {
            conclusion_was_told(&ports, on, recipient_id()).await.unwrap();
        }
        assert_eq!(commits.load(Ordering::SeqCst), 1);
    }
}
