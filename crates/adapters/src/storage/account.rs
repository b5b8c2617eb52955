//! Organisations and accounts.

use super::entity::{account, organisation};
use super::error::{corrupt, failed};
use super::organisation as organisations;
use super::stamp_image;
use super::work::SqlWork;
use async_trait::async_trait;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QuerySelect, UpdateMany, sea_query::Expr,
};
use wariin_domain::{
    Account, AccountId, EmailAddress, Events, Language, Membership, Organisation, OrganisationId,
    PersonName, Role, Throttle, Timestamp, Uuid,
};
use wariin_ports::{AccountRepository, PasswordHash, StorageError};

#[async_trait]
impl AccountRepository for SqlWork {
    async fn is_empty(&mut self) -> Result<bool, StorageError> {
        Ok(account::Entity::find().count(&self.tx).await.map_err(failed)? == 0)
    }

    async fn find(&mut self, id: AccountId) -> Result<Option<Account>, StorageError> {
        let row = account::Entity::find_by_id(Uuid::from(id)).one(&self.tx).await;
        row.map_err(failed)?.map(to_account).transpose()
    }

    async fn find_by_email(
        &mut self,
        email: &EmailAddress,
    ) -> Result<Option<Account>, StorageError> {
        let row = account::Entity::find().filter(account::Column::Email.eq(email.as_str()));
        row.one(&self.tx).await.map_err(failed)?.map(to_account).transpose()
    }

