//! What is stored of a job: a payload that is tagged with its kind.
//!
//! A payload's version stands in a column of its own, so that a worker leaves alone what only a newer
//! release can read. Each kind has the version of the release that brought it or changed its fields.

use serde::{Deserialize, Serialize};
use wariin_domain::{AccountChange, ChangedMailbox, DocumentId, Job, Party, Timestamp, Uuid};
use wariin_ports::StorageError;

/// The newest version of a payload that this binary reads.
pub(in crate::storage) const PAYLOAD_VERSION: i32 = 7;

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum StoredJob {
    Invite {
        document: Uuid,
        recipient: Uuid,
        generation: u32,
    },
    MailCode {
        document: Uuid,
        recipient: Uuid,
        code: Uuid,
    },
    MailIdpCode {
        authorization: Uuid,
    },
    Seal {
        document: Uuid,
    },
    IssueCertificate {
        document: Uuid,
    },
    RenewSeals {
        document: Uuid,
    },
    RaiseSeals {
        document: Uuid,
    },
    NotifyConcluded {
        document: Uuid,
        to: StoredParty,
    },
    NotifyCancelled {
        document: Uuid,
        to: StoredParty,
    },
    NotifyDeclined {
        document: Uuid,
        to: StoredParty,
    },
    NotifyWithdrawn {
        document: Uuid,
        recipient: Uuid,
    },
    NotifyHeld {
        document: Uuid,
        recipient: Uuid,
    },
    NotifyDisputed {
        document: Uuid,
        recipient: Uuid,
    },
    NotifyForwarded {
        document: Uuid,
        recipient: Uuid,
    },
    NotifyWrongRecipient {
        document: Uuid,
        recipient: Uuid,
    },
    NotifyReportTakenBack {
        document: Uuid,
        recipient: Uuid,
    },
    NotifyNewFactor {
        document: Uuid,
        recipient: Uuid,
    },
    NotifyUndelivered {
        document: Uuid,
        to: StoredParty,
    },
    NotifyDeletion {
        document: Uuid,
        to: StoredParty,
    },
    NotifyCorrected {
        document: Uuid,
        recipient: Uuid,
        /// Microseconds.
        at: i64,
    },
    NotifyLegalHold {
        document: Uuid,
        /// Microseconds.
        at: i64,
    },
    NotifyAccount {
        account: Uuid,
        change: String,
        /// Microseconds; earlier jobs have none, and their emails no link to report the change.
        at: Option<i64>,
    },
    InviteMember {
        invitation: Uuid,
    },
    MailInvitationCode {
        invitation: Uuid,
        code: Uuid,
    },
    MailPasswordReset {
        reset: Uuid,
    },
    MailAddressCode {
        change: Uuid,
        to: String,
    },
    NotifyFormerAddress {
        change: Uuid,
        at: i64,
    },
    RenewLink {
        recipient: Uuid,
    },
    NotifyForeignAccount {
        document: Uuid,
        recipient: Uuid,
    },
    AskPreflight {
        document: Uuid,
        recipient: Uuid,
        /// Microseconds.
        asked_at: i64,
    },
    NotifyDamaged {
        document: Uuid,
    },
    NotifyAdminOfDamage {
        document: Uuid,
        admin: Uuid,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "party", rename_all = "snake_case", deny_unknown_fields)]
enum StoredParty {
    Sender,
    Recipient { id: Uuid },
    Copy { id: Uuid },
}

/// What a job's payload tells the operator.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::storage) struct JobSummary {
    /// The tag.
    pub(in crate::storage) kind: Option<String>,
    pub(in crate::storage) document: Option<DocumentId>,
}

