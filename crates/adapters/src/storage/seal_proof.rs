//! What proves the seals: a row for each sealed file, and what pages and commands read of them.

use super::entity::seal_proof::{ActiveModel, Column, Entity, Model};
use super::error::{corrupt, failed};
use super::work::SqlWork;
use async_trait::async_trait;
use jiff::tz::TimeZone;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    Iterable, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use std::collections::{BTreeMap, BTreeSet};
use wariin_domain::{
    DocumentId, FileDigest, Job, KeptProof, OrganisationId, RenewalFailure, SealProof, SealedPart,
    Timestamp, Uuid,
};
use wariin_ports::{
    MonthOfRenewals, RenewalSchedule, SealProofRepository, SealSelection, SealedDocument,
    StorageError,
};

/// How many bytes of a failure are kept.
const KEPT_FAILURE: usize = 500;

#[async_trait]
impl SealProofRepository for SqlWork {
    async fn find(&mut self, part: SealedPart) -> Result<Option<KeptProof>, StorageError> {
        let row = Entity::find_by_id(id(part)).one(&self.tx).await.map_err(failed)?;
        row.map(kept).transpose()
    }

    async fn keep(&mut self, proof: &KeptProof) -> Result<(), StorageError> {
        let newest = OnConflict::column(Column::Id)
            .update_columns(Column::iter().filter(|column| !matches!(column, Column::Id)))
            .to_owned();
        let row: ActiveModel = row(proof).into_active_model();
        Entity::insert(row)
            .on_conflict(newest)
            .exec_without_returning(&self.tx)
            .await
            .map(|_| ())
            .map_err(failed)
    }

    async fn queue_due(&mut self, now: Timestamp, limit: u32) -> Result<u32, StorageError> {
        let due = Entity::find()
            .filter(Column::TryAt.lte(now.as_micros()))
            .order_by_asc(Column::TryAt)
            .order_by_asc(Column::Id)
            .limit(u64::from(limit))
            .lock_exclusive()
            .all(&self.tx)
            .await
            .map_err(failed)?;
        if due.is_empty() {
            return Ok(0);
        }
        Entity::update_many()
            .col_expr(Column::TryAt, Expr::value(KeptProof::lost_at(now).as_micros()))
            .filter(Column::Id.is_in(due.iter().map(|row| row.id)))
            .exec(&self.tx)
            .await
            .map_err(failed)?;
        let documents: BTreeSet<Uuid> = due.iter().map(|row| row.document_id).collect();
        let jobs = documents.iter().map(|id| (Job::RenewSeals { document: (*id).into() }, now));
        self.jobs.extend(jobs);
        Ok(u32::try_from(documents.len()).unwrap_or(u32::MAX))
    }
}

/// Those of a document: the files, then the certificate of agreement.
pub(super) async fn of_document<C: ConnectionTrait>(
    connection: &C,
    document: DocumentId,
) -> Result<Vec<KeptProof>, StorageError> {
    let rows = Entity::find().filter(Column::DocumentId.eq(Uuid::from(document)));
    let rows = rows.order_by_asc(Column::Id).all(connection).await.map_err(failed)?;
    let mut proofs = rows.into_iter().map(kept).collect::<Result<Vec<_>, _>>()?;
    proofs.sort_by_key(|proof| proof.part.file.is_none());
    Ok(proofs)
}

/// The documents that have sealed files of this kind, in the order of their ids.
pub(super) async fn documents<C: ConnectionTrait>(
    connection: &C,
    selection: SealSelection,
    after: Option<DocumentId>,
    limit: u32,
) -> Result<Vec<SealedDocument>, StorageError> {
    let is_selected = match selection {
        SealSelection::All => Condition::all().add(Column::TryAt.is_not_null()),
        SealSelection::Due(now) => Condition::any()
            .add(Column::DueAt.lte(now.as_micros()))
            .add(Column::DueAt.is_null().and(Column::TryAt.is_not_null())),
        SealSelection::Basic => {
            Condition::all().add(Column::TryAt.is_null()).add(Column::DueAt.is_null())
        }
    };
    let behind = after.map(|id| Column::DocumentId.gt(Uuid::from(id)));
    let rows: Vec<(Uuid, i64)> = Entity::find()
        .select_only()
        .column(Column::DocumentId)
        .column_as(Column::Id.count(), "files")
        .filter(is_selected)
        .filter(Condition::all().add_option(behind))
        .group_by(Column::DocumentId)
        .order_by_asc(Column::DocumentId)
        .limit(u64::from(limit))
        .into_tuple()
        .all(connection)
        .await
        .map_err(failed)?;
    let read = |(id, files): (Uuid, i64)| SealedDocument {
        document: id.into(),
        files: files.unsigned_abs(),
    };
    Ok(rows.into_iter().map(read).collect())
}

/// How many sealed files are due on one day.
#[derive(Debug, FromQueryResult)]
struct Counted {
    /// Days since 1970; nothing where no end is known.
    day: Option<i64>,
    /// Whether the proof has ended.
    ended: bool,
    /// Whether there is something to renew or to look up.
    tried: bool,
    files: i64,
    renewed_at: Option<i64>,
}

