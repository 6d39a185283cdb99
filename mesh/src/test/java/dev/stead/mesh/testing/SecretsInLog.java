package dev.stead.mesh.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails a test if any logger writes a secret meanwhile, at whatever level: a JWS, one of the words given (ids and names of people), or a
 * number of an embedding. Meanwhile nothing goes to the console. To be kept in a field with {@code @RegisterExtension}.
 */
public final class SecretsInLog implements BeforeEachCallback, AfterEachCallback {
    private static final String JWS = "eyJ[A-Za-z0-9_-]{4,}";
    private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d+(E-?\\d+)?");

    private final Pattern secret;
    private final Set<String> numbers = new HashSet<>();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Map<Logger, Level> levels = new HashMap<>();
    private final List<Appender<ILoggingEvent>> consoles = new ArrayList<>();
    private final Lines appender = new Lines();
    private final JdkLines handler = new JdkLines();

    private SecretsInLog(Pattern secret) {
        this.secret = secret;
    }

    /** @param words found where no letter, digit, underscore or hyphen is beside them: a random UUID is no secret */
    public static SecretsInLog ofWords(String... words) {
        StringBuilder pattern = new StringBuilder(JWS);
        for (String word : words) {
            pattern.append("|(?<![\\w-])").append(Pattern.quote(word)).append("(?![\\w-])");
        }
        return new SecretsInLog(Pattern.compile(pattern.toString()));
    }

    /** Adds the numbers of an embedding, as Java writes them. */
    public void addEmbedding(float[] values) {
        for (float value : values) {
            numbers.add(Float.toString(value));
            numbers.add(Double.toString(value));
        }
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        var loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        for (Logger logger : loggers.getLoggerList()) {
            if (logger.getLevel() != null) {
                levels.put(logger, logger.getLevel());
                logger.setLevel(Level.TRACE);
            }
        }
        root.iteratorForAppenders().forEachRemaining(consoles::add);
        consoles.forEach(root::detachAppender);
        appender.setContext(loggers);
        appender.start();
        root.addAppender(appender);
        LogManager.getLogManager().getLogger("").addHandler(handler);
        LoggerFactory.getLogger(SecretsInLog.class).trace("from now on every line is read");
    }

    @Override
    public void afterEach(ExtensionContext test) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        LogManager.getLogManager().getLogger("").removeHandler(handler);
        root.detachAppender(appender);
        consoles.forEach(root::addAppender);
        levels.forEach(Logger::setLevel);
        assertThat(lines)
                .as("lines of the log")
                .isNotEmpty()
                .filteredOn(this::hasSecret)
                .isEmpty();
    }

    private boolean hasSecret(String line) {
        return secret.matcher(line).find()
                || NUMBER.matcher(line).results().map(MatchResult::group).anyMatch(numbers::contains);
    }

    private final class Lines extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            IThrowableProxy thrown = event.getThrowableProxy();
            lines.add(event.getLoggerName() + ": " + event.getFormattedMessage() + " " + event.getMDCPropertyMap()
                    + (thrown == null ? "" : "\n" + ThrowableProxyUtil.asString(thrown)));
        }
    }

    private final class JdkLines extends Handler {
        private final SimpleFormatter format = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            lines.add(format.format(line));
        }

        @Override
        public void flush() {
            // Each line is kept at once.
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }
}
