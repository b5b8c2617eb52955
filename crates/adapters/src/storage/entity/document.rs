//! Documents.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) version: i64,
    pub(in crate::storage) organisation_id: Uuid,
    pub(in crate::storage) sender_id: Uuid,
    pub(in crate::storage) drafted_at: i64,
    pub(in crate::storage) updated_at: i64,
    pub(in crate::storage) title: String,
    pub(in crate::storage) counterparty: Option<String>,
    pub(in crate::storage) contract_date: Option<String>,
    pub(in crate::storage) starts_on: Option<String>,
    pub(in crate::storage) ends_on: Option<String>,
    pub(in crate::storage) amount: Option<i64>,
    pub(in crate::storage) control_number: Option<String>,
    pub(in crate::storage) message: Option<String>,
    pub(in crate::storage) advanced_auth: String,
    pub(in crate::storage) advanced_auth_by: Option<Uuid>,
    pub(in crate::storage) advanced_auth_at: Option<i64>,
    pub(in crate::storage) status: String,
    pub(in crate::storage) sent_at: Option<i64>,
    pub(in crate::storage) agreed_at: Option<i64>,
    pub(in crate::storage) ended_at: Option<i64>,
    pub(in crate::storage) ended_by: Option<Uuid>,
    pub(in crate::storage) copies: String,
    pub(in crate::storage) fields: Option<String>,
    pub(in crate::storage) link_life: i32,
    pub(in crate::storage) step_up_age: i32,
    pub(in crate::storage) request_languages: String,
    pub(in crate::storage) completion_files: String,
    pub(in crate::storage) seal_mark: String,
    pub(in crate::storage) sent_by: Option<String>,
    pub(in crate::storage) recipient_policy: Option<String>,
    pub(in crate::storage) sender_names_of: Option<Uuid>,
    pub(in crate::storage) sender_name: Option<String>,
    pub(in crate::storage) sender_organisation: Option<String>,
    pub(in crate::storage) certificate: Option<Vec<u8>>,
    pub(in crate::storage) certificate_level: Option<String>,
    pub(in crate::storage) legal_hold_since: Option<i64>,
    pub(in crate::storage) legal_hold_by: Option<Uuid>,
    pub(in crate::storage) legal_hold_reason: Option<String>,
    pub(in crate::storage) deletion_announced_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
