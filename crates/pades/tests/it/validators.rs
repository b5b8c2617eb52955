//! A seal checked by poppler's pdfsig, pyHanko and qpdf.

use crate::overlay::{above, below, laid};
use crate::samples::{contract, key, request, with_streams};
use std::path::{Path, PathBuf};
use std::process::Command;
use wariin_pades::{Appearance, Area, SignatureRequest, sign};

/// Where `cargo xtask test` installs pyHanko's command line tool.
fn pyhanko() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/tools/python/bin/pyhanko")
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let text = [output.stdout, output.stderr].concat();
    String::from_utf8_lossy(&text).into_owned()
}

#[test]
fn independent_validators_say_intact_and_unmodified() {
    let key = key();
    let folder = tempfile::tempdir().unwrap();
    let certificate = folder.path().join("certificate.pem");
    std::fs::write(&certificate, key.certificate_pem()).unwrap();
    let area = Area { x: 20.0, y: 20.0, width: 100.0, height: 60.0 };
    let appearance =
        Appearance { page: 0, area, pdf: above(100, 60), words: "署名済み".into() };
    let seen = || Some(appearance.clone());
    for (name, pdf, appearance) in [
        ("table", contract(), None),
        ("streams", with_streams(), None),
        ("table, seen", contract(), seen()),
        ("streams, seen", with_streams(), seen()),
        ("values", laid(&below(|_, _| {}), &above(300, 400)), None),
        ("values, seen", laid(&below(|_, _| {}), &above(300, 400)), seen()),
    ] {
        let path = folder.path().join(format!("{name}.pdf"));
        let request = SignatureRequest { appearance, ..request("書類 42") };
        std::fs::write(&path, sign(pdf, &key, &request).unwrap()).unwrap();

        let pdfsig = run(Command::new("pdfsig").arg("-nocert").arg(&path));
        assert!(pdfsig.contains("Signature is Valid."), "{name}: {pdfsig}");
        assert!(pdfsig.contains("Total document signed"), "{name}: {pdfsig}");
        assert!(pdfsig.contains("ETSI.CAdES.detached"), "{name}: {pdfsig}");

        let qpdf = run(Command::new("qpdf").arg("--check").arg(&path));
        assert!(qpdf.contains("No syntax or stream encoding errors"), "{name}: {qpdf}");

        let mut validate = Command::new(pyhanko());
        validate.args(["sign", "validate", "--pretty-print", "--no-revocation-check", "--trust"]);
        let verdict = run(validate.arg(&certificate).arg(&path));
        assert!(verdict.contains("The signature is cryptographically sound."), "{name}: {verdict}");
        assert!(verdict.contains("The signature covers the entire file."), "{name}: {verdict}");
        assert!(verdict.contains("is judged VALID"), "{name}: {verdict}");
    }
}
