//! 証跡パッケージ: a concluded document with the proofs of everything about it, in one file that verifies by
//! itself (`docs/evidence.md`).

mod check;
mod container;
mod file;
mod finding;
mod history;
mod manifest;
mod pack;
mod reading;
mod seals;

pub(crate) use check::is_packed_by;
pub use check::{EvidenceAnchors, EvidenceCheck, EvidenceOutcome, check_evidence};
pub use finding::{EvidenceFinding, Finding};
pub use pack::ZipEvidence;
pub use seals::certificate_to_pem;

/// The parts of a pack that are not files of the document.
const EVIDENCE: &str = "evidence.json";
const GUIDE: &str = "VERIFY.md";
const MANIFEST: &str = "manifest.txt";
const CERTIFICATE: &str = "certificate.pdf";
const CERTIFICATE_REPORT: &str = "reports/certificate.json";

/// The parts of the file with this number, from 1.
fn upload_path(number: usize) -> String {
    format!("uploads/{number:03}.pdf")
}

fn sealed_path(number: usize) -> String {
    format!("sealed/{number:03}.pdf")
}

fn report_path(number: usize) -> String {
    format!("reports/{number:03}.json")
}
