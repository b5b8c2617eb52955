//! Which processes serve one database, and what each of them does.

use super::connection::Pace;
use super::database::SqlDatabase;
use super::entity::{key_node, node};
use super::error::failed;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    Statement, Value,
};
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

    /// Notes that this process serves unless one with its name on another machine is taken to serve: then this returns
    /// when that one was heard of last, and changes nothing. Of two that claim one name at once, one gets it. A process of this machine is a
    /// predecessor that has ended: two cannot listen at one port. A note that is more than twenty seconds ahead is of a
    /// clock that was set back since. On SQLite no name is refused: only one process uses the file, and it may have been copied
    /// from another machine.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn claim_name(
        &self,
        role: NodeRole,
        release: &str,
        boot: &str,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StorageError> {
        if self.reader.get_database_backend() == DbBackend::Sqlite {
            self.note_node(role, release, boot, now).await?;
            return Ok(None);
        }
        loop {
            if self.is_name_claimed(role, release, boot, now).await? {
                return Ok(None);
            }
            let namesake = node::Entity::find_by_id(self.node.to_string()).one(&self.writer);
            if let Some(namesake) = namesake.await.map_err(failed)? {
                return Ok(Some(Timestamp::from_micros(namesake.seen_at)));
            }
            // It has ended meanwhile.
        }
    }

    async fn is_name_claimed(
        &self,
        role: NodeRole,
        release: &str,
        boot: &str,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        // Where the kernel names no start, and in rows of earlier releases, it cannot be told.
        let sql = "INSERT INTO node (name, role, release, seen_at) VALUES ($1, $2, $3 || $4, $5)
            ON CONFLICT (name) DO UPDATE
            SET role = excluded.role, release = excluded.release, seen_at = excluded.seen_at
            WHERE node.seen_at <= $6 OR node.seen_at > $7 OR $4 = $8
                OR right(node.release, length($4)) = $4
                OR right(node.release, length($8)) = $8
                OR position($8 in node.release) = 0";
        let values: [Value; 8] = [
            self.node.as_ref().into(),
            role.name().into(),
            release.into(),
            format!("{BOOT}{boot}").into(),
            now.as_micros().into(),
            now.minus(SERVES_FOR).as_micros().into(),
            now.plus(SERVES_FOR).as_micros().into(),
            BOOT.into(),
        ];
        let claim = Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
        let claimed = self.writer.execute_raw(claim).await.map_err(failed)?;
        Ok(claimed.rows_affected() == 1)
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
