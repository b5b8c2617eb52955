//! The accounts and documents of the tests.

use wariin_adapters::UuidV7Ids;
use wariin_domain::{
    Account, AccountId, Attributes, CalendarDate, ConsentRequest, Consented, Details, Document,
    DocumentFile, DocumentId, EmailAddress, EnrolmentRule, Event, EventKind, Events, FactorId,
    FactorMethod, FileDigest, FileId, FileName, Identity, Language, NewDraft, Organisation,
    OrganisationId, OrganisationName, PersonName, Recipient, RecipientDetails, RecipientId,
    Requester, Role, SignIn, SignInMethod, Span, Timestamp, Title, Uuid,
};
use wariin_ports::{Ids, PasswordHash, Storage};

pub(crate) const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);

pub(crate) fn after(minutes: u32) -> Timestamp {
    NOW.plus(Span::minutes(minutes))
}

pub(crate) fn fresh() -> Uuid {
    UuidV7Ids.next()
}

/// Adds an organisation with one account.
pub(crate) async fn account(storage: &dyn Storage, email: &str) -> Account {
    let name = OrganisationName::parse("割印商事").unwrap();
    let organisation = Organisation::new(OrganisationId::from(fresh()), name);
    let account = Account {
        id: AccountId::from(fresh()),
        organisation: organisation.id,
        role: Role::Admin,
        name: PersonName::parse("佐藤 一郎").unwrap(),
        email: EmailAddress::parse(email).unwrap(),
        mailbox_proven_at: None,
        language: Language::English,
    };
    let mut tx = storage.begin().await.unwrap();
    tx.accounts().add_organisation(&organisation, Events::none()).await.unwrap();
    tx.accounts().add(&account, &PasswordHash("hash".into()), Events::none()).await.unwrap();
    tx.commit().await.unwrap();
    account
}

pub(crate) fn by_totp(account: AccountId) -> SignIn {
    let method = SignInMethod::TwoFactor {
        at: NOW,
        factor: FactorId::from(fresh()),
        method: FactorMethod::Totp,
        enrolled_at: NOW,
    };
    SignIn::new(account, method)
}

/// A draft with two files and two recipients, not saved.
pub(crate) fn draft(sender: &Account) -> (Document, Events) {
    let file = |n: u8| DocumentFile {
        id: FileId::from(fresh()),
        name: FileName::sanitized("契約書.pdf"),
        bytes: 1_000,
        pages: 2,
        repaired: n == 2,
        digest: FileDigest::new([n; 32]),
        sealed: None,
    };
    let new = NewDraft {
        id: DocumentId::from(fresh()),
        details: Details {
            title: Title::parse("業務委託契約書 𠮷").unwrap(),
            attributes: Attributes {
                contract_date: Some(CalendarDate::parse("2026-11-22").unwrap()),
                amount: Some(wariin_domain::Amount::parse("550000").unwrap()),
                ..Attributes::default()
            },
        },
        files: vec![file(1), file(2)],
    };
    let (mut document, mut events) = Document::draft(new, sender, NOW).unwrap();
    for email in ["taro@example.com", "hanako@example.com"] {
        let recipient = Recipient::new(
            RecipientId::from(fresh()),
            RecipientDetails {
                name: PersonName::parse("山田 太郎").unwrap(),
                email: EmailAddress::parse(email).unwrap(),
                organisation: None,
                language: Language::Japanese,
                access_code: None,
                idp: None,
                enrolment: EnrolmentRule::Any,
            },
        );
        let added = document.add_recipient(recipient, &by_totp(sender.id), NOW).unwrap();
        events = events.and(added);
    }
    (document, events)
}

/// Saves the document as it is now and finds it again.
pub(crate) async fn kept(storage: &dyn Storage, document: &Document, events: Events) -> Document {
    let mut tx = storage.begin().await.unwrap();
    tx.documents().save(document, events).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = storage.begin().await.unwrap();
    tx.documents().find(document.id).await.unwrap().expect("the document was kept")
}

/// The recipient consents; with the request, by two factors.
pub(crate) fn consent(document: &mut Document, place: usize, at: Timestamp) -> Events {
    let recipient = &document.recipients[place];
    let account = Account {
        id: AccountId::from(fresh()),
        organisation: document.organisation,
        role: Role::Member,
        name: recipient.details.name.clone(),
        email: recipient.details.email.clone(),
        mailbox_proven_at: Some(NOW),
        language: Language::English,
    };
    let (id, generation) = (recipient.id, recipient.generation);
    let sign_in = by_totp(account.id);
    let requester = if document.advanced_auth.is_requested() {
        Requester::SignedIn(Identity::new(&account, &sign_in).unwrap())
    } else {
        Requester::LinkHolder { recipient: id, generation }
    };
    let shown = document.content_digest();
    match document.consent(id, requester, ConsentRequest::to(shown), at).unwrap() {
        Consented::Now(events) => events,
        Consented::Before(_) => Events::none(),
    }
}

/// An event whose kind does not matter.
pub(crate) fn event(account: &Account, minute: u32) -> Events {
    let actor = wariin_domain::Actor::Account(account.id);
    Events::one(Event::of_account(account.id, after(minute), actor, EventKind::SignedOut))
}

/// The recipient at this position withdraws the consent, by the mailed link.
pub(crate) fn withdrawal(document: &mut Document, place: usize, at: Timestamp) -> Events {
    let recipient = &document.recipients[place];
    let (recipient, generation) = (recipient.id, recipient.generation);
    document
        .withdraw_consent(recipient, Requester::LinkHolder { recipient, generation }, at)
        .unwrap()
}

/// The stored document after this step, saved.
pub(crate) async fn stepped(
    storage: &dyn Storage,
    id: DocumentId,
    step: impl FnOnce(&mut Document) -> Events,
) -> Document {
    let mut tx = storage.begin().await.unwrap();
    let mut document = tx.documents().find(id).await.unwrap().unwrap();
    let events = step(&mut document);
    tx.documents().save(&document, events).await.unwrap();
    tx.commit().await.unwrap();
    document
}
