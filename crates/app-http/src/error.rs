//! The one place that knows how a refusal or a fault looks in HTTP. The text of a fault never leaves the
//! server; it gets a number, and the log has the rest under that number.

mod named;

use crate::speech::Speech;
use crate::web::{Next, Shell, page, redirect};
use crate::wording;
use askama::Template;
use poem::error::ResponseError;
use poem::http::StatusCode;
use poem::{IntoResponse, Response};
use std::fmt;
use wariin_domain::{DocumentError, GateRefusal, MailboxCodeError, Problem, Throttled};
use wariin_usecases::Error;

pub(crate) use named::named;

/// Why a page is not shown.
#[derive(Debug)]
pub(crate) enum PageError {
    /// Go somewhere else first.
    Elsewhere(String),
    /// A page that says what happened, why, and what to do next.
    Page(Box<Refused>),
}

/// What an error's page says, in whatever language it is read.
pub(crate) struct Refused {
    status: StatusCode,
    /// The stable name of the error, also in the header `wariin-error`.
    code: &'static str,
    title: Say,
    text: Say,
    action: Option<(Say, String)>,
}

/// Something said in the reader's language.
pub(crate) struct Say(Box<dyn Fn(&Speech) -> String + Send + Sync>);

/// Something said in the reader's language, once it is known.
pub(crate) fn said(say: impl Fn(&Speech) -> String + Send + Sync + 'static) -> Say {
    Say(Box::new(say))
}

impl From<&'static str> for Say {
    fn from(text: &'static str) -> Self {
        said(move |_| text.to_owned())
    }
}

impl From<String> for Say {
    fn from(text: String) -> Self {
        said(move |_| text.clone())
    }
}

impl fmt::Debug for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Refused({})", self.code)
    }
}

/// An error's page.
#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    code: &'static str,
    title: String,
    text: String,
    action: Option<(String, String)>,
}

impl PageError {
    fn new(
        status: StatusCode,
        code: &'static str,
        title: impl Into<Say>,
        text: impl Into<Say>,
    ) -> Self {
        Self::Page(Box::new(Refused {
            status,
            code,
            title: title.into(),
            text: text.into(),
            action: Some(("トップへ戻る".into(), "/".to_owned())),
        }))
    }

    fn action(mut self, label: impl Into<Say>, href: impl Into<String>) -> Self {
        if let Self::Page(page) = &mut self {
            page.action = Some((label.into(), href.into()));
        }
        self
    }

    /// The error as a page, or where to go instead.
    pub(crate) fn shown(&self, speech: &Speech) -> Response {
        match self {
            Self::Elsewhere(path) => redirect(path),
            Self::Page(refused) => refused.shown(speech),
        }
    }

    /// The same with a way on, where there is none but home.
    pub(crate) fn or_action(mut self, label: impl Into<Say>, href: impl Into<String>) -> Self {
        if let Self::Page(page) = &mut self
            && page.action.as_ref().is_none_or(|(_, href)| href == "/" || href == "/sign-in")
        {
            page.action = Some((label.into(), href.into()));
        }
        self
    }

    /// A test of a connection came to nothing.
    pub(crate) fn idp_test_failed(check: &str) -> Self {
        let text = format!(
            "IdPとのやり取りのうち、次のところで止まりました：{check}　IdPの設定と、この接続の設定を見比べてください。"
        );
        let title = "接続のテストに失敗しました";
        Self::new(StatusCode::BAD_GATEWAY, "idp_test_failed", title, text)
            .action("IdP接続へ戻る", "/settings/idp")
    }

    fn without_action(mut self) -> Self {
        if let Self::Page(page) = &mut self {
            page.action = None;
        }
        self
    }

    /// The form did not come from a page that was shown to this browser.
    pub(crate) fn foreign_form() -> Self {
        let text = "この操作は、このサービスの画面から行われたことを確認できなかったため、実行しませんでした。\
            前の画面に戻り、再読み込みしてからもう一度お試しください。";
        Self::new(StatusCode::FORBIDDEN, "foreign_form", "操作を確認できませんでした", text)
    }

    /// The request names a host that is not this machine.
    pub(crate) fn foreign_host() -> Self {
        let text = "このサービスは、このコンピューターの localhost からだけ開けます。";
        Self::new(
            StatusCode::MISDIRECTED_REQUEST,
            "foreign_host",
            "このアドレスでは開けません",
            text,
        )
    }

