//! Authorization requests, first logins, ID token evidence and logout notices.

use super::account::{failures, throttle};
use super::codec;
use super::entity::{authorization_request, id_token_evidence, idp_first_login, idp_logout};
use super::error::{corrupt, failed, unsealed};
use super::work::SqlWork;
use crate::master_key::DerivedKey;
use crate::sealed;
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, OnConflict},
};
use wariin_domain::{
    AuthorizationRequest, AuthorizationRequestId, BrowserKey, ClientNetwork, DocumentId,
    EmailAddress, Events, FirstLogin, IdTokenEvidence, IdpConnectionId, SessionKey, Timestamp,
    Uuid,
};
use wariin_ports::{AskedFirstLogin, AuthorizationRequestRepository, StorageError};

#[async_trait]
impl AuthorizationRequestRepository for SqlWork {
    async fn begin(&mut self, authorization: &AuthorizationRequest) -> Result<(), StorageError> {
        let row = authorization_request::Model {
            id: authorization.id.into(),
            connection_id: authorization.connection.into(),
            purpose: codec::encode(&authorization.purpose)?,
            browser: authorization.browser.as_bytes().to_vec(),
            session: authorization.session.map(|key| key.as_bytes().to_vec()),
            began_at: authorization.began_at.as_micros(),
            taken: false,
        };
        let insert = authorization_request::Entity::insert(row.into_active_model());
        insert.exec_without_returning(&self.tx).await.map(|_| ()).map_err(failed)
    }

    async fn take(
        &mut self,
        id: AuthorizationRequestId,
    ) -> Result<Option<AuthorizationRequest>, StorageError> {
        use authorization_request::Column;
        let taken = authorization_request::Entity::update_many()
            .col_expr(Column::Taken, Expr::value(true))
            .filter(Column::Id.eq(Uuid::from(id)))
            .filter(Column::Taken.eq(false))
            .exec(&self.tx)
            .await
            .map_err(failed)?;
        if taken.rows_affected != 1 {
            return Ok(None);
        }
        let row = authorization_request::Entity::find_by_id(Uuid::from(id)).one(&self.tx).await;
        row.map_err(failed)?.as_ref().map(to_authorization).transpose()
    }

    async fn wait_for_code(
        &mut self,
        first: &FirstLogin,
        events: Events,
    ) -> Result<(), StorageError> {
        self.keep(&events);
        let row = idp_first_login::Model {
            id: first.id.into(),
            browser: first.browser.as_bytes().to_vec(),
            statement: codec::encode(&first.said)?,
            address: first.address.to_string(),
            next: first.next.clone(),
            at: first.at.as_micros(),
            failures: failures(first.throttle),
            has_ended: false,
            network: Some(first.network.as_bytes().to_vec()),
        };
        let insert = idp_first_login::Entity::insert(row.into_active_model());
        insert.exec_without_returning(&self.tx).await.map(|_| ()).map_err(failed)
    }

    async fn waiting(
        &mut self,
        id: AuthorizationRequestId,
    ) -> Result<Option<FirstLogin>, StorageError> {
        let row = idp_first_login::Entity::find_by_id(Uuid::from(id)).lock_exclusive();
        first_login(row.one(&self.tx).await.map_err(failed)?)
    }

    async fn asked_since(
        &mut self,
        address: &EmailAddress,
        since: Timestamp,
    ) -> Result<Vec<AskedFirstLogin>, StorageError> {
        let rows = idp_first_login::Entity::find()
            .filter(idp_first_login::Column::Address.eq(address.as_str()))
            .filter(idp_first_login::Column::At.gte(since.as_micros()))
            .all(&self.tx)
            .await
            .map_err(failed)?;
        let asked = rows.into_iter().map(|row| {
            Ok(AskedFirstLogin {
                at: Timestamp::from_micros(row.at),
                browser: browser(row.browser)?,
                network: network(row.network)?,
            })
        });
        asked.collect()
    }

    async fn save_throttle(
        &mut self,
        first: &FirstLogin,
        events: Events,
    ) -> Result<(), StorageError> {
        self.keep(&events);
        idp_first_login::Entity::update_many()
            .col_expr(idp_first_login::Column::Failures, Expr::value(failures(first.throttle)))
            .filter(idp_first_login::Column::Id.eq(Uuid::from(first.id)))
            .exec(&self.tx)
            .await
            .map(|_| ())
            .map_err(failed)
    }

    async fn end_waiting(&mut self, id: AuthorizationRequestId) -> Result<bool, StorageError> {
        let ended = idp_first_login::Entity::update_many()
            .col_expr(idp_first_login::Column::HasEnded, Expr::value(true))
            .filter(idp_first_login::Column::Id.eq(Uuid::from(id)))
            .filter(idp_first_login::Column::HasEnded.eq(false))
            .exec(&self.tx)
            .await
            .map_err(failed)?;
        Ok(ended.rows_affected == 1)
    }

    async fn consented(
        &mut self,
        id: AuthorizationRequestId,
    ) -> Result<Option<DocumentId>, StorageError> {
        let found = id_token_evidence::Entity::find_by_id(Uuid::from(id)).one(&self.tx).await;
        Ok(found.map_err(failed)?.map(|row| row.document_id.into()))
    }

