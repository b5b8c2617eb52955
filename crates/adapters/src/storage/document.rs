//! Documents: found whole, saved whole, and only if no other unit of work saved them meanwhile.

mod reading;

use super::document_row::{file_row, recipient_row, row};
use super::entity::{document as documents, document_file, recipient};
use super::error::failed;
use super::jobs::is_waiting;
use super::listing;
use super::work::SqlWork;
use async_trait::async_trait;
pub(in crate::storage) use reading::{find, find_by_recipient};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::OnConflict,
};
use wariin_domain::{
    Account, AccountId, DeletedDocument, Document, DocumentId, Events, Job, OrganisationId,
    RecipientId, Timestamp, Uuid,
};
use wariin_ports::{DocumentRepository, StorageError};

#[async_trait]
impl DocumentRepository for SqlWork {
    async fn find(&mut self, id: DocumentId) -> Result<Option<Document>, StorageError> {
        find(&self.tx, id).await
    }

    async fn find_by_recipient(
        &mut self,
        id: RecipientId,
    ) -> Result<Option<Document>, StorageError> {
        find_by_recipient(&self.tx, id).await
    }

    async fn mark_damaged(&mut self, id: DocumentId, at: Timestamp) -> Result<bool, StorageError> {
        listing::mark_damaged(&self.tx, id, at).await.map_err(failed)
    }

    async fn mark_whole(&mut self, document: &Document) -> Result<(), StorageError> {
        listing::mark_whole(&self.tx, document).await.map_err(failed)
    }

    async fn awaits_advanced_auth(&mut self, account: &Account) -> Result<bool, StorageError> {
        let own = Condition::any()
            .add(recipient::Column::AccountId.eq(Uuid::from(account.id)))
            .add(recipient::Column::Email.eq(account.email.as_str()));
        let parties: Vec<Uuid> = recipient::Entity::find()
            .select_only()
            .column(recipient::Column::DocumentId)
            .filter(own)
            .filter(recipient::Column::State.is_in([
                "waiting",
                "invited",
                "consented",
                "wrong_recipient",
            ]))
            .filter(recipient::Column::IsGated.eq(true))
            .into_tuple()
            .all(&self.tx)
            .await
            .map_err(failed)?;
        let awaiting = documents::Entity::find()
            .filter(documents::Column::Id.is_in(parties))
            .filter(documents::Column::Status.eq("awaiting_consent"))
            .count(&self.tx)
            .await
            .map_err(failed)?;
        Ok(awaiting > 0)
    }

