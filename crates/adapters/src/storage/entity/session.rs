//! Browser sessions.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) key: Vec<u8>,
    pub(in crate::storage) began_at: i64,
    pub(in crate::storage) seen_at: i64,
    pub(in crate::storage) account_id: Option<Uuid>,
    pub(in crate::storage) awaits_code: bool,
    pub(in crate::storage) method: Option<String>,
    pub(in crate::storage) method_at: Option<i64>,
    pub(in crate::storage) factor_id: Option<Uuid>,
    pub(in crate::storage) factor_kind: Option<String>,
    pub(in crate::storage) enrolled_at: Option<i64>,
    pub(in crate::storage) behind_code: Option<bool>,
    pub(in crate::storage) issuer: Option<String>,
    pub(in crate::storage) idp_connection_id: Option<Uuid>,
    pub(in crate::storage) idp_subject: Option<String>,
    pub(in crate::storage) idp_session: Option<String>,
    pub(in crate::storage) idp_login: Option<String>,
    pub(in crate::storage) idp_at: Option<i64>,
    pub(in crate::storage) by_passkey: bool,
    pub(in crate::storage) mailbox_recipient: Option<Uuid>,
    pub(in crate::storage) mailbox_at: Option<i64>,
    pub(in crate::storage) mailbox_address: Option<String>,
    pub(in crate::storage) opened_recipient: Option<Uuid>,
    pub(in crate::storage) opened_generation: Option<i32>,
    /// The last of [`Self::unlocked_recipients`], which is all that the release before reads and writes.
    pub(in crate::storage) unlocked_recipient: Option<Uuid>,
    pub(in crate::storage) browser: Option<String>,
    pub(in crate::storage) system: Option<String>,
    pub(in crate::storage) place: Option<String>,
    /// A list of ids ([`super::super::id_list`]).
    pub(in crate::storage) unlocked_recipients: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
