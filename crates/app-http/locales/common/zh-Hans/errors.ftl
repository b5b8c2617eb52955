# What the service says when it does not do something: what happened, why, and what to do next.

## The way on from an error's page

error-go-home = 返回首页
error-go-documents = 前往文件列表
error-go-sign-in = 登录
error-go-sign-in-page = 前往登录页面
error-go-link-idp = 用密码登录并关联
error-go-connections = 返回 IdP 连接
error-go-set-up-factor = 设置双重认证
error-go-idp = 用 IdP 登录

## Headings of more than one page

error-not-done = 无法处理
error-not-possible = 无法进行此操作
error-wait = 请稍候
error-sign-in-again-heading = 请重新登录
error-strong-sign-in-needed = 需要双重认证（或 IdP 认证）

## Requests that are not taken

error-foreign-form = 无法确认此操作来自本服务的页面，因此未执行。请返回上一页，刷新后重试。
    .title = 无法确认操作
error-foreign-host = 本服务只能在这台计算机上通过 localhost 打开。
    .title = 无法通过此地址打开
error-too-large = 单次可发送的大小为：每个 PDF 最大 20 MB，每份文件合计最大 50 MB。请返回上一页，缩小或拆分后再发送。
    .title = 发送的内容过大
error-cut-off = 通信中断，未能收到全部内容。请重新发送。
    .title = 发送未完成
error-body-too-slow = 发送过慢，接收已中止（10秒内没有收到数据，或速度过低）。请在网络良好的地方重新发送。
    .title = 发送已中止
error-malformed = 无法读取发送的内容。请返回上一页，刷新后重试。
    .title = 无法读取内容
error-not-found = 找不到您要查看的页面。如果您是通过邮件中的链接打开的，请确认链接完整。如果页面需要账户，请确认是否以有权查看的账户登录。
    .title = 找不到页面
error-not-found-signed-in = 页面或文件不存在，或者您的账户无权查看。其他账户收发的文件，请用该账户登录后打开。
error-too-many-tries = 短时间内操作过多。请等待约 { $seconds } 秒后重试。
error-fault = 服务器出现问题，未能完成处理。您输入的内容没有错误。请稍候重试。如果问题持续，请联系运营者并告知编号 { $number }。
    .title = 出现问题
# $number (String) - the number of the request, under which the log has it
error-number = 咨询编号：{ $number }
error-storage-full = 服务器的存储空间已满，未能保存。您输入的内容没有错误。运营者腾出空间后即可继续使用。请稍后重试。
    .title = 存储空间不足
error-storage-unavailable = 数据库没有响应，未能完成处理。您输入的内容没有错误。请等待约 10 秒后重试。如果问题持续，请联系运营者。
    .title = 暂时无法处理
error-files-unavailable = 文件存储没有响应，未能完成处理。您输入的内容没有错误。请等待约 10 秒后重试。如果问题持续，请联系运营者。
    .title = 暂时无法处理
error-too-slow = 处理时间过长，未能及时完成。您输入的内容没有错误。请等待约 10 秒后重试。
    .title = 未能及时完成
error-busy = 当前访问过于集中，未能完成处理。您输入的内容没有错误。请等待约 10 秒后重试。
    .title = 服务目前繁忙
error-not-done-for-now = 未能完成处理。请稍候重试。

## Links and invitations

error-invalid-link = 链接已过期，或者已发送新的链接。请打开最新邮件中的链接，或请发件人重新发送。
    .title = 此链接无法使用
error-link-required = 请在此浏览器中重新打开邮件中的链接。
    .title = 请从邮件中的链接打开
error-invitation-ended = 此邀请已被使用、已被取消或已过期。如有需要，请组织的管理员重新发送邀请。
    .title = 此邀请无法使用
error-sign-in-to-join = 此电子邮件地址的账户已存在。请登录后重新打开邀请页面。
    .title = 请登录后加入

## A document

error-not-editable = 此文件的状态为“{ $status }”，因此无法进行此操作。
error-sender-must-be-strong = 要发送设有高级认证请求的文件，需要以双重认证（或 IdP 认证）登录。请完成认证后重新发送。
error-excluded-heading = 无法与高级认证请求同时使用
error-not-your-turn = 您已答复此文件，或者还没有轮到您。
error-other-contents = 页面上显示的文件与您要同意的文件不一致。请重新打开文件。
    .title = 与显示的文件不同
