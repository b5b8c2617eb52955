//! Jobs that are to be done.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) job: String,
    pub(in crate::storage) document_id: Option<Uuid>,
    pub(in crate::storage) recipient_id: Option<Uuid>,
    /// The code, the visit to a provider, or the account that it is about.
    pub(in crate::storage) code_id: Option<Uuid>,
    pub(in crate::storage) invitation_id: Option<Uuid>,
    pub(in crate::storage) generation: Option<i32>,
    pub(in crate::storage) run_at: i64,
    pub(in crate::storage) leased_until: i64,
    pub(in crate::storage) attempts: i32,
    pub(in crate::storage) done_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
