//! Reading for pages, over the readers' connections.

use super::account::to_account;
use super::entity::{
    account, address_change, backup_code, document_file, factor, idp_first_login, invitation,
    mailbox_code, organisation, password_reset, session,
};
use super::error::failed;
use super::{
    SqlDatabase, address_change as changes, audit, authorization_request, deleted_document,
    document, factor as factors, given_consent, idp_connection, idp_link,
    invitation as invitations, kept, listing, mailbox_code as codes, organisation as organisations,
    orphan, password_reset as resets, people, received, recovery, seal_proof, stored_files,
    template, tries,
};
use async_trait::async_trait;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use wariin_domain::{
    Account, AccountId, AddressChange, AddressChangeId, AuthorizationRequestId, BackupCodeStock,
    BrowserKey, DeletedDocument, Document, DocumentId, EmailAddress, EmailDomain, Factor,
    FileDigest, FileId, FirstLogin, IdTokenEvidence, IdpConnection, IdpLink, Invitation,
    InvitationId, Job, KeptProof, MailboxCode, MailboxCodeId, Organisation, OrganisationId,
    PasskeyEvidence, PasswordReset, PasswordResetId, RecipientId, Recovery, Session, SessionKey,
    ShownPages, Template, Timestamp, TryKind, Uuid,
};
use wariin_ports::{
    AuditReport, DocumentPage, DocumentQuery, GivenConsent, KeptCursor, KeptQuery, KnownAccount,
    Member, PartyMail, PasswordHash, ReceivedLine, ReceivedQuery, RenewalSchedule, SealSelection,
    SealedDocument, StorageError, StoredFile, TimelineEntry, Views,
};

#[async_trait]
impl Views for SqlDatabase {
    async fn is_first_run(&self) -> Result<bool, StorageError> {
        Ok(account::Entity::find().limit(1).count(&self.reader).await.map_err(failed)? == 0)
    }

    async fn newest_recovery(&self) -> Result<Option<Recovery>, StorageError> {
        recovery::newest(&self.reader).await
    }

    async fn session(&self, key: SessionKey) -> Result<Option<Session>, StorageError> {
        let row = session::Entity::find_by_id(key.as_bytes().to_vec()).one(&self.reader).await;
        row.map_err(failed)?.map(super::session::session).transpose()
    }

    async fn shown_pages(
        &self,
        session: SessionKey,
        recipient: RecipientId,
    ) -> Result<ShownPages, StorageError> {
        super::shown_pages::shown(&self.reader, session, recipient).await
    }

    async fn account(&self, id: AccountId) -> Result<Option<Account>, StorageError> {
        let row = account::Entity::find_by_id(Uuid::from(id)).one(&self.reader).await;
        row.map_err(failed)?.map(to_account).transpose()
    }

    async fn known_owner(
        &self,
        address: &EmailAddress,
        browser: BrowserKey,
    ) -> Result<Option<AccountId>, StorageError> {
        let with_address =
            account::Entity::find().filter(account::Column::Email.eq(address.as_str()));
        let Some(owner) = with_address.one(&self.reader).await.map_err(failed)? else {
            return Ok(None);
        };
        let is_known = tries::knows(&self.reader, TryKind::Password, owner.id, browser).await?;
        Ok(is_known.then(|| owner.id.into()))
    }

    async fn damaged_documents(&self) -> Result<Vec<DocumentId>, StorageError> {
        listing::damaged(&self.reader).await.map_err(failed)
    }

    async fn is_marked_damaged(&self, document: DocumentId) -> Result<bool, StorageError> {
        listing::is_damaged(&self.reader, document).await.map_err(failed)
    }

    async fn organisation(&self, id: OrganisationId) -> Result<Option<Organisation>, StorageError> {
        let row = organisation::Entity::find_by_id(Uuid::from(id)).one(&self.reader).await;
        row.map_err(failed)?.map(organisations::to_organisation).transpose()
    }

    async fn members(&self, of: OrganisationId) -> Result<Vec<Member>, StorageError> {
        people::members(&self.reader, of).await
    }

    async fn invitations(&self, of: OrganisationId) -> Result<Vec<Invitation>, StorageError> {
        let rows = invitation::Entity::find()
            .filter(invitation::Column::OrganisationId.eq(Uuid::from(of)))
            .filter(invitations::in_index_of_open())
            .order_by_desc(invitation::Column::MailedAt)
            .all(&self.reader)
            .await
            .map_err(failed)?;
        rows.into_iter().map(invitations::to_invitation).collect()
    }

