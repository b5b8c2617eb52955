//! Passwords by argon2id (RFC 9106): 19 MiB, two passes, in turn; away from the request threads.

mod turns;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash as Phc, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use async_trait::async_trait;
use std::error::Error;
use turns::Turns;
use wariin_domain::{AccessCode, AccessCodeHash, NewPassword};
use wariin_ports::{PasswordError, PasswordHash, Passwords};
use zeroize::Zeroizing;

/// Hashes passwords on the blocking pool, in memory that is kept and used again.
#[derive(Clone, Debug)]
pub struct Argon2idPasswords {
    /// The hash that is checked when there is no account, so that it takes as long.
    decoy: PasswordHash,
    turns: Turns,
}

impl Argon2idPasswords {
    /// A hasher.
    ///
    /// # Errors
    /// [`PasswordError`] when hashing does not work on this machine.
    pub fn new() -> Result<Self, PasswordError> {
        let mut memory = vec![Block::new(); Params::default().block_count()];
        let decoy = hash(b"the password of no account", &mut memory)?;
        Ok(Self { decoy, turns: Turns::new(memory) })
    }
}

#[async_trait]
impl Passwords for Argon2idPasswords {
    async fn hash(&self, password: NewPassword) -> Result<PasswordHash, PasswordError> {
        self.turns.run(move |memory| hash(password.expose().as_bytes(), memory)).await
    }

    async fn hash_code(&self, code: AccessCode) -> Result<AccessCodeHash, PasswordError> {
        let hash = self.turns.run(move |memory| hash(code.expose().as_bytes(), memory)).await?;
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
        let right = self.turns.run(move |memory| is_of(&hash, typed.as_bytes(), memory)).await?;
        Ok(right && exists)
    }
}

fn hash(password: &[u8], memory: &mut Vec<Block>) -> Result<PasswordHash, PasswordError> {
    let (algorithm, version, params) = (Algorithm::Argon2id, Version::V0x13, Params::default());
    let salt = Salt::generate();
    let written = ParamsString::try_from(&params).map_err(failed)?;
    let argon2 = Argon2::new(algorithm, version, params);
    let output = output(&argon2, password, &salt, Params::DEFAULT_OUTPUT_LEN, memory)?;
    let hash = Phc {
        algorithm: algorithm.ident(),
        version: Some(version.into()),
        params: written,
        salt: Some(salt),
        hash: Some(output),
    };
    Ok(PasswordHash(hash.to_string()))
}

/// Whether the hash is this password's, by the parameters that the hash names.
fn is_of(
    hash: &PasswordHash,
    password: &[u8],
    memory: &mut Vec<Block>,
) -> Result<bool, PasswordError> {
    let hash = Phc::new(&hash.0).map_err(failed)?;
    let (Some(salt), Some(expected)) = (&hash.salt, &hash.hash) else {
        return Ok(false);
    };
    let algorithm = Algorithm::try_from(hash.algorithm.as_str()).map_err(failed)?;
    let version = hash.version.map(Version::try_from).transpose().map_err(failed)?;
    let params = Params::try_from(&hash).map_err(failed)?;
    let argon2 = Argon2::new(algorithm, version.unwrap_or_default(), params);
    // `Output` compares in constant time.
    Ok(output(&argon2, password, salt, expected.len(), memory)? == *expected)
}

/// The digest, for which the memory is made larger where it does not suffice.
fn output(
    argon2: &Argon2<'_>,
    password: &[u8],
    salt: &Salt,
    length: usize,
    memory: &mut Vec<Block>,
) -> Result<Output, PasswordError> {
    let needed = argon2.params().block_count();
    if memory.len() < needed {
        memory.resize(needed, Block::new());
    }
    let mut bytes = Zeroizing::new(vec![0; length]);
    argon2.hash_password_into_with_memory(password, salt, &mut bytes, memory).map_err(failed)?;
    Output::new(&bytes).map_err(failed)
}

fn failed(error: impl Error + Send + Sync + 'static) -> PasswordError {
    PasswordError::Failed(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::password_hash::{PasswordHasher, PasswordVerifier};

    // SF-01
    #[test]
    fn hashes_are_those_that_the_library_makes_and_checks_by_itself() {
        let mut memory = Vec::new();
        let ours = hash(b"correct horse", &mut memory).unwrap();
        let read = Phc::new(&ours.0).unwrap();
        assert!(Argon2::default().verify_password(b"correct horse", &read).is_ok());
        assert!(Argon2::default().verify_password(b"correct horsf", &read).is_err());

        let other = Params::new(64, 1, 2, Some(16)).unwrap();
        for theirs in [Argon2::default(), Argon2::new(Algorithm::Argon2i, Version::V0x10, other)] {
            let theirs: Phc = theirs.hash_password(b"correct horse").unwrap();
            let theirs = PasswordHash(theirs.to_string());
            assert!(is_of(&theirs, b"correct horse", &mut memory).unwrap());
            assert!(!is_of(&theirs, b"correct horsf", &mut memory).unwrap());
        }
    }
}
