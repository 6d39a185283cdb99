package dev.stead.payment.storage;

import static dev.stead.payment.domain.settlement.SettlementState.AUTHORIZED;
import static dev.stead.payment.domain.settlement.SettlementState.HELD;
import static dev.stead.payment.domain.settlement.SettlementState.REFUNDING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.testing.StoredRows;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.application.port.Repositories.Reconciliation.ComparedDay;
import dev.stead.payment.application.port.StoredRequest;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.Account;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.BalanceKind;
import dev.stead.payment.domain.ledger.EntryKind;
import dev.stead.payment.domain.ledger.JournalEntry;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.ledger.Posting;
import dev.stead.payment.domain.ledger.StatementLine;
import dev.stead.payment.domain.provider.Attempt;
import dev.stead.payment.domain.settlement.Refund;
import dev.stead.payment.domain.settlement.Review;
import dev.stead.payment.domain.settlement.Review.Finding;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.Settlement.NextAttempt;
import dev.stead.payment.domain.settlement.Settlement.Progress;
import dev.stead.payment.domain.settlement.SettlementTerms;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every column of every table has a value that no other column has: a column that took its neighbour's shows. */
class StoredColumnsTest {
    private static final AccountId PAYER = new AccountId("acc-payer");
    private static final AccountId PAYEE = new AccountId("acc-payee");
    private static final SettlementId ID = new SettlementId("settlement-1");
    private static final UUID PAY = new UUID(0, 1);
    private static final UUID BACK = new UUID(0, 2);
    private static final UUID REVIEW = new UUID(0, 3);
    private static final Attempt ATTEMPT = new Attempt(
            ID, 1, new Attempt.Target("stripe", Optional.of("cus_1")), "key-1", Optional.of("ch_1"), at(30));

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    private static Instant at(long micros) {
        return Instant.EPOCH.plusNanos(1_000 * micros);
    }

    private static Money euros(long cents) {
        return new Money("EUR", cents);
    }

    private static Settlement settlement(Progress progress) {
        return new Settlement(ID, PAY, new SettlementTerms(PAYER, PAYEE, euros(77), "ref"), progress, at(20));
    }

    private static Settlement first() {
        return settlement(new Progress(HELD, Optional.empty(), euros(0), 3, at(21), 5, Optional.empty()));
    }

    private static Settlement next() {
        return settlement(new Progress(
                REFUNDING,
                Optional.of(DeclineReason.PROVIDER_LIMIT),
                euros(11),
                4,
                at(22),
                6,
                Optional.of(new NextAttempt(at(23), true))));
    }

    private static void write(UnitOfWork store, Consumer<Repositories> work) {
        store.<Boolean>write(repositories -> {
            work.accept(repositories);
            return true;
        });
    }

    private static UnitOfWork filled(TestDatabase test) {
        UnitOfWork store = new PaymentDatabase(test.database(), InstantSource.system());
        write(store, repositories -> {
            repositories.accounts().insert(new Account(PAYER, new Owner.Person("p"), euros(500), euros(40), at(10)));
            repositories.accounts().insert(new Account(PAYEE, new Owner.Merchant("m"), euros(0), euros(0), at(11)));
            repositories
                    .accounts()
                    .insert(new Account(
                            AccountId.world("JPY"),
                            new Owner.World(),
                            new Money("JPY", -9),
                            new Money("JPY", 0),
                            at(12)));
            repositories.accounts().linkFundingSource(PAYER, "stripe", "cus_old");
            repositories.accounts().linkFundingSource(PAYER, "stripe", "cus_1");
            repositories.settlements().insert(first());
            repositories.attempts().insert(ATTEMPT);
            repositories.refunds().insert(new Refund(BACK, ID, euros(33), at(50)));
            repositories.reviews().insert(new Review(REVIEW, ID, Finding.NOT_MOVED, "ada", "seen"), at(60));
            repositories.providerEvents().putIfAbsent("stripe", "evt_1", at(70), at(0));
            repositories
                    .requests()
                    .putIfAbsent(
                            StoredRequest.of(new RequestIdentity(PAY, new RequestFingerprint("f00d")), "settlement-1"));
            repositories
                    .requests()
                    .updateBalances(PAY, new Account(PAYER, new Owner.Person("p"), euros(501), euros(41), at(10)));
            repositories.reconciliation().lease(LocalDate.parse("2026-11-23"), at(80), at(81));
            repositories.reconciliation().finish(LocalDate.parse("2026-11-23"), at(82), 4);
            repositories.journal().post(List.of(entry()));
        });
        return store;
    }

