"""The stop with Flask."""

import functools
import json
import secrets
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, abort, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import HTTPException, Unauthorized

from contract_tests.tests.verifier.stacks import sends

View = Callable[..., ResponseReturnValue]

campaigns = Blueprint("campaigns", __name__, url_prefix="/api/v1/sms/campaigns")


def token_required(view: View) -> View:
    """Let only the holder of the token in."""

    @functools.wraps(view)
    def checked(**values: Any) -> ResponseReturnValue:  # noqa: ANN401 (the values of the path)
        credentials = request.authorization
        token = credentials.token if credentials and credentials.type == "bearer" else None
        if not secrets.compare_digest((token or "").encode(), sends.TOKEN.encode()):
            raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
        return view(**values)

    return checked


@campaigns.post("/<uuid:campaign>/stop/<uuid:campaign_send>")
@token_required
def stop(campaign: UUID, campaign_send: UUID) -> ResponseReturnValue:
    """Stop a send."""
    try:
        return jsonify(data=sends.stop(campaign, campaign_send))
    except KeyError:
        abort(404, "Send not found.")


app = Flask(__name__)
app.register_blueprint(campaigns)


@app.errorhandler(HTTPException)
def refused(error: HTTPException) -> ResponseReturnValue:
    """Answer an error in the form of this API."""
    response = error.get_response()
    response.data = json.dumps({"message": error.description})
    response.content_type = "application/json"
    return response
