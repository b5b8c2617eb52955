//! Which ways to sign in the factors of an account give.

use uuid::Uuid;
use wariin_domain::fixtures::{NOW, factor_id, taro};
use wariin_domain::{AccountFactors, Factor, FactorName, NewFactor, SessionKey};

fn new() -> NewFactor {
    NewFactor {
        id: factor_id(),
        account: taro().id,
        name: FactorName::parse("phone").unwrap(),
        session: SessionKey::new([1; 32]),
    }
}

// RP-11 O-03
#[test]
fn without_a_provider_an_account_is_signed_in_to_by_password_or_by_a_passkey_that_can_be_used_here()
{
    let app = Factor::begin_totp(new(), NOW);
    let (passkey, _) =
        Factor::enrol_passkey(NewFactor { id: Uuid::from_u128(9).into(), ..new() }, true, NOW);
    for (factors, are_available, has_password, may) in [
        (vec![], true, true, true),
        (vec![], true, false, false),
        (vec![&app], true, false, false),
        (vec![&app, &passkey], true, false, true),
        (vec![&passkey], false, false, false),
        (vec![&passkey], false, true, true),
    ] {
        let own = AccountFactors::of(factors.iter().copied(), are_available);
        assert_eq!(own.sign_in_without_idp(has_password), may, "{own:?} {has_password}");
        assert_eq!(own.has_any, !factors.is_empty());
        assert_eq!(own.has_passkey, are_available && factors.contains(&&passkey));
        assert_eq!(own.has_app, factors.contains(&&app));
    }
}
