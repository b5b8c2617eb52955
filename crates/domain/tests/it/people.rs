//! Who and what the tests are about.

use uuid::Uuid;
use wariin_domain::{
    Account, AccountId, Attributes, Details, Document, DocumentFile, DocumentId, EmailAddress,
    FactorId, FileDigest, FileId, FileName, Language, NewDraft, OrganisationId, PersonName,
    Recipient, RecipientDetails, RecipientId, SignIn, SignInMethod, Span, Timestamp, Title,
    Visitor,
};

pub(crate) const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);

pub(crate) fn after(minutes: u32) -> Timestamp {
    NOW.plus(Span::minutes(minutes))
}

pub(crate) fn account(number: u128, email: &str) -> Account {
    Account {
        id: AccountId::from(Uuid::from_u128(number)),
        organisation: OrganisationId::from(Uuid::from_u128(1)),
        name: PersonName::parse("名前").unwrap(),
        email: EmailAddress::parse(email).unwrap(),
        mailbox_proven_at: Some(NOW),
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
    let issuer = "https://idp.example.jp".to_owned();
    SignIn::new(account.id, SignInMethod::Idp { at, issuer })
}

pub(crate) fn signed_in<'a>(account: &'a Account, sign_in: &'a SignIn) -> Visitor<'a> {
    Visitor::SignedIn { account, sign_in }
}

pub(crate) fn by_mail(number: u128) -> Visitor<'static> {
    Visitor::ByMail { recipient: id(number), generation: 1 }
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
    }
}

pub(crate) fn recipient(number: u128, email: &str) -> Recipient {
    Recipient::new(id(number), details(email, Language::Japanese))
}

pub(crate) fn file(number: u128) -> DocumentFile {
    DocumentFile {
        id: FileId::from(Uuid::from_u128(number)),
        name: FileName::tamed("契約書.pdf"),
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
