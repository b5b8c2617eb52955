//! A verification in sentences. Names come from the file and are only as good as what the sentences say of it.

use crate::i18n::Locale;
use wariin_ports::{
    AddedSince, FileKind, FileOutcome, SaidMethod, SaidParty, SignatureFacts, SignedAt, Standing,
};
use wariin_usecases::Verification;

/// What the page shows of a file.
pub(crate) struct Shown {
    /// `done`, `error` or `info`: how the headline looks.
    pub(crate) state: &'static str,
    /// What it comes to.
    pub(crate) headline: String,
    /// Whether this service concluded it; empty where nothing was read.
    pub(crate) concluded: String,
    pub(crate) is_concluded: bool,
    pub(crate) digest: String,
    pub(crate) parties: Vec<String>,
    pub(crate) signatures: Vec<ShownSignature>,
    /// Lines about a pack: a class, and the line.
    pub(crate) lines: Vec<(&'static str, String)>,
    /// The language of the lines.
    pub(crate) language: &'static str,
}

/// A signature or timestamp.
pub(crate) struct ShownSignature {
    pub(crate) title: String,
    /// Labels and what they say.
    pub(crate) facts: Vec<(String, String)>,
}

impl Shown {
    pub(crate) fn of(locale: &Locale, verified: &Verification) -> Self {
        let report = &verified.report;
        let is_readable = report.outcome != FileOutcome::Unreadable;
        let state = match report.outcome {
            FileOutcome::Good => "done",
            FileOutcome::Failed => "error",
            FileOutcome::Indeterminate | FileOutcome::Unsigned | FileOutcome::Unreadable => "info",
        };
        Self {
            state,
            headline: headline(locale, report.kind, report.outcome),
            concluded: if is_readable { concluded(locale, verified) } else { String::new() },
            is_concluded: verified.concluded_here.is_some(),
            digest: report.digest.to_string(),
            parties: if report.outcome == FileOutcome::Failed {
                Vec::new() // what names them is worth nothing
            } else {
                report.parties.iter().map(|one| party(locale, one)).collect()
            },
            signatures: (1..).zip(&report.signatures).map(|one| signature(locale, one)).collect(),
            lines: report.lines.iter().map(|line| (mark(line.holds), line.text.clone())).collect(),
            language: locale.language.tag(),
        }
    }
}

fn mark(holds: Option<bool>) -> &'static str {
    match holds {
        Some(true) => "holds",
        Some(false) => "fails",
        None => "unknown",
    }
}

fn headline(locale: &Locale, kind: FileKind, outcome: FileOutcome) -> String {
    let t = locale.common;
    match (kind, outcome) {
        (FileKind::Pdf, FileOutcome::Good) => t.verify_pdf_good(),
        (FileKind::Pdf, FileOutcome::Failed) => t.verify_pdf_failed(),
        (FileKind::Pdf, FileOutcome::Indeterminate) => t.verify_pdf_indeterminate(),
        (FileKind::Pack, FileOutcome::Good) => t.verify_pack_good(),
        (FileKind::Pack, FileOutcome::Failed) => t.verify_pack_failed(),
        (FileKind::Pack, FileOutcome::Indeterminate) => t.verify_pack_indeterminate(),
        (_, FileOutcome::Unsigned) => t.verify_pdf_unsigned(),
        (FileKind::Pdf, FileOutcome::Unreadable) => t.verify_pdf_unreadable(),
        (FileKind::Pack, FileOutcome::Unreadable) => t.verify_pack_unreadable(),
    }
}

fn concluded(locale: &Locale, verified: &Verification) -> String {
    let t = locale.common;
    match (verified.concluded_here, verified.report.kind) {
        (Some(at), FileKind::Pdf) => t.verify_concluded_here(locale.at(at)),
        (Some(at), FileKind::Pack) => t.verify_packed_here(locale.at(at)),
        (None, FileKind::Pdf) => t.verify_not_concluded_here(),
        (None, FileKind::Pack) => t.verify_not_packed_here(),
    }
}

fn party(locale: &Locale, party: &SaidParty) -> String {
    let t = locale.common;
    let (name, at) = (party.name.as_str(), locale.at(party.at));
    let how = match &party.how {
        SaidMethod::App => t.verify_by_app(),
        SaidMethod::Passkey => t.word_method_passkey(),
        SaidMethod::Idp(issuer) => t.verify_by_idp(issuer.as_str()),
        SaidMethod::Mailbox => t.word_method_mailbox(),
        SaidMethod::Password => t.verify_by_password(),
    };
    match &party.sender_of {
        Some(organisation) => t.verify_sender(organisation.as_str(), name, at, how),
        None => t.verify_party(name, at, how),
    }
}

fn signature(locale: &Locale, (number, one): (u32, &SignatureFacts)) -> ShownSignature {
    let t = locale.common;
    let standing = match one.standing {
        Standing::Intact => t.verify_standing_intact(),
        Standing::Broken => t.verify_standing_broken(),
        Standing::Unjudged => t.verify_standing_unjudged(),
    };
    let signer = match (one.is_own, one.is_timestamp) {
        (true, _) => t.verify_signer_own(one.signer.as_str()),
        (false, true) => one.signer.to_string(),
        (false, false) => t.verify_signer_other(one.signer.as_str()),
    };
    let at = match &one.at {
        Some(SignedAt::Stamped { at, by }) => t.verify_stamped(locale.at(*at), by.as_str()),
        Some(SignedAt::Claimed(at)) => t.verify_claimed(locale.at(*at)),
        None => t.verify_no_time(),
    };
    let added = match one.added {
        AddedSince::Nothing => t.verify_added_nothing(),
        AddedSince::Signatures => t.verify_added_signatures(),
        AddedSince::Filled(count) => t.verify_added_filled(count),
        AddedSince::Bytes(count) => t.verify_added_bytes(count),
        AddedSince::Changes(count) => t.verify_added_changes(count),
        AddedSince::Unreadable => t.verify_added_unreadable(),
    };
    ShownSignature {
        title: if one.is_timestamp {
            t.verify_timestamp(number)
        } else {
            t.verify_signature(number)
        },
        facts: vec![
            (t.verify_standing(), standing),
            (t.verify_signer(), signer),
            (t.verify_time(), at),
            (t.verify_added(), added),
            (t.verify_verdict(), one.verdict.clone()),
        ],
    }
}
