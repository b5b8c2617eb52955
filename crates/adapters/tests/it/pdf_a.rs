//! A PDF/A that an office program exports stays one when values, the mark and the seal are added, as far as qpdf, the
//! metadata and the fonts tell.

use crate::printed::{every_kind, sealed};
use crate::seal::run;
use std::fs;
use std::path::Path;
use std::process::Command;
use wariin_ports::ShownSeal;

const CONTRACT: &str = include_str!("../../../pades/tests/oracles/contract.fodt");

/// The contract as `LibreOffice` exports it; `part` is that of PDF/A.
fn exported(part: u8) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("contract.fodt");
    let text = CONTRACT.replace("Yamada Taro", "").replace("\"checked\"", "\"unchecked\"");
    fs::write(&source, text).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let options = format!("{{\"SelectPdfVersion\":{{\"type\":\"long\",\"value\":\"{part}\"}}}}");
    let mut office = Command::new("soffice");
    office.args([&profile, "--headless", "--convert-to"]);
    office.arg(format!("pdf:writer_pdf_Export:{options}")).arg("--outdir");
    let said = run(office.arg(folder.path()).arg(&source));
    fs::read(folder.path().join("contract.pdf")).unwrap_or_else(|error| panic!("{error}: {said}"))
}

// T-004
#[tokio::test]
async fn a_pdf_a_stays_one_with_values_mark_and_seal() {
    for part in [1, 2, 3] {
        let base = exported(part);
        let out = sealed(&base, every_kind(), ShownSeal::Mark).await.unwrap();
        assert!(out.starts_with(&base), "PDF/A-{part}");
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("it.pdf");
        fs::write(&file, &out).unwrap();
        let qpdf = run(Command::new("qpdf").arg("--check").arg(&file));
        assert!(qpdf.contains("No syntax or stream encoding errors"), "PDF/A-{part}: {qpdf}");
        let before = folder.path().join("before.pdf");
        fs::write(&before, &base).unwrap();
        let metadata = |file: &Path| run(Command::new("pdfinfo").arg("-meta").arg(file));
        assert_eq!(metadata(&file), metadata(&before), "PDF/A-{part}");
        let element = format!("<pdfaid:part>{part}</pdfaid:part>");
        assert!(metadata(&file).contains(&element), "{}", metadata(&file));
        let fonts = |file: &Path| run(Command::new("pdffonts").arg(file));
        let (all, own) = (fonts(&file), fonts(&before));
        let added: Vec<&str> = all.lines().filter(|row| !own.contains(row)).collect();
        // From the end: the object's two numbers, whether with Unicode, whether a subset, whether embedded.
        let is_embedded = |row: &&str| row.split_whitespace().rev().nth(4) == Some("yes");
        assert!(added.len() >= 3 && added.iter().all(is_embedded), "PDF/A-{part}: {all}");
        // Part 1 knows no transparency (ISO 19005-1, section 6.4).
        let added = String::from_utf8_lossy(&out[base.len()..]).into_owned();
        for entry in ["/SMask", "/S/Transparency", "/S /Transparency"] {
            assert!(part > 1 || !added.contains(entry), "PDF/A-{part}: {entry}");
        }
        let seal = run(Command::new("pdfsig").arg("-nocert").arg(&file));
        assert!(seal.contains("Signature is Valid.") && seal.contains("Total document signed"));
    }
}
