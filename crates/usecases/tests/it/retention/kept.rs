//! The lists of announced deletions and held documents: which reader sees which, and what an email tells of a hold.

use super::{announced, concluded, finds, keeping, on, one_year, reason, with_role};
use crate::world::{NOW, by_totp, kinds, membership, organisation, sender, session, taro};
use std::sync::atomic::Ordering;
use wariin_domain::fixtures::after;
use wariin_domain::{
    Account, Actor, DELETION_NOTICE, Document, DocumentError, EventKind, Job, Organisation,
    ReferenceNumber, Role, Timestamp, Uuid,
};
use wariin_ports::mock::{MockPorts, MockWork};
use wariin_ports::{
    ClaimedJob, DocumentPage, DocumentRow, EmailContent, EmailText, KeptCursor, KeptList, Party,
    Place, Queue, TimelineEntry, TimelineEvent,
};
use wariin_usecases::{
    Caller, Error, KeepingSide, KeptKind, KeptSelection, KeptSide, Ports, hold_document,
    kept_document, kept_documents, release_document, sent_by_number, work_once,
};

/// An admin of the organisation who is not the sender.
fn admin() -> Account {
    Account { id: taro().id, ..with_role(Role::Admin) }
}

fn caller(account: Account) -> Caller {
    let session = session(by_totp(&account, NOW));
    Caller { session, account: Some(account), organisation: Some(keeping()) }
}

fn held() -> Document {
    let mut document = concluded();
    let _ = document.hold_legally(reason(), &admin(), after(1)).unwrap();
    document
}

fn selection(side: KeptSide, kind: KeptKind, limit: usize) -> KeptSelection {
    KeptSelection { side, kind, after: None, limit }
}

fn knows(document: &Document) -> MockPorts {
    let mut world = Ports::mock();
    let document = document.clone();
    world.views.expect_document().returning(move |_| Ok(Some(document.clone())));
    world
        .views
        .expect_account()
        .returning(|id| Ok([sender(), admin()].into_iter().find(|account| account.id == id)));
    world
}

// O-47
#[tokio::test]
async fn an_admin_holds_and_releases_a_document_of_another_member_and_its_chain_says_so() {
    let works = [
        (finds(&admin(), false, &concluded()), "legal_hold_placed"),
        (finds(&admin(), true, &held()), "legal_hold_released"),
    ];
    let works = works.map(|(mut work, kind)| {
        work.documents.expect_save().times(1).returning(move |_, events| {
            assert_eq!(kinds(&events), [kind]);
            let event = events.iter().next().unwrap();
            assert_eq!(event.actor, Actor::Account(admin().id));
            let job = Job::NotifyLegalHold { document: concluded().id, at: event.at };
            assert_eq!(event.jobs(), [job]);
            Ok(())
        });
        work
    });
    let (ports, commits) = Ports::mock().with(works).wire();
    hold_document(&ports, on(&held()), KeepingSide::Admin, reason()).await.unwrap();
    release_document(&ports, on(&held()), KeepingSide::Admin).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 2);
}

// O-47
#[tokio::test]
async fn an_admin_releases_by_a_strong_sign_in_only_and_other_members_find_nothing() {
    let mut refusal = MockWork::default();
    refusal.audit.expect_append().times(1).returning(|events| {
        assert_eq!(kinds(&events), ["refused"]);
        Ok(())
    });
    let member = Account { membership: membership(1, Role::Member), ..admin() };
    let foreign = Account { membership: membership(2, Role::Admin), ..admin() };
    let works = [
        finds(&admin(), false, &held()),
        refusal,
        finds(&member, true, &held()),
        finds(&foreign, true, &held()),
        finds(&with_role(Role::Manager), true, &held()),
    ];
    let (ports, _) = Ports::mock().with(works).wire();
    let release = || release_document(&ports, on(&held()), KeepingSide::Admin);
    let weak = release().await;
    assert!(matches!(weak, Err(Error::Document(DocumentError::WeakSignIn(_)))), "{weak:?}");
    for _ in 0..3 {
        assert!(matches!(release().await, Err(Error::NotFound)));
    }
}

