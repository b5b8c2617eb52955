//! Secrets as a person entered them.

use crate::error::{Error, Result};

/// A code or password as a person entered it; its `Debug` shows nothing.
#[derive(Clone)]
pub struct SecretInput(pub String);

impl SecretInput {
    /// An empty field is no guess.
    ///
    /// # Errors
    /// [`Error::NoCode`] when nothing was typed.
    pub(crate) fn expect_typed(&self) -> Result<()> {
        if self.0.trim().is_empty() { Err(Error::NoCode) } else { Ok(()) }
    }
}

impl std::fmt::Debug for SecretInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretInput(..)")
    }
}
