# The office's menu.
documents = Documents
templates = Templates
managed-documents = Managed documents
organisation = Organisation
