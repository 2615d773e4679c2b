"""The checks, each taken out or turned round, one at a time; the walk must come out otherwise (T4, G15)."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any

from authority.walk import everything
from dialogs.desk import Desk
from rapid_review import deeds, permissions
from rapid_review.case import Case
from rapid_review.declaration.declarations import Declaration
from rapid_review.deeds import CAN_DO, Deed
from rapid_review.permissions import MATRIX, Access, CaseRole, Surface

AUTHORISE: tuple[Callable[..., Any], ...] = (
    *(permissions.roles_of, permissions._chairs, permissions.sees, permissions._level, permissions._left_to_read),
    *(permissions.require_part, permissions.require_not_shut_out, deeds.may),
    *(Desk.case, Desk.case_recused_or_not),
    *(Case.roles, Case.require, Case.require_cleared, Case.require_may, Case.need_clearance, Case.own_request),
    *(Case.require_chair_or_team, Case.answered_by, Case.deputy_acts, Case.seats_held, Case.seat_of),
    *(Case.may_have_document, Case.may_remove_document, Case.may_add_for, Case.open_glass),
    *(Case.require_may_break_glass, Case.readable_breaches),
    *(p.fget for p in (Case.recused, Case.chair_stands_aside, Case.rulers)),  # type: ignore[attr-defined]
    *(p.fget for p in (Declaration.complete, Declaration.recused, Declaration.awaits_ruling)),  # type: ignore[attr-defined]
    *(p.fget for p in (Declaration.stands_aside, Declaration.cleared, Declaration.signed)),  # type: ignore[attr-defined]
)
"""Every function that says whether somebody may: each of their decisions is turned round."""


@dataclass(frozen=True)
class Mutant:
    """One change: to a function's code, or to a cell of a table."""

    name: str
    method: str
    apply: Callable[[], Callable[[], None]]
    """Makes the change; the answer takes it back."""

    @contextmanager
    def alive(self) -> Iterator[None]:
        undo = self.apply()
        try:
            yield
        finally:
            undo()


DOUBLED = {
    "Speaking.require_clerk without self.require_running(by)": "asks whether a meeting runs; whose deed it is, before",
    "Escalating.require_may_answer without self.roles(by)": "`may_answer` says no to whoever has no part",
    "Membership.require_may_name without self.roles(by)": "whoever is not the lead is asked for a deed of theirs",
    "Declaring.require_may_replace without self.roles(by)": "who rules has a part by their role",
    "Declaring.require_may_rule without self.roles(by)": "who rules has a part by their role",
    "Documents.may_add_for #2: without who.id in self.recused": "whoever is recused reads nothing to add to",
    "Declaration.cleared #2: without not self.recused": "whoever is recused is turned away before it is asked",
    "Deciding.tell_pending without self.require_may_tell_pending(by)": "`require_may_mark` asks whose duty it is",
    "CaseRecord.seat_of #1: no refusal": "whoever may vote has a seat, or acts for one",
}
"""Changes that let in nobody, because another check says the same; each with where."""


def every_mutant() -> list[Mutant]:
    found = [*of_the_deeds(), *of_the_matrix(), *of_the_functions(), *of_the_checks()]
    return [mutant for mutant in found if mutant.name not in DOUBLED]


def survives(mutant: Mutant, expected: dict[str, str]) -> bool:
    """Whether everything comes out as if nothing had been changed."""
    try:
        with mutant.alive():
            return all(expected.get(tried) == came for tried, came in everything((mutant.method,)))
    except Exception:  # noqa: BLE001  A change that breaks the program is noticed by anybody.
        return False


# -- Cells of tables -----------------------------------------------------------------------------------------------


def of_the_deeds() -> Iterator[Mutant]:
    """Each deed given to each part whose it is not, and taken from each whose it is."""
    for deed in Deed:
        for role in CaseRole:
            if role is not CaseRole.IT_ADMIN:  # It is no part that anybody has in a case.
                yield Mutant(
                    f"{deed} {'taken from' if role in CAN_DO[deed] else 'given to'} {role}", "", _deed(deed, role)
                )


def _deed(deed: Deed, role: CaseRole) -> Callable[[], Callable[[], None]]:
    def apply() -> Callable[[], None]:
        before = CAN_DO[deed]
        CAN_DO[deed] = before ^ {role}
        return lambda: CAN_DO.__setitem__(deed, before)

    return apply


def of_the_matrix() -> Iterator[Mutant]:
    """Each cell of the matrix one level up and one level down."""
    for (role, surface), level in MATRIX.items():
        for other in Access:
            if abs(other - level) == 1 and not (role is CaseRole.IT_ADMIN and other is Access.READ):
                yield Mutant(f"{role} sees {surface}: {other.name}", "", _cell(role, surface, other))


def _cell(role: CaseRole, surface: Surface, level: Access) -> Callable[[], Callable[[], None]]:
    def apply() -> Callable[[], None]:
        before = MATRIX[role, surface]
        MATRIX[role, surface] = level
        return lambda: MATRIX.__setitem__((role, surface), before)

    return apply


# -- Code ----------------------------------------------------------------------------------------------------------


