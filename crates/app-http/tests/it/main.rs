//! The service in one process: every route of the map with every kind of caller.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod account_report;
mod acme;
#[expect(dead_code, reason = "shared with the tests of the signatures themselves")]
#[path = "../../../pades/tests/it/authority.rs"]
mod authority;
mod browser;
mod consent_turn;
mod correct_recipient;
mod cut;
mod damaged_files;
mod damaged_links;
mod doctor;
mod documented_commands;
mod evidence;
mod fields;
mod file_changes;
mod first_use;
mod first_use_attacks;
mod forgotten_password;
#[expect(dead_code, reason = "shared with the tests of the signatures themselves")]
#[path = "../../../pades/tests/it/generations.rs"]
mod generations;
mod guard;
mod joining_by_passkey;
mod keys;
mod late_enrolment;
mod looks;
mod managed;
mod many_fields;
mod matrix;
mod metrics;
mod object_storage;
mod operator;
mod output;
mod path;
mod placing;
mod process;
mod proxy;
mod published_log;
mod received;
mod received_without_factor;
mod recipient_path;
mod renewal_queue;
mod restore;
mod rules;
mod seal;
mod seal_elsewhere;
mod seal_mark;
mod seal_renewal;
mod second_factor;
mod service;
mod setup;
mod shared_mailbox;
mod slow_bodies;
mod tls;
mod twice;
mod uploads;
mod verify;
mod weak_enrolment;