    async fn invitation(&self, id: InvitationId) -> Result<Option<Invitation>, StorageError> {
        let row = invitation::Entity::find_by_id(Uuid::from(id)).one(&self.reader).await;
        row.map_err(failed)?.map(invitations::to_invitation).transpose()
    }

    async fn factors(&self, account: AccountId) -> Result<Vec<Factor>, StorageError> {
        let rows = factor::Entity::find()
            .filter(factor::Column::AccountId.eq(Uuid::from(account)))
            .filter(factor::Column::ConfirmedAt.is_not_null())
            .order_by_asc(factor::Column::ConfirmedAt)
            .order_by_asc(factor::Column::Id)
            .all(&self.reader)
            .await
            .map_err(failed)?;
        rows.into_iter().map(|row| factors::to_factor(row).map(|stored| stored.factor)).collect()
    }

    async fn backup_codes(&self, account: AccountId) -> Result<BackupCodeStock, StorageError> {
        let codes = backup_code::Entity::find()
            .filter(backup_code::Column::AccountId.eq(Uuid::from(account)))
            .all(&self.reader)
            .await
            .map_err(failed)?;
        let are_saved = codes.iter().all(|code| code.saved);
        Ok(BackupCodeStock { left: codes.len() as u64, are_saved })
    }

    async fn mailbox_code(&self, id: MailboxCodeId) -> Result<Option<MailboxCode>, StorageError> {
        let row = mailbox_code::Entity::find_by_id(Uuid::from(id)).one(&self.reader).await;
        row.map_err(failed)?.map(codes::to_code).transpose()
    }

    async fn address_change(
        &self,
        id: AddressChangeId,
    ) -> Result<Option<AddressChange>, StorageError> {
        let row = address_change::Entity::find_by_id(Uuid::from(id)).one(&self.reader).await;
        row.map_err(failed)?.map(changes::to_change).transpose()
    }

    async fn newest_address_change(
        &self,
        account: AccountId,
    ) -> Result<Option<AddressChange>, StorageError> {
        let row = changes::newest(account).one(&self.reader).await.map_err(failed)?;
        row.map(changes::to_change).transpose()
    }

    async fn sessions(&self, account: AccountId) -> Result<Vec<Session>, StorageError> {
        let rows = super::session::of(account).all(&self.reader).await.map_err(failed)?;
        rows.into_iter().map(super::session::session).collect()
    }

    async fn consents(
        &self,
        account: AccountId,
        skip: u64,
        limit: u64,
    ) -> Result<Vec<GivenConsent>, StorageError> {
        given_consent::of(&self.reader, account, skip, limit).await
    }

    async fn password_reset(
        &self,
        id: PasswordResetId,
    ) -> Result<Option<PasswordReset>, StorageError> {
        let row = password_reset::Entity::find_by_id(Uuid::from(id)).one(&self.reader).await;
        row.map_err(failed)?.map(resets::to_reset).transpose()
    }

    async fn accounts(&self) -> Result<Vec<KnownAccount>, StorageError> {
        people::accounts(&self.reader).await
    }

    async fn document(&self, id: DocumentId) -> Result<Option<Document>, StorageError> {
        document::find(&self.reader, id).await
    }

    async fn document_of(&self, recipient: RecipientId) -> Result<Option<Document>, StorageError> {
        document::find_by_recipient(&self.reader, recipient).await
    }

    async fn has_waiting_job(&self, document: DocumentId) -> Result<bool, StorageError> {
        super::jobs::has_waiting(&self.reader, document).await
    }

    async fn is_job_waiting(&self, job: Job) -> Result<bool, StorageError> {
        super::jobs::is_waiting(&self.reader, job).await
    }

    async fn deleted_document(
        &self,
        id: DocumentId,
    ) -> Result<Option<DeletedDocument>, StorageError> {
        deleted_document::find(&self.reader, id).await
    }

    async fn deleted_document_of(
        &self,
        recipient: RecipientId,
    ) -> Result<Option<DeletedDocument>, StorageError> {
        deleted_document::find_by_recipient(&self.reader, recipient).await
    }

    async fn organisations_with_retention(&self) -> Result<Vec<Organisation>, StorageError> {
        let rows = organisation::Entity::find()
            .filter(organisation::Column::RetentionYears.is_not_null())
            .order_by_asc(organisation::Column::Id)
            .all(&self.reader)
            .await
            .map_err(failed)?;
        rows.into_iter().map(organisations::to_organisation).collect()
    }

    async fn ended_documents(
        &self,
        of: OrganisationId,
        before: Timestamp,
        after: Option<DocumentId>,
        limit: u64,
    ) -> Result<Vec<DocumentId>, StorageError> {
        document::ended(&self.reader, of, before, after, limit).await
    }

