//! 事前確認: asking recipients before a document is sent, and their answer.

use crate::world::{
    NOW, PRINCIPAL, after, by_password, by_totp, draft, kinds, recipient_id, sender, sent, session,
    taro, with_tries, work,
};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use uuid::Uuid;
use wariin_domain::fixtures::{by_idp, details};
use wariin_domain::{
    AccessCodeHash, AddressKey, Client, Document, DocumentError, EnrolmentRule, GateRefusal, Job,
    Language, MailboxCode, MailboxCodeError, MailboxCodeId, NewPassword, NextStep, PersonName,
    PreflightState, ProvenMailbox, Registration, Session, SignIn, Throttle, TryKind, TrySource,
};
use wariin_ports::mock::{KEY, MockPorts, MockWork};
use wariin_ports::{ClaimedJob, EmailContent, EmailText, PasswordHash, PreflightClaim, Queue};
use wariin_usecases::{
    AccessCodeChange, Caller, DocumentCommand, Error, IdpConstraint, Landing, Ports,
    RecipientInput, RecipientQuery, Register, SecretInput, ask_for_mailbox_code, ask_preflight,
    change_recipient, invited_recipient, landing, next_step, open_document, prove_mailbox,
    register, report_wrong_recipient, say_ready, work_once,
};

const LINK: fn() -> PreflightClaim = || PreflightClaim { recipient: recipient_id(), asked_at: NOW };

/// The draft to Taro, who was asked at [`NOW`].
fn asked() -> Document {
    let mut document = draft();
    let _ = document.ask_preflight(&by_totp(&sender(), NOW), NOW).unwrap();
    document
}

/// The draft whose sender has written another address since.
fn readdressed() -> Document {
    let mut document = asked();
    let other = details("other@example.net", Language::Japanese);
    let by = by_totp(&sender(), NOW);
    let _ = document.change_recipient(recipient_id(), other, &by, NOW).unwrap();
    document
}

fn proof() -> ProvenMailbox {
    ProvenMailbox { recipient: recipient_id(), address: taro().email, at: NOW }
}

fn proved(sign_in: Option<SignIn>) -> Session {
    Session { sign_in, mailbox: Some(proof()), ..Session::begin(KEY, NOW) }
}

/// No email of a preflight is counted yet.
fn counts_nothing(work: &mut MockWork) {
    work.tries.expect_lock().returning(|_, _| Ok(()));
    work.tries.expect_find().returning(|_, _, _| Ok(None));
    work.tries.expect_save().returning(|_, _, _, _| Ok(()));
}

fn command(document: &Document) -> DocumentCommand {
    DocumentCommand { document: document.id, principal: PRINCIPAL }
}

// O-01 T-047
#[tokio::test]
async fn a_sender_by_password_alone_asks_no_recipient_and_the_refusal_is_recorded() {
    let document = draft();
    let mut work = MockWork::signed_in(&sender(), by_password(&sender()));
    work.finds(&document);
    counts_nothing(&mut work);
    let mut audit = MockWork::default();
    audit.audit.expect_append().times(1).returning(|_| Ok(()));
    let (ports, commits) = Ports::mock().with([work, audit]).wire();
    let refused = ask_preflight(&ports, command(&document)).await;
    assert!(matches!(refused, Err(Error::Document(DocumentError::WeakSignIn(_)))));
    assert_eq!(commits.load(Ordering::SeqCst), 1, "the record alone");
}

// O-01
#[tokio::test]
async fn a_strong_sender_asks_and_it_is_saved_with_its_event() {
    let document = draft();
    let mut work = MockWork::signed_in(&sender(), by_totp(&sender(), NOW));
    work.finds(&document);
    counts_nothing(&mut work);
    work.documents
        .expect_save()
        .times(1)
        .withf(|saved, events| {
            kinds(events) == ["preflight_asked"] && saved.recipients[0].preflight.is_some()
        })
        .returning(|_, _| Ok(()));
    let (ports, _) = Ports::mock().with([work]).wire();
    ask_preflight(&ports, command(&document)).await.unwrap();
}

fn input(access_code: AccessCodeChange) -> RecipientInput {
    RecipientInput {
        name: PersonName::parse("山田 太郎").unwrap(),
        email: taro().email,
        organisation: None,
        language: Language::Japanese,
        idp: IdpConstraint::Any,
        access_code,
        enrolment: EnrolmentRule::Any,
    }
}

