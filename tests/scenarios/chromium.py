"""A headless Chromium in its own protocol: keys and clicks as a person makes them, and what is on the page."""

from __future__ import annotations

import base64
import itertools
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_KEYS = {
    "Tab": (9, ""),
    "Enter": (13, "\r"),
    "Escape": (27, ""),
    "ArrowDown": (40, ""),
    "ArrowUp": (38, ""),
    "ArrowLeft": (37, ""),
    "ArrowRight": (39, ""),
    "Home": (36, ""),
    "End": (35, ""),
    "Backspace": (8, ""),
    " ": (32, " "),
}
_SHIFT = 8
_CONTROL = 2


def program() -> str | None:
    """The browser of this machine."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


class Browser:
    """One tab of one browser; ``close`` ends the process."""

    def __init__(self, *, width: int = 1366, height: int = 768) -> None:
        self._folder = tempfile.mkdtemp(prefix="claimwright-browser-")
        self.downloads = Path(self._folder) / "downloads"
        self.downloads.mkdir()
        command = [
            str(program()),
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--hide-scrollbars",
            "--remote-debugging-port=0",
            f"--user-data-dir={self._folder}/profile",
            f"--window-size={width},{height}",
            "about:blank",
        ]
        self._numbers = itertools.count(1)
        self._session = ""
        self.problems: list[str] = []
        with ExitStack() as ends:
            ends.callback(shutil.rmtree, self._folder, ignore_errors=True)
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            ends.callback(process.wait, 20)
            ends.callback(process.terminate)
            port, path = self._port()
            self._socket = ends.enter_context(connect(f"ws://127.0.0.1:{port}{path}", max_size=None, proxy=None))
            self._attach(width, height)
            self._ends = ends.pop_all()

    def _attach(self, width: int, height: int) -> None:
        """Take the one tab, at its size, and be told what happens in it."""
        target = next(t for t in self._call("Target.getTargets")["targetInfos"] if t["type"] == "page")
        flat = {"targetId": target["targetId"], "flatten": True}
        self._session = self._call("Target.attachToTarget", **flat)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "DOM", "Accessibility", "Network"):
            self._call(f"{domain}.enable")
        self.resize(width, height)
        self._call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(self.downloads))

    def resize(self, width: int, height: int, *, zoom: int = 1) -> None:
        """Give the window a size in pixels of the screen, shown ``zoom`` times as large."""
        size = {"width": width // zoom, "height": height // zoom, "deviceScaleFactor": zoom, "mobile": False}
        self._call("Emulation.setDeviceMetricsOverride", **size)

    def close(self) -> None:
        """End the browser and take its folder away."""
        self._ends.close()

    def open(self, address: str) -> None:
        """Go to a page and wait until it is there."""
        self.js("void (window.left = true)")
        self._call("Page.navigate", url=address)
        self.wait("!window.left")
        self.settle()

    def settle(self) -> None:
        """Wait until the page is read whole."""
        self.wait("document.readyState === 'complete' && document.querySelector('main') !== null")

    def js(self, code: str) -> Any:
        """The value of an expression in the page."""
        answer = self._call("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, code: str, seconds: float = 60) -> None:
        """Wait until an expression holds, also over a change of the page."""
        end = time.monotonic() + seconds
        while True:
            try:
                holds = self.js(f"Boolean({code})")
            except (AssertionError, ProtocolError):
                holds = False
            if holds:
                return
            assert time.monotonic() < end, f"never true: {code}\n{self.js('document.body.innerText')[:1500]}"
            time.sleep(0.05)

    def press(self, key: str, *, shift: bool = False, control: bool = False) -> None:
        """Press one key."""
        code, text = _KEYS[key] if key in _KEYS else (ord(key.upper()), "" if control else key)
        held = (_SHIFT if shift else 0) | (_CONTROL if control else 0)
        of = {"key": key, "windowsVirtualKeyCode": code, "modifiers": held}
        self._call("Input.dispatchKeyEvent", type="keyDown", text=text, **of)
        self._call("Input.dispatchKeyEvent", type="keyUp", **of)

    def type(self, text: str) -> None:
        """Put a text where the focus is."""
        self._call("Input.insertText", text=text)

    def click(self, selector: str) -> None:
        """Click the middle of an element."""
        self.js(
            f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center', behavior: 'instant'}})"
        )
        x, y = self.js(
            f"(() => {{ const r = document.querySelector({json.dumps(selector)}).getClientRects()[0];"
            " return [r.left + r.width / 2, r.top + r.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self._call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def choose_files(self, selector: str, *paths: Path) -> None:
        """Put files into a file field."""
        root = self._call("DOM.getDocument")["root"]["nodeId"]
        node = self._call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self._call("DOM.setFileInputFiles", nodeId=node, files=[str(path) for path in paths])

    def picture(self) -> bytes:
        """What is seen, as PNG."""
        return base64.b64decode(self._call("Page.captureScreenshot", format="png")["data"])

    def accessible(self) -> list[dict[str, Any]]:
        """The nodes that assistive technology is given."""
        found = []
        for node in self._call("Accessibility.getFullAXTree")["nodes"]:
            if not node.get("ignored"):
                properties = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
                name = node.get("name", {}).get("value", "")
                found.append({"role": node.get("role", {}).get("value", ""), "name": name, **properties})
        return found

    def downloaded(self, pattern: str, seconds: float = 60) -> Path:
        """The file that came down under a name."""
        return _waited(
            lambda: next((p for p in self.downloads.iterdir() if re.fullmatch(pattern, p.name)), None), seconds
        )

    def _port(self) -> tuple[str, str]:
        file = Path(self._folder) / "profile" / "DevToolsActivePort"

        def lines() -> tuple[str, str] | None:
            text = file.read_text().split() if file.exists() else []
            return (text[0], text[1]) if len(text) == 2 else None

        return _waited(lines, 30)

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if self._session and not method.startswith(("Target.", "Browser.")):
            message["sessionId"] = self._session
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv(60))
            if answer.get("id") == number:
                if "error" in answer:
                    raise ProtocolError(f"{method}: {answer['error']['message']}")
                result: dict[str, Any] = answer["result"]
                return result
            self._note(answer)

    def _note(self, event: dict[str, Any]) -> None:
        """Keep what the page complains of; leave the page where it asks whether to."""
        method, content = event.get("method"), event.get("params", {})
        if method == "Runtime.exceptionThrown":
            self.problems.append(str(content["exceptionDetails"].get("exception", content["exceptionDetails"])))
        elif method == "Log.entryAdded" and content["entry"]["level"] == "error":
            self.problems.append(f"{content['entry']['text']} {content['entry'].get('url', '')}")
        elif method == "Page.javascriptDialogOpening":
            number = next(self._numbers)
            parameters = {"accept": True}
            call = {"id": number, "method": "Page.handleJavaScriptDialog", "params": parameters}
            self._socket.send(json.dumps({**call, "sessionId": self._session}))


class ProtocolError(Exception):
    """The browser refused a call, mostly because the page was just changing."""


def _waited(found: Callable[[], Any], seconds: float) -> Any:
    end = time.monotonic() + seconds
    while True:
        value = found()
        if value:
            return value
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)
