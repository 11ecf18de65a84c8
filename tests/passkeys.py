"""A passkey in software, as a phone keeps it: registers itself at the site's door and signs what the site asks."""

import json
import secrets
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from tests.personas import World, sign_in

SITE = "testserver"
FLAG = AuthenticatorData.FLAG


class Passkey:
    def __init__(self, handle: bytes = b"") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = secrets.token_bytes(16)
        self.handle = handle

    def _said(self, purpose: str, challenge: Any) -> CollectedClientData:
        return CollectedClientData.create(purpose, challenge, f"http://{SITE}")

    def _credential(self, response: dict[str, str]) -> str:
        name = websafe_encode(self._id)
        extensions = {"credProps": {"rk": True}}
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": extensions,
            }
        )

    def registration(self, options: dict[str, Any]) -> str:
        # Whom the site says this is; a key tells it again, whenever it answers.
        self.handle = websafe_decode(options["user"]["id"])
        public = ES256.from_cryptography_key(self._key.public_key())
        data = AuthenticatorData.create(
            sha256(SITE.encode()).digest(),
            FLAG.UP | FLAG.UV | FLAG.AT,
            0,
            bytes(AttestedCredentialData.create(Aaguid(bytes(16)), self._id, public)),
        )
        said = self._said(CollectedClientData.TYPE.CREATE, options["challenge"])
        return self._credential(
            {
                "clientDataJSON": websafe_encode(said),
                "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
            }
        )

    def answer(self, challenge: Any) -> str:
        data = AuthenticatorData.create(sha256(SITE.encode()).digest(), FLAG.UP | FLAG.UV, 1)
        said = self._said(CollectedClientData.TYPE.GET, challenge)
        signature = self._key.sign(bytes(data) + said.hash, ec.ECDSA(hashes.SHA256()))
        return self._credential(
            {
                "clientDataJSON": websafe_encode(said),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signature),
                "userHandle": websafe_encode(self.handle),
            }
        )


def make_passkey(world: World, name: str) -> Passkey:
    """Made through the page for it, by a device of the person's that is signed in."""
    device = sign_in(Client(), world.people[name])
    key = Passkey()
    options = device.get(reverse("mfa_add_webauthn")).context["js_data"]["creation_options"]
    typed = {"name": "Min telefon", "credential": key.registration(options["publicKey"])}
    made = device.post(reverse("mfa_add_webauthn"), typed)
    assert made.status_code == 302, made.context["form"].errors
    return key


def come_in(client: Client, key: Passkey) -> HttpResponse:
    """With the passkey alone, by the one door."""
    asked = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
    challenge = asked["request_options"]["publicKey"]["challenge"]
    return client.post(reverse("mfa_login_webauthn"), {"credential": key.answer(challenge)})
