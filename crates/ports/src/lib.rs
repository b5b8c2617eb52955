//! What Wariin needs from outside: one trait per need, named after the need and not after a
//! technology. Adapters implement them; use cases call them; with the feature `mock` every one of them
//! has a `mockall` double.

mod ambient;
mod audit;
mod certificate_orders;
mod certificate_printer;
mod certificate_warnings;
mod checkpoints;
mod email;
mod evidence;
mod field_printer;
mod file_verifier;
mod files;
mod identity_provider;
mod jobs;
mod kept;
mod listing;
mod logo_images;
mod mailer;
#[cfg(feature = "mock")]
pub mod mock;
mod page_renderer;
mod page_store;
mod party_mail;
mod passkeys;
mod password;
mod pdf_inspector;
mod ports;
mod received;
mod sealer;
mod stamp_images;
mod storage;
mod text_remover;
mod tokens;
mod totp;
mod views;
mod witness;

pub use ambient::{Calendar, Clock, Ids};
pub use audit::{
    AuditLocation, AuditProblem, AuditReport, DocumentHistory, EventPlace, LogAge, TransparencyLog,
};
pub use certificate_orders::{
    CertificateAuthority, CertificateOrders, IssuedCertificate, OrderError, OrderStanding,
    OrderTask,
};
pub use certificate_printer::{CertificateFault, CertificatePrinter};
pub use certificate_warnings::CertificateWarnings;
pub use checkpoints::{
    Checkpoints, Comparison, CosignError, LogWitnesses, Publication, PublishedCheckpoint,
    StampError, Timestamper, WitnessAnswer,
};
pub use email::{
    EmailContent, EmailMessage, EmailOrganisation, EmailSender, EmailTemplates, EmailText,
    InvitationOccasion, Place, ReportLink,
};
pub use evidence::{Evidence, EvidenceError, EvidencePack, EvidencePacker, EvidenceView};
pub use field_printer::{FieldPrinter, PrintFault, PrintedField};
pub use file_verifier::{
    AddedSince, FileKind, FileOutcome, FileReport, FileVerifier, MAX_VERIFIED_BYTES, ReportLine,
    SaidMethod, SaidParty, SignatureFacts, SignedAt, Standing, VerifierFault,
};
pub use files::{FileError, FileOwner, Files, Incoming, Outgoing, StoredFile};
pub use identity_provider::{
    AuthorizationCodeGrant, AuthorizationParameters, ClientSecret, DnsFault, DomainRecords,
    Freshness, IdentityProviders, IdpClient, IdpFault, LogoutNotice, RedeemedLogin,
};
pub use jobs::{ClaimedJob, JobOutcome, JobQueue, JobRecord, Priority, Queue, UnfinishedState};
pub use kept::{KeptCursor, KeptList, KeptQuery};
pub use listing::{
    DocumentCursor, DocumentFilter, DocumentOrder, DocumentPage, DocumentQuery, DocumentRow,
    DocumentScope, DocumentSearch,
};
pub use logo_images::{LogoImages, LogoRefusal, MAX_LOGO_BYTES, MAX_LOGO_HEIGHT, MAX_LOGO_WIDTH};
pub use mailer::{Attachment, InlinePicture, Mail, MailError, Mailer, ReplyTo};
pub use page_renderer::{
    ImageFormat, PageImage, PageRenderer, PageSize, PageText, RenderFault, TextRun,
};
pub use page_store::PageStore;
pub use party_mail::{MailProgress, MailTopic, PartyMail};
pub use passkeys::{
    BegunCeremony, CeremonyState, ClaimedCredential, PasskeyChallenge, PasskeyCredential,
    PasskeyError, PasskeyUser, Passkeys, VerifiedAssertion,
};
pub use password::{PasswordError, PasswordHash, Passwords};
pub use pdf_inspector::{InspectedPdf, PdfInspector, PdfPassword, PdfRefusal};
pub use ports::Ports;
pub use received::{ReceivedCursor, ReceivedLine, ReceivedQuery};
pub use sealer::{SealError, SealOrder, SealedPdf, SealedSubject, Sealer, ShownSeal};
pub use stamp_images::{MAX_STAMP_BYTES, MAX_STAMP_SIDE, StampImages, StampRefusal};
pub use storage::{
    AccountRepository, AddressChangeRepository, AskedCode, AskedFirstLogin, AuditLog,
    AuthorizationRequestRepository, Delivery, DocumentRepository, EndedAtRecovery,
    FactorRepository, IdpConnectionRepository, IdpLinkRepository, InvitationRepository,
    MailboxCodeRepository, OrphanRepository, PasskeyRepository, PasswordResetRepository,
    RecoveryRepository, SealProofRepository, SessionRepository, ShownPageRepository, Storage,
    StorageError, StoredFactor, StoredPasskey, TemplateRepository, TryRepository, UnitOfWork,
};
pub use text_remover::{RemovableText, TextRemoval, TextRemover};
pub use tokens::{CodeHash, LinkClaim, PreflightClaim, SessionCookie, Tokens};
pub use totp::{Enrolment, Seed, SeedOwner, TotpAuthenticator, TotpError};
pub use views::{
    GivenConsent, KnownAccount, Member, MonthOfRenewals, Party, RenewalSchedule, SealSelection,
    SealedDocument, TimelineEntry, TimelineEvent, Views,
};
pub use witness::{Witness, WitnessError, Witnessed};
