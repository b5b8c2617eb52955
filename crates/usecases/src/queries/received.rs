//! 受け取った書類: everything that the caller received, by state, with as much of it as may be told now.

use super::expect_signed_in;
use crate::{Caller, Error, Ports, Result};
use wariin_domain::{
    Account, DocumentStatus, GateRefusal, OrganisationName, PersonName, Received, ReceivedState,
    RecipientId, RecipientState, ReferenceNumber, Requester, Timestamp, Title, search,
};
use wariin_ports::{ReceivedCursor, ReceivedLine, ReceivedQuery};

/// How many lines are read at once where words are looked for.
const LINES_AT_ONCE: u64 = 500;

/// How many lines are looked through for one page; the list then goes on at the next page.
const MOST_LINES: u32 = 5_000;

/// How many words are looked for at most.
const MOST_WORDS: usize = 8;

/// Which lines of the list, the last changed first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceivedSelection {
    /// In which state; `None` for every one.
    pub state: Option<ReceivedState>,
    /// Words in what is told: the title where it is, sender, organisation and reference number. Compared without
    /// regard to case and width of characters, every word anywhere.
    pub text: Option<String>,
    /// Behind which line to go on; `None` from the beginning.
    pub after: Option<ReceivedCursor>,
    /// How many lines at most.
    pub limit: usize,
}

/// A page of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceivedPage {
    /// The lines.
    pub rows: Vec<ReceivedRow>,
    /// Where the next page begins, when there may be one.
    pub next: Option<ReceivedCursor>,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedRow {
    /// As which recipient.
    pub recipient: RecipientId,
    /// The recipient's name, as the sender wrote.
    pub addressee: PersonName,
    /// The number by which recipient and sender speak of the document.
    pub reference: ReferenceNumber,
    /// The sender, by the name of the time when the document was sent.
    pub sender: PersonName,
    /// The sender's organisation, by the name of that time.
    pub organisation: OrganisationName,
    /// In which part of the list it stands.
    pub state: ReceivedState,
    /// The document's status.
    pub status: DocumentStatus,
    /// The recipient's turn.
    pub turn: RecipientState,
    /// Whether the recipient's consent is held, before or after it was given.
    pub is_held: bool,
    /// The title, or why it is not told now.
    pub title: std::result::Result<Title, GateRefusal>,
    /// When the document was last saved.
    pub updated_at: Timestamp,
}

/// A page of what the caller received, whatever the caller's organisation demands of its members: a received document
/// is the person's own.
///
/// # Errors
/// [`Error::NotSignedIn`].
pub async fn received_documents(
    ports: &Ports,
    caller: Option<&Caller>,
    selection: ReceivedSelection,
) -> Result<ReceivedPage> {
    let account = expect_signed_in(caller)?;
    let reader = Reader { ports, account, caller: caller.ok_or(Error::NotSignedIn)? };
    let text = selection.text.as_deref().unwrap_or_default();
    let words: Vec<String> = search::words(text).take(MOST_WORDS).collect();
    let page = u64::try_from(selection.limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut query = ReceivedQuery {
        account: account.id,
        address: account.mailbox_proven_at.map(|_| account.email.clone()),
        state: selection.state,
        after: selection.after,
        limit: if words.is_empty() { page } else { LINES_AT_ONCE },
    };
    let mut rows = Vec::new();
    let mut looked_through = 0;
    loop {
        let lines = ports.views.received(&query).await?;
        let are_last = (lines.len() as u64) < query.limit;
        for line in lines {
            if rows.len() == selection.limit || looked_through == MOST_LINES {
                return Ok(ReceivedPage { rows, next: query.after });
            }
            looked_through += 1;
            query.after = Some(line.cursor());
            if reader.may_match(&line, &words) {
                let row = reader.row(line).await?;
                rows.extend(row.filter(|row| row.has(&words)));
            }
        }
        if are_last {
            return Ok(ReceivedPage { rows, next: None });
        }
    }
}

/// Who reads the list.
struct Reader<'a> {
    ports: &'a Ports,
    caller: &'a Caller,
    account: &'a Account,
}

impl Reader<'_> {
    /// Whether the line may have these words. A closed title is never compared here: where the gate may open, the
    /// document is read whatever its title is, so that not even the time of the answer tells a word of it.
    fn may_match(&self, line: &ReceivedLine, words: &[String]) -> bool {
        let may_open = match self.caller.access_request(line.recipient).requester {
            Requester::SignedIn(identity) => identity.is_strong(),
            Requester::LinkHolder { .. } => true,
            Requester::Anonymous => false,
        };
        if line.is_closed_to_mail && may_open {
            return true;
        }
        let title = (!line.is_closed_to_mail).then_some(&line.title);
        let reference = ReferenceNumber::of(line.document);
        has(words, title, &line.sender, &line.organisation, reference)
    }

    /// The line with what is told of its document now; `None` where it is no more the caller's.
    async fn row(&self, line: ReceivedLine) -> Result<Option<ReceivedRow>> {
        let Some(document) = self.ports.views.document(line.document).await? else {
            return Ok(None);
        };
        let access = self.caller.access_request(line.recipient);
        let now = self.ports.clock.now();
        let received = document.received(line.recipient, self.account, access, now);
        let recipient = document.recipient(line.recipient);
        Ok(received.zip(recipient).map(|(Received { state, title }, recipient)| ReceivedRow {
            recipient: recipient.id,
            addressee: recipient.details.name.clone(),
            reference: ReferenceNumber::of(document.id),
            sender: line.sender,
            organisation: line.organisation,
            state,
            status: document.status,
            turn: recipient.state.clone(),
            is_held: recipient.held.is_some() || recipient.consent_held.is_some(),
            title,
            updated_at: line.updated_at,
        }))
    }
}

impl ReceivedRow {
    fn has(&self, words: &[String]) -> bool {
        let title = self.title.as_ref().ok();
        has(words, title, &self.sender, &self.organisation, self.reference)
    }
}

/// Whether each of the words, which are folded, stands in one of these.
fn has(
    words: &[String],
    title: Option<&Title>,
    sender: &PersonName,
    organisation: &OrganisationName,
    reference: ReferenceNumber,
) -> bool {
    if words.is_empty() {
        return true;
    }
    let title = title.map(Title::as_str).unwrap_or_default();
    let spoken = reference.to_string();
    let digits = spoken.replace('-', "");
    let told = [title, sender.as_str(), organisation.as_str(), &spoken, &digits];
    let told = search::fold(&told.join("\n"));
    words.iter().all(|word| told.contains(word))
}
