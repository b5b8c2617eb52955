//! Passkeys, their ceremonies, and the assertions of consents.

use super::codec;
use super::entity::{factor, passkey, passkey_assertion, passkey_ceremony};
use super::error::{corrupt, failed};
use super::factor::{row, to_factor};
use super::work::SqlWork;
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, IntoCondition},
};
use std::collections::HashMap;
use wariin_domain::{
    AccountId, BrowserKey, Ceremony, CeremonyId, DocumentId, Events, FactorId, FactorMethod,
    PasskeyEvidence, SessionKey, Timestamp, Uuid,
};
use wariin_ports::{
    CeremonyState, PasskeyCredential, PasskeyRepository, Seed, StorageError, StoredPasskey,
};

#[async_trait]
impl PasskeyRepository for SqlWork {
    async fn begin(
        &mut self,
        ceremony: &Ceremony,
        state: &CeremonyState,
    ) -> Result<(), StorageError> {
        let row = passkey_ceremony::Model {
            id: ceremony.id.into(),
            purpose: codec::encode(&ceremony.purpose)?,
            browser: ceremony.browser.as_bytes().to_vec(),
            session: ceremony.session.map(|key| key.as_bytes().to_vec()),
            began_at: ceremony.began_at.as_micros(),
            state: state.0.clone(),
        };
        let insert = passkey_ceremony::Entity::insert(row.into_active_model());
        insert.exec_without_returning(&self.tx).await.map_err(failed)?;
        let own = passkey_ceremony::Column::Browser.eq(ceremony.browser.as_bytes().to_vec());
        forget_oldest(&self.tx, own.into_condition(), Ceremony::OF_A_BROWSER).await?;
        forget_oldest(&self.tx, Condition::all(), Ceremony::IN_ALL).await
    }

    async fn find(
        &mut self,
        id: CeremonyId,
    ) -> Result<Option<(Ceremony, CeremonyState)>, StorageError> {
        let found = passkey_ceremony::Entity::find_by_id(Uuid::from(id)).one(&self.tx).await;
        found.map_err(failed)?.map(to_ceremony).transpose()
    }

    async fn take(
        &mut self,
        id: CeremonyId,
    ) -> Result<Option<(Ceremony, CeremonyState)>, StorageError> {
        let found = passkey_ceremony::Entity::find_by_id(Uuid::from(id)).one(&self.tx).await;
        let Some(row) = found.map_err(failed)? else {
            return Ok(None);
        };
        // Of two who found it, one removes it.
        let removed = passkey_ceremony::Entity::delete_by_id(Uuid::from(id)).exec(&self.tx).await;
        if removed.map_err(failed)?.rows_affected != 1 {
            return Ok(None);
        }
        to_ceremony(row).map(Some)
    }

    async fn add(&mut self, passkey: &StoredPasskey, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        let StoredPasskey { factor, credential } = passkey;
        let factor_row = row(factor, &Seed(Vec::new()))?.into_active_model();
        let factors = factor::Entity::insert(factor_row).exec_without_returning(&self.tx);
        factors.await.map_err(failed)?;
        let key = passkey::Model {
            factor_id: factor.id.into(),
            account_id: factor.account.into(),
            credential_id: credential.id.clone(),
            credential: credential.record.clone(),
        };
        let insert = passkey::Entity::insert(key.into_active_model());
        insert.exec_without_returning(&self.tx).await.map(|_| ()).map_err(failed)
    }

    async fn of(&mut self, account: AccountId) -> Result<Vec<StoredPasskey>, StorageError> {
        let account = Uuid::from(account);
        let factors = factor::Entity::find()
            .filter(factor::Column::AccountId.eq(account))
            .filter(factor::Column::Kind.eq(FactorMethod::Passkey.name()))
            .order_by_asc(factor::Column::ConfirmedAt)
            .order_by_asc(factor::Column::Id)
            .lock_exclusive();
        let factors = factors.all(&self.tx).await.map_err(failed)?;
        let keys = passkey::Entity::find().filter(passkey::Column::AccountId.eq(account));
        let keys = keys.all(&self.tx).await.map_err(failed)?;
        let mut keys: HashMap<_, _> = keys.into_iter().map(|key| (key.factor_id, key)).collect();
        let passkey = |factor: factor::Model| {
            let key = keys.remove(&factor.id).ok_or_else(|| corrupt("passkey.factor_id"))?;
            let credential = PasskeyCredential { id: key.credential_id, record: key.credential };
            Ok(StoredPasskey { factor: to_factor(factor)?.factor, credential })
        };
        factors.into_iter().map(passkey).collect()
    }

