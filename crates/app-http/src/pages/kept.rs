//! 削除の予告と保存の継続: the documents whose deletion is announced and those that are held, for admins and senders.

use super::listing::{Tab, readable};
use crate::error::PageError;
use crate::i18n::Locale;
use crate::web::{PageContext, PageLayout, page};
use askama::Template;
use poem::http::StatusCode;
use poem::web::Query;
use poem::{Request, Response, handler};
use serde::Deserialize;
use wariin_domain::{DocumentId, ReferenceNumber, Timestamp, Uuid};
use wariin_ports::KeptCursor;
use wariin_usecases::{
    KeptKind, KeptPage, KeptRow, KeptSelection, KeptSide, kept_documents, organisation_settings,
    sent_by_number,
};

/// Where admins see the organisation's, and where the page of one of them is.
pub(super) const OF_ORGANISATION: &str = "/settings/organisation/retention/documents";
/// Where senders see their own.
const OWN: &str = "/documents/keeping";

/// How many lines a page has.
const LINES: usize = 20;
/// The greatest length of what is looked for, in characters.
const SEARCHED: usize = 40;

#[derive(Template)]
#[template(path = "kept.html")]
struct ListPage {
    layout: PageLayout,
    /// The organisation's name, on the pages of admins.
    organisation: Option<String>,
    at: &'static str,
    tabs: Vec<Tab>,
    kind: KeptKind,
    rows: Vec<ShownRow>,
    next: Option<String>,
    /// The number that is looked for.
    number: String,
}

/// A line as the page tells of it.
struct ShownRow {
    href: String,
    title: String,
    status: &'static str,
    /// Who sent it, on the pages of admins.
    sender: Option<String>,
    reference: String,
    /// Why it is here: since when, or by which person and why.
    why: String,
    at: String,
}

/// The query of the list's address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ListQuery {
    show: String,
    q: String,
    after: Option<String>,
}

/// The list, of the organisation or of the reader's own documents.
#[handler]
pub(crate) async fn list(
    context: PageContext,
    request: &Request,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    let is_admin = request.uri().path().starts_with(OF_ORGANISATION);
    let (side, at) =
        if is_admin { (KeptSide::Organisation, OF_ORGANISATION) } else { (KeptSide::Own, OWN) };
    let kind = if query.show == "held" { KeptKind::Held } else { KeptKind::Announced };
    let number: String = readable(&query.q).chars().take(SEARCHED).collect();
    let number = if is_admin { number.trim().to_owned() } else { String::new() };
    let KeptPage { rows, next } = if number.is_empty() {
        let after = query.after.as_deref().map(cursor).transpose()?;
        let selection = KeptSelection { side, kind, after, limit: LINES };
        kept_documents(context.ports(), context.caller(), selection).await?
    } else {
        let rows = sent_by_number(context.ports(), context.caller(), &number).await?;
        KeptPage { rows, next: None }
    };
    let organisation = match side {
        KeptSide::Organisation => Some(organisation_settings(context.caller())?.name.to_string()),
        KeptSide::Own => None,
    };
    let template = ListPage {
        organisation,
        tabs: tabs(context.locale(), at, kind),
        rows: rows.iter().map(|row| ShownRow::of(context.locale(), side, row)).collect(),
        next: next.map(|next| address(at, kind, Some(next))),
        layout: PageLayout::of(&context),
        at,
        kind,
        number,
    };
    page(StatusCode::OK, &template)
}

fn cursor(text: &str) -> Result<KeptCursor, PageError> {
    let (at, document) = text.split_once('~').ok_or_else(PageError::malformed)?;
    let at = at.parse().map_err(|_| PageError::malformed())?;
    let document = Uuid::parse_str(document).map_err(|_| PageError::malformed())?;
    Ok(KeptCursor { at: Timestamp::from_micros(at), document: DocumentId::from(document) })
}

fn tabs(locale: &Locale, at: &str, present: KeptKind) -> Vec<Tab> {
    let o = locale.office;
    let tab =
        |kind, label| Tab { label, href: address(at, kind, None), is_current: kind == present };
    vec![tab(KeptKind::Announced, o.kept_announced_tab()), tab(KeptKind::Held, o.kept_held_tab())]
}

fn address(at: &str, kind: KeptKind, after: Option<KeptCursor>) -> String {
    let show = match kind {
        KeptKind::Announced => "announced",
        KeptKind::Held => "held",
    };
    match after {
        Some(KeptCursor { at: instant, document }) => {
            format!("{at}?show={show}&after={}~{document}", instant.as_micros())
        }
        None => format!("{at}?show={show}"),
    }
}

impl ShownRow {
    fn of(locale: &Locale, side: KeptSide, row: &KeptRow) -> Self {
        let o = locale.office;
        let document = &row.document;
        let (why, at) = match (row.hold(), row.deleted_from) {
            (Some(hold), _) => (
                o.kept_held_by(row.held_by.as_str(), hold.reason.as_str()),
                o.kept_held_since(locale.at(hold.since)),
            ),
            (None, Some(from)) => {
                let told = |at: Option<Timestamp>| at.map(|at| locale.at(at)).unwrap_or_default();
                let announced = told(document.deletion_announced_at);
                (
                    o.kept_why(announced, told(row.retained_until)),
                    o.kept_deleted_from(locale.at(from)),
                )
            }
            (None, None) => (String::new(), o.kept_not_held()),
        };
        Self {
            href: match side {
                KeptSide::Organisation => format!("{OF_ORGANISATION}/{}", document.id),
                KeptSide::Own => format!("/documents/{}/keeping", document.id),
            },
            title: document.details.title.to_string(),
            status: document.status.name(),
            sender: (side == KeptSide::Organisation).then(|| row.sender.clone()),
            reference: ReferenceNumber::of(document.id).to_string(),
            why,
            at,
        }
    }
}
