//! Accounts: making one, signing in, sessions, second factors.

mod address;
mod backup_codes;
pub(crate) mod create;
mod enrol;
mod operator;
mod own_sessions;
mod profile;
mod report;
pub(crate) mod reset;
pub(crate) mod session;
pub(crate) mod sign_in;

pub use address::{
    AddressCodes, AskAddressChange, ask_address_change, change_address, give_up_address_change,
};
pub use backup_codes::{backup_codes_saved, make_backup_codes};
pub use create::{CreateAccount, choose_language, create_account, set_up};
pub use enrol::{
    ConfirmedEnrolment, begin_enrolment, confirm_enrolment, pending_enrolment, remove_factor,
};
pub(crate) use enrol::{
    EnrolmentStep, RemovedFactor, expect_mailbox_if_awaited, expect_may_add, is_behind_code,
    keep_enrolled, record_access_codes, take_away,
};
pub(crate) use operator::take_factors;
pub use operator::{
    disable_account, enable_account, known_accounts, reset_factor_as_operator,
    reset_password_as_operator,
};
pub use own_sessions::{end_other_sessions, end_session};
pub use profile::{ChangePassword, change_password, rename_account, rename_factor};
pub use report::{ReportOutcome, report_change, reported_change, was_reported};
pub use reset::{
    NewPasswordByLink, ask_password_reset, mail_password_reset, password_reset_factors,
    reset_password_by_link,
};
pub(crate) use reset::{OwnerProof, reset_behind};
pub use session::{Caller, Member, resolve_session, sign_out, sweep_sessions, touch};
pub use sign_in::{SignInAttempt, SignedIn, known_owner, sign_in, step_up, use_backup_code};
