//! Taking the organisation's documents out: a table, and the files with the table.

use super::asked;
use crate::error::PageError;
use crate::i18n::labels;
use crate::i18n::{Locale, OfficeMessages};
use crate::pages::listing::ListQuery;
use crate::web::{PageContext, redirect};
use poem::web::Query;
use poem::{Body, Response, handler};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Seek, Write};
use tokio::task::spawn_blocking;
use wariin_domain::{Document, DocumentFile, DocumentId, Timestamp};
use wariin_ports::DocumentRow;
use wariin_usecases::{
    MAX_EXPORTED, export_as_manager, managed_documents_up_to, managed_size, read_file, take_table,
};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// How many lines a table holds.
const MAX_LINES: usize = 10_000;
/// How many bytes of files one export holds.
const MAX_BYTES: u64 = 500_000_000;

/// The table of what the list shows, page after page.
#[handler]
pub(crate) async fn as_table(
    context: PageContext,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let asked = asked(&context, query)?;
    if asked.has_errors() {
        return Ok(redirect(asked.elsewhere("/managed-documents")));
    }
    let selection = asked.selection;
    let rows =
        managed_documents_up_to(context.ports(), context.caller(), selection, MAX_LINES).await?;
    take_table(context.ports(), principal, rows.len() as u64).await?;
    let table = table(context.locale(), &rows, &HashMap::new())
        .map_err(|error| PageError::fault(&error))?;
    Ok(Response::builder()
        .content_type("text/csv; charset=utf-8")
        .header("content-disposition", "attachment; filename=\"managed-documents.csv\"")
        .body(table))
}

/// The files of what the list shows, with the table that says where each is. Every document is recorded
/// as looked at.
#[handler]
pub(crate) async fn as_pack(
    context: PageContext,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    let (ports, caller) = (context.ports(), context.caller());
    let principal = context.expect_principal()?;
    let asked = asked(&context, query)?;
    let mut back = asked.elsewhere("/managed-documents");
    if asked.has_errors() {
        return Ok(redirect(back));
    }
    back += if back.contains('?') { "&notice=too_many" } else { "?notice=too_many" };
    let rows = managed_documents_up_to(ports, caller, asked.selection, MAX_EXPORTED + 1).await?;
    let wanted: Vec<DocumentId> = rows.iter().map(|row| row.id).collect();
    let bytes = managed_size(ports, caller, &wanted).await?;
    if rows.len() > MAX_EXPORTED || bytes > MAX_BYTES {
        return Ok(redirect(back));
    }
    let exported = export_as_manager(ports, principal, &wanted).await?;
    let mut pack = Pack::begin().map_err(|error| PageError::fault(&error))?;
    for (number, one) in (1..).zip(&exported) {
        for file in &one.document.files {
            let (file, bytes) = read_file(ports, &one.document, file.id).await?;
            let name = pack.name(number, &one.document, &file);
            pack = pack.with(name, bytes).await.map_err(|error| PageError::fault(&error))?;
        }
    }
    let table =
        table(context.locale(), &rows, &pack.places).map_err(|error| PageError::fault(&error))?;
    let pack = pack.with("managed-documents.csv".to_owned(), table).await;
    let file = pack.and_then(Pack::finish).map_err(|error| PageError::fault(&error))?;
    Ok(Response::builder()
        .content_type("application/zip")
        .header("content-disposition", "attachment; filename=\"managed-documents.zip\"")
        .body(Body::from_async_read(tokio::fs::File::from_std(file))))
}

/// A ZIP in the making, in a temporary file without a name: it takes no memory, and is gone when it was
/// sent.
struct Pack {
    archive: ZipWriter<File>,
    places: HashMap<DocumentId, Vec<String>>,
}

impl Pack {
    fn begin() -> io::Result<Self> {
        let archive = ZipWriter::new(tempfile::tempfile()?);
        Ok(Self { archive, places: HashMap::new() })
    }

    /// The name of a document's next file.
    fn name(&mut self, number: usize, document: &Document, file: &DocumentFile) -> String {
        let folder = format!("{number:04}_{}", safe(document.details.title.as_str()));
        let place = self.places.entry(document.id).or_default();
        let name = format!("{folder}/{:02}_{}", place.len() + 1, safe(&labels::file_name(file)));
        place.push(name.clone());
        name
    }

    async fn with(mut self, name: String, bytes: Vec<u8>) -> io::Result<Self> {
        let added = spawn_blocking(move || {
            self.archive.start_file(name, SimpleFileOptions::default())?;
            self.archive.write_all(&bytes)?;
            Ok(self)
        });
        added.await.map_err(io::Error::other)?
    }

    fn finish(self) -> io::Result<File> {
        let mut file = self.archive.finish()?;
        file.rewind()?;
        Ok(file)
    }
}

