package dev.stead.payment.storage;

import static dev.stead.payment.testing.ScriptedProvider.Behaviour.ANSWER_LOST;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.DECLINED;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.DECLINED_BUT_DONE;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.ERROR_BUT_DONE;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.LATE;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.NOT_DONE;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.TWICE;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.WELL;
import static dev.stead.payment.testing.Shop.PAYEE_ACCOUNT;
import static dev.stead.payment.testing.Shop.PAYER_ACCOUNT;
import static dev.stead.payment.testing.Shop.euros;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.ScriptedProvider;
import dev.stead.payment.testing.ScriptedProvider.Behaviour;
import dev.stead.payment.testing.ScriptedProvider.Effect;
import dev.stead.payment.testing.Shop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A provider that misbehaves at random, replayed by its seed: afterwards its own journal and the ledger agree on every cent. */
class ChaosTest {
    // Once, and given back again if it was too late; a person has to look when the provider refuses to release or to
    // give back.
    private static final Map<SettlementState, List<Long>> ALLOWED_CAPTURES = Map.of(
            SettlementState.SETTLED, List.of(1L),
            SettlementState.DECLINED, List.of(0L),
            SettlementState.VOIDED, List.of(0L),
            SettlementState.REVERSED, List.of(1L),
            SettlementState.MANUAL_REVIEW, List.of(0L, 1L));

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void chaosEndsWithEveryCentWhereTheProviderSaysItIs(TestDatabase test) {
        long seed = 4_711;
        var random = new Random(seed);
        var provider = new ScriptedProvider();
        var clock = new ManualClock();
        Shop shop = Shop.over(new PaymentDatabase(test.database(), InstantSource.system()), provider, clock, seed)
                .open(1_000);
        List<Settlement> settlements = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            provider.then(chaos(random), chaos(random), chaos(random))
                    .thenLookUps(random.nextInt(3) == 0 ? NOT_DONE : WELL);
            settlements.add(shop.settle("pay " + i, 10));
            clock.advance(Duration.ofMillis(random.nextInt(2_000)));
            shop.useCases().recovery().runOnce();
        }
        provider.forgetScript();
        shop.recover();
        provider.deliverLate();

        Map<SettlementState, Long> ends = new EnumMap<>(SettlementState.class);
        for (Settlement settlement : settlements) {
            SettlementState state =
                    shop.useCases().settlements().get(settlement.id()).state();
            long captured = provider.journal().stream()
                    .filter(line -> line.effect() == Effect.CAPTURED)
                    .filter(line -> line.key().startsWith(settlement.id().value()))
                    .count();
            assertThat(ALLOWED_CAPTURES.getOrDefault(state, List.of()))
                    .as("seed %d, %s", seed, state)
                    .contains(captured);
            ends.merge(state, 1L, Long::sum);
        }
        long settled = ends.getOrDefault(SettlementState.SETTLED, 0L);
        long inReview = ends.getOrDefault(SettlementState.MANUAL_REVIEW, 0L);
        assertThat(settled).as("seed %d, %s", seed, ends).isBetween(20L, 55L);
        assertThat(inReview).as("seed %d, %s", seed, ends).isLessThan(5);
        assertThat(shop.account(PAYER_ACCOUNT).available()).isEqualTo(euros(1_000 - 10 * (settled + inReview)));
        assertThat(shop.account(PAYER_ACCOUNT).held()).isEqualTo(euros(10 * inReview));
        assertThat(shop.account(PAYEE_ACCOUNT).available()).isEqualTo(euros(10 * settled));
        assertThat(shop.useCases().balanceCheck().check().findings()).isEmpty();
    }

    private static Behaviour chaos(Random random) {
        Behaviour[] bad = {DECLINED, ANSWER_LOST, ERROR_BUT_DONE, NOT_DONE, LATE, TWICE, DECLINED_BUT_DONE};
        return random.nextInt(2) == 0 ? WELL : bad[random.nextInt(bad.length)];
    }
}
