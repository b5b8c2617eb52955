//! First logins: identities that no account is linked to yet.

use super::{arrives, refused};
use crate::company::{
    BROWSER, NETWORK, authorization_id, back, connection, first_login, identity, knows, link,
    password_session, said, silent,
};
use crate::world::{NOW, account, after, guest, kinds, membership, sent, taro, with_tries};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use wariin_domain::{
    Account, BrowserKey, Client, ClientNetwork, FirstLoginRefusal, IdpConnection, IdpRefusal,
    IdpStatement, Membership, ProvenMailbox, Span, Throttle, Timestamp, TryKind,
};
use wariin_ports::mock::{KEY, MockWork};
use wariin_ports::{AskedFirstLogin, PasswordHash};
use wariin_usecases::{
    AuthorizationOutcome, Error, FirstLoginCodes, SecretInput, confirm_first_login, handle_callback,
};

fn unknown(connection: IdpConnection, known: Option<Account>) -> MockWork {
    let mut work = knows(connection, password_session(), vec![]);
    work.idp_links.expect_owner().returning(|_| Ok(None));
    work.accounts.expect_find_by_email().returning(move |_| Ok(known.clone()));
    work.tries.expect_lock().returning(|_, _| Ok(()));
    work
}

fn open_to_all() -> IdpConnection {
    let mut connection = connection();
    connection.membership.creates_members = true;
    connection
}

fn password() -> PasswordHash {
    PasswordHash("h".into())
}

/// Whether a refusal is the right one.
type IsExpected = fn(&Error) -> bool;

// RP-11 RP-05
#[tokio::test]
async fn an_unknown_identity_gets_no_owned_account_and_none_it_may_not_have() {
    let foreign = IdpStatement {
        email: Some(wariin_domain::EmailAddress::parse("taro@elsewhere.example").unwrap()),
        ..said()
    };
    let silent = IdpStatement { email: None, ..said() };
    let unverified = IdpStatement { email_verified: wariin_domain::EmailVerified::No, ..said() };
    let weak = IdpStatement { amr: vec!["pwd".into()], ..said() };
    let cases: [(IdpConnection, Option<Account>, IdpStatement, IsExpected); 6] = [
        (open_to_all(), Some(taro()), said(), |e| matches!(e, Error::LinkFirst)),
        (connection(), None, said(), |e| matches!(e, Error::NotAMember)),
        (open_to_all(), None, foreign, |e| {
            matches!(e, Error::FirstLogin(FirstLoginRefusal::ForeignDomain))
        }),
        (open_to_all(), None, silent, |e| {
            matches!(e, Error::FirstLogin(FirstLoginRefusal::NoAddress))
        }),
        (open_to_all(), None, unverified, |e| {
            matches!(e, Error::FirstLogin(FirstLoginRefusal::AddressUnverified))
        }),
        (open_to_all(), None, weak, |e| matches!(e, Error::IdpRefused(IdpRefusal::Weak))),
    ];
    for (connection, known, said, is_expected) in cases {
        let mut work = unknown(connection, known);
        work.accounts.expect_password().returning(|_| Ok(Some(password())));
        let (ports, commits) = arrives(work, said).wire();
        let error = refused(handle_callback(&ports, back()).await);
        assert!(is_expected(&error), "{error}");
        assert_eq!(commits.load(Ordering::SeqCst), 2, "nothing but the refusal is kept");
    }
}

// EN-02 RP-11
#[tokio::test]
async fn a_first_login_waits_for_a_code_that_is_mailed_to_its_address() {
    let mut work = unknown(open_to_all(), None);
    work.authorization_requests.expect_asked_since().returning(|_, _| Ok(vec![]));
    work.authorization_requests.expect_wait_for_code().times(1).returning(|first, events| {
        assert_eq!((first.browser, &first.address), (BROWSER, &taro().email));
        assert_eq!(first.network, NETWORK);
        let jobs: Vec<_> = events.iter().flat_map(wariin_domain::Event::jobs).collect();
        assert_eq!(jobs, [wariin_domain::Job::MailIdpCode { authorization: authorization_id() }]);
        Ok(())
    });
    let (ports, _) = arrives(work, said()).wire();
    let arrived = handle_callback(&ports, back()).await.unwrap();
    assert!(
        matches!(arrived, AuthorizationOutcome::ConfirmMailbox { first } if first == authorization_id())
    );
}

