//! Settings, roles, and who comes and goes.

use uuid::Uuid;
use wariin_domain::fixtures::{
    NOW, after, by_idp, by_password, by_totp, draft, guest, hanako, identity_of, membership,
    sender, sent, taro,
};
use wariin_domain::{
    Account, AccountChange, AskedCodes, BrowserKey, CompletionFiles, DocumentError, DocumentPolicy,
    Event, EventKind, FileDigest, INVITATION_LIFE, Invitation, InvitationId, InvitationState, Job,
    LeftBehind, LinkLife, MailboxCodeError, MailboxCodeId, Membership, NewInvitation, Organisation,
    OrganisationAdmin, OrganisationError, OrganisationId, OrganisationName, OrganisationSettings,
    RequestLanguages, Role, SecondFactorRule, Span, StepUpAge, Timestamp, TooManyCodes, WeakSignIn,
};

const BROWSER: BrowserKey = BrowserKey::new([7; 32]);

fn organisation() -> Organisation {
    let name = OrganisationName::parse("割印商事").unwrap();
    Organisation::new(OrganisationId::from(Uuid::from_u128(1)), name)
}

fn admin() -> OrganisationAdmin {
    organisation().administered_by(identity_of(&sender(), &by_totp(&sender(), NOW))).unwrap()
}

fn member(role: Role) -> Account {
    Account { membership: membership(1, role), ..taro() }
}

fn code(number: u128) -> MailboxCodeId {
    MailboxCodeId::from(Uuid::from_u128(number))
}

fn invitation() -> Invitation {
    let id = InvitationId::from(Uuid::from_u128(40));
    let new = NewInvitation { id, email: hanako().email, role: Role::Manager };
    Invitation::new(new, admin(), NOW).0
}

#[test]
fn only_an_admin_of_the_organisation_strongly_signed_in_manages_it() {
    let own = organisation();
    for role in [Role::Member, Role::Manager] {
        let other = Account { membership: membership(1, role), ..sender() };
        let refused = own.administered_by(identity_of(&other, &by_totp(&other, NOW)));
        assert_eq!(refused.unwrap_err(), OrganisationError::NotAdmin);
    }
    let visitor = guest(sender());
    let refused = own.administered_by(identity_of(&visitor, &by_totp(&visitor, NOW)));
    assert_eq!(refused.unwrap_err(), OrganisationError::NotAdmin);
    let foreign = Account { membership: membership(2, Role::Admin), ..sender() };
    let refused = own.administered_by(identity_of(&foreign, &by_totp(&foreign, NOW)));
    assert_eq!(refused.unwrap_err(), OrganisationError::NotAdmin);
    let weak = own.administered_by(identity_of(&sender(), &by_password(&sender())));
    assert_eq!(weak.unwrap_err(), OrganisationError::WeakSignIn(WeakSignIn));
    assert!(own.administered_by(identity_of(&sender(), &by_idp(&sender(), NOW))).is_ok());
}

#[test]
fn where_a_second_factor_is_required_a_password_alone_is_no_members_sign_in() {
    let mut own = organisation();
    assert!(own.admit_member(&by_password(&taro())).is_ok());
    let settings =
        OrganisationSettings { second_factor: SecondFactorRule::Required, ..own.settings.clone() };
    let events = own.configure(settings.clone(), admin(), NOW);
    assert_eq!(
        events.iter().map(|e| e.kind.name()).collect::<Vec<_>>(),
        ["organisation_configured"]
    );
    assert!(own.configure(settings, admin(), NOW).is_empty(), "nothing changed");
    assert_eq!(own.admit_member(&by_password(&taro())), Err(WeakSignIn));
    assert!(own.admit_member(&by_totp(&taro(), NOW)).is_ok());
    assert!(own.admit_member(&by_idp(&taro(), NOW)).is_ok());
}

