//! Lists of documents: what is asked for, page by page, and what a line shows.

use wariin_domain::{AccountId, Amount, CalendarDate, DocumentId, OrganisationId, Timestamp};

/// Which documents, in which order, from where on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentQuery {
    /// The documents of a sender or of an organisation.
    pub scope: DocumentScope,
    /// In which state.
    pub filter: DocumentFilter,
    /// What to look for.
    pub search: DocumentSearch,
    /// In which order.
    pub order: DocumentOrder,
    /// Behind which line to go on; `None` from the beginning.
    pub after: Option<DocumentCursor>,
    /// How many lines at most.
    pub limit: u64,
}

/// Whose documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentScope {
    /// Those that this person drafts or has sent for this organisation.
    Own(AccountId, OrganisationId),
    /// Those that this organisation has sent or received (管理書類): no drafts.
    Managed(OrganisationId),
}

/// In which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DocumentFilter {
    /// すべて
    #[default]
    All,
    /// 下書き
    Draft,
    /// 先方確認中
    Awaiting,
    /// 締結済
    Concluded,
    /// 取り消し・却下
    Ended,
}

/// What to look for; everything that is given has to hold. Texts are compared without regard to case
/// and width of characters (NFKC), every word anywhere in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentSearch {
    /// In title, counterparty, control number, and names of recipients and organisations.
    pub text: Option<String>,
    /// In the counterparty's name.
    pub counterparty: Option<String>,
    /// The earliest 契約締結日.
    pub date_from: Option<CalendarDate>,
    /// The latest 契約締結日.
    pub date_to: Option<CalendarDate>,
    /// The least 取引金額.
    pub amount_from: Option<Amount>,
    /// The greatest 取引金額.
    pub amount_to: Option<Amount>,
}

/// In which order. Documents without a date or an amount come last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DocumentOrder {
    /// The last changed first.
    #[default]
    Updated,
    /// The latest contract first.
    ContractDate,
    /// The greatest amount first.
    Amount,
}

/// A place in a list: the line's value in the list's order, and the line's number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentCursor {
    /// The value by which the list is ordered, as text.
    pub value: String,
    /// The line's number.
    pub number: i64,
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentPage {
    /// The lines.
    pub rows: Vec<DocumentRow>,
    /// Where the next page begins, when there is one.
    pub next: Option<DocumentCursor>,
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// The document.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// [`wariin_domain::DocumentStatus::name`].
    pub status: String,
    /// Whether the request is set.
    pub advanced_auth: bool,
    /// When it was last saved.
    pub updated_at: Timestamp,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// When it was concluded, cancelled or declined.
    pub ended_at: Option<Timestamp>,
    /// From when on the sender has to see to something (要対応); `None` on the side of those who
    /// received it.
    pub attention_from: Option<Timestamp>,
    /// The recipients' names, in routing order.
    pub recipients: Vec<String>,
    /// The sender's name.
    pub sender: String,
    /// Whether the organisation that asks received it, and did not send it.
    pub is_received: bool,
    /// 契約相手の名称: as the sender wrote; for a received document the sender's organisation.
    pub counterparty: String,
    /// 契約締結日
    pub contract_date: Option<CalendarDate>,
    /// 取引金額
    pub amount: Option<Amount>,
    /// 管理番号: empty for a received document, since it is the sender's own.
    pub control_number: String,
}

impl DocumentOrder {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Updated, Self::ContractDate, Self::Amount];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Updated => "updated",
            Self::ContractDate => "date",
            Self::Amount => "amount",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.name() == name)
    }
}
