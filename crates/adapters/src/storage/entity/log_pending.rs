//! Events that were committed and are not integrated in the log yet, in the order of their arrival.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "log_pending")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key)]
    pub(in crate::storage) arrival: i64,
    pub(in crate::storage) subject: String,
    pub(in crate::storage) subject_id: Uuid,
    pub(in crate::storage) sequence: i64,
    /// Whether the event turned out to be none that this service wrote.
    pub(in crate::storage) refused: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