#[test]
fn settings_are_read_as_they_are_written_and_lengths_have_limits() {
    for rule in SecondFactorRule::ALL {
        assert_eq!(SecondFactorRule::parse(rule.name()), Some(*rule));
    }
    for rule in RequestLanguages::ALL {
        assert_eq!(RequestLanguages::parse(rule.name()), Some(*rule));
    }
    for rule in CompletionFiles::ALL {
        assert_eq!(CompletionFiles::parse(rule.name()), Some(*rule));
    }
    for role in Role::ALL {
        assert_eq!(Role::parse(role.name()), Some(role));
    }
    assert_eq!(LinkLife::default().span(), Span::days(10));
    assert_eq!(StepUpAge::default().span(), Span::minutes(15));
    for typed in ["0", "61", "-1", "", "十", "1.5", "99999999999"] {
        assert!(LinkLife::parse(typed).is_err() && StepUpAge::parse(typed).is_err(), "{typed}");
    }
    assert_eq!(LinkLife::parse(" 60 ").unwrap().number(), 60);
}

#[test]
fn a_draft_follows_the_settings_and_a_sent_document_keeps_its_own() {
    let policy =
        DocumentPolicy { link_life: LinkLife::new(1).unwrap(), ..DocumentPolicy::default() };
    let mut drafted = draft();
    drafted.apply_policy(policy.clone());
    assert_eq!(drafted.policy, policy);
    let mut sent = sent(false);
    let before = sent.clone();
    sent.apply_policy(policy);
    assert_eq!(sent, before);
}

// PO-07
#[test]
fn roles_are_given_by_another_admin_only() {
    let mut oneself = sender();
    let refused = oneself.assign(Role::Manager, admin(), 2, NOW);
    assert_eq!(refused.unwrap_err(), OrganisationError::Oneself);
    assert_eq!(oneself, sender());

    let mut other = member(Role::Member);
    let events = other.assign(Role::Manager, admin(), 1, NOW).unwrap();
    assert!(other.membership.has_role(Role::Manager));
    let told: Vec<_> = events.iter().flat_map(Event::jobs).collect();
    let change = AccountChange::RoleAssigned;
    assert_eq!(told, [Job::NotifyAccount { account: other.id, change, at: NOW }]);
    assert!(other.assign(Role::Manager, admin(), 1, NOW).unwrap().is_empty());

    let mut foreign = Account { membership: membership(2, Role::Admin), ..taro() };
    let refused = foreign.assign(Role::Member, admin(), 2, NOW);
    assert_eq!(refused.unwrap_err(), OrganisationError::NotAMember);
}

#[test]
fn the_last_admin_is_neither_demoted_nor_removed_and_another_one_goes_on_as_a_guest() {
    let mut last = member(Role::Admin);
    let refused = last.assign(Role::Member, admin(), 1, NOW);
    assert_eq!(refused.unwrap_err(), OrganisationError::LastAdmin);
    let refused = last.leave(1, admin(), NOW);
    assert_eq!(refused.unwrap_err(), OrganisationError::LastAdmin);
    assert_eq!(last, member(Role::Admin));

    let _ = last.leave(2, admin(), NOW).unwrap();
    assert_eq!(last.membership, Membership::Guest);
    let refused = last.assign(Role::Member, admin(), 2, NOW);
    assert_eq!(refused.unwrap_err(), OrganisationError::NotAMember);
}

#[test]
fn what_a_leaver_has_not_finished_is_handed_over_and_the_rest_stays() {
    let mut unfinished = sent(true);
    let policy = unfinished.advanced_auth;
    let events = unfinished.hand_over(hanako().id, admin(), NOW).unwrap();
    assert_eq!((unfinished.sender, unfinished.advanced_auth), (hanako().id, policy));
    let handed = EventKind::HandedOver { from: sender().id, to: hanako().id };
    assert!(events.iter().any(|e| e.kind == handed));
    assert!(!unfinished.is_of(&sender()) && unfinished.is_of(&hanako()));

    let mut finished = sent(true);
    let _ = finished.cancel(&by_password(&sender()), NOW).unwrap();
    let refused = finished.hand_over(hanako().id, admin(), NOW);
    assert!(matches!(refused, Err(DocumentError::NotPossible { .. })));
}

#[test]
fn a_sender_who_left_the_organisation_has_no_document_of_it() {
    let gone = Account { membership: membership(2, Role::Admin), ..sender() };
    assert!(sent(true).is_of(&sender()) && !sent(true).is_of(&gone));
    assert!(!sent(true).is_of(&guest(sender())));
}

