//! What the service writes to people, before it is worded in a language.

use wariin_domain::{
    AccountChange, DocumentFile, DocumentId, EmailAddress, HoldReason, Language, LateFactor,
    MailRefusal, Message, Organisation, OrganisationLooks, OrganisationName, PersonName, Reason,
    ReferenceNumber, ServiceCertificate, TimeZoneName, Timestamp, Title,
};

/// An email to one person.
#[derive(Clone, Debug)]
pub struct EmailMessage {
    /// The addressee's name; `None` when it is not known.
    pub to: Option<PersonName>,
    /// Where it goes.
    pub address: EmailAddress,
    /// The language it is written in.
    pub language: Language,
    /// Where the clocks stand by which it writes instants.
    pub time_zone: TimeZoneName,
    /// Who stands behind it.
    pub sender: EmailSender,
    /// The number of the document that it is about, if it is about one.
    pub reference: Option<ReferenceNumber>,
    /// What it says.
    pub kind: EmailContent,
}

/// Who stands behind an email.
#[derive(Clone, Debug)]
pub enum EmailSender {
    /// The service alone: codes and warnings, which no person can have sent.
    Service,
    /// The reader's own organisation.
    OwnOrganisation(EmailOrganisation),
    /// A person, who gets the answer to the email.
    Person {
        /// The person's name.
        name: PersonName,
        /// The person's address.
        email: EmailAddress,
        /// The organisation for which the person writes.
        organisation: EmailOrganisation,
    },
}

impl EmailSender {
    /// The same without the organisation's logo.
    #[must_use]
    pub fn without_logo(mut self) -> Self {
        match &mut self {
            Self::Service => {}
            Self::OwnOrganisation(organisation) | Self::Person { organisation, .. } => {
                organisation.looks.logo = None;
            }
        }
        self
    }

    /// The organisation that it is written for; `None` for what the service alone stands behind.
    pub const fn organisation(&self) -> Option<&EmailOrganisation> {
        match self {
            Self::Service => None,
            Self::OwnOrganisation(organisation) | Self::Person { organisation, .. } => {
                Some(organisation)
            }
        }
    }
}

/// An organisation as emails show it.
#[derive(Clone, Debug)]
pub struct EmailOrganisation {
    /// Its name.
    pub name: OrganisationName,
    /// Its address, logo and colour.
    pub looks: OrganisationLooks,
}

impl EmailOrganisation {
    /// The content id of the logo in an email (RFC 2392): the same for the same picture.
    pub fn logo_id(&self) -> Option<String> {
        self.looks.logo.map(|logo| format!("{logo}@logo.wariin"))
    }
}

impl From<Organisation> for EmailOrganisation {
    fn from(organisation: Organisation) -> Self {
        Self { name: organisation.name, looks: organisation.looks }
    }
}

