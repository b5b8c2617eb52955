//! Second factors and backup codes.

use super::account::{failures, throttle};
use super::entity::{backup_code, factor, passkey};
use super::error::{corrupt, failed};
use super::work::SqlWork;
use async_trait::async_trait;
use factor::{Column, Entity};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use wariin_domain::{
    AccountId, Events, Factor, FactorId, FactorKind, FactorMethod, FactorName, FactorState,
    SessionKey, TimeStep, Timestamp, Uuid,
};
use wariin_ports::{CodeHash, FactorRepository, Seed, StorageError, StoredFactor};

#[async_trait]
impl FactorRepository for SqlWork {
    async fn active(&mut self, account: AccountId) -> Result<Vec<StoredFactor>, StorageError> {
        let rows = Entity::find()
            .filter(Column::AccountId.eq(Uuid::from(account)))
            .filter(Column::ConfirmedAt.is_not_null())
            .order_by_asc(Column::ConfirmedAt)
            .order_by_asc(Column::Id)
            .lock_exclusive();
        let rows = rows.all(&self.tx).await.map_err(failed)?;
        rows.into_iter().map(to_factor).collect()
    }

    async fn pending(&mut self, account: AccountId) -> Result<Option<StoredFactor>, StorageError> {
        let row = Entity::find()
            .filter(Column::AccountId.eq(Uuid::from(account)))
            .filter(Column::ConfirmedAt.is_null())
            .lock_exclusive();
        row.one(&self.tx).await.map_err(failed)?.map(to_factor).transpose()
    }

    async fn begin(&mut self, factor: &Factor, seed: &Seed) -> Result<(), StorageError> {
        Entity::delete_many()
            .filter(Column::AccountId.eq(Uuid::from(factor.account)))
            .filter(Column::ConfirmedAt.is_null())
            .exec(&self.tx)
            .await
            .map_err(failed)?;
        let row = row(factor, seed)?.into_active_model();
        Entity::insert(row).exec_without_returning(&self.tx).await.map_err(failed)?;
        Ok(())
    }

    async fn save(&mut self, factor: &Factor, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        let blocked = factor.throttle.blocked_until().map(Timestamp::as_micros);
        let confirmed = factor.confirmed_at().map(Timestamp::as_micros);
        Entity::update_many()
            .col_expr(Column::Name, Expr::value(factor.name.as_str()))
            .col_expr(Column::ConfirmedAt, Expr::value(confirmed))
            .col_expr(Column::BehindCode, Expr::value(factor.behind_code()))
            .col_expr(Column::Failures, Expr::value(failures(factor.throttle)))
            .col_expr(Column::BlockedUntil, Expr::value(blocked))
            .filter(Column::Id.eq(Uuid::from(factor.id)))
            .exec(&self.tx)
            .await
            .map(|_| ())
            .map_err(failed)
    }

    async fn spend(
        &mut self,
        id: FactorId,
        step: TimeStep,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let step = i64::try_from(step.number()).map_err(|_| corrupt("factor.last_step"))?;
        let unspent =
            Condition::any().add(Column::LastStep.is_null()).add(Column::LastStep.lt(step));
        let spent = Entity::update_many()
            .col_expr(Column::LastStep, Expr::value(step))
            .col_expr(Column::LastUsedAt, Expr::value(now.as_micros()))
            .col_expr(Column::Failures, Expr::value(0))
            .col_expr(Column::BlockedUntil, Expr::value(Option::<i64>::None))
            .filter(Column::Id.eq(Uuid::from(id)))
            .filter(unspent)
            .exec(&self.tx)
            .await
            .map_err(failed)?;
        Ok(spent.rows_affected == 1)
    }

    async fn remove(&mut self, id: FactorId, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        let key = passkey::Entity::delete_by_id(Uuid::from(id));
        key.exec(&self.tx).await.map_err(failed)?;
        Entity::delete_by_id(Uuid::from(id)).exec(&self.tx).await.map(|_| ()).map_err(failed)
    }

    async fn remove_all(&mut self, account: AccountId, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        let account = Uuid::from(account);
        let keys = passkey::Entity::delete_many().filter(passkey::Column::AccountId.eq(account));
        keys.exec(&self.tx).await.map_err(failed)?;
        let factors = Entity::delete_many().filter(Column::AccountId.eq(account));
        factors.exec(&self.tx).await.map_err(failed)?;
        let codes =
            backup_code::Entity::delete_many().filter(backup_code::Column::AccountId.eq(account));
        codes.exec(&self.tx).await.map(|_| ()).map_err(failed)
    }

    async fn has_backup_codes(&mut self, account: AccountId) -> Result<bool, StorageError> {
        let own = backup_code::Column::AccountId.eq(Uuid::from(account));
        let codes = backup_code::Entity::find().filter(own).limit(1).count(&self.tx).await;
        codes.map(|count| count > 0).map_err(failed)
    }