#[test]
fn an_invitation_is_accepted_behind_a_code_that_the_same_browser_asked_for() {
    let mut open = invitation();
    assert_eq!(open.code_for(BROWSER, NOW), Err(MailboxCodeError::Expired), "none was asked for");
    let events = open.ask_for_code(code(1), BROWSER, NONE, NOW).unwrap();
    let jobs: Vec<_> = events.iter().flat_map(Event::jobs).collect();
    assert_eq!(jobs, [Job::MailInvitationCode { invitation: open.id, code: code(1) }]);
    assert_eq!(open.code_for(BROWSER, NOW), Ok(code(1)));
    let other = open.code_for(BrowserKey::new([8; 32]), NOW);
    assert_eq!(other, Err(MailboxCodeError::OtherSession));
    assert_eq!(open.code_for(BROWSER, after(11)), Err(MailboxCodeError::Expired));

    let mut newcomer = guest(hanako());
    let _ = open.accept(&mut newcomer, None, NOW).unwrap();
    assert_eq!(newcomer.membership, membership(1, Role::Manager));
    assert_eq!(open.state, InvitationState::Accepted);
    assert!(open.code_for(BROWSER, NOW).is_err() && !open.is_open(NOW));
}

/// What a network has asked for that has asked for no code.
const NONE: AskedCodes = AskedCodes {
    own: 0,
    own_newest: None,
    of_network: 0,
    network_newest: None,
    site_newest: None,
    in_all: 0,
};

// EN-02 WE-04
#[test]
fn each_browser_has_a_code_of_its_own_and_no_other_browser_replaces_it() {
    let (mut open, stranger) = (invitation(), BrowserKey::new([8; 32]));
    let _ = open.ask_for_code(code(1), BROWSER, NONE, NOW).unwrap();
    for n in 2..=30 {
        let _ =
            open.ask_for_code(code(n), BrowserKey::new([u8::try_from(n).unwrap(); 32]), NONE, NOW);
    }
    let _ = open.ask_for_code(code(40), stranger, NONE, after(1)).unwrap();
    assert_eq!(open.code_for(BROWSER, after(2)), Ok(code(1)));
    assert_eq!(open.code_for(stranger, after(2)), Ok(code(40)));

    let _ = open.ask_for_code(code(41), BROWSER, NONE, after(2)).unwrap();
    assert_eq!(open.code_for(BROWSER, after(2)), Ok(code(41)), "its own before has ended");
    let _ = open.ask_for_code(code(42), BROWSER, NONE, after(20)).unwrap();
    assert_eq!(open.codes.len(), 1, "what has ended is not kept");
}

// EN-02 MA-04
#[test]
fn guesses_and_mails_of_an_invitation_are_bounded() {
    let mut open = invitation();
    let at = |n: u32| after(n);
    let _ = open.ask_for_code(code(1), BROWSER, NONE, NOW).unwrap();
    let own = |own, newest| AskedCodes { own, own_newest: Some(newest), ..NONE };
    let hasty = open.ask_for_code(code(2), BROWSER, own(1, NOW), NOW);
    assert_eq!(hasty.unwrap_err(), MailboxCodeError::TooMany(TooManyCodes::JustMailed));
    let eleventh = open.ask_for_code(code(2), BROWSER, own(10, NOW), at(2));
    assert_eq!(eleventh.unwrap_err(), MailboxCodeError::TooMany(TooManyCodes::OfBrowser(10)));
    assert!(open.clone().ask_for_code(code(2), BROWSER, own(9, NOW), at(2)).is_ok());
    let other = BrowserKey::new([8; 32]);
    assert!(
        open.clone().ask_for_code(code(2), other, NONE, NOW).is_ok(),
        "another browser does not wait"
    );
    for n in 2..=50 {
        let _ = open.ask_for_code(code(u128::from(n)), BROWSER, NONE, at(n * 2)).unwrap();
    }
    let more = open.ask_for_code(code(99), BROWSER, own(9, at(100)), at(101));
    assert_eq!(more.unwrap_err(), MailboxCodeError::TooMany(TooManyCodes::OfMailbox(50)));
    let of_network =
        |newest| AskedCodes { of_network: 3, network_newest: Some(at(newest)), ..NONE };
    let more = open.clone().ask_for_code(code(99), other, of_network(101), at(120));
    assert_eq!(more.unwrap_err(), MailboxCodeError::TooMany(TooManyCodes::OfMailbox(50)));
    let mut hourly = open.clone();
    assert!(hourly.ask_for_code(code(99), other, of_network(60), at(120)).is_ok());

    assert_eq!(open.mail_again(admin(), at(9)).unwrap_err(), OrganisationError::JustMailed);
    let events = open.mail_again(admin(), at(120)).unwrap();
    let jobs: Vec<_> = events.iter().flat_map(Event::jobs).collect();
    assert_eq!(jobs, [Job::InviteMember { invitation: open.id }]);
    assert!(open.ask_for_code(code(99), BROWSER, NONE, at(121)).is_ok());
}

