//! Signing in at a provider: authorization request, known identities, first logins.

mod first_login;
mod returning;

use crate::company::{authorization, notes, signing_in, takes, world};
use wariin_domain::IdpStatement;
use wariin_ports::Freshness;
use wariin_ports::mock::{MockPorts, MockWork};
use wariin_usecases::{
    AuthorizationOutcome, Error, FailedAuthorization, IdpDestination, IdpSignIn,
};

fn refused(failure: Result<AuthorizationOutcome, FailedAuthorization>) -> Error {
    failure.map(|_| ()).unwrap_err().error
}

fn wish(to: IdpDestination) -> IdpSignIn {
    IdpSignIn { to, next: "documents".into(), freshness: Freshness::Recent }
}

fn arrives(work: MockWork, said: IdpStatement) -> MockPorts {
    world([takes(authorization(signing_in())), work, notes()], said)
}
