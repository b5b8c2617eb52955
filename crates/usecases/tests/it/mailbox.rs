//! Proving a mailbox and registering behind it.

use crate::company::connection;
use crate::world::{
    NOW, PRINCIPAL, account, after, by_password, kinds, recipient_id, sender, sent, session, taro,
    with_tries, work,
};
use std::sync::atomic::Ordering;
use wariin_domain::{
    Account, Client, ClientNetwork, Document, DocumentError, GateRefusal, MailboxCode,
    MailboxCodeError, MailboxCodeId, Membership, NewPassword, PersonName, ProvenMailbox,
    RecipientId, Registration, Role, Session, SessionKey, Throttle, Timestamp, TooManyCodes,
    TryKind, TrySource, Uuid,
};
use wariin_ports::mock::MockWork;
use wariin_ports::mock::{KEY, MockPorts, NEW_KEY};
use wariin_ports::{AskedCode, LinkClaim, PasswordHash};
use wariin_usecases::{
    Error, Ports, Register, SecretInput, ask_for_mailbox_code, ask_for_own_mailbox_code,
    prove_mailbox, register, reset_password,
};

const LINK: fn(u32) -> LinkClaim = |generation| LinkClaim { recipient: recipient_id(), generation };

fn code(session: SessionKey, issued_at: Timestamp) -> MailboxCode {
    MailboxCode {
        id: MailboxCodeId::from(Uuid::from_u128(31)),
        recipient: recipient_id(),
        address: taro().email,
        session,
        issued_at,
        used_at: None,
        network: Client::local().network,
    }
}

fn typed() -> (RecipientId, SecretInput) {
    (recipient_id(), SecretInput("1".into()))
}

fn anonymous() -> Session {
    Session::begin(KEY, NOW)
}

fn with_newest(mut work: MockWork, newest: Option<MailboxCode>, document: &Document) -> MockWork {
    let (known, asked) = (newest.clone(), newest.clone());
    work.mailbox_codes.expect_newest().returning(move |_| Ok(known.clone()));
    work.mailbox_codes
        .expect_newest_in()
        .returning(move |_, session| Ok(newest.clone().filter(|code| code.session == session)));
    work.tries.expect_lock().returning(|_, _| Ok(()));
    work.mailbox_codes.expect_asked_since().returning(move |_, _| {
        let by = |code: &MailboxCode| AskedCode {
            at: code.issued_at,
            session: code.session,
            network: code.network,
        };
        Ok(asked.iter().map(by).collect())
    });
    work.finds(document);
    work
}

// EN-02 T-037
#[tokio::test]
async fn a_code_is_asked_for_by_a_session_of_its_own_and_mailed_by_its_id_only() {
    let mut work = with_newest(work(None, vec![]), None, &sent(true));
    work.sessions.expect_add().times(1).returning(|session, _| {
        assert_eq!((session.key, &session.sign_in), (NEW_KEY, &None));
        Ok(())
    });
    work.mailbox_codes
        .expect_add()
        .times(1)
        .withf(|code, events| {
            let jobs = events.iter().flat_map(wariin_domain::Event::jobs).count();
            (code.session, code.issued_at, jobs) == (NEW_KEY, NOW, 1)
        })
        .returning(|_, _| Ok(()));
    let (ports, commits) = Ports::mock().with([work]).wire();
    let asked = ask_for_mailbox_code(&ports, LINK(1), Client::local(), None).await.unwrap();
    assert!(asked.cookie.is_some());
    assert_eq!((asked.until, commits.load(Ordering::SeqCst)), (after(10), 1));
}

