//! The service as a process: with a log that cannot be written, beside what is away, and at its end.

use crate::authority::{free_port, now, times_on};
use crate::service::Service;
use serde_json::Value;
use std::fs::OpenOptions;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};
use wariin_domain::Timestamp;
use wariin_pades::{KeyKind, SealKey};
use wariin_ports::UnfinishedState;
use wariin_usecases::{request_advanced_auth, send_document};

/// A running `wariin serve` on a data folder.
pub(crate) struct Process {
    child: Child,
    address: SocketAddr,
}

impl Process {
    pub(crate) fn start(data: &str, settings: &[(&str, &str)], stderr: Stdio) -> Self {
        let address: SocketAddr = format!("127.0.0.1:{}", free_port()).parse().unwrap();
        // With fewer files than it may open.
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "ulimit -S -n 300; exec \"$0\" serve", env!("CARGO_BIN_EXE_wariin")]);
        command.env_clear().env("WARIIN_DATA_DIR", data);
        command.env("WARIIN_LISTEN", address.to_string()).envs(settings.iter().copied());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(stderr);
        let mut process = Self { child: command.spawn().unwrap(), address };
        until("the process lives", || {
            assert_eq!(process.child.try_wait().unwrap(), None, "the process ended");
            process.get("/health/live").is_ok_and(|(status, _)| status == 200)
        });
        process
    }

    /// Where it listens.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// A connection on which this was sent.
    pub(crate) fn sent(&self, bytes: &[u8]) -> io::Result<TcpStream> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.write_all(bytes)?;
        Ok(stream)
    }

    pub(crate) fn get(&self, path: &str) -> io::Result<(u16, String)> {
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        answer(self.sent(request.as_bytes())?)
    }

    /// The status of readiness, and what a check says.
    pub(crate) fn ready(&self, check: &str) -> (u16, Value) {
        let (status, body) = self.get("/health/ready").unwrap();
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(body["ready"], status == 200);
        let checks = body["checks"].as_array().unwrap();
        (status, checks.iter().find(|c| c["name"] == check).unwrap().clone())
    }

    /// Its resident memory in bytes.
    pub(crate) fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.split_whitespace().next().unwrap().parse::<u64>().unwrap() * 1024
    }

    pub(crate) fn terminate(&self) {
        let sent = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(sent.success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn answer(mut stream: TcpStream) -> io::Result<(u16, String)> {
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    let (head, body) = text.split_once("\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    Ok((status.ok_or(io::ErrorKind::InvalidData)?, body.to_owned()))
}

/// Asks often until it is so.
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(20), "{what}: not within 20 seconds");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What the system's clock says.
pub(crate) fn system_time() -> Timestamp {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    Timestamp::from_micros(i64::try_from(now.as_micros()).unwrap())
}

/// A service in this process, by the system's time, whose folder the other process shares.
pub(crate) async fn shared() -> (Service, String) {
    let service = Service::start_at(system_time(), &[]).await;
    let data = service.folder.path().join("data").display().to_string();
    (service, data)
}

// FA-03
#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_cannot_be_written_stops_neither_the_start_nor_the_workers() {
    let (reader, closed_pipe) = io::pipe().unwrap();
    drop(reader);
    let full_disk = OpenOptions::new().write(true).open("/dev/full").unwrap();
    for (number, stderr) in [closed_pipe.into(), full_disk.into()].into_iter().enumerate() {
        let (service, data) = shared().await;
        let process = Process::start(&data, &[("WARIIN_LOG", "trace,sqlx=info")], stderr);
        let sender = service.person("sender@example.jp", true).await;
        let cookie = service.strongly(&sender).await;
        let on = service.draft(&cookie, "taro@example.com").await;
        request_advanced_auth(service.ports(), on).await.unwrap();
        let before = service.mails().len();
        send_document(service.ports(), on).await.unwrap();
        until("the mail leaves", || service.mails().len() > before);
        let (status, log) = process.ready("log");
        assert_eq!(status, 200, "{number}");
        let why = log["why"].as_str().unwrap();
        assert!(why.ends_with("lines could not be written"), "{why}");
        let (_, workers) = process.ready("workers");
        assert_eq!((&workers["ok"], &workers["why"]), (&true.into(), &Value::Null));
    }
}

// FA-03
#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_is_not_read_stops_nothing() {
    let (reader, pipe) = io::pipe().unwrap();
    let mut filling = pipe.try_clone().unwrap();
    let filled = std::thread::spawn(move || while filling.write_all(&[b' '; 4096]).is_ok() {});
    let (_service, data) = shared().await;
    let process = Process::start(&data, &[("WARIIN_LOG", "trace")], pipe.into());
    assert_eq!(process.get("/sign-in").unwrap().0, 303, "leads to the set-up page");
    until("the workers live", || process.ready("workers").0 == 200);
    drop(process);
    drop(reader);
    filled.join().unwrap();
}

