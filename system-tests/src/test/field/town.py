"""A small town for the cases on the wire: Ada, her contact Ben, a bakery, a till; what they order, grant and do."""
import os
import time
import uuid

from callers import at, bearer, call, channel, money, request_id, sample, vector
from stead.matcher.v1 import enrolment_service_pb2 as enrolments, enrolment_service_pb2_grpc as enrolment_stubs
from stead.matcher.v1 import identification_service_pb2 as identifications, identification_service_pb2_grpc as identification_stubs
from stead.payment.v1 import account_service_pb2 as accounts, account_service_pb2_grpc as account_stubs, owner_pb2
from stead.payment.v1 import settlement_service_pb2 as settlements, settlement_service_pb2_grpc as settlement_stubs
from stead.task.v1 import delegation_service_pb2 as delegations, delegation_service_pb2_grpc as delegation_stubs
from stead.task.v1 import order_service_pb2 as orders, order_service_pb2_grpc as order_stubs
from stead.task.v1 import registry_service_pb2 as registry, registry_service_pb2_grpc as registry_stubs
from stead.task.v1 import task_pb2, terminal_service_pb2 as terminals, terminal_service_pb2_grpc as terminal_stubs
from stead.type.v1 import place_pb2, time_window_pb2 as windows

DOOR = place_pb2.LatLng(latitude=48.8566, longitude=2.3522)
SEEDS = {"ada": 1001, "ben": 1002}
OPERATOR, GATEWAY, TILL, MERCHANT = "operator/local", "gateway/phones", "terminal/till-1", "merchant/bakery"

REGISTRY = registry_stubs.RegistryServiceStub(channel(OPERATOR, "task"))
ORDERS = order_stubs.OrderServiceStub(channel(MERCHANT, "task"))
DELEGATIONS = delegation_stubs.DelegationServiceStub(channel(GATEWAY, "task"))
ACCOUNTS = account_stubs.AccountServiceStub(channel(OPERATOR, "payment"))
ENROLMENT = enrolment_stubs.EnrolmentServiceStub(channel(OPERATOR, "matcher"))


def founded():
    """Whoever was registered before stays so."""
    REGISTRY.PutMerchant(registry.PutMerchantRequest(
        request_id=request_id(), merchant=registry.Merchant(merchant_id="bakery", display_name="Bakery")))
    put_till("till-1", DOOR)
    for person, seed in SEEDS.items():
        call(ENROLMENT.EnrolSubject, enrolments.EnrolSubjectRequest(
            request_id=request_id(), gallery_id="people", subject_id=person, samples=[sample(vector(seed))],
            consent=enrolments.Consent(policy_version="2026-11/en", grant_time=at(time.time() - 1))))
        set_name(person, person.title())
    for person, contact in ("ada", "ben"), ("ben", "ada"):
        call(DELEGATIONS.AddContact, delegations.AddContactRequest(request_id=request_id(), contact_id=contact), metadata=bearer(person))


def put_till(terminal, place):
    REGISTRY.PutTerminal(registry.PutTerminalRequest(request_id=request_id(), terminal=registry.Terminal(
        terminal_id=terminal, location=place, merchant_id="bakery", state=registry.Terminal.STATE_ACTIVE)))


def set_name(subject, name):
    return call(DELEGATIONS.SetDisplayName, delegations.SetDisplayNameRequest(request_id=request_id(), display_name=name),
                metadata=bearer(subject))


def verification(subject):
    return identifications.VerifyRequest(gallery_id="people", capture_nonce=os.urandom(16), sample=sample(vector(SEEDS[subject])))


def presentation(subject, gallery="people"):
    return identifications.IdentifyOnceRequest(gallery_id=gallery, capture_nonce=os.urandom(16), sample=sample(vector(SEEDS[subject])))