// MA-04 WE-04
#[tokio::test]
async fn codes_of_first_logins_are_counted_by_browser_and_network_and_strangers_use_up_none() {
    let code = |browser, network, minutes: u32| AskedFirstLogin {
        at: NOW.minus(Span::minutes(minutes)),
        browser,
        network,
    };
    let stranger = |n: u8| (BrowserKey::new([n; 32]), ClientNetwork::new([n; 16]));
    let strangers = |count| vec![code(stranger(1).0, stranger(1).1, 0); count];
    let cases = [
        (strangers(50), true),
        ([strangers(40), vec![code(BROWSER, NETWORK, 1); 9]].concat(), true),
        (vec![code(BROWSER, NETWORK, 1); 10], false),
        (vec![code(BROWSER, NETWORK, 0)], false),
        (vec![code(stranger(1).0, NETWORK, 0)], false),
        (vec![code(stranger(1).0, NETWORK, 59); 30], false),
        (vec![code(stranger(1).0, NETWORK, 60); 30], true),
        (strangers(100), false),
    ];
    for (asked, is_mailed) in cases {
        let mut work = unknown(open_to_all(), None);
        let before = asked.clone();
        // Of those side by side each has to see the ones before it.
        let is_locked = Arc::new(AtomicBool::new(false));
        let locked = Arc::clone(&is_locked);
        work.tries.checkpoint();
        work.tries.expect_lock().times(1).returning(move |kind, _| {
            assert_eq!(kind, TryKind::FirstLoginCode);
            locked.store(true, Ordering::SeqCst);
            Ok(())
        });
        work.authorization_requests.expect_asked_since().returning(move |_, _| {
            assert!(is_locked.load(Ordering::SeqCst), "the codes are read under the lock");
            Ok(before.clone())
        });
        work.authorization_requests
            .expect_wait_for_code()
            .times(usize::from(is_mailed))
            .returning(|_, _| Ok(()));
        let (ports, _) = arrives(work, said()).wire();
        match handle_callback(&ports, back()).await {
            Ok(arrived) => assert!(is_mailed, "{arrived:?} after {asked:?}"),
            failed => assert!(!is_mailed && matches!(refused(failed), Error::TooManyCodes(_))),
        }
    }
}

/// The unit of work makes an account, links the identity and signs in.
fn welcomes(work: &mut MockWork) {
    welcomes_as(work, membership(1, wariin_domain::Role::Member));
}

fn welcomes_as(work: &mut MockWork, membership: Membership) {
    work.accounts.expect_add().times(1).returning(move |account, password, _| {
        assert!(password.is_none());
        assert_eq!(account.membership, membership);
        assert_eq!((account.name.as_str(), account.mailbox_proven_at), ("山田 太郎", Some(NOW)));
        Ok(())
    });
    links(work);
}

fn links(work: &mut MockWork) {
    work.idp_links.expect_add().times(1).returning(|link, _| {
        assert_eq!((&link.identity, link.linked_at), (&identity(), NOW));
        Ok(())
    });
    work.sessions.expect_remove().returning(|_, _| Ok(()));
    work.factors.expect_active().returning(|_| Ok(vec![]));
    work.sessions.expect_add().times(1).returning(|session, _| {
        assert!(session.sign_in.as_ref().unwrap().is_strong());
        Ok(())
    });
}