error-other-turn = 打开此页面之后，同意已被撤回，或发送了新的链接。请再次确认内容，然后按下同意按钮。
    .title = 同意页面已过期
error-file-damaged = 此文件在存储位置丢失或被更改。恢复之前，无法显示，也无法同意。您的同意没有被记录。发件人的页面上已显示此问题，请联系发件人。
    .title = 文件已损坏
error-deleted = 由于发送此文件的组织的保存期限已到，此文件已于{ $at }删除。文件和内容均已不存在。文件ID：{ $document }
    .title = 保存期限已到，文件已删除
error-pages-not-shown = 显示全部页面后方可同意。您的同意没有被记录。请返回文件并显示全部页面。
    .title = 还有尚未显示的页面
error-fields-missing = 有 { $count } 个必填项尚未填写。您的同意没有被记录。请返回文件填写。
    .title = 有尚未填写的项目
error-value = 填写的内容未被接受。请返回文件检查填写项。
    .title = 请检查填写项
error-field-fault = 有填写项无法按现状发送。请在“03 设置填写项”中修改有标记的项目。
    .title = 请检查填写项
error-changes-unconfirmed = 有文件在接收时所作的更改尚未确认。请在步骤 01 中确认，或移除该文件。
    .title = 文件的更改尚未确认
error-consent-held = 在发件人确认是您本人之前，无法同意或转交。如有急事，请直接联系发件人。
    .title = 正在等待发件人确认
error-step-up-required = 距离上次认证已过了一段时间。请输入验证码，再次同意。
    .title = 请重新认证
error-closed = 发件人已取消此文件，或文件已被拒绝，因此无法查看或答复。您无需进行任何操作。如有疑问，请咨询发件人。
    .title = 此文件已终止
error-access-code-required = 发件人为此文件设置了访问码。请打开邮件中的链接，输入访问码。
    .title = 需要访问码
error-advanced-auth-required = 发件人为此文件设置了高级认证请求。完成认证后即可查看。
error-named-idp-required = 此文件的发件人只接受您所属组织的 IdP 认证。用该 IdP 登录后即可查看。
    .title = 需要用指定的 IdP 认证
error-enrolled-too-late = 发件人只接受在文件发送之前已设置的认证方式。您现在的认证方式是在发送之后设置的。请再次打开文件页面，查看可用的认证方式或联系发件人的方法。
error-enrolled-without-code = 发件人只接受输入访问码之后设置的认证方式，或发送之前已设置的认证方式。您现在的认证方式两者都不是。请再次打开文件页面，查看下一步。
error-enrolled-by-password = 此认证方式是在文件发送之后、仅凭密码设置的，没有使用邮件中的确认码。由于无法确认是由收到邮件的本人设置的，因此不能用于同意或拒绝此文件。请先退出登录，再次打开文件邮件中的链接，发送并输入确认码后登录，然后在“安全”中重新设置认证方式。然后用新的认证方式重新登录，即可答复。
    .title = 无法用此认证方式答复此文件
error-wrong-account = 此文件已发送至 { $intended }。请改用该收件人的账户登录。

## What is missing in a document, or too much

error-no-idp-for-address = 此收件人的公司尚未将 IdP 连接到本服务，因此无法指定 IdP。请取消勾选，或请对方进行连接。
error-forward-to-oneself = 这是您本人的电子邮件地址。请输入转交对象的电子邮件地址。
error-no-file = 请选择 PDF 文件。
error-too-many-fields = 填写项最多 500 个。
error-field-twice = 有两个相同的填写项，或有两个电子签名显示栏。请重新加载页面。
error-no-such-field = 没有该填写项。请重新加载页面。
error-no-recipient = 请至少添加一位收件人。
error-no-access-code = 有收件人未设置访问码。此处要求先输入访问码才能登记认证方式，请在“02 设置收件人”中为该收件人设置访问码。
error-too-many-files = PDF 最多 100 个。
error-files-too-large = 每个 PDF 最大 20 MB，整份文件最大 50 MB。
error-too-many-recipients = 收件人最多 128 位。
error-link-just-mailed = 距离上次发送链接不到 1 小时。请查看收到的邮件，或稍后再试。
error-mail-limit = 发件人 24 小时内可发送的邮件已达上限（每个邮箱地址最多 3 封，合计最多 300 封）。请明天再试；也可以不经事前确认直接发送文件。
error-passed-gate = 此收件人已打开文件或已答复，无法更正。如需发给其他人，请取消文件后重新发送。
error-no-such-recipient = 此收件人已被删除。
error-no-such-file = 该文件已从文件中移除。
error-sealed-other-files = 签名的 PDF 与文件不一致。

