//! What a passkey does in the place of a code or a password: registering, forwarding, a new password.

use crate::passkey::{
    HERE, answer, ceremony, consenting, credential, finishing, knows, ports, records,
    refused_passkey, shown, stored, takes, uses, verified,
};
use crate::world::{
    NOW, PRINCIPAL, account, by_totp, draft, factor_id, kinds, phone, recipient_id, sender, sent,
    session, taro, with_tries, work,
};
use std::sync::atomic::Ordering;
use wariin_domain::{
    Account, AccountId, CeremonyPurpose, CeremonyRefusal, Client, Document, DocumentError,
    EmailAddress, EventKind, FactorMethod, GateRefusal, Membership, NewPassword, PasskeyConsent,
    PasswordReset, PasswordResetId, PersonName, ProvenMailbox, Registration, Session, SignIn,
    SignInMethod, Span, Throttle, Timestamp, Uuid,
};
use wariin_ports::mock::{KEY, MockPorts, MockWork, NEW_KEY};
use wariin_ports::{BegunCeremony, CeremonyState, PasskeyError, StorageError};
use wariin_usecases::{
    Error, Forward, NewPasswordByLink, RegisterByPasskey, SecretInput, begin_passkey_registration,
    begin_passkey_reset, finish_passkey_consent, finish_passkey_enrolment,
    finish_passkey_registration, finish_passkey_removal, forward_by_passkey,
    reset_password_by_passkey,
};

fn new_id() -> AccountId {
    Uuid::from_u128(900).into()
}

fn name() -> PersonName {
    PersonName::parse("山田 太郎").unwrap()
}

fn register(account: AccountId) -> CeremonyPurpose {
    CeremonyPurpose::Register { recipient: recipient_id(), account, name: name() }
}

fn guest() -> RegisterByPasskey {
    RegisterByPasskey { factor: phone(), registration: Registration::Invited }
}

fn proved() -> Session {
    let mailbox = Some(ProvenMailbox { recipient: recipient_id(), address: taro().email, at: NOW });
    Session { mailbox, ..Session::begin(KEY, NOW) }
}

fn newcomer(document: &Document, known: Option<Account>, session: Session) -> MockWork {
    let mut work = work(Some(session), vec![]);
    work.finds(document);
    work.accounts.expect_find_by_email().returning(move |email| {
        assert_eq!(email.as_str(), "taro@example.com", "the address is the sender's word");
        Ok(known.clone())
    });
    work.sessions.expect_remove().returning(|_, _| Ok(()));
    work
}

fn registering(works: impl IntoIterator<Item = MockWork>) -> MockPorts {
    let mut ports = ports(works);
    ports.passkeys.expect_finish_registration().returning(|_, _| Ok(credential()));
    ports
}

// EN-01 EN-05
#[tokio::test]
async fn a_recipient_registers_by_a_passkey_without_a_password_and_is_strongly_signed_in() {
    let mut registers = newcomer(&sent(true), None, proved());
    registers.accounts.expect_add().times(1).returning(|account, password, _| {
        assert_eq!((account.id, account.membership), (new_id(), Membership::Guest));
        assert_eq!((account.email.as_str(), password.0.as_str()), ("taro@example.com", ""));
        Ok(())
    });
    registers.passkeys.expect_add().times(1).returning(|passkey, events| {
        assert_eq!((passkey.factor.account, &passkey.credential), (new_id(), &credential()));
        let is_behind_code = |event: &wariin_domain::Event| {
            matches!(
                event.kind,
                EventKind::FactorEnrolled { method: FactorMethod::Passkey, behind_code: true, .. }
            )
        };
        assert!(events.iter().all(is_behind_code));
        assert_eq!(passkey.factor.behind_code(), Some(true));
        Ok(())
    });
    registers.sessions.expect_add().times(1).returning(|session, events| {
        assert_eq!((session.key, session.owner()), (NEW_KEY, Some(new_id())));
        assert!(session.sign_in.as_ref().unwrap().is_strong() && session.mailbox.is_some());
        assert_eq!(kinds(&events), ["signed_in"]);
        Ok(())
    });
    let (ports, commits) = registering([takes(register(new_id())), registers]).wire();
    finish_passkey_registration(&ports, HERE, guest(), answer()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 2);
}

