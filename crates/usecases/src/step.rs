//! The frame that every step on a document shares: resolve the principal, load the document, spend a code
//! if one came, decide, then keep the result or record the refusal.

use crate::account::session::resolve_principal;
use crate::document::DocumentCommand;
use crate::document::send::expect_reachable;
use crate::passkey::{self, PasskeyOutcome};
use crate::totp::{self, TotpOutcome};
use crate::{Caller, Error, PasskeyAnswer, Ports, Principal, Result, SecretInput};
use wariin_domain::{
    AccountId, CeremonyRefusal, Document, DocumentError, Events, RecipientId, Refusal, Timestamp,
    UsedFactor,
};
use wariin_ports::{CeremonyState, UnitOfWork};

/// One step on a document, within its unit of work.
pub(crate) struct DocumentStep<'a> {
    ports: &'a Ports,
    pub(crate) tx: Box<dyn UnitOfWork>,
    pub(crate) caller: Caller,
    pub(crate) document: Document,
    pub(crate) now: Timestamp,
    /// The recipient that takes the step; `None` for the sender.
    recipient: Option<RecipientId>,
    /// Whether a code was looked at, which then is spent whatever becomes of the step.
    is_code_spent: bool,
}

impl<'a> DocumentStep<'a> {
    /// A step of the sender on an own document, under what the organisation has set by now.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`], [`Error::FactorDemanded`], or [`Error::NotFound`] for a document of another
    /// sender.
    pub(crate) async fn of_sender(ports: &'a Ports, command: DocumentCommand) -> Result<Self> {
        let now = ports.clock.now();
        let mut tx = ports.storage.begin().await?;
        let caller = resolve_principal(&mut *tx, command.principal, now).await?;
        let member = caller.member()?;
        let document = tx.documents().find(command.document).await?;
        let document = document.filter(|d| d.is_of(member.identity.account()));
        let mut document = document.ok_or(Error::NotFound)?;
        document.apply_policy(member.organisation.settings.policy.clone());
        Ok(Self { ports, tx, caller, document, now, recipient: None, is_code_spent: false })
    }

    /// A step of a recipient; the gate is the document's.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`] without a session, or [`Error::NotFound`].
    pub(crate) async fn of_recipient(
        ports: &'a Ports,
        principal: Principal,
        recipient: RecipientId,
    ) -> Result<Self> {
        let now = ports.clock.now();
        let mut tx = ports.storage.begin().await?;
        let caller = resolve_principal(&mut *tx, principal, now).await?;
        let document = tx.documents().find_by_recipient(recipient).await?;
        let document = document.ok_or(Error::NotFound)?;
        let recipient = Some(recipient);
        Ok(Self { ports, tx, caller, document, now, recipient, is_code_spent: false })
    }

    /// Spends the code that came along, in a session that is strong already: such a code makes the use of a
    /// factor recent, it does not sign in. A refused code was counted and ends the step, unless the step was
    /// taken before and gets its first answer again (`is_again`), which asks for no code.
    ///
    /// # Errors
    /// As for [`crate::step_up`].
    pub(crate) async fn with_code(
        mut self,
        code: Option<&SecretInput>,
        is_again: bool,
    ) -> Result<Self> {
        let Some(code) = code else {
            return Ok(self);
        };
        let account = match self.caller.signed_in() {
            Ok(identity) if identity.is_strong() => identity.id(),
            Ok(_) | Err(_) => return Ok(self),
        };
        match totp::spend(self.ports, &mut *self.tx, account, code, self.now).await? {
            // The same form once more: its code was spent with the first answer, or is too old by now.
            TotpOutcome::Refused(_) if is_again => {
                self.is_code_spent = true;
                Ok(self)
            }
            TotpOutcome::Refused(refusal) => {
                self.tx.commit().await?;
                Err(refusal)
            }
            TotpOutcome::Spent(used) => self.used(used).await,
        }
    }

