package dev.stead.payment.provider;

import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.Period;
import dev.stead.payment.domain.provider.Provider;
import java.util.function.Consumer;

/** The built-in provider: the money is in the ledger itself, so every call succeeds at once. Thread-safe. */
public final class LedgerProvider implements Provider {
    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public boolean settlesWithinLedger() {
        return true;
    }

    @Override
    public Outcome authorise(Instruction instruction) {
        return done(instruction.key(), instruction.amount());
    }

    @Override
    public Outcome capture(Instruction instruction) {
        return done(instruction.key(), instruction.amount());
    }

    @Override
    public Outcome voidAuthorisation(Instruction instruction) {
        return done(instruction.key(), instruction.amount());
    }

    @Override
    public Outcome refund(Instruction captured, String key, Money amount) {
        return done(key, amount);
    }

    /** Nothing is ever sent anywhere. */
    @Override
    public LookupResult lookUp(String key) {
        return new LookupResult.NotFound();
    }

    /** Nothing moves outside of the ledger. */
    @Override
    public void statement(Period period, Consumer<Movement> each) {}

    private static Outcome done(String key, Money amount) {
        return new Outcome.Ok(key, amount);
    }
}
