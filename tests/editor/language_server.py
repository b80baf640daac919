"""A language server as an editor speaks to it: JSON-RPC over stdio, framed as the Language Server Protocol says."""

from __future__ import annotations

import json
import subprocess
import threading
from pathlib import Path

SECONDS = 60


class LanguageServer:
    """A running server with the settings of an editor; `with` starts it, and ends it whatever happened."""

    def __init__(self, command, folder: Path, settings):
        self.command, self.folder, self.settings = command, folder, settings
        self.sent = 0

    def __enter__(self):
        self.process = subprocess.Popen(
            [*self.command, "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
        )
        # A server that falls silent is ended, so that reading from it ends too.
        self.watch = threading.Timer(SECONDS, self.process.kill)
        self.watch.start()
        capabilities = {"workspace": {"configuration": True}, "textDocument": {"publishDiagnostics": {}}}
        opened = {"processId": None, "rootUri": self.folder.as_uri(), "capabilities": capabilities}
        self.name = self.ask("initialize", opened)["serverInfo"]["name"]
        self.tell("initialized", {})
        return self

    def __exit__(self, *_error):
        self.watch.cancel()
        self.process.kill()
        self.process.communicate()

    def ask(self, method, params):
        """Send a request, and return its result."""
        self.sent += 1
        self.send({"id": self.sent, "method": method, "params": params})
        return self.wait_for(lambda message: message.get("id") == self.sent and "method" not in message)["result"]

    def tell(self, method, params):
        """Send a notification."""
        self.send({"method": method, "params": params})

    def diagnostics(self, path: Path):
        """Open a file, and return what the server finds in it."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": path.read_text("utf-8")}
        self.tell("textDocument/didOpen", {"textDocument": document})
        found = self.wait_for(
            lambda message: (
                message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == path.as_uri()
            )
        )
        return found["params"]["diagnostics"]

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self):
        """Return the next message: header lines, an empty line, and as many bytes as they say."""
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the language server has ended, or was silent for too long"
        return json.loads(self.process.stdout.read(length))

    def wait_for(self, wanted):
        """Return the first message that is wanted; answer what the server itself asks on the way."""
        while not wanted(message := self.receive()):
            if "id" in message and "method" in message:
                self.send({"id": message["id"], "result": self.answer(message)})
        return message

    def answer(self, message):
        """Return the settings that the server asks for, section by section; to anything else, nothing."""
        if message["method"] != "workspace/configuration":
            return None
        return [self.settings.get(item["section"]) for item in message["params"]["items"]]
