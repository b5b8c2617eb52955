//! Wishes to set a new password by a mailed link.

use super::entity::password_reset::{Column, Entity, Model};
use super::error::{corrupt, failed};
use super::work::SqlWork;
use async_trait::async_trait;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::Expr,
};
use wariin_domain::{
    AccountId, EmailAddress, Events, Job, PasswordReset, PasswordResetId, Timestamp, Uuid,
};
use wariin_ports::{PasswordResetRepository, StorageError};

#[async_trait]
impl PasswordResetRepository for SqlWork {
    async fn add(&mut self, reset: &PasswordReset, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        self.jobs.push((Job::MailPasswordReset { reset: reset.id }, reset.asked_at));
        let row = row(reset).into_active_model();
        Entity::insert(row).exec_without_returning(&self.tx).await.map_err(failed)?;
        Ok(())
    }

    async fn find(&mut self, id: PasswordResetId) -> Result<Option<PasswordReset>, StorageError> {
        let row = Entity::find_by_id(Uuid::from(id)).lock_exclusive().one(&self.tx).await;
        row.map_err(failed)?.map(to_reset).transpose()
    }

    async fn asked_since(
        &mut self,
        like: &PasswordReset,
        since: Timestamp,
    ) -> Result<Vec<(Timestamp, PasswordResetId)>, StorageError> {
        let asked_alike = match like.asked_by {
            Some(_) => Column::AskedBy.is_not_null(),
            None => Column::AskedBy.is_null(),
        };
        let rows: Vec<(i64, Uuid)> = Entity::find()
            .select_only()
            .columns([Column::AskedAt, Column::Id])
            .filter(Column::Email.eq(like.email.as_str()))
            .filter(Column::AskedAt.gt(since.as_micros()))
            .filter(asked_alike)
            .into_tuple()
            .all(&self.tx)
            .await
            .map_err(failed)?;
        Ok(rows.into_iter().map(|(at, id)| (Timestamp::from_micros(at), id.into())).collect())
    }

    async fn save(&mut self, reset: &PasswordReset, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        let row = row(reset).into_active_model().reset_all();
        Entity::update(row).exec(&self.tx).await.map(|_| ()).map_err(failed)
    }

    async fn end_all_of(&mut self, account: AccountId, now: Timestamp) -> Result<(), StorageError> {
        Entity::update_many()
            .col_expr(Column::EndedAt, Expr::value(now.as_micros()))
            .filter(Column::AccountId.eq(Uuid::from(account)))
            .filter(Column::EndedAt.is_null())
            .exec(&self.tx)
            .await
            .map(|_| ())
            .map_err(failed)
    }

    async fn forget_before(&mut self, before: Timestamp) -> Result<(), StorageError> {
        Entity::delete_many()
            .filter(Column::AskedAt.lt(before.as_micros()))
            .exec(&self.tx)
            .await
            .map(|_| ())
            .map_err(failed)
    }
}

fn row(reset: &PasswordReset) -> Model {
    Model {
        id: reset.id.into(),
        email: reset.email.as_str().to_owned(),
        asked_by: reset.asked_by.map(Uuid::from),
        asked_at: reset.asked_at.as_micros(),
        account_id: reset.account.map(Uuid::from),
        ended_at: reset.ended_at.map(Timestamp::as_micros),
    }
}

/// A stored wish.
pub(super) fn to_reset(row: Model) -> Result<PasswordReset, StorageError> {
    Ok(PasswordReset {
        id: row.id.into(),
        email: EmailAddress::parse(&row.email).map_err(|_| corrupt("password_reset.email"))?,
        asked_by: row.asked_by.map(AccountId::from),
        asked_at: Timestamp::from_micros(row.asked_at),
        account: row.account_id.map(AccountId::from),
        ended_at: row.ended_at.map(Timestamp::from_micros),
    })
}