/// The version that a binary needs to read this job.
pub(in crate::storage) const fn job_payload_version(job: Job) -> i32 {
    match job {
        Job::Invite { .. }
        | Job::MailCode { .. }
        | Job::MailIdpCode { .. }
        | Job::Seal { .. }
        | Job::IssueCertificate { .. }
        | Job::NotifyConcluded { .. }
        | Job::NotifyCancelled { .. }
        | Job::NotifyDeclined { .. }
        | Job::NotifyWithdrawn { .. }
        | Job::NotifyHeld { .. }
        | Job::NotifyDisputed { .. }
        | Job::NotifyForwarded { .. }
        | Job::NotifyWrongRecipient { .. }
        | Job::NotifyReportTakenBack { .. }
        | Job::NotifyNewFactor { .. }
        | Job::NotifyUndelivered { .. }
        | Job::NotifyAccount { .. }
        | Job::InviteMember { .. }
        | Job::MailInvitationCode { .. }
        | Job::MailPasswordReset { .. }
        | Job::NotifyForeignAccount { .. } => 1,
        Job::RenewLink { .. } => 2,
        Job::MailAddressCode { .. } | Job::NotifyFormerAddress { .. } => 3,
        Job::AskPreflight { .. } => 4,
        Job::NotifyDeletion { .. }
        | Job::NotifyCorrected { .. }
        | Job::RenewSeals { .. }
        | Job::RaiseSeals { .. } => 5,
        Job::NotifyLegalHold { .. } | Job::NotifyDamaged { .. } => 6,
        Job::NotifyAdminOfDamage { .. } => 7,
    }
}

/// The job as JSON.
///
/// # Errors
/// [`StorageError::Unavailable`] when it has no form in JSON.
pub(in crate::storage) fn job_payload(job: Job) -> Result<String, StorageError> {
    let json = serde_json::to_string(&StoredJob::of(job));
    json.map_err(|error| StorageError::Unavailable(error.into()))
}

/// What [`job_payload`] has written.
///
/// # Errors
/// Why it cannot be read, without anything of what is written there.
pub(in crate::storage) fn job(payload: &str) -> Result<Job, String> {
    let stored: Result<StoredJob, _> = serde_json::from_str(payload);
    let stored = stored.map_err(|error| match error.classify() {
        serde_json::error::Category::Data => format!("no known job, at byte {}", error.column()),
        serde_json::error::Category::Syntax
        | serde_json::error::Category::Eof
        | serde_json::error::Category::Io => format!("no JSON, at byte {}", error.column()),
    })?;
    stored.restored().ok_or_else(|| "no known change of an account".to_owned())
}

/// What can be told of a payload, be it of a version that this binary does not know.
pub(in crate::storage) fn job_summary(payload: &str) -> JobSummary {
    #[derive(Deserialize)]
    struct Tagged {
        kind: String,
        document: Option<Uuid>,
    }
    let Ok(Tagged { kind, document }) = serde_json::from_str(payload) else {
        return JobSummary::default();
    };
    // It is printed at a terminal.
    let is_name = kind.len() <= 40 && kind.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    JobSummary { kind: is_name.then_some(kind), document: document.map(DocumentId::from) }
}

