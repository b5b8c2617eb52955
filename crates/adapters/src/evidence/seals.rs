//! The seals of the files in a pack: which signature it is, and what it says.

use wariin_domain::Timestamp;
use wariin_pades::{Indication, Level, Report, SignatureKind, SignatureReport, Trust, Utc, verify};

/// What the seal and the signatures behind it come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judgement {
    /// All are intact, and nothing but what they allow was added.
    Intact,
    /// One is not intact, or the file was changed after it, or there is no seal.
    Failed,
    /// One cannot be judged here.
    Open,
}

/// What is known of a sealed file.
pub(super) struct SealedReport {
    report: Report,
}

impl SealedReport {
    /// Checks every signature of the file at this time; `None` for a file that cannot be read.
    pub(super) fn of(pdf: &[u8], roots: Vec<Vec<u8>>, now: Timestamp) -> Option<Self> {
        let trust = Trust { roots, now: Utc::from_unix(now.as_seconds()) };
        verify(pdf.to_vec(), &trust).ok().map(|report| Self { report })
    }

    pub(super) fn report(&self) -> &Report {
        &self.report
    }

    /// The service's signature: the last one that is no timestamp.
    pub(super) fn seal(&self) -> Option<&SignatureReport> {
        let mut signatures = self.report.signatures.iter().rev();
        signatures.find(|one| one.kind == SignatureKind::Signature)
    }

    /// What the seal and the signatures and timestamps behind it come to; signatures that the upload brought are
    /// for its own reader to judge.
    pub(super) fn judgement(&self) -> Judgement {
        let signatures = &self.report.signatures;
        let place = signatures.iter().rposition(|one| one.kind == SignatureKind::Signature);
        let Some(own) = place.and_then(|place| signatures.get(place..)) else {
            return Judgement::Failed;
        };
        if own.iter().any(|one| one.verdict().indication == Indication::TotalFailed) {
            Judgement::Failed
        } else if own.iter().all(|one| one.is_intact() && one.weak.is_empty()) {
            Judgement::Intact
        } else {
            Judgement::Open
        }
    }

    /// The certificate of the seal in PEM.
    pub(super) fn certificate_pem(&self) -> Option<String> {
        self.seal().map(|seal| certificate_to_pem(&seal.certificate))
    }

    pub(super) fn reason(&self) -> &str {
        self.seal().and_then(|seal| seal.reason.as_deref()).unwrap_or_default()
    }

    /// The level by its stable name.
    pub(super) fn level(&self) -> Option<&'static str> {
        match self.seal()?.level? {
            Level::Basic | Level::Timed | Level::LongTerm => Some("b_b"),
            Level::Archived => Some("b_lta"),
        }
    }
}

/// The name and the organisation of the sender as a reason has them.
pub(super) fn sender_of(reason: &str) -> Option<(String, String)> {
    let (_, rest) = reason.split_once("; 送信 「")?;
    let (name, rest) = rest.split_once("」 「")?;
    let (organisation, _) = rest.split_once('」')?;
    Some((name.to_owned(), organisation.to_owned()))
}

/// A certificate (DER) in PEM.
pub fn certificate_to_pem(der: &[u8]) -> String {
    use base64::Engine;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
    for (number, character) in text.chars().enumerate() {
        if number > 0 && number % 64 == 0 {
            pem.push('\n');
        }
        pem.push(character);
    }
    pem + "\n-----END CERTIFICATE-----\n"
}