// LI-01 LI-05 EN-02 MA-04
#[tokio::test]
async fn a_code_is_refused_to_an_invalid_link_a_foreign_account_and_in_a_rush() {
    let (ports, _) =
        Ports::mock().with([with_newest(work(None, vec![]), None, &sent(true))]).wire();
    assert!(matches!(
        ask_for_mailbox_code(&ports, LINK(2), Client::local(), None).await,
        Err(Error::InvalidLink)
    ));

    let foreign = work(Some(session(by_password(&sender()))), vec![sender()]);
    let (ports, _) = Ports::mock().with([with_newest(foreign, None, &sent(true))]).wire();
    let refused = ask_for_mailbox_code(&ports, LINK(1), Client::local(), Some(KEY)).await;
    let gate = Error::Document(DocumentError::Gate(GateRefusal::WrongAccount {
        intended: "t***@example.com".into(),
    }));
    assert_eq!(refused.unwrap_err().to_string(), gate.to_string());

    let moments_ago = Timestamp::from_micros(NOW.as_micros() - 5_000_000);
    let known = work(Some(anonymous()), vec![]);
    let rush = with_newest(known, Some(code(KEY, moments_ago)), &sent(true));
    let (ports, _) = Ports::mock().with([rush]).wire();
    let refused = ask_for_mailbox_code(&ports, LINK(1), Client::local(), Some(KEY)).await;
    assert!(matches!(refused, Err(Error::TooManyCodes(TooManyCodes::JustMailed))));
}

// EN-02 MA-04
#[tokio::test]
async fn a_stranger_with_the_link_uses_up_the_codes_of_the_own_network_or_session_only() {
    let stranger = ClientNetwork::of(Some([203, 0, 113, 9].into()));
    let hour = |n: i64| Timestamp::from_micros(NOW.as_micros() - n * 3_600_000_000);
    let colleague = SessionKey::new([9; 32]);
    for (own, colleagues, strangers, is_mailed) in [
        (0, 0, 10, true),
        (9, 0, 40, true),
        (10, 0, 0, false),
        (0, 10, 0, false),
        (9, 20, 0, true),
        (9, 21, 0, false),
        (0, 0, 50, true),
        (0, 0, 100, false),
    ] {
        let mut work = work(Some(anonymous()), vec![]);
        work.finds(&sent(true));
        let here = Client::local().network;
        let asked = [
            vec![AskedCode { at: hour(1), session: KEY, network: here }; own],
            vec![AskedCode { at: NOW, session: colleague, network: here }; colleagues],
            vec![AskedCode { at: NOW, session: colleague, network: stranger }; strangers],
        ]
        .concat();
        work.tries.expect_lock().times(1).returning(|_, _| Ok(()));
        work.mailbox_codes.expect_asked_since().returning(move |_, since| {
            assert_eq!(since, hour(24));
            Ok(asked.clone())
        });
        work.mailbox_codes.expect_add().returning(|_, _| Ok(()));
        let (ports, _) = Ports::mock().with([work]).wire();
        let asked = ask_for_mailbox_code(&ports, LINK(1), Client::local(), Some(KEY)).await;
        assert_eq!(asked.is_ok(), is_mailed, "{own} {colleagues} {strangers}");
    }
}

// EN-02
#[tokio::test]
async fn another_session_cannot_use_the_code_and_a_wrong_one_is_counted() {
    let other = code(SessionKey::new([9; 32]), NOW);
    let mut stranger = with_newest(work(Some(anonymous()), vec![]), Some(other), &sent(true));
    let _ = with_tries(&mut stranger, None, Throttle::clear());
    let (ports, _) = Ports::mock().with([stranger]).wire();
    let refused = prove_mailbox(&ports, PRINCIPAL, Client::local(), typed()).await;
    assert!(matches!(refused, Err(Error::MailboxCode(MailboxCodeError::OtherSession))));

    let mut work = with_newest(work(Some(anonymous()), vec![]), Some(code(KEY, NOW)), &sent(true));
    let kept = with_tries(&mut work, None, Throttle::clear());
    work.audit
        .expect_append()
        .times(1)
        .withf(|events| kinds(events) == ["refused"])
        .returning(|_| Ok(()));
    let mut world = Ports::mock().with([work]);
    world.tokens.expect_is_mailbox_code().returning(|_, _| false);
    let (ports, commits) = world.wire();
    let refused = prove_mailbox(&ports, PRINCIPAL, Client::local(), typed()).await;
    assert!(matches!(refused, Err(Error::WrongCode)));
    assert_eq!(commits.load(Ordering::SeqCst), 1);
    let network = TrySource::Network(Client::local().network);
    assert_eq!(kept.lock().unwrap()[0], (TryKind::MailboxCode, network, 1));
}

