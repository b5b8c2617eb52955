//! What a recipient does: follow the link, prove the mailbox, register, open, answer.

mod access_code;
pub(crate) mod consent;
mod fill;
pub(crate) mod forward;
pub(crate) mod link;
mod mailbox;
pub(crate) mod open;
mod preflight;
pub(crate) mod ready;
pub(crate) mod register;
pub(crate) mod shown;

pub use access_code::{TypeAccessCode, type_access_code};
pub use consent::{
    Decline, GiveConsent, consent, decline, report_wrong_recipient, take_back_report,
    withdraw_consent,
};
pub use fill::{FillFields, fill_fields};
pub use forward::{Forward, forward};
pub use link::{MailedLink, ask_for_link, read_link, remind, renew_link};
pub use mailbox::{AskedForCode, ask_for_mailbox_code, ask_for_own_mailbox_code, prove_mailbox};
pub use open::{OpenDocument, OpenedDocument, open_by_mail, open_document};
pub use preflight::say_ready;
pub use register::{Register, is_registered, register, reset_password};
pub use shown::{recipient_file, recipient_page, unshown_pages};
