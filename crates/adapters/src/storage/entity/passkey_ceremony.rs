//! Ceremonies of passkeys that are under way.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkey_ceremony")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) purpose: String,
    pub(in crate::storage) browser: Vec<u8>,
    pub(in crate::storage) session: Option<Vec<u8>>,
    pub(in crate::storage) began_at: i64,
    pub(in crate::storage) state: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