// O-47
#[tokio::test]
async fn admins_see_all_documents_of_the_organisation_and_senders_their_own() {
    for (side, of) in [(KeptSide::Organisation, None), (KeptSide::Own, Some(sender().id))] {
        let mut world = knows(&announced());
        world.views.expect_kept_documents().times(1).returning(move |query| {
            assert_eq!((query.of, query.sender, query.limit), (organisation().id, of, 2));
            assert_eq!(query.list, KeptList::Announced { since: one_year().set_at() });
            let line = |n| KeptCursor { at: after(n), document: announced().id };
            Ok(vec![line(1), line(2)])
        });
        let (ports, _) = world.wire();
        let founder = caller(sender());
        let asked = selection(side, KeptKind::Announced, 1);
        let page = kept_documents(&ports, Some(&founder), asked).await.unwrap();
        assert_eq!(page.next, Some(KeptCursor { at: after(1), document: announced().id }));
        let [row] = &page.rows[..] else { panic!("{page:?}") };
        assert_eq!(row.sender, sender().name.as_str());
        assert_eq!(row.deleted_from, announced().deleted_from(&one_year()));
        assert_eq!(row.deleted_from.unwrap(), row.retained_until.unwrap());
        assert!(
            row.document.deletion_announced_at.unwrap().plus(DELETION_NOTICE)
                <= row.deleted_from.unwrap()
        );
    }
}

// O-47
#[tokio::test]
async fn a_line_that_was_released_or_announced_anew_meanwhile_is_left_out() {
    for (kind, document, rows) in [
        (KeptKind::Held, held(), 1),
        (KeptKind::Held, announced(), 0),
        (KeptKind::Announced, held(), 0),
    ] {
        let mut world = knows(&document);
        let line = KeptCursor { at: NOW, document: document.id };
        world.views.expect_kept_documents().returning(move |_| Ok(vec![line]));
        let (ports, _) = world.wire();
        let asked = selection(KeptSide::Organisation, kind, 5);
        let page = kept_documents(&ports, Some(&caller(admin())), asked).await.unwrap();
        assert_eq!((page.rows.len(), page.next), (rows, None), "{kind:?}");
        for row in &page.rows {
            assert_eq!(row.hold().unwrap().reason, reason());
            assert_eq!(row.held_by, admin().name.as_str());
        }
    }
}

// O-47 AU-01
#[tokio::test]
async fn for_all_but_admins_there_is_no_list_of_the_organisation_and_no_document_of_others() {
    let (ports, _) = Ports::mock().wire();
    let asked = selection(KeptSide::Organisation, KeptKind::Held, 5);
    for role in [Role::Member, Role::Manager] {
        let other = caller(Account { membership: membership(1, role), ..admin() });
        let listed = kept_documents(&ports, Some(&other), asked).await;
        assert!(matches!(listed, Err(Error::NotFound)));
        let found = sent_by_number(&ports, Some(&other), "0000-0000").await;
        assert!(matches!(found, Err(Error::NotFound)));
        let shown = kept_document(&ports, Some(&other), held().id).await;
        assert!(matches!(shown, Err(Error::NotFound)));
    }
    let listed = kept_documents(&ports, None, asked).await;
    assert!(matches!(listed, Err(Error::NotSignedIn)));
    let elsewhere = Organisation { id: Uuid::from_u128(2).into(), ..organisation() };
    let foreign = Caller { organisation: Some(elsewhere), ..caller(admin()) };
    let drafted = wariin_domain::fixtures::draft();
    for (document, caller) in [(held(), foreign), (drafted, caller(admin()))] {
        let (ports, _) = knows(&document).wire();
        let shown = kept_document(&ports, Some(&caller), document.id).await;
        assert!(matches!(shown, Err(Error::NotFound)));
    }
}

