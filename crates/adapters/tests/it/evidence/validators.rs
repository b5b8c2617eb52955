//! Packs beside programs of others: a validator for JSON Schema, poppler and pyHanko.

use super::forger::parts;
use super::proofs::concluded_by_all_means;
use super::python::by_python;
use super::{Concluded, checked, concluded};
use crate::databases::sqlite;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use wariin_adapters::EvidenceOutcome;
use wariin_ports::{Evidence, EvidenceView};

const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schemas/evidence-1.json");
/// Fails with the place of the first error of a file that does not follow the schema.
const VALIDATE: &str = "import json, sys, jsonschema\n\
    schema = json.load(open(sys.argv[1]))\n\
    jsonschema.Draft202012Validator.check_schema(schema)\n\
    jsonschema.Draft202012Validator(schema).validate(json.load(open(sys.argv[2])))\n";

fn tool(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/tools/python/bin").join(name)
}

/// Whether the program ended well, and what it said.
fn said(command: &mut Command) -> (bool, String) {
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// Whether this `evidence.json` follows the published schema.
fn follows(json: &[u8]) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("evidence.json");
    fs::write(&file, json).unwrap();
    said(Command::new(tool("python")).args(["-c", VALIDATE, SCHEMA]).arg(file))
}

fn evidence_of(pack: &[u8]) -> Vec<u8> {
    parts(pack).into_iter().find(|(name, _)| name == "evidence.json").unwrap().1
}

async fn both_views(concluded: &Concluded) -> [Vec<u8>; 2] {
    let own = concluded.evidence.document.recipients[1].id;
    let view = EvidenceView::Recipient(own);
    let own = Evidence { view, ..concluded.evidence.clone() };
    [concluded.pack().await, concluded.pack_of(own).await]
}

// O-17
#[tokio::test]
async fn the_evidence_of_every_pack_follows_the_published_schema() {
    let (simple, all_means) = (sqlite().await, sqlite().await);
    for concluded in [concluded(&simple).await, concluded_by_all_means(&all_means).await] {
        for pack in both_views(&concluded).await {
            let (is_valid, why) = follows(&evidence_of(&pack));
            assert!(is_valid, "{why}");
        }
    }
    let pack = concluded(&sqlite().await).await.pack().await;
    let other = String::from_utf8(evidence_of(&pack)).unwrap();
    let other = other.replacen("\"consent\":", "\"consented\":", 1);
    let (is_valid, why) = follows(other.as_bytes());
    assert!(!is_valid && why.contains("ValidationError"), "{why}");
}

// O-17
#[tokio::test]
async fn poppler_pyhanko_and_the_second_program_agree_with_ours_on_one_pack() {
    let concluded = concluded_by_all_means(&sqlite().await).await;
    let pack = concluded.pack().await;
    assert_eq!(checked(&pack).outcome, EvidenceOutcome::Good);
    let (verifies, why) = by_python(&pack, &concluded.key);
    assert!(verifies, "{why}");

    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("seal.pem");
    fs::write(&root, &concluded.certificate).unwrap();
    let mut sealed = 0;
    for (name, bytes) in parts(&pack) {
        if !(name.starts_with("sealed/") || name == "certificate.pdf") {
            continue;
        }
        sealed += 1;
        let file = folder.path().join("sealed.pdf");
        fs::write(&file, &bytes).unwrap();
        let (_, poppler) = said(Command::new("pdfsig").arg("-nocert").arg(&file));
        let is_whole =
            poppler.contains("Signature is Valid.") && poppler.contains("Total document signed");
        assert!(is_whole, "{name}: {poppler}");
        let mut validate = Command::new(tool("pyhanko"));
        validate.args(["sign", "validate", "--no-revocation-check", "--pretty-print"]);
        let (is_valid, pyhanko) = said(validate.arg("--trust").arg(&root).arg(&file));
        assert!(
            is_valid && pyhanko.contains("The signature is judged VALID."),
            "{name}: {pyhanko}"
        );
    }
    assert!(sealed > 1, "a sealed file and the certificate");
}
