//! Sending, cancelling and concluding: what moves the document as a whole.

use super::{Document, DocumentError, DocumentStatus, Problem, Seal, SealedFile};
use crate::{
    AccountId, Actor, AdvancedAuthPolicy, EventKind, Events, InvitedBy, OrganisationAdmin,
    Recipient, RecipientState, RequestOrigin, SignIn, Timestamp,
};
use alloc::vec::Vec;

impl Document {
    /// Sends the draft: the first recipient is invited, and the request, if set, is fixed for good.
    ///
    /// # Errors
    /// When `by` is not the sender, the document is no draft or has no file or recipient, a recipient has no access
    /// code to enrol behind ([`Self::recipient_without_code`]), the changes of a file
    /// await the sender's confirmation, an input field cannot be sent as it is, or the request is set, by the sender
    /// or by the organisation's policy, and `by` is not strongly signed in now, whatever was the case when it was set.
    pub fn send(&mut self, by: &SignIn, now: Timestamp) -> Result<Events, DocumentError> {
        self.expect_own_draft(by, "send")?;
        if self.files.is_empty() {
            return Err(Problem::NoFile.into());
        }
        if self.recipients.is_empty() {
            return Err(Problem::NoRecipient.into());
        }
        if let Some(recipient) = self.recipient_without_code() {
            return Err(Problem::NoAccessCode(recipient.id).into());
        }
        if let Some(file) = self.files_to_confirm().next() {
            return Err(DocumentError::ChangesUnconfirmed(file.id));
        }
        if let Some(fault) = self.field_faults().first() {
            return Err(DocumentError::Field(*fault));
        }
        if self.is_requested() {
            by.strong()?;
            self.expect_nothing_excluded()?;
            let origin = self.request_reason();
            let origin = origin.map_or(RequestOrigin::Sender, RequestOrigin::Organisation);
            self.0.advanced_auth = AdvancedAuthPolicy::Enforced { since: now, by: Some(origin) };
        }
        self.0.status = DocumentStatus::AwaitingConsent { sent_at: now };
        self.0.sent_by = Some(by.clone());
        let sent = EventKind::Sent {
            advanced_auth: self.advanced_auth.is_requested(),
            files: self.file_digests(),
            sign_in: Some(by.method().clone()),
        };
        Ok(self.noted(by, now, sent).and(self.invite_next(now)))
    }

    /// Cancels a sent document (取り消し). Those who were mailed are told.
    ///
    /// # Errors
    /// When `by` is not the sender, or the document is not waiting for a consent.
    pub fn cancel(&mut self, by: &SignIn, now: Timestamp) -> Result<Events, DocumentError> {
        self.expect_sender(by)?;
        let sent_at = self.expect_awaiting("cancel")?;
        let invited = self
            .recipients
            .iter()
            .filter(|r| r.was_invited() && !r.is_forwarded())
            .map(|r| r.id)
            .collect();
        self.0.status = DocumentStatus::Cancelled { sent_at, at: now, by: by.account() };
        Ok(self.noted(by, now, EventKind::Cancelled { invited }))
    }

    /// Hands a document that is not finished over to another member, because its sender leaves the
    /// organisation.
    ///
    /// # Errors
    /// When the document is finished.
    pub fn hand_over(
        &mut self,
        to: AccountId,
        by: OrganisationAdmin,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        if self.status.is_final() || self.organisation != by.organisation() {
            return Err(self.not_possible("hand over"));
        }
        let from = self.sender;
        self.0.sender = to;
        let handed = EventKind::HandedOver { from, to };
        Ok(Events::one(self.event(now, Actor::Account(by.account()), handed)))
    }

    /// Concludes the document (締結済) with its sealed files.
    ///
    /// # Errors
    /// When a recipient has not consented, or `sealed` is not exactly one file for each.
    pub fn conclude(
        &mut self,
        sealed: &[SealedFile],
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        let DocumentStatus::Sealing { sent_at, agreed_at } = self.status else {
            return Err(self.not_possible("conclude"));
        };
        if !sealed.iter().map(|s| s.file).eq(self.files.iter().map(|f| f.id)) {
            return Err(Problem::SealedOtherFiles.into());
        }
        for (file, sealed) in self.0.files.iter_mut().zip(sealed) {
            file.sealed = Some(sealed.seal);
        }
        self.0.status = DocumentStatus::Concluded { sent_at, agreed_at, concluded_at: now };
        let concluded = EventKind::Concluded {
            sealed: sealed.to_vec(),
            recipients: self
                .recipients
                .iter()
                .filter(|r| !r.is_forwarded())
                .map(|r| r.id)
                .collect::<Vec<_>>(),
            copies: self.copies.iter().map(|copy| copy.id).collect::<Vec<_>>(),
        };
        Ok(Events::one(self.event(now, Actor::Service, concluded)))
    }

    /// Keeps the sealed certificate of agreement (合意締結証明書). There is one for each document: nothing happens where
    /// there is one already.
    ///
    /// # Errors
    /// When the document is not concluded.
    pub fn issue_certificate(
        &mut self,
        certificate: Seal,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        if !self.is_concluded() {
            return Err(self.not_possible("certify"));
        }
        if self.certificate.is_some() {
            return Ok(Events::none());
        }
        self.0.certificate = Some(certificate);
        let issued = EventKind::CertificateIssued { certificate };
        Ok(Events::one(self.event(now, Actor::Service, issued)))
    }

    /// There is evidence (証跡) of the whole document once it is concluded.
    ///
    /// # Errors
    /// [`DocumentError::NotPossible`] before the conclusion.
    pub fn expect_evidence(&self) -> Result<(), DocumentError> {
        if self.is_concluded() { Ok(()) } else { Err(self.not_possible("take the evidence of")) }
    }

    /// The operator takes the evidence pack (証跡パッケージ) out, which is recorded.
    ///
    /// # Errors
    /// As [`Self::expect_evidence`].
    pub fn evidence_taken_by_operator(&self, now: Timestamp) -> Result<Events, DocumentError> {
        self.expect_evidence()?;
        Ok(Events::one(self.event(now, Actor::Operator, EventKind::EvidenceTaken)))
    }

    /// Invites the first recipient who has not consented, unless that person was invited before; when
    /// every recipient has consented, the document is ready for its seal instead. It goes no further than a
    /// consent that is held.
    pub(super) fn invite_next(&mut self, now: Timestamp) -> Events {
        let is_done = |r: &Recipient| r.consent().is_some() && r.consent_held.is_none();
        match self.recipients.iter().find(|r| !is_done(r) && !r.is_forwarded()) {
            Some(next) if next.state == RecipientState::Waiting => {
                self.invite(next.id, InvitedBy::Turn, Actor::Service, now)
            }
            Some(_) => Events::none(),
            None => self.agreed(now),
        }
    }

    fn agreed(&mut self, now: Timestamp) -> Events {
        if let DocumentStatus::AwaitingConsent { sent_at } = self.status {
            self.0.status = DocumentStatus::Sealing { sent_at, agreed_at: now };
            return Events::one(self.event(now, Actor::Service, EventKind::AllConsented));
        }
        Events::none()
    }

    pub(super) fn expect_awaiting(
        &self,
        attempted: &'static str,
    ) -> Result<Timestamp, DocumentError> {
        match self.status {
            DocumentStatus::AwaitingConsent { sent_at } => Ok(sent_at),
            _ => Err(self.not_possible(attempted)),
        }
    }

    pub(super) fn not_possible(&self, attempted: &'static str) -> DocumentError {
        DocumentError::NotPossible { status: self.status.name(), attempted }
    }
}
