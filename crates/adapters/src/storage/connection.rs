//! Connections that can be relied on: none is used again in an unknown state, and none makes a person wait
//! longer than its limit.

mod latency;
mod limits;
mod pool;
mod postgres;
mod reach;
mod sqlite;
mod transaction;
mod turns;

pub use limits::DatabaseLimits;
pub(super) use pool::{Pace, Pool};
pub(super) use postgres::{
    connect as connect_postgres, connect_only_session, keeping_alive, other_sessions,
};
pub use reach::Unreachable;
pub(super) use reach::reach;
pub(super) use sqlite::{Access, connect as connect_sqlite, connect_snapshot, make_private};
pub(super) use transaction::Transaction;
pub use turns::Purpose;
