//! Forgetting what is over: networks that were not seen for a while, and sessions that have ended.

use super::{LOOK_AT_THE_CLOCK, rest};
use crate::App;
use crate::switch::Switch;
use std::sync::Arc;
use wariin_domain::{Span, Timestamp};
use wariin_usecases::sweep_sessions;

/// How long after one look the next is taken.
const EVERY: Span = Span::minutes(10);

/// Sweeps at the start and now and then, until told to stop: what is in memory in every process, what is in the
/// database where jobs are run.
pub(super) async fn sweep(app: Arc<App>, mut stop: Switch) {
    let mut swept: Option<Timestamp> = None;
    while !*stop.borrow() {
        let now = app.ports.clock.now();
        if swept.is_none_or(|then| now.since(then) > EVERY) {
            swept = Some(now);
            app.limits.forget_idle();
            if app.settings.role.runs_jobs() {
                sessions(&app).await;
            }
        }
        rest(LOOK_AT_THE_CLOCK, &mut stop).await;
    }
}

async fn sessions(app: &App) {
    if let Err(error) = sweep_sessions(&app.workers.upkeep).await {
        tracing::warn!(error = %error, "sessions could not be swept");
    }
    if let Err(error) = app.database.forget_old_nodes(app.ports.clock.now()).await {
        tracing::warn!(error = %error, "processes that have ended could not be forgotten");
    }
}
