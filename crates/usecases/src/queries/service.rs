//! The state of the service itself.

use crate::{Ports, Result};

/// Whether there is no account yet, so that the first one is made now. Every browser may know.
///
/// # Errors
/// When storage fails.
pub async fn is_first_run(ports: &Ports) -> Result<bool> {
    Ok(ports.views.is_first_run().await?)
}
