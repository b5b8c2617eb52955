# Emails. What people typed stands between quotation marks or as a quotation, never as words of the service.

## Around every email

email-greeting = { $name }，您好：
email-brand = “{ $name }”
email-greeting-no-name = 您好：
email-footer = 此邮件由电子合同服务 Wariin 自动发送。
    .address = 发件组织：{ $organisation }（{ $address }）
    .help = 如果此邮件与您无关，请参阅
    .reply = 回复此邮件将送达文件的发件人。
email-title-label = 标题
email-message-label = 发件人的留言
email-reference-label = 查询编号
email-reason-label = 拒绝的理由（由本人填写）
email-forwarded-label = 转交对象（由本人填写）
email-undelivered-label = 未能送达的收件人
email-label = { $label }：
email-action-instead = 如果无法打开按钮，请在浏览器中打开以下网址。
email-open-document = 打开文件页面
email-subject-of = 【{ $organisation }】{ $subject }
email-subject-about = { $subject }（查询编号 { $reference }）

## To a recipient whose turn has come

email-invitation = “{ $organisation }”的“{ $sender }”向您发送了一份文件，请您确认。
    .subject = 请确认文件
email-invitation-link = 确认文件
    .until = 链接有效期至
email-invitation-advanced-auth = 查看和同意此文件需要双重认证（或 IdP 认证）。请准备身份验证器应用（如 Google Authenticator），或使用设备的通行密钥。操作步骤将在页面上说明。
email-invitation-lapsed = 在您之前同意的人员已撤回其同意及填写的内容，因此您的同意已失效。文件内容可能会有变化，请再次确认后选择同意或拒绝。
    .subject = 【重新确认】请再次确认文件
email-invitation-again = 之前发送的链接已失效，请使用本邮件中的链接。
    .subject = 【重新发送】请确认文件

## To a person who is invited to an organisation

email-member-invitation = “{ $organisation }”的“{ $by }”邀请您成为电子合同服务的成员。
    .action = 查看邀请并加入
    .until = 邀请有效期至
    .subject = 您收到了加入组织的邀请

## The newest published checkpoint, to admins

email-checkpoint = 现发送审计日志的最新检查点（经签名的日志头）。请将本邮件保存在运营者无法更改的地方。
    .subject = 请保存：审计日志的检查点
    .events = 事件数量
    .at = 公布时间
    .note = 凭保存的检查点，可用命令 wariin audit verify --against 查明历史是否被改写。附件内容相同。

## A certificate that ends, to admins

email-certificate-ends = 本电子合同服务的一份证书即将到期。请告知服务的运营者。
    .subject = 请处理：服务的证书即将到期
    .which = 证书
    .seal = 电子签名的证书（到期后无法为文件签名）
    .timestamp = 时间戳机构的证书（到期后，在该机构更新之前无法为文件签名）
    .tls = 网站的证书（到期后浏览器将拒绝打开页面）
    .until = 到期时间
    .note = 可用命令 wariin doctor 查看剩余天数。更换方法见文档 docs/operations/secrets.md。

## A stored file of a document is damaged, to admins

email-file-damaged = 此文件所保存的档案已损坏或丢失。在恢复之前，无法查看、同意或签署此文件。请告知服务的运营者。
    .subject = 请处理：文件的档案已损坏
    .note = 可用命令 wariin files check 查明受损的档案，并用 wariin files check --repair-from 从备份中恢复。恢复后，等待中的处理会自动继续。

## The code that proves the mailbox

email-mailbox-code = 这是用于确认您电子邮件地址的代码。
    .note =
        请在 { $until } 之前，在请求此代码的浏览器页面中输入。
        请勿将此代码告诉他人。文件的发件人和本服务都不会向您索取。
    .subject = 您的确认码

## A change of the address of an account

email-address-code-present = 已收到将您账户的电子邮件地址更改为 { $to } 的申请。这是用于确认当前地址的确认码。如非本人操作，请勿输入此确认码，并请更改密码。
    .subject = 更改电子邮件地址的确认码
email-address-code-new = 这是将某账户的电子邮件地址更改为此地址的确认码。如非本人操作，请忽略此邮件。
email-address-code-note =
    请在 { $until } 之前，在申请更改的同一浏览器页面中输入。
    请勿将此确认码告诉他人。本服务不会向您索取。
email-address-taken = 有账户申请将电子邮件地址更改为此地址。此地址已有账户，因此无法更改。如是本人操作，请登录此地址的账户。如非本人操作，请忽略此邮件。
    .subject = 关于更改电子邮件地址

## The document is concluded

email-concluded = 所有人均已同意，文件已附加电子签名并完成签订。
    .subject = 文件已签订
