//! Thirty years with three generations of timestamp authorities: what is renewed in time can be validated.

use crate::authority::{Loopback, now};
use crate::generations::{Generations, at};
use crate::samples::{contract, request_at};
use wariin_pades::{
    Error, Level, ProofScope, Services, SignatureKind, Trust, archive, sign_with_timestamp, verify,
    verify_last,
};

/// As long as a server answers for that day, its clock is less than ten minutes on.
fn renewed(world: &Generations, pdf: &[u8], day: &str, generation: u8) -> Result<Vec<u8>, Error> {
    let _server = world.on(day);
    let network = Loopback::default();
    let (times, roots) = (world.times(generation), world.roots());
    let services = Services { network: &network, authorities: &times, roots: &roots, now: at(day) };
    archive(pdf.to_vec(), ProofScope::LastTimestamp, &services)
}

// O-46 O-21
#[test]
fn what_is_renewed_by_each_next_authority_is_valid_six_twelve_and_thirty_years_on() {
    let world = Generations::made();
    let roots = world.roots();
    let first = {
        let today = now().rfc3339();
        let _server = world.on(&today[..10]);
        let network = Loopback::default();
        let times = world.times(1);
        let services = Services {
            network: &network,
            authorities: &times,
            roots: &roots,
            now: at(&today[..10]),
        };
        let request = request_at("document 42", at(&today[..10]));
        let signed = sign_with_timestamp(contract(), &world.key(), &request, &services).unwrap();
        archive(signed, ProofScope::NewestBy(world.key().certificate()), &services).unwrap()
    };
    let ends = |years: i64, day: &str| at(&format!("{}-{day}", world.year + years));
    let until = |pdf: &[u8]| verify_last(pdf).unwrap().relied_until;
    assert_eq!(until(&first), Some(ends(5, "07-01")), "the authority's certificate ends first");

    // An authority whose certificate has ended gives nothing that is taken.
    let late = renewed(&world, &first, &world.may(8), 1);
    assert!(matches!(late, Err(Error::Proof(_) | Error::Timestamp(_))), "{late:?}");

    let second = renewed(&world, &first, &world.may(5), 2).unwrap();
    assert!(second.starts_with(&first));
    assert_eq!(until(&second), Some(ends(11, "07-01")));
    let third = renewed(&world, &second, &world.may(11), 3).unwrap();
    assert!(third.starts_with(&second));
    assert_eq!(until(&third), Some(ends(41, "01-01")));

    for (name, pdf, years) in
        [("second.pdf", &second, 6), ("third.pdf", &third, 12), ("third.pdf", &third, 30)]
    {
        let said = world.by_pyhanko(name, pdf, years);
        assert!(said.contains("AdESPassed.OK"), "{years} years on: {said}");
        let day = now().plus_seconds(years * 366 * 86_400);
        assert!(until(pdf).unwrap() > day, "{years}");
        let report = verify(pdf.clone(), &Trust { roots: roots.clone(), now: day }).unwrap();
        assert!(report.is_intact() && report.is_trusted() && !report.is_weak(), "{report}");
        assert_eq!(report.signatures[0].level, Some(Level::Archived), "{report}");
        let kinds = report.signatures.iter().skip(1).map(|one| one.kind);
        assert!(kinds.eq(vec![SignatureKind::DocumentTimestamp; report.signatures.len() - 1]));
    }
    // What was not renewed can no longer be relied on by then.
    for (pdf, years) in [(&first, 6), (&second, 12)] {
        assert!(until(pdf).unwrap() < now().plus_seconds(years * 365 * 86_400), "{years}");
    }
}