/// A name for a file or folder on any system: no separators, no reserved or reordering characters, no
/// dots at the ends, at most 60 characters.
fn safe(name: &str) -> String {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, "pdf")) => (stem, ".pdf"),
        _ => (name, ""),
    };
    let is_odd = |c: char| {
        c.is_control()
            || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let plain: String = stem.chars().map(|c| if is_odd(c) { '_' } else { c }).take(60).collect();
    let plain = plain.trim_matches([' ', '.']);
    if plain.is_empty() { format!("_{extension}") } else { format!("{plain}{extension}") }
}

/// The table as CSV (RFC 4180) for a spreadsheet: with a byte-order mark, and with cells that would be
/// taken for formulas made plain text.
fn table(
    locale: &Locale,
    rows: &[DocumentRow],
    places: &HashMap<DocumentId, Vec<String>>,
) -> Result<Vec<u8>, csv::Error> {
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer("\u{FEFF}".as_bytes().to_vec());
    let files = (!places.is_empty()).then(|| locale.office.managed_files());
    table.write_record(headings(locale.office).into_iter().chain(files))?;
    for row in rows {
        let files = (!places.is_empty())
            .then(|| places.get(&row.id).map(|names| names.join("\n")).unwrap_or_default());
        table.write_record(cells(locale, row).into_iter().chain(files).map(|cell| plain(&cell)))?;
    }
    table.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn headings(o: &OfficeMessages) -> [String; 12] {
    [
        o.managed_contract_date(),
        o.managed_amount(),
        o.managed_counterparty(),
        o.managed_title(),
        o.managed_control_number(),
        o.managed_status(),
        o.managed_direction(),
        o.managed_sender(),
        o.managed_sent_at(),
        o.managed_ended_at(),
        o.managed_advanced_request(),
        o.managed_document_id(),
    ]
}

fn cells(locale: &Locale, row: &DocumentRow) -> [String; 12] {
    let o = locale.office;
    let date = |at: Option<Timestamp>| at.map(|at| locale.at(at)).unwrap_or_default();
    [
        row.contract_date.map(|date| date.to_string()).unwrap_or_default(),
        row.amount.map(|amount| amount.to_string()).unwrap_or_default(),
        row.counterparty.clone(),
        row.title.clone(),
        row.control_number.clone(),
        labels::status(locale, &row.status),
        if row.is_received { o.managed_received() } else { o.managed_sent() },
        row.sender.clone(),
        date(row.sent_at),
        date(row.ended_at),
        if row.advanced_auth { o.managed_is_requested() } else { o.managed_is_not_requested() },
        row.id.to_string(),
    ]
}

/// A cell that no spreadsheet takes for a formula.
fn plain(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wariin_domain::{Language, TimeZoneName, Uuid};

    // DO-08, O-15
    #[test]
    fn the_table_speaks_the_readers_language() {
        let row = DocumentRow {
            id: Uuid::nil().into(),
            title: "NDA".to_owned(),
            status: "concluded".to_owned(),
            advanced_auth: true,
            updated_at: Timestamp::from_micros(0),
            sent_at: None,
            ended_at: None,
            attention_from: None,
            recipients: Vec::new(),
            sender: "Hanako".to_owned(),
            is_received: false,
            counterparty: "Example".to_owned(),
            contract_date: None,
            amount: None,
            control_number: String::new(),
        };
        let lines = |language| {
            let locale = Locale::new(language, &TimeZoneName::default());
            let bytes = table(&locale, std::slice::from_ref(&row), &HashMap::new()).unwrap();
            let text = String::from_utf8(bytes).unwrap();
            text.lines().map(str::to_owned).collect::<Vec<_>>()
        };
        let ja = lines(Language::Japanese);
        assert!(ja[0].starts_with("\u{FEFF}契約締結日,取引金額,契約相手の名称,タイトル,管理番号"));
        assert!(ja[1].contains(",送信,Hanako,") && ja[1].contains(",設定あり,"), "{}", ja[1]);
        let en = lines(Language::English);
        assert!(en[0].starts_with("\u{FEFF}Contract date,Amount,Counterparty,Title,"), "{}", en[0]);
        assert!(en[1].contains(",Sent,Hanako,") && en[1].contains(",Set,"), "{}", en[1]);
    }

    // DO-08
    #[test]
    fn cells_that_look_like_formulas_are_text() {
        for formula in ["=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "\t=1", "＝1"] {
            assert!(plain(formula).starts_with('\''), "{formula}");
        }
        assert_eq!(plain("契約書 = 1"), "契約書 = 1");
    }

    // DO-08
    #[test]
    fn names_are_safe_on_every_system() {
        for (name, expected) in [
            ("../../etc/passwd", "_.._etc_passwd"),
            ("a\\b:c*d?e\"f<g>h|i.pdf", "a_b_c_d_e_f_g_h_i.pdf"),
            ("契約\u{202E}fdp.exe", "契約_fdp.exe"),
            ("...", "_"),
            (". .pdf", "_.pdf"),
            ("", "_"),
        ] {
            assert_eq!(safe(name), expected, "{name}");
        }
        assert!(safe(&"あ".repeat(500)).chars().count() <= 60);
    }
}