    /// The body is larger than anything that is taken.
    pub(crate) fn too_large() -> Self {
        let text = "一度に送信できる大きさは、ファイル1件につき20MB、書類1件につき合計50MBまでです。\
            前の画面に戻り、ファイルを小さくするか分けてから送信してください。";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "送信された内容が大きすぎます", text)
    }

    /// The connection broke before the whole body was there.
    pub(crate) fn cut_off() -> Self {
        let text = "通信が途中で切れたため、内容を受け取れませんでした。もう一度送信してください。";
        Self::new(StatusCode::BAD_REQUEST, "cut_off", "送信が完了しませんでした", text)
    }

    /// A form lacks what its page always sends.
    pub(crate) fn malformed() -> Self {
        let text = "送信された内容を読み取れませんでした。前の画面に戻り、再読み込みしてからお試しください。";
        Self::new(StatusCode::BAD_REQUEST, "malformed", "内容を読み取れませんでした", text)
    }

    /// Nothing by that name, or not for this visitor.
    pub(crate) fn not_found() -> Self {
        let text = "お探しのページはありません。アドレスが正しいか、閲覧できるアカウントでログインしているかをご確認ください。";
        Self::new(StatusCode::NOT_FOUND, "not_found", "ページが見つかりません", text)
    }

    /// Sign in, then come back.
    pub(crate) fn sign_in_first(next: Next) -> Self {
        Self::Elsewhere(format!("/sign-in?next={next}"))
    }

    /// The organisation demands a second factor.
    pub(crate) fn factor_demanded(next: Next) -> Self {
        Self::Elsewhere(format!("/settings/security?next={next}"))
    }

    /// The invitation was accepted, withdrawn, is too old, or never was.
    pub(crate) fn invitation_ended() -> Self {
        let text = "この招待は、すでに使われたか、取り消されたか、有効期限が切れています。\
            必要な場合は、組織の管理者に招待の送り直しをご依頼ください。";
        Self::new(StatusCode::GONE, "invitation_ended", "この招待は使えません", text)
    }

    /// The invited person has an account: sign in, then open the invitation again.
    pub(crate) fn sign_in_to_join(invitation: uuid::Uuid) -> Self {
        let text = "このメールアドレスのアカウントはすでにあります。ログインしてから、招待のページをもう一度開いてください。";
        let title = "ログインしてから参加してください";
        Self::new(StatusCode::CONFLICT, "account_exists", title, text)
            .action("ログイン", format!("/sign-in?next=invitation:{invitation}"))
    }

    /// The mailed link has to be followed in this browser first.
    pub(crate) fn open_link_first() -> Self {
        let text = "届いたメールのリンクを、このブラウザーでもう一度開いてください。";
        Self::new(StatusCode::FORBIDDEN, "open_link", "メールのリンクから開いてください", text)
            .without_action()
    }

    /// Too many tries from one address.
    pub(crate) fn too_many_tries(seconds: u64) -> Self {
        let text = format!(
            "短い時間に多くの操作がありました。{seconds}秒ほど待ってから、もう一度お試しください。"
        );
        Self::new(StatusCode::TOO_MANY_REQUESTS, "throttled", "しばらくお待ちください", text)
    }

    /// An endpoint stands outside of the guard: a mistake of ours.
    pub(crate) fn misplaced() -> Self {
        Self::fault(&"an endpoint stands outside of the guard")
    }

    /// Something failed that is not the visitor's to mend.
    pub(crate) fn fault(error: &dyn fmt::Display) -> Self {
        let number = uuid::Uuid::new_v4().simple().to_string();
        let number = &number[..8];
        tracing::error!(fault = number, error = %error, "a page failed");
        let text = format!(
            "サーバー側で問題が起きたため、処理を完了できませんでした。入力した内容に誤りはありません。\
             少し待ってからもう一度お試しください。続く場合は、番号 {number} を添えて運営者へご連絡ください。"
        );
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "fault", "問題が起きました", text)
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Elsewhere(path) => f.write_str(path),
            Self::Page(page) => f.write_str(page.code),
        }
    }
}

impl std::error::Error for PageError {}

impl ResponseError for PageError {
    fn status(&self) -> StatusCode {
        match self {
            Self::Elsewhere(_) => StatusCode::SEE_OTHER,
            Self::Page(page) => page.status,
        }
    }

    fn as_response(&self) -> Response {
        self.shown(&Speech::default())
    }
}

