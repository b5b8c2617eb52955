# Help: for recipients of a document, and for signing in at a company's identity provider. What it quotes in
# quotation marks are the labels of other pages.

## For recipients of a document

help-recipient = 致收到文件的人士
help-search = 按关键词查找
help-none-found = 未找到。请换个词再试。
help-recipient-about = 打开邮件中的链接后，会显示用于确认发件人的页面。如果文件设置了高级认证请求，请按以下顺序进行。
help-step-email = { -help-step-email-name }：在打开链接的浏览器中，输入发送至收件电子邮件地址的 6 位数字。
-help-step-email-name = 确认码
help-step-account = { -help-step-account-name }：登记姓名和密码。已有账户的，请直接登录。
-help-step-account-name = 账户
help-step-factor = { -help-step-factor-name }：注册身份验证器应用，并输入其显示的 6 位验证码。使用公司账户登录的，无需此步骤（{ -help-by-company-account }）。
-help-step-factor-name = 双重认证
-help-by-company-account = 使用公司账户登录
help-step-answer = { -help-step-answer-name }：阅读文件，然后同意或拒绝。
-help-step-answer-name = 确认与同意
help-app-question = 什么是身份验证器应用？
help-app-answer = 这是显示每 30 秒变化一次的 6 位数字的应用。请在手机或电脑上安装 Google Authenticator、Microsoft Authenticator、1Password 等应用使用，任何一种均可。
help-wrong-code-question = 提示验证码不正确
help-wrong-code-answer = 请等数字更新后再输入。已使用过的验证码不能再次使用。如仍然如此，请检查设备的时间是否正确（是否为自动设置）。
help-lost-phone-question = 手机丢失了
help-lost-phone-answer = 在输入验证码的页面选择“{ account-use-backup-code }”，输入设置时保存的代码，即可设置新的身份验证器应用。对于当时正在等待您答复的文件，我们会通知发件人；在发件人确认是您本人之前，不受理同意。
help-no-backup-code-question = 也不知道备用代码
help-no-backup-code-answer = 如果您在公司等组织中使用本服务，请委托组织的管理员重置双重认证。否则请通过电话等方式联系文件的发件人，商量处理办法。发件人可以取消文件，并重新发送至其他收件地址。
help-password-question = 忘记了密码
help-password-answer = 在登录页面点击“忘记密码”，即可通过邮件收到用于设置新密码的链接。也可以打开文件邮件中的链接，从“发送确认码”继续，验证电子邮件地址后即可设置新密码。双重认证仍然需要。
help-invalid-link-question = 提示“此链接无法使用”
help-invalid-link-answer = 链接已过有效期，或者已发送了新的链接。如果显示“发送新链接”，点击后新的链接会发送至收件电子邮件地址。如果您有账户，也可以登录后从“{ received }”打开。
help-access-code-question = 什么是访问码？
help-access-code-answer = 由发件人通过电话等邮件以外的方式告知的代码，至少 6 个字符。在输入之前无法进入下一步。如不清楚，请咨询发件人。连续输入错误时，将暂停受理一段时间。文件不会丢失。
help-forward-question = 希望由其他人处理
help-forward-answer = 通过文件页面的“转交给其他人”，可以交由他人代您确认和同意。被转交的人也需要通过同样的认证；如果文件设有访问码，也需输入相同的访问码。转交后，您将无法再查看文件。即使把邮件或链接交给别人，对方也无法通过认证。
help-fields-question = 文件中有需要填写的栏位
help-fields-answer = 点选页面上的方框即可填写。填写的内容会立即保存，并按打印效果显示在页面上；也可以在页面下方的列表中填写。必填项全部填写后即可同意。在您同意之前，其他人看不到您填写的内容。
help-withdraw-question = 想要撤回同意
help-withdraw-answer = 在所有人都同意之前，可以通过文件页面的“撤回同意”来撤回。我们会通知发件人，同意和撤回都会保留在历史记录中。
help-unknown-document-question = 收到了与自己无关的文件
help-unknown-document-answer = 可在链接打开的页面中，通过“我不是此收件人”告知发件人。不会显示文件内容。
help-language-question = 想要更改页面语言
help-language-answer = 可在页面最下方选择日语、英语、简体中文或繁体中文。如果没有显示可选语言，则该文件仅以日语显示（例如设置了高级认证请求的文件）。文件页面的日期和时间按发件人组织选择的时区显示。

## Signing in with a company account

help-idp = { -help-by-company-account }（IdP 认证）
help-idp-about = 这是通过您所在公司用来管理账户的服务（Microsoft Entra ID、Google Workspace、Okta 等，称为 IdP）登录的方法。看到“{ account-sign-in-by-idp }”时，点击后会转到公司的登录页面，登录完成后返回本服务。公司的密码不会传给本服务。
help-idp-code-question = 被要求输入确认码
help-idp-code-answer = 首次登录时，除非刚刚从文件的链接完成了邮箱验证，否则需要输入发送至公司电子邮件地址的 6 位数字。这是为了确保公司账户与本服务的账户确实属于同一人。下次登录时不再需要。如果您设置了身份验证器应用，可能还会要求输入其验证码。
help-idp-registered-question = 提示“此电子邮件地址已注册”
help-idp-registered-answer = 您已有可用密码登录的账户。请先用密码登录，在“{ security }”中点击“{ account-link }”，之后即可通过 IdP 登录。
help-idp-consent-question = 同意时被要求再次登录
help-idp-consent-answer = 对于带有高级认证请求的文件，在您同意的当时，会通过公司的登录页面确认是您本人。即使刚刚登录过也是如此。
help-idp-named-question = 提示只能用公司账户打开
help-idp-named-answer = 发件人指定了只有通过收件人公司的 IdP 登录的人才能打开此文件。使用密码或身份验证器应用无法打开。如果无法登录，请联系公司的系统负责人或发件人。
help-idp-unreachable-question = 提示“无法连接到登录页面”
help-idp-unreachable-answer = 公司的登录页面一侧发生了故障。请等待几分钟后重试。文件会原样保留。

## Pictures of the screens: what stands below each, and its text for readers who cannot see it

help-picture-landing = 步骤 1/4：打开邮件链接后的页面。首次使用的，请点击“{ recipient-send-code }”。（图片为日文页面。）
    .alt = 通知您收到文件的页面。依次显示发件人和收件人、四个步骤以及“{ recipient-send-code }”按钮。
help-picture-enrol = 步骤 3/4：注册身份验证器应用的页面。用手机查看时，请点击“{ account-open-app }”。图中的二维码和密钥已替换为示例。
    .alt = 设置双重认证的页面。依次显示“{ account-open-app }”按钮、二维码、设置密钥和验证码输入框。
help-picture-consent = 步骤 4/4：确认文件的页面。请阅读 PDF 后点击“{ recipient-agree }”。
    .alt = 文件页面。显示合同的各页，下方有“{ recipient-agree }”按钮。
