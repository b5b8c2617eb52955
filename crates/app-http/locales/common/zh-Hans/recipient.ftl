# A recipient's path: from the mailed link to the answer.

## Signed in to another account

recipient-wrong-account = 此文件是发给其他人的
recipient-sent-to = 此文件已发送至 { $address }。
recipient-signed-in-as = 您当前以 { $address } 登录，因此无法显示。请切换到收件人的账户。
recipient-switch-account = 切换账户
recipient-nothing-to-do-with-me = 如果与您无关，请关闭此页面。

## On several pages

recipient-step = 步骤 { $number }/4
recipient-step-name = { $number ->
    [1] 邮箱确认
    [2] 账户
    [3] 双重认证
   *[4] 确认与同意
}
recipient-sign-in = 登录
recipient-idp-sign-in = 使用 IdP 登录
recipient-only-by-idp = 根据发件人的指定，只有使用{ $name }的公司账户（IdP）登录的人员才能打开此文件。使用密码或身份验证器应用无法打开。
recipient-not-me = 我不是此收件人
recipient-send-code = 发送确认码
recipient-name = 姓名
recipient-email = 电子邮件地址
recipient-withdraw-consent = 撤回同意
recipient-decline = 不同意并拒绝
recipient-forward = 转交给其他人
recipient-other-answers = 拒绝或转交
recipient-once-more = 距上次认证已过去一段时间，因此需要再次确认您的身份。
recipient-pages = { $pages } 页

## Where a mailed link leads

recipient-landing-title = 确认文件
recipient-landing = 您收到了一份文件
recipient-sent-by = 此文件由 { $organisation } 的 { $sender } 发送至 { $address }。
recipient-first-time-by-idp = 首次使用时，您接下来需要输入一次通过邮件收到的确认码。
recipient-no-company-account = 如果您没有公司账户或无法登录，请联系贵公司的系统负责人或发件人。
recipient-about-idp = 什么是使用公司账户登录（IdP）
recipient-is-requested = 发件人设置了高级认证请求。确认您的身份后才会显示文件内容。
recipient-is-demanded = 发件人所在的组织要求高级认证请求。确认您的身份后才会显示文件内容。
recipient-is-asked = 发件人要求确认您的身份（双重认证或IdP 认证）。确认您的身份后才会显示文件内容。
recipient-enrolment-coded = 此文件只能用输入访问码之后设置的认证方式（身份验证器应用、通行密钥等），或发送之前已设置的认证方式打开。
recipient-enrolment-before = 此文件只能用发送之前已设置的认证方式（身份验证器应用、通行密钥等）打开。现在设置的认证方式无法打开。如果没有已设置的认证方式，请联系发件人。
recipient-of-company = { $name }的人员
recipient-by-company-account = 您可以使用公司账户（IdP）继续，无需设置身份验证器应用。
recipient-without-company-account = 不使用公司账户时
recipient-plan-mailbox = 确认邮箱
recipient-plan-account = 创建账户（或登录）
recipient-plan-factor = 设置身份验证（指纹、面容或身份验证器应用）
recipient-plan-answer = 确认文件并同意
recipient-what-you-need = 所需工具：支持指纹或面容认证的设备，或身份验证器应用（如 Google Authenticator）。大约需要3分钟。{ -recipient-steps-and-questions }
-recipient-steps-and-questions = 步骤与常见问题
recipient-mailbox-before-factor = 在设置双重认证之前，需要确认您本人能够接收该收件地址的邮件。我们将通过邮件发送确认码。
recipient-first-time = 首次使用
recipient-code-goes-to-address = 我们将向收件人的邮箱发送确认码。请保持此页面打开，并输入确认码。
recipient-has-account = 已有账户
recipient-no-account-needed = 请确认内容后选择同意或拒绝。无需注册账户。
recipient-open-document = 打开文件

## A link that has ended

recipient-new-link = 新链接
recipient-see-your-mail = 请查看您的邮件
recipient-new-link-sent = 新链接已发送至收件人的邮箱。请打开收到的邮件。
recipient-new-link-missing = 如未收到，请查看垃圾邮件文件夹，并联系文件的发件人。
recipient-expired-link = 此链接无法使用
recipient-why-expired = 链接已过期，或已发送新的链接。请打开最新邮件中的链接，或申请新的链接。
recipient-send-new-link = 发送新链接
recipient-where-new-link-goes = 新链接只会发送至发件人指定的收件人邮箱。
recipient-why-unusable = 链接已过期，或已发送新的链接，或链接不完整，或文件的手续已结束。请先打开最新邮件中的链接。
recipient-unusable-offer = 如果无法打开，可以发送新的链接。如果文件正在等待确认，新链接只会发送至发件人指定的收件人邮箱。
recipient-unusable-asked = 如果文件正在等待确认，新链接将送达收件人的邮箱。请打开收到的邮件。每小时最多发送一次。
recipient-link-too-short = 链接的大部分缺失。请重新打开邮件中的链接，并确认链接完整。如仍无法打开，请联系发件人重新发送。

