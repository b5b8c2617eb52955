//! Announcing and deleting documents whose time has ended, at the start and then every hour.

use super::{LOOK_AT_THE_CLOCK, rest};
use crate::App;
use crate::switch::Switch;
use std::sync::Arc;
use wariin_domain::{Span, Timestamp};
use wariin_usecases::{apply_retention, with_causes};

/// How long after one look the next is taken.
const EVERY: Span = Span::hours(1);

/// Works until told to stop.
pub(super) async fn apply(app: Arc<App>, mut stop: Switch) {
    let mut looked: Option<Timestamp> = None;
    while !*stop.borrow() {
        let now = app.ports.clock.now();
        if looked.is_none_or(|then| now.since(then) >= EVERY) {
            looked = Some(now);
            match apply_retention(&app.workers.upkeep).await {
                Ok(run) if run.announced + run.deleted + run.failed == 0 => {}
                Ok(run) => {
                    let (announced, deleted, failed) = (run.announced, run.deleted, run.failed);
                    tracing::info!(announced, deleted, failed, "the time of documents has ended");
                }
                Err(error) => {
                    let error = with_causes(&error);
                    tracing::error!(error, "documents whose time has ended could not be looked up");
                }
            }
        }
        rest(LOOK_AT_THE_CLOCK, &mut stop).await;
    }
}
