//! What Wariin does: one function for each thing, over the ports, with the rules left to the domain.
//!
//! A use case gathers what it needs, lets the domain decide, and keeps the result in one unit of work.
//! Between `begin` and `commit` nothing but the unit of work is awaited.

mod account;
mod certificate;
mod certificate_order;
mod certificate_warning;
mod checkpoint;
mod document;
mod error;
mod files;
mod form_key;
mod idp;
mod jobs;
mod organisation;
mod passkey;
mod principal;
mod probe;
mod queries;
mod recipient;
mod recovery;
mod renewal;
mod retention;
mod secret_input;
mod step;
mod totp;
mod tries;
mod verification;

pub use account::*;
pub use certificate::{managed_certificate, own_certificate, recipient_certificate};
pub use certificate_order::{Ordered, order_certificate_if_due};
pub use certificate_warning::warn_of_certificates;
pub use checkpoint::{
    Unattested, attest_newest, compare_with_kept, log_tile, mail_checkpoint, publish_if_due,
    published_checkpoint,
};
pub use document::*;
pub use error::{Error, Result, with_causes};
pub use files::{
    CopiedFiles, FileCheck, SweptFiles, check_files, copy_shelf, open_file, read_file, sweep_files,
};
pub use form_key::FormKey;
pub use idp::*;
pub use jobs::{RENEW_EVERY, Worked, list_jobs, renew_leases, retry_job, work_once};
pub use organisation::*;
pub use passkey::*;
pub use principal::Principal;
pub use probe::{queue_lag, write_a_row};
pub use queries::*;
pub use recipient::*;
pub use recovery::{RecoveryReport, begin_restored, recover_if_due, witness_log};
pub use renewal::{
    Renewal, RenewalOutcome, RenewedPart, ask_to_raise_seals, queue_due_renewals,
    renew_as_operator, renewal_schedule, schedule_as_operator, sealed_documents,
};
pub use retention::{RetentionRun, RetentionStep, apply_retention, due_retention};
pub use secret_input::SecretInput;
pub use verification::{Verification, verify_file};
pub use wariin_ports::Ports;

#[cfg(doctest)]
#[doc = include_str!("../../../docs/testing.md")]
mod testing {}
