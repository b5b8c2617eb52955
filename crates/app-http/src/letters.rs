//! Letters in Japanese. What people typed stands in them as text of its own, never as ours.

use crate::speech::Speech;
use wariin_domain::{AccountChange, Title};
use wariin_ports::{Letter, LetterKind, LetterWriter, Place, WrittenLetter};

/// Writes letters with links to this service.
pub(crate) struct JapaneseLetters {
    origin: String,
}

impl JapaneseLetters {
    pub(crate) fn new(origin: String) -> Self {
        Self { origin }
    }

    fn place(&self, place: &Place) -> String {
        match place {
            Place::Document(id) => format!("{}/documents/{id}", self.origin),
            Place::Invitation(id) => format!("{}/invitations/{id}", self.origin),
            Place::Link(token) => format!("{}/l/{token}", self.origin),
        }
    }
}

impl LetterWriter for JapaneseLetters {
    fn write(&self, letter: &Letter) -> WrittenLetter {
        let speech = Speech::new(letter.language, &letter.time_zone);
        let (subject, text) = self.say(&speech, &letter.kind);
        let to = letter.to.as_ref().map_or("ご利用者", |name| name.as_str());
        let body = format!(
            "{to} 様\n\n{text}\n\n--\nこのメールは電子契約サービス Wariin から自動で送信しています。\n\
             お心当たりのない場合の手順：\n{}/help\n",
            self.origin
        );
        WrittenLetter { subject, body }
    }
}

impl JapaneseLetters {
    #[expect(clippy::too_many_lines, reason = "one letter after the other")]
    fn say(&self, speech: &Speech, kind: &LetterKind) -> (String, String) {
        match kind {
            LetterKind::Invitation { .. } => self.invitation(speech, kind),
            LetterKind::MemberInvitation { by, organisation, place, until } => (
                "組織への招待が届いています".to_owned(),
                format!(
                    "「{organisation}」の「{by}」様が、電子契約サービスのメンバーとしてあなたを招待しています。\n\n\
                     次のページを開いて参加してください。\n{}\n\n招待の有効期限：{}",
                    self.place(place),
                    speech.at(*until)
                ),
            ),
            LetterKind::MailboxCode { digits, until } => (
                "確認コードのお知らせ".to_owned(),
                format!(
                    "メールアドレスを確認するためのコードです。\n\n  {digits}\n\n\
                     コードを請求したブラウザーの画面に、{} までに入力してください。\n\
                     このコードを他の人に伝えないでください。書類の送信者や当サービスがお尋ねすることはありません。",
                    speech.at(*until)
                ),
            ),
            LetterKind::Concluded { title, place, has_files } => {
                let mut text = format!(
                    "{}全員の同意がそろい、電子署名を付与して締結しました。",
                    about(title.as_ref())
                );
                if *has_files {
                    text += "\n締結済みPDFをこのメールに添付しています。";
                }
                match place {
                    Some(place) => {
                        text += "\n締結済みPDFは次のページからダウンロードできます。\n\n";
                        text += &self.place(place);
                    }
                    None if *has_files => {}
                    None => text += "\n共有先の方へのお知らせです。書類の内容は、送信者にお問い合わせください。",
                }
                ("書類が締結されました".to_owned(), text)
            }
            LetterKind::Cancelled { sender } => (
                "書類が取り消されました".to_owned(),
                format!(
                    "「{sender}」様が、お送りした書類を取り消しました。\n\
                     以前お送りしたリンクからは閲覧できません。行っていただく手続きはありません。"
                ),
            ),
            LetterKind::Declined { title, by, reason, place } => (
                "書類が却下されました".to_owned(),
                format!(
                    "{}「{by}」様が却下しました。\n\n却下の理由（ご本人の記入）：\n{}\n\n{}",
                    about(title.as_ref()),
                    quoted(reason.as_str()),
                    self.place(place)
                ),
            ),
            LetterKind::Withdrawn { title, recipient, place } => (
                "同意が取り消されました".to_owned(),
                format!(
                    "{}「{recipient}」様が、一度した同意を取り消しました。書類は先方確認中のままです。\n\
                     「{recipient}」様がもう一度同意するか却下するまで、締結されません。\n\n{}",
                    about(title.as_ref()),
                    self.place(place)
                ),
            ),
            LetterKind::Held { title, recipient, why, place } => (
                "宛先の方の本人確認をお願いします".to_owned(),
                format!(
                    "{}「{recipient}」様の{}。ほかの人が本人になりすましていないことを確かめるまで、\
                     「{recipient}」様の同意を受け付けません。\n\n\
                     電話など、メール以外の方法でご本人に確かめ、書類の画面で受け付けてください。\
                     ご本人の操作でなければ、書類を取り消してください。\n\n{}",
                    about(title.as_ref()),
                    crate::wording::hold(speech, *why),
                    self.place(place)
                ),
            ),
            LetterKind::Forwarded { title, by, to, email, place } => (
                "書類が転送されました".to_owned(),
                format!(
                    "{}「{by}」様が、確認と同意をほかの方に引き継ぎました。\n\n\
                     転送先（ご本人の記入）：\n{}\n\n\
                     転送先の方にも、同じ認証を求めます。お心当たりのない方の場合は、書類を取り消してください。\n\n{}",
                    about(title.as_ref()),
                    quoted(&format!("{to}\n{email}")),
                    self.place(place)
                ),
            ),
            LetterKind::Disowned { title, recipient, place } => (
                "宛先が違うとの申し出がありました".to_owned(),
                format!(
                    "{}「{recipient}」様宛てのメールの受取人から、宛先が違うとの申し出がありました。\n\
                     書類の内容は表示していません。宛先を確かめ、必要であれば書類を取り消して送り直してください。\n\n{}",
                    about(title.as_ref()),
                    self.place(place)
                ),
            ),
            LetterKind::AccountChanged { change } => (
                "アカウントの設定が変わりました".to_owned(),
                format!(
                    "{}\n\nご自身の操作の場合、行っていただくことはありません。\n\
                     お心当たりがない場合は、すぐにログインして「セキュリティ」の設定を確かめ、\
                     サービスの運営者にご連絡ください。\n{}/settings/security",
                    account_change(*change),
                    self.origin
                ),
            ),
            LetterKind::ForeignAccount => (
                "別のアカウントからのアクセスがありました".to_owned(),
                "あなた宛ての書類を、別のアカウントでログインした人が開こうとしました。書類は表示していません。\n\
                 ご自身の操作でない場合は、メールの転送やリンクの共有がないかご確認ください。"
                    .to_owned(),
            ),
        }
    }

