//! Bringing every row under the newest master key, a page at a time, while others write: what an end in the middle has
//! left is done by the next run.

use super::sealed_rows::{acme_accounts, acme_certificates, factors, id_tokens, idp_secrets};
use super::{KeyProblem, KeysInUse, SqlDatabase};
use crate::master_key::KeyId;
use crate::storage::ROWS_A_STATEMENT;
use crate::storage::audit::Renewed;
use crate::storage::connection::{Pace, Transaction};
use crate::storage::entity::{audit_event, audit_head, master_key_use};
use crate::storage::error::failed;
use crate::storage::paging::behind;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany,
};
use wariin_domain::{Timestamp, Uuid};
use wariin_ports::StorageError;

/// How far a rotation has come in one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rotation {
    /// The table.
    pub table: &'static str,
    /// How many of its rows were looked at.
    pub read: u64,
    /// How many rows it had when they were counted.
    pub rows: u64,
    /// How many were brought under the newest key.
    pub renewed: u64,
    /// How many are of no key of the ring: changed, or another service's.
    pub foreign: u64,
}

/// What a rotation has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// Table by table.
    pub tables: Vec<Rotation>,
    /// Under which keys there are no rows any more.
    pub free: Vec<KeyId>,
    /// Keys that a process has begun to write under meanwhile: another rotation is needed.
    pub taken_up: Vec<KeyId>,
}

/// What is to be done with a row.
pub(super) enum Row<E: EntityTrait> {
    /// It is under the newest key.
    Done,
    /// It is under an older one; this brings it under the newest, if it is still the same.
    Renew(Box<UpdateMany<E>>),
    /// It is under none of the ring.
    Foreign,
}

/// Told after every page.
pub(super) type Tell<'a> = &'a mut (dyn FnMut(&Rotation) + Send);

impl SqlDatabase {
    /// Encrypts and authenticates every row anew that is not under the newest master key, and then forgets that there
    /// were rows under older ones. Other processes may go on; each has to write under the newest key already.
    ///
    /// # Errors
    /// [`KeyProblem`]. What was done until then stays, and is not done again.
    pub async fn rotate_keys(
        &self,
        now: Timestamp,
        tell: &mut (dyn FnMut(&Rotation) + Send),
    ) -> Result<Rotated, KeyProblem> {
        self.take_up_keys(now).await?;
        self.expect_all_at_newest(&self.keys_in_use(now).await?)?;
        let newest = self.master.newest().to_string();
        let older = master_key_use::Entity::find()
            .filter(master_key_use::Column::Key.ne(newest))
            .all(&self.reader)
            .await
            .map_err(failed)?;
        let tables = vec![
            factors(self, tell).await?,
            idp_secrets(self, tell).await?,
            id_tokens(self, tell).await?,
            events(self, tell).await?,
            heads(self, tell).await?,
            acme_accounts(self, tell).await?,
            acme_certificates(self, tell).await?,
        ];
        self.expect_all_at_newest(&self.keys_in_use(now).await?)?;
        let (mut free, mut taken_up) = (Vec::new(), Vec::new());
        for key in older {
            use master_key_use::Column::{Key, TakenUpAt};
            let gone = master_key_use::Entity::delete_many()
                .filter(Key.eq(&key.key))
                .filter(TakenUpAt.eq(key.taken_up_at));
            let tx = self.writer.begin(Pace::Unhurried).await.map_err(failed)?;
            let gone = gone.exec(&tx).await.map_err(failed)?;
            tx.commit().await.map_err(failed)?;
            let to = if gone.rows_affected == 1 { &mut free } else { &mut taken_up };
            to.push(super::id(&key.key)?);
        }
        Ok(Rotated { tables, free, taken_up })
    }

    fn expect_all_at_newest(&self, in_use: &KeysInUse) -> Result<(), KeyProblem> {
        let newest = self.master.newest();
        let mut others = in_use.nodes.iter();
        match others.find(|node| node.newest != newest) {
            None => Ok(()),
            Some(node) => Err(KeyProblem::Behind { node: node.name.clone(), key: node.newest }),
        }
    }

