//! The report of a worker as typed facts. Everything in it stands in a file that a stranger has made: texts are cut, and
//! nothing that cannot be read becomes a better verdict.

use super::Found;
use crate::pades::{Said, instant, read};
use serde_json::Value;
use sha2::{Digest, Sha256};
use wariin_domain::{FileDigest, FoundName, Timestamp};
use wariin_ports::{
    AddedSince, FileKind, FileOutcome, FileReport, ReportLine, SignatureFacts, SignedAt, Standing,
};

/// How much is shown of a certificate's subject.
const SUBJECT: usize = 300;
/// How many signatures are told one by one.
const SIGNATURES: usize = 100;
/// How many lines about a pack are told one by one.
const LINES: usize = 500;

impl Found {
    /// What was found; `own` are the certificates of the service's seals, in DER. `None` for what no worker of ours says.
    pub(crate) fn report(self, own: &[Vec<u8>]) -> Option<FileReport> {
        let json: Value = serde_json::from_str(&self.report).ok()?;
        let signatures = json["signatures"].as_array().map_or(&[][..], Vec::as_slice);
        let own: Vec<String> = own.iter().map(|own| hex::encode(Sha256::digest(own))).collect();
        let reasons = signatures.iter().rev().filter_map(|one| one["reason"].as_str());
        let said: Option<Said> = reasons.chain(self.reason.as_deref()).find_map(read);
        let lines = self.lines.into_iter().take(LINES);
        Some(FileReport {
            kind: if self.is_pack { FileKind::Pack } else { FileKind::Pdf },
            digest: FileDigest::new(self.digest),
            outcome: FileOutcome::parse(&self.outcome)?,
            document: self.document.map(Into::into).or(said.as_ref().map(|said| said.document)),
            packed_here: self.packed_here.map(Timestamp::from_micros),
            parties: said.map(|said| said.parties).unwrap_or_default(),
            signatures: signatures.iter().take(SIGNATURES).map(|one| facts(one, &own)).collect(),
            lines: lines.map(|(holds, text)| ReportLine { holds, text }).collect(),
            json: self.report,
        })
    }
}

fn facts(one: &Value, own: &[String]) -> SignatureFacts {
    let signer = one["signer"].as_str().unwrap_or_default();
    SignatureFacts {
        is_timestamp: one["kind"] == "document_timestamp",
        is_own: own.iter().any(|own| one["certificate_sha256"] == own.as_str())
            && one["intact"] == true,
        signer: FoundName::cut(signer, SUBJECT),
        standing: standing(one),
        verdict: verdict(&one["verdict"]),
        at: signed_at(one),
        added: added(&one["added_since"], one["added_is_allowed"] == true),
    }
}

fn standing(one: &Value) -> Standing {
    let is_weak = one["weak"].as_array().is_none_or(|weak| !weak.is_empty());
    let is_stamped = one["timestamp"].is_null() || one["timestamp"]["intact"] == true;
    if one["verdict"]["indication"] == "TOTAL-FAILED" {
        Standing::Broken
    } else if one["intact"] == true && one["added_is_allowed"] == true && is_stamped && !is_weak {
        Standing::Intact
    } else {
        Standing::Unjudged
    }
}

fn verdict(verdict: &Value) -> String {
    let indication = verdict["indication"].as_str().unwrap_or("INDETERMINATE");
    let reason = verdict["sub_indication"].as_str();
    reason.map_or_else(|| indication.to_owned(), |reason| format!("{indication} / {reason}"))
}

fn signed_at(one: &Value) -> Option<SignedAt> {
    let stamp = &one["timestamp"];
    if stamp["intact"] == true {
        let by = FoundName::cut(stamp["authority"].as_str().unwrap_or_default(), SUBJECT);
        return Some(SignedAt::Stamped { at: instant(stamp["at"].as_str()?)?, by });
    }
    one["claimed_at"].as_str().and_then(instant).map(SignedAt::Claimed)
}

fn added(added: &Value, is_allowed: bool) -> AddedSince {
    let count = |list: &Value| list.as_array().map(Vec::len);
    match added.as_str() {
        Some("nothing") => AddedSince::Nothing,
        Some("signatures") => AddedSince::Signatures,
        Some(_) => AddedSince::Unreadable,
        None => match (count(&added["filled"]), count(&added["changes"])) {
            (Some(fields), _) if is_allowed => AddedSince::Filled(fields),
            (Some(changes), _) | (_, Some(changes)) => AddedSince::Changes(changes),
            (None, None) => {
                added["bytes"].as_u64().map_or(AddedSince::Unreadable, AddedSince::Bytes)
            }
        },
    }
}
