//! A node that is frozen for a minute while people make documents at another one (FA-10): what it holds must keep no person
//! waiting for longer than ten seconds.

use super::clients::Clients;
use super::inject::{Interruptions, lock};
use super::random::Random;
use super::rolling::{Balancer, People};
use crate::run::Outcome;
use crate::world::World;
use crate::world::browser::Wait;
use crate::world::node::Node;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How long a person may wait for an answer.
const LONGEST: Duration = Duration::from_secs(10);
/// How long people work at all nodes before one is frozen, so that it has something in hand.
const BEFORE: Duration = Duration::from_secs(5);
/// How many documents are under way at the other node at once.
const AT_THE_OTHER: u64 = 4;

/// What the freeze came to.
pub(super) struct Frozen {
    /// How many documents were consented to at the other node meanwhile.
    documents: u64,
    /// How long each answer of it took, also before the freeze.
    waits: Vec<Wait>,
    stopped_at: Instant,
    /// How many documents were begun at all nodes.
    pub(super) begun: u64,
}

/// Freezes the first node for this time, while these clients go on at all nodes and others at the last one that answers
/// requests; numbers of documents begin here.
pub(super) fn freeze(
    world: &Mutex<World>,
    clients: &Clients<'_>,
    ends: &AtomicBool,
    interruptions: &Interruptions,
    (first, time): (u64, Duration),
    random: Random,
) -> Outcome<Frozen> {
    let other = clients.origins.last().cloned().ok_or("no node answers requests")?;
    let balancer = Balancer::to(other);
    let people = People::new(&balancer, clients.mail.clone());
    let (thawed, documents) = (AtomicBool::new(false), AtomicU64::new(0));
    let mut stopped_at = Instant::now();
    let begun = thread::scope(|scope| {
        let playing = scope.spawn(|| clients.play(first, random));
        for client in 0..AT_THE_OTHER {
            let (people, thawed, documents, sender) =
                (&people, &thawed, &documents, clients.sender.clone());
            scope.spawn(move || {
                for number in (2_000_000 + client..).step_by(4) {
                    if thawed.load(Ordering::SeqCst) {
                        return;
                    }
                    if people.play(sender.clone(), number).is_some() {
                        documents.fetch_add(1, Ordering::SeqCst);
                    }
                }
            });
        }
        thread::sleep(BEFORE);
        lock(world).nodes[0].freeze();
        stopped_at = Instant::now();
        thread::sleep(time);
        // What is still under way now counts as well: it began while the node was frozen.
        thawed.store(true, Ordering::SeqCst);
        lock(world).nodes[0].thaw();
        interruptions.frozen_since(stopped_at);
        ends.store(true, Ordering::SeqCst);
        playing.join().unwrap_or_else(|_| Err("a client panicked".to_owned()))
    })?;
    lock(world).nodes.iter().try_for_each(Node::wait_until_ready)?;
    Ok(Frozen { documents: documents.into_inner(), waits: people.waits(), stopped_at, begun })
}

impl Frozen {
    /// What it came to, in a sentence.
    pub(super) fn told(&self, time: Duration) -> String {
        let (before, after): (Vec<&Wait>, Vec<&Wait>) =
            self.waits.iter().partition(|wait| wait.at < self.stopped_at);
        let busy = after.iter().filter(|wait| is_told_to_wait(wait)).count();
        format!(
            "a node frozen for {} s: {} documents at the other; before: {}; from then on: {}, {busy} of them 503 with \
             Retry-After",
            time.as_secs(),
            self.documents,
            times(&before),
            times(&after)
        )
    }

    /// What is not as it must be.
    pub(super) fn violations(&self) -> Vec<String> {
        let mut violations: Vec<String> =
            self.waits.iter().filter_map(|wait| self.violation(wait)).collect();
        if self.documents == 0 {
            violations.push("FA-10: no document was made while a node was frozen".to_owned());
        }
        violations
    }

    fn violation(&self, wait: &Wait) -> Option<String> {
        let after = wait.at.saturating_duration_since(self.stopped_at).as_secs_f64();
        let what = format!("FA-10: {} s after the freeze: {}", after.round(), wait.path);
        if wait.took > LONGEST {
            let took = wait.took.as_secs_f64();
            return Some(format!("{what} took {took:.1} s ({:?})", wait.status));
        }
        match wait.status {
            None => Some(format!("{what} got no answer")),
            Some(status @ 500..) if !is_told_to_wait(wait) => {
                Some(format!("{what} got {status} without Retry-After"))
            }
            Some(_) => None,
        }
    }
}

/// How long answers took.
fn times(waits: &[&Wait]) -> String {
    let mut took: Vec<Duration> = waits.iter().map(|wait| wait.took).collect();
    took.sort();
    let p95 = took.get(took.len() * 95 / 100).copied().unwrap_or_default();
    let longest = took.last().copied().unwrap_or_default();
    format!(
        "{} answers, p95 {:.2} s, longest {:.2} s",
        took.len(),
        p95.as_secs_f64(),
        longest.as_secs_f64()
    )
}

fn is_told_to_wait(wait: &Wait) -> bool {
    wait.status == Some(503) && wait.says_when
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(status: Option<u16>, says_when: bool, seconds: u64) -> Vec<String> {
        let took = Duration::from_secs(seconds);
        let (path, at) = ("/documents".to_owned(), Instant::now());
        let wait = Wait { path, at, took, status, says_when };
        Frozen { documents: 1, waits: vec![wait], stopped_at: at, begun: 1 }.violations()
    }

    // FA-10
    #[test]
    fn answers_that_come_late_or_are_faults_are_found() {
        assert!(found(Some(200), false, 9).is_empty());
        assert!(found(Some(503), true, 9).is_empty());
        for (status, says_when, seconds) in
            [(Some(200), false, 11), (Some(503), false, 1), (Some(500), true, 1), (None, false, 1)]
        {
            assert_eq!(found(status, says_when, seconds).len(), 1, "{status:?} {seconds}");
        }
        let idle = Frozen { documents: 0, waits: Vec::new(), stopped_at: Instant::now(), begun: 0 };
        assert_eq!(idle.violations().len(), 1);
    }
}
