//! Codes that prove a mailbox.

use super::entity::mailbox_code::{Column, Entity, Model};
use super::error::{corrupt, failed};
use super::work::SqlWork;
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use wariin_domain::{
    ClientNetwork, EmailAddress, Events, MailboxCode, RecipientId, SessionKey, Timestamp, Uuid,
};
use wariin_ports::{AskedCode, MailboxCodeRepository, StorageError};

#[async_trait]
impl MailboxCodeRepository for SqlWork {
    async fn newest(
        &mut self,
        recipient: RecipientId,
    ) -> Result<Option<MailboxCode>, StorageError> {
        let row = Entity::find()
            .filter(Column::RecipientId.eq(Uuid::from(recipient)))
            .filter(Column::Address.is_not_null())
            .order_by_desc(Column::IssuedAt)
            .order_by_desc(Column::Id)
            .limit(1)
            .lock_exclusive();
        row.one(&self.tx).await.map_err(failed)?.map(to_code).transpose()
    }

    async fn newest_in(
        &mut self,
        recipient: RecipientId,
        session: SessionKey,
    ) -> Result<Option<MailboxCode>, StorageError> {
        let row = Entity::find()
            .filter(Column::RecipientId.eq(Uuid::from(recipient)))
            .filter(Column::Session.eq(session.as_bytes().to_vec()))
            .filter(Column::Address.is_not_null())
            .order_by_desc(Column::IssuedAt)
            .order_by_desc(Column::Id)
            .limit(1)
            .lock_exclusive();
        row.one(&self.tx).await.map_err(failed)?.map(to_code).transpose()
    }

    async fn asked_since(
        &mut self,
        recipient: RecipientId,
        since: Timestamp,
    ) -> Result<Vec<AskedCode>, StorageError> {
        let rows = Entity::find()
            .filter(Column::RecipientId.eq(Uuid::from(recipient)))
            .filter(Column::IssuedAt.gte(since.as_micros()))
            .order_by_desc(Column::IssuedAt)
            .all(&self.tx)
            .await
            .map_err(failed)?;
        let asked = |row: Model| {
            let at = Timestamp::from_micros(row.issued_at);
            Ok(AskedCode { at, session: session(row.session)?, network: network(row.network)? })
        };
        rows.into_iter().map(asked).collect()
    }

    async fn add(&mut self, code: &MailboxCode, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        let row = Model {
            id: code.id.into(),
            recipient_id: code.recipient.into(),
            session: code.session.as_bytes().to_vec(),
            issued_at: code.issued_at.as_micros(),
            used_at: code.used_at.map(Timestamp::as_micros),
            network: code.network.as_bytes().to_vec(),
            address: Some(code.address.as_str().to_owned()),
        };
        let row = row.into_active_model();
        Entity::insert(row).exec_without_returning(&self.tx).await.map_err(failed)?;
        Ok(())
    }

    async fn use_up(&mut self, code: &MailboxCode, events: Events) -> Result<bool, StorageError> {
        let used = Entity::update_many()
            .col_expr(Column::UsedAt, Expr::value(code.used_at.map(Timestamp::as_micros)))
            .filter(Column::Id.eq(Uuid::from(code.id)))
            .filter(Column::UsedAt.is_null())
            .exec(&self.tx)
            .await
            .map_err(failed)?;
        let is_used_now = used.rows_affected == 1;
        if is_used_now {
            self.keep(&events);
        }
        Ok(is_used_now)
    }
}

/// A stored code.
pub(super) fn to_code(row: Model) -> Result<MailboxCode, StorageError> {
    let address = row.address.as_deref().and_then(|address| EmailAddress::parse(address).ok());
    Ok(MailboxCode {
        id: row.id.into(),
        recipient: row.recipient_id.into(),
        address: address.ok_or_else(|| corrupt("mailbox_code.address"))?,
        session: session(row.session)?,
        issued_at: Timestamp::from_micros(row.issued_at),
        used_at: row.used_at.map(Timestamp::from_micros),
        network: network(row.network)?,
    })
}

fn session(bytes: Vec<u8>) -> Result<SessionKey, StorageError> {
    let bytes = bytes.try_into().map_err(|_| corrupt("mailbox_code.session"))?;
    Ok(SessionKey::new(bytes))
}

fn network(bytes: Vec<u8>) -> Result<ClientNetwork, StorageError> {
    let bytes = bytes.try_into().map_err(|_| corrupt("mailbox_code.network"))?;
    Ok(ClientNetwork::new(bytes))
}