def of_the_functions() -> Iterator[Mutant]:
    """Every decision in the functions that authorise, turned round."""
    for function in AUTHORISE:
        for line, change in enumerate(_decisions(function)):
            yield Mutant(
                f"{function.__qualname__} #{line}: {change[0]}", function.__name__, _coded(function, change[1])
            )


def of_the_checks() -> Iterator[Mutant]:
    """Every call of a check in every method of the case, left out."""
    for name, method in inspect.getmembers(Case, inspect.isfunction):
        if method in AUTHORISE or name.startswith("__"):
            continue
        for change in _calls_of_checks(method):
            yield Mutant(f"{method.__qualname__} without {change[0]}", name, _coded(method, change[1]))


CHECKS = ("require", "need_clearance", "own_request", "roles", "end_glass_if_due", "take_back_if_due")
"""How the names of checks begin. The last two end somebody's part, or their glass, before anything is asked."""


def _calls_of_checks(method: Callable[..., Any]) -> Iterator[tuple[str, ast.FunctionDef]]:
    tree = _tree(method)
    if tree is None:
        return
    for n, node in enumerate(ast.walk(tree)):
        call = node.value if isinstance(node, ast.Expr) else None
        if isinstance(call, ast.Call) and _is_check(call) and _asks_who(call):
            yield ast.unparse(call), _changed(method, n, lambda old: ast.Pass())


def _is_check(call: ast.Call) -> bool:
    named = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    return named.startswith(CHECKS)


def _asks_who(call: ast.Call) -> bool:
    """Whether it is about somebody; others ask whether it is the time, or the right day."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(isinstance(one, ast.Name) and one.id in ("by", "who") for one in given)


def _decisions(function: Callable[..., Any]) -> Iterator[tuple[str, ast.FunctionDef]]:
    tree = _tree(function)
    assert tree is not None, function
    for n, node in enumerate(ast.walk(tree)):
        for words, change in _turned(node):
            yield words, _changed(function, n, change)


_OTHER: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.GtE: ast.Lt,
    ast.LtE: ast.Gt,
}


def _turned(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], ast.AST]]]:
    """What can be turned round here."""
    if isinstance(node, ast.If):
        yield f"never {ast.unparse(node.test)}", lambda old: _with(old, test=ast.Constant(False))
    if isinstance(node, ast.IfExp):
        yield f"never {ast.unparse(node.test)}", lambda old: old.orelse
        yield f"always {ast.unparse(node.test)}", lambda old: old.body
    if isinstance(node, ast.Raise):
        yield "no refusal", lambda old: ast.Pass()
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and _is_check(node.value):
        yield f"without {ast.unparse(node.value)}", lambda old: ast.Pass()
    if isinstance(node, ast.BoolOp):
        for n, part in enumerate(node.values):
            yield f"without {ast.unparse(part)}", lambda old, n=n: _without(old, n)
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _OTHER:
        yield f"not {ast.unparse(node)}", lambda old: _with(old, ops=[_OTHER[type(old.ops[0])]()])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"not {ast.unparse(node)}", lambda old: old.operand
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("min", "max"):
        other = {"min": "max", "max": "min"}[node.func.id]
        yield f"{other} for {node.func.id}", lambda old: _with(old, func=ast.Name(other, ast.Load()))


def _with(node: Any, **fields: Any) -> Any:
    for name, value in fields.items():
        setattr(node, name, value)
    return node


def _without(node: ast.BoolOp, n: int) -> ast.AST:
    left = [value for at, value in enumerate(node.values) if at != n]
    return left[0] if len(left) == 1 else ast.BoolOp(node.op, left)


def _changed(function: Callable[..., Any], n: int, change: Callable[[Any], ast.AST]) -> ast.FunctionDef:
    """The function's own tree with its n-th node changed."""
    tree = _tree(function)
    assert tree is not None
    target = list(ast.walk(tree))[n]

    class Swap(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> Any:
            return change(node) if node is target else self.generic_visit(node)

    return ast.fix_missing_locations(Swap().visit(tree))


def _tree(function: Callable[..., Any]) -> ast.FunctionDef | None:
    try:
        source = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        return None  # Made by a decorator such as `dataclass`.
    tree = ast.parse(source).body[0]
    if not isinstance(tree, ast.FunctionDef):
        return None
    tree.decorator_list, tree.returns = [], None
    for argument in (*tree.args.args, *tree.args.kwonlyargs):
        argument.annotation = None
    return tree


def _coded(function: Any, tree: ast.FunctionDef) -> Callable[[], Callable[[], None]]:
    """The change is made in the function itself, so that whoever has imported it has the changed one."""

    def apply() -> Callable[[], None]:
        before: CodeType = function.__code__
        made: dict[str, FunctionType] = {}
        tree.args.defaults, tree.args.kw_defaults = [], [None] * len(tree.args.kwonlyargs)
        exec(compile(ast.Module([tree], []), "<mutant>", "exec"), function.__globals__, made)
        function.__code__ = made[function.__name__].__code__
        return lambda: setattr(function, "__code__", before)

    return apply
