//! Rows as sea-orm sees them; the schema is made by the migrations.

pub(super) mod account;
pub(super) mod audit_event;
pub(super) mod audit_head;
pub(super) mod backup_code;
pub(super) mod document;
pub(super) mod document_file;
pub(super) mod factor;
pub(super) mod mailbox_code;
pub(super) mod organisation;
pub(super) mod outbox;
pub(super) mod recipient;
pub(super) mod session;
