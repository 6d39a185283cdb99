package dev.stead.mesh.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.stead.mesh.Echo;
import dev.stead.mesh.Hosts;
import dev.stead.mesh.RequestIds;
import dev.stead.mesh.ServiceHost;
import io.grpc.Channel;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class TraceTest {
    private static final String HEADER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void readsAndWritesTheStandardsExample() {
        assertThat(TraceContext.parse(HEADER)).hasValueSatisfying(trace -> {
            assertThat(trace.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
            assertThat(trace.header()).isEqualTo(HEADER);
            assertThat(trace.next().header()).matches("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            })
    void countsAMalformedHeaderAsNone(String header) {
        assertThat(TraceContext.parse(header)).isEmpty();
    }

    @Test
    void putsTraceMethodAndRequestIdBesideEveryLineOfACall() {
        var log = (Logger) LoggerFactory.getLogger(TraceTest.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        try (var hosts = new Hosts()) {
            ServiceHost host = hosts.start(Hosts.echo(Hosts.PLAIN, new Echo(text -> {
                        var _ = RequestIds.parse(text);
                        log.info("working");
                        return text;
                    }))
                    .direct(Echo.SAY));
            Channel channel = hosts.open(host, Hosts.PLAIN);
            String _ = Hosts.say(channel, "01890a5d-ac96-774b-bcce-b302099a8057");
        } finally {
            log.detachAppender(lines);
        }

        Map<String, String> beside = lines.list.getFirst().getMDCPropertyMap();
        assertThat(beside.get("trace")).matches(Pattern.compile("[0-9a-f]{32}"));
        assertThat(beside).containsEntry("method", "Say");
        assertThat(beside).containsEntry("request", "01890a5d-ac96-774b-bcce-b302099a8057");
    }

    @Test
    void notesNoRequestOutsideOfACall() {
        TraceInterceptor.noteRequest("x");

        assertThat(MDC.get("request")).isNull();
    }
}
