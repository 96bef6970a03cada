"""Breakages of accounts, with the generated tests that find them."""

from support.breakages import Breakage, breakages

AUTH, AROUND = "auth_route", "accounts_around"

OF_ACCOUNTS: list[Breakage] = breakages(
    {
        "helper/functions/hashed.py": [
            ("stored or hash_of_nobody(METHOD)", 'stored or ""', f"{AUTH} compared"),
            ("not _is_argon2(stored) or", "", f"{AUTH} digests"),
        ],
        "helper/accounts/tokens.py": [
            ("{self.password}", "", f"{AUTH} somebody_else_sets"),
            ('alg") == HMAC_ALGORITHM', 'alg") != HMAC_ALGORITHM', f"{AUTH} beginning"),
            ('f"accounts {purpose}"', '"accounts"', f"{AUTH} one_purpose"),
        ],
        "helper/accounts/limits.py": [
            ("per_address(per_account(view))", "per_address(view)", f"{AUTH} too_often"),
            ("per_address(per_account(view))", "per_account(view)", f"{AUTH} many_accounts"),
        ],
        "helper/accounts/mail.py": [
            ("server.starttls(context=context)", "pass", f"{AROUND} encrypts"),
        ],
        "helper/accounts/background.py": [
            ("blocking=False", "timeout=60", f"{AROUND} refused"),
            ("sleep(PAUSE)", "pass", f"{AROUND} work_is_done"),
        ],
        "helper/openapi_tokens.py": [
            ('add_errors(operation, "429")', "pass", f"{AUTH} document"),
        ],
        "models/Refresh_tokens_model.py": [
            ('ondelete="CASCADE"', 'ondelete="RESTRICT"', f"{AUTH} roles_are"),
        ],
        "repositories/auth_repository.py": [
            ("RefreshTokens.used_at.is_(None)", "RefreshTokens.id > 0", f"{AUTH} used_twice"),
            ("RefreshTokens.family == family", "RefreshTokens.id > 0", f"{AUTH} used_twice"),
        ],
        "schemas/auth_schemas.py": [
            ("password.lower() in", "password in", f"{AUTH} bad"),
        ],
        "services/auth_service.py": [
            ("account.is_disabled or not is_right", "account.is_disabled", f"{AUTH} nobody_is"),
            (" and token.fingerprint == account.fingerprint", "", f"{AUTH} somebody_else_sets"),
            ("(account.id, account.fingerprint) != said", "not said", f"{AUTH} reset_by_mail"),
        ],
        "startup/account_settings.py": [
            ("if 0 < longest <", "if 0 > longest >", f"{AROUND} start"),
        ],
        "routes/auth_route.py": [
            ("myAccountSettings.check()", "pass", f"{AROUND} application"),
        ],
        "routes/user_commands.py": [
            ("disabled=not undo", "disabled=True", f"{AROUND} commands"),
        ],
    }
)
