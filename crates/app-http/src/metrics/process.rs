//! What the system says of this process, under the names that Prometheus' client libraries give it.

use std::fmt::Write as _;
use std::fs;

/// The lines of these metrics; those that the system does not tell (it is not Linux) are left out.
pub(super) fn lines() -> String {
    let mut lines = String::new();
    let mut add = |name: &str, kind: &str, help: &str, value: Option<f64>| {
        if let Some(value) = value {
            // Writing to a string cannot fail.
            let _ = writeln!(lines, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}");
        }
    };
    let cpu = "process_cpu_seconds_total";
    add(cpu, "counter", "User and system time of this process.", cpu_seconds());
    let memory = "process_resident_memory_bytes";
    add(memory, "gauge", "Memory of this process that is in RAM.", resident_bytes());
    let files = fs::read_dir("/proc/self/fd").ok().map(Iterator::count);
    let files = files.and_then(|count| u32::try_from(count).ok()).map(f64::from);
    add("process_open_fds", "gauge", "Open files and connections.", files);
    let most = rlimit::getrlimit(rlimit::Resource::NOFILE).ok().map(|(soft, _)| soft);
    let most = most.and_then(|most| u32::try_from(most).ok()).map(f64::from);
    add("process_max_fds", "gauge", "The most open files and connections.", most);
    lines
}

/// In which unit Linux tells times to programs: `USER_HZ`, 100 on every architecture that is in use.
const TICKS_A_SECOND: f64 = 100.0;

/// Fields 14 and 15 of `/proc/self/stat` in ticks (proc(5)), behind the name in brackets.
fn cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut times = fields.split(' ').skip(11);
    let ticks = times.next()?.parse::<u32>().ok()?.checked_add(times.next()?.parse().ok()?)?;
    Some(f64::from(ticks) / TICKS_A_SECOND)
}

fn resident_bytes() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(f64::from(line.split_whitespace().next()?.parse::<u32>().ok()?) * 1024.0)
}
