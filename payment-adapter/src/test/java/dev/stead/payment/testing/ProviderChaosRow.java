package dev.stead.payment.testing;

import static dev.stead.payment.testing.Shop.euros;

import dev.stead.mesh.time.Environment;
import dev.stead.payment.application.PaymentUseCases;
import dev.stead.payment.application.RetryPolicy;
import dev.stead.payment.application.SettlementFeed;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.testing.ScriptedProvider.Behaviour;
import dev.stead.payment.testing.ScriptedProvider.Effect;
import dev.stead.payment.testing.ScriptedProvider.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Row M5: of every call to the provider, 30 % go wrong in one of the ways that providers have; time is virtual. */
public final class ProviderChaosRow {
    private static final double SHARE = 0.3;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Behaviour[] BAD = {
        Behaviour.ANSWER_LOST,
        Behaviour.ERROR_BUT_DONE,
        Behaviour.NOT_DONE,
        Behaviour.LATE,
        Behaviour.TWICE,
        Behaviour.WRONG_AMOUNT,
        Behaviour.DECLINED,
        Behaviour.DECLINED_BUT_DONE
    };

    private final ManualClock clock = new ManualClock();
    private final ScriptedProvider provider = new ScriptedProvider(clock);
    private final Random random;
    private final Shop shop;
    private final Row row;
    private final int size;

    private ProviderChaosRow(UnitOfWork unitOfWork, int size, long seed) {
        this.random = new Random(seed);
        this.size = size;
        this.row = new Row("M5", seed);
        var retryPolicy = new RetryPolicy(
                Duration.ofSeconds(10), Duration.ofMinutes(15), Duration.ofSeconds(1), Duration.ofSeconds(30), 100);
        var options = new PaymentUseCases.Options(new Environment(clock, new Random(seed)), retryPolicy);
        this.shop =
                new Shop(PaymentUseCases.over(unitOfWork, provider, new SettlementFeed(1, _ -> {}), options), clock);
    }

    /** So many settlements on an empty store. */
    public static Row run(UnitOfWork unitOfWork, int settlements, long seed) {
        return new ProviderChaosRow(unitOfWork, settlements, seed).run();
    }

    private Row run() {
        shop.open(1_000L * size);
        provider.otherwise(this::behaviour, () -> random.nextDouble() < SHARE ? Behaviour.NOT_DONE : Behaviour.WELL);
        List<Settlement> settlements = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            settlements.add(shop.settle("chaos " + i, 100 + random.nextInt(900)));
            clock.advance(Duration.ofMillis(random.nextInt(1_000)));
            if (i % 10 == 0) {
                shop.useCases().recovery().runOnce();
            }
            if (random.nextInt(50) == 0) {
                provider.deliverLate();
            }
        }
        double expected = SHARE * provider.calls();
        // Few calls scatter: four deviations below is not random any more.
        double least = Math.min(0.9 * expected, expected - 4 * Math.sqrt(expected * (1 - SHARE)));
        row.require(
                provider.misdeeds() >= least,
                "vacuous: only " + provider.misdeeds() + " of " + provider.calls() + " calls went wrong");
        row.figure("settlements", size).figure("wrong", provider.misdeeds()).figure("calls", provider.calls());
        provider.forgetScript();
        recover(settlements);
        provider.deliverLate();
        judge(settlements);
        return row;
    }

    private Behaviour behaviour() {
        return random.nextDouble() < SHARE ? BAD[random.nextInt(BAD.length)] : Behaviour.WELL;
    }

    private void recover(List<Settlement> settlements) {
        Instant start = clock.instant();
        Instant end = start.plus(LIMIT);
        while (clock.instant().isBefore(end)) {
            while (shop.useCases().recovery().runOnce() > 0) {
                // A batch at a time.
            }
            clock.advance(Duration.ofSeconds(5));
        }
        long left = settlements.stream()
                .filter(one -> shop.useCases().settlements().get(one.id()).state() == SettlementState.UNKNOWN)
                .count();
        row.figure("unresolved", left).require(left == 0, left + " are UNKNOWN 5 minutes after the provider came back");
    }

    private void judge(List<Settlement> settlements) {
        Map<String, List<Line>> journal = new HashMap<>();
        provider.journal()
                .forEach(line -> journal.computeIfAbsent(line.key(), _ -> new ArrayList<>())
                        .add(line));
        Map<SettlementState, Integer> ends = new EnumMap<>(SettlementState.class);
        long doubles = 0;
        long settled = 0;
        long held = 0;
        for (Settlement one : settlements) {
            SettlementState state = shop.useCases().settlements().get(one.id()).state();
            ends.merge(state, 1, Integer::sum);
            List<Line> lines = journal.getOrDefault(one.id() + "-1", List.of());
            long captures = count(lines, Effect.CAPTURED);
            long reversals = count(journal.getOrDefault(one.id() + "-1-reversal", List.of()), Effect.REFUNDED);
            doubles += captures > 1 ? 1 : 0;
            boolean wrongAmount = lines.stream()
                    .filter(line -> line.effect() != Effect.CANCELLED)
                    .anyMatch(line -> !line.amount().equals(one.terms().amount()));
            row.require(
                    agrees(state, captures, reversals), one.id() + " is " + state + " with " + captures + " captures");
            row.require(
                    !isOver(state) || !isReserved(lines) || provider.liedAbout(one.id() + "-1"),
                    one.id() + " is " + state + ", and the provider still reserves its money");
            row.require(!wrongAmount || state != SettlementState.SETTLED, one.id() + " settled another amount");
            long amount = one.terms().amount().minorUnits();
            settled += state == SettlementState.SETTLED ? amount : 0;
            held += state == SettlementState.MANUAL_REVIEW || state == SettlementState.VOIDING ? amount : 0;
        }
        row.figure("double", doubles).figure("ends", ends).require(doubles == 0, doubles + " were captured twice");
        row.require(shop.account(Shop.PAYEE_ACCOUNT).available().equals(euros(settled)), "the payee has another sum");
        row.require(
                shop.account(Shop.PAYER_ACCOUNT).held().equals(euros(held)),
                "other holds are left than those in review");
        row.require(shop.useCases().balanceCheck().check().isBalanced(), "the ledger does not balance");
    }

    private static long count(List<Line> lines, Effect effect) {
        return lines.stream().filter(line -> line.effect() == effect).count();
    }

    /** No money is to move for it any more, and none has. */
    private static boolean isOver(SettlementState state) {
        return state == SettlementState.DECLINED || state == SettlementState.VOIDED || state == SettlementState.EXPIRED;
    }

    private static boolean isReserved(List<Line> lines) {
        return count(lines, Effect.AUTHORISED) > 0
                && count(lines, Effect.CANCELLED) == 0
                && count(lines, Effect.CAPTURED) == 0;
    }

    private static boolean agrees(SettlementState state, long captures, long reversals) {
        return switch (state) {
            case SETTLED -> captures == 1 && reversals == 0;
            // A provider that refuses to void is retried until a person has to look.
            case DECLINED, VOIDING, VOIDED, EXPIRED -> captures == 0;
            case REVERSED -> captures == 1 && reversals == 1;
            case MANUAL_REVIEW -> captures <= 1;
            case RECEIVED,
                    HELD,
                    SUBMITTED,
                    AUTHORIZED,
                    CAPTURING,
                    UNKNOWN,
                    REVERSING,
                    REFUNDING,
                    REFUNDED,
                    PARTIALLY_REFUNDED -> false;
        };
    }
}