// T-037 T-040 EN-02
#[tokio::test]
async fn a_recipient_who_proved_this_very_mailbox_in_this_session_needs_no_second_code() {
    let an_hour_ago = Timestamp::from_micros(NOW.as_micros() - 3_601_000_000);
    for (proven_at, said_email, counts) in [
        (NOW, "taro@example.com", true),
        (an_hour_ago, "taro@example.com", false),
        (NOW, "jiro@example.com", false),
    ] {
        let mut session = password_session();
        session.sign_in = None;
        let recipient = crate::world::recipient_id();
        session.mailbox = Some(ProvenMailbox { recipient, address: taro().email, at: proven_at });
        let mut work = crate::world::work(Some(session), vec![new_member()]);
        work.idp_connections.expect_find().returning(|_| Ok(Some(open_to_all())));
        work.idp_links.expect_owner().returning(|_| Ok(None));
        work.accounts.expect_find_by_email().returning(|_| Ok(None));
        work.finds(&sent(true));
        if counts {
            welcomes(&mut work);
        } else {
            work.tries.expect_lock().times(1).returning(|_, _| Ok(()));
            work.authorization_requests.expect_asked_since().returning(|_, _| Ok(vec![]));
            work.authorization_requests.expect_wait_for_code().times(1).returning(|_, _| Ok(()));
        }
        let email = Some(wariin_domain::EmailAddress::parse(said_email).unwrap());
        let (ports, _) = arrives(work, IdpStatement { email, ..said() }).wire();
        let arrived = handle_callback(&ports, back()).await.unwrap();
        assert_eq!(matches!(arrived, AuthorizationOutcome::SignedIn { .. }), counts, "{arrived:?}");
    }
}

// O-41 T-040
#[tokio::test]
async fn a_recipient_whose_provider_makes_no_members_becomes_a_guest_behind_the_proved_mailbox() {
    let an_hour_ago = Timestamp::from_micros(NOW.as_micros() - 3_601_000_000);
    for (proven_at, counts) in [(NOW, true), (an_hour_ago, false)] {
        let mut session = password_session();
        session.sign_in = None;
        let recipient = crate::world::recipient_id();
        session.mailbox = Some(ProvenMailbox { recipient, address: taro().email, at: proven_at });
        let mut work = crate::world::work(Some(session), vec![guest(new_member())]);
        work.idp_connections.expect_find().returning(|_| Ok(Some(connection())));
        work.idp_links.expect_owner().returning(|_| Ok(None));
        work.accounts.expect_find_by_email().returning(|_| Ok(None));
        work.finds(&sent(true));
        if counts {
            welcomes_as(&mut work, Membership::Guest);
        }
        let (ports, _) = arrives(work, said()).wire();
        let arrived = handle_callback(&ports, back()).await;
        if counts {
            assert!(matches!(arrived.unwrap(), AuthorizationOutcome::SignedIn { .. }));
        } else {
            assert!(matches!(refused(arrived), Error::NotAMember));
        }
    }
}

/// The account that is made, under the id that the world hands out.
fn new_member() -> Account {
    account(777, "taro@example.com")
}

fn waits(first: wariin_domain::FirstLogin, known: Option<Account>) -> MockWork {
    let mut work = crate::world::work(Some(password_session()), vec![new_member(), taro()]);
    let _ = with_tries(&mut work, None, Throttle::clear());
    work.idp_connections.expect_find().returning(|_| Ok(Some(open_to_all())));
    work.accounts.expect_find_by_email().returning(move |_| Ok(known.clone()));
    work.authorization_requests.expect_waiting().returning(move |_| Ok(Some(first.clone())));
    work
}

fn client(browser: &str) -> Client {
    let browser = if browser == "browser" { BROWSER } else { BrowserKey::new([8; 32]) };
    Client { browser, network: ClientNetwork::new([9; 16]) }
}

async fn types(work: MockWork, code: &str, browser: &str) -> (Result<(), Error>, usize) {
    let mut world = silent([work]);
    world.tokens.expect_is_mailbox_code().returning(|_, typed| typed == "123456");
    let (ports, commits) = world.wire();
    let typed =
        FirstLoginCodes { mailed: SecretInput(code.into()), factor: SecretInput("654321".into()) };
    let outcome =
        confirm_first_login(&ports, authorization_id(), client(browser), Some(KEY), typed).await;
    (outcome.map(|_| ()), commits.load(Ordering::SeqCst))
}

