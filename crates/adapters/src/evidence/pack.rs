//! Making a pack: files first, then what is known of them, then the signed list of all parts.

use super::container::Parts;
use super::file::{
    CertificateFacts, CheckpointFacts, ConsentFacts, ContentFacts, CopyFacts, DocumentFacts,
    EvidenceFile, FORMAT, FileFacts, HistoryFacts, PartFacts, RecipientFacts, SenderFacts,
};
use super::history::{ToldEvent, corrections};
use super::manifest::{Manifest, sha256};
use super::seals::{SealedReport, sender_of};
use super::{
    CERTIFICATE, CERTIFICATE_REPORT, EVIDENCE, GUIDE, MANIFEST, report_path, sealed_path,
    upload_path,
};
use crate::history_file::HistoryFile;
use crate::master_key::MasterKey;
use crate::pades::{as_json, quotable};
use crate::signed_note::NoteSigner;
use async_trait::async_trait;
use serde_json::Value;
use std::fs::File;
use std::io::Seek;
use std::path::PathBuf;
use tokio::task::spawn_blocking;
use wariin_domain::{
    ContentPreimage, Document, DocumentStatus, EventKind, FileId, Recipient, RecipientState, Uuid,
};
use wariin_ports::{Evidence, EvidenceError, EvidencePack, EvidencePacker, EvidenceView};

const GUIDE_TEXT: &str = include_str!("VERIFY.md");

/// Makes packs as ZIP files in a folder, signed by the key of the log.
#[derive(Clone, Debug)]
pub struct ZipEvidence {
    folder: PathBuf,
    signer: NoteSigner,
}

impl ZipEvidence {
    /// Packs are written to temporary files in this folder, which must exist.
    pub fn new(folder: PathBuf, master: &MasterKey) -> Self {
        Self { folder, signer: NoteSigner::of_log(master) }
    }
}

#[async_trait]
impl EvidencePacker for ZipEvidence {
    async fn begin(&self, evidence: Evidence) -> Result<Box<dyn EvidencePack>, EvidenceError> {
        let (folder, signer) = (self.folder.clone(), self.signer.clone());
        let begun = spawn_blocking(move || {
            let file = tempfile::tempfile_in(folder).map_err(unwritable)?;
            Making::begin(evidence, signer, file)
        });
        let making = begun.await.map_err(|e| EvidenceError::Unwritable(e.into()))??;
        Ok(Box::new(ZipPack(Some(making))))
    }
}

/// A pack in the making; nothing is left of it after an error.
struct ZipPack(Option<Making>);

#[async_trait]
impl EvidencePack for ZipPack {
    async fn add(
        &mut self,
        file: FileId,
        upload: Vec<u8>,
        sealed: Vec<u8>,
    ) -> Result<(), EvidenceError> {
        let mut making = self.0.take().ok_or(EvidenceError::Inconsistent("it failed before"))?;
        let added = spawn_blocking(move || {
            making.add(file, &upload, &sealed)?;
            Ok(making)
        });
        self.0 = Some(added.await.map_err(|e| EvidenceError::Unwritable(e.into()))??);
        Ok(())
    }

    async fn finish(mut self: Box<Self>) -> Result<File, EvidenceError> {
        let making = self.0.take().ok_or(EvidenceError::Inconsistent("it failed before"))?;
        let finished = spawn_blocking(move || making.finish());
        finished.await.map_err(|e| EvidenceError::Unwritable(e.into()))?
    }
}

struct Making {
    evidence: Evidence,
    signer: NoteSigner,
    history: Option<HistoryFacts>,
    /// All events, the same for every reader.
    events: Vec<ToldEvent>,
    parts: Parts<File>,
    listed: Vec<(String, String)>,
    files: Vec<FileFacts>,
    /// The certificate of the seals, in PEM.
    seal_certificate: Option<String>,
    /// Name and organisation of the sender as the first seal has them.
    sender: Option<(String, String)>,
}

