//! `evidence.json` against everything else in the pack: its parts, the events, the seals.

use super::EVIDENCE;
use super::file::{EvidenceFile, FORMAT, FileFacts, PartFacts, RecipientFacts};
use super::finding::{Finding, Findings};
use super::history::ToldEvent;
use super::manifest::{Manifest, sha256};
use super::seals::SealedReport;
use crate::openid::{is_object_of_unique_names, verify_id_tokens};
use crate::pades::reason;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use wariin_domain::{
    AgreedParty, AgreedSender, Agreement, Consent, Content, EventKind, FileDigest,
    OrganisationName, PersonName, SealedFile, SignInMethod, Timestamp, Uuid,
};
use wariin_ports::{SealOrder, SealedSubject, ShownSeal};

/// A file with its bytes.
pub(super) struct ReadFile<'a> {
    pub(super) facts: &'a FileFacts,
    upload: &'a [u8],
    pub(super) sealed: &'a [u8],
    pub(super) report: &'a [u8],
}

/// What is said, and what there is to hold it against.
pub(super) struct Read<'a> {
    evidence: &'a EvidenceFile,
    events: Vec<ToldEvent>,
    pub(super) files: Vec<ReadFile<'a>>,
}

/// Reads `evidence.json`, which has to be about the document of the manifest.
pub(super) fn evidence(
    parts: &BTreeMap<String, &[u8]>,
    manifest: &Manifest,
    findings: &mut Findings,
) -> Option<EvidenceFile> {
    let bytes = parts.get(EVIDENCE).copied().unwrap_or_default();
    let read =
        is_object_of_unique_names(bytes).then(|| serde_json::from_slice(bytes).ok()).flatten();
    let read = read.filter(|evidence: &EvidenceFile| evidence.format == FORMAT);
    let Some(evidence) = read else {
        findings.fails(
            Finding::Facts,
            EVIDENCE,
            (
                "it is not evidence of the format wariin/evidence/v1",
                "wariin/evidence/v1 の形式ではありません",
            ),
        );
        return None;
    };
    if evidence.document.id != Uuid::from(manifest.document) {
        findings.fails(
            Finding::Facts,
            EVIDENCE,
            ("it is of another document", "別の書類のものです"),
        );
    }
    Some(evidence)
}

/// Finds the parts that `evidence.json` names.
pub(super) fn read<'a>(
    evidence: &'a EvidenceFile,
    parts: &BTreeMap<String, &'a [u8]>,
    findings: &mut Findings,
) -> Read<'a> {
    let mut files = Vec::new();
    for (facts, number) in evidence.files.iter().zip(1..) {
        let mut found = |part: &PartFacts, path: String| {
            let bytes = parts.get(&part.path).copied();
            let bytes = bytes.filter(|bytes| part.path == path && sha256(bytes) == part.sha256);
            if bytes.is_none() {
                findings.fails(
                    Finding::Facts,
                    &path,
                    ("the part is missing or another one", "ファイルがないか、別のものです"),
                );
            }
            bytes
        };
        let upload = found(&facts.upload, format!("uploads/{number:03}.pdf"));
        let sealed = found(&facts.sealed, format!("sealed/{number:03}.pdf"));
        let report = found(&facts.report, format!("reports/{number:03}.json"));
        if let (Some(upload), Some(sealed), Some(report)) = (upload, sealed, report) {
            files.push(ReadFile { facts, upload, sealed, report });
        }
    }
    let own = [super::EVIDENCE, super::GUIDE, super::MANIFEST].len();
    let named = own + 3 * evidence.files.len() + usize::from(evidence.certificate.is_some());
    if named != parts.len() || evidence.files.is_empty() {
        findings.fails(
            Finding::Facts,
            EVIDENCE,
            ("it names other parts", "ほかのファイルを挙げています"),
        );
    }
    findings.holds_unless_failed(Finding::Facts);
    Read { evidence, events: evidence.history.told(), files }
}

