package dev.stead.payment;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.TextFile;
import dev.stead.mesh.audit.AuditGrpcService;
import dev.stead.mesh.audit.AuditLog;
import dev.stead.mesh.audit.AuditPeers;
import dev.stead.mesh.observe.Metrics;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.sql.PersonIdCheck;
import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.Micros;
import dev.stead.payment.application.PaymentUseCases;
import dev.stead.payment.application.SettlementFeed;
import dev.stead.payment.domain.provider.Provider;
import dev.stead.payment.grpc.AccountGrpcService;
import dev.stead.payment.grpc.PaymentAccess;
import dev.stead.payment.grpc.PaymentErrors;
import dev.stead.payment.grpc.ReconciliationGrpcService;
import dev.stead.payment.grpc.SettlementGrpcService;
import dev.stead.payment.provider.LedgerProvider;
import dev.stead.payment.provider.StripeProvider;
import dev.stead.payment.provider.StripeWebhook;
import dev.stead.payment.provider.WebhookServer;
import dev.stead.payment.storage.PaymentDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Wires and starts the payment adapter. */
public final class Payment {
    private Payment() {}

    /** Starts with the provider that the settings name. */
    public static ServiceHost start(PaymentConfig config, InstantSource clock, Lifecycle lifecycle) {
        Provider provider = switch (config.provider()) {
            case LEDGER -> new LedgerProvider();
            case STRIPE -> stripe(config.stripe());
        };
        return start(config, provider, clock, lifecycle);
    }

    /** Starts with another provider, which the caller owns. */
    public static ServiceHost start(PaymentConfig config, Provider provider, InstantSource clock, Lifecycle lifecycle) {
        Database database = lifecycle.own(Database.open(config.database(), PaymentDatabase.MIGRATIONS));
        PersonIdCheck.require(database, config.people(), PaymentDatabase.ANYBODY);
        AuditLog auditLog = lifecycle.own(AuditLog.start(database, config.audit(), clock));
        auditLog.recordSettings(Map.of());
        Metrics metrics = lifecycle.own(new Metrics());
        AuditPeers.start(config.audit().peers(), database, metrics.registry(), lifecycle);
        var paymentMetrics = new PaymentMetrics(metrics.registry());
        var feed = new SettlementFeed(config.watchers(), paymentMetrics);
        // Microseconds are stored: a finer clock would answer one thing before a restart and another after it.
        var environment = new Environment(() -> Micros.now(clock), new SecureRandom());
        var unitOfWork = new PaymentDatabase(database, environment.clock());
        EmbeddedLedgerCheck.requireUndamaged(database.dialect(), unitOfWork);
        var options = new PaymentUseCases.Options(environment, config.retryPolicy());
        PaymentUseCases useCases = PaymentUseCases.over(unitOfWork, provider, feed, options);
        if (config.stripe().webhookPort() > 0) {
            var webhook = new StripeWebhook(firstLine(config.stripe().webhookSecretFile()), clock);
            lifecycle.own(WebhookServer.start(
                    config.server().host(), config.stripe().webhookPort(), webhook, useCases.providerEvents()));
        }
        lifecycle.own(RecoveryWorker.start(useCases.recovery(), paymentMetrics, config.recoveryInterval()));
        config.reconcileAfter()
                .ifPresent(after -> lifecycle.own(
                        ReconciliationWorker.start(useCases.dailyReconciliation(), paymentMetrics, after)));
        return lifecycle.own(ServiceHost.builder("payment", config.server())
                .service(new SettlementGrpcService(useCases))
                .service(new AccountGrpcService(useCases))
                .service(new ReconciliationGrpcService(useCases))
                .service(new AuditGrpcService(auditLog))
                .access(PaymentAccess.table())
                .errors(new PaymentErrors())
                .people(config.people())
                .metrics(metrics)
                .readiness(database::isUsable)
                .start());
    }

    private static Provider stripe(PaymentConfig.Stripe config) {
        return new StripeProvider(firstLine(config.keyFile()), config.address());
    }

    private static String firstLine(Optional<Path> file) {
        Path path = file.orElseThrow();
        try {
            return TextFile.firstLine(path);
        } catch (IOException e) {
            throw new SettingsException(
                    path + " cannot be read: " + e.getMessage() + "; does this process have the right to read it?");
        }
    }
}
