package dev.stead.mesh.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TransportLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(TransportLog.class);
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final AtomicLong nanos = new AtomicLong();
    private final TransportLog log = new TransportLog(nanos::get);

    @BeforeEach
    void listen() {
        written.start();
        logger.addAppender(written);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(written);
    }

    private void badFrame(String message) {
        var event = new LogRecord(Level.WARNING, "Stream Error");
        event.setThrown(new IOException(message));
        log.publish(event);
    }

    private List<String> lines() {
        return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aFloodOfBadFramesIsOneLineASecond() {
        for (int i = 0; i < 20_000; i++) {
            badFrame("window overflow");
        }
        nanos.addAndGet(1_000_000_000);
        badFrame("window overflow");

        assertThat(lines())
                .containsExactly(
                        "A connection failed: IOException, window overflow (0 more since the last such line)",
                        "A connection failed: IOException, window overflow (19999 more since the last such line)");
        assertThat(written.list).allMatch(event -> event.getThrowableProxy() == null);
    }

    @Test
    void whatAPeerSentCannotMakeALineLongOrAddOne() {
        badFrame("GET / HTTP/1.1\nforged line\u001b[2J" + "x".repeat(10_000));

        assertThat(lines()).singleElement().satisfies(line -> {
            assertThat(line).doesNotContain("\n", "\u001b");
            assertThat(line.length()).isLessThan(220);
        });
    }

    @Test
    void whatIsNotWorthALineIsNotWritten() {
        log.publish(new LogRecord(Level.FINE, "detail"));

        assertThat(lines()).isEmpty();
    }
}
