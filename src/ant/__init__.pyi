"""The types of what programs use; a test holds this to be what ``__init__.py`` imports."""

from ant.api.library import Planned as Planned
from ant.api.library import Terms as Terms
from ant.api.library import apply as apply
from ant.api.library import carry_out as carry_out
from ant.api.library import plan as plan
from ant.api.steps.notes import Notes as Notes
from ant.core.errors import AntError as AntError
from ant.core.errors import Problem as Problem
from ant.core.errors import Undecided as Undecided
from ant.core.planning.plan import FileChange as FileChange
from ant.core.planning.questions import Question as Question
from ant.core.planning.requests import ABSENT as ABSENT
from ant.core.planning.requests import AddAccounts as AddAccounts
from ant.core.planning.requests import AddFields as AddFields
from ant.core.planning.requests import AddRoute as AddRoute
from ant.core.planning.requests import AddRules as AddRules
from ant.core.planning.requests import AddSubroute as AddSubroute
from ant.core.planning.requests import Adopt as Adopt
from ant.core.planning.requests import ApplySpec as ApplySpec
from ant.core.planning.requests import GuardRoute as GuardRoute
from ant.core.planning.requests import MarkDone as MarkDone
from ant.core.planning.requests import NewProject as NewProject
from ant.core.planning.requests import RemoveField as RemoveField
from ant.core.planning.requests import RemoveRoute as RemoveRoute
from ant.core.planning.requests import RemoveSubroute as RemoveSubroute
from ant.core.planning.requests import RenameField as RenameField
from ant.core.planning.requests import RenameRoute as RenameRoute
from ant.core.planning.requests import Request as Request
from ant.core.planning.requests import Undo as Undo
from ant.core.planning.requests import Upgrade as Upgrade

__version__: str
