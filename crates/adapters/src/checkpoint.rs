//! Signed heads of the log: C2SP `tlog-checkpoint` (<https://c2sp.org/tlog-checkpoint>).

use crate::signed_note::{NoteSigner, NoteVerifier};
use tlog_tiles::{Checkpoint, MalformedCheckpointError, tlog::Hash};

/// How many leaves a tree has, and the hash at its root.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TreeHead {
    pub(crate) size: u64,
    pub(crate) root: Hash,
}

impl TreeHead {
    /// The head that this signer signed; `None` when it did not, or when it is none.
    pub(crate) fn open(verifier: &NoteVerifier, checkpoint: &str) -> Option<Self> {
        let text = verifier.open(checkpoint)?;
        let head = Checkpoint::from_bytes(text.as_bytes()).ok()?;
        let is_own = head.origin() == verifier.name() && head.extension().is_empty();
        is_own.then(|| Self { size: head.size(), root: *head.hash() })
    }

    /// The head as a signed note.
    pub(crate) fn sign(self, signer: &NoteSigner) -> Result<String, MalformedCheckpointError> {
        let head = Checkpoint::new(signer.verifier().name(), self.size, self.root, "")?;
        let text = head.to_bytes();
        Ok(signer.sign(&String::from_utf8(text).map_err(|_| MalformedCheckpointError)?))
    }
}

/// The notes of checkpoints in a text, such as a file of what `/log/checkpoint` gave day after day, or a mail: what
/// else stands there is passed over. None of them is verified.
#[must_use]
pub fn checkpoints_in(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let note_at = |start: usize| {
        let [origin, size, root, "", rest @ ..] = lines.get(start..)? else { return None };
        let is_head = !origin.is_empty()
            && size.parse::<u64>().is_ok_and(|number| number.to_string() == *size)
            && Hash::parse_hash(root).is_ok();
        let signatures = rest.iter().take_while(|line| line.starts_with("— "));
        let signatures: String = signatures.map(|line| format!("{line}\n")).collect();
        let is_note = is_head && !signatures.is_empty();
        is_note.then(|| format!("{origin}\n{size}\n{root}\n\n{signatures}"))
    };
    (0..lines.len()).filter_map(note_at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // EV-01
    #[test]
    fn checkpoints_are_found_in_files_of_them_and_in_mails() {
        let signer = NoteSigner::from_seed(&[1; 32]);
        let note = |size| TreeHead { size, root: Hash([9; 32]) }.sign(&signer).unwrap();
        let cosigned = format!("{}— witness.example AAAA\n", note(8));
        let mail = format!("Subject: log\r\n\r\n{}\r\nbye\r\n", note(7).replace('\n', "\r\n"));
        let text = format!("{mail}{cosigned}\n{}", note(9));
        assert_eq!(checkpoints_in(&text), [note(7), cosigned, note(9)]);
        for other in ["", "a\n7\nCQkJ\n\n— a b\n", &note(7)[..60], "a\n07\n"] {
            assert_eq!(checkpoints_in(other), Vec::<String>::new(), "{other}");
        }
    }

    // EV-01
    #[test]
    fn a_head_is_opened_as_it_was_signed_and_under_its_own_origin_only() {
        let (own, other) = (NoteSigner::from_seed(&[1; 32]), NoteSigner::from_seed(&[2; 32]));
        let head = TreeHead { size: 7, root: Hash([9; 32]) };
        let note = head.sign(&own).unwrap();
        assert_eq!(TreeHead::open(own.verifier(), &note), Some(head));
        assert_eq!(TreeHead::open(other.verifier(), &note), None);
        assert_eq!(TreeHead::open(own.verifier(), &note.replacen("\n7\n", "\n8\n", 1)), None);
        let foreign =
            own.sign("wariin/00000000\n7\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=\n");
        assert_eq!(TreeHead::open(own.verifier(), &foreign), None);
        let extended = format!(
            "{}\n7\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=\nmore\n",
            own.verifier().name()
        );
        assert_eq!(TreeHead::open(own.verifier(), &own.sign(&extended)), None);
    }
}
