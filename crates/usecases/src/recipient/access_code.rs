//! アクセスコード: what the sender told a recipient by another channel, typed before anything else.

use crate::recipient::link::MailedLink;
use crate::{Error, Ports, Result, SecretInput, tries};
use wariin_domain::{
    AccessCodeHash, Actor, Client, Document, Events, Recipient, RecipientId, Refusal, Session,
    SessionKey, Timestamp, TryKind, Uuid,
};
use wariin_ports::{PasswordHash, SessionCookie, UnitOfWork};

/// An access code as it was typed.
#[derive(Clone, Debug)]
pub struct TypeAccessCode {
    /// The recipient.
    pub recipient: RecipientId,
    /// The mailed link that the browser followed, if it did.
    pub link: Option<MailedLink>,
    /// Where the request comes from.
    pub client: Client,
    /// The browser's session, if there is one.
    pub session: Option<SessionKey>,
    /// What was typed.
    pub code: SecretInput,
}

/// Unlocks the way to a recipient's document for this session, under a new key. The code is
/// checked for the holder of the recipient's link and for the recipient's signed-in account only.
///
/// # Errors
/// [`Error::WrongCode`], [`Error::Throttled`] after too many of them: the wait grows to an hour, and
/// never ends the document; [`Error::InvalidLink`] for every other visitor.
pub async fn type_access_code(ports: &Ports, command: TypeAccessCode) -> Result<SessionCookie> {
    command.code.expect_typed()?;
    let document = ports.views.document_of(command.recipient).await?.ok_or(Error::InvalidLink)?;
    let hash = code_of(&document, command.recipient).ok_or(Error::NotFound)?.clone();
    let typed = command.code.0.trim().to_owned();
    let is_equal = ports.passwords.verify(typed, Some(PasswordHash(hash.0.clone()))).await?;

    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let document = tx.documents().find_by_recipient(command.recipient).await?;
    let document = document.ok_or(Error::InvalidLink)?;
    // The sender may have replaced it while it was compared.
    let right = is_equal && code_of(&document, command.recipient) == Some(&hash);
    let session = live(&mut *tx, command.session, now).await?;
    expect_concerned(&mut *tx, &document, &command, session.as_ref(), now).await?;
    let (kind, subject) = (TryKind::AccessCode, Uuid::from(command.recipient));
    let tries = tries::tries(&mut *tx, kind, subject, command.client).await?;
    // Whatever was typed meanwhile counts for nothing, be it right or wrong.
    tries.admit(now)?;
    let actor = Actor::LinkHolder(command.recipient);
    if !right {
        let recipient = Some(command.recipient);
        let refused = document.refused(recipient, Refusal::WrongAccessCode, actor, now);
        tries::count_failure(&mut *tx, kind, subject, tries, now).await?;
        tx.audit().append(refused).await?;
        tx.commit().await?;
        return Err(Error::WrongCode);
    }
    let entered = document.access_code_entered(command.recipient, now);
    tries::clear(&mut *tx, kind, subject, (tries, command.client), now).await?;
    tx.audit().append(entered).await?;
    let cookie = ports.tokens.new_session();
    let key = ports.tokens.session_key(&cookie);
    match session {
        Some(session) => {
            let old = session.key;
            let mut unlocked = Session { key, ..session };
            unlocked.unlock(command.recipient);
            tx.sessions().replace(old, &unlocked, Events::none()).await?;
        }
        None => {
            let mut unlocked = Session::begin(key, now);
            unlocked.unlock(command.recipient);
            tx.sessions().add(&unlocked, Events::none()).await?;
        }
    }
    tx.commit().await?;
    Ok(cookie)
}

/// The access code that stands before this recipient's document.
fn code_of(document: &Document, recipient: RecipientId) -> Option<&AccessCodeHash> {
    document.recipient(recipient)?.details.access_code.as_ref()
}

async fn live(
    tx: &mut dyn UnitOfWork,
    key: Option<SessionKey>,
    now: Timestamp,
) -> Result<Option<Session>> {
    match key {
        Some(key) => Ok(tx.sessions().find(key).await?.filter(|session| session.is_live(now))),
        None => Ok(None),
    }
}

/// The browser followed a link that still leads to the recipient, or the recipient is signed in.
async fn expect_concerned(
    tx: &mut dyn UnitOfWork,
    document: &Document,
    command: &TypeAccessCode,
    session: Option<&Session>,
    now: Timestamp,
) -> Result<()> {
    let link = command.link.filter(|link| link.recipient() == command.recipient);
    if link.and_then(|link| link.addressee(document, now)).is_some() {
        return Ok(());
    }
    let Some(sign_in) = session.and_then(|session| session.sign_in.as_ref()) else {
        return Err(Error::InvalidLink);
    };
    let account = tx.accounts().find(sign_in.account()).await?;
    let addressee = document.recipient(command.recipient);
    match (account, addressee) {
        (Some(account), Some(addressee)) if Recipient::is_for(addressee, &account) => Ok(()),
        _ => Err(Error::InvalidLink),
    }
}
