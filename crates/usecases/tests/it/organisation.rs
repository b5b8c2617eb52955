//! Managing an organisation, and joining it.

use crate::world::{
    NOW, PRINCIPAL, after, broken, by_password, by_totp, guest, holds, kinds, membership,
    organisation, requested, sender, session, taro, with_tries, work,
};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use wariin_domain::{
    AccentColour, Account, BrowserKey, Client, ClientNetwork, EventKind, FactorRemoval, FileDigest,
    FileName, HoldReason, Invitation, InvitationCode, InvitationId, InvitationState, Language,
    MailboxCodeId, Membership, NewPassword, Organisation, OrganisationError, OrganisationLooks,
    OrganisationName, OrganisationSettings, PersonName, PostalAddress, Role, SecondFactorRule,
    Throttle, Title, TryKind, TrySource, Uuid,
};
use wariin_ports::mock::MockWork;
use wariin_ports::mock::{KEY, MockPorts};
use wariin_ports::{LogoRefusal, PasswordHash, StampRefusal};
use wariin_usecases::{
    AcceptInvitation, DescribeOrganisation, DocumentCommand, Error, FormKey, Ports, SecretInput,
    Upload, accept_invitation, ask_for_invitation_code, assign_role, configure_organisation,
    describe_organisation, export_as_manager, invite_member, remove_logo, remove_member,
    remove_stamp, reset_factor, save_template, send_document, set_logo, set_stamp, take_table,
    write_message,
};

const BROWSER: BrowserKey = BrowserKey::new([7; 32]);
const CLIENT: Client = Client { browser: BROWSER, network: ClientNetwork::new([9; 16]) };

fn member() -> Account {
    Account { membership: membership(1, Role::Member), ..taro() }
}

/// A unit of work in which the sender, an admin, is strongly signed in and Taro is a member.
fn administers() -> MockWork {
    let mut work = work(Some(session(by_totp(&sender(), NOW))), vec![sender(), member()]);
    work.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
    work.accounts.expect_count_admins().returning(|_| Ok(1));
    work
}

fn required() -> OrganisationSettings {
    OrganisationSettings {
        second_factor: SecondFactorRule::Required,
        ..OrganisationSettings::default()
    }
}

