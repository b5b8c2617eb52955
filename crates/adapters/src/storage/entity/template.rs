//! Templates.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "template")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) organisation_id: Uuid,
    pub(in crate::storage) author_id: Uuid,
    pub(in crate::storage) name: String,
    pub(in crate::storage) saved_at: i64,
    pub(in crate::storage) omits_request: bool,
    pub(in crate::storage) contents: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
