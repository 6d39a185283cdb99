package dev.stead.payment.testing;

import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.Period;
import dev.stead.payment.domain.provider.Provider;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A provider outside of the ledger that behaves as its script says, call by call, and well when the script has run out. It does a key's
 * work once, like a real one, and keeps a journal of its own: what really moved, whatever it answered. Thread-safe.
 */
public final class ScriptedProvider implements Provider {
    /** How a call goes. */
    public enum Behaviour {
        /** Done, and said so. */
        WELL,
        /** Refused, definitely. */
        DECLINED,
        /** Done, but the answer never arrives. */
        ANSWER_LOST,
        /** Done, but the answer is an error. */
        ERROR_BUT_DONE,
        /** Neither done nor answered. */
        NOT_DONE,
        /** Not answered, and done only when {@link ScriptedProvider#deliverLate} is called. */
        LATE,
        /** The request arrives twice. */
        TWICE,
        /** Done after {@link ScriptedProvider#whileSlow} has run. */
        SLOW,
        /** Done with another amount. */
        WRONG_AMOUNT,
        /** Said to be refused, but done. */
        DECLINED_BUT_DONE
    }

    /** What a provider did. */
    public enum Effect {
        AUTHORISED,
        CAPTURED,
        CANCELLED,
        REFUNDED
    }

    /** A line of the provider's own journal. */
    public record Line(String key, Effect effect, Money amount, Instant time) {}

    private final Deque<Behaviour> script = new ArrayDeque<>();
    private final Deque<Behaviour> lookUps = new ArrayDeque<>();
    private final Deque<LookupResult> found = new ArrayDeque<>();
    private final List<Line> journal = new ArrayList<>();
    private final List<Runnable> late = new ArrayList<>();
    private final Map<String, Effect> states = new HashMap<>();
    private final Map<String, Money> amounts = new HashMap<>();
    private final Map<String, Outcome> answers = new HashMap<>();
    private final Set<String> lies = new HashSet<>();
    private final InstantSource clock;
    private Supplier<Behaviour> otherwise = () -> Behaviour.WELL;
    private Supplier<Behaviour> lookUpsOtherwise = () -> Behaviour.WELL;
    private Runnable whileSlow = () -> {};
    private int calls;
    private int misdeeds;

    /** One whose journal knows no time. */
    public ScriptedProvider() {
        this(() -> Instant.EPOCH);
    }

    /** One with a clock of its own. */
    public ScriptedProvider(InstantSource clock) {
        this.clock = clock;
    }

    /** When the script has run out, calls that move something, and look-ups, go like this. */
    public synchronized ScriptedProvider otherwise(Supplier<Behaviour> behaviour, Supplier<Behaviour> itsLookUps) {
        otherwise = behaviour;
        lookUpsOtherwise = itsLookUps;
        return this;
    }

    /** How many calls and look-ups did not go well. */
    public synchronized int misdeeds() {
        return misdeeds;
    }

    /** The next calls that move something go like this, in turn. */
    public synchronized ScriptedProvider then(Behaviour... behaviours) {
        script.addAll(List.of(behaviours));
        return this;
    }

    /** The next look-ups go like this: NOT_DONE means unanswered, ERROR_BUT_DONE that the adapter throws. */
    public synchronized ScriptedProvider thenLookUps(Behaviour... behaviours) {
        lookUps.addAll(List.of(behaviours));
        return this;
    }

    /** The next look-ups find this, whatever was done. */
    public synchronized ScriptedProvider thenFound(LookupResult... results) {
        found.addAll(List.of(results));
        return this;
    }

    /** Behaves well from now on. */
    public synchronized void forgetScript() {
        script.clear();
        lookUps.clear();
        found.clear();
        otherwise(() -> Behaviour.WELL, () -> Behaviour.WELL);
    }

    /** Runs in the middle of each slow call. */
    public synchronized ScriptedProvider whileSlow(Runnable work) {
        whileSlow = work;
        return this;
    }

    /** What really moved, oldest first. */
    public synchronized List<Line> journal() {
        return List.copyOf(journal);
    }

    /** True if it declined what it had done: nobody can know. */
    public synchronized boolean liedAbout(String key) {
        return lies.contains(key);
    }

    /** How often something with this effect moved. */
    public synchronized long count(Effect effect) {
        return journal.stream().filter(line -> line.effect == effect).count();
    }

    /** How many calls and look-ups arrived. */
    public synchronized int calls() {
        return calls;
    }

