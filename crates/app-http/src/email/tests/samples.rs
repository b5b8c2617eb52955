//! An email of every kind.

use wariin_domain::{
    AccountChange, DocumentId, EmailAddress, EnrolmentClass, FactorMethod, HoldReason,
    InvitationId, LateFactor, MailRefusal, Message, OrganisationName, PersonName, Reason,
    ServiceCertificate, Timestamp, Title, Uuid,
};
use wariin_ports::{EmailContent, InvitationOccasion, Place, ReportLink};

/// A checkpoint, whose lines have to be read from the email as they are.
pub(super) const CHECKPOINT: &str =
    "wariin/00000000\n7\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=\n\n— wariin/00000000 AAAA\n";
pub(super) const MESSAGE: &str = "First line\nSecond line";

pub(super) fn name() -> PersonName {
    PersonName::parse("Taro Yamada").unwrap()
}

pub(super) fn place() -> Place {
    Place::Document(DocumentId::from(Uuid::nil()))
}

pub(super) fn invitation(title: Option<Title>, is_plain: bool) -> EmailContent {
    EmailContent::Invitation {
        sender: name(),
        organisation: OrganisationName::parse("Alpha Ltd.").unwrap(),
        message: title.is_some().then(|| Message::parse(MESSAGE).unwrap()),
        title,
        token: "token".to_owned(),
        until: Timestamp::from_micros(1_795_323_900_000_000),
        advanced_auth: !is_plain,
        occasion: if is_plain { InvitationOccasion::First } else { InvitationOccasion::Again },
    }
}

/// The invitation after the recipient's consent has lapsed.
pub(super) fn lapsed(mut invitation: EmailContent) -> EmailContent {
    if let EmailContent::Invitation { occasion, .. } = &mut invitation {
        *occasion = InvitationOccasion::Lapsed;
    }
    invitation
}

/// Whether emails of this kind may show the title. A new kind is decided on here.
pub(super) fn may_show_title(kind: &EmailContent) -> bool {
    match kind {
        EmailContent::Invitation { .. }
        | EmailContent::Concluded { .. }
        | EmailContent::DeletionAnnounced { .. }
        | EmailContent::LegalHold { .. }
        | EmailContent::Declined { .. }
        | EmailContent::DeclinedByOther { .. }
        | EmailContent::Withdrawn { .. }
        | EmailContent::Held { .. }
        | EmailContent::Disputed { .. }
        | EmailContent::Forwarded { .. }
        | EmailContent::WrongRecipient { .. }
        | EmailContent::NewFactor { .. }
        | EmailContent::ReportTakenBack { .. }
        | EmailContent::Undelivered { .. }
        | EmailContent::FileDamaged { .. } => true,
        EmailContent::Preflight { .. }
        | EmailContent::MemberInvitation { .. }
        | EmailContent::Checkpoint { .. }
        | EmailContent::CertificateEnds { .. }
        | EmailContent::MailboxCode { .. }
        | EmailContent::Cancelled { .. }
        | EmailContent::NoLongerAsked { .. }
        | EmailContent::AccountChanged { .. }
        | EmailContent::PasswordReset { .. }
        | EmailContent::AddressCode { .. }
        | EmailContent::AddressTaken
        | EmailContent::NoPasswordToReset
        | EmailContent::ForeignAccount => false,
    }
}

