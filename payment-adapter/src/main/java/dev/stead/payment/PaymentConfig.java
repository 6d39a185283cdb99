package dev.stead.payment;

import dev.stead.mesh.ServerConfig;
import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.security.PeopleTokens;
import dev.stead.mesh.sql.DatabaseConfig;
import dev.stead.payment.domain.Patience;
import java.time.Duration;

/**
 * How the payment adapter runs.
 *
 * @param server where it listens
 * @param database where the books are
 * @param people whose tokens it accepts
 * @param provider who moves the money
 * @param patience with that provider
 * @param recoveryPause between two looks for settlements that were left
 * @param watchers how many may watch settlements at a time
 */
public record PaymentConfig(
        ServerConfig server,
        DatabaseConfig database,
        PeopleTokens people,
        ProviderChoice provider,
        Patience patience,
        Duration recoveryPause,
        int watchers) {
    private static final int PORT = 7103;

    /** The providers there are. */
    public enum ProviderChoice {
        /** The built-in ledger. */
        LEDGER
    }

    /** Reads the settings. */
    public static PaymentConfig from(Settings settings) {
        return new PaymentConfig(
                ServerConfig.from(settings, PORT),
                DatabaseConfig.from(settings, "sqlite:data/payment.db"),
                PeopleTokens.from(settings),
                settings.choice("STEAD_PROVIDER", ProviderChoice.LEDGER, "who moves the money"),
                patience(settings),
                positive(
                        settings,
                        "STEAD_RECOVERY_PAUSE",
                        Duration.ofSeconds(1),
                        "between two looks for settlements that were left under way"),
                settings.integer("STEAD_WATCHERS", 1_000, 1, 100_000, "how many may watch settlements at a time"));
    }

    private static Patience patience(Settings settings) {
        Duration pause = positive(
                settings,
                "STEAD_RETRY_PAUSE",
                Duration.ofSeconds(1),
                "before a silent provider is asked again, at first; doubles each time");
        Duration longest = positive(
                settings,
                "STEAD_RETRY_PAUSE_LONGEST",
                Duration.ofSeconds(30),
                "before a silent provider is asked again, at most");
        if (longest.compareTo(pause) < 0) {
            throw new SettingsException("STEAD_RETRY_PAUSE is longer than STEAD_RETRY_PAUSE_LONGEST: lower the one or"
                    + " raise the other.");
        }
        return new Patience(
                positive(
                        settings,
                        "STEAD_SETTLEMENT_GRACE",
                        Duration.ofSeconds(10),
                        "how long a call has before recovery takes its settlement up"),
                positive(
                        settings,
                        "STEAD_HOLD_TIMEOUT",
                        Duration.ofMinutes(15),
                        "after this, a hold for which no provider was asked runs out"),
                pause,
                longest,
                settings.integer("STEAD_RETRIES", 100, 1, 10_000, "how often, before a person has to look"));
    }

    private static Duration positive(Settings settings, String key, Duration otherwise, String doc) {
        Duration duration = settings.duration(key, otherwise, doc);
        if (!duration.isPositive()) {
            throw new SettingsException(key + " must be more than zero, such as 1s.");
        }
        return duration;
    }
}
