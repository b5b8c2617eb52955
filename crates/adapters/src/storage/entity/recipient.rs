//! The recipients of documents.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recipient")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) document_id: Uuid,
    pub(in crate::storage) position: i32,
    pub(in crate::storage) name: String,
    pub(in crate::storage) email: String,
    pub(in crate::storage) organisation_name: Option<String>,
    pub(in crate::storage) language: String,
    pub(in crate::storage) access_code: Option<String>,
    pub(in crate::storage) idp: Option<String>,
    pub(in crate::storage) enrolment: String,
    pub(in crate::storage) is_gated: bool,
    pub(in crate::storage) generation: i32,
    pub(in crate::storage) account_id: Option<Uuid>,
    pub(in crate::storage) organisation_id: Option<Uuid>,
    pub(in crate::storage) held_since: Option<i64>,
    pub(in crate::storage) hold_reason: Option<String>,
    pub(in crate::storage) consent_held_since: Option<i64>,
    pub(in crate::storage) consent_hold_reason: Option<String>,
    pub(in crate::storage) opened_at: Option<i64>,
    /// The last of [`Self::behind_access_codes`], which is all that the release before reads and writes.
    pub(in crate::storage) behind_access_code: Option<Uuid>,
    pub(in crate::storage) undelivered: Option<String>,
    pub(in crate::storage) undelivered_at: Option<i64>,
    pub(in crate::storage) preflight: Option<String>,
    pub(in crate::storage) preflight_at: Option<i64>,
    pub(in crate::storage) corrected_at: Option<i64>,
    /// The first link of the present address.
    pub(in crate::storage) first_link: Option<i32>,
    pub(in crate::storage) state: String,
    pub(in crate::storage) state_at: Option<i64>,
    /// Since when the link lives that was reported to have reached the wrong person.
    pub(in crate::storage) invited_at: Option<i64>,
    pub(in crate::storage) reason: Option<String>,
    pub(in crate::storage) forwarded_to: Option<Uuid>,
    pub(in crate::storage) assurance: Option<String>,
    pub(in crate::storage) consented_content: Option<Vec<u8>>,
    pub(in crate::storage) consent_statement: Option<String>,
    /// A list of ids ([`super::super::id_list`]).
    pub(in crate::storage) behind_access_codes: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
