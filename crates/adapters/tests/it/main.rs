//! The adapters on real technology: both databases, RFC 6238's vectors, files and mails on disk.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod address_change;
mod agreed;
mod audit;
mod awaited;
mod backup;
mod certificate;
mod certificate_order;
mod certificate_storage;
mod checkpoints;
mod databases;
mod dns;
mod evidence;
mod faults;
mod hostile;
mod id_token;
mod idp_discovery;
mod idp_logout;
mod idp_storage;
mod idp_token;
mod jobs;
mod keys;
mod limits;
mod links;
mod listing;
mod log;
mod lost_replies;
mod nodes;
mod object_storage;
mod organisation;
mod orphans;
mod passkey_storage;
mod passkeys;
mod password_reset;
mod pdf_a;
mod people;
mod pictures;
mod plan;
mod preflight;
mod printed;
mod races;
mod random_edits;
mod reach;
mod received;
mod recovery;
mod retention;
mod role;
mod schema;
mod seal;
mod seal_proof;
mod shown_as_printed;
mod shown_pages;
mod storage;
mod technologies;
mod units_of_work;
mod upgrade;
mod witnesses;
