//! Wishes for another mail address.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "address_change")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) account_id: Uuid,
    pub(in crate::storage) from_email: String,
    pub(in crate::storage) to_email: String,
    pub(in crate::storage) session: Vec<u8>,
    pub(in crate::storage) present_code: Uuid,
    pub(in crate::storage) new_code: Uuid,
    pub(in crate::storage) asked_at: i64,
    pub(in crate::storage) ended_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
