//! Codes that prove a mailbox.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mailbox_code")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) recipient_id: Uuid,
    pub(in crate::storage) session: Vec<u8>,
    pub(in crate::storage) issued_at: i64,
    pub(in crate::storage) used_at: Option<i64>,
    pub(in crate::storage) network: Vec<u8>,
    /// Missing in the codes of earlier releases, which prove nothing any more.
    pub(in crate::storage) address: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
