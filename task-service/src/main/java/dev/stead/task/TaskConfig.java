package dev.stead.task;

import dev.stead.mesh.ServerConfig;
import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.audit.AuditConfig;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.security.EncryptionKeys;
import dev.stead.mesh.security.PeopleTokens;
import dev.stead.mesh.sql.DatabaseConfig;
import dev.stead.task.application.SettlementCoordinator;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.identity.SignedAssertions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings of the task service.
 *
 * @param assertionKeys a JWK set with the matcher's public keys; read again when it changes
 * @param assertionOrigin whose assertions are taken, and about the subjects of which galleries
 * @param assertionEncryption without it, assertions that the matcher encrypted are refused
 * @param settleDeadline how long a terminal waits for a settlement before the answer is that its outcome is not known yet
 * @param failureLimit executions that may fail in a row before a task is given up
 * @param watchPollInterval how often a phone's watch reads its inbox without being woken by this process
 * @param evidenceKey a private Ed25519 JWK that signs evidence; without one none is exported
 */
public record TaskConfig(
        ServerConfig server,
        DatabaseConfig database,
        PeopleTokens people,
        ChannelConfig payment,
        Path assertionKeys,
        SignedAssertions.Origin assertionOrigin,
        Optional<Path> assertionEncryption,
        Duration settleDeadline,
        int failureLimit,
        Duration watchPollInterval,
        Optional<Path> evidenceKey,
        AuditConfig audit,
        Policy policy,
        Optional<WebhookConfig> webhook) {
    public static final int DEFAULT_PORT = 7_102;

    /** A settling execution is resumed when the terminal's call is over for certain. */
    private static final Duration AFTER_DEADLINE = Duration.ofSeconds(2);

    public static TaskConfig from(Settings settings) {
        return from(settings, PeopleTokens.from(settings));
    }

    /** @param clock against which people's tokens are checked */
    public static TaskConfig from(Settings settings, InstantSource clock) {
        return from(settings, PeopleTokens.from(settings, clock));
    }

    private static TaskConfig from(Settings settings, PeopleTokens people) {
        return new TaskConfig(
                ServerConfig.from(settings, DEFAULT_PORT),
                DatabaseConfig.from(settings, "sqlite:data/task.db"),
                people,
                payment(settings),
                settings.file(
                                "STEAD_ASSERTION_JWKS_FILE",
                                "a JWK set with the matcher's public Ed25519 keys; read again when it changes")
                        .orElseThrow(() -> new SettingsException("STEAD_ASSERTION_JWKS_FILE is not set: it must name a"
                                + " JWK set with the matcher's public Ed25519 keys")),
                assertionOrigin(settings),
                EncryptionKeys.fileForAssertions(settings),
                settings.duration(
                        "STEAD_SETTLE_DEADLINE",
                        Duration.ofSeconds(8),
                        "how long a terminal waits for a settlement before its outcome is called unknown"),
                settings.integer(
                        "STEAD_FAILURE_LIMIT",
                        5,
                        1,
                        100,
                        "executions that may fail in a row before a task is given up"),
                settings.duration(
                        "STEAD_WATCH_EVERY",
                        Duration.ofSeconds(2),
                        "how often a phone's watch looks for what another process wrote"),
                settings.file(
                        "STEAD_EVIDENCE_KEY_FILE",
                        "a private Ed25519 JWK that signs evidence for disputes; without it none is given out"),
                AuditConfig.from(settings, "task"),
                policy(settings),
                WebhookConfig.from(settings));
    }

    /** The defaults are those of the matcher: one that has more galleries still speaks for {@code people} alone. */
    private static SignedAssertions.Origin assertionOrigin(Settings settings) {
        String galleries = settings.text(
                "STEAD_ASSERTION_GALLERIES",
                "people",
                "the galleries, separated by commas, whose subjects are the people of the task service");
        return new SignedAssertions.Origin(
                settings.text("STEAD_ASSERTION_ISSUER", "stead:matcher", "the iss claim of identity assertions"),
                Arrays.stream(galleries.split(",", -1)).map(String::strip).collect(Collectors.toSet()));
    }

    private static Policy policy(Settings settings) {
        return new Policy(
                settings.duration(
                        "STEAD_COOLING_OFF", Duration.ZERO, "how long somebody must be a contact before they may act"),
                settings
                        .optional(
                                "STEAD_APPROVAL_ABOVE",
                                "over how much the delegate approves on their phone, as EUR:5000,USD:6000 in minor units")
                        .stream()
                        .flatMap(limits -> Arrays.stream(limits.split(",", -1)))
                        .map(TaskConfig::approvalAbove)
                        .toList(),
                settings
                        .optional(
                                "STEAD_PAD_SCORE_ABOVE",
                                "over how much a terminal's capture needs which score against a presentation attack, as"
                                        + " EUR:5000:50,USD:6000:50 in minor units and of 100")
                        .stream()
                        .flatMap(limits -> Arrays.stream(limits.split(",", -1)))
                        .map(TaskConfig::padAbove)
                        .toList());
    }

    private static Money approvalAbove(String text) {
        try {
            return money(text.strip().split(":", -1));
        } catch (TaskException | NumberFormatException | ArrayIndexOutOfBoundsException malformed) {
            throw new SettingsException(
                    "STEAD_APPROVAL_ABOVE must be currencies in use with minor units, such as EUR:5000,USD:6000");
        }
    }

    private static Policy.PadAbove padAbove(String text) {
        try {
            String[] parts = text.strip().split(":", -1);
            return new Policy.PadAbove(money(parts), Integer.parseInt(parts[2]));
        } catch (TaskException | IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
            throw new SettingsException("STEAD_PAD_SCORE_ABOVE must be currencies in use with minor units and scores of"
                    + " 1 to 100, such as EUR:5000:50,USD:6000:50");
        }
    }

    private static Money money(String[] parts) {
        return new Money(parts[0], Long.parseLong(parts[1])).requireInUse();
    }

    private static ChannelConfig payment(Settings settings) {
        return ChannelConfig.from(settings, "PAYMENT", "localhost:7103", "service/payment");
    }

    SettlementCoordinator.Limits limits() {
        return new SettlementCoordinator.Limits(settleDeadline.plus(AFTER_DEADLINE), failureLimit);
    }
}
