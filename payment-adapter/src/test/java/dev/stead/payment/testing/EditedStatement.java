package dev.stead.payment.testing;

import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.Period;
import dev.stead.payment.domain.provider.Provider;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A provider that moves money well, but whose statement says of some keys what a test wants it to say. Not thread-safe. */
public final class EditedStatement implements Provider {
    private final ScriptedProvider provider;
    private final Map<String, List<Movement>> edits = new HashMap<>();
    private boolean silent;

    public EditedStatement(InstantSource clock) {
        this.provider = new ScriptedProvider(clock);
    }

    /** The provider itself, for its script. */
    public ScriptedProvider provider() {
        return provider;
    }

    /** Of this key, the statement says this instead. */
    public void edit(String key, Movement... instead) {
        edits.put(key, List.of(instead));
    }

    /** Whether the statement cannot be had. */
    public void silent(boolean now) {
        silent = now;
    }

    @Override
    public void statement(Period period, Consumer<Movement> each) {
        if (silent) {
            throw new IllegalStateException("no statement, on purpose");
        }
        Set<String> edited = new HashSet<>(edits.keySet());
        provider.statement(period, movement -> {
            if (!edited.contains(movement.key())) {
                each.accept(movement);
            }
        });
        edits.values().stream()
                .flatMap(List::stream)
                .filter(movement -> period.contains(movement.time()))
                .forEach(each);
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public boolean settlesWithinLedger() {
        return false;
    }

    @Override
    public Outcome authorise(Instruction instruction) {
        return provider.authorise(instruction);
    }

    @Override
    public Outcome capture(Instruction instruction) {
        return provider.capture(instruction);
    }

    @Override
    public Outcome voidAuthorisation(Instruction instruction) {
        return provider.voidAuthorisation(instruction);
    }

    @Override
    public Outcome refund(Instruction captured, String key, Money amount) {
        return provider.refund(captured, key, amount);
    }

    @Override
    public LookupResult lookUp(String key) {
        return provider.lookUp(key);
    }
}
