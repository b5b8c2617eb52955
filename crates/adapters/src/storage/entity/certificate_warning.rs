//! Warnings that a certificate ends: each is given once.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_warning")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) certificate: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) ends_at: i64,
    /// So many days ahead.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) days: i32,
    /// Until when no other process begins to give it.
    pub(in crate::storage) taken_until: i64,
    pub(in crate::storage) given_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
