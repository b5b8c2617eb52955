//! Wishes to set a new password by a mailed link.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "password_reset")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) email: String,
    pub(in crate::storage) asked_by: Option<Uuid>,
    pub(in crate::storage) asked_at: i64,
    pub(in crate::storage) account_id: Option<Uuid>,
    pub(in crate::storage) ended_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
