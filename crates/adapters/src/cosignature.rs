//! Cosignatures of witnesses: C2SP `tlog-cosignature` (<https://c2sp.org/tlog-cosignature>), `cosignature/v1`.

use crate::signed_note::{key_id, read_key, written_key};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, VerifyingKey};
use std::fmt;

/// The signature type of a timestamped Ed25519 cosignature.
const COSIGNATURE_V1: u8 = 4;

/// Verifies the cosignatures of one witness. Its text form is a verifier key (`vkey`) with the type 4.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct CosignatureVerifier {
    name: String,
    key: VerifyingKey,
}

impl CosignatureVerifier {
    /// Reads a verifier key: `name+id+key`.
    pub(crate) fn parse(vkey: &str) -> Option<Self> {
        read_key(COSIGNATURE_V1, vkey).map(|(name, key)| Self { name, key })
    }

    /// The witness's name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// When the witness cosigned this checkpoint by this line of signature, in seconds since 1970; `None` when the
    /// line is not its cosignature. `note` is the checkpoint with or without signatures.
    pub(crate) fn cosigned_at(&self, note: &str, line: &str) -> Option<u64> {
        let (text, _) = note.rsplit_once("\n\n")?;
        let (name, signature) = line.strip_prefix("— ")?.split_once(' ')?;
        let bytes = STANDARD.decode(signature).ok()?;
        let (id, rest) = bytes.split_first_chunk::<4>()?;
        let (time, signature) = rest.split_first_chunk::<8>()?;
        if name != self.name || *id != self.id() {
            return None;
        }
        let time = u64::from_be_bytes(*time);
        let message = format!("cosignature/v1\ntime {time}\n{text}\n");
        let signature = Signature::from_slice(signature).ok()?;
        self.key.verify_strict(message.as_bytes(), &signature).is_ok().then_some(time)
    }

    fn id(&self) -> [u8; 4] {
        key_id(COSIGNATURE_V1, &self.name, &self.key)
    }
}

impl fmt::Display for CosignatureVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written_key(COSIGNATURE_V1, &self.name, &self.key))
    }
}

impl fmt::Debug for CosignatureVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CosignatureVerifier({})", self.name)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use ed25519_dalek::{Signer as _, SigningKey};

    /// A witness with this seed, and its line under a checkpoint at this time.
    pub(crate) fn cosigned(seed: u8, note: &str, time: u64) -> (CosignatureVerifier, String) {
        let key = SigningKey::from_bytes(&[seed; 32]);
        let name = "witness.example/w1".to_owned();
        let verifier = CosignatureVerifier { name, key: key.verifying_key() };
        let (text, _) = note.split_once("\n\n").unwrap();
        let signature = key.sign(format!("cosignature/v1\ntime {time}\n{text}\n").as_bytes());
        let bytes = [&verifier.id()[..], &time.to_be_bytes(), &signature.to_bytes()].concat();
        let line = format!("— {} {}", verifier.name, STANDARD.encode(bytes));
        (verifier, line)
    }

    // EV-01
    #[test]
    fn a_cosignature_is_of_one_checkpoint_one_time_and_one_witness() {
        let note = "wariin/00000000\n7\nCQkJ\n\n— wariin/00000000 AAAA\n";
        let (verifier, line) = cosigned(7, note, 1_700_000_000);
        assert_eq!(verifier.cosigned_at(note, &line), Some(1_700_000_000));
        assert_eq!(verifier.cosigned_at(&note.replacen('7', "8", 1), &line), None);
        let (other, _) = cosigned(8, note, 1);
        assert_eq!(other.cosigned_at(note, &line), None);
        let (_, later) = cosigned(7, note, 1_700_000_001);
        let mixed = format!("{}{}", &line[..40], &later[40..]);
        assert_eq!(verifier.cosigned_at(note, &mixed), None);
        let no_dash = line.replacen('—', "-", 1);
        for broken in ["", "— ", "— witness.example/w1 AAAA", &no_dash] {
            assert_eq!(verifier.cosigned_at(note, broken), None, "{broken}");
        }
        let vkey = verifier.to_string();
        assert!(CosignatureVerifier::parse(&vkey) == Some(verifier));
        for broken in ["", "a+b+c", &vkey[1..], &vkey[..vkey.len() - 4]] {
            assert!(CosignatureVerifier::parse(broken).is_none(), "{broken}");
        }
    }

    // EV-01
    #[test]
    fn the_key_of_a_log_is_not_taken_for_that_of_a_witness() {
        let log = crate::signed_note::NoteSigner::from_seed(&[1; 32]);
        assert!(CosignatureVerifier::parse(&log.verifier().to_string()).is_none());
    }
}
