//! What makes a provider authenticate a person anew, as the test of a connection finds out.

use wariin_domain::fixtures::{NOW, said};
use wariin_domain::{
    IdpRefusal, IdpStatement, LoginRenewal, Span, TestLogin, TestVerdict, Timestamp,
};

const FIRST: TestLogin = TestLogin::first(LoginRenewal::PromptAndMaxAge);

fn at(seconds: u32) -> Timestamp {
    NOW.plus(Span::seconds(seconds))
}

/// Plays a test against a provider until it ends: the way that works, or why none does. The provider gets
/// the way and the instant, and says the `auth_time`, or refuses.
fn play(
    mut provider: impl FnMut(LoginRenewal, u32) -> Option<Timestamp>,
) -> Result<LoginRenewal, IdpRefusal> {
    let mut login = FIRST;
    for round in 0..20 {
        let began = round * 10;
        let Some(auth_time) = provider(login.way, began) else {
            login = login.refused()?;
            continue;
        };
        match login.judge(&said(auth_time), at(began), at(began + 5))? {
            TestVerdict::Done => return Ok(login.way),
            TestVerdict::Again(next) => login = next,
        }
    }
    panic!("the test asks for ever");
}

// CO-04 RP-06
#[test]
fn the_way_that_gives_a_newer_authentication_twice_is_kept() {
    assert_eq!(play(|_, now| Some(at(now + 4))), Ok(LoginRenewal::PromptAndMaxAge));
    for works in LoginRenewal::ALL {
        let session = at(0);
        let silent = |way, now| Some(if way == works { at(now + 4) } else { session });
        assert_eq!(play(silent), Ok(works), "the others are not honoured");
        let strict = |way, now| (way == works).then(|| at(now + 4));
        assert_eq!(play(strict), Ok(works), "the others are refused");
    }
}

// CO-04 RP-06
#[test]
fn a_provider_that_honours_no_way_is_refused_although_its_first_login_was_fresh() {
    let mut session = None;
    let ignores = |_, now| Some(*session.get_or_insert(at(now + 4)));
    assert_eq!(play(ignores), Err(IdpRefusal::NotRenewed));
    assert_eq!(play(|_, _| None), Err(IdpRefusal::NotRenewed), "it refuses every way");
}

// CO-04 RP-06
#[test]
fn a_test_refuses_a_time_that_no_sign_in_could_use() {
    let day = 24 * 60 * 60;
    assert_eq!(play(|_, now| Some(at(now + day))), Err(IdpRefusal::Future));
    assert_eq!(play(|_, now| Some(at(now + 70))), Err(IdpRefusal::Future));
    let ago = |seconds: i64| {
        move |_, now| Some(Timestamp::from_micros(at(now).as_micros() - seconds * 1_000_000))
    };
    assert_eq!(play(ago(2 * 60 * 60)), Err(IdpRefusal::NotRenewed), "two hours old, every time");
    assert_eq!(play(ago(30)), Err(IdpRefusal::NotRenewed));
    assert_eq!(play(|_, _| Some(Timestamp::from_micros(0))), Err(IdpRefusal::NotRenewed));
}

#[test]
fn two_logins_within_one_second_are_followed_by_a_third() {
    let TestVerdict::Again(second) = FIRST.judge(&said(NOW), NOW, NOW).unwrap() else {
        panic!("one login shows nothing");
    };
    let TestVerdict::Again(third) = second.judge(&said(NOW), NOW, NOW).unwrap() else {
        panic!("the same second shows nothing");
    };
    assert_eq!(third.way, FIRST.way);
    assert_eq!(third.judge(&said(at(1)), at(1), at(1)), Ok(TestVerdict::Done));
    let mut login = FIRST;
    let mut count = 0;
    while let Ok(TestVerdict::Again(next)) = login.judge(&said(NOW), NOW, NOW) {
        (login, count) = (next, count + 1);
    }
    assert_eq!(count, 7, "and not for ever");
}

#[test]
fn a_provider_that_does_not_say_when_is_asked_once() {
    let silent = IdpStatement { authenticated_at: None, ..said(NOW) };
    assert_eq!(FIRST.judge(&silent, NOW, NOW), Ok(TestVerdict::Done));
}
