//! The ways to sign in and to prove anew who one is that the factors of an account give.

use crate::{Factor, FactorMethod};

/// Which factors an account has, and can use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccountFactors {
    /// Any factor, usable here or not.
    pub has_any: bool,
    /// An authenticator app.
    pub has_app: bool,
    /// A passkey that can be used at the service's address.
    pub has_passkey: bool,
}

impl AccountFactors {
    /// Of these active factors; passkeys count where the service can take them.
    pub fn of<'a>(
        factors: impl IntoIterator<Item = &'a Factor>,
        are_passkeys_available: bool,
    ) -> Self {
        factors.into_iter().fold(Self::default(), |had, factor| Self {
            has_any: true,
            has_app: had.has_app || factor.method() == FactorMethod::Totp,
            has_passkey: had.has_passkey
                || (are_passkeys_available && factor.method() == FactorMethod::Passkey),
        })
    }

    /// Whether the owner can sign in without a provider: by a password, or by a passkey alone. An app is a second
    /// factor only.
    pub const fn sign_in_without_idp(self, has_password: bool) -> bool {
        has_password || self.has_passkey
    }
}