    async fn set_backup_codes(
        &mut self,
        account: AccountId,
        codes: &[CodeHash],
        events: Events,
    ) -> Result<(), StorageError> {
        self.keep(&events);
        let account = Uuid::from(account);
        backup_code::Entity::delete_many()
            .filter(backup_code::Column::AccountId.eq(account))
            .exec(&self.tx)
            .await
            .map_err(failed)?;
        let rows = codes.iter().map(|code| backup_code::ActiveModel {
            account_id: Set(account),
            hash: Set(code.0.to_vec()),
            saved: Set(false),
        });
        backup_code::Entity::insert_many(rows)
            .exec_without_returning(&self.tx)
            .await
            .map(|_| ())
            .map_err(failed)
    }

    async fn backup_codes_saved(
        &mut self,
        account: AccountId,
        codes: &[CodeHash],
    ) -> Result<bool, StorageError> {
        let hashes = codes.iter().map(|code| code.0.to_vec());
        let saved = backup_code::Entity::update_many()
            .col_expr(backup_code::Column::Saved, Expr::value(true))
            .filter(backup_code::Column::AccountId.eq(Uuid::from(account)))
            .filter(backup_code::Column::Hash.is_in(hashes))
            .exec(&self.tx)
            .await
            .map_err(failed)?;
        Ok(saved.rows_affected > 0 && saved.rows_affected == codes.len() as u64)
    }

    async fn spend_backup_code(
        &mut self,
        account: AccountId,
        code: CodeHash,
    ) -> Result<bool, StorageError> {
        let deleted = backup_code::Entity::delete_by_id((account.into(), code.0.to_vec()));
        let deleted = deleted.exec(&self.tx).await.map_err(failed)?;
        Ok(deleted.rows_affected == 1)
    }
}

/// A new factor as a row: one that is pending, or a passkey, which is confirmed by its registration.
pub(super) fn row(factor: &Factor, seed: &Seed) -> Result<factor::Model, StorageError> {
    let (begun_at, begun_in, confirmed_at) = match (factor.state.clone(), factor.method()) {
        (FactorState::Pending { since, session }, FactorMethod::Totp) => {
            (since, session.as_bytes().to_vec(), None)
        }
        (FactorState::Active { confirmed_at, .. }, FactorMethod::Passkey) => {
            (confirmed_at, Vec::new(), Some(confirmed_at))
        }
        (FactorState::Pending { .. }, FactorMethod::Passkey)
        | (FactorState::Active { .. }, FactorMethod::Totp) => {
            return Err(corrupt("factor.confirmed_at"));
        }
    };
    Ok(factor::Model {
        id: factor.id.into(),
        account_id: factor.account.into(),
        name: factor.name.as_str().to_owned(),
        kind: factor.method().name().to_owned(),
        seed: seed.0.clone(),
        begun_at: begun_at.as_micros(),
        begun_in,
        confirmed_at: confirmed_at.map(Timestamp::as_micros),
        behind_code: factor.behind_code(),
        last_step: None,
        failures: failures(factor.throttle),
        blocked_until: factor.throttle.blocked_until().map(Timestamp::as_micros),
        last_used_at: factor.last_used_at.map(Timestamp::as_micros),
    })
}

/// A stored factor with its seed.
pub(super) fn to_factor(row: factor::Model) -> Result<StoredFactor, StorageError> {
    let state = match row.confirmed_at {
        Some(at) => FactorState::Active {
            confirmed_at: Timestamp::from_micros(at),
            behind_code: row.behind_code,
        },
        None => FactorState::Pending {
            since: Timestamp::from_micros(row.begun_at),
            session: SessionKey::new(
                row.begun_in.try_into().map_err(|_| corrupt("factor.begun_in"))?,
            ),
        },
    };
    let last_step = row.last_step.map(u64::try_from).transpose();
    let last_step = last_step.map_err(|_| corrupt("factor.last_step"))?.map(TimeStep::new);
    let method = FactorMethod::parse(&row.kind).ok_or_else(|| corrupt("factor.kind"))?;
    let factor = Factor {
        id: row.id.into(),
        account: row.account_id.into(),
        name: FactorName::parse(&row.name).map_err(|_| corrupt("factor.name"))?,
        kind: match method {
            FactorMethod::Totp => FactorKind::Totp { last_step },
            FactorMethod::Passkey => FactorKind::Passkey,
        },
        state,
        throttle: throttle(row.failures, row.blocked_until)?,
        last_used_at: row.last_used_at.map(Timestamp::from_micros),
    };
    Ok(StoredFactor { factor, seed: Seed(row.seed) })
}
