//! Files of every kind, signed at every level, checked by every independent validator.

use crate::authority::{Authority, Loopback, now, python};
use crate::kinds::{Kind, certified, exported, kinds};
use crate::samples::{contract, pages, request_at, with_streams};
use std::path::{Path, PathBuf};
use std::process::Command;
use wariin_pades::{
    Change, ProofScope, Refused, Trust, archive, intake, sign, sign_with_timestamp, verify,
    verify_last,
};

fn said(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

/// The output of `Oracle.java`, a line for each signature.
fn pdfbox<'p>(paths: impl Iterator<Item = &'p PathBuf>) -> String {
    let jars = ["pdfbox2", "fontbox2", "bcpkix", "bcprov", "bcutil", "commons-logging"]
        .map(|name| format!("/usr/share/java/{name}.jar"))
        .join(":");
    said(Command::new("java").arg("-cp").arg(jars).arg(oracle("Oracle.java")).args(paths))
}

fn oracle(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles").join(name)
}

fn old_pyhanko() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/tools/python-0.29/bin/pyhanko")
}

#[test]
fn every_file_at_every_level_is_intact_to_every_validator_and_its_bytes_are_kept() {
    let authority = Authority::start();
    let network = Loopback::default();
    let services = authority.services(&network);
    let key = authority.key("signer");
    let own = ProofScope::NewestBy(key.certificate());
    let folder = tempfile::tempdir().unwrap();
    let mut sealed = Vec::new();
    for Kind { name, pdf } in kinds(&authority) {
        let request = request_at("書類 42", now());
        let basic = sign(pdf.clone(), &key, &request).unwrap();
        let timed = sign_with_timestamp(pdf.clone(), &key, &request, &services).unwrap();
        let archived = archive(timed.clone(), own, &services).unwrap();
        for (level, bytes) in [("B-B", &basic), ("B-T", &timed), ("B-LTA", &archived)] {
            assert!(bytes.starts_with(&pdf), "{name} {level}");
            verify_last(bytes).unwrap_or_else(|e| panic!("{name} {level}: {e}"));
            let path = folder.path().join(format!("{} {level}.pdf", sealed.len()));
            std::fs::write(&path, bytes).unwrap();
            let qpdf = said(Command::new("qpdf").arg("--check").arg(&path));
            assert!(qpdf.contains("No syntax or stream encoding errors"), "{name} {level}: {qpdf}");
            let pdfsig = said(Command::new("pdfsig").arg("-nocert").arg(&path));
            assert!(pdfsig.contains("Signature is Valid."), "{name} {level}: {pdfsig}");
            assert!(!pdfsig.contains("Signature is Invalid."), "{name} {level}: {pdfsig}");
            sealed.push((name, level, path));
        }
    }
    let paths = || sealed.iter().map(|(.., path)| path);
    let by_pdfbox = pdfbox(paths());
    let mut pyhanko = Command::new(python("python"));
    let not_hybrid = sealed.iter().filter(|(name, ..)| *name != "hybrid").map(|(.., path)| path);
    pyhanko.arg(oracle("validate.py")).arg(authority.root_file()).args(not_hybrid);
    let by_pyhanko = said(&mut pyhanko);
    for (name, level, path) in &sealed {
        let verdict = |all: &str| {
            let said = all.lines().filter(|line| line.starts_with(path.to_str().unwrap()));
            said.collect::<Vec<_>>().join("\n")
        };
        let pdfbox = verdict(&by_pdfbox);
        let counted = usize::from(*level == "B-LTA");
        assert_eq!(
            pdfbox.matches("VALID ETSI.RFC3161").count(),
            counted,
            "{name} {level}: {by_pdfbox}"
        );
        assert!(pdfbox.contains("VALID ETSI.CAdES.detached"), "{name} {level}: {by_pdfbox}");
        assert!(!pdfbox.contains("BROKEN"), "{name} {level}: {pdfbox}");
        // By default pyHanko judges no signature in a hybrid file.
        if *name == "hybrid" {
            continue;
        }
        let pyhanko = verdict(&by_pyhanko);
        let trusted = pyhanko.matches("valid kept trusted").count();
        assert!(trusted > counted, "{name} {level}: {by_pyhanko}");
        for word in ["broken", "changed"] {
            assert!(!pyhanko.contains(word), "{name} {level}: {pyhanko}");
        }
    }
}

