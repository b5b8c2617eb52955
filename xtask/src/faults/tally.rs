//! What rounds of faults came to.

use super::inject::Injected;
use std::time::Duration;

/// What a round, or all of them, came to.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) documents: u64,
    pub(super) consents: usize,
    pub(super) faults: Injected,
    pub(super) settled: Duration,
    pub(super) violations: Vec<String>,
}

impl Tally {
    pub(super) const HEAD: &str = "round        documents  consents  kills  freezes  database  mail  disk  times  settled s  violations";

    pub(super) fn print(&self, what: &str) {
        let Injected { kills, freezes, database, mail, disk, times } = self.faults;
        println!(
            "{what:<12}{:>10}{:>10}{kills:>7}{freezes:>9}{database:>10}{mail:>6}{disk:>6}{times:>7}{:>11.1}{:>12}",
            self.documents,
            self.consents,
            self.settled.as_secs_f64(),
            self.violations.len()
        );
    }

    pub(super) fn add(&mut self, other: Self) {
        self.documents += other.documents;
        self.consents += other.consents;
        self.faults.add(other.faults);
        self.settled = self.settled.max(other.settled);
        self.violations.extend(other.violations);
    }
}
