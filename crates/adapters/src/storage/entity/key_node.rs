//! Processes that serve, and the master keys that they know.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "key_node")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) node: String,
    /// Which it writes under.
    pub(in crate::storage) newest: String,
    /// Which it reads, with blanks between them.
    pub(in crate::storage) known: String,
    pub(in crate::storage) seen_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