#[test]
fn the_profiles_for_archives_accept_what_is_archived() {
    let authority = Authority::start();
    let network = Loopback::default();
    let services = authority.services(&network);
    let key = authority.key("signer");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archived.pdf");
    for (name, pdf) in [("table", contract()), ("streams", with_streams())] {
        let request = request_at("書類 42", now());
        let timed = sign_with_timestamp(pdf, &key, &request, &services).unwrap();
        let archived = archive(timed, ProofScope::All, &services).unwrap();
        let renewed = archive(archived.clone(), ProofScope::All, &services).unwrap();
        for (stage, bytes) in [("archived", archived), ("renewed", renewed)] {
            std::fs::write(&path, bytes).unwrap();
            let trust = ["--trust-replace", "--trust"];
            let ades = said(
                Command::new(python("pyhanko"))
                    .args(["sign", "adesverify"])
                    .args(trust)
                    .arg(authority.root_file())
                    .arg(&path),
            );
            assert!(
                ades.contains("INTACT:TRUSTED,TIMESTAMP_TOKEN<INTACT:TRUSTED>"),
                "{name} {stage}: {ades}"
            );
            let profile = said(
                Command::new(old_pyhanko())
                    .args(["sign", "validate", "--ltv-profile", "pades-lta"])
                    .args(trust)
                    .arg(authority.root_file())
                    .arg(&path),
            );
            assert!(profile.contains("INTACT:TRUSTED"), "{name} {stage}: {profile}");
        }
    }
}

/// 10 digits in the byte range: a file of more than 100 MB.
#[test]
fn a_file_of_more_than_a_hundred_megabytes_is_signed_like_any_other() {
    let authority = Authority::start();
    let network = Loopback::default();
    let services = authority.services(&network);
    let key = authority.key("signer");
    let pdf = pages(1, 101 * 1024 * 1024);
    let request = request_at("large", now());
    let basic = sign(pdf.clone(), &key, &request).unwrap();
    assert!(verify_last(&basic).unwrap().signed_bytes > 100 * 1024 * 1024);
    let timed = sign_with_timestamp(pdf, &key, &request, &services).unwrap();
    let archived = archive(timed, ProofScope::NewestBy(key.certificate()), &services).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.pdf");
    for (level, bytes) in [("B-B", basic), ("B-LTA", archived)] {
        std::fs::write(&path, bytes).unwrap();
        let pdfsig = said(Command::new("pdfsig").arg("-nocert").arg(&path));
        assert!(pdfsig.contains("Signature is Valid."), "{level}: {pdfsig}");
        let qpdf = said(Command::new("qpdf").arg("--check").arg(&path));
        assert!(qpdf.contains("No syntax or stream encoding errors"), "{level}: {qpdf}");
    }
}

// DO-03 DO-05
#[test]
fn what_other_programs_made_is_refused_or_fixed_for_the_right_reason() {
    let authority = Authority::start();
    assert_eq!(intake(certified(&authority, 1)).unwrap_err(), Refused::Certified);
    // The export writes the value of a text field, but an appearance that does not show it.
    let text = include_str!("../oracles/contract.fodt");
    let taken = intake(exported(text, 15)).unwrap();
    assert_eq!(taken.changes, [Change::FormFixed, Change::FormDrawn]);
}

#[test]
fn what_is_certified_for_further_signatures_stays_so_when_it_is_signed() {
    let authority = Authority::start();
    for permission in [2, 3] {
        let certified = certified(&authority, permission);
        let key = authority.key("signer");
        let signed = sign(certified, &key, &request_at("書類 42", now())).unwrap();
        let trust = Trust { roots: vec![authority.root()], now: now() };
        let report = verify(signed.clone(), &trust).unwrap();
        assert!(report.is_intact(), "P={permission}: {report}");
        assert_eq!(report.signatures.len(), 2);
    }
}

#[test]
fn what_is_archived_can_be_validated_years_on_with_nothing_but_what_the_file_holds() {
    let authority = Authority::start();
    let network = Loopback::default();
    let services = authority.services(&network);
    let key = authority.key("signer");
    let folder = tempfile::tempdir().unwrap();
    let said = |name: &str, pdf: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, pdf).unwrap();
        said(
            Command::new(python("python"))
                .arg(oracle("years_on.py"))
                .arg(authority.root_file())
                .arg("6")
                .arg(path),
        )
    };
    for (name, pdf) in [("table", contract()), ("streams", with_streams())] {
        let timed =
            sign_with_timestamp(pdf, &key, &request_at("書類 42", now()), &services).unwrap();
        let bare = said("timed.pdf", &timed);
        assert!(!bare.contains("AdESPassed.OK"), "{name} without its proofs: {bare}");
        let archived = archive(timed, ProofScope::NewestBy(key.certificate()), &services).unwrap();
        let verdict = said("archived.pdf", &archived);
        assert!(verdict.contains("AdESPassed.OK"), "{name}: {verdict}");
    }
}
