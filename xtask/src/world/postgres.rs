//! A `PostgreSQL` server of its own, on a socket in a folder.

use super::process;
use crate::run::{Outcome, output, run_quietly};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// A server that ends when it is dropped.
pub(crate) struct Postgres {
    folder: PathBuf,
    child: Option<Child>,
}

impl Postgres {
    /// A new server whose files are in this folder.
    pub(crate) fn start(folder: &Path) -> Outcome<Self> {
        fs::create_dir_all(folder).map_err(|e| e.to_string())?;
        if is_root()? {
            run_quietly(Command::new("chown").arg("postgres").arg(folder))?;
        }
        let mut server = Self { folder: folder.to_owned(), child: None };
        let mut initdb = as_postgres(&bin("initdb")?)?;
        let options = ["--auth=trust", "--username=postgres", "--no-sync", "--encoding=UTF8", "-D"];
        run_quietly(initdb.args(options).arg(server.data()))?;
        server.launch()?;
        Ok(server)
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.folder.display())
    }

    /// The folder of the server's socket.
    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.clone()
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.as_ref().map_or(0, Child::id)
    }

    /// Starts the server again and waits until it answers.
    pub(crate) fn launch(&mut self) -> Outcome {
        // What a killed server left, which the next one would take for a running one.
        let _ = fs::remove_file(self.data().join("postmaster.pid"));
        let mut server = as_postgres(&bin("postgres")?)?;
        server.arg("-D").arg(self.data()).arg("-k").arg(&self.folder);
        server.args(["-c", "listen_addresses=", "-c", "max_connections=200"]);
        let child = server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        self.child = Some(child.map_err(|e| format!("PostgreSQL: {e}"))?);
        let ready = bin("pg_isready")?;
        for _ in 0..1200 {
            let mut ready = Command::new(&ready);
            ready.arg("-q").arg("-h").arg(&self.folder).args(["-U", "postgres"]);
            if ready.status().is_ok_and(|status| status.success()) {
                return Ok(());
            }
            sleep(Duration::from_millis(25));
        }
        Err("PostgreSQL did not start".to_owned())
    }

    /// Ends the server: at once, as in a crash, with `QUIT`; with `INT` its connections end first.
    pub(crate) fn end(&mut self, signal: &str) {
        if let Some(mut child) = self.child.take() {
            process::signal(child.id(), signal);
            let _ = child.wait();
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.end("QUIT");
    }
}

/// A program of the newest version that is installed.
pub(crate) fn bin(program: &str) -> Outcome<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").map_err(|e| format!("PostgreSQL: {e}"))?;
    let mut versions: Vec<PathBuf> = versions.flatten().map(|version| version.path()).collect();
    versions.sort();
    let newest = versions.pop().ok_or("PostgreSQL is not installed")?;
    Ok(newest.join("bin").join(program))
}

fn is_root() -> Outcome<bool> {
    Ok(output(Command::new("id").arg("-u"))?.trim() == "0")
}

/// The server refuses to run as root.
fn as_postgres(program: &Path) -> Outcome<Command> {
    let mut command = Command::new("setpriv");
    if is_root()? {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    }
    command.arg(program);
    Ok(command)
}
