//! An identity: one account and a sign-in to that very account.

use wariin_domain::fixtures::{NOW, by_totp, hanako, id, sent, signed_in, taro};
use wariin_domain::{Identity, IdentityMismatch};

// T-001 RP-02
#[test]
fn an_account_with_the_sign_in_of_another_account_is_no_identity() {
    let (taro, hanako) = (taro(), hanako());
    let strong = by_totp(&hanako, NOW);
    assert_eq!(Identity::new(&taro, &strong).err(), Some(IdentityMismatch));
    let own = by_totp(&taro, NOW);
    let identity = Identity::new(&taro, &own).unwrap();
    assert_eq!((identity.id(), identity.is_strong()), (taro.id, true));
    assert_eq!(identity.sign_in().account(), identity.account().id);
}

// T-001
#[test]
fn the_evidence_of_an_opened_document_names_the_account_that_signed_in() {
    let (mut document, account) = (sent(true), taro());
    let strong = by_totp(&account, NOW);
    let (admission, _) = document.open(id(1), signed_in(&account, &strong), NOW).unwrap();
    let named = match admission.assurance() {
        wariin_domain::Assurance::TwoFactor { account, .. } => *account,
        other => panic!("{other:?}"),
    };
    assert_eq!(named, account.id);
    assert_eq!(document.recipients[0].account, Some(account.id));
}
