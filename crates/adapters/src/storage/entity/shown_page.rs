//! Pages that were delivered to a session.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shown_page")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) session: Vec<u8>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) recipient_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) file_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) page: i32,
    pub(in crate::storage) shown_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
