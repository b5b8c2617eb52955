//! What a sender does with documents and templates, and what document managers see of them.

mod advanced_auth;
mod conclusion_mail;
mod correct_recipient;
pub(crate) mod draft;
mod draft_recipients;
mod evidence;
mod fields;
pub(crate) mod hold;
mod keeping;
mod manage;
mod pages;
mod preflight;
pub(crate) mod printing;
pub(crate) mod send;
mod sender_mails;
mod tags;
mod templates;

pub use advanced_auth::{request_advanced_auth, withdraw_advanced_auth};
pub use conclusion_mail::{conclusion_was_told, mail_conclusion_again};
pub use correct_recipient::correct_recipient;
pub use draft::{
    DocumentCommand, DraftContents, Upload, confirm_file_changes, create_draft, describe,
    remove_file, replace_files, write_message,
};
pub use draft_recipients::{
    AccessCodeChange, IdpConstraint, RecipientInput, add_copy, add_recipient, change_recipient,
    move_recipient_up, remove_copy, remove_recipient,
};
pub use evidence::{
    evidence_as_manager, evidence_as_operator, evidence_as_recipient, evidence_as_sender,
};
pub use fields::{
    add_field, change_field, copy_field, fields_from_form, fill_own_fields, remove_field,
    set_fields,
};
pub use hold::{ask_anew, hold_consent, release};
pub use keeping::{KeepingSide, correct_document, hold_document, release_document};
pub use manage::{
    MAX_EXPORTED, ManagedDocument, export_as_manager, field_as_manager, page_as_manager,
    take_table, view_as_manager,
};
pub use pages::{PageOf, PageWidth, ViewedFile, draw_ahead, page_image, page_text, viewed_files};
pub use preflight::ask_preflight;
pub use printing::{field_image, printed_fields, shown_fields, shown_value};
pub use send::{cancel_document, send_document};
pub use tags::{TagFault, TagReport, fields_from_tags};
pub use templates::{
    begin_from_template, delete_template, duplicate_document, rename_template, save_template,
};
