//! A pack of the first version that is kept with the tests: its holder can verify it with every later release.
//! `WARIIN_MAKE_PACK=1 cargo test -p wariin-adapters --test it evidence::kept` makes it anew, until it is released.

use super::{concluded, failures};
use crate::databases::sqlite;
use crate::people::after;
use std::fs;
use std::path::Path;
use wariin_adapters::{EvidenceAnchors, EvidenceOutcome, check_evidence, trusted_certificates};

// O-17
#[tokio::test]
async fn a_pack_that_an_earlier_release_made_verifies() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs");
    if std::env::var_os("WARIIN_MAKE_PACK").is_some() {
        let concluded = concluded(&sqlite().await).await;
        fs::write(folder.join("v1.zip"), concluded.pack().await).unwrap();
        fs::write(folder.join("v1.pem"), &concluded.certificate).unwrap();
        fs::write(folder.join("v1.key"), &concluded.key).unwrap();
    }
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let roots = trusted_certificates(&read("v1.pem")).unwrap();
    let anchors = EvidenceAnchors { key: Some(read("v1.key")), roots, witnesses: Vec::new() };
    let pack = fs::read(folder.join("v1.zip")).unwrap();
    let check = check_evidence(&pack, &anchors, after(90));
    assert_eq!(failures(&check), Vec::<&str>::new());
    assert_eq!(check.outcome, EvidenceOutcome::Good);
}
