//! Passwords by argon2id (RFC 9106): 19 MiB, two passes, one queue; away from the request threads.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use async_trait::async_trait;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use wariin_domain::{AccessCode, AccessCodeHash, NewPassword};
use wariin_ports::{PasswordError, PasswordHash, Passwords};
use zeroize::Zeroizing;

/// How many passwords are hashed at once: memory stays bounded under any load.
const AT_ONCE: usize = 4;

/// Hashes passwords on the blocking pool.
#[derive(Clone, Debug)]
pub struct Argon2idPasswords {
    /// The hash that is checked when there is no account, so that it takes as long.
    decoy: PasswordHash,
    turns: Arc<Semaphore>,
}

impl Argon2idPasswords {
    /// A hasher.
    ///
    /// # Errors
    /// [`PasswordError`] when hashing does not work on this machine.
    pub fn new() -> Result<Self, PasswordError> {
        Ok(Self {
            decoy: hash(b"the password of no account")?,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        })
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let _turn = self.turns.acquire().await.map_err(|e| PasswordError(e.into()))?;
        spawn_blocking(work).await.map_err(|e| PasswordError(e.into()))?
    }
}

#[async_trait]
impl Passwords for Argon2idPasswords {
    async fn hash(&self, password: NewPassword) -> Result<PasswordHash, PasswordError> {
        self.in_turn(move || hash(password.expose().as_bytes())).await
    }

    async fn hash_code(&self, code: AccessCode) -> Result<AccessCodeHash, PasswordError> {
        let hash = self.in_turn(move || hash(code.expose().as_bytes())).await?;
        Ok(AccessCodeHash(hash.0))
    }

    async fn verify(
        &self,
        typed: String,
        known: Option<PasswordHash>,
    ) -> Result<bool, PasswordError> {
        let typed = Zeroizing::new(typed);
        let exists = known.is_some();
        let hash = known.unwrap_or_else(|| self.decoy.clone());
        self.in_turn(move || {
            let hash = Phc::new(&hash.0).map_err(|e| PasswordError(e.to_string().into()))?;
            let right = Argon2::default().verify_password(typed.as_bytes(), &hash).is_ok();
            Ok(right && exists)
        })
        .await
    }
}

fn hash(password: &[u8]) -> Result<PasswordHash, PasswordError> {
    let hash: Phc = Argon2::default()
        .hash_password(password)
        .map_err(|e| PasswordError(e.to_string().into()))?;
    Ok(PasswordHash(hash.to_string()))
}
