//! What the service says in Japanese about values of the domain.

use time::{Month, OffsetDateTime, UtcOffset};
use wariin_domain::{
    Assurance, AttemptRefusal, DocumentStatus, EnrolmentClass, FirstLoginError, FirstLoginRefusal,
    IdpError, IdpRefusal, MailboxCodeError, Problem, Recipient, RecipientState, Span, TextError,
    Throttled, Timestamp,
};
use wariin_ports::{IdpFault, PdfRefusal, TimelineEntry};
use wariin_usecases::Error;

/// The error of the steps 02 and 04.
pub(crate) const SENDER_MUST_BE_STRONG: &str = "高度な認証リクエストを設定して書類を送信するには、2要素認証（またはIdP認証）でのログインが必要です。認証を行ってから、もう一度送信してください。";
/// Why the option is disabled beside a language other than Japanese.
pub(crate) const LANGUAGE_EXCLUDES: &str =
    "日本語以外の言語が設定された宛先があるため、高度な認証リクエストを設定できません。";
/// Why the language is fixed beside the request.
pub(crate) const LANGUAGE_FIXED: &str =
    "高度な認証リクエストが設定されているため、言語は日本語に固定されています。";

/// Japan Standard Time: `2026年11月22日 14:05`.
pub(crate) fn jst(at: Timestamp) -> String {
    let utc =
        OffsetDateTime::from_unix_timestamp(at.as_seconds()).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let t = utc.to_offset(UtcOffset::from_hms(9, 0, 0).unwrap_or(UtcOffset::UTC));
    let month = month(t.month());
    format!("{}年{month}月{}日 {:02}:{:02}", t.year(), t.day(), t.hour(), t.minute())
}

fn month(month: Month) -> u8 {
    u8::from(month)
}

/// A size in bytes: `318 KB`.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// A status by its stable name.
pub(crate) fn status(name: &str) -> &'static str {
    match name {
        "draft" => "下書き",
        "awaiting_consent" => "先方確認中",
        "sealing" => "先方確認中（締結処理中）",
        "concluded" => "締結済",
        "cancelled" => "取り消し",
        "declined" => "却下",
        _ => "不明",
    }
}

/// Where a recipient's turn stands, in words for the sender.
pub(crate) fn recipient_state(recipient: &Recipient, document: &DocumentStatus) -> String {
    let is_over =
        matches!(document, DocumentStatus::Cancelled { .. } | DocumentStatus::Declined { .. });
    match &recipient.state {
        RecipientState::Waiting if is_over => "送信されませんでした".to_owned(),
        RecipientState::Waiting => "順番待ち".to_owned(),
        RecipientState::Invited { .. } if is_over => "回答なし".to_owned(),
        RecipientState::Invited { .. } => match recipient.opened_at {
            Some(at) => format!("確認中（{} に開封）", jst(at)),
            None => "未開封".to_owned(),
        },
        RecipientState::Consented(consent) => format!("同意済み（{}）", jst(consent.at)),
        RecipientState::Declined { at, .. } => format!("却下（{}）", jst(*at)),
        RecipientState::Disowned { .. } => "要対応：宛先が違うとの申し出がありました".to_owned(),
    }
}

/// How somebody was authenticated, by the stable name of the method.
pub(crate) fn method(name: &str) -> &'static str {
    match name {
        "two_factor" => "2要素認証",
        "idp" => "IdP認証",
        "mailbox" => "メール認証",
        _ => "不明",
    }
}

/// How a consenting person was authenticated.
pub(crate) fn assurance(assurance: &Assurance) -> String {
    match assurance {
        Assurance::Idp { identity, class: EnrolmentClass::NamedIdp, .. } => {
            format!("IdP認証（送信者が指定：{}）", identity.issuer)
        }
        Assurance::Idp { identity, .. } => format!("IdP認証（{}）", identity.issuer),
        Assurance::TwoFactor { .. } | Assurance::Mailbox { .. } => {
            method(assurance.name()).to_owned()
        }
    }
}

