//! What the service says when it does not do something.

use crate::speech::Speech;
use wariin_domain::{
    AttemptRefusal, FirstLoginError, FirstLoginRefusal, IdpError, IdpRefusal, MailboxCodeError,
    OrganisationError, Span, Throttled,
};
use wariin_ports::{IdpFault, PdfRefusal};
use wariin_usecases::Error;

/// Why something was not done, for beside a form.
#[expect(clippy::too_many_lines, reason = "one sentence for each refusal")]
pub(crate) fn refusal(speech: &Speech, error: &Error) -> String {
    match error {
        Error::BadCredentials => "メールアドレスまたはパスワードが正しくありません。続けて誤ったときは、1分ほど待ってからお試しください。".to_owned(),
        Error::WrongCode => "コードが正しくありません。最新のコードを入力してください。".to_owned(),
        Error::CodeReplayed => {
            "この認証コードはすでに使われています。アプリに次のコードが表示されてから入力してください。".to_owned()
        }
        Error::Throttled(throttled) | Error::MailboxCode(MailboxCodeError::Throttled(throttled)) => {
            throttle(speech, *throttled)
        }
        Error::MailboxCode(MailboxCodeError::OtherSession) => {
            "この確認コードは別のブラウザーで請求されたものです。このブラウザーで新しいコードを送ってください。".to_owned()
        }
        Error::MailboxCode(MailboxCodeError::Expired) => {
            "確認コードの有効期限が切れたか、すでに使われています。新しいコードを送ってください。".to_owned()
        }
        Error::MailboxCode(MailboxCodeError::TooMany) => {
            "確認コードを送れる回数の上限に達しました。組織の管理者に、招待の送り直しをご依頼ください。".to_owned()
        }
        Error::TooManyTemplates => {
            "テンプレートは1,000件までです。使わないテンプレートを削除してください。".to_owned()
        }
        Error::TemplateNotYours => {
            "テンプレートの変更と削除は、保存した方か組織の管理者だけが行えます。".to_owned()
        }
        Error::TooManyExported => {
            "書類が多いため、まとめて取り出せません。500件以内になるように絞り込んでください。".to_owned()
        }
        Error::Organisation(error) => organisation(*error).to_owned(),
        Error::FactorDemanded => {
            "あなたの組織では、2要素認証（またはIdP認証）でのログインが必要です。".to_owned()
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
            "このメールアドレスの会社は、IdPでのログインに対応していません。パスワードでログインしてください。".to_owned()
        }
        Error::UnknownVisit => {
            "このログインの手続きは、すでに使われたか、期限が切れています。もう一度ログインしてください。書類の確認中だった方は、メールのリンクをもう一度開いてください。".to_owned()
        }
        Error::Attempt(AttemptRefusal::Expired) => {
            "IdPでのログインに時間がかかったため、やり直しが必要です。もう一度ログインしてください。".to_owned()
        }
        Error::Attempt(_) | Error::FirstLoginCode(FirstLoginError::OtherBrowser) => {
            "ログインを始めたときと、ブラウザーまたはログイン中のアカウントが変わっています。このブラウザーで、もう一度ログインしてください。書類の確認中だった方は、メールのリンクをもう一度開いてください。".to_owned()
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
            "一度パスワードでログインし、「IdPと連携する」を押すと、次からIdPでログインできます。".to_owned()
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
        Error::IdpSettings(error) => idp_settings(speech, *error),
        Error::Idp(IdpFault::Unreachable(_)) => {
            "会社のログイン画面（IdP）が応答していません。数分待ってから、もう一度お試しください。続くときは、会社のシステム担当者にご連絡ください。".to_owned()
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

/// The heading over a login at a provider that came to nothing.
pub(crate) fn idp_title(speech: &Speech, error: &Error) -> String {
    match error {
        Error::Idp(IdpFault::Unreachable(_)) => "ログイン先につながりませんでした",
        Error::UnknownVisit | Error::Attempt(_) | Error::FirstLoginCode(_) => {
            "もう一度ログインしてください"
        }
        Error::IdpRefused(IdpRefusal::SomebodyElse) => "別の方のアカウントで認証されました",
        Error::FirstLogin(FirstLoginRefusal::ForeignDomain) => {
            "このメールアドレスではログインできません"
        }
        _ => "IdPでログインできませんでした",
    }
    .to_owned()
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
            "会社のログイン画面（IdP）で2要素認証が行われたことを確認できませんでした。2要素認証を行ってログインしてください。続くときは、会社のシステム担当者にご相談ください。"
        }
        IdpRefusal::SomebodyElse => {
            "ログイン中の方とは別の方が、会社のログイン画面で認証されました。同意はまだ完了していません。同意の画面に戻り、ご自分のアカウントを選び直してください。"
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
            "会社のログイン画面から届いたメールアドレスは、この会社のものとして登録されていません。会社のアカウントを選び直すか、会社の管理者にご相談ください。"
        }
    }
}

/// What stands in the way of a step with a connection.
pub(crate) fn idp_settings(speech: &Speech, error: IdpError) -> String {
    match error {
        IdpError::NotAdmin => "この操作は、組織の管理者だけが行えます。",
        IdpError::WeakSignIn(_) => {
            "IdP接続の変更には、2要素認証（またはIdP認証）でのログインが必要です。"
        }
        IdpError::TenantNeeded => {
            "この発行者は多くの組織で使われるため、「組織を見分ける項目」（hd=example.co.jp など）が必要です。"
        }
        IdpError::NotTested => "有効にするには、先に「接続をテストする」を済ませてください。",
        IdpError::NotStrong => {
            "テストのログインで、2要素認証が行われたことを確認できていません。IdPの設定か、「2要素認証の確認方法」を見直してください。"
        }
        IdpError::NoDomain => "有効にするには、確認済みのドメインが1つ以上必要です。",
        IdpError::NoSuchDomain => "そのドメインは、この接続に登録されていません。",
        IdpError::TooManyDomains => "ドメインは50件までです。",
        IdpError::TooManyConnections => "IdP接続は10件までです。",
        IdpError::NoSecret => {
            "クライアントシークレットがありません。「接続の設定を変更する」で入力してください。発行者を変えると、シークレットは消えます。"
        }
        IdpError::NoAddress => {
            "テストで、確認済みドメインのメールアドレス（email）が返されませんでした。IdPでemailを返すように設定し、もう一度テストしてください。"
        }
        IdpError::DomainTaken => "そのドメインは、別のIdP接続で確認済みです。",
        IdpError::NoRecord => {
            "TXTレコードが見つかりませんでした。名前と値を確かめ、反映を待ってから、もう一度お試しください。"
        }
        IdpError::SwitchedOff => "先に、この接続を有効にしてください。",
        IdpError::NotSignedInWithIt => {
            "締め出しを防ぐため、このIdPでログインしてから設定してください。"
        }
    }
    .to_owned()
}

fn organisation(error: OrganisationError) -> &'static str {
    match error {
        OrganisationError::NotAdmin => "この操作は、組織の管理者だけが行えます。",
        OrganisationError::WeakSignIn(_) => {
            "この操作には、2要素認証（またはIdP認証）でのログインが必要です。「セキュリティ」から認証してください。"
        }
        OrganisationError::Oneself => {
            "自分自身に対しては行えません。ほかの管理者に依頼してください。"
        }
        OrganisationError::LastAdmin => {
            "最後の管理者のため、変更できません。先に、ほかのメンバーを管理者にしてください。"
        }
        OrganisationError::NotAMember => "このメンバーは、もうこの組織にいません。",
        OrganisationError::MemberAlready => "このメールアドレスの方は、すでにメンバーです。",
        OrganisationError::InvitedAlready => {
            "このメールアドレスは招待中です。届いていないときは「送り直す」を押してください。"
        }
        OrganisationError::TooManyInvitations => {
            "招待中の件数が上限（200件）に達しています。使われていない招待を取り消してください。"
        }
        OrganisationError::InvitationEnded => "この招待は、すでに使われたか、取り消されています。",
        OrganisationError::JustMailed => {
            "送ってから10分たっていないか、1日に送れる件数（200件）に達しています。届いたメールを確認していただき、時間をおいてからお試しください。"
        }
        OrganisationError::OwnOrganisationInUse => {
            "このアカウントには、別の組織の書類またはメンバーがあるため参加できません。別のメールアドレスで招待を受けてください。"
        }
    }
}

fn throttle(speech: &Speech, throttled: Throttled) -> String {
    match throttled {
        Throttled::Wait { until } => format!(
            "誤りが続いたため、{} まで受け付けを止めています。正しいコードでも、それまでお待ちください。",
            speech.at(until.plus(Span::seconds(59)))
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
