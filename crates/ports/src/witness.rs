//! The witness: what is known outside of the database of how far its log had come.

use async_trait::async_trait;

/// What was witnessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnessed {
    /// The number of the newest recovery of the database then; 0 for none.
    pub recoveries: u32,
    /// The newest signed head of the log.
    pub checkpoint: String,
}

/// The witness cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("the witness cannot be read or written")]
pub struct WitnessError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Remembers outside of the database how far its log had come.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Witness: Send + Sync {
    /// What was witnessed last; `None` before anything was.
    ///
    /// # Errors
    /// [`WitnessError`], also when it is not what was written.
    async fn read(&self) -> Result<Option<Witnessed>, WitnessError>;

    /// Remembers this from now on.
    async fn write(&self, witnessed: &Witnessed) -> Result<(), WitnessError>;
}
