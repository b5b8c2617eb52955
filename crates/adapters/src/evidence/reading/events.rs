//! Whether document, sender, files, recipients and certificate are those of the events.

use super::Read;
use crate::evidence::file::{CertificateFacts, FileFacts, RecipientFacts};
use crate::evidence::finding::{Finding, Findings};
use crate::evidence::history::corrections;
use wariin_domain::{EventKind, FileId, Seal, SealedFile, Uuid};

impl Read<'_> {
    /// Whether document, sender, files and consents are those of the events.
    pub(in crate::evidence) fn check_events(&self, findings: &mut Findings) {
        let mut expect = |place: &str, holds: bool| {
            if !holds {
                findings.fails(
                    Finding::Events,
                    place,
                    (
                        "the events say something else",
                        "履歴と一致しません",
                        "与历史记录不一致",
                        "與歷程記錄不一致",
                    ),
                );
            }
        };
        let document = &self.evidence.document;
        let concluded = self.newest(|kind| match kind {
            EventKind::Concluded { sealed, recipients, .. } => Some((sealed, recipients)),
            _ => None,
        });
        let agreed = self.newest(|kind| matches!(kind, EventKind::AllConsented).then_some(()));
        expect("document.agreed_at", agreed.is_some_and(|((), e)| e.at == document.agreed_at));
        expect(
            "document.concluded_at",
            concluded.is_some_and(|(_, e)| e.at == document.concluded_at),
        );
        let sealed = concluded.map(|((sealed, _), _)| sealed.as_slice()).unwrap_or_default();
        let renewed = sealed.iter().map(|one| {
            let seal = self.renewed(Some(one.file), one.seal)?;
            Some(SealedFile { file: one.file, seal })
        });
        let renewed = renewed.collect::<Option<Vec<_>>>().unwrap_or_default();
        let facts = self.evidence.files.iter();
        expect(
            "files",
            renewed.len() == self.evidence.files.len() && facts.zip(&renewed).all(is_file),
        );
        let parties = concluded.map(|((_, parties), _)| parties.as_slice()).unwrap_or_default();
        let staying = self.evidence.recipients.iter().filter(|r| r.forwarded_to.is_none());
        let staying: Vec<Uuid> = staying.map(|recipient| recipient.id).collect();
        expect("recipients", parties.iter().map(|id| Uuid::from(*id)).eq(staying));
        for recipient in &self.evidence.recipients {
            let holds = match (&recipient.consent, recipient.forwarded_to) {
                (Some(_), Some(_)) | (None, None) => false,
                (None, Some(to)) => !self.is_whole() || self.is_forwarded(recipient.id, to),
                (Some(said), None) if self.is_told(recipient) => {
                    self.consent_of(recipient.id).is_some_and(|(consent, event)| {
                        let stored = |member| event.data.get("consent")?.get(member);
                        said.at == consent.at.as_micros()
                            && said.assurance.as_ref() == stored("assurance")
                            && said.statement.as_ref()
                                == stored("statement").filter(|said| !said.is_null())
                            && said.content.as_deref() == Some(consent.content.to_string().as_str())
                    })
                }
                (Some(said), None) => {
                    said.assurance.is_none() && said.content.is_none() && said.statement.is_none()
                }
            };
            expect(
                &format!("recipient {}", recipient.id),
                holds && self.is_corrected_as_told(recipient) && self.is_class_possible(recipient),
            );
        }
        if self.is_whole() {
            let told = self.newest(|kind| match kind {
                EventKind::Concluded { copies, .. } => Some(copies),
                _ => None,
            });
            let told = told.map(|(copies, _)| copies.as_slice()).unwrap_or_default();
            let listed = self.evidence.copies.iter().map(|copy| copy.id);
            // Packs of earlier releases list none.
            let is_listed = told.iter().map(|id| Uuid::from(*id)).eq(listed);
            expect("copies", is_listed || self.evidence.copies.is_empty());
        } else {
            expect("copies", self.evidence.copies.is_empty());
        }
        let issued = self.newest(|kind| match kind {
            EventKind::CertificateIssued { certificate } => Some(certificate),
            _ => None,
        });
        expect(
            "certificate",
            issued
                .and_then(|(seal, _)| self.renewed(None, *seal))
                .is_some_and(|seal| is_it(&seal, &self.evidence.certificate)),
        );
        if self.is_whole() {
            self.check_sending(&mut expect);
        }
        findings.holds_unless_failed(Finding::Events);
    }

    /// What this seal has become by the renewals that the events tell; `None` where one does not follow the one
    /// before it.
    fn renewed(&self, of: Option<FileId>, sealed: Seal) -> Option<Seal> {
        let mut seal = sealed;
        for event in &self.events {
            if let EventKind::SealRenewed { file, before, after } = &event.kind
                && *file == of
            {
                seal = (*before == seal).then_some(*after)?;
            }
        }
        Some(seal)
    }

    fn check_sending(&self, expect: &mut impl FnMut(&str, bool)) {
        let document = &self.evidence.document;
        let sent = self.newest(|kind| match kind {
            EventKind::Sent { advanced_auth, files, .. } => Some((*advanced_auth, files)),
            _ => None,
        });
        let drafted = self.newest(|kind| matches!(kind, EventKind::Drafted { .. }).then_some(()));
        expect("document.drafted_at", drafted.is_some_and(|((), e)| e.at == document.drafted_at));
        expect("document.sent_at", sent.is_some_and(|(_, e)| e.at == document.sent_at));
        let Some(((advanced_auth, files), event)) = sent else {
            return;
        };
        expect("document.advanced_auth", advanced_auth == document.advanced_auth);
        let uploads = self.evidence.files.iter().map(|file| file.upload.sha256.clone());
        expect("files", files.iter().map(ToString::to_string).eq(uploads));
        let sign_in = event.data.get("sign_in").filter(|how| !how.is_null());
        expect("sender.sign_in", self.evidence.sender.sign_in.as_ref() == sign_in);
        for recipient in &self.evidence.recipients {
            let invited = self.newest(|kind| match kind {
                EventKind::Invited { recipient: to, email, .. }
                    if Uuid::from(*to) == recipient.id =>
                {
                    Some(email)
                }
                _ => None,
            });
            let is_same = invited.is_none_or(|(email, _)| Some(email) == recipient.email.as_ref());
            expect(&format!("recipient {}", recipient.id), is_same);
        }
    }

    /// Whether the corrections are those of the events, and the last one led to what the recipient is called now.
    fn is_corrected_as_told(&self, recipient: &RecipientFacts) -> bool {
        if !self.is_told(recipient) {
            return recipient.corrected.is_empty();
        }
        let newest = self.newest(|kind| match kind {
            EventKind::RecipientCorrected { recipient: of, to_name, to_email, .. }
                if Uuid::from(*of) == recipient.id =>
            {
                Some((to_name, to_email))
            }
            _ => None,
        });
        let is_newest = newest.is_none_or(|((name, email), _)| {
            *name == recipient.name && Some(email) == recipient.email.as_ref()
        });
        is_newest && recipient.corrected == corrections(&self.events, recipient.id)
    }

    fn is_forwarded(&self, recipient: Uuid, to: Uuid) -> bool {
        let newest = self.newest(|kind| match kind {
            EventKind::Forwarded { recipient: by, to, .. } if Uuid::from(*by) == recipient => {
                Some(Uuid::from(*to))
            }
            _ => None,
        });
        newest.is_some_and(|(newest, _)| newest == to)
    }
}

/// Whether a file is the one that the conclusion names.
fn is_file((facts, sealed): (&FileFacts, &SealedFile)) -> bool {
    Uuid::from(sealed.file) == facts.id
        && sealed.seal.digest.to_string() == facts.sealed.sha256
        && sealed.seal.level.name() == facts.level
}

/// Whether the certificate is the one that was issued.
fn is_it(issued: &Seal, facts: &CertificateFacts) -> bool {
    issued.digest.to_string() == facts.sealed.sha256 && issued.level.name() == facts.level
}
