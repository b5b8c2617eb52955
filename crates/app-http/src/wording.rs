//! What the service says in Japanese about values of the domain.

mod refusal;

use crate::speech::Speech;
use crate::web::Field;
use wariin_domain::{
    Assurance, Document, DocumentStatus, EnrolmentClass, Excluded, Exclusion, HoldReason, Problem,
    Recipient, RecipientState, Role, TextError, Timestamp,
};
use wariin_ports::TimelineEntry;

/// The error of the steps 02 and 04.
pub(crate) const SENDER_MUST_BE_STRONG: &str = "高度な認証リクエストを設定して書類を送信するには、2要素認証（またはIdP認証）でのログインが必要です。認証を行ってから、もう一度送信してください。";
/// Why the option is disabled beside a language other than Japanese.
pub(crate) const LANGUAGE_EXCLUDES: &str =
    "日本語以外の言語が設定された宛先があるため、高度な認証リクエストを設定できません。";
/// Why the language is fixed beside the request.
pub(crate) const LANGUAGE_FIXED: &str =
    "高度な認証リクエストが設定されているため、言語は日本語に固定されています。";

/// What in a document the request does not go together with, and the cure.
pub(crate) fn excluded(speech: &Speech, excluded: &Excluded) -> String {
    match excluded {
        Excluded::Language { recipient, language } => format!(
            "{LANGUAGE_EXCLUDES}{recipient} 様の言語（{}）を日本語に変更すると、設定できるようになります。",
            language.own_name()
        ),
    }
}

/// A row of what the request does not go together with, for the help.
pub(crate) fn exclusion(speech: &Speech, exclusion: Exclusion) -> String {
    match exclusion {
        Exclusion::ForeignLanguage => {
            "日本語以外の言語の宛先：宛先の言語がすべて日本語の書類で使えます。組織の管理者は、この制限を外せます。"
        }
    }
    .to_owned()
}

/// A status by its stable name.
pub(crate) fn status(speech: &Speech, name: &str) -> String {
    match name {
        "draft" => "下書き",
        "awaiting_consent" => "先方確認中",
        "sealing" => "先方確認中（締結処理中）",
        "concluded" => "締結済",
        "cancelled" => "取り消し",
        "declined" => "却下",
        _ => "不明",
    }
    .to_owned()
}

/// Where a recipient's turn stands, in words for the sender.
pub(crate) fn recipient_state(
    speech: &Speech,
    recipient: &Recipient,
    document: &Document,
    now: Timestamp,
) -> String {
    let is_over = matches!(
        document.status,
        DocumentStatus::Cancelled { .. } | DocumentStatus::Declined { .. }
    );
    match &recipient.state {
        RecipientState::Waiting | RecipientState::Invited { .. }
            if recipient.held.is_some() && !is_over =>
        {
            let why = recipient.held.map(|hold| self::hold(speech, hold.why)).unwrap_or_default();
            format!("要対応：{why}。ご本人か確かめてください")
        }
        RecipientState::Waiting if is_over => "送信されませんでした".to_owned(),
        RecipientState::Waiting => "順番待ち".to_owned(),
        RecipientState::Invited { .. } if is_over => "回答なし".to_owned(),
        RecipientState::Invited { .. }
            if document.link_ends_at(recipient).is_some_and(|end| now >= end) =>
        {
            "要対応：リンクの有効期限が切れました".to_owned()
        }
        RecipientState::Invited { .. } => match recipient.opened_at {
            Some(at) => format!("確認中（{} に開封）", speech.at(at)),
            None => "未開封".to_owned(),
        },
        RecipientState::Consented(consent) => format!("同意済み（{}）", speech.at(consent.at)),
        RecipientState::Declined { at, .. } => format!("却下（{}）", speech.at(*at)),
        RecipientState::Forwarded { at, to } => {
            let to = document.recipient(*to).map(|to| format!("{} 様に", to.details.name));
            format!("{}転送（{}）", to.unwrap_or_default(), speech.at(*at))
        }
        RecipientState::Disowned { .. } => "要対応：宛先が違うとの申し出がありました".to_owned(),
    }
}

