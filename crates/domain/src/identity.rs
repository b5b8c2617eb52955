//! Who is asking: an account and the sign-in of the same person, as one value.

use crate::{Account, AccountId, SignIn};

/// An account together with a sign-in to that very account.
///
/// Only [`Identity::new`] makes one, so that no gate can be passed with one person's sign-in and no
/// evidence can name another person's account.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'a> {
    account: &'a Account,
    sign_in: &'a SignIn,
}

/// The sign-in belongs to another account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sign-in belongs to another account")]
pub struct IdentityMismatch;

impl<'a> Identity<'a> {
    /// The identity of an account whose owner is signed in.
    ///
    /// # Errors
    /// [`IdentityMismatch`] when `sign_in` is not a sign-in to `account`.
    pub fn new(account: &'a Account, sign_in: &'a SignIn) -> Result<Self, IdentityMismatch> {
        if sign_in.account() == account.id {
            Ok(Self { account, sign_in })
        } else {
            Err(IdentityMismatch)
        }
    }

    /// The account.
    pub fn account(self) -> &'a Account {
        self.account
    }

    /// The account's id.
    pub fn id(self) -> AccountId {
        self.account.id
    }

    /// How the account's owner signed in.
    pub fn sign_in(self) -> &'a SignIn {
        self.sign_in
    }

    /// Whether the sign-in is strong; see [`SignIn::is_strong`].
    pub fn is_strong(self) -> bool {
        self.sign_in.is_strong()
    }
}
