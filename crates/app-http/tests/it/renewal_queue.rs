//! Renewing archive timestamps by queued jobs, six years long, with two generations of authorities. The seal's own
//! certificate lasts ten.

use crate::authority::now;
use crate::evidence::concluded;
use crate::generations::{Generations, at};
use crate::seal_renewal::by_python;
use crate::service::Service;
use std::io::Read;
use wariin_adapters::{EvidenceAnchors, EvidenceOutcome, check_evidence, trusted_certificates};
use wariin_app_http::work_until_idle;
use wariin_domain::{Actor, Document, EventKind, Language, SealLevel, Timestamp};
use wariin_pades::{Trust, Utc, verify, verify_last};
use wariin_ports::{Clock, TimelineEvent};
use wariin_usecases::{Principal, evidence_as_operator, queue_due_renewals};

/// The service on that day, with the authority of this generation, and the authority on the same day; all that is due
/// is put into the queue and done. How many documents were put there.
async fn renewed_on(
    service: Service,
    world: &Generations,
    day: &str,
    generation: u8,
) -> (Service, u32) {
    let seconds = Utc::as_unix(at(day)) - service.clock.now().as_seconds();
    assert!(seconds > 0);
    service.clock.advance(seconds);
    let _authority = world.on(day);
    let service = service.restart_with(&[("WARIIN_TSA_URL", &world.times(generation)[0])]).await;
    let queued = queue_due_renewals(service.ports()).await.unwrap();
    work_until_idle(service.ports()).await.unwrap();
    (service, queued)
}

/// Every sealed file of the document, and until when each can be relied on.
async fn sealed(service: &Service, document: &Document) -> Vec<(Vec<u8>, Utc)> {
    let mut sealed = Vec::new();
    for (_, seal) in document.sealed_parts() {
        assert_eq!(seal.level, SealLevel::Archived);
        let pdf = service.ports().files.get(seal.digest).await.unwrap();
        let until = verify_last(&pdf).unwrap().relied_until.unwrap();
        sealed.push((pdf, until));
    }
    sealed
}

async fn renewals(service: &Service, document: &Document) -> usize {
    let history = service.ports().views.timeline(document.id).await.unwrap();
    let is_renewal = |event: &TimelineEvent| {
        matches!(event, TimelineEvent::Known(EventKind::SealRenewed { .. }))
    };
    let renewals: Vec<_> = history.iter().filter(|entry| is_renewal(&entry.what)).collect();
    assert!(renewals.iter().all(|entry| entry.actor.actor == Some(Actor::Service)));
    renewals.len()
}

// O-46 O-21
#[tokio::test]
async fn jobs_renew_what_is_due_by_the_next_authority_and_the_pack_verifies_years_on() {
    let world = tokio::task::spawn_blocking(Generations::made).await.unwrap();
    let today = now().rfc3339()[..10].to_owned();
    let begin = Timestamp::from_micros(Utc::as_unix(at(&today)) * 1_000_000);
    let (service, document) = {
        let _authority = world.on(&today);
        let service = Service::start_at(begin, &[("WARIIN_TSA_URL", &world.times(1)[0])]).await;
        let sender = service.person("sender@example.jp", true).await;
        let taro = service.person("taro@example.com", true).await;
        let by = service.strongly(&sender).await;
        let sent = service.sent(&by, "taro@example.com").await;
        let document = concluded(&service, &sent, &taro).await;
        (service, document)
    };
    let first = sealed(&service, &document).await;
    assert_eq!(first.len(), 2, "the file and the certificate");
    let ends = |years: i64, day: &str| at(&format!("{}-{day}", world.year + years));
    assert!(first.iter().all(|(_, until)| *until == ends(5, "07-01")), "{:?}", first[0].1);

    let (service, queued) = renewed_on(service, &world, &world.may(4), 2).await;
    assert_eq!((queued, renewals(&service, &document).await), (0, 0), "nothing is due yet");
    let (service, queued) = renewed_on(service, &world, &world.may(5), 2).await;
    assert_eq!((queued, renewals(&service, &document).await), (1, 2));
    let (service, queued) = renewed_on(service, &world, &world.may(6), 2).await;
    assert_eq!((queued, renewals(&service, &document).await), (0, 2), "it lasts long enough");

    let document = service.document(document.id).await;
    let second = sealed(&service, &document).await;
    let trust = || Trust { roots: world.roots(), now: at(&world.may(6)) };
    for ((pdf, until), (before, ended)) in second.iter().zip(&first) {
        assert!(pdf.starts_with(before) && until > ended);
        let report = verify(pdf.clone(), &trust()).unwrap();
        assert!(report.is_intact() && !report.is_weak(), "{report}");
        assert_eq!(report.signatures.len(), 3, "the seal, and a timestamp of each generation");
    }
    let mut pack = Vec::new();
    let packed = evidence_as_operator(service.ports(), Principal::Operator, document.id).await;
    packed.unwrap().read_to_end(&mut pack).unwrap();
    let own = trusted_certificates(&service.app.seal_certificate).unwrap();
    let key = Some(service.ports().log.verifier_key());
    let roots = [own, world.roots()].concat();
    let anchors = EvidenceAnchors { key, roots, witnesses: Vec::new() };
    let check = check_evidence(&pack, &anchors, service.clock.now());
    assert_eq!(check.outcome, EvidenceOutcome::Good, "{}", check.text(Language::English));
    let (verifies, said) = by_python(&pack);
    assert!(verifies, "{said}");
}
