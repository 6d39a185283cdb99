package dev.stead.mesh.observe;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the services' own {@code logback.xml} writes. */
class LogFormatTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "two\nlines",
                "a line\r\nand 2026-11-27T12:00:00.000Z ERROR [- - -] Forged: a line",
                "\"quoted\", \\ and }",
                "\u0000\u001b[31mred\u0007",
                "\u2028 and \u2029, \u0085",
                "a lone \ud800 surrogate",
                "\"},{\"level\":\"ERROR\"}"
            })
    void whateverAMessageHoldsItIsOneObjectInOneLine(String text) throws Exception {
        List<String> lines = written("json", log -> {
            log.info("somebody said {}", text);
            log.atInfo().addKeyValue("said", text).addKeyValue(text, "value").log("somebody said something");
            log.warn("it failed", new IllegalStateException(text, new IllegalArgumentException(text)));
        });

        assertThat(lines).hasSize(3);
        Map<String, Object> line = JSONObjectUtils.parse(lines.get(0));
        String kept = text.replace('\ud800', '?');
        assertThat(line)
                .containsEntry("level", "INFO")
                .containsEntry("loggerName", "test")
                .containsEntry("formattedMessage", "somebody said " + kept)
                .doesNotContainKeys("context", "nanoseconds", "message", "arguments");
        assertThat(JSONObjectUtils.parse(lines.get(1)).get("kvpList"))
                .isEqualTo(List.of(Map.of("said", kept), Map.of(kept, "value")));
        Map<String, Object> thrown = JSONObjectUtils.getJSONObject(JSONObjectUtils.parse(lines.get(2)), "throwable");
        assertThat(requireNonNull(thrown)).containsEntry("message", kept).containsKeys("stepArray", "cause");
    }

    @Test
    void aLineOfACallHasItsTrace() throws Exception {
        List<String> lines = written("json", log -> {
            var call = requireNonNull(log.getLoggerContext().getMDCAdapter());
            call.put(TraceInterceptor.TRACE, "4bf92f3577b34da6a3ce929d0e0e4736");
            call.put(TraceInterceptor.METHOD, "Settle");
            log.info("done");
        });

        assertThat(JSONObjectUtils.parse(lines.getFirst()).get("mdc"))
                .isEqualTo(Map.of("trace", "4bf92f3577b34da6a3ce929d0e0e4736", "method", "Settle"));
    }

    @Test
    void textIsTheDefault() {
        List<String> lines = written("", log -> {
            log.info("done");
            log.atInfo()
                    .addKeyValue("leaf", 7)
                    .addKeyValue("caller", "operator/anna")
                    .log("site.put");
        });

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).endsWith("Z INFO  [- - -] test: done");
        assertThat(lines.get(1)).endsWith("[- - -] test: site.put leaf=7 caller=operator/anna");
    }

    @Test
    void aMessageOfTextStaysInItsLineToo() {
        assertThat(written("text", log -> log.info("{}", "two\r\nlines\nor\u2028four")))
                .singleElement()
                .asString()
                .endsWith("test: two lines or four");
    }

    private static List<String> written(String format, Consumer<Logger> work) {
        var printed = new ByteArrayOutputStream();
        PrintStream err = System.err;
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            var context = new LoggerContext();
            context.setMDCAdapter(new LogbackMDCAdapter());
            context.putProperty("STEAD_LOG_FORMAT", format);
            var reader = new JoranConfigurator();
            reader.setContext(context);
            reader.doConfigure(requireNonNull(Logs.class.getResource("/logback.xml")));
            work.accept(context.getLogger("test"));
            context.stop();
        } catch (ch.qos.logback.core.joran.spi.JoranException e) {
            throw new AssertionError(e);
        } finally {
            System.setErr(err);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