impl Refused {
    fn shown(&self, speech: &Speech) -> Response {
        let in_words = |say: &Say| (say.0)(speech);
        let template = ErrorPage {
            shell: Shell::bare(speech),
            code: self.code,
            title: in_words(&self.title),
            text: in_words(&self.text),
            action: self.action.as_ref().map(|(label, href)| (in_words(label), href.clone())),
        };
        let shown = page(self.status, &template);
        let mut response = shown.unwrap_or_else(|_| self.status.into_response());
        if let Ok(code) = self.code.parse() {
            response.headers_mut().insert("wariin-error", code);
        }
        response
    }
}

/// Whatever went wrong as a page of ours: errors of the router and the extractors too.
pub(crate) fn shown(error: poem::Error, speech: &Speech) -> Response {
    if let Some(error) = error.downcast_ref::<PageError>() {
        return error.shown(speech);
    }
    if error.is::<poem::error::ParsePathError>() {
        return PageError::not_found().shown(speech);
    }
    match error.status() {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => PageError::not_found(),
        status if status.is_client_error() => PageError::malformed(),
        _ => PageError::fault(&error),
    }
    .shown(speech)
}

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::not_found(),
            Error::NotSignedIn => Self::sign_in_first(Next::Documents),
            Error::Document(error) => error.into(),
            Error::Throttled(throttled)
            | Error::MailboxCode(MailboxCodeError::Throttled(throttled)) => {
                Self::throttled(throttled)
            }
            Error::DeadLink | Error::StaleLink => Self::new(
                StatusCode::GONE,
                "dead_link",
                "このリンクは使えません",
                "リンクの有効期限が切れたか、新しいリンクが送られています。最新のメールのリンクを開くか、\
                 送信者に再送をご依頼ください。",
            )
            .without_action(),
            Error::FactorDemanded => Self::factor_demanded(Next::Documents),
            Error::AlreadySetUp => Self::Elsewhere("/sign-in".to_owned()),
            error @ (Error::BadCredentials
            | Error::WrongCode
            | Error::CodeReplayed
            | Error::MailboxCode(_)
            | Error::TooManyCodes
            | Error::MailboxNotProven
            | Error::AccountExists
            | Error::NoFactor
            | Error::TooManyExported
            | Error::TooManyTemplates
            | Error::TemplateNotYours
            | Error::Organisation(_)
            | Error::FactorExists
            | Error::NoEnrolment
            | Error::NoIdp
            | Error::NoPassword
            | Error::IdpSettings(_)
            | Error::Pdf { .. }) => {
                let (status, code) = named(&error);
                Self::new(status, code, "処理できませんでした", said(move |s| wording::refusal(s, &error)))
            }
            error @ (Error::UnknownVisit
            | Error::Attempt(_)
            | Error::IdpDenied(_)
            | Error::IdpRefused(_)
            | Error::FirstLogin(_)
            | Error::FirstLoginCode(_)
            | Error::NotAMember
            | Error::OtherAddress
            | Error::IdentityTaken
            | Error::IdpRequired
            | Error::Idp(_)) => {
                let (status, code) = named(&error);
                let error = std::sync::Arc::new(error);
                let title = std::sync::Arc::clone(&error);
                let title = said(move |s| wording::idp_title(s, &title));
                Self::new(status, code, title, said(move |s| wording::refusal(s, &error)))
                    .action("ログイン画面へ", "/sign-in")
            }
            error @ Error::LinkFirst => {
                let (status, code) = named(&error);
                let title = "このメールアドレスは登録済みです";
                Self::new(status, code, title, said(move |s| wording::refusal(s, &error))).action(
                    "パスワードでログインして連携する",
                    format!("/sign-in?next={}", Next::Security),
                )
            }
            error @ Error::SignInAgain => {
                let (status, code) = named(&error);
                let title = "もう一度ログインしてください";
                Self::new(status, code, title, said(move |s| wording::refusal(s, &error)))
                    .action("ログイン", format!("/sign-in?next={}", Next::Security))
            }
            fault @ (Error::Storage(_)
            | Error::File(_)
            | Error::Password(_)
            | Error::SecondFactor(_)
            | Error::Mail(_)
            | Error::Dns(_)
            | Error::Seal(_)) => Self::fault(&chain(&fault)),
        }
    }
}

impl PageError {
    fn throttled(throttled: Throttled) -> Self {
        let error = Error::Throttled(throttled);
        let text = said(move |s| wording::refusal(s, &error));
        Self::new(StatusCode::TOO_MANY_REQUESTS, "throttled", "しばらくお待ちください", text)
    }
}

