//! The use cases on mocked ports: what is asked of the ports, what is kept, and that a failing storage
//! leaves nothing half done.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(
    clippy::similar_names,
    reason = "`ports` stand beside a `port`, what is refused beside a refusal"
)]

mod access_code;
mod account;
mod backup_codes;
mod certificate_order;
mod certificate_warning;
mod checkpoint;
mod company;
mod consent;
mod correct_recipient;
mod evidence;
mod fields;
mod file_changes;
mod files;
mod forward;
mod idp_account;
mod idp_consent;
mod idp_sign_in;
mod jobs;
mod late_enrolment;
mod link;
mod mailbox;
mod opening;
mod organisation;
mod pages;
mod passkey;
mod passkey_joining;
mod passkey_ways;
mod preflight;
mod queries;
mod received;
mod recipient_queries;
mod renewal;
mod report;
mod reset;
mod retention;
mod sending;
mod sign_in;
mod tags;
mod to_sender;
mod verification;
mod world;
