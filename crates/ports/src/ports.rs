//! All ports that a use case may call, in one place.

use crate::{
    Calendar, CertificatePrinter, Checkpoints, Clock, DomainRecords, EmailTemplates,
    EvidencePacker, FieldPrinter, FileVerifier, Files, IdentityProviders, Ids, JobQueue,
    LogWitnesses, LogoImages, Mailer, PageRenderer, PageStore, Passkeys, Passwords, PdfInspector,
    Sealer, StampImages, Storage, TextRemover, Timestamper, Tokens, TotpAuthenticator,
    TransparencyLog, Views,
};
use std::sync::Arc;

/// The ports. Cheap to clone.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is documented at its trait")]
pub struct Ports {
    pub storage: Arc<dyn Storage>,
    pub views: Arc<dyn Views>,
    pub jobs: Arc<dyn JobQueue>,
    pub log: Arc<dyn TransparencyLog>,
    pub checkpoints: Arc<dyn Checkpoints>,
    pub log_witnesses: Arc<dyn LogWitnesses>,
    pub timestamper: Arc<dyn Timestamper>,
    pub files: Arc<dyn Files>,
    pub inspector: Arc<dyn PdfInspector>,
    pub renderer: Arc<dyn PageRenderer>,
    pub remover: Arc<dyn TextRemover>,
    pub pages: Arc<dyn PageStore>,
    pub printer: Arc<dyn FieldPrinter>,
    pub certificates: Arc<dyn CertificatePrinter>,
    pub stamps: Arc<dyn StampImages>,
    pub logos: Arc<dyn LogoImages>,
    pub sealer: Arc<dyn Sealer>,
    pub mailer: Arc<dyn Mailer>,
    pub emails: Arc<dyn EmailTemplates>,
    pub passwords: Arc<dyn Passwords>,
    pub passkeys: Arc<dyn Passkeys>,
    pub totp: Arc<dyn TotpAuthenticator>,
    pub tokens: Arc<dyn Tokens>,
    pub idps: Arc<dyn IdentityProviders>,
    pub dns: Arc<dyn DomainRecords>,
    pub clock: Arc<dyn Clock>,
    pub calendar: Arc<dyn Calendar>,
    pub ids: Arc<dyn Ids>,
    pub evidence: Arc<dyn EvidencePacker>,
    pub verifier: Arc<dyn FileVerifier>,
}