impl Making {
    fn begin(evidence: Evidence, signer: NoteSigner, file: File) -> Result<Self, EvidenceError> {
        let read = |json: &str| serde_json::from_str::<HistoryFile>(json).ok();
        let unreadable = EvidenceError::Inconsistent("the history cannot be read");
        let Some(whole) = read(&evidence.history) else {
            return Err(unreadable);
        };
        let events = HistoryFacts::of(whole, EvidenceView::Whole).told();
        let Some(own) = read(&evidence.history) else {
            return Err(unreadable);
        };
        let history = Some(HistoryFacts::of(own, evidence.view));
        Ok(Self {
            evidence,
            signer,
            history,
            events,
            parts: Parts::begin(file),
            listed: Vec::new(),
            files: Vec::new(),
            seal_certificate: None,
            sender: None,
        })
    }

    fn part(&mut self, path: String, bytes: &[u8]) -> Result<PartFacts, EvidenceError> {
        self.parts.add(&path, bytes).map_err(unwritable)?;
        let sha256 = sha256(bytes);
        self.listed.push((path.clone(), sha256.clone()));
        Ok(PartFacts { path, sha256 })
    }

    fn add(&mut self, id: FileId, upload: &[u8], sealed: &[u8]) -> Result<(), EvidenceError> {
        let number = self.files.len() + 1;
        let file = self.evidence.document.files.get(number - 1).filter(|file| file.id == id);
        let file = file.ok_or(EvidenceError::Inconsistent("a file out of its order"))?;
        let seal = file.sealed.ok_or(EvidenceError::Inconsistent("a file without a seal"))?;
        let (name, pages) = (file.name.to_string(), file.pages);
        let report = SealedReport::of(sealed, Vec::new(), self.evidence.at);
        let report = report.ok_or(EvidenceError::Inconsistent("a seal that cannot be read"))?;
        self.seal_certificate = self.seal_certificate.take().or_else(|| report.certificate_pem());
        self.sender = self.sender.take().or_else(|| sender_of(report.reason()));
        let facts = FileFacts {
            id: id.into(),
            name,
            pages,
            upload: self.part(upload_path(number), upload)?,
            sealed: self.part(sealed_path(number), sealed)?,
            level: seal.level.name().to_owned(),
            report: self.part(report_path(number), as_json(report.report()).as_bytes())?,
        };
        self.files.push(facts);
        Ok(())
    }

    fn finish(mut self) -> Result<File, EvidenceError> {
        if self.files.len() != self.evidence.document.files.len() {
            return Err(EvidenceError::Inconsistent("a file is missing"));
        }
        let facts = self.facts()?;
        let json = serde_json::to_vec_pretty(&facts)
            .map_err(|_| EvidenceError::Inconsistent("the facts have no form in JSON"))?;
        self.part(EVIDENCE.to_owned(), &json)?;
        self.part(GUIDE.to_owned(), GUIDE_TEXT.as_bytes())?;
        let Self { evidence, signer, listed, mut parts, .. } = self;
        let manifest = Manifest { document: evidence.document.id, at: evidence.at, parts: listed };
        parts.add(MANIFEST, manifest.sign(&signer).as_bytes()).map_err(unwritable)?;
        let mut file = parts.finish().map_err(unwritable)?;
        file.rewind().map_err(unwritable)?;
        Ok(file)
    }

    /// Takes the certificate of agreement in.
    fn certificate(&mut self) -> Result<CertificateFacts, EvidenceError> {
        let bytes = std::mem::take(&mut self.evidence.certificate);
        let report = SealedReport::of(&bytes, Vec::new(), self.evidence.at);
        let level = report.as_ref().and_then(|report| Some((report.level()?, report.report())));
        let (level, report) =
            level.ok_or(EvidenceError::Inconsistent("a certificate without a seal"))?;
        Ok(CertificateFacts {
            sealed: self.part(CERTIFICATE.to_owned(), &bytes)?,
            level: level.to_owned(),
            report: self.part(CERTIFICATE_REPORT.to_owned(), as_json(report).as_bytes())?,
        })
    }

