//! 受け取った書類: everything that the reader received, and the way back into each of them without its mail.

use super::listing::{Tab, readable};
use crate::error::PageError;
use crate::i18n::{CommonMessages, labels};
use crate::web::{PageContext, PageLayout, page};
use askama::Template;
use poem::http::StatusCode;
use poem::web::Query;
use poem::{Response, handler};
use serde::Deserialize;
use url::form_urlencoded;
use wariin_domain::{ReceivedState, RecipientId, Timestamp, Uuid};
use wariin_ports::ReceivedCursor;
use wariin_usecases::{ReceivedRow, ReceivedSelection, received_documents};

const PATH: &str = "/received-documents";

/// How many lines a page has.
const LINES: usize = 50;

/// The greatest length of what is looked for, in characters.
const SEARCHED: usize = 200;

#[derive(Template)]
#[template(path = "received_documents.html")]
struct ListPage {
    layout: PageLayout,
    tabs: Vec<Tab>,
    rows: Vec<ShownRow>,
    next: Option<String>,
    /// The present tab's name in the address.
    show: &'static str,
    /// What is looked for.
    text: String,
    /// The address to which documents are sent that are listed here.
    address: String,
}

/// A line as the page tells of it.
struct ShownRow {
    recipient: RecipientId,
    title: String,
    /// Why the title is not told, and what helps.
    untold: Option<String>,
    from: String,
    /// For which recipient it is.
    to: String,
    /// By which number it is spoken of.
    reference: String,
    state: String,
    /// The class of the state's badge.
    badge: &'static str,
    /// Whether the document can still be opened.
    is_open: bool,
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

/// The list.
#[handler]
pub(crate) async fn list(
    context: PageContext,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    let state = ReceivedState::parse(&query.show);
    let text: String = readable(&query.q).chars().take(SEARCHED).collect();
    let selection = ReceivedSelection {
        state,
        text: Some(text.clone()).filter(|text| !text.is_empty()),
        after: query.after.as_deref().map(cursor).transpose()?,
        limit: LINES,
    };
    let waiting = ReceivedSelection {
        state: Some(ReceivedState::ToDo),
        text: None,
        after: None,
        limit: LINES,
    };
    let todo = received_documents(context.ports(), context.caller(), waiting).await?;
    let is_first = selection.after.is_none();
    let is_all = state.is_none() && text.is_empty();
    let found = received_documents(context.ports(), context.caller(), selection).await?;
    let count = (todo.rows.len(), todo.next.is_some());
    // What waits for the reader comes first, and stands nowhere else.
    let moves_up = is_all && todo.next.is_none();
    let first = todo.rows.iter().filter(|_| moves_up && is_first);
    let rest = found.rows.iter().filter(|row| !moves_up || row.state != ReceivedState::ToDo);
    let (account, _) = context.signed_in()?;
    let template = ListPage {
        tabs: tabs(context.common(), state, &text, count),
        rows: first.chain(rest).map(|row| ShownRow::of(&context, row)).collect(),
        next: found.next.map(|next| address(state, &text, Some(next))),
        show: state.map_or("", ReceivedState::name),
        address: account.email.to_string(),
        layout: PageLayout::of(&context),
        text,
    };
    page(StatusCode::OK, &template)
}

fn cursor(text: &str) -> Result<ReceivedCursor, PageError> {
    let (at, recipient) = text.split_once('~').ok_or_else(PageError::malformed)?;
    let at = at.parse().map_err(|_| PageError::malformed())?;
    let recipient = Uuid::parse_str(recipient).map_err(|_| PageError::malformed())?;
    Ok(ReceivedCursor {
        updated_at: Timestamp::from_micros(at),
        recipient: RecipientId::from(recipient),
    })
}

/// The tabs; that of what waits for the reader says how many there are, and whether there are more.
fn tabs(
    t: &CommonMessages,
    present: Option<ReceivedState>,
    text: &str,
    (waiting, has_more): (usize, bool),
) -> Vec<Tab> {
    let label = |state| match state {
        ReceivedState::ToDo if waiting > 0 => {
            let more = if has_more { "+" } else { "" };
            format!("{} ({waiting}{more})", labels::received_state(t, state))
        }
        state => labels::received_state(t, state),
    };
    let all = [None].into_iter().chain(ReceivedState::ALL.map(Some));
    all.map(|state| Tab {
        label: state.map_or_else(|| t.received_all(), label),
        href: address(state, text, None),
        is_current: state == present,
    })
    .collect()
}

fn address(state: Option<ReceivedState>, text: &str, after: Option<ReceivedCursor>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(state) = state {
        query.append_pair("show", state.name());
    }
    if !text.is_empty() {
        query.append_pair("q", text);
    }
    if let Some(ReceivedCursor { updated_at, recipient }) = after {
        query.append_pair("after", &format!("{}~{recipient}", updated_at.as_micros()));
    }
    let query = query.finish();
    if query.is_empty() { PATH.to_owned() } else { format!("{PATH}?{query}") }
}

impl ShownRow {
    fn of(context: &PageContext, row: &ReceivedRow) -> Self {
        let (locale, t) = (context.locale(), context.common());
        let organisation = row.organisation.as_str();
        Self {
            recipient: row.recipient,
            title: match &row.title {
                Ok(title) => title.to_string(),
                Err(_) => t.received_untold(organisation),
            },
            untold: row.title.as_ref().err().map(|why| labels::title_untold(t, why)),
            from: t.received_from(organisation, row.sender.as_str()),
            to: t.received_to(row.addressee.as_str()),
            reference: t.received_reference(row.reference.to_string()),
            state: labels::received(locale, row),
            badge: match row.state {
                ReceivedState::ToDo => "awaiting_consent",
                ReceivedState::Waiting => "waiting",
                ReceivedState::Concluded => "concluded",
                ReceivedState::Ended => "cancelled",
            },
            is_open: row.state != ReceivedState::Ended,
            at: t.received_updated(locale.at(row.updated_at)),
        }
    }
}
