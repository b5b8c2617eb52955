//! Verification of a file that a visitor brings: what its signatures or its evidence are worth.

use async_trait::async_trait;
use wariin_domain::{DocumentId, FileDigest, FoundName, Language, Timestamp};

/// The greatest file that is verified for visitors, in bytes (50 MB).
pub const MAX_VERIFIED_BYTES: u64 = 50_000_000;

/// Verifies files.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait FileVerifier: Send + Sync {
    /// Verifies a PDF or an evidence pack (証跡パッケージ) at this time, in a process of its own that has little memory
    /// and time. Nothing of the file is kept. The lines of the report are in this language, or in English.
    ///
    /// # Errors
    /// [`VerifierFault`]. A file that cannot be read is none: the report says so.
    async fn verify(
        &self,
        file: Vec<u8>,
        now: Timestamp,
        language: Language,
    ) -> Result<FileReport, VerifierFault>;
}

/// Why there is no report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifierFault {
    /// Verifying it takes more memory or time than a visitor's file gets.
    #[error("verifying the file takes more memory or time than it may")]
    TooComplex,
    /// No process could be started.
    #[error("no process could be started to verify the file")]
    Unavailable,
}

/// What a file is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    /// What it was taken for.
    pub kind: FileKind,
    /// The SHA-256 of its bytes.
    pub digest: FileDigest,
    /// What it comes to.
    pub outcome: FileOutcome,
    /// The document that it says to be about.
    pub document: Option<DocumentId>,
    /// Of a pack: when the service that signed it says that the document was concluded, if that is this service.
    pub packed_here: Option<Timestamp>,
    /// The parties, as the last seal of the file, or of the first file in the pack, names them.
    pub parties: Vec<SaidParty>,
    /// Of a PDF: its signatures and document timestamps, in the order in which they cover it.
    pub signatures: Vec<SignatureFacts>,
    /// Of a pack: every line of the report but those about the owner of its key.
    pub lines: Vec<ReportLine>,
    /// The whole report for programs, as `wariin verify --json` or `wariin evidence verify --json` prints it.
    pub json: String,
}

/// What a file was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A PDF, or something unknown.
    Pdf,
    /// A ZIP: an evidence pack.
    Pack,
}

impl FileKind {
    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Pack => "evidence",
        }
    }
}

/// What a verification comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileOutcome {
    /// Everything that can be checked holds.
    Good,
    /// Something was changed, or does not hold.
    Failed,
    /// Neither can be said.
    Indeterminate,
    /// A PDF without signatures.
    Unsigned,
    /// Neither a PDF nor an evidence pack, or a damaged one.
    Unreadable,
}

impl FileOutcome {
    /// Every outcome.
    pub const ALL: [Self; 5] =
        [Self::Good, Self::Failed, Self::Indeterminate, Self::Unsigned, Self::Unreadable];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Failed => "failed",
            Self::Indeterminate => "indeterminate",
            Self::Unsigned => "unsigned",
            Self::Unreadable => "unreadable",
        }
    }

    /// The outcome of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// A party as a seal's reason names it: as good as the seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidParty {
    /// The name.
    pub name: FoundName,
    /// The organisation; of the sender alone, since a seal names no other.
    pub sender_of: Option<FoundName>,
    /// How the party was authenticated.
    pub how: SaidMethod,
    /// When it consented, or sent the document.
    pub at: Timestamp,
}

/// How a party was authenticated, as a seal's reason says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaidMethod {
    /// By two factors, the second of which was an authenticator app.
    App,
    /// By two factors, the second of which was a passkey, or by a passkey alone.
    Passkey,
    /// By this identity provider.
    Idp(FoundName),
    /// By access to the mailbox.
    Mailbox,
    /// By a password.
    Password,
}

/// One signature or document timestamp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureFacts {
    /// Whether it is a document timestamp, which an authority made.
    pub is_timestamp: bool,
    /// Whether the certificate with which this service seals now made it.
    pub is_own: bool,
    /// The subject of the certificate.
    pub signer: FoundName,
    /// How it stands.
    pub standing: Standing,
    /// The verdict by its names in ETSI EN 319 102-1, such as `INDETERMINATE / NO_CERTIFICATE_CHAIN_FOUND`.
    pub verdict: String,
    /// When it was made, as far as that is known.
    pub at: Option<SignedAt>,
    /// What was added to the file after it.
    pub added: AddedSince,
}

/// How a signature stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// What was signed is unchanged, and only what the signature allows was added.
    Intact,
    /// It is not, or other changes were made.
    Broken,
    /// That cannot be said here.
    Unjudged,
}

/// When a signature was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignedAt {
    /// A timestamp of this authority says so.
    Stamped {
        /// The time of the timestamp.
        at: Timestamp,
        /// The subject of the authority's certificate.
        by: FoundName,
    },
    /// Only the signer says so.
    Claimed(Timestamp),
}

/// What was added after a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddedSince {
    /// Nothing.
    Nothing,
    /// Signatures, timestamps and what proves them.
    Signatures,
    /// Fields of the form were filled in, and that many.
    Filled(usize),
    /// That many bytes behind the end, which show nothing.
    Bytes(u64),
    /// What the signature does not allow: that many changes.
    Changes(usize),
    /// It cannot be made out.
    Unreadable,
}

/// One line about a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportLine {
    /// Whether it holds; `None` where that cannot be known.
    pub holds: Option<bool>,
    /// What was looked at and what it came to.
    pub text: String,
}