    /// Brings the rows of a page under the newest key, in one transaction; rows that were changed meanwhile are
    /// under it already.
    pub(super) async fn renew<E: EntityTrait>(
        &self,
        rotation: &mut Rotation,
        rows: Vec<Row<E>>,
    ) -> Result<(), StorageError> {
        rotation.read += rows.len() as u64;
        let mut tx: Option<Transaction> = None;
        for row in rows {
            match row {
                Row::Done => {}
                Row::Foreign => rotation.foreign += 1,
                Row::Renew(update) => {
                    let tx = match &mut tx {
                        Some(tx) => tx,
                        None => {
                            tx.insert(self.writer.begin(Pace::Unhurried).await.map_err(failed)?)
                        }
                    };
                    let updated = update.exec(tx).await.map_err(failed)?;
                    rotation.renewed += updated.rows_affected;
                }
            }
        }
        match tx {
            Some(tx) => tx.commit().await.map_err(failed),
            None => Ok(()),
        }
    }

    pub(super) async fn begin_table<E: EntityTrait>(
        &self,
        table: &'static str,
    ) -> Result<Rotation, StorageError>
    where
        E::Model: Sync,
    {
        let rows = E::find().count(&self.reader).await.map_err(failed)?;
        Ok(Rotation { table, rows, ..Rotation::default() })
    }
}

/// The codes of events.
async fn events(database: &SqlDatabase, tell: Tell<'_>) -> Result<Rotation, StorageError> {
    use audit_event::Column::{Hash, Mac, Sequence, Subject, SubjectId};
    type Found = (String, Uuid, i64, Vec<u8>, Vec<u8>);
    let mut rotation = database.begin_table::<audit_event::Entity>("audit_event").await?;
    let mut last: Option<(String, Uuid, i64)> = None;
    loop {
        let mut query = audit_event::Entity::find();
        if let Some((subject, id, sequence)) = &last {
            let place = [(*id).into(), subject.as_str().into(), (*sequence).into()];
            query = query.filter(behind([SubjectId, Subject, Sequence], place));
        }
        let rows: Vec<Found> = query
            .select_only()
            .columns([Subject, SubjectId, Sequence, Hash, Mac])
            .order_by_asc(SubjectId)
            .order_by_asc(Subject)
            .order_by_asc(Sequence)
            .limit(ROWS_A_STATEMENT as u64)
            .into_tuple()
            .all(&database.reader)
            .await
            .map_err(failed)?;
        let Some((subject, id, sequence, ..)) = rows.last() else {
            return Ok(rotation);
        };
        last = Some((subject.clone(), *id, *sequence));
        let renewed = rows.into_iter().map(|(subject, id, sequence, hash, mac)| {
            let new = database.audit_keys.renewed_event_mac(&hash, &mac);
            of_code(new, |new| {
                audit_event::Entity::update_many()
                    .col_expr(Mac, Expr::value(new))
                    .filter(SubjectId.eq(id))
                    .filter(Subject.eq(subject))
                    .filter(Sequence.eq(sequence))
                    .filter(Mac.eq(mac))
            })
        });
        database.renew(&mut rotation, renewed.collect()).await?;
        tell(&rotation);
    }
}

/// The codes of the chains' heads.
async fn heads(database: &SqlDatabase, tell: Tell<'_>) -> Result<Rotation, StorageError> {
    use audit_head::Column::{Mac, Subject, SubjectId};
    let mut rotation = database.begin_table::<audit_head::Entity>("audit_head").await?;
    let mut last: Option<(String, Uuid)> = None;
    loop {
        let mut query = audit_head::Entity::find();
        if let Some((subject, id)) = &last {
            let place = [(*id).into(), subject.as_str().into()];
            query = query.filter(behind([SubjectId, Subject], place));
        }
        let rows = query
            .order_by_asc(SubjectId)
            .order_by_asc(Subject)
            .limit(ROWS_A_STATEMENT as u64)
            .all(&database.reader)
            .await
            .map_err(failed)?;
        let Some(row) = rows.last() else {
            return Ok(rotation);
        };
        last = Some((row.subject.clone(), row.subject_id));
        let renewed = rows.into_iter().map(|row| {
            of_code(database.audit_keys.renewed_head_mac(&row), |new| {
                audit_head::Entity::update_many()
                    .col_expr(Mac, Expr::value(new))
                    .filter(SubjectId.eq(row.subject_id))
                    .filter(Subject.eq(row.subject))
                    .filter(Mac.eq(row.mac))
            })
        });
        database.renew(&mut rotation, renewed.collect()).await?;
        tell(&rotation);
    }
}

fn of_code<E: EntityTrait>(new: Renewed, update: impl FnOnce(Vec<u8>) -> UpdateMany<E>) -> Row<E> {
    match new {
        Renewed::Already => Row::Done,
        Renewed::Foreign => Row::Foreign,
        Renewed::By(new) => Row::Renew(Box::new(update(new))),
    }
}