/// An email of every kind; those that may show the title have this one.
#[expect(clippy::too_many_lines, reason = "a sample of each email")]
pub(super) fn kinds(title: Option<&str>) -> Vec<EmailContent> {
    let title = || title.map(|title| Title::parse(title).unwrap());
    let until = Timestamp::from_micros(1_795_323_900_000_000);
    let concluded = |place, has_files| EmailContent::Concluded { title: title(), place, has_files };
    let mut kinds = vec![
        invitation(title(), true),
        invitation(title(), false),
        lapsed(invitation(title(), true)),
        EmailContent::MemberInvitation {
            by: name(),
            organisation: OrganisationName::parse("Alpha Ltd.").unwrap(),
            place: Place::Invitation(InvitationId::from(Uuid::nil())),
            until,
        },
        EmailContent::Preflight {
            sender: name(),
            organisation: OrganisationName::parse("Alpha Ltd.").unwrap(),
            token: "token".to_owned(),
            until,
        },
        EmailContent::MailboxCode { digits: "012345".to_owned(), until },
        EmailContent::Checkpoint { note: CHECKPOINT.to_owned(), events: 7, at: until },
        concluded(Some(Place::Link("token".to_owned())), true),
        concluded(Some(place()), false),
        concluded(Some(Place::ReceivedConcluded), false),
        concluded(None, true),
        concluded(None, false),
        EmailContent::DeletionAnnounced {
            title: title(),
            on: until,
            place: Place::ManagedDocument(DocumentId::from(Uuid::nil())),
        },
        EmailContent::LegalHold { title: title(), by: name(), is_held: true, place: place() },
        EmailContent::LegalHold { title: title(), by: name(), is_held: false, place: place() },
        EmailContent::Cancelled { sender: name(), had_consented: false },
        EmailContent::Cancelled { sender: name(), had_consented: true },
        EmailContent::NoLongerAsked {
            sender: name(),
            organisation: OrganisationName::parse("Wariin Test").unwrap(),
        },
        EmailContent::DeclinedByOther {
            sender: name(),
            organisation: OrganisationName::parse("Alpha Ltd.").unwrap(),
            title: title(),
        },
        EmailContent::Declined {
            title: title(),
            by: name(),
            reason: Reason::parse("Too expensive\nTry again").unwrap(),
            place: place(),
        },
        EmailContent::Withdrawn { title: title(), recipient: name(), place: place() },
        EmailContent::Forwarded {
            title: title(),
            by: name(),
            to: PersonName::parse("Hanako").unwrap(),
            email: EmailAddress::parse("hanako@example.com").unwrap(),
            place: place(),
        },
        EmailContent::Disputed { title: title(), recipient: name(), place: place() },
        EmailContent::WrongRecipient { title: title(), recipient: name(), place: place() },
        EmailContent::NewFactor {
            title: title(),
            recipient: name(),
            factor: LateFactor {
                is_address_newer: false,
                method: Some(FactorMethod::Totp),
                class: EnrolmentClass::AfterSending,
                made_at: until,
            },
            place: place(),
        },
        EmailContent::ReportTakenBack { title: title(), recipient: name(), place: place() },
        EmailContent::AddressCode {
            digits: "012345".to_owned(),
            until,
            to: Some(EmailAddress::parse("new@example.com").unwrap()),
        },
        EmailContent::AddressCode { digits: "012345".to_owned(), until, to: None },
        EmailContent::AddressTaken,
        EmailContent::PasswordReset { token: "token".to_owned(), until, by_admin: false },
        EmailContent::PasswordReset { token: "token".to_owned(), until, by_admin: true },
        EmailContent::NoPasswordToReset,
        EmailContent::ForeignAccount,
        EmailContent::FileDamaged { title: title() },
    ];
    kinds.extend(
        ServiceCertificate::ALL
            .map(|certificate| EmailContent::CertificateEnds { certificate, ends_at: until }),
    );
    kinds.extend(HoldReason::ALL.map(|why| EmailContent::Held {
        title: title(),
        recipient: name(),
        why,
        place: place(),
    }));
    kinds.extend(MailRefusal::ALL.map(|why| EmailContent::Undelivered {
        title: title(),
        to: name(),
        email: EmailAddress::parse("hanako@example.com").unwrap(),
        why,
        place: place(),
        can_mail_again: why == MailRefusal::MailboxFull,
    }));
    for change in AccountChange::ALL {
        kinds.push(EmailContent::AccountChanged { change, report: None });
        let report = Some(ReportLink { token: "token".to_owned(), until });
        kinds.push(EmailContent::AccountChanged { change, report });
    }
    kinds
}
