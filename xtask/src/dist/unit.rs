//! The unit with its drop-in for low ports, as systemd reads them, and whether they let the service listen there.

use super::root::mode;
use super::{Dist, copy, text, write};
use crate::run::{Outcome, program, top};
use crate::world::fresh_folder;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The unit, and what is added to it for a port below 1024.
pub(super) const UNIT: &str = "packaging/systemd/wariin.service";
pub(super) const DROP_IN: &str = "packaging/systemd/tls.conf";

/// The right to listen at ports below 1024 (capabilities(7)).
#[cfg(test)]
const RIGHT: &str = "CAP_NET_BIND_SERVICE";

/// How long the service may take until it listens, or ends.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is left of these settings when the files are read one after the other.
struct Settings(Vec<(String, String)>);

impl Settings {
    fn read(files: &[&str]) -> Outcome<Self> {
        let mut settings = Vec::new();
        for file in files {
            let text = fs::read_to_string(top().join(file)).map_err(|e| format!("{file}: {e}"))?;
            let lines = text.lines().filter(|line| !line.starts_with(['#', ';', '[']));
            let pairs = lines.filter_map(|line| line.split_once('='));
            settings.extend(pairs.map(|(key, value)| (key.to_owned(), value.trim().to_owned())));
        }
        Ok(Self(settings))
    }

    /// A list: an empty value forgets what was added before (systemd.exec(5)).
    fn list(&self, key: &str) -> Vec<&str> {
        let mut list = Vec::new();
        for (_, value) in self.0.iter().filter(|(found, _)| found == key) {
            if value.is_empty() {
                list.clear();
            }
            list.extend(value.split_whitespace());
        }
        list
    }

    /// A value: the last one counts.
    #[cfg(test)]
    fn value(&self, key: &str) -> Option<&str> {
        self.0.iter().rfind(|(found, _)| found == key).map(|(_, value)| value.as_str())
    }

    /// Whether a process of the unit may listen at a low port of the machine.
    #[cfg(test)]
    fn may_listen_low(&self) -> bool {
        ["CapabilityBoundingSet", "AmbientCapabilities"].map(|key| self.list(key).contains(&RIGHT))
            == [true; 2]
            && self.value("PrivateUsers") != Some("yes")
    }
}

/// Starts the program with the rights of the unit alone, and with those of the drop-in, in a network of its own, where no
/// port below 1024 is free for all.
pub(super) fn listens_low(dist: &Dist) -> Outcome {
    // Where every user may go, with a copy of the program.
    let folder = fresh_folder("low")?;
    let binary = folder.join("wariin");
    copy(&dist.binary, &binary)?;
    for path in [&folder, &binary] {
        mode(path, 0o755)?;
    }
    for (files, expected) in [(&[UNIT][..], false), (&[UNIT, DROP_IN][..], true)] {
        let settings = Settings::read(files)?;
        if listens(&binary, &folder.join("data"), &settings)? != expected {
            return Err(format!(
                "whether port 443 is open with {} is not {expected}",
                files.join(" and ")
            ));
        }
    }
    println!("port 443 is refused to the unit, and open to it with {DROP_IN}");
    fs::remove_dir_all(&folder).map_err(|e| e.to_string())
}

/// Whether the program listens at port 443 as a user with just these rights.
fn listens(binary: &Path, data: &Path, settings: &Settings) -> Outcome<bool> {
    let set = |key: &str| {
        let names = settings
            .list(key)
            .into_iter()
            .map(|name| format!(",+{}", name.trim_start_matches("CAP_").to_ascii_lowercase()));
        format!("-all{}", names.collect::<String>())
    };
    let (bounding, ambient) = (set("CapabilityBoundingSet"), set("AmbientCapabilities"));
    write(&data.join("made"), "")?;
    let open = Command::new("chown").args(["-R", "65532:65532", text(data)?]).status();
    if !open.is_ok_and(|status| status.success()) {
        return Err(format!("{} could not be given away: dist runs as root", data.display()));
    }
    let mut command = program("unshare", &["--net", "setpriv", "--reuid=65532", "--regid=65532"]);
    command.args(["--clear-groups", "--no-new-privs", "--bounding-set", &bounding]);
    command.args(["--inh-caps", &ambient, "--ambient-caps", &ambient]);
    command.arg(binary).arg("serve").env_clear();
    command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").env("WARIIN_DATA_DIR", data);
    command.env("WARIIN_LISTEN", "0.0.0.0:443").env("WARIIN_BASE_URL", "http://localhost:443");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut service = command.spawn().map_err(|e| format!("unshare: {e}"))?;
    let begun = Instant::now();
    let id = service.id();
    let mut is_open = false;
    while begun.elapsed() < PATIENCE && !is_open {
        if service.try_wait().map_err(|e| e.to_string())?.is_some() {
            break;
        }
        is_open = listeners(id).contains(":01BB");
        sleep(Duration::from_millis(50));
    }
    let ended = service.kill().and_then(|()| service.wait());
    ended.map_err(|e| e.to_string())?;
    let mut said = String::new();
    if let Some(mut stderr) = service.stderr.take() {
        stderr.read_to_string(&mut said).map_err(|e| e.to_string())?;
    }
    let is_refused = said.contains("WARIIN_LISTEN") && said.contains("ermission denied");
    if !is_open && !is_refused {
        return Err(format!("the service ended for another reason:\n{said}"));
    }
    Ok(is_open)
}

/// The sockets of the process's network that wait for connections, as the kernel lists them.
fn listeners(process: u32) -> String {
    let table = fs::read_to_string(format!("/proc/{process}/net/tcp")).unwrap_or_default();
    table.lines().filter(|line| line.contains(" 0A ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn the_drop_in_lets_the_unit_listen_at_low_ports_and_gives_no_other_right() {
        let alone = Settings::read(&[UNIT]).unwrap();
        assert!(!alone.may_listen_low() && alone.list("CapabilityBoundingSet").is_empty());
        let together = Settings::read(&[UNIT, DROP_IN]).unwrap();
        assert!(together.may_listen_low());
        assert_eq!(together.list("CapabilityBoundingSet"), [RIGHT]);
        assert_eq!(together.list("AmbientCapabilities"), [RIGHT]);
        assert_eq!(together.value("NoNewPrivileges"), Some("yes"));
        // The other way round the unit would take the right away again.
        assert!(!Settings::read(&[DROP_IN, UNIT]).unwrap().may_listen_low());
    }

    #[test]
    fn a_shell_reads_every_line_of_the_settings_as_systemd_does() {
        let path = top().join("packaging/systemd/wariin.env");
        let sample = fs::read_to_string(path).unwrap();
        let is_setting = |line: &&str| line.trim_start_matches("# ").starts_with("WARIIN_");
        let lines = sample.lines().filter(is_setting).map(|line| line.trim_start_matches("# "));
        let lines: Vec<&str> = lines.collect();
        assert!(lines.len() > 5, "{sample}");
        let sourced = format!("set -ea\n{}\nexec env", lines.join("\n"));
        let ended = Command::new("sh").args(["-c", &sourced]).env_clear().output().unwrap();
        let said = String::from_utf8(ended.stdout).unwrap();
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        for line in lines {
            let (key, value) = line.split_once('=').unwrap();
            let plain = format!("{key}={}", value.trim_matches('\''));
            assert!(said.lines().any(|said| said == plain), "{line} is not in {said}");
        }
    }
}
