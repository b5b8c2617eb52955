//! The class of an enrolment is held against the facts that it follows from.

use super::python::by_python;
use super::{Concluded, checked, consent_said, draft, failures, sealed};
use crate::databases::{TestDatabase, sqlite};
use crate::idp_storage::login;
use crate::people::{account, after, by_totp, consent, fresh, kept, stepped};
use crate::seal::sealer;
use wariin_domain::{Assurance, Document, EnrolmentClass, Timestamp};

/// Concluded by a service that says this of how the second recipient's factor was enrolled.
async fn concluded_as(
    test: &TestDatabase,
    (class, enrolled_at, behind_code): (EnrolmentClass, Timestamp, Option<bool>),
    is_by_idp: bool,
) -> Concluded {
    let database = &test.database;
    let sender = account(database, &format!("{}@example.com", fresh())).await;
    let (document, events) = draft(&sender, ["taro@example.com", "hanako@example.com"]);
    kept(database, &document, events).await;
    let id = document.id;
    let send = |document: &mut Document| document.send(&by_totp(sender.id), after(3)).unwrap();
    stepped(database, id, send).await;
    stepped(database, id, |document| consent(document, 0, after(5))).await;
    let said = |assurance: Assurance| {
        let Assurance::TwoFactor { account, factor, method, authenticated_at, .. } = assurance
        else {
            panic!("{assurance:?}");
        };
        let by_idp = Assurance::Idp {
            account,
            identity: login("hanako").identity,
            linked_at: enrolled_at,
            behind_code,
            class,
            authenticated_at,
            acr: None,
            amr: vec![],
            id_token: None,
        };
        let by_factor = Assurance::TwoFactor {
            account,
            factor,
            method,
            enrolled_at,
            behind_code,
            class,
            authenticated_at,
            assertion: None,
        };
        if is_by_idp { by_idp } else { by_factor }
    };
    let agreed = stepped(database, id, |document| consent_said(document, 1, after(8), said)).await;
    let folder = tempfile::tempdir().unwrap();
    let maker = sealer(&folder.path().join("seal.pem"));
    sealed(test, &agreed, &maker, folder).await
}

// O-02 O-43 E1 CO-07
#[tokio::test]
async fn a_class_that_the_facts_of_the_enrolment_do_not_give_is_found() {
    use EnrolmentClass::{AfterSending, BeforeSending, ByPassword};
    let test = sqlite().await;
    let long_ago = Timestamp::from_micros(1);
    for (class, enrolled_at, behind_code, is_possible) in [
        (AfterSending, after(4), Some(true), true),
        (AfterSending, after(4), None, true),
        (AfterSending, after(4), Some(false), false),
        (ByPassword, after(4), Some(false), true),
        (ByPassword, after(4), Some(true), false),
        (BeforeSending, long_ago, Some(false), true),
        (BeforeSending, after(3), Some(true), false),
    ] {
        for is_by_idp in [false, true] {
            let said = (class, enrolled_at, behind_code);
            let concluded = concluded_as(&test, said, is_by_idp).await;
            let pack = concluded.pack().await;
            let expected: &[&str] = if is_possible { &[] } else { &["events"] };
            assert_eq!(failures(&checked(&pack)), expected, "{class:?} {behind_code:?}");
            let (verifies, said) = by_python(&pack, &concluded.key);
            assert_eq!(verifies, is_possible, "{class:?} {behind_code:?}: {said}");
            assert_eq!(said.contains("of another class"), !is_possible, "{said}");
        }
    }
}
