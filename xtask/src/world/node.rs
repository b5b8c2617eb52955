//! One process of the service.

use super::process;
use crate::run::Outcome;
use std::fs::OpenOptions;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a start may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// What all nodes of a service share.
pub(crate) struct Place {
    pub(crate) binary: PathBuf,
    pub(crate) environment: Vec<(String, String)>,
    /// Where the nodes log to.
    pub(crate) log: PathBuf,
}

impl Place {
    /// Runs a command of the service.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome<String> {
        crate::run::output(self.command().args(arguments))
    }

    /// The same as this node.
    pub(crate) fn run_as(&self, part: &Part, arguments: &[&str]) -> Outcome<String> {
        let mut command = self.command();
        command.envs(part.environment.iter().map(|(name, value)| (name, value)));
        crate::run::output(command.args(arguments))
    }

    /// The end of what the nodes logged.
    pub(crate) fn logged(&self) -> String {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(60)..].join("\n")
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.binary);
        command.env_clear().envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null());
        command
    }
}

/// What sets one node apart from the others: settings of its own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    pub(crate) environment: Vec<(String, String)>,
    /// It only runs jobs: no request of a person may go to it.
    pub(crate) is_worker: bool,
}

/// One process; it is killed when it is dropped.
pub(crate) struct Node {
    pub(crate) port: u16,
    pub(crate) part: Part,
    child: Child,
}

impl Node {
    /// Starts a process that listens on this port.
    pub(crate) fn start(place: &Place, port: u16, part: Part) -> Outcome<Self> {
        let log = OpenOptions::new().create(true).append(true).open(&place.log);
        let log = log.map_err(|e| format!("{}: {e}", place.log.display()))?;
        let mut command = place.command();
        command.arg("serve").env("WARIIN_LISTEN", format!("127.0.0.1:{port}"));
        command.envs(part.environment.iter().map(|(name, value)| (name, value)));
        command.stdout(Stdio::null()).stderr(log);
        let child = command.spawn().map_err(|e| format!("{}: {e}", place.binary.display()))?;
        Ok(Self { port, part, child })
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits until the node can do its work.
    pub(crate) fn wait_until_ready(&self) -> Outcome {
        let began = Instant::now();
        while !self.is_ready() {
            if began.elapsed() > PATIENCE {
                return Err(format!("the node on port {} did not become ready", self.port));
            }
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn is_ready(&self) -> bool {
        let agent = super::browser::agent(Duration::from_secs(2));
        let answer = agent.get(format!("{}/health/ready", self.origin())).call();
        answer.is_ok_and(|answer| answer.status() == 200)
    }

    /// Tells the process to end, and waits until it has.
    pub(crate) fn end(&mut self) -> Outcome {
        process::signal(self.pid(), "TERM");
        let began = Instant::now();
        while self.child.try_wait().map_err(|e| e.to_string())?.is_none() {
            if began.elapsed() > PATIENCE {
                return Err(format!("the node on port {} did not end", self.port));
            }
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Ends the process without any warning.
    pub(crate) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Freezes the process.
    pub(crate) fn freeze(&self) {
        process::signal(self.pid(), "STOP");
    }

    /// Lets a frozen process go on.
    pub(crate) fn thaw(&self) {
        process::signal(self.pid(), "CONT");
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}
