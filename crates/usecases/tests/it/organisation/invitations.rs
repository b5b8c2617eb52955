//! Invitations of members, and joining by them.

use super::{BROWSER, CLIENT, administers, member};
use crate::world::{
    NOW, PRINCIPAL, after, by_password, guest, kinds, membership, organisation, sender, taro,
    with_tries,
};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use wariin_domain::{
    Account, BrowserKey, Client, ClientNetwork, Invitation, InvitationCode, InvitationId,
    InvitationState, Language, MailboxCodeId, NewPassword, OrganisationError, PersonName, Role,
    Span, Throttle, TryKind, TrySource, Uuid,
};
use wariin_ports::PasswordHash;
use wariin_ports::mock::{KEY, MockPorts, MockWork};
use wariin_usecases::{
    AcceptInvitation, Error, Ports, SecretInput, accept_invitation, ask_for_invitation_code,
    invite_member,
};

#[tokio::test]
async fn a_member_is_not_invited_again() {
    let mut work = administers();
    work.accounts.expect_find_by_email().returning(|_| Ok(Some(member())));
    let (ports, _) = Ports::mock().with([work]).wire();
    let refused = invite_member(&ports, PRINCIPAL, taro().email, Role::Member).await;
    assert!(matches!(refused, Err(Error::Organisation(OrganisationError::MemberAlready))));
}

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
        codes: vec![InvitationCode { id, browser: BROWSER, asked_at: NOW }],
        codes_asked: 1,
    }
}

fn invites() -> MockWork {
    let mut work = invited_only();
    let _ = with_tries(&mut work, None, Throttle::clear());
    work
}

/// Without the wrong tries before.
fn invited_only() -> MockWork {
    let mut work = MockWork::default();
    work.invitations.expect_find().returning(|_| Ok(Some(open())));
    work.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
    work.accounts.expect_find().returning(|_| Ok(Some(sender())));
    work.idp_connections.expect_serving().returning(|_| Ok(None));
    work
}

fn accepting(work: MockWork, right: bool) -> MockPorts {
    let mut world = Ports::mock().with([work]);
    world.tokens.expect_browser_key().returning(|_| BROWSER);
    world.tokens.expect_is_mailbox_code().returning(move |_, _| right);
    world.passwords.expect_hash().returning(|_| Ok(PasswordHash("hash".into())));
    world
}

fn accept() -> AcceptInvitation {
    let password = NewPassword::parse("ひとりずつ違う長い合言葉").unwrap();
    AcceptInvitation {
        invitation: open().id,
        client: CLIENT,
        session: Some(KEY),
        code: SecretInput("123456".into()),
        newcomer: Some((PersonName::parse("山田 太郎").unwrap(), password)),
        language: Language::English,
    }
}