## A PDF that is not taken

error-pdf-not-pdf = “{ $name }”不是 PDF。请转换为 PDF 后再选择。
error-pdf-damaged = “{ $name }”的结构已损坏，无法在不丢失内容的情况下读取。请用制作它的软件重新导出为 PDF，或请发送方重新发送。
error-pdf-truncated = “{ $name }”缺少文件结尾，只收到了一部分。请发送方重新发送，或重新下载。
error-pdf-signed-damaged = “{ $name }”已有签名，其结构无法在保持该签名有效的同时再添加签名。重新保存或打印会失去现有签名，请签名者重新制作签名的 PDF。
error-pdf-password-needed = 打开“{ $name }”需要密码。请输入 PDF 的密码，并重新选择 PDF 文件。
error-pdf-wrong-password = 输入的密码无法打开“{ $name }”。请确认密码后重新输入，并重新选择 PDF 文件。
error-pdf-encrypted = “{ $name }”使用证书等无法用密码打开的方式加密。请向制作者索取未加密的 PDF。
error-pdf-no-pages = “{ $name }”没有页面。请向制作者索取有内容的 PDF。
error-pdf-too-many-pages = “{ $name }”超过 2,000 页。请拆分。已签名的文件拆分后会失去签名，请咨询签名者。
error-pdf-launch = “{ $name }”已有签名，并包含启动程序的动作。无法在保留签名的同时移除，请签名者在不含该动作的 PDF 上签名。
error-pdf-xfa = “{ $name }”的内容不在页面中，而只在 XFA 表单里，因此无法使用。请用制作它的软件（如 Adobe Acrobat）打开，通过“打印”保存为 PDF，确认内容完整后再选择。
error-pdf-unfixed-form = “{ $name }”是填写栏的显示因阅读器而异的表单，无法确定合同内容。请用制作它的软件打开，通过“打印”保存为 PDF，确认内容完整后再选择。
error-pdf-missing-glyph = “{ $name }”的填写栏“{ $field }”中有表单字体和本服务字体都没有的字符“{ $character }”，无法正确显示。请用制作它的软件打开，通过“打印”保存为 PDF，确认内容完整后再选择。
error-pdf-missing-glyph-in-note = “{ $name }”的注释中有注释字体和本服务字体都没有的字符“{ $character }”，无法正确显示。请用制作它的软件打开，通过“打印”保存为 PDF，确认内容完整后再选择。
error-pdf-layers = “{ $name }”含有屏幕上可见而打印时不可见（或相反）的图层，无法确定合同内容。请在制作它的软件中只显示需要的图层，通过“打印”保存为 PDF，确认内容完整后再选择。
error-pdf-media = “{ $name }”嵌入了视频、声音或 3D，无法作为页面保留。请在制作它的软件中替换为图片，或通过“打印”保存为 PDF。视频、声音和 3D 将不包含在内。
error-pdf-unknown-filter = “{ $name }”的页面使用未知格式“{ $filter }”的数据，无法正确显示。请用制作它的软件打开，通过“打印”保存为 PDF，确认内容完整后再选择。
error-pdf-certified = “{ $name }”带有禁止此后任何更改的认证签名，无法添加签名。请签名者以允许追加签名的设置重新签名，或索取没有签名的 PDF。
error-pdf-too-complex = “{ $name }”过于复杂，无法检查。未签名的文件请用制作它的软件通过“打印”重新保存为 PDF。已签名的文件重新保存会失去签名，请咨询签名者。

## A field