// EN-02
#[tokio::test]
async fn the_right_code_in_the_right_browser_makes_the_account_and_links_it() {
    let mut work = waits(first_login(), None);
    work.authorization_requests.expect_end_waiting().times(1).returning(|_| Ok(true));
    welcomes(&mut work);
    let (outcome, commits) = types(work, "123456", "browser").await;
    outcome.unwrap();
    assert_eq!(commits, 1);
}

// EN-02
#[tokio::test]
async fn a_wrong_code_is_counted_and_five_of_them_end_it() {
    let mut work = waits(first_login(), None);
    work.authorization_requests
        .expect_save_throttle()
        .times(1)
        .withf(|first, events| first.throttle.failures() == 1 && kinds(events) == ["idp_refused"])
        .returning(|_, _| Ok(()));
    let (outcome, commits) = types(work, "000000", "browser").await;
    assert!(matches!(outcome, Err(Error::WrongCode)));
    assert_eq!(commits, 1);

    let mut tired = first_login();
    tired.throttle = Throttle::restore(5, None);
    let late = wariin_domain::FirstLogin {
        at: wariin_domain::Timestamp::from_micros(NOW.as_micros() - 601_000_000),
        ..first_login()
    };
    for first in [tired, late] {
        let (outcome, commits) = types(waits(first, None), "123456", "browser").await;
        assert!(matches!(outcome, Err(Error::FirstLoginCode(_))));
        assert_eq!(commits, 0);
    }
    let (outcome, _) = types(waits(first_login(), None), "123456", "another browser").await;
    assert!(matches!(outcome, Err(Error::FirstLoginCode(_))));
}

// EN-02 WE-04
#[tokio::test]
async fn a_network_that_guesses_codes_of_first_logins_waits_also_at_the_next_login() {
    let mut work = crate::world::work(Some(password_session()), vec![new_member(), taro()]);
    let _ = with_tries(&mut work, None, Throttle::restore(6, Some(after(1))));
    work.authorization_requests.expect_waiting().returning(|_| Ok(Some(first_login())));
    let (outcome, commits) = types(work, "123456", "browser").await;
    assert!(matches!(outcome, Err(Error::Throttled(_))), "{outcome:?}");
    assert_eq!(commits, 0);
}

// EN-02
#[tokio::test]
async fn a_code_of_a_first_login_works_once() {
    let mut work = waits(first_login(), None);
    work.authorization_requests.expect_end_waiting().returning(|_| Ok(false));
    let (outcome, commits) = types(work, "123456", "browser").await;
    assert!(matches!(outcome, Err(Error::NotFound)));
    assert_eq!(commits, 0);
}

// EN-13
#[tokio::test]
async fn an_account_with_an_unproved_mailbox_is_purged_of_what_was_set_up_before() {
    let unowned = Account { mailbox_proven_at: None, ..taro() };
    let id = unowned.id;
    let mut work = waits(first_login(), Some(unowned));
    work.authorization_requests.expect_end_waiting().returning(|_| Ok(true));
    work.factors.expect_remove_all().times(1).withf(move |a, _| *a == id).returning(|_, _| Ok(()));
    work.sessions.expect_remove_all_of().times(1).withf(move |a| *a == id).returning(|_| Ok(()));
    work.idp_links.expect_remove_all_of().times(1).withf(move |a| *a == id).returning(|_| Ok(()));
    work.accounts
        .expect_save_with_password()
        .times(1)
        .withf(move |account, hash, events| {
            account.id == id
                && hash.is_none()
                && kinds(events) == ["credentials_purged", "mailbox_confirmed"]
        })
        .returning(|_, _, _| Ok(()));
    links(&mut work);
    let (outcome, _) = types(work, "123456", "browser").await;
    outcome.unwrap();
}

// RP-11: between the mail and the code another person proved the mailbox.
#[tokio::test]
async fn an_account_that_got_its_owner_meanwhile_is_not_linked() {
    let mut work = waits(first_login(), Some(taro()));
    work.accounts.expect_password().returning(|_| Ok(Some(password())));
    let (outcome, commits) = types(work, "123456", "browser").await;
    assert!(matches!(outcome, Err(Error::LinkFirst)));
    assert_eq!(commits, 0);
}