/// What an email says. Only emails to people who may know the title carry it.
#[derive(Clone, Debug)]
pub enum EmailContent {
    /// The turn has come; carries the link.
    Invitation {
        /// The sender's name.
        sender: PersonName,
        /// The sender's organisation.
        organisation: OrganisationName,
        /// The title; `None` when the document is behind the gate.
        title: Option<Title>,
        /// The sender's message; `None` when the document is behind the gate.
        message: Option<Message>,
        /// The secret part of the link.
        token: String,
        /// When the link ends.
        until: Timestamp,
        /// Whether a second factor or an identity provider will be asked for.
        advanced_auth: bool,
        /// Why the link is mailed.
        occasion: InvitationOccasion,
    },
    /// The recipient of a document that is not sent yet is asked to prepare (事前確認); carries the link.
    Preflight {
        /// The sender's name.
        sender: PersonName,
        /// The sender's organisation.
        organisation: OrganisationName,
        /// The secret part of the link.
        token: String,
        /// When the link ends.
        until: Timestamp,
    },
    /// The reader is invited to join an organisation.
    MemberInvitation {
        /// Who invites.
        by: PersonName,
        /// The organisation.
        organisation: OrganisationName,
        /// Where the invitation is.
        place: Place,
        /// When it ends.
        until: Timestamp,
    },
    /// The newest published checkpoint of the log, to be kept; to an admin.
    Checkpoint {
        /// The signed note.
        note: String,
        /// How many events it counts.
        events: u64,
        /// When it was published.
        at: Timestamp,
    },
    /// A certificate of the service ends soon; to an admin.
    CertificateEnds {
        /// The certificate.
        certificate: ServiceCertificate,
        /// When it ends.
        ends_at: Timestamp,
    },
    /// A stored file of a document is damaged or missing; to an admin of its organisation.
    FileDamaged {
        /// The title; `None` when the document is behind the gate.
        title: Option<Title>,
    },
    /// The code that proves the mailbox.
    MailboxCode {
        /// Six digits.
        digits: String,
        /// When the code ends.
        until: Timestamp,
    },
    /// The document is concluded.
    Concluded {
        /// The title; `None` when the document is behind the gate.
        title: Option<Title>,
        /// Where the person finds it; `None` for a copy recipient, who is only told.
        place: Option<Place>,
        /// Whether the sealed files go with the email.
        has_files: bool,
    },
    /// The sender cancelled the document.
    Cancelled {
        /// The sender's name.
        sender: PersonName,
        /// Whether the reader had consented.
        had_consented: bool,
    },
    /// The sender corrected the recipient's address; to the former one.
    NoLongerAsked {
        /// The sender's name.
        sender: PersonName,
        /// The sender's organisation.
        organisation: OrganisationName,
    },
    /// Another recipient declined; to one who had consented.
    DeclinedByOther {
        /// The sender's name.
        sender: PersonName,
        /// The sender's organisation.
        organisation: OrganisationName,
        /// The title; `None` when the document is behind the gate.
        title: Option<Title>,
    },
    /// A recipient declined; to the sender.
    Declined {
        /// The title; `None` when the document is behind the gate.
        title: Option<Title>,
        /// Who declined.
        by: PersonName,
        /// Why.
        reason: Reason,
        /// Where the sender finds the document.
        place: Place,
    },
    /// A recipient withdrew a consent; to the sender.
    Withdrawn {
        /// The title; `None` when the document is behind the gate.
        title: Option<Title>,
        /// The recipient's name, as the sender wrote it.
        recipient: PersonName,
        /// Where the sender finds the document.
        place: Place,
    },
    /// The document will be deleted, because the time for which its sender's organisation keeps it ends.
    DeletionAnnounced {
        /// The title; `None` when the document is behind the gate.
        title: Option<Title>,
        /// From when on it is deleted.
        on: Timestamp,
        /// Where the reader can still take it out.
        place: Place,
    },
    /// Another person of the organisation held the document (保存の継続) or released it; to the sender.
    LegalHold {
        /// The title; `None` when the document is behind the gate.
        title: Option<Title>,
        /// Who did it.
        by: PersonName,
        /// Whether it is held now.
        is_held: bool,
        /// Where the sender sees it.
        place: Place,
    },
    /// A recipient's way to sign in was replaced; to the sender.
    Held {
        /// The title; `None` when the document is behind the gate.
        title: Option<Title>,
        /// The recipient's name, as the sender wrote it.
        recipient: PersonName,
        /// What happened.
        why: HoldReason,
        /// Where the sender finds the document.
        place: Place,
    },
    /// The owner of a recipient's account disputes a consent to a document that all agreed to; to the sender.
    Disputed {
        /// The title; `None` when the document is behind the gate.
        title: Option<Title>,
        /// The recipient's name, as the sender wrote it.
        recipient: PersonName,
        /// Where the sender finds the document.
        place: Place,
    },
    /// A recipient forwarded to another person; to the sender.
    Forwarded {
        /// The title; `None` when the document is behind the gate.
        title: Option<Title>,
        /// Who forwarded, as the sender wrote the name.
        by: PersonName,
        /// The new recipient's name.
        to: PersonName,
        /// The new recipient's address.
        email: EmailAddress,
        /// Where the sender finds the document.
        place: Place,
    },
    /// The person at a recipient's address says not to be that recipient; to the sender.
    WrongRecipient {
        /// The title; `None` when the document is behind the gate.
        title: Option<Title>,
        /// The recipient's name, as the sender wrote it.
        recipient: PersonName,
        /// Where the sender finds the document.
        place: Place,
    },
    /// A recipient came with a factor, or a link to a provider, that was made after the document was sent;
    /// to the sender.
    NewFactor {
        /// The title; `None` when the document is behind the gate.
        title: Option<Title>,
        /// The recipient's name, as the sender wrote it.
        recipient: PersonName,
        /// What it is, and when it was made.
        factor: LateFactor,
        /// Where the sender finds the document.
        place: Place,
    },
    /// The report that a recipient's address is wrong was taken back; to the sender.
    ReportTakenBack {
        /// The title; `None` when the document is behind the gate.
        title: Option<Title>,
        /// The recipient's name, as the sender wrote it.
        recipient: PersonName,
        /// Where the sender finds the document.
        place: Place,
    },
    /// An email to a party was refused for good (不達); to the sender.
    Undelivered {
        /// The title; `None` when the document is behind the gate.
        title: Option<Title>,
        /// The party's name, as the sender wrote it.
        to: PersonName,
        /// The party's address.
        email: EmailAddress,
        /// Why.
        why: MailRefusal,
        /// Where the sender finds the document.
        place: Place,
        /// Whether it was the email of the conclusion, which the sender can have mailed again there.
        can_mail_again: bool,
    },
    /// The code that proves one of the mailboxes of a change of address.
    AddressCode {
        /// Six digits.
        digits: String,
        /// When the code ends.
        until: Timestamp,
        /// The new address, in the email to the present one; `None` in the email to the new one.
        to: Option<EmailAddress>,
    },
    /// The address has an account already, so that no other account takes it; to that address.
    AddressTaken,
    /// A new password can be set; carries the link.
    PasswordReset {
        /// The secret part of the link.
        token: String,
        /// When the link ends.
        until: Timestamp,
        /// Whether an admin of the organisation asked for it, and not a visitor of the sign-in page.
        by_admin: bool,
    },
    /// A new password was asked for, and the person's organisation takes its identity provider only.
    NoPasswordToReset,
    /// The ways to sign in to the person's account changed.
    AccountChanged {
        /// How.
        change: AccountChange,
        /// Where the reader can say that the owner did not do it, where that is possible.
        report: Option<ReportLink>,
    },
    /// A session of another account tried to open the recipient's document.
    ForeignAccount,
}

