//! What is told of a deletion, and to which reader.

use super::{announced, announced_from, concluded, gone, keeping, left, reason, with_role};
use crate::world::{
    NOW, PRINCIPAL, by_password, by_totp, guest, membership, organisation, recipient_id, sender,
    session, taro, work,
};
use wariin_domain::fixtures::after;
use wariin_domain::{
    Account, DELETION_NOTICE, Document, DocumentError, GateRefusal, Job, Party, RecipientId, Role,
    Uuid,
};
use wariin_ports::{
    ClaimedJob, EmailContent, EmailText, JobOutcome, LinkClaim, Member, Place, Queue,
};
use wariin_usecases::{
    Caller, Error, OpenDocument, Ports, RecipientQuery, landing, open_document, own_document,
    view_as_manager, work_once,
};

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
