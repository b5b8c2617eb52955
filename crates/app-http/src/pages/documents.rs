//! 書類: the sender's list, a document's page, and what is done to a document that was sent.

pub(crate) mod correct;
mod files;
mod history;
mod recipients;

use super::fill::{Overlay, Reading};
use super::keeping::kept_by_own;
use super::listing::{Asked, ListKind, ListQuery, Tab};
use super::viewer::Viewer;
use crate::error::PageError;
use crate::i18n::Locale;
use crate::i18n::labels;
use crate::web::{PageContext, PageLayout, page, redirect};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use wariin_domain::{
    Document, DocumentStatus, EventKind, FieldReader, Hold, HoldReason, Obstacle, Party, Recipient,
    RecipientId, SealLevel, Timestamp, Uuid,
};
use wariin_ports::{DocumentRow, MailProgress, MailTopic, PartyMail, TimelineEntry, TimelineEvent};
use wariin_usecases::{
    DocumentCommand, Error, FormKey, SentDocument, ask_to_raise_seals, cancel_document,
    duplicate_document, is_first_run, own_document, own_documents, sent_document,
};

pub(crate) use history::History;
pub(crate) use recipients::{
    ask_recipient_anew, hold_recipient, mail_conclusion, release_recipient, remind_recipient,
    told_of_conclusion,
};

pub(crate) use files::{
    certificate, certificate_pdf, download, evidence, evidence_pack, field_image, files_of,
    id_tokens, page_image, page_text, passkey_evidence, pdf,
};

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    layout: PageLayout,
}

#[derive(Template)]
#[template(path = "documents.html")]
struct ListPage {
    layout: PageLayout,
    asked: Asked,
    tabs: Vec<Tab>,
    rows: Vec<DocumentRow>,
    next: Option<String>,
    is_strong: bool,
    notice: String,
    now: Timestamp,
}

impl ListPage {
    /// Whether the sender has to see to something in the document of this line.
    fn needs_attention(&self, row: &DocumentRow) -> bool {
        row.attention_from.is_some_and(|from| from <= self.now)
    }
}

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    layout: PageLayout,
    document: Document,
    viewer: Viewer,
    sent_at: String,
    history: History,
    mails: Vec<PartyMail>,
    has_id_tokens: bool,
    has_passkey_evidence: bool,
    is_damaged: bool,
    notice: String,
    now: Timestamp,
    form_key: FormKey,
    /// How long the document is kept.
    kept: String,
    /// Whether its B-B seals can be raised to B-LTA.
    can_raise: bool,
    /// Of the recipients whose factor is younger than the document: that it is, and of which class and age.
    marks: Vec<Mark>,
}

struct Mark {
    recipient: RecipientId,
    /// In one sentence, without class and age.
    short: String,
    late: String,
    made: String,
}

/// Whether what holds the consent is a doubt of the sender or of the organisation's policy.
fn is_held_for_check(recipient: &Recipient) -> bool {
    let by_sender = |hold: &Hold| hold.why == HoldReason::BySender;
    recipient.consent_held.is_some() || recipient.held.as_ref().is_some_and(by_sender)
}

impl DocumentPage {
    /// Whether the sender has to see to something.
    fn needs_attention(&self) -> bool {
        self.is_damaged || self.document.attention_from().is_some_and(|from| from <= self.now)
    }

    /// The recipients who cannot go on until the sender has seen to something, and what it is. What a
    /// restoration left is asked once for the document.
    fn to_see_to(&self) -> Vec<(&Recipient, String)> {
        let to_see_to = |recipient| match self.document.obstacle(recipient, self.now)? {
            Obstacle::Held(HoldReason::Restored) if self.document.to_confirm().is_some() => None,
            obstacle => Some((recipient, labels::obstacle(&self.layout.locale, obstacle))),
        };
        self.document.recipients.iter().filter_map(to_see_to).collect()
    }

