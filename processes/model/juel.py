"""JUEL, the expression language of Camunda 7, Activiti and Flowable, translated to FEEL where it can be.

Comparisons, arithmetic, `empty`, the ternary, properties and a few calls every modeller uses are translated;
anything that calls into Java is not, and `None` says so: a wrong translation would decide wrongly about people.

Sources: JSR 341 (Expression Language 3.0); OMG DMN 1.5, chapter 10.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d][\w$]*)"""
    r"""|(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:().\[\],]))"""
)
_WORDS = {
    "and": "&&",
    "or": "||",
    "not": "!",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "gt": ">",
    "le": "<=",
    "ge": ">=",
    "div": "/",
}
_RESERVED = frozenset({"mod", "instanceof"})


class _Untranslatable(Exception):
    """The expression calls something FEEL does not have."""


def is_juel(text: str) -> bool:
    """Return whether `text` holds an expression in `${…}` or `#{…}`."""
    return re.search(r"[$#]\{", text) is not None


def to_feel(text: str) -> str | None:
    """Return the FEEL of a text with JUEL in it, None when it cannot be translated.

    >>> to_feel("${amount > 5 && status == 'open'}")
    'amount > 5 and status = "open"'
    >>> to_feel("Dear ${name}")
    '"Dear " + string(name)'
    >>> to_feel("${bean.call(x)}") is None
    True
    """
    text = text.strip()
    parts = [p for p in re.split(r"([$#]\{[^{}]*\})", text) if p]
    try:
        if len(parts) == 1 and is_juel(parts[0]):
            return _Translation(parts[0][2:-1]).whole()
        pieces = []
        for part in parts:
            if part[:2] in ("${", "#{"):
                pieces.append(f"string({_Translation(part[2:-1]).whole()})")
            elif is_juel(part):
                return None
            else:
                pieces.append(feel_text(part))
        return " + ".join(pieces) or None
    except _Untranslatable:
        return None


def assignment(text: str) -> tuple[str, str] | None:
    """Return the FEEL and the name of an expression that only sets a variable, None for any other.

    >>> assignment("${execution.setVariable('phase', amount + 1)}")
    ('amount + 1', 'phase')
    """
    found = re.fullmatch(
        r"""[$#]\{\s*execution\.setVariable\(\s*["']([^\W\d]\w*)["']\s*,(.*)\)\s*\}""", text.strip(), re.S
    )
    value = to_feel(f"${{{found[2]}}}") if found is not None else None
    return (value, found[1]) if found is not None and value is not None else None