/// A role.
pub(crate) fn role(speech: &Speech, role: Role) -> String {
    match role {
        Role::Member => "メンバー",
        Role::Manager => "書類管理者",
        Role::Admin => "管理者",
    }
    .to_owned()
}

/// What happened to a recipient's way in.
pub(crate) fn hold(speech: &Speech, why: HoldReason) -> String {
    match why {
        HoldReason::BackupCode => {
            "アカウントでバックアップコードが使われ、認証アプリが解除されました"
        }
        HoldReason::AdminReset => "アカウントの認証アプリが、所属組織の管理者にリセットされました",
        HoldReason::LeftOrganisation => "アカウントが、所属していた組織から外されました",
        HoldReason::IdpUnlinked => "アカウントの、会社のアカウント（IdP）との連携が解除されました",
    }
    .to_owned()
}

/// How somebody was authenticated, by the stable name of the method.
pub(crate) fn method(speech: &Speech, name: &str) -> String {
    match name {
        "two_factor" => "2要素認証",
        "idp" => "IdP認証",
        "mailbox" => "メール認証",
        _ => "不明",
    }
    .to_owned()
}

/// How a consenting person was authenticated.
pub(crate) fn assurance(speech: &Speech, assurance: &Assurance) -> String {
    match assurance {
        Assurance::Idp { identity, class: EnrolmentClass::NamedIdp, .. } => {
            format!("IdP認証（送信者が指定：{}）", identity.issuer)
        }
        Assurance::Idp { identity, .. } => format!("IdP認証（{}）", identity.issuer),
        Assurance::TwoFactor { .. } | Assurance::Mailbox { .. } => method(speech, assurance.name()),
    }
}

/// An event in plain words.
pub(crate) fn event(speech: &Speech, entry: &TimelineEntry, recipients: &[Recipient]) -> String {
    let fact = |name: &str| entry.facts.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let recipient = fact("recipient")
        .and_then(|id| recipients.iter().find(|r| r.id.to_string() == id))
        .map_or_else(|| "宛先".to_owned(), |r| format!("{} 様", r.details.name));
    let by =
        match (fact("method").map_or(String::new(), |name| method(speech, name)), fact("issuer")) {
            (by, Some(issuer)) => format!("{by}・{issuer}"),
            (by, None) => by,
        };
    match entry.kind.as_str() {
        "drafted" => "下書きを作成しました".to_owned(),
        "described" => "書類の情報を変更しました".to_owned(),
        "files_replaced" => "ファイルを差し替えました".to_owned(),
        "recipient_added" => "宛先を追加しました".to_owned(),
        "recipient_changed" => "宛先を変更しました".to_owned(),
        "recipient_removed" => "宛先を削除しました".to_owned(),
        "copy_added" => "共有先を追加しました".to_owned(),
        "copy_removed" => "共有先を削除しました".to_owned(),
        "recipients_reordered" => "宛先の順番を変更しました".to_owned(),
        "advanced_auth_requested" => "高度な認証リクエストを設定しました".to_owned(),
        "advanced_auth_withdrawn" => "高度な認証リクエストを取り消しました".to_owned(),
        "sent" if fact("advanced_auth") == Some("true") => {
            "書類を送信しました（高度な認証リクエスト：設定あり）".to_owned()
        }
        "sent" => "書類を送信しました".to_owned(),
        "invited" => match fact("why") {
            Some("reminder") => format!("{recipient}へのリマインドを手配しました"),
            Some("forwarding") => format!("{recipient}（転送先）への送信を手配しました"),
            Some("renewal") => format!("{recipient}への新しいリンクの送信を手配しました"),
            _ => format!("{recipient}への送信を手配しました"),
        },
        "mailbox_code_asked" => format!("{recipient}への確認コードの送信を手配しました"),
        "mailbox_proven" => format!("{recipient}のメールアドレスを確認しました"),
        "opened" => format!("{recipient}が書類を開きました（{by}）"),
        "consented" => format!("{recipient}が同意しました（{by}）"),
        "idp_testified" => {
            format!("{recipient}の本人確認の記録（IdPの電子署名付き）を保存しました")
        }
        "consent_withdrawn" => format!("{recipient}が同意を取り消しました"),
        "all_consented" => "全員の同意がそろいました".to_owned(),
        "declined" => format!("{recipient}が却下しました"),
        "consent_held" => {
            let why = fact("why")
                .and_then(HoldReason::parse)
                .map(|why| hold(speech, why))
                .unwrap_or_default();
            format!("{recipient}の{why}。同意の受け付けを止めました")
        }
        "consent_released" => {
            format!("{recipient}ご本人であることを送信者が確かめ、同意の受け付けを再開しました")
        }
        "access_code_typed" => format!("{recipient}の画面でアクセスコードが確認されました"),
        "forwarded" => {
            let to = fact("to").and_then(|id| recipients.iter().find(|r| r.id.to_string() == id));
            let to = to.map(|r| format!("{} 様（{}）", r.details.name, r.details.email));
            format!("{recipient}が{}に転送しました", to.unwrap_or_default())
        }
        "disowned" => {
            format!("{recipient}宛てのメールの受取人から、宛先が違うとの申し出がありました")
        }
        "manager_viewed" => match fact("look") {
            Some("file") => "書類管理者がファイルを閲覧しました".to_owned(),
            Some("export") => "書類管理者がファイルを取り出しました".to_owned(),
            _ => "書類管理者が書類を閲覧しました".to_owned(),
        },
        "handed_over" => "送信者の役割を、組織のほかのメンバーが引き継ぎました".to_owned(),
        "cancelled" => "書類を取り消しました".to_owned(),
        "concluded" => "電子署名を付与し、締結しました".to_owned(),
        "refused" => {
            format!("操作を拒否しました（{}）", refused(speech, fact("refusal").unwrap_or("")))
        }
        _ => entry.kind.clone(),
    }
}

