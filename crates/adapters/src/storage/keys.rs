//! Which master keys the rows were written under, and which processes know which of them. A process that lacks one that
//! rows need, or writes under one that another process lacks, does not begin.

mod rotate;
mod sealed_rows;

use super::database::SqlDatabase;
use super::entity::{key_node, master_key_use};
use super::error::{corrupt, failed};
use super::{connection::Pace, log};
use crate::master_key::KeyId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use wariin_domain::{Span, Timestamp};
use wariin_ports::StorageError;

pub use rotate::{Rotated, Rotation};

/// For how long a process that was not heard of any more is taken to serve.
const SERVES_FOR: Span = Span::minutes(3);

/// A process that serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyNode {
    /// Its name.
    pub name: String,
    /// Which key it writes under.
    pub newest: KeyId,
    /// Which keys it reads.
    pub known: Vec<KeyId>,
    /// When it was heard of last.
    pub seen_at: Timestamp,
}

/// What the database says of master keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeysInUse {
    /// Under which keys there may be rows, and since when.
    pub keys: Vec<(KeyId, Timestamp)>,
    /// The processes that were heard of lately.
    pub nodes: Vec<KeyNode>,
}

/// Why master keys cannot be used as the key file says.
#[derive(Debug, thiserror::Error)]
pub enum KeyProblem {
    /// Rows need keys that the file does not hold, or calls retired.
    #[error(
        "rows of the database were written under the master key {0}, which the key file does not hold or calls \
         retired; put its line back without a word before it, restart, and run `wariin keys rotate` before it is \
         taken away"
    )]
    Missing(KeyId),
    /// The first key of the file is not that which signed the log.
    #[error(
        "the log in the database was signed as {0}, which is not the first key of the key file; the key that the \
         service began with stays the first line of the file, also when it is retired"
    )]
    OtherLog(String),
    /// Another process does not know the key.
    #[error(
        "the process {node} does not know the master key {key}, and could not read what is written under it; write \
         `next` before the key, give the file to every node, restart each, and take `next` away then (a node that is \
         gone is forgotten after three minutes)"
    )]
    Unknown {
        /// The process.
        node: String,
        /// The key.
        key: KeyId,
    },
    /// Another process still writes under an older key.
    #[error(
        "the process {node} still writes under the master key {key}; restart it with the new key file, and rotate then \
         (a node that is gone is forgotten after three minutes)"
    )]
    Behind {
        /// The process.
        node: String,
        /// The key.
        key: KeyId,
    },
    /// The database does not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl SqlDatabase {
    /// Makes sure that this process may write under the newest key of its ring, and notes that it does.
    ///
    /// # Errors
    /// [`KeyProblem`]; nothing is noted then.
    pub async fn take_up_keys(&self, now: Timestamp) -> Result<(), KeyProblem> {
        self.expect_own_log().await?;
        let in_use = self.keys_in_use(now).await?;
        let known = self.master.read();
        if let Some((key, _)) = in_use.keys.iter().find(|(key, _)| !known.contains(key)) {
            return Err(KeyProblem::Missing(*key));
        }
        let newest = self.master.newest();
        let mut others = in_use.nodes.into_iter().filter(|node| *node.name != *self.node);
        if let Some(node) = others.find(|node| !node.known.contains(&newest)) {
            return Err(KeyProblem::Unknown { node: node.name, key: newest });
        }
        Ok(self.note_newest(now).await?)
    }

    /// Notes that this process serves, and under which key it writes: to be called more often than every three
    /// minutes. Gives the keys that rows are under and this process does not know.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn note_key_node(&self, now: Timestamp) -> Result<Vec<KeyId>, StorageError> {
        use key_node::Column;
        self.note_newest(now).await?;
        let known: Vec<String> = self.master.read().iter().map(ToString::to_string).collect();
        let row = key_node::Model {
            node: self.node.to_string(),
            newest: self.master.newest().to_string(),
            known: known.join(" "),
            seen_at: now.as_micros(),
        };
        let again = OnConflict::column(Column::Node)
            .update_columns([Column::Newest, Column::Known, Column::SeenAt])
            .to_owned();
        let insert = key_node::Entity::insert(row.into_active_model()).on_conflict(again);
        let tx = self.writer.begin(Pace::Unhurried).await.map_err(failed)?;
        insert.exec_without_returning(&tx).await.map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        let (in_use, known) = (self.keys_in_use(now).await?, self.master.read());
        Ok(in_use.keys.into_iter().map(|(key, _)| key).filter(|key| !known.contains(key)).collect())
    }

    /// Notes that this process serves no more.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn forget_key_node(&self) -> Result<(), StorageError> {
        let tx = self.writer.begin(Pace::Unhurried).await.map_err(failed)?;
        let gone = key_node::Entity::delete_by_id(self.node.to_string());
        gone.exec(&tx).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    /// What the database says of master keys.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn keys_in_use(&self, now: Timestamp) -> Result<KeysInUse, StorageError> {
        read(&self.reader, now).await
    }

    async fn note_newest(&self, now: Timestamp) -> Result<(), StorageError> {
        use master_key_use::Column;
        let now = now.as_micros();
        let row = master_key_use::Model {
            key: self.master.newest().to_string(),
            since: now,
            taken_up_at: now,
        };
        let again = OnConflict::column(Column::Key).update_column(Column::TakenUpAt).to_owned();
        let insert = master_key_use::Entity::insert(row.into_active_model()).on_conflict(again);
        let tx = self.writer.begin(Pace::Unhurried).await.map_err(failed)?;
        insert.exec_without_returning(&tx).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    /// The identity of the log rests on the first key: under another one it would be another log to everyone who
    /// holds its key.
    async fn expect_own_log(&self) -> Result<(), KeyProblem> {
        let head = log::find_head(&self.reader).await?.and_then(|row| row.checkpoint);
        let own = self.audit_keys.signer().verifier().name();
        match head.as_deref().and_then(|note| note.lines().next()) {
            Some(origin) if origin != own => Err(KeyProblem::OtherLog(origin.to_owned())),
            Some(_) | None => Ok(()),
        }
    }
}

async fn read<C: ConnectionTrait>(
    connection: &C,
    now: Timestamp,
) -> Result<KeysInUse, StorageError> {
    let keys = master_key_use::Entity::find()
        .order_by_asc(master_key_use::Column::Since)
        .order_by_asc(master_key_use::Column::Key)
        .all(connection)
        .await
        .map_err(failed)?;
    let keys = keys.iter().map(|row| Ok((id(&row.key)?, Timestamp::from_micros(row.since))));
    let nodes = key_node::Entity::find()
        .filter(key_node::Column::SeenAt.gt(now.minus(SERVES_FOR).as_micros()))
        .order_by_asc(key_node::Column::Node)
        .all(connection)
        .await
        .map_err(failed)?;
    let nodes = nodes.into_iter().map(|row| {
        Ok(KeyNode {
            newest: id(&row.newest)?,
            known: row.known.split_whitespace().map(id).collect::<Result<_, _>>()?,
            seen_at: Timestamp::from_micros(row.seen_at),
            name: row.node,
        })
    });
    Ok(KeysInUse {
        keys: keys.collect::<Result<_, StorageError>>()?,
        nodes: nodes.collect::<Result<_, StorageError>>()?,
    })
}

fn id(text: &str) -> Result<KeyId, StorageError> {
    text.parse().map_err(|_| corrupt("master_key_use.key"))
}