// WE-01
#[tokio::test]
async fn the_right_code_proves_the_mailbox_under_a_new_key() {
    let mut work = with_newest(work(Some(anonymous()), vec![]), Some(code(KEY, NOW)), &sent(true));
    let _ = with_tries(&mut work, None, Throttle::clear());
    work.mailbox_codes
        .expect_use_up()
        .times(1)
        .withf(|code, events| code.used_at == Some(NOW) && kinds(events) == ["mailbox_proven"])
        .returning(|_, _| Ok(true));
    work.sessions.expect_replace().times(1).returning(|old, session, _| {
        assert_eq!((old, session.key), (KEY, NEW_KEY));
        assert_eq!(
            session.mailbox,
            Some(ProvenMailbox { recipient: recipient_id(), address: taro().email, at: NOW })
        );
        assert_eq!(session.sign_in, None, "a mailbox is no sign-in");
        Ok(())
    });
    let mut world = Ports::mock().with([work]);
    world.tokens.expect_is_mailbox_code().returning(|_, _| true);
    let (ports, _) = world.wire();
    prove_mailbox(&ports, PRINCIPAL, Client::local(), typed()).await.unwrap();
}

fn proved() -> Session {
    let mailbox = Some(ProvenMailbox { recipient: recipient_id(), address: taro().email, at: NOW });
    Session { mailbox, ..anonymous() }
}

fn registers(known: Option<wariin_domain::Account>, session: Session) -> MockWork {
    registers_in(work(Some(session), vec![]), known)
}

fn registers_in(mut work: MockWork, known: Option<wariin_domain::Account>) -> MockWork {
    work.finds(&sent(true));
    work.accounts.expect_find_by_email().returning(move |email| {
        assert_eq!(email.as_str(), "taro@example.com", "the address is the sender's word");
        Ok(known.clone())
    });
    work.sessions.expect_remove().returning(|_, _| Ok(()));
    work.factors.expect_active().returning(|_| Ok(vec![]));
    work.sessions.expect_add().returning(|session, _| {
        assert!(session.mailbox.is_some(), "the proof goes over into the new session");
        Ok(())
    });
    work
}

fn registration() -> Register {
    Register {
        principal: PRINCIPAL,
        recipient: recipient_id(),
        name: PersonName::parse("山田 太郎").unwrap(),
        password: NewPassword::parse("ひとりずつ違う長い合言葉").unwrap(),
        registration: Registration::Invited,
    }
}

fn world(work: MockWork) -> MockPorts {
    let mut world = Ports::mock().with([work]);
    world.passwords.expect_hash().returning(|_| Ok(PasswordHash("hash".into())));
    world
}

// EN-01
#[tokio::test]
async fn registering_needs_the_proof_of_that_mailbox_in_that_session() {
    let (ports, _) = world(registers(None, anonymous())).wire();
    assert!(matches!(register(&ports, registration()).await, Err(Error::MailboxNotProven)));
    let mut late = proved();
    let long_ago = Timestamp::from_micros(NOW.as_micros() - 3_601_000_000);
    late.mailbox =
        Some(ProvenMailbox { recipient: recipient_id(), address: taro().email, at: long_ago });
    let (ports, _) = world(registers(None, late)).wire();
    assert!(matches!(register(&ports, registration()).await, Err(Error::MailboxNotProven)));
    let (ports, _) = world(registers(Some(taro()), anonymous())).wire();
    let password = NewPassword::parse("ひとりずつ違う長い合言葉").unwrap();
    let refused = reset_password(&ports, PRINCIPAL, recipient_id(), password).await;
    assert!(matches!(refused, Err(Error::MailboxNotProven)));
}

