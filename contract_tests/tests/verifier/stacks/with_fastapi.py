"""The stop with FastAPI."""

import secrets
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException as StarletteHTTPException

from contract_tests.tests.verifier.stacks import sends

bearer = HTTPBearer()


def authenticated(credentials: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]) -> None:
    """Let only the holder of the token in."""
    if not secrets.compare_digest(credentials.credentials.encode(), sends.TOKEN.encode()):
        raise HTTPException(401, "Invalid token.", headers={"WWW-Authenticate": "Bearer"})


app = FastAPI()
router = APIRouter(prefix="/api/v1/sms", dependencies=[Depends(authenticated)])


@router.post("/campaigns/{campaign}/stop/{campaign_send}")
def stop(campaign: UUID, campaign_send: UUID) -> dict[str, Any]:
    """Stop a send."""
    try:
        return {"data": sends.stop(campaign, campaign_send)}
    except KeyError:
        raise HTTPException(404, "Send not found.") from None


@app.exception_handler(StarletteHTTPException)
async def refused(_: Request, error: StarletteHTTPException) -> JSONResponse:
    """Answer an error in the form of this API."""
    return JSONResponse({"message": error.detail}, error.status_code, error.headers)


@app.exception_handler(RequestValidationError)
async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
    """Answer malformed input in the form of this API."""
    errors = {str(fault["loc"][-1]): [fault["msg"]] for fault in error.errors()}
    return JSONResponse({"message": "The given data was invalid.", "errors": errors}, 422)


app.include_router(router)