// O-01 MA-04
#[tokio::test]
async fn a_day_s_emails_are_counted_by_address_and_none_is_asked_for_beyond_them() {
    for (mailed, goes) in [(2, true), (3, false)] {
        let mut work = MockWork::signed_in(&sender(), by_totp(&sender(), NOW));
        work.finds(&draft());
        work.tries.expect_lock().times(1).returning(|_, _| Ok(()));
        let own = AddressKey::of(&taro().email);
        work.tries.expect_find().returning(move |_, _, source| {
            let count = Throttle::restore(mailed, Some(after(60)));
            Ok((source == TrySource::Address(own)).then_some(count))
        });
        let kept = Arc::new(Mutex::new(Vec::new()));
        let keeps = Arc::clone(&kept);
        work.tries.expect_save().returning(move |kind, subject, (source, count), _| {
            assert_eq!((kind, subject), (TryKind::PreflightMails, sender().id.into()));
            keeps.lock().unwrap().push((source, count.failures()));
            Ok(())
        });
        work.documents.expect_save().times(usize::from(goes)).returning(|_, _| Ok(()));
        let (ports, commits) = Ports::mock().with([work]).wire();
        let asked = ask_preflight(&ports, command(&draft())).await;
        assert_eq!(asked.is_ok(), goes, "{asked:?}");
        assert_eq!(commits.load(Ordering::SeqCst), usize::from(goes));
        let counted: &[_] = &[(TrySource::Address(own), mailed + 1), (TrySource::AllNetworks, 1)];
        assert_eq!(kept.lock().unwrap().as_slice(), if goes { counted } else { &[] });
    }
}

// O-01 E2
#[tokio::test]
async fn another_access_code_has_to_be_typed_where_the_former_one_was() {
    for (change, is_locked) in [(AccessCodeChange::Remove, true), (AccessCodeChange::Keep, false)] {
        let mut document = asked();
        let mut coded = document.recipients[0].details.clone();
        coded.access_code = Some(AccessCodeHash("hash".into()));
        let by = by_totp(&sender(), NOW);
        let _ = document.change_recipient(recipient_id(), coded, &by, NOW).unwrap();
        let mut work = MockWork::signed_in(&sender(), by);
        work.finds(&document);
        work.documents.expect_save().times(1).returning(|_, _| Ok(()));
        work.sessions
            .expect_lock_again()
            .times(usize::from(is_locked))
            .withf(|recipient| *recipient == recipient_id())
            .returning(|_| Ok(()));
        let (ports, _) = Ports::mock().with([work]).wire();
        change_recipient(&ports, command(&document), recipient_id(), input(change)).await.unwrap();
    }
}

// O-01 EN-02
#[tokio::test]
async fn the_link_of_the_newest_preflight_has_a_code_mailed_and_no_other_link_does() {
    let mut again = asked();
    let _ = again.ask_preflight(&by_totp(&sender(), NOW), after(60)).unwrap();
    for (document, leads) in [
        (asked(), true),
        (draft(), false),
        (readdressed(), false),
        (again, false),
        (sent(true), false),
    ] {
        let mut work = work(None, vec![]);
        work.finds(&document);
        work.tries.expect_lock().returning(|_, _| Ok(()));
        work.mailbox_codes.expect_asked_since().returning(|_, _| Ok(vec![]));
        work.sessions.expect_add().returning(|_, _| Ok(()));
        work.mailbox_codes
            .expect_add()
            .times(usize::from(leads))
            .withf(|code, _| code.address == taro().email)
            .returning(|_, _| Ok(()));
        let (ports, _) = Ports::mock().with([work]).wire();
        let code = ask_for_mailbox_code(&ports, LINK(), Client::local(), None).await;
        assert_eq!(code.is_ok(), leads);
        assert!(leads || matches!(code, Err(Error::InvalidLink)));
    }
}

