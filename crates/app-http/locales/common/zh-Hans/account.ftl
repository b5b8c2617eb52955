# Accounts: signing in, security, the first account, invitations, and the mailbox of a trial.

## Signing in

account-sign-in = 登录
account-sign-in-why = 为确认文件是发给您的，请使用收件电子邮件地址的账户登录。
account-email = 电子邮件地址
account-password = 密码
account-first-time = 首次使用？
account-start-with-email = 从验证电子邮件开始
account-sign-in-by-idp = 使用 IdP 登录
account-forgotten-password = 忘记密码
account-reset-about = 请输入您账户的电子邮件地址。我们会发送用于设置新密码的链接。
account-mail-reset = 发送链接
account-reset-asked = 已受理。
account-reset-asked-about = 如果此地址有账户，您会收到邮件。链接在 30 分钟内有效，只能使用一次。如果没有收到，请查看垃圾邮件文件夹，并确认输入的地址。每小时最多发送 3 次，每天最多 10 次。
account-reset-help = 关于密码
account-back-to-sign-in = 返回登录页面
account-set-new-password = 设置新密码
account-new-password = 新密码
account-new-password-about = 设置后，您将在所有设备上退出登录。双重认证的设置不变。
account-new-password-set = 已设置新密码。请用新密码登录。

## Signing in: the second factor

account-two-factor = 双重认证
account-two-factor-why = 发件人设置了高级认证请求，因此需要通过只有您本人能使用的双重认证进行确认。
account-authenticate = 验证
account-factor-code = 验证码
account-factor-code-hint = 身份验证器应用中显示的 6 位数字（与通过邮件收到的确认码不同）。
account-factor-code-if-any = 仅在已设置双重认证时填写：身份验证器应用中显示的 6 位数字。
account-without-app = 无法使用身份验证器应用？
account-use-backup-code = 使用备用代码
account-backup-code = 备用代码
account-backup-code-hint = 设置双重认证时显示的 16 位代码中的任意一个。
account-backup-code-replaces = 使用备用代码后，当前的双重认证设置（身份验证器应用和通行密钥）将全部解除，接下来将重新设置。
account-use-app-code = 使用身份验证器应用的验证码
account-use-factor = 使用身份验证器应用或通行密钥
account-without-factor = 无法使用身份验证器应用或通行密钥？
account-by-app = 使用身份验证器应用
account-by-device = 用此设备认证（通行密钥）
account-sign-in-otherwise = 使用其他账户登录
account-wrong-code-help = 提示验证码不正确时
account-lost-phone-help = 手机丢失时

## Signing in at an identity provider

account-idp-only = 该公司统一使用公司账户（IdP）登录。请点击下方按钮继续。
account-idp-address = 请输入公司电子邮件地址。接下来将转到公司的登录页面。
account-sign-in-by-password = 使用密码登录
account-about-idp = 关于使用 IdP 登录
account-forward = 即将转到公司的登录页面
account-forward-consent = 将通过公司的登录页面（IdP）确认表示同意的是您本人。确认后，同意即告完成。
account-forward-sign-in = 使用公司账户（IdP）登录后，将返回本服务。
account-forward-to = 转到：{ $host }
account-forward-go = 前往登录页面
account-forward-by-hand = 如未自动跳转，请点击按钮。
account-sign-in-again = 重新登录
account-to-security = 前往安全设置
account-back-to-consent = 返回同意页面
account-unknown-check = 未知

## Signing in at an identity provider for the first time

account-confirm-email = 验证邮箱
account-confirm-email-why = 由于是首次登录，需要确认是您本人。请在此页面输入发送至 { $address } 的确认码。下次登录时不再需要。
account-mailed-code = 确认码
account-mailed-code-hint = 邮件中的 6 位数字，10 分钟内有效。
account-own-factor-hint = 此账户已注册的身份验证器应用中的 6 位数字。
account-confirm = 确认
account-mail-late = 如未收到，请检查垃圾邮件文件夹。如需重新发送，
account-sign-in-anew = 请重新开始登录

## Security