error-value-other-kind = 此项目不能填写该内容。
error-value-number = 请填写数字（例如 1,000）。
error-value-date = 请填写日期（例如 2026-11-27）。
error-value-postal-code = 请填写 7 位邮政编码（例如 150-0001）。
error-value-phone = 请填写电话号码（例如 03-1234-5678）。
error-value-no-such-option = 请从选项中选择。
error-value-strokes = 无法读取签名。请重新书写。
error-value-other-stamp = 这不是贵组织的印章图像。
error-value-missing-glyph = 无法打印“{ $character }”。请改用其他字符。
error-value-does-not-fit = 内容超出栏位。请缩短。
error-stamp-not-png = 印章图像须为 PNG 文件。
error-stamp-too-large = 印章图像最大 1 MB，宽高最多 2,000 像素。
error-stamp-empty = 图像完全透明。请选择能看到印章的图像。
error-logo-unreadable = 标志必须是 PNG 或 SVG 图像文件。
error-logo-too-large = 标志图像不得超过 1 MB，PNG 的宽和高不得超过 2,000 像素，且不能过于复杂。
error-logo-has-text = SVG 中含有文字。请将文字转换为轮廓（路径）后重新选择。
error-logo-has-more = SVG 中含有图像或脚本。请使用只含图形的 SVG，或使用 PNG。
error-logo-empty = 图像中没有可见内容。请选择能看到标志的图像。
error-printer-away = 目前无法检查填写的内容。请稍后重试。
error-value-image = 无法读取印章图像。
error-field-empty = 请填写“{ $label }”。
error-field-too-long = “{ $label }”最多 { $limit } 个字符。
error-field-too-short = “{ $label }”至少需要 { $least } 个字符。
error-field-forbidden-character = “{ $label }”包含不能使用的内容（控制字符、网页地址等）。请删除。
error-field-malformed = “{ $label }”的格式不正确。
error-field-email = 电子邮件地址的格式不正确。请用半角字符输入，例如 name@example.com。
error-field-password = 密码不能全部是同一个字符。请换一个密码。
error-field-link-life = 链接的有效期请输入 1 至 60 的数字。
error-field-step-up-age = 要求重新认证前的时间请输入 1 至 60 的数字。
error-field-amount = 交易金额请以日元为单位输入数字，例如 550000。
error-field-date = “{ $label }”请输入实际存在的日期，例如 2026-04-01。

## Signing in, codes and the second factor

error-bad-credentials = 电子邮件地址或密码不正确。如果连续出错，请等待约 1 分钟后再试。
error-wrong-password = 当前密码不正确。如果连续出错，请等待约 1 分钟后再试。
error-address-same = 与当前地址相同。请输入其他地址。
error-address-served-by-idp = 此地址所属公司统一使用公司账户（IdP）登录。请联系公司管理员，并使用 IdP 登录。
error-no-code = 请输入代码。
error-wrong-code = 代码不正确。请输入最新的代码。
error-code-replayed = 此验证码已被使用。请等应用显示下一个验证码后再输入。
error-throttled = 由于连续出错，在 { $until } 之前停止受理，即使代码正确也请等到那时。
error-locked = 由于连续出错，此身份验证器应用已无法使用。请使用备用代码重新设置。
error-code-of-other-session = 此确认码是在其他浏览器中请求的。请在此浏览器中发送新的确认码。
error-code-expired = 确认码已过期或已被使用。请发送新的确认码。
error-too-many-codes = 刚刚发送过确认码，或已达到今天的上限（{ $limit } 次）。请查看收到的邮件，或稍候再试。
# $seconds (Number) - how long to wait
error-codes-just-mailed = 刚刚发送过确认码。请查看收到的邮件；如未收到，请等待约 { $seconds } 秒后再试。
# $limit (Number) - how many are mailed a day
error-codes-of-browser = 同一浏览器每天最多可请求 { $limit } 次确认码。请查看收到的邮件，或明天再试。
# $limit (Number) - how many are mailed a day
error-codes-of-network = 您所在的网络今天请求确认码已达上限（{ $limit } 次），此后每小时可发送一次。请查看收到的邮件，稍后再试。
# $limit (Number) - how many are mailed a day
error-codes-of-mailbox = 发往该邮件地址的确认码今天已达上限（{ $limit } 次）。请查看收到的邮件，并在一小时以后再试。
error-mailbox-not-proven = 有一份发给您的文件。请打开邮件中的链接，用确认码确认电子邮件地址后重试。如果您的文件均已签订，也可以通过“忘记密码”设置新密码来确认。
error-account-exists = 此电子邮件地址的账户已存在。请登录。
error-guest-title = 您无法发送文件
error-guest = 您的账户是访客账户：可以查看、同意并保存收到的文件，但不能发送文件、创建模板或管理组织。如需发送，请向您所在组织的管理员申请邀请；接受邀请后即可发送。
error-factor-demanded = 您的组织要求以双重认证（或 IdP 认证）登录。
error-no-factor = 尚未设置双重认证。
error-backup-codes-replaced = 这些备用代码已被新的代码替换。请重新显示，并保存新的代码。
error-too-many-factors = 每个账户最多可注册共 10 个身份验证器应用和通行密钥。请先移除不再使用的，再添加新的。
error-no-enrolment = 找不到设置过程中的信息。请在此浏览器中从头开始设置。
error-passkey-ceremony = 通行密钥验证已超时，或是在其他页面开始的。请重试。
error-passkey-unknown = 此通行密钥未注册或已移除。请选择其他通行密钥，或使用其他方式。
error-passkey-unverified = 设备未通过指纹、面容或 PIN 进行本人验证。请使用设有屏幕锁定的设备，或设有 PIN 的安全密钥。
error-passkey-refused = 无法验证通行密钥。请重试，或使用其他方式。
error-passkey-counter = 此通行密钥可能已被复制，无法使用。请以其他方式登录并移除它。
error-passkey-taken = 此通行密钥已注册。
error-passkey-unavailable = 此服务的地址无法使用通行密钥。请使用其他方式。
error-sign-in-again = 要更改登录方式，需要在 5 分钟之内登录过（设有双重认证时还需要验证码）。请重新登录后再试。
error-no-password = 此账户既没有密码也没有通行密钥，解除 IdP 关联后将无法登录。请先在“安全”中添加通行密钥，或设置密码。

