//! Filling input fields (入力項目) on the pages, and showing what was filled in.

mod control;
mod overlay;
mod save;
mod typed;

use crate::error::PageError;
use crate::i18n::{CommonMessages, Locale, labels};
use crate::web::PageContext;
use poem::Response;
use serde::Deserialize;
use std::collections::BTreeMap;
use wariin_domain::{
    Assignee, Document, FieldId, FieldKind, FieldReader, FieldValue, FileDigest, InputField, Uuid,
};
use wariin_usecases::field_image;

pub(crate) use control::Control;
pub(crate) use overlay::{Overlay, Reading, Shown};
pub(crate) use save::{Saved, is_scripts};
pub(crate) use typed::Typed;

/// The form of one person's input fields.
pub(crate) struct FillForm {
    /// Where it is sent.
    pub(crate) action: String,
    /// The fields in the order of the pages.
    pub(crate) items: Vec<FillItem>,
    /// How many required fields are not filled.
    pub(crate) missing: u32,
    /// What is said above the form, where it was refused as a whole.
    pub(crate) refusal: String,
}

/// An input field in the form.
pub(crate) struct FillItem {
    pub(crate) id: FieldId,
    pub(crate) label: String,
    /// The label with what stands in the field.
    pub(crate) said: String,
    pub(crate) control: Control,
    pub(crate) is_required: bool,
    pub(crate) is_missing: bool,
    /// What is wrong with what was typed.
    pub(crate) error: String,
    /// Where the image of the saved value is; empty while there is none.
    pub(crate) image: String,
    /// The height of the field, of 100 of its width.
    pub(crate) ratio: u32,
}

/// What was typed and why it was not saved.
#[derive(Default)]
pub(crate) struct Refused {
    pub(crate) typed: Typed,
    pub(crate) errors: BTreeMap<FieldId, String>,
    pub(crate) message: String,
}

/// Whose fields are filled, and where.
pub(crate) struct Filler<'a> {
    pub(crate) assignee: Assignee,
    /// The address under which the fields are: `/r/…` or `/documents/…`.
    pub(crate) at: &'a str,
    /// The person's name and organisation, with which stamps begin.
    pub(crate) name: &'a str,
    pub(crate) organisation: &'a str,
    /// The image of the organisation's stamp, where the person's account has one.
    pub(crate) stamp: Option<FileDigest>,
}

impl FillForm {
    /// The form with the values as they are saved; `refused` stands in their places. `None` without fields.
    pub(crate) fn of(
        locale: &Locale,
        document: &Document,
        filler: &Filler<'_>,
        refused: &Refused,
    ) -> Option<Self> {
        let own = document.fields_of(filler.assignee).filter(|field| is_filled_by_hand(field));
        let item = |field| FillItem::of(locale, field, filler, refused);
        let items: Vec<FillItem> = own.map(item).collect();
        let missing = document.missing_fields(filler.assignee).count();
        (!items.is_empty()).then(|| Self {
            action: format!("{}/fields", filler.at),
            items,
            missing: u32::try_from(missing).unwrap_or(u32::MAX),
            refusal: refused.message.clone(),
        })
    }

    /// The first field that has to be filled still.
    pub(crate) fn first_missing(&self) -> Option<FieldId> {
        self.items.iter().find(|item| item.is_missing).map(|item| item.id)
    }

    /// What the button says that leads to the first of these.
    pub(crate) fn go_on_text(&self, t: &CommonMessages) -> String {
        if self.items.iter().any(FillItem::is_filled) {
            t.fill_go_on(self.missing)
        } else {
            t.fill_begin(self.missing)
        }
    }

    /// Whether anything that was typed is refused.
    pub(crate) fn has_errors(&self) -> bool {
        self.items.iter().any(FillItem::has_error)
    }
}

impl FillItem {
    fn of(locale: &Locale, field: &InputField, filler: &Filler<'_>, refused: &Refused) -> Self {
        let definition = &field.definition;
        let area = definition.area;
        let per_cent = area.height.as_hundredths() * 100 / area.width.as_hundredths().max(1);
        let has_image = field.value_or_initial().is_some();
        Self {
            id: field.id,
            label: labels::field_label(locale, field),
            said: with_value(locale, field, field.value_or_initial().as_ref()),
            control: Control::of(field, filler, &refused.typed),
            is_required: definition.is_required,
            is_missing: field.is_missing(),
            error: refused.errors.get(&field.id).cloned().unwrap_or_default(),
            image: if has_image { image_of(filler.at, field) } else { String::new() },
            ratio: per_cent.clamp(5, 400),
        }
    }

    pub(crate) fn has_error(&self) -> bool {
        !self.error.is_empty()
    }

    /// Whether a value is saved.
    pub(crate) fn is_filled(&self) -> bool {
        !self.is_missing && !self.image.is_empty()
    }
}

/// Whether the field is filled by its assignee, not by itself.
fn is_filled_by_hand(field: &InputField) -> bool {
    match field.definition.kind {
        FieldKind::Date { filling: wariin_domain::DateFilling::DayOfConsent, .. }
        | FieldKind::SealBox => false,
        FieldKind::Date { filling: wariin_domain::DateFilling::Chosen, .. }
        | FieldKind::Text(_)
        | FieldKind::Checkbox { .. }
        | FieldKind::Radio(_)
        | FieldKind::Choice { .. }
        | FieldKind::Stamp(_)
        | FieldKind::Signature => true,
    }
}

/// In which widths fields are drawn, in pixels.
const WIDTHS: [u32; 5] = [160, 320, 640, 1080, 1600];

/// Where the image of the field is, in the least width that is sharp on a page that was zoomed into.
fn image_of(at: &str, field: &InputField) -> String {
    // A page of A4 is 21,000 hundredths of a millimetre wide, and 1,600 pixels in the largest image.
    let wanted = field.definition.area.width.as_hundredths() * 1600 / 21_000;
    let width = WIDTHS.into_iter().find(|width| *width >= wanted).unwrap_or(1600);
    format!("{at}/fields/{}?w={width}", field.id)
}

/// The path of a field: the document or the recipient, the field.
pub(crate) type FieldPath = (Uuid, Uuid);

/// In which width a field is asked for.
#[derive(Deserialize)]
pub(crate) struct FieldWidth {
    w: u32,
}

/// The answer to a request for a field's image.
///
/// # Errors
/// For a width in which no field is drawn, or a field without a value that the reader sees.
pub(crate) async fn field_response(
    context: &PageContext,
    document: &Document,
    field: Uuid,
    reader: FieldReader,
    width: &FieldWidth,
) -> Result<Response, PageError> {
    if !WIDTHS.contains(&width.w) {
        return Err(PageError::not_found());
    }
    let image = field_image(context.ports(), document, field.into(), reader, width.w).await?;
    Ok(Response::builder()
        .content_type(image.format.media_type())
        .header("content-disposition", "inline")
        .body(image.bytes))
}

/// A field's label with what stands in it, for readers who do not see its image.
fn with_value(locale: &Locale, field: &InputField, value: Option<&FieldValue>) -> String {
    let t = locale.common;
    let label = labels::field_label(locale, field);
    match value {
        Some(value) if !field.is_missing() => {
            t.fill_own(label.as_str(), labels::field_value(locale, field, value))
        }
        Some(_) | None if field.is_missing() => t.fill_own(label.as_str(), t.fill_state_missing()),
        // Another one of the group is chosen.
        None if field.value.is_some() => t.fill_own(label.as_str(), t.fill_unchecked()),
        Some(_) | None => t.fill_own(label.as_str(), t.optional()),
    }
}
