//! What is said of files that other programs sign, by class. `oracles/verification.py` makes them; the first parts of
//! a file's name say what is right for it.

use crate::authority::python;
use crate::files::pages;
use crate::samples::{NOW, key, request};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use wariin_pades::{
    Added, Chain, Indication, Integrity, Level, Report, SignatureReport, SubIndication, Trust, Utc,
    intake, sign, verify,
};

/// Every file, made once.
pub(crate) fn files() -> &'static [PathBuf] {
    static MADE: OnceLock<(TempDir, Vec<PathBuf>)> = OnceLock::new();
    let (_, files) = MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/verification.py");
        let output = Command::new(python("python"))
            .arg("-B")
            .arg(script)
            .arg(folder.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let entries = std::fs::read_dir(folder.path()).unwrap();
        let files = entries.map(|entry| entry.unwrap().path()).collect();
        (folder, files)
    });
    files
}

/// The files of a class, each with the rest of its name and its report.
fn of_class(class: &str) -> Vec<(String, Report)> {
    let named = |path: &PathBuf| {
        let name = path.file_stem()?.to_str()?;
        let rest = name.strip_prefix(class)?.strip_prefix('.')?.to_owned();
        Some((rest, checked(std::fs::read(path).unwrap(), Vec::new())))
    };
    let found: Vec<(String, Report)> = files().iter().filter_map(named).collect();
    assert!(found.len() >= 2, "{class}: {} files", found.len());
    found
}

fn checked(pdf: Vec<u8>, roots: Vec<Vec<u8>>) -> Report {
    verify(pdf, &Trust { roots, now: Utc::from_unix(NOW) }).unwrap()
}

fn first(report: &Report) -> &SignatureReport {
    &report.signatures[0]
}

fn reason(report: &Report) -> Option<SubIndication> {
    first(report).verdict().reason
}

/// The samples that stand outside of this crate, where they are there.
// O-37
#[test]
fn the_shared_samples_are_intact() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/cases/verify");
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let report = checked(std::fs::read(&path).unwrap(), Vec::new());
        assert!(report.is_intact(), "{}: {report}", path.display());
        assert!(!report.is_weak(), "{}: {report}", path.display());
        let is_no_pades = path.ends_with("acrobat-default-no-ess.pdf");
        assert!(!is_no_pades || first(&report).level.is_none(), "{report}");
    }
}

// DO-07
#[test]
fn signatures_in_every_form_of_cms_and_algorithm_are_intact() {
    for (name, report) in of_class("intact") {
        assert!(report.is_intact() && !report.is_weak(), "{name}: {report}");
        assert_eq!(first(&report).level, Some(Level::Basic), "{name}: {report}");
        assert!(first(&report).oddities.is_empty(), "{name}: {report}");
        let verdict = first(&report).verdict();
        assert_eq!(verdict.reason, Some(SubIndication::NoCertificateChainFound), "{name}");
        // With its root it passes, unless a certificate on the way is signed too weakly.
        let own = first(&report).certificate.clone();
        let path =
            files().iter().find(|path| path.ends_with(format!("intact.{name}.pdf"))).unwrap();
        let trusted = checked(std::fs::read(path).unwrap(), vec![own]);
        assert_eq!(first(&trusted).verdict().indication, Indication::TotalPassed, "{name}");
    }
}

// O-37
#[test]
fn a_timestamp_is_read_whatever_signed_the_root_of_its_authority() {
    for (name, report) in of_class("stamped") {
        assert!(report.is_intact() && !report.is_weak(), "{name}: {report}");
        assert_eq!(first(&report).level, Some(Level::Timed), "{name}: {report}");
        let timestamp = first(&report).timestamp.as_ref().unwrap();
        assert_eq!(timestamp.integrity, Integrity::Intact, "{name}: {report}");
        assert!(timestamp.at.to_string().starts_with("2026-06-01"), "{name}: {report}");
        assert!(timestamp.authority.contains("Authority"), "{name}: {report}");
    }
}

#[test]
fn a_signature_that_keeps_not_all_rules_of_pades_is_intact_and_has_no_level() {
    for class in ["notpades", "notder"] {
        let found = if class == "notder" { some_of(class) } else { of_class(class) };
        for (name, report) in found {
            assert!(report.is_intact(), "{name}: {report}");
            assert_eq!(first(&report).level, None, "{name}");
            assert!(report.to_string().contains("It is no PAdES signature"), "{name}: {report}");
            let is_odd = !first(&report).oddities.is_empty();
            assert_eq!(is_odd, class == "notder", "{name}: {report}");
        }
    }
}