    async fn keeps_advanced_auth(&mut self, account: AccountId) -> Result<bool, StorageError> {
        let read: Vec<Uuid> = recipient::Entity::find()
            .select_only()
            .column(recipient::Column::DocumentId)
            .filter(recipient::Column::AccountId.eq(Uuid::from(account)))
            .filter(recipient::Column::State.eq("consented"))
            .filter(recipient::Column::IsGated.eq(true))
            .into_tuple()
            .all(&self.tx)
            .await
            .map_err(failed)?;
        for some in read.chunks(500) {
            let kept = documents::Entity::find()
                .filter(documents::Column::Id.is_in(some.iter().copied()))
                .filter(documents::Column::Status.is_in(["sealing", "concluded"]))
                .count(&self.tx)
                .await
                .map_err(failed)?;
            if kept > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn ask_for_link(
        &mut self,
        recipient: RecipientId,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        self.jobs.push((Job::RenewLink { recipient }, now));
        Ok(())
    }

    async fn ask_for_certificate(
        &mut self,
        document: DocumentId,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let job = Job::IssueCertificate { document };
        // Of two who ask at once the second one waits here, and finds the job of the first.
        let row = documents::Entity::find_by_id(Uuid::from(document)).lock_exclusive();
        let is_there = row.one(&self.tx).await.map_err(failed)?.is_some();
        if is_there && !is_waiting(&self.tx, job).await? {
            self.jobs.push((job, now));
        }
        Ok(())
    }

    async fn unfinished_of(
        &mut self,
        sender: AccountId,
        organisation: OrganisationId,
    ) -> Result<Vec<DocumentId>, StorageError> {
        let ids: Vec<Uuid> = documents::Entity::find()
            .select_only()
            .column(documents::Column::Id)
            .filter(documents::Column::SenderId.eq(Uuid::from(sender)))
            .filter(documents::Column::OrganisationId.eq(Uuid::from(organisation)))
            .filter(documents::Column::Status.is_in(["draft", "awaiting_consent", "sealing"]))
            .order_by_asc(documents::Column::Id)
            .into_tuple()
            .all(&self.tx)
            .await
            .map_err(failed)?;
        Ok(ids.into_iter().map(DocumentId::from).collect())
    }

    async fn awaiting(&mut self, account: &Account) -> Result<Vec<DocumentId>, StorageError> {
        use recipient::Column;
        let bound = Condition::all()
            .add(Column::AccountId.is_null())
            .add(Column::Email.eq(account.email.as_str()));
        let concerned =
            Condition::any().add(Column::AccountId.eq(Uuid::from(account.id))).add(bound);
        let ids: Vec<Uuid> = recipient::Entity::find()
            .select_only()
            .column(Column::DocumentId)
            .filter(Column::State.is_in(["waiting", "invited", "consented"]))
            .filter(concerned)
            .into_tuple()
            .all(&self.tx)
            .await
            .map_err(failed)?;
        let ids: Vec<Uuid> = documents::Entity::find()
            .select_only()
            .column(documents::Column::Id)
            .filter(documents::Column::Id.is_in(ids))
            .filter(documents::Column::Status.eq("awaiting_consent"))
            .order_by_asc(documents::Column::Id)
            .into_tuple()
            .all(&self.tx)
            .await
            .map_err(failed)?;
        Ok(ids.into_iter().map(DocumentId::from).collect())
    }

    async fn concerned_by(
        &mut self,
        account: &Account,
        since: Timestamp,
    ) -> Result<Vec<DocumentId>, StorageError> {
        use recipient::Column;
        let mut concerned = self.awaiting(account).await?;
        let answered = |states: &'static [&'static str]| {
            recipient::Entity::find()
                .select_only()
                .column(Column::DocumentId)
                .filter(Column::State.is_in(states.iter().copied()))
                .filter(Column::AccountId.eq(Uuid::from(account.id)))
                .into_query()
        };
        let forwarded = Condition::all()
            .add(documents::Column::Id.in_subquery(answered(&["forwarded"])))
            .add(documents::Column::Status.eq("awaiting_consent"));
        let agreed = Condition::all()
            .add(documents::Column::Id.in_subquery(answered(&["consented"])))
            .add(documents::Column::Status.is_in(["sealing", "concluded"]))
            .add(documents::Column::UpdatedAt.gte(since.as_micros()));
        let more: Vec<Uuid> = documents::Entity::find()
            .select_only()
            .column(documents::Column::Id)
            .filter(Condition::any().add(forwarded).add(agreed))
            .into_tuple()
            .all(&self.tx)
            .await
            .map_err(failed)?;
        concerned.extend(more.into_iter().map(DocumentId::from));
        concerned.sort_unstable();
        concerned.dedup();
        Ok(concerned)
    }

    async fn exist_in(&mut self, organisation: OrganisationId) -> Result<bool, StorageError> {
        let any = documents::Entity::find()
            .select_only()
            .column(documents::Column::Id)
            .filter(documents::Column::OrganisationId.eq(Uuid::from(organisation)))
            .into_tuple::<Uuid>()
            .one(&self.tx)
            .await
            .map_err(failed)?;
        Ok(any.is_some())
    }

    async fn remove(
        &mut self,
        document: &Document,
        left: &DeletedDocument,
        events: Events,
    ) -> Result<(), StorageError> {
        super::deleted_document::remove(&self.tx, document, left).await?;
        self.keep(&events);
        Ok(())
    }

    async fn save(&mut self, document: &Document, events: Events) -> Result<(), StorageError> {
        self.save_row(document, &events).await?;
        self.save_files(document).await?;
        self.save_recipients(document).await?;
        let updated_at = updated_at(document, &events).as_micros();
        listing::keep(&self.tx, document, updated_at).await?;
        self.keep(&events);
        Ok(())
    }
}

impl SqlWork {
    async fn save_row(&self, document: &Document, events: &Events) -> Result<(), StorageError> {
        let row = row(document, updated_at(document, events))?;
        if document.version == 0 {
            let insert = documents::Entity::insert(row.into_active_model());
            let inserted = insert.exec_without_returning(&self.tx).await;
            return inserted.map(|_| ()).map_err(|error| match failed(error) {
                StorageError::Duplicate => StorageError::Conflict,
                other => other,
            });
        }
        let updated = documents::Entity::update_many()
            .set(row.into_active_model().reset_all())
            .filter(documents::Column::Id.eq(Uuid::from(document.id)))
            .filter(documents::Column::Version.eq(document.version))
            .exec(&self.tx)
            .await
            .map_err(failed)?;
        if updated.rows_affected == 1 { Ok(()) } else { Err(StorageError::Conflict) }
    }