// EN-01 EN-13
#[tokio::test]
async fn no_passkey_registers_without_the_mailbox_or_for_an_address_that_has_an_account() {
    let unproved = Session::begin(KEY, NOW);
    let late = ProvenMailbox {
        recipient: recipient_id(),
        address: taro().email,
        at: NOW.minus(Span::minutes(61)),
    };
    let late = Session { mailbox: Some(late), ..proved() };
    for session in [unproved, late] {
        let refused = newcomer(&sent(true), None, session);
        let (ports, _) = registering([takes(register(new_id())), refused]).wire();
        let refused = finish_passkey_registration(&ports, HERE, guest(), answer()).await;
        assert!(matches!(refused, Err(Error::MailboxNotProven)), "{refused:?}");
    }
    let unproven = Account { mailbox_proven_at: None, ..account(66, "taro@example.com") };
    for known in [taro(), unproven] {
        let refused = newcomer(&sent(true), Some(known), proved());
        let (ports, _) = registering([takes(register(new_id())), refused]).wire();
        let refused = finish_passkey_registration(&ports, HERE, guest(), answer()).await;
        assert!(matches!(refused, Err(Error::AccountExists)), "{refused:?}");
    }
}

// EN-13
#[tokio::test]
async fn an_account_whose_mailbox_was_never_proved_is_purged_before_the_passkey_counts() {
    let unproven = Account { mailbox_proven_at: None, ..account(66, "taro@example.com") };
    let id = unproven.id;
    let mut registers = newcomer(&sent(true), Some(unproven), proved());
    registers.factors.expect_remove_all().times(1).returning(|_, _| Ok(()));
    registers.idp_links.expect_remove_all_of().times(1).returning(|_| Ok(()));
    registers.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
    registers.accounts.expect_save_with_password().times(1).returning(|_, password, events| {
        assert_eq!(password.0, "", "the password of before is gone");
        assert_eq!(kinds(&events), ["credentials_purged", "mailbox_confirmed"]);
        Ok(())
    });
    registers.passkeys.expect_add().times(1).returning(|_, _| Ok(()));
    registers.sessions.expect_add().times(1).returning(|_, _| Ok(()));
    let (ports, _) = registering([takes(register(id)), registers]).wire();
    finish_passkey_registration(&ports, HERE, guest(), answer()).await.unwrap();
}

#[tokio::test]
async fn a_passkey_that_is_registered_elsewhere_makes_no_account() {
    let mut refused = newcomer(&sent(true), None, proved());
    refused.accounts.expect_add().returning(|_, _, _| Ok(()));
    refused.passkeys.expect_add().returning(|_, _| Err(StorageError::Duplicate));
    let (ports, commits) = registering([takes(register(new_id())), refused]).wire();
    let refused = finish_passkey_registration(&ports, HERE, guest(), answer()).await;
    assert!(matches!(refused, Err(Error::PasskeyTaken)), "{refused:?}");
    assert_eq!(commits.load(Ordering::SeqCst), 1, "the ceremony alone is spent");
}

/// Sent to Taro with an access code.
fn coded() -> Document {
    let mut document = draft();
    let mut details = document.recipients[0].details.clone();
    details.access_code = Some(wariin_domain::AccessCodeHash("hash".into()));
    let by = by_totp(&sender(), NOW);
    let _ = document.change_recipient(recipient_id(), details, &by, NOW).unwrap();
    let _ = document.send(&by, NOW).unwrap();
    document
}

// EN-04
#[tokio::test]
async fn the_access_code_comes_before_the_passkey_of_a_registration() {
    for unlocked in [None, Some(recipient_id())] {
        let session = Session { unlocked: unlocked.into_iter().collect(), ..proved() };
        let mut begins = newcomer(&coded(), None, session.clone());
        begins.passkeys.expect_begin().returning(|_, _| Ok(()));
        let mut world = ports([begins]);
        world.passkeys.expect_begin_registration().returning(|user, known| {
            assert_eq!((user.address.as_str(), known), ("taro@example.com", &[][..]));
            Ok(BegunCeremony { options: "{}".into(), state: CeremonyState("state".into()) })
        });
        let (port, _) = world.wire();
        let begun = begin_passkey_registration(&port, HERE, recipient_id(), name()).await;
        let is_refused =
            matches!(begun, Err(Error::Document(DocumentError::Gate(GateRefusal::AccessCode))));
        assert_eq!((is_refused, begun.is_ok()), (unlocked.is_none(), unlocked.is_some()));
    }
    let refused = newcomer(&coded(), None, proved());
    let (port, _) = registering([takes(register(new_id())), refused]).wire();
    let refused = finish_passkey_registration(&port, HERE, guest(), answer()).await;
    let gate = GateRefusal::AccessCode;
    assert!(matches!(refused, Err(Error::Document(DocumentError::Gate(g))) if g == gate));
}

