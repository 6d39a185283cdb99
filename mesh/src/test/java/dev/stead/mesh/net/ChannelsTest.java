package dev.stead.mesh.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.Echo;
import dev.stead.mesh.Hosts;
import dev.stead.mesh.Problem;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.observe.TraceContext;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a channel does by itself. */
class ChannelsTest {
    private final Hosts hosts = new Hosts();
    private final AtomicInteger attempts = new AtomicInteger();

    @AfterEach
    void stop() {
        hosts.close();
    }

    @Test
    void triesThreeTimesWhenTheServerIsUnavailable() {
        Channel channel = channel(failing(Status.Code.UNAVAILABLE, 2), CallPolicy.retried(Duration.ofSeconds(8)));

        assertThat(Hosts.say(channel, "hello")).isEqualTo("hello");
        assertThat(attempts).hasValue(3);
    }

    @Test
    void givesUpAfterThreeTries() {
        Channel channel = channel(failing(Status.Code.UNAVAILABLE, 9), CallPolicy.retried(Duration.ofSeconds(8)));

        Hosts.assertProblem(() -> Hosts.say(channel, "hello"), Status.Code.UNAVAILABLE, "TEST");
        assertThat(attempts).hasValue(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OK", "UNAVAILABLE"})
    void triesNothingElseAgain(Status.Code code) {
        Channel channel = channel(failing(code, 9), CallPolicy.retried(Duration.ofSeconds(8)));

        Hosts.assertProblem(() -> Hosts.say(channel, "hello"), code, "TEST");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void triesNothingAgainWithoutAPolicy() {
        Channel channel = channel(
                failing(Status.Code.UNAVAILABLE, 9), new CallPolicy(Duration.ofSeconds(8), CallPolicy.Repeat.NEVER));

        Hosts.assertProblem(() -> Hosts.say(channel, "hello"), Status.Code.UNAVAILABLE, "TEST");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void asksTwiceBesideEachOtherWhereHedgingIsAskedFor() {
        var never = new CountDownLatch(1);
        ServiceHost host = hosts.start(Hosts.echo(Hosts.PLAIN, new Echo(text -> {
            if (attempts.incrementAndGet() == 1) {
                try {
                    boolean _ = never.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return text;
        })));
        Channel channel = hosts.open(Hosts.config(host, Hosts.PLAIN)
                .with(new CallPolicy(Duration.ofSeconds(5), CallPolicy.Repeat.HEDGE), Echo.SAY));

        assertThat(Hosts.say(channel, "hello")).isEqualTo("hello");
        assertThat(attempts).hasValue(2);
        never.countDown();
    }

    @Test
    void boundsEveryUnaryCallByThePolicyOrTheChannelsDeadline() {
        var seconds = new AtomicReference<Long>();
        ServiceHost host = hosts.start(Hosts.echo(Hosts.PLAIN, new Echo(text -> {
            var deadline = Context.current().getDeadline();
            seconds.set(deadline == null ? -1L : deadline.timeRemaining(TimeUnit.SECONDS));
            return text;
        })));
        ChannelConfig config = Hosts.config(host, Hosts.PLAIN);

        String _ = Hosts.say(hosts.open(config), "hello");
        assertThat(seconds.get()).isBetween(5L, 10L);
        String _ = Hosts.say(hosts.open(config.with(CallPolicy.retried(Duration.ofSeconds(20)), Echo.SAY)), "hello");
        assertThat(seconds.get()).isBetween(15L, 20L);
        String _ = Hosts.say(hosts.open(config), CallOptions.DEFAULT.withDeadlineAfter(4, TimeUnit.SECONDS), "hello");
        assertThat(seconds.get()).isBetween(2L, 4L);
    }

    @Test
    void passesTheTraceOnAndBeginsOneWhereThereIsNone() {
        var seen = new AtomicReference<TraceContext>();
        ServiceHost host = hosts.start(Hosts.echo(Hosts.PLAIN, new Echo(text -> {
            seen.set(TraceContext.KEY.get());
            return text;
        })));
        Channel channel = hosts.open(host, Hosts.PLAIN);

        String _ = Hosts.say(channel, "hello");
        assertThat(seen.get().traceId()).hasSize(32);

        TraceContext mine = TraceContext.begin();
        Context.current().withValue(TraceContext.KEY, mine).run(() -> {
            String _ = Hosts.say(channel, "hello");
        });
        assertThat(seen.get().traceId()).isEqualTo(mine.traceId());
        assertThat(seen.get().spanId()).isNotEqualTo(mine.spanId());
    }

    @Test
    void saysWhenNobodyListens() {
        Channel channel = hosts.open(
                new ChannelConfig("localhost:1", Hosts.PLAIN, "service/task", Duration.ofSeconds(5), 65_536, Map.of()));

        Hosts.assertStatus(() -> Hosts.say(channel, "hello"), Status.Code.UNAVAILABLE, "");
    }

    @Test
    void theServiceConfigIsTheOneOfTheGuarantees() {
        ChannelConfig config = ChannelConfig.of("localhost:1", Hosts.PLAIN, "service/payment")
                .with(CallPolicy.retried(Duration.ofSeconds(8)), Echo.SAY);

        assertThat(config.deadline()).isEqualTo(Duration.ofMillis(500));
        assertThat(Channels.serviceConfig(config))
                .isEqualTo(Map.of(
                        "methodConfig",
                        List.of(Map.of(
                                "name",
                                List.of(Map.of("service", "stead.test.Echo", "method", "Say")),
                                "timeout",
                                "8.000000000s",
                                "retryPolicy",
                                Map.of(
                                        "maxAttempts",
                                        3.0,
                                        "initialBackoff",
                                        "0.1s",
                                        "maxBackoff",
                                        "1s",
                                        "backoffMultiplier",
                                        3.0,
                                        "retryableStatusCodes",
                                        List.of("UNAVAILABLE")))),
                        "retryThrottling",
                        Map.of("maxTokens", 10.0, "tokenRatio", 0.1)));
    }

    /** In Persian %d is written in Persian digits, and gRPC then refuses to open any channel. */
    @Test
    void theServiceConfigIsTheSameInEveryLanguage() {
        ChannelConfig config = ChannelConfig.of("localhost:1", Hosts.PLAIN, "service/payment")
                .with(CallPolicy.retried(Duration.ofSeconds(8)), Echo.SAY);
        Map<String, ?> expected = Channels.serviceConfig(config);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.of("fa", "IR"));
            assertThat(Channels.serviceConfig(config)).isEqualTo(expected);
            assertThat(String.valueOf(expected)).contains("8.000000000s");
        } finally {
            Locale.setDefault(before);
        }
    }

    /** grpc-java has no getters: its builder's own fields tell whether each setting arrived. */
    @Test
    void everySettingReachesTheTransport() throws Exception {
        var builder = Channels.settings(ChannelConfig.of("localhost:1", Hosts.PLAIN, "service/task"));

        Map<String, Object> expected = Map.of(
                "maxInboundMessageSize",
                1_048_576,
                "maxHeaderListSize",
                8_192,
                "flowControlWindow",
                262_144,
                "autoFlowControl",
                false,
                "keepAliveTimeNanos",
                30_000_000_000L,
                "keepAliveTimeoutNanos",
                20_000_000_000L,
                "keepAliveWithoutCalls",
                false);
        for (var entry : expected.entrySet()) {
            var field = builder.getClass().getDeclaredField(entry.getKey());
            field.setAccessible(true);
            assertThat(field.get(builder)).as(entry.getKey()).isEqualTo(entry.getValue());
        }
    }

    private Echo failing(Status.Code code, int times) {
        return new Echo(text -> {
            if (attempts.incrementAndGet() <= times) {
                throw Problem.of(code, "TEST", "As the test wants it.").asException();
            }
            return text;
        });
    }

    private Channel channel(Echo echo, CallPolicy policy) {
        ServiceHost host = hosts.start(Hosts.echo(Hosts.PLAIN, echo));
        return hosts.open(Hosts.config(host, Hosts.PLAIN).with(policy, Echo.SAY));
    }
}
