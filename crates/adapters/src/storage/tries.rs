//! How often secrets were mistyped, by where the tries came from.

use super::account::{failures, throttle};
use super::entity::try_count::{ActiveModel, Column, Entity};
use super::error::failed;
use super::work::SqlWork;
use async_trait::async_trait;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::OnConflict,
};
use wariin_domain::{BrowserKey, Throttle, Timestamp, TryKind, TrySource, Uuid};
use wariin_ports::{StorageError, TryRepository};

const ALL: &str = "all";
const NETWORK: &str = "network ";
const BROWSER: &str = "browser ";
const ADDRESS: &str = "address ";

#[async_trait]
impl TryRepository for SqlWork {
    async fn lock(&mut self, kind: TryKind, subject: Uuid) -> Result<(), StorageError> {
        let first = ActiveModel {
            kind: Set(kind.name().to_owned()),
            subject_id: Set(subject),
            source: Set(ALL.to_owned()),
            failures: Set(0),
            blocked_until: Set(None),
            counted_at: Set(0),
        };
        let added = Entity::insert(first).on_conflict_do_nothing_on(KEY).exec(&self.tx).await;
        added.map(|_| ()).map_err(failed)?;
        let row = Entity::find_by_id((kind.name().to_owned(), subject, ALL.to_owned()));
        row.lock_exclusive().one(&self.tx).await.map(|_| ()).map_err(failed)
    }

    async fn find(
        &mut self,
        kind: TryKind,
        subject: Uuid,
        source: TrySource,
    ) -> Result<Option<Throttle>, StorageError> {
        let row = Entity::find_by_id((kind.name().to_owned(), subject, name(source)));
        let row = row.one(&self.tx).await.map_err(failed)?;
        row.map(|row| throttle(row.failures, row.blocked_until)).transpose()
    }

    async fn save(
        &mut self,
        kind: TryKind,
        subject: Uuid,
        (source, throttle): (TrySource, Throttle),
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let row = ActiveModel {
            kind: Set(kind.name().to_owned()),
            subject_id: Set(subject),
            source: Set(name(source)),
            failures: Set(failures(throttle)),
            blocked_until: Set(throttle.blocked_until().map(Timestamp::as_micros)),
            counted_at: Set(now.as_micros()),
        };
        let mut newer = OnConflict::columns(KEY);
        newer.update_columns([Column::Failures, Column::BlockedUntil, Column::CountedAt]);
        let saved = Entity::insert(row).on_conflict(newer).exec_without_returning(&self.tx).await;
        saved.map(|_| ()).map_err(failed)
    }

    async fn forget(
        &mut self,
        networks: Timestamp,
        browsers: Timestamp,
    ) -> Result<(), StorageError> {
        for (prefix, since) in
            [(ALL, networks), (NETWORK, networks), (ADDRESS, networks), (BROWSER, browsers)]
        {
            Entity::delete_many()
                .filter(Column::Source.starts_with(prefix))
                .filter(Column::CountedAt.lt(since.as_micros()))
                .exec(&self.tx)
                .await
                .map_err(failed)?;
        }
        Ok(())
    }
}

/// Whether this secret was typed right in this browser before.
pub(super) async fn knows<C: ConnectionTrait>(
    connection: &C,
    kind: TryKind,
    subject: Uuid,
    browser: BrowserKey,
) -> Result<bool, StorageError> {
    let source = name(TrySource::Browser(browser));
    let row = Entity::find_by_id((kind.name().to_owned(), subject, source)).one(connection).await;
    Ok(row.map_err(failed)?.is_some())
}

const KEY: [Column; 3] = [Column::Kind, Column::SubjectId, Column::Source];

fn name(source: TrySource) -> String {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    match source {
        TrySource::AllNetworks => ALL.to_owned(),
        TrySource::Network(network) => NETWORK.to_owned() + &hex(network.as_bytes()),
        TrySource::Address(address) => ADDRESS.to_owned() + &hex(address.as_bytes()),
        TrySource::Browser(browser) => BROWSER.to_owned() + &hex(browser.as_bytes()),
    }
}
