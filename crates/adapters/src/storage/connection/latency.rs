//! How long the database takes: measured where it is waited for.

use metrics::Histogram;
use sea_orm::DbErr;
use std::sync::OnceLock;
use std::time::Instant;

/// What is waited for.
#[derive(Clone, Copy)]
pub(super) enum Measured {
    /// The turn at `SQLite`'s only writing connection.
    Turn,
    /// A connection of the pool, and the beginning of a transaction on it.
    Begin,
    /// A statement; outside of a transaction the wait for a connection too.
    Statement,
    /// The commit of a transaction.
    Commit,
}

impl Measured {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Turn, "turn"),
        (Self::Begin, "begin"),
        (Self::Statement, "statement"),
        (Self::Commit, "commit"),
    ];

    /// The histogram, which is looked up once. A recorder that is installed later gets nothing.
    fn histogram(self) -> &'static Histogram {
        static ALL: OnceLock<[Histogram; 4]> = OnceLock::new();
        let all = ALL.get_or_init(|| {
            Self::ALL.map(|(_, operation)| {
                metrics::histogram!("wariin_database_duration_seconds", "operation" => operation)
            })
        });
        &all[self as usize]
    }
}

/// Does it, and measures how long it took, also when it failed.
pub(super) async fn measured<T>(
    what: Measured,
    work: impl Future<Output = Result<T, DbErr>>,
) -> Result<T, DbErr> {
    let begun = Instant::now();
    let done = work.await;
    what.histogram().record(begun.elapsed());
    if done.is_err() {
        metrics::counter!("wariin_database_errors_total").increment(1);
    }
    done
}
