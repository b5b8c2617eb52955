//! What readiness says of the TLS certificate that an authority issues.

use std::sync::{Mutex, PoisonError};
use wariin_domain::{OrderFailure, Timestamp};
use wariin_ports::OrderStanding;

/// How the certificate stood when it was looked at last.
#[derive(Debug, Default)]
pub(crate) struct CertificateNote(Mutex<Option<Heard>>);

#[derive(Debug)]
struct Heard {
    standing: OrderStanding,
    /// When the certificate that is used ends; `None` for one of the service's own making.
    until: Option<Timestamp>,
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
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Heard { standing, until });
    }

    /// Whether a certificate of the authority is used and the last order went well.
    ///
    /// # Errors
    /// What is not well, and what cures it.
    pub(crate) fn check(&self) -> Result<(), String> {
        let heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(Heard { standing, until }) = &*heard else { return Ok(()) };
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
        let heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.as_ref().map_or((false, 0), |heard| (heard.until.is_none(), heard.standing.failures))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_that_is_not_trusted_or_not_renewed_is_told_with_the_cure() {
        let note = CertificateNote::default();
        assert_eq!((note.check(), note.numbers()), (Ok(()), (false, 0)), "nothing was heard yet");
        note.heard(OrderStanding::default(), None);
        assert!(note.check().unwrap_err().contains("is being ordered"));
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
            let told = note.check().unwrap_err();
            assert!(told.contains("browsers warn") && told.contains(words), "{told}");
            assert!(!told.contains("203.0.113.7"), "strangers read this");
            assert_eq!(note.numbers(), (true, 2));
            note.heard(failed, until);
            let told = note.check().unwrap_err();
            assert!(told.contains("used on") && told.contains(words), "{told}");
            assert_eq!(note.numbers(), (false, 2));
        }
        note.heard(OrderStanding::default(), until);
        assert_eq!(note.check(), Ok(()));
    }
}
