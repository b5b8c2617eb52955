//! Invitations to join an organisation.

use super::codec::{self, InvitationCodes};
use super::entity::invitation::{Column, Entity, Model};
use super::error::{corrupt, failed};
use super::organisation::number;
use super::work::SqlWork;
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, Iterable, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, OnConflict},
};
use wariin_domain::{
    EmailAddress, Events, Invitation, InvitationId, InvitationState, OrganisationId, Role,
    Timestamp, Uuid,
};
use wariin_ports::{InvitationRepository, StorageError};

/// The rows of the index `invitation_open_once`. SQLite uses a partial index only where its condition is written out
/// (ADR 110).
pub(super) fn in_index_of_open() -> Expr {
    Expr::cust("state = 'open'")
}

#[async_trait]
impl InvitationRepository for SqlWork {
    async fn find(&mut self, id: InvitationId) -> Result<Option<Invitation>, StorageError> {
        let row = Entity::find_by_id(Uuid::from(id)).lock_exclusive().one(&self.tx).await;
        row.map_err(failed)?.map(to_invitation).transpose()
    }

    async fn count_open(&mut self, of: OrganisationId) -> Result<u64, StorageError> {
        Entity::find()
            .filter(Column::OrganisationId.eq(Uuid::from(of)))
            .filter(in_index_of_open())
            .count(&self.tx)
            .await
            .map_err(failed)
    }

    async fn newest(
        &mut self,
        of: OrganisationId,
        to: &EmailAddress,
    ) -> Result<Option<Invitation>, StorageError> {
        let newest = Entity::find()
            .filter(Column::OrganisationId.eq(Uuid::from(of)))
            .filter(Column::Email.eq(to.as_str()))
            .order_by_desc(Column::MailedAt)
            .one(&self.tx)
            .await;
        newest.map_err(failed)?.map(to_invitation).transpose()
    }

    async fn count_mailed(
        &mut self,
        of: OrganisationId,
        since: Timestamp,
    ) -> Result<u64, StorageError> {
        Entity::find()
            .filter(Column::OrganisationId.eq(Uuid::from(of)))
            .filter(Column::MailedAt.gte(since.as_micros()))
            .count(&self.tx)
            .await
            .map_err(failed)
    }

    async fn save(&mut self, invitation: &Invitation, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        let row = row(invitation)?.into_active_model();
        let changed = OnConflict::column(Column::Id).update_columns(Column::iter()).to_owned();
        let saved = Entity::insert(row).on_conflict(changed).exec_without_returning(&self.tx);
        saved.await.map(|_| ()).map_err(failed)
    }
}

fn row(invitation: &Invitation) -> Result<Model, StorageError> {
    Ok(Model {
        id: invitation.id.into(),
        organisation_id: invitation.organisation.into(),
        email: invitation.email.as_str().to_owned(),
        role: invitation.role.name().to_owned(),
        invited_by: invitation.invited_by.into(),
        mailed_at: invitation.mailed_at.as_micros(),
        state: invitation.state.name().to_owned(),
        // One code for all browsers, as releases before kept it.
        code_id: None,
        code_browser: None,
        code_asked_at: None,
        codes_asked: number(invitation.codes_asked),
        // Wrong codes are counted by where they come from, in a table of their own.
        failures: 0,
        blocked_until: None,
        codes: Some(codec::encode(&InvitationCodes(invitation.codes.clone()))?),
    })
}

/// A stored invitation.
pub(super) fn to_invitation(row: Model) -> Result<Invitation, StorageError> {
    let codes = codec::decode_option(row.codes.as_deref())?;
    let InvitationCodes(codes) = codes.unwrap_or_default();
    Ok(Invitation {
        id: row.id.into(),
        organisation: row.organisation_id.into(),
        email: EmailAddress::parse(&row.email).map_err(|_| corrupt("invitation.email"))?,
        role: Role::parse(&row.role).ok_or_else(|| corrupt("invitation.role"))?,
        invited_by: row.invited_by.into(),
        mailed_at: Timestamp::from_micros(row.mailed_at),
        state: InvitationState::parse(&row.state).ok_or_else(|| corrupt("invitation.state"))?,
        codes,
        codes_asked: u32::try_from(row.codes_asked).map_err(|_| corrupt("codes_asked"))?,
    })
}
