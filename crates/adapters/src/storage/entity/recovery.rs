//! Recoveries of a database that was set back to an earlier state.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recovery")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) number: i32,
    pub(in crate::storage) begun_at: i64,
    pub(in crate::storage) cause: String,
    pub(in crate::storage) events: i64,
    pub(in crate::storage) witnessed: Option<i64>,
    pub(in crate::storage) finished_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
