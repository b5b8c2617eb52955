//! Identities of providers that belong to accounts.

use super::entity::idp_link::{Column, Entity, Model};
use super::error::{corrupt, failed};
use super::work::SqlWork;
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use wariin_domain::{AccountId, Events, IdpIdentity, IdpLink, IdpSubject, Issuer, Timestamp, Uuid};
use wariin_ports::{IdpLinkRepository, StorageError};

#[async_trait]
impl IdpLinkRepository for SqlWork {
    async fn owner(&mut self, identity: &IdpIdentity) -> Result<Option<IdpLink>, StorageError> {
        let row = Entity::find().filter(is(identity)).one(&self.tx).await.map_err(failed)?;
        row.as_ref().map(link).transpose()
    }

    async fn of(&mut self, account: AccountId) -> Result<Vec<IdpLink>, StorageError> {
        of(&self.tx, account).await
    }

    async fn add(&mut self, link: &IdpLink, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        let row = Model {
            connection_id: link.identity.connection.into(),
            issuer: link.identity.issuer.to_string(),
            subject: link.identity.subject.to_string(),
            account_id: link.account.into(),
            linked_at: link.linked_at.as_micros(),
            behind_code: link.behind_code,
        };
        let insert = Entity::insert(row.into_active_model());
        insert.exec_without_returning(&self.tx).await.map(|_| ()).map_err(failed)
    }

    async fn remove(&mut self, identity: &IdpIdentity, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        let deleted = Entity::delete_many().filter(is(identity)).exec(&self.tx).await;
        deleted.map(|_| ()).map_err(failed)
    }

    async fn remove_all_of(&mut self, account: AccountId) -> Result<(), StorageError> {
        let of_account = Column::AccountId.eq(Uuid::from(account));
        let deleted = Entity::delete_many().filter(of_account).exec(&self.tx).await;
        deleted.map(|_| ()).map_err(failed)
    }
}

fn is(identity: &IdpIdentity) -> Condition {
    Condition::all()
        .add(Column::ConnectionId.eq(Uuid::from(identity.connection)))
        .add(Column::Issuer.eq(identity.issuer.as_str()))
        .add(Column::Subject.eq(identity.subject.as_str()))
}

/// The identities of an account, oldest first.
pub(super) async fn of<C: ConnectionTrait>(
    tx: &C,
    account: AccountId,
) -> Result<Vec<IdpLink>, StorageError> {
    let rows = Entity::find()
        .filter(Column::AccountId.eq(Uuid::from(account)))
        .order_by_asc(Column::LinkedAt)
        .all(tx)
        .await
        .map_err(failed)?;
    rows.iter().map(link).collect()
}

fn link(row: &Model) -> Result<IdpLink, StorageError> {
    let identity = IdpIdentity {
        connection: row.connection_id.into(),
        issuer: Issuer::parse(&row.issuer).map_err(|_| corrupt("idp_link.issuer"))?,
        subject: IdpSubject::parse(&row.subject).map_err(|_| corrupt("idp_link.subject"))?,
    };
    let linked_at = Timestamp::from_micros(row.linked_at);
    let behind_code = row.behind_code;
    Ok(IdpLink { account: row.account_id.into(), identity, linked_at, behind_code })
}
