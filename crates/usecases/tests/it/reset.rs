//! Forgotten passwords, and accounts that the operator disables.

mod asking;
mod disabled;
mod link;

use crate::company::connection;
use crate::world::{NOW, taro};
use wariin_domain::{
    IdpMembership, NewPasswordReset, PasswordReset, PasswordResetId, Span, Timestamp, Uuid,
};
use wariin_ports::mock::MockWork;

fn id(number: u128) -> PasswordResetId {
    PasswordResetId::from(Uuid::from_u128(number))
}

fn asked(at: Timestamp) -> PasswordReset {
    PasswordReset::ask(NewPasswordReset { id: id(1), email: taro().email }, at)
}

fn mailed() -> PasswordReset {
    PasswordReset { account: Some(taro().id), ..asked(NOW) }
}

/// So many others were asked for, a minute ago each.
fn asked_before(work: &mut MockWork, times: u128) {
    let others: Vec<_> = (100..100 + times).map(|n| (NOW.minus(Span::minutes(1)), id(n))).collect();
    work.password_resets.expect_asked_since().returning(move |_, since| {
        assert_eq!(since, NOW.minus(Span::days(1)));
        Ok(others.clone())
    });
}

fn required() -> wariin_domain::IdpConnection {
    let mut connection = connection();
    connection.membership = IdpMembership { is_required: true, creates_members: false };
    connection
}
