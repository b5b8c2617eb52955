//! Accounts with their passwords.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) organisation_id: Option<Uuid>,
    pub(in crate::storage) role: Option<String>,
    pub(in crate::storage) name: String,
    pub(in crate::storage) email: String,
    pub(in crate::storage) mailbox_proven_at: Option<i64>,
    pub(in crate::storage) password_hash: String,
    pub(in crate::storage) language: String,
    pub(in crate::storage) disabled_at: Option<i64>,
    pub(in crate::storage) reported_at: Option<i64>,
    pub(in crate::storage) settled_at: Option<i64>,
    pub(in crate::storage) email_since: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
