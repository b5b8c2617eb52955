//! What is said of files beside what pyHanko says: every difference stands in the table of `docs/verification.md`, with
//! the clause that decides it.

use crate::authority::python;
use crate::samples::NOW;
use crate::verification::files;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use wariin_pades::{Indication, SignatureReport, SubIndication, Trust, Utc, Verdict, verify};

/// The files of a line of the table, by the beginnings of their names, and the line as it stands there up to its
/// clause: what they are, what is said here, and what pyHanko says.
const DIFFERENCES: [(&[&str], &str, &str, &str); 15] = [
    (&["changed.object-behind"], "objects behind the last `%%EOF`", "failed", "passed"),
    (&["changed.over-the-page"], "a new signature over most of a page", "failed", "passed"),
    (
        &["changed.field-hidden", "changed.field-not-viewed"],
        "a filled field that is hidden later",
        "failed",
        "passed",
    ),
    (&["variant.store-removed"], "a store of proofs (DSS) that is taken away", "failed", "passed"),
    (
        &["variant.form-value-dated", "variant.form-value-rich"],
        "a field filled in with a rich text (`/RV`) or a date (`/M`)",
        "passed",
        "failed",
    ),
    (
        &["changed.form-dropped", "changed.signature-taken-away"],
        "a signature that a later revision takes out of the form",
        "failed",
        "unseen",
    ),
    (&["orphan."], "a signature that no field names", "passed", "unseen"),
    (&["failed.pkcs7-sha1"], "`adbe.pkcs7.sha1` over another digest", "failed", "unseen"),
    (
        &["weak.SHA-1.pkcs7", "weak.SHA-1.x509"],
        "`adbe.pkcs7.sha1` and `adbe.x509.rsa_sha1`",
        "indeterminate",
        "unseen",
    ),
    (
        &["variant.no-sub-filter", "variant.unknown-sub-filter"],
        "CMS under no `/SubFilter`, or an unknown one",
        "passed",
        "unseen",
    ),
    (
        &["intact.sha3-"],
        "RSA (PKCS #1 v1.5) with SHA-3 under its own identifiers",
        "passed",
        "failed",
    ),
    (
        &["variant.ecdsa-by-kind-of-key"],
        "ECDSA under the identifier of its kind of key",
        "passed",
        "failed",
    ),
    (&["unknown."], "an algorithm that is not known", "indeterminate", "failed"),
    (
        &["unknown."],
        "Ed448, secp256k1 and brainpoolP512r1, which are not known here",
        "indeterminate",
        "passed",
    ),
    (
        &["mixed."],
        "one digest for the contents, another one for the signed attributes",
        "passed",
        "indeterminate",
    ),
];

// O-37
#[test]
fn every_difference_from_another_verifier_stands_in_the_documentation() {
    let page = include_str!("../../../../docs/verification.md");
    let folder = files()[0].parent().unwrap();
    let mut met = BTreeSet::new();
    let mut unexplained = Vec::new();
    for (name, theirs) in by_pyhanko(folder) {
        let ours = ours(&std::fs::read(folder.join(format!("{name}.pdf"))).unwrap());
        let word =
            |words: &[String], place: usize| words.get(place).map_or("unseen", |it| it).to_owned();
        let pairs =
            (0..ours.len().max(theirs.len())).map(|at| (word(&ours, at), word(&theirs, at)));
        for (here, there) in pairs.filter(|(here, there)| here != there) {
            let line = DIFFERENCES.iter().position(|(names, _, ours, theirs)| {
                let is_named = names.iter().any(|beginning| name.starts_with(beginning));
                is_named && *ours == here && *theirs == there
            });
            if let Some(line) = line {
                met.insert(line);
            } else {
                unexplained.push(format!("{name}: {here} here, {there} there"));
            }
        }
    }
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
    for (line, (names, class, here, there)) in DIFFERENCES.iter().enumerate() {
        assert!(met.contains(&line), "no file of {names:?} differs");
        let row = format!("| {class} | {here} | {there} | ");
        assert!(page.contains(&row), "{row}");
    }
}

/// The names of the files in a folder, and what pyHanko says of their signatures.
fn by_pyhanko(folder: &Path) -> Vec<(String, Vec<String>)> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/agreement.py");
    let output = Command::new(python("python")).arg("-B").arg(script).arg(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let line = |line: &str| {
        let (name, words) = line.rsplit_once(':')?;
        Some((name.to_owned(), words.split_whitespace().map(str::to_owned).collect()))
    };
    let all: Vec<(String, Vec<String>)> = lines.lines().filter_map(line).collect();
    assert!(all.len() > 200, "{}", all.len());
    all
}

/// The same words for what is said here.
fn ours(pdf: &[u8]) -> Vec<String> {
    let trust = Trust { roots: Vec::new(), now: Utc::from_unix(NOW) };
    match verify(pdf.to_vec(), &trust) {
        Ok(report) => report.signatures.iter().map(|it| word(it).to_owned()).collect(),
        Err(_) => vec!["failed".to_owned()],
    }
}

fn word(signature: &SignatureReport) -> &'static str {
    use SubIndication::{
        CryptoConstraintsFailureNoPoe, NoSigningCertificateFound, SigConstraintsFailure,
    };
    match signature.verdict() {
        Verdict { indication: Indication::TotalFailed, .. } => "failed",
        // What remains is said of the signer's certificate.
        Verdict {
            reason:
                Some(
                    CryptoConstraintsFailureNoPoe
                    | NoSigningCertificateFound
                    | SigConstraintsFailure,
                ),
            ..
        } => "indeterminate",
        Verdict { .. } => "passed",
    }
}