    async fn add_organisation(
        &mut self,
        organisation: &Organisation,
        events: Events,
    ) -> Result<(), StorageError> {
        self.keep(&events);
        let row = organisations::row(organisation)?;
        organisation::Entity::insert(row.into_active_model())
            .exec_without_returning(&self.tx)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn add(
        &mut self,
        account: &Account,
        password: &PasswordHash,
        events: Events,
    ) -> Result<(), StorageError> {
        self.keep(&events);
        let row = account::Model {
            id: account.id.into(),
            organisation_id: account.membership.organisation().map(Uuid::from),
            role: account.membership.role().map(|role| role.name().to_owned()),
            name: account.name.as_str().to_owned(),
            email: account.email.as_str().to_owned(),
            mailbox_proven_at: account.mailbox_proven_at.map(Timestamp::as_micros),
            password_hash: password.0.clone(),
            language: account.language.tag().to_owned(),
            disabled_at: account.disabled_at.map(Timestamp::as_micros),
            reported_at: account.reported_at.map(Timestamp::as_micros),
            settled_at: account.settled_at.map(Timestamp::as_micros),
            email_since: account.email_since.map(Timestamp::as_micros),
        };
        account::Entity::insert(row.into_active_model())
            .exec_without_returning(&self.tx)
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn organisation(
        &mut self,
        id: OrganisationId,
    ) -> Result<Option<Organisation>, StorageError> {
        let row = organisation::Entity::find_by_id(Uuid::from(id)).one(&self.tx).await;
        row.map_err(failed)?.map(organisations::to_organisation).transpose()
    }

    async fn lock_organisation(
        &mut self,
        id: OrganisationId,
    ) -> Result<Option<Organisation>, StorageError> {
        let row = organisation::Entity::find_by_id(Uuid::from(id)).lock_exclusive();
        row.one(&self.tx).await.map_err(failed)?.map(organisations::to_organisation).transpose()
    }

    async fn save_organisation(
        &mut self,
        organisation: &Organisation,
        events: Events,
    ) -> Result<(), StorageError> {
        self.keep(&events);
        let row = organisations::row(organisation)?.into_active_model().reset_all();
        organisation::Entity::update(row).exec(&self.tx).await.map_err(failed)?;
        stamp_image::keep(&self.tx, organisation).await
    }

    async fn count_members(&mut self, id: OrganisationId) -> Result<u64, StorageError> {
        account::Entity::find()
            .filter(account::Column::OrganisationId.eq(Uuid::from(id)))
            .count(&self.tx)
            .await
            .map_err(failed)
    }

    async fn count_admins(&mut self, id: OrganisationId) -> Result<u64, StorageError> {
        account::Entity::find()
            .filter(account::Column::OrganisationId.eq(Uuid::from(id)))
            .filter(account::Column::Role.eq(Role::Admin.name()))
            .count(&self.tx)
            .await
            .map_err(failed)
    }

    async fn save(&mut self, account: &Account, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        let update = changed(account).exec(&self.tx).await;
        update.map(|_| ()).map_err(failed)
    }

    async fn save_address(
        &mut self,
        account: &Account,
        events: Events,
    ) -> Result<(), StorageError> {
        self.keep(&events);
        let since = account.email_since.map(Timestamp::as_micros);
        changed(account)
            .col_expr(account::Column::Email, Expr::value(account.email.as_str()))
            .col_expr(account::Column::EmailSince, Expr::value(since))
            .exec(&self.tx)
            .await
            .map(|_| ())
            .map_err(failed)
    }

    async fn save_with_password(
        &mut self,
        account: &Account,
        password: &PasswordHash,
        events: Events,
    ) -> Result<(), StorageError> {
        self.keep(&events);
        changed(account)
            .col_expr(account::Column::PasswordHash, Expr::value(password.0.as_str()))
            .exec(&self.tx)
            .await
            .map(|_| ())
            .map_err(failed)
    }

    async fn password(&mut self, id: AccountId) -> Result<Option<PasswordHash>, StorageError> {
        let row = account::Entity::find_by_id(Uuid::from(id)).lock_exclusive();
        let row = row.one(&self.tx).await.map_err(failed)?;
        let hash = row.map(|row| PasswordHash(row.password_hash));
        Ok(hash.filter(|hash| !hash.is_none()))
    }
}

/// The update that keeps everything of an account but its address and password.
fn changed(account: &Account) -> UpdateMany<account::Entity> {
    use account::Column;
    let organisation = account.membership.organisation().map(Uuid::from);
    let proven_at = account.mailbox_proven_at.map(Timestamp::as_micros);
    let disabled_at = account.disabled_at.map(Timestamp::as_micros);
    let reported_at = account.reported_at.map(Timestamp::as_micros);
    let settled_at = account.settled_at.map(Timestamp::as_micros);
    account::Entity::update_many()
        .col_expr(Column::OrganisationId, Expr::value(organisation))
        .col_expr(Column::Role, Expr::value(account.membership.role().map(Role::name)))
        .col_expr(Column::Name, Expr::value(account.name.as_str()))
        .col_expr(Column::Language, Expr::value(account.language.tag()))
        .col_expr(Column::MailboxProvenAt, Expr::value(proven_at))
        .col_expr(Column::DisabledAt, Expr::value(disabled_at))
        .col_expr(Column::ReportedAt, Expr::value(reported_at))
        .col_expr(Column::SettledAt, Expr::value(settled_at))
        .filter(Column::Id.eq(Uuid::from(account.id)))
}

/// A stored account.
pub(super) fn to_account(row: account::Model) -> Result<Account, StorageError> {
    Ok(Account {
        id: row.id.into(),
        membership: membership(row.organisation_id, row.role.as_deref())?,
        name: PersonName::parse(&row.name).map_err(|_| corrupt("account.name"))?,
        email: EmailAddress::parse(&row.email).map_err(|_| corrupt("account.email"))?,
        mailbox_proven_at: row.mailbox_proven_at.map(Timestamp::from_micros),
        language: Language::parse(&row.language).map_err(|_| corrupt("account.language"))?,
        disabled_at: row.disabled_at.map(Timestamp::from_micros),
        reported_at: row.reported_at.map(Timestamp::from_micros),
        settled_at: row.settled_at.map(Timestamp::from_micros),
        email_since: row.email_since.map(Timestamp::from_micros),
    })
}

fn membership(organisation: Option<Uuid>, role: Option<&str>) -> Result<Membership, StorageError> {
    match (organisation, role) {
        (None, None) => Ok(Membership::Guest),
        (Some(organisation), Some(role)) => Ok(Membership::Member {
            organisation: organisation.into(),
            role: Role::parse(role).ok_or_else(|| corrupt("account.role"))?,
        }),
        (None, Some(_)) | (Some(_), None) => Err(corrupt("account.organisation_id")),
    }
}

/// A stored count of failures.
pub(super) fn throttle(failures: i32, blocked: Option<i64>) -> Result<Throttle, StorageError> {
    let failures = u32::try_from(failures).map_err(|_| corrupt("failures"))?;
    Ok(Throttle::restore(failures, blocked.map(Timestamp::from_micros)))
}

/// A count of failures as it is stored.
pub(super) fn failures(throttle: Throttle) -> i32 {
    i32::try_from(throttle.failures()).unwrap_or(i32::MAX)
}
