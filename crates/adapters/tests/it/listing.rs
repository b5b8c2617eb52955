//! Lists of documents, on both databases.

mod attention;

use crate::databases::on_each;
use crate::people::{NOW, account, after, by_totp, draft, stepped};
use wariin_adapters::SqlDatabase;
use wariin_domain::{
    Account, Amount, CalendarDate, ControlNumber, Counterparty, Details, Document, DocumentId,
    Events, Identity, Title,
};
use wariin_ports::{
    DocumentFilter, DocumentOrder, DocumentPage, DocumentQuery, DocumentScope, DocumentSearch,
    Storage, Views,
};

fn query(scope: DocumentScope) -> DocumentQuery {
    DocumentQuery {
        scope,
        filter: DocumentFilter::All,
        search: DocumentSearch::default(),
        order: DocumentOrder::Updated,
        after: None,
        limit: 100,
    }
}

fn own(account: &Account) -> DocumentScope {
    DocumentScope::Own(account.id, account.membership.organisation().unwrap())
}

fn managed(account: &Account) -> DocumentScope {
    DocumentScope::Managed(account.membership.organisation().unwrap())
}

/// The fields that these tests compare.
struct Contract {
    title: &'static str,
    counterparty: Option<&'static str>,
    date: Option<&'static str>,
    amount: Option<&'static str>,
}

async fn save(storage: &dyn Storage, sender: &Account, minute: u32, it: Contract) -> Document {
    let (mut document, events) = draft(sender);
    let mut attributes = document.details.attributes.clone();
    attributes.counterparty = it.counterparty.map(|text| Counterparty::parse(text).unwrap());
    attributes.contract_date = it.date.map(|text| CalendarDate::parse(text).unwrap());
    attributes.amount = it.amount.map(|text| Amount::parse(text).unwrap());
    attributes.control_number = Some(ControlNumber::parse("A-17").unwrap());
    let details = Details { title: Title::parse(it.title).unwrap(), attributes };
    let by = by_totp(sender.id);
    let described = document.describe(details, &by, after(minute)).unwrap();
    let mut tx = storage.begin().await.unwrap();
    tx.documents().save(&document, events.and(described)).await.unwrap();
    tx.commit().await.unwrap();
    document
}

async fn found(database: &SqlDatabase, query: &DocumentQuery) -> Vec<String> {
    let page: DocumentPage = database.documents(query).await.unwrap();
    page.rows.into_iter().map(|row| row.title).collect()
}

fn contracts() -> [Contract; 5] {
    let contract =
        |title, counterparty, date, amount| Contract { title, counterparty, date, amount };
    [
        contract("秘密保持契約書", Some("山田商店"), Some("2026-01-31"), Some("0")),
        contract("業務委託契約書", Some("ヤマダ電機 100%"), Some("2026-04-01"), Some("550000")),
        contract("ＮＤＡ（英文）", Some("Acme Inc."), Some("2026-04-30"), Some("550001")),
        contract("覚書_1", None, None, None),
        contract("注文書", Some("株式会社ﾔﾏﾀﾞ"), Some("2025-12-31"), Some("9999999999999")),
    ]
}

