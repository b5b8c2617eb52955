//! A witness's signature under a published checkpoint.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cosignature")]
pub(in crate::storage) struct Model {
    /// The verifier key of the witness.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) witness: String,
    /// The size of the checkpoint.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) size: i64,
    /// The signature's line in the note, without its newline.
    pub(in crate::storage) line: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
