//! Jobs: what the service still has to do because of an event, run by workers.

mod email;
mod manage;
mod run;
mod seal;

pub use manage::{list_jobs, retry_job};
pub use run::{RENEW_EVERY, Worked, renew_leases, work_once};
pub(crate) use seal::sender;