    fn facts(&mut self) -> Result<EvidenceFile, EvidenceError> {
        let certificate = self.certificate()?;
        let document = &self.evidence.document;
        let (content, seen) = contents(document, self.evidence.view);
        let recipients = document.recipients.iter();
        let recipients =
            recipients.zip(seen).map(|(recipient, seen)| self.recipient(recipient, seen));
        let recipients = recipients.collect();
        let id_tokens = self.entries(&self.evidence.id_tokens, "id_tokens")?;
        let passkeys = self.entries(&self.evidence.passkeys, "assertions")?;
        let history = self.history.take().ok_or(EvidenceError::Inconsistent("no history"))?;
        let published = self.evidence.checkpoint.take();
        let checkpoint =
            published.filter(|one| one.note == history.checkpoint).map(|one| CheckpointFacts {
                cosignatures: one.cosignatures,
                timestamp: one.timestamp.map(hex::encode),
            });
        Ok(EvidenceFile {
            format: FORMAT.to_owned(),
            view: match self.evidence.view {
                EvidenceView::Whole => None,
                EvidenceView::Recipient(id) => Some(id.into()),
            },
            document: self.document()?,
            sender: self.sender_facts(),
            files: std::mem::take(&mut self.files),
            seal_certificate: self.seal_certificate.take().unwrap_or_default(),
            content,
            recipients,
            copies: self.copies(),
            id_tokens,
            passkeys,
            history,
            checkpoint,
            certificate,
        })
    }

    fn document(&self) -> Result<DocumentFacts, EvidenceError> {
        let document = &self.evidence.document;
        let DocumentStatus::Concluded { sent_at, agreed_at, concluded_at } = document.status else {
            return Err(EvidenceError::Inconsistent("it is not concluded"));
        };
        Ok(DocumentFacts {
            id: document.id.into(),
            title: document.details.title.to_string(),
            advanced_auth: document.advanced_auth.is_requested(),
            drafted_at: document.drafted_at.as_micros(),
            sent_at: sent_at.as_micros(),
            agreed_at: agreed_at.as_micros(),
            concluded_at: concluded_at.as_micros(),
        })
    }

    fn sender_facts(&self) -> SenderFacts {
        let Evidence { sender, organisation, .. } = &self.evidence;
        let named = (sender.clone(), organisation.clone());
        let is_named =
            |sealed: &(String, String)| *sealed == (quotable(&named.0), quotable(&named.1));
        // Where the seal has other names, it is older than their keeping.
        let sealed = self.sender.clone().filter(|sealed| !is_named(sealed));
        let (name, organisation) = sealed.unwrap_or(named);
        let sent = self.events.iter().rev().find(|e| matches!(e.kind, EventKind::Sent { .. }));
        let sign_in = sent.and_then(|event| event.data.get("sign_in")).cloned();
        let is_told = self.evidence.view == EvidenceView::Whole;
        SenderFacts {
            name,
            organisation,
            email: is_told.then(|| self.evidence.sender_email.to_string()),
            sign_in: sign_in.filter(|how| is_told && !how.is_null()),
        }
    }

    /// Who is told of the conclusion, for the reader who may see all.
    fn copies(&self) -> Vec<CopyFacts> {
        match self.evidence.view {
            EvidenceView::Recipient(_) => Vec::new(),
            EvidenceView::Whole => {
                let copies = self.evidence.document.copies.iter().map(|copy| CopyFacts {
                    id: copy.id.into(),
                    name: copy.name.to_string(),
                    email: copy.email.to_string(),
                });
                copies.collect()
            }
        }
    }