// T-037 O-41
#[tokio::test]
async fn a_recipient_registers_as_a_guest_with_the_address_the_sender_wrote() {
    let mut work = registers(None, proved());
    work.accounts.expect_add().times(1).returning(|account, _, _| {
        assert_eq!(account.email.as_str(), "taro@example.com");
        assert_eq!(account.mailbox_proven_at, Some(NOW));
        assert_eq!(account.membership, Membership::Guest);
        Ok(())
    });
    let (ports, commits) = world(work).wire();
    register(&ports, registration()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// O-41
#[tokio::test]
async fn where_registration_is_open_a_recipient_founds_an_organisation() {
    let mut work = registers(None, proved());
    work.accounts.expect_add_organisation().times(1).returning(|organisation, _| {
        assert_eq!(organisation.name.as_str(), "山田商店");
        Ok(())
    });
    work.accounts.expect_add().times(1).returning(|account, _, _| {
        assert!(account.membership.has_role(Role::Admin));
        Ok(())
    });
    let (ports, commits) = world(work).wire();
    let open = Register { registration: Registration::Open, ..registration() };
    register(&ports, open).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// EN-13
#[tokio::test]
async fn an_unproven_account_is_purged_when_its_mailbox_is_proved() {
    let mut hijacked = account(66, "taro@example.com");
    hijacked.mailbox_proven_at = None;
    let id = hijacked.id;
    let mut work = registers(Some(hijacked), proved());
    work.factors.expect_remove_all().times(1).withf(move |a, _| *a == id).returning(|_, _| Ok(()));
    work.sessions.expect_remove_all_of().times(1).withf(move |a| *a == id).returning(|_| Ok(()));
    work.idp_links.expect_remove_all_of().times(1).withf(move |a| *a == id).returning(|_| Ok(()));
    work.accounts
        .expect_save_with_password()
        .times(1)
        .withf(move |account, hash, events| {
            (account.id, account.mailbox_proven_at) == (id, Some(NOW))
                && hash.0 == "hash"
                && kinds(events) == ["credentials_purged", "mailbox_confirmed"]
        })
        .returning(|_, _, _| Ok(()));
    let (ports, commits) = world(work).wire();
    register(&ports, registration()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// EN-13
#[tokio::test]
async fn an_account_whose_owner_proved_the_mailbox_is_not_taken_over() {
    let (ports, commits) = world(registers(Some(taro()), proved())).wire();
    assert!(matches!(register(&ports, registration()).await, Err(Error::AccountExists)));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// EN-07
#[tokio::test]
async fn a_new_password_keeps_the_second_factor_and_ends_the_other_sessions() {
    let mut work = registers(Some(taro()), proved());
    work.factors.expect_remove_all().never();
    work.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
    work.accounts
        .expect_save_with_password()
        .times(1)
        .withf(|_, _, events| kinds(events) == ["password_reset"])
        .returning(|_, _, _| Ok(()));
    let (ports, commits) = world(work).wire();
    let password = NewPassword::parse("ひとりずつ違う長い合言葉").unwrap();
    reset_password(&ports, PRINCIPAL, recipient_id(), password).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

async fn both_ways(work: impl Fn() -> (MockWork, MockWork)) -> [Error; 2] {
    let (registers, resets) = work();
    let (ports, _) = world(registers).wire();
    let registration_refused = register(&ports, registration()).await.unwrap_err();
    let (ports, _) = world(resets).wire();
    let password = NewPassword::parse("ひとりずつ違う長い合言葉").unwrap();
    let reset_refused =
        reset_password(&ports, PRINCIPAL, recipient_id(), password).await.unwrap_err();
    [registration_refused, reset_refused]
}

// LI-05 EN-13
#[tokio::test]
async fn behind_the_sign_in_of_another_account_no_password_is_set() {
    let theirs = || {
        let foreign = Session { mailbox: proved().mailbox, ..session(by_password(&sender())) };
        work(Some(foreign), vec![sender()])
    };
    let refused =
        both_ways(|| (registers_in(theirs(), None), registers_in(theirs(), Some(taro()))));
    for refused in refused.await {
        let Error::Document(DocumentError::Gate(GateRefusal::WrongAccount { .. })) = refused else {
            panic!("{refused}");
        };
    }
}

// T-011 RP-11
#[tokio::test]
async fn no_password_is_set_where_the_organisation_takes_its_provider_only() {
    let company = || {
        let mut work = MockWork::default();
        work.sessions.expect_find().returning(|_| Ok(Some(proved())));
        work.idp_connections.expect_serving().returning(|_| {
            let mut connection = connection();
            connection.membership.is_required = true;
            Ok(Some(connection))
        });
        work
    };
    let refused =
        both_ways(|| (registers_in(company(), None), registers_in(company(), Some(taro()))));
    for refused in refused.await {
        assert!(matches!(refused, Error::IdpRequired), "{refused}");
    }
}

// WE-04
#[tokio::test]
async fn no_password_is_set_for_a_disabled_account() {
    let disabled = || Account { disabled_at: Some(NOW), ..taro() };
    let unproven = || Account { mailbox_proven_at: None, ..disabled() };
    let refused = both_ways(|| {
        (registers(Some(unproven()), proved()), registers(Some(disabled()), proved()))
    });
    for refused in refused.await {
        assert!(matches!(refused, Error::AccountDisabled), "{refused}");
    }
}

// LI-03 SF-06
#[tokio::test]
async fn an_empty_field_is_no_try_of_a_mailed_code() {
    let (ports, commits) = Ports::mock().with([]).wire();
    for nothing in ["", " ", "\u{3000}"] {
        let typed = (recipient_id(), SecretInput(nothing.into()));
        let refused = prove_mailbox(&ports, PRINCIPAL, Client::local(), typed).await;
        assert!(matches!(refused, Err(Error::NoCode)));
    }
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

/// A unit of work in which this account is signed in by password.
fn signed_in(account: &Account, unlocked: bool) -> Session {
    let mut own = session(by_password(account));
    if unlocked {
        own.unlock(recipient_id());
    }
    own
}

// T-038 EN-01 EN-02 O-22
#[tokio::test]
async fn the_recipients_own_account_has_a_code_mailed_without_the_link_and_no_other_one_does() {
    let mut work =
        with_newest(work(Some(signed_in(&taro(), false)), vec![taro()]), None, &sent(true));
    work.mailbox_codes
        .expect_add()
        .times(1)
        .withf(|code, _| (code.session, &code.address) == (KEY, &taro().email))
        .returning(|_, _| Ok(()));
    let (ports, commits) = Ports::mock().with([work]).wire();
    let asked =
        ask_for_own_mailbox_code(&ports, PRINCIPAL, Client::local(), recipient_id()).await.unwrap();
    assert_eq!((asked.cookie.is_none(), commits.load(Ordering::SeqCst)), (true, 1));

    let foreign = crate::world::work(Some(signed_in(&sender(), false)), vec![sender()]);
    let anonymous = crate::world::work(Some(anonymous()), vec![]);
    for work in [foreign, anonymous] {
        let (ports, commits) = Ports::mock().with([with_newest(work, None, &sent(true))]).wire();
        let refused =
            ask_for_own_mailbox_code(&ports, PRINCIPAL, Client::local(), recipient_id()).await;
        let gate = DocumentError::Gate(GateRefusal::LinkRequired);
        assert!(matches!(refused, Err(Error::Document(error)) if error == gate));
        assert_eq!(commits.load(Ordering::SeqCst), 0);
    }
}

// T-085 E2
#[tokio::test]
async fn without_the_link_too_the_access_code_comes_before_the_mailed_one() {
    let mut parts = (*sent(true)).clone();
    parts.recipients[0].details.access_code = Some(wariin_domain::AccessCodeHash("hash".into()));
    let document = Document::restore(parts).unwrap();
    for unlocked in [false, true] {
        let own = crate::world::work(Some(signed_in(&taro(), unlocked)), vec![taro()]);
        let mut work = with_newest(own, None, &document);
        work.mailbox_codes.expect_add().times(usize::from(unlocked)).returning(|_, _| Ok(()));
        let (ports, _) = Ports::mock().with([work]).wire();
        let asked =
            ask_for_own_mailbox_code(&ports, PRINCIPAL, Client::local(), recipient_id()).await;
        match asked {
            Ok(_) => assert!(unlocked),
            Err(error) => {
                let gate = Error::Document(DocumentError::Gate(GateRefusal::AccessCode));
                assert_eq!((error.to_string(), unlocked), (gate.to_string(), false));
            }
        }
    }
}