    async fn used(
        &mut self,
        id: FactorId,
        credential: &PasskeyCredential,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        factor::Entity::update_many()
            .col_expr(factor::Column::LastUsedAt, Expr::value(now.as_micros()))
            .filter(factor::Column::Id.eq(Uuid::from(id)))
            .exec(&self.tx)
            .await
            .map_err(failed)?;
        passkey::Entity::update_many()
            .col_expr(passkey::Column::Credential, Expr::value(credential.record.as_str()))
            .filter(passkey::Column::FactorId.eq(Uuid::from(id)))
            .exec(&self.tx)
            .await
            .map(|_| ())
            .map_err(failed)
    }

    async fn keep_assertion(&mut self, evidence: &PasskeyEvidence) -> Result<(), StorageError> {
        let row = passkey_assertion::Model {
            id: evidence.consent.id.into(),
            document_id: evidence.consent.document.into(),
            received_at: evidence.received_at.as_micros(),
            evidence: codec::encode(evidence)?,
        };
        let insert = passkey_assertion::Entity::insert(row.into_active_model());
        insert.exec_without_returning(&self.tx).await.map(|_| ()).map_err(failed)
    }

    async fn forget_before(&mut self, before: Timestamp) -> Result<(), StorageError> {
        passkey_ceremony::Entity::delete_many()
            .filter(passkey_ceremony::Column::BeganAt.lt(before.as_micros()))
            .exec(&self.tx)
            .await
            .map(|_| ())
            .map_err(failed)
    }
}

/// The assertions of the consents to a document, oldest first.
pub(super) async fn evidence<C: ConnectionTrait>(
    connection: &C,
    document: DocumentId,
) -> Result<Vec<PasskeyEvidence>, StorageError> {
    let rows = passkey_assertion::Entity::find()
        .filter(passkey_assertion::Column::DocumentId.eq(Uuid::from(document)))
        .order_by_asc(passkey_assertion::Column::ReceivedAt)
        .order_by_asc(passkey_assertion::Column::Id)
        .all(connection)
        .await
        .map_err(failed)?;
    rows.iter().map(|row| codec::decode(&row.evidence)).collect()
}

/// Removes ceremonies of these beyond the newest, a hundred at a time: each that is begun adds one.
async fn forget_oldest<C: ConnectionTrait>(
    connection: &C,
    of: Condition,
    newest: u64,
) -> Result<(), StorageError> {
    let beyond: Vec<Uuid> = passkey_ceremony::Entity::find()
        .select_only()
        .column(passkey_ceremony::Column::Id)
        .filter(of)
        .order_by_desc(passkey_ceremony::Column::BeganAt)
        .order_by_desc(passkey_ceremony::Column::Id)
        .offset(newest)
        .limit(100)
        .into_tuple()
        .all(connection)
        .await
        .map_err(failed)?;
    if beyond.is_empty() {
        return Ok(());
    }
    let oldest = passkey_ceremony::Column::Id.is_in(beyond);
    let removed = passkey_ceremony::Entity::delete_many().filter(oldest).exec(connection).await;
    removed.map(|_| ()).map_err(failed)
}

fn to_ceremony(row: passkey_ceremony::Model) -> Result<(Ceremony, CeremonyState), StorageError> {
    let digest = |bytes: Vec<u8>, column| <[u8; 32]>::try_from(bytes).map_err(|_| corrupt(column));
    let session = row.session.map(|key| digest(key, "passkey_ceremony.session")).transpose()?;
    let ceremony = Ceremony {
        id: row.id.into(),
        purpose: codec::decode(&row.purpose)?,
        browser: BrowserKey::new(digest(row.browser, "passkey_ceremony.browser")?),
        session: session.map(SessionKey::new),
        began_at: Timestamp::from_micros(row.began_at),
    };
    Ok((ceremony, CeremonyState(row.state)))
}
