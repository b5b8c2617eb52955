//! Getting and renewing the certificate of the service's own TLS by ACME: one node orders, all use it.

use crate::Result;
use std::sync::Arc;
use wariin_domain::{OrderFailure, Span, Timestamp, order_again_after, renewal_due};
use wariin_ports::{
    CertificateAuthority, CertificateOrders, Clock, IssuedCertificate, OrderError, OrderTask,
};

/// How long an order may take; after it another node may begin.
const LEASE: Span = Span::minutes(10);

/// What became of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ordered {
    /// None is due, or another node is at it.
    NotDue,
    /// There is a new certificate, which ends then.
    Issued {
        /// When it ends.
        until: Timestamp,
        /// When the next one is ordered.
        due_at: Timestamp,
    },
    /// There is none; what was used before is used on.
    Failed {
        /// Why.
        failure: OrderFailure,
        /// What the authority said.
        problem: String,
        /// When it is tried again.
        due_at: Timestamp,
    },
}

/// Orders the certificate if that is due. A node that is killed meanwhile leaves the order to another one.
///
/// # Errors
/// When storage fails: the order is due again when the lease has ended.
pub async fn order_certificate_if_due(
    clock: &dyn Clock,
    orders: &Arc<dyn CertificateOrders>,
    authority: &dyn CertificateAuthority,
) -> Result<Ordered> {
    let Some(task) = orders.take_on(clock.now(), LEASE).await? else {
        return Ok(Ordered::NotDue);
    };
    let failures = task.failures;
    match order(clock, orders, authority, task).await {
        Ok(certificate) => {
            let (now, until) = (clock.now(), certificate.until);
            let due_at = renewal_due(now, until);
            orders.issued(&certificate, now, due_at).await?;
            Ok(Ordered::Issued { until, due_at })
        }
        Err(OrderError::Storage(error)) => Err(error.into()),
        Err(error) => {
            let (failure, problem) = match error {
                OrderError::Failed(failure, problem) => (failure, problem),
                other => (OrderFailure::Refused, other.to_string()),
            };
            let due_at = clock.now().plus(order_again_after(failures.saturating_add(1)));
            orders.failed(failure, &problem, due_at).await?;
            Ok(Ordered::Failed { failure, problem, due_at })
        }
    }
}

/// With the account that is kept; with a new one where there is none, or the authority has forgotten it.
async fn order(
    clock: &dyn Clock,
    orders: &Arc<dyn CertificateOrders>,
    authority: &dyn CertificateAuthority,
    task: OrderTask,
) -> std::result::Result<IssuedCertificate, OrderError> {
    if let Some(account) = task.account {
        match authority.order(&account, Arc::clone(orders), clock.now()).await {
            Err(OrderError::UnknownAccount) => {}
            ordered => return ordered,
        }
    }
    let account = authority.register().await?;
    // Before it is used: an account that is lost counts against what the authority allows.
    orders.keep_account(&account, clock.now()).await?;
    authority.order(&account, Arc::clone(orders), clock.now()).await
}
