//! 削除の予告と保存の継続: the documents whose deletion is announced and those that are held, for the admins of the
//! organisation that sent them, and each sender's own.

use super::{expect_member, expect_role};
use crate::{Caller, Error, Ports, Result};
use std::collections::BTreeMap;
use wariin_domain::{
    Account, AccountId, Document, DocumentId, LegalHold, Organisation, OrganisationId,
    ReferenceNumber, RetentionPolicy, Role, Timestamp, search,
};
use wariin_ports::{
    DocumentFilter, DocumentOrder, DocumentQuery, DocumentScope, DocumentSearch, KeptCursor,
    KeptList, KeptQuery,
};

/// How many documents with a number are looked at: two of one organisation have the same one hardly ever.
const SAME_NUMBER: u64 = 20;

/// Whose documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptSide {
    /// All that the organisation sent, for its admins.
    Organisation,
    /// Those that the reader sent.
    Own,
}

/// Which of the two lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeptKind {
    /// Those whose deletion is announced, the earliest first.
    #[default]
    Announced,
    /// Those that are held, the last held first.
    Held,
}

/// Which lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptSelection {
    /// Whose documents.
    pub side: KeptSide,
    /// Which list.
    pub kind: KeptKind,
    /// Behind which line to go on; `None` from the beginning.
    pub after: Option<KeptCursor>,
    /// How many lines at most.
    pub limit: usize,
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptPage {
    /// The lines.
    pub rows: Vec<KeptRow>,
    /// Where the next page begins, when there is one.
    pub next: Option<KeptCursor>,
}

/// A document with what is said of its deletion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRow {
    /// The document.
    pub document: Document,
    /// The name of its sender.
    pub sender: String,
    /// The name of the person who holds it; empty where it is not held.
    pub held_by: String,
    /// From when on it is deleted, where that is announced.
    pub deleted_from: Option<Timestamp>,
    /// When the time for which it is kept ends; `None` for ever, and before it has ended.
    pub retained_until: Option<Timestamp>,
}

impl KeptRow {
    /// What holds it.
    pub fn hold(&self) -> Option<&LegalHold> {
        self.document.legal_hold.as_ref()
    }
}

/// A page of the documents whose deletion is announced, or that are held.
///
/// # Errors
/// [`Error::NotSignedIn`], [`Error::FactorDemanded`]; for the organisation's, [`Error::NotFound`] for a caller who is
/// no admin.
pub async fn kept_documents(
    ports: &Ports,
    caller: Option<&Caller>,
    selection: KeptSelection,
) -> Result<KeptPage> {
    let (account, organisation) = reader(caller, selection.side)?;
    let KeptSelection { side, kind, after, limit } = selection;
    let query = KeptQuery {
        of: organisation.id,
        sender: (side == KeptSide::Own).then_some(account.id),
        list: match kind {
            KeptKind::Announced => KeptList::Announced { since: organisation.retention.set_at() },
            KeptKind::Held => KeptList::Held,
        },
        after,
        limit: u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1),
    };
    let mut lines = ports.views.kept_documents(&query).await?;
    let has_more = lines.len() > limit;
    lines.truncate(limit);
    let next = lines.last().copied().filter(|_| has_more);
    let mut rows = Rows::of(ports, organisation);
    let mut page = KeptPage { rows: Vec::with_capacity(lines.len()), next };
    for line in lines {
        let row = rows.row(line.document).await?;
        // It may have been released or deleted since the list was read.
        let row = row.filter(|row| match kind {
            KeptKind::Announced => row.deleted_from.is_some(),
            KeptKind::Held => row.hold().is_some(),
        });
        page.rows.extend(row);
    }
    Ok(page)
}

/// The documents that the admin's organisation sent under this reference number (お問い合わせ番号).
///
/// # Errors
/// As [`kept_documents`].
pub async fn sent_by_number(
    ports: &Ports,
    caller: Option<&Caller>,
    typed: &str,
) -> Result<Vec<KeptRow>> {
    let (_, organisation) = expect_role(caller, Role::Admin)?;
    let number: String = search::fold(typed).chars().filter(char::is_ascii_digit).collect();
    let is_same = |id| ReferenceNumber::of(id).to_string().replace('-', "") == number;
    let query = DocumentQuery {
        scope: DocumentScope::Managed(organisation.id),
        filter: DocumentFilter::All,
        search: DocumentSearch { text: Some(number.clone()), ..DocumentSearch::default() },
        order: DocumentOrder::default(),
        after: None,
        limit: SAME_NUMBER,
    };
    let mut found = Vec::new();
    if number.is_empty() {
        return Ok(found);
    }
    let mut rows = Rows::of(ports, organisation);
    for line in ports.views.documents(&query).await?.rows {
        if !line.is_received && is_same(line.id) {
            found.extend(rows.row(line.id).await?);
        }
    }
    Ok(found)
}

/// One document that the admin's organisation sent.
///
/// # Errors
/// As [`kept_documents`]; [`Error::NotFound`] for a draft and for every document of another organisation.
pub async fn kept_document(
    ports: &Ports,
    caller: Option<&Caller>,
    id: DocumentId,
) -> Result<KeptRow> {
    let (_, organisation) = expect_role(caller, Role::Admin)?;
    Rows::of(ports, organisation).row(id).await?.ok_or(Error::NotFound)
}

fn reader(caller: Option<&Caller>, side: KeptSide) -> Result<(&Account, &Organisation)> {
    match side {
        KeptSide::Organisation => expect_role(caller, Role::Admin),
        KeptSide::Own => expect_member(caller),
    }
}

/// Reads rows, and each name once.
struct Rows<'a> {
    ports: &'a Ports,
    of: OrganisationId,
    policy: &'a RetentionPolicy,
    names: BTreeMap<AccountId, String>,
}

impl<'a> Rows<'a> {
    fn of(ports: &'a Ports, organisation: &'a Organisation) -> Self {
        let policy = &organisation.retention;
        Self { ports, of: organisation.id, policy, names: BTreeMap::new() }
    }

    /// The document, where this organisation sent it.
    async fn row(&mut self, id: DocumentId) -> Result<Option<KeptRow>> {
        let found = self.ports.views.document(id).await?;
        let Some(document) = found.filter(|d| d.organisation == self.of && !d.is_draft()) else {
            return Ok(None);
        };
        let sender = self.name(document.sender).await?;
        let held_by = match &document.legal_hold {
            Some(hold) => self.name(hold.by).await?,
            None => String::new(),
        };
        Ok(Some(KeptRow {
            deleted_from: document.deleted_from(self.policy),
            retained_until: document.retained_until(self.policy),
            document,
            sender,
            held_by,
        }))
    }

    async fn name(&mut self, id: AccountId) -> Result<String> {
        if let Some(known) = self.names.get(&id) {
            return Ok(known.clone());
        }
        let account = self.ports.views.account(id).await?;
        let name = account.map(|account| account.name.to_string()).unwrap_or_default();
        self.names.insert(id, name.clone());
        Ok(name)
    }
}
