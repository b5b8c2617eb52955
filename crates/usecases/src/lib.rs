//! What Wariin does: one function for each thing, over the ports, with the rules left to the domain.
//!
//! A use case gathers what it needs, lets the domain decide, and keeps the result in one unit of work.
//! Between `begin` and `commit` nothing but the unit of work is awaited.

mod access_code;
mod account;
mod advanced_auth;
mod code;
mod consent;
mod deliver;
mod draft;
mod enrol;
mod error;
mod forward;
mod hold;
mod idp;
mod invitation;
mod link;
mod mailbox;
mod manage;
mod open;
mod organisation;
mod ports;
mod register;
mod seal;
mod send;
mod session;
mod sign_in;
mod templates;
mod worker;

pub use access_code::{TypeAccessCode, type_access_code};
pub use account::{CreateAccount, choose_language, create_account, set_up};
pub use advanced_auth::{request_advanced_auth, withdraw_advanced_auth};
pub use code::TypedCode;
pub use consent::{Decline, GiveConsent, consent, decline, disown, withdraw_consent};
pub use draft::{
    Addressee, CodeChange, DraftContents, OnDraft, Upload, Way, add_copy, add_recipient,
    change_recipient, create_draft, describe, move_recipient_up, remove_copy, remove_recipient,
    replace_files, write_message,
};
pub use enrol::{begin_enrolment, confirm_enrolment, pending_enrolment, remove_factor};
pub use error::{Error, Result, with_causes};
pub use forward::{Forward, forward};
pub use hold::release;
pub use idp::{
    Arrived, ConsentByIdp, FirstLoginCodes, IdpDestination, IdpFailure, IdpManager, IdpReturn,
    IdpSignIn, NewConnection, Returned, Traveller, add_idp_connection, add_idp_domain,
    approve_idp_domain, configure_idp_connection, confirm_first_login, log_out_by_idp,
    prove_idp_domain, remove_idp_connection, remove_idp_domain, replace_idp_secret, require_idp,
    return_from_idp, stop_requiring_idp, switch_idp_off, switch_idp_on, unlink, visit_to_consent,
    visit_to_link, visit_to_sign_in, visit_to_test,
};
pub use invitation::{
    AcceptInvitation, accept_invitation, ask_for_invitation_code, invite_member, is_invited,
    mail_invitation_again, withdraw_invitation,
};
pub use link::{read_link, remind, renew_link};
pub use mailbox::{AskedForCode, ask_for_mailbox_code, prove_mailbox};
pub use manage::{MAX_EXPORTED, ManagedDocument, export_as_manager, take_table, view_as_manager};
pub use open::{OpenDocument, OpenedDocument, open_by_mail, open_document, read_file};
pub use organisation::{assign_role, configure_organisation, remove_member, reset_factor};
pub use ports::Ports;
pub use register::{Register, is_registered, register, reset_password};
pub use send::{cancel_document, send_document};
pub use session::{Who, sign_out, sweep_sessions, touch, who};
pub use sign_in::{SignInAttempt, SignedIn, sign_in, step_up, use_backup_code};
pub use templates::{begin_from_template, delete_template, rename_template, save_template};
pub use worker::{Worked, work_once};
