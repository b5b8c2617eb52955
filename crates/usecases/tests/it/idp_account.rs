//! Linking and unlinking, mandatory providers, logouts, and managing connections.

mod connections;
mod linking;

use crate::world::taro;
use wariin_domain::AuthorizationPurpose;

fn linking() -> AuthorizationPurpose {
    AuthorizationPurpose::Link { account: taro().id, next: "documents".into() }
}