    /** Does now what was late. */
    public synchronized void deliverLate() {
        late.forEach(Runnable::run);
        late.clear();
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public boolean settlesWithinLedger() {
        return false;
    }

    @Override
    public Outcome authorise(Instruction instruction) {
        return call(instruction.key(), Effect.AUTHORISED, instruction.amount());
    }

    @Override
    public Outcome capture(Instruction instruction) {
        return call(instruction.key(), Effect.CAPTURED, instruction.amount());
    }

    @Override
    public Outcome voidAuthorisation(Instruction instruction) {
        return call(instruction.key(), Effect.CANCELLED, instruction.amount());
    }

    @Override
    public Outcome refund(Instruction captured, String key, Money amount) {
        return call(key, Effect.REFUNDED, amount);
    }

    @Override
    public synchronized LookupResult lookUp(String key) {
        calls++;
        LookupResult scripted = found.poll();
        if (scripted != null) {
            return scripted;
        }
        Behaviour behaviour = next(lookUps, lookUpsOtherwise);
        if (behaviour == Behaviour.ERROR_BUT_DONE) {
            throw new IllegalStateException("503 instead of what was found");
        }
        if (behaviour == Behaviour.NOT_DONE) {
            return new LookupResult.Unknown();
        }
        Money amount = amounts.get(key);
        if (answers.get(key + Effect.AUTHORISED) instanceof Outcome.Declined(DeclineReason reason)) {
            return new LookupResult.Declined(reason);
        }
        if (amount == null) {
            return new LookupResult.NotFound();
        }
        return switch (Optional.ofNullable(states.get(key)).orElseThrow()) {
            case AUTHORISED -> new LookupResult.Authorised("ref-" + key, amount);
            case CAPTURED, REFUNDED -> new LookupResult.Completed("ref-" + key, amount);
            case CANCELLED -> new LookupResult.Voided();
        };
    }

    private Outcome call(String key, Effect effect, Money amount) {
        Behaviour behaviour;
        synchronized (this) {
            calls++;
            behaviour = next(script, otherwise);
        }
        return switch (behaviour) {
            case WELL -> once(key, effect, amount);
            case DECLINED -> declined(key, effect);
            case ANSWER_LOST -> unanswered(once(key, effect, amount));
            case ERROR_BUT_DONE ->
                throw new IllegalStateException(
                        "503 after " + once(key, effect, amount).getClass());
            case NOT_DONE -> new Outcome.Unknown();
            case LATE -> later(key, effect, amount);
            case TWICE -> {
                once(key, effect, amount);
                yield once(key, effect, amount);
            }
            case SLOW -> {
                whileSlow.run();
                yield once(key, effect, amount);
            }
            case WRONG_AMOUNT -> once(key, effect, amount.minus(new Money(amount.currencyCode(), 1)));
            case DECLINED_BUT_DONE -> {
                once(key, effect, amount);
                yield lie(key);
            }
        };
    }

    private synchronized Outcome once(String key, Effect effect, Money amount) {
        Outcome before = answers.get(key + effect);
        if (before != null) {
            return before;
        }
        if (effect == Effect.CANCELLED && states.get(key) == Effect.CAPTURED) {
            return new Outcome.Declined(DeclineReason.PROVIDER_REFUSED);
        }
        journal.add(new Line(key, effect, amount, clock.instant()));
        states.put(key, effect);
        amounts.put(key, amount);
        Outcome answer = new Outcome.Ok("ref-" + key, amount);
        answers.put(key + effect, answer);
        return answer;
    }

    private synchronized Outcome lie(String key) {
        lies.add(key);
        return new Outcome.Declined(DeclineReason.PROVIDER_REFUSED);
    }

    private synchronized Outcome declined(String key, Effect effect) {
        return answers.computeIfAbsent(key + effect, _ -> new Outcome.Declined(DeclineReason.PROVIDER_REFUSED));
    }

    private synchronized Outcome later(String key, Effect effect, Money amount) {
        late.add(() -> once(key, effect, amount));
        return new Outcome.Unknown();
    }

    private static Outcome unanswered(Outcome done) {
        return done instanceof Outcome.Declined ? done : new Outcome.Unknown();
    }

    private Behaviour next(Deque<Behaviour> behaviours, Supplier<Behaviour> whenEmpty) {
        Behaviour next = Optional.ofNullable(behaviours.poll()).orElseGet(whenEmpty);
        if (next != Behaviour.WELL) {
            misdeeds++;
        }
        return next;
    }

    @Override
    public synchronized void statement(Period period, Consumer<Movement> each) {
        for (Line line : journal) {
            if (period.contains(line.time) && (line.effect == Effect.CAPTURED || line.effect == Effect.REFUNDED)) {
                each.accept(
                        new Movement(line.key, Movement.Effect.valueOf(line.effect.name()), line.amount, line.time));
            }
        }
    }
}