    async fn save_files(&self, document: &Document) -> Result<(), StorageError> {
        let kept: Vec<Uuid> = document.files.iter().map(|f| f.id.into()).collect();
        document_file::Entity::delete_many()
            .filter(document_file::Column::DocumentId.eq(Uuid::from(document.id)))
            .filter(document_file::Column::Id.is_not_in(kept))
            .exec(&self.tx)
            .await
            .map_err(failed)?;
        let rows = (0..).zip(&document.files).map(|(place, f)| file_row(document.id, place, f));
        let rows = rows.collect::<Result<Vec<_>, _>>()?.into_iter();
        let known = OnConflict::column(document_file::Column::Id)
            .update_columns([
                document_file::Column::Position,
                document_file::Column::ConfirmedBy,
                document_file::Column::ConfirmedAt,
                document_file::Column::SealedDigest,
                document_file::Column::SealLevel,
            ])
            .to_owned();
        document_file::Entity::insert_many(rows.map(IntoActiveModel::into_active_model))
            .on_conflict(known)
            .exec_without_returning(&self.tx)
            .await
            .map(|_| ())
            .map_err(failed)
    }

    async fn save_recipients(&self, document: &Document) -> Result<(), StorageError> {
        use recipient::Column;
        let kept: Vec<Uuid> = document.recipients.iter().map(|r| r.id.into()).collect();
        recipient::Entity::delete_many()
            .filter(Column::DocumentId.eq(Uuid::from(document.id)))
            .filter(Column::Id.is_not_in(kept))
            .exec(&self.tx)
            .await
            .map_err(failed)?;
        if document.recipients.is_empty() {
            return Ok(());
        }
        let mut rows = Vec::with_capacity(document.recipients.len());
        for (place, recipient) in (0..).zip(&document.recipients) {
            rows.push(recipient_row(document, place, recipient)?.into_active_model());
        }
        let changed = OnConflict::column(Column::Id)
            .update_columns([
                Column::Position,
                Column::Name,
                Column::Email,
                Column::OrganisationName,
                Column::Language,
                Column::AccessCode,
                Column::Idp,
                Column::Enrolment,
                Column::IsGated,
                Column::Generation,
                Column::AccountId,
                Column::OrganisationId,
                Column::HeldSince,
                Column::HoldReason,
                Column::ConsentHeldSince,
                Column::ConsentHoldReason,
                Column::OpenedAt,
                Column::BehindAccessCode,
                Column::BehindAccessCodes,
                Column::Undelivered,
                Column::UndeliveredAt,
                Column::Preflight,
                Column::PreflightAt,
                Column::CorrectedAt,
                Column::FirstLink,
                Column::ConsentStatement,
                Column::State,
                Column::StateAt,
                Column::InvitedAt,
                Column::Reason,
                Column::ForwardedTo,
                Column::Assurance,
                Column::ConsentedContent,
            ])
            .to_owned();
        recipient::Entity::insert_many(rows)
            .on_conflict(changed)
            .exec_without_returning(&self.tx)
            .await
            .map(|_| ())
            .map_err(failed)
    }
}

fn updated_at(document: &Document, events: &Events) -> Timestamp {
    events.iter().map(|event| event.at).max().unwrap_or(document.drafted_at)
}

/// The documents of an organisation that ended before this instant and are not held, behind this one.
pub(super) async fn ended<C: ConnectionTrait>(
    connection: &C,
    of: OrganisationId,
    before: Timestamp,
    after: Option<DocumentId>,
    limit: u64,
) -> Result<Vec<DocumentId>, StorageError> {
    use documents::Column;
    let behind = after.map(|id| Column::Id.gt(Uuid::from(id)));
    let ids: Vec<Uuid> = documents::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::OrganisationId.eq(Uuid::from(of)))
        .filter(Column::EndedAt.lt(before.as_micros()))
        .filter(Column::LegalHoldSince.is_null())
        .filter(Condition::all().add_option(behind))
        .order_by_asc(Column::Id)
        .limit(limit)
        .into_tuple()
        .all(connection)
        .await
        .map_err(failed)?;
    Ok(ids.into_iter().map(DocumentId::from).collect())
}
