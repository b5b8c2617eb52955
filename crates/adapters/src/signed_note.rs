//! C2SP signed notes (<https://c2sp.org/signed-note>) with Ed25519: a text, and who signed it.

use crate::master_key::MasterKey;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use std::fmt;

/// The signature type of Ed25519.
const ED25519: u8 = 1;

/// Signs notes.
#[derive(Clone)]
pub(crate) struct NoteSigner {
    key: SigningKey,
    verifier: NoteVerifier,
}

/// Verifies notes of one signer. Its text form is a signed note's verifier key (`vkey`).
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct NoteVerifier {
    name: String,
    key: VerifyingKey,
}

impl NoteSigner {
    /// Who signs the log's heads, and what is handed out of it: the same as long as the log is kept, whichever
    /// master key is the newest.
    pub(crate) fn of_log(master: &MasterKey) -> Self {
        Self::from_seed(master.derive_lasting("log-signer").bytes())
    }

    /// A signer named `wariin/` and the first four bytes of its public key's digest.
    pub(crate) fn from_seed(seed: &[u8; 32]) -> Self {
        let key = SigningKey::from_bytes(seed);
        let public = key.verifying_key();
        let digest = Sha256::digest(public.as_bytes());
        let name = format!("wariin/{}", hex::encode(&digest[..4]));
        Self { key, verifier: NoteVerifier { name, key: public } }
    }

    pub(crate) fn verifier(&self) -> &NoteVerifier {
        &self.verifier
    }

    /// The note of a text that ends with a newline.
    pub(crate) fn sign(&self, text: &str) -> String {
        let signature = self.key.sign(text.as_bytes());
        let mut bytes = self.verifier.id().to_vec();
        bytes.extend(signature.to_bytes());
        format!("{text}\n— {} {}\n", self.verifier.name, STANDARD.encode(bytes))
    }
}

impl NoteVerifier {
    /// Reads a verifier key: `name+id+key`.
    pub(crate) fn parse(vkey: &str) -> Option<Self> {
        read_key(ED25519, vkey).map(|(name, key)| Self { name, key })
    }

    /// Who signs; for a log, also its checkpoints' origin.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The signed text with its last newline; `None` when this signer has not signed it.
    pub(crate) fn open<'a>(&self, note: &'a str) -> Option<&'a str> {
        let (text, signatures) = note.rsplit_once("\n\n")?;
        let text = &note[..=text.len()];
        let signatures = signatures.strip_suffix('\n')?;
        let is_signed = signatures.split('\n').any(|line| self.has_signed(text, line));
        is_signed.then_some(text)
    }

    fn has_signed(&self, text: &str, line: &str) -> bool {
        let signature = || {
            let (name, signature) = line.strip_prefix("— ")?.split_once(' ')?;
            let bytes = STANDARD.decode(signature).ok()?;
            let (id, signature) = bytes.split_first_chunk::<4>()?;
            let is_ours = name == self.name && *id == self.id();
            is_ours.then(|| Signature::from_slice(signature).ok())?
        };
        signature().is_some_and(|s| self.key.verify_strict(text.as_bytes(), &s).is_ok())
    }

    fn id(&self) -> [u8; 4] {
        key_id(ED25519, &self.name, &self.key)
    }
}

/// Reads a verifier key, `name+id+key`, for signatures of this type.
pub(crate) fn read_key(kind: u8, vkey: &str) -> Option<(String, VerifyingKey)> {
    let (name, rest) = vkey.split_once('+')?;
    let (id, bytes) = rest.split_once('+')?;
    let bytes = STANDARD.decode(bytes).ok()?;
    let (its_kind, bytes) = bytes.split_first()?;
    if *its_kind != kind || name.is_empty() || name.chars().any(char::is_whitespace) {
        return None;
    }
    let key = VerifyingKey::from_bytes(bytes.try_into().ok()?).ok()?;
    (hex::encode(key_id(kind, name, &key)) == id).then(|| (name.to_owned(), key))
}

/// What [`read_key`] reads.
pub(crate) fn written_key(kind: u8, name: &str, key: &VerifyingKey) -> String {
    let mut bytes = vec![kind];
    bytes.extend(key.as_bytes());
    format!("{name}+{}+{}", hex::encode(key_id(kind, name, key)), STANDARD.encode(bytes))
}

/// The first four bytes of SHA-256 over the name, a newline, the signature type and the key.
pub(crate) fn key_id(kind: u8, name: &str, key: &VerifyingKey) -> [u8; 4] {
    let mut digest = Sha256::new();
    digest.update(name.as_bytes());
    digest.update([b'\n', kind]);
    digest.update(key.as_bytes());
    let [a, b, c, d, ..] = <[u8; 32]>::from(digest.finalize());
    [a, b, c, d]
}

impl fmt::Display for NoteVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written_key(ED25519, &self.name, &self.key))
    }
}

impl fmt::Debug for NoteSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoteSigner({})", self.verifier.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of Go's `golang.org/x/mod/sumdb/note`, on which the specification builds.
    const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const NOTE: &str = "If you think cryptography is the answer to your problem,\n\
        then you don't know what your problem is.\n\n\
        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    #[test]
    fn the_example_of_the_reference_implementation_is_verified() {
        let verifier = NoteVerifier::parse(KEY).unwrap();
        assert_eq!(verifier.to_string(), KEY);
        let text = verifier.open(NOTE).unwrap();
        assert!(text.ends_with("what your problem is.\n"));
        assert_eq!(verifier.open(&NOTE.replace("think", "thank")), None);
        assert_eq!(verifier.open(&NOTE.replace("x08go", "x18go")), None);
        assert_eq!(verifier.open(&NOTE.replace("— Peter", "— Petra")), None);
    }

    #[test]
    fn a_note_is_opened_by_its_signers_key_and_by_no_other() {
        let signer = NoteSigner::from_seed(&[1; 32]);
        let note = signer.sign("origin\n5\nhash\n");
        assert_eq!(signer.verifier().open(&note), Some("origin\n5\nhash\n"));
        assert_eq!(NoteSigner::from_seed(&[2; 32]).verifier().open(&note), None);
        let vkey = signer.verifier().to_string();
        assert!(NoteVerifier::parse(&vkey).unwrap() == *signer.verifier());
        for broken in ["", "a", "a+b", &vkey[1..], &vkey[..vkey.len() - 4]] {
            assert!(NoteVerifier::parse(broken).is_none(), "{broken}");
        }
        for broken in ["", "x", "x\n\n", "x\n\n— a b\n", note.trim_end()] {
            assert_eq!(signer.verifier().open(broken), None, "{broken}");
        }
    }
}
