//! Who and what the tests are about.

use uuid::Uuid;
use wariin_domain::{
    Account, AccountId, Attributes, AuthorizationRequestId, ClientId, ConsentTransaction, Details,
    Document, DocumentFile, DocumentId, DomainProof, EmailAddress, EmailDomain, EmailVerified,
    FactorId, FileDigest, FileId, FileName, IdpConnection, IdpConnectionId, IdpDomain, IdpIdentity,
    IdpLogin, IdpName, IdpProof, IdpState, IdpStatement, IdpStrength, IdpSubject, IdpTest, Issuer,
    Language, LinkLife, Membership, NewDraft, OrganisationId, PersonName, ProvenBy, Recipient,
    RecipientDetails, RecipientId, Requester, Role, SignIn, SignInMethod, Span, StrengthRule,
    Timestamp, Title,
};

pub(crate) const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);

pub(crate) fn after(minutes: u32) -> Timestamp {
    NOW.plus(Span::minutes(minutes))
}

/// How long a mailed link lives where nothing else is set.
pub(crate) fn link_life() -> Span {
    LinkLife::default().span()
}

pub(crate) fn account(number: u128, email: &str) -> Account {
    Account {
        id: AccountId::from(Uuid::from_u128(number)),
        organisation: OrganisationId::from(Uuid::from_u128(1)),
        role: Role::Admin,
        name: PersonName::parse("名前").unwrap(),
        email: EmailAddress::parse(email).unwrap(),
        mailbox_proven_at: Some(NOW),
        language: Language::Japanese,
    }
}

pub(crate) fn sender() -> Account {
    account(10, "sender@example.jp")
}

pub(crate) fn taro() -> Account {
    account(11, "taro@example.com")
}

pub(crate) fn hanako() -> Account {
    account(12, "hanako@example.com")
}

pub(crate) fn by_password(account: &Account) -> SignIn {
    SignIn::new(account.id, SignInMethod::Password { at: NOW })
}

pub(crate) fn by_totp(account: &Account, at: Timestamp) -> SignIn {
    enrolled(account, at, Timestamp::from_micros(0))
}

pub(crate) fn enrolled(account: &Account, at: Timestamp, enrolled_at: Timestamp) -> SignIn {
    let factor = FactorId::from(Uuid::from_u128(99));
    SignIn::new(account.id, SignInMethod::TwoFactor { at, factor, enrolled_at })
}

pub(crate) fn by_idp(account: &Account, at: Timestamp) -> SignIn {
    SignIn::new(account.id, SignInMethod::Idp { at, login: login(IdpStrength::Proven) })
}

/// Taro's login at his company's provider.
pub(crate) fn login(strength: IdpStrength) -> IdpLogin {
    IdpLogin {
        identity: identity("taro-at-the-idp"),
        session: None,
        strength,
        acr: None,
        amr: vec!["pwd".into(), "mfa".into()],
        linked_at: NOW,
    }
}

pub(crate) fn identity(subject: &str) -> IdpIdentity {
    IdpIdentity {
        connection: IdpConnectionId::from(Uuid::from_u128(500)),
        issuer: Issuer::parse("https://idp.example.com").unwrap(),
        subject: IdpSubject::parse(subject).unwrap(),
    }
}

/// The connection to Taro's company's provider, switched on: `amr` has to hold `mfa`.
pub(crate) fn connection() -> IdpConnection {
    IdpConnection {
        id: IdpConnectionId::from(Uuid::from_u128(500)),
        version: 1,
        organisation: OrganisationId::from(Uuid::from_u128(1)),
        name: IdpName::parse("例示商事").unwrap(),
        issuer: Issuer::parse("https://idp.example.com").unwrap(),
        client: ClientId::parse("wariin").unwrap(),
        tenant: None,
        strength: StrengthRule::Amr(vec!["mfa".into()]),
        domains: vec![IdpDomain {
            domain: EmailDomain::parse("example.com").unwrap(),
            proof: Some(DomainProof { at: NOW, by: ProvenBy::Dns }),
        }],
        membership: Membership { is_required: false, creates_members: false },
        state: IdpState::On { since: NOW },
        test: Some(IdpTest {
            at: NOW,
            acr: None,
            amr: vec!["mfa".into()],
            authenticated_at: Some(NOW),
            gave_address: true,
        }),
    }
}

