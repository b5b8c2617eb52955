//! Help, and the mailbox of a service without a mail server.

use crate::error::PageError;
use crate::i18n::Locale;
use crate::web::{PageContext, PageLayout, page};
use askama::Template;
use mail_parser::MessageParser;
use poem::http::StatusCode;
use poem::web::Path;
use poem::{Response, handler};
use std::path::Path as FilePath;
use tokio::task::spawn_blocking;
use wariin_domain::{Timestamp, Uuid};

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    layout: PageLayout,
}

#[derive(Template)]
#[template(path = "mailbox.html")]
struct MailboxPage {
    layout: PageLayout,
    mails: Vec<Mail>,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct MailPage {
    layout: PageLayout,
    mail: Mail,
}

/// A mail as the page shows it.
struct Mail {
    id: Uuid,
    to: String,
    subject: String,
    at: String,
    lines: Vec<Line>,
}

/// A line of a mail; one that is an address of ours is a link.
struct Line {
    text: String,
    is_link: bool,
}

/// Help for recipients and senders.
#[handler]
pub(crate) fn help(context: PageContext) -> Result<Response, PageError> {
    page(StatusCode::OK, &HelpPage { layout: PageLayout::of(&context) })
}

/// The mails that were sent, newest first.
#[handler]
pub(crate) async fn mailbox(context: PageContext) -> Result<Response, PageError> {
    let folder = folder(&context)?;
    let origin = context.app.settings.origin();
    let locale = context.locale().clone();
    let read = spawn_blocking(move || read_all(&folder, &origin, &locale)).await;
    let mails = read.map_err(|e| PageError::fault(&e))?.map_err(|e| PageError::fault(&e))?;
    page(StatusCode::OK, &MailboxPage { layout: PageLayout::of(&context), mails })
}

/// One mail.
#[handler]
pub(crate) async fn show_mail(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let folder = folder(&context)?;
    let origin = context.app.settings.origin();
    let locale = context.locale().clone();
    let read = spawn_blocking(move || read_one(&folder, id, &origin, &locale)).await;
    let mail = read.map_err(|e| PageError::fault(&e))?.ok_or_else(PageError::not_found)?;
    page(StatusCode::OK, &MailPage { layout: PageLayout::of(&context), mail })
}

fn folder(context: &PageContext) -> Result<std::path::PathBuf, PageError> {
    let settings = &context.app.settings;
    settings
        .has_dev_mailbox()
        .then(|| settings.data_dir.join("mail"))
        .ok_or_else(PageError::not_found)
}

fn read_all(folder: &FilePath, origin: &str, locale: &Locale) -> std::io::Result<Vec<Mail>> {
    let mut ids: Vec<Uuid> = std::fs::read_dir(folder)?
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let is_mail = path.extension().is_some_and(|e| e == "eml");
            is_mail.then(|| Uuid::parse_str(path.file_stem()?.to_str()?).ok())?
        })
        .collect();
    ids.sort_unstable_by(|a, b| b.cmp(a));
    ids.truncate(200);
    Ok(ids.into_iter().filter_map(|id| read_one(folder, id, origin, locale)).collect())
}

fn read_one(folder: &FilePath, id: Uuid, origin: &str, locale: &Locale) -> Option<Mail> {
    let raw = std::fs::read(folder.join(format!("{id}.eml"))).ok()?;
    let message = MessageParser::default().parse(&raw)?;
    let to = message.to().and_then(|to| to.first()?.address()).unwrap_or_default();
    let body = message.body_text(0).unwrap_or_default();
    let lines = body.lines().map(|line| Line {
        is_link: line.starts_with(&format!("{origin}/")),
        text: line.to_owned(),
    });
    let sent = message.date().map(mail_parser::DateTime::to_timestamp).unwrap_or_default();
    Some(Mail {
        id,
        to: to.to_owned(),
        subject: message.subject().unwrap_or_default().to_owned(),
        at: locale.at(Timestamp::from_micros(sent.saturating_mul(1_000_000))),
        lines: lines.collect(),
    })
}
