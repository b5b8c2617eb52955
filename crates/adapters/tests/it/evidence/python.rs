//! The independent verifier comes to the same verdicts.

use super::concluded;
use super::forged::edited;
use super::forger::{forged_pack, forgers_key};
use crate::databases::sqlite;
use serde_json::Value;
use std::fs;
use std::process::Command;
use wariin_ports::{Evidence, EvidenceView};

pub(super) fn by_python(pack: &[u8], key: &str) -> (bool, String) {
    by_python_with(pack, &["--key", key])
}

pub(super) fn by_python_with(pack: &[u8], arguments: &[&str]) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pack.zip");
    fs::write(&file, pack).unwrap();
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/examples/verify_evidence.py");
    let mut command = Command::new("python3");
    let output = command.arg(program).arg(&file).args(arguments).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

// O-43
#[tokio::test]
async fn a_second_program_comes_to_the_same_verdicts() {
    let concluded = concluded(&sqlite().await).await;
    let pack = concluded.pack().await;
    let (verifies, said) = by_python(&pack, &concluded.key);
    assert!(verifies, "{said}");
    let own = concluded.evidence.document.recipients[0].id;
    let evidence = Evidence { view: EvidenceView::Recipient(own), ..concluded.evidence.clone() };
    let (verifies, said) = by_python(&concluded.pack_of(evidence).await, &concluded.key);
    assert!(verifies, "{said}");
    for place in [
        "/document/concluded_at",
        "/recipients/0/consent/at",
        "/recipients/1/consent/content",
        "/history/events/3/data",
        "/history/events/2/at",
        "/files/0/upload/sha256",
        "/content/head",
        "/recipients/0/email",
        "/history/events/1/leaf",
        "/recipients/0/consent/assurance/class",
    ] {
        let edit = |evidence: &mut Value| {
            let value = evidence.pointer_mut(place).unwrap();
            *value = edited(value);
        };
        let forged = forged_pack(&pack, edit);
        let (verifies, said) = by_python(&forged, &forgers_key());
        assert!(!verifies && !said.contains("Traceback"), "{place}: {said}");
    }
    let (verifies, said) = by_python(&forged_pack(&pack, |_| {}), &concluded.key);
    assert!(!verifies && said.contains("key"), "{said}");
}
