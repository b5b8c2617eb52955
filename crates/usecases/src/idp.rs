//! Identity providers: an authorization request is begun, its answer taken once, and what it proves is kept.

mod authorize;
mod callback;
mod consent;
mod first_login;
mod link;
mod logout;
mod manage;
mod sign_in;

pub use authorize::{
    IdpDestination, IdpSignIn, UserAgent, start_consent_authorization, start_link_authorization,
    start_sign_in_authorization, start_test_authorization,
};
pub use callback::{
    AuthorizationCallback, AuthorizationOutcome, CallbackResult, FailedAuthorization,
    handle_callback,
};
pub use consent::ConsentByIdp;
pub use first_login::{FirstLoginCodes, confirm_first_login};
pub use link::unlink;
pub use logout::log_out_by_idp;
pub use manage::{
    NewConnection, add_idp_connection, add_idp_domain, approve_idp_domain,
    configure_idp_connection, prove_idp_domain, remove_idp_connection, remove_idp_domain,
    replace_idp_secret, require_idp, stop_requiring_idp, switch_idp_off, switch_idp_on,
};
