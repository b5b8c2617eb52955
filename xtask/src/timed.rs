//! The steps of a task with the time that each took.

use crate::run::Outcome;
use std::fs;
use std::time::{Duration, Instant};

/// Steps that have run, for a table at the end.
pub(crate) struct Timed {
    rows: Vec<(&'static str, Duration, Option<Duration>)>,
}

impl Timed {
    pub(crate) fn new() -> Self {
        Self { rows: Vec::new() }
    }

    /// Runs a step and keeps its time; a step that fails is the last one, and the table is printed.
    pub(crate) fn step(&mut self, name: &'static str, work: impl FnOnce() -> Outcome) -> Outcome {
        let (began, cpu) = (Instant::now(), children_cpu());
        let outcome = work();
        let cpu = cpu.zip(children_cpu()).map(|(before, after)| after.saturating_sub(before));
        self.rows.push((name, began.elapsed(), cpu));
        if outcome.is_err() {
            self.print();
        }
        outcome
    }

    /// The table: each step, its time on the clock, and the processor time of the programs that it ran.
    pub(crate) fn print(&self) {
        println!("\n{:<24}{:>10}{:>12}", "step", "clock", "processor");
        let (mut clock, mut processor) = (Duration::ZERO, Duration::ZERO);
        for (name, time, cpu) in &self.rows {
            println!("{name:<24}{:>8} s{}", time.as_secs(), in_seconds(*cpu));
            clock += *time;
            processor += cpu.unwrap_or_default();
        }
        println!("{:<24}{:>8} s{}", "all", clock.as_secs(), in_seconds(Some(processor)));
    }
}

fn in_seconds(cpu: Option<Duration>) -> String {
    cpu.map_or_else(|| format!("{:>12}", "–"), |cpu| format!("{:>10} s", cpu.as_secs()))
}

/// The processor time of all programs that this one ran and that have ended, where the system tells it
/// (`cutime` and `cstime` of /proc/self/stat, proc(5), in hundredths of a second).
fn children_cpu() -> Option<Duration> {
    ended_children_cpu(&fs::read_to_string("/proc/self/stat").ok()?)
}

fn ended_children_cpu(stat: &str) -> Option<Duration> {
    // The program's name, in parentheses, may hold blanks.
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(13);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some(Duration::from_millis((user + system) * 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_time_of_ended_children_is_read_behind_the_programs_name() {
        let stat = "42 (a (b) c) S 1 42 42 0 -1 4194304 9 9 0 0 11 12 250 50 20 0 1 0 77 0 0";
        assert_eq!(ended_children_cpu(stat), Some(Duration::from_secs(3)));
        assert_eq!(ended_children_cpu("nothing"), None);
    }
}