fn to_hanako() -> Forward {
    Forward {
        principal: PRINCIPAL,
        recipient: recipient_id(),
        name: PersonName::parse("佐藤 花子").unwrap(),
        email: EmailAddress::parse("hanako@example.com").unwrap(),
        organisation: None,
        code: None,
    }
}

pub(crate) fn by_passkey(account: &Account, at: Timestamp) -> SignIn {
    let (factor, method) = (factor_id(), FactorMethod::Passkey);
    let enrolled_at = Timestamp::from_micros(1);
    SignIn::new(
        account.id,
        SignInMethod::TwoFactor { at, factor, method, enrolled_at, behind_code: None },
    )
}

fn step_up() -> CeremonyPurpose {
    CeremonyPurpose::StepUp { account: taro().id }
}

// CO-01
#[tokio::test]
async fn a_turn_is_forwarded_behind_a_passkey_when_its_last_use_is_old() {
    let old = by_passkey(&taro(), NOW.minus(Span::minutes(30)));
    let mut forwards = knows(session(old));
    forwards.finds(&sent(true));
    uses(&mut forwards);
    forwards.sessions.expect_replace().times(1).returning(|_, session, _| {
        let sign_in = session.sign_in.as_ref().unwrap();
        assert!(matches!(sign_in.method(), SignInMethod::TwoFactor { at: NOW, .. }));
        Ok(())
    });
    forwards.documents.expect_save().times(1).returning(|_, _| Ok(()));
    let (ports, _) = finishing([takes(step_up()), forwards], Ok(verified())).wire();
    forward_by_passkey(&ports, HERE, to_hanako(), answer()).await.unwrap();
}

#[tokio::test]
async fn a_refused_passkey_or_one_of_another_ceremony_forwards_nothing() {
    let mut refuses = knows(session(by_passkey(&taro(), NOW)));
    refuses.finds(&sent(true));
    records(&mut refuses, refused_passkey());
    let unverified = PasskeyError::Unverified;
    let (port, commits) = finishing([takes(step_up()), refuses], Err(unverified.clone())).wire();
    let refused = forward_by_passkey(&port, HERE, to_hanako(), answer()).await;
    assert!(matches!(refused, Err(Error::Passkey(error)) if error == unverified));
    assert_eq!(commits.load(Ordering::SeqCst), 2, "the refusal is kept");

    let (port, _) = ports([takes(CeremonyPurpose::SignIn)]).wire();
    let refused = forward_by_passkey(&port, HERE, to_hanako(), answer()).await;
    assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::OtherPurpose))));

    let other = CeremonyPurpose::StepUp { account: new_id() };
    let mut refuses = knows(session(by_passkey(&taro(), NOW)));
    refuses.finds(&sent(true));
    let (port, _) = ports([takes(other), refuses]).wire();
    let refused = forward_by_passkey(&port, HERE, to_hanako(), answer()).await;
    assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::OtherSession))));
}

// EN-05 CO-05
#[tokio::test]
async fn a_ceremony_of_another_account_enrols_removes_and_consents_to_nothing() {
    let here = || knows(session(by_passkey(&taro(), NOW)));
    let enrol = CeremonyPurpose::Enrol { account: new_id(), name: phone() };
    let (port, _) = registering([takes(enrol), here()]).wire();
    let refused = finish_passkey_enrolment(&port, HERE, answer()).await.map(|_| ());
    assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::OtherSession))), "{refused:?}");

    let remove = CeremonyPurpose::Remove { account: new_id(), factor: factor_id() };
    let (port, _) = ports([takes(remove), here()]).wire();
    let refused = finish_passkey_removal(&port, HERE, answer()).await.map(|_| ());
    assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::OtherSession))), "{refused:?}");

    let consent = PasskeyConsent { account: new_id(), ..consenting() };
    let mut looks = MockWork::default();
    looks.passkeys.expect_find().returning(move |_| {
        let begun = ceremony(CeremonyPurpose::Consent(consent.clone()));
        Ok(Some((begun, CeremonyState("state".into()))))
    });
    let (port, _) = shown(ports([looks, here()])).wire();
    let refused = finish_passkey_consent(&port, HERE, recipient_id(), answer()).await;
    assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::OtherSession))), "{refused:?}");
}

