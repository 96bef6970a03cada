"""Routes that our tests add to a generated project."""
# mypy: ignore-errors
# ruff: noqa: ANN201

import os
import signal
import time

from decorators.token_required import role_required, token_required
from flask import Blueprint, abort, g, jsonify, redirect, request
from helper.DBSession import myDB
from helper.execution_tracking.APIException import APIException
from models.Default_model import Default
from repositories.default_repository import myDefaultRepository
from sqlalchemy import select, text
from startup.Alchemy import engine
from werkzeug.exceptions import Conflict

probe_bp = Blueprint("probe", __name__, url_prefix="/probe")


@probe_bp.get("/rows")
def rows():
    return jsonify([row.model for row in myDB.execute(select(Default)).scalars()])


@probe_bp.post("/rows")
def add_row():
    return jsonify(myDefaultRepository.add_default(request.get_json()["model"])), 201


@probe_bp.get("/lost")
def added_but_never_committed():
    myDB.session.add(Default(model="never committed"))
    myDB.session.flush()
    return jsonify("added")


@probe_bp.post("/idle")
def transaction_that_does_nothing_for_a_while():
    with myDB.transaction():
        myDefaultRepository.add_default("before")
        time.sleep(float(request.args["seconds"]))
        return jsonify(myDefaultRepository.add_default("after")), 201


@probe_bp.get("/poison")
def poison():
    myDB.execute(text("SELECT no_such_column"))


@probe_bp.get("/pool")
def pool():
    return jsonify(engine.pool.checkedout())


@probe_bp.post("/data")
def data():
    return jsonify(len(request.get_data()))


@probe_bp.post("/stream")
def stream():
    length = 0
    while piece := request.stream.read(1000):
        length += len(piece)
    return jsonify(length)


@probe_bp.post("/form")
def form():
    return jsonify({name: len(value) for name, value in request.form.items()})


@probe_bp.post("/json")
def json():
    return jsonify(request.get_json())


@probe_bp.get("/slow")
def slow():
    time.sleep(float(request.args.get("seconds", "0.5")))
    return jsonify(os.getpid())


@probe_bp.get("/crash")
def crash():
    raise RuntimeError("a secret of the inside\n2026-01-01 00:00:00,000 - INFO - forged\x1b[31m")


@probe_bp.get("/refuse")
def refuse():
    raise APIException("Not now.", 429, {"wait": 7}, {"Retry-After": "7"})


@probe_bp.get("/refuse/plain")
def refuse_plain():
    raise APIException


@probe_bp.get("/conflict")
def conflict():
    raise Conflict("Taken already.")


@probe_bp.get("/own")
def own_answer():
    abort(409, response=jsonify(mine=True))


@probe_bp.get("/moved")
def moved():
    return redirect("/probe/rows", 303)


@probe_bp.get("/aborted")
def aborted():
    abort(redirect("/probe/rows"))


@probe_bp.get("/folder/")
def folder():
    return jsonify("folder")


@probe_bp.get("/token")
@token_required
def token():
    return jsonify(g.claims)


@probe_bp.get("/admin")
@role_required("admin")
def admin():
    return jsonify(g.claims)


@probe_bp.get("/both")
@token_required
@role_required("admin")
def both():
    return jsonify(g.claims)


@probe_bp.get("/caller")
def caller():
    return jsonify([request.remote_addr, request.url_root])


@probe_bp.get("/long")
def long():
    return jsonify("x" * 900_000)


@probe_bp.route("/die", methods=["GET", "POST", "PUT", "PATCH"])
def die():
    with open("instance/died", "a") as file:
        file.write("I")
    os.kill(os.getpid(), signal.SIGKILL)
