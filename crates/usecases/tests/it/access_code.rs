//! The access code: counted, throttled, and checked for the link's holder and the recipient only.

use crate::sign_in::stored_factor;
use crate::world::{
    NOW, PRINCIPAL, after, by_password, kinds, recipient_id, sender, sent, session, taro,
    with_tries, work,
};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use wariin_domain::{
    AccessCodeHash, Client, Document, DocumentError, Factor, FactorState, GateRefusal, NewPassword,
    PersonName, ProvenMailbox, RecipientId, Registration, Session, SignIn, Throttle, TimeStep,
    TryKind, TrySource, Uuid,
};
use wariin_ports::mock::MockWork;
use wariin_ports::mock::{KEY, MockPorts, NEW_KEY};
use wariin_ports::{LinkClaim, PasswordHash, StorageError, StoredFactor};
use wariin_usecases::{
    Error, Ports, Register, SecretInput, TypeAccessCode, ask_for_mailbox_code, confirm_enrolment,
    register, reset_password, type_access_code,
};

fn coded() -> Document {
    let mut parts = (*sent(true)).clone();
    parts.recipients[0].details.access_code = Some(AccessCodeHash("hash".into()));
    Document::restore(parts).unwrap()
}

const LINK: fn() -> LinkClaim = || LinkClaim { recipient: recipient_id(), generation: 1 };

fn typing(link: Option<LinkClaim>) -> TypeAccessCode {
    let code = SecretInput(" himitsu ".into());
    TypeAccessCode {
        recipient: recipient_id(),
        link: link.map(Into::into),
        client: Client::local(),
        session: Some(KEY),
        code,
    }
}

fn finds_coded(sign_in: Option<SignIn>, throttle: Throttle) -> MockWork {
    let session = sign_in.map_or_else(|| Session::begin(KEY, NOW), session);
    let mut work = work(Some(session), vec![taro(), sender()]);
    work.finds(&coded());
    let _ = with_tries(&mut work, None, throttle);
    work
}

fn world(work: MockWork, right: bool) -> MockPorts {
    let mut world = Ports::mock().with([work]);
    world.views.expect_document_of().returning(|_| Ok(Some(coded())));
    world.passwords.expect_verify().returning(move |typed, _| {
        assert_eq!(typed, "himitsu");
        Ok(right)
    });
    world
}

