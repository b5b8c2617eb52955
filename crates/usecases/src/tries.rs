//! Counting wrong tries of a secret by where they come from.

use crate::Result;
use wariin_domain::{Client, Span, Throttle, Timestamp, Tries, TryKind, TrySource, Uuid};
use wariin_ports::UnitOfWork;

/// How long the wrong tries of a network are kept after its last one.
const NETWORKS: Span = Span::hours(24);
/// How long a browser in which a secret was typed right is known.
const BROWSERS: Span = Span::days(400);

/// The tries that count against this client; they are locked until the unit of work ends.
pub(crate) async fn tries(
    tx: &mut dyn UnitOfWork,
    kind: TryKind,
    subject: Uuid,
    client: Client,
) -> Result<Tries> {
    tx.tries().lock(kind, subject).await?;
    let browser = TrySource::Browser(client.browser);
    if let Some(own) = tx.tries().find(kind, subject, browser).await? {
        return Ok(Tries::of_known(kind, client.browser, own));
    }
    let network = tx.tries().find(kind, subject, TrySource::Network(client.network)).await?;
    let all = tx.tries().find(kind, subject, TrySource::AllNetworks).await?;
    let (own, all) = (network.unwrap_or_default(), all.unwrap_or_default());
    Ok(Tries::of_unknown(kind, client.network, own, all))
}

/// Keeps the counts after one more wrong try.
pub(crate) async fn count_failure(
    tx: &mut dyn UnitOfWork,
    kind: TryKind,
    subject: Uuid,
    tries: Tries,
    now: Timestamp,
) -> Result<()> {
    for count in tries.failed(now).counts() {
        tx.tries().save(kind, subject, count, now).await?;
    }
    Ok(())
}

/// Clears the counts after the secret was typed right, and knows the browser from now on.
pub(crate) async fn clear(
    tx: &mut dyn UnitOfWork,
    kind: TryKind,
    subject: Uuid,
    (tries, client): (Tries, Client),
    now: Timestamp,
) -> Result<()> {
    for count in tries.succeeded().counts() {
        tx.tries().save(kind, subject, count, now).await?;
    }
    let known = (TrySource::Browser(client.browser), Throttle::clear());
    Ok(tx.tries().save(kind, subject, known, now).await?)
}

/// Forgets what was not counted for long.
pub(crate) async fn forget(tx: &mut dyn UnitOfWork, now: Timestamp) -> Result<()> {
    Ok(tx.tries().forget(now.minus(NETWORKS), now.minus(BROWSERS)).await?)
}
