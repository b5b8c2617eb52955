//! The list of all other parts with their digests, as a note that the log's key signed: what the service says it
//! has packed, and when. The first line tells it from a checkpoint, so that neither can be taken for the other.

use crate::signed_note::{NoteSigner, NoteVerifier};
use sha2::{Digest, Sha256};
use wariin_domain::{DocumentId, Timestamp, Uuid};

const FORMAT: &str = "wariin-evidence-pack-1";

/// What a manifest says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) document: DocumentId,
    /// When the pack was made: the only place where this stands.
    pub(super) at: Timestamp,
    /// Name and SHA-256 (hexadecimal digits) of each part but the manifest itself, in their order.
    pub(super) parts: Vec<(String, String)>,
}

impl Manifest {
    /// The manifest as a signed note: the format, the id of the document, the time in microseconds, the verifier
    /// key, and a line for each part, `digest`, two spaces, `name`, as `sha256sum --check` reads them.
    pub(super) fn sign(&self, signer: &NoteSigner) -> String {
        let (document, at, key) = (self.document, self.at.as_micros(), signer.verifier());
        let mut text = format!("{FORMAT}\n{document}\n{at}\n{key}\n");
        for (name, digest) in &self.parts {
            text += &format!("{digest}  {name}\n");
        }
        signer.sign(&text)
    }

    /// Reads a note, and the verifier key that it names; says whether that key signed it.
    pub(super) fn read(note: &str) -> Option<(Self, NoteVerifier, bool)> {
        let (text, _) = note.rsplit_once("\n\n")?;
        let mut lines = text.split('\n');
        if lines.next() != Some(FORMAT) {
            return None;
        }
        let document = Uuid::parse_str(lines.next()?).ok()?.into();
        let at = Timestamp::from_micros(lines.next()?.parse().ok()?);
        let verifier = NoteVerifier::parse(lines.next()?)?;
        let part = |line: &str| {
            let (digest, name) = line.split_once("  ")?;
            Some((name.to_owned(), digest.to_owned()))
        };
        let parts = lines.map(part).collect::<Option<Vec<_>>>()?;
        let is_signed = verifier.open(note).is_some();
        Some((Self { document, at, parts }, verifier, is_signed))
    }
}

/// The SHA-256 in hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
