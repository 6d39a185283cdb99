package dev.stead.mesh.net;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import com.netflix.concurrency.limits.limiter.AbstractLimiter;
import com.netflix.concurrency.limits.limiter.AbstractPartitionedLimiter;
import dev.stead.mesh.Problem;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Admits no more work than can be answered in time. The limit is not configured but measured: it falls when answers become slower
 * than usual, and rises while they do not (Gradient2 of Netflix' concurrency-limits, in the manner of TCP congestion control). Each
 * class of work has a guaranteed share of the limit; what a class does not use is free for all.
 *
 * <p>Unary methods are admitted by {@link AdmissionInterceptor}. For the transport a stream is one call, however many messages
 * it carries: its handler calls {@link #tryAcquire} for each message. Thread-safe.
 */
public final class Admission {
    private final AbstractLimiter<String> limiter;
    private final Map<String, String> classes;

    private Admission(AbstractLimiter<String> limiter, Map<String, String> classes) {
        this.limiter = limiter;
        this.classes = Map.copyOf(classes);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A ticket for one piece of work, or empty: then answer {@link #refusal()}. Every ticket must be returned, by any thread. */
    public Optional<Ticket> tryAcquire(String shareName) {
        return limiter.acquire(shareName).map(Ticket::new);
    }

    /** Registers gauges of the measured limit and of the work in flight. */
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("stead_admission_limit", limiter, AbstractLimiter::getLimit)
                .register(registry);
        Gauge.builder("stead_admission_inflight", limiter, AbstractLimiter::getInflight)
                .register(registry);
    }

    /** The answer to work that is not admitted. Our channels do not retry it: that would make the overload worse. */
    public static Problem refusal() {
        return Problem.of(Status.Code.RESOURCE_EXHAUSTED, "OVERLOADED", "The service is at its limit: try again later.")
                .retryAfter(Duration.ofMillis(500));
    }

    /** The share of a method, if it has one. */
    Optional<String> shareOf(MethodDescriptor<?, ?> method) {
        return Optional.ofNullable(classes.get(method.getFullMethodName()));
    }

    /** The right to one piece of work. The limit is measured by the time between acquiring and returning it. */
    public static final class Ticket {
        private final Limiter.Listener listener;

        private Ticket(Limiter.Listener listener) {
            this.listener = listener;
        }

        /** The work was done: its time counts. */
        public void done() {
            listener.onSuccess();
        }

        /** The work was too late or met a limit further on: the limit falls. */
        public void dropped() {
            listener.onDropped();
        }

        /** The work says nothing about the load, such as a refused request. */
        public void ignored() {
            listener.onIgnore();
        }
    }

    /** Collects the classes of work. */
    public static final class Builder {
        private final LimiterBuilder limiter = new LimiterBuilder();
        private final Map<String, String> classes = new HashMap<>();
        private int minimum = 20;
        private int maximum = 1_000;

        private Builder() {}

        /**
         * A class of work.
         *
         * @param fraction its guaranteed part of the limit; all fractions add up to at most 1
         * @param unaryMethods the unary methods that belong to it
         */
        public Builder share(String name, double fraction, MethodDescriptor<?, ?>... unaryMethods) {
            limiter.partition(name, fraction);
            for (MethodDescriptor<?, ?> method : unaryMethods) {
                classes.put(method.getFullMethodName(), name);
            }
            return this;
        }

        /** How far the measured limit may fall and rise. */
        public Builder between(int minimumConcurrency, int maximumConcurrency) {
            minimum = minimumConcurrency;
            maximum = maximumConcurrency;
            return this;
        }

        public Admission build() {
            var gradient = Gradient2Limit.newBuilder()
                    .initialLimit(Math.min(maximum, Math.max(minimum, 100)))
                    .minLimit(minimum)
                    .maxConcurrency(maximum)
                    .build();
            limiter.partitionResolver(share -> share);
            limiter.limit(WindowedLimit.newBuilder().build(gradient));
            return new Admission(new Shares(limiter), classes);
        }
    }

    /** Only a subclass can read the limit and the work in flight. */
    private static final class Shares extends AbstractPartitionedLimiter<String> {
        Shares(LimiterBuilder limiter) {
            super(limiter);
        }
    }

    private static final class LimiterBuilder extends AbstractPartitionedLimiter.Builder<LimiterBuilder, String> {
        @Override
        protected LimiterBuilder self() {
            return this;
        }
    }
}
