//! What a process and its children have used, read from `/proc` (proc(5)).

use std::fs;
use std::process::Command;
use std::time::Duration;

/// Clock ticks of `/proc` in a second: 100 on every Linux that we run on.
const TICKS: u64 = 100;

/// Processor time that was used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Used {
    /// By the process itself.
    pub(crate) own: Duration,
    /// By its children, those that have ended and those that run.
    pub(crate) children: Duration,
}

impl Used {
    /// What was used since.
    pub(crate) fn since(self, before: Self) -> Self {
        Self {
            own: self.own.saturating_sub(before.own),
            children: self.children.saturating_sub(before.children),
        }
    }
}

/// What the process has used; nothing when there is none.
pub(crate) fn used(pid: u32) -> Used {
    let Some(stat) = Stat::of(pid) else {
        return Used::default();
    };
    let running: u64 =
        children(pid).filter_map(Stat::of).map(|child| child.own + child.ended).sum();
    let time = |ticks: u64| Duration::from_millis(ticks * 1000 / TICKS);
    Used { own: time(stat.own), children: time(stat.ended + running) }
}

/// The resident memory in bytes.
pub(crate) fn resident(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// Sends a signal, by its name.
pub(crate) fn signal(pid: u32, name: &str) {
    let _ = Command::new("kill").args(["-s", name, &pid.to_string()]).status();
}

struct Stat {
    parent: u32,
    own: u64,
    ended: u64,
}

impl Stat {
    fn of(pid: u32) -> Option<Self> {
        let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The name in brackets may hold anything.
        let (_, rest) = text.rsplit_once(") ")?;
        let fields: Vec<u64> = rest.split(' ').map(|field| field.parse().unwrap_or(0)).collect();
        let at = |number: usize| fields.get(number - 3).copied();
        Some(Self {
            parent: u32::try_from(at(4)?).ok()?,
            own: at(14)? + at(15)?,
            ended: at(16)? + at(17)?,
        })
    }
}

fn children(of: u32) -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(move |pid| Stat::of(*pid).is_some_and(|stat| stat.parent == of))
}
