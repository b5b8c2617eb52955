//! How long a page of a list takes at 1,000, 100,000 and 1,000,000 documents, written by the same code
//! that the service writes them with, and how that grows. Sizes can be given as arguments.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on stops")]

use std::time::{Duration, Instant};
use wariin_adapters::{MasterKey, SqlDatabase, UuidV7Ids};
use wariin_domain::{
    Account, Amount, Attributes, CalendarDate, Counterparty, Details, Document, DocumentFile,
    EmailAddress, Events, FileDigest, FileName, Language, Membership, NewDraft, Organisation,
    OrganisationName, PersonName, Recipient, RecipientDetails, Role, SignIn, SignInMethod, Span,
    Timestamp, Title,
};
use wariin_ports::{
    DocumentFilter, DocumentOrder, DocumentQuery, DocumentScope, DocumentSearch, Ids, PasswordHash,
    Storage, Views,
};

const ROUNDS: usize = 200;
const BATCH: u32 = 5_000;
const KINDS: [&str; 5] = ["業務委託契約書", "秘密保持契約書", "売買契約書", "覚書", "注文請書"];

#[tokio::main]
async fn main() {
    let given: Vec<u32> = std::env::args().skip(1).filter_map(|n| n.parse().ok()).collect();
    let sizes = if given.is_empty() { vec![1_000, 100_000, 1_000_000] } else { given };
    let mut columns = Vec::new();
    for size in &sizes {
        columns.push(measured(*size).await);
    }
    println!("p50 / p95 in milliseconds; growth is the last p95 over the first");
    print!("{:<44}", "");
    for size in &sizes {
        print!("{size:>18}");
    }
    println!("{:>10}", "growth");
    for line in 0..columns[0].len() {
        print!("{:<44}", columns[0][line].0);
        for column in &columns {
            let (_, p50, p95) = &column[line];
            print!("{:>18}", format!("{:.2} / {:.2}", millis(*p50), millis(*p95)));
        }
        let (first, last) = (columns[0][line].2, columns[columns.len() - 1][line].2);
        println!("{:>9.1}x", last.as_secs_f64() / first.as_secs_f64());
    }
    let floor = columns[columns.len() - 1][0].2;
    let page = columns[columns.len() - 1][1].2;
    println!(
        "a first page of 50 costs {:.1} times one row by its key in the same database",
        page.as_secs_f64() / floor.as_secs_f64()
    );
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

async fn measured(size: u32) -> Vec<(String, Duration, Duration)> {
    let folder = tempfile::tempdir().unwrap();
    let key = MasterKey::load_or_create(&folder.path().join("master.key")).unwrap();
    let database = SqlDatabase::open_sqlite(&folder.path().join("bench.db"), &key).await.unwrap();
    let sender = sender(&database).await;
    let began = Instant::now();
    fill(&database, &sender, size).await;
    eprintln!("{size} documents written in {:.0} s", began.elapsed().as_secs_f64());

    let own = DocumentScope::Own(sender.id, sender.membership.organisation().unwrap());
    let managed = DocumentScope::Managed(sender.membership.organisation().unwrap());
    let all = |scope| DocumentQuery {
        scope,
        filter: DocumentFilter::All,
        search: DocumentSearch::default(),
        order: DocumentOrder::Updated,
        after: None,
        limit: 50,
    };
    let searched = |search| DocumentQuery { search, ..all(own) };
    let text = |text: &str| {
        searched(DocumentSearch { text: Some(text.to_owned()), ..DocumentSearch::default() })
    };
    let day = CalendarDate::parse("2026-05-17").ok();
    let mut deep = all(own);
    deep.after = Some(middle(size));
    let queries = [
        ("first page", all(own)),
        ("a page in the middle", deep),
        ("a tab with ten lines", DocumentQuery { filter: DocumentFilter::Draft, ..all(own) }),
        ("by amount", DocumentQuery { order: DocumentOrder::Amount, ..all(own) }),
        ("managed documents", all(managed)),
        ("a word that stands in every fifth", text("秘密保持")),
        ("a number that stands in one", text(&format!("{:07}号", size / 2))),
        ("a word that stands nowhere", text("存在しない言葉")),
        (
            "one day",
            searched(DocumentSearch { date_from: day, date_to: day, ..DocumentSearch::default() }),
        ),
        (
            "counterparty, day and word",
            searched(DocumentSearch {
                text: Some("契約".into()),
                counterparty: Some("山田商店".into()),
                date_from: day,
                date_to: day,
                ..DocumentSearch::default()
            }),
        ),
    ];
    let mut lines = Vec::new();
    let (p50, p95) = timed(async || {
        database.account(sender.id).await.unwrap();
    })
    .await;
    lines.push(("one row by its key".to_owned(), p50, p95));
    for (name, query) in queries {
        let found = database.documents(&query).await.unwrap().rows.len();
        let (p50, p95) = timed(async || {
            database.documents(&query).await.unwrap();
        })
        .await;
        lines.push((format!("{name} ({found})"), p50, p95));
    }
    for line in &mut lines {
        line.0 = line.0.split(" (").next().unwrap_or_default().to_owned();
    }
    lines
}

async fn timed(step: impl AsyncFn()) -> (Duration, Duration) {
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let began = Instant::now();
        step().await;
        times.push(began.elapsed());
    }
    times.sort();
    (times[ROUNDS / 2], times[ROUNDS * 95 / 100])
}