/// An event in plain words.
pub(crate) fn event(entry: &TimelineEntry, recipients: &[Recipient]) -> String {
    let fact = |name: &str| entry.facts.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let recipient = fact("recipient")
        .and_then(|id| recipients.iter().find(|r| r.id.to_string() == id))
        .map_or_else(|| "宛先".to_owned(), |r| format!("{} 様", r.details.name));
    let by = match (fact("method").map_or("", method), fact("issuer")) {
        (by, Some(issuer)) => format!("{by}・{issuer}"),
        (by, None) => by.to_owned(),
    };
    match entry.kind.as_str() {
        "drafted" => "下書きを作成しました".to_owned(),
        "described" => "書類の情報を変更しました".to_owned(),
        "files_replaced" => "ファイルを差し替えました".to_owned(),
        "recipient_added" => "宛先を追加しました".to_owned(),
        "recipient_changed" => "宛先を変更しました".to_owned(),
        "recipient_removed" => "宛先を削除しました".to_owned(),
        "recipients_reordered" => "宛先の順番を変更しました".to_owned(),
        "advanced_auth_requested" => "高度な認証リクエストを設定しました".to_owned(),
        "advanced_auth_withdrawn" => "高度な認証リクエストを取り消しました".to_owned(),
        "sent" if fact("advanced_auth") == Some("true") => {
            "書類を送信しました（高度な認証リクエスト：設定あり）".to_owned()
        }
        "sent" => "書類を送信しました".to_owned(),
        "invited" => format!("{recipient}への送信を手配しました"),
        "mailbox_code_asked" => format!("{recipient}への確認コードの送信を手配しました"),
        "mailbox_proven" => format!("{recipient}のメールアドレスを確認しました"),
        "opened" => format!("{recipient}が書類を開きました（{by}）"),
        "consented" => format!("{recipient}が同意しました（{by}）"),
        "idp_testified" => {
            format!("{recipient}の本人確認について、IdPの署名付きの証言を保存しました")
        }
        "all_consented" => "全員の同意がそろいました".to_owned(),
        "declined" => format!("{recipient}が却下しました"),
        "disowned" => {
            format!("{recipient}宛てのメールの受取人から、宛先が違うとの申し出がありました")
        }
        "cancelled" => "書類を取り消しました".to_owned(),
        "concluded" => "電子署名を付与し、締結しました".to_owned(),
        "refused" => format!("操作を拒否しました（{}）", refused(fact("refusal").unwrap_or(""))),
        _ => entry.kind.clone(),
    }
}

fn refused(name: &str) -> &'static str {
    match name {
        "wrong_code" => "コードの誤り",
        "otp_replay" => "使用済みの認証コード",
        "throttled" => "試行回数の超過",
        "locked" => "認証のロック",
        "advanced_auth_required" => "2要素認証・IdP認証なし",
        "somebody_else" => "宛先でないアカウント",
        "step_up_required" => "再認証が必要",
        "other_contents" => "表示と異なる書類",
        "not_editable" => "この状態ではできない操作",
        "language_must_be_ja" => "日本語以外の言語",
        "named_idp_required" => "指定されたIdP以外での認証",
        "sub" => "IdPで別の方が認証",
        "auth_time_old" | "auth_time_missing" | "auth_time_future" => "IdPでの認証の日時",
        "acr_amr" => "IdPでの認証の強さ",
        "iss" | "tenant" | "switched_off" => "別のIdP、または無効なIdP",
        _ => "その他",
    }
}

/// What is wrong with a field.
pub(crate) fn text_error(label: &str, error: TextError) -> String {
    match error {
        TextError::Empty => format!("{label}を入力してください。"),
        TextError::TooLong { limit } => format!("{label}は{limit}文字以内で入力してください。"),
        TextError::TooShort { least } => format!("{label}は{least}文字以上で入力してください。"),
        TextError::ForbiddenCharacter => {
            format!("{label}に使えない文字（制御文字やWebページのアドレスなど）が含まれています。削除してください。")
        }
        TextError::Malformed => match label {
            "メールアドレス" => {
                "メールアドレスの形式が正しくありません。name@example.co.jp のように半角で入力してください。"
                    .to_owned()
            }
            "パスワード" => "同じ文字だけのパスワードは使えません。別のパスワードにしてください。".to_owned(),
            "取引金額" => "取引金額は 550000 のように、円単位の数字で入力してください。".to_owned(),
            _ => format!("{label}の形式が正しくありません。"),
        },
    }
}