    /// The mark of a recipient whose factor is younger than the document.
    fn mark(&self, recipient: &Recipient) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.recipient == recipient.id)
    }

    /// Whether the sender may hold the consent of this recipient, whose factor is younger than the document.
    fn may_hold(&self, recipient: &Recipient) -> bool {
        self.mark(recipient).is_some() && self.document.may_hold(recipient)
    }

    /// How far the email with this recipient's newest link has come.
    fn link_mail(&self, recipient: &Recipient) -> Option<MailProgress> {
        self.mail(Party::Recipient(recipient.id), MailTopic::Link)
    }

    /// How far the email that tells this party of the conclusion has come, while there is nothing to see to about it.
    fn conclusion_mail(&self, to: Party) -> Option<String> {
        let progress = self.mail(to, MailTopic::Conclusion)?;
        Some(labels::conclusion_mail(&self.layout.locale, progress, self.now))
    }

    fn conclusion_mail_to(&self, recipient: &Recipient) -> Option<String> {
        let is_marked = self.document.obstacle(recipient, self.now).is_some();
        if is_marked { None } else { self.conclusion_mail(Party::Recipient(recipient.id)) }
    }

    fn mail(&self, to: Party, about: MailTopic) -> Option<MailProgress> {
        let mail = self.mails.iter().find(|mail| mail.to == to && mail.about == about);
        mail.map(|mail| mail.progress)
    }

    /// Whether the recipient could not be told of the conclusion.
    fn is_untold(&self, recipient: &Recipient) -> bool {
        let obstacle = self.document.obstacle(recipient, self.now);
        matches!(obstacle, Some(Obstacle::ConclusionUndelivered(_)))
    }

    /// Whether an email to the recipient was refused for good, so that the address may have to be corrected.
    fn is_undelivered(&self, recipient: &Recipient) -> bool {
        let obstacle = self.document.obstacle(recipient, self.now);
        matches!(obstacle, Some(Obstacle::Undelivered(_)))
    }

    /// Whether the recipient may be reminded: now, or from when on, while the document waits for that
    /// recipient.
    fn reminder(&self, recipient: &Recipient) -> Reminder {
        match self.document.next_link_at(recipient) {
            None => Reminder::Never,
            Some(at) if self.now < at => Reminder::From(self.layout.locale.at(at)),
            Some(_) => Reminder::Now,
        }
    }
}

enum Reminder {
    Never,
    From(String),
    Now,
}

#[derive(Template)]
#[template(path = "cancel.html")]
struct CancelPage {
    layout: PageLayout,
    document: Document,
}

/// The notice of what was just done.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct NoticeQuery {
    pub(crate) notice: Option<String>,
}

/// The reader's first page: for visitors without an account, where they are and what to do next.
#[handler]
pub(crate) async fn home(context: PageContext) -> Result<Response, PageError> {
    if let Some(account) = context.account() {
        let is_guest = account.membership.is_guest();
        return Ok(redirect(if is_guest { "/received-documents" } else { "/documents" }));
    }
    if is_first_run(context.ports()).await? {
        return Ok(redirect("/setup"));
    }
    page(StatusCode::OK, &HomePage { layout: PageLayout::of(&context) })
}

/// The sender's documents.
#[handler]
pub(crate) async fn list(
    context: PageContext,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    let notice = match query.notice.as_deref() {
        Some("joined") => context.office().documents_joined(),
        _ => String::new(),
    };
    let asked = query.read(context.office(), ListKind::Own)?;
    let found = if asked.has_errors() {
        wariin_ports::DocumentPage::default()
    } else {
        own_documents(context.ports(), context.caller(), asked.selection.clone()).await?
    };
    let template = ListPage {
        layout: PageLayout::of(&context),
        tabs: asked.tabs(),
        next: found.next.as_ref().map(|cursor| asked.next(cursor)),
        rows: found.rows,
        is_strong: context.is_strong(),
        now: context.ports().clock.now(),
        notice,
        asked,
    };
    page(StatusCode::OK, &template)
}

/// A document's page; a draft leads to the wizard.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let sent = sent_document(context.ports(), context.caller(), id.into()).await?;
    let SentDocument { document, history: timeline, mails, is_damaged, .. } = sent;
    let (has_id_tokens, has_passkey_evidence) = (sent.has_id_tokens, sent.has_passkey_evidence);
    if document.is_draft() {
        return Ok(redirect(format!("/documents/{id}/01")));
    }
    let notice = match query.notice.as_deref() {
        Some("sent") if document.is_awaiting_consent() => context.office().documents_sent(),
        Some("reminded") => context.office().documents_reminded(),
        Some("released") => context.office().documents_released(),
        Some("held") => context.office().documents_held(),
        Some("conclusion-mailed") => context.office().documents_conclusion_mailed(),
        Some("conclusion-told") => context.office().documents_conclusion_was_told(),
        Some("asked-anew") => context.office().documents_asked_anew(),
        Some("corrected") => context.office().documents_corrected(),
        Some("raising") => context.office().documents_raising(),
        Some("cancelled") => context.office().documents_was_cancelled(),
        _ => String::new(),
    };
    let is_stamped = context.ports().sealer.level() == SealLevel::Archived;
    let can_raise = is_stamped && document.expect_basic_seal().is_ok();
    let at = format!("/documents/{id}");
    let reading = Reading { reader: FieldReader::Office, at: &at, filler: None, names: true };
    let fields = Overlay::of(&context, &document, &reading).await?;
    let template = DocumentPage {
        layout: PageLayout::of(&context),
        sent_at: sent_at(context.locale(), &document.status),
        marks: marks(context.locale(), &timeline, &document),
        kept: kept_by_own(context.locale(), &document, context.caller()),
        history: History::of(context.locale(), &timeline, &document),
        mails,
        has_id_tokens,
        has_passkey_evidence,
        is_damaged,
        notice,
        viewer: Viewer::of(&context, &document, &files_of(id)).await.with_fields(fields),
        document,
        now: context.ports().clock.now(),
        form_key: FormKey::fresh(context.ports()),
        can_raise,
    };
    page(StatusCode::OK, &template)
}