/// When the seals of one organisation, or of all, are to be renewed.
pub(super) async fn schedule<C: ConnectionTrait>(
    connection: &C,
    of: Option<OrganisationId>,
    now: Timestamp,
) -> Result<RenewalSchedule, StorageError> {
    let whose = "FROM seal_proof p JOIN document d ON d.id = p.document_id
                 WHERE ($2 OR d.organisation_id = $3)";
    let is_of_all = of.is_none();
    let organisation = of.map_or(Uuid::nil(), Uuid::from);
    let values = [now.as_micros().into(), is_of_all.into(), organisation.into()];
    let days = format!(
        "SELECT p.due_at / 86400000000 AS day, COALESCE(p.relied_until <= $1, $4) AS ended,
                p.try_at IS NOT NULL AS tried, COUNT(*) AS files, MAX(p.renewed_at) AS renewed_at
         {whose} GROUP BY 1, 2, 3"
    );
    let backend = connection.get_database_backend();
    let with_no = values.iter().cloned().chain([false.into()]);
    let days = Statement::from_sql_and_values(backend, days, with_no);
    let days = Counted::find_by_statement(days).all(connection).await.map_err(failed)?;
    let newest =
        format!("SELECT p.* {whose} AND p.failed_at <= $1 ORDER BY p.failed_at DESC LIMIT 1");
    let newest = Statement::from_sql_and_values(backend, newest, values);
    let newest = Model::find_by_statement(newest).one(connection).await.map_err(failed)?;
    let mut schedule = gathered(days, now);
    schedule.failure = newest.and_then(|row| failure(&row));
    Ok(schedule)
}

fn gathered(days: Vec<Counted>, now: Timestamp) -> RenewalSchedule {
    let mut schedule = RenewalSchedule::default();
    let mut months: BTreeMap<(i32, u8), u64> = BTreeMap::new();
    let today = now.as_micros().div_euclid(MICROS_A_DAY);
    for Counted { day, ended, tried, files, renewed_at } in days {
        let files = files.unsigned_abs();
        let renewed_at = renewed_at.map(Timestamp::from_micros);
        schedule.renewed_at = schedule.renewed_at.max(renewed_at);
        match day {
            None if tried => schedule.unread += files,
            None => schedule.basic += files,
            Some(day) if day <= today => schedule.due += files,
            Some(day) => *months.entry(month(day)).or_default() += files,
        }
        if ended {
            schedule.ended += files;
        }
    }
    schedule.months = months
        .into_iter()
        .map(|((year, month), files)| MonthOfRenewals { year, month, files })
        .collect();
    schedule
}

const MICROS_A_DAY: i64 = 86_400_000_000;

/// The year and the month of a day since 1970.
fn month(day: i64) -> (i32, u8) {
    let at = jiff::Timestamp::from_second(day.saturating_mul(86_400)).unwrap_or_default();
    let date = at.to_zoned(TimeZone::UTC).date();
    (i32::from(date.year()), date.month().unsigned_abs())
}

fn id(part: SealedPart) -> Uuid {
    part.file.map_or(part.document.into(), Uuid::from)
}

fn row(kept: &KeptProof) -> Model {
    let failure = kept.failure.as_ref();
    Model {
        id: id(kept.part),
        document_id: kept.part.document.into(),
        digest: kept.digest.as_bytes().to_vec(),
        stamped_at: kept.proof.map(|proof| proof.stamped_at.as_micros()),
        relied_until: kept.proof.map(|proof| proof.until.as_micros()),
        due_at: kept.proof.map(|proof| proof.due_at().as_micros()),
        try_at: kept.try_at.map(Timestamp::as_micros),
        renewed_at: kept.renewed_at.map(Timestamp::as_micros),
        failed_at: failure.map(|failure| failure.at.as_micros()),
        failure: failure.map(|failure| cut(&failure.why)),
    }
}

fn kept(row: Model) -> Result<KeptProof, StorageError> {
    let failure = failure(&row);
    let digest = row.digest.try_into().map_err(|_| corrupt("seal_proof.digest"))?;
    let at = Timestamp::from_micros;
    let proof = row.stamped_at.zip(row.relied_until);
    Ok(KeptProof {
        part: SealedPart {
            document: row.document_id.into(),
            file: (row.id != row.document_id).then(|| row.id.into()),
        },
        digest: FileDigest::new(digest),
        proof: proof.map(|(from, until)| SealProof { stamped_at: at(from), until: at(until) }),
        try_at: row.try_at.map(at),
        renewed_at: row.renewed_at.map(at),
        failure,
    })
}

fn failure(row: &Model) -> Option<RenewalFailure> {
    let at = Timestamp::from_micros(row.failed_at?);
    Some(RenewalFailure { at, why: row.failure.clone().unwrap_or_default() })
}

fn cut(why: &str) -> String {
    why.chars().take(KEPT_FAILURE).collect()
}
