//! Joining an organisation by an invitation with a passkey, and without a password.

use crate::passkey::{HERE, answer, credential, ports, takes};
use crate::world::{
    NOW, account, by_password, kinds, membership, organisation, phone, recipient_id, sender,
    session, taro, with_tries, work,
};
use std::sync::atomic::Ordering;
use wariin_domain::{
    Account, AccountId, BrowserKey, CeremonyPurpose, CeremonyRefusal, Client, ClientNetwork,
    EventKind, FactorMethod, Invitation, InvitationCode, InvitationId, InvitationState, Language,
    MailboxCodeError, MailboxCodeId, OrganisationError, PersonName, Role, Session, Span, Throttle,
    TryKind, TrySource, Uuid,
};
use wariin_ports::BegunCeremony;
use wariin_ports::mock::{MockPorts, MockWork, NEW_KEY};
use wariin_ports::{CeremonyState, StorageError};
use wariin_usecases::{
    Error, JoinByPasskey, JoinedByPasskey, SecretInput, begin_passkey_joining,
    finish_passkey_joining,
};

const CLIENT: Client =
    Client { browser: BrowserKey::new([4; 32]), network: ClientNetwork::new([4; 16]) };

fn new_id() -> AccountId {
    Uuid::from_u128(900).into()
}

fn name() -> PersonName {
    PersonName::parse("山田 太郎").unwrap()
}

/// Taro is invited, and this browser has had a code mailed.
fn open() -> Invitation {
    let id = MailboxCodeId::from(Uuid::from_u128(3));
    Invitation {
        id: InvitationId::from(Uuid::from_u128(40)),
        organisation: organisation().id,
        email: taro().email,
        role: Role::Member,
        invited_by: sender().id,
        mailed_at: NOW,
        state: InvitationState::Open,
        codes: vec![InvitationCode { id, browser: CLIENT.browser, asked_at: NOW }],
        codes_asked: 1,
    }
}

fn knows(invitation: &Invitation, owned: Option<Account>) -> MockWork {
    knows_in(None, invitation, owned)
}

/// The same in this session.
fn knows_in(session: Option<Session>, invitation: &Invitation, owned: Option<Account>) -> MockWork {
    let mut knows = work(session, vec![sender()]);
    let invitation = invitation.clone();
    knows.invitations.expect_find().returning(move |_| Ok(Some(invitation.clone())));
    knows.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
    knows.accounts.expect_find_by_email().returning(move |email| {
        assert_eq!(*email, taro().email);
        Ok(owned.clone())
    });
    knows.sessions.expect_remove().returning(|_, _| Ok(()));
    knows
}

fn join() -> JoinByPasskey {
    let code = SecretInput("123456".into());
    JoinByPasskey { invitation: open().id, client: CLIENT, code, name: name() }
}

fn typing(work: MockWork, right: bool) -> MockPorts {
    let mut world = ports([work]);
    world.tokens.expect_is_mailbox_code().returning(move |_, _| right);
    world
}