#[tokio::test]
async fn a_newcomer_joins_with_a_new_account_behind_the_mailed_code() {
    let mut work = invites();
    work.sessions.expect_find().returning(|_| Ok(None));
    work.accounts.expect_find_by_email().returning(|_| Ok(None));
    work.accounts.expect_add().times(1).returning(|account, _, events| {
        assert_eq!(account.membership, membership(1, Role::Member));
        assert_eq!(kinds(&events), ["account_created", "organisation_joined"]);
        assert!(account.mailbox_proven_at.is_some());
        Ok(())
    });
    work.accounts.expect_save().returning(|_, _| Ok(()));
    work.factors.expect_active().returning(|_| Ok(vec![]));
    work.sessions.expect_add().times(1).returning(|_, _| Ok(()));
    work.invitations.expect_save().times(1).returning(|kept, _| {
        assert_eq!(kept.state, InvitationState::Accepted);
        Ok(())
    });
    let (ports, commits) = accepting(work, true).wire();
    assert!(accept_invitation(&ports, accept()).await.unwrap().is_some());
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_wrong_code_is_counted_for_its_network_and_makes_no_member() {
    let mut work = invited_only();
    let kept = with_tries(&mut work, None, Throttle::restore(2, None));
    let (ports, commits) = accepting(work, false).wire();
    assert!(matches!(accept_invitation(&ports, accept()).await, Err(Error::WrongCode)));
    assert_eq!(commits.load(Ordering::SeqCst), 1, "the count is kept");
    let kind = TryKind::InvitationCode;
    let network = (kind, TrySource::Network(CLIENT.network), 3);
    assert_eq!(*kept.lock().unwrap(), [network, (kind, TrySource::AllNetworks, 1)]);
}

// WE-04
#[tokio::test]
async fn while_a_network_waits_not_even_the_right_code_of_an_invitation_is_looked_at() {
    let waits = Throttle::restore(6, Some(after(1)));
    let mut work = invited_only();
    let _ = with_tries(&mut work, None, waits);
    let (ports, commits) = accepting(work, true).wire();
    assert!(matches!(accept_invitation(&ports, accept()).await, Err(Error::Throttled(_))));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// EN-02 WE-04
#[tokio::test]
async fn a_stranger_who_asks_for_a_code_leaves_the_invited_persons_code_as_it_is() {
    let stranger =
        Client { browser: BrowserKey::new([9; 32]), network: ClientNetwork::new([9; 16]) };
    let mut asks = MockWork::default();
    asks.invitations.expect_find().returning(|_| Ok(Some(open())));
    let _ = with_tries(&mut asks, None, Throttle::clear());
    let kept = Arc::new(Mutex::new(None));
    let saved = Arc::clone(&kept);
    asks.invitations.expect_save().times(1).returning(move |invitation, _| {
        *saved.lock().unwrap() = Some(invitation.clone());
        Ok(())
    });
    let (ports, _) = Ports::mock().with([asks]).wire();
    ask_for_invitation_code(&ports, open().id, stranger).await.unwrap();
    let after = kept.lock().unwrap().clone().unwrap();

    let own = after.code_for(BROWSER, NOW);
    assert_eq!(own, open().code_for(BROWSER, NOW), "the code in the invited person's mail");
    assert!(after.code_for(stranger.browser, NOW).is_ok_and(|code| Ok(code) != own));
}

// WE-04 WE-09 MA-04
#[tokio::test]
async fn codes_of_an_invitation_are_counted_by_browser_network_and_site_with_when_the_newest_one_was()
 {
    let ago = |minutes| Some(NOW.minus(Span::minutes(minutes)));
    let address = "2001:db8:1:1::1".parse().unwrap();
    let network = ClientNetwork::of(Some(address));
    let site = ClientNetwork::site_of(Some(address)).unwrap();
    let client = Client { network, ..CLIENT };
    let sources =
        [TrySource::Browser(client.browser), TrySource::Network(network), TrySource::Network(site)];
    let (none, day) = ((0, None), 24 * 60);
    for (codes_asked, own, of_network, of_site, is_mailed) in [
        (0, none, none, none, true),
        (0, none, (29, ago(1)), none, true),
        (0, none, (29, ago(0)), none, false),
        (0, none, (30, ago(59)), none, false),
        (0, none, (30, ago(60)), none, true),
        (0, (9, ago(1)), (9, ago(1)), none, true),
        (0, (10, ago(1)), none, none, false),
        (0, (10, ago(day - 1)), none, none, false),
        (0, (10, ago(day)), none, none, true),
        (0, none, none, (40, ago(0)), true),
        (50, none, none, (1, ago(59)), false),
        (50, none, none, (1, ago(60)), true),
    ] {
        let counts = [own, of_network, of_site];
        let mut work = MockWork::default();
        work.invitations
            .expect_find()
            .returning(move |_| Ok(Some(Invitation { codes: vec![], codes_asked, ..open() })));
        work.tries.expect_lock().times(1).returning(|_, _| Ok(()));
        work.tries.expect_find().times(3).returning(move |kind, _, source| {
            assert_eq!(kind, TryKind::InvitationMails);
            let place = sources.iter().position(|one| *one == source).unwrap();
            let (mailed, newest) = counts[place];
            Ok(newest.map(|newest| Throttle::restore(mailed, Some(newest))))
        });
        work.tries.expect_save().times(if is_mailed { 3 } else { 0 }).returning(
            move |_, _, (source, throttle), at| {
                let place = sources.iter().position(|one| *one == source).unwrap();
                let (mailed, newest) = counts[place];
                let of_today =
                    if newest.is_some_and(|at| NOW.since(at) < Span::days(1)) { mailed } else { 0 };
                assert_eq!((throttle, at), (Throttle::restore(of_today + 1, Some(NOW)), NOW));
                Ok(())
            },
        );
        work.invitations.expect_save().times(usize::from(is_mailed)).returning(|_, _| Ok(()));
        let (ports, _) = Ports::mock().with([work]).wire();
        let asked = ask_for_invitation_code(&ports, open().id, client).await;
        assert_eq!(asked.is_ok(), is_mailed, "{asked:?} after {counts:?}");
    }
}

// EN-13
#[tokio::test]
async fn an_account_with_an_owner_joins_only_signed_in_to_it() {
    let member = Account { membership: membership(2, Role::Admin), ..taro() };
    let with = |session: wariin_domain::SignIn, owned: Account| {
        let mut work = invites();
        work.sessions
            .expect_find()
            .returning(move |_| Ok(Some(crate::world::session(session.clone()))));
        work.accounts.expect_find_by_email().returning(move |_| Ok(Some(owned.clone())));
        work
    };
    let (ports, _) = accepting(with(by_password(&sender()), member.clone()), true).wire();
    assert!(matches!(accept_invitation(&ports, accept()).await, Err(Error::AccountExists)));

    for joining in [member, guest(taro())] {
        let mut own = with(by_password(&taro()), joining.clone());
        if !joining.membership.is_guest() {
            own.accounts.expect_count_members().returning(|_| Ok(1));
            own.documents.expect_exist_in().returning(|_| Ok(false));
        }
        own.accounts.expect_save().times(1).returning(|account, events| {
            assert_eq!(account.membership, membership(1, Role::Member));
            assert_eq!(kinds(&events), ["organisation_joined"]);
            Ok(())
        });
        own.invitations.expect_save().times(1).returning(|_, _| Ok(()));
        let (ports, commits) = accepting(own, true).wire();
        assert!(
            accept_invitation(&ports, accept()).await.unwrap().is_none(),
            "the session goes on"
        );
        assert_eq!(commits.load(Ordering::SeqCst), 1);
    }
    assert!(after(1) > NOW);
}

#[tokio::test]
async fn an_invitation_does_not_outlive_the_admin_who_sent_it() {
    for inviter in [
        Account { membership: membership(1, Role::Member), ..sender() },
        Account { membership: membership(9, Role::Admin), ..sender() },
    ] {
        let mut work = MockWork::default();
        let _ = with_tries(&mut work, None, Throttle::clear());
        work.invitations.expect_find().returning(|_| Ok(Some(open())));
        work.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
        work.accounts.expect_find().returning(move |_| Ok(Some(inviter.clone())));
        let (ports, commits) = accepting(work, true).wire();
        let refused = accept_invitation(&ports, accept()).await;
        let expected = OrganisationError::InvitationEnded;
        assert!(matches!(refused, Err(Error::Organisation(error)) if error == expected));
        assert_eq!(commits.load(Ordering::SeqCst), 0);
    }
}

// MA-04
#[tokio::test]
async fn an_address_is_invited_once_in_ten_minutes_and_an_organisation_mails_two_hundred_a_day() {
    use OrganisationError::{InvitedAlready, JustMailed};
    let withdrawn =
        |mailed_at| Invitation { state: InvitationState::Withdrawn, mailed_at, ..open() };
    for (before, mailed, expected) in [
        (Some(withdrawn(NOW)), 1, JustMailed),
        (None, 200, JustMailed),
        (Some(open()), 1, InvitedAlready),
    ] {
        let mut work = administers();
        work.accounts.expect_find_by_email().returning(|_| Ok(None));
        work.invitations.expect_newest().returning(move |_, _| Ok(before.clone()));
        work.invitations.expect_count_mailed().returning(move |_, _| Ok(mailed));
        let (ports, _) = Ports::mock().with([work]).wire();
        let refused = invite_member(&ports, PRINCIPAL, taro().email, Role::Member).await;
        assert!(matches!(refused, Err(Error::Organisation(error)) if error == expected));
    }
}

// WE-04
#[tokio::test]
async fn a_disabled_account_whose_mailbox_was_never_proved_is_not_handed_over() {
    let mut work = invites();
    work.sessions.expect_find().returning(|_| Ok(None));
    work.accounts.expect_find_by_email().returning(|_| {
        Ok(Some(Account { mailbox_proven_at: None, disabled_at: Some(NOW), ..taro() }))
    });
    let (ports, commits) = accepting(work, true).wire();
    assert!(matches!(accept_invitation(&ports, accept()).await, Err(Error::AccountDisabled)));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// LI-03
#[tokio::test]
async fn an_empty_field_is_no_try_of_an_invitations_code() {
    let (ports, commits) = Ports::mock().with([]).wire();
    let nothing = AcceptInvitation { code: SecretInput(String::new()), ..accept() };
    assert!(matches!(accept_invitation(&ports, nothing).await, Err(Error::NoCode)));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}
