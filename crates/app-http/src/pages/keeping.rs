//! 保存と訂正: how long a document is kept, what holds it, and the correction of what it is searched by.

use super::documents::{NoticeQuery, command};
use super::kept::OF_ORGANISATION;
use crate::error::PageError;
use crate::i18n::{Locale, OfficeMessages, labels};
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, redirect,
};
use askama::Template;
use poem::web::{Form, Path, Query};
use poem::{Request, Response, handler};
use serde::Deserialize;
use wariin_domain::{
    Amount, CalendarDate, Counterparty, Document, EventKind, Organisation, Reason, ReferenceNumber,
    SearchFields, Uuid,
};
use wariin_ports::{TimelineEntry, TimelineEvent};
use wariin_usecases::{
    Caller, Error, KeepingSide, correct_document, hold_document, kept_document,
    managed_sent_document, release_document, sent_document,
};

#[derive(Template)]
#[template(path = "keeping.html")]
struct KeepingPage {
    layout: PageLayout,
    document: Document,
    /// Where the reader comes from: the document's own page, or the list of admins.
    back: String,
    back_to: String,
    /// Where this page is.
    at: String,
    /// By which number the document is spoken of, for admins, who have no other page of it.
    reference: Option<String>,
    /// How long it is kept, in a sentence.
    kept: String,
    may_hold: bool,
    is_strong: bool,
    reason: Vec<FormField>,
    /// What it is searched by, where it may be corrected.
    fields: Vec<FormField>,
    corrections: Vec<(String, String)>,
    notice: String,
    error: String,
}

/// The reason of a hold as it was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct HoldForm {
    reason: String,
}

/// What a document is searched by, as it was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct CorrectionForm {
    counterparty: String,
    contract_date: String,
    amount: String,
}

impl CorrectionForm {
    fn of(document: &Document) -> Self {
        let SearchFields { contract_date, amount, counterparty } = document.search_fields();
        Self {
            counterparty: counterparty.map(|name| name.to_string()).unwrap_or_default(),
            contract_date: contract_date.map(|date| date.to_string()).unwrap_or_default(),
            amount: amount.map(|amount| amount.to_string()).unwrap_or_default(),
        }
    }

    fn fields(&self, o: &OfficeMessages) -> FormFields {
        let field = |name, label: String, kind, value: &String| {
            FormField::new(name, label, kind).optional().value(value)
        };
        FormFields(vec![
            field("counterparty", o.documents_counterparty(), FieldKind::Text, &self.counterparty)
                .limit(Counterparty::LIMIT),
            field(
                "contract_date",
                o.documents_contract_date(),
                FieldKind::Date,
                &self.contract_date,
            ),
            field("amount", o.documents_amount(), FieldKind::Text, &self.amount).limit(30),
        ])
    }
}

fn read(fields: &mut FormFields) -> Option<SearchFields> {
    let counterparty = fields.read_optional("counterparty", Counterparty::parse);
    let contract_date = fields.read_optional("contract_date", CalendarDate::parse);
    let amount = fields.read_optional("amount", Amount::parse);
    Some(SearchFields {
        counterparty: counterparty?,
        contract_date: contract_date?,
        amount: amount?,
    })
}

fn reason_field(o: &OfficeMessages, typed: &str) -> FormFields {
    let field = FormField::new("reason", o.keeping_reason(), FieldKind::Lines);
    FormFields(vec![field.hint(o.keeping_reason_hint()).limit(Reason::LIMIT).value(typed)])
}

/// On whose pages the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Sender,
    Manager,
    /// An admin sees how long the document is kept, and no page of the document.
    Admin,
}

impl Side {
    fn of(request: &Request) -> Self {
        let path = request.uri().path();
        if path.starts_with("/managed-documents/") {
            Self::Manager
        } else if path.starts_with(OF_ORGANISATION) {
            Self::Admin
        } else {
            Self::Sender
        }
    }

    fn at(self, id: Uuid) -> String {
        match self {
            Self::Sender => format!("/documents/{id}"),
            Self::Manager => format!("/managed-documents/{id}"),
            Self::Admin => format!("{OF_ORGANISATION}/{id}"),
        }
    }

    /// This page.
    fn page(self, id: Uuid) -> String {
        match self {
            Self::Sender | Self::Manager => format!("{}/keeping", self.at(id)),
            Self::Admin => self.at(id),
        }
    }

    fn kept_by(self) -> KeepingSide {
        match self {
            Self::Sender => KeepingSide::Sender,
            Self::Manager => KeepingSide::Manager,
            Self::Admin => KeepingSide::Admin,
        }
    }

    /// The document with its history.
    async fn find(
        self,
        context: &PageContext,
        id: Uuid,
    ) -> Result<(Document, Vec<TimelineEntry>), Error> {
        match self {
            Self::Sender => {
                let sent = sent_document(context.ports(), context.caller(), id.into()).await?;
                Ok((sent.document, sent.history))
            }
            Self::Manager => {
                let principal = context.principal().ok_or(Error::NotSignedIn)?;
                managed_sent_document(context.ports(), principal, id.into()).await
            }
            Self::Admin => {
                let kept = kept_document(context.ports(), context.caller(), id.into()).await?;
                Ok((kept.document, Vec::new()))
            }
        }
    }
}

/// What stands in the two forms.
struct Typed {
    reason: FormFields,
    fields: FormFields,
}