## The first page, for visitors without an account

recipient-home = 电子合同服务 Wariin
recipient-home-about = 这里是电子合同服务，用于在线发送、确认和同意文件。
recipient-home-asked = 收到文件确认请求的人
    .first = 请打开收到的邮件中的链接。无法从此页面打开文件。
    .then = 如果链接无法打开，请确认链接完整。如果找不到邮件，请查看垃圾邮件文件夹，并请文件的发件人重新发送。
    .help = 收件人的步骤和常见问题
recipient-home-account = 已有账户的人
    .about = 发送文件或再次查看收到的文件，请登录。

## Not the recipient

recipient-wrong-told = 已告知发件人
recipient-wrong-told-text = 已告知发件人收件人有误。此链接不再能打开文件。您无需再进行任何操作。
recipient-wrong-text = 将告知发件人收件人有误，此链接将不再能打开文件。不会显示文件内容。
recipient-tell-wrong = 告知收件人有误
recipient-not-me-word = 不是我
recipient-not-me-field = 确认
recipient-not-me-type = 请输入“{ $word }”
recipient-take-back = 撤回告知
recipient-take-back-text = 如果是误操作，可以撤回。链接将恢复使用。
recipient-back = 返回上一页

## Access code

recipient-access-code = 访问码
recipient-access-code-enter = 输入访问码
recipient-document-from = 您收到了来自 { $organisation } 的 { $sender } 的文件。
recipient-why-access-code = 发件人为此文件设置了访问码。输入后即可进入下一步。如不清楚，请咨询 { $sender }。
recipient-access-code-hint = 发件人通过电话等其他方式告知您的访问码。
recipient-access-code-help = 关于访问码
recipient-access-code-wrong = 访问码不正确。请按照发件人告知的内容输入。
recipient-next = 下一步

## Confirmation code

recipient-code-enter = 输入确认码
recipient-why-code = 此步骤用于确认您本人能够接收该收件地址的邮件。
recipient-code-sent = 确认码已发送至 { $address }。请不要关闭此页面，并输入确认码。
recipient-code-check = 确认
recipient-code-missing = 如未收到，请同时查看垃圾邮件文件夹。
recipient-code-again = 发送新的确认码

## Account

recipient-register = 创建账户
recipient-why-register = 为了日后也能表明同意者是您本人，请创建您的账户。
recipient-email-fixed = 文件的收件人地址，无法更改。
recipient-password = 密码
recipient-create-account = 创建账户
recipient-register-by-password = 使用密码注册
recipient-registered = 您已有账户
recipient-sign-in-to = 请登录 { $address } 的账户。
recipient-forgot-password = 忘记密码
recipient-may-set-password = 您的邮箱已确认，可以设置新密码。双重认证的设置将保留，其他设备上的登录将会结束。
recipient-new-password = 新密码
recipient-set-password = 设置新密码
recipient-other-person = 此账户属于共用该邮箱的另一人
recipient-own-address = 用您自己的电子邮件地址接收
recipient-own-address-why = 如果 { $address } 的账户属于与您共用该邮箱的另一人，您可以不使用那个账户，而用您自己的账户表示同意。
recipient-own-address-not = 请将下方的查询编号告知 { $sender }，请其将收件人更正为您自己的电子邮件地址。新链接将发送到该地址。

## The provider that the sender has named

recipient-idp-needed = 需要 IdP 认证
recipient-authenticate-at = 请使用{ $name }的账户进行认证
recipient-cannot-sign-in-at = 如果无法登录，请咨询{ $name }的系统负责人或文件的发件人。

## A factor that was enrolled later than the sender accepts

