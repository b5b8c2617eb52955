//! Input fields over the pages: what stands in them, or who fills them.

use super::{image_of, is_filled_by_hand, with_value};
use crate::error::PageError;
use crate::i18n::{Locale, labels};
use crate::web::PageContext;
use wariin_domain::{
    Assignee, DateFilling, Document, FieldId, FieldKind, FieldReader, FileId, InputField, Length,
    PageDimensions,
};
use wariin_usecases::shown_fields;

/// An input field over a page.
pub(crate) struct Overlay {
    pub(crate) id: FieldId,
    pub(crate) file: FileId,
    pub(crate) page: u32,
    size: PageDimensions,
    left: Length,
    top: Length,
    width: Length,
    height: Length,
    pub(crate) shown: Shown,
}

/// What a field over a page shows.
pub(crate) enum Shown {
    /// The reader fills it.
    Own { label: String, image: String, said: String, is_missing: bool, is_checkbox: bool },
    /// What stands in it.
    Value { image: String, said: String },
    /// Who or what fills it.
    Awaited { said: String },
}

/// The reader of the fields, and what is shown around them.
pub(crate) struct Reading<'a> {
    pub(crate) reader: FieldReader,
    /// The address under which the fields are: `/r/…` or `/documents/…`.
    pub(crate) at: &'a str,
    /// Who fills own fields here.
    pub(crate) filler: Option<Assignee>,
    /// Whether the reader may know the recipients by name.
    pub(crate) names: bool,
}

/// How wide a page is in the overlay's own units.
const WIDE: f64 = 1080.0;

impl Overlay {
    /// The fields of a document over its pages, without those that the concluded files show by themselves.
    ///
    /// # Errors
    /// When storage fails.
    pub(crate) async fn of(
        context: &PageContext,
        document: &Document,
        reading: &Reading<'_>,
    ) -> Result<Vec<Self>, PageError> {
        let locale = context.locale();
        let mut overlays = Vec::new();
        for (field, value) in shown_fields(context.ports(), document, reading.reader).await? {
            let file = document.files.iter().find(|file| file.id == field.file);
            let Some(file) = file.filter(|file| file.sealed.is_none()) else { continue };
            let Some(size) = file.surface.page(field.definition.page) else { continue };
            let image = value.is_some().then(|| image_of(reading.at, field));
            let shown = if reading.filler == Some(field.assignee) && is_filled_by_hand(field) {
                Shown::Own {
                    label: labels::field_name(locale, field),
                    image: image.unwrap_or_default(),
                    said: with_value(locale, field, value.as_ref()),
                    is_missing: field.is_missing(),
                    is_checkbox: matches!(
                        field.definition.kind,
                        FieldKind::Checkbox { .. } | FieldKind::Radio(_)
                    ),
                }
            } else if let Some((image, value)) = image.zip(value.as_ref()) {
                Shown::Value { image, said: labels::field_value(locale, field, value) }
            } else {
                Shown::Awaited { said: awaited(locale, document, field, reading.names) }
            };
            overlays.push(Self::new(field, size, shown));
        }
        Ok(overlays)
    }

    fn new(field: &InputField, size: PageDimensions, shown: Shown) -> Self {
        let (definition, area) = (&field.definition, field.definition.area);
        Self {
            id: field.id,
            file: field.file,
            page: definition.page,
            size,
            left: area.left,
            top: area.top,
            width: area.width,
            height: area.height,
            shown,
        }
    }

    fn unit(&self, length: Length) -> f64 {
        let wide = f64::from(self.size.width.as_hundredths().max(1));
        f64::from(length.as_hundredths()) * WIDE / wide
    }

    pub(crate) fn x(&self) -> String {
        short(self.unit(self.left))
    }

    pub(crate) fn y(&self) -> String {
        short(self.unit(self.top))
    }

    pub(crate) fn width(&self) -> String {
        short(self.unit(self.width))
    }

    pub(crate) fn height(&self) -> String {
        short(self.unit(self.height))
    }

    /// The size of the letters in which the field is named while it is empty.
    pub(crate) fn letters(&self) -> String {
        short((self.unit(self.height) * 0.6).clamp(6.0, 20.0))
    }

    /// Where the name's letters stand.
    pub(crate) fn line(&self) -> String {
        short(self.unit(self.height) / 2.0 + (self.unit(self.height) * 0.6).clamp(6.0, 20.0) * 0.36)
    }

    /// The size of the page in the same units.
    pub(crate) fn page_height(&self) -> String {
        short(self.unit(self.size.height))
    }

    /// Whether the reader fills it.
    pub(crate) fn is_own(&self) -> bool {
        matches!(self.shown, Shown::Own { .. })
    }
}

fn short(length: f64) -> String {
    format!("{length:.1}")
}

/// Who or what fills a field.
fn awaited(locale: &Locale, document: &Document, field: &InputField, names: bool) -> String {
    let t = locale.common;
    match (&field.definition.kind, field.assignee) {
        (FieldKind::SealBox, _) => t.fill_seal_box(),
        (FieldKind::Date { filling: DateFilling::DayOfConsent, .. }, Assignee::Sender) => {
            t.fill_day_of_sending()
        }
        (FieldKind::Date { filling: DateFilling::DayOfConsent, .. }, Assignee::Recipient(_)) => {
            t.fill_day_of_consent()
        }
        (_, Assignee::Recipient(id)) => match document.recipient(id) {
            Some(recipient) if names => t.fill_by(recipient.details.name.as_str()),
            Some(_) | None => t.fill_by_others(),
        },
        (_, Assignee::Sender) => t.fill_by_others(),
    }
}
