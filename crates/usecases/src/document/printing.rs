//! Input fields as the seal prints them: before a value is kept, and for the pages of the service.

use crate::files::read;
use crate::{Error, Ports, Result};
use wariin_domain::{
    CalendarDate, Document, DocumentError, FieldId, FieldReader, FieldValue, InputField,
    OrganisationId, StampFace, TimeZoneName, Timestamp,
};
use wariin_ports::{FileError, PageImage, PrintFault, PrintedField};

/// Refuses values that cannot be printed in their fields. A field that is not among these, and a value that
/// the field does not take, are refused by the domain.
pub(crate) async fn expect_printable(
    ports: &Ports,
    fields: &[&InputField],
    filling: &[(FieldId, Option<FieldValue>)],
) -> Result<()> {
    let tried = filling.iter().filter_map(|(id, value)| {
        let field = *fields.iter().find(|field| field.id == *id)?;
        let value = value.as_ref().filter(|value| field.definition.check(value).is_ok())?;
        Some((field, value.clone()))
    });
    expect_each_printable(ports, None, tried.collect()).await
}

/// Refuses a document whose seal could not print what stands in its fields, or will.
pub(crate) async fn expect_all_printable(ports: &Ports, document: &Document) -> Result<()> {
    expect_each_printable(ports, Some(document), document.values_to_try()).await
}

async fn expect_each_printable(
    ports: &Ports,
    document: Option<&Document>,
    tried: Vec<(&InputField, FieldValue)>,
) -> Result<()> {
    let mut printed = Vec::new();
    let mut places = Vec::new();
    for (field, value) in tried {
        places.push(field.id);
        printed.push(printed_field(ports, document, field, value).await?);
    }
    if printed.is_empty() {
        return Ok(());
    }
    let faults = ports.printer.check(printed).await.map_err(|_| Error::PrinterAway)?;
    match places.into_iter().zip(faults).find_map(|(id, fault)| Some((id, fault?))) {
        Some((field, fault)) => Err(Error::Print { field, fault }),
        None => Ok(()),
    }
}

/// The value of a field as the reader sees it; `None` while there is none, or none that the reader may see.
///
/// # Errors
/// When storage fails.
pub async fn shown_value(
    ports: &Ports,
    document: &Document,
    field: &InputField,
    reader: FieldReader,
) -> Result<Option<FieldValue>> {
    if !document.shows_value(field, reader) {
        return Ok(None);
    }
    Ok(printed_values(ports, document).await?.of(document, field))
}

/// Every field of the document in its order, with the value that the reader sees.
///
/// # Errors
/// When storage fails.
pub async fn shown_fields<'d>(
    ports: &Ports,
    document: &'d Document,
    reader: FieldReader,
) -> Result<Vec<(&'d InputField, Option<FieldValue>)>> {
    if document.fields.is_empty() {
        return Ok(Vec::new());
    }
    let values = printed_values(ports, document).await?;
    let shown = document.fields.iter().map(|field| {
        let is_seen = document.shows_value(field, reader);
        (field, is_seen.then(|| values.of(document, field)).flatten())
    });
    Ok(shown.collect())
}

/// A field as an image of this width in pixels, with the value that the reader sees. Of a concluded document only a page
/// that was opened before asks for it: the sealed file has the value on its page.
///
/// # Errors
/// [`Error::NotFound`] for a field without a value, and for an image of a stamp that a concluded document lacks, where
/// nothing is recorded; [`Error::Print`]; or [`DocumentError::FileDamaged`], which is recorded, for the image of a stamp
/// that is missing or not what was kept.
pub async fn field_image(
    ports: &Ports,
    document: &Document,
    id: FieldId,
    reader: FieldReader,
    width: u32,
) -> Result<PageImage> {
    let field = document.field(id).ok_or(Error::NotFound)?;
    let value = shown_value(ports, document, field, reader).await?.ok_or(Error::NotFound)?;
    let printed = if document.is_printed() {
        let printed = printed_field(ports, None, field, value).await;
        printed.map_err(|error| match error {
            Error::Document(DocumentError::FileDamaged) => Error::NotFound,
            error => error,
        })?
    } else {
        printed_field(ports, Some(document), field, value).await?
    };
    let image = ports.printer.image(printed, width).await;
    image.map_err(|fault| match fault {
        PrintFault::Unavailable => Error::PrinterAway,
        PrintFault::MissingGlyph(_) | PrintFault::DoesNotFit | PrintFault::Image => {
            Error::Print { field: id, fault }
        }
    })
}

/// Every field of the document that has a value, as it is printed.
///
/// # Errors
/// When storage fails, or [`DocumentError::FileDamaged`], which is recorded, for the image of a stamp that is
/// missing or not what was kept.
pub async fn printed_fields<'d>(
    ports: &Ports,
    document: &'d Document,
) -> Result<Vec<(&'d InputField, PrintedField)>> {
    let values = printed_values(ports, document).await?;
    let mut printed = Vec::new();
    for field in &document.fields {
        if let Some(value) = values.of(document, field) {
            printed.push((field, printed_field(ports, Some(document), field, value).await?));
        }
    }
    Ok(printed)
}

/// What days are called in the time zone of the sender's organisation.
struct Values<'a> {
    ports: &'a Ports,
    zone: TimeZoneName,
}

async fn printed_values<'a>(ports: &'a Ports, document: &Document) -> Result<Values<'a>> {
    Ok(Values { ports, zone: zone_of(ports, document.organisation).await? })
}

async fn zone_of(ports: &Ports, id: OrganisationId) -> Result<TimeZoneName> {
    let organisation = ports.views.organisation(id).await?;
    Ok(organisation.map(|organisation| organisation.settings.time_zone).unwrap_or_default())
}

impl Values<'_> {
    fn of(&self, document: &Document, field: &InputField) -> Option<FieldValue> {
        let day_of =
            |at: Timestamp| -> Option<CalendarDate> { self.ports.calendar.day_of(at, &self.zone) };
        document.printed_value(field, day_of)
    }
}

/// A value with the image that it names: one that stands in this document, or one that is about to.
async fn printed_field(
    ports: &Ports,
    document: Option<&Document>,
    field: &InputField,
    value: FieldValue,
) -> Result<PrintedField> {
    let image = match &value {
        FieldValue::Stamp(StampFace::Image(digest)) => Some(match document {
            Some(document) => read(ports, document, *digest).await?,
            None => ports.files.get(*digest).await.map_err(damaged)?,
        }),
        FieldValue::Text(_)
        | FieldValue::Checked(_)
        | FieldValue::Date(_)
        | FieldValue::Chosen(_)
        | FieldValue::Stamp(StampFace::Drawn(_))
        | FieldValue::Signature(_) => None,
    };
    let definition = &field.definition;
    let (page, area, kind) = (definition.page, definition.area, definition.kind.clone());
    Ok(PrintedField { page, area, kind, value, image })
}

fn damaged(error: FileError) -> Error {
    match error {
        FileError::Missing(_) | FileError::Corrupt(_) => DocumentError::FileDamaged.into(),
        other => other.into(),
    }
}