impl EmailContent {
    /// Whether it is written in a person's name, who then gets the answer. The others are the service's own.
    pub const fn is_from_a_person(&self) -> bool {
        match self {
            Self::Invitation { .. }
            | Self::Preflight { .. }
            | Self::MemberInvitation { .. }
            | Self::Concluded { .. }
            | Self::Cancelled { .. }
            | Self::NoLongerAsked { .. }
            | Self::DeclinedByOther { .. } => true,
            Self::MailboxCode { .. }
            | Self::Checkpoint { .. }
            | Self::DeletionAnnounced { .. }
            | Self::LegalHold { .. }
            | Self::Declined { .. }
            | Self::Withdrawn { .. }
            | Self::Held { .. }
            | Self::Disputed { .. }
            | Self::Forwarded { .. }
            | Self::WrongRecipient { .. }
            | Self::NewFactor { .. }
            | Self::ReportTakenBack { .. }
            | Self::Undelivered { .. }
            | Self::AddressCode { .. }
            | Self::AddressTaken
            | Self::PasswordReset { .. }
            | Self::NoPasswordToReset
            | Self::AccountChanged { .. }
            | Self::CertificateEnds { .. }
            | Self::FileDamaged { .. }
            | Self::ForeignAccount => false,
        }
    }
}

/// A link to report a change that the owner of an account did not make.
#[derive(Clone, Debug)]
pub struct ReportLink {
    /// The secret part of the link.
    pub token: String,
    /// When the link ends.
    pub until: Timestamp,
}

/// A page of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The sender's page of a document.
    Document(wariin_domain::DocumentId),
    /// A document manager's page of a document.
    ManagedDocument(wariin_domain::DocumentId),
    /// An invitation's page.
    Invitation(wariin_domain::InvitationId),
    /// Where a recipient's link leads; the secret part of it.
    Link(String),
    /// 受け取った書類: what the reader's account received and has concluded.
    ReceivedConcluded,
}

/// An email in words: the text and the HTML say the same.
#[derive(Clone, Debug)]
pub struct EmailText {
    /// One line.
    pub subject: String,
    /// Plain text, lines ended by `\n`.
    pub text: String,
    /// A page of HTML that loads nothing, and shows no picture but the logo that goes with it.
    pub html: String,
}

/// Words emails.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait EmailTemplates: Send + Sync {
    /// The email in its language.
    fn write(&self, message: &EmailMessage) -> EmailText;

    /// The name under which this file of a document goes with an email.
    fn attachment_name(&self, file: &DocumentFile) -> String;

    /// The name under which the certificate of this document goes with an email.
    fn certificate_name(&self, document: DocumentId) -> String;
}

/// Why a link is mailed to a recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationOccasion {
    /// The recipient's turn has come.
    First,
    /// A link was mailed before, which no longer works.
    Again,
    /// The recipient's consent has lapsed, because values that it was given to were taken back.
    Lapsed,
}