// O-47
#[tokio::test]
async fn a_document_is_found_by_its_reference_number_and_by_nothing_less() {
    let number = ReferenceNumber::of(held().id).to_string();
    let digits = number.replace('-', "");
    let wide: String = digits.chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect();
    for (typed, found) in [
        (number.as_str(), 1),
        (digits.as_str(), 1),
        (wide.as_str(), 1),
        (&digits[..4], 0),
        ("", 0),
        ("契約書", 0),
    ] {
        let mut world = knows(&held());
        world.views.expect_documents().returning(|_| {
            let row = |is_received| DocumentRow { is_received, ..row() };
            Ok(DocumentPage { rows: vec![row(false), row(true)], next: None })
        });
        let (ports, _) = world.wire();
        let rows = sent_by_number(&ports, Some(&caller(admin())), typed).await.unwrap();
        assert_eq!(rows.len(), found, "{typed}");
    }
}

fn row() -> DocumentRow {
    DocumentRow {
        id: held().id,
        title: String::new(),
        status: "concluded".to_owned(),
        advanced_auth: true,
        updated_at: NOW,
        sent_at: None,
        ended_at: None,
        attention_from: None,
        recipients: Vec::new(),
        sender: String::new(),
        is_received: false,
        counterparty: String::new(),
        contract_date: None,
        amount: None,
        control_number: String::new(),
    }
}

/// What the sender is mailed of this event: whether the document is held, and by which person.
async fn mailed(
    document: &Document,
    event: (EventKind, Account, Timestamp),
) -> Option<(bool, String)> {
    let (kind, by, at) = event;
    let mut world = knows(document);
    let job = Job::NotifyLegalHold { document: document.id, at };
    let claimed = ClaimedJob { id: Uuid::from_u128(500), job, attempt: 1 };
    world.jobs.expect_claim().returning(move |_, _, _, _| Ok(vec![claimed.clone()]));
    world.views.expect_organisation().returning(|_| Ok(Some(keeping())));
    world.views.expect_timeline().returning(move |_| {
        let actor = Party { actor: Some(Actor::Account(by.id)), name: None };
        let what = TimelineEvent::Known(kind.clone());
        let hash = wariin_domain::FileDigest::new([1; 32]);
        Ok(vec![TimelineEntry { number: 1, hash, at, actor, what }])
    });
    let (told, tell) = std::sync::mpsc::channel();
    world.emails.expect_write().returning(move |message| {
        let held = match &message.kind {
            EmailContent::LegalHold { title, by, is_held, place } => {
                Some((title, by, is_held, place))
            }
            _ => None,
        };
        let (title, by, is_held, place) = held.unwrap();
        assert_eq!(*title, None, "the document is behind the gate");
        assert!(matches!(place, Place::Document(_)));
        assert_eq!(message.address, sender().email);
        told.send((*is_held, by.to_string())).unwrap();
        EmailText { subject: "s".into(), text: "b".into(), html: "b".into() }
    });
    world.mailer.expect_send().returning(|_| Ok(()));
    world.jobs.expect_finish().times(1).returning(|_, _, _| Ok(()));
    let (ports, _) = world.wire();
    work_once(&ports, Queue::Email).await.unwrap();
    drop(ports);
    tell.recv().ok()
}

// O-47
#[tokio::test]
async fn the_sender_is_told_of_a_hold_by_another_person_while_it_is_so() {
    let placed = |by: Account| (EventKind::LegalHoldPlaced, by, after(1));
    let released = |by: Account| (EventKind::LegalHoldReleased, by, after(2));
    let name = || admin().name.to_string();
    assert_eq!(mailed(&held(), placed(admin())).await, Some((true, name())));
    assert_eq!(mailed(&concluded(), released(admin())).await, Some((false, name())));
    assert_eq!(mailed(&concluded(), placed(admin())).await, None, "released meanwhile");
    assert_eq!(mailed(&held(), released(admin())).await, None, "held again meanwhile");
    let mut own = concluded();
    let _ = own.hold_legally(reason(), &with_role(Role::Admin), after(1)).unwrap();
    assert_eq!(mailed(&own, placed(sender())).await, None, "the sender's own doing");
}
