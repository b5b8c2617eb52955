//! Saying in the log, once a day, that a certificate ends soon, and to the admins by mail 60, 30 and 7 days before.

use super::rest;
use crate::App;
use crate::switch::Switch;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use wariin_domain::{Span, Timestamp};
use wariin_usecases::warn_of_certificates;

/// From how many days before its end on a certificate is told of, and from how many on as an error.
const SOON: i64 = 60;
const VERY_SOON: i64 = 7;
/// How often each is told of.
const SAY_EVERY: Span = Span::days(1);
/// How often it is looked: the authority's certificate is known once it has stamped.
const LOOK_EVERY: Duration = Duration::from_mins(1);

/// When each certificate was told of last.
#[derive(Default)]
struct Told(BTreeMap<&'static str, Timestamp>);

impl Told {
    /// How many days a certificate has left, if that is to be told now.
    fn days(&mut self, name: &'static str, until: Timestamp, now: Timestamp) -> Option<i64> {
        let days = (until.as_seconds() - now.as_seconds()).div_euclid(86_400);
        let was_told = self.0.get(name).is_some_and(|then| now.since(*then) < SAY_EVERY);
        if days >= SOON || was_told {
            return None;
        }
        self.0.insert(name, now);
        Some(days)
    }
}

/// Looks until told to stop.
pub(super) async fn watch(app: Arc<App>, mut stop: Switch) {
    let mut told = Told::default();
    while !*stop.borrow() {
        let now = app.ports.clock.now();
        for (certificate, until) in app.ending_certificates() {
            let certificate = certificate.name();
            match told.days(certificate, until, now) {
                None => {}
                Some(days) if days < VERY_SOON => {
                    tracing::error!(certificate, days, "a certificate ends soon");
                }
                Some(days) => tracing::warn!(certificate, days, "a certificate ends soon"),
            }
        }
        mail(&app).await;
        rest(LOOK_EVERY, &mut stop).await;
    }
}

/// Mails the warnings that are due to the admins, each once.
async fn mail(app: &App) {
    let certificates = app.ending_certificates();
    match warn_of_certificates(&app.workers.upkeep, &*app.database, &certificates).await {
        Ok(0) => {}
        Ok(mails) => tracing::info!(mails, "admins were warned of a certificate that ends"),
        Err(error) => {
            let error = wariin_usecases::with_causes(&error);
            tracing::warn!(error, "admins could not be warned of a certificate; tried again later");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_told_of_once_a_day_in_its_last_sixty_days() {
        let at = |days: i64| Timestamp::from_micros(days * 86_400_000_000);
        let mut told = Told::default();
        let until = at(100);
        assert_eq!(told.days("seal", until, at(40)), None);
        assert_eq!(told.days("seal", until, at(41)), Some(59));
        let later = Timestamp::from_micros(at(41).as_micros() + 60_000_000);
        assert_eq!(told.days("seal", until, later), None);
        assert_eq!(told.days("tls", until, later), Some(58), "each for itself");
        assert_eq!(told.days("seal", until, at(42)), Some(58));
        assert_eq!(told.days("seal", until, at(101)), Some(-1));
    }
}
