//! Input fields (入力項目) where they are placed: their names, and what is wrong with them.

use crate::i18n::{Locale, OfficeMessages};
use wariin_domain::{
    Assignee, Document, FieldFault, FieldFaultKind, InputField, StampShape, Surface, TagError,
    TextError, TextPattern,
};

/// The name of a kind by its stable name.
pub(crate) fn kind(o: &OfficeMessages, name: &str) -> String {
    match name {
        "text" => o.fields_kind_text(),
        "checkbox" => o.fields_kind_checkbox(),
        "radio" => o.fields_kind_radio(),
        "date" => o.fields_kind_date(),
        "choice" => o.fields_kind_choice(),
        "stamp" => o.fields_kind_stamp(),
        "signature" => o.fields_kind_signature(),
        _ => o.fields_kind_seal_box(),
    }
}

/// The kind with the label: テキスト「住所」.
pub(crate) fn title(o: &OfficeMessages, field: &InputField) -> String {
    let kind = kind(o, field.definition.kind.name());
    match &field.definition.label {
        Some(label) => o.fields_kind_labelled(kind.as_str(), label.as_str()),
        None => kind,
    }
}

/// 送信者（佐藤 一郎）, 宛先1 山田 太郎.
pub(crate) fn assignee(locale: &Locale, document: &Document, assignee: Assignee) -> String {
    let o = locale.office;
    let Assignee::Recipient(id) = assignee else { return o.fields_sender() };
    let place = document.recipients.iter().position(|recipient| recipient.id == id);
    match place.and_then(|place| Some((place + 1, document.recipients.get(place)?))) {
        Some((number, recipient)) => {
            o.fields_recipient(number.to_string().as_str(), recipient.details.name.as_str())
        }
        None => o.fields_recipient_gone(),
    }
}

/// What marks an assignee's fields besides the colour: S, 1, 2.
pub(crate) fn mark(locale: &Locale, document: &Document, assignee: Assignee) -> String {
    match assignee {
        Assignee::Sender => locale.office.fields_sender_mark(),
        Assignee::Recipient(id) => {
            let place = document.recipients.iter().position(|recipient| recipient.id == id);
            place.map_or_else(|| "?".to_owned(), |place| (place + 1).to_string())
        }
    }
}

/// Which of the colours an assignee has: 0 for the sender, 1 to 8 for recipients, 9 for one who is gone.
pub(crate) fn colour(document: &Document, assignee: Assignee) -> usize {
    match assignee {
        Assignee::Sender => 0,
        Assignee::Recipient(id) => {
            let place = document.recipients.iter().position(|recipient| recipient.id == id);
            place.map_or(9, |place| place % 8 + 1)
        }
    }
}

/// What is wrong with a field before sending, and what to do.
pub(crate) fn fault(locale: &Locale, document: &Document, fault: &FieldFault) -> String {
    let o = locale.office;
    match fault.why {
        FieldFaultKind::NoFile => o.fields_fault_no_file(),
        FieldFaultKind::NotDrawable => o.fields_fault_not_drawable(),
        FieldFaultKind::NoPage => o.fields_fault_no_page(),
        FieldFaultKind::OutsidePage => o.fields_fault_outside(),
        FieldFaultKind::TooSmall => o.fields_fault_too_small(),
        FieldFaultKind::Overlaps(other) => match document.field(other) {
            Some(other) => o.fields_fault_overlaps(
                assignee(locale, document, other.assignee).as_str(),
                title(o, other).as_str(),
            ),
            None => o.fields_fault_overlaps_any(),
        },
        FieldFaultKind::NoRecipient => o.fields_fault_no_recipient(),
        FieldFaultKind::Unfilled => o.fields_fault_unfilled(),
    }
}

/// Why a file takes no fields; empty where it does.
pub(crate) fn closed(locale: &Locale, surface: &Surface) -> String {
    match surface {
        Surface::Open(_) => String::new(),
        Surface::Signed => locale.office.fields_closed_signed(),
        Surface::Closed => locale.office.fields_closed_structure(),
        Surface::Unknown => locale.office.fields_closed_unknown(),
    }
}

/// Why a text tag makes no field.
pub(crate) fn tag_error(locale: &Locale, error: TagError) -> String {
    let o = locale.office;
    match error {
        TagError::Kind => o.fields_tag_kind(),
        TagError::Assignee => o.fields_tag_assignee(),
        TagError::NoRecipient(number) => o.fields_tag_no_recipient(number.to_string().as_str()),
        TagError::Label(TextError::TooLong { limit }) => {
            locale.common.error_field_too_long(o.fields_label().as_str(), limit)
        }
        TagError::Label(_) => {
            locale.common.error_field_forbidden_character(o.fields_label().as_str())
        }
        TagError::Options => o.fields_options_wrong(),
        TagError::Part => o.fields_tag_part(),
        TagError::Page => o.fields_fault_not_drawable(),
    }
}

/// How many lines: values and labels.
pub(crate) fn lines(o: &OfficeMessages) -> Vec<(String, String)> {
    vec![("one".to_owned(), o.fields_lines_one()), ("several".to_owned(), o.fields_lines_several())]
}

/// Where a day comes from: values and labels.
pub(crate) fn fillings(o: &OfficeMessages) -> Vec<(String, String)> {
    vec![
        ("chosen".to_owned(), o.fields_filling_chosen()),
        ("consent".to_owned(), o.fields_filling_consent()),
    ]
}

/// The forms of a text: values and labels.
pub(crate) fn patterns(o: &OfficeMessages) -> Vec<(String, String)> {
    let label = |pattern| match pattern {
        TextPattern::Any => o.fields_pattern_any(),
        TextPattern::Number => o.fields_pattern_number(),
        TextPattern::Date => o.fields_pattern_date(),
        TextPattern::PostalCode => o.fields_pattern_postal_code(),
        TextPattern::Phone => o.fields_pattern_phone(),
    };
    TextPattern::ALL.map(|pattern| (pattern.name().to_owned(), label(pattern))).to_vec()
}

/// The shapes of a stamp: values and labels.
pub(crate) fn shapes(o: &OfficeMessages) -> Vec<(String, String)> {
    let label = |shape| match shape {
        StampShape::Round => o.fields_shape_round(),
        StampShape::Square => o.fields_shape_square(),
        StampShape::Organisation => o.fields_shape_organisation(),
    };
    StampShape::ALL.map(|shape| (shape.name().to_owned(), label(shape))).to_vec()
}