impl From<DocumentError> for PageError {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::NotSender => Self::not_found(),
            DocumentError::NotPossible { status, .. } => Self::new(
                StatusCode::CONFLICT,
                "not_editable",
                "この操作はできません",
                said(move |s| {
                    format!(
                        "この書類は「{}」のため、この操作はできません。",
                        wording::status(s, status)
                    )
                }),
            ),
            DocumentError::WeakSignIn(_) => Self::new(
                StatusCode::FORBIDDEN,
                "sender_advanced_auth_required",
                "2要素認証（またはIdP認証）が必要です",
                wording::SENDER_MUST_BE_STRONG,
            )
            .action("2要素認証を設定する", "/settings/security"),
            DocumentError::Excluded(excluded) => Self::new(
                StatusCode::BAD_REQUEST,
                excluded.exclusion().name(),
                "高度な認証リクエストと一緒に使えません",
                said(move |s| wording::excluded(s, &excluded)),
            ),
            DocumentError::Problem(problem) => problem.into(),
            DocumentError::Gate(refusal) => refusal.into(),
            DocumentError::NotYourTurn => Self::new(
                StatusCode::CONFLICT,
                "not_your_turn",
                "この操作はできません",
                "この書類への回答は、すでに済んでいるか、まだ順番が来ていません。",
            ),
            DocumentError::OtherContents => Self::new(
                StatusCode::CONFLICT,
                "other_contents",
                "表示された書類と異なります",
                "画面に表示された書類と、同意しようとしている書類が一致しませんでした。書類を開き直してください。",
            ),
            DocumentError::Held => Self::new(
                StatusCode::FORBIDDEN,
                "consent_held",
                "送信者の確認を待っています",
                "認証の方法が変わったため、送信者がご本人と確かめるまで、同意や転送はできません。送信者にはメールでお知らせしています。お急ぎの場合は、送信者に直接ご連絡ください。",
            ),
            DocumentError::StepUpRequired => Self::new(
                StatusCode::FORBIDDEN,
                "step_up_required",
                "もう一度認証してください",
                "前回の認証から時間がたっています。認証コードを入力して、もう一度同意してください。",
            ),
        }
    }
}

impl From<Problem> for PageError {
    fn from(problem: Problem) -> Self {
        let status = match problem {
            Problem::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::NoSuchRecipient => StatusCode::NOT_FOUND,
            Problem::LinkJustMailed => StatusCode::TOO_MANY_REQUESTS,
            Problem::NoFile
            | Problem::NoRecipient
            | Problem::NoIdpForAddress
            | Problem::ForwardToOneself
            | Problem::TooManyFiles
            | Problem::TooManyRecipients
            | Problem::SealedOtherFiles => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(
            status,
            "problem",
            "処理できませんでした",
            said(move |s| wording::problem(s, problem)),
        )
    }
}

impl From<GateRefusal> for PageError {
    fn from(refusal: GateRefusal) -> Self {
        match refusal {
            GateRefusal::NothingHere => Self::not_found(),
            GateRefusal::Closed => Self::new(
                StatusCode::GONE,
                "closed",
                "この書類は終了しています",
                "送信者が取り消したか、却下されたため、閲覧や回答はできません。行っていただく手続きはありません。ご不明な点は送信者へお問い合わせください。",
            )
            .without_action(),
            GateRefusal::OpenLink => Self::open_link_first(),
            GateRefusal::AccessCode => Self::new(
                StatusCode::FORBIDDEN,
                "access_code_required",
                "アクセスコードが必要です",
                "送信者がアクセスコードを設定した書類です。届いたメールのリンクを開き、アクセスコードを入力してください。",
            ),
            GateRefusal::SignIn | GateRefusal::SecondFactor | GateRefusal::ProveMailbox => {
                Self::new(
                    StatusCode::FORBIDDEN,
                    "advanced_auth_required",
                    "2要素認証（またはIdP認証）が必要です",
                    "送信者が高度な認証リクエストを設定した書類です。認証を行うと閲覧できます。",
                )
            }
            GateRefusal::NamedIdp => Self::new(
                StatusCode::FORBIDDEN,
                "named_idp_required",
                "指定されたIdPでの認証が必要です",
                "送信者が、所属組織のIdPでの認証だけを認めている書類です。そのIdPでログインすると閲覧できます。",
            )
            .action("IdPでログイン", "/sign-in/idp"),
            GateRefusal::SomebodyElse { intended } => Self::new(
                StatusCode::FORBIDDEN,
                "somebody_else",
                "別の方宛ての書類です",
                format!(
                    "この書類は {intended} 宛てに送られています。その方のアカウントでログインし直してください。"
                ),
            ),
        }
    }
}

/// An error and its causes, for the log.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text += ": ";
        text += &error.to_string();
        cause = error.source();
    }
    text
}
