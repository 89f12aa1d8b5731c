"""A small OpenID Connect provider on this machine: real HTTP, real signatures (RS256), codes used once, PKCE checked."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "pendopo", "rahasia-klien"


class Provider:
    """The provider; `claims` is what it says about whoever comes, `key` signs it, `told` answers userinfo."""

    def __init__(self) -> None:
        self.key = self.published = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims: dict[str, Any] = {}
        self.told: dict[str, Any] | None = None
        self.omits_token = False
        self.nonces: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.get(self)

            def do_POST(self) -> None:
                outer.post(self)

            def log_message(self, *_arguments: Any) -> None:
                """Stay quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def get(self, request: BaseHTTPRequestHandler) -> None:
        address = urlsplit(request.path)
        if address.path == "/.well-known/openid-configuration":
            names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            ends = {f"{name}_endpoint": f"{self.url}/{path}" for name, path in names.items()}
            answer(request, {"issuer": self.url, "jwks_uri": f"{self.url}/jwks", **ends})
        elif address.path == "/jwks":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.published.public_key()))
            answer(request, {"keys": [{**key, "kid": "satu", "alg": "RS256", "use": "sig"}]})
        elif address.path == "/userinfo":
            known = request.headers["Authorization"] == "Bearer masuk"
            answer(request, self.claims if self.told is None else self.told, 200 if known else 401)
        else:
            asked = {name: values[0] for name, values in parse_qs(address.query).items()}
            code = secrets.token_urlsafe(12)
            self.codes[code] = asked
            request.send_response(302)
            back = urlencode({"code": code, "state": asked["state"]})
            request.send_header("Location", f"{asked['redirect_uri']}?{back}")
            request.end_headers()

    def post(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.codes.pop(sent.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        right = (
            asked is not None
            and (sent["client_id"], sent["client_secret"]) == (CLIENT, SECRET)
            and asked["code_challenge"] == proof.decode()
            and asked["redirect_uri"] == sent["redirect_uri"]
        )
        if not right:
            return answer(request, {"error": "invalid_grant"}, 400)
        now = int(time.time())
        self.nonces.append(asked.get("nonce", "") if asked else "")
        said = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": self.nonces[-1], **self.claims}
        # A claim of None is one that is not said.
        said = {name: value for name, value in said.items() if value is not None}
        token = jwt.encode(said, self.key, algorithm="RS256", headers={"kid": "satu"})
        given = {"access_token": "masuk", "token_type": "Bearer", "id_token": token}
        if self.omits_token:
            del given["id_token"]
        return answer(request, given)


def answer(request: BaseHTTPRequestHandler, content: dict[str, Any], status: int = 200) -> None:
    body = json.dumps(content).encode()
    request.send_response(status)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)
