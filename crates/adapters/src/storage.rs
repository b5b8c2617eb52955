//! Storage in SQL: `SQLite` by default, `PostgreSQL` as well, through sea-orm.

mod access_code;
mod account;
mod audit;
mod database;
mod document;
mod document_row;
mod entity;
mod error;
mod factor;
mod idp_attempt;
mod idp_connection;
mod idp_json;
mod idp_link;
mod invitation;
mod listing;
mod mailbox_code;
mod migration;
mod organisation;
mod outbox;
mod session;
mod template;
mod views;
mod work;

pub use database::{SqlDatabase, SqlError};
