//! What a signed-in person has proved, and the proof that it was enough.

use crate::{AccountId, FactorId, FactorMethod, IdpDemand, IdpLogin, IdpStrength, Timestamp};

/// A person who is signed in, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    account: AccountId,
    method: SignInMethod,
}

/// What was proved when signing in, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInMethod {
    /// The password only.
    Password {
        /// When it was checked.
        at: Timestamp,
    },
    /// The password and a second factor (2要素認証).
    TwoFactor {
        /// When the factor was last used in this session.
        at: Timestamp,
        /// The factor that was used.
        factor: FactorId,
        /// Its kind.
        method: FactorMethod,
        /// When that factor was confirmed at its enrolment.
        enrolled_at: Timestamp,
        /// Whether it was enrolled behind a mailed code; `None` where this is not known.
        behind_code: Option<bool>,
    },
    /// A login at an identity provider (`IdP認証`).
    Idp {
        /// When the provider says the person was authenticated; when it says nothing, when the
        /// login came in.
        at: Timestamp,
        /// Who, where, and whether it was proved to be strong.
        login: IdpLogin,
    },
}

impl SignIn {
    /// A person signed in by `method`.
    pub fn new(account: AccountId, method: SignInMethod) -> Self {
        Self { account, method }
    }

    /// Whose account it is.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// How the person signed in.
    pub fn method(&self) -> &SignInMethod {
        &self.method
    }

    /// Whether the person signed in with the provider that is demanded.
    pub fn is_at(&self, demand: &IdpDemand) -> bool {
        match &self.method {
            SignInMethod::Idp { login, .. } => demand.is_met(login),
            SignInMethod::Password { .. } | SignInMethod::TwoFactor { .. } => false,
        }
    }

    /// Whether the sign-in is strong; ask [`Self::strong`] for the proof wherever it decides.
    pub fn is_strong(&self) -> bool {
        self.strong().is_ok()
    }

    /// The proof that this person used a second factor or an identity provider.
    ///
    /// # Errors
    /// [`WeakSignIn`] for a password-only sign-in, and for a login at a provider that was not proved
    /// to be strong.
    pub fn strong(&self) -> Result<StrongSignIn<'_>, WeakSignIn> {
        match &self.method {
            SignInMethod::Password { .. } => Err(WeakSignIn),
            SignInMethod::Idp { login, .. } if login.strength == IdpStrength::Unproven => {
                Err(WeakSignIn)
            }
            SignInMethod::TwoFactor { at, .. } | SignInMethod::Idp { at, .. } => {
                Ok(StrongSignIn { sign_in: self, proven_at: *at })
            }
        }
    }
}

/// Proof of a sign-in with a second factor or an identity provider. Only
/// [`SignIn::strong`] makes one.
#[derive(Clone, Copy, Debug)]
pub struct StrongSignIn<'a> {
    sign_in: &'a SignIn,
    proven_at: Timestamp,
}

impl StrongSignIn<'_> {
    /// Whose account it is.
    pub fn account(&self) -> AccountId {
        self.sign_in.account
    }

    /// When the person last authenticated by the second factor or the provider.
    pub fn proven_at(&self) -> Timestamp {
        self.proven_at
    }

    /// How, for the evidence.
    pub fn method(&self) -> &SignInMethod {
        &self.sign_in.method
    }
}

/// The sign-in was by password only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("signed in without a second factor or an identity provider")]
pub struct WeakSignIn;
