# The office's menu.
documents = 書類
templates = テンプレート
managed-documents = 管理書類
organisation = 組織
