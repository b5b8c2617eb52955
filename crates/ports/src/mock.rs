//! `mockall` doubles of every port, ready-wired: [`Ports::mock`](crate::Ports::mock).

mod files;
mod ports;
mod storage;

pub use files::MockFiles;
pub use ports::{KEY, MockPorts, NEW_KEY};
pub use storage::{MockStorage, MockWork};

pub use crate::TemplateRepository;
pub use crate::ambient::{MockCalendar, MockClock, MockIds};
pub use crate::audit::MockTransparencyLog;
pub use crate::certificate_orders::{MockCertificateAuthority, MockCertificateOrders};
pub use crate::certificate_printer::MockCertificatePrinter;
pub use crate::certificate_warnings::MockCertificateWarnings;
pub use crate::checkpoints::{MockCheckpoints, MockLogWitnesses, MockTimestamper};
pub use crate::evidence::{MockEvidencePack, MockEvidencePacker};
pub use crate::field_printer::MockFieldPrinter;
pub use crate::file_verifier::MockFileVerifier;
pub use crate::identity_provider::{MockDomainRecords, MockIdentityProviders};
pub use crate::jobs::MockJobQueue;
pub use crate::logo_images::MockLogoImages;
pub use crate::mailer::MockMailer;
pub use crate::page_renderer::MockPageRenderer;
pub use crate::page_store::MockPageStore;
pub use crate::passkeys::MockPasskeys;
pub use crate::password::MockPasswords;
pub use crate::pdf_inspector::MockPdfInspector;
pub use crate::sealer::MockSealer;
pub use crate::stamp_images::MockStampImages;
pub use crate::storage::{
    MockAccountRepository, MockAddressChangeRepository, MockAuthorizationRequestRepository,
    MockFactorRepository, MockIdpConnectionRepository, MockIdpLinkRepository,
    MockInvitationRepository, MockMailboxCodeRepository, MockOrphanRepository,
    MockPasskeyRepository, MockPasswordResetRepository, MockRecoveryRepository,
    MockSealProofRepository, MockSessionRepository, MockShownPageRepository, MockTryRepository,
};
pub use crate::storage::{MockAuditLog, MockDocumentRepository, MockTemplateRepository};
pub use crate::text_remover::MockTextRemover;
pub use crate::tokens::MockTokens;
pub use crate::totp::MockTotpAuthenticator;
pub use crate::views::MockViews;
pub use crate::witness::MockWitness;
pub use crate::{TryRepository, email::MockEmailTemplates};