// O-37
#[test]
fn a_signature_that_mixes_digest_algorithms_is_intact_and_it_is_said() {
    for (name, report) in of_class("mixed") {
        assert!(report.is_intact() && !report.is_weak(), "{name}: {report}");
        assert!(report.to_string().contains("(RFC 8933)"), "{name}: {report}");
    }
}

/// The same as [`of_class`] for a class of one.
fn some_of(class: &str) -> Vec<(String, Report)> {
    let is_one = |path: &&PathBuf| path.file_stem().unwrap().to_str().unwrap().starts_with(class);
    let report = |path: &PathBuf| checked(std::fs::read(path).unwrap(), Vec::new());
    files().iter().filter(is_one).map(|path| (class.to_owned(), report(path))).collect()
}

#[test]
fn a_weak_algorithm_is_checked_and_said_by_name() {
    for (name, report) in of_class("weak") {
        let weak = name.split('.').next().unwrap();
        assert!(report.is_intact(), "{name}: {report}");
        assert!(first(&report).weak.iter().any(|it| it == weak), "{name}: {report}");
        assert_eq!(reason(&report), Some(SubIndication::CryptoConstraintsFailureNoPoe), "{name}");
        assert!(report.to_string().contains(&format!("It relies on {weak}")), "{name}: {report}");
    }
}

#[test]
fn an_unknown_algorithm_is_not_checked_and_said_by_name() {
    for (name, report) in of_class("unknown") {
        let unknown = name.split('.').next().unwrap().replace('_', ".");
        let Integrity::Unchecked { why, .. } = &first(&report).integrity else {
            panic!("{name}: {report}")
        };
        assert!(why.contains(&unknown), "{name}: {why}");
        assert!(report.to_string().contains(&unknown), "{name}: {report}");
        assert_eq!(first(&report).verdict().indication, Indication::Indeterminate, "{name}");
        assert_eq!(reason(&report), Some(SubIndication::CryptoConstraintsFailureNoPoe), "{name}");
        assert!(!report.is_intact(), "{name}");
    }
}

// O-37
#[test]
fn what_is_wrong_with_a_signature_is_said_in_the_words_of_the_standard() {
    for (name, report) in of_class("failed") {
        let expected = match name.as_str() {
            "pkcs7-sha1" => SubIndication::HashFailure,
            _ => SubIndication::SigCryptoFailure,
        };
        assert_eq!(reason(&report), Some(expected), "{name}: {report}");
        assert!(report.is_failed() && !report.is_intact(), "{name}");
    }
    for (name, report) in of_class("nocertificate") {
        let verdict = first(&report).verdict();
        assert_eq!(verdict.reason, Some(SubIndication::NoSigningCertificateFound), "{name}");
        assert_eq!(verdict.indication, Indication::Indeterminate, "{name}");
        assert!(!report.is_intact(), "{name}");
    }
}

// DO-07
#[test]
fn what_signing_and_filling_in_add_is_no_change() {
    for (name, report) in of_class("signed") {
        assert_eq!(first(&report).added, Added::Signatures, "{name}: {report}");
        assert!(report.is_intact(), "{name}: {report}");
    }
    for (name, report) in of_class("filled") {
        assert_eq!(first(&report).added, Added::Filled(vec!["amount".into()]), "{name}: {report}");
        assert!(report.is_intact(), "{name}: {report}");
    }
    for (name, report) in of_class("bytes") {
        assert!(matches!(first(&report).added, Added::Bytes(1..)), "{name}: {report}");
        assert!(report.to_string().contains("bytes without meaning"), "{name}: {report}");
    }
}

/// Every attack and the one reason for which it is refused.
const CHANGES: [(&str, &str); 21] = [
    ("contents", "a page (object 3)"),
    ("contents-in-place", "object 4"),
    ("stamp", "an annotation added"),
    ("font", "object 8"),
    ("field-moved", "the field amount"),
    ("field-renamed", "the field amount, which became another one"),
    ("field-hidden", "whether the field amount is seen"),
    ("field-not-viewed", "whether the field amount is seen"),
    ("end-uncovered", "it covers less than the revision that it stands in"),
    ("field-dropped", "the field amount removed"),
    ("form-dropped", "another form"),
    ("script", "the catalog"),
    ("signature-taken-away", "the field A"),
    ("over-the-page", "a signature added that covers most of a page"),
    ("object-behind", "objects behind the end of the document"),
    ("certified-1-filled", "the field amount, although it certifies"),
    ("certified-1-signed", "the field B, although it certifies"),
    ("certified-2-new-visible", "the visible field C added"),
    ("certified-3-new-visible", "the visible field C added"),
    ("locked-included", "the field amount, which it locks"),
    ("locked-but-other", "the field amount, which it locks"),
];