impl StoredJob {
    fn of(job: Job) -> Self {
        match job {
            Job::Invite { document, recipient, generation } => {
                Self::Invite { document: document.into(), recipient: recipient.into(), generation }
            }
            Job::MailCode { document, recipient, code } => Self::MailCode {
                document: document.into(),
                recipient: recipient.into(),
                code: code.into(),
            },
            Job::MailIdpCode { authorization } => {
                Self::MailIdpCode { authorization: authorization.into() }
            }
            Job::Seal { document } => Self::Seal { document: document.into() },
            Job::IssueCertificate { document } => {
                Self::IssueCertificate { document: document.into() }
            }
            Job::RenewSeals { document } => Self::RenewSeals { document: document.into() },
            Job::RaiseSeals { document } => Self::RaiseSeals { document: document.into() },
            Job::NotifyConcluded { document, to } => {
                Self::NotifyConcluded { document: document.into(), to: StoredParty::of(to) }
            }
            Job::NotifyCancelled { document, to } => {
                Self::NotifyCancelled { document: document.into(), to: StoredParty::of(to) }
            }
            Job::NotifyDeclined { document, to } => {
                Self::NotifyDeclined { document: document.into(), to: StoredParty::of(to) }
            }
            Job::NotifyWithdrawn { document, recipient } => {
                Self::NotifyWithdrawn { document: document.into(), recipient: recipient.into() }
            }
            Job::NotifyHeld { document, recipient } => {
                Self::NotifyHeld { document: document.into(), recipient: recipient.into() }
            }
            Job::NotifyDisputed { document, recipient } => {
                Self::NotifyDisputed { document: document.into(), recipient: recipient.into() }
            }
            Job::NotifyForwarded { document, recipient } => {
                Self::NotifyForwarded { document: document.into(), recipient: recipient.into() }
            }
            Job::NotifyNewFactor { document, recipient } => {
                Self::NotifyNewFactor { document: document.into(), recipient: recipient.into() }
            }
            Job::AskPreflight { document, recipient, asked_at } => Self::AskPreflight {
                document: document.into(),
                recipient: recipient.into(),
                asked_at: asked_at.as_micros(),
            },
            Job::NotifyReportTakenBack { document, recipient } => Self::NotifyReportTakenBack {
                document: document.into(),
                recipient: recipient.into(),
            },
            Job::NotifyUndelivered { document, to } => {
                Self::NotifyUndelivered { document: document.into(), to: StoredParty::of(to) }
            }
            Job::NotifyDeletion { document, to } => {
                Self::NotifyDeletion { document: document.into(), to: StoredParty::of(to) }
            }
            Job::NotifyLegalHold { document, at } => {
                Self::NotifyLegalHold { document: document.into(), at: at.as_micros() }
            }
            Job::NotifyCorrected { document, recipient, at } => Self::NotifyCorrected {
                document: document.into(),
                recipient: recipient.into(),
                at: at.as_micros(),
            },
            Job::NotifyWrongRecipient { document, recipient } => Self::NotifyWrongRecipient {
                document: document.into(),
                recipient: recipient.into(),
            },
            Job::NotifyAccount { account, change, at } => Self::NotifyAccount {
                account: account.into(),
                change: change.name().to_owned(),
                at: Some(at.as_micros()),
            },
            Job::InviteMember { invitation } => {
                Self::InviteMember { invitation: invitation.into() }
            }
            Job::MailInvitationCode { invitation, code } => {
                Self::MailInvitationCode { invitation: invitation.into(), code: code.into() }
            }
            Job::MailPasswordReset { reset } => Self::MailPasswordReset { reset: reset.into() },
            Job::MailAddressCode { change, to } => {
                Self::MailAddressCode { change: change.into(), to: to.name().to_owned() }
            }
            Job::NotifyFormerAddress { change, at } => {
                Self::NotifyFormerAddress { change: change.into(), at: at.as_micros() }
            }
            Job::RenewLink { recipient } => Self::RenewLink { recipient: recipient.into() },
            Job::NotifyDamaged { document } => Self::NotifyDamaged { document: document.into() },
            Job::NotifyAdminOfDamage { document, admin } => {
                Self::NotifyAdminOfDamage { document: document.into(), admin: admin.into() }
            }
            Job::NotifyForeignAccount { document, recipient } => Self::NotifyForeignAccount {
                document: document.into(),
                recipient: recipient.into(),
            },
        }
    }

