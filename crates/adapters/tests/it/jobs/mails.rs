//! How far the emails to the parties of a document have come.

use super::LEASE;
use crate::databases::on_each;
use crate::people::{NOW, account, after, by_totp, consent, draft, fresh, kept};
use wariin_domain::{
    CopyId, CopyRecipient, Document, FileDigest, Job, Party, Seal, SealLevel, SealedFile,
};
use wariin_ports::{
    ClaimedJob, JobOutcome, JobQueue, MailProgress, MailTopic, PartyMail, Queue, Views,
};

// FA-06 O-48
#[tokio::test]
async fn how_far_the_newest_link_of_each_recipient_has_come_is_told() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let (document, events) = draft(&sender);
        let mut document = kept(storage, &document, events).await;
        let events = document.send(&by_totp(sender.id), NOW).unwrap();
        document = kept(storage, &document, events).await;
        let recipient = document.recipients[0].id;
        let (to, about) = (Party::Recipient(recipient), MailTopic::Link);
        let mail = |progress| [PartyMail { to, about, progress }];
        let waiting = |tries, next| mail(MailProgress::Waiting { tries, next });
        let told = async || storage.mails(document.id).await.unwrap();
        assert_eq!(told().await, waiting(0, NOW));
        let claim = async |at| storage.claim(Queue::Email, at, LEASE, 9).await.unwrap().remove(0);
        let job = claim(after(1)).await;
        assert_eq!(told().await, waiting(0, NOW), "this try has not failed yet");
        storage.postpone(&job, after(4), "451").await.unwrap();
        assert_eq!(told().await, waiting(1, after(4)));
        let job = claim(after(4)).await;
        assert_eq!(told().await, waiting(1, after(4)));
        storage.postpone(&job, after(6), "451").await.unwrap();
        assert_eq!(told().await, waiting(2, after(6)));
        let job = claim(after(6)).await;
        storage.finish(&job, JobOutcome::Done, after(7)).await.unwrap();
        assert_eq!(told().await, mail(MailProgress::Sent(after(7))));

        let events = document.remind(recipient, &by_totp(sender.id), after(90)).unwrap();
        document = kept(storage, &document, events).await;
        let told = async || storage.mails(document.id).await.unwrap();
        assert_eq!(told().await, waiting(0, after(90)), "the newest waits");
        let job = claim(after(91)).await;
        storage.finish(&job, JobOutcome::OutOfDate, after(92)).await.unwrap();
        assert_eq!(told().await, mail(MailProgress::NotSent));
        assert_eq!(storage.mails(fresh().into()).await.unwrap(), []);
    })
    .await;
}

// FA-06 O-48
#[tokio::test]
async fn how_far_the_email_of_the_conclusion_has_come_is_told_of_each_recipient_and_copy() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let (mut document, mut events) = draft(&sender);
        let copy = CopyId::from(fresh());
        let (name, email) = (sender.name.clone(), sender.email.clone());
        let added = CopyRecipient { id: copy, name, email };
        events = events.and(document.add_copy(added, &by_totp(sender.id), NOW).unwrap());
        let mut document = kept(storage, &document, events).await;
        let seal = Seal { digest: FileDigest::new([7; 32]), level: SealLevel::Basic };
        let sealed: Vec<_> =
            document.files.iter().map(|file| SealedFile { file: file.id, seal }).collect();
        let steps: [&dyn Fn(&mut Document) -> wariin_domain::Events; 4] = [
            &|document| document.send(&by_totp(sender.id), after(1)).unwrap(),
            &|document| consent(document, 0, after(2)),
            &|document| consent(document, 1, after(2)),
            &|document| document.conclude(&sealed, after(3)).unwrap(),
        ];
        for step in steps {
            let events = step(&mut document);
            document = kept(storage, &document, events).await;
        }
        let [first, second] = [0, 1].map(|n| Party::Recipient(document.recipients[n].id));
        let told = async |party| {
            let mails = storage.mails(document.id).await.unwrap();
            let mut of_party =
                mails.into_iter().filter(|mail| mail.about == MailTopic::Conclusion);
            of_party.find(|mail| mail.to == party).map(|mail| mail.progress)
        };
        let waiting = Some(MailProgress::Waiting { tries: 0, next: after(3) });
        for party in [first, second, Party::Copy(copy)] {
            assert_eq!(told(party).await, waiting);
        }
        assert_eq!(told(Party::Sender).await, None, "the sender knows");

        let is_to = |job: &ClaimedJob, party| {
            matches!(job.job, Job::NotifyConcluded { to, .. } if to == party)
        };
        for job in storage.claim(Queue::Email, after(4), LEASE, 99).await.unwrap() {
            if is_to(&job, first) {
                storage.bury(&job, "550", after(5)).await.unwrap();
            } else if is_to(&job, Party::Copy(copy)) {
                storage.finish(&job, JobOutcome::Done, after(6)).await.unwrap();
            }
        }
        assert_eq!(told(first).await, Some(MailProgress::NotSent));
        assert_eq!(told(Party::Copy(copy)).await, Some(MailProgress::Sent(after(6))));

        // Asked for once more, the newest of the two is told of.
        let Party::Recipient(id) = first else { unreachable!() };
        let why = wariin_domain::MailRefusal::MailboxFull;
        let refused = document.conclusion_mail_refused(first, why, after(5));
        document = kept(storage, &document, refused).await;
        assert_eq!(document.attention_from(), Some(after(5)), "it is read back");
        let asked = document.mail_conclusion_again(id, &by_totp(sender.id), after(8)).unwrap();
        document = kept(storage, &document, asked).await;
        assert_eq!(document.attention_from(), None);
        let again = Some(MailProgress::Waiting { tries: 0, next: after(8) });
        let mails = storage.mails(document.id).await.unwrap();
        let newest = mails.iter().find(|m| m.to == first && m.about == MailTopic::Conclusion);
        assert_eq!(newest.map(|mail| mail.progress), again);
    })
    .await;
}
