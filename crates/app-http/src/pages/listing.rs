//! What the lists of documents have in common: the search form, the tabs, and the way to the next page.

use crate::error::PageError;
use crate::i18n::OfficeMessages;
use crate::web::{FieldKind, FormField, FormFields, has_errors};
use serde::Deserialize;
use url::form_urlencoded;
use wariin_domain::{Amount, CalendarDate};
use wariin_ports::{DocumentCursor, DocumentFilter, DocumentOrder, DocumentSearch};
use wariin_usecases::DocumentSelection;

/// How many lines a page has.
const LINES: u64 = 50;

/// The query of a list's address.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct ListQuery {
    show: Option<String>,
    q: Option<String>,
    counterparty: Option<String>,
    from: Option<String>,
    to: Option<String>,
    min: Option<String>,
    max: Option<String>,
    order: Option<String>,
    after: Option<String>,
    pub(crate) notice: Option<String>,
}

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListKind {
    /// 書類: the sender's own.
    Own,
    /// 管理書類: the organisation's; it has no drafts.
    Managed,
}

impl ListKind {
    fn path(self) -> &'static str {
        match self {
            Self::Own => "/documents",
            Self::Managed => "/managed-documents",
        }
    }
}

/// A list as it was asked for.
pub(crate) struct Asked {
    pub(crate) selection: DocumentSelection,
    pub(crate) fields: Vec<FormField>,
    office: &'static OfficeMessages,
    kind: ListKind,
    /// The address's parameters but for tab and page.
    parameters: Vec<(&'static str, String)>,
}

/// A tab of a list.
pub(crate) struct Tab {
    pub(crate) label: String,
    pub(crate) href: String,
    pub(crate) is_current: bool,
}

/// The tabs by their names in the address.
const TABS: [(&str, DocumentFilter); 5] = [
    ("", DocumentFilter::All),
    ("draft", DocumentFilter::Draft),
    ("awaiting", DocumentFilter::Awaiting),
    ("concluded", DocumentFilter::Concluded),
    ("ended", DocumentFilter::Ended),
];

fn tab_label(o: &OfficeMessages, filter: DocumentFilter) -> String {
    match filter {
        DocumentFilter::All => o.documents_tab_all(),
        DocumentFilter::Draft => o.documents_tab_draft(),
        DocumentFilter::Awaiting => o.documents_tab_awaiting(),
        DocumentFilter::Concluded => o.documents_tab_concluded(),
        DocumentFilter::Ended => o.documents_tab_ended(),
    }
}

/// The orders of a list, in words.
pub(crate) fn orders(o: &OfficeMessages) -> [(DocumentOrder, String); 3] {
    [
        (DocumentOrder::Updated, o.documents_order_updated()),
        (DocumentOrder::ContractDate, o.documents_order_contract_date()),
        (DocumentOrder::Amount, o.documents_order_amount()),
    ]
}

fn fields(o: &OfficeMessages) -> FormFields {
    let text =
        |name, label: String| FormField::new(name, label, FieldKind::Text).optional().limit(200);
    let date = |name, label: String| FormField::new(name, label, FieldKind::Date).optional();
    FormFields(vec![
        text("q", o.documents_search_text()),
        text("counterparty", o.documents_counterparty()),
        date("from", o.documents_search_date_from()),
        date("to", o.documents_search_date_to()),
        text("min", o.documents_search_amount_from()),
        text("max", o.documents_search_amount_to()),
    ])
}

impl ListQuery {
    /// The list that is asked for. What is wrong is named beside its field; the others keep what was typed.
    pub(crate) fn read(
        self,
        office: &'static OfficeMessages,
        kind: ListKind,
    ) -> Result<Asked, PageError> {
        let texts = [
            ("q", self.q),
            ("counterparty", self.counterparty),
            ("from", self.from),
            ("to", self.to),
            ("min", self.min),
            ("max", self.max),
        ];
        let typed: Vec<(&'static str, String)> = texts
            .into_iter()
            .filter_map(|(name, text)| Some((name, readable(&text?))))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let value = |wanted: &str| {
            typed.iter().find(|(name, _)| *name == wanted).map(|(_, text)| text.clone())
        };
        let mut fields = fields(office);
        for field in &mut fields.0 {
            field.value = value(field.name).unwrap_or_default();
        }
        let search = DocumentSearch {
            text: value("q"),
            counterparty: value("counterparty"),
            date_from: fields.read_optional("from", CalendarDate::parse).flatten(),
            date_to: fields.read_optional("to", CalendarDate::parse).flatten(),
            amount_from: fields.read_optional("min", Amount::parse).flatten(),
            amount_to: fields.read_optional("max", Amount::parse).flatten(),
        };
        if search.date_from.zip(search.date_to).is_some_and(|(from, to)| from > to) {
            fields.refuse("to", office.documents_search_date_order());
        }
        if search.amount_from.zip(search.amount_to).is_some_and(|(least, most)| least > most) {
            fields.refuse("max", office.documents_search_amount_order());
        }
        let show = self.show.unwrap_or_default();
        let tab = TABS.iter().find(|(name, _)| *name == show).unwrap_or(&TABS[0]);
        let order = self.order.as_deref().and_then(DocumentOrder::parse).unwrap_or_default();
        let mut parameters = typed.clone();
        if order != DocumentOrder::Updated {
            parameters.push(("order", order.name().to_owned()));
        }
        let after = self.after.as_deref().map(cursor).transpose()?;
        let filter = tab.1;
        let selection = DocumentSelection { filter, search, order, after, limit: LINES };
        Ok(Asked { selection, fields: fields.0, office, kind, parameters })
    }
}

/// A text without what no title or name can hold.
pub(super) fn readable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned()
}

fn cursor(text: &str) -> Result<DocumentCursor, PageError> {
    let (value, number) = text.rsplit_once('~').ok_or_else(PageError::malformed)?;
    let number = number.parse().map_err(|_| PageError::malformed())?;
    Ok(DocumentCursor { value: readable(value).chars().take(32).collect(), number })
}

impl Asked {
    /// Whether anything is looked for.
    pub(crate) fn is_search(&self) -> bool {
        self.fields.iter().any(|field| !field.value.is_empty())
    }

