//! Jobs: written with their events, run by one worker each, never lost.

mod asked;
mod forgotten;
mod leases;
mod mails;
mod queue;

use wariin_domain::Span;

const LEASE: Span = Span::minutes(2);
