//! What the inspection of an upload costs in processor time: the first one of a worker process, with its start, and the
//! later ones.

use std::fs;
use std::path::{Path, PathBuf};
use wariin_adapters::PdfWorkers;
use wariin_ports::PdfInspector;

/// How many processes are started for a file, and how many inspections one of them does.
const PROCESSES: usize = 15;
const INSPECTIONS: u32 = 60;

pub(crate) async fn measure(program: &Path, files: &[PathBuf]) {
    println!(
        "milliseconds of processor time: the median of {PROCESSES} first inspections of a process,"
    );
    println!("and the mean of {INSPECTIONS} later ones");
    println!("{:<44}{:>10}{:>8}{:>8}{:>8}", "file", "bytes", "pages", "first", "later");
    for file in files {
        let pdf = fs::read(file).unwrap();
        let mut first = Vec::new();
        let (mut pages, mut later) = (0, 0.0);
        for round in 0..PROCESSES {
            let workers = PdfWorkers::new(program.to_owned(), "pdf-worker");
            let taken = workers.inspect(pdf.clone(), None).await;
            pages = taken.map_or(0, |taken| taken.pages);
            let begun = used();
            first.push(begun);
            if round + 1 == PROCESSES {
                for _ in 0..INSPECTIONS {
                    drop(workers.inspect(pdf.clone(), None).await);
                }
                later = (used() - begun) / f64::from(INSPECTIONS);
            }
        }
        first.sort_by(f64::total_cmp);
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let (bytes, first) = (pdf.len(), first[PROCESSES / 2]);
        println!("{name:<44}{bytes:>10}{pages:>8}{first:>8.1}{later:>8.1}");
    }
}

/// The processor time of the newest child of this process in milliseconds (proc(5): `schedstat`).
fn used() -> f64 {
    let own = std::process::id();
    let threads = fs::read_dir(format!("/proc/{own}/task")).unwrap();
    let children =
        threads.filter_map(|it| fs::read_to_string(it.unwrap().path().join("children")).ok());
    let newest = children
        .flat_map(|all| {
            all.split_whitespace().filter_map(|it| it.parse().ok()).collect::<Vec<u32>>()
        })
        .max()
        .unwrap();
    let spent = fs::read_to_string(format!("/proc/{newest}/schedstat")).unwrap();
    spent.split_whitespace().next().unwrap().parse::<f64>().unwrap() / 1e6
}
