//! What becomes of uploads, and whether their pages look as poppler and `MuPDF` draw them, at 60 dpi.

use crate::intake::{Table, take};
use crate::picture::Picture;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wariin_adapters::PdfWorkers;
use wariin_domain::FileChange;
use wariin_ports::PageRenderer;

/// How many pages of a file are compared at most.
const PAGES: usize = 5;
/// From which share of differing pixels on, in millionths, a page looks different.
const DIFFERENT: u64 = 2_000;

#[derive(Default)]
struct Count {
    pages: u32,
    undrawable: u32,
    alike: u32,
    disputed: u32,
    /// Pages that differ from both others, about which the sender is told.
    told: u32,
    /// The same, about which the sender is told nothing.
    untold: u32,
}

pub(crate) async fn compare(workers: &PdfWorkers, paths: &[PathBuf]) {
    let (mut count, mut table) = (Count::default(), Table::default());
    for file in paths.iter().flat_map(|path| pdfs(path)) {
        let pdf = fs::read(&file).unwrap();
        if let Some((pdf, changes)) = take(workers, &file, pdf, &mut table).await {
            compare_file(workers, &file, (&pdf, &changes), &mut count).await;
        }
    }
    let Count { pages, undrawable, alike, disputed, told, untold } = count;
    table.print();
    println!("{pages} pages compared with those of poppler and MuPDF");
    println!("{alike} look like one of the others, {disputed} of these while the others differ");
    println!("{undrawable} are said not to be drawable, and the PDF is offered");
    println!(
        "{told} differ from both others, and the sender is asked at the upload to look at them"
    );
    println!("{untold} differ from both others and are not flagged");
}

/// Whether the sender is asked to look at this page.
fn is_told(changes: &[FileChange], page: u32) -> bool {
    let page = page.to_string();
    changes.iter().any(|change| match change {
        FileChange::FontsReplaced(_) => true,
        FileChange::PagesUnshown(pages) | FileChange::PagesDiffer(pages) => {
            pages.hidden() > 0 || pages.shown().iter().any(|shown| shown.as_str() == page)
        }
        change => change.needs_confirmation(),
    })
}

/// A PDF, or all in a folder and its folders.
fn pdfs(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = entries
        .filter(|entry| entry.is_dir() || entry.extension().is_some_and(|e| e == "pdf"))
        .flat_map(|entry| pdfs(&entry))
        .collect();
    found.sort();
    found
}

async fn compare_file(
    workers: &PdfWorkers,
    file: &Path,
    (pdf, changes): (&[u8], &[FileChange]),
    count: &mut Count,
) {
    let Ok(sizes) = workers.sizes(pdf.to_vec()).await else {
        count.undrawable += 1;
        return;
    };
    for (page, size) in (1_u32..).zip(sizes.into_iter().take(PAGES)) {
        count.pages += 1;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a page is a few thousand pixels wide"
        )]
        let width = (size.width * 60.0 / 72.0).round().max(1.0) as u32;
        let Ok(image) = workers.image(pdf.to_vec(), page, width).await else {
            count.undrawable += 1;
            continue;
        };
        let Some(ours) = Picture::of(&image) else { continue };
        let others = [by_poppler(pdf, page), by_mupdf(pdf, page)];
        let [Some(poppler), Some(mupdf)] = others else { continue };
        let (to_poppler, to_mupdf) = (ours.differs_from(&poppler), ours.differs_from(&mupdf));
        let between = poppler.differs_from(&mupdf);
        if to_poppler.min(to_mupdf) < DIFFERENT {
            count.alike += 1;
            count.disputed += u32::from(between >= DIFFERENT);
        } else {
            let is_told = is_told(changes, page);
            let flagged = if is_told { "flagged" } else { "not flagged" };
            count.told += u32::from(is_told);
            count.untold += u32::from(!is_told);
            println!(
                "{} page {page}: {to_poppler} ppm from poppler, {to_mupdf} ppm from MuPDF, {between} ppm between them, {flagged}",
                file.display()
            );
        }
    }
}

pub(crate) fn by_poppler(pdf: &[u8], page: u32) -> Option<Picture> {
    let page = page.to_string();
    by_program(pdf, |file, picture| {
        let arguments = ["-r", "60", "-cropbox", "-singlefile", "-f", &page, "-l", &page];
        let stem = picture.with_extension("");
        let mut command = Command::new("pdftoppm");
        command.args(arguments).arg(file).arg(stem);
        command
    })
}

pub(crate) fn by_mupdf(pdf: &[u8], page: u32) -> Option<Picture> {
    by_program(pdf, |file, picture| {
        let mut command = Command::new("mutool");
        command.args(["draw", "-q", "-r", "60", "-c", "rgb", "-o"]).arg(picture).arg(file);
        command.arg(page.to_string());
        command
    })
}

fn by_program(pdf: &[u8], command: impl Fn(&Path, &Path) -> Command) -> Option<Picture> {
    let folder = std::env::temp_dir().join(format!("wariin-corpus-{}", std::process::id()));
    fs::create_dir_all(&folder).ok()?;
    let (file, picture) = (folder.join("file.pdf"), folder.join("page.ppm"));
    fs::write(&file, pdf).ok()?;
    let mut command = command(&file, &picture);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    let drawn = status.is_ok().then(|| fs::read(&picture).ok()).flatten();
    let read = drawn.and_then(|bytes| Picture::of_ppm(&bytes));
    fs::remove_dir_all(&folder).ok()?;
    read
}