email-concluded-attached = 已签订的 PDF 和合意缔结证明书随本邮件附上。
email-concluded-download = 您可以在下方页面下载已签订的 PDF 和合意缔结证明书。
    .action = 下载已签订的 PDF
email-concluded-in-copy = 您作为抄送对象收到此通知。关于文件的内容，请咨询发件人。

## The document is cancelled

email-cancelled =
    “{ $sender }”取消了发送给您的文件。
    之前发送的链接已无法查看。您无需进行任何操作。
    .subject = 文件已取消
email-cancelled-consented = 您已同意此文件，但它不会签订。

## To the former address of a recipient whose address the sender corrected

email-no-longer-asked =
    “{ $organisation }”的“{ $sender }”更正了发送到此邮箱的文件的收件人。
    之前发送的链接已无法使用。您无需进行任何操作。
    .subject = 不再需要您查看文件

## To those who had consented, when another recipient declined

email-declined-by-other =
    “{ $organisation }”的“{ $sender }”发送给您的文件已被其他收件人拒绝，因此不会签订。
    您无需进行任何操作。
    .subject = 您已同意的文件被拒绝

## To the sender

email-declined = “{ $by }”拒绝了文件。
    .subject = 文件被拒绝
email-withdrawn =
    “{ $recipient }”撤回了之前的同意。文件仍在等待对方确认。
    在“{ $recipient }”再次同意之前，文件不会签订；对方也可能拒绝。
    .subject = 同意已被撤回
email-consent-held =
    “{ $recipient }”的同意，是通过文件发送后设置的认证方式作出的。按照组织的设置，在您确认之前，该同意被保留，文件尚未签订。

    请通过电话等邮件以外的方式向本人确认，然后在文件页面上解除保留。如果不是本人，请重新征求同意，或取消文件。
    .subject = 同意已被保留：请确认收件人的身份
email-deletion =
    由于保存期限结束，此文件将于{ $on }之后删除。删除后，将无法再取得文件、合意缔结证明书和证据包。

    如有需要，请在此之前下载并保存。
    .subject = 文件的保存期限即将结束
email-legal-hold =
    贵组织的“{ $by }”对您发送的此文件设置了保存延续（法律保留）。在解除之前，即使保存期限结束，文件也不会被删除。

    您无需办理任何手续。原因可在文件页面中查看。
    .subject = 文件已设置保存延续
email-legal-hold-released =
    贵组织的“{ $by }”解除了您发送的此文件的保存延续（法律保留）。今后将按照组织的保存期限处理；如需删除，会在30天前通过邮件通知。

    您无需办理任何手续。如果您不清楚此事，请向组织的管理员确认。
    .subject = 文件的保存延续已解除
email-held =
    “{ $recipient }”的{ $why }。在确认没有他人冒充之前，不接受“{ $recipient }”的同意。

    请通过电话等邮件以外的方式向本人确认，然后在文件页面上恢复接受。如果不是本人操作，请取消文件。
    .subject = 请确认收件人的身份
email-restored =
    服务已从备份恢复。备份之后的答复以及您的取消操作都没有留下记录。在您确认文件之前，已发出的链接无法使用，也不接受同意。

    如果文件仍需继续，请在文件页面上确认；系统会向轮到的收件人发送新链接。否则请在该页面取消文件。
    .subject = 请确认恢复后的文件
email-forwarded = “{ $by }”已将确认和同意转交给其他人。
    .note = 新的收件人也需要进行同样的认证。如果您不认识此人，请取消文件。
    .subject = 文件已转交
email-undelivered = 对方的邮件服务器未接收发给以下人员的邮件（{ $why }）。
    .note = 请确认邮件地址。如有误，请在文件页面更正收件人（抄送人以及已结束的文件无法更正）。
    .again = 可在文件页面重新发送签订完成的通知邮件。如该邮件地址无法使用，请通过其他方式转交已签订的PDF。
    .subject = 邮件未能送达
email-new-factor =
    发给“{ $recipient }”的文件，已用您发送文件之后设置的认证方式打开。{ $how }。设置时间：{ $at }。
    能阅读该邮箱邮件的人都可以设置。请用电话等邮件以外的方式向本人确认。如果不是本人，请撤销该文件。
    .subject = 文件被以发送后设置的身份验证器打开
email-new-address =
    发给“{ $recipient }”的文件，已由在您发送文件之后登记此邮箱的账户打开。{ $how }。认证方式的设置时间：{ $at }。
    能阅读该邮箱邮件的人都可以将其登记为账户邮箱。请用电话等邮件以外的方式向本人确认。如果不是本人，请撤销该文件。
    .subject = 文件被在发送后登记邮箱的账户打开
