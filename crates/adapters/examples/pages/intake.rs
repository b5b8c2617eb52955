//! What becomes of uploads: how many are taken, changed, and refused for what reason; whether words or pixels
//! differ afterwards; and what other programs say of the sealed file.

use crate::corpus::{by_mupdf, by_poppler};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs;
use std::path::Path;
use std::process::Command;
use wariin_adapters::PdfWorkers;
use wariin_domain::FileChange;
use wariin_pades::{KeyKind, SealKey, SignatureRequest, Utc, sign};
use wariin_ports::PdfInspector;

/// How many pages of a changed file are compared at most.
const PAGES: u32 = 5;
/// From which share of differing pixels on, in millionths, a page looks different.
const DIFFERENT: u64 = 2_000;

/// Lines of the table and how often each holds.
#[derive(Default)]
pub(crate) struct Table(BTreeMap<String, u32>);

impl Table {
    fn count(&mut self, line: impl Into<String>) {
        *self.0.entry(line.into()).or_default() += 1;
    }

    pub(crate) fn print(&self) {
        for (line, count) in &self.0 {
            println!("{count:>7}  {line}");
        }
    }
}

/// Inspects one upload; returns the bytes to be used, where it is taken, and what its sender is told about it.
pub(crate) async fn take(
    workers: &PdfWorkers,
    file: &Path,
    pdf: Vec<u8>,
    table: &mut Table,
) -> Option<(Vec<u8>, Vec<FileChange>)> {
    table.count("files");
    let taken = match workers.inspect(pdf.clone(), None).await {
        Ok(taken) => taken,
        Err(refusal) => {
            println!("{}: refused, {refusal}", file.display());
            table.count(format!("refused: {refusal}"));
            return None;
        }
    };
    for change in &taken.changes {
        table.count(format!("taken, {}", variant(change)));
    }
    if taken.changes.is_empty() {
        table.count("taken as they are");
    }
    let used = match taken.replacement {
        Some(used) => {
            compare(file, &pdf, &used, taken.pages, table);
            used
        }
        None => pdf,
    };
    seal(file, &used, table);
    Some((used, taken.changes))
}

/// The name of a variant, without what it holds.
fn variant(of: &impl Debug) -> String {
    let all = format!("{of:?}");
    all.split(['(', '{', ' ']).next().unwrap_or_default().to_owned()
}

fn compare(file: &Path, before: &[u8], after: &[u8], pages: u32, table: &mut Table) {
    let (mut words, mut pixels) = (false, false);
    if let (Some(one), Some(other)) = (text(before), text(after)) {
        words = one != other;
    }
    for page in 1..=pages.min(PAGES) {
        for draw in [by_poppler, by_mupdf] {
            let (Some(one), Some(other)) = (draw(before, page), draw(after, page)) else {
                continue;
            };
            pixels |= one.differs_from(&other) >= DIFFERENT;
        }
    }
    if words || pixels {
        println!("{}: changed, words differ {words}, pixels differ {pixels}", file.display());
    }
    table.count(match (words, pixels) {
        (false, false) => "changed files that look and read the same",
        (true, false) => "changed files whose words differ to poppler",
        (false, true) => "changed files whose pixels differ to poppler or MuPDF",
        (true, true) => "changed files whose words and pixels differ",
    });
}

/// The words of the first pages, in any order.
fn text(pdf: &[u8]) -> Option<Vec<String>> {
    let pages = PAGES.to_string();
    let said = with_file(pdf, |file| {
        let mut command = Command::new("pdftotext");
        command.args(["-l", &pages]).arg(file).arg("-");
        command
    })?;
    let mut words: Vec<String> = said.split_whitespace().map(str::to_owned).collect();
    words.sort();
    Some(words)
}

fn seal(file: &Path, pdf: &[u8], table: &mut Table) {
    let at = Utc::from_unix(1_800_000_000);
    let key = SealKey::generate(KeyKind::P256, "corpus", at).unwrap().key;
    let Ok(sealed) = sign(pdf.to_vec(), &key, &SignatureRequest::new("corpus", "corpus", at))
    else {
        println!("{}: cannot be sealed", file.display());
        table.count("cannot be sealed");
        return;
    };
    let pdfsig = with_file(&sealed, |path| {
        let mut command = Command::new("pdfsig");
        command.arg("-nocert").arg(path);
        command
    });
    let is_valid = pdfsig.is_some_and(|said| {
        said.contains("Signature is Valid.") && !said.contains("Signature is Invalid.")
    });
    let qpdf = with_file(&sealed, |path| {
        let mut command = Command::new("qpdf");
        command.arg("--check").arg(path);
        command
    });
    let is_clean = qpdf.is_some_and(|said| said.contains("No syntax or stream encoding errors"));
    table.count(if is_valid { "sealed, valid to pdfsig" } else { "sealed, not valid to pdfsig" });
    table.count(if is_clean { "sealed, clean to qpdf" } else { "sealed, with warnings of qpdf" });
    if !is_valid {
        println!("{}: sealed, and not valid to pdfsig", file.display());
    }
}

/// What a program says of these bytes.
fn with_file(pdf: &[u8], command: impl Fn(&Path) -> Command) -> Option<String> {
    let path = std::env::temp_dir().join(format!("wariin-intake-{}.pdf", std::process::id()));
    fs::write(&path, pdf).ok()?;
    let output = command(&path).output();
    fs::remove_file(&path).ok()?;
    Some(String::from_utf8_lossy(&output.ok()?.stdout).into_owned())
}
