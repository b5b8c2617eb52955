//! Files of every kind that is uploaded, made during the test by the usual programs or by hand.

use crate::authority::{Authority, now, python};
use crate::samples::{changed, contract, hybrid, key, one_page, pages, request_at, with_streams};
use lopdf::{Dictionary, Object, dictionary};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use wariin_pades::{intake, sign};

/// Something to be signed.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) pdf: Vec<u8>,
}

/// All of them, as they are after intake.
pub(crate) fn kinds(authority: &Authority) -> Vec<Kind> {
    let all = [by_hand(), unsound(), by_office(), by_qpdf(), signed_before(authority)].concat();
    all.into_iter()
        .map(|(name, pdf)| {
            let taken = intake(pdf.clone()).unwrap_or_else(|e| panic!("{name}: {e}"));
            Kind { name, pdf: taken.repaired.unwrap_or(pdf) }
        })
        .collect()
}

type Named = (&'static str, Vec<u8>);

/// The contract with its first page changed.
fn page(change: impl FnOnce(&mut Dictionary)) -> Vec<u8> {
    changed(|document| {
        let id = document.get_pages()[&1];
        change(document.get_object_mut(id).unwrap().as_dict_mut().unwrap());
    })
}

fn by_hand() -> Vec<Named> {
    let version = |number: &str| {
        let mut pdf = one_page();
        pdf[5..8].copy_from_slice(number.as_bytes());
        pdf
    };
    let real = [0.0, 0.0, 595.275_6, 841.889_8].map(Object::Real).to_vec();
    let crop = [10, 10, 300, 400].map(Object::Integer).to_vec();
    let shared = changed(|document| {
        let annots = document.add_object(Object::Array(vec![]));
        let id = document.get_pages()[&1];
        document.get_object_mut(id).unwrap().as_dict_mut().unwrap().set("Annots", annots);
    });
    let form = changed(|document| {
        let name = Object::string_literal("a");
        let field =
            document.add_object(dictionary! { "FT" => "Tx", "T" => name.clone(), "V" => name });
        let form = document.add_object(dictionary! { "Fields" => vec![field.into()] });
        document.catalog_mut().unwrap().set("AcroForm", form);
    });
    vec![
        ("japanese text", contract()),
        ("streams", with_streams()),
        ("PDF 1.4", version("1.4")),
        ("PDF 1.5", version("1.5")),
        ("PDF 1.6", version("1.6")),
        ("PDF 1.7", version("1.7")),
        ("PDF 2.0", version("2.0")),
        ("rotated", page(|page| page.set("Rotate", 90))),
        ("upside down", page(|page| page.set("Rotate", 180))),
        ("rotated back", page(|page| page.set("Rotate", 270))),
        ("no resources", page(|page| drop(page.remove(b"Resources")))),
        ("three hundred and fifty pages", pages(350, 400)),
        ("real numbers", page(|page| page.set("MediaBox", real))),
        ("crop box", page(|page| page.set("CropBox", crop))),
        ("shared annotations", shared),
        ("a form", form),
    ]
}

/// What has to be repaired first.
fn unsound() -> Vec<Named> {
    let mut wrong = one_page();
    let at = wrong.windows(9).rposition(|w| w == b"startxref").unwrap();
    wrong.splice(at.., *b"startxref\n7\n%%EOF\n");
    vec![
        ("junk before", [b"\r\n junk\r\n".to_vec(), contract()].concat()),
        ("junk behind", [contract(), b"junk\r\n".repeat(600)].concat()),
        ("wrong startxref", wrong),
        ("hybrid", hybrid()),
    ]
}

/// What an office program exports, from PDF 1.5 to PDF/A.
fn by_office() -> Vec<Named> {
    let text = include_str!("../oracles/contract.fodt").replace("Yamada Taro", "");
    let text = text.replace("\"checked\"", "\"unchecked\"");
    vec![
        ("office, PDF 1.5", exported(&text, 15)),
        ("office, PDF 1.6", exported(&text, 16)),
        ("office, PDF 1.7", exported(&text, 17)),
        ("office, PDF/A-1b", exported(&text, 1)),
        ("office, PDF/A-2b", exported(&text, 2)),
        ("office, PDF/A-3b", exported(&text, 3)),
    ]
}

/// A text as `LibreOffice` exports it; `version` is its number for the kind of PDF.
pub(crate) fn exported(text: &str, version: u8) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("contract.fodt");
    std::fs::write(&source, text).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let options = format!("{{\"SelectPdfVersion\":{{\"type\":\"long\",\"value\":\"{version}\"}}}}");
    let filter = format!("pdf:writer_pdf_Export:{options}");
    let mut office = Command::new("soffice");
    office.args([&profile, "--headless", "--convert-to", &filter, "--outdir"]);
    office.arg(folder.path()).arg(&source);
    let output = office.output().unwrap_or_else(|e| panic!("{office:?}: {e}"));
    assert!(output.status.success(), "{output:?}");
    std::fs::read(folder.path().join("contract.pdf")).unwrap()
}

fn by_qpdf() -> Vec<Named> {
    vec![
        ("linearized", qpdf(&contract(), &["--linearize"])),
        (
            "linearized with streams",
            qpdf(&contract(), &["--linearize", "--object-streams=generate"]),
        ),
        (
            "object streams",
            qpdf(&contract(), &["--object-streams=generate", "--force-version=2.0"]),
        ),
    ]
}

/// The contract, encrypted with an empty password.
pub(crate) fn encrypted() -> Vec<u8> {
    qpdf(&contract(), &["--encrypt", "", "owner", "256", "--"])
}

/// A file as qpdf writes it anew.
fn qpdf(pdf: &[u8], options: &[&str]) -> Vec<u8> {
    let (_folder, source, target) = paths(pdf);
    let mut qpdf = Command::new("qpdf");
    let output = qpdf.arg(&source).args(options).arg(&target).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    std::fs::read(target).unwrap()
}

fn signed_before(authority: &Authority) -> Vec<Named> {
    let once = sign(contract(), &key(), &request_at("before", now())).unwrap();
    let twice = sign(once.clone(), &key(), &request_at("again", now())).unwrap();
    vec![
        ("signed once", once),
        ("signed twice", twice),
        ("certified, forms allowed", certified(authority, 2)),
        ("certified, annotations allowed", certified(authority, 3)),
    ]
}

/// The contract certified (`DocMDP`) by another program.
pub(crate) fn certified(authority: &Authority, permission: u8) -> Vec<u8> {
    let (_folder, source, target) = paths(&contract());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/certify.py");
    let (private, certificate) = authority.files("signer");
    let mut command = Command::new(python("python"));
    command.arg(script).arg(&source).arg(&target).arg(permission.to_string());
    let output = command.arg(private).arg(certificate).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    std::fs::read(target).unwrap()
}

fn paths(pdf: &[u8]) -> (TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (source, target) = (folder.path().join("in.pdf"), folder.path().join("out.pdf"));
    std::fs::write(&source, pdf).unwrap();
    (folder, source, target)
}
