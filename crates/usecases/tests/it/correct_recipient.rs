//! 宛先の訂正: what is kept with a correction, and the emails that follow from it.

use crate::world::{
    NOW, by_password, by_totp, kinds, organisation, recipient_id, sender, sent, taro,
};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use wariin_domain::fixtures::after;
use wariin_domain::{
    AccessCodeHash, AddressKey, CorrectedRecipient, Document, DocumentError, EmailAddress, Event,
    Events, IdpDemand, Job, MailRefusal, OwnIdpRule, PersonName, Problem, Throttle, TrySource,
    Uuid,
};
use wariin_ports::mock::{KEY, MockWork};
use wariin_ports::{
    ClaimedJob, EmailContent, EmailText, InvitationOccasion, JobOutcome, MailError, Party, Queue,
    StorageError, TimelineEntry, TimelineEvent,
};
use wariin_usecases::{DocumentCommand, Error, Ports, Principal, correct_recipient, work_once};

fn command(document: &Document) -> DocumentCommand {
    DocumentCommand { document: document.id, principal: Principal::Session(KEY) }
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn to(email: &str) -> CorrectedRecipient {
    CorrectedRecipient { name: PersonName::parse("次郎").unwrap(), email: address(email) }
}

/// A unit of work of the sender, strongly signed in, that finds the document and these counts of emails.
fn found(document: &Document, mailed: u32) -> MockWork {
    let mut work = MockWork::signed_in(&sender(), by_totp(&sender(), NOW));
    work.finds(document);
    work.tries.expect_lock().returning(|_, _| Ok(()));
    work.tries.expect_find().returning(move |_, _, source| {
        let count = Throttle::restore(mailed, Some(after(60)));
        Ok((mailed > 0 && source == TrySource::Address(AddressKey::of(&taro().email)))
            .then_some(count))
    });
    work
}

// O-09 MA-04
#[tokio::test]
async fn a_correction_is_saved_with_its_events_and_counts_for_both_addresses() {
    let mut work = found(&sent(true), 0);
    let kept = Arc::new(Mutex::new(Vec::new()));
    let keeps = Arc::clone(&kept);
    work.tries.expect_save().returning(move |_, _, (source, count), _| {
        keeps.lock().unwrap().push((source, count.failures()));
        Ok(())
    });
    work.documents
        .expect_save()
        .times(1)
        .withf(|saved, events| {
            kinds(events) == ["recipient_corrected", "invited"]
                && saved.recipients[0].details.email.as_str() == "jiro@example.com"
        })
        .returning(|_, _| Ok(()));
    let (ports, commits) = Ports::mock().with([work]).wire();
    correct_recipient(&ports, command(&sent(true)), recipient_id(), to("jiro@example.com"))
        .await
        .unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
    let kept = kept.lock().unwrap();
    for email in [taro().email, address("jiro@example.com")] {
        assert!(kept.contains(&(TrySource::Address(AddressKey::of(&email)), 1)));
    }
    assert!(kept.contains(&(TrySource::AllNetworks, 2)));
}

// O-09 MA-04
#[tokio::test]
async fn beyond_a_day_s_emails_nothing_is_corrected_and_nothing_is_kept() {
    let mut work = found(&sent(true), 3);
    work.tries.expect_save().times(0);
    work.documents.expect_save().times(0);
    let (ports, commits) = Ports::mock().with([work]).wire();
    let on = command(&sent(true));
    let refused = correct_recipient(&ports, on, recipient_id(), to("jiro@example.com")).await;
    let limit = DocumentError::Problem(Problem::MailLimit);
    assert!(matches!(refused, Err(Error::Document(error)) if error == limit));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// O-09 T-047
#[tokio::test]
async fn a_sender_by_password_alone_corrects_no_recipient_behind_the_request() {
    let mut work = MockWork::signed_in(&sender(), by_password(&sender()));
    work.finds(&sent(true));
    work.tries.expect_lock().returning(|_, _| Ok(()));
    work.tries.expect_find().returning(|_, _, _| Ok(None));
    let mut audit = MockWork::default();
    audit.audit.expect_append().times(1).returning(|_| Ok(()));
    let (ports, commits) = Ports::mock().with([work, audit]).wire();
    let on = command(&sent(true));
    let refused = correct_recipient(&ports, on, recipient_id(), to("jiro@example.com")).await;
    assert!(matches!(refused, Err(Error::Document(DocumentError::WeakSignIn(_)))));
    assert_eq!(commits.load(Ordering::SeqCst), 1, "the record alone");
}

// O-09 E2
#[tokio::test]
async fn an_access_code_that_was_typed_at_the_former_address_has_to_be_typed_anew() {
    for (email, is_locked) in [("jiro@example.com", true), (taro().email.as_str(), false)] {
        let mut draft = crate::world::draft();
        let mut coded = draft.recipients[0].details.clone();
        coded.access_code = Some(AccessCodeHash("hash".into()));
        let by = by_totp(&sender(), NOW);
        let _ = draft.change_recipient(recipient_id(), coded, &by, NOW).unwrap();
        let _ = draft.send(&by, NOW).unwrap();
        let mut work = found(&draft, 0);
        work.tries.expect_save().returning(|_, _, _, _| Ok(()));
        work.documents.expect_save().times(1).returning(|_, _| Ok(()));
        work.sessions
            .expect_lock_again()
            .times(usize::from(is_locked))
            .withf(|recipient| *recipient == recipient_id())
            .returning(|_| Ok(()));
        let (ports, _) = Ports::mock().with([work]).wire();
        correct_recipient(&ports, command(&draft), recipient_id(), to(email)).await.unwrap();
    }
}

// O-09 O-13 E4
#[tokio::test]
async fn the_own_provider_is_found_for_an_address_that_came_in_by_a_correction() {
    let mut document = crate::world::draft();
    let by = by_totp(&sender(), NOW);
    let mut policy = document.policy.clone();
    policy.recipients.own_idp = OwnIdpRule::Demanded;
    document.apply_policy(policy);
    let _ = document.request_advanced_auth(&by, NOW).unwrap();
    let _ = document.send(&by, NOW).unwrap();
    for serving in [true, false] {
        let mut work = found(&document, 0);
        work.tries.expect_save().returning(|_, _, _, _| Ok(()));
        let connection = serving.then(crate::company::connection);
        let demanded = connection.as_ref().map(IdpDemand::of);
        work.idp_connections.checkpoint();
        work.idp_connections.expect_serving().times(1).returning(move |domain| {
            assert_eq!(domain.as_str(), "example.com");
            Ok(connection.clone())
        });
        work.documents.expect_save().times(1).returning(move |document, _| {
            assert_eq!(document.recipients[0].details.idp, demanded);
            Ok(())
        });
        let (ports, commits) = Ports::mock().with([work]).wire();
        let to = to("jiro@example.com");
        correct_recipient(&ports, command(&document), recipient_id(), to).await.unwrap();
        assert_eq!(commits.load(Ordering::SeqCst), 1);
    }
}

// O-09 RA-02
#[tokio::test]
async fn a_correction_that_meets_an_opening_is_decided_anew_and_refused() {
    let mut first = found(&sent(false), 0);
    first.tries.expect_save().returning(|_, _, _, _| Ok(()));
    first.documents.expect_save().returning(|_, _| Err(StorageError::Conflict));
    let mut opened = sent(false);
    let link = wariin_domain::Requester::LinkHolder { recipient: recipient_id(), generation: 1 };
    let _ = opened.open(recipient_id(), link, NOW).unwrap();
    let second = found(&opened, 0);
    let (ports, commits) = Ports::mock().with([first, second]).wire();
    let on = command(&opened);
    let refused = correct_recipient(&ports, on, recipient_id(), to("jiro@example.com")).await;
    let passed = DocumentError::Problem(Problem::PassedGate);
    assert!(matches!(refused, Err(Error::Document(error)) if error == passed));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

/// The name and address that the job mails to, and what the email says; none where it is out of date.
async fn mailed(job: Job, document: &Document, history: &Events) -> Option<(String, EmailContent)> {
    let mut world = Ports::mock();
    let claimed = ClaimedJob { id: Uuid::from_u128(500), job, attempt: 1 };
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
    world.tokens.expect_link().returning(|_| "token".into());
    let written = Arc::new(Mutex::new(None));
    let writes = Arc::clone(&written);
    world.emails.expect_write().returning(move |message| {
        let to = format!("{} <{}>", message.to.clone().unwrap(), message.address);
        *writes.lock().unwrap() = Some((to, message.kind.clone()));
        EmailText { subject: "s".into(), text: "b".into(), html: "b".into() }
    });
    world.mailer.expect_send().returning(|_| Ok(()));
    world.jobs.expect_finish().times(1).returning(|_, _, _| Ok(()));
    let (ports, _) = world.wire();
    work_once(&ports, Queue::Email).await.unwrap();
    written.lock().unwrap().take()
}

fn jobs(events: &Events) -> Vec<Job> {
    events.iter().flat_map(Event::jobs).collect()
}

/// A document whose first recipient was corrected after the sending, its history, and the jobs of the correction.
fn corrected() -> (Document, Events, Vec<Job>) {
    let mut document = crate::world::draft();
    let by = by_totp(&sender(), NOW);
    let sent = document.send(&by, NOW).unwrap();
    let changed = document
        .correct_recipient(recipient_id(), to("jiro@example.com"), None, &by, after(1))
        .unwrap();
    let jobs = jobs(&changed);
    (document, sent.and(changed), jobs)
}

// O-09
#[tokio::test]
async fn the_former_address_is_told_that_nothing_is_asked_there_and_the_new_one_is_invited_as_for_the_first_time()
 {
    let (document, history, jobs) = corrected();
    let [told, invited] = jobs[..] else { panic!("{jobs:?}") };
    let (to, kind) = mailed(told, &document, &history).await.unwrap();
    assert!(to.ends_with("<taro@example.com>") && !to.contains("次郎"), "{to}");
    assert!(matches!(kind, EmailContent::NoLongerAsked { .. }));
    let (to, kind) = mailed(invited, &document, &history).await.unwrap();
    assert_eq!(to, "次郎 <jiro@example.com>");
    assert!(matches!(kind, EmailContent::Invitation { occasion: InvitationOccasion::First, .. }));
}

// O-09
#[tokio::test]
async fn an_address_that_was_never_asked_or_is_asked_again_is_told_nothing() {
    let (mut document, history, jobs) = corrected();
    let told = jobs[0];
    let by = by_totp(&sender(), NOW);
    let back = document
        .correct_recipient(recipient_id(), to(taro().email.as_str()), None, &by, after(2))
        .unwrap();
    assert!(mailed(told, &document, &history.and(back)).await.is_none(), "asked again");

    let mut waiting = wariin_domain::fixtures::sent(false);
    let second = waiting.recipients[1].id;
    let changed =
        waiting.correct_recipient(second, to("jiro@example.com"), None, &by, after(1)).unwrap();
    let told = self::jobs(&changed)[0];
    assert!(mailed(told, &waiting, &changed).await.is_none(), "never asked");
}

// O-09
#[tokio::test]
async fn a_reminder_after_the_correction_says_that_there_was_a_link_before() {
    let (mut document, history, _) = corrected();
    let by = by_totp(&sender(), NOW);
    let reminded = document.remind(recipient_id(), &by, after(120)).unwrap();
    let invited = jobs(&reminded)[0];
    let (_, kind) = mailed(invited, &document, &history.and(reminded)).await.unwrap();
    assert!(matches!(kind, EmailContent::Invitation { occasion: InvitationOccasion::Again, .. }));
}

// O-09 FA-06
#[tokio::test]
async fn the_refusal_of_an_email_to_the_former_address_is_not_held_against_the_new_one() {
    for (generation, is_recorded) in [(1, false), (2, true)] {
        let (document, _, _) = corrected();
        let job = Job::Invite { document: document.id, recipient: recipient_id(), generation };
        let mut work = MockWork::default();
        work.finds(&document);
        work.documents.expect_save().times(usize::from(is_recorded)).returning(|_, _| Ok(()));
        let mut world = Ports::mock().with([work]);
        let claimed = ClaimedJob { id: Uuid::from_u128(500), job, attempt: 1 };
        world.jobs.expect_claim().returning(move |_, _, _, _| Ok(vec![claimed.clone()]));
        // The link was still the newest when its email was written.
        let mut written = document.clone();
        if generation == 1 {
            written = crate::world::draft();
            let _ = written.send(&by_totp(&sender(), NOW), NOW).unwrap();
        }
        world.views.expect_document().returning(move |_| Ok(Some(written.clone())));
        world.views.expect_account().returning(|_| Ok(Some(sender())));
        world.views.expect_organisation().returning(|_| Ok(Some(organisation())));
        world.views.expect_timeline().returning(|_| Ok(vec![]));
        world.tokens.expect_link().returning(|_| "token".into());
        world.emails.expect_write().returning(|_| EmailText {
            subject: "s".into(),
            text: "b".into(),
            html: "b".into(),
        });
        world.mailer.expect_send().returning(|_| {
            Err(MailError::Never { why: MailRefusal::UnknownAddress, source: "550".into() })
        });
        world.jobs.expect_bury().returning(|_, _, _| Ok(()));
        world.jobs.expect_finish().returning(|_, outcome, _| {
            assert_ne!(outcome, JobOutcome::Done);
            Ok(())
        });
        let (ports, _) = world.wire();
        work_once(&ports, Queue::Email).await.unwrap();
    }
}
