//! Recoveries, and the end of all that lets a person in.

use super::entity::recovery::{Column, Entity, Model};
use super::entity::{
    address_change, authorization_request, backup_code, document, factor, idp_first_login,
    invitation, mailbox_code, organisation, passkey_ceremony, password_reset, recipient, session,
};
use super::error::{corrupt, failed};
use super::work::SqlWork;
use super::{invitation as invitations, organisation as organisations};
use async_trait::async_trait;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, Iterable, QueryFilter,
    QueryOrder, QuerySelect,
};
use wariin_domain::{
    DocumentId, Events, FactorMethod, Invitation, InvitationState, Organisation, Recovery,
    RecoveryCause, TimeStep, Timestamp, Uuid,
};
use wariin_ports::{EndedAtRecovery, RecoveryRepository, StorageError};

#[async_trait]
impl RecoveryRepository for SqlWork {
    async fn newest(&mut self) -> Result<Option<Recovery>, StorageError> {
        newest(&self.tx).await
    }

    async fn save(&mut self, recovery: &Recovery, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        let row = row(recovery).into_active_model();
        let changed = OnConflict::column(Column::Number).update_columns(Column::iter()).to_owned();
        let saved = Entity::insert(row).on_conflict(changed).exec_without_returning(&self.tx);
        saved.await.map(|_| ()).map_err(failed)
    }

    async fn awaiting(
        &mut self,
        after: Option<DocumentId>,
        limit: u32,
    ) -> Result<Vec<DocumentId>, StorageError> {
        let behind = after.map(|id| document::Column::Id.gt(Uuid::from(id)));
        let ids: Vec<Uuid> = document::Entity::find()
            .select_only()
            .column(document::Column::Id)
            .filter(Condition::all().add_option(behind))
            .filter(document::Column::Status.eq("awaiting_consent"))
            .order_by_asc(document::Column::Id)
            .limit(u64::from(limit))
            .into_tuple()
            .all(&self.tx)
            .await
            .map_err(failed)?;
        Ok(ids.into_iter().map(DocumentId::from).collect())
    }

    async fn organisations(&mut self) -> Result<Vec<Organisation>, StorageError> {
        let rows = organisation::Entity::find().all(&self.tx).await.map_err(failed)?;
        rows.into_iter().map(organisations::to_organisation).collect()
    }

    async fn open_invitations(&mut self) -> Result<Vec<Invitation>, StorageError> {
        let open = invitation::Column::State.eq(InvitationState::Open.name());
        let rows = invitation::Entity::find().filter(open).all(&self.tx).await.map_err(failed)?;
        rows.into_iter().map(invitations::to_invitation).collect()
    }

    async fn end_sign_ins(
        &mut self,
        spent: TimeStep,
        now: Timestamp,
    ) -> Result<EndedAtRecovery, StorageError> {
        let tx = &self.tx;
        let sessions = session::Entity::delete_many().exec(tx).await.map_err(failed)?;
        let mailed = mailbox_code::Entity::update_many()
            .col_expr(mailbox_code::Column::UsedAt, Expr::value(now.as_micros()))
            .filter(mailbox_code::Column::UsedAt.is_null())
            .exec(tx)
            .await
            .map_err(failed)?;
        let first = idp_first_login::Entity::update_many()
            .col_expr(idp_first_login::Column::HasEnded, Expr::value(true))
            .filter(idp_first_login::Column::HasEnded.eq(false))
            .exec(tx)
            .await
            .map_err(failed)?;
        let requests = authorization_request::Entity::update_many()
            .col_expr(authorization_request::Column::Taken, Expr::value(true))
            .filter(authorization_request::Column::Taken.eq(false))
            .exec(tx)
            .await
            .map_err(failed)?;
        let ceremonies = passkey_ceremony::Entity::delete_many().exec(tx).await.map_err(failed)?;
        let resets = password_reset::Entity::update_many()
            .col_expr(password_reset::Column::EndedAt, Expr::value(now.as_micros()))
            .filter(password_reset::Column::EndedAt.is_null())
            .exec(tx)
            .await
            .map_err(failed)?;
        address_change::Entity::update_many()
            .col_expr(address_change::Column::EndedAt, Expr::value(now.as_micros()))
            .filter(address_change::Column::EndedAt.is_null())
            .exec(tx)
            .await
            .map_err(failed)?;
        recipient::Entity::update_many()
            .col_expr(recipient::Column::Preflight, Expr::value(None::<String>))
            .col_expr(recipient::Column::PreflightAt, Expr::value(None::<i64>))
            .filter(recipient::Column::Preflight.is_not_null())
            .exec(tx)
            .await
            .map_err(failed)?;
        let backup = backup_code::Entity::delete_many().exec(tx).await.map_err(failed)?;
        let pending = factor::Column::ConfirmedAt.is_null();
        factor::Entity::delete_many().filter(pending).exec(tx).await.map_err(failed)?;
        let spent = spent.number().cast_signed();
        let older = Expr::col(factor::Column::LastStep)
            .is_null()
            .or(Expr::col(factor::Column::LastStep).lt(spent));
        let factors = factor::Entity::update_many()
            .col_expr(factor::Column::LastStep, Expr::value(spent))
            .filter(factor::Column::Kind.eq(FactorMethod::Totp.name()))
            .filter(older)
            .exec(tx)
            .await
            .map_err(failed)?;
        Ok(EndedAtRecovery {
            sessions: sessions.rows_affected,
            codes: mailed.rows_affected
                + first.rows_affected
                + requests.rows_affected
                + ceremonies.rows_affected
                + resets.rows_affected,
            backup_codes: backup.rows_affected,
            factors: factors.rows_affected,
        })
    }
}

/// The newest one.
pub(super) async fn newest<C: ConnectionTrait>(
    connection: &C,
) -> Result<Option<Recovery>, StorageError> {
    let newest = Entity::find().order_by_desc(Column::Number).limit(1).one(connection).await;
    newest.map_err(failed)?.map(to_recovery).transpose()
}

fn row(recovery: &Recovery) -> Model {
    let count = |events: u64| i64::try_from(events).unwrap_or(i64::MAX);
    Model {
        number: i32::try_from(recovery.number).unwrap_or(i32::MAX),
        begun_at: recovery.begun_at.as_micros(),
        cause: recovery.cause.name().to_owned(),
        events: count(recovery.events),
        witnessed: recovery.witnessed.map(count),
        finished_at: recovery.finished_at.map(Timestamp::as_micros),
    }
}

fn to_recovery(row: Model) -> Result<Recovery, StorageError> {
    let count = |events: i64| u64::try_from(events).map_err(|_| corrupt("recovery.events"));
    Ok(Recovery {
        number: u32::try_from(row.number).map_err(|_| corrupt("recovery.number"))?,
        begun_at: Timestamp::from_micros(row.begun_at),
        cause: RecoveryCause::parse(&row.cause).ok_or_else(|| corrupt("recovery.cause"))?,
        events: count(row.events)?,
        witnessed: row.witnessed.map(count).transpose()?,
        finished_at: row.finished_at.map(Timestamp::from_micros),
    })
}
