//! Values for tests, behind the feature `fixtures`: a sender, two recipients, their sign-ins, a draft, and
//! the document sent with or without the request. The clock stands at [`NOW`].
#![expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "the texts are right, and a test that cannot go on fails"
)]

use crate::{
    Account, AccountId, Assignee, Attributes, AuthorizationRequestId, ClientId, ConsentRequest,
    ConsentStatement, ConsentTransaction, ContentDigest, Details, Document, DocumentFile,
    DocumentId, DomainProof, EmailAddress, EmailDomain, EmailVerified, EnrolmentRule, FactorId,
    FactorMethod, FieldArea, FieldDefinition, FieldKind, FieldText, FieldValue, FileDigest, FileId,
    FileName, FontSize, Identity, IdpConnection, IdpConnectionId, IdpDomain, IdpIdentity, IdpLogin,
    IdpMembership, IdpName, IdpProof, IdpState, IdpStatement, IdpStrength, IdpSubject, IdpTest,
    InputField, Issuer, Language, Length, LinkLife, LoginRenewal, Membership, NewDraft,
    Organisation, OrganisationId, OrganisationName, PageDimensions, PersonName, ProvenBy,
    Recipient, RecipientDetails, RecipientId, Requester, Role, SignIn, SignInMethod, Span,
    StrengthRule, Surface, TextLines, TextPattern, TextRule, Timestamp, Title, Uuid,
};

/// The instant at which the clock of the tests stands.
pub const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);

/// The sentences that recipients agree to where the language does not matter.
pub const STATEMENT: ConsentStatement = ConsentStatement::newest(Language::Japanese);

/// A consent to this content, whose files are whole and were shown, by the sentences in Japanese.
pub fn consent_to(shown: ContentDigest) -> ConsentRequest<'static> {
    ConsentRequest::to(shown, Some(STATEMENT))
}

/// So many minutes after [`NOW`].
pub fn after(minutes: u32) -> Timestamp {
    NOW.plus(Span::minutes(minutes))
}

/// How long a mailed link lives where nothing else is set.
pub fn link_life() -> Span {
    LinkLife::default().span()
}

/// An account of the one organisation of the fixtures, an admin with a proven mailbox.
pub fn account(number: u128, email: &str) -> Account {
    Account {
        id: AccountId::from(Uuid::from_u128(number)),
        membership: Membership::of_founder(OrganisationId::from(Uuid::from_u128(1))),
        name: PersonName::parse("名前").unwrap(),
        email: EmailAddress::parse(email).unwrap(),
        email_since: None,
        mailbox_proven_at: Some(NOW),
        language: Language::Japanese,
        disabled_at: None,
        reported_at: None,
        settled_at: None,
    }
}

/// The membership in the organisation with this number, with this role.
pub fn membership(organisation: u128, role: Role) -> Membership {
    Membership::Member { organisation: OrganisationId::from(Uuid::from_u128(organisation)), role }
}

/// A guest, who belongs to no organisation.
pub fn guest(account: Account) -> Account {
    Account { membership: Membership::Guest, ..account }
}

/// The organisation of these accounts, 割印商事.
pub fn organisation() -> Organisation {
    let name = OrganisationName::parse("割印商事").unwrap();
    Organisation::new(OrganisationId::from(Uuid::from_u128(1)), name)
}

/// The sender.
pub fn sender() -> Account {
    account(10, "sender@example.jp")
}

/// The first recipient, 山田 太郎.
pub fn taro() -> Account {
    account(11, "taro@example.com")
}

/// The second recipient.
pub fn hanako() -> Account {
    account(12, "hanako@example.com")
}

/// Signed in by password at [`NOW`].
pub fn by_password(account: &Account) -> SignIn {
    SignIn::new(account.id, SignInMethod::Password { at: NOW })
}

/// Signed in with an authenticator app that was enrolled long ago and used at this instant.
pub fn by_totp(account: &Account, at: Timestamp) -> SignIn {
    enrolled(account, at, Timestamp::from_micros(0))
}

/// The authenticator app with which accounts sign in here.
pub fn factor_id() -> FactorId {
    FactorId::from(Uuid::from_u128(99))
}