#[tokio::test]
async fn settings_are_kept_with_their_event_and_by_an_admin_only() {
    let mut saves = administers();
    saves.accounts.expect_save_organisation().times(1).returning(|own, events| {
        assert_eq!(own.settings, required());
        assert_eq!(kinds(&events), ["organisation_configured"]);
        Ok(())
    });
    let (ports, commits) = Ports::mock().with([saves]).wire();
    configure_organisation(&ports, PRINCIPAL, required()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let mut weak = work(Some(session(by_password(&sender()))), vec![sender()]);
    weak.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
    let (ports, commits) = Ports::mock().with([weak]).wire();
    let refused = configure_organisation(&ports, PRINCIPAL, required()).await;
    assert!(matches!(refused, Err(Error::Organisation(OrganisationError::WeakSignIn(_)))));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

fn stamp(bytes: Vec<u8>) -> Upload {
    Upload { name: FileName::sanitized("stamp.png"), contents: Box::new(bytes) }
}

// O-32
#[tokio::test]
async fn the_image_of_the_stamp_is_kept_as_it_was_encoded_anew_and_by_an_admin_only() {
    let image = FileDigest::new([9; 32]);
    let mut saves = administers();
    saves.accounts.expect_save_organisation().times(1).returning(move |own, events| {
        assert_eq!(own.stamp, Some(image));
        assert_eq!(kinds(&events), ["organisation_stamp_set"]);
        Ok(())
    });
    let mut weak = work(Some(session(by_password(&sender()))), vec![sender()]);
    weak.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
    let mut world = Ports::mock().with([saves, weak]);
    world.stamps.expect_take_in().withf(|png| png == b"uploaded").returning(|_| Ok(vec![7]));
    world.files.expect_put().withf(|kept| kept == &[7]).returning(move |_| Ok(image));
    let (ports, commits) = world.wire();
    set_stamp(&ports, PRINCIPAL, stamp(b"uploaded".to_vec())).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
    let refused = set_stamp(&ports, PRINCIPAL, stamp(b"uploaded".to_vec())).await;
    assert!(matches!(refused, Err(Error::Organisation(OrganisationError::WeakSignIn(_)))));
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// O-32
#[tokio::test]
async fn an_image_that_is_refused_or_too_large_changes_nothing() {
    let mut world = Ports::mock();
    world.stamps.expect_take_in().times(1).returning(|_| Err(StampRefusal::NotPng));
    let (ports, commits) = world.wire();
    let refused = set_stamp(&ports, PRINCIPAL, stamp(b"GIF89a".to_vec())).await;
    assert!(matches!(refused, Err(Error::Stamp(StampRefusal::NotPng))));
    let refused = set_stamp(&ports, PRINCIPAL, stamp(vec![0; 1_000_001])).await;
    assert!(matches!(refused, Err(Error::Stamp(StampRefusal::TooLarge))));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// O-32
#[tokio::test]
async fn the_image_of_the_stamp_is_removed_by_an_admin() {
    let mut saves = work(Some(session(by_totp(&sender(), NOW))), vec![sender(), member()]);
    saves.accounts.expect_lock_organisation().returning(|_| {
        Ok(Some(Organisation { stamp: Some(FileDigest::new([9; 32])), ..organisation() }))
    });
    saves.accounts.expect_save_organisation().times(1).returning(|own, events| {
        assert_eq!(own.stamp, None);
        assert_eq!(kinds(&events), ["organisation_stamp_set"]);
        Ok(())
    });
    let (ports, _) = Ports::mock().with([saves]).wire();
    remove_stamp(&ports, PRINCIPAL).await.unwrap();
}

fn described() -> DescribeOrganisation {
    DescribeOrganisation {
        name: OrganisationName::parse("割印ホールディングス").unwrap(),
        address: Some(PostalAddress::parse("東京都千代田区丸の内1-1").unwrap()),
        colour: AccentColour::parse("#8b0000").unwrap(),
    }
}

fn with_logo() -> Organisation {
    let looks = OrganisationLooks { logo: Some(FileDigest::new([9; 32])), ..Default::default() };
    Organisation { looks, ..organisation() }
}

#[tokio::test]
async fn name_address_and_colour_are_set_by_a_strongly_signed_in_admin_and_the_logo_stays() {
    let mut saves = work(Some(session(by_totp(&sender(), NOW))), vec![sender(), member()]);
    saves.accounts.expect_lock_organisation().returning(|_| Ok(Some(with_logo())));
    saves.accounts.expect_save_organisation().times(1).returning(|own, events| {
        let DescribeOrganisation { name, address, colour } = described();
        let logo = with_logo().looks.logo;
        assert_eq!((&own.name, &own.looks), (&name, &OrganisationLooks { address, logo, colour }));
        assert_eq!(kinds(&events), ["organisation_renamed", "organisation_looks_set"]);
        Ok(())
    });
    let mut weak = work(Some(session(by_password(&sender()))), vec![sender()]);
    weak.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
    let (ports, commits) = Ports::mock().with([saves, weak]).wire();
    describe_organisation(&ports, PRINCIPAL, described()).await.unwrap();
    let refused = describe_organisation(&ports, PRINCIPAL, described()).await;
    assert!(matches!(refused, Err(Error::Organisation(OrganisationError::WeakSignIn(_)))));
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_member_who_is_no_admin_describes_nothing_and_sets_no_logo() {
    let refuses = || {
        let account = Account { membership: membership(1, Role::Member), ..sender() };
        let mut work = work(Some(session(by_totp(&sender(), NOW))), vec![account]);
        work.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
        work
    };
    // Nothing is drawn and nothing is stored for a member who may not.
    let (ports, commits) = Ports::mock().with([refuses(), refuses(), refuses()]).wire();
    let outcomes = [
        describe_organisation(&ports, PRINCIPAL, described()).await,
        set_logo(&ports, PRINCIPAL, stamp(b"uploaded".to_vec())).await,
        remove_logo(&ports, PRINCIPAL).await,
    ];
    for refused in outcomes {
        assert!(matches!(refused, Err(Error::Organisation(OrganisationError::NotAdmin))));
    }
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_logo_is_kept_as_it_was_drawn_anew_and_removed_again() {
    let image = FileDigest::new([9; 32]);
    let mut sets = administers();
    sets.accounts.expect_save_organisation().times(1).returning(move |own, events| {
        assert_eq!(own.looks.logo, Some(image));
        assert_eq!(kinds(&events), ["organisation_looks_set"]);
        Ok(())
    });
    let mut removes = work(Some(session(by_totp(&sender(), NOW))), vec![sender()]);
    removes.accounts.expect_lock_organisation().returning(|_| Ok(Some(with_logo())));
    removes.accounts.expect_save_organisation().times(1).returning(|own, events| {
        assert_eq!(own.looks.logo, None);
        assert_eq!(kinds(&events), ["organisation_looks_set"]);
        Ok(())
    });
    let mut world = Ports::mock().with([administers(), sets, removes]);
    world.logos.expect_take_in().withf(|svg| svg == b"<svg/>").returning(|_| Ok(vec![7]));
    world.files.expect_put().withf(|kept| kept == &[7]).returning(move |_| Ok(image));
    let (ports, commits) = world.wire();
    set_logo(&ports, PRINCIPAL, stamp(b"<svg/>".to_vec())).await.unwrap();
    remove_logo(&ports, PRINCIPAL).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_logo_that_is_refused_or_too_large_changes_nothing() {
    let mut world = Ports::mock().with([administers()]);
    world.logos.expect_take_in().times(1).returning(|_| Err(LogoRefusal::HasText));
    let (ports, commits) = world.wire();
    let refused = set_logo(&ports, PRINCIPAL, stamp(b"<svg/>".to_vec())).await;
    assert!(matches!(refused, Err(Error::Logo(LogoRefusal::HasText))));
    let refused = set_logo(&ports, PRINCIPAL, stamp(vec![0; 1_000_001])).await;
    assert!(matches!(refused, Err(Error::Logo(LogoRefusal::TooLarge))));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_member_who_has_to_use_a_factor_sends_nothing_by_password() {
    let mut demanding = MockWork::default();
    demanding.sessions.expect_find().returning(|_| Ok(Some(session(by_password(&sender())))));
    demanding.accounts.expect_find().returning(|_| Ok(Some(sender())));
    demanding.accounts.expect_organisation().returning(|_| {
        let mut own = organisation();
        own.settings = required();
        Ok(Some(own))
    });
    let (ports, commits) = Ports::mock().with([demanding]).wire();
    let on = DocumentCommand { document: requested().id, principal: PRINCIPAL };
    assert!(matches!(send_document(&ports, on).await, Err(Error::FactorDemanded)));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn an_account_that_moved_to_another_organisation_finds_no_document_of_the_old_one() {
    let moved = Account { membership: membership(2, Role::Admin), ..sender() };
    let on = DocumentCommand { document: requested().id, principal: PRINCIPAL };
    let work = || {
        let mut work = work(Some(session(by_totp(&sender(), NOW))), vec![moved.clone()]);
        work.finds(&requested());
        work
    };
    let (ports, _) = Ports::mock().with([work(), work(), work()]).wire();
    assert!(matches!(send_document(&ports, on).await, Err(Error::NotFound)));
    assert!(matches!(write_message(&ports, on, None).await, Err(Error::NotFound)));
    let name = Title::parse("ひな形").unwrap();
    assert!(matches!(save_template(&ports, on, FormKey::none(), name).await, Err(Error::NotFound)));
}

// T-067 PO-07
#[tokio::test]
async fn only_a_document_manager_exports() {
    for role in [Role::Member, Role::Admin] {
        let account = Account { membership: membership(1, role), ..sender() };
        let work = || work(Some(session(by_totp(&sender(), NOW))), vec![account.clone()]);
        let (ports, commits) = Ports::mock().with([work(), work()]).wire();
        assert!(matches!(take_table(&ports, PRINCIPAL, 3).await, Err(Error::NotFound)));
        assert!(matches!(export_as_manager(&ports, PRINCIPAL, &[]).await, Err(Error::NotFound)));
        assert_eq!(commits.load(Ordering::SeqCst), 0);
    }
}

// PO-07
#[tokio::test]
async fn a_role_is_given_to_another_account_and_kept_with_its_event() {
    let mut saves = administers();
    saves.accounts.expect_save().times(1).returning(|account, events| {
        assert_eq!((account.id, account.membership), (taro().id, membership(1, Role::Manager)));
        assert_eq!(kinds(&events), ["role_assigned"]);
        Ok(())
    });
    let (ports, commits) = Ports::mock().with([saves]).wire();
    assign_role(&ports, PRINCIPAL, taro().id, Role::Manager).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let (ports, commits) = Ports::mock().with([administers()]).wire();
    let refused = assign_role(&ports, PRINCIPAL, sender().id, Role::Manager).await;
    assert!(matches!(refused, Err(Error::Organisation(OrganisationError::Oneself))));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_member_who_leaves_is_signed_out_and_hands_over_what_is_not_finished_or_nothing_happens()
{
    for failing in ["nothing", "sessions", "list", "save", "commit"] {
        let fails = move |step: &str| if step == failing { Err(broken()) } else { Ok(()) };
        let mut work = administers();
        work.accounts.expect_save().returning(|account, events| {
            assert_eq!(account.membership, Membership::Guest);
            assert_eq!(kinds(&events), ["organisation_left"]);
            Ok(())
        });
        work.sessions.expect_remove_all_of().returning(move |_| fails("sessions"));
        let unfinished = move |_, _| fails("list").map(|()| vec![requested().id]);
        work.documents.expect_unfinished_of().returning(unfinished);
        work.documents.expect_find().returning(|_| Ok(Some(requested())));
        work.documents.expect_save().returning(move |document, events| {
            assert_eq!(document.sender, sender().id);
            assert!(events.iter().any(|e| e.kind.name() == "handed_over"));
            fails("save")
        });
        work.commit_fails = failing == "commit";
        let (ports, commits) = Ports::mock().with([work]).wire();
        let result = remove_member(&ports, PRINCIPAL, taro().id).await;
        assert_eq!(result.is_ok(), failing == "nothing", "{failing}");
        assert_eq!(commits.load(Ordering::SeqCst), usize::from(failing == "nothing"), "{failing}");
    }
}

// EN-09
#[tokio::test]
async fn a_consent_that_a_leaving_member_has_not_given_yet_is_held() {
    let mut work = administers();
    work.accounts.expect_save().returning(|_, _| Ok(()));
    work.sessions.expect_remove_all_of().returning(|_| Ok(()));
    holds(&mut work, HoldReason::LeftOrganisation);
    work.documents.expect_unfinished_of().returning(|_, _| Ok(vec![]));
    let (ports, commits) = Ports::mock().with([work]).wire();
    remove_member(&ports, PRINCIPAL, taro().id).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// EN-09 EN-10
#[tokio::test]
async fn a_members_lost_factor_is_reset_by_an_admin_and_never_ones_own() {
    let mut resets = MockWork::default();
    let strong = session(by_totp(&sender(), NOW));
    resets.sessions.expect_find().returning(move |_| Ok(Some(strong.clone())));
    resets.accounts.expect_organisation().returning(|_| Ok(Some(organisation())));
    resets.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
    resets
        .accounts
        .expect_find()
        .returning(|id| Ok([sender(), member()].into_iter().find(|account| account.id == id)));
    resets.documents.expect_awaiting().times(1).returning(|account| {
        assert_eq!(account.id, taro().id);
        Ok(vec![requested().id])
    });
    resets.documents.expect_find().returning(|_| Ok(Some(crate::world::sent(true))));
    resets.documents.expect_save().times(1).returning(|document, events| {
        assert!(document.recipients[0].held.is_some(), "EN-09");
        assert!(events.iter().all(|e| e.kind.name() == "consent_held"));
        Ok(())
    });
    resets.factors.expect_active().returning(|_| Ok(vec![crate::company::active_factor(); 2]));
    resets.factors.expect_remove_all().times(1).returning(|account, events| {
        assert_eq!((account, events.iter().count()), (taro().id, 2), "every factor");
        assert!(events.iter().all(|event| {
            matches!(event.kind, EventKind::FactorRemoved { by: FactorRemoval::Admin, .. })
        }));
        Ok(())
    });
    resets.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
    let (ports, commits) = Ports::mock().with([resets]).wire();
    reset_factor(&ports, PRINCIPAL, taro().id).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let (ports, _) = Ports::mock().with([administers()]).wire();
    let refused = reset_factor(&ports, PRINCIPAL, sender().id).await;
    assert!(matches!(refused, Err(Error::Organisation(OrganisationError::Oneself))));
}

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

// WE-04
#[tokio::test]
async fn a_network_is_mailed_ten_codes_and_uses_up_none_of_another() {
    for (mailed, is_mailed) in [(9, true), (10, false)] {
        let mut work = MockWork::default();
        work.invitations
            .expect_find()
            .returning(|_| Ok(Some(Invitation { codes: vec![], ..open() })));
        let kept = with_tries(&mut work, None, Throttle::restore(mailed, None));
        work.invitations.expect_save().times(usize::from(is_mailed)).returning(|_, _| Ok(()));
        let (ports, _) = Ports::mock().with([work]).wire();
        let asked = ask_for_invitation_code(&ports, open().id, CLIENT).await;
        assert_eq!(asked.is_ok(), is_mailed, "{asked:?}");
        let counted = (TryKind::InvitationMails, TrySource::Network(CLIENT.network), 10);
        assert_eq!(*kept.lock().unwrap(), if is_mailed { vec![counted] } else { vec![] });
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
