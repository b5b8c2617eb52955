//! Jobs: waiting, done or dead.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) queue: String,
    pub(in crate::storage) priority: i16,
    /// What a binary has to know at least to read the payload.
    pub(in crate::storage) payload_version: i32,
    pub(in crate::storage) payload: String,
    /// The document that it is about.
    pub(in crate::storage) document_id: Option<Uuid>,
    pub(in crate::storage) run_at: i64,
    pub(in crate::storage) leased_until: i64,
    /// The node that claimed it last.
    pub(in crate::storage) leased_by: Option<String>,
    pub(in crate::storage) attempts: i32,
    pub(in crate::storage) state: String,
    /// How a job that is done ended.
    pub(in crate::storage) outcome: Option<String>,
    pub(in crate::storage) last_error: Option<String>,
    pub(in crate::storage) finished_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