/// What is missing or too much.
pub(crate) fn problem(problem: Problem) -> &'static str {
    match problem {
        Problem::NoIdpForAddress => {
            "この宛先のメールアドレスの組織のIdPは、このサービスに接続されていません。「所属組織のIdPだけ」の指定を外すか、先方に接続を依頼してください。"
        }
        Problem::NoFile => "PDFファイルを選んでください。",
        Problem::NoRecipient => "宛先を1件以上追加してください。",
        Problem::TooManyFiles => "ファイルは100件までです。",
        Problem::TooLarge => "ファイルは1件20MB、書類全体で50MBまでです。",
        Problem::TooManyRecipients => "宛先は128件までです。",
        Problem::NoSuchRecipient => "その宛先はすでに削除されています。",
        Problem::SealedOtherFiles => "署名したファイルが書類と一致しませんでした。",
    }
}

/// Why something was not done, for beside a form.
pub(crate) fn refusal(error: &Error) -> String {
    match error {
        Error::BadCredentials => "メールアドレスまたはパスワードが正しくありません。続けて誤ったときは、1分ほど待ってからお試しください。".to_owned(),
        Error::WrongCode => "コードが正しくありません。最新のコードを入力してください。".to_owned(),
        Error::CodeReplayed => {
            "この認証コードはすでに使われています。アプリに次のコードが表示されてから入力してください。".to_owned()
        }
        Error::Throttled(throttled) | Error::MailboxCode(MailboxCodeError::Throttled(throttled)) => {
            throttle(*throttled)
        }
        Error::MailboxCode(MailboxCodeError::OtherSession) => {
            "この確認コードは別のブラウザーで請求されたものです。このブラウザーで新しいコードを送ってください。".to_owned()
        }
        Error::MailboxCode(MailboxCodeError::Expired) => {
            "確認コードの有効期限が切れたか、すでに使われています。新しいコードを送ってください。".to_owned()
        }
        Error::TooManyCodes => {
            "確認コードは送ったばかりか、本日の上限（10回）に達しています。届いたメールを確認し、少し待ってからお試しください。".to_owned()
        }
        Error::MailboxNotProven => {
            "あなた宛ての書類が届いています。届いたメールのリンクを開き、確認コードでメールアドレスを確認してから、もう一度お試しください。".to_owned()
        }
        Error::AccountExists => {
            "このメールアドレスのアカウントはすでにあります。ログインしてください。".to_owned()
        }
        Error::NoFactor => "2要素認証が設定されていません。".to_owned(),
        Error::FactorExists => "2要素認証はすでに設定されています。".to_owned(),
        Error::NoEnrolment => {
            "設定の途中の情報が見つかりません。このブラウザーで、設定を最初からやり直してください。".to_owned()
        }
        Error::Pdf { name, refusal } => format!("「{name}」は{}", pdf(*refusal)),
        Error::NoIdp => {
            "このメールアドレスの組織のIdPは、このサービスに接続されていません。パスワードでログインするか、組織の管理者にIdPの接続をご相談ください。".to_owned()
        }
        Error::UnknownVisit => {
            "このIdPでのログインは、すでに終わっているか、このサービスから始められたものではありません。もう一度、最初からログインしてください。".to_owned()
        }
        Error::Attempt(AttemptRefusal::Expired) => {
            "IdPでのログインに時間がかかったため、やり直しが必要です。もう一度ログインしてください。".to_owned()
        }
        Error::Attempt(_) | Error::FirstLoginCode(FirstLoginError::OtherBrowser) => {
            "このIdPでのログインは、別のブラウザーまたは別のログインから始められました。このブラウザーで、最初からやり直してください。".to_owned()
        }
        Error::FirstLoginCode(_) => {
            "確認コードの有効期限が切れたか、誤りが続いたため使えなくなりました。IdPでのログインからやり直してください。".to_owned()
        }
        Error::IdpDenied(_) => {
            "IdPがログインを認めませんでした。IdPの画面で取りやめた場合は、もう一度お試しください。続くときは、組織のシステム担当者に、このサービスの利用が許可されているかご確認ください。".to_owned()
        }
        Error::IdpRefused(refusal) => idp_refusal(*refusal).to_owned(),
        Error::FirstLogin(refusal) => first_login(refusal).to_owned(),
        Error::LinkFirst => {
            "このメールアドレスのアカウントは、すでにあります。パスワード（と認証アプリ）でログインし、セキュリティ設定の「IdPと連携する」を押すと、次からIdPでログインできます。".to_owned()
        }
        Error::NotAMember => {
            "この組織では、アカウントのない方はログインできません。組織の管理者に、アカウントの作成をご依頼ください。".to_owned()
        }
        Error::OtherAddress => {
            "IdPのメールアドレスが、ログイン中のアカウントのメールアドレスと異なります。ご自分のIdPのアカウントでログインしたかをご確認ください。同じ方の場合は、組織のシステム担当者に、IdPが返すメールアドレスをご相談ください。".to_owned()
        }
        Error::IdentityTaken => {
            "このIdPのアカウントは、別のアカウントと連携されているか、あなたのアカウントが別のIdPのアカウントと連携されています。先に連携を解除してください。".to_owned()
        }
        Error::SignInAgain => {
            "ログインの方法を変えるには、15分以内のログイン（2要素認証を設定している場合は認証コードも）が必要です。もう一度ログインしてから、お試しください。".to_owned()
        }
        Error::NoPassword => {
            "このアカウントにはパスワードがないため、IdP連携を解除するとログインできなくなります。解除できません。".to_owned()
        }
        Error::IdpRequired => {
            "あなたの組織では、IdPでのログインが必要です。下のボタンからログインしてください。".to_owned()
        }
        Error::IdpSettings(error) => idp_settings(*error).to_owned(),
        Error::Idp(IdpFault::Unreachable(_)) => {
            "IdPが応答しません。少し待ってから、もう一度お試しください。続くときは、組織のシステム担当者に、IdPの稼働状況をご確認ください。".to_owned()
        }
        Error::Idp(IdpFault::Forbidden(_)) => {
            "この発行者（または、それが示す接続先）には、安全のため接続できません。httpsのURLで、公開されたアドレスであることをご確認ください。社内のIdPの場合は、サーバーの運営者が WARIIN_IDP_PRIVATE_ORIGINS で許可すると接続できます。".to_owned()
        }
        Error::Idp(IdpFault::Misconfigured(_)) => {
            "IdPとの接続の設定に誤りがあります。組織の管理者に、IdP接続のテストをご依頼ください。".to_owned()
        }
        Error::Idp(IdpFault::Untrusted(_)) => {
            "IdPの応答を確かめられなかったため、ログインを中止しました。もう一度お試しください。続くときは、組織の管理者にご連絡ください。".to_owned()
        }
        Error::Dns(_) => {
            "DNSサーバーが応答しないため、ドメインを確認できませんでした。少し待ってから、もう一度お試しください。".to_owned()
        }
        other => other.to_string(),
    }
}