    /// What is told of a recipient; `seen` are the values that the consent was given to.
    fn recipient(&self, recipient: &Recipient, seen: Option<Vec<usize>>) -> RecipientFacts {
        let is_told = match self.evidence.view {
            EvidenceView::Whole => true,
            EvidenceView::Recipient(own) => own == recipient.id,
        };
        let details = &recipient.details;
        RecipientFacts {
            id: recipient.id.into(),
            name: details.name.to_string(),
            email: is_told.then(|| details.email.to_string()),
            organisation: details
                .organisation
                .as_ref()
                .filter(|_| is_told)
                .map(ToString::to_string),
            forwarded_to: match &recipient.state {
                RecipientState::Forwarded { to, .. } => Some(Uuid::from(*to)),
                RecipientState::Waiting
                | RecipientState::Invited { .. }
                | RecipientState::Consented(_)
                | RecipientState::Declined { .. }
                | RecipientState::WrongRecipient { .. } => None,
            },
            corrected: if is_told {
                corrections(&self.events, recipient.id.into())
            } else {
                Vec::new()
            },
            consent: recipient.consent().map(|consent| ConsentFacts {
                at: consent.at.as_micros(),
                assurance: self.said_of(recipient, "assurance").filter(|_| is_told),
                content: is_told.then(|| consent.content.to_string()),
                values: seen.filter(|_| is_told),
                statement: self
                    .said_of(recipient, "statement")
                    .filter(|said| is_told && !said.is_null()),
            }),
        }
    }

    /// A member of the recipient's consent, as its event has it.
    fn said_of(&self, recipient: &Recipient, member: &str) -> Option<Value> {
        let consented = self.events.iter().rev().find(|event| {
            matches!(&event.kind, EventKind::Consented { recipient: by, .. } if *by == recipient.id)
        });
        consented?.data.get("consent")?.get(member).cloned()
    }

    /// The entries of a file of proofs, such as ID tokens, that this reader may see.
    fn entries(&self, file: &str, member: &str) -> Result<Vec<Value>, EvidenceError> {
        let unreadable = EvidenceError::Inconsistent("the proofs cannot be read");
        let file: Option<Value> = serde_json::from_str(file).ok();
        let entries = file.as_ref().and_then(|file| file.get(member)?.as_array());
        let entries = entries.ok_or(unreadable)?;
        let own = |entry: &&Value| match self.evidence.view {
            EvidenceView::Whole => true,
            EvidenceView::Recipient(own) => {
                let recipient = entry.get("recipient").and_then(Value::as_str);
                recipient == Some(own.to_string().as_str())
            }
        };
        Ok(entries.iter().filter(own).cloned().collect())
    }
}

/// What was consented to in the parts that the consents share, and for each recipient which values the consent was
/// given to: `None` where its digest does not come out of what is stored.
fn contents(document: &Document, view: EvidenceView) -> (ContentFacts, Vec<Option<Vec<usize>>>) {
    let head = ContentPreimage::of(&document.content()).head;
    let mut known: Vec<Vec<u8>> = Vec::new();
    let mut of_each = Vec::with_capacity(document.recipients.len());
    let readers = document.recipients.iter().map(|recipient| match view {
        EvidenceView::Recipient(own) if own != recipient.id => None,
        EvidenceView::Whole | EvidenceView::Recipient(_) => Some(recipient),
    });
    let preimages: Vec<Option<ContentPreimage>> = readers
        .map(|reader| {
            let (reader, consent) = reader.and_then(|r| Some((r, r.consent()?)))?;
            let preimage = ContentPreimage::of(&document.content_for(reader.id));
            (preimage.digest() == consent.content).then_some(preimage)
        })
        .collect();
    // The values in the order of the fields, as the longest of the preimages has them.
    for field in &document.fields {
        let id = Uuid::from(field.id);
        let mut having = preimages.iter().flatten().flat_map(|preimage| &preimage.values);
        known.extend(having.find(|value| value.starts_with(id.as_bytes())).cloned());
    }
    for preimage in &preimages {
        let place = |value: &Vec<u8>| known.iter().position(|one| one == value);
        let values = preimage.as_ref().map(|preimage| preimage.values.iter().map(place).collect());
        of_each.push(values.flatten());
    }
    let values = known.iter().map(hex::encode).collect();
    (ContentFacts { head: hex::encode(head), values }, of_each)
}

fn unwritable(error: std::io::Error) -> EvidenceError {
    EvidenceError::Unwritable(error.into())
}
