//! Codes that raise a session, and wrong ones.

use super::{code, stored_factor};
use crate::world::{NOW, PRINCIPAL, by_password, session, taro, work};
use std::sync::atomic::Ordering;
use wariin_domain::{FactorState, TimeStep};
use wariin_ports::StorageError;
use wariin_ports::mock::{KEY, NEW_KEY};
use wariin_usecases::{Ports, step_up};

// WE-01 T-038
#[tokio::test]
async fn a_code_raises_the_session_under_a_new_key() {
    let mut work = work(Some(session(by_password(&taro()))), vec![taro()]);
    let active = stored_factor(FactorState::Active { confirmed_at: NOW, behind_code: None });
    work.factors.expect_active().returning(move |_| Ok(vec![active.clone()]));
    work.factors.expect_spend().times(1).returning(|_, _, _| Ok(true));
    work.sessions.expect_replace().times(1).returning(|old, session, _| {
        assert_eq!((old, session.key), (KEY, NEW_KEY));
        assert!(session.sign_in.as_ref().unwrap().is_strong());
        Ok(())
    });
    let mut world = Ports::mock().with([work]);
    world.totp.expect_matching_step().returning(|_, _, _, _| Ok(Some(TimeStep::new(1))));
    let (ports, _) = world.wire();
    step_up(&ports, PRINCIPAL, code()).await.unwrap();
}

// WE-03
#[tokio::test]
async fn a_step_up_in_flight_does_not_bring_back_a_session_that_was_ended() {
    let mut work = work(Some(session(by_password(&taro()))), vec![taro()]);
    let active = stored_factor(FactorState::Active { confirmed_at: NOW, behind_code: None });
    work.factors.expect_active().returning(move |_| Ok(vec![active.clone()]));
    work.factors.expect_spend().returning(|_, _, _| Ok(true));
    work.sessions.expect_replace().returning(|_, _, _| Err(StorageError::Conflict));
    let mut world = Ports::mock().with([work]);
    world.totp.expect_matching_step().returning(|_, _, _, _| Ok(Some(TimeStep::new(1))));
    let (ports, commits) = world.wire();
    assert!(step_up(&ports, PRINCIPAL, code()).await.is_err());
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}
