//! Proving a mailbox by a code in a separate mail (enrolment class E1).

use crate::account::session::resolve_principal;
use crate::recipient::link::MailedLink;
use crate::{Error, Ports, Principal, Result, SecretInput, tries};
use wariin_domain::{
    AskedCodes, AuthRequirement, Client, ClientNetwork, Document, Events, GateRefusal,
    MAILBOX_CODE_LIFE, MailboxCode, MailboxCodeId, NewMailboxCode, ProvenMailbox, Recipient,
    RecipientId, Session, SessionKey, Span, Timestamp, TryKind, Uuid,
};
use wariin_ports::{SessionCookie, UnitOfWork};

/// A code is on its way.
#[derive(Clone, Debug)]
pub struct AskedForCode {
    /// The session's cookie, when it is a new one.
    pub cookie: Option<SessionCookie>,
    /// Until when the code can be used.
    pub until: Timestamp,
}

/// Mails a code to the recipient whose link this is. Only the session that asked may use it.
///
/// # Errors
/// [`Error::InvalidLink`]; [`GateRefusal::WrongAccount`] when another account is signed in;
/// [`GateRefusal::AccessCode`] when one has to be typed first;
/// [`Error::TooManyCodes`].
pub async fn ask_for_mailbox_code(
    ports: &Ports,
    link: impl Into<MailedLink>,
    client: Client,
    session: Option<SessionKey>,
) -> Result<AskedForCode> {
    let (link, now) = (link.into(), ports.clock.now());
    let mut tx = ports.storage.begin().await?;
    let document = tx.documents().find_by_recipient(link.recipient()).await?;
    let document = document.ok_or(Error::InvalidLink)?;
    let recipient = link.addressee(&document, now);
    let recipient = recipient.filter(|_| document.takes_mailbox_proofs());
    let recipient = recipient.ok_or(Error::InvalidLink)?;
    let requirement = document.requirement_for(recipient);
    let concerned = (recipient, &requirement);
    let (session, cookie) = session_or_new(ports, &mut *tx, session, concerned, now).await?;

    let network = client.network;
    mail_code(ports, tx, (&document, recipient), (session, network), now).await?;
    Ok(AskedForCode { cookie, until: now.plus(MAILBOX_CODE_LIFE) })
}

/// Mails a code to the recipient whose own account is signed in, in a browser that followed no link: where
/// [`wariin_domain::Document::proves_without_link`] says so.
///
/// # Errors
/// [`GateRefusal::LinkRequired`] for every other caller; [`GateRefusal::AccessCode`] when one has to be typed first;
/// [`Error::TooManyCodes`].
pub async fn ask_for_own_mailbox_code(
    ports: &Ports,
    principal: Principal,
    client: Client,
    recipient: RecipientId,
) -> Result<AskedForCode> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let document = tx.documents().find_by_recipient(recipient).await?.ok_or(Error::NotFound)?;
    let own = caller.account.as_ref();
    let addressee = document
        .recipient(recipient)
        .filter(|one| own.is_some_and(|account| document.proves_without_link(one, account)))
        .ok_or(GateRefusal::LinkRequired)?;
    let requirement = document.requirement_for(addressee);
    requirement.expect_unlocked(recipient, caller.session.unlocked_for(recipient))?;
    let asking = (caller.session.key, client.network);
    mail_code(ports, tx, (&document, addressee), asking, now).await?;
    Ok(AskedForCode { cookie: None, until: now.plus(MAILBOX_CODE_LIFE) })
}

/// Mails a code to this recipient, which the session may use.
async fn mail_code(
    ports: &Ports,
    mut tx: Box<dyn UnitOfWork>,
    (document, recipient): (&Document, &Recipient),
    (session, network): (SessionKey, ClientNetwork),
    now: Timestamp,
) -> Result<()> {
    expect_not_too_many(&mut *tx, recipient.id, (session, network), now).await?;
    let id = MailboxCodeId::from(ports.ids.next());
    let address = recipient.details.email.clone();
    let new = NewMailboxCode { id, recipient: recipient.id, address, session, network };
    let (code, asked) = MailboxCode::issue(new, document, now);
    tx.mailbox_codes().add(&code, asked).await?;
    Ok(tx.commit().await?)
}

