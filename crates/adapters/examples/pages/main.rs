//! Page images beside those of poppler and `MuPDF`: `speed WARIIN PDF…` tells how long a page takes and what
//! memory, `corpus WARIIN FOLDER` what becomes of uploads, and whether a page looks like theirs, and
//! `cost WARIIN PDF…` what an inspection costs.
#![expect(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a measurement that cannot go on stops, and what is counted is small"
)]

mod corpus;
mod cost;
mod intake;
mod picture;
mod speed;

use std::path::PathBuf;
use std::process::ExitCode;
use wariin_adapters::PdfWorkers;

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (task, program) = (arguments.next(), arguments.next());
    let program = PathBuf::from(program.unwrap_or_default());
    let workers = PdfWorkers::new(program.clone(), "pdf-worker");
    let paths: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    match task.as_deref() {
        Some("speed") => speed::measure(&workers, &paths).await,
        Some("corpus") => corpus::compare(&workers, &paths).await,
        Some("cost") => cost::measure(&program, &paths).await,
        _ => {
            eprintln!("pages speed|corpus|cost WARIIN PATH…");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
