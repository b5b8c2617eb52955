//! Identities that belong to accounts.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idp_link")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) connection_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) issuer: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) subject: String,
    pub(in crate::storage) account_id: Uuid,
    pub(in crate::storage) linked_at: i64,
    pub(in crate::storage) behind_code: Option<bool>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
