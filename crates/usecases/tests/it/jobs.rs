//! Jobs: emails and seals, run again after a fault with the same result, dead when that cannot help.

mod certificate;
mod conclusion_emails;
mod damage;
mod emails;
mod sealing;

use crate::world::{NOW, by_totp, organisation, recipient_id, sender, sent, taro};
use std::sync::{Arc, Mutex};
use wariin_domain::fixtures::consent_to;
use wariin_domain::{
    CompletionFiles, CopyId, CopyRecipient, Document, EmailAddress, FileDigest, Job, Party,
    PersonName, Requester, Seal, SealLevel, SealedFile, Uuid,
};
use wariin_ports::mock::MockPorts;
use wariin_ports::{ClaimedJob, EmailContent, EmailText, JobOutcome, Place, Queue};
use wariin_usecases::{Ports, Worked, work_once};

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
    let _ = document.consent(recipient_id(), requester, consent_to(shown), NOW).unwrap();
    document
}

const DEAD: Worked = Worked { done: 0, failed: 0, dead: 1 };

pub(crate) fn concluded(gated: bool) -> Document {
    let mut document = sent(gated);
    let shown = document.content_digest();
    let by = by_totp(&taro(), NOW);
    let account = taro();
    let requester = Requester::SignedIn(wariin_domain::Identity::new(&account, &by).unwrap());
    let link = Requester::LinkHolder { recipient: recipient_id(), generation: 1 };
    let requester = if gated { requester } else { link };
    let request = consent_to(shown);
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