/// Why a provider's word was not enough.
fn idp_refusal(refusal: IdpRefusal) -> &'static str {
    match refusal {
        IdpRefusal::SwitchedOff => {
            "このIdPでのログインは、いま無効になっています。組織の管理者にご確認ください。"
        }
        IdpRefusal::OtherIssuer | IdpRefusal::OtherTenant => {
            "別の組織のIdPでログインされました。ご自分の組織のアカウントでログインしてください。"
        }
        IdpRefusal::NoAuthTime => {
            "IdPが認証の日時（auth_time）を示さなかったため、ご本人の確認ができませんでした。組織のシステム担当者に、IdPの設定をご相談ください。"
        }
        IdpRefusal::Stale => {
            "IdPでの認証が古いため、受け付けられません。IdPの画面で、もう一度認証してください。"
        }
        IdpRefusal::Future => {
            "IdPの時刻がずれているため、受け付けられません。組織のシステム担当者にご連絡ください。"
        }
        IdpRefusal::Weak => {
            "IdPで2要素認証が行われたことを確かめられませんでした。IdPで2要素認証を行ってログインしてください。続くときは、組織のシステム担当者にご相談ください。"
        }
        IdpRefusal::SomebodyElse => {
            "IdPで別の方が認証されたため、受け付けませんでした。この書類にログインしているご本人が、IdPで認証してください。"
        }
    }
}