// EN-02 WE-09
#[tokio::test]
async fn the_passkey_of_an_invited_person_is_made_for_the_address_behind_the_mailed_code_only() {
    let mut begins = knows(&open(), None);
    let _ = with_tries(&mut begins, None, Throttle::clear());
    begins.passkeys.expect_begin().times(1).returning(|ceremony, _| {
        let CeremonyPurpose::Join { invitation, name: called, .. } = &ceremony.purpose else {
            unreachable!("{ceremony:?}")
        };
        assert_eq!((*invitation, called), (open().id, &name()));
        Ok(())
    });
    let mut world = typing(begins, true);
    world.passkeys.expect_begin_registration().times(1).returning(|user, known| {
        assert_eq!((user.address.as_str(), known.len()), (taro().email.as_str(), 0));
        Ok(BegunCeremony { options: "{}".into(), state: CeremonyState("state".into()) })
    });
    let (port, commits) = world.wire();
    begin_passkey_joining(&port, HERE, join()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let mut guesses = knows(&open(), None);
    let kept = with_tries(&mut guesses, None, Throttle::restore(2, None));
    let (port, commits) = typing(guesses, false).wire();
    let refused = begin_passkey_joining(&port, HERE, join()).await;
    assert!(matches!(refused, Err(Error::WrongCode)), "{refused:?}");
    assert_eq!(commits.load(Ordering::SeqCst), 1, "the count is kept");
    let network = (TryKind::InvitationCode, TrySource::Network(CLIENT.network), 3);
    assert!(kept.lock().unwrap().contains(&network));

    let mut elsewhere = knows(&open(), None);
    let _ = with_tries(&mut elsewhere, None, Throttle::clear());
    let (port, _) = typing(elsewhere, true).wire();
    let stranger = Client { browser: BrowserKey::new([9; 32]), ..CLIENT };
    let refused = begin_passkey_joining(&port, HERE, JoinByPasskey { client: stranger, ..join() });
    let refused = refused.await;
    assert!(matches!(refused, Err(Error::MailboxCode(MailboxCodeError::OtherSession))));
}

// EN-13
#[tokio::test]
async fn no_passkey_is_begun_for_an_address_whose_account_has_an_owner() {
    let mut owned = knows(&open(), Some(taro()));
    let _ = with_tries(&mut owned, None, Throttle::clear());
    let (port, commits) = typing(owned, true).wire();
    let refused = begin_passkey_joining(&port, HERE, join()).await;
    assert!(matches!(refused, Err(Error::AccountExists)), "{refused:?}");
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

fn joining(account: AccountId) -> CeremonyPurpose {
    CeremonyPurpose::Join { invitation: open().id, account, name: name() }
}

async fn finishes(purpose: CeremonyPurpose, works: Vec<MockWork>) -> (Result<(), Error>, usize) {
    let mut world = ports([takes(purpose)].into_iter().chain(works));
    world.passkeys.expect_finish_registration().returning(|_, _| Ok(credential()));
    let (port, commits) = world.wire();
    let command = JoinedByPasskey { factor: phone(), language: Language::English };
    let joined = finish_passkey_joining(&port, HERE, command, answer()).await.map(drop);
    (joined, commits.load(Ordering::SeqCst))
}

// EN-01 O-03
#[tokio::test]
async fn an_invited_person_joins_by_a_passkey_without_a_password_and_is_strongly_signed_in() {
    let mut joins = knows(&open(), None);
    joins.accounts.expect_add().times(1).returning(|account, password, events| {
        assert_eq!((account.id, &account.membership), (new_id(), &membership(1, Role::Member)));
        assert!(password.is_none() && account.mailbox_proven_at == Some(NOW));
        assert_eq!(account.language, Language::English);
        assert_eq!(kinds(&events), ["account_created", "organisation_joined"]);
        Ok(())
    });
    joins.passkeys.expect_add().times(1).returning(|passkey, events| {
        assert_eq!((passkey.factor.account, &passkey.credential), (new_id(), &credential()));
        let is_behind_code = |event: &wariin_domain::Event| {
            matches!(
                event.kind,
                EventKind::FactorEnrolled { method: FactorMethod::Passkey, behind_code: true, .. }
            )
        };
        assert!(events.iter().all(is_behind_code));
        Ok(())
    });
    joins.sessions.expect_add().times(1).returning(|session, events| {
        assert_eq!((session.key, session.owner()), (NEW_KEY, Some(new_id())));
        assert!(session.sign_in.as_ref().unwrap().is_strong() && session.by_passkey);
        assert_eq!(kinds(&events), ["signed_in"]);
        Ok(())
    });
    joins.invitations.expect_save().times(1).returning(|kept, _| {
        assert_eq!(kept.state, InvitationState::Accepted);
        Ok(())
    });
    let (joined, commits) = finishes(joining(new_id()), vec![joins]).await;
    joined.unwrap();
    assert_eq!(commits, 2, "the ceremony is taken, and all else is one unit of work");
}

// E2 EN-05
#[tokio::test]
async fn what_another_account_proved_in_the_session_does_not_go_over_to_the_one_that_joins() {
    let mut others = session(by_password(&sender()));
    others.unlock(recipient_id());
    let mut joins = knows_in(Some(others), &open(), None);
    joins.accounts.expect_add().returning(|_, _, _| Ok(()));
    joins.passkeys.expect_add().returning(|_, _| Ok(()));
    joins.documents.expect_find_by_recipient().never();
    joins.sessions.expect_add().times(1).returning(|session, _| {
        assert_eq!((session.owner(), session.unlocked.len()), (Some(new_id()), 0));
        Ok(())
    });
    joins.invitations.expect_save().returning(|_, _| Ok(()));
    finishes(joining(new_id()), vec![joins]).await.0.unwrap();
}

// EN-13 EN-05
#[tokio::test]
async fn what_ended_or_got_an_owner_since_the_ceremony_began_is_not_joined_by_it() {
    let withdrawn = Invitation { state: InvitationState::Withdrawn, ..open() };
    let old = Invitation { mailed_at: NOW.minus(Span::days(60)), ..open() };
    for ended in [withdrawn, old] {
        let (joined, commits) = finishes(joining(new_id()), vec![knows(&ended, None)]).await;
        let ended = OrganisationError::InvitationEnded;
        assert!(matches!(joined, Err(Error::Organisation(error)) if error == ended));
        assert_eq!(commits, 1);
    }
    let unproven = Account { mailbox_proven_at: None, ..account(66, "taro@example.com") };
    for known in [taro(), unproven] {
        let (joined, _) = finishes(joining(new_id()), vec![knows(&open(), Some(known))]).await;
        assert!(matches!(joined, Err(Error::AccountExists)), "{joined:?}");
    }
    let (joined, _) = finishes(CeremonyPurpose::SignIn, vec![]).await;
    assert!(matches!(joined, Err(Error::Ceremony(CeremonyRefusal::OtherPurpose))));
}

// EN-05
#[tokio::test]
async fn a_passkey_that_is_known_already_makes_no_member() {
    let mut joins = knows(&open(), None);
    joins.accounts.expect_add().returning(|_, _, _| Ok(()));
    joins.passkeys.expect_add().returning(|_, _| Err(StorageError::Duplicate));
    let (joined, commits) = finishes(joining(new_id()), vec![joins]).await;
    assert!(matches!(joined, Err(Error::PasskeyTaken)), "{joined:?}");
    assert_eq!(commits, 1, "the ceremony alone");
}
