<%
    is_merge = isinstance(down_revision, tuple)
    code = f"{upgrades or ''}{downgrades or ''}"
    is_blank = not code and not is_merge
    uses_sa, uses_op = "sa." in code or is_blank, "op." in code or is_blank
%>\
"""${message}."""
% if uses_sa or uses_op:

% endif
% if uses_sa:
import sqlalchemy as sa
% endif
% if uses_op:
from alembic import op
% endif
% if imports:

${imports}
% endif

revision: str = "${up_revision}"
down_revision: ${'tuple[str, ...]' if is_merge else 'str'} | None = ${repr(down_revision).replace("'", '"')}
branch_labels: str | None = ${repr(branch_labels).replace("'", '"')}
depends_on: str | None = ${repr(depends_on).replace("'", '"')}


def upgrade() -> None:
    """Go on to this revision."""
% if upgrades or not is_merge:
    ${upgrades if upgrades else "pass"}
% endif


def downgrade() -> None:
    """Go back to the one before."""
% if downgrades or not is_merge:
    ${downgrades if downgrades else "pass"}
% endif
