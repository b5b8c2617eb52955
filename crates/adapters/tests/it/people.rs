//! The accounts and documents of the tests.

use wariin_adapters::UuidV7Ids;
use wariin_domain::fixtures;
pub(crate) use wariin_domain::fixtures::{NOW, after, consent_to};
use wariin_domain::{
    Account, AccountId, Actor, Attributes, CalendarDate, Consented, Details, Document,
    DocumentFile, DocumentId, Event, EventKind, Events, FileChange, FileId, FoundNames, Identity,
    Language, Membership, NewDraft, Organisation, OrganisationId, Recipient, RecipientId,
    Requester, SignIn, Timestamp, Title, Uuid,
};
use wariin_ports::{Ids, PasswordHash, Storage};

pub(crate) fn fresh() -> Uuid {
    UuidV7Ids.next()
}

/// Adds an organisation with one account.
pub(crate) async fn account(storage: &dyn Storage, email: &str) -> Account {
    let name = fixtures::organisation().name;
    let organisation = Organisation::new(OrganisationId::from(fresh()), name);
    let account = Account {
        id: AccountId::from(fresh()),
        membership: Membership::of_founder(organisation.id),
        mailbox_proven_at: None,
        language: Language::English,
        ..fixtures::account(0, email)
    };
    let mut tx = storage.begin().await.unwrap();
    let founded = organisation.created(Actor::Operator, NOW);
    tx.accounts().add_organisation(&organisation, founded).await.unwrap();
    let created = account.created(Actor::Operator, NOW);
    tx.accounts().add(&account, &PasswordHash("hash".into()), created).await.unwrap();
    tx.commit().await.unwrap();
    account
}

pub(crate) fn by_totp(account: AccountId) -> SignIn {
    fixtures::by_totp(&Account { id: account, ..fixtures::taro() }, NOW)
}

/// The organisation of this account.
pub(crate) fn own(account: &Account) -> OrganisationId {
    account.membership.organisation().unwrap()
}

/// A draft with two files and two recipients, not saved.
pub(crate) fn draft(sender: &Account) -> (Document, Events) {
    let file = |n: u8| DocumentFile {
        id: FileId::from(fresh()),
        pages: 2,
        changes: match n {
            2 => vec![
                FileChange::Repaired,
                FileChange::AttachmentsKept(FoundNames::of(["a.xlsx", "b.txt"])),
            ],
            _ => vec![],
        },
        ..fixtures::file(u128::from(n))
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
        let details = fixtures::details(email, Language::Japanese);
        let recipient = Recipient::new(RecipientId::from(fresh()), details);
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
        membership: Membership::of_founder(document.organisation),
        ..fixtures::account(0, recipient.details.email.as_str())
    };
    let (id, generation) = (recipient.id, recipient.generation);
    let sign_in = by_totp(account.id);
    let requester = if document.advanced_auth.is_requested() {
        Requester::SignedIn(Identity::new(&account, &sign_in).unwrap())
    } else {
        Requester::LinkHolder { recipient: id, generation }
    };
    let shown = document.content_digest();
    match document.consent(id, requester, consent_to(shown), at).unwrap() {
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
