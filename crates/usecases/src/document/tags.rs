//! Step 03: input fields at the places of the text tags in the files.

mod line;

use crate::document::DocumentCommand;
use crate::document::draft::sender_step;
use crate::document::pages::{PageOf, page_text};
use crate::files::read;
use crate::{Error, Ports, Result};
use line::{Line, lines_of};
use wariin_domain::{
    Document, DocumentFile, Events, FileId, FileName, FileWithoutTags, InputField, Length,
    MAX_FIELDS, Problem, TagError, TagPlace,
};
use wariin_ports::RemovableText;

/// What became of the text tags in a document's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagReport {
    /// How many fields were placed.
    pub placed: u32,
    /// How many tags have their fields already.
    pub known: u32,
    /// How many tags were taken out of the pages.
    pub removed: u32,
    /// Tags whose text could not be taken out of the page without touching anything else, by file and page.
    pub left: Vec<(FileName, u32, String)>,
    /// Tags that make no field.
    pub faults: Vec<TagFault>,
    /// Pages whose text cannot be read.
    pub unread: Vec<(FileName, u32)>,
}

/// A tag that makes no field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagFault {
    /// The file.
    pub file: FileName,
    /// The page; counts from 1.
    pub page: u32,
    /// The tag as it stands there.
    pub text: String,
    /// Why.
    pub why: TagError,
}

/// Places a field at every text tag in the files of an own draft, beside the fields that there are, and takes the
/// text of these tags out of the pages. A tag whose field is there makes no second one. Whether the reader may see the
/// document, the caller has found out.
///
/// # Errors
/// As [`crate::set_fields`], or when a file cannot be read.
pub async fn fields_from_tags(
    ports: &Ports,
    on: DocumentCommand,
    document: &Document,
) -> Result<TagReport> {
    let mut found = Found::default();
    for file in document.files.iter().filter(|file| file.surface.is_open()) {
        for page in 1..=file.pages {
            match page_text(ports, document, PageOf { file: file.id, number: page }).await {
                Ok(text) => {
                    for line in lines_of(&text) {
                        found.take(ports, document, (file, page), &line);
                    }
                }
                Err(Error::Page(_)) => found.report.unread.push((file.name.clone(), page)),
                Err(error) => return Err(error),
            }
        }
    }
    let Found { mut fields, texts, mut report, seen: _ } = found;
    if document.fields.len() + fields.len() > MAX_FIELDS {
        return Err(Problem::TooManyFields.into());
    }
    let without = without_tags(ports, document, &texts, &mut report).await?;
    for field in &mut fields {
        if let Some((_, new)) = without.iter().find(|(file, _)| *file == field.file) {
            field.file = new.id;
        }
    }
    if !fields.is_empty() || !without.is_empty() {
        sender_step(ports, on, |document, by, now| {
            let mut events = Events::none();
            for (file, without) in &without {
                events = events.and(document.take_out_tags(*file, without.clone(), by, now)?);
            }
            if fields.is_empty() {
                return Ok(events);
            }
            let all = document.fields.iter().chain(&fields).cloned().collect();
            Ok(events.and(document.set_fields(all, by, now)?))
        })
        .await?;
    }
    Ok(report)
}

/// Takes the texts of tags out of their files; returns the files that are used instead.
async fn without_tags(
    ports: &Ports,
    document: &Document,
    texts: &[(FileId, RemovableText)],
    report: &mut TagReport,
) -> Result<Vec<(FileId, FileWithoutTags)>> {
    let mut all = Vec::new();
    for file in &document.files {
        let own = texts.iter().filter(|(id, _)| *id == file.id).map(|(_, text)| text);
        let own: Vec<RemovableText> = own.cloned().collect();
        if own.is_empty() {
            continue;
        }
        let pdf = read(ports, document, file.digest).await?;
        let (pdf, is_gone) = match ports.remover.remove(pdf, own.clone()).await {
            Ok(removal) => (removal.pdf, removal.is_gone),
            Err(error) => {
                tracing::warn!(document = %document.id, %error, "text tags stay on their pages");
                (None, vec![false; own.len()])
            }
        };
        let mut tags = Vec::new();
        for (RemovableText { page, text, .. }, is_gone) in own.into_iter().zip(is_gone) {
            if is_gone && pdf.is_some() {
                tags.push(text);
            } else {
                report.left.push((file.name.clone(), page, text));
            }
        }
        if let Some(pdf) = pdf {
            report.removed += u32::try_from(tags.len()).unwrap_or(u32::MAX);
            let bytes = pdf.len() as u64;
            let digest = ports.files.put(pdf).await?;
            let id = ports.ids.next().into();
            all.push((file.id, FileWithoutTags { id, digest, bytes, tags }));
        }
    }
    Ok(all)
}

#[derive(Default)]
struct Found {
    fields: Vec<InputField>,
    /// The texts of the tags that have a field, by file.
    texts: Vec<(FileId, RemovableText)>,
    /// Where tags stand that have their field or a fault already, with their texts.
    seen: Vec<(TagPlace, String)>,
    report: TagReport,
}

/// How far a tag may lie from the same one that is drawn again over it to look bold.
const OVERPRINT: Length = Length::mm(1);

impl Found {
    fn take(
        &mut self,
        ports: &Ports,
        document: &Document,
        (file, page): (&DocumentFile, u32),
        line: &Line,
    ) {
        let Some(size) = file.surface.page(page) else { return };
        for tag in line.tags() {
            let at = TagPlace { file: file.id, page, area: line.area_of(&tag.range, size) };
            let text = line.text()[tag.range.clone()].to_owned();
            let is_again = self.is_seen(at, &text);
            let made = tag.tag.and_then(|tag| {
                let id = ports.ids.next().into();
                document.field_of_tag(id, &tag, at)
            });
            if made.is_ok() {
                let removable =
                    RemovableText { page, parts: line.parts_of(&tag.range), text: text.clone() };
                self.texts.push((file.id, removable));
            }
            if is_again {
                continue;
            }
            self.seen.push((at, text.clone()));
            match made {
                Ok(Some(field)) => {
                    self.report.placed += 1;
                    self.fields.push(field);
                }
                Ok(None) => self.report.known += 1,
                Err(why) => {
                    self.report.faults.push(TagFault { file: file.name.clone(), page, text, why });
                }
            }
        }
    }

    /// Whether the same tag stands there already.
    fn is_seen(&self, at: TagPlace, text: &str) -> bool {
        let is_near = |one: Length, other: Length| {
            one.as_hundredths().abs_diff(other.as_hundredths()) <= OVERPRINT.as_hundredths()
        };
        self.seen.iter().any(|(place, seen)| {
            let is_there = (place.file, place.page) == (at.file, at.page) && seen == text;
            is_there
                && is_near(place.area.left, at.area.left)
                && is_near(place.area.top, at.area.top)
        })
    }
}
