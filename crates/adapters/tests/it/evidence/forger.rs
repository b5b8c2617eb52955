//! Packs taken apart and put together again, and what a forger can sign: for the tests and for the fuzzer.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const NAME: &str = "wariin/forged00";

/// The parts of a pack with their names, in their order.
pub(crate) type Parts = Vec<(String, Vec<u8>)>;

pub(crate) fn parts(pack: &[u8]) -> Parts {
    read(pack).unwrap()
}

/// The parts, where every one can be read.
pub(crate) fn read(pack: &[u8]) -> Option<Parts> {
    let mut archive = ZipArchive::new(Cursor::new(pack)).ok()?;
    let each = (0..archive.len()).map(|number| {
        let mut part = archive.by_index(number).ok()?;
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).ok()?;
        Some((part.name().to_owned(), bytes))
    });
    each.collect()
}

pub(crate) fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::DEFAULT
        .compression_method(CompressionMethod::Stored)
        .unix_permissions(0o644);
    for (name, bytes) in parts {
        archive.start_file(name, stored).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

pub(crate) fn part<'p>(parts: &'p mut [(String, Vec<u8>)], name: &str) -> &'p mut Vec<u8> {
    &mut parts.iter_mut().find(|(known, _)| known == name).unwrap().1
}

/// The pack with evidence that was edited, and everything signed anew by a forger.
pub(crate) fn forged_pack(pack: &[u8], edit: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut parts = parts(pack);
    let mut evidence: Value = serde_json::from_slice(part(&mut parts, "evidence.json")).unwrap();
    let checkpoint = evidence["history"]["checkpoint"].as_str().unwrap().to_owned();
    let (_, rest) = checkpoint.rsplit_once("\n\n").unwrap().0.split_once('\n').unwrap();
    evidence["history"]["checkpoint"] = json!(forged(&format!("{NAME}\n{rest}\n")));
    evidence["history"]["key"] = json!(forgers_key());
    edit(&mut evidence);
    pack_around(parts, serde_json::to_vec_pretty(&evidence).unwrap())
}

/// These parts with this evidence, listed and signed by a forger.
pub(crate) fn pack_around(mut parts: Parts, evidence: Vec<u8>) -> Vec<u8> {
    *part(&mut parts, "evidence.json") = evidence;
    let note = String::from_utf8(part(&mut parts, "manifest.txt").clone()).unwrap();
    let lines: Vec<&str> = note.split('\n').collect();
    let mut text = format!("{}\n{}\n{}\n{}\n", lines[0], lines[1], lines[2], forgers_key());
    for (name, bytes) in parts.iter().filter(|(name, _)| name != "manifest.txt") {
        text += &format!("{}  {name}\n", hex::encode(Sha256::digest(bytes)));
    }
    *part(&mut parts, "manifest.txt") = forged(&text).into_bytes();
    zipped(&parts)
}

/// A note by the key of a forger, who names it as the service's.
fn forged(text: &str) -> String {
    let signed = [key_id().as_slice(), &forger().sign(text.as_bytes()).to_bytes()].concat();
    format!("{text}\n— {NAME} {}\n", STANDARD.encode(signed))
}

pub(crate) fn forgers_key() -> String {
    format!("{NAME}+{}+{}", hex::encode(key_id()), STANDARD.encode(public()))
}

fn key_id() -> Vec<u8> {
    Sha256::digest([NAME.as_bytes(), b"\n", &public()].concat())[..4].to_vec()
}

fn public() -> Vec<u8> {
    [&[1], forger().verifying_key().as_bytes().as_slice()].concat()
}

fn forger() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
}