account-app-why = 发件人设置了高级认证请求，因此需要设置只有您本人能使用的双重认证进行确认。
account-factor-demanded = 您的组织要求使用双重认证（或 IdP 认证）登录。请在下方进行设置或认证，然后继续。
account-factor-on = 已启用
account-factor-since = 设置时间：{ $at }
account-backup-codes-left = 剩余备用代码：{ $left } 个
account-backup-codes-missing = 备用代码尚未保存。手机丢失时，需要用它重新设置身份验证器应用。
account-backup-codes-show = 显示备用代码
account-backup-codes-anew = 更换备用代码
account-backup-codes-anew-about = 更换后，现有的备用代码将无法再使用。
account-backup-codes-kept = 已确认备用代码已保存。
account-type-factor-code = 输入验证码
account-remove-factor = 解除双重认证
account-factor-for-document = 要查看文件，需要设置双重认证。除密码外，还需通过身份验证器应用显示的 6 位验证码确认是您本人。
account-factor-for-work = 除密码外，还需通过身份验证器应用显示的 6 位验证码确认是您本人。设置和发送高级认证请求，以及同意带有该请求的文件时需要。
account-app-examples = 身份验证器应用示例：Google Authenticator、Microsoft Authenticator、1Password 等
account-app-help = 关于身份验证器应用
account-set-up-factor = 设置双重认证
account-factor-app = 身份验证器
account-factor-name = 身份验证器的名称
account-factor-name-hint = 便于您区分的名称，例如“手机”“公司电脑”（可省略）。
account-add-factor = 添加身份验证器
account-add-factor-about = 添加后（例如第二部手机），任一身份验证器的验证码都可用于登录和同意。备用代码保持不变。
account-passkey = 通行密钥
account-passkey-sign-in = 使用通行密钥登录
account-passkey-verify = 使用通行密钥验证
account-passkey-remove = 使用通行密钥验证并移除
account-passkey-consent = 使用通行密钥验证并同意
account-passkey-register = 使用通行密钥注册
account-passkey-forward = 使用通行密钥验证并转交
account-passkey-new-password = 使用通行密钥验证并设置
account-passkey-add = 添加通行密钥
account-passkey-about = 通过设备的屏幕锁定（指纹、面容或 PIN）验证。无需应用，也无需输入验证码。
account-passkey-name = 通行密钥的名称
account-passkey-name-hint = 便于您区分的名称，例如“手机”“公司电脑”（可省略）。
account-passkey-name-missing = 请输入姓名。
account-passkey-cancelled = 未使用通行密钥。请重试，或使用其他方式。
account-passkey-unsupported = 此浏览器或设备无法在此使用通行密钥。请使用其他方式。
account-passkey-failed = 无法验证通行密钥。请检查网络连接后重试。
account-passkey-again = 重试
account-passkey-script = 要使用通行密钥，请在浏览器中启用 JavaScript。
account-remove-one-factor = 移除
account-factor-added = 已添加身份验证器。
account-company-account = 公司账户（IdP）
account-linked = 已关联
account-linked-since = 已于 { $at } 关联 { $idp } 的 IdP。
account-unlink = 解除 IdP 关联
account-link-about = 您还可以使用 { $idp } 的公司账户登录，也可以用它代替身份验证器应用。
account-link = 关联 IdP
account-connections = 公司的 IdP 连接（管理员）
account-connections-about = 连接公司或组织的身份认证平台（如 Microsoft Entra ID）后，成员和文件的收件人即可使用它登录。
account-connections-open = IdP 连接设置
account-factor-enabled = 双重认证已启用。
account-factor-removed = 双重认证已解除。
account-now-linked = 已关联 IdP。今后可通过 IdP 登录。
account-factor-replaced = 备用代码已确认，之前的双重认证已解除。请设置新的身份验证器应用。

## Security: an authenticator is enrolled

account-enrolment = 设置双重认证
account-register-app = 注册到身份验证器应用
account-no-app-yet = 如果没有身份验证器应用，请先安装（如 Google Authenticator。{ -account-what-is-an-app }）。
-account-what-is-an-app = 什么是身份验证器应用
account-scan = 请用另一台设备上的身份验证器应用扫描二维码。
account-qr-code = 身份验证器应用的二维码
account-open-app = 在本设备的身份验证器应用中打开
account-other-device = 使用其他设备上的身份验证器应用
account-setup-key = 设置密钥
account-setup-key-about = 如无法扫描，请在身份验证器应用的“输入密钥”中输入这些字符。
account-type-shown-code = 输入显示的验证码
account-enable = 启用
account-copy = 复制
account-copied = 已复制

## Security: the backup codes are shown

account-backup-codes = 备用代码
account-backup-codes-about = 手机丢失时，可用这些代码重新设置身份验证器应用。{ -account-shown-once }请打印，或保存到密码管理应用等处。
-account-shown-once = 这些代码仅显示这一次。
account-backup-codes-saved = 我已保存备用代码
account-done = 完成
account-save-as-file = 保存为文件
account-print = 打印
account-backup-codes-file = Wariin 备用代码（{ $email }）
account-save-backup-codes-first = 继续之前，请先保存代码，并勾选“{ account-backup-codes-saved }”。

