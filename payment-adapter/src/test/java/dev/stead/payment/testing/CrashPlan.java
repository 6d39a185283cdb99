package dev.stead.payment.testing;

import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.Period;
import dev.stead.payment.domain.provider.Provider;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Ends the process at the n-th of its points: before, in and after each transaction, and before and after each call to the provider. Counts
 * on without end after that, as the next process would.
 */
public final class CrashPlan {
    private final int at;
    private int passed;

    /** Crashes at the point of this number, from 1. */
    public CrashPlan(int at) {
        this.at = at;
    }

    /** How many points were passed. */
    public int passed() {
        return passed;
    }

    private void pass(String point) {
        passed++;
        if (passed == at) {
            throw new Crash(point);
        }
    }

    public UnitOfWork around(UnitOfWork unitOfWork) {
        return new UnitOfWork() {
            @Override
            public <T> T read(Function<Repositories, T> work) {
                return unitOfWork.read(work);
            }

            @Override
            public <T> T write(Function<Repositories, T> work) {
                pass("before a transaction");
                T result = unitOfWork.write(repositories -> {
                    T done = work.apply(repositories);
                    pass("before a commit");
                    return done;
                });
                pass("after a commit");
                return result;
            }
        };
    }

    public Provider around(Provider provider) {
        return new CrashingProvider(provider);
    }

    private final class CrashingProvider implements Provider {
        private final Provider provider;

        CrashingProvider(Provider provider) {
            this.provider = provider;
        }

        @Override
        public String name() {
            return provider.name();
        }

        @Override
        public boolean settlesWithinLedger() {
            return provider.settlesWithinLedger();
        }

        @Override
        public Outcome authorise(Instruction instruction) {
            return call(() -> provider.authorise(instruction));
        }

        @Override
        public Outcome capture(Instruction instruction) {
            return call(() -> provider.capture(instruction));
        }

        @Override
        public Outcome voidAuthorisation(Instruction instruction) {
            return call(() -> provider.voidAuthorisation(instruction));
        }

        @Override
        public Outcome refund(Instruction captured, String key, Money amount) {
            return call(() -> provider.refund(captured, key, amount));
        }

        @Override
        public LookupResult lookUp(String key) {
            return call(() -> provider.lookUp(key));
        }

        @Override
        public void statement(Period period, Consumer<Movement> each) {
            provider.statement(period, each);
        }

        private <T> T call(Supplier<T> call) {
            pass("before a call");
            T answer = call.get();
            pass("after a call");
            return answer;
        }
    }
}