    fn restored(self) -> Option<Job> {
        Some(match self {
            Self::Invite { document, recipient, generation } => {
                Job::Invite { document: document.into(), recipient: recipient.into(), generation }
            }
            Self::MailCode { document, recipient, code } => Job::MailCode {
                document: document.into(),
                recipient: recipient.into(),
                code: code.into(),
            },
            Self::MailIdpCode { authorization } => {
                Job::MailIdpCode { authorization: authorization.into() }
            }
            Self::Seal { document } => Job::Seal { document: document.into() },
            Self::IssueCertificate { document } => {
                Job::IssueCertificate { document: document.into() }
            }
            Self::RenewSeals { document } => Job::RenewSeals { document: document.into() },
            Self::RaiseSeals { document } => Job::RaiseSeals { document: document.into() },
            Self::NotifyConcluded { document, to } => {
                Job::NotifyConcluded { document: document.into(), to: to.restored() }
            }
            Self::NotifyCancelled { document, to } => {
                Job::NotifyCancelled { document: document.into(), to: to.restored() }
            }
            Self::NotifyDeclined { document, to } => {
                Job::NotifyDeclined { document: document.into(), to: to.restored() }
            }
            Self::NotifyWithdrawn { document, recipient } => {
                Job::NotifyWithdrawn { document: document.into(), recipient: recipient.into() }
            }
            Self::NotifyHeld { document, recipient } => {
                Job::NotifyHeld { document: document.into(), recipient: recipient.into() }
            }
            Self::NotifyDisputed { document, recipient } => {
                Job::NotifyDisputed { document: document.into(), recipient: recipient.into() }
            }
            Self::NotifyForwarded { document, recipient } => {
                Job::NotifyForwarded { document: document.into(), recipient: recipient.into() }
            }
            Self::NotifyNewFactor { document, recipient } => {
                Job::NotifyNewFactor { document: document.into(), recipient: recipient.into() }
            }
            Self::AskPreflight { document, recipient, asked_at } => Job::AskPreflight {
                document: document.into(),
                recipient: recipient.into(),
                asked_at: Timestamp::from_micros(asked_at),
            },
            Self::NotifyReportTakenBack { document, recipient } => Job::NotifyReportTakenBack {
                document: document.into(),
                recipient: recipient.into(),
            },
            Self::NotifyUndelivered { document, to } => {
                Job::NotifyUndelivered { document: document.into(), to: to.restored() }
            }
            Self::NotifyDeletion { document, to } => {
                Job::NotifyDeletion { document: document.into(), to: to.restored() }
            }
            Self::NotifyLegalHold { document, at } => {
                Job::NotifyLegalHold { document: document.into(), at: Timestamp::from_micros(at) }
            }
            Self::NotifyCorrected { document, recipient, at } => Job::NotifyCorrected {
                document: document.into(),
                recipient: recipient.into(),
                at: Timestamp::from_micros(at),
            },
            Self::NotifyWrongRecipient { document, recipient } => {
                Job::NotifyWrongRecipient { document: document.into(), recipient: recipient.into() }
            }
            Self::NotifyAccount { account, change, at } => Job::NotifyAccount {
                account: account.into(),
                change: AccountChange::parse(&change)?,
                at: Timestamp::from_micros(at.unwrap_or(0)),
            },
            Self::InviteMember { invitation } => {
                Job::InviteMember { invitation: invitation.into() }
            }
            Self::MailInvitationCode { invitation, code } => {
                Job::MailInvitationCode { invitation: invitation.into(), code: code.into() }
            }
            Self::MailPasswordReset { reset } => Job::MailPasswordReset { reset: reset.into() },
            Self::MailAddressCode { change, to } => {
                Job::MailAddressCode { change: change.into(), to: ChangedMailbox::parse(&to)? }
            }
            Self::NotifyFormerAddress { change, at } => {
                Job::NotifyFormerAddress { change: change.into(), at: Timestamp::from_micros(at) }
            }
            Self::RenewLink { recipient } => Job::RenewLink { recipient: recipient.into() },
            Self::NotifyDamaged { document } => Job::NotifyDamaged { document: document.into() },
            Self::NotifyAdminOfDamage { document, admin } => {
                Job::NotifyAdminOfDamage { document: document.into(), admin: admin.into() }
            }
            Self::NotifyForeignAccount { document, recipient } => {
                Job::NotifyForeignAccount { document: document.into(), recipient: recipient.into() }
            }
        })
    }
}

impl StoredParty {
    fn of(party: Party) -> Self {
        match party {
            Party::Sender => Self::Sender,
            Party::Recipient(id) => Self::Recipient { id: id.into() },
            Party::Copy(id) => Self::Copy { id: id.into() },
        }
    }

    fn restored(self) -> Party {
        match self {
            Self::Sender => Party::Sender,
            Self::Recipient { id } => Party::Recipient(id.into()),
            Self::Copy { id } => Party::Copy(id.into()),
        }
    }
}
