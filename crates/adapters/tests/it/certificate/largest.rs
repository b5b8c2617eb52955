//! The largest certificate: every name is on it word for word, and nothing stands outside of the page.

use super::{URL, expect_said, facts, file, idp, page_of, party, printed, text_of, two_factor};
use crate::people::NOW;
use crate::seal::run;
use std::process::Command;
use wariin_domain::{CertificateFacts, CertifiedFile, CertifiedParty, FileName, OrganisationName};

/// 128 parties and 100 files whose names are as long as they may be.
pub(super) fn largest() -> CertificateFacts {
    // The rare ones end with the number, so that each is looked for by itself.
    let long = ["葛\u{e0100}髙𠮷邉濵﨑", "W", "あ"].map(|part| part.repeat(64));
    let parties = (1..=128).map(|number| {
        let called = &long[number as usize % 3];
        let called: String =
            called.chars().take(61).chain(format!("{number:03}").chars()).collect();
        CertifiedParty {
            organisation: Some(OrganisationName::parse(&"株".repeat(64)).unwrap()),
            ..party(number, &called, if number % 2 == 0 { idp() } else { two_factor(NOW) })
        }
    });
    let files = (1..=100).map(|number| CertifiedFile {
        name: FileName::sanitized(&format!("{number:03}{}.pdf", "業務𠮷".repeat(40))),
        ..file(number)
    });
    facts(parties.collect(), files.collect())
}

#[tokio::test]
async fn the_largest_certificate_stays_within_its_margins_and_names_every_party() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("certificate.pdf");
    let facts = largest();
    let pdf = printed(facts.clone()).await;
    std::fs::write(&file, &pdf).unwrap();
    let boxes = run(Command::new("pdftotext").arg("-bbox").arg(&file).arg("-"));
    let pages = boxes.lines().filter(|line| line.contains("<page"));
    assert!(pages.clone().all(|page| page.contains(r#"width="595"#)), "A4");
    assert!(pages.count() > 20);
    let words = boxes.lines().filter(|line| line.contains("<word"));
    let mut count = 0_u32;
    for word in words {
        let at = |side: &str| -> f64 {
            let rest = word.split(&format!("{side}=\"")).nth(1).unwrap();
            rest.split('"').next().unwrap().parse().unwrap()
        };
        assert!(at("xMin") >= 63.0 && at("xMax") <= 548.5, "{word}");
        assert!(at("yMin") >= 20.0 && at("yMax") <= 822.0, "{word}");
        count += 1;
    }
    assert!(count > 5_000, "{count}");
    let text = text_of(&pdf);
    let [summary, next] = [page_of(&pdf, 1), page_of(&pdf, 2)];
    expect_said(&summary, "more parties, overleaf");
    expect_said(&summary, "more files, overleaf");
    expect_said(&summary, URL);
    assert!(!next.contains("概要"), "the summary is one page");
    expect_said(&next, "書類Document");
    for party in &facts.parties {
        expect_said(&text, &format!("{}/128", party.number));
        expect_said(&text, party.email.as_str());
        assert_eq!(party.agreed.name.as_str().chars().count(), 64);
        expect_said(&text, party.agreed.name.as_str());
    }
    for file in &facts.files {
        expect_said(&text, file.name.as_str());
    }
}
