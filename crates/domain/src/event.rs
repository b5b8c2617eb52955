//! What happened: the only thing a transition returns, and what the audit chain is made of.

use crate::{
    AccountId, Assurance, Consent, DocumentId, EmailDomain, FactorId, FileDigest, IdpAttemptId,
    IdpConnectionId, IdpIdentity, IdpLogin, IdpRefusal, IdpStrength, Issuer, ProvenBy, RecipientId,
    SealedFile, Timestamp,
};
use alloc::{format, string::String, vec, vec::Vec};
use core::fmt::Display;

/// The events of one step, to be saved together with what they changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "events that are not saved are lost evidence"]
pub struct Events(Vec<Event>);

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it happened to.
    pub subject: Subject,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What it was.
    pub kind: EventKind,
}

/// What an event happened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A document.
    Document(DocumentId),
    /// An account.
    Account(AccountId),
    /// A connection to an identity provider.
    IdpConnection(IdpConnectionId),
}

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Somebody signed in to this account.
    Account(AccountId),
    /// Whoever holds this recipient's mailed link.
    LinkHolder(RecipientId),
    /// The service itself.
    Service,
    /// Somebody at the command line of the server.
    Operator,
    /// Nobody known.
    Anyone,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the names of events and facts say what they are; rules.md lists them"
)]
pub enum EventKind {
    Drafted {
        files: Vec<FileDigest>,
    },
    Described,
    FilesReplaced {
        files: Vec<FileDigest>,
    },
    RecipientAdded {
        recipient: RecipientId,
    },
    RecipientChanged {
        recipient: RecipientId,
    },
    RecipientRemoved {
        recipient: RecipientId,
    },
    RecipientsReordered,
    AdvancedAuthRequested,
    AdvancedAuthWithdrawn,
    Sent {
        advanced_auth: bool,
        files: Vec<FileDigest>,
    },
    Invited {
        recipient: RecipientId,
        generation: u32,
        email: String,
    },
    Opened {
        recipient: RecipientId,
        assurance: Assurance,
    },
    Consented {
        recipient: RecipientId,
        consent: Consent,
    },
    AllConsented,
    Declined {
        recipient: RecipientId,
    },
    Disowned {
        recipient: RecipientId,
    },
    Cancelled {
        invited: Vec<RecipientId>,
    },
    Concluded {
        sealed: Vec<SealedFile>,
        recipients: Vec<RecipientId>,
    },
    Refused {
        recipient: Option<RecipientId>,
        refusal: Refusal,
    },
    MailboxCodeAsked {
        recipient: RecipientId,
        code: crate::MailboxCodeId,
    },
    MailboxProven {
        recipient: RecipientId,
    },

    AccountCreated,
    MailboxConfirmed,
    CredentialsPurged,
    PasswordReset,
    SignedIn {
        two_factor: bool,
    },
    SignInRefused {
        refusal: Refusal,
    },
    SteppedUp {
        factor: FactorId,
    },
    FactorEnrolled {
        factor: FactorId,
    },
    FactorRemoved {
        factor: FactorId,
    },
    BackupCodesShown,
    BackupCodeUsed,
    SignedOut,

    IdpAdded {
        issuer: Issuer,
    },
    IdpChanged,
    IdpDomainProven {
        domain: EmailDomain,
        how: ProvenBy,
    },
    IdpTested,
    IdpSwitchedOn,
    IdpSwitchedOff,
    IdpRequired,
    IdpRemoved,
    IdpTestified {
        recipient: RecipientId,
        testimony: IdpAttemptId,
        nonce: String,
        id_token: FileDigest,
    },
    IdpCodeAsked {
        attempt: IdpAttemptId,
    },
    IdpRefused {
        check: String,
    },
    IdpLinked {
        identity: IdpIdentity,
    },
    IdpUnlinked {
        identity: IdpIdentity,
    },
    SignedInByIdp {
        login: IdpLogin,
    },
    SignedOutByIdp,
}

/// Why something was refused, as the audit chain names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say what they are; rules.md lists them")]
pub enum Refusal {
    WrongPassword,
    WrongCode,
    CodeReplayed,
    Throttled,
    Locked,
    WeakSignIn,
    SomebodyElse,
    StepUpRequired,
    OtherContents,
    NotEditable,
    LanguageMustBeJapanese,
    NamedIdp,
    IdpRequired,
    Idp(IdpRefusal),
}

impl Refusal {
    /// The stable name that stands in the chain.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WrongPassword => "wrong_password",
            Self::WrongCode => "wrong_code",
            Self::CodeReplayed => "otp_replay",
            Self::Throttled => "throttled",
            Self::Locked => "locked",
            Self::WeakSignIn => "advanced_auth_required",
            Self::SomebodyElse => "somebody_else",
            Self::StepUpRequired => "step_up_required",
            Self::OtherContents => "other_contents",
            Self::NotEditable => "not_editable",
            Self::LanguageMustBeJapanese => "language_must_be_ja",
            Self::NamedIdp => "named_idp_required",
            Self::IdpRequired => "idp_required",
            Self::Idp(refusal) => refusal.name(),
        }
    }
}

