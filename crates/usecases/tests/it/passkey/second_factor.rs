//! Passkeys as the second factor and as the whole sign-in.

use super::{
    HERE, answer, awaiting, ceremony, finishing, knows, ports, records, refused_passkey, stored,
    takes, uses, verified,
};
use crate::world::{NOW, factor_id, kinds, recipient_id, taro, with_tries, work};
use std::sync::atomic::Ordering;
use wariin_domain::{
    Account, AccountId, CeremonyPurpose, CeremonyRefusal, EventKind, FactorMethod, Session,
    SignInMethod, Throttle, Uuid,
};
use wariin_ports::mock::{KEY, MockPorts, MockWork, NEW_KEY};
use wariin_ports::{CeremonyState, ClaimedCredential, PasskeyError};
use wariin_usecases::{
    Error, UserAgent, finish_passkey_consent, finish_passkey_sign_in, finish_passkey_step_up,
};

#[tokio::test]
async fn a_passkey_completes_a_sign_in_that_awaits_the_second_factor() {
    let mut completes = knows(awaiting());
    uses(&mut completes);
    completes.sessions.expect_replace().times(1).returning(|old, session, events| {
        assert_eq!((old, session.key, session.awaiting_code.clone()), (KEY, NEW_KEY, None));
        let sign_in = session.sign_in.as_ref().unwrap();
        assert!(sign_in.is_strong());
        let SignInMethod::TwoFactor { method, factor, .. } = sign_in.method() else {
            unreachable!("not by two factors")
        };
        assert_eq!((*method, *factor), (FactorMethod::Passkey, factor_id()));
        assert_eq!(kinds(&events), ["signed_in", "stepped_up"]);
        Ok(())
    });
    let works = [takes(CeremonyPurpose::StepUp { account: taro().id }), completes];
    let (ports, commits) = finishing(works, Ok(verified())).wire();
    finish_passkey_step_up(&ports, HERE, answer()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_refused_passkey_is_recorded_and_signs_in_nowhere() {
    for refusal in [
        PasskeyError::Unverified,
        PasskeyError::CounterWentBack,
        PasskeyError::UnknownCredential,
        PasskeyError::Refused("challenge".into()),
    ] {
        let mut tries = knows(awaiting());
        records(&mut tries, refused_passkey());
        let works = [takes(CeremonyPurpose::StepUp { account: taro().id }), tries];
        let (ports, commits) = finishing(works, Err(refusal.clone())).wire();
        let refused = finish_passkey_step_up(&ports, HERE, answer()).await;
        assert!(matches!(refused, Err(Error::Passkey(error)) if error == refusal));
        assert_eq!(commits.load(Ordering::SeqCst), 2, "the ceremony is spent, the refusal kept");
    }
}

// EN-05
#[tokio::test]
async fn a_ceremony_of_another_session_browser_purpose_or_time_is_spent_and_refused() {
    let step_up = || CeremonyPurpose::StepUp { account: taro().id };
    let other = UserAgent { session: Some(NEW_KEY), ..HERE };
    let (port, commits) = ports([takes(step_up())]).wire();
    let refused = finish_passkey_step_up(&port, other, answer()).await;
    assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::OtherSession))), "{refused:?}");
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let (port, _) = ports([takes(CeremonyPurpose::SignIn)]).wire();
    let refused = finish_passkey_step_up(&port, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::OtherPurpose))), "{refused:?}");
    let (port, _) = ports([takes(step_up())]).wire();
    let refused = finish_passkey_sign_in(&port, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::OtherPurpose))), "{refused:?}");
    let mut spends = takes(step_up());
    spends
        .passkeys
        .expect_find()
        .returning(move |_| Ok(Some((ceremony(step_up()), CeremonyState("state".into())))));
    let (port, commits) = ports([spends]).wire();
    let refused = finish_passkey_consent(&port, HERE, recipient_id(), answer()).await;
    assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::OtherPurpose))), "{refused:?}");

    assert_eq!(commits.load(Ordering::SeqCst), 1, "it is spent");

    let mut gone = MockWork::default();
    gone.passkeys.expect_take().returning(|_| Ok(None));
    let (port, _) = ports([gone]).wire();
    let refused = finish_passkey_step_up(&port, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::Unknown))), "{refused:?}");

    let another = CeremonyPurpose::StepUp { account: AccountId::from(Uuid::from_u128(9)) };
    let (port, _) = ports([takes(another), knows(awaiting())]).wire();
    let refused = finish_passkey_step_up(&port, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::Ceremony(CeremonyRefusal::OtherSession))), "{refused:?}");
}

