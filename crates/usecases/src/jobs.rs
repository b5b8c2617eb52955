//! Jobs: what the service still has to do because of an event, run by workers.

mod email;
mod run;
mod seal;

pub use run::{Worked, work_once};
