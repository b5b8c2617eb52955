//! Warning the admins of a certificate that ends.

use crate::world::{NOW, membership, organisation, sender, taro};
use std::sync::atomic::{AtomicU64, Ordering};
use wariin_domain::{Account, MailRefusal, Role, ServiceCertificate, Span, Timestamp};
use wariin_ports::mock::{MockCertificateWarnings, MockPorts, MockWork};
use wariin_ports::{EmailContent, EmailText, MailError, Member};
use wariin_usecases::{Error, Ports, warn_of_certificates};

/// A certificate of the seal that ends in so many days.
fn ending(days: u32) -> [(ServiceCertificate, Timestamp); 1] {
    [(ServiceCertificate::Seal, NOW.plus(Span::days(days)))]
}

fn admins() -> Vec<Member> {
    let member = Account { membership: membership(1, Role::Member), ..taro() };
    let disabled = Account { disabled_at: Some(NOW), ..sender() };
    let second = Account { id: taro().id, email: taro().email, ..sender() };
    let accounts = [member, disabled, sender(), second];
    accounts.map(|account| Member { account, has_factor: true }).into()
}

/// A service with two admins whose mail system answers the first mail like this.
fn world(first: impl Fn() -> Result<(), MailError> + Send + 'static) -> MockPorts {
    let mut work = MockWork::default();
    work.recoveries.expect_organisations().returning(|| Ok(vec![organisation()]));
    let mut world = Ports::mock().with([work]);
    world.views.expect_members().returning(|_| Ok(admins()));
    world.emails.expect_write().returning(|message| {
        let EmailContent::CertificateEnds { certificate, ends_at } = &message.kind else {
            unreachable!("another email");
        };
        assert_eq!((*certificate, *ends_at), (ServiceCertificate::Seal, NOW.plus(Span::days(29))));
        EmailText { subject: "s".into(), text: "t".into(), html: "h".into() }
    });
    let sent = AtomicU64::new(0);
    world.mailer.expect_send().returning(move |mail| {
        assert!(
            mail.id.starts_with("certificate-seal-") && mail.id.contains("-30-"),
            "{}",
            mail.id
        );
        if sent.fetch_add(1, Ordering::SeqCst) == 0 { first() } else { Ok(()) }
    });
    world
}

fn taken_on(given: usize) -> MockCertificateWarnings {
    let mut warnings = MockCertificateWarnings::new();
    warnings.expect_take_on().times(1).returning(|warning, now, _| {
        assert_eq!((warning.days, now), (30, NOW));
        Ok(true)
    });
    warnings.expect_given().times(given).returning(|_, _| Ok(()));
    warnings
}

// EV-02
#[tokio::test]
async fn every_admin_is_warned_once_of_a_certificate_that_ends() {
    let warnings = taken_on(1);
    let mailed = warn_of_certificates(&world(|| Ok(())).wire().0, &warnings, &ending(29)).await;
    assert_eq!(mailed.unwrap(), 2);

    let mut warnings = MockCertificateWarnings::new();
    warnings.expect_take_on().times(1).returning(|_, _, _| Ok(false));
    let mailed = warn_of_certificates(&Ports::mock().wire().0, &warnings, &ending(29)).await;
    assert_eq!(mailed.unwrap(), 0, "it was given, or another process gives it");

    let warnings = MockCertificateWarnings::new();
    let mailed = warn_of_certificates(&Ports::mock().wire().0, &warnings, &ending(61)).await;
    assert_eq!(mailed.unwrap(), 0, "it is early");
}

// EV-02
#[tokio::test]
async fn a_warning_is_given_again_when_the_mail_system_is_away_and_not_for_an_address_that_is_refused()
 {
    let later = || Err(MailError::Later("away".into()));
    let away = warn_of_certificates(&world(later).wire().0, &taken_on(0), &ending(29)).await;
    assert!(matches!(away, Err(Error::Mail(MailError::Later(_)))));

    let never = || Err(MailError::Never { why: MailRefusal::Other, source: "refused".into() });
    let mailed = warn_of_certificates(&world(never).wire().0, &taken_on(1), &ending(29)).await;
    assert_eq!(mailed.unwrap(), 1);
}
