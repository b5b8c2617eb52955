//! What the seals say: level, certificate and reason, against what follows from the events.

use super::{Read, ReadFile};
use crate::evidence::CERTIFICATE;
use crate::evidence::file::{RecipientFacts, SenderFacts};
use crate::evidence::finding::{Finding, Findings};
use crate::evidence::seals::{SealedReport, sender_of};
use crate::pades::{quotable, reason};
use wariin_domain::{
    AgreedParty, AgreedSender, Agreement, EventKind, OrganisationName, PersonName, SignInMethod,
    Timestamp,
};
use wariin_ports::{SealOrder, SealedSubject, ShownSeal};

impl Read<'_> {
    /// Whether the seal stands behind the upload, by the certificate and on the level that the evidence names, and
    /// says of the parties what the events say.
    pub(in crate::evidence) fn check_seal(
        &self,
        file: &ReadFile<'_>,
        report: &SealedReport,
        findings: &mut Findings,
    ) {
        let path = &file.facts.sealed.path;
        if !file.sealed.starts_with(file.upload) || file.sealed.len() == file.upload.len() {
            findings.fails(
                Finding::Uploads,
                path,
                (
                    "it is not the upload with a seal behind it",
                    "アップロードされたファイルに電子署名を付けたものではありません",
                    "不是在所上传的文件上附加电子签名而成的",
                    "不是在所上傳的檔案上附加電子簽章而成的",
                ),
            );
        }
        let is_after = report.seal().is_some_and(|seal| !seal.certificate.is_empty());
        let certificate = report.certificate_pem();
        if !is_after || certificate.as_deref() != Some(self.evidence.seal_certificate.as_str()) {
            findings.fails(
                Finding::Seals,
                path,
                (
                    "another certificate made the seal",
                    "電子署名の証明書が異なります",
                    "电子签名的证书不同",
                    "電子簽章的憑證不同",
                ),
            );
        }
        if report.level() != Some(file.facts.level.as_str()) {
            findings.fails(
                Finding::Seals,
                path,
                (
                    "it has another level",
                    "電子署名のレベルが異なります",
                    "电子签名的级别不同",
                    "電子簽章的等級不同",
                ),
            );
        }
        if !self.is_reason(report.reason(), SealedSubject::Contract) {
            findings.fails(
                Finding::Reasons,
                path,
                (
                    "it names another document or other parties",
                    "別の書類または当事者が記載されています",
                    "记载的是其他文件或当事人",
                    "記載的是其他文件或當事人",
                ),
            );
        }
    }

    /// Whether the certificate's seal has the level that the evidence names, and says of the parties what the events
    /// say.
    pub(in crate::evidence) fn check_certificate(
        &self,
        report: &SealedReport,
        findings: &mut Findings,
    ) {
        if report.level() != Some(self.evidence.certificate.level.as_str()) {
            findings.fails(
                Finding::Certificate,
                CERTIFICATE,
                (
                    "its seal has another level",
                    "電子署名のレベルが異なります",
                    "电子签名的级别不同",
                    "電子簽章的等級不同",
                ),
            );
        }
        if !self.is_reason(report.reason(), SealedSubject::Certificate) {
            findings.fails(
                Finding::Certificate,
                CERTIFICATE,
                (
                    "its seal names another document or other parties",
                    "電子署名に別の書類または当事者が記載されています",
                    "电子签名中记载的是其他文件或当事人",
                    "電子簽章中記載的是其他文件或當事人",
                ),
            );
        }
    }

    /// Whether the reason is the one that follows from the events; where most of them are withheld, whether it has
    /// what is known.
    fn is_reason(&self, said: &str, subject: SealedSubject) -> bool {
        let order = self.order(subject);
        let names = self.evidence.recipients.iter().filter(|r| r.consent.is_some());
        let count = names.clone().count();
        let order =
            order.filter(|order| order.agreement.parties.len() == count || !self.is_whole());
        let Some(order) = order else {
            return false;
        };
        if self.is_whole() {
            return said == reason(&order);
        }
        let mut document = order.clone();
        document.agreement.parties.clear();
        document.agreement.sender = None;
        let is_document = said.starts_with(&(reason(&document) + "; "));
        let SenderFacts { name, organisation, .. } = &self.evidence.sender;
        let sender = (quotable(name), quotable(organisation));
        let is_sender = sender_of(said).is_none_or(|said| said == sender);
        let each = names.zip(1..).all(|(recipient, number)| {
            let name = quotable(&recipient.name);
            said.contains(&format!("; {number}/{count} 「{name}」 "))
        });
        let own = reason(&order);
        let own = own.rsplit_once("「").map(|(_, own)| format!("「{own}"));
        is_document && is_sender && each && own.is_some_and(|own| said.contains(&own))
    }

    /// What the seal was made by, as far as the events tell it.
    fn order(&self, subject: SealedSubject) -> Option<SealOrder> {
        let sent = self.newest(|kind| match kind {
            EventKind::Sent { sign_in, .. } => Some(sign_in.clone()),
            _ => None,
        });
        let sender = match sent.and_then(|(sign_in, _)| sign_in) {
            Some(sign_in) => Some(self.sender(sign_in)?),
            None => None,
        };
        let told = self.evidence.recipients.iter().filter(|r| self.is_told(r));
        let party = |recipient: &RecipientFacts| {
            recipient.consent.as_ref()?;
            let (consent, _) = self.consent_of(recipient.id)?;
            let name = PersonName::parse(&recipient.name).ok()?;
            let assurance = (*consent.assurance).clone();
            let (recipient, consented_at) = (recipient.id.into(), consent.at);
            Some(AgreedParty { recipient, name, assurance, consented_at })
        };
        Some(SealOrder {
            subject,
            agreement: Agreement {
                document: self.evidence.document.id.into(),
                sender,
                parties: told.filter_map(party).collect(),
            },
            at: Timestamp::from_micros(self.evidence.document.concluded_at),
            fields: Vec::new(),
            shown: ShownSeal::Nothing,
        })
    }

    fn sender(&self, sign_in: SignInMethod) -> Option<AgreedSender> {
        Some(AgreedSender {
            name: PersonName::parse(&self.evidence.sender.name).ok()?,
            organisation: OrganisationName::parse(&self.evidence.sender.organisation).ok()?,
            sign_in,
            sent_at: Timestamp::from_micros(self.evidence.document.sent_at),
        })
    }
}