    private static JournalEntry entry() {
        return new JournalEntry(
                "00000000-0000-7000-8000-000000000001",
                EntryKind.POST,
                Optional.of(ID),
                List.of(
                        new Posting(PAYER, BalanceKind.HELD, euros(-25)),
                        new Posting(PAYEE, BalanceKind.AVAILABLE, euros(25))),
                at(90));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyColumnHoldsItsOwnValue(TestDatabase test) {
        filled(test);

        String row = "create_time=90 currency=EUR entry_id=00000000-0000-7000-8000-000000000001";
        Map<String, List<String>> expected = Map.ofEntries(
                Map.entry(
                        "accounts",
                        List.of(
                                "account_id=acc-payee available=25 create_time=11 currency=EUR held=0 owner_id=m"
                                        + " owner_kind=MERCHANT",
                                "account_id=acc-payer available=500 create_time=10 currency=EUR held=15 owner_id=p"
                                        + " owner_kind=PERSON",
                                "account_id=world.JPY available=-9 create_time=12 currency=JPY held=0 owner_id="
                                        + " owner_kind=WORLD")),
                Map.entry(
                        "attempts",
                        List.of("create_time=30 number=1 provider=stripe provider_key=key-1 provider_reference=ch_1"
                                + " settlement_id=settlement-1 source=cus_1")),
                Map.entry("funding_sources", List.of("account_id=acc-payer provider=stripe source=cus_1")),
                Map.entry(
                        "journal_entries",
                        List.of("create_time=90 entry_id=00000000-0000-7000-8000-000000000001 kind=POST"
                                + " settlement_id=settlement-1")),
                Map.entry(
                        "postings",
                        List.of(
                                "account_id=acc-payee amount=25 " + row + " pocket=AVAILABLE",
                                "account_id=acc-payer amount=-25 " + row + " pocket=HELD")),
                Map.entry("provider_events", List.of("event_id=evt_1 provider=stripe receive_time=70")),
                Map.entry("reconciled_days", List.of("break_count=4 day=2026-11-23 finish_time=82 lease_time=81")),
                Map.entry(
                        "refunds",
                        List.of("amount=33 create_time=50 currency=EUR finding=MOVED"
                                + " request_id=00000000-0000-0000-0000-000000000002 settlement_id=settlement-1")),
                Map.entry(
                        "requests",
                        List.of("available=501 fingerprint=f00d held=41"
                                + " request_id=00000000-0000-0000-0000-000000000001 result_id=settlement-1")),
                Map.entry(
                        "reviews",
                        List.of("create_time=60 finding=NOT_MOVED note=seen operator_id=ada"
                                + " request_id=00000000-0000-0000-0000-000000000003 settlement_id=settlement-1")),
                Map.entry(
                        "settlements",
                        List.of("amount=77 create_time=20 currency=EUR leased=0 payee_account_id=acc-payee"
                                + " payer_account_id=acc-payer reference=ref refunded=0"
                                + " request_id=00000000-0000-0000-0000-000000000001 settlement_id=settlement-1"
                                + " state=HELD tries=5 update_time=21 version=3")));
        assertThat(StoredRows.all(test.database())).isEqualTo(expected);
        assertThat(StoredRows.tables(test.database())).containsExactlyInAnyOrderElementsOf(expected.keySet());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsReadIsWhatWasWritten(TestDatabase test) {
        UnitOfWork store = filled(test);
        Attempt captured = ATTEMPT.withReference("ch_2");
        write(store, repositories -> {
            assertThat(repositories.settlements().replace(3, next())).isTrue();
            repositories.attempts().updateReference(captured);
        });

        write(store, repositories -> {
            assertThat(repositories.settlements().find(ID)).contains(next());
            assertThat(repositories.settlements().findForUpdate(ID)).contains(next());
            assertThat(repositories.attempts().latest(ID)).contains(captured);
            assertThat(repositories.attempts().findByKey("key-1")).contains(captured);
            assertThat(repositories.refunds().find(BACK)).contains(new Refund(BACK, ID, euros(33), at(50)));
            assertThat(repositories.requests().find(PAY))
                    .contains(new StoredRequest(
                            new RequestIdentity(PAY, new RequestFingerprint("f00d")),
                            "settlement-1",
                            Optional.of(new StoredRequest.Balances(501, 41))));
            assertThat(repositories.reconciliation().latest()).contains(new ComparedDay(at(82), 4));
            assertThat(repositories.accounts().fundingSource(PAYER, "stripe")).contains("cus_1");
            assertThat(repositories.accounts().find(PAYER))
                    .contains(new Account(PAYER, new Owner.Person("p"), euros(500), euros(15), at(10)));
            assertThat(repositories.accounts().find(new Owner.Merchant("m"), "EUR"))
                    .contains(new Account(PAYEE, new Owner.Merchant("m"), euros(25), euros(0), at(11)));
            assertThat(repositories.journal().statement(PAYEE, Optional.empty(), 5))
                    .containsExactly(new StatementLine(
                            entry().postings().getLast(),
                            EntryKind.POST,
                            Optional.of(ID),
                            new StatementLine.Position(at(90), entry().id())));
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsDueIsOldestFirst(TestDatabase test) {
        UnitOfWork store = new PaymentDatabase(test.database(), InstantSource.system());
        write(store, repositories -> {
            for (int due : List.of(3, 1, 4, 2)) {
                var progress = new Progress(
                        AUTHORIZED,
                        Optional.empty(),
                        euros(0),
                        1,
                        at(1),
                        0,
                        Optional.of(new NextAttempt(at(due), false)));
                repositories
                        .settlements()
                        .insert(new Settlement(
                                new SettlementId("due-" + due),
                                new UUID(1, due),
                                new SettlementTerms(PAYER, PAYEE, euros(1), ""),
                                progress,
                                at(0)));
            }
        });

        write(store, repositories -> {
            assertThat(repositories.settlements().due(at(3), 2))
                    .as("the two that have waited longest, whatever else is due")
                    .extracting(one -> one.id().value())
                    .containsExactly("due-1", "due-2");
            assertThat(repositories.settlements().due(at(3), 9))
                    .extracting(one -> one.id().value())
                    .containsExactly("due-1", "due-2", "due-3");
        });
    }
}
