//! Inspection of uploads in a separate process: a hostile PDF can exhaust that process, not the server.
//!
//! The server starts its own program again with a hidden command, writes the upload to its standard
//! input and reads the verdict from its standard output. The process limits its own memory and time
//! before it reads anything.

use async_trait::async_trait;
use rlimit::Resource;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;
use tokio::sync::Semaphore;
use wariin_pades::{Intake, Refused, intake};
use wariin_ports::{InspectedPdf, PdfInspector, PdfRefusal};

/// Address space of the worker: an upload of 20 MB, what it unpacks to, and a repaired copy.
const MEMORY: u64 = 512 * 1024 * 1024;
/// Processor time of the worker in seconds.
const SECONDS: u64 = 10;

/// How many workers run at once: memory stays bounded. Seals have permits of their own, so that no
/// timestamp authority delays an upload.
const AT_ONCE: usize = 2;

/// The names under which the worker reports refusals.
const REFUSALS: [(Refused, PdfRefusal, &str); 12] = [
    (Refused::NotPdf, PdfRefusal::NotPdf, "not_pdf"),
    (Refused::Damaged, PdfRefusal::Damaged, "damaged"),
    (Refused::Encrypted, PdfRefusal::Encrypted, "encrypted"),
    (Refused::NoPages, PdfRefusal::NoPages, "no_pages"),
    (Refused::TooManyPages, PdfRefusal::TooManyPages, "too_many_pages"),
    (Refused::JavaScript, PdfRefusal::JavaScript, "javascript"),
    (Refused::Launch, PdfRefusal::Launch, "launch"),
    (Refused::EmbeddedFiles, PdfRefusal::EmbeddedFiles, "embedded_files"),
    (Refused::Xfa, PdfRefusal::Xfa, "xfa"),
    (Refused::UnfixedForm, PdfRefusal::UnfixedForm, "unfixed_form"),
    (Refused::Certified, PdfRefusal::Certified, "certified"),
    (Refused::TooComplex, PdfRefusal::TooComplex, "too_complex"),
];

/// The worker's side: limits itself, reads an upload, writes the verdict.
///
/// # Errors
/// When the limits cannot be set or the pipes break.
pub fn inspect_pdf(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    Resource::AS.set(MEMORY, MEMORY)?;
    Resource::CPU.set(SECONDS, SECONDS)?;
    Resource::CORE.set(0, 0)?;
    let mut pdf = Vec::new();
    input.read_to_end(&mut pdf)?;
    output.write_all(&verdict(intake(pdf)))?;
    output.flush()
}

/// One line, followed by the repaired bytes if there are any.
fn verdict(result: Result<Intake, Refused>) -> Vec<u8> {
    match result {
        Ok(Intake { pages, repaired: None, .. }) => format!("pages {pages}\n").into_bytes(),
        Ok(Intake { pages, repaired: Some(pdf), .. }) => {
            [format!("repaired {pages}\n").into_bytes(), pdf].concat()
        }
        Err(refused) => {
            let known = REFUSALS.iter().find(|(r, ..)| *r == refused);
            format!("refused {}\n", known.map_or("too_complex", |(.., name)| name)).into_bytes()
        }
    }
}

fn read_verdict(answer: &[u8]) -> Option<Result<InspectedPdf, PdfRefusal>> {
    let end = answer.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = (std::str::from_utf8(&answer[..end]).ok()?, &answer[end + 1..]);
    let (kind, value) = line.split_once(' ')?;
    Some(match kind {
        "pages" => Ok(InspectedPdf { pages: value.parse().ok()?, repaired: None }),
        "repaired" => {
            Ok(InspectedPdf { pages: value.parse().ok()?, repaired: Some(rest.to_vec()) })
        }
        _ => Err(REFUSALS.iter().find(|(.., name)| *name == value)?.1),
    })
}

/// The server's side: a program that runs [`inspect_pdf`] when it is given this argument.
#[derive(Debug)]
pub struct PdfWorker {
    program: PathBuf,
    argument: &'static str,
    permits: Semaphore,
}

#[async_trait]
impl PdfInspector for PdfWorker {
    /// An upload whose worker dies or exceeds the time limit is refused as too complex.
    async fn inspect(&self, pdf: Vec<u8>) -> Result<InspectedPdf, PdfRefusal> {
        let Ok(_permit) = self.permits.acquire().await else {
            return Err(PdfRefusal::TooComplex);
        };
        let limit = Duration::from_secs(SECONDS);
        match tokio::time::timeout(limit, self.run(pdf)).await {
            Ok(Ok(answer)) => read_verdict(&answer).unwrap_or_else(|| {
                tracing::warn!("an upload made its worker die");
                Err(PdfRefusal::TooComplex)
            }),
            Ok(Err(error)) => {
                tracing::error!(error = %error, "a worker could not be started");
                Err(PdfRefusal::TooComplex)
            }
            Err(_) => {
                tracing::warn!("a worker took too long for an upload");
                Err(PdfRefusal::TooComplex)
            }
        }
    }
}

impl PdfWorker {
    /// The worker that this program is when it is given this argument.
    pub fn new(program: PathBuf, argument: &'static str) -> Self {
        Self { program, argument, permits: Semaphore::new(AT_ONCE) }
    }

    async fn run(&self, pdf: Vec<u8>) -> io::Result<Vec<u8>> {
        let mut worker = Command::new(&self.program)
            .arg(self.argument)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let (stdin, stdout) = (worker.stdin.take(), worker.stdout.take());
        let (Some(mut stdin), Some(mut stdout)) = (stdin, stdout) else {
            return Err(io::Error::other("a worker without pipes"));
        };
        // A worker that dies early closes the pipe; the error shows in its answer, or in the lack of one.
        let feed = async move {
            let _ = stdin.write_all(&pdf).await;
            drop(stdin);
        };
        let mut answer = Vec::new();
        let read = stdout.read_to_end(&mut answer);
        let ((), read) = tokio::join!(feed, read);
        read?;
        worker.wait().await?;
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_is_read_back_as_it_was_written() {
        for (refused, refusal, _) in REFUSALS {
            assert_eq!(read_verdict(&verdict(Err(refused))), Some(Err(refusal)));
        }
        let taken = |repaired: Option<Vec<u8>>| Intake { pages: 3, is_signed: false, repaired };
        let read = |repaired: Option<Vec<u8>>| InspectedPdf { pages: 3, repaired };
        for bytes in [None, Some(b"%PDF-\nrest\n".to_vec())] {
            assert_eq!(read_verdict(&verdict(Ok(taken(bytes.clone())))), Some(Ok(read(bytes))));
        }
        for dead in [&b""[..], b"pages", b"pages x\n", b"refused other\n"] {
            assert_eq!(read_verdict(dead), None);
        }
    }
}
