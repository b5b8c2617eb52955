//! Secrets as a person entered them.

/// A code or password as a person entered it; its `Debug` shows nothing.
#[derive(Clone)]
pub struct SecretInput(pub String);

impl std::fmt::Debug for SecretInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretInput(..)")
    }
}
