//! An object storage that speaks S3 (moto), with one bucket for the files of the service.

use super::browser::agent;
use crate::run::{Outcome, top};
use std::fs::{self, File};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

const BUCKET: &str = "contracts";
const PREFIX: &str = "wariin";
const KEY_ID: &str = "AKIDOFTHEBUCKET";
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server that ends when it is dropped, with all that it holds.
pub(crate) struct Bucket {
    process: Child,
    port: u16,
    /// What the server says of each request.
    log: PathBuf,
}

impl Bucket {
    /// A new server with an empty bucket.
    pub(crate) fn start(log: PathBuf) -> Outcome<Self> {
        let port = super::free_port()?;
        let program = top().join("target/tools/s3/bin/moto_server");
        let mut command = Command::new(&program);
        command.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
        let told = File::create(&log).map_err(|e| format!("{}: {e}", log.display()))?;
        let process = command.stdout(Stdio::null()).stderr(told).spawn();
        let process = process.map_err(|e| format!("{}: {e}", program.display()))?;
        let server = Self { process, port, log };
        for _ in 0..2400 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                let made = agent(PATIENCE).put(server.address("")).send_empty();
                made.map_err(|e| format!("the bucket: {e}"))?;
                return Ok(server);
            }
            sleep(Duration::from_millis(25));
        }
        Err("the object storage did not start".to_owned())
    }

    /// What the service is told of it.
    pub(crate) fn settings(&self) -> [(&'static str, String); 4] {
        [
            ("WARIIN_FILES_URL", format!("s3://{BUCKET}/{PREFIX}")),
            ("WARIIN_S3_ENDPOINT", format!("http://127.0.0.1:{}", self.port)),
            ("WARIIN_S3_ACCESS_KEY_ID", KEY_ID.to_owned()),
            ("WARIIN_S3_SECRET_ACCESS_KEY", "SECRETOFTHEBUCKET".to_owned()),
        ]
    }

    /// The address under which the files of the service stand.
    pub(crate) fn files(&self) -> String {
        self.address(&format!("/{PREFIX}/files"))
    }

    /// How many requests there were: to write, to read, and others.
    pub(crate) fn requests(&self) -> [usize; 3] {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let count = |method: &str| log.lines().filter(|line| line.contains(method)).count();
        let [puts, gets, all] = ["\"PUT /", "\"GET /", "HTTP/1.1\""].map(count);
        [puts, gets, all.saturating_sub(puts + gets)]
    }

    fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{BUCKET}{path}", self.port)
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The object at this address; nothing when there is none.
pub(crate) fn object(address: &str) -> Option<Vec<u8>> {
    // The server does not look at the signature; without any it takes the request for a stranger's.
    let signed = format!("AWS4-HMAC-SHA256 Credential={KEY_ID}/20260101/us-east-1/s3/aws4_request");
    let answer = agent(PATIENCE).get(address).header("authorization", signed).call();
    let mut answer = answer.ok().filter(|answer| answer.status() == 200)?;
    answer.body_mut().read_to_vec().ok()
}
