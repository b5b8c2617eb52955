//! The service in one process: every route of the map with every kind of visitor.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod browser;
mod guard;
mod managed;
mod matrix;
mod path;
mod rules;
mod service;
mod setup;
mod uploads;
