//! Browser sessions.

use super::codec;
use super::entity::account;
use super::entity::session::{ActiveModel, Column, Entity, Model};
use super::error::{corrupt, failed};
use super::id_list;
use super::shown_pages;
use super::work::SqlWork;
use async_trait::async_trait;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Select,
};
use wariin_domain::{
    AccountId, Browser, ClientPlace, Device, EmailAddress, EmailDomain, Events, FactorMethod,
    IdpConnectionId, IdpOrigin, ProvenMailbox, RecipientId, SeenFrom, Session, SessionKey, SignIn,
    SignInMethod, System, Timestamp, Uuid,
};
use wariin_ports::{LogoutNotice, SessionRepository, StorageError};

#[async_trait]
impl SessionRepository for SqlWork {
    async fn find(&mut self, key: SessionKey) -> Result<Option<Session>, StorageError> {
        let row = Entity::find_by_id(key.as_bytes().to_vec()).lock_exclusive();
        row.one(&self.tx).await.map_err(failed)?.map(session).transpose()
    }

    async fn add(&mut self, session: &Session, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        Entity::insert(active(session)?).exec_without_returning(&self.tx).await.map_err(failed)?;
        Ok(())
    }

    async fn replace(
        &mut self,
        old: SessionKey,
        session: &Session,
        events: Events,
    ) -> Result<(), StorageError> {
        self.keep(&events);
        // One statement, so that a unit of work that ends all sessions of the account meanwhile finds the row.
        let kept = Entity::update_many()
            .set(active(session)?.reset_all())
            .filter(Column::Key.eq(old.as_bytes().to_vec()))
            .exec(&self.tx)
            .await
            .map_err(failed)?;
        if kept.rows_affected != 1 {
            return Err(StorageError::Conflict);
        }
        shown_pages::move_to(&self.tx, old, session.key).await
    }

    async fn remove(&mut self, key: SessionKey, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        let deleted = Entity::delete_by_id(key.as_bytes().to_vec()).exec(&self.tx).await;
        deleted.map(|_| ()).map_err(failed)
    }

    async fn remove_all_at(&mut self, connection: IdpConnectionId) -> Result<(), StorageError> {
        let at_connection = Column::IdpConnectionId.eq(Uuid::from(connection));
        let deleted = Entity::delete_many().filter(at_connection).exec(&self.tx).await;
        deleted.map(|_| ()).map_err(failed)
    }

    async fn remove_others(
        &mut self,
        connection: IdpConnectionId,
        domain: &EmailDomain,
    ) -> Result<(), StorageError> {
        // A domain has no character that LIKE takes for another.
        let accounts: Vec<Uuid> = account::Entity::find()
            .select_only()
            .column(account::Column::Id)
            .filter(account::Column::Email.like(format!("%@{domain}")))
            .into_tuple()
            .all(&self.tx)
            .await
            .map_err(failed)?;
        let elsewhere = Condition::any()
            .add(Column::IdpConnectionId.is_null())
            .add(Column::IdpConnectionId.ne(Uuid::from(connection)));
        for some in accounts.chunks(500) {
            let of_them = Column::AccountId.is_in(some.iter().copied());
            Entity::delete_many()
                .filter(elsewhere.clone())
                .filter(of_them)
                .exec(&self.tx)
                .await
                .map_err(failed)?;
        }
        Ok(())
    }

    async fn find_logged_out(
        &mut self,
        connection: IdpConnectionId,
        notice: &LogoutNotice,
    ) -> Result<Vec<Session>, StorageError> {
        // A notice names a person, a session of the provider, or both: then that session of theirs.
        let mut meant = Condition::all().add(Column::IdpConnectionId.eq(Uuid::from(connection)));
        if let Some(subject) = &notice.subject {
            meant = meant.add(Column::IdpSubject.eq(subject.as_str()));
        }
        if let Some(session) = &notice.session {
            // A login whose token named no session is one of the person's, so it may be this one.
            let named = Condition::any().add(Column::IdpSession.eq(session.as_str()));
            let unnamed = notice.subject.is_some().then(|| Column::IdpSession.is_null());
            meant = meant.add(named.add_option(unnamed));
        }
        if notice.subject.is_none() && notice.session.is_none() {
            return Ok(Vec::new());
        }
        let rows = Entity::find().filter(meant).lock_exclusive().all(&self.tx).await;
        rows.map_err(failed)?.into_iter().map(session).collect()
    }

    async fn all_of(&mut self, account: AccountId) -> Result<Vec<Session>, StorageError> {
        let rows = of(account).lock_exclusive().all(&self.tx).await.map_err(failed)?;
        rows.into_iter().map(session).collect()
    }

