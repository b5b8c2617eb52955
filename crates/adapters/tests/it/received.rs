//! What a person received, on both databases.

use crate::databases::on_each;
use crate::people::{account, after, by_totp, consent, draft, kept};
use wariin_adapters::SqlDatabase;
use wariin_domain::fixtures::{identity_of, signed_in};
use wariin_domain::{
    Account, Document, EmailAddress, Events, FileDigest, ForwardTo, HoldReason, OrganisationName,
    PersonName, Reason, ReceivedState, RecipientId, Requester, Seal, SealLevel, SealedFile,
    SenderNames,
};
use wariin_ports::{ReceivedLine, ReceivedQuery, Storage, Views};

fn query(account: &Account) -> ReceivedQuery {
    ReceivedQuery {
        account: account.id,
        address: Some(account.email.clone()),
        state: None,
        after: None,
        limit: 100,
    }
}

async fn lines(database: &SqlDatabase, query: &ReceivedQuery) -> Vec<ReceivedLine> {
    database.received(query).await.unwrap()
}

/// A document with the request to Taro and Hanako that was sent, after this step.
async fn after_step(
    storage: &SqlDatabase,
    sender: &Account,
    step: impl FnOnce(&mut Document) -> Events,
) -> Document {
    let (mut document, events) = draft(sender);
    let by = by_totp(sender.id);
    let requested = document.request_advanced_auth(&by, after(1)).unwrap();
    document.name_sender(SenderNames {
        account: sender.id,
        person: sender.name.clone(),
        organisation: OrganisationName::parse("旧割印商事").unwrap(),
    });
    let sent = document.send(&by, after(1)).unwrap();
    let events = events.and(requested).and(sent).and(step(&mut document));
    kept(storage, &document, events).await
}

fn conclude(document: &mut Document) -> Events {
    let digest = FileDigest::new([9; 32]);
    let seal = Seal { digest, level: SealLevel::Basic };
    let files: Vec<SealedFile> =
        document.files.iter().map(|file| SealedFile { file: file.id, seal }).collect();
    document.conclude(&files, after(4)).unwrap()
}

/// A document for each way in which one can stand.
async fn every_kind(storage: &SqlDatabase, sender: &Account, taro: &Account) -> Vec<Document> {
    let (as_sender, as_taro) = (by_totp(sender.id), by_totp(taro.id));
    let by_taro = || signed_in(taro, &as_taro);
    let to = ForwardTo {
        id: RecipientId::from(crate::people::fresh()),
        name: PersonName::parse("次郎").unwrap(),
        email: EmailAddress::parse("jiro@example.com").unwrap(),
        organisation: None,
    };
    let first = |d: &Document| d.recipients[0].id;
    vec![
        after_step(storage, sender, |_| Events::none()).await,
        after_step(storage, sender, |d| d.hold(taro, HoldReason::BackupCode, after(2))).await,
        after_step(storage, sender, |d| consent(d, 0, after(2))).await,
        after_step(storage, sender, |d| consent(d, 0, after(2)).and(consent(d, 1, after(3)))).await,
        after_step(storage, sender, |d| {
            let agreed = consent(d, 0, after(2)).and(consent(d, 1, after(3)));
            agreed.and(conclude(d))
        })
        .await,
        after_step(storage, sender, |d| d.cancel(&as_sender, after(2)).unwrap()).await,
        after_step(storage, sender, |d| {
            let reason = Reason::parse("条件").unwrap();
            d.decline(first(d), by_taro(), reason, after(2)).unwrap()
        })
        .await,
        after_step(storage, sender, |d| d.forward(first(d), by_taro(), to, after(2)).unwrap())
            .await,
        after_step(storage, sender, |d| d.report_wrong_recipient(first(d), after(2)).unwrap())
            .await,
    ]
}

// O-22
#[tokio::test]
async fn the_list_and_its_tabs_have_what_the_documents_say() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let taro = proved(account(storage, "taro@example.com").await);
        let hanako = proved(account(storage, "hanako@example.com").await);
        let (never_sent, events) = draft(&sender);
        kept(storage, &never_sent, events).await;
        let documents = every_kind(storage, &sender, &taro).await;
        for person in [&taro, &hanako, &sender] {
            let mut expected = Vec::new();
            for document in &documents {
                for recipient in &document.recipients {
                    let asked =
                        document.received(recipient.id, person, Requester::Anonymous, after(9));
                    expected.extend(asked.map(|received| (recipient.id, received.state)));
                }
            }
            let mut found = Vec::new();
            for state in ReceivedState::ALL {
                let tab = ReceivedQuery { state: Some(state), ..query(person) };
                for line in lines(storage, &tab).await {
                    found.push((line.recipient, state));
                }
            }
            let mut all: Vec<RecipientId> =
                lines(storage, &query(person)).await.iter().map(|line| line.recipient).collect();
            all.sort_unstable();
            expected.sort_unstable_by_key(|(id, _)| *id);
            found.sort_unstable_by_key(|(id, _)| *id);
            assert_eq!(found, expected, "{}", person.email);
            assert_eq!(all, expected.iter().map(|(id, _)| *id).collect::<Vec<_>>());
        }
        let count = lines(storage, &query(&taro)).await.len();
        assert_eq!(
            count,
            documents.len() - 3,
            "those that another account consented to are not his"
        );
    })
    .await;
}