/// What the provider says when Taro has just logged in there with two factors.
pub(crate) fn said(at: Timestamp) -> IdpStatement {
    IdpStatement {
        identity: identity("taro-at-the-idp"),
        session: Some("idp-session".into()),
        authenticated_at: Some(at),
        acr: None,
        amr: vec!["pwd".into(), "mfa".into()],
        tenant: None,
        email: Some(taro().email),
        email_verified: EmailVerified::Yes,
        name: Some("山田 太郎".into()),
    }
}

/// A consent that waits for the provider.
pub(crate) fn transaction(
    account: &Account,
    recipient: RecipientId,
    files: Vec<FileDigest>,
    began_at: Timestamp,
) -> ConsentTransaction {
    ConsentTransaction {
        id: AuthorizationRequestId::from(Uuid::from_u128(700)),
        account: account.id,
        identity: identity("taro-at-the-idp"),
        recipient,
        files,
        random: [3; 32],
        began_at,
    }
}

/// The provider's ID token evidence to a consent.
pub(crate) fn proof(
    account: &Account,
    recipient: RecipientId,
    files: Vec<FileDigest>,
    at: Timestamp,
) -> IdpProof {
    transaction(account, recipient, files, at).accept(&connection(), &said(at), at).unwrap()
}

pub(crate) fn signed_in<'a>(account: &'a Account, sign_in: &'a SignIn) -> Requester<'a> {
    Requester::SignedIn { account, sign_in }
}

pub(crate) fn by_mail(number: u128) -> Requester<'static> {
    Requester::ByMail { recipient: id(number), generation: 1 }
}

pub(crate) fn id(number: u128) -> RecipientId {
    RecipientId::from(Uuid::from_u128(number))
}

pub(crate) fn details(email: &str, language: Language) -> RecipientDetails {
    RecipientDetails {
        name: PersonName::parse("宛先").unwrap(),
        email: EmailAddress::parse(email).unwrap(),
        organisation: None,
        language,
        access_code: None,
        idp: None,
    }
}

pub(crate) fn recipient(number: u128, email: &str) -> Recipient {
    Recipient::new(id(number), details(email, Language::Japanese))
}

pub(crate) fn file(number: u128) -> DocumentFile {
    DocumentFile {
        id: FileId::from(Uuid::from_u128(number)),
        name: FileName::sanitized("契約書.pdf"),
        bytes: 1_000,
        pages: 1,
        repaired: false,
        digest: FileDigest::new([u8::try_from(number % 251).unwrap(); 32]),
        sealed: None,
    }
}

pub(crate) fn new_draft() -> NewDraft {
    NewDraft {
        id: DocumentId::from(Uuid::from_u128(5)),
        details: Details {
            title: Title::parse("業務委託契約書").unwrap(),
            attributes: Attributes::default(),
        },
        files: vec![file(7)],
    }
}

/// A draft to Taro (1) and Hanako (2).
pub(crate) fn draft() -> Document {
    let (mut document, _) = Document::draft(new_draft(), &sender(), NOW).unwrap();
    let by = by_password(&sender());
    for recipient in [recipient(1, "taro@example.com"), recipient(2, "hanako@example.com")] {
        let _ = document.add_recipient(recipient, &by, NOW).unwrap();
    }
    document
}

/// The draft, sent with or without the request.
pub(crate) fn sent(requested: bool) -> Document {
    let mut document = draft();
    let by = by_totp(&sender(), NOW);
    if requested {
        let _ = document.request_advanced_auth(&by, NOW).unwrap();
    }
    let _ = document.send(&by, NOW).unwrap();
    document
}
