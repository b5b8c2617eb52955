//! What this process knows of its own jobs: which it holds, which it is sending, and which ended without that being
//! written.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;
use wariin_domain::{Span, Timestamp, Uuid};
use wariin_ports::Queue;

/// What wakes the workers of each queue, and the jobs that are leased to this process.
#[derive(Debug, Default)]
pub(in crate::storage) struct QueueNotifier {
    email: Notify,
    seal: Notify,
    /// How many jobs only a newer release can read, so that the log says so when that changes.
    pub(super) newer: AtomicU64,
    held: Mutex<BTreeMap<Uuid, Held>>,
}

/// A job that is leased to this process.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub(super) attempt: i32,
    /// When it was claimed, or a part of it was done.
    pub(super) since: Timestamp,
    pub(super) stage: Stage,
}

/// How far a job has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It was claimed.
    Begun,
    /// Its mail is given to the mail server: no other worker of this process may claim it, even if its lease ran out
    /// while the process stood still.
    Sending,
    /// It was done at this instant, which is still to be written.
    Done(Timestamp),
}

impl QueueNotifier {
    pub(in crate::storage) fn of(&self, queue: Queue) -> &Notify {
        match queue {
            Queue::Email => &self.email,
            Queue::Seal => &self.seal,
        }
    }

    /// The jobs that are leased to this process now.
    pub(super) fn all(&self) -> Vec<(Uuid, Held)> {
        self.held().iter().map(|(id, held)| (*id, *held)).collect()
    }

    /// The jobs that no worker of this process may claim again.
    pub(super) fn busy(&self) -> Vec<Uuid> {
        let held = self.held();
        held.iter().filter(|(_, held)| held.stage != Stage::Begun).map(|(id, _)| *id).collect()
    }

    /// The jobs that were done without that being written.
    pub(super) fn unwritten(&self) -> Vec<(Uuid, i32, Timestamp)> {
        let done = |(id, held): (&Uuid, &Held)| match held.stage {
            Stage::Done(at) => Some((*id, held.attempt, at)),
            Stage::Begun | Stage::Sending => None,
        };
        self.held().iter().filter_map(done).collect()
    }

    /// These jobs were claimed.
    pub(super) fn take(&self, claimed: impl Iterator<Item = (Uuid, i32)>, since: Timestamp) {
        let held = |(id, attempt)| (id, Held { attempt, since, stage: Stage::Begun });
        self.held().extend(claimed.map(held));
    }

    /// A job has come this far.
    pub(super) fn note(&self, id: Uuid, attempt: i32, stage: Stage) {
        if let Some(held) = self.held().get_mut(&id)
            && held.attempt == attempt
        {
            held.stage = stage;
        }
    }

    /// A part of a job was done at this instant.
    pub(super) fn goes_on(&self, id: Uuid, attempt: i32, now: Timestamp) {
        if let Some(held) = self.held().get_mut(&id)
            && held.attempt == attempt
        {
            held.since = now;
        }
    }

    /// This process works on the job no more.
    pub(super) fn let_go(&self, id: Uuid, attempt: i32) {
        let mut held = self.held();
        if held.get(&id).is_some_and(|held| held.attempt == attempt) {
            held.remove(&id);
        }
    }

    /// Lets go of jobs that were claimed, and went on, longer than this ago: their worker may no longer be at work. One that was done
    /// stays until that is written.
    pub(super) fn let_go_of_abandoned(&self, now: Timestamp, longest: Span) {
        let is_kept =
            |held: &Held| now.since(held.since) <= longest || matches!(held.stage, Stage::Done(_));
        self.held().retain(|_, held| is_kept(held));
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<Uuid, Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