    /// The same by a passkey of this account, whose answer is spent whatever becomes of the step.
    ///
    /// # Errors
    /// [`Error::Ceremony`] when the account is no longer signed in, or [`Error::Passkey`].
    pub(crate) async fn with_passkey(
        mut self,
        account: AccountId,
        answered: (&CeremonyState, &PasskeyAnswer),
    ) -> Result<Self> {
        let identity = self.caller.signed_in()?;
        if identity.id() != account {
            return Err(CeremonyRefusal::OtherSession.into());
        }
        if !identity.is_strong() {
            return Ok(self);
        }
        match passkey::verify(self.ports, &mut *self.tx, account, answered, self.now).await? {
            PasskeyOutcome::Used(used, _) => self.used(used).await,
            PasskeyOutcome::Refused(error, factor) => {
                let refused = factor.refused(Refusal::WrongPasskey, self.now);
                self.tx.audit().append(refused).await?;
                self.tx.commit().await?;
                Err(error)
            }
        }
    }

    /// A factor was used within this step: its use is recent from now on.
    async fn used(mut self, used: UsedFactor) -> Result<Self> {
        let session = &mut self.caller.session;
        session.factor_used(used, self.now);
        self.tx.sessions().replace(session.key, session, Events::none()).await?;
        self.is_code_spent = true;
        Ok(self)
    }

    /// The recipient to which the turn was handed on, if it was, can pass the gate: where the organisation demands the
    /// provider of the recipient's own organisation it is named, and one that is demanded serves the address.
    ///
    /// # Errors
    /// [`wariin_domain::Problem::NoIdpForAddress`], which is recorded, or when storage fails.
    pub(crate) async fn expect_reachable(mut self, next: RecipientId) -> Result<Self> {
        if let Some(addressee) = self.document.recipient(next)
            && self.document.lacks_own_idp(addressee)
        {
            let domain = addressee.details.email.domain();
            if let Some(serving) = self.tx.idp_connections().serving(&domain).await? {
                self.document.name_own_idp_of_next(next, &serving);
            }
        }
        if let Some(addressee) = self.document.recipient(next)
            && let Err(refusal) = expect_reachable(&mut *self.tx, &addressee.details).await
        {
            return match refusal {
                Error::Document(error) => Err(self.refuse(error).await?),
                other => Err(other),
            };
        }
        Ok(self)
    }

    /// Keeps what was decided: the document with its events, or the refusal.
    ///
    /// # Errors
    /// The refusal, or when storage fails.
    pub(crate) async fn finish(
        mut self,
        decided: std::result::Result<Events, DocumentError>,
    ) -> Result<()> {
        match decided {
            Ok(events) if events.is_empty() && !self.is_code_spent => Ok(()),
            Ok(events) => {
                if !events.is_empty() {
                    self.tx.documents().save(&self.document, events).await?;
                }
                Ok(self.tx.commit().await?)
            }
            Err(error) => Err(self.refuse(error).await?),
        }
    }

    /// Records the refusal, and gives it back. A code that was spent stays so: the refusal then goes into
    /// the same unit of work; otherwise into one of its own, since this one may have changed something.
    ///
    /// # Errors
    /// When storage fails.
    pub(crate) async fn refuse(mut self, error: DocumentError) -> Result<Error> {
        if self.is_code_spent {
            record(&mut *self.tx, &self.document, self.recipient, &self.caller, &error, self.now)
                .await?;
            self.tx.commit().await?;
        } else {
            let Self { ports, tx, caller, document, now, recipient, .. } = self;
            drop(tx);
            audit_refusal(ports, &document, recipient, &caller, &error, now).await?;
        }
        Ok(error.into())
    }
}

/// Records a refusal in a unit of work of its own.
pub(crate) async fn audit_refusal(
    ports: &Ports,
    document: &Document,
    recipient: Option<RecipientId>,
    caller: &Caller,
    error: &DocumentError,
    now: Timestamp,
) -> Result<()> {
    if error.refusal().is_none() {
        return Ok(());
    }
    let mut tx = ports.storage.begin().await?;
    record(&mut *tx, document, recipient, caller, error, now).await?;
    Ok(tx.commit().await?)
}

/// Records a refusal in this unit of work.
pub(crate) async fn record(
    tx: &mut dyn UnitOfWork,
    document: &Document,
    recipient: Option<RecipientId>,
    caller: &Caller,
    error: &DocumentError,
    now: Timestamp,
) -> Result<()> {
    let Some(refusal) = error.refusal() else {
        return Ok(());
    };
    if let (Some(recipient), Refusal::WrongAccount) = (recipient, refusal)
        && tx.audit().has_told_of_foreign_account(recipient).await?
    {
        return Ok(());
    }
    let refused = document.refused(recipient, refusal, caller.actor(), now);
    Ok(tx.audit().append(refused).await?)
}