/// The page.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    request: &Request,
    Path(id): Path<Uuid>,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let o = context.office();
    let notice = match query.notice.as_deref() {
        Some("held") => o.keeping_was_held(),
        Some("released") => o.keeping_was_released(),
        Some("corrected") => o.keeping_was_corrected(),
        _ => String::new(),
    };
    shown(&context, (Side::of(request), id), None, notice, &FormOutcome::blank()).await
}

/// Holds the document.
#[handler]
pub(crate) async fn hold(
    context: PageContext,
    request: &Request,
    Path(id): Path<Uuid>,
    Form(form): Form<HoldForm>,
) -> Result<Response, PageError> {
    let side = Side::of(request);
    let mut reason = reason_field(context.office(), &form.reason);
    let Some(why) = reason.read("reason", Reason::parse) else {
        let (document, _) = side.find(&context, id).await?;
        let fields = CorrectionForm::of(&document).fields(context.office());
        let typed = Typed { reason, fields };
        let outcome = FormOutcome::incomplete();
        return shown(&context, (side, id), Some(typed), String::new(), &outcome).await;
    };
    hold_document(context.ports(), command(&context, id)?, side.kept_by(), why).await?;
    Ok(redirect(format!("{}?notice=held", side.page(id))))
}

/// Releases the document.
#[handler]
pub(crate) async fn release(
    context: PageContext,
    request: &Request,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let side = Side::of(request);
    release_document(context.ports(), command(&context, id)?, side.kept_by()).await?;
    Ok(redirect(format!("{}?notice=released", side.page(id))))
}

/// Corrects what the document is searched by.
#[handler]
pub(crate) async fn correct(
    context: PageContext,
    request: &Request,
    Path(id): Path<Uuid>,
    Form(form): Form<CorrectionForm>,
) -> Result<Response, PageError> {
    let side = Side::of(request);
    let mut fields = form.fields(context.office());
    let Some(to) = read(&mut fields) else {
        let typed = Typed { reason: reason_field(context.office(), ""), fields };
        let outcome = FormOutcome::incomplete();
        return shown(&context, (side, id), Some(typed), String::new(), &outcome).await;
    };
    correct_document(context.ports(), command(&context, id)?, side.kept_by(), to).await?;
    Ok(redirect(format!("{}?notice=corrected", side.page(id))))
}

async fn shown(
    context: &PageContext,
    (side, id): (Side, Uuid),
    typed: Option<Typed>,
    notice: String,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let (document, history) = side.find(context, id).await?;
    if document.is_draft() {
        return Ok(redirect(format!("/documents/{id}/01")));
    }
    let (account, _) = context.member()?;
    let organisation = context.caller().and_then(|caller| caller.organisation.as_ref());
    let Typed { reason, fields } = typed.unwrap_or_else(|| Typed {
        reason: reason_field(context.office(), ""),
        fields: CorrectionForm::of(&document).fields(context.office()),
    });
    let is_admin = side == Side::Admin;
    let may_correct = !is_admin && document.may_correct(account);
    outcome.page(&KeepingPage {
        layout: PageLayout::of(context),
        back: if is_admin { OF_ORGANISATION.to_owned() } else { side.at(id) },
        back_to: if is_admin {
            context.office().kept_heading()
        } else {
            document.details.title.to_string()
        },
        reference: is_admin.then(|| ReferenceNumber::of(document.id).to_string()),
        at: side.page(id),
        kept: kept(context.locale(), &document, organisation),
        may_hold: document.may_hold_legally(account),
        is_strong: context.is_strong(),
        reason: reason.0,
        fields: if may_correct { fields.0 } else { Vec::new() },
        corrections: corrections(context.locale(), &history, &document),
        document,
        notice,
        error: outcome.message.clone(),
    })
}

/// How long the document is kept, in a sentence.
pub(crate) fn kept(
    locale: &Locale,
    document: &Document,
    organisation: Option<&Organisation>,
) -> String {
    let o = locale.office;
    if let Some(held) = &document.legal_hold {
        return o.keeping_held(locale.at(held.since));
    }
    let Some(policy) = organisation.map(|organisation| &organisation.retention) else {
        return String::new();
    };
    if let Some(from) = document.deleted_from(policy) {
        return o.keeping_announced(locale.at(from));
    }
    match (document.retained_until(policy), policy.years()) {
        (Some(until), _) => o.keeping_until(locale.at(until)),
        (None, Some(years)) => o.keeping_years(years.number()),
        (None, None) => o.keeping_forever(),
    }
}

/// The same for the caller's own organisation, which sent the document.
pub(crate) fn kept_by_own(locale: &Locale, document: &Document, caller: Option<&Caller>) -> String {
    kept(locale, document, caller.and_then(|caller| caller.organisation.as_ref()))
}

/// Every correction, the newest first: when, and what.
fn corrections(
    locale: &Locale,
    history: &[TimelineEntry],
    document: &Document,
) -> Vec<(String, String)> {
    let is_correction = |entry: &&TimelineEntry| {
        matches!(entry.what, TimelineEvent::Known(EventKind::Corrected { .. }))
    };
    let line = |entry: &TimelineEntry| {
        let who = entry.actor.name.clone().unwrap_or_default();
        let what = labels::event(locale, &entry.what, &document.recipients);
        (locale.at(entry.at), format!("{what}　{who}"))
    };
    history.iter().rev().filter(is_correction).map(line).collect()
}
