//! ID tokens and assertions of passkeys in a pack.

use super::{checked, concluded, failures};
use crate::databases::sqlite;
use crate::hostile::{Hostile, KEY};
use crate::id_token::id_token;
use wariin_ports::{Evidence, IdentityProviders};

// CO-03
#[tokio::test]
async fn an_id_token_to_which_no_event_commits_is_found() {
    let concluded = concluded(&sqlite().await).await;
    let idp = Hostile::start().await;
    let id_tokens = idp.providers.id_token_file(&[id_token(&idp, &KEY)]);
    let pack = concluded.pack_of(Evidence { id_tokens, ..concluded.evidence.clone() }).await;
    assert_eq!(failures(&checked(&pack)), ["id_tokens"]);
}
