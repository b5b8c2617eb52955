//! Forgetting what is over: networks that were not seen for a while, sessions that have ended, and jobs that were done
//! long ago.

use super::{LOOK_AT_THE_CLOCK, rest};
use crate::App;
use crate::switch::Switch;
use std::sync::Arc;
use std::time::Duration;
use wariin_domain::{Span, Timestamp, Uuid};
use wariin_usecases::sweep_sessions;

/// How long after one look the next is taken.
const EVERY: Span = Span::minutes(10);
/// In how many steps jobs are forgotten then, and how long each of them lets others work: seven million a day.
const STEPS: u32 = 100;
const BETWEEN_STEPS: Duration = Duration::from_millis(100);

/// Sweeps at the start and now and then, until told to stop: what is in memory in every process, what is in the
/// database where jobs are run.
pub(super) async fn sweep(app: Arc<App>, mut stop: Switch) {
    let mut swept: Option<Timestamp> = None;
    let mut jobs = Jobs::default();
    while !*stop.borrow() {
        let now = app.ports.clock.now();
        if swept.is_none_or(|then| now.since(then) > EVERY) {
            swept = Some(now);
            app.limits.forget_idle();
            if app.settings.role.runs_jobs() {
                sessions(&app).await;
                jobs.forget(&app, now, &mut stop).await;
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

/// How far jobs were looked through. Once a day it is begun anew, for those that were done late.
#[derive(Default)]
struct Jobs {
    begun: Option<Timestamp>,
    behind: Option<Uuid>,
}

impl Jobs {
    async fn forget(&mut self, app: &App, now: Timestamp, stop: &mut Switch) {
        if self.behind.is_none() {
            if self.begun.is_some_and(|begun| now.since(begun) < Span::days(1)) {
                return;
            }
            self.begun = Some(now);
        }
        for _ in 0..STEPS {
            match app.database.forget_done_jobs(now, self.behind).await {
                Ok(forgotten) => self.behind = forgotten.next,
                Err(error) => {
                    tracing::warn!(error = %error, "jobs that were done could not be forgotten");
                    return;
                }
            }
            if self.behind.is_none() || *stop.borrow() {
                return;
            }
            rest(BETWEEN_STEPS, stop).await;
        }
    }
}