    fn invitation(&self, speech: &Speech, kind: &LetterKind) -> (String, String) {
        let LetterKind::Invitation {
            sender,
            organisation,
            title,
            message,
            token,
            until,
            advanced_auth,
            is_again,
        } = kind
        else {
            return (String::new(), String::new());
        };
        let mut text = format!(
            "「{organisation}」の「{sender}」様から、確認していただく書類が届いています。\n\n"
        );
        if let Some(title) = title {
            text += &format!("タイトル：\n{}\n\n", quoted(title.as_str()));
        }
        if let Some(message) = message {
            text += &format!("送信者からのメッセージ：\n{}\n\n", quoted(message.as_str()));
        }
        text += &format!(
            "次のリンクを開いて確認してください。\n{}/l/{token}\n\nリンクの有効期限：{}",
            self.origin,
            speech.at(*until)
        );
        if *advanced_auth {
            text += "\n\nこの書類の閲覧と同意には、2要素認証（またはIdP認証）が必要です。\
                認証アプリ（Google Authenticator など）をご用意ください。手順は画面でご案内します。";
        }
        let subject = if *is_again {
            text += "\n\n以前お送りしたリンクは使えません。このメールのリンクをお使いください。";
            "【再送】書類の確認をお願いします"
        } else {
            "書類の確認をお願いします"
        };
        (subject.to_owned(), text)
    }
}

fn account_change(change: AccountChange) -> &'static str {
    match change {
        AccountChange::FactorEnrolled => "アカウントに認証アプリ（2要素認証）が設定されました。",
        AccountChange::FactorRemoved => "アカウントの認証アプリ（2要素認証）が解除されました。",
        AccountChange::BackupCodeUsed => {
            "アカウントのバックアップコードが使われ、それまでの認証アプリが解除されました。"
        }
        AccountChange::PasswordReset => "アカウントのパスワードが再設定されました。",
        AccountChange::IdpLinked => "アカウントが、会社のアカウント（IdP）と連携されました。",
        AccountChange::FactorReset => {
            "組織の管理者が、アカウントの認証アプリ（2要素認証）をリセットしました。次にログインしたときに設定し直してください。"
        }
        AccountChange::RoleAssigned => "組織の管理者が、あなたの役割を変更しました。",
        AccountChange::OrganisationLeft => {
            "組織の管理者が、あなたを組織から外しました。受け取った書類は、これまでどおり閲覧できます。"
        }
        AccountChange::IdpUnlinked => {
            "アカウントの、会社のアカウント（IdP）との連携が解除されました。"
        }
    }
}

fn about(title: Option<&Title>) -> String {
    title.map(|title| format!("タイトル：\n{}\n\n", quoted(title.as_str()))).unwrap_or_default()
}

/// What a person wrote, each line marked as a quotation.
fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}