recipient-late-title = 此认证方式无法打开此文件
recipient-late-without-code = 您现在使用的认证方式是在文件发送之后、未输入访问码的情况下设置的。
# $by (String) - who demands it
recipient-late-why-code = { $by }只接受输入访问码之后设置的认证方式，或发送之前已设置的认证方式。这样，不知道访问码而只能阅读邮件的人，无法设置认证方式来打开文件。
recipient-late-after-sending = 您现在使用的认证方式是在文件发送之后设置的。
# $by (String) - who demands it
recipient-late-why-before = { $by }只接受发送之前已设置的认证方式。这样，阅读了文件邮件的人无法当场设置认证方式来打开文件。
recipient-late-by-sender = 发件人
recipient-late-by-organisation = 发件人所在的组织
recipient-late-use-other = 可以用其他认证方式打开
recipient-late-use-this = 用以下认证方式认证后即可打开文件：
recipient-late-enrol-anew = 重新设置认证方式后即可打开
recipient-late-enrol-now = 请再设置一种认证方式。设置完成后，用新的认证方式再次认证。
recipient-late-enrol = 设置认证方式
recipient-late-mailbox-first = 首先确认您本人能够接收该收件地址的邮件。我们将通过邮件发送确认码。
recipient-late-link-first = 请在此浏览器中再次打开文件邮件中的链接，并从那里继续。
recipient-late-ask-sender = 请联系发件人
# $organisation (String) - the sender's organisation
# $sender (String) - the sender
recipient-late-ask-sender-how = 请将下方的咨询编号告知{ $organisation }的{ $sender }。发件人可以取消此文件并更改条件，或通过事前确认请您设置认证方式之后，重新发送。
recipient-no-earlier-factor = 此账户尚未设置认证方式（身份验证器应用或通行密钥）。现在设置也无法打开此文件。
recipient-factor-for-later = 设置认证方式后，可用于之后发送的文件。

## The document

recipient-sender = 发件人：{ $organisation }　{ $sender }
recipient-sender-address = 发件组织：{ $organisation }（{ $address }）
recipient-named-idp = 发件人的指定：只有通过{ $name }的公司账户（IdP）认证的人员才能打开。
recipient-withdrawn = 您已撤回同意。我们将通知发件人。
recipient-held = 由于您的认证方式已变更，在发件人确认是您本人之前，无法同意或转交。我们已通过邮件通知发件人。如有急需，请直接联系发件人。
recipient-held-by-sender = 发件人正在确认是您本人。确认完成之前，无法同意或转交。如有急需，请直接联系发件人。
recipient-consent-held = 您已于 { $at } 同意。发件人正在确认是您本人。确认完成之前，文件不会签订。如有急需，请直接联系发件人。
recipient-awaits-sender = 服务已从备份恢复。在发件人确认此文件之前，无法同意或转交。我们已通过邮件通知发件人。
recipient-held-help = 了解详情
recipient-answer-it = 请确认内容，并选择同意或拒绝。
recipient-codes-before = 手机丢失时使用的备用代码尚未保存。也可以在同意之后再保存。
recipient-codes-after = 最后，请保存备用代码
recipient-codes-after-text = 手机丢失或更换时，可用它重新设置身份验证器应用。完成后手续即告结束。
recipient-waiting = 您已于 { $at } 同意。所有人都同意后，我们将通过邮件通知您。您可以关闭此页面。
recipient-sealing = 所有人均已同意。正在添加电子签名。
recipient-refresh = 显示最新状态
recipient-concluded = 文件已签订。您可以打开并保存带有电子签名的 PDF。
recipient-message = 发件人的留言
recipient-concluded-pdf = 已签订的 PDF
recipient-certificate = 合意缔结证明书
recipient-open-pdf = 打开 PDF
recipient-agree = 同意文件内容

## Consent

recipient-consent-title = 确认同意
recipient-consent = 您同意文件内容吗？
recipient-digest = 文件识别值（SHA-256）
recipient-consent-anew = 此页面已更新。请重新阅读，然后按同意按钮。
recipient-consent-by-idp = 将在{ $name }的登录页面（IdP，{ $host }）确认同意者是您本人。点击按钮后将转到该页面，确认完成后即完成同意。
recipient-no-authenticator = 无法使用身份验证器应用时：{ -recipient-use-backup-code }
-recipient-use-backup-code = 使用备用代码
recipient-no-idp = 无法使用公司的登录页面时：{ -recipient-use-authenticator }
-recipient-use-authenticator = 使用身份验证器应用的验证码进行认证
-recipient-finish = 同意并完成确认
recipient-agree-and-finish = { -recipient-finish }
recipient-return = 返回
recipient-withdraw-help = 关于撤回同意
recipient-idp-consent-help = 为什么需要再次登录
recipient-idp-once-more = 同意需要通过 IdP 进行认证。请再次点击“{ -recipient-finish }”。
recipient-code-once-more = 距上次认证已过去一段时间。请输入验证码并再次同意。
recipient-back-to-consent = 返回同意页面