#[test]
fn an_invitation_ends_after_ten_days_or_when_it_is_withdrawn() {
    let mut old = invitation();
    let late = Timestamp::from_micros(NOW.plus(INVITATION_LIFE).as_micros());
    assert!(!old.is_open(late));
    let refused = old.ask_for_code(code(1), BROWSER, NONE, late);
    assert_eq!(refused.unwrap_err(), MailboxCodeError::Expired);

    let _ = old.withdraw(admin(), NOW).unwrap();
    assert!(!old.is_open(NOW));
    let again = old.withdraw(admin(), NOW);
    assert_eq!(again.unwrap_err(), OrganisationError::InvitationEnded);
    let elsewhere = Organisation { id: OrganisationId::from(Uuid::from_u128(2)), ..organisation() };
    let stranger = Account { membership: Membership::of_founder(elsewhere.id), ..taro() };
    let foreign =
        elsewhere.administered_by(identity_of(&stranger, &by_totp(&stranger, NOW))).unwrap();
    let refused = invitation().withdraw(foreign, NOW);
    assert_eq!(refused.unwrap_err(), OrganisationError::NotAdmin);
}

// PO-07
#[test]
fn an_invitation_ends_with_the_right_of_the_admin_who_made_it() {
    let inviter = Account { id: invitation().invited_by, ..sender() };
    assert!(invitation().expect_backed_by(&inviter).is_ok());
    for former in [
        Account { membership: membership(1, Role::Member), ..inviter.clone() },
        Account { membership: membership(2, Role::Admin), ..inviter.clone() },
        guest(inviter.clone()),
        Account { disabled_at: Some(NOW), ..inviter },
    ] {
        let refused = invitation().expect_backed_by(&former);
        assert_eq!(refused.unwrap_err(), OrganisationError::InvitationEnded);
    }
}

#[test]
fn an_account_joins_unless_its_own_organisation_is_in_use() {
    let before = Account { membership: membership(2, Role::Admin), ..hanako() };
    for (members, has_documents) in [(2, false), (1, true)] {
        let mut account = before.clone();
        let left = Some(LeftBehind { members, has_documents });
        let refused = invitation().accept(&mut account, left, NOW);
        assert_eq!(refused.unwrap_err(), OrganisationError::OwnOrganisationInUse);
        assert_eq!(account, before);
    }
    let alone = Some(LeftBehind { members: 1, has_documents: false });
    let mut account = before;
    let _ = invitation().accept(&mut account, alone, NOW).unwrap();
    assert_eq!(account.membership, membership(1, Role::Manager));
    let again = invitation().accept(&mut account, alone, NOW);
    assert_eq!(again.unwrap_err(), OrganisationError::MemberAlready);
}

// O-32
#[test]
fn an_admin_sets_the_image_of_the_stamp_and_removes_it() {
    let mut own = organisation();
    let image = FileDigest::new([3; 32]);
    for stamp in [Some(image), None] {
        let events = own.set_stamp(stamp, admin(), NOW);
        let kinds: Vec<_> = events.iter().map(|event| event.kind.clone()).collect();
        assert_eq!(kinds, [EventKind::OrganisationStampSet { image: stamp }]);
        assert_eq!(own.stamp, stamp);
        assert!(own.set_stamp(stamp, admin(), NOW).is_empty(), "nothing changed");
    }
}