#[tokio::test]
async fn the_newest_come_first_and_every_page_continues_where_the_previous_ended() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        for (minute, contract) in (1..).zip(contracts()) {
            save(storage, &sender, minute, contract).await;
        }
        for (order, expected) in [
            (
                DocumentOrder::Updated,
                ["注文書", "覚書_1", "ＮＤＡ（英文）", "業務委託契約書", "秘密保持契約書"],
            ),
            (
                DocumentOrder::ContractDate,
                ["ＮＤＡ（英文）", "業務委託契約書", "秘密保持契約書", "注文書", "覚書_1"],
            ),
            (
                DocumentOrder::Amount,
                ["注文書", "ＮＤＡ（英文）", "業務委託契約書", "秘密保持契約書", "覚書_1"],
            ),
        ] {
            let mut all = Vec::new();
            let mut query = DocumentQuery { order, limit: 2, ..query(own(&sender)) };
            loop {
                let page = storage.documents(&query).await.unwrap();
                assert!(page.rows.len() <= 2);
                all.extend(page.rows.into_iter().map(|row| row.title));
                match page.next {
                    Some(next) => query.after = Some(next),
                    None => break,
                }
            }
            assert_eq!(all, expected, "{order:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn names_are_found_by_any_form_that_a_reader_takes_for_the_same() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        for (minute, (title, counterparty)) in (1..).zip([
            ("渡邉 一郎様との契約", "㈱髙島屋"),
            ("Vertrag Müller", "Groß GmbH"),
            ("𠮷田齋藤", "（有）山﨑ｶﾞﾗｽ"),
        ]) {
            let contract =
                Contract { title, counterparty: Some(counterparty), date: None, amount: None };
            save(storage, &sender, minute, contract).await;
        }
        let (watanabe, muller, yoshida) = ("渡邉 一郎様との契約", "Vertrag Müller", "𠮷田齋藤");
        for (text, expected) in [
            ("渡辺一郎", vec![watanabe]),
            ("渡邊　一郎", vec![watanabe]),
            ("渡\u{8fba}\u{E0100}", vec![watanabe]),
            ("muller", vec![muller]),
            ("MÜLLER gross", vec![muller]),
            ("吉田斉藤", vec![yoshida]),
            ("山崎がらす", vec![yoshida]),
            ("有限会社", vec![yoshida]),
            ("渡部", vec![]),
        ] {
            let search =
                DocumentSearch { text: Some(text.to_owned()), ..DocumentSearch::default() };
            let query = DocumentQuery { search, ..query(own(&sender)) };
            assert_eq!(found(storage, &query).await, expected, "{text}");
        }
        for text in ["株式会社高島屋", "（株）高島屋", "高島"] {
            let search =
                DocumentSearch { counterparty: Some(text.to_owned()), ..DocumentSearch::default() };
            let query = DocumentQuery { search, ..query(own(&sender)) };
            assert_eq!(found(storage, &query).await, [watanabe], "{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn words_are_found_anywhere_in_any_width_and_case_and_never_as_patterns() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        for (minute, contract) in (1..).zip(contracts()) {
            save(storage, &sender, minute, contract).await;
        }
        let with = |text: &str| DocumentQuery {
            search: DocumentSearch { text: Some(text.to_owned()), ..DocumentSearch::default() },
            ..query(own(&sender))
        };
        for (text, expected) in [
            ("契約", vec!["業務委託契約書", "秘密保持契約書"]),
            ("nda", vec!["ＮＤＡ（英文）"]),
            ("ヤマダ", vec!["注文書", "業務委託契約書"]),
            ("委託 電機", vec!["業務委託契約書"]),
            ("書", vec!["注文書", "覚書_1", "業務委託契約書", "秘密保持契約書"]),
            ("%", vec!["業務委託契約書"]),
            ("書_", vec!["覚書_1"]),
            ("a-17 acme", vec!["ＮＤＡ（英文）"]),
            ("\" OR 1=1", vec![]),
            ("g67", vec![]),
            ("ない言葉", vec![]),
        ] {
            assert_eq!(found(storage, &with(text)).await, expected, "{text}");
        }
        let counterparty = DocumentQuery {
            search: DocumentSearch {
                counterparty: Some("山田".into()),
                ..DocumentSearch::default()
            },
            ..query(own(&sender))
        };
        assert_eq!(found(storage, &counterparty).await, ["秘密保持契約書"]);
    })
    .await;
}

// 電子帳簿保存法
#[tokio::test]
async fn ranges_of_date_and_amount_hold_in_any_combination_and_leave_out_what_has_none() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        for (minute, contract) in (1..).zip(contracts()) {
            save(storage, &sender, minute, contract).await;
        }
        let date = |text: &str| Some(CalendarDate::parse(text).unwrap());
        let amount = |text: &str| Some(Amount::parse(text).unwrap());
        let none = DocumentSearch::default;
        for (search, expected) in [
            (
                DocumentSearch { date_from: date("2026-04-01"), ..none() },
                vec!["ＮＤＡ（英文）", "業務委託契約書"],
            ),
            (
                DocumentSearch { date_to: date("2026-01-31"), ..none() },
                vec!["注文書", "秘密保持契約書"],
            ),
            (
                DocumentSearch {
                    date_from: date("2026-04-01"),
                    date_to: date("2026-04-29"),
                    ..none()
                },
                vec!["業務委託契約書"],
            ),
            (
                DocumentSearch { amount_to: amount("550000"), ..none() },
                vec!["業務委託契約書", "秘密保持契約書"],
            ),
            (
                DocumentSearch { amount_from: amount("1"), date_to: date("2026-12-31"), ..none() },
                vec!["注文書", "ＮＤＡ（英文）", "業務委託契約書"],
            ),
            (
                DocumentSearch {
                    text: Some("契約".into()),
                    counterparty: Some("ヤマダ".into()),
                    date_from: date("2026-01-01"),
                    amount_from: amount("550000"),
                    ..none()
                },
                vec!["業務委託契約書"],
            ),
            (
                DocumentSearch {
                    date_from: date("2027-01-01"),
                    date_to: date("2026-01-01"),
                    ..none()
                },
                vec![],
            ),
        ] {
            let query = DocumentQuery { search: search.clone(), ..query(own(&sender)) };
            assert_eq!(found(storage, &query).await, expected, "{search:?}");
        }
    })
    .await;
}