// DO-07 O-37
#[test]
fn every_change_is_refused_for_its_own_reason_alone() {
    let found = of_class("changed");
    for (name, named) in CHANGES {
        let (_, report) = found.iter().find(|(known, _)| known == name).unwrap();
        let Added::Changes(changes) = &first(report).added else { panic!("{name}: {report}") };
        assert!(changes.iter().all(|change| change.starts_with(named)), "{name}: {changes:?}");
    }
    for (name, report) in found {
        assert!(!report.is_intact() && report.is_failed(), "{name}: {report}");
        assert_eq!(first(&report).integrity, Integrity::Intact, "{name}");
        assert!(matches!(first(&report).added, Added::Changes(_)), "{name}: {report}");
    }
}

#[test]
fn a_signature_that_the_form_does_not_name_any_more_is_reported() {
    for name in ["form-dropped", "signature-taken-away"] {
        let found = of_class("changed");
        let (_, report) = found.iter().find(|(known, _)| known == name).unwrap();
        assert_eq!(report.signatures.len(), 1, "{name}: {report}");
        assert_eq!(first(report).integrity, Integrity::Intact, "{name}: {report}");
    }
}

// DO-07 O-37
#[test]
fn a_signature_that_no_field_refers_to_is_reported() {
    for (name, report) in of_class("orphan") {
        let count = if name.ends_with("behind-another") { 2 } else { 1 };
        assert_eq!(report.signatures.len(), count, "{name}: {report}");
        let last = report.signatures.last().unwrap();
        assert_eq!(last.integrity, Integrity::Intact, "{name}: {report}");
        assert!(last.oddities[0].contains("no field"), "{name}: {report}");
        // An upload of that kind keeps it, beside the seal.
        let path = files().iter().find(|path| path.ends_with(format!("orphan.{name}.pdf")));
        let pdf = std::fs::read(path.unwrap()).unwrap();
        assert_eq!(intake(pdf.clone()).unwrap().is_signed, count == 2, "{name}");
        let sealed = sign(pdf, &key(), &request("seal")).unwrap();
        let report = checked(sealed, Vec::new());
        assert_eq!(report.signatures.len(), count + 1, "{name}: {report}");
    }
}

// DO-03
#[test]
fn usage_rights_are_no_signature() {
    for (name, report) in of_class("rights") {
        assert!(report.signatures.is_empty(), "{name}: {report}");
    }
}

#[test]
fn a_chain_over_a_weakly_signed_authority_is_not_relied_on_and_a_roots_own_signature_never_counts()
{
    let read = |name: &str| {
        let path = files().iter().find(|path| path.ends_with(name)).unwrap();
        std::fs::read(path).unwrap()
    };
    let root = read("root.der");
    for digest in ["sha1", "md5"] {
        for (name, chain, expected) in [
            ("ca", Chain::Weak, SubIndication::CryptoConstraintsFailureNoPoe),
            ("root", Chain::Trusted, SubIndication::TryLater),
        ] {
            let name = format!("intact.carried-{name}-{digest}.pdf");
            let report = checked(read(&name), vec![root.clone()]);
            assert_eq!(first(&report).chain, chain, "{name}: {report}");
            assert_eq!(reason(&report), Some(expected), "{name}: {report}");
            assert!(report.is_intact(), "{name}: {report}");
        }
    }
}

// DO-06
#[test]
fn twenty_five_signatures_in_a_megabyte_are_checked_in_a_second() {
    let mut pdf = pages(1_000, 900);
    for number in 0..25 {
        pdf = sign(pdf, &key(), &request(&number.to_string())).unwrap();
    }
    assert!(pdf.len() > 1 << 20);
    let start = Instant::now();
    let report = checked(pdf, Vec::new());
    let took = start.elapsed();
    assert!(report.is_intact() && report.signatures.len() == 25);
    // Tests run without optimisation, several at once.
    assert!(took < Duration::from_secs(10), "{took:?}");
    println!("25 signatures: {took:?}");
}