impl Events {
    /// Nothing happened.
    pub fn none() -> Self {
        Self::default()
    }

    /// One event.
    pub fn one(event: Event) -> Self {
        Self(vec![event])
    }

    /// These events and then those.
    pub fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// The events in the order in which they happened.
    pub fn iter(&self) -> core::slice::Iter<'_, Event> {
        self.0.iter()
    }

    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> IntoIterator for &'a Events {
    type Item = &'a Event;
    type IntoIter = core::slice::Iter<'a, Event>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Event {
    /// Something that happened to an account.
    pub fn of_account(account: AccountId, at: Timestamp, actor: Actor, kind: EventKind) -> Self {
        Self { subject: Subject::Account(account), at, actor, kind }
    }

    /// Something that happened to a document.
    pub fn of_document(document: DocumentId, at: Timestamp, actor: Actor, kind: EventKind) -> Self {
        Self { subject: Subject::Document(document), at, actor, kind }
    }
}

/// A fact of an event: its name and its value as text.
pub type Fact = (&'static str, String);

impl EventKind {
    /// The stable name that stands in the chain.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "drafted",
            Self::Described => "described",
            Self::FilesReplaced { .. } => "files_replaced",
            Self::RecipientAdded { .. } => "recipient_added",
            Self::RecipientChanged { .. } => "recipient_changed",
            Self::RecipientRemoved { .. } => "recipient_removed",
            Self::RecipientsReordered => "recipients_reordered",
            Self::AdvancedAuthRequested => "advanced_auth_requested",
            Self::AdvancedAuthWithdrawn => "advanced_auth_withdrawn",
            Self::Sent { .. } => "sent",
            Self::Invited { .. } => "invited",
            Self::Opened { .. } => "opened",
            Self::Consented { .. } => "consented",
            Self::AllConsented => "all_consented",
            Self::Declined { .. } => "declined",
            Self::Disowned { .. } => "disowned",
            Self::Cancelled { .. } => "cancelled",
            Self::Concluded { .. } => "concluded",
            Self::Refused { .. } => "refused",
            Self::MailboxCodeAsked { .. } => "mailbox_code_asked",
            Self::MailboxProven { .. } => "mailbox_proven",
            Self::AccountCreated => "account_created",
            Self::MailboxConfirmed => "mailbox_confirmed",
            Self::CredentialsPurged => "credentials_purged",
            Self::PasswordReset => "password_reset",
            Self::SignedIn { .. } => "signed_in",
            Self::SignInRefused { .. } => "sign_in_refused",
            Self::SteppedUp { .. } => "stepped_up",
            Self::FactorEnrolled { .. } => "factor_enrolled",
            Self::FactorRemoved { .. } => "factor_removed",
            Self::BackupCodesShown => "backup_codes_shown",
            Self::BackupCodeUsed => "backup_code_used",
            Self::SignedOut => "signed_out",
            Self::IdpAdded { .. } => "idp_added",
            Self::IdpChanged => "idp_changed",
            Self::IdpDomainProven { .. } => "idp_domain_proven",
            Self::IdpTested => "idp_tested",
            Self::IdpSwitchedOn => "idp_switched_on",
            Self::IdpSwitchedOff => "idp_switched_off",
            Self::IdpRequired => "idp_required",
            Self::IdpRemoved => "idp_removed",
            Self::IdpTestified { .. } => "idp_testified",
            Self::IdpCodeAsked { .. } => "idp_code_asked",
            Self::IdpRefused { .. } => "idp_refused",
            Self::IdpLinked { .. } => "idp_linked",
            Self::IdpUnlinked { .. } => "idp_unlinked",
            Self::SignedInByIdp { .. } => "signed_in_by_idp",
            Self::SignedOutByIdp => "signed_out_by_idp",
        }
    }

    /// What else is to be remembered, in a fixed order.
    pub fn facts(&self) -> Vec<Fact> {
        match self {
            Self::Drafted { files } | Self::FilesReplaced { files } => vec![digests(files)],
            Self::RecipientAdded { recipient }
            | Self::RecipientChanged { recipient }
            | Self::RecipientRemoved { recipient }
            | Self::Declined { recipient }
            | Self::Disowned { recipient }
            | Self::MailboxProven { recipient } => vec![text("recipient", recipient)],
            Self::MailboxCodeAsked { recipient, code } => {
                vec![text("recipient", recipient), text("code_id", code)]
            }
            Self::Sent { advanced_auth, files } => {
                vec![text("advanced_auth", advanced_auth), digests(files)]
            }
            Self::Invited { recipient, generation, email } => vec![
                text("recipient", recipient),
                text("generation", generation),
                text("email", email),
            ],
            Self::Opened { recipient, assurance } => {
                let mut facts = vec![text("recipient", recipient)];
                facts.extend(assurance_facts(assurance));
                facts
            }
            Self::Consented { recipient, consent } => {
                let mut facts = vec![text("recipient", recipient), digests(&consent.files)];
                facts.extend(assurance_facts(&consent.assurance));
                facts
            }
            Self::Cancelled { invited } => vec![list("invited", invited)],
            Self::Concluded { sealed, .. } => vec![list("sealed", sealed.iter().map(|s| s.digest))],
            Self::Refused { recipient, refusal } => {
                let mut facts = vec![text("refusal", refusal.name())];
                facts.extend(recipient.iter().map(|r| text("recipient", r)));
                facts
            }
            Self::SignedIn { two_factor } => vec![text("two_factor", two_factor)],
            Self::SignInRefused { refusal } => vec![text("refusal", refusal.name())],
            Self::SteppedUp { factor }
            | Self::FactorEnrolled { factor }
            | Self::FactorRemoved { factor } => vec![text("factor", factor)],
            Self::Described
            | Self::RecipientsReordered
            | Self::AdvancedAuthRequested
            | Self::AdvancedAuthWithdrawn
            | Self::AllConsented
            | Self::AccountCreated
            | Self::MailboxConfirmed
            | Self::CredentialsPurged
            | Self::PasswordReset
            | Self::BackupCodesShown
            | Self::BackupCodeUsed
            | Self::SignedOut
            | Self::SignedOutByIdp
            | Self::IdpChanged
            | Self::IdpTested
            | Self::IdpSwitchedOn
            | Self::IdpSwitchedOff
            | Self::IdpRequired
            | Self::IdpRemoved => vec![],
            Self::IdpAdded { issuer } => vec![text("issuer", issuer)],
            Self::IdpDomainProven { domain, how } => {
                let how = match how {
                    ProvenBy::Dns => "dns",
                    ProvenBy::Operator => "operator",
                };
                vec![text("domain", domain), text("by", how)]
            }
            Self::IdpTestified { recipient, testimony, nonce, id_token } => vec![
                text("recipient", recipient),
                text("testimony", testimony),
                text("nonce", nonce),
                text("id_token_sha256", id_token),
            ],
            Self::IdpCodeAsked { attempt } => vec![text("attempt", attempt)],
            Self::IdpRefused { check } => vec![text("check", check)],
            Self::IdpLinked { identity } | Self::IdpUnlinked { identity } => {
                identity_facts(identity)
            }
            Self::SignedInByIdp { login } => {
                let mut facts = identity_facts(&login.identity);
                let is_strong = login.strength == IdpStrength::Proven;
                facts.push(text("strong", is_strong));
                facts.extend(method_facts(login.acr.as_deref(), &login.amr));
                facts
            }
        }
    }
}

