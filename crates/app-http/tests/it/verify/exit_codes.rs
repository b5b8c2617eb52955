//! What `wariin evidence verify` says by its exit code, as `docs/verification.md` lists them.

use super::Concluded;
use crate::service::PROGRAM;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use wariin_pades::{KeyKind, SealKey, Utc};
use wariin_ports::Clock;

struct Folder(tempfile::TempDir);

impl Folder {
    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Exit code and what is printed.
    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let mut command = Command::new(PROGRAM);
        command.args(["evidence", "verify"]).args(arguments).env_clear();
        let ran = command.env("WARIIN_DATA_DIR", self.0.path().join("data")).output().unwrap();
        let said = String::from_utf8_lossy(&ran.stdout).into_owned();
        (ran.status.code().unwrap(), said)
    }

    /// The exit code; with `--json` it is the same, and the report has this outcome.
    fn expect(&self, pack: &Path, anchors: &[&str], code: i32, outcome: &str) {
        let pack = pack.display().to_string();
        let arguments = [&[pack.as_str()], anchors].concat();
        let (found, said) = self.run(&arguments);
        assert_eq!(found, code, "{anchors:?}: {said}");
        let (found, json) = self.run(&[&arguments[..], &["--json"]].concat());
        let report: Value = serde_json::from_str(&json).unwrap();
        assert_eq!((found, report["outcome"].as_str()), (code, Some(outcome)), "{anchors:?}");
    }
}

// O-17 O-44
#[tokio::test]
async fn every_exit_code_of_the_verification_of_a_pack_is_the_documented_one() {
    let own = Concluded::start().await;
    let folder = Folder(tempfile::tempdir().unwrap());
    let pack = folder.file("pack.zip", &own.pack);
    let key = own.service.ports().log.verifier_key();
    let trust = folder.file("own.pem", own.service.app.seal_certificate.as_bytes());
    let trust = trust.display().to_string();
    folder.expect(&pack, &["--key", &key, "--trust", &trust], 0, "good");
    folder.expect(&pack, &[], 0, "good");

    let mut changed = own.pack.clone();
    let place = changed.windows(5).position(|window| window == b"%PDF-").unwrap() + 100;
    changed[place] ^= 1;
    let changed = folder.file("changed.zip", &changed);
    folder.expect(&changed, &["--key", &key], 1, "failed");
    let other = crate::service::Service::start().await.ports().log.verifier_key();
    folder.expect(&pack, &["--key", &other], 1, "failed");

    // A certificate that the seals do not lead to: nothing is wrong, and nothing is known of the signer.
    let now = Utc::from_unix(own.service.clock.now().as_seconds());
    let stranger = SealKey::generate(KeyKind::P256, "乙商店", now).unwrap();
    let stranger = folder.file("stranger.pem", stranger.pem.as_bytes());
    let stranger = stranger.display().to_string();
    folder.expect(&pack, &["--key", &key, "--trust", &stranger], 3, "indeterminate");
    // What fails is told before what cannot be known.
    folder.expect(&changed, &["--trust", &stranger], 1, "failed");

    let text = folder.file("text.zip", b"no ZIP at all");
    folder.expect(&text, &[], 5, "unreadable");
    let pack = pack.display().to_string();
    for wrong in [&[][..], &["--unknown"], &[&pack, &pack], &[&pack, "--language", "fr"]] {
        assert_eq!(folder.run(wrong).0, 2, "{wrong:?}");
    }
}