## Signing in with an identity provider

error-no-idp = 此电子邮件地址所属的公司不支持用 IdP 登录。请用密码登录。
error-unknown-authorization = 此登录流程已被使用或已过期。请重新登录。如果您正在确认文件，请重新打开邮件中的链接。
error-authorization-expired = 用 IdP 登录花费的时间过长。请重新登录。
error-foreign-authorization = 与开始登录时相比，浏览器或登录的账户已变化。请在此浏览器中重新登录。如果您正在确认文件，请重新打开邮件中的链接。
error-first-login-code = 确认码已过期，或因连续出错而无法使用。请从用 IdP 登录重新开始。
error-idp-denied = IdP 未允许登录。如果您在 IdP 页面上中途取消，请重试。如果问题持续，请向组织的系统负责人确认是否允许使用本服务。
error-link-first = 请先用密码登录一次，并选择与 IdP 关联，之后即可用 IdP 登录。
    .title = 此电子邮件地址已注册
error-not-a-member = 在此组织中，没有账户的人无法登录。请组织的管理员创建账户。
error-other-address = IdP 的电子邮件地址与登录中的账户不同。请确认您是否用自己的 IdP 账户登录。如果确实是您本人，请向组织的系统负责人咨询 IdP 返回的电子邮件地址。
error-identity-taken = 此 IdP 账户已与其他账户关联，或者您的账户已与其他 IdP 账户关联。请先解除关联。
error-idp-required = 您的组织要求用 IdP 登录。请通过下面的按钮登录。
error-report-link-ended = 用于报告操作的链接在操作后的 30 天内有效。如果已过期，请设置新密码，并联系服务的运营者。
error-reset-link-ended = 用于设置密码的链接在 30 分钟内有效，只能使用一次。请重新发送链接。
error-account-disabled = 此账户已被停用。请联系服务的运营者。
    .title = 此账户无法使用
error-idp-login-failed = 无法用 IdP 登录
error-idp-unreachable = 公司的登录页面（IdP）没有响应。请等待几分钟后重试。如果问题持续，请联系公司的系统负责人。
    .title = 无法连接到登录页面
error-idp-forbidden = 出于安全考虑，无法连接到此颁发者（或其指向的地址）。请确认它是 https 网址，且地址是公开的。如果是公司内部的 IdP，服务器的运营者可通过 WARIIN_IDP_PRIVATE_ORIGINS 允许连接。
error-idp-misconfigured = 与 IdP 的连接设置有误。请组织的管理员测试 IdP 连接。
error-idp-untrusted = 无法验证 IdP 的响应，因此中止了登录。请重试。如果问题持续，请联系组织的管理员。
error-idp-switched-off = 此 IdP 登录目前已停用。请咨询组织的管理员。
error-idp-other-organisation = 您用其他组织的 IdP 登录了。请用您所属组织的账户登录。
error-idp-no-auth-time = IdP 未提供认证时间（auth_time），因此无法确认是您本人。请向组织的系统负责人咨询 IdP 的设置。
error-idp-stale = 在 IdP 的认证时间过久，无法接受。请在 IdP 页面上重新认证。
error-idp-not-renewed = IdP 未按要求重新认证（无论 prompt=login 还是 max_age，认证时间 auth_time 都没有更新）。由于同意时无法确认本人，此 IdP 不能启用。请检查 IdP 的重新认证和会话设置，然后再次测试。
error-idp-future = IdP 的时间有偏差，无法接受。请联系组织的系统负责人。
error-idp-weak = 无法确认在公司的登录页面（IdP）上进行了双重认证。请使用双重认证登录。如果问题持续，请咨询公司的系统负责人。
error-idp-wrong-account = 在公司登录页面上认证的人与登录中的人不同。同意尚未完成。请返回同意页面，重新选择您自己的账户。
    .title = 以其他人的账户进行了认证
