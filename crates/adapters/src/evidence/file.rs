//! `evidence.json`: described in `docs/evidence.md`, its schema in `docs/schemas/evidence-1.json`.

use crate::history_file::HistoryEvent;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use wariin_domain::Uuid;

pub(super) const FORMAT: &str = "wariin/evidence/v1";

/// The whole file. Instants are microseconds, digests hexadecimal digits.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EvidenceFile {
    pub(super) format: String,
    /// The recipient that the pack was made for; `null` for all that the sender may see.
    pub(super) view: Option<Uuid>,
    pub(super) document: DocumentFacts,
    pub(super) sender: SenderFacts,
    pub(super) files: Vec<FileFacts>,
    /// The certificate of the seals, in PEM.
    pub(super) seal_certificate: String,
    pub(super) content: ContentFacts,
    pub(super) recipients: Vec<RecipientFacts>,
    /// Who is told of the conclusion; absent where it is not told to the reader, where there is none, and in packs of
    /// earlier releases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) copies: Vec<CopyFacts>,
    /// Entries as in a file of the format `wariin-id-token-evidence-1`.
    pub(super) id_tokens: Vec<Value>,
    /// Entries as in a file of the format `wariin-passkey-evidence-1`.
    pub(super) passkeys: Vec<Value>,
    pub(super) history: HistoryFacts,
    /// What others attest of the checkpoint of the history; there is none where it was not published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) checkpoint: Option<CheckpointFacts>,
    pub(super) certificate: CertificateFacts,
}

/// What others attest of a published checkpoint.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckpointFacts {
    /// Lines that belong behind the note (C2SP `tlog-cosignature`).
    pub(super) cosignatures: Vec<String>,
    /// A token (RFC 3161) over the note, in DER.
    pub(super) timestamp: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentFacts {
    pub(super) id: Uuid,
    pub(super) title: String,
    pub(super) advanced_auth: bool,
    pub(super) drafted_at: i64,
    pub(super) sent_at: i64,
    pub(super) agreed_at: i64,
    pub(super) concluded_at: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SenderFacts {
    /// As the seal names the sender.
    pub(super) name: String,
    pub(super) organisation: String,
    /// The address when the pack was made; absent where it is not told, and in packs of earlier releases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) email: Option<String>,
    /// As in the event `sent`; `null` where that is not told or was not kept.
    pub(super) sign_in: Option<Value>,
}

/// A part of the pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartFacts {
    pub(super) path: String,
    pub(super) sha256: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileFacts {
    pub(super) id: Uuid,
    pub(super) name: String,
    pub(super) pages: u32,
    pub(super) upload: PartFacts,
    pub(super) sealed: PartFacts,
    /// `b_b` or `b_lta`.
    pub(super) level: String,
    /// What `wariin verify --json` said of the sealed file when the pack was made.
    pub(super) report: PartFacts,
}

/// The certificate of agreement (合意締結証明書).
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CertificateFacts {
    pub(super) sealed: PartFacts,
    /// `b_b` or `b_lta`.
    pub(super) level: String,
    /// As for a file.
    pub(super) report: PartFacts,
}

/// What was consented to, in parts that the consents share.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContentFacts {
    /// The bytes of every preimage before the number of values.
    pub(super) head: String,
    /// The bytes of each value, in the order of the fields.
    pub(super) values: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecipientFacts {
    pub(super) id: Uuid,
    pub(super) name: String,
    /// `null` where it is not told.
    pub(super) email: Option<String>,
    pub(super) organisation: Option<String>,
    /// Who took the place of this recipient.
    pub(super) forwarded_to: Option<Uuid>,
    /// What the sender corrected of name and address, first to last; absent where nothing was, and in packs of
    /// earlier releases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) corrected: Vec<CorrectionFacts>,
    pub(super) consent: Option<ConsentFacts>,
}

/// A person who is told of the conclusion and is not asked to consent (共有先).
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CopyFacts {
    pub(super) id: Uuid,
    pub(super) name: String,
    pub(super) email: String,
}

/// Name and address that a recipient had before a correction, as in the event `recipient_corrected`.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CorrectionFacts {
    pub(super) at: i64,
    pub(super) name: String,
    pub(super) email: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConsentFacts {
    pub(super) at: i64,
    /// As in the event `consented`; `null` where it is not told.
    pub(super) assurance: Option<Value>,
    /// The content digest; `null` where it is not told.
    pub(super) content: Option<String>,
    /// The sentences that were agreed to, as in the event; absent where they are not told, and in consents of releases
    /// that did not keep them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) statement: Option<Value>,
    /// Which of the values stand in its preimage, from 0; `null` where that is not told.
    pub(super) values: Option<Vec<usize>>,
}

/// A history as in the format `wariin/history/v1`, of which events may be withheld.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HistoryFacts {
    pub(super) format: String,
    pub(super) subject: String,
    pub(super) id: Uuid,
    pub(super) key: String,
    pub(super) checkpoint: String,
    pub(super) events: Vec<EventFacts>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum EventFacts {
    Told(HistoryEvent),
    Withheld(WithheldEvent),
}

/// An event that the pack's recipient is not told: only its place in chain and log.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WithheldEvent {
    pub(super) sequence: u64,
    pub(super) hash: String,
    pub(super) leaf: u64,
    pub(super) proof: Vec<String>,
}

impl EvidenceFile {
    /// What the consent was given to, by its digest: recomputed of the parts. `None` where they are not told.
    pub(super) fn preimage_of(&self, consent: &ConsentFacts) -> Option<Vec<u8>> {
        let values = consent.values.as_ref()?;
        let mut bytes = hex::decode(&self.content.head).ok()?;
        bytes.extend(u32::try_from(values.len()).ok()?.to_be_bytes());
        let mut least = 0;
        for number in values {
            // Each value stands once, in the order of the fields.
            if *number < least {
                return None;
            }
            least = number + 1;
            bytes.extend(hex::decode(self.content.values.get(*number)?).ok()?);
        }
        Some(bytes)
    }
}
