//! Keeping the certificate of the service's own TLS up: ordering it where an authority issues it, and using what is
//! new, wherever it came from.

use super::rest;
use crate::App;
use crate::serve::tls::Tls;
use crate::switch::{Switch, is_on};
use std::sync::Arc;
use std::time::Duration;
use wariin_usecases::{Ordered, order_certificate_if_due, with_causes};

/// How often it is looked.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// Looks until told to stop. What cannot be used is said in the log, and what was used before stays.
pub(super) async fn watch(app: Arc<App>, mut stop: Switch) {
    let Some(tls) = app.tls.clone() else {
        return is_on(&mut stop).await;
    };
    while !*stop.borrow() {
        tokio::select! {
            () = order(&app, &tls) => {}
            () = is_on(&mut stop) => return,
        }
        match tls.look().await {
            Ok(true) => tracing::info!("another TLS certificate is used from now on"),
            Ok(false) => {}
            Err(error) => {
                tracing::error!(
                    error,
                    "the new TLS certificate cannot be used; the one before stays"
                );
            }
        }
        note(&app, &tls).await;
        rest(LOOK_EVERY, &mut stop).await;
    }
}

/// Orders the certificate if an authority issues it and an order is due.
async fn order(app: &App, tls: &Tls) {
    let Some(acme) = tls.acme() else { return };
    let clock = &*app.ports.clock;
    match order_certificate_if_due(clock, &acme.orders, &acme.authority).await {
        Ok(Ordered::NotDue) => {}
        Ok(Ordered::Issued { .. }) => {
            tracing::info!("the authority has issued a TLS certificate");
        }
        Ok(Ordered::Failed { failure, problem, due_at }) => tracing::error!(
            failure = failure.name(),
            problem,
            minutes = due_at.since(clock.now()).as_seconds_up() / 60,
            "the authority has issued no TLS certificate, and is asked again after these minutes; {}",
            crate::health::cure(failure)
        ),
        Err(error) => {
            let error = with_causes(&error);
            tracing::error!(error, "the order of a TLS certificate could not be kept; tried again");
        }
    }
}

/// What readiness and metrics say of it.
async fn note(app: &App, tls: &Tls) {
    let Some(note) = &app.health.certificate else { return };
    let Some(acme) = tls.acme() else { return note.heard_of_files(tls.until()) };
    match acme.kept.standing().await {
        Ok(standing) => note.heard(standing, tls.until()),
        Err(error) => {
            let error = with_causes(&error);
            tracing::warn!(error, "how the TLS certificate stands could not be read");
        }
    }
}
