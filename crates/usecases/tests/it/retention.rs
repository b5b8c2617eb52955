//! How long documents are kept: set, held, announced, deleted, and told to those who could see them.

use crate::world::{
    NOW, PRINCIPAL, by_password, by_totp, guest, kinds, membership, organisation, recipient_id,
    sender, sent, session, taro, work,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use wariin_domain::fixtures::{after, signed_in};
use wariin_domain::{
    Account, Amount, BookkeepingDuty, ConsentRequest, DELETION_NOTICE, DeletedDocument, Document,
    DocumentError, FileDigest, GateRefusal, Job, Organisation, OrganisationError, Party, Reason,
    RecipientId, Recovery, RecoveryCause, RetentionPolicy, RetentionYears, Role, Seal, SealLevel,
    SealedFile, SearchFields, Span, Timestamp, Uuid,
};
use wariin_ports::mock::{MockClock, MockPorts, MockWork};
use wariin_ports::{
    ClaimedJob, EmailContent, EmailText, JobOutcome, LinkClaim, Member, Place, Queue, StorageError,
};
use wariin_usecases::{
    Caller, DocumentCommand, Error, KeepingSide, OpenDocument, Ports, Principal, RecipientQuery,
    RetentionRun, RetentionStep, apply_retention, correct_document, due_retention, hold_document,
    landing, open_document, own_document, release_document, set_retention, view_as_manager,
    work_once,
};

/// Concluded at [`NOW`], behind Taro's consent.
fn concluded() -> Document {
    let mut document = sent(true);
    let (taro, by) = (taro(), by_totp(&taro(), NOW));
    let shown = ConsentRequest::to(document.content_digest());
    let _ = document.consent(recipient_id(), signed_in(&taro, &by), shown, NOW).unwrap();
    let seal = Seal { digest: FileDigest::new([9; 32]), level: SealLevel::Basic };
    let sealed = SealedFile { file: document.files[0].id, seal };
    let _ = document.conclude(&[sealed], NOW).unwrap();
    document
}

fn one_year() -> RetentionPolicy {
    let years = RetentionYears::new(1).ok();
    RetentionPolicy::new(years, BookkeepingDuty::None, Some(NOW)).unwrap()
}

fn keeping() -> Organisation {
    Organisation { retention: one_year(), ..organisation() }
}

/// When the document is announced at the earliest.
fn announced_from() -> Timestamp {
    concluded().retained_until(&one_year()).unwrap().minus(DELETION_NOTICE)
}

fn announced() -> Document {
    let mut document = concluded();
    let _ = document.announce_deletion(&one_year(), announced_from());
    document
}

fn left() -> DeletedDocument {
    let document = announced();
    document.delete(&one_year(), announced_from().plus(DELETION_NOTICE)).unwrap().0
}

fn with_role(role: Role) -> Account {
    Account { membership: membership(1, role), ..sender() }
}

fn reason() -> Reason {
    Reason::parse("訴訟が予想されるため").unwrap()
}

fn on(document: &Document) -> DocumentCommand {
    DocumentCommand { document: document.id, principal: PRINCIPAL }
}

// O-47
#[tokio::test]
async fn the_period_is_set_by_an_admin_strongly_signed_in_and_never_below_the_law() {
    let admin = |sign_in| {
        let mut work = work(Some(session(sign_in)), vec![sender()]);
        work.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
        work
    };
    let mut saves = admin(by_totp(&sender(), NOW));
    saves.accounts.expect_save_organisation().times(1).returning(|own, events| {
        assert_eq!(own.retention.years().unwrap().number(), 7);
        assert_eq!(kinds(&events), ["retention_set"]);
        Ok(())
    });
    let works = [saves, admin(by_totp(&sender(), NOW)), admin(by_password(&sender()))];
    let (ports, commits) = Ports::mock().with(works).wire();
    let seven = BookkeepingDuty::SevenYears;
    let years = |years| RetentionYears::new(years).ok();
    set_retention(&ports, PRINCIPAL, years(7), seven).await.unwrap();
    let refused = set_retention(&ports, PRINCIPAL, years(6), seven).await;
    let short = |error: &Error| {
        matches!(error, Error::Organisation(OrganisationError::RetentionTooShort { least: 7 }))
    };
    assert!(refused.is_err_and(|error| short(&error)));
    let weak = set_retention(&ports, PRINCIPAL, years(9), seven).await;
    assert!(matches!(weak, Err(Error::Organisation(OrganisationError::WeakSignIn(_)))));
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

fn finds(account: &Account, strongly: bool, document: &Document) -> MockWork {
    let by = if strongly { by_totp(account, NOW) } else { by_password(account) };
    let mut work = work(Some(session(by)), vec![account.clone()]);
    work.finds(document);
    work
}

fn saves(mut work: MockWork, kind: &'static str) -> MockWork {
    work.documents.expect_save().times(1).returning(move |_, events| {
        assert_eq!(kinds(&events), [kind]);
        Ok(())
    });
    work
}

// O-47
#[tokio::test]
async fn a_manager_holds_by_password_and_releases_by_a_strong_sign_in_only() {
    let manager = with_role(Role::Manager);
    let mut held = concluded();
    let _ = held.hold_legally(reason(), &manager, NOW).unwrap();
    let mut refusal = MockWork::default();
    refusal.audit.expect_append().times(1).returning(|events| {
        assert_eq!(kinds(&events), ["refused"]);
        Ok(())
    });
    let works = [
        saves(finds(&manager, false, &concluded()), "legal_hold_placed"),
        finds(&manager, false, &held),
        refusal,
        saves(finds(&manager, true, &held), "legal_hold_released"),
    ];
    let (ports, commits) = Ports::mock().with(works).wire();
    hold_document(&ports, on(&held), KeepingSide::Manager, reason()).await.unwrap();
    let weak = release_document(&ports, on(&held), KeepingSide::Manager).await;
    assert!(matches!(weak, Err(Error::Document(DocumentError::WeakSignIn(_)))), "{weak:?}");
    release_document(&ports, on(&held), KeepingSide::Manager).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 3);
}

// O-47
#[tokio::test]
async fn for_all_others_there_is_nothing_to_hold_or_to_correct() {
    let member = Account { id: taro().id, ..with_role(Role::Member) };
    let manager = Account { id: taro().id, ..with_role(Role::Manager) };
    let tries = [
        (member.clone(), KeepingSide::Sender),
        (member, KeepingSide::Manager),
        (manager, KeepingSide::Sender),
        (sender(), KeepingSide::Manager),
    ];
    for (account, side) in tries {
        let works = [(); 3].map(|()| finds(&account, true, &concluded()));
        let (ports, commits) = Ports::mock().with(works).wire();
        let held = hold_document(&ports, on(&concluded()), side, reason()).await;
        let released = release_document(&ports, on(&concluded()), side).await;
        let to = SearchFields::default();
        let corrected = correct_document(&ports, on(&concluded()), side, to).await;
        for refused in [held, released, corrected] {
            assert!(matches!(refused, Err(Error::NotFound)), "{side:?}");
        }
        assert_eq!(commits.load(Ordering::SeqCst), 0);
    }
}

// O-47
#[tokio::test]
async fn a_correction_is_kept_with_its_event() {
    let works = [saves(finds(&sender(), false, &concluded()), "corrected")];
    let (ports, commits) = Ports::mock().with(works).wire();
    let to = SearchFields { amount: Amount::parse("1000").ok(), ..SearchFields::default() };
    correct_document(&ports, on(&concluded()), KeepingSide::Sender, to).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

/// A world in which this document is the organisation's only one, at this instant.
fn world(document: &Document, works: Vec<MockWork>) -> MockPorts {
    let mut world = waiting_world(document, works);
    world.views.expect_has_waiting_job().returning(|_| Ok(false));
    world
}

/// The same, where it is not said whether a job waits.
fn waiting_world(document: &Document, works: Vec<MockWork>) -> MockPorts {
    let mut world = Ports::mock().with(works);
    world.views.expect_newest_recovery().returning(|| Ok(None));
    world.views.expect_organisations_with_retention().returning(|| Ok(vec![keeping()]));
    let id = document.id;
    world
        .views
        .expect_ended_documents()
        .returning(move |_, _, after, _| Ok(if after.is_none() { vec![id] } else { Vec::new() }));
    world
}

/// The ports at this instant.
fn at(now: Timestamp, world: MockPorts) -> (Ports, Arc<AtomicUsize>) {
    let (ports, commits) = world.wire();
    let mut clock = MockClock::new();
    clock.expect_now().returning(move || now);
    (Ports { clock: Arc::new(clock), ..ports }, commits)
}

fn step(document: &Document) -> MockWork {
    let mut work = MockWork::default();
    work.accounts.expect_lock_organisation().returning(|_| Ok(Some(keeping())));
    work.finds(document);
    work
}

fn ran(announced: u64, deleted: u64, failed: u64) -> RetentionRun {
    RetentionRun { announced, deleted, failed }
}

// O-47
#[tokio::test]
async fn a_document_is_announced_and_a_month_later_deleted_with_what_is_left_of_it() {
    let mut announces = step(&concluded());
    announces.documents.expect_save().times(1).returning(|document, events| {
        assert_eq!(kinds(&events), ["deletion_announced"]);
        assert_eq!(document.deletion_announced_at, Some(announced_from()));
        Ok(())
    });
    let (ports, commits) = at(announced_from(), world(&concluded(), vec![announces]));
    assert_eq!(apply_retention(&ports).await.unwrap(), ran(1, 0, 0));
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let mut deletes = step(&announced());
    deletes.documents.expect_remove().times(1).returning(|document, kept, events| {
        assert_eq!((document.id, kept), (concluded().id, &left()));
        assert_eq!(kinds(&events), ["deleted"]);
        Ok(())
    });
    let now = announced_from().plus(DELETION_NOTICE);
    let (ports, commits) = at(now, world(&announced(), vec![deletes]));
    assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 1, 0));
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let early = now.minus(Span::seconds(1));
    let (ports, commits) = at(early, world(&announced(), vec![step(&announced())]));
    assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 0, 0));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// O-47
