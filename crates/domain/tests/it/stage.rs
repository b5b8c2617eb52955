//! Where a document stands for its readers.

use wariin_domain::fixtures::{
    NOW, after, by_password, by_totp, consent_to, draft, id, sender, sent, signed_in, taro,
};
use wariin_domain::{Document, FileDigest, Reason, RecipientStage, Seal, SealLevel, SealedFile};

fn consented(document: &mut Document, account: &wariin_domain::Account, number: u128) {
    let by = by_totp(account, after(1));
    let shown = consent_to(document.content_digest());
    let _ = document.consent(id(number), signed_in(account, &by), shown, after(1)).unwrap();
}

fn sealing() -> Document {
    let mut document = sent(true);
    consented(&mut document, &taro(), 1);
    consented(&mut document, &wariin_domain::fixtures::hanako(), 2);
    document
}

fn concluded() -> Document {
    let mut document = sealing();
    let seal = Seal { digest: FileDigest::new([9; 32]), level: SealLevel::Basic };
    let sealed = SealedFile { file: document.files[0].id, seal };
    let _ = document.conclude(&[sealed], after(2)).unwrap();
    document
}

fn cancelled() -> Document {
    let mut document = sent(true);
    let _ = document.cancel(&by_password(&sender()), NOW).unwrap();
    document
}

fn declined() -> Document {
    let mut document = sent(true);
    let (account, by) = (taro(), by_totp(&taro(), NOW));
    let reason = Reason::parse("条件が違います").unwrap();
    let _ = document.decline(id(1), signed_in(&account, &by), reason, NOW).unwrap();
    document
}

#[test]
fn each_status_answers_to_exactly_one_question_about_it() {
    let asked = |document: &Document| {
        [
            document.is_draft(),
            document.is_awaiting_consent(),
            document.is_sealing(),
            document.is_concluded(),
            document.is_called_off(),
        ]
    };
    let all = [draft(), sent(true), sealing(), concluded(), cancelled()];
    for (place, document) in all.iter().enumerate() {
        let answers: Vec<usize> = (0..5).filter(|n| asked(document)[*n]).collect();
        assert_eq!(answers, [place], "{:?}", document.status);
    }
    assert_eq!(asked(&declined()), asked(&cancelled()));
}

#[test]
fn a_recipient_answers_waits_for_others_then_for_the_seal_and_then_keeps() {
    let stage =
        |document: &Document, number| document.stage_of(document.recipient(id(number)).unwrap());
    let mut document = sent(true);
    assert_eq!(stage(&document, 1), RecipientStage::Answer);
    assert_eq!(stage(&document, 2), RecipientStage::WaitForOthers);
    consented(&mut document, &taro(), 1);
    assert_eq!(stage(&document, 1), RecipientStage::WaitForOthers);
    assert_eq!(stage(&document, 2), RecipientStage::Answer);
    assert_eq!(stage(&sealing(), 1), RecipientStage::WaitForSeal);
    assert_eq!(stage(&concluded(), 2), RecipientStage::Concluded);
}

#[test]
fn what_a_recipient_may_do_is_what_the_transition_allows() {
    let first = |document: &Document| {
        let recipient = document.recipient(id(1)).unwrap();
        [
            document.may_forward(recipient),
            document.may_withdraw_consent(recipient),
            document.may_report_wrong_recipient(recipient),
        ]
    };
    let mut document = sent(true);
    assert_eq!(first(&document), [true, false, true]);
    let (account, by) = (taro(), by_totp(&taro(), NOW));
    let _ = document.open(id(1), signed_in(&account, &by), NOW).unwrap();
    assert_eq!(first(&document), [true, false, false], "an opened document was for this person");
    consented(&mut document, &taro(), 1);
    assert_eq!(first(&document), [false, true, false]);
    for ended in [draft(), sealing(), concluded(), cancelled(), declined()] {
        assert_eq!(first(&ended), [false; 3], "{:?}", ended.status);
    }
}
