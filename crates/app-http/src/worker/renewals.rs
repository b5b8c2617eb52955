//! Putting the renewals of archive timestamps into the queue when they are due, until told to stop.

use super::rest;
use crate::App;
use crate::switch::Switch;
use std::sync::Arc;
use std::time::Duration;
use wariin_domain::{Span, Timestamp};
use wariin_ports::Queue;
use wariin_usecases::{Principal, Result, queue_due_renewals, queue_lag, schedule_as_operator};

/// How often is looked for what is due; each time a few are put into the queue, so that seals of new documents do not
/// wait behind all that an authority's certificate has in common.
const LOOK_EVERY: Duration = Duration::from_mins(1);
/// How often is counted what is due and what has ended.
const COUNT_EVERY: Span = Span::minutes(10);
/// Nothing is put into a queue that is behind.
const BEHIND: Span = Span::seconds(30);

pub(super) async fn watch(app: Arc<App>, mut stop: Switch) {
    let mut counted: Option<Timestamp> = None;
    while !*stop.borrow() {
        if let Err(error) = queue(&app).await {
            let error = wariin_usecases::with_causes(&error);
            tracing::error!(error, "renewals of seals could not be put into the queue");
        }
        let now = app.ports.clock.now();
        if counted.is_none_or(|then| now.since(then) >= COUNT_EVERY) {
            counted = Some(now);
            match schedule_as_operator(&app.workers.upkeep, Principal::Operator).await {
                Ok(schedule) => app.health.renewals.counted(&schedule, now),
                Err(error) => {
                    let error = wariin_usecases::with_causes(&error);
                    tracing::error!(error, "what has to be renewed could not be counted");
                }
            }
        }
        rest(LOOK_EVERY, &mut stop).await;
    }
}

async fn queue(app: &App) -> Result<()> {
    if queue_lag(&app.workers.upkeep, Queue::Seal).await? > BEHIND {
        return Ok(());
    }
    let documents = queue_due_renewals(&app.workers.upkeep).await?;
    if documents > 0 {
        tracing::info!(documents, "seals of documents are to be renewed");
    }
    Ok(())
}