fn refused(_speech: &Speech, name: &str) -> &'static str {
    match name {
        "wrong_code" => "コードの誤り",
        "consent_held" => "送信者による本人確認待ち",
        "wrong_access_code" => "アクセスコードの誤り",
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
pub(crate) fn text_error(_speech: &Speech, field: &Field, error: TextError) -> String {
    let label = field.label.as_ref();
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
            "リンクの有効期間（日）" => "リンクの有効期間は、1〜60の数字で入力してください。".to_owned(),
            "同意時に再認証を求めるまでの時間（分）" => {
                "再認証を求めるまでの時間は、1〜60の数字で入力してください。".to_owned()
            }
            "取引金額" => "取引金額は 550000 のように、円単位の数字で入力してください。".to_owned(),
            _ => format!("{label}の形式が正しくありません。"),
        },
    }
}

/// What is missing or too much.
pub(crate) fn problem(speech: &Speech, problem: Problem) -> String {
    match problem {
        Problem::NoIdpForAddress => {
            "この宛先の会社はIdPをこのサービスに接続していないため、IdPの指定ができません。指定のチェックを外すか、先方に接続を依頼してください。"
        }
        Problem::ForwardToOneself => {
            "ご自身のメールアドレスです。転送先の方のメールアドレスを入力してください。"
        }
        Problem::NoFile => "PDFファイルを選んでください。",
        Problem::NoRecipient => "宛先を1件以上追加してください。",
        Problem::TooManyFiles => "ファイルは100件までです。",
        Problem::TooLarge => "ファイルは1件20MB、書類全体で50MBまでです。",
        Problem::TooManyRecipients => "宛先は128件までです。",
        Problem::LinkJustMailed => {
            "リンクを送ってから1時間たっていません。届いたメールをご確認いただき、時間をおいてからお試しください。"
        }
        Problem::NoSuchRecipient => "その宛先はすでに削除されています。",
        Problem::SealedOtherFiles => "署名したファイルが書類と一致しませんでした。",
    }
    .to_owned()
}

pub(crate) use refusal::{idp_settings, idp_title, refusal};