    async fn remove_all_of(&mut self, account: AccountId) -> Result<(), StorageError> {
        let of_account = Column::AccountId.eq(Uuid::from(account));
        let deleted = Entity::delete_many().filter(of_account).exec(&self.tx).await;
        deleted.map(|_| ()).map_err(failed)
    }

    async fn lock_again(&mut self, recipient: RecipientId) -> Result<(), StorageError> {
        let id = Uuid::from(recipient);
        // An id has no character that LIKE takes for another.
        let is_unlocked = Condition::any()
            .add(Column::UnlockedRecipient.eq(id))
            .add(Column::UnlockedRecipients.contains(id.to_string()));
        let rows = Entity::find().filter(is_unlocked).order_by_asc(Column::Key).lock_exclusive();
        let rows = rows.all(&self.tx).await;
        for row in rows.map_err(failed)? {
            let mut left = unlocked(row.unlocked_recipients.as_deref(), row.unlocked_recipient)?;
            left.retain(|unlocked| *unlocked != recipient);
            let (text, last) = id_list::columns(&left);
            Entity::update_many()
                .col_expr(Column::UnlockedRecipients, Expr::value(text))
                .col_expr(Column::UnlockedRecipient, Expr::value(last))
                .filter(Column::Key.eq(row.key))
                .exec(&self.tx)
                .await
                .map_err(failed)?;
        }
        Ok(())
    }

    async fn remove_expired(
        &mut self,
        began_before: Timestamp,
        seen_before: Timestamp,
    ) -> Result<(), StorageError> {
        let stale = Condition::any()
            .add(Column::BeganAt.lt(began_before.as_micros()))
            .add(Column::SeenAt.lt(seen_before.as_micros()));
        let deleted = Entity::delete_many().filter(stale).exec(&self.tx).await;
        deleted.map(|_| ()).map_err(failed)
    }
}

/// The account's sessions, the last used first.
pub(super) fn of(account: AccountId) -> Select<Entity> {
    Entity::find()
        .filter(Column::AccountId.eq(Uuid::from(account)))
        .order_by_desc(Column::SeenAt)
        .order_by_asc(Column::Key)
}

fn active(session: &Session) -> Result<ActiveModel, StorageError> {
    let (unlocked_recipients, unlocked_recipient) = id_list::columns(&session.unlocked);
    let mut row = Model {
        key: session.key.as_bytes().to_vec(),
        began_at: session.began_at.as_micros(),
        seen_at: session.seen_at.as_micros(),
        account_id: session.owner().map(Into::into),
        awaits_code: session.awaiting_code.is_some(),
        method: None,
        method_at: None,
        factor_id: None,
        factor_kind: None,
        enrolled_at: None,
        behind_code: None,
        issuer: None,
        idp_connection_id: None,
        idp_subject: None,
        idp_session: None,
        idp_login: None,
        idp_at: None,
        by_passkey: session.by_passkey,
        mailbox_recipient: session.mailbox.as_ref().map(|m| m.recipient.into()),
        mailbox_at: session.mailbox.as_ref().map(|m| m.at.as_micros()),
        mailbox_address: session.mailbox.as_ref().map(|m| m.address.as_str().to_owned()),
        opened_recipient: session.opened.map(|(recipient, _)| recipient.into()),
        opened_generation: session.opened.and_then(|(_, g)| i32::try_from(g).ok()),
        unlocked_recipient,
        unlocked_recipients,
        browser: session.seen_from.map(|from| from.device.browser.name().to_owned()),
        system: session.seen_from.map(|from| from.device.system.name().to_owned()),
        place: session.seen_from.and_then(|from| from.place).map(|place| place.text()),
    };
    let sign_in = session.sign_in.as_ref().or(session.awaiting_code.as_ref());
    match sign_in.map(SignIn::method) {
        None => {}
        Some(SignInMethod::Password { at }) => {
            row.method = Some("password".to_owned());
            row.method_at = Some(at.as_micros());
        }
        Some(SignInMethod::TwoFactor { at, factor, method, enrolled_at, behind_code }) => {
            row.method = Some("two_factor".to_owned());
            row.method_at = Some(at.as_micros());
            row.factor_id = Some(Uuid::from(*factor));
            row.factor_kind = Some(method.name().to_owned());
            row.enrolled_at = Some(enrolled_at.as_micros());
            row.behind_code = *behind_code;
        }
        Some(SignInMethod::Idp { at, login }) => {
            row.method = Some("idp".to_owned());
            row.method_at = Some(at.as_micros());
            row.issuer = Some(login.identity.issuer.to_string());
        }
    }
    if let Some(IdpOrigin { login, at }) = &session.idp {
        row.idp_connection_id = Some(login.identity.connection.into());
        row.idp_subject = Some(login.identity.subject.to_string());
        row.idp_session = login.session.clone();
        row.idp_login = Some(codec::encode(login)?);
        row.idp_at = Some(at.as_micros());
    }
    Ok(row.into_active_model())
}

