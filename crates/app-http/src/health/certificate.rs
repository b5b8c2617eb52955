//! What readiness says of the TLS certificate.

use std::sync::{Mutex, MutexGuard, PoisonError};
use wariin_domain::{OrderFailure, Timestamp};
use wariin_ports::OrderStanding;

/// How the certificate stood when it was looked at last.
#[derive(Debug, Default)]
pub(crate) struct CertificateNote(Mutex<Option<Heard>>);

#[derive(Debug)]
enum Heard {
    /// One from files, which ends then.
    OfFiles { until: Option<Timestamp> },
    /// One that an authority issues, how its orders stand, and when the one that is used ends; `None` for one of the
    /// service's own making.
    OfAuthority { standing: OrderStanding, until: Option<Timestamp> },
}

/// What an operator does about an order that failed.
pub(crate) const fn cure(failure: OrderFailure) -> &'static str {
    match failure {
        OrderFailure::Unreachable => {
            "the directory of WARIIN_TLS_ACME does not answer as one; let this process reach it, and look at the \
             address"
        }
        OrderFailure::NotValidated => {
            "the authority could not find out that the host is this service's; let port 443 of every host of the \
             certificate lead here, past nothing that ends TLS, and look at the DNS"
        }
        OrderFailure::Refused => {
            "the authority refused the account or the order; `wariin tls status` says why"
        }
    }
}

impl CertificateNote {
    /// It stands like this, and the one that is used ends then.
    pub(crate) fn heard(&self, standing: OrderStanding, until: Option<Timestamp>) {
        *self.lock() = Some(Heard::OfAuthority { standing, until });
    }

    /// The one from files ends then.
    pub(crate) fn heard_of_files(&self, until: Option<Timestamp>) {
        *self.lock() = Some(Heard::OfFiles { until });
    }

    fn lock(&self) -> MutexGuard<'_, Option<Heard>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a certificate that browsers take is used and the last order went well.
    ///
    /// # Errors
    /// What is not well, and what cures it.
    pub(crate) fn check(&self, now: Timestamp) -> Result<(), String> {
        let heard = self.lock();
        let (standing, until) = match &*heard {
            None => return Ok(()),
            Some(Heard::OfFiles { until }) => {
                return match until.filter(|until| *until <= now) {
                    None => Ok(()),
                    Some(until) => Err(format!(
                        "the TLS certificate has ended {} hours ago, and browsers refuse it: put a new one where \
                         WARIIN_TLS_CERT and WARIIN_TLS_KEY lead; it is used within ten seconds",
                        now.since(until).as_seconds_up() / 3_600
                    )),
                };
            }
            Some(Heard::OfAuthority { standing, until }) => (standing, until),
        };
        let cured = standing.failure.as_ref().map(|(failure, _)| cure(*failure));
        match (until, cured) {
            (Some(_), None) => Ok(()),
            (Some(_), Some(cure)) => Err(format!(
                "the TLS certificate could not be renewed (tries: {}), and the one before is used on: {cure}",
                standing.failures
            )),
            (None, cured) => Err(format!(
                "browsers warn of the TLS certificate, which is of the service's own making until the authority has \
                 issued one: {}",
                cured.unwrap_or("it is being ordered")
            )),
        }
    }

    /// Whether the certificate is of the service's own making, and how many orders failed since the last one.
    pub(crate) fn numbers(&self) -> (bool, u32) {
        match &*self.lock() {
            Some(Heard::OfAuthority { standing, until }) => (until.is_none(), standing.failures),
            Some(Heard::OfFiles { .. }) | None => (false, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(7_200_000_000);

    #[test]
    fn a_certificate_from_files_is_told_of_once_it_has_ended() {
        let note = CertificateNote::default();
        for until in [None, Some(Timestamp::from_micros(NOW.as_micros() + 1))] {
            note.heard_of_files(until);
            assert_eq!((note.check(NOW), note.numbers()), (Ok(()), (false, 0)));
        }
        note.heard_of_files(Some(Timestamp::from_micros(0)));
        let told = note.check(NOW).unwrap_err();
        assert!(told.contains("2 hours ago") && told.contains("WARIIN_TLS_CERT"), "{told}");
    }

    #[test]
    fn a_certificate_that_is_not_trusted_or_not_renewed_is_told_with_the_cure() {
        let note = CertificateNote::default();
        assert_eq!(
            (note.check(NOW), note.numbers()),
            (Ok(()), (false, 0)),
            "nothing was heard yet"
        );
        note.heard(OrderStanding::default(), None);
        assert!(note.check(NOW).unwrap_err().contains("is being ordered"));
        let until = Some(Timestamp::from_micros(1));
        for (failure, words) in [
            (OrderFailure::Unreachable, "WARIIN_TLS_ACME"),
            (OrderFailure::NotValidated, "port 443"),
            (OrderFailure::Refused, "wariin tls status"),
        ] {
            let failed = OrderStanding {
                failures: 2,
                failure: Some((failure, "203.0.113.7".to_owned())),
                ..OrderStanding::default()
            };
            note.heard(failed.clone(), None);
            let told = note.check(NOW).unwrap_err();
            assert!(told.contains("browsers warn") && told.contains(words), "{told}");
            assert!(!told.contains("203.0.113.7"), "strangers read this");
            assert_eq!(note.numbers(), (true, 2));
            note.heard(failed, until);
            let told = note.check(NOW).unwrap_err();
            assert!(told.contains("used on") && told.contains(words), "{told}");
            assert_eq!(note.numbers(), (false, 2));
        }
        note.heard(OrderStanding::default(), until);
        assert_eq!(note.check(NOW), Ok(()));
    }
}
