//! Identity providers: a visit is begun, its answer taken once, and what it proves is kept.

mod begin;
mod consent;
mod first_login;
mod link;
mod logout;
mod manage;
mod returned;
mod sign_in;

pub use begin::{
    IdpDestination, IdpSignIn, Traveller, visit_to_consent, visit_to_link, visit_to_sign_in,
    visit_to_test,
};
pub use consent::ConsentByIdp;
pub use first_login::{FirstLoginCodes, confirm_first_login};
pub use link::unlink;
pub use logout::log_out_by_idp;
pub use manage::{
    IdpManager, NewConnection, add_idp_connection, add_idp_domain, approve_idp_domain,
    configure_idp_connection, prove_idp_domain, remove_idp_connection, remove_idp_domain,
    replace_idp_secret, require_idp, stop_requiring_idp, switch_idp_off, switch_idp_on,
};
pub use returned::{Arrived, IdpFailure, IdpReturn, Returned, return_from_idp};
