//! Work on PDFs in separate processes: a hostile PDF can exhaust one of them, not the server.
//!
//! The server starts its own program again with a hidden command, and asks over standard input and output.
//! A worker limits its own memory and time before it reads anything, and is used again: a new process takes as much
//! as several small files.

mod pool;
mod prepared;
mod protocol;
mod serve;
mod verifier;

use crate::render::codec;
use async_trait::async_trait;
use pool::{Pool, WorkerFault};
use prepared::PreparedField;
use protocol::{Answer, Change, Password, Removable, Request};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use wariin_ports::{
    ImageFormat, InspectedPdf, LogoImages, LogoRefusal, MAX_LOGO_BYTES, PageImage, PageRenderer,
    PageSize, PageText, PdfInspector, PdfPassword, PdfRefusal, RemovableText, RenderFault,
    TextRemoval, TextRemover,
};
use zeroize::Zeroizing;

pub use serve::work_on_pdfs;
pub use verifier::{Own, VisitorVerifier};

/// How long one request may take, and how much processor time it may use, in seconds.
const SECONDS: u64 = 10;
/// How many inspections run at once: memory stays bounded. Seals and pages have permits of their own, so
/// that no timestamp authority and no reader delays an upload.
const INSPECTIONS: usize = 2;
/// How many pages are drawn at once.
const DRAWINGS: usize = 2;

/// Inspects uploads and draws pages, by a program that runs [`work_on_pdfs`] when it is given this argument.
#[derive(Debug)]
pub struct PdfWorkers {
    pool: Arc<Pool>,
    inspections: Semaphore,
    logos: Semaphore,
    drawings: Semaphore,
}

impl PdfWorkers {
    /// The workers that this program is when it is given this argument. None is started before it is needed.
    pub fn new(program: PathBuf, argument: &'static str) -> Self {
        Self {
            pool: Pool::new(program, argument),
            inspections: Semaphore::new(INSPECTIONS),
            logos: Semaphore::new(1),
            drawings: Semaphore::new(DRAWINGS),
        }
    }

    async fn draw(&self, request: Request, pdf: &[u8]) -> Result<(Answer, Vec<u8>), RenderFault> {
        let Ok(_permit) = self.drawings.acquire().await else {
            return Err(RenderFault::Unavailable);
        };
        let limit = Duration::from_secs(SECONDS);
        self.pool.ask(&request, pdf, limit).await.map_err(|fault| {
            tell(&fault);
            match fault {
                WorkerFault::NotStarted(_) => RenderFault::Unavailable,
                WorkerFault::Died | WorkerFault::TooSlow => RenderFault::TooComplex,
            }
        })
    }
}

#[async_trait]
impl PdfInspector for PdfWorkers {
    /// An upload whose worker dies or exceeds the time limit is refused as too complex.
    async fn inspect(
        &self,
        pdf: Vec<u8>,
        password: Option<PdfPassword>,
    ) -> Result<InspectedPdf, PdfRefusal> {
        let Ok(_permit) = self.inspections.acquire().await else {
            return Err(PdfRefusal::TooComplex);
        };
        let limit = Duration::from_secs(SECONDS);
        let password =
            password.map(|password| Password(Zeroizing::new(password.expose().to_owned())));
        match self.pool.ask(&Request::Inspect { password }, &pdf, limit).await {
            Ok((Answer::Taken { pages, is_replaced, changes, surface, prepared }, body)) => {
                let changes: Option<_> = changes.iter().map(Change::change).collect();
                Ok(InspectedPdf {
                    pages,
                    surface: surface.surface(),
                    prepared: prepared.into_iter().filter_map(PreparedField::read).collect(),
                    replacement: is_replaced.then_some(body),
                    changes: changes.ok_or(PdfRefusal::TooComplex)?,
                })
            }
            Ok((Answer::Refused { name, about }, _)) => {
                Err(serve::refusal(&name, &about).unwrap_or(PdfRefusal::TooComplex))
            }
            Ok(_) => Err(PdfRefusal::TooComplex),
            Err(fault) => {
                tell(&fault);
                Err(PdfRefusal::TooComplex)
            }
        }
    }
}

