"""Callers of running services, for the cases on the wire: channels with anybody's certificate, people's tokens, and answers as texts.

Settings, by environment: FIELD_STUBS, the folder of the stubs that docs/integrate.md makes; FIELD_HOME, the folder of './stead home';
FIELD_MATCHER, FIELD_TASK and FIELD_PAYMENT, the addresses of the services."""
import base64
import json
import os
import random
import struct
import sys
import threading
import time
import uuid

sys.path.insert(0, os.environ["FIELD_STUBS"])

import grpc
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from google.protobuf.timestamp_pb2 import Timestamp
from google.rpc import error_details_pb2, status_pb2
from stead.matcher.v1 import embedding_pb2
from stead.type.v1 import money_pb2

HOME = os.environ["FIELD_HOME"]
ADDRESSES = {service: os.environ["FIELD_" + service.upper()] for service in ("matcher", "task", "payment")}
MODEL = "faceplugin-mobilefacenet@0.0.1"
DIMENSION = 512

_open = {}
_tokens = {}


def read(path):
    with open(path, "rb") as file:
        return file.read()


def channel(who, service, *options, fresh=False):
    """One connection, with the certificate of somebody, such as gateway/phones; fresh: one that no other call uses."""
    if not fresh and (who, service) in _open:
        return _open[who, service]
    folder = f"{HOME}/tls/{who.replace('/', '-')}/"
    identity = grpc.ssl_channel_credentials(read(folder + "trust.pem"), read(folder + "key.pem"), read(folder + "certificate.pem"))
    made = grpc.secure_channel(ADDRESSES[service], identity, options=[*options, ("grpc.use_local_subchannel_pool", 1)])
    if not fresh:
        _open[who, service] = made
    return made


class Connection:
    """A channel of its own that knows whether its connection ended: a client would open another in silence."""

    def __init__(self, who, service, *options):
        self.channel = channel(who, service, *options, fresh=True)
        grpc.channel_ready_future(self.channel).result(timeout=10)
        self.ended = threading.Event()
        self.channel.subscribe(self._changed)

    def _changed(self, state):
        if state != grpc.ChannelConnectivity.READY:
            self.ended.set()

    def state(self):
        return "ended" if self.ended.is_set() else "open"


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token(subject, life=3600):
    """As an identity provider would sign it: with the key of the home."""
    key = json.loads(read(HOME + "/keys/people-key.json"))
    secret = int.from_bytes(base64.urlsafe_b64decode(key["d"] + "=="), "big")
    now = int(time.time())
    claims = {"iss": "https://stead.invalid/people", "aud": "stead", "sub": subject, "iat": now, "exp": now + life}
    text = encoded(json.dumps({"alg": "ES256", "kid": key["kid"]}).encode()) + "." + encoded(json.dumps(claims).encode())
    r, s = decode_dss_signature(ec.derive_private_key(secret, ec.SECP256R1()).sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    return text + "." + encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def bearer(subject):
    if subject not in _tokens:
        _tokens[subject] = token(subject)
    return [("authorization", "Bearer " + _tokens[subject])]


def why(error):
    """CODE/REASON: text. No reason: the error carried no ErrorInfo."""
    reason = None
    for key, value in error.trailing_metadata() or []:
        if key == "grpc-status-details-bin":
            for detail in status_pb2.Status.FromString(value).details:
                if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
                    info = error_details_pb2.ErrorInfo()
                    detail.Unpack(info)
                    reason = info.reason
    return f"{error.code().name}/{reason}: {error.details()}"


def call(method, request, timeout=60, **more):
    """The answer, or what went wrong as a text. How fast it comes is not tried: the machine may have much else to do."""
    try:
        return method(request, timeout=timeout, **more)
    except grpc.RpcError as error:
        return why(error)


def told(answer):
    """What a call came to, as a text."""
    return answer if isinstance(answer, str) else "taken"


def request_id():
    return str(uuid.uuid4())


def at(seconds):
    stamp = Timestamp()
    stamp.FromNanoseconds(int(seconds * 1e9))
    return stamp


def vector(seed):
    chance = random.Random(seed)
    numbers = [chance.gauss(0, 1) for _ in range(DIMENSION)]
    norm = sum(number * number for number in numbers) ** 0.5
    return [number / norm for number in numbers]


def sample(numbers, quality=80):
    embedding = embedding_pb2.Embedding(model=MODEL, float32_le=struct.pack(f"<{len(numbers)}f", *numbers))
    return embedding_pb2.Sample(quality=quality, embedding=embedding)


def money(code, minor_units):
    return money_pb2.Money(currency_code=code, minor_units=minor_units)


def verdict(holds, what):
    """Prints one line. The number of faults."""
    print(("OK    " if holds else "FAULT ") + " ".join(what.split()), flush=True)
    return 0 if holds else 1