fn assurance_facts(assurance: &Assurance) -> Vec<Fact> {
    let mut facts = vec![text("method", assurance.name())];
    match assurance {
        Assurance::TwoFactor { account, factor, enrolled_at, class, authenticated_at } => {
            facts.extend([
                text("account", account),
                text("factor", factor),
                text("factor_enrolled_at", enrolled_at.as_micros()),
                text("enrolment_class", class.name()),
                text("authenticated_at", authenticated_at.as_micros()),
            ]);
        }
        Assurance::Idp {
            account,
            identity,
            linked_at,
            class,
            authenticated_at,
            acr,
            amr,
            testimony,
        } => {
            facts.push(text("account", account));
            facts.extend(identity_facts(identity));
            facts.extend([
                text("linked_at", linked_at.as_micros()),
                text("enrolment_class", class.name()),
                text("authenticated_at", authenticated_at.as_micros()),
            ]);
            facts.extend(method_facts(acr.as_deref(), amr));
            facts.extend(testimony.iter().map(|id| text("testimony", id)));
        }
        Assurance::Mailbox { generation } => facts.push(text("generation", generation)),
    }
    facts
}

fn identity_facts(identity: &IdpIdentity) -> Vec<Fact> {
    vec![
        text("connection", identity.connection),
        text("issuer", &identity.issuer),
        text("sub", &identity.subject),
    ]
}

fn method_facts(acr: Option<&str>, amr: &[String]) -> [Fact; 2] {
    [text("acr", acr.unwrap_or_default()), text("amr", amr.join(" "))]
}

fn text(name: &'static str, value: impl Display) -> Fact {
    (name, format!("{value}"))
}

fn digests(files: &[FileDigest]) -> Fact {
    list("files", files)
}

fn list<T: Display>(name: &'static str, values: impl IntoIterator<Item = T>) -> Fact {
    let values: Vec<String> = values.into_iter().map(|v| format!("{v}")).collect();
    (name, values.join(" "))
}
