//! What the service says beside a field and about the parts of a document.

use crate::speech::Speech;
use crate::web::Field;
use wariin_domain::{Problem, TextError};

/// What is wrong with a field.
pub(crate) fn text_error(speech: &Speech, field: &Field, error: TextError) -> String {
    let (t, label) = (speech.t, field.label.as_ref());
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
            "amount" => t.error_field_amount(),
            _ => t.error_field_malformed(label),
        },
    }
}

/// What is missing or too much.
pub(crate) fn problem(speech: &Speech, problem: Problem) -> String {
    let t = speech.t;
    match problem {
        Problem::NoIdpForAddress => t.error_no_idp_for_address(),
        Problem::ForwardToOneself => t.error_forward_to_oneself(),
        Problem::NoFile => t.error_no_file(),
        Problem::NoRecipient => t.error_no_recipient(),
        Problem::TooManyFiles => t.error_too_many_files(),
        Problem::TooLarge => t.error_files_too_large(),
        Problem::TooManyRecipients => t.error_too_many_recipients(),
        Problem::LinkJustMailed => t.error_link_just_mailed(),
        Problem::NoSuchRecipient => t.error_no_such_recipient(),
        Problem::SealedOtherFiles => t.error_sealed_other_files(),
    }
}
