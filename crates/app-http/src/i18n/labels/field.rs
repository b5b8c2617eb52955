//! The messages beside a field, and about the parts of a document.

use crate::i18n::Locale;
use crate::web::FormField;
use wariin_domain::{
    FieldKind, FieldValue, InputField, Problem, Signature, StampFace, TextError, TextPattern,
    ValueError,
};
use wariin_ports::PrintFault;

/// What is wrong with a field.
pub(crate) fn text_error(locale: &Locale, field: &FormField, error: TextError) -> String {
    let (t, label) = (locale.common, field.label.as_ref());
    match error {
        TextError::Empty => t.error_field_empty(label),
        TextError::TooLong { limit } => t.error_field_too_long(label, limit),
        TextError::TooShort { least } => t.error_field_too_short(label, least),
        TextError::ForbiddenCharacter => t.error_field_forbidden_character(label),
        TextError::Malformed => match field.name {
            "email" => t.error_field_email(),
            "password" => t.error_field_password(),
            "link_life" => t.error_field_link_life(),
            "step_up_age" => t.error_field_step_up_age(),
            "amount" | "min" | "max" => t.error_field_amount(),
            "from" | "to" => t.error_field_date(label),
            _ => t.error_field_malformed(label),
        },
    }
}

/// What is wrong with what was filled into an input field (入力項目) with this label.
pub(crate) fn value_error(locale: &Locale, label: &str, error: ValueError) -> String {
    let t = locale.common;
    match error {
        ValueError::OtherKind => t.error_value_other_kind(),
        ValueError::Text(TextError::Empty) => t.error_field_empty(label),
        ValueError::Text(TextError::TooLong { limit }) => t.error_field_too_long(label, limit),
        ValueError::Text(TextError::TooShort { least }) => t.error_field_too_short(label, least),
        ValueError::Text(TextError::ForbiddenCharacter) => t.error_field_forbidden_character(label),
        ValueError::Text(TextError::Malformed) | ValueError::Pattern(TextPattern::Any) => {
            t.error_field_malformed(label)
        }
        ValueError::Pattern(TextPattern::Number) => t.error_value_number(),
        ValueError::Pattern(TextPattern::Date) => t.error_value_date(),
        ValueError::Pattern(TextPattern::PostalCode) => t.error_value_postal_code(),
        ValueError::Pattern(TextPattern::Phone) => t.error_value_phone(),
        ValueError::NoSuchOption => t.error_value_no_such_option(),
        ValueError::Strokes => t.error_value_strokes(),
        ValueError::OtherStamp => t.error_value_other_stamp(),
    }
}

/// What an input field asks for: in the sender's words, or by its kind and page.
pub(crate) fn field_label(locale: &Locale, field: &InputField) -> String {
    let name = field_name(locale, field);
    match field.definition.label {
        Some(_) => name,
        None => locale.common.fill_kind_on_page(name, field.definition.page),
    }
}

/// What an input field asks for: in the sender's words, or by its kind.
pub(crate) fn field_name(locale: &Locale, field: &InputField) -> String {
    let t = locale.common;
    if let Some(label) = &field.definition.label {
        return label.to_string();
    }
    match field.definition.kind {
        FieldKind::Text(_) => t.fill_kind_text(),
        FieldKind::Checkbox { .. } => t.fill_kind_checkbox(),
        FieldKind::Radio(_) => t.fill_kind_radio(),
        FieldKind::Date { .. } => t.fill_kind_date(),
        FieldKind::Choice { .. } => t.fill_kind_choice(),
        FieldKind::Stamp(_) => t.fill_kind_stamp(),
        FieldKind::Signature => t.fill_kind_signature(),
        FieldKind::SealBox => t.fill_seal_box(),
    }
}