## Security: taken away again

account-remove-factor-about = 解除后将仅使用密码登录，并且无法设置或发送高级认证请求，也无法同意带有该请求的文件。其他设备上的登录将全部结束。
account-remove-one-of-factors-about = 移除后，将无法再用此方式登录或同意，其他方式不受影响。请用您现在可用的方式确认是您本人。
account-remove-named-factor = 移除“{ $name }”
account-keep-factor = 不解除并返回
account-unlinking = 解除 IdP 关联
account-unlink-question = 要解除 IdP 关联吗？
account-unlink-about = 解除后将无法通过 IdP 登录。您将在所有设备上退出登录，请使用密码或通行密钥重新登录。
account-keep-link = 不解除

## The first account

account-setup = 开始使用
account-setup-about = 将创建此服务器的第一个组织和您的账户。
account-organisation = 组织名称
account-organisation-hint = 公司或团体的名称，将显示为文件的发送方。
account-name = 姓名
account-new-password-hint = 至少 12 个字符，字符种类不限。
account-setup-token = 设置令牌
account-setup-token-hint = 显示在服务器启动时的日志中。
account-setup-token-wrong = 设置令牌不正确。请查看启动时的日志。
account-create = 创建账户

## Invited to an organisation

account-invitation = 加入组织的邀请
account-invitation-about = { $organisation } 邀请 { $address } 以{ $role }的身份加入。Wariin 是用于发送合同并取得同意的电子合同服务。
account-invitation-wrong-account = 您当前使用其他账户（{ $address }）登录。如果您就是受邀人，请先退出登录再继续。
account-invitation-code-about = 我们将向受邀的电子邮件地址发送确认码。请在下一页输入。
account-send-code = 发送确认码
account-nothing-to-do-with-me = 如果与您无关，请直接关闭此页面。
account-joining = 加入组织
account-joining-about = 您将加入 { $organisation }。请输入发送至 { $address } 的确认码。{ $is_new ->
    [true] 姓名和密码将用于您今后登录的账户。
   *[false] {""}
}
account-error-and-password = { $error }请再次输入密码。
account-join = 加入
account-join-mail-late = 如未收到邮件，请检查垃圾邮件文件夹。{ -account-send-code-again }
-account-send-code-again = 重新发送确认码

## The mailbox of a trial

account-mailbox = 邮箱
account-mailbox-about = 由于未设置邮件服务器（WARIIN_SMTP_URL），本应发送的邮件保存在此服务器上并在此显示。不能用于正式环境。此页面只能从这台电脑打开。如要以收件人身份试用，请在其他浏览器或无痕窗口中打开链接。
account-mailbox-empty = 还没有邮件。
account-mail-to = 收件人：{ $address }

## A change that the owner of the account did not make

account-report = 报告并非本人的操作
account-report-about = 您的账户发生了以下操作。如果不是您本人操作，请在此页面报告。
account-report-effect-sign-in = 账户将在所有设备上退出登录，密码失效。
account-report-effect-documents = 等待该账户同意的文件将被停止，并告知发件人。此操作之后给出的同意，只要尚未全员同意，就会被撤回。
account-report-effect-disabled = 账户将被停用。在服务的运营者确认并恢复之前，任何邮箱地址都无法登录。
account-report-effect-factor = 身份验证器应用（双重认证）保持不变。
account-report-own = 如果是您本人操作，请直接关闭此页面。
account-report-send = 报告并非本人操作
account-report-before = 此更改此前已报告
account-report-before-about = 再次报告不会改变账户的状态，即使账户之后已重新启用也是如此。如果还有其他并非本人操作的更改，请通过告知该更改的邮件中的链接报告。
account-report-done = 已收到您的报告
account-report-done-about = 账户已退出登录，密码已失效。等待同意的文件已停止，并已告知发件人。
account-report-next = 接下来的步骤
account-report-next-mailbox = 请确认没有他人能阅读此邮箱的邮件，并更改邮箱的密码。
account-report-next-password = 如果您使用该账户，请设置新密码。
account-report-next-factor = 如果身份验证器应用不是您的，则无法设置新密码。请联系组织的管理员或服务的运营者重置。
account-report-next-disabled = 如果您报告的是邮箱地址的更改，账户已被停用。如需恢复，请联系服务的运营者。
account-report-next-sender = 如需继续办理文件，请通过邮件以外的方式联系发件人。发件人可以恢复接受，或发送到其他地址。
