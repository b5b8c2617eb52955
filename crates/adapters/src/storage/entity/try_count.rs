//! Wrong tries of secrets, counted by where they come from.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "try_count")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) kind: String,
    /// The account or the recipient whose secret it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) subject_id: Uuid,
    /// `all`, `network` or `browser`, with the network or the browser's key in hexadecimal digits.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) source: String,
    pub(in crate::storage) failures: i32,
    pub(in crate::storage) blocked_until: Option<i64>,
    pub(in crate::storage) counted_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