// FA-07
#[tokio::test(flavor = "multi_thread")]
async fn a_timestamp_authority_that_is_away_does_not_stop_the_start_and_readiness_says_so() {
    let (_service, data) = shared().await;
    let times = times_on(free_port());
    let process = Process::start(&data, &[("WARIIN_TSA_URL", &times)], Stdio::null());
    until("readiness tells of the authority", || {
        let (status, seals) = process.ready("seals");
        assert_eq!(status, 200, "documents can be read");
        seals["ok"] == false
    });
    let (_, seals) = process.ready("seals");
    assert_eq!(seals["required"], false);
    assert!(seals["why"].as_str().unwrap().starts_with("documents wait for their seal"));
}

#[test]
fn a_seal_key_whose_certificate_is_anothers_stops_the_start_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let pem = |_| SealKey::generate(KeyKind::P256, "割印商事", now()).unwrap().pem;
    let [own, other] = [0, 1].map(pem).map(|pem| pem::parse_many(pem).unwrap());
    let key = folder.path().join("key.pem");
    std::fs::write(&key, pem::encode_many(&[own[0].clone(), other[1].clone()])).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_wariin"));
    command.arg("serve").env_clear().env("WARIIN_DATA_DIR", folder.path().join("data"));
    let ended = command.env("WARIIN_SEAL_KEY", &key).output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(!ended.status.success() && said.contains("key"), "{said}");
}

// EV-02 EV-03
#[test]
fn a_database_that_is_not_there_stops_the_start_and_is_named_without_its_password() {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    for command in ["serve", "migrate", "doctor"] {
        let mut wariin = Command::new(env!("CARGO_BIN_EXE_wariin"));
        wariin.arg(command).env_clear().env("WARIIN_DATA_DIR", folder.path().join("data"));
        let url = format!("postgres://wariin:himitsu@127.0.0.1:{port}/wariin");
        let ended = wariin.env("WARIIN_DATABASE_URL", url).output().unwrap();
        let said = [ended.stderr, ended.stdout].concat();
        let said = String::from_utf8_lossy(&said);
        let expected = format!("WARIIN_DATABASE_URL: 127.0.0.1:{port}: the connection is refused");
        assert!(!ended.status.success() && said.contains(&expected), "{command}: {said}");
        assert!(said.contains("Start the database server"), "{command}: {said}");
        assert!(!said.contains("himitsu"), "{command}: {said}");
    }
}

// FA-05 EV-08
#[tokio::test(flavor = "multi_thread")]
async fn a_process_without_its_database_or_files_is_not_ready_until_they_are_back() {
    let (service, data) = shared().await;
    let process = Process::start(&data, &[], Stdio::null());
    assert_eq!(process.get("/health").unwrap().0, 200);
    let away = format!("{data}/away");
    std::fs::rename(format!("{data}/files"), &away).unwrap();
    until("the files are away", || process.ready("files").0 == 503);
    assert_eq!(process.ready("files").1["why"], "no file could be read");
    assert_eq!(process.get("/health").unwrap().0, 503);
    assert_eq!(process.get("/health/live").unwrap().0, 200);
    std::fs::rename(&away, format!("{data}/files")).unwrap();
    until("the files are back", || process.ready("files").0 == 200);

    let writer = service.ports().storage.begin().await.unwrap();
    until("no row can be written", || process.ready("database").0 == 503);
    assert_eq!(process.ready("database").1["ok"], false);
    drop(writer);
    until("rows can be written", || process.ready("database").0 == 200);
}

// FA-10
#[tokio::test(flavor = "multi_thread")]
async fn a_request_in_flight_is_answered_after_readiness_went_off_and_the_process_ends_well() {
    let (_service, data) = shared().await;
    let mut process = Process::start(&data, &[("WARIIN_DRAIN_SECONDS", "600")], Stdio::null());
    let head = "POST /language HTTP/1.1\r\nhost: localhost\r\ncontent-length: 12\r\n\
        connection: close\r\nsec-fetch-site: same-origin\r\n\
        content-type: application/x-www-form-urlencoded\r\n\r\nhalf=";
    let mut in_flight = process.sent(head.as_bytes()).unwrap();
    assert_eq!(process.ready("draining").0, 200);
    process.terminate();
    until("readiness is off", || process.ready("draining").0 == 503);
    assert_eq!(process.ready("draining").1["ok"], false);
    assert_eq!(process.get("/health/live").unwrap().0, 200, "requests are still answered");
    process.terminate();
    until("new connections are refused", || process.sent(b"").is_err());
    in_flight.write_all(b"of it..").unwrap();
    assert_eq!(answer(in_flight).unwrap().0, 403, "a form without its token");
    let mut ended = None;
    until("the process ends", || {
        ended = process.child.try_wait().unwrap();
        ended.is_some()
    });
    assert!(ended.unwrap().success());
}

