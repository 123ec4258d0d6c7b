"""Starting: stores opened and migrated, the shipped work process published, the demo loaded, the server and the clock running."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import waitress

from phu_runtime.actions.deploy_release import deploy_release
from phu_runtime.actions.list_demo_accounts import list_demo_accounts
from phu_runtime.actions.publish_release import publish_release
from phu_runtime.clock import Clock
from phu_runtime.demo import DEMO_PASSWORD, load_demo, load_demo_cases
from phu_runtime.errors import SettingInvalid
from phu_runtime.gatekeeper import Gatekeeper
from phu_runtime.keys import make_keys
from phu_runtime.logs import set_up_logs
from phu_runtime.mail import FilePostman, Postman, SmtpPostman
from phu_runtime.records import facts, releases
from phu_runtime.records.session import open_database
from phu_runtime.settings import Settings
from phu_runtime.steps.runtime import Runtime
from phu_runtime.workprocess.files import read_files

SHIPPED = Path(__file__).resolve().parent.parent
THREADS = 8
DEMO_PAST = timedelta(days=500)  # the demo's cases began before today


def open_runtime(settings: Settings) -> Runtime:
    """Both stores, migrated and stamped demo or real. Raises SettingInvalid with a sentence."""
    settings.var.mkdir(parents=True, exist_ok=True)
    set_up_logs()
    database = open_database(settings.database_url)
    database.migrate()
    keys = make_keys(settings.keys_url, settings.master_keys, settings.index_key)
    with database.write() as session:
        facts.stamp_mode(session, demo=settings.demo)
    return Runtime(settings, database, keys)


def publish_shipped(runtime: Runtime, say: Callable[[str], None] = print) -> None:
    """The shipped work process on an empty database; in a practice environment also when the files have changed."""
    with runtime.transaction() as store:
        active = releases.active_release(store.session, store.now)
        if active is not None and not store.settings.demo:
            return
        files = read_files(SHIPPED)
        release_id = deploy_release(store, None, files, f"{store.now:%Y.%m.%d}", "Meegeleverd werkproces")
        if active is None or release_id != active.id:
            say("Werkproces publiceren …")
            since = store.now - DEMO_PAST if store.settings.demo and active is None else store.now
            publish_release(store, None, release_id, since)


def postman_for(settings: Settings) -> Postman:
    """SMTP where it is set, else files under ``var/mail``."""
    return SmtpPostman(settings.smtp_url) if settings.smtp_url else FilePostman(settings.var / "mail")


def serve(settings: Settings, new_app: Callable[[Runtime], Any]) -> None:
    """Prepares everything, prints the address, serves until Ctrl+C or SIGTERM, then ends what runs."""
    _check_port(settings)
    print("Databases openen …")
    runtime = open_runtime(settings)
    publish_shipped(runtime)
    fresh = load_demo(runtime) if settings.demo else False
    clock, gatekeeper = Clock(runtime, postman_for(settings)), Gatekeeper(runtime)
    server = waitress.create_server(new_app(runtime), host=settings.host, port=settings.port, threads=THREADS, ident=None)
    print(f"\nKlaar: http://{settings.host}:{settings.port}\n")
    if settings.demo:
        _print_accounts(runtime)
    loader = threading.Thread(target=load_demo_cases, args=(runtime, read_files(SHIPPED)), daemon=True) if fresh else None
    if loader:
        loader.start()
    clock.start()
    gatekeeper.start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # as Ctrl+C: the server ends its requests
    try:
        server.run()
        print("\nGestopt.")
    finally:
        gatekeeper.stop()
        clock.stop()
        runtime.database.close()
        runtime.keys.close()


def _check_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise SettingInvalid(
                f"Poort {settings.port} is al in gebruik. Stop het andere programma, of kies een andere poort: PHU_PORT=8001 make run"
            ) from error


def _print_accounts(runtime: Runtime) -> None:
    with runtime.reading() as store:
        accounts = list_demo_accounts(store)
    print(f"Oefenaccounts (wachtwoord: {DEMO_PASSWORD})")
    for account in accounts:
        print(f"  {account.organisation:<38} {account.name:<24} {account.email}")
    print("\nStoppen met Ctrl+C.")