impl Read<'_> {
    fn is_whole(&self) -> bool {
        self.evidence.view.is_none()
    }

    /// The newest event that this finds something in, with its time.
    fn newest<'e, T>(
        &'e self,
        find: impl Fn(&'e EventKind) -> Option<T>,
    ) -> Option<(T, &'e ToldEvent)> {
        self.events.iter().rev().find_map(|event| Some((find(&event.kind)?, event)))
    }

    fn consent_of(&self, recipient: Uuid) -> Option<(&Consent, &ToldEvent)> {
        self.newest(|kind| match kind {
            EventKind::Consented { recipient: by, consent } if Uuid::from(*by) == recipient => {
                Some(consent)
            }
            _ => None,
        })
    }

    fn is_told(&self, recipient: &RecipientFacts) -> bool {
        self.evidence.view.is_none_or(|own| own == recipient.id)
    }

    /// Whether document, sender, files and consents are those of the events.
    pub(super) fn check_events(&self, findings: &mut Findings) {
        let mut expect = |place: &str, holds: bool| {
            if !holds {
                findings.fails(
                    Finding::Events,
                    place,
                    ("the events say something else", "履歴と一致しません"),
                );
            }
        };
        let document = &self.evidence.document;
        let concluded = self.newest(|kind| match kind {
            EventKind::Concluded { sealed, recipients, .. } => Some((sealed, recipients)),
            _ => None,
        });
        let agreed = self.newest(|kind| matches!(kind, EventKind::AllConsented).then_some(()));
        expect("document.agreed_at", agreed.is_some_and(|((), e)| e.at == document.agreed_at));
        expect(
            "document.concluded_at",
            concluded.is_some_and(|(_, e)| e.at == document.concluded_at),
        );
        let sealed = concluded.map(|((sealed, _), _)| sealed.as_slice()).unwrap_or_default();
        let facts = self.evidence.files.iter();
        expect(
            "files",
            sealed.len() == self.evidence.files.len() && facts.zip(sealed).all(is_file),
        );
        let parties = concluded.map(|((_, parties), _)| parties.as_slice()).unwrap_or_default();
        let staying = self.evidence.recipients.iter().filter(|r| r.forwarded_to.is_none());
        let staying: Vec<Uuid> = staying.map(|recipient| recipient.id).collect();
        expect("recipients", parties.iter().map(|id| Uuid::from(*id)).eq(staying));
        for recipient in &self.evidence.recipients {
            let holds = match (&recipient.consent, recipient.forwarded_to) {
                (Some(_), Some(_)) | (None, None) => false,
                (None, Some(to)) => !self.is_whole() || self.is_forwarded(recipient.id, to),
                (Some(said), None) if self.is_told(recipient) => {
                    self.consent_of(recipient.id).is_some_and(|(consent, event)| {
                        let stored = event.data.get("consent").and_then(|c| c.get("assurance"));
                        said.at == consent.at.as_micros()
                            && said.assurance.as_ref() == stored
                            && said.content.as_deref() == Some(consent.content.to_string().as_str())
                    })
                }
                (Some(said), None) => said.assurance.is_none() && said.content.is_none(),
            };
            expect(&format!("recipient {}", recipient.id), holds);
        }
        if self.is_whole() {
            self.check_sending(&mut expect);
        }
        findings.holds_unless_failed(Finding::Events);
    }

    fn check_sending(&self, expect: &mut impl FnMut(&str, bool)) {
        let document = &self.evidence.document;
        let sent = self.newest(|kind| match kind {
            EventKind::Sent { advanced_auth, files, .. } => Some((*advanced_auth, files)),
            _ => None,
        });
        let drafted = self.newest(|kind| matches!(kind, EventKind::Drafted { .. }).then_some(()));
        expect("document.drafted_at", drafted.is_some_and(|((), e)| e.at == document.drafted_at));
        expect("document.sent_at", sent.is_some_and(|(_, e)| e.at == document.sent_at));
        let Some(((advanced_auth, files), event)) = sent else {
            return;
        };
        expect("document.advanced_auth", advanced_auth == document.advanced_auth);
        let uploads = self.evidence.files.iter().map(|file| file.upload.sha256.clone());
        expect("files", files.iter().map(ToString::to_string).eq(uploads));
        let sign_in = event.data.get("sign_in").filter(|how| !how.is_null());
        expect("sender.sign_in", self.evidence.sender.sign_in.as_ref() == sign_in);
        for recipient in &self.evidence.recipients {
            let invited = self.newest(|kind| match kind {
                EventKind::Invited { recipient: to, email, .. }
                    if Uuid::from(*to) == recipient.id =>
                {
                    Some(email)
                }
                _ => None,
            });
            let is_same = invited.is_none_or(|(email, _)| Some(email) == recipient.email.as_ref());
            expect(&format!("recipient {}", recipient.id), is_same);
        }
    }

    fn is_forwarded(&self, recipient: Uuid, to: Uuid) -> bool {
        let newest = self.newest(|kind| match kind {
            EventKind::Forwarded { recipient: by, to, .. } if Uuid::from(*by) == recipient => {
                Some(Uuid::from(*to))
            }
            _ => None,
        });
        newest.is_some_and(|(newest, _)| newest == to)
    }

    /// Whether each consent was given to these files, fields and values: its digest is recomputed.
    pub(super) fn check_contents(&self, findings: &mut Findings) {
        let digests = self.evidence.files.iter().map(|file| FileDigest::parse(&file.upload.sha256));
        let files = digests.collect::<Option<Vec<_>>>().unwrap_or_default();
        let bare = Content { files, fields: Vec::new() }.preimage();
        let head = hex::decode(&self.evidence.content.head).unwrap_or_default();
        // The last eight bytes count no fields and no values.
        if !head.starts_with(&bare[..bare.len() - 8]) {
            findings.fails(
                Finding::Content,
                "",
                ("it is not that of these files", "このファイルのものではありません"),
            );
        }
        for recipient in &self.evidence.recipients {
            let Some(consent) = recipient.consent.as_ref().filter(|_| self.is_told(recipient))
            else {
                continue;
            };
            let place = format!("recipient {}", recipient.id);
            match (self.evidence.preimage_of(consent), &consent.content) {
                (Some(preimage), Some(content)) if sha256(&preimage) == *content => {}
                (None, _) if consent.values.is_none() => findings.unknown(
                    Finding::Content,
                    &place,
                    (
                        "what stands in the database does not give the digest any more",
                        "保存されている内容からは計算できません",
                    ),
                ),
                (Some(_) | None, _) => findings.fails(
                    Finding::Content,
                    &place,
                    (
                        "the digest is not that of these files, fields and values",
                        "このファイル・入力項目・値のダイジェストではありません",
                    ),
                ),
            }
        }
        findings.holds_unless_failed(Finding::Content);
    }

    /// Whether each ID token was signed by its key for a consent to this document, and none is missing.
    pub(super) fn check_id_tokens(&self, findings: &mut Findings) {
        for entry in &self.evidence.id_tokens {
            let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
            let place = format!("ID token {}", text("transaction"));
            let file = json!({ "format": "wariin-id-token-evidence-1", "id_tokens": [entry] });
            if verify_id_tokens(&file.to_string()).is_err() {
                findings.fails(
                    Finding::IdTokens,
                    &place,
                    (
                        "it is not signed by the key, or not made for this consent",
                        "鍵による署名ではないか、この同意のためのものではありません",
                    ),
                );
            }
            let is_kept = self.events.iter().any(|event| match &event.kind {
                EventKind::IdTokenKept {
                    recipient, authorization, nonce, sha256: digest, ..
                } => {
                    authorization.to_string() == text("transaction")
                        && recipient.to_string() == text("recipient")
                        && nonce == text("nonce")
                        && digest.to_string() == sha256(text("id_token").as_bytes())
                }
                _ => false,
            });
            if !is_kept || text("document") != self.evidence.document.id.to_string() {
                findings.fails(
                    Finding::IdTokens,
                    &place,
                    ("no event commits to it", "対応する履歴がありません"),
                );
            }
        }
        for recipient in &self.evidence.recipients {
            let assurance =
                recipient.consent.as_ref().and_then(|consent| consent.assurance.as_ref());
            let named = assurance.and_then(|assurance| assurance.get("id_token")?.as_str());
            let of_it = |entry: &&Value| {
                let is = |name: &str, value: Option<&str>| {
                    entry.get(name).and_then(Value::as_str) == value
                };
                let identity = assurance.and_then(|assurance| assurance.get("identity"));
                let of_identity = |name: &str| identity.and_then(|i| i.get(name)?.as_str());
                let content =
                    recipient.consent.as_ref().and_then(|consent| consent.content.as_deref());
                is("transaction", named)
                    && is("content_digest", content)
                    && is("issuer", of_identity("issuer"))
                    && is("sub", of_identity("subject"))
            };
            if named.is_some() && !self.evidence.id_tokens.iter().any(|entry| of_it(&entry)) {
                let place = format!("recipient {}", recipient.id);
                findings.fails(Finding::IdTokens, &place, ("it is missing", "ありません"));
            }
        }
        if self.evidence.id_tokens.is_empty() {
            return;
        }
        findings.holds_unless_failed(Finding::IdTokens);
        findings.unknown(
            Finding::ProviderKeys,
            "",
            (
                "compare them with those that the providers publish",
                "IdPが公開している鍵と比べてください",
            ),
        );
    }

    /// Whether the seal stands behind the upload, by the certificate and on the level that the evidence names, and
    /// says of the parties what the events say.
    pub(super) fn check_seal(
        &self,
        file: &ReadFile<'_>,
        report: &SealedReport,
        findings: &mut Findings,
    ) {
        let path = &file.facts.sealed.path;
        if !file.sealed.starts_with(file.upload) || file.sealed.len() == file.upload.len() {
            findings.fails(
                Finding::Uploads,
                path,
                (
                    "it is not the upload with a seal behind it",
                    "アップロードされたファイルに電子署名を付けたものではありません",
                ),
            );
        }
        let is_after = report.seal().is_some_and(|seal| !seal.certificate.is_empty());
        let certificate = report.certificate_pem();
        if !is_after || certificate.as_deref() != Some(self.evidence.seal_certificate.as_str()) {
            findings.fails(
                Finding::Seals,
                path,
                ("another certificate made the seal", "電子署名の証明書が異なります"),
            );
        }
        if report.level() != Some(file.facts.level.as_str()) {
            findings.fails(
                Finding::Seals,
                path,
                ("it has another level", "電子署名のレベルが異なります"),
            );
        }
        if !self.is_reason(report.reason()) {
            findings.fails(
                Finding::Reasons,
                path,
                (
                    "it names another document or other parties",
                    "別の書類または当事者が記載されています",
                ),
            );
        }
    }

    /// Whether the reason is the one that follows from the events; where most of them are withheld, whether it has
    /// what is known.
    fn is_reason(&self, said: &str) -> bool {
        let order = self.order();
        let names = self.evidence.recipients.iter().filter(|r| r.consent.is_some());
        let count = names.clone().count();
        let order =
            order.filter(|order| order.agreement.parties.len() == count || !self.is_whole());
        let Some(order) = order else {
            return false;
        };
        if self.is_whole() {
            return said == reason(&order);
        }
        let mut document = order.clone();
        document.agreement.parties.clear();
        document.agreement.sender = None;
        let is_document = said.starts_with(&(reason(&document) + "; "));
        let sender = (&self.evidence.sender.name, &self.evidence.sender.organisation);
        let is_sender =
            super::seals::sender_of(said).is_none_or(|(name, of)| sender == (&name, &of));
        let each = names.zip(1..).all(|(recipient, number)| {
            let name = recipient.name.replace(['「', '」'], "'");
            said.contains(&format!("; {number}/{count} 「{name}」 "))
        });
        let own = reason(&order);
        let own = own.rsplit_once("「").map(|(_, own)| format!("「{own}"));
        is_document && is_sender && each && own.is_some_and(|own| said.contains(&own))
    }

    /// What the seal was made by, as far as the events tell it.
    fn order(&self) -> Option<SealOrder> {
        let sent = self.newest(|kind| match kind {
            EventKind::Sent { sign_in, .. } => Some(sign_in.clone()),
            _ => None,
        });
        let sender = match sent.and_then(|(sign_in, _)| sign_in) {
            Some(sign_in) => Some(self.sender(sign_in)?),
            None => None,
        };
        let told = self.evidence.recipients.iter().filter(|r| self.is_told(r));
        let party = |recipient: &RecipientFacts| {
            recipient.consent.as_ref()?;
            let (consent, _) = self.consent_of(recipient.id)?;
            let name = PersonName::parse(&recipient.name).ok()?;
            let assurance = (*consent.assurance).clone();
            let (recipient, consented_at) = (recipient.id.into(), consent.at);
            Some(AgreedParty { recipient, name, assurance, consented_at })
        };
        Some(SealOrder {
            subject: SealedSubject::Contract,
            agreement: Agreement {
                document: self.evidence.document.id.into(),
                sender,
                parties: told.filter_map(party).collect(),
            },
            at: Timestamp::from_micros(self.evidence.document.concluded_at),
            fields: Vec::new(),
            shown: ShownSeal::Nothing,
        })
    }

    fn sender(&self, sign_in: SignInMethod) -> Option<AgreedSender> {
        Some(AgreedSender {
            name: PersonName::parse(&self.evidence.sender.name).ok()?,
            organisation: OrganisationName::parse(&self.evidence.sender.organisation).ok()?,
            sign_in,
            sent_at: Timestamp::from_micros(self.evidence.document.sent_at),
        })
    }
}

/// Whether a file is the one that the conclusion names.
fn is_file((facts, sealed): (&FileFacts, &SealedFile)) -> bool {
    Uuid::from(sealed.file) == facts.id
        && sealed.seal.digest.to_string() == facts.sealed.sha256
        && sealed.seal.level.name() == facts.level
}