fn at(number: u32) -> Timestamp {
    Timestamp::from_micros(1_795_000_000_000_000).plus(Span::seconds(number))
}

fn middle(size: u32) -> wariin_ports::DocumentCursor {
    let value = at(size / 2).as_micros().to_string();
    wariin_ports::DocumentCursor { value, number: i64::MAX }
}

async fn sender(database: &SqlDatabase) -> Account {
    let name = OrganisationName::parse("割印商事").unwrap();
    let organisation = Organisation::new(UuidV7Ids.next().into(), name);
    let sender = Account {
        id: UuidV7Ids.next().into(),
        membership: Membership::Member { organisation: organisation.id, role: Role::Manager },
        name: PersonName::parse("佐藤 一郎").unwrap(),
        email: EmailAddress::parse("sato@example.jp").unwrap(),
        mailbox_proven_at: None,
        language: wariin_domain::Language::Japanese,
        disabled_at: None,
        reported_at: None,
        settled_at: None,
        email_since: None,
    };
    let mut tx = database.begin().await.unwrap();
    tx.accounts().add_organisation(&organisation, Events::none()).await.unwrap();
    tx.accounts().add(&sender, &PasswordHash::none(), Events::none()).await.unwrap();
    tx.commit().await.unwrap();
    sender
}

async fn fill(database: &SqlDatabase, sender: &Account, size: u32) {
    let mut number = 0;
    while number < size {
        let mut tx = database.begin().await.unwrap();
        for _ in 0..BATCH.min(size - number) {
            let (document, events) = document(sender, number, size);
            tx.documents().save(&document, events).await.unwrap();
            number += 1;
        }
        tx.commit().await.unwrap();
    }
}

/// One document: sent but for the first ten, each with a number of its own in its title.
fn document(sender: &Account, number: u32, size: u32) -> (Document, wariin_domain::Events) {
    let by = SignIn::new(sender.id, SignInMethod::Password { at: at(number) });
    let kind = KINDS[number as usize % KINDS.len()];
    let counterparty = if number % 1_000 == 7 { "山田商店" } else { "株式会社例示" };
    let day = format!("2026-{:02}-{:02}", number % 12 + 1, number % 28 + 1);
    let details = Details {
        title: Title::parse(&format!("{kind} 第{number:07}号")).unwrap(),
        attributes: Attributes {
            counterparty: Counterparty::parse(counterparty).ok(),
            contract_date: CalendarDate::parse(&day).ok(),
            amount: Amount::parse(&(number % 9_973 * 1_000).to_string()).ok(),
            ..Attributes::default()
        },
    };
    let file = DocumentFile {
        id: UuidV7Ids.next().into(),
        name: FileName::sanitized("contract.pdf"),
        bytes: 100_000,
        pages: 2,
        changes: Vec::new(),
        confirmed: None,
        digest: FileDigest::new([7; 32]),
        surface: wariin_domain::Surface::Unknown,
        prepared: Vec::new(),
        sealed: None,
    };
    let new = NewDraft { id: UuidV7Ids.next().into(), details, files: vec![file] };
    let (mut document, mut events) = Document::draft(new, sender, at(number)).unwrap();
    let recipient = RecipientDetails {
        name: PersonName::parse("山田 太郎").unwrap(),
        email: EmailAddress::parse(&format!("taro{number}@example.com")).unwrap(),
        organisation: None,
        language: Language::Japanese,
        access_code: None,
        idp: None,
        enrolment: wariin_domain::EnrolmentRule::Any,
    };
    let recipient = Recipient::new(UuidV7Ids.next().into(), recipient);
    events = events.and(document.add_recipient(recipient, &by, at(number)).unwrap());
    if number >= 10.min(size) {
        events = events.and(document.send(&by, at(number)).unwrap());
    }
    (document, events)
}
