"""The field's cases on the wire, against running services: what people reported of other software, tried here.

usage: wire.py [CASE...], such as: wire.py w1 w5. Without CASE: all. Each line begins with OK or FAULT; the exit code is 1 after a FAULT.
FIELD_RESETS: how many calls the phones of a gateway end before they are answered (w1). FIELD_PING: seconds between two pings (w2)."""
import os
import queue
import sys
import threading
import time

import grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.timestamp_pb2 import Timestamp

from callers import Connection, at, bearer, call, channel, money, request_id, sample, told, vector, verdict, why
from stead.matcher.v1 import enrolment_service_pb2 as enrolments, enrolment_service_pb2_grpc as enrolment_stubs
from stead.matcher.v1 import identification_service_pb2_grpc as identification_stubs
from stead.payment.v1 import account_service_pb2 as accounts, account_service_pb2_grpc as account_stubs
from stead.payment.v1 import reconciliation_service_pb2 as reconciliation, reconciliation_service_pb2_grpc as reconciliation_stubs
from stead.payment.v1 import settlement_service_pb2 as settlements, settlement_service_pb2_grpc as settlement_stubs
from stead.task.v1 import delegation_service_pb2 as delegations, delegation_service_pb2_grpc as delegation_stubs
from stead.task.v1 import notification_service_pb2 as notifications, notification_service_pb2_grpc as notification_stubs
from stead.type.v1 import place_pb2, time_window_pb2 as windows
from town import (DELEGATIONS, GATEWAY, OPERATOR, TILL, accept, confirm, explained_place, founded, frame, mandate, order, presentation,
                  propose, put_till, refund, set_name, settled, verification)

RESETS = int(os.environ.get("FIELD_RESETS", "5000"))
PING = float(os.environ.get("FIELD_PING", "20"))
PHONES = [f"phone-{number}" for number in range(10)]
THREADS = 8


