//! What the owner of an account is told of.

use wariin_domain::fixtures::{NOW, id, identity, taro};
use wariin_domain::{
    AccountChange, Actor, Event, EventKind, FactorId, FactorMethod, FactorRemoval, Job, Uuid,
};

fn told(kind: EventKind) -> Option<AccountChange> {
    let event = Event::of_account(taro().id, NOW, Actor::Account(taro().id), kind);
    match event.jobs().as_slice() {
        [] => None,
        [Job::NotifyAccount { account, change, at: NOW }] if *account == taro().id => Some(*change),
        other => panic!("{other:?}"),
    }
}

// EN-06 O-42
#[test]
fn the_owner_is_told_at_once_of_the_account_and_of_every_change_to_the_ways_in() {
    let factor = FactorId::from(Uuid::from_u128(99));
    let (enrolled, linked) = (
        |behind_code| EventKind::FactorEnrolled { factor, method: FactorMethod::Totp, behind_code },
        |at_first_login| EventKind::IdpLinked {
            identity: identity("taro"),
            at_first_login,
            behind_code: Some(at_first_login),
        },
    );
    assert_eq!(told(enrolled(false)), Some(AccountChange::FactorEnrolled));
    let method = FactorMethod::Passkey;
    let passkey = EventKind::FactorEnrolled { factor, method, behind_code: true };
    assert_eq!(told(passkey), Some(AccountChange::PasskeyEnrolled), "it names the passkey");
    let change = Some(AccountChange::FactorEnrolled);
    assert_eq!(told(enrolled(true)), change, "the mailbox may be read by others");
    assert_eq!(told(linked(false)), Some(AccountChange::IdpLinked));
    assert_eq!(told(linked(true)), Some(AccountChange::IdpLinked));
    assert_eq!(told(EventKind::MailboxConfirmed), Some(AccountChange::Registered));
    for (actor, change) in [
        (Actor::LinkHolder(id(1)), Some(AccountChange::Registered)),
        (Actor::Operator, None),
        (Actor::Unidentified, None),
    ] {
        let made = Event::of_account(taro().id, NOW, actor, EventKind::AccountCreated);
        let expected =
            change.map(|change| Job::NotifyAccount { account: taro().id, change, at: NOW });
        assert_eq!(made.jobs(), expected.into_iter().collect::<Vec<_>>());
    }
    let unlinked = EventKind::IdpUnlinked { identity: identity("taro") };
    assert_eq!(told(unlinked), Some(AccountChange::IdpUnlinked));
    assert_eq!(told(EventKind::PasswordReset), Some(AccountChange::PasswordReset));
    assert_eq!(told(EventKind::BackupCodeUsed), Some(AccountChange::BackupCodeUsed));
    let removed = |by| EventKind::FactorRemoved { factor, by };
    assert_eq!(told(removed(FactorRemoval::OwnCode)), Some(AccountChange::FactorRemoved));
    assert_eq!(told(removed(FactorRemoval::BackupCode)), None, "the backup code's mail says so");
    assert_eq!(told(EventKind::SignedIn { two_factor: true }), None);
    assert_eq!(told(EventKind::BackupCodesShown), None, "they are made right after the enrolment");
    let replaced = AccountChange::BackupCodesReplaced;
    assert_eq!(told(EventKind::BackupCodesReplaced), Some(replaced));
}