// FA-10
#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_is_cut_off_at_the_end_is_given_back_at_once() {
    let (service, data) = shared().await;
    // Takes connections and never says anything.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", silent.local_addr().unwrap());
    let mut process = Process::start(&data, &[("WARIIN_SMTP_URL", &url)], Stdio::null());
    let sender = service.person("sender@example.jp", true).await;
    let cookie = service.strongly(&sender).await;
    let on = service.draft(&cookie, "taro@example.com").await;
    request_advanced_auth(service.ports(), on).await.unwrap();
    send_document(service.ports(), on).await.unwrap();
    let connection = tokio::task::spawn_blocking(move || silent.accept().unwrap()).await.unwrap();
    // Ends the service, the grace (there is none here), and the wait for the workers.
    until("the process ends", || {
        process.terminate();
        process.child.try_wait().unwrap().is_some()
    });
    let waiting = service.ports().jobs.list(Some(UnfinishedState::Waiting), 9).await.unwrap();
    assert!(!waiting.is_empty() && waiting.iter().all(|job| job.attempts == 0));
    drop(connection);
}

// FA-10
#[tokio::test(flavor = "multi_thread")]
async fn no_request_fails_while_one_process_after_the_other_is_started_again() {
    let (_service, data) = shared().await;
    let start = || Process::start(&data, &[("WARIIN_DRAIN_SECONDS", "1")], Stdio::null());
    let mut processes = [start(), start()];
    let mut balancer = Balancer::default();
    for restarted in [0, 1] {
        let is_ready = |process: &Process| process.ready("draining").0 == 200;
        until("both are ready", || processes.iter().all(is_ready));
        assert!(balancer.sends(&processes) > 0);
        processes[restarted].terminate();
        while processes[restarted].child.try_wait().unwrap().is_none() {
            assert!(balancer.sends(&processes) > 0, "one is always ready");
        }
        balancer.open[restarted] = None;
        processes[restarted] = start();
    }
}

/// Keeps a connection to each process and sends requests to those that are ready.
#[derive(Default)]
struct Balancer {
    open: [Option<TcpStream>; 2],
}

impl Balancer {
    /// Sends one request to each process that is ready; how many there are. None may fail.
    fn sends(&mut self, processes: &[Process; 2]) -> usize {
        let ready = [0, 1].into_iter().filter(|at| {
            processes[*at].get("/health/ready").is_ok_and(|(status, _)| status == 200)
        });
        let ready: Vec<usize> = ready.collect();
        for at in &ready {
            let stream = self.open[*at].take();
            let mut stream = stream.unwrap_or_else(|| processes[*at].sent(b"").unwrap());
            stream.write_all(b"GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
            let mut reply = String::new();
            while !reply.ends_with("\r\n\r\nok") {
                let mut piece = [0; 4096];
                let read = stream.read(&mut piece).unwrap();
                assert_ne!(read, 0, "cut off after {reply:?}");
                reply += std::str::from_utf8(&piece[..read]).unwrap();
            }
            let is_kept = !reply.contains("connection: close");
            self.open[*at] = is_kept.then_some(stream);
        }
        ready.len()
    }
}

// EV-08
#[tokio::test(flavor = "multi_thread")]
async fn the_process_opens_as_many_files_as_it_may_and_limits_the_connections_of_an_address() {
    let (_service, data) = shared().await;
    let limit = [("WARIIN_CONNECTIONS_PER_ADDRESS", "8")];
    let process = Process::start(&data, &limit, Stdio::null());
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", process.child.id())).unwrap();
    let files = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    let [soft, hard] = [3, 4].map(|at| files.split_whitespace().nth(at).unwrap());
    assert_eq!(soft, hard);
    let mut open = Vec::new();
    for _ in 0..20 {
        open.push(process.sent(b"GET / HTTP/1.1\r\nX-").unwrap());
    }
    assert_eq!(process.get("/sign-in").unwrap().0, 303, "leads to the set-up page");
    for stream in &mut open[..12] {
        assert!(matches!(stream.read(&mut [0]), Ok(0) | Err(_)), "closed");
    }
}