error-idp-no-address = 未能从 IdP 收到电子邮件地址，因此无法确认账户。请组织的系统负责人设置返回 email。
error-idp-address-unverified = 您的电子邮件地址尚未在 IdP 得到确认，因此无法登录。请在 IdP 页面上完成电子邮件地址的确认。
error-idp-foreign-domain = 公司登录页面提供的电子邮件地址未登记为该公司的地址。请重新选择公司的账户，或咨询公司的管理员。
    .title = 无法用此电子邮件地址登录

## A connection to an identity provider

error-idp-test-failed = 与 IdP 的交互在此处中止：{ $check } { $advice }
    .title = 连接测试失败
error-idp-test-hosts = IdP 的配置信息指向了此连接未允许的主机。请再次测试，页面会显示所需的主机。
error-idp-test-compare = 请对照 IdP 的设置和此连接的设置。
error-admins-only = 只有组织的管理员可以进行此操作。
error-connection-weak-sign-in = 要更改 IdP 连接，需要以双重认证（或 IdP 认证）登录。
error-connection-tenant-needed = 此颁发者由多个组织共用，因此需要用于识别组织的项目（例如 hd=example.co.jp）。
error-connection-not-tested = 启用之前，请先测试连接。
error-connection-not-strong = 测试登录时未能确认进行了双重认证。请检查 IdP 的设置，或双重认证的确认方法。
error-connection-no-domain = 启用需要至少一个已确认的域名。
error-connection-no-such-domain = 该域名未登记在此连接中。
error-connection-too-many-domains = 域名最多 50 个。
error-connection-too-many = IdP 连接最多 10 个。
error-connection-no-secret = 没有客户端密钥。请在连接的设置中输入。更改颁发者后，密钥会被删除。
error-connection-no-address = 测试时未返回已确认域名的电子邮件地址（email）。请将 IdP 设置为返回 email，然后重新测试。
error-connection-domain-taken = 该域名已在其他 IdP 连接中确认。
error-connection-no-record = 找不到 TXT 记录。请检查名称和值，等待生效后重试。
error-connection-switched-off = 请先启用此连接。
error-connection-not-signed-in-with-it = 为避免无法登录，请用此 IdP 登录后再设置。
error-dns = DNS 服务器没有响应，无法确认域名。请稍候重试。

## An organisation

error-organisation-weak-sign-in = 此操作需要以双重认证（或 IdP 认证）登录。请在“安全”中进行认证。
error-organisation-oneself = 不能对自己进行此操作。请委托其他管理员。
error-organisation-last-admin = 这是最后一位管理员，无法更改。请先将其他成员设为管理员。
error-organisation-member-gone = 此成员已不在该组织中。
error-organisation-member-already = 此电子邮件地址的使用者已是成员。
error-organisation-invited-already = 此电子邮件地址已在邀请中。如果未收到，请重新发送邀请。
error-organisation-too-many-invitations = 邀请中的数量已达上限（200 个）。请取消未使用的邀请。
error-organisation-invitation-ended = 此邀请已被使用或已被取消。
error-organisation-just-mailed = 距离上次发送不到 10 分钟，或已达到每天可发送的数量（200 封）。请对方查看收到的邮件，或稍后再试。
error-organisation-retention-too-short = 按日本《电子账簿保存法》保存时，请设为{ $least }年以上。法律要求至少保存{ $least }年。设置未更改。
error-organisation-own-in-use = 此账户在其他组织中有文件或成员，因此无法加入。请用其他电子邮件地址接受邀请。
error-too-many-templates = 模板最多 1,000 个。请删除不用的模板。
error-template-not-yours = 只有保存模板的人或组织的管理员可以更改和删除模板。
error-too-many-exported = 文件过多，无法一次导出。请筛选至 500 份以内。
