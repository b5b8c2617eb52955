//! When the end of a certificate is warned of.

use wariin_domain::{CertificateWarning, ServiceCertificate, Timestamp};

// EV-02
#[test]
fn the_most_urgent_warning_is_due_from_sixty_thirty_and_seven_days_before_the_end_on() {
    let at = |days: i64| Timestamp::from_micros(days * 86_400_000_000);
    let due = |left: i64| {
        let warning = CertificateWarning::due(ServiceCertificate::Seal, at(1000), at(1000 - left));
        warning.map(|warning| warning.days)
    };
    for (left, expected) in [
        (61, None),
        (60, None),
        (59, Some(60)),
        (30, Some(60)),
        (29, Some(30)),
        (7, Some(30)),
        (6, Some(7)),
        (0, Some(7)),
        (-1, Some(7)),
    ] {
        assert_eq!(due(left), expected, "{left}");
    }
    for certificate in ServiceCertificate::ALL {
        assert_eq!(ServiceCertificate::parse(certificate.name()), Some(certificate));
    }
}