#[async_trait]
impl PageRenderer for PdfWorkers {
    async fn sizes(&self, pdf: Vec<u8>) -> Result<Vec<PageSize>, RenderFault> {
        let (answer, body) = self.draw(Request::Sizes, &pdf).await?;
        let sizes = matches!(answer, Answer::Sizes).then(|| codec::read_sizes(&body)).flatten();
        sizes.ok_or(fault(&answer))
    }

    async fn image(&self, pdf: Vec<u8>, page: u32, width: u32) -> Result<PageImage, RenderFault> {
        let (answer, bytes) = self.draw(Request::Image { page, width }, &pdf).await?;
        match answer {
            Answer::Png => Ok(PageImage { format: ImageFormat::Png, bytes }),
            Answer::WebP => Ok(PageImage { format: ImageFormat::WebP, bytes }),
            other => Err(fault(&other)),
        }
    }

    async fn text(&self, pdf: Vec<u8>, page: u32) -> Result<PageText, RenderFault> {
        let (answer, body) = self.draw(Request::Text { page }, &pdf).await?;
        let text = matches!(answer, Answer::Text).then(|| codec::read_text(&body)).flatten();
        text.ok_or(fault(&answer))
    }
}

#[async_trait]
impl TextRemover for PdfWorkers {
    async fn remove(
        &self,
        pdf: Vec<u8>,
        texts: Vec<RemovableText>,
    ) -> Result<TextRemoval, RenderFault> {
        let count = texts.len();
        let removable = |RemovableText { page, parts, text }| Removable { page, parts, text };
        let texts = texts.into_iter().map(removable).collect();
        let (answer, body) = self.draw(Request::WithoutTexts { texts }, &pdf).await?;
        match answer {
            Answer::WithoutTexts { is_gone } if is_gone.len() == count => {
                let pdf = is_gone.contains(&true).then_some(body);
                Ok(TextRemoval { pdf, is_gone })
            }
            other => Err(fault(&other)),
        }
    }
}

#[async_trait]
impl LogoImages for PdfWorkers {
    /// A logo whose worker dies or exceeds the time limit is refused as too large.
    async fn take_in(&self, image: Vec<u8>) -> Result<Vec<u8>, LogoRefusal> {
        if image.len() as u64 > MAX_LOGO_BYTES {
            return Err(LogoRefusal::TooLarge);
        }
        let Ok(_permit) = self.logos.acquire().await else {
            return Err(LogoRefusal::TooLarge);
        };
        match self.pool.ask(&Request::Logo, &image, Duration::from_secs(SECONDS)).await {
            Ok((Answer::Png, png)) => Ok(png),
            Ok((Answer::Refused { name, .. }, _)) => {
                Err(LogoRefusal::parse(&name).unwrap_or(LogoRefusal::Unreadable))
            }
            Ok(_) => Err(LogoRefusal::Unreadable),
            Err(fault) => {
                tell(&fault);
                Err(LogoRefusal::TooLarge)
            }
        }
    }
}

/// What an answer means that is not the one that was asked for.
fn fault(answer: &Answer) -> RenderFault {
    match answer {
        Answer::TooComplex => RenderFault::TooComplex,
        Answer::Undrawable
        | Answer::Taken { .. }
        | Answer::Refused { .. }
        | Answer::Sizes
        | Answer::Png
        | Answer::WebP
        | Answer::Text
        | Answer::WithoutTexts { .. }
        | Answer::Verified => RenderFault::Undrawable,
    }
}

fn tell(fault: &WorkerFault) {
    match fault {
        WorkerFault::NotStarted(error) => {
            tracing::error!(error = %error, "a worker for PDFs could not be started");
        }
        WorkerFault::Died => tracing::warn!("a PDF made its worker die"),
        WorkerFault::TooSlow => tracing::warn!("a worker took too long for a PDF"),
    }
}