fn claims(mut ports: MockPorts) -> MockPorts {
    let account = Uuid::from(taro().id);
    ports
        .passkeys
        .expect_claimed()
        .returning(move |_| Ok(ClaimedCredential { account, credential: vec![1] }));
    ports
}

fn signing_in(account: Account) -> MockWork {
    let mut work = work(Some(Session::begin(KEY, NOW)), vec![account]);
    work.passkeys.expect_of().returning(|_| Ok(vec![stored()]));
    work
}

#[tokio::test]
async fn a_passkey_alone_signs_in_strongly() {
    let mut signs_in = signing_in(taro());
    uses(&mut signs_in);
    signs_in.sessions.expect_remove().times(1).returning(|key, _| {
        assert_eq!(key, KEY);
        Ok(())
    });
    signs_in.sessions.expect_add().times(1).returning(|session, events| {
        assert_eq!((session.key, session.owner()), (NEW_KEY, Some(taro().id)));
        assert!(session.sign_in.as_ref().unwrap().is_strong());
        assert!(events.iter().any(|e| e.kind == EventKind::SignedIn { two_factor: true }));
        Ok(())
    });
    let works = [takes(CeremonyPurpose::SignIn), signs_in];
    let (ports, _) = claims(finishing(works, Ok(verified()))).wire();
    finish_passkey_sign_in(&ports, HERE, answer()).await.unwrap();
}

#[tokio::test]
async fn a_passkey_of_no_account_a_disabled_one_or_one_that_must_use_its_provider_signs_in_nowhere()
{
    let works = [takes(CeremonyPurpose::SignIn), work(None, vec![])];
    let (port, _) = claims(ports(works)).wire();
    let refused = finish_passkey_sign_in(&port, HERE, answer()).await;
    let unknown = PasskeyError::UnknownCredential;
    assert!(matches!(refused, Err(Error::Passkey(error)) if error == unknown));

    let mut removed = work(None, vec![taro()]);
    removed.passkeys.expect_of().returning(|_| Ok(vec![]));
    let (port, _) = claims(ports([takes(CeremonyPurpose::SignIn), removed])).wire();
    let refused = finish_passkey_sign_in(&port, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::Passkey(error)) if error == unknown));

    let mut disabled = signing_in(Account { disabled_at: Some(NOW), ..taro() });
    uses(&mut disabled);
    let works = [takes(CeremonyPurpose::SignIn), disabled];
    let (port, _) = claims(finishing(works, Ok(verified()))).wire();
    let refused = finish_passkey_sign_in(&port, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::AccountDisabled)), "{refused:?}");

    let mut provider = signing_in(taro());
    uses(&mut provider);
    provider.idp_connections.checkpoint();
    provider.idp_connections.expect_serving().returning(|_| {
        let mut connection = crate::company::connection();
        connection.membership.is_required = true;
        Ok(Some(connection))
    });
    with_tries(&mut provider, None, Throttle::clear());
    provider.audit.expect_append().returning(|_| Ok(()));
    let works = [takes(CeremonyPurpose::SignIn), provider];
    let (port, _) = claims(finishing(works, Ok(verified()))).wire();
    let refused = finish_passkey_sign_in(&port, HERE, answer()).await;
    assert!(matches!(refused, Err(Error::IdpRequired)), "{refused:?}");
}
