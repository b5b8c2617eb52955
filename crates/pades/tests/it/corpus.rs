//! Files of every kind that comes in, signed at every level, before every independent validator.

use crate::authority::{Authority, Loopback, now, python};
use crate::samples::{changed, contract, one_page, pages, request_at, with_streams};
use lopdf::{Object, dictionary};
use std::path::{Path, PathBuf};
use std::process::Command;
use wariin_pades::{Whose, archive, intake, sign, sign_with_timestamp, verify_last};

fn said(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

/// The files, as they are after they were taken in.
fn corpus() -> Vec<(&'static str, Vec<u8>)> {
    let page = |change: fn(&mut lopdf::Dictionary)| {
        changed(|document| {
            let id = *document.get_pages().values().next().unwrap();
            change(document.get_object_mut(id).unwrap().as_dict_mut().unwrap());
        })
    };
    let version = |number: &str| {
        let mut pdf = one_page();
        pdf[5..8].copy_from_slice(number.as_bytes());
        pdf
    };
    let real: Vec<Object> = [0.0, 0.0, 595.275_6, 841.889_8].map(Object::Real).to_vec();
    let crop = real.clone();
    let mut files = vec![
        ("japanese text", contract()),
        ("streams", with_streams()),
        ("PDF 1.4", version("1.4")),
        ("PDF 2.0", version("2.0")),
        ("rotated", page(|page| page.set("Rotate", 90))),
        ("upside down", page(|page| page.set("Rotate", 180))),
        ("three hundred and fifty pages", pages(350, 400)),
        (
            "crop box",
            page(|page| page.set("CropBox", vec![10.into(), 10.into(), 300.into(), 400.into()])),
        ),
        ("no resources", page(|page| drop(page.remove(b"Resources")))),
        (
            "shared annotations",
            changed(|document| {
                let annots = document.add_object(Object::Array(vec![]));
                let id = *document.get_pages().values().next().unwrap();
                document.get_object_mut(id).unwrap().as_dict_mut().unwrap().set("Annots", annots);
            }),
        ),
        (
            "a form",
            changed(|document| {
                let field = document.add_object(dictionary! {
                "FT" => "Tx", "T" => Object::string_literal("a"), "V" => Object::string_literal("b"),
            });
                let form = document.add_object(dictionary! { "Fields" => vec![field.into()] });
                document.catalog_mut().unwrap().set("AcroForm", form);
            }),
        ),
        ("junk before", [b"\r\n junk\r\n".to_vec(), contract()].concat()),
        (
            "signed once",
            sign(contract(), &crate::samples::key(), &request_at("before", now())).unwrap(),
        ),
    ];
    files.push((
        "real numbers",
        changed(move |document| {
            let id = *document.get_pages().values().next().unwrap();
            let page = document.get_object_mut(id).unwrap().as_dict_mut().unwrap();
            page.set("MediaBox", crop);
        }),
    ));
    let mut wrong = one_page();
    let at = wrong.windows(9).rposition(|w| w == b"startxref").unwrap();
    wrong.splice(at.., *b"startxref\n7\n%%EOF\n");
    files.push(("wrong startxref", wrong));
    files
        .into_iter()
        .map(|(name, pdf)| {
            let taken = intake(pdf.clone()).unwrap_or_else(|e| panic!("{name}: {e}"));
            (name, taken.repaired.unwrap_or(pdf))
        })
        .collect()
}

/// What `Oracle.java` says.
fn pdfbox(path: &Path) -> String {
    let jars = ["pdfbox2", "fontbox2", "bcpkix", "bcprov", "bcutil", "commons-logging"]
        .map(|name| format!("/usr/share/java/{name}.jar"))
        .join(":");
    let oracle = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/Oracle.java");
    said(Command::new("java").arg("-cp").arg(jars).arg(oracle).arg(path))
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
    let own = Whose::Only(key.certificate());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sealed.pdf");
    for (name, pdf) in corpus() {
        let request = request_at("書類 42", now());
        let basic = sign(pdf.clone(), &key, &request).unwrap();
        let timed = sign_with_timestamp(pdf.clone(), &key, &request, &services).unwrap();
        let archived = archive(timed.clone(), own, &services).unwrap();
        for (level, bytes) in [("B-B", &basic), ("B-T", &timed), ("B-LTA", &archived)] {
            assert!(bytes.starts_with(&pdf), "{name} {level}");
            verify_last(bytes).unwrap_or_else(|e| panic!("{name} {level}: {e}"));
            std::fs::write(&path, bytes).unwrap();
            let qpdf = said(Command::new("qpdf").arg("--check").arg(&path));
            assert!(qpdf.contains("No syntax or stream encoding errors"), "{name} {level}: {qpdf}");
            let pdfsig = said(Command::new("pdfsig").arg("-nocert").arg(&path));
            assert!(pdfsig.contains("Signature is Valid."), "{name} {level}: {pdfsig}");
            assert!(!pdfsig.contains("Signature is Invalid."), "{name} {level}: {pdfsig}");
        }
        let verdicts = pdfbox(&path);
        assert!(verdicts.contains("VALID ETSI.RFC3161"), "{name}: {verdicts}");
        assert!(!verdicts.contains("BROKEN"), "{name}: {verdicts}");
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
        let archived = archive(timed, Whose::Everybody, &services).unwrap();
        let renewed = archive(archived.clone(), Whose::Everybody, &services).unwrap();
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
    let pdf = pages(1, 101 * 1024 * 1024);
    let signed = sign(pdf, &crate::samples::key(), &request_at("large", now())).unwrap();
    let verified = verify_last(&signed).unwrap();
    assert!(verified.signed_bytes > 100 * 1024 * 1024);
}