/// The account with a mailbox that is proved.
fn proved(account: Account) -> Account {
    Account { mailbox_proven_at: Some(after(0)), ..account }
}

// O-22
#[tokio::test]
async fn what_another_account_passed_as_is_not_listed_and_an_unproved_address_lists_nothing() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let taro = account(storage, "taro@example.com").await;
        let open = after_step(storage, &sender, |_| Events::none()).await;
        let mut bound = Vec::new();
        let by = by_totp(taro.id);
        let own = proved(taro.clone());
        let requester = Requester::SignedIn(identity_of(&own, &by));
        let opened = after_step(storage, &sender, |d| {
            let id = d.recipients[0].id;
            bound.push(id);
            d.open(id, requester, after(2)).unwrap().1
        })
        .await;
        let foreign = after_step(storage, &sender, |d| consent(d, 0, after(2))).await;
        assert_ne!(foreign.recipients[0].account, Some(taro.id));
        let found = lines(storage, &query(&taro)).await;
        let found: Vec<_> = found.iter().map(|line| line.document).collect();
        assert!(found.contains(&open.id) && found.contains(&opened.id), "{found:?}");
        assert_eq!(found.len(), 2, "and not the one that another account consented to");
        let unproved = ReceivedQuery { address: None, ..query(&taro) };
        let found = lines(storage, &unproved).await;
        let found: Vec<_> = found.iter().map(|line| line.recipient).collect();
        assert_eq!(found, bound);
    })
    .await;
}

// O-22
#[tokio::test]
async fn a_line_tells_the_names_of_the_time_and_whether_mails_were_closed() {
    on_each(async |test| {
        let storage = &test.database;
        let mut sender = account(storage, "sender@example.jp").await;
        let taro = account(storage, "taro@example.com").await;
        let document = after_step(storage, &sender, |_| Events::none()).await;
        let (mut open, events) = draft(&sender);
        let sent = open.send(&by_totp(sender.id), after(1)).unwrap();
        let open = kept(storage, &open, events.and(sent)).await;
        let before = sender.name.clone();
        let renamed = sender.rename(PersonName::parse("別の名前").unwrap(), after(2));
        let mut tx = storage.begin().await.unwrap();
        tx.accounts().save(&sender, renamed).await.unwrap();
        tx.commit().await.unwrap();
        for line in lines(storage, &query(&taro)).await {
            assert_eq!(line.title, document.details.title);
            let stored = if line.document == open.id { &open } else { &document };
            let is_kept = stored.sender_name().is_some();
            assert_eq!(line.sender, if is_kept { before.clone() } else { sender.name.clone() });
            let organisation = if is_kept { "旧割印商事" } else { "割印商事" };
            assert_eq!(line.organisation.as_str(), organisation);
            assert_eq!(line.is_closed_to_mail, stored.is_closed_to_mail());
        }
    })
    .await;
}

// O-22
#[tokio::test]
async fn each_page_of_the_list_continues_where_the_previous_one_ended() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let taro = account(storage, "taro@example.com").await;
        let mut sent: Vec<RecipientId> = Vec::new();
        for _ in 0..5 {
            let document = after_step(storage, &sender, |_| Events::none()).await;
            sent.push(document.recipients[0].id);
        }
        let mut paged = ReceivedQuery { limit: 2, ..query(&taro) };
        let mut found = Vec::new();
        loop {
            let page = lines(storage, &paged).await;
            let Some(last) = page.last() else { break };
            paged.after = Some(last.cursor());
            found.extend(page);
        }
        assert!(found.is_sorted_by_key(|line| {
            (std::cmp::Reverse(line.updated_at), std::cmp::Reverse(line.recipient))
        }));
        let mut ids: Vec<RecipientId> = found.iter().map(|line| line.recipient).collect();
        ids.sort_unstable();
        sent.sort_unstable();
        assert_eq!(ids, sent);
    })
    .await;
}