email-disputed =
    能阅读“{ $recipient }”邮箱的人报告：同意此文件的账户或其登录方式并非本人设置。
    全体收件人均已同意此文件。同意与电子签名不会被撤销。

    请通过电话等邮件以外的方式向本人确认。如果不是本人的同意，请判断是否重新发送文件。
    .subject = 有人对文件的同意提出异议
email-report-taken-back =
    发给“{ $recipient }”的邮件的接收者已撤回收件人有误的告知。
    该文件将继续等待此收件人确认。
    .subject = 收件人有误的告知已撤回
email-wrong-recipient =
    发给“{ $recipient }”的邮件，其接收者表示收件人有误。
    文件内容未显示。请核对收件人，必要时取消文件并重新发送。
    .subject = 有人表示收件人有误

## To an account's owner

email-account-changed =
    { $change }

    如果是您本人操作，则无需进行任何操作。
    如果不是，请立即登录，检查“安全”设置，并联系服务的运营者。
    .action = 打开安全设置
    .subject = 您的账户设置已更改
email-account-changed-report =
    { $change }

    如果是您本人操作，则无需进行任何操作。

    如果不是，请在 { $until } 之前通过下方链接告知。无需登录。账户将在所有设备上退出登录，密码失效，等待同意的文件将被停止。
    .action = 告知并非本人操作
email-account-reported =
    已收到报告：您的账户上有并非本人的操作。
    账户已在所有设备上退出登录，密码已失效。等待您同意的文件已停止，并已告知发件人。身份验证器应用（双重认证）保持不变。

    如需使用账户，请在下方页面设置新密码。
    .action = 设置新密码
    .note = 如果已登记的身份验证器应用或通行密钥不是您的，请联系组织的管理员或服务的运营者重置。请确认没有他人能阅读此邮箱的邮件。如果您报告的是邮箱地址的更改，账户已被停用。如需恢复，请联系服务的运营者。
    .subject = 已收到关于您账户的报告
email-change-registered = 已使用此邮件地址创建账户。
    .subject = 账户已创建
email-change-factor-enrolled = 您的账户已设置身份验证器应用（双重认证）。
email-change-passkey-enrolled = 您的账户已添加通行密钥（双重认证）。
email-change-factor-removed = 您账户的一种双重认证方式（身份验证器应用或通行密钥）已解除。
email-change-backup-code-used = 您账户的备用代码已被使用，之前的身份验证器应用和通行密钥已解除。
email-change-backup-codes-replaced = 您账户的备用代码已重新生成，以前的备用代码不再有效。
email-change-password-reset = 您账户的密码已重新设置。
email-change-password-changed = 您账户的密码已更改。
email-change-address-changed = 您账户的电子邮件地址已更改。
email-change-idp-linked = 您的账户已与公司账户（IdP）关联。
email-change-idp-unlinked = 您的账户与公司账户（IdP）的关联已解除。
email-change-factor-reset = 管理员重置了您账户的双重认证。请在下次登录时重新设置。
email-change-role-assigned = 组织的管理员更改了您的角色。
email-change-organisation-left = 组织的管理员已将您移出组织。您收到的文件仍可照常查看。
email-change-account-disabled = 服务的运营者停用了您的账户。您无法登录。您已发送的文件会继续办理。
email-change-account-enabled = 服务的运营者重新启用了您的账户。您可以照常登录。
email-password-reset-by-visitor = 有人在登录页面申请为您的账户设置新密码。
email-password-reset-by-admin = 您组织的管理员为您发送了设置新密码的链接。
email-password-reset =
    { $why }
    请在 { $until } 之前，通过下方链接设置新密码。链接只能使用一次。如果您已设置双重认证，还需要输入认证码。
    .action = 设置新密码
    .note = 如果您不知情，无需任何操作。不使用此链接，密码就不会改变。
    .subject = 设置新密码
email-no-password-to-reset =
    有人申请为您的账户设置新密码，但您的组织只使用公司账户（IdP）登录，因此无法设置密码。
    请在下方页面用公司账户登录。
    .action = 用公司账户登录
    .subject = 登录方法
email-foreign-account =
    有人用其他账户登录，试图打开发给您的文件。文件未显示。
    如果不是您本人操作，请检查邮件是否被转发或链接是否被分享。
    .subject = 有其他账户尝试访问

## To a recipient who is asked to prepare before a document is sent

email-preflight = “{ $organisation }”的“{ $sender }”正准备向此邮箱发送电子合同文件。文件尚未发送。
    .subject = 请为电子合同做好准备
email-preflight-asks = 在文件送达之前，请确认此邮箱，并设置双重验证（身份验证器应用或通行密钥）。页面会逐步引导您。
email-preflight-link = 开始准备
    .until = 链接有效期至
email-preflight-not-me = 如果与您无关，请在链接页面上选择“我不是此收件人”告知发件人。
