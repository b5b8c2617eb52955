//! Second factors.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "factor")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) account_id: Uuid,
    pub(in crate::storage) name: String,
    pub(in crate::storage) kind: String,
    pub(in crate::storage) seed: Vec<u8>,
    pub(in crate::storage) begun_at: i64,
    pub(in crate::storage) begun_in: Vec<u8>,
    pub(in crate::storage) confirmed_at: Option<i64>,
    pub(in crate::storage) behind_code: Option<bool>,
    pub(in crate::storage) last_step: Option<i64>,
    pub(in crate::storage) failures: i32,
    pub(in crate::storage) blocked_until: Option<i64>,
    pub(in crate::storage) last_used_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
