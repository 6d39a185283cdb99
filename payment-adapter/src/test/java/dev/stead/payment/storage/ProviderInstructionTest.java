package dev.stead.payment.storage;

import static dev.stead.payment.testing.Shop.PAYER_ACCOUNT;
import static dev.stead.payment.testing.Shop.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.Period;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.LinkFundingSourceCommand;
import dev.stead.payment.domain.provider.Provider;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.ScriptedProvider;
import dev.stead.payment.testing.ScriptedProvider.Behaviour;
import dev.stead.payment.testing.Shop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a provider is told with each call, and when it is told nothing. */
class ProviderInstructionTest {
    private final ManualClock clock = new ManualClock();
    private final ScriptedProvider scripted = new ScriptedProvider(clock);
    private final List<String> told = new ArrayList<>();

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    private Shop shop(TestDatabase test) {
        Shop shop = Shop.over(new PaymentDatabase(test.database(), InstantSource.system()), new Told(), clock)
                .open(1_000);
        link(shop, "link old", "tok_old");
        link(shop, "link", "tok_1");
        return shop;
    }

    private static void link(Shop shop, String request, String source) {
        shop.useCases().accounts().link(new LinkFundingSourceCommand(id(request), PAYER_ACCOUNT, "scripted", source));
    }

    private List<String> told(Settlement settlement) {
        return told.stream()
                .map(line -> line.replace(settlement.id().value(), "ID"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyCallCarriesTheSourceAndOnceItIsKnownTheProvidersReference(TestDatabase test) {
        Shop shop = shop(test);
        Settlement settlement = shop.settle("pay", 300);
        shop.refund("back", settlement.id(), 20);

        assertThat(told(settlement))
                .containsExactly(
                        "authorise ID-1 3.00 EUR from tok_1 known as nothing",
                        "capture ID-1 3.00 EUR from tok_1 known as ref-ID-1",
                        "refund 0.20 EUR as refund-" + id("back") + " of ID-1 3.00 EUR from tok_1 known as ref-ID-1");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theReferenceIsKnownAfterARestartToo(TestDatabase test) {
        Shop shop = shop(test);
        scripted.then(Behaviour.WELL, Behaviour.DECLINED, Behaviour.NOT_DONE);
        Settlement voiding = shop.settle("pay", 300);
        link(shop, "link new", "tok_new");
        told.clear();
        clock.advance(Duration.ofSeconds(30));
        Shop restarted = Shop.over(new PaymentDatabase(test.reopen(), InstantSource.system()), new Told(), clock, 43);
        assertThat(restarted.useCases().recovery().runOnce()).isEqualTo(1);

        assertThat(told(voiding))
                .as("the source is the one of the first call: a provider refuses a key with another")
                .containsExactly("void ID-1 3.00 EUR from tok_1 known as ref-ID-1");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRepeatedLinkDoesNotBringAnEarlierSourceBack(TestDatabase test) {
        Shop shop = shop(test);
        link(shop, "link old", "tok_old");

        shop.settle("pay", 300);

        assertThat(told).isNotEmpty().allMatch(line -> line.contains("from tok_1"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void nothingIsLinkedToTheAccountOfTheWorld(TestDatabase test) {
        Shop shop = shop(test);
        assertThatExceptionOfType(PaymentException.class)
                .isThrownBy(() -> shop.useCases()
                        .accounts()
                        .link(new LinkFundingSourceCommand(id("w"), AccountId.world("EUR"), "scripted", "tok")))
                .returns(PaymentError.ACCOUNT_NOT_FOUND, PaymentException::error);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoseLeaseIsOverWhenTheCallIsDueDoesNotMakeIt(TestDatabase test) {
        shop(test);
        var store = new PaymentDatabase(test.database(), InstantSource.system());
        var slow = new UnitOfWork() {
            @Override
            public <T> T read(Function<Repositories, T> work) {
                return store.read(work);
            }

            @Override
            public <T> T write(Function<Repositories, T> work) {
                T written = store.write(work);
                clock.advance(Shop.RETRY_POLICY.lease());
                return written;
            }
        };
        Settlement settlement = Shop.over(slow, new Told(), clock, 43).settle("pay", 300);

        assertThat(told).as("recovery may have it by now").isEmpty();
        assertThat(settlement.state()).isEqualTo(SettlementState.SUBMITTED);
    }

    private final class Told implements Provider {
        private void tell(String call, Instruction instruction) {
            told.add(call + " " + instruction.key() + " " + instruction.amount() + " from "
                    + instruction.source().orElse("nothing") + " known as "
                    + instruction.reference().orElse("nothing"));
        }

        @Override
        public Outcome authorise(Instruction instruction) {
            tell("authorise", instruction);
            return scripted.authorise(instruction);
        }

        @Override
        public Outcome capture(Instruction instruction) {
            tell("capture", instruction);
            return scripted.capture(instruction);
        }

        @Override
        public Outcome voidAuthorisation(Instruction instruction) {
            tell("void", instruction);
            return scripted.voidAuthorisation(instruction);
        }

        @Override
        public Outcome refund(Instruction captured, String key, Money amount) {
            tell("refund " + amount + " as " + key + " of", captured);
            return scripted.refund(captured, key, amount);
        }

        @Override
        public String name() {
            return scripted.name();
        }

        @Override
        public boolean settlesWithinLedger() {
            return false;
        }

        @Override
        public LookupResult lookUp(String key) {
            return scripted.lookUp(key);
        }

        @Override
        public void statement(Period period, Consumer<Movement> each) {
            scripted.statement(period, each);
        }
    }
}