// AU-02 T-065
#[tokio::test]
async fn an_organisation_lists_what_it_sent_and_what_its_members_opened_and_nothing_else() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let stranger = account(storage, "stranger@example.net").await;
        let taro = account(storage, "taro@example.com").await;
        let mut tx = storage.begin().await.unwrap();
        let proven = Account { mailbox_proven_at: Some(NOW), ..taro.clone() };
        tx.accounts().save(&proven, Events::none()).await.unwrap();
        tx.commit().await.unwrap();
        let taro = storage.account(taro.id).await.unwrap().unwrap();
        let contract =
            Contract { title: "業務委託", counterparty: None, date: None, amount: None };
        let drafted = save(storage, &sender, 1, contract).await;
        assert_eq!(found(storage, &query(own(&sender))).await, ["業務委託"]);
        assert!(
            found(storage, &query(managed(&sender))).await.is_empty(),
            "drafts are their author's"
        );

        let sent = stepped(storage, drafted.id, |document| {
            document.send(&by_totp(sender.id), after(2)).unwrap()
        })
        .await;
        assert_eq!(found(storage, &query(managed(&sender))).await, ["業務委託"]);
        assert!(found(storage, &query(managed(&taro))).await.is_empty(), "not opened yet");

        let sign_in = by_totp(taro.id);
        let opened = stepped(storage, sent.id, |document| {
            let requester = Identity::new(&taro, &sign_in).unwrap();
            document.open(document.recipients[0].id, requester, after(3)).unwrap().1
        })
        .await;
        let received = storage.documents(&query(managed(&taro))).await.unwrap().rows;
        assert_eq!(received.len(), 1);
        assert!(received[0].is_received && received[0].recipients.is_empty());
        assert_eq!(received[0].counterparty, "割印商事", "the sender's organisation");
        assert!(received[0].control_number.is_empty());
        let text = |text: &str| DocumentQuery {
            search: DocumentSearch { text: Some(text.into()), ..DocumentSearch::default() },
            ..query(managed(&taro))
        };
        assert_eq!(found(storage, &text("割印")).await, ["業務委託"]);
        assert!(found(storage, &text("A-17")).await.is_empty(), "the sender's own number");
        for scope in [own(&stranger), managed(&stranger), own(&taro)] {
            assert!(found(storage, &query(scope)).await.is_empty());
        }
        let mixed = DocumentScope::Own(sender.id, stranger.membership.organisation().unwrap());
        assert!(found(storage, &query(mixed)).await.is_empty());

        let _ = stepped(storage, opened.id, |document| {
            document.cancel(&by_totp(sender.id), after(4)).unwrap()
        })
        .await;
        assert!(found(storage, &query(managed(&taro))).await.is_empty(), "it is shut to them");
        assert_eq!(found(storage, &query(managed(&sender))).await, ["業務委託"]);
        let ended = DocumentQuery { filter: DocumentFilter::Ended, ..query(own(&sender)) };
        assert_eq!(found(storage, &ended).await, ["業務委託"]);
        let awaiting = DocumentQuery { filter: DocumentFilter::Awaiting, ..query(own(&sender)) };
        assert!(found(storage, &awaiting).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_renamed_document_is_found_by_its_new_title_only() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let contract =
            Contract { title: "古い名前", counterparty: None, date: None, amount: None };
        let document: DocumentId = save(storage, &sender, 1, contract).await.id;
        let _ = stepped(storage, document, |document| {
            let title = Title::parse("新しい題名").unwrap();
            let details = Details { title, ..document.details.clone() };
            document.describe(details, &by_totp(sender.id), after(2)).unwrap()
        })
        .await;
        let text = |text: &str| DocumentQuery {
            search: DocumentSearch { text: Some(text.into()), ..DocumentSearch::default() },
            ..query(own(&sender))
        };
        assert!(found(storage, &text("古い")).await.is_empty());
        assert_eq!(found(storage, &text("題名")).await, ["新しい題名"]);
    })
    .await;
}