fn reset_id() -> PasswordResetId {
    Uuid::from_u128(70).into()
}

fn mailed() -> PasswordReset {
    PasswordReset {
        id: reset_id(),
        email: taro().email,
        asked_by: None,
        asked_at: NOW,
        account: Some(taro().id),
        ended_at: None,
    }
}

fn new_password() -> NewPasswordByLink {
    NewPasswordByLink {
        token: "secret".into(),
        password: NewPassword::parse("ひとりずつ違う長い合言葉").unwrap(),
        code: SecretInput(String::new()),
        client: Client::local(),
    }
}

/// Taro followed the link, and has one passkey and no other factor.
fn followed(mut world: MockPorts) -> MockPorts {
    world.tokens.expect_read_password_reset_link().returning(|_| Some(reset_id()));
    world.views.expect_password_reset().returning(|_| Ok(Some(mailed())));
    world.views.expect_account().returning(|_| Ok(Some(taro())));
    world.views.expect_factors().returning(|_| Ok(vec![stored().factor]));
    world.passwords.expect_hash().returning(|_| Ok(wariin_ports::PasswordHash("new".into())));
    world
}

fn resets() -> MockWork {
    let mut work = knows(Session::begin(KEY, NOW));
    work.password_resets.expect_find().returning(|_| Ok(Some(mailed())));
    work.accounts.expect_password().returning(|_| Ok(None));
    work.factors.expect_active().returning(|_| {
        let seed = wariin_ports::Seed(vec![]);
        Ok(vec![wariin_ports::StoredFactor { factor: stored().factor, seed }])
    });
    work
}

fn by_link(reset: PasswordResetId, account: AccountId) -> CeremonyPurpose {
    CeremonyPurpose::NewPassword { reset, account }
}

// EN-07
#[tokio::test]
async fn a_new_password_is_set_by_a_mailed_link_and_a_passkey() {
    let mut begins = knows(Session::begin(KEY, NOW));
    begins.passkeys.expect_begin().times(1).returning(|ceremony, _| {
        assert_eq!(ceremony.purpose, by_link(reset_id(), taro().id));
        Ok(())
    });
    let mut sets = resets();
    uses(&mut sets);
    sets.accounts.expect_save_with_password().times(1).returning(|_, password, events| {
        assert_eq!((password.0.as_str(), kinds(&events)), ("new", vec!["password_reset"]));
        Ok(())
    });
    sets.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
    sets.password_resets.expect_end_all_of().times(1).returning(|_, _| Ok(()));
    let _ = with_tries(&mut sets, None, Throttle::clear());
    let works = [begins, takes(by_link(reset_id(), taro().id)), sets];
    let mut world = followed(finishing(works, Ok(verified())));
    world.passkeys.expect_begin_authentication().returning(|_, _| {
        Ok(BegunCeremony { options: "{}".into(), state: CeremonyState("state".into()) })
    });
    let (ports, _) = world.wire();
    begin_passkey_reset(&ports, HERE, "secret").await.unwrap();
    reset_password_by_passkey(&ports, HERE, new_password(), answer()).await.unwrap();
}

// EN-07
#[tokio::test]
async fn a_refused_passkey_or_one_of_another_link_sets_no_password() {
    let mut refuses = resets();
    records(&mut refuses, refused_passkey());
    let works = [takes(by_link(reset_id(), taro().id)), refuses];
    let (port, commits) = followed(finishing(works, Err(PasskeyError::Unverified))).wire();
    let refused = reset_password_by_passkey(&port, HERE, new_password(), answer()).await;
    assert!(matches!(refused, Err(Error::Passkey(PasskeyError::Unverified))), "{refused:?}");
    assert_eq!(commits.load(Ordering::SeqCst), 2, "the refusal is kept");

    let other_link = by_link(Uuid::from_u128(71).into(), taro().id);
    for purpose in [other_link, step_up()] {
        let (port, _) = followed(ports([takes(purpose)])).wire();
        let refused = reset_password_by_passkey(&port, HERE, new_password(), answer()).await;
        assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::OtherPurpose))));
    }
    let works = [takes(by_link(reset_id(), new_id())), resets()];
    let (port, _) = followed(ports(works)).wire();
    let refused = reset_password_by_passkey(&port, HERE, new_password(), answer()).await;
    assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::OtherPurpose))));
}
