//! Step 03: input fields at the places of the text tags in the files.

mod line;

use crate::document::DocumentCommand;
use crate::document::draft::sender_step;
use crate::document::pages::{PageOf, page_text};
use crate::{Error, Ports, Result};
use line::{Line, lines_of};
use wariin_domain::{
    Document, DocumentFile, FileName, InputField, MAX_FIELDS, Problem, TagError, TagPlace,
};

/// What became of the text tags in a document's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagReport {
    /// How many fields were placed.
    pub placed: u32,
    /// How many tags have their fields already.
    pub known: u32,
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

/// Places a field at every text tag in the files of an own draft, beside the fields that there are. A tag whose
/// field is there makes no second one. Whether the reader may see the document, the caller has found out.
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
    let Found { fields, report } = found;
    if document.fields.len() + fields.len() > MAX_FIELDS {
        return Err(Problem::TooManyFields.into());
    }
    if !fields.is_empty() {
        sender_step(ports, on, |document, by, now| {
            let all = document.fields.iter().chain(&fields).cloned().collect();
            document.set_fields(all, by, now)
        })
        .await?;
    }
    Ok(report)
}

#[derive(Default)]
struct Found {
    fields: Vec<InputField>,
    report: TagReport,
}

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
            let made = tag.tag.and_then(|tag| {
                let id = ports.ids.next().into();
                document.field_of_tag(id, &tag, at)
            });
            match made {
                Ok(Some(field)) => {
                    self.report.placed += 1;
                    self.fields.push(field);
                }
                Ok(None) => self.report.known += 1,
                Err(why) => self.report.faults.push(TagFault {
                    file: file.name.clone(),
                    page,
                    text: line.text()[tag.range].to_owned(),
                    why,
                }),
            }
        }
    }
}
