//! Storage in SQL: `SQLite` by default, `PostgreSQL` as well, through sea-orm.

mod account;
mod address_change;
mod audit;
mod authorization_request;
mod backlog;
mod certificate;
mod certificate_order;
mod certificate_warning;
mod codec;
mod connection;
mod database;
mod deleted_document;
mod document;
mod document_row;
mod entity;
mod error;
mod factor;
mod given_consent;
mod id_list;
mod idp_connection;
mod idp_link;
mod invitation;
mod jobs;
mod kept;
mod keys;
mod listing;
mod log;
mod mailbox_code;
mod migration;
mod nodes;
mod organisation;
mod orphan;
mod paging;
mod passkey;
mod password_reset;
mod people;
mod received;
mod recovery;
mod seal_certificate;
mod seal_proof;
mod session;
mod shown_pages;
mod stamp_image;
mod stored_files;
mod template;
mod transfer;
mod tries;
mod views;
mod work;

/// How many rows one INSERT holds. A statement takes 32,766 values in `SQLite` and 65,535 in `PostgreSQL`,
/// and one unit of work may write more: a member who leaves may hand over thousands of documents.
const ROWS_A_STATEMENT: usize = 500;

pub use backlog::{Backlog, Durability, PoolUse, QueueBacklog};
pub use certificate_order::KeptCertificate;
pub(crate) use codec::event::decode as decode_event;
pub use connection::{DatabaseLimits, Purpose, Unreachable};
pub use database::{SqlDatabase, SqlError};
pub use jobs::{DONE_JOBS_KEPT, ForgottenJobs};
pub use keys::{KeyNode, KeyProblem, KeysInUse, Rotated, Rotation};
pub use migration::{LockedTable, PlannedStep, TableLock, TableSize};
pub use nodes::{NodeRole, ServiceNode};
