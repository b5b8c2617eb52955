//! The owner of an account is at the browser now: what is asked before the password or the address changes.

use crate::{AccountId, Identity, SignInMethod, Span, Timestamp};

/// The password of the account as it was typed beside a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedPassword {
    /// The account has no password: its owner signs in by a provider or a factor alone.
    Unset,
    /// Another one was typed, or none.
    Wrong,
    /// It was typed right.
    Right,
}

/// Proof that the owner of an account is at the browser now; [`Self::for_password`] and [`Self::for_address`] are
/// the only ways to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfirmedOwner {
    account: AccountId,
}

/// Why nothing shows that the owner is at the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OwnerUnconfirmed {
    /// The present password is wrong.
    #[error("the present password is wrong")]
    WrongPassword,
    /// The factor was not used, or the provider was not visited, within [`ConfirmedOwner::FRESH`].
    #[error("a fresh sign-in is required")]
    StaleSignIn,
}

impl ConfirmedOwner {
    /// How long ago the factor may have been used, or the provider have authenticated the owner.
    pub const FRESH: Span = Span::minutes(5);

    /// Before another password is set: the present one, and for an account without one a fresh factor or login at
    /// a provider.
    ///
    /// # Errors
    /// [`OwnerUnconfirmed`].
    pub fn for_password(
        identity: Identity<'_>,
        typed: TypedPassword,
        now: Timestamp,
    ) -> Result<Self, OwnerUnconfirmed> {
        match typed {
            TypedPassword::Right => Ok(Self { account: identity.id() }),
            TypedPassword::Wrong => Err(OwnerUnconfirmed::WrongPassword),
            TypedPassword::Unset => Self::by_fresh_sign_in(identity, now),
        }
    }

    /// Before the address changes: a fresh factor where the account has one, whatever else is known; otherwise the
    /// password, or without one a fresh login at a provider.
    ///
    /// # Errors
    /// [`OwnerUnconfirmed`].
    pub fn for_address(
        identity: Identity<'_>,
        has_factor: bool,
        typed: TypedPassword,
        now: Timestamp,
    ) -> Result<Self, OwnerUnconfirmed> {
        if has_factor {
            return match identity.sign_in().strong() {
                Ok(strong) if is_fresh(strong.proven_at(), now) => {
                    Ok(Self { account: identity.id() })
                }
                Ok(_) | Err(_) => Err(OwnerUnconfirmed::StaleSignIn),
            };
        }
        Self::for_password(identity, typed, now)
    }

    /// Whose owner it is.
    pub fn account(&self) -> AccountId {
        self.account
    }

    fn by_fresh_sign_in(identity: Identity<'_>, now: Timestamp) -> Result<Self, OwnerUnconfirmed> {
        match identity.sign_in().method() {
            SignInMethod::TwoFactor { at, .. } | SignInMethod::Idp { at, .. }
                if is_fresh(*at, now) =>
            {
                Ok(Self { account: identity.id() })
            }
            SignInMethod::Password { .. }
            | SignInMethod::TwoFactor { .. }
            | SignInMethod::Idp { .. } => Err(OwnerUnconfirmed::StaleSignIn),
        }
    }
}

fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    now.since(at) <= ConfirmedOwner::FRESH
}
