//! How long a page takes, from the PDF to the encoded image, beside `pdftoppm` in the same run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wariin_adapters::PdfWorkers;
use wariin_ports::PageRenderer;

/// The widths that browsers ask for.
const WIDTHS: [u32; 3] = [720, 1080, 1600];
/// How many pages of a file are drawn at most.
const PAGES: usize = 20;
/// How often each file is drawn; the quickest time counts.
const ROUNDS: usize = 3;

pub(crate) async fn measure(workers: &PdfWorkers, files: &[PathBuf]) {
    println!(
        "milliseconds a page, the quickest of {ROUNDS} rounds; pdftoppm draws all pages in one process"
    );
    println!("{:<44}{:>8}{:>10}{:>10}{:>8}", "file", "width", "Wariin", "pdftoppm", "ratio");
    let mut slowest = 0.0_f64;
    for file in files {
        let pdf = fs::read(file).unwrap();
        let pages = workers.sizes(pdf.clone()).await.unwrap().len().min(PAGES);
        for width in WIDTHS {
            let mut ours = Duration::MAX;
            let mut theirs = Duration::MAX;
            for _ in 0..ROUNDS {
                ours = ours.min(drawn(workers, &pdf, pages, width).await);
                theirs = theirs.min(by_poppler(file, pages, width));
            }
            let each = |time: Duration| time.as_secs_f64() * 1000.0 / pages as f64;
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let (ours, theirs) = (each(ours), each(theirs));
            let ratio = ours / theirs;
            slowest = slowest.max(ratio);
            println!("{name:<44}{width:>8}{ours:>10.1}{theirs:>10.1}{ratio:>8.2}");
        }
    }
    println!("peak memory of a worker: {} MB", peak_of_children() / 1_000);
    let outcome = if slowest <= 1.0 { "met" } else { "not met" };
    println!("{outcome:<8} no page takes longer than by pdftoppm ({slowest:.2} × at most)");
}

async fn drawn(workers: &PdfWorkers, pdf: &[u8], pages: usize, width: u32) -> Duration {
    let start = Instant::now();
    for page in 1..=u32::try_from(pages).unwrap() {
        workers.image(pdf.to_vec(), page, width).await.unwrap();
    }
    start.elapsed()
}

fn by_poppler(file: &Path, pages: usize, width: u32) -> Duration {
    let folder = std::env::temp_dir().join(format!("wariin-pages-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let start = Instant::now();
    let status = Command::new("pdftoppm")
        .args(["-png", "-f", "1", "-l", &pages.to_string(), "-scale-to-x", &width.to_string()])
        .args(["-scale-to-y", "-1"])
        .arg(file)
        .arg(folder.join("page"))
        .stderr(Stdio::null())
        .status();
    let elapsed = start.elapsed();
    assert!(status.unwrap().success(), "pdftoppm draws {}", file.display());
    fs::remove_dir_all(&folder).unwrap();
    elapsed
}

/// The greatest memory that a child of this process has held, in kB (proc(5): `VmHWM` of `status`).
fn peak_of_children() -> u64 {
    let own = std::process::id();
    let children = fs::read_to_string(format!("/proc/{own}/task/{own}/children"));
    let children = children.unwrap_or_default();
    let peak = |child: &str| {
        let status = fs::read_to_string(format!("/proc/{child}/status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().trim_end_matches(" kB").parse::<u64>().ok()
    };
    children.split_whitespace().filter_map(peak).max().unwrap_or_default()
}
