//! Following links and opening documents.

use crate::company::connection;
use crate::world::{
    NOW, PRINCIPAL, by_password, by_totp, draft, recipient_id, sender, sent, session, taro, work,
};
use std::sync::atomic::Ordering;
use wariin_domain::{
    AccessCodeHash, Account, Document, DocumentError, EventKind, GateRefusal, IdpDemand, Refusal,
    Session, SignIn,
};
use wariin_ports::LinkClaim;
use wariin_ports::mock::MockWork;
use wariin_ports::mock::{MockPorts, NEW_KEY};
use wariin_usecases::{
    Error, OpenDocument, Ports, open_by_mail, open_document, read_link, report_wrong_recipient,
};

fn reads(world: &mut MockPorts, document: &Document, caller: Option<(Account, SignIn)>) {
    let document = document.clone();
    world.views.expect_document_of().returning(move |_| Ok(Some(document.clone())));
    let found = caller.clone().map(|(_, sign_in)| session(sign_in));
    world.views.expect_session().returning(move |_| Ok(found.clone()));
    world.views.expect_account().returning(move |_| Ok(caller.clone().map(|(account, _)| account)));
}

fn command() -> OpenDocument {
    OpenDocument { principal: Some(PRINCIPAL), recipient: recipient_id() }
}

// T-041 LI-05
#[tokio::test]
async fn a_foreign_account_is_refused_and_recorded_once_so_that_the_recipient_is_told_once() {
    for told_before in [false, true] {
        let mut keeps = MockWork::default();
        keeps.audit.expect_has_told_of_foreign_account().returning(move |_| Ok(told_before));
        keeps.audit.expect_append().times(usize::from(!told_before)).returning(|events| {
            let kind = &events.iter().next().unwrap().kind;
            let refusal = Refusal::WrongAccount;
            let recipient = Some(recipient_id());
            assert_eq!(*kind, EventKind::Refused { recipient, refusal });
            Ok(())
        });
        let mut world = Ports::mock().with([keeps]);
        let foreigner = sender();
        let sign_in = by_totp(&foreigner, NOW);
        reads(&mut world, &sent(true), Some((foreigner, sign_in)));
        let (ports, _) = world.wire();
        let refused = open_document(&ports, command()).await;
        assert!(matches!(
            refused,
            Err(Error::Document(DocumentError::Gate(GateRefusal::WrongAccount { .. })))
        ));
    }
}

// T-001 T-036
#[tokio::test]
async fn neither_an_anonymous_request_nor_a_password_opens_what_carries_the_request() {
    for (caller, expected) in [
        (None, GateRefusal::SignIn),
        (Some((taro(), by_password(&taro()))), GateRefusal::SecondFactor),
    ] {
        let mut world = Ports::mock();
        reads(&mut world, &sent(true), caller);
        let (ports, commits) = world.wire();
        let refused = open_document(&ports, command()).await;
        assert!(
            matches!(refused, Err(Error::Document(DocumentError::Gate(gate))) if gate == expected)
        );
        assert_eq!(commits.load(Ordering::SeqCst), 0);
    }
}

#[tokio::test]
async fn only_the_first_opening_is_written() {
    let account = taro();
    let sign_in = by_totp(&account, NOW);
    let mut first = work(Some(session(sign_in.clone())), vec![account.clone()]);
    first.finds(&sent(true));
    first.documents.expect_save().times(1).returning(|document, _| {
        assert_eq!(document.recipients[0].account, Some(taro().id));
        Ok(())
    });
    let mut world = Ports::mock().with([first]);
    reads(&mut world, &sent(true), Some((account.clone(), sign_in.clone())));
    let (ports, commits) = world.wire();
    open_document(&ports, command()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let mut opened = sent(true);
    let requester = wariin_domain::Identity::new(&account, &sign_in).unwrap();
    let _ = opened.open(recipient_id(), requester, NOW).unwrap();
    let mut world = Ports::mock();
    reads(&mut world, &opened, Some((account.clone(), sign_in.clone())));
    let (ports, commits) = world.wire();
    open_document(&ports, command()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// T-061 T-085 WE-01 EN-04
#[tokio::test]
async fn the_links_button_opens_only_what_does_not_carry_the_request() {
    let link = LinkClaim { recipient: recipient_id(), generation: 1 };
    let mut plain = work(None, vec![]);
    plain.finds(&sent(false));
    plain.sessions.expect_add().times(1).returning(|session: &Session, _| {
        assert_eq!((session.key, session.opened), (NEW_KEY, Some((recipient_id(), 1))));
        Ok(())
    });
    let (ports, _) = Ports::mock().with([plain]).wire();
    open_by_mail(&ports, link, None).await.unwrap();

    let mut gated = work(None, vec![]);
    gated.finds(&sent(true));
    let (ports, _) = Ports::mock().with([gated]).wire();
    let refused = open_by_mail(&ports, link, None).await;
    let gate = DocumentError::Gate(GateRefusal::SignIn);
    assert!(matches!(refused, Err(Error::Document(error)) if error == gate));

    let mut named = draft();
    let mut details = named.recipients[0].details.clone();
    details.idp = Some(IdpDemand::of(&connection()));
    let by = by_totp(&sender(), NOW);
    let _ = named.change_recipient(recipient_id(), details, &by, NOW).unwrap();
    let _ = named.send(&by, NOW).unwrap();
    let mut gated = work(None, vec![]);
    gated.finds(&named);
    let (ports, _) = Ports::mock().with([gated]).wire();
    let refused = open_by_mail(&ports, link, None).await;
    let gate = DocumentError::Gate(GateRefusal::SignIn);
    assert!(matches!(refused, Err(Error::Document(error)) if error == gate), "EN-04");

    let mut coded = (*sent(false)).clone();
    coded.recipients[0].details.access_code = Some(AccessCodeHash("hash".into()));
    let mut locked = work(None, vec![]);
    locked.finds(&Document::restore(coded).unwrap());
    let (ports, _) = Ports::mock().with([locked]).wire();
    let refused = open_by_mail(&ports, link, None).await;
    let gate = DocumentError::Gate(GateRefusal::AccessCode);
    assert!(matches!(refused, Err(Error::Document(error)) if error == gate), "T-085");

    let mut superseded = work(None, vec![]);
    superseded.finds(&sent(false));
    let (ports, _) = Ports::mock().with([superseded]).wire();
    let old = LinkClaim { generation: 0, ..link };
    assert!(matches!(open_by_mail(&ports, old, None).await, Err(Error::InvalidLink)));
}

// T-091 LI-03
#[tokio::test]
async fn following_a_mailed_link_changes_nothing() {
    let mut world = Ports::mock();
    let link = LinkClaim { recipient: recipient_id(), generation: 1 };
    world.tokens.expect_read_link().returning(move |_| Some(link));
    reads(&mut world, &sent(true), None);
    let (ports, commits) = world.wire();
    for _ in 0..100 {
        read_link(&ports, "token").await.unwrap();
    }
    assert_eq!(commits.load(Ordering::SeqCst), 0, "no unit of work was even prepared");
}

// T-083
#[tokio::test]
async fn one_who_is_not_meant_needs_the_link_and_nothing_else() {
    let link = LinkClaim { recipient: recipient_id(), generation: 1 };
    let mut saves = MockWork::default();
    saves.finds(&sent(true));
    saves.documents.expect_save().times(1).returning(|_, _| Ok(()));
    let (ports, commits) = Ports::mock().with([saves]).wire();
    report_wrong_recipient(&ports, link).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}