#[tokio::test]
async fn a_document_stays_while_an_email_about_it_waits() {
    let now = announced_from().plus(DELETION_NOTICE);
    let mut world = waiting_world(&announced(), vec![step(&announced())]);
    let id = announced().id;
    world.views.expect_has_waiting_job().times(1).returning(move |of| Ok(of == id));
    let (ports, commits) = at(now, world);
    assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 0, 0));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// O-47
#[tokio::test]
async fn an_email_that_would_come_too_late_announces_the_deletion_anew() {
    let late = announced_from().plus(Span::days(3));
    let mut again = step(&announced());
    again.documents.expect_save().times(1).returning(move |document, events| {
        assert_eq!(kinds(&events), ["deletion_announced"]);
        assert_eq!(document.deletion_announced_at, Some(late));
        Ok(())
    });
    let mut world = Ports::mock().with([again]);
    let job = Job::NotifyDeletion { document: announced().id, to: Party::Sender };
    let claimed = ClaimedJob { id: Uuid::from_u128(500), job, attempt: 1 };
    world.jobs.expect_claim().returning(move |_, _, _, _| Ok(vec![claimed.clone()]));
    world.views.expect_document().returning(|_| Ok(Some(announced())));
    world.views.expect_account().returning(|_| Ok(Some(sender())));
    world.views.expect_organisation().returning(|_| Ok(Some(keeping())));
    let out_of_date = |outcome: &JobOutcome| matches!(outcome, JobOutcome::OutOfDate);
    world
        .jobs
        .expect_finish()
        .times(1)
        .withf(move |_, outcome, _| out_of_date(outcome))
        .returning(|_, _, _| Ok(()));
    let (ports, commits) = at(late, world);
    work_once(&ports, Queue::Email).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// O-47
#[tokio::test]
async fn a_fault_of_the_storage_at_any_call_deletes_nothing_and_a_conflict_is_tried_again() {
    let now = announced_from().plus(DELETION_NOTICE);
    let broken = || StorageError::Unavailable("told to fail".into());
    let mut no_lock = MockWork::default();
    no_lock.accounts.expect_lock_organisation().returning(move |_| Err(broken()));
    let mut no_document = MockWork::default();
    no_document.accounts.expect_lock_organisation().returning(|_| Ok(Some(keeping())));
    no_document.documents.expect_find().returning(move |_| Err(broken()));
    let mut no_removal = step(&announced());
    no_removal.documents.expect_remove().returning(move |_, _, _| Err(broken()));
    let mut no_commit = step(&announced());
    no_commit.documents.expect_remove().returning(|_, _, _| Ok(()));
    no_commit.commit_fails = true;
    for work in [no_lock, no_document, no_removal, no_commit] {
        let (ports, commits) = at(now, world(&announced(), vec![work]));
        assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 0, 1));
        assert_eq!(commits.load(Ordering::SeqCst), 0);
    }
    let mut conflict = step(&announced());
    conflict.documents.expect_remove().returning(|_, _, _| Err(StorageError::Conflict));
    let mut gone = MockWork::default();
    gone.accounts.expect_lock_organisation().returning(|_| Ok(Some(keeping())));
    gone.documents.expect_find().returning(|_| Ok(None));
    let (ports, commits) = at(now, world(&announced(), vec![conflict, gone]));
    assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 0, 0), "another node was first");
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// O-47
#[tokio::test]
async fn nothing_is_deleted_while_a_recovery_is_young_or_the_policy_became_longer() {
    let now = announced_from().plus(DELETION_NOTICE);
    let mut young = world(&announced(), vec![]);
    young.views.checkpoint();
    young.views.expect_newest_recovery().returning(move || {
        Ok(Some(Recovery {
            number: 1,
            begun_at: now.minus(Span::days(29)),
            cause: RecoveryCause::Restore,
            events: 1,
            witnessed: None,
            finished_at: None,
        }))
    });
    let (ports, _) = at(now, young);
    assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 0, 0));
    assert_eq!(due_retention(&ports, Principal::Operator).await.unwrap(), []);

    let mut longer = MockWork::default();
    longer.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
    longer.finds(&announced());
    let (ports, commits) = at(now, world(&announced(), vec![longer]));
    assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 0, 0), "as it is in the transaction");
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// O-47
#[tokio::test]
async fn a_dry_run_says_what_is_due_and_changes_nothing() {
    let now = announced_from().plus(DELETION_NOTICE);
    for (document, due) in [
        (concluded(), Some(RetentionStep::Announce)),
        (announced(), Some(RetentionStep::Delete)),
        (sent(true), None),
    ] {
        let found = document.clone();
        let mut world = world(&document, vec![]);
        world.views.expect_document().returning(move |_| Ok(Some(found.clone())));
        let (ports, _) = at(now, world);
        let expected: Vec<_> = due.into_iter().map(|step| (document.id, step)).collect();
        assert_eq!(due_retention(&ports, Principal::Operator).await.unwrap(), expected);
        let refused = due_retention(&ports, PRINCIPAL).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
}

/// Where the email of the announcement leads, and to which address it goes; `None` when none is sent.
async fn mailed(document: &Document, to: Party, from: Account) -> Option<(String, Place)> {
    let mut world = Ports::mock();
    let job = Job::NotifyDeletion { document: document.id, to };
    let claimed = ClaimedJob { id: Uuid::from_u128(500), job, attempt: 1 };
    world.jobs.expect_claim().returning(move |_, _, _, _| Ok(vec![claimed.clone()]));
    let document = document.clone();
    world.views.expect_document().returning(move |_| Ok(Some(document.clone())));
    world.views.expect_account().returning(move |_| Ok(Some(from.clone())));
    world.views.expect_organisation().returning(|_| Ok(Some(keeping())));
    world.views.expect_members().returning(|_| {
        let manager = Account { email: taro().email, ..with_role(Role::Manager) };
        Ok([with_role(Role::Admin), manager]
            .map(|account| Member { account, has_factor: true })
            .into())
    });
    let (told, tell) = std::sync::mpsc::channel();
    let is_kind = |kind: &EmailContent| matches!(kind, EmailContent::DeletionAnnounced { .. });
    let write = world.emails.expect_write().withf(move |message| is_kind(&message.kind));
    write.returning(move |message| {
        if let EmailContent::DeletionAnnounced { on, place, .. } = &message.kind {
            assert_eq!(*on, announced_from().plus(DELETION_NOTICE));
            told.send((message.address.as_str().to_owned(), place.clone())).unwrap();
        }
        EmailText { subject: "s".into(), text: "b".into(), html: "b".into() }
    });
    world.mailer.expect_send().returning(|_| Ok(()));
    world.jobs.expect_finish().times(1).returning(|_, outcome, _| {
        assert!(matches!(outcome, JobOutcome::Done | JobOutcome::OutOfDate));
        Ok(())
    });
    let (ports, _) = world.wire();
    work_once(&ports, Queue::Email).await.unwrap();
    drop(ports);
    tell.recv().ok()
}

// O-47
#[tokio::test]
async fn the_announcement_is_mailed_to_the_sender_or_a_manager_and_to_those_who_can_read() {
    let document = announced();
    let to = |email: Account, place| Some((email.email.as_str().to_owned(), place));
    let own = mailed(&document, Party::Sender, sender()).await;
    assert_eq!(own, to(sender(), Place::Document(document.id)));
    let left = mailed(&document, Party::Sender, guest(sender())).await;
    assert_eq!(left, to(taro(), Place::ManagedDocument(document.id)));
    let disabled = Account { disabled_at: Some(after(1)), ..sender() };
    let instead = mailed(&document, Party::Sender, disabled).await;
    assert_eq!(instead, to(taro(), Place::ManagedDocument(document.id)));
    let recipient = mailed(&document, Party::Recipient(recipient_id()), sender()).await;
    assert_eq!(recipient, to(taro(), Place::ReceivedConcluded));
    let mut held = announced();
    let _ = held.hold_legally(reason(), &with_role(Role::Manager), after(1)).unwrap();
    assert_eq!(mailed(&held, Party::Sender, sender()).await, None);
}

fn caller(account: Account) -> Caller {
    let sign_in = by_totp(&account, NOW);
    Caller { session: session(sign_in), account: Some(account), organisation: Some(organisation()) }
}

fn is_deleted<T>(result: &wariin_usecases::Result<T>) -> bool {
    matches!(result, Err(Error::Deleted { document, at })
        if (*document, *at) == (concluded().id, left().deleted_at))
}

fn gone(works: Vec<MockWork>) -> MockPorts {
    let mut world = Ports::mock().with(works);
    world.views.expect_document().returning(|_| Ok(None));
    world.views.expect_document_of().returning(|_| Ok(None));
    world.views.expect_deleted_document().returning(|_| Ok(Some(left())));
    world.views.expect_deleted_document_of().returning(|_| Ok(Some(left())));
    world
}

// O-47
#[tokio::test]
async fn its_sender_and_its_managers_are_told_that_it_was_deleted_and_others_that_there_is_nothing()
{
    let finds_none = |account: &Account| {
        let mut work = work(Some(session(by_password(account))), vec![account.clone()]);
        work.documents.expect_find().returning(|_| Ok(None));
        work
    };
    let manager = with_role(Role::Manager);
    let foreign = Account { membership: membership(2, Role::Manager), ..sender() };
    let (ports, _) = gone(vec![finds_none(&manager), finds_none(&foreign)]).wire();
    let id = concluded().id;
    assert!(is_deleted(&own_document(&ports, Some(&caller(sender())), id).await));
    let hanako = wariin_domain::fixtures::hanako();
    let other = Account { id: hanako.id, ..with_role(Role::Member) };
    let refused = own_document(&ports, Some(&caller(other)), id).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    let look = wariin_domain::ManagerLook::Page;
    assert!(is_deleted(&view_as_manager(&ports, PRINCIPAL, id, look).await));
    let refused = view_as_manager(&ports, PRINCIPAL, id, look).await;
    assert!(matches!(refused, Err(Error::NotFound)));
}

// O-47
#[tokio::test]
async fn a_recipient_is_told_by_the_own_account_or_a_genuine_link() {
    let opens = async |account: Option<Account>, opened: Option<(RecipientId, u32)>| {
        let mut world = gone(vec![]);
        let mut found = account.as_ref().map_or_else(
            || wariin_domain::Session::begin(wariin_ports::mock::KEY, NOW),
            |account| session(by_totp(account, NOW)),
        );
        found.opened = opened;
        world.views.expect_session().returning(move |_| Ok(Some(found.clone())));
        world.views.expect_account().returning(move |_| Ok(account.clone()));
        let (ports, _) = world.wire();
        let command = OpenDocument { principal: Some(PRINCIPAL), recipient: recipient_id() };
        open_document(&ports, command).await
    };
    assert!(is_deleted(&opens(Some(guest(taro())), None).await));
    assert!(is_deleted(&opens(None, Some((recipient_id(), 1))).await));
    let stranger = guest(wariin_domain::fixtures::hanako());
    assert!(matches!(opens(Some(stranger), None).await, Err(Error::NotFound)));
    assert!(matches!(opens(None, None).await, Err(Error::NotFound)));

    let mut world = gone(vec![]);
    world.tokens.expect_read_link().returning(|token| {
        (token == "genuine").then(|| LinkClaim { recipient: recipient_id(), generation: 1 })
    });
    world.tokens.expect_read_preflight_link().returning(|_| None);
    let (ports, _) = world.wire();
    let query = |link| RecipientQuery { recipient: recipient_id(), caller: None, link: Some(link) };
    assert!(is_deleted(&landing(&ports, query("genuine")).await));
    let refused = landing(&ports, query("forged")).await;
    let is_shut = |error: &Error| {
        matches!(error, Error::Document(DocumentError::Gate(GateRefusal::LinkRequired)))
    };
    assert!(refused.is_err_and(|error| is_shut(&error)));
}