    async fn keep_id_token(&mut self, id_token: &IdTokenEvidence) -> Result<(), StorageError> {
        let id = id_token.transaction.id;
        let clear = codec::encode(id_token)?;
        let sealed = sealed::seal(&self.idp_key, &row_name(id), clear.as_bytes());
        let row = id_token_evidence::Model {
            id: id.into(),
            document_id: id_token.document.into(),
            received_at: id_token.received_at.as_micros(),
            ciphertext: sealed.map_err(|error| StorageError::Unavailable(error.into()))?,
        };
        let insert = id_token_evidence::Entity::insert(row.into_active_model());
        insert.exec_without_returning(&self.tx).await.map(|_| ()).map_err(failed)
    }

    async fn note_logout(
        &mut self,
        connection: IdpConnectionId,
        notice: &str,
        at: Timestamp,
    ) -> Result<bool, StorageError> {
        let row = idp_logout::Model {
            connection_id: connection.into(),
            notice: notice.to_owned(),
            at: at.as_micros(),
        };
        let once =
            OnConflict::columns([idp_logout::Column::ConnectionId, idp_logout::Column::Notice])
                .do_nothing()
                .to_owned();
        let inserted = idp_logout::Entity::insert(row.into_active_model())
            .on_conflict(once)
            .exec_without_returning(&self.tx)
            .await;
        match inserted {
            Ok(inserted) => Ok(inserted == 1),
            Err(sea_orm::DbErr::RecordNotInserted) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    async fn forget_before(&mut self, before: Timestamp) -> Result<(), StorageError> {
        let before = before.as_micros();
        let attempts = authorization_request::Entity::delete_many()
            .filter(authorization_request::Column::BeganAt.lt(before))
            .exec(&self.tx);
        attempts.await.map_err(failed)?;
        let waiting = idp_first_login::Entity::delete_many()
            .filter(idp_first_login::Column::At.lt(before))
            .exec(&self.tx);
        waiting.await.map_err(failed)?;
        let notices = idp_logout::Entity::delete_many()
            .filter(idp_logout::Column::At.lt(before))
            .exec(&self.tx);
        notices.await.map(|_| ()).map_err(failed)
    }
}

/// The network of a first login; those of before it was kept share one.
fn network(bytes: Option<Vec<u8>>) -> Result<ClientNetwork, StorageError> {
    let Some(bytes) = bytes else {
        return Ok(ClientNetwork::of(None));
    };
    let bytes = bytes.try_into().map_err(|_| corrupt("idp_first_login.network"))?;
    Ok(ClientNetwork::new(bytes))
}

fn browser(bytes: Vec<u8>) -> Result<BrowserKey, StorageError> {
    let bytes = bytes.try_into().map_err(|_| corrupt("idp_first_login.browser"))?;
    Ok(BrowserKey::new(bytes))
}

/// A stored first login that has not ended.
pub(super) fn first_login(
    row: Option<idp_first_login::Model>,
) -> Result<Option<FirstLogin>, StorageError> {
    let Some(row) = row.filter(|row| !row.has_ended) else {
        return Ok(None);
    };
    Ok(Some(FirstLogin {
        id: row.id.into(),
        browser: browser(row.browser)?,
        network: network(row.network)?,
        said: codec::decode(&row.statement)?,
        address: EmailAddress::parse(&row.address)
            .map_err(|_| corrupt("idp_first_login.address"))?,
        next: row.next,
        at: Timestamp::from_micros(row.at),
        throttle: throttle(row.failures, None)?,
    }))
}

/// The ID token evidence of the consents to a document, oldest first.
pub(super) async fn id_tokens<C: ConnectionTrait>(
    connection: &C,
    key: &DerivedKey,
    document: DocumentId,
) -> Result<Vec<IdTokenEvidence>, StorageError> {
    let rows = id_token_evidence::Entity::find()
        .filter(id_token_evidence::Column::DocumentId.eq(Uuid::from(document)))
        .order_by_asc(id_token_evidence::Column::ReceivedAt)
        .order_by_asc(id_token_evidence::Column::Id)
        .all(connection)
        .await
        .map_err(failed)?;
    let unreadable = || corrupt("id_token_evidence.ciphertext");
    rows.iter()
        .map(|row| {
            let clear = sealed::open(key, &row_name(row.id.into()), &row.ciphertext);
            let clear = clear.map_err(unsealed("id_token_evidence.ciphertext"))?;
            codec::decode(std::str::from_utf8(&clear).map_err(|_| unreadable())?)
        })
        .collect()
}

/// The associated data that binds ID token evidence to its row.
pub(super) fn row_name(id: AuthorizationRequestId) -> Vec<u8> {
    [b"id_token_evidence/".as_slice(), Uuid::from(id).as_bytes()].concat()
}

fn to_authorization(
    row: &authorization_request::Model,
) -> Result<AuthorizationRequest, StorageError> {
    let digest = |bytes: &[u8], column| bytes.try_into().map_err(|_| corrupt(column));
    let session = row.session.as_deref().map(|key| digest(key, "authorization_request.session"));
    Ok(AuthorizationRequest {
        id: row.id.into(),
        connection: row.connection_id.into(),
        purpose: codec::decode(&row.purpose)?,
        browser: BrowserKey::new(digest(&row.browser, "authorization_request.browser")?),
        session: session.transpose()?.map(SessionKey::new),
        began_at: Timestamp::from_micros(row.began_at),
    })
}
