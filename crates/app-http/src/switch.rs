//! A switch that is turned on once: to drain, to close, to stop.

use tokio::sync::watch;

/// The side that waits.
pub(crate) type Switch = watch::Receiver<bool>;

/// Ends when the switch is on, or can no longer be turned on.
pub(crate) async fn is_on(switch: &mut Switch) {
    drop(switch.wait_for(|is_on| *is_on).await);
}