    async fn kept_documents(&self, query: &KeptQuery) -> Result<Vec<KeptCursor>, StorageError> {
        kept::lines(&self.reader, query).await
    }

    async fn documents(&self, query: &DocumentQuery) -> Result<DocumentPage, StorageError> {
        listing::page(&self.reader, query).await
    }

    async fn received(&self, query: &ReceivedQuery) -> Result<Vec<ReceivedLine>, StorageError> {
        received::lines(&self.reader, query).await
    }

    async fn templates(&self, of: OrganisationId) -> Result<Vec<Template>, StorageError> {
        template::all(&self.reader, of).await
    }

    async fn size_of(&self, documents: &[DocumentId]) -> Result<u64, StorageError> {
        let ids = documents.iter().copied().map(Uuid::from);
        let sizes: Vec<i64> = document_file::Entity::find()
            .select_only()
            .column(document_file::Column::Bytes)
            .filter(document_file::Column::DocumentId.is_in(ids))
            .into_tuple()
            .all(&self.reader)
            .await
            .map_err(failed)?;
        Ok(sizes.into_iter().filter_map(|bytes| u64::try_from(bytes).ok()).sum())
    }

    async fn idp_connections(
        &self,
        of: Option<OrganisationId>,
    ) -> Result<Vec<IdpConnection>, StorageError> {
        idp_connection::all(&self.reader, of.map(Uuid::from)).await
    }

    async fn idp_serving(
        &self,
        domain: &EmailDomain,
    ) -> Result<Option<IdpConnection>, StorageError> {
        idp_connection::serving(&self.reader, domain).await
    }

    async fn idp_links(&self, account: AccountId) -> Result<Vec<IdpLink>, StorageError> {
        idp_link::of(&self.reader, account).await
    }

    async fn has_password(&self, account: AccountId) -> Result<bool, StorageError> {
        let row = account::Entity::find_by_id(Uuid::from(account)).one(&self.reader).await;
        Ok(row.map_err(failed)?.is_some_and(|row| !PasswordHash(row.password_hash).is_none()))
    }

    async fn first_login(
        &self,
        id: AuthorizationRequestId,
    ) -> Result<Option<FirstLogin>, StorageError> {
        let row = idp_first_login::Entity::find_by_id(Uuid::from(id)).one(&self.reader).await;
        authorization_request::first_login(row.map_err(failed)?)
    }

    async fn id_tokens(&self, document: DocumentId) -> Result<Vec<IdTokenEvidence>, StorageError> {
        authorization_request::id_tokens(&self.reader, &self.idp_key, document).await
    }

    async fn passkey_evidence(
        &self,
        document: DocumentId,
    ) -> Result<Vec<PasskeyEvidence>, StorageError> {
        super::passkey::evidence(&self.reader, document).await
    }

    async fn timeline(&self, document: DocumentId) -> Result<Vec<TimelineEntry>, StorageError> {
        audit::timeline(&self.reader, document).await
    }

    async fn mails(&self, document: DocumentId) -> Result<Vec<PartyMail>, StorageError> {
        super::jobs::mails(&self.reader, document).await
    }

    async fn unreferenced_files(
        &self,
        among: &[FileDigest],
    ) -> Result<Vec<FileDigest>, StorageError> {
        orphan::unreferenced(&self.reader, among).await
    }

    async fn stored_files(
        &self,
        after: Option<FileId>,
        limit: u32,
    ) -> Result<(Vec<StoredFile>, Option<FileId>), StorageError> {
        stored_files::of_documents(&self.reader, after, limit).await
    }

    async fn shared_files(&self) -> Result<Vec<StoredFile>, StorageError> {
        stored_files::shared(&self.reader).await
    }

    async fn seal_proofs(&self, document: DocumentId) -> Result<Vec<KeptProof>, StorageError> {
        seal_proof::of_document(&self.reader, document).await
    }

    async fn sealed_documents(
        &self,
        selection: SealSelection,
        after: Option<DocumentId>,
        limit: u32,
    ) -> Result<Vec<SealedDocument>, StorageError> {
        seal_proof::documents(&self.reader, selection, after, limit).await
    }

    async fn renewal_schedule(
        &self,
        of: Option<OrganisationId>,
        now: Timestamp,
    ) -> Result<RenewalSchedule, StorageError> {
        seal_proof::schedule(&self.reader, of, now).await
    }

    async fn verify_audit(&self) -> Result<AuditReport, StorageError> {
        audit::verify(self).await
    }
}