// T-085
#[tokio::test]
async fn the_right_code_unlocks_this_session_under_a_new_key() {
    let mut work = finds_coded(None, Throttle::clear().failed(NOW));
    work.audit.expect_append().times(1).returning(|events| {
        assert_eq!(kinds(&events), ["access_code_typed"]);
        Ok(())
    });
    work.sessions.expect_replace().times(1).returning(|old, session, _| {
        assert_eq!(
            (old, session.key, session.unlocked_for(recipient_id())),
            (KEY, NEW_KEY, Some(recipient_id()))
        );
        assert!(session.sign_in.is_none(), "it makes no sign-in");
        Ok(())
    });
    let (ports, commits) = world(work, true).wire();
    type_access_code(&ports, typing(Some(LINK()))).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// T-085 T-089
#[tokio::test]
async fn a_wrong_code_is_counted_and_recorded_and_waits_grow_without_an_end_of_the_document() {
    let mut work = work(Some(Session::begin(KEY, NOW)), vec![taro(), sender()]);
    work.finds(&coded());
    let kept = with_tries(&mut work, None, Throttle::restore(9, None));
    work.audit.expect_append().times(1).returning(|events| {
        assert_eq!(kinds(&events), ["refused"]);
        Ok(())
    });
    let (ports, commits) = world(work, false).wire();
    let refused = type_access_code(&ports, typing(Some(LINK()))).await;
    assert!(matches!(refused, Err(Error::WrongCode)));
    assert_eq!(commits.load(Ordering::SeqCst), 1, "the count is kept");
    let network = TrySource::Network(Client::local().network);
    let all = TrySource::AllNetworks;
    let code = TryKind::AccessCode;
    assert_eq!(*kept.lock().unwrap(), [(code, network, 10), (code, all, 1)]);
}

// T-089
#[tokio::test]
async fn while_a_network_waits_even_the_right_code_is_refused_to_it() {
    let blocked = Throttle::restore(6, Some(after(2)));
    for right in [true, false] {
        let (ports, commits) = world(finds_coded(None, blocked), right).wire();
        let refused = type_access_code(&ports, typing(Some(LINK()))).await;
        assert!(matches!(refused, Err(Error::Throttled(_))));
        assert_eq!(commits.load(Ordering::SeqCst), 0);
    }
}

// T-085 AU-01
#[tokio::test]
async fn only_the_links_holder_and_the_recipient_may_try() {
    for (sign_in, link) in [
        (None, None),
        (Some(by_password(&sender())), None),
        (None, Some(LinkClaim { generation: 0, ..LINK() })),
    ] {
        let (ports, _) = world(finds_coded(sign_in, Throttle::clear()), true).wire();
        let refused = type_access_code(&ports, typing(link)).await;
        assert!(matches!(refused, Err(Error::InvalidLink)), "{link:?}");
    }
    let mut own = finds_coded(Some(by_password(&taro())), Throttle::clear());
    own.audit.expect_append().returning(|_| Ok(()));
    own.sessions.expect_replace().returning(|_, _, _| Ok(()));
    let (ports, _) = world(own, true).wire();
    assert!(type_access_code(&ports, typing(None)).await.is_ok());
}

// T-085 EN-01
#[tokio::test]
async fn no_mailbox_code_is_mailed_before_the_access_code_was_typed() {
    for session in [None, Some(KEY)] {
        let (ports, commits) = Ports::mock().with([finds_coded(None, Throttle::clear())]).wire();
        let refused = ask_for_mailbox_code(&ports, LINK(), Client::local(), session).await;
        let expected = DocumentError::from(GateRefusal::AccessCode);
        assert!(matches!(refused, Err(Error::Document(error)) if error == expected));
        assert_eq!(commits.load(Ordering::SeqCst), 0);
    }
}

// O-42 EN-01
#[tokio::test]
async fn a_factor_that_is_confirmed_behind_the_access_code_is_recorded_for_that_recipient() {
    let enrols = |is_kept: bool| {
        let typed = Session { unlocked: vec![recipient_id()], ..session(by_password(&taro())) };
        let mut work = work(Some(typed), vec![taro()]);
        work.finds(&coded());
        work.documents.expect_awaits_advanced_auth().returning(|_| Ok(false));
        work.accounts.expect_password().returning(|_| Ok(None));
        work.factors.expect_active().returning(|_| Ok(vec![]));
        let pending = stored_factor(FactorState::Pending { since: NOW, session: KEY });
        work.factors.expect_pending().returning(move |_| Ok(Some(pending.clone())));
        work.factors.expect_spend().returning(|_, _, _| Ok(true));
        work.factors.expect_save().returning(|_, _| Ok(()));
        work.documents
            .expect_save()
            .times(1)
            .withf(|document, events| {
                kinds(events) == ["enrolled_behind_access_code"]
                    && document.recipients[0].behind_access_code.len() == 1
            })
            .returning(move |_, _| if is_kept { Ok(()) } else { Err(StorageError::Conflict) });
        work.sessions.expect_remove_all_of().returning(|_| Ok(()));
        work.sessions.expect_add().returning(|_, _| Ok(()));
        work
    };
    // The document changes at the same moment: what is confirmed is confirmed again.
    let mut world = Ports::mock().with([enrols(false), enrols(true)]);
    world.totp.expect_matching_step().returning(|_, _, _, _| Ok(Some(TimeStep::new(1))));
    let (ports, commits) = world.wire();
    let typed = SecretInput("123456".into());
    assert!(confirm_enrolment(&ports, PRINCIPAL, typed).await.is_ok());
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// E2
#[tokio::test]
async fn another_access_code_leaves_what_was_unlocked_before() {
    let other = RecipientId::from(Uuid::from_u128(77));
    let session = Session { unlocked: vec![other], ..Session::begin(KEY, NOW) };
    let mut work = work(Some(session), vec![]);
    work.finds(&coded());
    let _ = with_tries(&mut work, None, Throttle::clear());
    work.audit.expect_append().returning(|_| Ok(()));
    work.sessions.expect_replace().times(1).returning(move |_, session, _| {
        assert_eq!(session.unlocked, [other, recipient_id()]);
        Ok(())
    });
    let (ports, commits) = world(work, true).wire();
    assert!(type_access_code(&ports, typing(Some(LINK()))).await.is_ok());
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// E2
#[tokio::test]
async fn a_factor_is_enrolled_behind_every_access_code_of_its_session() {
    let mut second = (*coded()).clone();
    second.id = Uuid::from_u128(78).into();
    second.recipients[0].id = Uuid::from_u128(79).into();
    let second = Document::restore(second).unwrap();
    let unlocked = vec![second.recipients[0].id, recipient_id()];
    let typed = Session { unlocked, ..session(by_password(&taro())) };
    let mut work = work(Some(typed), vec![taro()]);
    let documents = [coded(), second];
    // Each document is read once.
    work.documents.expect_find_by_recipient().times(2).returning(move |recipient| {
        let found = documents.iter().find(|document| document.recipient(recipient).is_some());
        Ok(found.cloned())
    });
    work.documents.expect_awaits_advanced_auth().returning(|_| Ok(false));
    work.accounts.expect_password().returning(|_| Ok(None));
    work.factors.expect_active().returning(|_| Ok(vec![]));
    let pending = stored_factor(FactorState::Pending { since: NOW, session: KEY });
    work.factors.expect_pending().returning(move |_| Ok(Some(pending.clone())));
    work.factors.expect_spend().returning(|_, _, _| Ok(true));
    work.factors.expect_save().returning(|_, _| Ok(()));
    let recorded = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&recorded);
    work.documents.expect_save().times(2).returning(move |document, events| {
        assert_eq!(kinds(&events), ["enrolled_behind_access_code"]);
        seen.lock().unwrap().push(document.id);
        Ok(())
    });
    work.sessions.expect_remove_all_of().returning(|_| Ok(()));
    work.sessions.expect_add().returning(|_, _| Ok(()));
    let mut world = Ports::mock().with([work]);
    world.totp.expect_matching_step().returning(|_, _, _, _| Ok(Some(TimeStep::new(1))));
    let (ports, _) = world.wire();
    let typed = SecretInput("123456".into());
    assert!(confirm_enrolment(&ports, PRINCIPAL, typed).await.is_ok());
    let mut in_order = [coded().id, Uuid::from_u128(78).into()];
    in_order.sort_unstable();
    assert_eq!(
        *recorded.lock().unwrap(),
        in_order,
        "so that no two enrolments wait for each other"
    );
}

// E2
#[tokio::test]
async fn a_factor_of_another_account_is_not_recorded_behind_the_recipients_access_code() {
    let typed = Session { unlocked: vec![recipient_id()], ..session(by_password(&sender())) };
    let mut work = work(Some(typed), vec![sender()]);
    work.finds(&coded());
    work.documents.expect_awaits_advanced_auth().returning(|_| Ok(false));
    work.accounts.expect_password().returning(|_| Ok(None));
    work.factors.expect_active().returning(|_| Ok(vec![]));
    let pending = StoredFactor {
        factor: Factor {
            account: sender().id,
            ..stored_factor(FactorState::Pending { since: NOW, session: KEY }).factor
        },
        ..stored_factor(FactorState::Pending { since: NOW, session: KEY })
    };
    work.factors.expect_pending().returning(move |_| Ok(Some(pending.clone())));
    work.factors.expect_spend().returning(|_, _, _| Ok(true));
    work.factors.expect_save().returning(|_, _| Ok(()));
    work.documents.expect_save().never();
    work.sessions.expect_remove_all_of().returning(|_| Ok(()));
    work.sessions.expect_add().returning(|_, _| Ok(()));
    let mut world = Ports::mock().with([work]);
    world.totp.expect_matching_step().returning(|_, _, _, _| Ok(Some(TimeStep::new(1))));
    let (ports, commits) = world.wire();
    let typed = SecretInput("123456".into());
    assert!(confirm_enrolment(&ports, PRINCIPAL, typed).await.is_ok());
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// T-085
#[tokio::test]
async fn a_code_that_the_sender_replaces_while_it_is_compared_is_wrong() {
    let mut replaced = (*coded()).clone();
    replaced.recipients[0].details.access_code = Some(AccessCodeHash("another".into()));
    let mut work = work(Some(Session::begin(KEY, NOW)), vec![taro(), sender()]);
    work.finds(&Document::restore(replaced).unwrap());
    let _ = with_tries(&mut work, None, Throttle::clear());
    work.audit.expect_append().returning(|_| Ok(()));
    let (ports, _) = world(work, true).wire();
    let refused = type_access_code(&ports, typing(Some(LINK()))).await;
    assert!(matches!(refused, Err(Error::WrongCode)));
}

// LI-03
#[tokio::test]
async fn an_empty_field_is_no_try_of_an_access_code() {
    let (ports, commits) = Ports::mock().with([]).wire();
    let nothing = TypeAccessCode { code: SecretInput(" ".into()), ..typing(Some(LINK())) };
    assert!(matches!(type_access_code(&ports, nothing).await, Err(Error::NoCode)));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// T-085 EN-01 EN-04
#[tokio::test]
async fn a_mailbox_proved_before_the_code_was_set_registers_and_resets_nothing_without_it() {
    let proof = ProvenMailbox { recipient: recipient_id(), address: taro().email, at: NOW };
    let world = || {
        let proved = Session { mailbox: Some(proof.clone()), ..Session::begin(KEY, NOW) };
        let mut work = work(Some(proved), vec![]);
        work.finds(&coded());
        let mut world = Ports::mock().with([work]);
        world.passwords.expect_hash().returning(|_| Ok(PasswordHash("hash".into())));
        world.wire()
    };
    let password = || NewPassword::parse("ひとりずつ違う長い合言葉").unwrap();
    let is_locked = |refused| {
        let locked = DocumentError::from(GateRefusal::AccessCode);
        matches!(refused, Err(Error::Document(error)) if error == locked)
    };
    let (ports, commits) = world();
    let registration = Register {
        principal: PRINCIPAL,
        recipient: recipient_id(),
        name: PersonName::parse("山田 太郎").unwrap(),
        password: password(),
        registration: Registration::Invited,
    };
    assert!(is_locked(register(&ports, registration).await));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
    let (ports, commits) = world();
    assert!(is_locked(reset_password(&ports, PRINCIPAL, recipient_id(), password()).await));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}