def frame(sequence, subject, gallery="people"):
    return identifications.IdentifyRequest(
        sequence=sequence, gallery_id=gallery, capture_nonce=os.urandom(16), sample=sample(vector(SEEDS[subject])), last_frame=True)


def recognised_on_phone(subject):
    matcher = identification_stubs.IdentificationServiceStub(channel(GATEWAY, "matcher"))
    return matcher.Verify(verification(subject), timeout=60, metadata=bearer(subject)).decision.identified.assertion.jws


def recognised_at_till(subject):
    matcher = identification_stubs.IdentificationServiceStub(channel(TILL, "matcher"))
    return matcher.IdentifyOnce(presentation(subject), timeout=60).decision.identified.assertion.jws


def order(amount, order_time=None):
    """The order's id, and what the registration came to."""
    made = "o-" + uuid.uuid4().hex[:12]
    answer = call(ORDERS.RegisterOrder, orders.RegisterOrderRequest(request_id=request_id(), order=task_pb2.Order(
        order_id=made, description="bread", amount=amount, order_time=order_time or at(time.time()))))
    return made, answer


def mandate(window=None, limit=None, place=None):
    now = time.time()
    window = window or windows.TimeWindow(absolute=windows.AbsoluteWindow(start_time=at(now - 60), end_time=at(now + 3600)))
    place = place or place_pb2.Place(circle=place_pb2.Circle(center=DOOR, radius_meters=150))
    return task_pb2.Mandate(kind=task_pb2.TASK_KIND_PAYMENT, window=window, places=[place], amount_limit=limit or money("EUR", 10000))


def propose(order_id, granted):
    return call(DELEGATIONS.ProposeTask, delegations.ProposeTaskRequest(
        request_id=request_id(), assertion=recognised_on_phone("ada"), delegate_id="ben", merchant_id="bakery", order_id=order_id,
        mandate=granted), metadata=bearer("ada"))


def accept(task_id):
    return call(DELEGATIONS.AcceptTask, delegations.AcceptTaskRequest(
        request_id=request_id(), assertion=recognised_on_phone("ben"), task_id=task_id), metadata=bearer("ben"))


def confirm(task_id):
    tills = terminal_stubs.TerminalServiceStub(channel(TILL, "task"))
    return call(tills.ConfirmTask, terminals.ConfirmTaskRequest(
        request_id=request_id(), assertion=recognised_at_till("ben"), task_id=task_id))


def explained_place(task_id, terminal):
    """What the task's place says about a terminal."""
    answer = terminal_stubs.TerminalServiceStub(channel(OPERATOR, "task")).ExplainTask(
        terminals.ExplainTaskRequest(task_id=task_id, terminal_id=terminal))
    return next(condition.explanation for condition in answer.conditions if condition.name == "PLACE")


def settled(currency, minor_units):
    """A settlement of Ben's with the bakery, in a currency in which both get an account."""
    ben, bakery = owner_pb2.Owner(subject_id="ben"), owner_pb2.Owner(merchant_id="bakery")
    for name, owner in (("ben", ben), ("bakery", bakery)):
        call(ACCOUNTS.OpenAccount, accounts.OpenAccountRequest(
            request_id=request_id(), account_id=f"{name}-{currency}", owner=owner, currency_code=currency))
    call(ACCOUNTS.Deposit, accounts.DepositRequest(
        request_id=request_id(), account_id=f"ben-{currency}", amount=money(currency, 5 * minor_units)))
    task_service = settlement_stubs.SettlementServiceStub(channel("service/task", "payment"))
    return call(task_service.Settle, settlements.SettleRequest(
        request_id=request_id(), payer=ben, payee=bakery, amount=money(currency, minor_units)))


def refund(settlement, amount):
    operator = settlement_stubs.SettlementServiceStub(channel(OPERATOR, "payment"))
    return call(operator.Refund, settlements.RefundRequest(
        request_id=request_id(), settlement_id=settlement.settlement.settlement_id, amount=amount))