def feel_text(text: str) -> str:
    """Return a text as FEEL writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class _Translation:
    """A recursive descent over the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text.rstrip()):
            match = _TOKEN.match(text, at)
            if match is None or match.lastgroup is None:
                raise _Untranslatable
            kind, value = match.lastgroup, match[match.lastgroup]
            if kind == "name" and value in _WORDS:
                kind, value = "sign", _WORDS[value]
            if value in _RESERVED:
                raise _Untranslatable
            self.tokens.append((kind, value))
            at = match.end()
        self.at = 0

    def whole(self) -> str:
        found = self._ternary()
        if self.at != len(self.tokens) or not self.tokens:
            raise _Untranslatable
        return _bare(found)

    def _next(self) -> str:
        return (
            self.tokens[self.at][1]
            if self.at < len(self.tokens) and self.tokens[self.at][0] == "sign"
            else ""
        )

    def _take(self, *signs: str) -> str | None:
        sign = self._next()
        if sign and sign in signs:
            self.at += 1
            return sign
        return None

    def _expect(self, sign: str) -> None:
        if self._take(sign) is None:
            raise _Untranslatable

    def _ternary(self) -> str:
        condition = self._or()
        if self._take("?") is None:
            return condition
        yes = self._ternary()
        self._expect(":")
        return f"if {condition} then {yes} else {self._ternary()}"

    def _or(self) -> str:
        found = self._and()
        while self._take("||"):
            found += f" or {self._and()}"
        return found

    def _and(self) -> str:
        found = self._comparison()
        while self._take("&&"):
            found += f" and {self._comparison()}"
        return found

    def _comparison(self) -> str:
        found = self._sum()
        while (sign := self._take("==", "!=", "<", ">", "<=", ">=")) is not None:
            found += f" {'=' if sign == '==' else sign} {self._sum()}"
        return found

    def _sum(self) -> str:
        found = self._product()
        while (sign := self._take("+", "-")) is not None:
            found += f" {sign} {self._product()}"
        return found

    def _product(self) -> str:
        found = self._unary()
        while (sign := self._take("*", "/")) is not None:
            found += f" {sign} {self._unary()}"
        return found

    def _unary(self) -> str:
        if self._take("!"):
            # Nothing at all is false in JUEL; FEEL's not(null) is null.
            return f"not({self._unary()} = true)"
        if self._take("-"):
            return f"-{self._unary()}"
        if self.at < len(self.tokens) and self.tokens[self.at] == ("name", "empty"):
            self.at += 1
            return _emptiness(self._unary())
        return self._value()

    def _value(self) -> str:
        if self._take("("):
            inner = self._ternary()
            self._expect(")")
            return f"({inner})"
        if self.at >= len(self.tokens):
            raise _Untranslatable
        kind, token = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            return feel_text(re.sub(r"\\(.)", r"\1", token[1:-1]))
        if kind == "number":
            return token
        if kind != "name":
            raise _Untranslatable
        if token == "execution":
            return self._variable()
        return self._path(token)

    def _variable(self) -> str:
        """Translate `execution.getVariable("x")` and `execution.hasVariable("x")`."""
        self._expect(".")
        method = self.tokens[self.at][1] if self.at < len(self.tokens) else ""
        self.at += 1
        arguments = self._arguments()
        if method not in ("getVariable", "hasVariable") or len(arguments) != 1:
            raise _Untranslatable
        name = arguments[0].strip('"')
        if not re.fullmatch(r"[^\W\d]\w*", name):
            raise _Untranslatable
        return self._path(name) if method == "getVariable" else f"({name} != null)"

    def _arguments(self) -> list[str]:
        self._expect("(")
        found: list[str] = []
        if self._take(")"):
            return found
        while True:
            found.append(self._ternary())
            if self._take(")"):
                return found
            self._expect(",")

    def _path(self, name: str) -> str:
        if "$" in name or self._next() == "(":
            raise _Untranslatable
        while True:
            if self._take("."):
                if self.at >= len(self.tokens) or self.tokens[self.at][0] != "name":
                    raise _Untranslatable
                step = self.tokens[self.at][1]
                self.at += 1
                if self._next() == "(":
                    return self._call(name, step, self._arguments())
                name = f"{name}.{step}"
            elif self._take("["):
                index = self._ternary()
                self._expect("]")
                # JUEL counts from 0, FEEL from 1.
                if re.fullmatch(r"\d+", index):
                    name = f"{name}[{int(index) + 1}]"
                elif index.startswith('"') and re.fullmatch(r'"[^\W\d]\w*"', index):
                    name = f"{name}.{index[1:-1]}"
                else:
                    raise _Untranslatable
            else:
                return name

    @staticmethod
    def _call(name: str, method: str, arguments: list[str]) -> str:
        if method == "equals" and len(arguments) == 1:
            return f"({name} = {_operand(arguments[0])})"
        if method == "equalsIgnoreCase" and len(arguments) == 1:
            return f"(lower case({name}) = lower case({arguments[0]}))"
        if method == "size" and not arguments:
            return f"count({name})"
        if method == "isEmpty" and not arguments:
            return f"(count({name}) = 0)"
        if method == "contains" and len(arguments) == 1:
            return f"list contains({name}, {arguments[0]})"
        raise _Untranslatable


def _emptiness(value: str) -> str:
    """Return the FEEL of `empty`: FEEL compares no list with a text, so each kind of value is asked in its own way."""
    return (
        f"(if {value} = null then true else if {value} instance of list then count({value}) = 0 "
        f'else if {value} instance of string then {value} = "" '
        f"else {value} instance of context and count(get entries({value})) = 0)"
    )


def _operand(text: str) -> str:
    """Return an expression as it may stand beside a sign of comparison."""
    return text if re.fullmatch(r'[\w.]+|"(?:[^"\\]|\\.)*"', text) else f"({text})"


def _bare(text: str) -> str:
    """Return the text without brackets around the whole of it."""
    if not (text.startswith("(") and text.endswith(")")):
        return text
    depth = 0
    for index, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if not depth and index < len(text) - 1:
            return text
    return text[1:-1]