fn first_login(refusal: &FirstLoginRefusal) -> &'static str {
    match refusal {
        FirstLoginRefusal::NoAddress => {
            "IdPからメールアドレスを受け取れなかったため、アカウントを確かめられませんでした。組織のシステム担当者に、emailを返す設定をご依頼ください。"
        }
        FirstLoginRefusal::AddressUnverified => {
            "IdPでメールアドレスが確認されていないため、ログインできません。IdPの画面でメールアドレスの確認を済ませてください。"
        }
        FirstLoginRefusal::ForeignDomain => {
            "IdPのメールアドレスのドメインが、この組織のものとして確認されていません。組織の管理者に、IdP接続のドメインをご確認ください。"
        }
    }
}

/// What stands in the way of a step with a connection.
pub(crate) fn idp_settings(error: IdpError) -> &'static str {
    match error {
        IdpError::NotAdmin => "この操作は、組織の管理者だけが行えます。",
        IdpError::WeakSignIn(_) => {
            "IdP接続の変更には、2要素認証（またはIdP認証）でのログインが必要です。"
        }
        IdpError::TenantNeeded => {
            "この発行者は多くの組織で使われるため、組織を表すクレーム（hd=example.co.jp など）が必要です。"
        }
        IdpError::NotTested => "有効にするには、先に「接続をテストする」を済ませてください。",
        IdpError::NotStrong => {
            "テストのログインでは、いまの「強い認証の確かめ方」を満たしていません。IdPの設定か、確かめ方を見直してください。"
        }
        IdpError::NoDomain => "有効にするには、確認済みのドメインが1つ以上必要です。",
        IdpError::NoSuchDomain => "そのドメインは、この接続に登録されていません。",
        IdpError::TooManyDomains => "ドメインは50件までです。",
        IdpError::DomainTaken => "そのドメインは、別のIdP接続で確認済みです。",
        IdpError::NoRecord => {
            "TXTレコードが見つかりませんでした。名前と値を確かめ、反映を待ってから、もう一度お試しください。"
        }
        IdpError::SwitchedOff => "先に、この接続を有効にしてください。",
        IdpError::NotSignedInWithIt => {
            "締め出しを防ぐため、このIdPでログインしてから設定してください。"
        }
    }
}

fn throttle(throttled: Throttled) -> String {
    match throttled {
        Throttled::Wait { until } => format!(
            "誤りが続いたため、{} まで受け付けを止めています。正しいコードでも、それまでお待ちください。",
            jst(until.plus(Span::seconds(59)))
        ),
        Throttled::Locked => {
            "誤りが続いたため、この認証アプリは使えなくなりました。バックアップコードを使って設定し直してください。".to_owned()
        }
    }
}

fn pdf(refusal: PdfRefusal) -> &'static str {
    match refusal {
        PdfRefusal::NotPdf => "PDFではありません。PDFに変換してから選んでください。",
        PdfRefusal::Damaged => "壊れていて読み取れません。作成したソフトで保存し直してください。",
        PdfRefusal::Encrypted => {
            "パスワードや権限で保護されています。保護を外してから選んでください。"
        }
        PdfRefusal::NoPages => "ページがありません。",
        PdfRefusal::TooManyPages => "2,000ページを超えています。分けてください。",
        PdfRefusal::JavaScript => {
            "JavaScriptを含むため受け付けられません。「印刷」からPDFとして保存し直してください。"
        }
        PdfRefusal::Launch => {
            "他のファイルやプログラムを開く動作を含むため受け付けられません。「印刷」からPDFとして保存し直してください。"
        }
        PdfRefusal::EmbeddedFiles => {
            "ファイルが添付されたPDFのため受け付けられません。添付を外してください。"
        }
        PdfRefusal::Xfa => {
            "XFAフォームのため受け付けられません。「印刷」からPDFとして保存し直してください。"
        }
        PdfRefusal::UnfixedForm => {
            "入力欄の表示が固定されていないフォームのため受け付けられません。「印刷」からPDFとして保存し直してください。"
        }
        PdfRefusal::Certified => "変更を禁止する証明が付いているため、署名を追加できません。",
        PdfRefusal::TooComplex => {
            "複雑すぎて確認できませんでした。「印刷」からPDFとして保存し直してください。"
        }
    }
}
