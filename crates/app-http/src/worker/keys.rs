//! Telling the other processes which master keys this one knows, and the log when it lacks one; hearing which
//! certificates the others seal with.

use super::rest;
use crate::App;
use crate::switch::Switch;
use std::sync::Arc;
use std::time::Duration;

/// A process that was not heard of for three minutes is taken for ended.
const TELL_EVERY: Duration = Duration::from_secs(30);

/// Tells until told to stop, and then that this process serves no more.
pub(super) async fn watch(app: Arc<App>, mut stop: Switch) {
    while !*stop.borrow() {
        match app.database.note_key_node(app.ports.clock.now()).await {
            Ok(missing) => {
                for key in missing {
                    tracing::error!(
                        key = %key,
                        "another process writes under a master key that this one does not know; \
                         restart this one with the other's key file"
                    );
                }
            }
            Err(error) => tracing::warn!(error = %error, "the master keys could not be noted"),
        }
        if let Err(error) = app.know_seals().await {
            tracing::warn!(error = %error, "the certificates of seals could not be read");
        }
        rest(TELL_EVERY, &mut stop).await;
    }
    if let Err(error) = app.database.forget_key_node().await {
        tracing::warn!(error = %error, "this process counts as serving for three minutes more");
    }
}