/// The account has an owner, but no password is taken for it any more.
fn nothing_but_the_idp(has_password: bool, is_required: bool) -> MockWork {
    let mut work = crate::world::work(Some(password_session()), vec![taro()]);
    work.idp_connections.expect_find().returning(move |_| {
        let mut connection = connection();
        connection.membership.is_required = is_required;
        Ok(Some(connection))
    });
    work.accounts.expect_find_by_email().returning(|_| Ok(Some(taro())));
    work.accounts.expect_password().returning(move |_| Ok(has_password.then(password)));
    let _ = with_tries(&mut work, None, Throttle::clear());
    work.authorization_requests.expect_waiting().returning(|_| Ok(Some(first_login())));
    work
}

// RP-11: an owner keeps the way to the own account.
#[tokio::test]
async fn an_owned_account_without_another_way_in_is_linked_by_mailed_code_and_second_factor() {
    for (has_password, is_required) in [(true, true), (false, false), (false, true)] {
        let mut work = nothing_but_the_idp(has_password, is_required);
        work.factors.expect_active().returning(|_| Ok(vec![]));
        work.authorization_requests.expect_end_waiting().returning(|_| Ok(true));
        links(&mut work);
        let (outcome, _) = types(work, "123456", "browser").await;
        outcome.unwrap();
    }
    for right in [true, false] {
        let mut work = nothing_but_the_idp(true, true);
        work.factors.expect_active().returning(|_| Ok(vec![crate::company::active_factor()]));
        work.factors.expect_spend().returning(|_, _, _| Ok(true));
        work.factors.expect_save().times(usize::from(!right)).returning(|_, _| Ok(()));
        if right {
            work.authorization_requests.expect_end_waiting().returning(|_| Ok(true));
            links(&mut work);
        }
        let mut world = silent([work]);
        world.tokens.expect_is_mailbox_code().returning(|_, _| true);
        world.totp.expect_matching_step().returning(move |_, _, code, _| {
            assert_eq!(code, "654321");
            Ok(right.then(|| wariin_domain::TimeStep::new(1)))
        });
        let (ports, commits) = world.wire();
        let typed = FirstLoginCodes {
            mailed: SecretInput("123456".into()),
            factor: SecretInput("654321".into()),
        };
        let outcome =
            confirm_first_login(&ports, authorization_id(), client("browser"), Some(KEY), typed)
                .await;
        assert_eq!(outcome.is_ok(), right, "{outcome:?}");
        assert_eq!(commits.load(Ordering::SeqCst), 1, "a wrong code is counted");
    }
}

// RP-11
#[tokio::test]
async fn an_identity_whose_domain_the_connection_lost_is_signed_in_no_more() {
    let mut lost = connection();
    lost.domains[0].proof = None;
    let mut work = knows(lost, password_session(), vec![taro()]);
    work.idp_links.expect_owner().returning(|_| Ok(Some(link())));
    let (ports, _) = arrives(work, said()).wire();
    let error = refused(handle_callback(&ports, back()).await);
    assert!(matches!(error, Error::FirstLogin(FirstLoginRefusal::ForeignDomain)), "{error}");
}

// WE-04
#[tokio::test]
async fn a_disabled_account_is_signed_in_by_its_provider_no_more() {
    let disabled = Account { disabled_at: Some(NOW), ..taro() };
    let mut work = knows(connection(), password_session(), vec![disabled]);
    work.idp_links.expect_owner().returning(|_| Ok(Some(link())));
    work.sessions.expect_add().never();
    let (ports, _) = arrives(work, said()).wire();
    let error = refused(handle_callback(&ports, back()).await);
    assert!(matches!(error, Error::AccountDisabled), "{error}");
}

// LI-03
#[tokio::test]
async fn an_empty_field_is_no_try_of_a_first_logins_code() {
    let (outcome, commits) = types(waits(first_login(), None), " ", "browser").await;
    assert!(matches!(outcome, Err(Error::NoCode)));
    assert_eq!(commits, 0);
}
