//! Keeping workers alive: one that panics or ends is started again after a rest, and counted.

use crate::switch::{Switch, is_on};
use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// The rest after a worker's first end, doubled with each further one.
const FIRST_REST: Duration = Duration::from_secs(1);
/// The longest rest.
const LONGEST_REST: Duration = Duration::from_secs(30);
/// A worker that lived this long rests as after its first end.
const STEADY: Duration = Duration::from_mins(1);

/// The workers of this process, for readiness.
#[derive(Default)]
pub(crate) struct Workers {
    all: Mutex<Vec<Arc<Standing>>>,
}

/// How one worker is doing.
#[derive(Debug)]
pub(crate) struct Standing {
    name: String,
    is_alive: AtomicBool,
    restarts: AtomicU64,
}

impl Workers {
    /// A worker that is about to be started.
    pub(crate) fn add(&self, name: &str) -> Arc<Standing> {
        let (is_alive, restarts) = (AtomicBool::new(false), AtomicU64::new(0));
        let standing = Arc::new(Standing { name: name.to_owned(), is_alive, restarts });
        self.all.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&standing));
        standing
    }

    /// The names of those that do not live now.
    ///
    /// # Errors
    /// A sentence about those that do not live.
    pub(crate) fn check(&self) -> Result<(), String> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let dead = all.iter().filter(|worker| !worker.is_alive.load(Ordering::Relaxed));
        let dead: Vec<&str> = dead.map(|worker| worker.name.as_str()).collect();
        if all.is_empty() {
            Err("no worker has been started".to_owned())
        } else if dead.is_empty() {
            Ok(())
        } else {
            Err(format!("waiting to be started again: {}", dead.join(", ")))
        }
    }

    /// How often workers had to be started again.
    pub(crate) fn restarts(&self) -> u64 {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().map(|worker| worker.restarts.load(Ordering::Relaxed)).sum()
    }
}

/// Runs a worker, and again whenever it ends, until `stop`.
pub(crate) async fn keep<Start, Work>(standing: Arc<Standing>, mut stop: Switch, start: Start)
where
    Start: Fn() -> Work,
    Work: Future<Output = ()> + Send + 'static,
{
    let mut rest = FIRST_REST;
    // A set, so that the worker ends when this future is dropped.
    let mut work = JoinSet::new();
    loop {
        let began = Instant::now();
        work.spawn(start());
        standing.is_alive.store(true, Ordering::Relaxed);
        let ended = work.join_next().await;
        standing.is_alive.store(false, Ordering::Relaxed);
        if *stop.borrow() {
            return;
        }
        let restarts = standing.restarts.fetch_add(1, Ordering::Relaxed) + 1;
        let how = if matches!(ended, Some(Err(_))) { "panicked" } else { "ended" };
        tracing::error!(worker = %standing.name, how, restarts, "a worker is started again");
        if began.elapsed() >= STEADY {
            rest = FIRST_REST;
        }
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            () = is_on(&mut stop) => return,
        }
        rest = (rest * 2).min(LONGEST_REST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;
    use tokio::sync::watch;

    /// A worker that panics or ends a few times before it works.
    struct Troubled {
        starts: Arc<AtomicUsize>,
        workers: Workers,
        stop: watch::Sender<bool>,
        keeper: tokio::task::JoinHandle<()>,
    }

    fn troubled(panics: usize, ends: usize) -> Troubled {
        let (stop, stopped) = watch::channel(false);
        let (workers, starts) = (Workers::default(), Arc::new(AtomicUsize::new(0)));
        let (count, work) = (Arc::clone(&starts), stopped.clone());
        let start = move || {
            let (nth, mut stop) = (count.fetch_add(1, Ordering::SeqCst) + 1, work.clone());
            async move {
                assert!(nth > panics, "the worker panics");
                if nth > panics + ends {
                    is_on(&mut stop).await;
                }
            }
        };
        let keeper = tokio::spawn(keep(workers.add("mail"), stopped, start));
        Troubled { starts, workers, stop, keeper }
    }

    impl Troubled {
        async fn after(&self, seconds: u64) -> (usize, bool) {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            (self.starts.load(Ordering::SeqCst), self.workers.check().is_ok())
        }
    }

    // FA-03
    #[tokio::test(start_paused = true)]
    async fn a_worker_that_panics_or_ends_is_started_again_after_growing_rests_and_counted() {
        let worker = troubled(2, 1);
        let half = Duration::from_millis(500);
        tokio::time::sleep(half).await;
        assert_eq!(worker.after(0).await, (1, false), "rests");
        assert_eq!(worker.workers.check(), Err("waiting to be started again: mail".to_owned()));
        assert_eq!(worker.after(1).await, (2, false), "panicked again, rests two seconds");
        assert_eq!(worker.after(2).await, (3, false), "ended, rests four seconds");
        assert_eq!(worker.after(3).await, (3, false));
        assert_eq!(worker.after(1).await, (4, true), "works");
        assert_eq!(worker.workers.restarts(), 3);
        worker.stop.send_replace(true);
        worker.keeper.await.unwrap();
        assert_eq!(worker.starts.load(Ordering::SeqCst), 4, "a worker that was told to end is not");
    }

    // FA-03
    #[tokio::test(start_paused = true)]
    async fn a_worker_that_goes_on_panicking_is_started_twice_a_minute() {
        let worker = troubled(usize::MAX, 0);
        worker.after(600).await;
        let before = worker.starts.load(Ordering::SeqCst);
        let (after, is_alive) = worker.after(600).await;
        assert_eq!((after - before, is_alive), (20, false));
        worker.stop.send_replace(true);
        worker.keeper.await.unwrap();
    }
}
