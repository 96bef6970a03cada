"""${message}."""

import sqlalchemy as sa
from alembic import op
% if imports:

${imports}
% endif

revision: str = "${up_revision}"
down_revision: ${'tuple[str, ...]' if isinstance(down_revision, tuple) else 'str'} | None = ${repr(down_revision).replace("'", '"')}
branch_labels: str | None = ${repr(branch_labels).replace("'", '"')}
depends_on: str | None = ${repr(depends_on).replace("'", '"')}


def upgrade() -> None:
    """Go on to this revision."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Go back to the one before."""
    ${downgrades if downgrades else "pass"}
