package dev.stead.payment;

import dev.stead.mesh.ServerConfig;
import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.security.PeopleTokens;
import dev.stead.mesh.sql.DatabaseConfig;
import dev.stead.payment.application.RetryPolicy;
import dev.stead.payment.provider.StripeProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the payment adapter runs.
 *
 * @param server where it listens
 * @param database where the books are
 * @param people whose tokens it accepts
 * @param provider who moves the money
 * @param stripe how Stripe is reached
 * @param patience with that provider
 * @param recoveryPause between two looks for settlements that were left
 * @param reconcileAfter so long after midnight (UTC) the day before is compared; empty for never
 * @param watchers how many may watch settlements at a time
 */
public record PaymentConfig(
        ServerConfig server,
        DatabaseConfig database,
        PeopleTokens people,
        ProviderChoice provider,
        Stripe stripe,
        RetryPolicy patience,
        Duration recoveryPause,
        Optional<Duration> reconcileAfter,
        int watchers) {
    private static final int PORT = 7103;

    /** The providers there are. */
    public enum ProviderChoice {
        /** The built-in ledger. */
        LEDGER,
        /** Stripe. */
        STRIPE
    }

    /**
     * How Stripe is reached.
     *
     * @param keyFile has the secret key on its first line
     * @param address of its interface
     * @param webhookSecretFile has the secret of its webhooks on its first line
     * @param webhookPort where they come in; 0 for nowhere
     */
    public record Stripe(Optional<Path> keyFile, String address, Optional<Path> webhookSecretFile, int webhookPort) {}

    /** Reads the settings. */
    public static PaymentConfig from(Settings settings) {
        ProviderChoice provider = settings.choice("STEAD_PROVIDER", ProviderChoice.LEDGER, "who moves the money");
        return new PaymentConfig(
                ServerConfig.from(settings, PORT),
                DatabaseConfig.from(settings, "sqlite:data/payment.db"),
                PeopleTokens.from(settings),
                provider,
                stripe(settings, provider),
                patience(settings, provider),
                positive(
                        settings,
                        "STEAD_RECOVERY_PAUSE",
                        Duration.ofSeconds(1),
                        "between two looks for settlements that were left under way"),
                reconcileAfter(settings),
                settings.integer("STEAD_WATCHERS", 1_000, 1, 100_000, "how many may watch settlements at a time"));
    }

    private static Optional<Duration> reconcileAfter(Settings settings) {
        Duration after = settings.duration(
                "STEAD_RECONCILE_AFTER",
                Duration.ofHours(3),
                "so long after midnight (UTC) the day before is compared with the provider's statement");
        return settings.flag("STEAD_RECONCILE", true, "whether each day is compared without being asked")
                ? Optional.of(after)
                : Optional.empty();
    }

    private static Stripe stripe(Settings settings, ProviderChoice provider) {
        Optional<Path> keyFile =
                settings.file("STEAD_STRIPE_KEY_FILE", "a file with Stripe's secret key on its first line");
        if (provider == ProviderChoice.STRIPE && keyFile.isEmpty()) {
            throw new SettingsException("STEAD_PROVIDER=stripe needs STEAD_STRIPE_KEY_FILE: name the file of the key.");
        }
        Optional<Path> webhookSecretFile = settings.file(
                "STEAD_STRIPE_WEBHOOK_SECRET_FILE", "a file with the secret of Stripe's webhooks on its first line");
        int webhookPort = settings.integer(
                "STEAD_WEBHOOK_PORT", 0, 0, 65_535, "the port for a provider's webhooks, plain HTTP; 0 for none");
        if (webhookPort > 0 && (provider != ProviderChoice.STRIPE || webhookSecretFile.isEmpty())) {
            throw new SettingsException("STEAD_WEBHOOK_PORT needs STEAD_PROVIDER=stripe and"
                    + " STEAD_STRIPE_WEBHOOK_SECRET_FILE: without the secret, nobody's webhook is believed.");
        }
        return new Stripe(
                keyFile,
                settings.text("STEAD_STRIPE_ADDRESS", "https://api.stripe.com", "where Stripe's interface is"),
                webhookSecretFile,
                webhookPort);
    }

    private static RetryPolicy patience(Settings settings, ProviderChoice provider) {
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
        Duration grace = positive(
                settings,
                "STEAD_SETTLEMENT_GRACE",
                Duration.ofSeconds(10),
                "how long a call has before recovery takes its settlement up");
        if (provider == ProviderChoice.STRIPE && grace.compareTo(StripeProvider.LONGEST_CALL) <= 0) {
            throw new SettingsException("STEAD_SETTLEMENT_GRACE must be longer than "
                    + StripeProvider.LONGEST_CALL.toSeconds() + "s, which a call to Stripe may take.");
        }
        return new RetryPolicy(
                grace,
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