## Declining

recipient-decline-title = 拒绝文件
recipient-declined = 您已拒绝文件
recipient-declined-text = 已通过邮件将您的拒绝及理由告知发件人。此文件的手续已结束。
recipient-decline-text = 如果您拒绝“{ $title }”，此文件的手续将结束，其他收件人也无法再同意。此操作无法撤销。
recipient-decline-reason = 拒绝的理由
recipient-decline-reason-hint = 将告知发件人。最多可输入 1,000 个字符。
recipient-decline-now = 拒绝
recipient-decline-not = 不拒绝并返回

## Forwarding

recipient-forward-title = 转交文件
recipient-forwarded = 您已转交文件
recipient-forwarded-text = 我们将向 { $to } 发送邮件，请对方确认“{ $title }”。您已无法再查看此文件。我们也会通知发件人。
recipient-all-done = 您的手续已全部完成。您可以关闭此页面。
recipient-forward-confirm = 要转交给此人吗？
recipient-forward-confirm-text = “{ $title }”的确认与同意将交由 { $to } 负责。{ -recipient-no-way-back }请再次确认邮箱地址是否正确。
-recipient-no-way-back = 您将无法再查看此文件，且此操作无法撤销。
recipient-forward-text = “{ $title }”的确认与同意将交由代替您的人员负责。转交后，{ -recipient-no-longer-shown }。发件人会收到转交的通知，转交也会保留在历史记录中。
-recipient-no-longer-shown = 您将无法再查看此文件
recipient-forward-values = 您填写的内容不会转交，将被删除，由接收转交的人员重新填写。
recipient-forward-gated = 接收转交的人员在查看和同意之前，也需要进行双重认证（或 IdP 认证）。
recipient-forward-help = 关于转交
recipient-organisation = 公司或组织名称
recipient-forward-to = { $name }（{ $email }）
recipient-forward-next = 前往确认
recipient-forward-now = 转交
recipient-forward-not = 不转交并返回
recipient-authenticate-again = 重新认证

## Withdrawing consent

recipient-withdraw-title = 撤回同意
recipient-withdraw-text = 您将撤回对“{ $title }”的同意。我们会通知发件人。撤回后，您仍可再次同意或拒绝。
recipient-withdraw-values = 您填写的内容也会被撤回并从文件中删除。如果有人在您之后同意，其同意也将失效，并会被再次请求同意。
recipient-withdraw-record = 同意与撤回都会保留在历史记录中。所有人都同意后，将无法撤回。
recipient-withdraw-not = 不撤回并返回

## Asked to prepare before a document is sent

recipient-preflight = 请为电子合同做好准备
recipient-preflight-from = { $organisation } 的 { $sender } 正准备向 { $address } 发送电子合同文件。
recipient-preflight-by = { $organisation } 的 { $sender } 请您为电子合同做好准备。
recipient-preflight-nothing-sent = 文件尚未发送。在此不会向您显示文件，也不会请您同意任何内容。
recipient-preflight-asks = 为便于您在文件送达后立即确认，请先完成以下事项。
recipient-preflight-mailbox = 确认邮箱
recipient-preflight-factor = 设置双重验证（身份验证器应用或通行密钥；已设置者请进行验证）
recipient-preflight-by-idp = 使用公司账户（IdP）登录
recipient-preflight-tell = 告知已准备好
recipient-preflight-proved = 邮箱已确认，请继续。
recipient-preflight-go-on = 继续
recipient-preflight-privacy = 发件人只会得知“准备完成”，不会得知您是否已有账户或使用何种验证方式。
recipient-preflight-until = 链接有效期至：{ $until }
recipient-preflight-last = 准备就绪
recipient-preflight-last-text = 最后，请告知发件人您已准备好。
recipient-preflight-say = 告知发件人已准备好
recipient-preflight-done = 已准备好，请等待文件送达。
recipient-preflight-done-text = 已告知发件人“准备完成”。文件发送后，您会收到邮件。
recipient-preflight-wrong = 将告知发件人收件地址有误，并使此链接失效。
recipient-preflight-wrong-told = 已告知发件人收件地址有误。您无需再进行任何操作。
recipient-deleted-from = 由于保存期限结束，此文件将于{ $from }之后删除。请在此之前下载需要的文件。