def ended_early(start, count):
    """Starts calls and ends each before it is answered; start(i) begins the one of number i."""
    def some(first):
        for number in range(first, count, THREADS):
            begun = start(number)
            time.sleep(0.003)
            begun.cancel()
    threads = [threading.Thread(target=some, args=(first,)) for first in range(THREADS)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - began


def phones_of(connection, service):
    """Of one service, over the gateway: how a phone begins a call, and what another one's call comes to meanwhile."""
    if service == "task":
        watches = notification_stubs.NotificationServiceStub(connection.channel)
        tasks = delegation_stubs.DelegationServiceStub(connection.channel)
        return (lambda who: watches.WatchNotifications(notifications.WatchNotificationsRequest(), metadata=bearer(who)),
                lambda: call(tasks.ListContacts, delegations.ListContactsRequest(), metadata=bearer("ada")))
    if service == "matcher":
        matcher = identification_stubs.IdentificationServiceStub(connection.channel)
        return (lambda who: matcher.Verify.future(verification("ben"), timeout=0.02, metadata=bearer(who)),
                lambda: call(matcher.Verify, verification("ada"), metadata=bearer("ada")))
    payment = account_stubs.AccountServiceStub(connection.channel)
    own = accounts.GetAccountRequest(account_id="ben-EUR")
    return (lambda who: payment.GetAccount.future(own, timeout=0.02, metadata=bearer(who)),
            lambda: call(payment.GetAccount, own, metadata=bearer("ben")))


def w1_resets():
    """A gateway carries many phones on one connection: they leave, lose patience and drop streams."""
    faults = 0
    settled("EUR", 100)
    for who in PHONES:
        bearer(who)
    for service in ("task", "matcher", "payment"):
        connection = Connection(GATEWAY, service)
        begin, others_call = phones_of(connection, service)
        watch = phones_of(connection, service)[0]("ada") if service == "task" else None
        seconds = ended_early(lambda number: begin(PHONES[number % len(PHONES)]), RESETS)
        began = time.monotonic()
        seen = told(others_call())
        waited = time.monotonic() - began
        stays = watch is None or watch.is_active()
        faults += verdict(connection.state() == "open" and seen == "taken" and stays,
                          f"W1 {service}: {RESETS} calls of ten phones end in {seconds:.0f} s; the connection is {connection.state()}, "
                          f"another phone's call is {seen} after {waited:.1f} s"
                          + ("" if watch is None else ", its watch is " + ("open" if stays else "ended")))
    return faults + w1_one_of_many() + w1_streams()


def w1_one_of_many():
    """Who ends too many is refused, with a reason, and nobody else on the connection."""
    connection = Connection(GATEWAY, "task")
    begin, others_call = phones_of(connection, "task")
    stub = delegation_stubs.DelegationServiceStub(connection.channel)
    for _ in range(20):
        ended_early(lambda _: begin("ben"), 200)
        seen = told(call(stub.ListContacts, delegations.ListContactsRequest(), metadata=bearer("ben")))
        if "TOO_MANY_RESETS" in seen:
            break
    others = told(others_call())
    return verdict("TOO_MANY_RESETS" in seen and others == "taken" and connection.state() == "open",
                   f"W1 the one who ends too many is refused alone: {seen[:60]}; another phone's call is {others}")


def w1_streams():
    """A terminal that opens a stream for each person, and an operator's watches; another stream of the connection goes on."""
    connection = Connection(TILL, "matcher")
    matcher = identification_stubs.IdentificationServiceStub(connection.channel)
    frames = queue.Queue()
    other = matcher.Identify(iter(frames.get, None))
    ended_early(lambda number: matcher.Identify(iter([frame(1, "ben")])), 230)
    next(other)  # the challenge
    frames.put(frame(1, "ben"))
    answered = next(other).sequence
    frames.put(None)
    faults = verdict(answered == 1 and connection.state() == "open",
                     f"W1 230 Identify streams are dropped after a person; another one answers frame {answered}")
    return faults + w1_operators_streams()


def w1_operators_streams():
    settlement = settled("EUR", 100).settlement.settlement_id
    consent = enrolments.Consent(policy_version="2026-11/en", grant_time=at(time.time() - 1))
    again = enrolments.BulkEnrolRequest(sequence=1, gallery_id="people", subject_id="w1", consent=consent, samples=[sample(vector(700))])
    day = reconciliation.ReconcileRequest(from_time=at(time.time() - 86_400), until_time=at(time.time()))

    def payment(connection):
        return settlement_stubs.SettlementServiceStub(connection.channel)

    def matcher(connection):
        return enrolment_stubs.EnrolmentServiceStub(connection.channel)

    def look_up(connection):
        return call(payment(connection).GetSettlement, settlements.GetSettlementRequest(settlement_id=settlement))

    faults = 0
    for what, service, begin, another in (
            ("watches of a settlement", "payment",
             lambda connection: payment(connection).WatchSettlement(settlements.WatchSettlementRequest(settlement_id=settlement)), look_up),
            ("reconciliations", "payment",
             lambda connection: reconciliation_stubs.ReconciliationServiceStub(connection.channel).Reconcile(day), look_up),
            ("enrolments in bulk", "matcher", lambda connection: matcher(connection).BulkEnrol(iter([again])),
             lambda connection: call(matcher(connection).GetGallery, enrolments.GetGalleryRequest(gallery_id="people")))):
        connection = Connection(OPERATOR, service)
        ended_early(lambda _: begin(connection), 230)
        seen = told(another(connection))
        faults += verdict(seen == "taken" and connection.state() == "open",
                          f"W1 230 {what} are dropped; another call is {seen}, the connection {connection.state()}")
    return faults


def w2_pings():
    """Balancers and mobile networks drop what is silent for half a minute, so clients ping: with a watch, and without any call."""
    def pinging(who, service, seconds):
        return Connection(who, service, ("grpc.keepalive_time_ms", int(seconds * 1000)), ("grpc.http2.max_pings_without_data", 0),
                          ("grpc.keepalive_permit_without_calls", 1))
    kept = {service: pinging(GATEWAY, service, PING) for service in ("matcher", "task", "payment")}
    watched = pinging(GATEWAY, "task", PING)
    stub = notification_stubs.NotificationServiceStub(watched.channel)
    watch = stub.WatchNotifications(notifications.WatchNotificationsRequest(), metadata=bearer("ada"))
    hasty = pinging(GATEWAY, "task", 0.5)
    refused = hasty.ended.wait(20)
    time.sleep(6 * PING)
    open_ones = [service for service, connection in kept.items() if connection.state() == "open"]
    faults = verdict(watched.state() == "open" and watch.is_active(),
                     f"W2 a watch with a ping each {PING:g} s is open after {6 * PING:g} s")
    faults += verdict(len(open_ones) == 3, f"W2 so are connections without a call, of {', '.join(open_ones)}")
    return faults + verdict(refused, "W2 pings each half second end the connection: pings are sent, and limited")


def w5_years():
    """Dates are YYYY-MM-DD, instants of the years 1 to 9999, nanos 0 to 999,999,999."""
    faults = 0
    for first, last in (("+12026-11-27", "+12026-11-28"), ("+300000-01-01", "+300000-01-05"), ("+999999999-12-31", "+999999999-12-31"),
                        ("-0044-03-15", "2026-03-15"), ("2026-11-31", "2026-12-01"), ("20261127", "20261128")):
        window = windows.TimeWindow(recurring=windows.RecurringWindow(
            time_zone="UTC", days=range(1, 8), opens="00:00", closes="00:00", first_date=first, last_date=last))
        seen = told(propose(order(money("EUR", 500))[0], mandate(window)))
        faults += verdict(seen.startswith("INVALID_ARGUMENT/WINDOW_INVALID"), f"W5 the date {first} is refused as malformed: {seen[:70]}")
    reconcile = reconciliation_stubs.ReconciliationServiceStub(channel(OPERATOR, "payment")).Reconcile
    enrol = enrolment_stubs.EnrolmentServiceStub(channel(OPERATOR, "matcher")).EnrolSubject
    now = int(time.time())
    for nanos in (-1, 1_000_000_000):
        bad = Timestamp(seconds=now - 60, nanos=nanos)
        consent = enrolments.Consent(policy_version="2026-11/en", grant_time=bad)
        for what, seen in (
                ("order", told(order(money("EUR", 500), bad)[1])),
                ("consent", told(call(enrol, enrolments.EnrolSubjectRequest(
                    request_id=request_id(), gallery_id="people", subject_id="w5", consent=consent, samples=[sample(vector(5))])))),
                ("reconciliation", streamed(reconcile, reconciliation.ReconcileRequest(from_time=bad, until_time=at(now))))):
            faults += verdict(seen.startswith("INVALID_ARGUMENT/") and "/None" not in seen, f"W5 nanos of {nanos}, {what}: {seen[:70]}")
    return faults


def streamed(method, request):
    try:
        return "taken" if list(method(request, timeout=60)) is not None else ""
    except grpc.RpcError as error:
        return why(error)


def w6_nothing_to_pay():
    """Money that can never be settled: that is known when the order is registered, not when the delegate stands at the till."""
    faults = 0
    for amount in (money("EUR", 0), money("XAU", 5), money("XXX", 5), money("XTS", 5), money("XDR", 5), money("eur", 5)):
        made, answer = order(amount)
        if not isinstance(answer, str):
            answer = propose(made, mandate(limit=money(amount.currency_code, 10000)))
        seen = told(answer)
        if seen == "taken":
            accept(answer.task.task_id)
            end = confirm(answer.task.task_id)
            seen += "; at the till: " + (end[:60] if isinstance(end, str) else end.execution.failure_reason)
        faults += verdict(not seen.startswith("taken"),
                          f"W6 {amount.minor_units} {amount.currency_code} is refused before the till: {seen[:90]}")
    return faults


def w7_amounts():
    """Amounts in what people read have the currency's own decimals."""
    faults = 0
    for currency, minor_units, text in (("CHF", 1000, "10.00 CHF"), ("JPY", 1000, "1000 JPY"), ("KWD", 1000, "1.000 KWD")):
        seen = told(refund(settled(currency, minor_units), money(currency, minor_units + 1)))
        faults += verdict(text in seen, f"W7 {text} reads as such: {seen}")
    return faults


def w8_providers_subjects():
    """Subjects as identity providers make them (OpenID Connect: up to 255 ASCII characters) serve in every service."""
    faults = 0
    matcher = enrolment_stubs.EnrolmentServiceStub(channel(GATEWAY, "matcher"))
    payment = account_stubs.AccountServiceStub(channel(GATEWAY, "payment"))
    for number, subject in enumerate(("auth0|5f7c8ec7c33c6c004bbafe82", "somebody@example.org",
                                      "f:8f3c1b2a-0000-4000-8000-000000000000:somebody", "a" * 255)):
        consent = enrolments.Consent(policy_version="2026-11/en", grant_time=at(time.time() - 1))
        seen = {
            "name": told(set_name(subject, "Somebody")),
            "enrolment": told(call(matcher.EnrolSubject, enrolments.EnrolSubjectRequest(
                request_id=request_id(), gallery_id="people", consent=consent, samples=[sample(vector(800 + number))]),
                metadata=bearer(subject))),
            "account": told(call(payment.GetAccount, accounts.GetAccountRequest(account_id="nobodys"), metadata=bearer(subject)))}
        serves = seen["name"] == "taken" and seen["enrolment"] in ("taken",) and "ACCOUNT_NOT_FOUND" in seen["account"]
        faults += verdict(serves or all("TOKEN" in text for text in seen.values()),
                          f"W8 {subject[:32]} serves, or the token is said to be the cause: {str(seen)[:200]}")
    return faults


def w9_plain_errors():
    """Failures have a reason, whatever a client's library or a proxy does to a call."""
    faults = 0
    matcher = identification_stubs.IdentificationServiceStub(channel(TILL, "matcher"))
    payment = account_stubs.AccountServiceStub(channel(OPERATOR, "payment"))
    calls = {
        "matcher": lambda size, **more: call(matcher.IdentifyOnce, presentation("ben", "people" + "x" * size), **more),
        "task": lambda size, **more: call(DELEGATIONS.GetTask, delegations.GetTaskRequest(task_id="none" + "x" * size),
                                          metadata=bearer("ada") + more.pop("metadata", []), **more),
        "payment": lambda size, **more: call(payment.GetAccount, accounts.GetAccountRequest(account_id="none" + "x" * size), **more)}
    for service, one in calls.items():
        for what, size, more, reason in (
                ("gzip", 0, {"compression": grpc.Compression.Gzip}, ""),
                ("deflate", 0, {"compression": grpc.Compression.Deflate}, ""),
                ("5 MB", 5_000_000, {}, "MESSAGE_TOO_LARGE"),
                ("5 MB in gzip", 5_000_000, {"compression": grpc.Compression.Gzip}, "MESSAGE_TOO_LARGE"),
                ("10 KB of metadata", 0, {"metadata": [("more", "x" * 10_000)]}, "METADATA_TOO_LARGE")):
            seen = told(one(size, **more))
            faults += verdict("/None" not in seen and reason in seen, f"W9 {service}, {what}: {seen[:90]}")
        unknown = channel(OPERATOR, service).unary_unary(
            "/stead.v1.Nothing/Here", request_serializer=Empty.SerializeToString, response_deserializer=Empty.FromString)
        seen = told(call(unknown, Empty()))
        faults += verdict("METHOD_UNKNOWN" in seen, f"W9 {service}, a method that is not there: {seen[:90]}")
    return faults + w9_large_in_streams()


def w9_large_in_streams():
    """A message that is too large is answered in the stream, which goes on."""
    def frames():
        for number, gallery in enumerate(("people", "x" * 100_000, "people"), 1):
            yield frame(number, "ben", gallery)

    def people():
        consent = enrolments.Consent(policy_version="2026-11/en", grant_time=at(time.time() - 1))
        for number, size in enumerate((0, 300_000, 0), 1):
            yield enrolments.BulkEnrolRequest(sequence=number, gallery_id="people", subject_id=f"w9-{number}" + "x" * size, consent=consent,
                                              samples=[sample(vector(900 + number))])
    matcher = identification_stubs.IdentificationServiceStub(channel(TILL, "matcher"))
    operator = enrolment_stubs.EnrolmentServiceStub(channel(OPERATOR, "matcher"))
    answered, durable = [], 0
    try:
        answered = [answer.sequence for answer in matcher.Identify(frames(), timeout=60)][1:]
    except grpc.RpcError as error:
        answered.append(why(error)[:60])
    try:
        durable = [answer.durable_sequence for answer in operator.BulkEnrol(people(), timeout=60)][-1]
    except grpc.RpcError as error:
        durable = why(error)[:60]
    faults = verdict(answered == [1, 2, 3], f"W9 a frame that is too large is answered in the stream: {answered}")
    return faults + verdict(durable == 3, f"W9 so is an enrolment that is too large: up to {durable}")


def w10_on_the_edge():
    """Points of one edge of a triangle: all of them are inside, or none."""
    ring = [place_pb2.LatLng(latitude=a, longitude=b) for a, b in ((48.0, 2.0), (48.1, 2.1), (48.0, 2.2), (48.0, 2.0))]
    granted = mandate(place=place_pb2.Place(polygon=place_pb2.Polygon(ring=ring)))
    proposed = propose(order(money("EUR", 500))[0], granted)
    if isinstance(proposed, str):
        return verdict(False, f"W10 the task is not proposed: {proposed}")
    task, seen = proposed.task.task_id, {}
    for step in range(12):
        put_till("t-edge", place_pb2.LatLng(latitude=48.0 + 0.1 * step / 11, longitude=2.0 + 0.1 * step / 11))
        place = explained_place(task, "t-edge")
        seen[place] = seen.get(place, 0) + 1
    return verdict(len(seen) == 1, f"W10 one answer for all points of an edge: {seen}")


CASES = [w1_resets, w5_years, w6_nothing_to_pay, w7_amounts, w8_providers_subjects, w9_plain_errors, w10_on_the_edge]


def run(case, faults):
    try:
        faults.append(case())
    except Exception as error:  # one case that breaks does not keep the others from being tried
        faults.append(verdict(False, f"{case.__name__}: {type(error).__name__} {error}"))


def main(wanted):
    founded()
    faults = []
    # The pings take a while, and disturb nobody.
    beside = threading.Thread(target=run, args=(w2_pings, faults))
    if not wanted or "w2" in wanted:
        beside.start()
    for case in CASES:
        if not wanted or case.__name__.split("_")[0] in wanted:
            run(case, faults)
    if beside.ident:
        beside.join()
    # Open watches would keep the interpreter alive.
    sys.stdout.flush()
    os._exit(1 if sum(faults) else 0)


main(sys.argv[1:])
