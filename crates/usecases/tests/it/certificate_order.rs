//! Getting and renewing the certificate of the service's own TLS.

use crate::world::NOW;
use std::sync::Arc;
use wariin_domain::{OrderFailure, Span};
use wariin_ports::mock::{MockCertificateAuthority, MockCertificateOrders, MockClock};
use wariin_ports::{CertificateOrders, IssuedCertificate, OrderError, OrderTask, StorageError};
use wariin_usecases::{Ordered, order_certificate_if_due};

fn clock() -> MockClock {
    let mut clock = MockClock::new();
    clock.expect_now().return_const(NOW);
    clock
}

fn certificate() -> IssuedCertificate {
    let until = NOW.plus(Span::days(90));
    IssuedCertificate { chain: "chain".into(), key: "key".to_owned().into(), until }
}

async fn ordered(
    orders: MockCertificateOrders,
    authority: &MockCertificateAuthority,
) -> wariin_usecases::Result<Ordered> {
    let orders: Arc<dyn CertificateOrders> = Arc::new(orders);
    order_certificate_if_due(&clock(), &orders, authority).await
}

/// Orders of a node that takes this on.
fn due(account: Option<&str>, failures: u32) -> MockCertificateOrders {
    let account = account.map(|account| account.to_owned().into());
    let mut orders = MockCertificateOrders::new();
    orders
        .expect_take_on()
        .times(1)
        .withf(|now, lease| *now == NOW && *lease == Span::minutes(10))
        .return_once(move |_, _| Ok(Some(OrderTask { account, failures })));
    orders
}

#[tokio::test]
async fn nothing_is_asked_of_the_authority_before_an_order_is_due() {
    let mut orders = MockCertificateOrders::new();
    orders.expect_take_on().times(1).returning(|_, _| Ok(None));
    let authority = MockCertificateAuthority::new();
    let outcome = ordered(orders, &authority).await;
    assert_eq!(outcome.unwrap(), Ordered::NotDue);
}

#[tokio::test]
async fn a_new_account_is_kept_before_it_is_used_and_the_certificate_for_all_nodes() {
    let mut orders = due(None, 0);
    let mut sequence = mockall::Sequence::new();
    orders
        .expect_keep_account()
        .times(1)
        .in_sequence(&mut sequence)
        .withf(|account, _| account == "new")
        .returning(|_, _| Ok(()));
    let mut authority = MockCertificateAuthority::new();
    authority.expect_register().times(1).returning(|| Ok("new".to_owned().into()));
    authority
        .expect_order()
        .times(1)
        .in_sequence(&mut sequence)
        .withf(|account, _, _| account == "new")
        .returning(|_, _, _| Ok(certificate()));
    let due_at = NOW.plus(Span::days(60));
    orders
        .expect_issued()
        .times(1)
        .withf(move |issued, now, due| *issued == certificate() && (*now, *due) == (NOW, due_at))
        .returning(|_, _, _| Ok(()));
    let outcome = ordered(orders, &authority).await;
    assert_eq!(outcome.unwrap(), Ordered::Issued { until: certificate().until, due_at });
}

#[tokio::test]
async fn an_account_that_the_authority_has_forgotten_is_replaced() {
    let mut orders = due(Some("old"), 0);
    orders.expect_keep_account().times(1).returning(|_, _| Ok(()));
    orders.expect_issued().times(1).returning(|_, _, _| Ok(()));
    let mut authority = MockCertificateAuthority::new();
    authority.expect_register().times(1).returning(|| Ok("new".to_owned().into()));
    authority.expect_order().times(2).returning(|account, _, _| match account {
        "old" => Err(OrderError::UnknownAccount),
        _ => Ok(certificate()),
    });
    let outcome = ordered(orders, &authority).await;
    assert!(matches!(outcome.unwrap(), Ordered::Issued { .. }));
}

#[tokio::test]
async fn an_order_that_failed_is_noted_with_its_reason_and_due_again_after_a_growing_time() {
    for (failures, minutes) in [(0, 5), (1, 10), (2, 20)] {
        let due_at = NOW.plus(Span::minutes(minutes));
        let mut orders = due(Some("account"), failures);
        orders
            .expect_failed()
            .times(1)
            .withf(move |failure, problem, due| {
                (*failure, problem, *due) == (OrderFailure::NotValidated, "no answer", due_at)
            })
            .returning(|_, _, _| Ok(()));
        let mut authority = MockCertificateAuthority::new();
        authority.expect_order().times(1).returning(|_, _, _| {
            Err(OrderError::Failed(OrderFailure::NotValidated, "no answer".to_owned()))
        });
        let (failure, problem) = (OrderFailure::NotValidated, "no answer".to_owned());
        let outcome = ordered(orders, &authority).await;
        assert_eq!(outcome.unwrap(), Ordered::Failed { failure, problem, due_at });
    }
}

#[tokio::test]
async fn storage_that_fails_leaves_the_order_to_whichever_node_is_next() {
    let orders = due(Some("account"), 0);
    let mut authority = MockCertificateAuthority::new();
    authority
        .expect_order()
        .times(1)
        .returning(|_, _, _| Err(OrderError::Storage(StorageError::Conflict)));
    assert!(ordered(orders, &authority).await.is_err());
}
