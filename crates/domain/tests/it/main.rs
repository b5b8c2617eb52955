//! The rules, one test each, and the invariants under any order of steps.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod account;
mod address_change;
mod advanced_auth;
mod after_restore;
mod any_order;
mod consent;
mod content;
mod delivery;
mod factor;
mod field;
mod field_fault;
mod field_tag;
mod field_value;
mod field_withdrawal;
mod file_changes;
mod forward;
mod gate;
mod given_consent;
mod hold;
mod identity;
mod idp;
mod idp_consent;
mod idp_names;
mod idp_renewal;
mod link;
mod looks;
mod manager;
mod next_step;
mod notice;
mod organisation;
mod password_reset;
mod recipient_policy;
mod report;
mod requirement;
mod restore;
mod search;
mod sending;
mod session;
mod shown;
mod stage;
mod template;
mod text;
mod tries;
mod withdraw;
