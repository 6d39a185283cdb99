package dev.stead.payment.provider;

import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.Period;
import dev.stead.payment.domain.provider.Provider;
import java.util.function.Consumer;

/** The built-in provider: the ledger itself is where the money is, so there is nobody to ask and every answer is yes. Thread-safe. */
public final class LedgerProvider implements Provider {
    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public boolean withinLedger() {
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
    public Outcome cancel(Instruction instruction) {
        return done(instruction.key(), instruction.amount());
    }

    @Override
    public Outcome refund(Instruction captured, String key, Money amount) {
        return done(key, amount);
    }

    /** Nothing was ever sent anywhere. */
    @Override
    public Sighting lookUp(String key) {
        return new Sighting.NotSeen();
    }

    /** Nothing moved anywhere else. */
    @Override
    public void statement(Period period, Consumer<Movement> each) {}

    private static Outcome done(String key, Money amount) {
        return new Outcome.Ok(key, amount);
    }
}
