//! Backup codes: who may make them, and when the reminder ends.

use crate::sign_in::stored_factor;
use crate::world::{NOW, PRINCIPAL, by_password, by_totp, kinds, session, taro, work};
use std::sync::atomic::Ordering;
use wariin_domain::{BackupCode, BackupCodeStock, FactorState, SignIn, Timestamp};
use wariin_ports::CodeHash;
use wariin_ports::mock::MockWork;
use wariin_usecases::{
    Caller, Error, Ports, backup_codes_saved, make_backup_codes, must_save_backup_codes,
};

/// Taro's account in a session like this, with this many factors.
fn with_factors(count: usize, sign_in: SignIn) -> MockWork {
    let mut work = work(Some(session(sign_in)), vec![taro()]);
    let active = stored_factor(FactorState::Active { confirmed_at: NOW, behind_code: None });
    work.accounts.expect_password().returning(|_| Ok(None));
    work.factors.expect_active().returning(move |_| Ok(vec![active.clone(); count]));
    work
}

fn code() -> BackupCode {
    BackupCode::typed("AAAA-BBBB")
}

// EN-06 EN-08
#[tokio::test]
async fn backup_codes_are_made_only_after_a_recent_use_of_a_factor_of_the_account() {
    let long_ago = Timestamp::from_micros(NOW.as_micros() - 16 * 60_000_000);
    for (count, sign_in, kind, refusal) in [
        (1, by_totp(&taro(), NOW), "backup_codes_shown", None),
        (1, by_totp(&taro(), NOW), "backup_codes_replaced", None),
        (1, by_totp(&taro(), long_ago), "", Some("sign_in_again")),
        (1, by_password(&taro()), "", Some("sign_in_again")),
        (0, by_password(&taro()), "", Some("no_factor")),
    ] {
        let mut work = with_factors(count, sign_in);
        let has_others = kind == "backup_codes_replaced";
        work.factors.expect_has_backup_codes().returning(move |_| Ok(has_others));
        work.factors
            .expect_set_backup_codes()
            .times(usize::from(refusal.is_none()))
            .withf(move |_, hashes, events| {
                hashes == [CodeHash([1; 32])] && kinds(events) == [kind]
            })
            .returning(|_, _, _| Ok(()));
        let mut world = Ports::mock().with([work]);
        world.tokens.expect_new_backup_codes().returning(|| vec![code()]);
        world.tokens.expect_backup_code_hash().returning(|_: &BackupCode| CodeHash([1; 32]));
        let (ports, commits) = world.wire();
        let refused = match make_backup_codes(&ports, PRINCIPAL).await {
            Ok(codes) => {
                assert_eq!(codes, [code()]);
                None
            }
            Err(Error::SignInAgain) => Some("sign_in_again"),
            Err(Error::NoFactor) => Some("no_factor"),
            Err(other) => panic!("{other}"),
        };
        assert_eq!(refused, refusal, "with {count} factors");
        assert_eq!(commits.load(Ordering::SeqCst), usize::from(refusal.is_none()));
    }
}

// O-11
#[tokio::test]
async fn only_the_codes_that_the_account_has_can_be_said_to_be_saved() {
    for has_them in [true, false] {
        let mut work = with_factors(1, by_password(&taro()));
        work.factors
            .expect_backup_codes_saved()
            .times(1)
            .withf(|account, hashes| *account == taro().id && hashes == [CodeHash([1; 32])])
            .returning(move |_, _| Ok(has_them));
        let mut world = Ports::mock().with([work]);
        world.tokens.expect_backup_code_hash().returning(|_: &BackupCode| CodeHash([1; 32]));
        let (ports, commits) = world.wire();
        let outcome = backup_codes_saved(&ports, PRINCIPAL, &[code()]).await;
        assert_eq!(outcome.is_ok(), has_them);
        assert!(has_them || matches!(outcome, Err(Error::BackupCodesReplaced)));
        assert_eq!(commits.load(Ordering::SeqCst), usize::from(has_them));
    }
}

// O-11
#[tokio::test]
async fn the_owner_of_a_factor_is_reminded_until_backup_codes_are_saved() {
    let signed_in = Caller {
        session: session(by_password(&taro())),
        account: Some(taro()),
        organisation: None,
    };
    for (left, are_saved, factors, is_due) in
        [(0, true, 1, true), (10, false, 1, true), (10, true, 1, false), (0, true, 0, false)]
    {
        let mut world = Ports::mock();
        let stock = BackupCodeStock { left, are_saved };
        world.views.expect_backup_codes().returning(move |_| Ok(stock));
        let factor =
            stored_factor(FactorState::Active { confirmed_at: NOW, behind_code: None }).factor;
        world.views.expect_factors().returning(move |_| Ok(vec![factor.clone(); factors]));
        let (ports, _) = world.wire();
        assert_eq!(must_save_backup_codes(&ports, Some(&signed_in)).await.unwrap(), is_due);
        assert!(!must_save_backup_codes(&ports, None).await.unwrap());
    }
}
