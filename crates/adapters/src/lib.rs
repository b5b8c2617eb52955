//! The technologies behind the ports: one module each, with no library's type in a public signature.

mod acme;
mod ambient;
mod argon2id;
mod backup;
mod bucket;
mod checkpoint;
mod cosignature;
mod dns;
mod evidence;
mod file_place;
mod file_store;
mod files_in_two_places;
mod history_file;
mod http_witnesses;
mod kept_pages;
mod local_files;
mod logo;
mod maildir;
mod marker_file;
mod master_key;
mod new_file;
mod openid;
mod pades;
mod pdf_worker;
mod print;
mod private_file;
mod render;
mod sealed;
mod server_time;
mod signed_note;
mod smtp;
mod stamp_images;
mod storage;
mod tls;
mod tokens;
mod totp;
mod typed;
mod verification;
mod webauthn;
mod witness_file;

pub use acme::{AcmeAuthority, CertificatePair, answering_pair, self_signed_pair};
pub use ambient::{DatabaseClock, SystemClock, UuidV7Ids, ZoneCalendar};
pub use argon2id::Argon2idPasswords;
pub use backup::{Backup, BackupError, BackupProblem, BackupReport, write_backup};
pub use bucket::{
    BucketAccess, BucketEncryption, BucketFault, BucketKey, BucketProblem, BucketSettingsError,
};
pub use checkpoint::checkpoints_in;
pub use dns::DnsRecords;
pub use evidence::{
    EvidenceAnchors, EvidenceCheck, EvidenceFinding, EvidenceOutcome, Finding, ZipEvidence,
    certificate_to_pem, check_evidence,
};
pub use file_place::{FilePlace, FilePlaceError};
pub use file_store::{FileStore, FileStoreError, FileStoreFault};
pub use files_in_two_places::FilesInTwoPlaces;
pub use history_file::{HistoryProblem, VerifiedHistory, verify_history};
pub use http_witnesses::{HttpWitnesses, WitnessSettingsError};
pub use kept_pages::KeptPages;
pub use local_files::LocalFiles;
pub use maildir::MaildirMailer;
pub use marker_file::MarkerFile;
pub use master_key::{KeyError, KeyId, KeyUse, MasterKey};
pub use openid::{IdTokenProblem, IdpNetwork, IdpSettingsError, OpenIdProviders, verify_id_tokens};
pub use pades::{
    KeySource, PadesSealer, PadesTimestamper, SealCertificates, SealKeyError, SealSettings,
    SignatureCheck, SignatureOutcome, TrialError, check_signatures, trusted_certificates,
};
pub use pdf_worker::{Own, PdfWorkers, VisitorVerifier, work_on_pdfs};
pub use print::{KrillaCertificates, KrillaPrinter};
pub use server_time::server_time;
pub use smtp::{SmtpMailer, SmtpSettingsError, sender_domain};
pub use stamp_images::PngStamps;
pub use storage::{
    Backlog, DONE_JOBS_KEPT, DatabaseLimits, Durability, ForgottenJobs, KeptCertificate, KeyNode,
    KeyProblem, KeysInUse, LockedTable, NodeRole, PlannedStep, PoolUse, Purpose, QueueBacklog,
    Rotated, Rotation, ServiceNode, SqlDatabase, SqlError, TableLock, TableSize, Unreachable,
};
pub use tls::certificate_end;
pub use tokens::KeyedTokens;
pub use totp::{Authenticator, NextCode, TotpFactors};
pub use webauthn::{
    PasskeyEvidenceProblem, PasskeySettingsError, WebauthnPasskeys, verify_passkey_evidence,
};
pub use witness_file::WitnessFile;
