//! Connections that can be relied on: none is used again in an unknown state, and none makes a person wait
//! longer than its limit.

mod limits;
mod pool;
mod postgres;
mod sqlite;
mod transaction;

pub use limits::DatabaseLimits;
pub(super) use pool::{Pace, Pool};
pub(super) use postgres::{connect as connect_postgres, keeping_alive};
pub(super) use sqlite::{Access, connect as connect_sqlite, make_private};
pub(super) use transaction::Transaction;