// O-01 EN-01
#[tokio::test]
async fn a_code_that_was_mailed_to_a_former_address_proves_nothing() {
    let code = MailboxCode {
        id: MailboxCodeId::from(Uuid::from_u128(31)),
        recipient: recipient_id(),
        address: taro().email,
        session: KEY,
        issued_at: NOW,
        used_at: None,
        network: Client::local().network,
    };
    let mut work = work(Some(Session::begin(KEY, NOW)), vec![]);
    work.mailbox_codes.expect_newest_in().returning(move |_, _| Ok(Some(code.clone())));
    work.finds(&readdressed());
    let _ = with_tries(&mut work, None, Throttle::clear());
    let mut world = Ports::mock().with([work]);
    world.tokens.expect_is_mailbox_code().returning(|_, _| true);
    let (ports, commits) = world.wire();
    let typed = (recipient_id(), SecretInput("123456".into()));
    let refused = prove_mailbox(&ports, PRINCIPAL, Client::local(), typed).await;
    assert!(matches!(refused, Err(Error::MailboxCode(MailboxCodeError::Expired))));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// O-01 EN-01 EN-13
#[tokio::test]
async fn a_mailbox_proved_before_the_sender_wrote_another_address_registers_no_account_there() {
    let mut work = work(Some(proved(None)), vec![]);
    work.finds(&readdressed());
    let mut world = Ports::mock().with([work]);
    world.passwords.expect_hash().returning(|_| Ok(PasswordHash("hash".into())));
    let (ports, commits) = world.wire();
    let command = Register {
        principal: PRINCIPAL,
        recipient: recipient_id(),
        name: PersonName::parse("山田 太郎").unwrap(),
        password: NewPassword::parse("ひとりずつ違う長い合言葉").unwrap(),
        registration: Registration::Invited,
    };
    assert!(matches!(register(&ports, command).await, Err(Error::MailboxNotProven)));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// O-01 EN-01 EN-02
#[tokio::test]
async fn a_recipient_says_ready_in_the_session_that_proved_the_mailbox_strongly_signed_in() {
    for by in [by_totp(&taro(), NOW), by_idp(&taro(), NOW)] {
        let mut work = work(Some(proved(Some(by))), vec![taro()]);
        work.finds(&asked());
        work.documents
            .expect_save()
            .times(1)
            .withf(|saved, events| {
                let state = saved.recipients[0].preflight.map(|asked| asked.state);
                kinds(events) == ["preflight_answered"] && state == Some(PreflightState::Ready)
            })
            .returning(|_, _| Ok(()));
        let (ports, _) = Ports::mock().with([work]).wire();
        say_ready(&ports, PRINCIPAL, LINK()).await.unwrap();
    }
}

// O-01 EN-01 EN-02 EN-13
#[tokio::test]
async fn only_the_recipient_says_ready() {
    let long_ago = NOW.minus(wariin_domain::Span::minutes(61));
    let strong = || Some(by_totp(&taro(), NOW));
    let old = Some(ProvenMailbox { at: long_ago, ..proof() });
    for (session, document) in [
        (session(by_totp(&taro(), NOW)), asked()),
        (proved(Some(by_password(&taro()))), asked()),
        (proved(None), asked()),
        (Session { mailbox: old, ..proved(strong()) }, asked()),
        (proved(strong()), readdressed()),
        (proved(strong()), draft()),
        (proved(strong()), sent(true)),
    ] {
        let mut work = work(Some(session), vec![taro()]);
        work.finds(&document);
        let mut audit = MockWork::default();
        audit.audit.expect_append().returning(|_| Ok(()));
        let (ports, _) = Ports::mock().with([work, audit]).wire();
        say_ready(&ports, PRINCIPAL, LINK()).await.unwrap_err();
    }
}

// O-01
#[tokio::test]
async fn the_holder_of_the_link_may_say_to_be_another_person() {
    let mut work = MockWork::default();
    work.finds(&asked());
    work.documents
        .expect_save()
        .times(1)
        .withf(|_, events| kinds(events) == ["preflight_refused"])
        .returning(|_, _| Ok(()));
    let (ports, _) = Ports::mock().with([work]).wire();
    report_wrong_recipient(&ports, LINK()).await.unwrap();
}

/// A world with this document, in which the browser's link is that of the preflight.
fn reads(document: Document) -> MockPorts {
    let mut world = Ports::mock();
    world.tokens.expect_read_link().returning(|_| None);
    world.tokens.expect_read_preflight_link().returning(|_| Some(LINK()));
    world.views.expect_document_of().returning(move |_| Ok(Some(document.clone())));
    world.views.expect_account().returning(|_| Ok(Some(sender())));
    world.views.expect_organisation().returning(|_| Ok(Some(crate::world::organisation())));
    world.views.expect_idp_serving().returning(|_| Ok(None));
    world.views.expect_factors().returning(|_| Ok(vec![]));
    world.views.expect_idp_links().returning(|_| Ok(vec![]));
    world
}

fn query(caller: Option<&Caller>) -> RecipientQuery<'_> {
    RecipientQuery { recipient: recipient_id(), caller, link: Some("token") }
}

// O-01 LI-02
#[tokio::test]
async fn the_link_shows_who_asks_and_opens_nothing() {
    let (ports, commits) = reads(asked()).wire();
    let Landing::Preflight(page) = landing(&ports, query(None)).await.unwrap() else { panic!() };
    assert!(!page.is_mailbox_proved);
    assert_eq!(page.intended, taro().email.masked());
    let command = wariin_usecases::OpenDocument { principal: None, recipient: recipient_id() };
    let refused = Box::pin(open_document(&ports, command)).await.map(drop);
    assert!(matches!(
        refused,
        Err(Error::Document(DocumentError::Gate(GateRefusal::NotAvailable)))
    ));
    assert_eq!(commits.load(Ordering::SeqCst), 0, "looking changes nothing");
    for ended in [sent(true), sent(false), readdressed(), draft()] {
        let (ports, _) = reads(ended).wire();
        assert!(matches!(landing(&ports, query(None)).await, Err(Error::InvalidLink)));
        assert!(matches!(invited_recipient(&ports, query(None)).await, Err(Error::InvalidLink)));
    }
}

// O-01 T-032
#[tokio::test]
async fn a_recipient_goes_on_where_something_is_missing_and_to_the_end_where_nothing_is() {
    let caller = |session| Caller { session, account: Some(taro()), organisation: None };
    let strong = caller(proved(Some(by_totp(&taro(), NOW))));
    let (ports, _) = reads(asked()).wire();
    assert_eq!(next_step(&ports, query(Some(&strong))).await.unwrap(), NextStep::SayReady);
    let unproved = caller(session(by_totp(&taro(), NOW)));
    assert_eq!(next_step(&ports, query(Some(&unproved))).await.unwrap(), NextStep::ProveMailbox);
    let without_link = RecipientQuery { link: None, ..query(Some(&strong)) };
    assert_eq!(next_step(&ports, without_link).await.unwrap(), NextStep::FollowLink);
    let anonymous = Caller { session: proved(None), account: None, organisation: None };
    assert_eq!(next_step(&ports, query(Some(&anonymous))).await.unwrap(), NextStep::Register);
}

/// Runs this job on the document; says what was mailed to Taro, if anything.
async fn mailed(document: &Document, job: Job) -> Option<EmailContent> {
    let mut world = Ports::mock();
    let item = ClaimedJob { id: Uuid::from_u128(500), job, attempt: 1 };
    world.jobs.expect_claim().times(1).returning(move |_, _, _, _| Ok(vec![item.clone()]));
    world.jobs.expect_finish().times(1).returning(|_, _, _| Ok(()));
    let found = document.clone();
    world.views.expect_document().returning(move |_| Ok(Some(found.clone())));
    world.views.expect_account().returning(|_| Ok(Some(sender())));
    world.views.expect_organisation().returning(|_| Ok(Some(crate::world::organisation())));
    world.tokens.expect_preflight_link().returning(|claim| {
        assert_eq!(claim, LINK());
        "token".into()
    });
    let (told, tell) = std::sync::mpsc::channel();
    world.emails.expect_write().returning(move |message| {
        assert_eq!(message.address, taro().email);
        told.send(message.kind.clone()).unwrap();
        EmailText { subject: "s".into(), text: "b".into(), html: "b".into() }
    });
    world.mailer.expect_send().returning(|mail| {
        assert_eq!(mail.reply_to.unwrap().address, sender().email, "the sender gets the answer");
        Ok(())
    });
    let (ports, _) = world.wire();
    work_once(&ports, Queue::Email).await.unwrap();
    tell.try_recv().ok()
}

// O-01 MA-02
#[tokio::test]
async fn the_mail_is_the_newest_preflights_and_goes_out_only_while_it_asks() {
    let document = asked();
    let (recipient, asked_at) = (recipient_id(), NOW);
    let job = Job::AskPreflight { document: document.id, recipient, asked_at };
    let Some(EmailContent::Preflight { sender: by, token, until, .. }) =
        mailed(&document, job).await
    else {
        panic!("no mail")
    };
    assert_eq!((by, token.as_str()), (sender().name, "token"));
    assert_eq!(until, NOW.plus(wariin_domain::PREFLIGHT_LIFE));
    let mut ready = document.clone();
    let by = by_totp(&taro(), NOW);
    let account = taro();
    let identity = wariin_domain::fixtures::identity_of(&account, &by);
    let answer = ready.answer_preflight((recipient, NOW), (identity, Some(&proof())), None, NOW);
    assert!(answer.is_ok());
    let mut again = document.clone();
    let _ = again.ask_preflight(&by_totp(&sender(), NOW), after(60)).unwrap();
    for changed in [ready, again, readdressed(), draft(), sent(true)] {
        assert!(mailed(&changed, job).await.is_none());
    }
}
