//! Files that visitors bring, verified in worker processes of their own: no sender's upload waits for them, or is read
//! by a process that has read one of them.

use super::pool::{Pool, WorkerFault};
use super::protocol::{Answer, Request};
use super::{SECONDS, tell};
use crate::verification::{Found, Question};
use async_trait::async_trait;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::Semaphore;
use wariin_domain::{Language, Timestamp};
use wariin_ports::{FileReport, FileVerifier, VerifierFault};

/// How many files are verified at once.
const AT_ONCE: usize = 2;

/// What tells this service's own files from those of another one.
#[derive(Clone, Debug)]
pub struct Own {
    /// The key of its log, which also signs packs, as `wariin audit key` prints it.
    pub key: String,
    /// The certificates of its seals, in DER: that of its key, and those of earlier keys.
    pub certificates: Vec<Vec<u8>>,
}

/// Verifies files of visitors, by a program that runs [`super::work_on_pdfs`] when it is given this argument.
#[derive(Debug)]
pub struct VisitorVerifier {
    pool: Arc<Pool>,
    permits: Semaphore,
    own: RwLock<Own>,
}

impl VisitorVerifier {
    /// The workers that this program is when it is given this argument. None is started before it is needed.
    pub fn new(program: PathBuf, argument: &'static str, own: Own) -> Self {
        Self {
            pool: Pool::new(program, argument),
            permits: Semaphore::new(AT_ONCE),
            own: RwLock::new(own),
        }
    }

    /// From now on seals with these certificates (DER) are the service's own.
    pub fn know(&self, certificates: Vec<Vec<u8>>) {
        self.own.write().unwrap_or_else(PoisonError::into_inner).certificates = certificates;
    }
}

#[async_trait]
impl FileVerifier for VisitorVerifier {
    async fn verify(
        &self,
        file: Vec<u8>,
        now: Timestamp,
        language: Language,
    ) -> Result<FileReport, VerifierFault> {
        let Ok(_permit) = self.permits.acquire().await else {
            return Err(VerifierFault::Unavailable);
        };
        let Own { key, certificates } =
            self.own.read().unwrap_or_else(PoisonError::into_inner).clone();
        let request = Request::Verify(Question::new(&key, &certificates, now, language));
        let asked = self.pool.ask(&request, &file, Duration::from_secs(SECONDS)).await;
        let (answer, found) = asked.map_err(|fault| {
            tell(&fault);
            match fault {
                WorkerFault::NotStarted(_) => VerifierFault::Unavailable,
                WorkerFault::Died | WorkerFault::TooSlow => VerifierFault::TooComplex,
            }
        })?;
        let found = matches!(answer, Answer::Verified).then(|| Found::read(&found)).flatten();
        found.and_then(|found| found.report(&certificates)).ok_or(VerifierFault::TooComplex)
    }
}
