//! The rows that the checker looks at, read by SQL.

use crate::run::Outcome;
use crate::world::database::{Database, number, text};
use serde_json::Value;
use std::collections::BTreeMap;

/// Documents with all that belongs to them, by their ids.
pub(super) struct Rows {
    pub(super) documents: BTreeMap<String, DocumentRow>,
}

#[derive(Default)]
pub(super) struct DocumentRow {
    pub(super) status: String,
    pub(super) recipients: Vec<RecipientRow>,
    /// In the document's order.
    pub(super) files: Vec<FileRow>,
    /// In the chain's order.
    pub(super) events: Vec<EventRow>,
}

pub(super) struct RecipientRow {
    pub(super) id: String,
    pub(super) state: String,
    pub(super) is_gated: bool,
    pub(super) assurance: Value,
    pub(super) consented_content: String,
}

pub(super) struct FileRow {
    pub(super) id: String,
    pub(super) digest: String,
    pub(super) sealed_digest: String,
}

pub(super) struct EventRow {
    pub(super) kind: String,
    pub(super) data: Value,
}

impl EventRow {
    /// The recipient that the event is about, without hyphens.
    pub(super) fn recipient(&self) -> String {
        self.data["recipient"].as_str().unwrap_or_default().replace('-', "")
    }
}

impl Rows {
    pub(super) fn read(database: &Database) -> Outcome<Self> {
        let (id, document) = (database.id("id"), database.id("document_id"));
        let mut documents = BTreeMap::<String, DocumentRow>::new();
        let query = format!("SELECT {id}, status FROM document");
        for row in database.rows(&query)? {
            let of = documents.entry(text(&row, "id").to_owned()).or_default();
            of.status = text(&row, "status").to_owned();
        }
        let content = database.hex("consented_content");
        let query = format!(
            "SELECT {id}, {document}, state, is_gated, assurance, {content} \
             FROM recipient ORDER BY document_id, position"
        );
        for row in database.rows(&query)? {
            let of = documents.entry(text(&row, "document_id").to_owned()).or_default();
            of.recipients.push(RecipientRow {
                id: text(&row, "id").to_owned(),
                state: text(&row, "state").to_owned(),
                is_gated: row["is_gated"] == true || number(&row, "is_gated") == Some(1),
                assurance: serde_json::from_str(text(&row, "assurance")).unwrap_or_default(),
                consented_content: text(&row, "consented_content").to_owned(),
            });
        }
        let (digest, sealed) = (database.hex("digest"), database.hex("sealed_digest"));
        let query = format!(
            "SELECT {id}, {document}, {digest}, {sealed} \
             FROM document_file ORDER BY document_id, position"
        );
        for row in database.rows(&query)? {
            let of = documents.entry(text(&row, "document_id").to_owned()).or_default();
            let column = |name| text(&row, name).to_owned();
            let (id, digest, sealed_digest) =
                (column("id"), column("digest"), column("sealed_digest"));
            of.files.push(FileRow { id, digest, sealed_digest });
        }
        let subject = database.id("subject_id");
        let query = format!(
            "SELECT {subject}, kind, data FROM audit_event \
             WHERE subject = 'document' ORDER BY subject_id, sequence"
        );
        for row in database.rows(&query)? {
            let of = documents.entry(text(&row, "subject_id").to_owned()).or_default();
            let data = serde_json::from_str(text(&row, "data")).unwrap_or_default();
            of.events.push(EventRow { kind: text(&row, "kind").to_owned(), data });
        }
        Ok(Self { documents })
    }
}
