//! What Wariin needs from the world: one trait per need, named after the need and not after a
//! technology. Adapters implement them; use cases call them; with the feature `mock` every one of them
//! has a `mockall` double.

mod ambient;
mod files;
mod identity_provider;
mod letter;
mod listing;
mod mailer;
#[cfg(feature = "mock")]
pub mod mock;
mod outbox;
mod password;
mod sealer;
mod second_factor;
mod storage;
mod tokens;
mod views;

pub use ambient::{Clock, Ids};
pub use files::{FileError, Files};
pub use identity_provider::{
    ClientSecret, DnsFault, DomainRecords, Freshness, IdentityProviders, IdpAnswer, IdpClient,
    IdpFault, IdpVisit, LogoutNotice, RedeemedLogin,
};
pub use letter::{Letter, LetterKind, LetterWriter, Place, WrittenLetter};
pub use listing::{
    DocumentCursor, DocumentFilter, DocumentOrder, DocumentPage, DocumentQuery, DocumentRow,
    DocumentScope, DocumentSearch,
};
pub use mailer::{Attachment, Mail, MailError, Mailer};
pub use outbox::{Lane, Outbox, OutboxItem};
pub use password::{PasswordError, PasswordHash, Passwords};
pub use sealer::{PdfFacts, PdfRefusal, SealError, SealOrder, SealedParty, SealedPdf, Sealer};
pub use second_factor::{Enrolment, SecondFactorError, SecondFactors, Seed, SeedOwner};
pub use storage::{
    AccessCodeRepository, AccountRepository, AuditLog, DocumentRepository, FactorRepository,
    IdpAttemptRepository, IdpConnectionRepository, IdpLink, IdpLinkRepository,
    InvitationRepository, MailboxCodeRepository, SessionRepository, Storage, StorageError,
    StoredPassword, TemplateRepository, UnitOfWork,
};
pub use tokens::{CodeHash, LinkClaim, SessionCookie, Tokens};
pub use views::{AuditProblem, AuditReport, Member, Party, TimelineEntry, Views};
