//! The bytes behind the rows (INV10), and whether strangers get any of them (INV12).

use super::rows::Rows;
use crate::world::Files;
use crate::world::browser::Browser;
use sha2::{Digest, Sha256};

/// How many documents strangers try to read in each check.
const PROBED: usize = 12;

/// INV10: each row has its file, with the digest that the row names; a sealed one begins with what was
/// consented to.
pub(super) fn check(rows: &Rows, files: &Files, violations: &mut Vec<String>) {
    for (id, document) in &rows.documents {
        let mut broken = |what: &str| violations.push(format!("INV10: {what} (document {id})"));
        for file in &document.files {
            let plain = read(files, &file.digest);
            if plain.is_none() {
                broken("a file is missing or changed");
            }
            if file.sealed_digest.is_empty() {
                continue;
            }
            match (read(files, &file.sealed_digest), plain) {
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
fn read(files: &Files, digest: &str) -> Option<Vec<u8>> {
    let bytes = files.read(digest)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faults::check::rows::{DocumentRow, FileRow, RecipientRow};
    use std::fs;
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;
    use std::path::PathBuf;
    use std::thread;

    const PLAIN: &[u8] = b"%PDF-1.7 what was consented to";
    const SEALED: &[u8] = b"%PDF-1.7 what was consented to, and its seal";

    /// A folder with the files of one document, which is removed at the end.
    struct Folder(PathBuf);

    impl Folder {
        fn of(files: &[&[u8]]) -> Self {
            static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
            let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let name = format!("wariin-checker-{}-{number}", std::process::id());
            let folder = Self(std::env::temp_dir().join(name));
            for file in files {
                let path = folder.path(&digest(file));
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, file).unwrap();
            }
            folder
        }

        fn path(&self, digest: &str) -> PathBuf {
            self.0.join(&digest[..2]).join(digest)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            drop(fs::remove_dir_all(&self.0));
        }
    }

    fn digest(bytes: &[u8]) -> String {
        hex::encode(Sha256::digest(bytes))
    }

    fn rows(sealed: &[u8]) -> Rows {
        let file = FileRow {
            id: "0193a5f0000070008000000000000002".into(),
            digest: digest(PLAIN),
            sealed_digest: digest(sealed),
        };
        let recipient = RecipientRow {
            id: "0193a5f0000070008000000000000003".into(),
            state: "consented".into(),
            is_gated: true,
            assurance: serde_json::Value::Null,
            consented_content: String::new(),
        };
        let document =
            DocumentRow { files: vec![file], recipients: vec![recipient], ..Default::default() };
        Rows { documents: [("0193a5f0000070008000000000000001".to_owned(), document)].into() }
    }

    fn violations(sealed: &[u8], damage: impl FnOnce(&Folder)) -> String {
        let folder = Folder::of(&[PLAIN, sealed]);
        damage(&folder);
        let mut violations = Vec::new();
        check(&rows(sealed), &Files::Folder(folder.0.clone()), &mut violations);
        violations.join("; ")
    }

    // FA-13
    #[test]
    fn a_file_that_is_missing_or_changed_or_sealed_from_other_bytes_is_found() {
        assert_eq!(violations(SEALED, |_| {}), "");
        let found = [
            violations(SEALED, |f| fs::remove_file(f.path(&digest(PLAIN))).unwrap()),
            violations(SEALED, |f| fs::remove_file(f.path(&digest(SEALED))).unwrap()),
            violations(SEALED, |f| fs::write(f.path(&digest(PLAIN)), b"%PDF-1.7 what").unwrap()),
            violations(SEALED, |f| fs::write(f.path(&digest(SEALED)), PLAIN).unwrap()),
            violations(b"%PDF-1.7 something else, and its seal", |_| {}),
        ];
        for (at, found) in found.iter().enumerate() {
            assert!(found.contains("INV10"), "{at}: {found}");
        }
    }

    /// A server that answers every request with this status and text.
    fn answering(status: &'static str, text: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let _ = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).count();
                let length = text.len();
                let head = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n");
                let _ =
                    stream.write_all(format!("{head}connection: close\r\n\r\n{text}").as_bytes());
            }
        });
        format!("http://{address}")
    }

    // FA-13
    #[test]
    fn a_service_that_shows_a_document_to_a_stranger_is_found() {
        let found = |status, text| {
            let mut violations = Vec::new();
            probe(&rows(SEALED), &answering(status, text), &mut violations);
            violations
        };
        assert!(found("303 See Other", "").is_empty());
        assert!(found("404 Not Found", "no such page").is_empty());
        for found in [found("200 OK", "the page"), found("403 Forbidden", "%PDF-1.7 leaks")] {
            assert_eq!(found.len(), 3, "{found:?}");
            assert!(found.iter().all(|violation| violation.starts_with("INV12")), "{found:?}");
        }
    }
}