/// Proves the recipient's mailbox in this session by the digits of the newest code.
///
/// # Errors
/// [`Error::WrongCode`], [`Error::MailboxCode`], or [`Error::NotFound`] when none was asked for.
pub async fn prove_mailbox(
    ports: &Ports,
    principal: Principal,
    client: Client,
    (recipient, typed): (RecipientId, SecretInput),
) -> Result<SessionCookie> {
    typed.expect_typed()?;
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let key = caller.session.key;
    let own = tx.mailbox_codes().newest_in(recipient, key).await?;
    let mut code = match own {
        Some(own) => own,
        None => tx.mailbox_codes().newest(recipient).await?.ok_or(Error::NotFound)?,
    };
    let document = tx.documents().find_by_recipient(recipient).await?.ok_or(Error::NotFound)?;
    let (kind, subject) = (TryKind::MailboxCode, Uuid::from(recipient));
    let tries = tries::tries(&mut *tx, kind, subject, client).await?;
    tries.admit(now)?;
    code.admit(key, now)?;
    code.expect_of(document.recipient(recipient).ok_or(Error::NotFound)?)?;
    if !ports.tokens.is_mailbox_code(code.id, &typed.0) {
        tries::count_failure(&mut *tx, kind, subject, tries, now).await?;
        tx.audit().append(code.mistyped(&document, now)).await?;
        tx.commit().await?;
        return Err(Error::WrongCode);
    }
    tries::clear(&mut *tx, kind, subject, (tries, client), now).await?;
    let proven = code.prove(&document, now);
    if !tx.mailbox_codes().use_up(&code, proven).await? {
        return Err(Error::CodeReplayed);
    }
    let cookie = ports.tokens.new_session();
    let mut session = caller.session;
    session.key = ports.tokens.session_key(&cookie);
    session.mailbox = Some(ProvenMailbox { recipient, address: code.address.clone(), at: now });
    tx.sessions().replace(key, &session, Events::none()).await?;
    tx.commit().await?;
    Ok(cookie)
}

async fn session_or_new(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    session: Option<SessionKey>,
    (recipient, requirement): (&Recipient, &AuthRequirement),
    now: Timestamp,
) -> Result<(SessionKey, Option<SessionCookie>)> {
    if let Some(key) = session {
        match resolve_principal(tx, key, now).await {
            Ok(caller) => {
                if caller.account.as_ref().is_some_and(|a| !recipient.is_for(a)) {
                    let intended = recipient.details.email.masked();
                    return Err(GateRefusal::WrongAccount { intended }.into());
                }
                requirement
                    .expect_unlocked(recipient.id, caller.session.unlocked_for(recipient.id))?;
                return Ok((key, None));
            }
            Err(Error::NotSignedIn) => {}
            Err(error) => return Err(error),
        }
    }
    requirement.expect_unlocked(recipient.id, None)?;
    let cookie = ports.tokens.new_session();
    let session = Session::begin(ports.tokens.session_key(&cookie), now);
    tx.sessions().add(&session, Events::none()).await?;
    Ok((session.key, Some(cookie)))
}

/// Refuses a code too many for this recipient, as [`AskedCodes`] says.
async fn expect_not_too_many(
    tx: &mut dyn UnitOfWork,
    recipient: RecipientId,
    (session, network): (SessionKey, ClientNetwork),
    now: Timestamp,
) -> Result<()> {
    // Of requests side by side each counts those before it.
    tx.tries().lock(TryKind::MailboxCode, Uuid::from(recipient)).await?;
    let asked = tx.mailbox_codes().asked_since(recipient, now.minus(Span::hours(24))).await?;
    let asked = asked.iter().map(|code| (code.at, code.session == session, code.network));
    Ok(AskedCodes::of(asked, network).admit(now)?)
}