/// Which form it is, so that one that comes twice begins one draft.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct DuplicateForm {
    form_key: String,
}

/// Has the document's B-B seals raised to B-LTA.
#[handler]
pub(crate) async fn raise_seals(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    ask_to_raise_seals(context.ports(), command(&context, id)?)
        .await
        .map_err(|error| refused(&context, id, error))?;
    Ok(redirect(format!("/documents/{id}?notice=raising")))
}

/// Begins a draft with what the document holds.
#[handler]
pub(crate) async fn duplicate(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<DuplicateForm>,
) -> Result<Response, PageError> {
    let key = FormKey::read(&form.form_key);
    let draft = duplicate_document(context.ports(), command(&context, id)?, key).await?;
    Ok(redirect(format!("/documents/{draft}/01")))
}

/// Asks once before cancelling.
#[handler]
pub(crate) async fn confirm_cancel(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let document = own_document(context.ports(), context.caller(), id.into()).await?;
    if !document.is_awaiting_consent() {
        return Ok(redirect(format!("/documents/{id}")));
    }
    page(StatusCode::OK, &CancelPage { layout: PageLayout::of(&context), document })
}

/// Cancels the document.
#[handler]
pub(crate) async fn cancel(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    cancel_document(context.ports(), command(&context, id)?).await?;
    Ok(redirect(format!("/documents/{id}?notice=cancelled")))
}

/// A refusal with the way back to the document.
fn refused(context: &PageContext, id: Uuid, error: Error) -> PageError {
    PageError::from(error)
        .or_action(context.office().documents_back_to_document(), format!("/documents/{id}"))
}

/// A step on a document; the use case makes sure that it is the caller's own.
pub(crate) fn command(context: &PageContext, id: Uuid) -> Result<DocumentCommand, PageError> {
    let principal = context.expect_principal()?;
    Ok(DocumentCommand { document: id.into(), principal })
}

/// The recipients who consented, or at least opened the document, with a factor that is younger than it.
fn marks(locale: &Locale, timeline: &[TimelineEntry], document: &Document) -> Vec<Mark> {
    let mark = |recipient: &Recipient| {
        let consent = recipient.consent();
        let factor = match consent {
            Some(consent) => document.late_factor(recipient, &consent.assurance),
            None => timeline.iter().rev().find_map(|entry| match &entry.what {
                TimelineEvent::Known(EventKind::Opened { recipient: opened, assurance })
                    if *opened == recipient.id =>
                {
                    document.late_factor(recipient, assurance)
                }
                TimelineEvent::Known(_) | TimelineEvent::Unknown { .. } => None,
            }),
        };
        factor.map(|factor| Mark {
            recipient: recipient.id,
            short: labels::late_factor_shortly(locale, factor),
            late: labels::late_factor(locale, factor),
            made: labels::late_factor_mark(locale, factor, consent.map(|consent| consent.at)),
        })
    };
    document.recipients.iter().filter_map(mark).collect()
}

pub(crate) fn sent_at(locale: &Locale, status: &DocumentStatus) -> String {
    match status {
        DocumentStatus::Draft => String::new(),
        DocumentStatus::AwaitingConsent { sent_at }
        | DocumentStatus::Sealing { sent_at, .. }
        | DocumentStatus::Concluded { sent_at, .. }
        | DocumentStatus::Cancelled { sent_at, .. }
        | DocumentStatus::Declined { sent_at, .. } => locale.at(*sent_at),
    }
}
