//! Emails that tell the sender what became of a recipient are sent while it is so.

use crate::world::{NOW, by_password, organisation, recipient_id, sender, sent, taro};
use wariin_domain::fixtures::{after, consent_to, enrolled, signed_in};
use wariin_domain::{Document, Events, Job};
use wariin_ports::{
    ClaimedJob, EmailContent, EmailText, JobOutcome, Party, Queue, TimelineEntry, TimelineEvent,
};
use wariin_usecases::{Ports, work_once};

/// Whether the email of the job leaves, to the sender and with contents of this kind.
async fn is_mailed(
    job: Job,
    document: &Document,
    history: &Events,
    is_kind: fn(&EmailContent) -> bool,
) -> bool {
    let mut world = Ports::mock();
    let claimed = ClaimedJob { id: wariin_domain::Uuid::from_u128(500), job, attempt: 1 };
    world.jobs.expect_claim().returning(move |_, _, _, _| Ok(vec![claimed.clone()]));
    let document = document.clone();
    world.views.expect_document().returning(move |_| Ok(Some(document.clone())));
    world.views.expect_account().returning(|_| Ok(Some(sender())));
    world.views.expect_organisation().returning(|_| Ok(Some(organisation())));
    let history: Vec<_> = (1..)
        .zip(history)
        .map(|(number, event)| TimelineEntry {
            number,
            hash: wariin_domain::FileDigest::new([0; 32]),
            at: event.at,
            actor: Party { actor: None, name: None },
            what: TimelineEvent::Known(event.kind.clone()),
        })
        .collect();
    world.views.expect_timeline().returning(move |_| Ok(history.clone()));
    world.emails.expect_write().returning(move |message| {
        assert!(message.address == sender().email && is_kind(&message.kind));
        EmailText { subject: "s".into(), text: "b".into(), html: "b".into() }
    });
    let (told, tell) = std::sync::mpsc::channel();
    world.mailer.expect_send().returning(|_| Ok(()));
    world.jobs.expect_finish().times(1).returning(move |_, outcome, _| {
        told.send(outcome == JobOutcome::Done).unwrap();
        Ok(())
    });
    let (ports, _) = world.wire();
    work_once(&ports, Queue::Email).await.unwrap();
    tell.recv().unwrap()
}

// T-083 LI-03
#[tokio::test]
async fn a_report_of_a_wrong_address_is_told_while_it_stands_and_its_end_once_it_does_not() {
    let mut document = sent(true);
    let (id, recipient, none) = (document.id, recipient_id(), Events::none());
    let reported = Job::NotifyWrongRecipient { document: id, recipient };
    let taken_back = Job::NotifyReportTakenBack { document: id, recipient };
    let is_report = |kind: &EmailContent| matches!(kind, EmailContent::WrongRecipient { .. });
    let is_end = |kind: &EmailContent| matches!(kind, EmailContent::ReportTakenBack { .. });
    let _ = document.report_wrong_recipient(recipient, NOW).unwrap();
    assert!(is_mailed(reported, &document, &none, is_report).await);
    assert!(!is_mailed(taken_back, &document, &none, is_end).await);
    let _ = document.take_back_report(recipient, 1, NOW).unwrap();
    assert!(!is_mailed(reported, &document, &none, is_report).await);
    assert!(is_mailed(taken_back, &document, &none, is_end).await);
}

// O-42
#[tokio::test]
async fn a_factor_younger_than_the_document_is_told_with_its_time_until_the_document_has_ended() {
    let mut document = sent(true);
    let (taro, by) = (taro(), enrolled(&taro(), after(5), after(4)));
    let opened = document.open(recipient_id(), signed_in(&taro, &by), after(6)).unwrap().1;
    let job = Job::NotifyNewFactor { document: document.id, recipient: recipient_id() };
    let is_told = |kind: &EmailContent| matches!(kind, EmailContent::NewFactor { factor, .. } if factor.made_at == after(4));
    assert!(is_mailed(job, &document, &opened, is_told).await);
    assert!(!is_mailed(job, &document, &Events::none(), is_told).await, "no such opening");
    let _ = document.cancel(&by_password(&sender()), NOW).unwrap();
    assert!(!is_mailed(job, &document, &opened, is_told).await);
}

// EN-06
#[tokio::test]
async fn a_dispute_is_told_where_the_consent_can_no_longer_be_taken_back() {
    let mut document = wariin_domain::fixtures::sent(true);
    let job = Job::NotifyDisputed { document: document.id, recipient: document.recipients[0].id };
    let is_kind = |kind: &EmailContent| matches!(kind, EmailContent::Disputed { .. });
    let consents = |document: &mut Document, place: usize, account: &wariin_domain::Account| {
        let recipient = document.recipients[place].id;
        let (shown, by) = (document.content_digest(), enrolled(account, after(1), NOW));
        let request = consent_to(shown);
        let _ = document.consent(recipient, signed_in(account, &by), request, after(1)).unwrap();
    };
    consents(&mut document, 0, &taro());
    assert!(!is_mailed(job, &document, &Events::none(), is_kind).await, "it is taken back");
    consents(&mut document, 1, &wariin_domain::fixtures::hanako());
    assert!(is_mailed(job, &document, &Events::none(), is_kind).await);
}
