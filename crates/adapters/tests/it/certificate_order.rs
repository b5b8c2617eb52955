//! The certificate of the service's own TLS by ACME, as all nodes keep it.

use crate::databases::{TestDatabase, on_each};
use crate::people::after;
use sea_orm::{ConnectionTrait, Statement};
use wariin_adapters::KeptCertificate;
use wariin_domain::{OrderFailure, Span};
use wariin_ports::{CertificateOrders, IssuedCertificate, OrderStanding, OrderTask};

const KEY: &str = "2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a";
const NEWER: &str = "0707070707070707070707070707070707070707070707070707070707070707";
const LEASE: Span = Span::minutes(10);

async fn node(test: &TestDatabase, keys: &str, name: &str) -> KeptCertificate {
    let hosts = ["sign.example.jp".to_owned(), "www.sign.example.jp".to_owned()];
    test.under(keys, name).await.kept_certificate("https://acme.example/directory", &hosts)
}

fn certificate() -> IssuedCertificate {
    let key = "key-canary".to_owned().into();
    IssuedCertificate { chain: "chain".to_owned(), key, until: after(900) }
}

const FIRST: Option<OrderTask> = Some(OrderTask { account: None, failures: 0 });

// FA-10
#[tokio::test]
async fn one_node_orders_at_a_time_and_another_one_when_it_was_killed() {
    on_each(async |test| {
        let (one, other) = (node(test, KEY, "one").await, node(test, KEY, "other").await);
        assert_eq!(one.standing().await.unwrap(), OrderStanding::default());
        assert_eq!(one.take_on(after(1), LEASE).await.unwrap(), FIRST);
        assert_eq!(other.take_on(after(10), LEASE).await.unwrap(), None, "the other is at it");
        assert_eq!(one.take_on(after(10), LEASE).await.unwrap(), FIRST, "it began again");
        assert_eq!(other.take_on(after(20), LEASE).await.unwrap(), FIRST, "it was killed");
        assert_eq!(one.take_on(after(20), LEASE).await.unwrap(), None);

        other.issued(&certificate(), after(21), after(600)).await.unwrap();
        assert_eq!(one.certificate().await.unwrap(), Some(certificate()));
        assert_eq!(one.take_on(after(599), LEASE).await.unwrap(), None, "not due yet");
        assert_eq!(one.take_on(after(600), LEASE).await.unwrap(), FIRST);
    })
    .await;
}

#[tokio::test]
async fn a_failure_is_kept_with_its_reason_until_a_certificate_is_issued() {
    on_each(async |test| {
        let node = node(test, KEY, "one").await;
        for failures in [0, 1] {
            let task = node.take_on(after(10 + failures), LEASE).await.unwrap().unwrap();
            assert_eq!(task.failures, failures);
            let due_at = after(11 + failures);
            node.failed(OrderFailure::NotValidated, "no answer", due_at).await.unwrap();
        }
        let failure = Some((OrderFailure::NotValidated, "no answer".to_owned()));
        let standing = OrderStanding { until: None, due_at: Some(after(12)), failures: 2, failure };
        assert_eq!(node.standing().await.unwrap(), standing);
        assert_eq!(node.certificate().await.unwrap(), None);

        node.issued(&certificate(), after(12), after(600)).await.unwrap();
        let (until, due_at) = (Some(after(900)), Some(after(600)));
        let standing = OrderStanding { until, due_at, failures: 0, failure: None };
        assert_eq!(node.standing().await.unwrap(), standing);
        node.order_now(after(30)).await.unwrap();
        assert!(node.take_on(after(30), LEASE).await.unwrap().is_some(), "the operator asked");
    })
    .await;
}

#[tokio::test]
async fn what_an_authority_asks_for_is_answered_by_every_node_for_a_while() {
    on_each(async |test| {
        let (one, other) = (node(test, KEY, "one").await, node(test, KEY, "other").await);
        for digest in [[1; 32], [2; 32]] {
            one.answer("sign.example.jp", digest, after(10)).await.unwrap();
            let answered = other.answer_for("sign.example.jp", after(9)).await.unwrap();
            assert_eq!(answered, Some(digest));
        }
        for (host, at) in [("sign.example.jp", 10), ("www.sign.example.jp", 9)] {
            assert_eq!(other.answer_for(host, after(at)).await.unwrap(), None, "{host} {at}");
        }
    })
    .await;
}

// EV-02
#[tokio::test]
async fn account_and_private_key_are_encrypted_and_come_under_a_new_master_key() {
    on_each(async |test| {
        let before = node(test, KEY, "one").await;
        before.take_on(after(1), LEASE).await.unwrap();
        before.keep_account("account-canary", after(1)).await.unwrap();
        before.issued(&certificate(), after(2), after(2)).await.unwrap();
        let intruder = test.intruder().await;
        for (column, table) in
            [("credentials", "acme_account"), ("private_key", "acme_certificate")]
        {
            let sql = format!("SELECT {column} AS found FROM {table}");
            let statement = Statement::from_string(intruder.get_database_backend(), sql);
            let row = intruder.query_one_raw(statement).await.unwrap().unwrap();
            let found: Vec<u8> = row.try_get("", "found").unwrap();
            assert!(!found.windows(6).any(|part| part == b"canary"), "{table}");
        }

        let both = format!("{KEY}\n{NEWER}\n");
        let database = test.under(&both, "one").await;
        database.take_up_keys(after(3)).await.unwrap();
        database.rotate_keys(after(4), &mut |_| {}).await.unwrap();
        let after_it = node(test, &format!("retired {KEY}\n{NEWER}\n"), "one").await;
        assert_eq!(after_it.certificate().await.unwrap(), Some(certificate()));
        let task = after_it.take_on(after(5), LEASE).await.unwrap().unwrap();
        assert_eq!(task.account.as_deref().map(String::as_str), Some("account-canary"));
    })
    .await;
}
