//! Emails of the conclusion: which files, titles and links go to which party.

use super::{
    agreed, certificate, concluded, copy, finishes, invite, mailed, told, told_of, with_job,
};
use crate::world::{recipient_id, sender, sent, taro};
use wariin_domain::{CompletionFiles, Document, Job, Party, ReferenceNumber};
use wariin_ports::{EmailContent, EmailText, JobOutcome, Place, Queue};
use wariin_usecases::{Ports, work_once};

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
