package dev.stead.payment.testing;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.time.Environment;
import dev.stead.payment.application.PaymentUseCases;
import dev.stead.payment.application.RetryPolicy;
import dev.stead.payment.application.SettlementFeed;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.Account;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.DepositCommand;
import dev.stead.payment.domain.ledger.OpenAccountCommand;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.provider.Provider;
import dev.stead.payment.domain.settlement.RefundCommand;
import dev.stead.payment.domain.settlement.SettleCommand;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.storage.PaymentDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The use cases with a manual clock, and two accounts in euros to try them on.
 */
public record Shop(PaymentUseCases useCases, ManualClock clock) {
    public static final Owner PAYER = new Owner.Person("payer");
    public static final Owner PAYEE = new Owner.Merchant("payee");
    public static final AccountId PAYER_ACCOUNT = new AccountId("acc-payer");
    public static final AccountId PAYEE_ACCOUNT = new AccountId("acc-payee");
    public static final RetryPolicy RETRY_POLICY = new RetryPolicy(
            Duration.ofSeconds(10), Duration.ofMinutes(15), Duration.ofSeconds(1), Duration.ofSeconds(30), 8);

    private static final long SEED = 42;

    /** On a store of its own. */
    public static Shop over(TestDatabase test, Provider provider, ManualClock clock) {
        return over(new PaymentDatabase(test.database(), InstantSource.system()), provider, clock);
    }

    public static Shop over(UnitOfWork unitOfWork, Provider provider, ManualClock clock) {
        return over(unitOfWork, provider, clock, SEED);
    }

    public static Shop over(UnitOfWork unitOfWork, Provider provider, ManualClock clock, long seed) {
        return over(unitOfWork, provider, clock, seed, _ -> {});
    }

    /** One whose every change an observer receives. */
    public static Shop observed(
            UnitOfWork unitOfWork, Provider provider, ManualClock clock, Consumer<Settlement> observer) {
        return over(unitOfWork, provider, clock, SEED, observer);
    }

    private static Shop over(
            UnitOfWork unitOfWork, Provider provider, ManualClock clock, long seed, Consumer<Settlement> observer) {
        var feed = new SettlementFeed(100, observer);
        var options = new PaymentUseCases.Options(new Environment(clock, new Random(seed)), RETRY_POLICY);
        return new Shop(PaymentUseCases.over(unitOfWork, provider, feed, options), clock);
    }

    /** Opens both accounts and puts {@code cents} into the payer's. */
    public Shop open(long cents) {
        open(PAYER_ACCOUNT, PAYER);
        open(PAYEE_ACCOUNT, PAYEE);
        if (cents > 0) {
            useCases.accounts().deposit(new DepositCommand(id("deposit"), PAYER_ACCOUNT, euros(cents)));
        }
        return this;
    }

    public Account open(AccountId account, Owner owner) {
        return useCases.accounts().open(new OpenAccountCommand(id("open " + account), account, owner, "EUR"));
    }

    public Settlement settle(String request, long cents) {
        return useCases.settlements().settle(settleCommand(request, cents));
    }

    public Settlement refund(String request, SettlementId settlement, long cents) {
        return useCases.refunds().refund(new RefundCommand(id(request), settlement, euros(cents)));
    }

    /** Lets recovery run until nothing is due within the time that all of its tries take. */
    public void recover() {
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofSeconds(30));
            useCases.recovery().runOnce();
        }
    }

    public Account account(AccountId id) {
        return useCases.accounts().get(id, Optional.empty());
    }

    public static SettleCommand settleCommand(String request, long cents) {
        return new SettleCommand(id(request), PAYER, PAYEE, euros(cents), "ref " + request);
    }

    public static Money euros(long cents) {
        return new Money("EUR", cents);
    }

    /** The same id for the same name. */
    public static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
