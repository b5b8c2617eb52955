//! The bytes behind the rows (INV10), and whether strangers get any of them (INV12).

use super::rows::Rows;
use crate::world::browser::Browser;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

/// How many documents strangers try to read in each check.
const PROBED: usize = 12;

/// INV10: each row has its file, with the digest that the row names; a sealed one begins with what was
/// consented to.
pub(super) fn check(rows: &Rows, folder: &Path, violations: &mut Vec<String>) {
    for (id, document) in &rows.documents {
        let mut broken = |what: &str| violations.push(format!("INV10: {what} (document {id})"));
        for file in &document.files {
            let plain = read(folder, &file.digest);
            if plain.is_none() {
                broken("a file is missing or changed");
            }
            if file.sealed_digest.is_empty() {
                continue;
            }
            match (read(folder, &file.sealed_digest), plain) {
                (None, _) => broken("a sealed file is missing or changed"),
                (Some(sealed), Some(plain)) if !sealed.starts_with(&plain) => {
                    broken("a sealed file does not begin with what was consented to");
                }
                (Some(_), _) => {}
            }
        }
    }
}

/// The file with this digest, unless its bytes have another one.
fn read(folder: &Path, digest: &str) -> Option<Vec<u8>> {
    let bytes = fs::read(folder.join(digest.get(..2)?).join(digest)).ok()?;
    (hex::encode(Sha256::digest(&bytes)) == digest).then_some(bytes)
}

/// INV12: a browser that followed no link and has no account gets no byte of any document.
pub(super) fn probe(rows: &Rows, origin: &str, violations: &mut Vec<String>) {
    let mut stranger = Browser::new(origin.to_owned());
    for (id, document) in rows.documents.iter().rev().take(PROBED) {
        let (Some(file), Some(recipient)) = (document.files.first(), document.recipients.first())
        else {
            continue;
        };
        for path in [
            format!("/documents/{}/files/{}", hyphenated(id), hyphenated(&file.id)),
            format!("/r/{}/files/{}", hyphenated(&recipient.id), hyphenated(&file.id)),
            format!("/r/{}/document", hyphenated(&recipient.id)),
        ] {
            match stranger.get(&path) {
                Ok(answer) if answer.status == 200 || answer.text.starts_with("%PDF") => {
                    violations.push(format!("INV12: a stranger reads {path}"));
                }
                Ok(_) => {}
                Err(error) => violations.push(format!("INV12: {path}: {}", error.0)),
            }
        }
    }
}

fn hyphenated(id: &str) -> String {
    let part = |from: usize, to: usize| id.get(from..to).unwrap_or_default();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}
