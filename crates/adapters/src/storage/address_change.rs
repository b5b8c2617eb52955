//! Wishes for another mail address.

use super::entity::address_change::{Column, Entity, Model};
use super::error::{corrupt, failed};
use super::work::SqlWork;
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    Select, sea_query::Expr,
};
use wariin_domain::{AccountId, AddressChange, EmailAddress, Events, SessionKey, Timestamp, Uuid};
use wariin_ports::{AddressChangeRepository, StorageError};

#[async_trait]
impl AddressChangeRepository for SqlWork {
    async fn add(&mut self, change: &AddressChange, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        let row = row(change).into_active_model();
        Entity::insert(row).exec_without_returning(&self.tx).await.map_err(failed)?;
        Ok(())
    }

    async fn newest_of(
        &mut self,
        account: AccountId,
    ) -> Result<Option<AddressChange>, StorageError> {
        let row = newest(account).lock_exclusive().one(&self.tx).await;
        row.map_err(failed)?.map(to_change).transpose()
    }

    async fn asked_since(
        &mut self,
        account: AccountId,
        to: &EmailAddress,
        since: Timestamp,
    ) -> Result<Vec<(Timestamp, AccountId)>, StorageError> {
        let concerned = Condition::any()
            .add(Column::AccountId.eq(Uuid::from(account)))
            .add(Column::ToEmail.eq(to.as_str()));
        let rows: Vec<(i64, Uuid)> = Entity::find()
            .select_only()
            .columns([Column::AskedAt, Column::AccountId])
            .filter(Column::AskedAt.gt(since.as_micros()))
            .filter(concerned)
            .order_by_desc(Column::AskedAt)
            .into_tuple()
            .all(&self.tx)
            .await
            .map_err(failed)?;
        Ok(rows.into_iter().map(|(at, by)| (Timestamp::from_micros(at), by.into())).collect())
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

/// The account's newest wish.
pub(super) fn newest(account: AccountId) -> Select<Entity> {
    Entity::find()
        .filter(Column::AccountId.eq(Uuid::from(account)))
        .order_by_desc(Column::AskedAt)
        .order_by_desc(Column::Id)
        .limit(1)
}

fn row(change: &AddressChange) -> Model {
    Model {
        id: change.id.into(),
        account_id: change.account.into(),
        from_email: change.from.as_str().to_owned(),
        to_email: change.to.as_str().to_owned(),
        session: change.session.as_bytes().to_vec(),
        present_code: change.present_code.into(),
        new_code: change.new_code.into(),
        asked_at: change.asked_at.as_micros(),
        ended_at: change.ended_at.map(Timestamp::as_micros),
    }
}

/// A stored wish.
pub(super) fn to_change(row: Model) -> Result<AddressChange, StorageError> {
    let address = |text: &str| {
        EmailAddress::parse(text).map_err(|_| corrupt("address_change.from_email or to_email"))
    };
    let session = row.session.try_into().map_err(|_| corrupt("address_change.session"))?;
    Ok(AddressChange {
        id: row.id.into(),
        account: row.account_id.into(),
        from: address(&row.from_email)?,
        to: address(&row.to_email)?,
        session: SessionKey::new(session),
        present_code: row.present_code.into(),
        new_code: row.new_code.into(),
        asked_at: Timestamp::from_micros(row.asked_at),
        ended_at: row.ended_at.map(Timestamp::from_micros),
    })
}
