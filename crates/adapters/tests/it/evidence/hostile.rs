//! Files that were made to harm or to mislead who opens them.

use super::forger::{parts, zipped};
use super::{checked, concluded, failures};
use crate::databases::sqlite;
use std::io::Cursor;
use wariin_adapters::EvidenceOutcome;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

// O-17
#[tokio::test]
async fn a_zip_that_is_no_pack_gets_a_clear_verdict() {
    let concluded = concluded(&sqlite().await).await;
    let parts = parts(&concluded.pack().await);
    for name in ["../evidence.json", "/etc/passwd", "uploads/../../x", "uploads\\001.pdf", "a/"] {
        let mut parts = parts.clone();
        parts.push((name.to_owned(), b"x".to_vec()));
        assert_eq!(failures(&checked(&zipped(&parts))), ["container"], "{name}");
    }
    let mut link = ZipWriter::new(Cursor::new(Vec::new()));
    link.add_symlink("evidence.json", "/etc/passwd", SimpleFileOptions::DEFAULT).unwrap();
    assert_eq!(failures(&checked(&link.finish().unwrap().into_inner())), ["container"]);
    let mut many = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..400 {
        many.start_file(format!("uploads/{number:03}.pdf"), SimpleFileOptions::DEFAULT).unwrap();
    }
    assert_eq!(failures(&checked(&many.finish().unwrap().into_inner())), ["container"]);
    let mut twice = zipped(&parts);
    let again = twice.clone();
    twice.extend(again);
    assert_eq!(failures(&checked(&twice)), ["container"]);
    for bytes in [&b""[..], b"PK", b"PK\x05\x06", &[0; 22], b"no ZIP at all"] {
        assert_eq!(checked(bytes).outcome, EvidenceOutcome::Unreadable);
    }
    for missing in 0..parts.len() {
        let mut parts = parts.clone();
        let (name, _) = parts.remove(missing);
        assert_eq!(checked(&zipped(&parts)).outcome, EvidenceOutcome::Failed, "{name}");
    }
}