/// Signed in with an authenticator app that was enrolled and used at these instants.
pub fn enrolled(account: &Account, at: Timestamp, enrolled_at: Timestamp) -> SignIn {
    let (factor, method) = (factor_id(), FactorMethod::Totp);
    let behind_code = Some(true);
    SignIn::new(
        account.id,
        SignInMethod::TwoFactor { at, factor, method, enrolled_at, behind_code },
    )
}

/// Signed in at Taro's company's provider.
pub fn by_idp(account: &Account, at: Timestamp) -> SignIn {
    SignIn::new(account.id, SignInMethod::Idp { at, login: login(IdpStrength::Proven) })
}

/// Taro's login at his company's provider.
pub fn login(strength: IdpStrength) -> IdpLogin {
    IdpLogin {
        identity: identity("taro-at-the-idp"),
        session: None,
        strength,
        acr: None,
        amr: alloc::vec!["pwd".into(), "mfa".into()],
        linked_at: NOW,
        behind_code: Some(true),
    }
}

/// This subject at the provider.
pub fn identity(subject: &str) -> IdpIdentity {
    IdpIdentity {
        connection: IdpConnectionId::from(Uuid::from_u128(500)),
        issuer: Issuer::parse("https://idp.example.com").unwrap(),
        subject: IdpSubject::parse(subject).unwrap(),
    }
}

/// The connection to Taro's company's provider, switched on: `amr` has to hold `mfa`.
pub fn connection() -> IdpConnection {
    IdpConnection {
        id: IdpConnectionId::from(Uuid::from_u128(500)),
        version: 1,
        organisation: OrganisationId::from(Uuid::from_u128(1)),
        name: IdpName::parse("例示商事").unwrap(),
        issuer: Issuer::parse("https://idp.example.com").unwrap(),
        hosts: alloc::vec![],
        client: ClientId::parse("wariin").unwrap(),
        tenant: None,
        strength: StrengthRule::Amr(alloc::vec!["mfa".into()]),
        domains: alloc::vec![IdpDomain {
            domain: EmailDomain::parse("example.com").unwrap(),
            proof: Some(DomainProof { at: NOW, by: ProvenBy::Dns }),
        }],
        membership: IdpMembership { is_required: false, creates_members: false },
        state: IdpState::On { since: NOW },
        test: Some(IdpTest {
            at: NOW,
            acr: None,
            amr: alloc::vec!["mfa".into()],
            authenticated_at: Some(NOW),
            gave_address: true,
            renewal: LoginRenewal::PromptAndMaxAge,
        }),
    }
}

/// What the provider says when Taro has just logged in there with two factors.
pub fn said(at: Timestamp) -> IdpStatement {
    IdpStatement {
        identity: identity("taro-at-the-idp"),
        session: Some("idp-session".into()),
        authenticated_at: Some(at),
        acr: None,
        amr: alloc::vec!["pwd".into(), "mfa".into()],
        tenant: None,
        email: Some(taro().email),
        email_verified: EmailVerified::Yes,
        name: Some("山田 太郎".into()),
    }
}

/// A consent that waits for the provider.
pub fn transaction(
    account: &Account,
    recipient: RecipientId,
    content: ContentDigest,
    began_at: Timestamp,
) -> ConsentTransaction {
    ConsentTransaction {
        id: AuthorizationRequestId::from(Uuid::from_u128(700)),
        account: account.id,
        identity: identity("taro-at-the-idp"),
        recipient,
        content,
        statement: Some(STATEMENT),
        random: [3; 32],
        began_at,
    }
}

/// The provider's proof for a consent.
pub fn proof(
    account: &Account,
    recipient: RecipientId,
    content: ContentDigest,
    at: Timestamp,
) -> IdpProof {
    transaction(account, recipient, content, at).accept(&connection(), &said(at), at).unwrap()
}

/// This account as the requester, signed in like this.
pub fn signed_in<'a>(account: &'a Account, sign_in: &'a SignIn) -> Requester<'a> {
    Requester::SignedIn(identity_of(account, sign_in))
}

/// This account, signed in like this.
pub fn identity_of<'a>(account: &'a Account, sign_in: &'a SignIn) -> Identity<'a> {
    Identity::new(account, sign_in).unwrap()
}

