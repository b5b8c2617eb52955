//! Warm worker processes: started when they are needed, used again, ended when they are idle, large or wrong.

use super::protocol::{self, Answer, Reply, Request};
use std::io;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::{Instant, sleep, timeout};

/// After how long a worker that has nothing to do ends.
const IDLE: Duration = Duration::from_mins(2);
/// How many requests a worker answers at most.
const MAX_REQUESTS: u32 = 500;
/// With how much memory a worker is used again.
const MAX_RESIDENT: u64 = 192 * 1024 * 1024;
/// glibc keeps the buffers of one page's pixels for the next page. Otherwise the system hands out, and clears, new ones for
/// each. A worker that has become large ends.
const KEEPS_BUFFERS: [(&str, &str); 2] =
    [("MALLOC_MMAP_THRESHOLD_", "16777216"), ("MALLOC_TRIM_THRESHOLD_", "33554432")];

/// The workers that have nothing to do now, and how to start another one.
#[derive(Debug)]
pub(super) struct Pool {
    program: PathBuf,
    argument: &'static str,
    idle: Mutex<Vec<Worker>>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum WorkerFault {
    /// No worker could be started.
    NotStarted(io::Error),
    /// A worker without any history died of the request.
    Died,
    /// The worker took longer than it may.
    TooSlow,
}

#[derive(Debug)]
struct Worker {
    // Killed when it is dropped.
    _process: Child,
    input: ChildStdin,
    output: ChildStdout,
    requests: u32,
    since: Instant,
}

impl Pool {
    /// No worker yet.
    pub(super) fn new(program: PathBuf, argument: &'static str) -> Arc<Self> {
        Arc::new(Self { program, argument, idle: Mutex::default() })
    }

    /// Asks a worker about this PDF. One that was used before may die of its history; a new one is asked
    /// then.
    ///
    /// # Errors
    /// [`WorkerFault`]. The worker is gone then, and with it whatever the PDF has done to it.
    pub(super) async fn ask(
        self: &Arc<Self>,
        request: &Request,
        pdf: &[u8],
        limit: Duration,
    ) -> Result<(Answer, Vec<u8>), WorkerFault> {
        let used = self.lock().pop();
        if let Some(worker) = used
            && let Some(answered) = self.ask_this(worker, request, pdf, limit).await?
        {
            return Ok(answered);
        }
        let worker = self.start().map_err(WorkerFault::NotStarted)?;
        self.ask_this(worker, request, pdf, limit).await?.ok_or(WorkerFault::Died)
    }

    /// The answer; `None` when the worker died.
    async fn ask_this(
        self: &Arc<Self>,
        mut worker: Worker,
        request: &Request,
        pdf: &[u8],
        limit: Duration,
    ) -> Result<Option<(Answer, Vec<u8>)>, WorkerFault> {
        let asked = timeout(limit, worker.ask(request, pdf)).await;
        let asked = asked.map_err(|_| {
            metrics::counter!("wariin_pdf_workers_killed_total", "why" => "too_slow").increment(1);
            WorkerFault::TooSlow
        })?;
        let Ok((reply, body)) = asked else {
            metrics::counter!("wariin_pdf_workers_killed_total", "why" => "died").increment(1);
            return Ok(None);
        };
        worker.requests += 1;
        if worker.requests < MAX_REQUESTS && reply.resident < MAX_RESIDENT {
            self.keep(worker);
        }
        Ok(Some((reply.answer, body)))
    }

    fn start(&self) -> io::Result<Worker> {
        let mut process = Command::new(&self.program)
            .arg(self.argument)
            .env_clear()
            .envs(KEEPS_BUFFERS)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let (Some(input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(io::Error::other("a worker without pipes"));
        };
        Ok(Worker { _process: process, input, output, requests: 0, since: Instant::now() })
    }

    fn keep(self: &Arc<Self>, mut worker: Worker) {
        worker.since = Instant::now();
        self.lock().push(worker);
        tokio::spawn(end_idle(Arc::downgrade(self)));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Worker>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends, a while from now, the workers that had nothing to do all that time.
async fn end_idle(pool: Weak<Pool>) {
    sleep(IDLE).await;
    if let Some(pool) = pool.upgrade() {
        pool.lock().retain(|worker| worker.since.elapsed() < IDLE);
    }
}

impl Worker {
    async fn ask(&mut self, request: &Request, pdf: &[u8]) -> io::Result<(Reply, Vec<u8>)> {
        let head = protocol::head(request, pdf)?;
        let Self { input, output, .. } = self;
        let feed = async {
            input.write_all(&head).await?;
            input.write_all(pdf).await?;
            input.flush().await
        };
        // A worker that dies early closes both pipes: neither side waits for it.
        let ((), answered) = tokio::try_join!(feed, protocol::receive(output))?;
        Ok(answered)
    }
}
