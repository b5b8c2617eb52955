//! Signing in, stepping up, enrolling.

mod enrolment;
mod password;
mod step_up;

use crate::company::totp;
use crate::world::taro;
use wariin_domain::{Client, FactorState};
use wariin_ports::mock::MockWork;
use wariin_ports::{PasswordHash, Seed, StoredFactor};
use wariin_usecases::{SecretInput, SignInAttempt};

fn attempt(email: &str) -> SignInAttempt {
    SignInAttempt {
        email: email.into(),
        password: SecretInput("合言葉".into()),
        client: Client::local(),
        session: None,
    }
}

fn stored() -> MockWork {
    let mut work = MockWork::default();
    work.accounts.expect_find_by_email().returning(|_| Ok(Some(taro())));
    work.accounts.expect_password().returning(|_| Ok(Some(PasswordHash("hash".into()))));
    work
}

fn code() -> SecretInput {
    SecretInput("123456".into())
}

/// A factor of Taro's account in this state.
pub(crate) fn stored_factor(state: FactorState) -> StoredFactor {
    StoredFactor { factor: totp(state), seed: Seed(vec![]) }
}