/// The browser that opened the first link of this recipient.
pub fn by_mail(number: u128) -> Requester<'static> {
    Requester::LinkHolder { recipient: id(number), generation: 1 }
}

/// The id of the recipient with this number.
pub fn id(number: u128) -> RecipientId {
    RecipientId::from(Uuid::from_u128(number))
}

/// A recipient with this address and language, and nothing demanded of the person.
pub fn details(email: &str, language: Language) -> RecipientDetails {
    RecipientDetails {
        name: PersonName::parse("宛先").unwrap(),
        email: EmailAddress::parse(email).unwrap(),
        organisation: None,
        language,
        access_code: None,
        idp: None,
        enrolment: EnrolmentRule::Any,
    }
}

/// A recipient without any requirement, before the turn.
pub fn recipient(number: u128, email: &str) -> Recipient {
    Recipient::new(id(number), details(email, Language::Japanese))
}

/// A page of 210 × 297 mm.
pub const A4: PageDimensions = PageDimensions { width: Length::mm(210), height: Length::mm(297) };

/// A required text field of one line on the first page of the draft's file: 60 × 8 mm, 10 mm from the left
/// and as many centimetres from the top as its number.
pub fn text_field(number: u8, assignee: Assignee) -> InputField {
    let rule = TextRule {
        size: FontSize::default(),
        lines: TextLines::One,
        limit: 100,
        pattern: TextPattern::Any,
        placeholder: None,
    };
    field(number, assignee, FieldKind::Text(rule))
}

/// As [`text_field`], of this kind.
pub fn field(number: u8, assignee: Assignee, kind: FieldKind) -> InputField {
    let area = FieldArea {
        left: Length::mm(10),
        top: Length::mm(u32::from(number) * 10),
        width: Length::mm(60),
        height: Length::mm(8),
    };
    let definition = FieldDefinition { page: 1, area, is_required: true, label: None, kind };
    let id = Uuid::from_u128(700 + u128::from(number)).into();
    InputField { id, file: file(7).id, assignee, definition, value: None }
}

/// A text as it is filled in.
pub fn text(text: &str) -> FieldValue {
    FieldValue::Text(FieldText::parse(text).unwrap())
}

/// A file whose digest is made of its number.
pub fn file(number: u128) -> DocumentFile {
    DocumentFile {
        id: FileId::from(Uuid::from_u128(number)),
        name: FileName::sanitized("契約書.pdf"),
        bytes: 1_000,
        pages: 1,
        changes: alloc::vec::Vec::new(),
        confirmed: None,
        digest: FileDigest::new([u8::try_from(number % 251).unwrap(); 32]),
        surface: Surface::Open(alloc::vec![A4]),
        prepared: alloc::vec::Vec::new(),
        sealed: None,
    }
}

/// What a draft with one file begins with.
pub fn new_draft() -> NewDraft {
    NewDraft {
        id: DocumentId::from(Uuid::from_u128(5)),
        details: Details {
            title: Title::parse("業務委託契約書").unwrap(),
            attributes: Attributes::default(),
        },
        files: alloc::vec![file(7)],
    }
}

/// A draft to Taro (1) and Hanako (2).
pub fn draft() -> Document {
    draft_to([recipient(1, "taro@example.com"), recipient(2, "hanako@example.com")])
}

/// A draft to these recipients, in this order.
pub fn draft_to(recipients: impl IntoIterator<Item = Recipient>) -> Document {
    let (mut document, _) = Document::draft(new_draft(), &sender(), NOW).unwrap();
    let by = by_password(&sender());
    for recipient in recipients {
        let _ = document.add_recipient(recipient, &by, NOW).unwrap();
    }
    document
}

/// The draft to Taro and Hanako, sent with or without the request.
pub fn sent(requested: bool) -> Document {
    send(draft(), requested)
}

/// This draft, sent with or without the request.
pub fn send(mut document: Document, requested: bool) -> Document {
    let by = by_totp(&sender(), NOW);
    if requested {
        let _ = document.request_advanced_auth(&by, NOW).unwrap();
    }
    let _ = document.send(&by, NOW).unwrap();
    document
}
