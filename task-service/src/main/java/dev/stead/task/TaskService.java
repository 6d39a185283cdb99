package dev.stead.task;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.audit.AuditGrpcService;
import dev.stead.mesh.audit.AuditLog;
import dev.stead.mesh.audit.AuditPeers;
import dev.stead.mesh.net.CallPolicy;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.observe.Metrics;
import dev.stead.mesh.security.EncryptionKeys;
import dev.stead.mesh.security.SigningKeyFile;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.sql.PersonIdCheck;
import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.PeriodicTask;
import dev.stead.payment.v1.SettlementServiceGrpc;
import dev.stead.task.application.Expiry;
import dev.stead.task.application.InboxSignal;
import dev.stead.task.application.TaskUseCases;
import dev.stead.task.application.port.Assertions;
import dev.stead.task.geo.JtsFence;
import dev.stead.task.grpc.DelegationGrpcService;
import dev.stead.task.grpc.EvidenceGrpcService;
import dev.stead.task.grpc.NotificationGrpcService;
import dev.stead.task.grpc.OrderGrpcService;
import dev.stead.task.grpc.PasskeyGrpcService;
import dev.stead.task.grpc.RegistryGrpcService;
import dev.stead.task.grpc.RingGrpcService;
import dev.stead.task.grpc.TaskAccess;
import dev.stead.task.grpc.TaskErrors;
import dev.stead.task.grpc.TerminalGrpcService;
import dev.stead.task.identity.EncryptedAssertions;
import dev.stead.task.identity.PasskeyAuthenticators;
import dev.stead.task.identity.SignedAssertions;
import dev.stead.task.identity.SignedEvidence;
import dev.stead.task.settlement.GrpcSettlements;
import dev.stead.task.storage.AuditLogProofs;
import dev.stead.task.storage.TaskDatabase;
import io.grpc.ManagedChannel;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires and starts the task service. */
public final class TaskService {
    private static final Logger LOG = LoggerFactory.getLogger(TaskService.class);

    private TaskService() {}

    /** Starts everything; the lifecycle owns it. */
    public static ServiceHost start(TaskConfig config, InstantSource clock, Lifecycle lifecycle) {
        Database database = lifecycle.own(Database.open(config.database(), TaskDatabase.MIGRATIONS));
        PersonIdCheck.require(database, config.people(), TaskDatabase.ANYBODY);
        var evidence = SignedEvidence.with(config.evidenceKey());
        AuditLog auditLog = lifecycle.own(AuditLog.start(database, config.audit(), clock));
        auditLog.recordSettings(config.evidenceKey()
                .map(file -> Map.of("evidence", SigningKeyFile.thumbprint("STEAD_EVIDENCE_KEY_FILE", file)))
                .orElse(Map.of()));
        var metrics = lifecycle.own(new Metrics());
        AuditPeers.start(config.audit().peers(), database, metrics.registry(), lifecycle);
        var own = new TaskMetrics(metrics.registry());
        ManagedChannel payment = payment(config, lifecycle);
        var signal = new InboxSignal();
        var taskDatabase = new TaskDatabase(database, signal, clock);
        taskDatabase.convertOldMandates();
        var expiry = lifecycle.own(new PeriodicTask("task-expiry", failure -> failed("expiry", failure)));
        var resumer = lifecycle.own(new PeriodicTask("task-settling", failure -> failed("settling", failure)));
        var ports = new TaskUseCases.Ports(
                taskDatabase,
                assertions(config, clock),
                PasskeyAuthenticators.with(config.passkeys().relyingParty()),
                own.timed(new GrpcSettlements(payment, config.settleDeadline())),
                new AuditLogProofs(auditLog),
                evidence,
                new JtsFence(),
                new Environment(clock, new SecureRandom()),
                expiry::runBy,
                resumer::runBy);
        TaskUseCases useCases = TaskUseCases.over(
                ports, config.limits(), config.policy(), config.passkeys().waitingTime());
        own.showSettling(taskDatabase);
        own.showCaches(taskDatabase);
        config.webhook().ifPresent(webhook -> new Webhook(taskDatabase, signal, own, clock).start(webhook, lifecycle));
        var notifications = new NotificationGrpcService(useCases.inbox(), signal, config.watchPollInterval());
        var rings = new RingGrpcService(useCases.rings(), signal);
        own.showRings(useCases.rings(), rings);
        ServiceHost host = lifecycle.own(ServiceHost.builder("task-service", config.server())
                .service(new DelegationGrpcService(useCases))
                .service(new PasskeyGrpcService(useCases))
                .service(new TerminalGrpcService(useCases))
                .service(new OrderGrpcService(useCases))
                .service(new RegistryGrpcService(useCases))
                .service(new EvidenceGrpcService(useCases))
                .service(notifications)
                .service(rings)
                .service(new AuditGrpcService(auditLog))
                .access(TaskAccess.table())
                .errors(new TaskErrors())
                .people(config.people())
                .metrics(metrics)
                .admission(TaskAdmission.shares())
                .readiness(database::isUsable)
                .start());
        // After the host, so that it is closed first: open watches must not delay the drain.
        lifecycle.own(notifications);
        lifecycle.own(rings);
        var _ = expiry.start(clock, new Expiry(taskDatabase, clock)::run);
        var _ = resumer.start(clock, useCases.settlementCoordinator()::resume);
        return host;
    }

    /** Settling is retried while the adapter restarts, which the request id makes safe. */
    private static ManagedChannel payment(TaskConfig config, Lifecycle lifecycle) {
        ManagedChannel payment = Channels.open(config.payment()
                .with(CallPolicy.retried(config.settleDeadline()), SettlementServiceGrpc.getSettleMethod()));
        lifecycle.own(payment::shutdownNow);
        return payment;
    }

    private static Assertions assertions(TaskConfig config, InstantSource clock) {
        var signed = new SignedAssertions(config.assertionKeys(), config.assertionOrigin(), clock);
        return config.assertionEncryption()
                .map(EncryptionKeys::forAssertions)
                .<Assertions>map(keys -> new EncryptedAssertions(signed, keys))
                .orElse(signed);
    }

    private static void failed(String work, RuntimeException failure) {
        LOG.error("Background work failed ({}); retrying in five seconds", work, failure);
    }
}
