//! Telling the other processes that this one serves, and hearing which of them do.

use super::rest;
use crate::App;
use crate::switch::Switch;
use crate::wiring::{RELEASE, machine_boot};
use std::sync::Arc;
use std::time::Duration;

/// A process that was not heard of for twenty seconds is taken for ended.
const TELL_EVERY: Duration = Duration::from_secs(5);

/// Tells until told to stop, and then that this process serves no more.
pub(super) async fn watch(app: Arc<App>, mut stop: Switch) {
    let boot = machine_boot();
    while !*stop.borrow() {
        let (now, role) = (app.ports.clock.now(), app.settings.role);
        let heard = match app.database.note_node(role, RELEASE, &boot, now).await {
            Ok(()) => app.database.nodes(now).await,
            Err(error) => Err(error),
        };
        match heard {
            Ok(nodes) => app.health.cluster.heard(&nodes),
            Err(error) => {
                let error = wariin_usecases::with_causes(&error);
                tracing::warn!(error, "the processes of the service could not be noted");
            }
        }
        rest(TELL_EVERY, &mut stop).await;
    }
    if let Err(error) = app.database.forget_node().await {
        tracing::warn!(error = %error, "this process counts as serving for twenty seconds more");
    }
}