/// What stands in an input field, in words.
pub(crate) fn field_value(locale: &Locale, field: &InputField, value: &FieldValue) -> String {
    let t = locale.common;
    match value {
        FieldValue::Text(text) => text.to_string(),
        FieldValue::Checked(true) => t.fill_checked(),
        FieldValue::Checked(false) => t.fill_unchecked(),
        FieldValue::Date(day) => locale.day(*day),
        FieldValue::Chosen(option) => match &field.definition.kind {
            FieldKind::Choice { options, .. } => {
                let option = options.as_slice().get(usize::from(*option));
                option.map(ToString::to_string).unwrap_or_default()
            }
            FieldKind::Text(_)
            | FieldKind::Checkbox { .. }
            | FieldKind::Radio(_)
            | FieldKind::Date { .. }
            | FieldKind::Stamp(_)
            | FieldKind::Signature
            | FieldKind::SealBox => String::new(),
        },
        FieldValue::Stamp(StampFace::Drawn(text)) => t.fill_stamp_of(text.as_str()),
        FieldValue::Stamp(StampFace::Image(_)) => t.fill_stamp_image(),
        FieldValue::Signature(Signature::Typed(name)) => t.fill_signature_of(name.as_str()),
        FieldValue::Signature(Signature::Drawn(_)) => t.fill_signature_drawn(),
    }
}

/// Why what was filled into an input field cannot be printed.
pub(crate) fn print_fault(locale: &Locale, fault: PrintFault) -> String {
    let t = locale.common;
    match fault {
        PrintFault::MissingGlyph(character) => {
            t.error_value_missing_glyph(character.to_string().as_str())
        }
        PrintFault::DoesNotFit => t.error_value_does_not_fit(),
        PrintFault::Image => t.error_value_image(),
        PrintFault::Unavailable => t.error_printer_away(),
    }
}

/// What is missing or too much.
pub(crate) fn problem(locale: &Locale, problem: Problem) -> String {
    let t = locale.common;
    match problem {
        Problem::NoIdpForAddress => t.error_no_idp_for_address(),
        Problem::ForwardToOneself => t.error_forward_to_oneself(),
        Problem::NoFile => t.error_no_file(),
        Problem::NoRecipient => t.error_no_recipient(),
        Problem::NoAccessCode(_) => t.error_no_access_code(),
        Problem::TooManyFiles => t.error_too_many_files(),
        Problem::TooLarge => t.error_files_too_large(),
        Problem::TooManyRecipients => t.error_too_many_recipients(),
        Problem::LinkJustMailed => t.error_link_just_mailed(),
        Problem::MailLimit => t.error_mail_limit(),
        Problem::PassedGate => t.error_passed_gate(),
        Problem::TooManyFields => t.error_too_many_fields(),
        Problem::FieldTwice => t.error_field_twice(),
        Problem::NoSuchField => t.error_no_such_field(),
        Problem::NoSuchFile => t.error_no_such_file(),
        Problem::NoSuchRecipient => t.error_no_such_recipient(),
        Problem::SealedOtherFiles => t.error_sealed_other_files(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::FieldKind;
    use wariin_domain::{Language, TimeZoneName};

    fn said(
        language: Language,
        name: &'static str,
        label: &'static str,
        error: TextError,
    ) -> String {
        let locale = Locale::new(language, &TimeZoneName::default());
        text_error(&locale, &FormField::new(name, label, FieldKind::Text), error)
    }

    #[test]
    fn a_field_that_needs_a_sentence_of_its_own_has_it_in_every_language() {
        for language in Language::ALL {
            let plain = said(language, "title", "Label", TextError::Malformed);
            for name in ["email", "password", "link_life", "step_up_age", "amount"] {
                let own = said(language, name, "Label", TextError::Malformed);
                assert!(own != plain && !own.contains("Label"), "{own}");
            }
        }
    }

    #[test]
    fn a_field_is_named_by_its_label_and_told_its_limits() {
        let ja = |error| said(Language::Japanese, "title", "タイトル", error);
        assert_eq!(ja(TextError::Empty), "タイトルを入力してください。");
        let long = TextError::TooLong { limit: 16_000 };
        assert_eq!(ja(long), "タイトルは16000文字以内で入力してください。");
        let en = |error| said(Language::English, "title", "Title", error);
        assert_eq!(en(TextError::Empty), "Fill in “Title”.");
        let short = TextError::TooShort { least: 12 };
        assert_eq!(en(short), "“Title” needs at least 12 characters.");
    }
}
