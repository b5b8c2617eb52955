//! What a run of faults is asked for.

use super::TESTED;
use crate::run::Outcome;
use std::time::Duration;

/// From how many minutes on a node is frozen for a minute once.
const LONG_RUN: u64 = 30;
const FREEZE: Duration = Duration::from_mins(1);

/// How a run is made.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    /// What all choices follow from.
    pub(crate) seed: u64,
    /// How long to go on; without it one short round on each database.
    pub(crate) minutes: Option<u64>,
    /// For how long a node is frozen once where there are several (FA-10); by hand 0 is never.
    pub(crate) freeze: Option<Duration>,
}

impl Plan {
    /// Reads `--seed N`, `--minutes M` and `--freeze SECONDS`; with no minutes there is one short round on each
    /// database.
    pub(crate) fn read(words: &[&str]) -> Outcome<Self> {
        let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let seed = clock.map_or(TESTED, |time| time.as_secs());
        let mut plan = Self { seed, minutes: Some(5), freeze: None };
        for pair in words.chunks(2) {
            match pair {
                ["--seed", number] => {
                    plan.seed = number.parse().map_err(|_| format!("{number} is no seed"))?;
                }
                ["--minutes", number] => {
                    let minutes = number.parse().map_err(|_| format!("{number} are no minutes"))?;
                    plan.minutes = (minutes > 0).then_some(minutes);
                }
                ["--freeze", number] => {
                    let seconds = number.parse().map_err(|_| format!("{number} are no seconds"))?;
                    plan.freeze = Some(Duration::from_secs(seconds));
                }
                other => return Err(format!("{} is not known", other.join(" "))),
            }
        }
        if plan.minutes.is_some_and(|minutes| minutes >= LONG_RUN) {
            plan.freeze = plan.freeze.or(Some(FREEZE));
        }
        plan.freeze = plan.freeze.filter(|time| !time.is_zero());
        Ok(plan)
    }
}