/// A stored session.
pub(super) fn session(row: Model) -> Result<Session, StorageError> {
    let idp = origin(&row)?;
    let stored = sign_in(&row, idp.as_ref())?;
    let (sign_in, awaiting_code) = if row.awaits_code { (None, stored) } else { (stored, None) };
    let seen_from = seen_from(&row)?;
    let key: [u8; 32] = row.key.try_into().map_err(|_| corrupt("session.key"))?;
    // A proof that an earlier release has stored does not say of which address it is: the code is asked for again.
    let mailbox = row.mailbox_recipient.zip(row.mailbox_at).zip(row.mailbox_address.as_deref());
    let unlocked = unlocked(row.unlocked_recipients.as_deref(), row.unlocked_recipient)?;
    let opened = row.opened_recipient.zip(row.opened_generation);
    let generation = |g: i32| u32::try_from(g).map_err(|_| corrupt("session.opened_generation"));
    Ok(Session {
        key: SessionKey::new(key),
        began_at: Timestamp::from_micros(row.began_at),
        seen_at: Timestamp::from_micros(row.seen_at),
        sign_in,
        awaiting_code,
        mailbox: mailbox.map(proven_mailbox).transpose()?,
        idp,
        by_passkey: row.by_passkey,
        unlocked,
        seen_from,
        opened: opened.map(|(r, g)| generation(g).map(|g| (r.into(), g))).transpose()?,
    })
}

fn unlocked(text: Option<&str>, last: Option<Uuid>) -> Result<Vec<RecipientId>, StorageError> {
    id_list::read((text, last), "session.unlocked_recipients")
}

fn proven_mailbox(
    ((recipient, at), address): ((Uuid, i64), &str),
) -> Result<ProvenMailbox, StorageError> {
    Ok(ProvenMailbox {
        recipient: recipient.into(),
        address: EmailAddress::parse(address).map_err(|_| corrupt("session.mailbox_address"))?,
        at: Timestamp::from_micros(at),
    })
}

fn seen_from(row: &Model) -> Result<Option<SeenFrom>, StorageError> {
    let Some((browser, system)) = row.browser.as_deref().zip(row.system.as_deref()) else {
        return Ok(None);
    };
    let browser = Browser::parse(browser).ok_or_else(|| corrupt("session.browser"))?;
    let system = System::parse(system).ok_or_else(|| corrupt("session.system"))?;
    let place = row.place.as_deref().map(ClientPlace::parse);
    let place = place.map(|place| place.ok_or_else(|| corrupt("session.place"))).transpose()?;
    Ok(Some(SeenFrom { device: Device { browser, system }, place }))
}

fn origin(row: &Model) -> Result<Option<IdpOrigin>, StorageError> {
    let Some(json) = row.idp_login.as_deref() else {
        return Ok(None);
    };
    let at = row.idp_at.map(Timestamp::from_micros).ok_or_else(|| corrupt("session.idp_at"))?;
    Ok(Some(IdpOrigin { login: codec::decode(json)?, at }))
}

fn sign_in(row: &Model, idp: Option<&IdpOrigin>) -> Result<Option<SignIn>, StorageError> {
    let Some(account) = row.account_id else {
        return Ok(None);
    };
    let missing = || corrupt("session.method");
    let at = Timestamp::from_micros(row.method_at.ok_or_else(missing)?);
    let method = match row.method.as_deref() {
        Some("password") => SignInMethod::Password { at },
        Some("two_factor") => SignInMethod::TwoFactor {
            at,
            factor: row.factor_id.ok_or_else(missing)?.into(),
            method: row
                .factor_kind
                .as_deref()
                .and_then(FactorMethod::parse)
                .ok_or_else(|| corrupt("session.factor_kind"))?,
            enrolled_at: Timestamp::from_micros(row.enrolled_at.ok_or_else(missing)?),
            behind_code: row.behind_code,
        },
        Some("idp") => SignInMethod::Idp { at, login: idp.ok_or_else(missing)?.login.clone() },
        _ => return Err(missing()),
    };
    Ok(Some(SignIn::new(account.into(), method)))
}
