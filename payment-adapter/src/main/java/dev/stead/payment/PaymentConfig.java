package dev.stead.payment;

import dev.stead.mesh.ServerConfig;
import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.audit.AuditConfig;
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
 * @param retryPolicy of calls to the provider
 * @param recoveryInterval between two searches for interrupted settlements
 * @param reconcileAfter how long after midnight (UTC) the day before is compared; empty for never
 * @param watchers at a time, at most
 */
public record PaymentConfig(
        ServerConfig server,
        DatabaseConfig database,
        PeopleTokens people,
        ProviderChoice provider,
        Stripe stripe,
        RetryPolicy retryPolicy,
        Duration recoveryInterval,
        Optional<Duration> reconcileAfter,
        AuditConfig audit,
        int watchers) {
    private static final int PORT = 7103;

    /** The providers to choose from. */
    public enum ProviderChoice {
        /** The built-in ledger. */
        LEDGER,
        /** Stripe. */
        STRIPE
    }

    /**
     * How Stripe is called.
     *
     * @param keyFile has the secret key on its first line
     * @param address of its API
     * @param webhookSecretFile has the secret of its webhooks on its first line
     * @param webhookPort 0 for no webhooks
     */
    public record Stripe(Optional<Path> keyFile, String address, Optional<Path> webhookSecretFile, int webhookPort) {}

    /** @throws SettingsException if a setting is wrong or missing */
    public static PaymentConfig from(Settings settings) {
        ProviderChoice provider = settings.choice("STEAD_PROVIDER", ProviderChoice.LEDGER, "who moves the money");
        return new PaymentConfig(
                ServerConfig.from(settings, PORT),
                DatabaseConfig.from(settings, "sqlite:data/payment.db"),
                PeopleTokens.from(settings),
                provider,
                stripe(settings, provider),
                retryPolicy(settings, provider),
                positive(
                        settings,
                        "STEAD_RECOVERY_PAUSE",
                        Duration.ofSeconds(1),
                        "between two searches for interrupted settlements"),
                reconcileAfter(settings),
                AuditConfig.from(settings, "payment"),
                settings.integer("STEAD_WATCHERS", 1_000, 1, 100_000, "how many may watch settlements at a time"));
    }

    private static Optional<Duration> reconcileAfter(Settings settings) {
        Duration after = settings.duration(
                "STEAD_RECONCILE_AFTER",
                Duration.ofHours(3),
                "how long after midnight (UTC) the day before is compared with the provider's statement");
        return settings.flag("STEAD_RECONCILE", true, "whether each day is compared by schedule")
                ? Optional.of(after)
                : Optional.empty();
    }

    private static Stripe stripe(Settings settings, ProviderChoice provider) {
        Optional<Path> keyFile =
                settings.file("STEAD_STRIPE_KEY_FILE", "a file with Stripe's secret key on its first line");
        if (provider == ProviderChoice.STRIPE && keyFile.isEmpty()) {
            throw new SettingsException(
                    "STEAD_PROVIDER=stripe needs STEAD_STRIPE_KEY_FILE: give the file with the key.");
        }
        Optional<Path> webhookSecretFile = settings.file(
                "STEAD_STRIPE_WEBHOOK_SECRET_FILE", "a file with the secret of Stripe's webhooks on its first line");
        int webhookPort = settings.integer(
                "STEAD_WEBHOOK_PORT", 0, 0, 65_535, "the port for a provider's webhooks, plain HTTP; 0 for none");
        if (webhookPort > 0 && (provider != ProviderChoice.STRIPE || webhookSecretFile.isEmpty())) {
            throw new SettingsException("STEAD_WEBHOOK_PORT needs STEAD_PROVIDER=stripe and"
                    + " STEAD_STRIPE_WEBHOOK_SECRET_FILE: without the secret, webhooks cannot be verified.");
        }
        return new Stripe(
                keyFile,
                settings.text("STEAD_STRIPE_ADDRESS", "https://api.stripe.com", "the address of Stripe's API"),
                webhookSecretFile,
                webhookPort);
    }

    private static RetryPolicy retryPolicy(Settings settings, ProviderChoice provider) {
        Duration initialDelay = positive(
                settings,
                "STEAD_RETRY_PAUSE",
                Duration.ofSeconds(1),
                "before the first retry of a call that the provider has not answered; doubles with each");
        Duration maxDelay = positive(
                settings,
                "STEAD_RETRY_PAUSE_LONGEST",
                Duration.ofSeconds(30),
                "before a retry of a call that the provider has not answered, at most");
        if (maxDelay.compareTo(initialDelay) < 0) {
            throw new SettingsException("STEAD_RETRY_PAUSE must be at most STEAD_RETRY_PAUSE_LONGEST: lower the one or"
                    + " raise the other.");
        }
        Duration lease = positive(
                settings,
                "STEAD_SETTLEMENT_GRACE",
                Duration.ofSeconds(10),
                "how long a call has a settlement to itself before recovery resumes it");
        if (provider == ProviderChoice.STRIPE && lease.compareTo(StripeProvider.LONGEST_CALL) <= 0) {
            throw new SettingsException("STEAD_SETTLEMENT_GRACE must be longer than "
                    + StripeProvider.LONGEST_CALL.toSeconds() + "s, which a call to Stripe may take.");
        }
        return new RetryPolicy(
                lease,
                positive(
                        settings,
                        "STEAD_HOLD_TIMEOUT",
                        Duration.ofMinutes(15),
                        "the age at which a settlement that was not captured is not captured any more"),
                initialDelay,
                maxDelay,
                settings.integer(
                        "STEAD_RETRIES", 100, 1, 10_000, "retries of a settlement before a person has to decide"));
    }

    private static Duration positive(Settings settings, String key, Duration otherwise, String doc) {
        Duration duration = settings.duration(key, otherwise, doc);
        if (!duration.isPositive()) {
            throw new SettingsException(key + " must be more than zero, such as 1s.");
        }
        return duration;
    }
}
