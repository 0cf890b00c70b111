"""The host: takes requests of the minion one after another, and asks back in the midst of them."""
import inspect
import logging
import os
import sys

from . import loading
from .dunders import Functions, shim_function
from .faults import describe_fault, fault_of
from .packing import Unpackable
from .signatures import describe, public_functions


def keep_streams():
    """Opens the standard streams again where the last function closed them."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            empty = os.open(os.devnull, os.O_RDWR)
            if empty != descriptor:
                os.dup2(empty, descriptor)
                os.close(empty)
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        stream = getattr(sys, name)
        if stream is None or getattr(stream, "closed", False):
            setattr(sys, name, open(descriptor, "w", errors="backslashreplace", closefd=False))


class Host:
    """Modules, the facts they see, and the calls under way."""

    def __init__(self, channel):
        self._channel = channel
        self._modules = {}
        self._replies = {}
        self._asked = 0
        self._requests = []
        self.opts = {}
        self.grains = {}
        self.pillar = {}
        self.context = {}
        self._functions = {
            "execution": Functions(self, "execution"),
            "state": Functions(self, "state"),
            "runner": Functions(self, "runner"),
            "returner": Functions(self, "returner"),
            "utils": Functions(self, "utils", shim_function),
        }

    def serve(self):
        """Answers requests for ever."""
        while True:
            self._take(self._channel.receive())

    def ask(self, what, **fields):
        """Asks the minion in the midst of a request. Raises what it answers with."""
        self._asked += 1
        asked = self._asked
        within = self._requests[-1] if self._requests else 0
        self._channel.send(dict(fields, ask=asked, what=what, within=within))
        while asked not in self._replies:
            self._take(self._channel.receive())
        reply = self._replies.pop(asked)
        if "error" in reply:
            raise fault_of(reply["error"])
        if reply.get("retcode"):
            self.context["retcode"] = reply["retcode"]
        return reply.get("value")

    def call_minion(self, kind, name, args, kwargs):
        """Calls a function of the minion."""
        try:
            return self.ask("call", kind=kind, name=name, args=args, kwargs=kwargs)
        except Unpackable as fault:
            raise TypeError("an argument of {} cannot be sent: {}".format(name, fault))

    def function(self, kind, file, name):
        """The function of a loaded module. Raises KeyError."""
        return public_functions(self._modules[(kind, file)].module)[name]

    def log(self, level, name, text):
        """Hands a line of the log to the minion."""
        try:
            self._channel.send({"log": level, "name": name, "text": text})
        except OSError:
            pass  # The minion is gone, and so will this process be.

    def _take(self, message):
        if "reply" in message:
            self._replies[message["reply"]] = message
            return
        self._requests.append(message["id"])
        if len(self._requests) == 1:
            keep_streams()
        try:
            answer = getattr(self, "_do_" + message["do"])(message)
        except BaseException as error:  # pylint: disable=broad-except
            answer = {"error": describe_fault(error)}
        finally:
            self._requests.pop()
        self._answer(message, answer)

    def _answer(self, message, answer):
        try:
            self._channel.send(dict(answer, reply=message["id"]))
        except Unpackable as fault:
            fault.place[:1] = []  # The envelope that the return lies in.
            shown, place = message.get("shown", "it"), self._place_of(message)
            text = "the return of {} cannot be sent: {}{}".format(shown, fault, place)
            error = {"kind": "ReturnError", "message": text, "traceback": ""}
            self._channel.send({"reply": message["id"], "error": error})

    def _place_of(self, message):
        """Where the function of a request is written, in brackets; nothing for what has no such place."""
        try:
            code = self.function(message["kind"], message["name"], message["function"]).__code__
            return " ({}, line {})".format(code.co_filename, code.co_firstlineno)
        except (AttributeError, KeyError):
            return ""

    def _do_facts(self, message):
        """Facts are changed in place: modules hold on to them."""
        if message.get("fresh"):
            self.context.clear()
        for name in ("opts", "grains", "pillar"):
            if name in message:
                facts = getattr(self, name)
                facts.clear()
                facts.update(message[name])
        self.opts["grains"] = self.grains
        self.opts["pillar"] = self.pillar
        return {}

    def _do_load(self, message):
        key = (message["kind"], message["name"])
        loaded = self._modules.get(key)
        if loaded is None:
            loaded = loading.load(key[0], key[1], message["path"], self._dunders(key[0]))
            self._modules[key] = loaded
        if loaded.module is None:
            return {"value": {"reason": loaded.reason}}
        doc = inspect.getdoc(loaded.module) or ""
        return {"value": {"names": loaded.names, "doc": doc, "functions": describe(loaded.module)}}

    def _do_call(self, message):
        function = self.function(message["kind"], message["name"], message["function"])
        if "state" in message:
            module = self._modules[(message["kind"], message["name"])].module
            loading.give(module, message["state"])
        if len(self._requests) == 1:
            self.context["retcode"] = 0
        args = message["args"]
        if message["kind"] == "executor":
            args[2] = self._functions["execution"][args[2]]  # Executors are given the function itself.
        value = function(*args, **message["kwargs"])
        if message["kind"] == "renderer" and hasattr(value, "read"):
            value = value.read()  # Renderers may answer an open file, as Salt's own do.
        parts = inspect.isgenerator(value)
        if parts:
            value = list(value)
        return {"value": value, "parts": parts, "retcode": self.context.get("retcode", 0)}

    def _dunders(self, kind):
        functions = self._functions
        given = {
            "__opts__": self.opts,
            "__grains__": self.grains,
            "__pillar__": self.pillar,
            "__context__": self.context,
            "__proxy__": {},
            "__salt__": functions["runner" if kind == "runner" else "execution"],
            "__utils__": functions["utils"],
            "__states__": functions["state"],
        }
        if kind in ("returner", "execution"):
            given["__ret__"] = functions["returner"]
        return given


class MinionLog(logging.Handler):
    """Sends log records to the minion."""

    def __init__(self, host):
        super().__init__()
        self._host = host

    def emit(self, record):
        try:
            text = record.getMessage()
            if record.exc_info:
                text += "\n" + logging.Formatter().formatException(record.exc_info)
            self._host.log(record.levelno, record.name, text[:16384])
        except Exception:  # pylint: disable=broad-except
            self.handleError(record)