    /// Whether a condition is wrong: then nothing is looked for, since what is found would not be what was
    /// asked for.
    pub(crate) fn has_errors(&self) -> bool {
        has_errors(&self.fields)
    }

    /// The name of the present tab in the address.
    pub(crate) fn show(&self) -> &'static str {
        TABS.iter()
            .find(|(_, filter)| *filter == self.selection.filter)
            .map_or("", |(name, _)| name)
    }

    /// The tabs; without drafts where there are none.
    pub(crate) fn tabs(&self) -> Vec<Tab> {
        let has_drafts = self.kind == ListKind::Own;
        let tabs = TABS.iter().filter(|(_, filter)| has_drafts || *filter != DocumentFilter::Draft);
        tabs.map(|(name, filter)| Tab {
            label: tab_label(self.office, *filter),
            href: self.address(self.kind.path(), name, None),
            is_current: *filter == self.selection.filter,
        })
        .collect()
    }

    /// The address of the next page.
    pub(crate) fn next(&self, cursor: &DocumentCursor) -> String {
        self.address(self.kind.path(), self.show(), Some(cursor))
    }

    /// The address of something else about the same documents.
    pub(crate) fn elsewhere(&self, path: &str) -> String {
        self.address(path, self.show(), None)
    }

    fn address(&self, path: &str, show: &str, after: Option<&DocumentCursor>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !show.is_empty() {
            query.append_pair("show", show);
        }
        query.extend_pairs(&self.parameters);
        if let Some(after) = after {
            query.append_pair("after", &format!("{}~{}", after.value, after.number));
        }
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}
