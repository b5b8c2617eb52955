//! What the sources of the pages must not do: read or write past the use cases.

use std::fs;
use std::path::Path;

/// The sources of the server.
const SERVER: &str = "crates/app-http/src";
/// The parts of them that may: they connect the ports, or run at the operator's command line.
const MAY: &[&str] = &["wiring.rs", "cli.rs", "cli/", "demo.rs"];

/// What stands in a source, and why it must not.
const FORBIDDEN: &[(&str, &str)] = &[
    ("storage.begin(", "opens a unit of work: that is a use case's"),
    (".views", "reads past the queries: their authorisation is inside them"),
];

/// Where the crate `rsa` may be used: it verifies signatures of others with their public keys. The time that it takes
/// with a private key tells of the key (RUSTSEC-2023-0071), so that no seal is made by it.
const RSA: &str = "crates/pades/src/cms/other.rs";

/// What is wrong in the sources of the server, and where the sources of any crate use `rsa`, below the workspace's
/// folder.
pub(super) fn check(top: &Path) -> Result<Vec<String>, String> {
    let root = top.join(SERVER);
    let mut faults = Vec::new();
    for file in rust_files(&top.join("crates"))? {
        let place = file.strip_prefix(top).unwrap_or(&file).display().to_string();
        let is_source = place.contains("/src/") && !place.contains("/fuzz/");
        if is_source {
            let source =
                fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
            faults.extend(rsa_fault(&place, &source));
        }
    }
    for file in rust_files(&root)? {
        let place = file.strip_prefix(&root).unwrap_or(&file).display().to_string();
        let source = fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        faults.extend(source_faults(&place, &source));
    }
    Ok(faults)
}

/// All sources of the crates as one text, each under the names of its folders and its own.
pub(super) fn all(top: &Path) -> Result<String, String> {
    let mut text = String::new();
    let crates = fs::read_dir(top.join("crates")).map_err(|e| format!("crates: {e}"))?;
    let mut files = Vec::new();
    for folder in crates {
        files.extend(rust_files(&folder.map_err(|e| e.to_string())?.path().join("src"))?);
    }
    for file in files {
        let source = fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        text.push_str(&file.with_extension("").display().to_string());
        text.push('\n');
        text.push_str(&source);
    }
    Ok(text)
}

/// What is wrong in one source, by its place below the server's sources.
fn source_faults(place: &str, source: &str) -> Vec<String> {
    if MAY.iter().any(|may| place == *may || (may.ends_with('/') && place.starts_with(may))) {
        return Vec::new();
    }
    let code = code(source);
    let found = FORBIDDEN.iter().filter(|(text, _)| holds(&code, text));
    found.map(|(text, why)| format!("{SERVER}/{place} holds `{text}` and so {why}")).collect()
}

/// What is wrong about the use of the crate `rsa` in one source, by its place in the workspace.
fn rsa_fault(place: &str, source: &str) -> Option<String> {
    let tests = source.find("#[cfg(test)]").unwrap_or(source.len());
    let code = code(&source[..tests]);
    let holds_one = |texts: &[&str]| texts.iter().any(|text| code.contains(text));
    if place == RSA {
        let signs = holds_one(&["RsaPrivateKey"]);
        return signs.then(|| format!("{place} uses a private key with the crate `rsa`"));
    }
    let is_used = holds_one(&["usersa::", "usersa{", "RsaPublicKey", "RsaPrivateKey"]);
    is_used.then(|| format!("{place} uses the crate `rsa`, which only {RSA} may"))
}

/// Whether the code holds the text as a whole: `.views` is not in `.views_of`.
fn holds(code: &str, text: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let ends = |rest: &str| text.ends_with('(') || !rest.starts_with(is_name);
    code.match_indices(text).any(|(at, _)| ends(&code[at + text.len()..]))
}

/// The source without comments and white space, so that a line that was broken by rustfmt is found too.
fn code(source: &str) -> String {
    let lines = source.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    lines.flat_map(str::chars).filter(|c| !c.is_whitespace()).collect()
}

fn rust_files(folder: &Path) -> Result<Vec<std::path::PathBuf>, String> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        for entry in entries {
            let path = entry.map_err(|e| e.to_string())?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_opens_a_unit_of_work_is_refused() {
        for source in ["ports.storage.begin().await?", "ports\n    .storage\n    .begin()\n"] {
            let found = source_faults("pages/documents.rs", source);
            assert_eq!(found.len(), 1, "{source}");
            assert!(found[0].contains("pages/documents.rs holds `storage.begin(`"), "{found:?}");
        }
    }

    #[test]
    fn a_page_that_reads_past_the_queries_is_refused() {
        for source in ["context.ports().views.document(id)", "let v = &ports\n    .views;"] {
            assert_eq!(source_faults("web/language.rs", source).len(), 1, "{source}");
        }
        for fine in ["reviews.len()", "self.views_of(id)", "// reads ports.views\nqueries()"] {
            assert!(source_faults("web/language.rs", fine).is_empty(), "{fine}");
        }
    }

    // EV-07
    #[test]
    fn no_source_but_that_which_verifies_uses_the_crate_rsa_and_none_a_private_key() {
        let verifies = "use rsa::{BigUint, RsaPublicKey};";
        assert_eq!(rsa_fault(RSA, verifies), None);
        assert!(rsa_fault("crates/pades/src/key.rs", verifies).is_some());
        assert!(rsa_fault(RSA, "use rsa::RsaPrivateKey;").is_some());
        let signs = "let key = rsa::RsaPrivateKey::from_pkcs8_der(der)?;";
        assert!(rsa_fault("crates/adapters/src/pades/key.rs", signs).is_some());
        assert_eq!(rsa_fault("crates/pades/src/key.rs", "use aws_lc_rs::rsa; rsa::KeyPair"), None);
        let tested = "fn f() {}\n#[cfg(test)]\nmod tests { use rsa::RsaPrivateKey; }";
        assert_eq!(rsa_fault("crates/adapters/src/openid/jws.rs", tested), None);
    }

    #[test]
    fn wiring_and_the_command_line_may() {
        let source = "ports.storage.begin(); ports.views.session(key)";
        for place in ["wiring.rs", "cli.rs", "cli/idp.rs", "demo.rs"] {
            assert!(source_faults(place, source).is_empty(), "{place}");
        }
        for place in ["pages/wiring.rs", "client.rs", "worker.rs"] {
            assert_eq!(source_faults(place, source).len(), 2, "{place}");
        }
    }
}
