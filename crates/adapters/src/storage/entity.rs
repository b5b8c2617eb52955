//! Rows as sea-orm sees them; the schema is made by the migrations.

pub(super) mod account;
pub(super) mod audit_event;
pub(super) mod audit_head;
pub(super) mod authorization_request;
pub(super) mod backup_code;
pub(super) mod document;
pub(super) mod document_file;
pub(super) mod factor;
pub(super) mod id_token_evidence;
pub(super) mod idp_connection;
pub(super) mod idp_domain;
pub(super) mod idp_first_login;
pub(super) mod idp_link;
pub(super) mod idp_logout;
pub(super) mod invitation;
pub(super) mod job;
pub(super) mod log_head;
pub(super) mod log_leaf;
pub(super) mod log_node;
pub(super) mod log_pending;
pub(super) mod mailbox_code;
pub(super) mod organisation;
pub(super) mod recipient;
pub(super) mod session;
pub(super) mod template;
pub(super) mod try_count;
