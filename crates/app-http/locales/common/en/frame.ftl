# The frame around every page.
skip-to-content = Skip to content
menu = Menu
sign-out = Sign out
help = Help
service-name = Wariin electronic contracts
dev-mailbox-link = Mailbox (trial)
security = Security
required = Required
optional = Optional
check-what-you-typed = Please check what you typed
