"""Click through a project's ``/docs`` in Chromium.

The arguments are the browser, its driver, the URL of the page, the selector of an operation, and a
token. What it prints is JSON: the status of a guarded request before a token was given, with it and
after it was taken back, the hosts that the browser asked, and what it complained of.
"""

import json
import sys
from typing import Any
from urllib.parse import urlsplit

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import element_to_be_clickable
from selenium.webdriver.support.wait import WebDriverWait

PATIENCE = 60  # seconds: of a machine on which everything else runs as well
OPTIONS = (
    "--headless=new",
    "--no-sandbox",  # which root cannot have
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--window-size=1200,2000",
)


class Page:
    """The page of a project's documentation."""

    def __init__(self, chromium: str, driver: str, url: str) -> None:
        """Open it."""
        options = ChromeOptions()
        options.binary_location = chromium
        for option in OPTIONS:
            options.add_argument(option)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        self.browser = Chrome(options, Service(driver))
        self.browser.get(url)

    def click(self, selector: str) -> None:
        """Click on the first element that a selector finds, once it is there."""
        found = (By.CSS_SELECTOR, selector)
        element = WebDriverWait(self.browser, PATIENCE).until(element_to_be_clickable(found))
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def write(self, selector: str, text: str) -> None:
        """Write into an input."""
        self.click(selector)
        self.browser.find_element(By.CSS_SELECTOR, selector).send_keys(text)

    def execute(self, operation: str) -> str:
        """Send the request of an operation that is open; return the status that the page shows."""
        if self.browser.find_elements(By.CSS_SELECTOR, f"{operation} .btn-clear"):
            self.click(f"{operation} .btn-clear")  # so that no answer of before is taken for this
        self.click(f"{operation} .execute")
        shown = f"{operation} .live-responses-table tbody .response-col_status"
        return WebDriverWait(self.browser, PATIENCE).until(
            lambda browser: "".join(
                cell.text for cell in browser.find_elements(By.CSS_SELECTOR, shown)
            )
        )

    def hosts(self) -> list[str]:
        """The hosts, with their ports, that it has asked for anything."""
        entries = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        urls = [
            entry["params"]["request"]["url"]
            for entry in entries
            if entry["method"] == "Network.requestWillBeSent"
        ]
        return sorted({urlsplit(url).netloc for url in urls if not url.startswith("data:")})

    def log(self, kind: str) -> list[Any]:
        """The entries of one of the browser's logs."""
        return list(self.browser.get_log(kind))


def main(chromium: str, driver: str, url: str, operation: str, token: str) -> None:
    """Send the request without a token, with one, and without it again."""
    page = Page(chromium, driver, url)
    try:
        page.click(f"{operation} .opblock-summary-control")
        page.click(f"{operation} .try-out__btn")
        statuses = [page.execute(operation)]
        page.click(".scheme-container .btn.authorize")
        page.write(".auth-container input", token)
        page.click(".auth-container .btn.authorize")
        page.click(".auth-container .btn-done")
        statuses.append(page.execute(operation))
        page.click(".scheme-container .btn.authorize")
        page.click(".auth-container [aria-label='Remove authorization']")
        page.click(".auth-container .btn-done")
        statuses.append(page.execute(operation))
        complaints = [entry["message"] for entry in page.log("browser")]
        found = {"statuses": statuses, "hosts": page.hosts(), "complaints": complaints}
        sys.stdout.write(json.dumps(found))
    finally:
        page.browser.quit()


main(*sys.argv[1:])
