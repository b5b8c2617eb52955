//! Hashing and checking passwords, slow on purpose and away from the request threads.

use async_trait::async_trait;
use wariin_domain::{AccessCode, AccessCodeHash, NewPassword};

/// A hashed password in PHC string format.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl PasswordHash {
    /// For an account that has no password: none is ever right.
    pub const fn none() -> Self {
        Self(String::new())
    }

    /// Whether there is no password.
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(..)")
    }
}

/// Hashes passwords.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Passwords: Send + Sync {
    /// Hashes a new password.
    ///
    /// # Errors
    /// [`PasswordError`].
    async fn hash(&self, password: NewPassword) -> Result<PasswordHash, PasswordError>;

    /// Hashes an access code; [`Self::verify`] checks it as well.
    ///
    /// # Errors
    /// [`PasswordError`].
    async fn hash_code(&self, code: AccessCode) -> Result<AccessCodeHash, PasswordError>;

    /// Whether `typed` is the password. Without a hash it takes as long and says no, so that
    /// the time does not tell whether an account exists.
    ///
    /// # Errors
    /// [`PasswordError`].
    async fn verify(
        &self,
        typed: String,
        hash: Option<PasswordHash>,
    ) -> Result<bool, PasswordError>;
}

/// Why no password was hashed.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// So many wait that this one was not taken; trying again a little later helps.
    #[error("too many passwords wait to be hashed")]
    Busy,
    /// The hasher failed.
    #[error("the password hasher failed")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}
