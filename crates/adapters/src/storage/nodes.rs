//! Which processes serve one database, and what each of them does.

use super::connection::Pace;
use super::database::SqlDatabase;
use super::entity::{key_node, node};
use super::error::failed;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use wariin_domain::{Span, Timestamp};
use wariin_ports::StorageError;

/// For how long a process that was not heard of any more is taken to serve.
const SERVES_FOR: Span = Span::seconds(20);
/// After which time its row is removed.
const FORGOTTEN_AFTER: Span = Span::days(1);

/// What stands between a release and the boot of the machine in a row: as build metadata of Semantic Versioning
/// (2.0.0, section 10), which earlier releases of this program show and do not read.
const BOOT: &str = "+boot.";

/// What a process of the service does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeRole {
    /// Answers requests and runs jobs.
    All,
    /// Answers requests.
    Web,
    /// Runs jobs; answers nothing but how it is.
    Worker,
}

impl NodeRole {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::All, Self::Web, Self::Worker];

    /// Its name in settings and rows.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Web => "web",
            Self::Worker => "worker",
        }
    }

    /// The role of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether it answers the requests of browsers.
    pub const fn serves_pages(self) -> bool {
        matches!(self, Self::All | Self::Web)
    }

    /// Whether it mails, seals, and does what is done now and then.
    pub const fn runs_jobs(self) -> bool {
        matches!(self, Self::All | Self::Worker)
    }
}

/// A process that serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceNode {
    /// Its name.
    pub name: String,
    /// What it does; `None` when only a newer release knows the role.
    pub role: Option<NodeRole>,
    /// The version of its program.
    pub release: String,
    /// When it was heard of last.
    pub seen_at: Timestamp,
}

impl SqlDatabase {
    /// Notes that this process serves, on a machine that was started as `boot`: to be called more often than every twenty
    /// seconds. A power cut may undo the last notes.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn note_node(
        &self,
        role: NodeRole,
        release: &str,
        boot: &str,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        use node::Column;
        let release = format!("{release}{BOOT}{boot}");
        let row = node::Model {
            name: self.node.to_string(),
            role: role.name().to_owned(),
            release,
            seen_at: now.as_micros(),
        };
        let again = OnConflict::column(Column::Name)
            .update_columns([Column::Role, Column::Release, Column::SeenAt])
            .to_owned();
        let note = node::Entity::insert(row.into_active_model()).on_conflict(again);
        note.exec_without_returning(&self.writer.lazy()).await.map_err(failed)?;
        Ok(())
    }

    /// When a process with the name of this one on another machine was heard of last, if it is taken to serve. One of this
    /// machine is a predecessor that has ended: two cannot listen at one port.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn namesake(
        &self,
        boot: &str,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StorageError> {
        let own = node::Entity::find_by_id(self.node.to_string()).one(&self.reader);
        let serves = own
            .await
            .map_err(failed)?
            .filter(|row| row.seen_at > now.minus(SERVES_FOR).as_micros());
        let elsewhere = serves.filter(|row| {
            let of_row = row.release.rsplit_once(BOOT).map(|(_, boot)| boot);
            // Where the kernel names no start, and in rows of earlier releases, it cannot be told.
            of_row.is_some_and(|of_row| ![of_row, boot].contains(&"") && of_row != boot)
        });
        Ok(elsewhere.map(|row| Timestamp::from_micros(row.seen_at)))
    }

    /// Removes what processes that were not heard of for a day had said of themselves and of their keys.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn forget_old_nodes(&self, now: Timestamp) -> Result<(), StorageError> {
        let until = now.minus(FORGOTTEN_AFTER).as_micros();
        let gone = node::Entity::delete_many().filter(node::Column::SeenAt.lt(until));
        gone.exec(&self.writer.lazy()).await.map_err(failed)?;
        let gone = key_node::Entity::delete_many().filter(key_node::Column::SeenAt.lt(until));
        gone.exec(&self.writer.lazy()).await.map_err(failed)?;
        Ok(())
    }

    /// Notes that this process serves no more.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn forget_node(&self) -> Result<(), StorageError> {
        let tx = self.writer.begin(Pace::Request).await.map_err(failed)?;
        node::Entity::delete_by_id(self.node.to_string()).exec(&tx).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    /// The processes that serve now, by their names.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn nodes(&self, now: Timestamp) -> Result<Vec<ServiceNode>, StorageError> {
        let serves = node::Column::SeenAt.gt(now.minus(SERVES_FOR).as_micros());
        let rows = node::Entity::find()
            .filter(serves)
            .order_by_asc(node::Column::Name)
            .all(&self.reader)
            .await
            .map_err(failed)?;
        let node = |row: node::Model| ServiceNode {
            role: NodeRole::parse(&row.role),
            seen_at: Timestamp::from_micros(row.seen_at),
            name: row.name,
            release: match row.release.rsplit_once(BOOT) {
                Some((release, _)) => release.to_owned(),
                None => row.release,
            },
        };
        Ok(rows.into_iter().map(node).collect())
    }
}
