package dev.stead.task.grpc;

import static dev.stead.mesh.security.Role.MATCHER;
import static dev.stead.mesh.security.Role.MERCHANT;
import static dev.stead.mesh.security.Role.OPERATOR;
import static dev.stead.mesh.security.Role.PERSON;
import static dev.stead.mesh.security.Role.TERMINAL;

import dev.stead.mesh.audit.AuditGrpcService;
import dev.stead.mesh.security.Access;
import dev.stead.task.v1.DelegationServiceGrpc;
import dev.stead.task.v1.EvidenceServiceGrpc;
import dev.stead.task.v1.NotificationServiceGrpc;
import dev.stead.task.v1.OrderServiceGrpc;
import dev.stead.task.v1.PasskeyServiceGrpc;
import dev.stead.task.v1.RegistryServiceGrpc;
import dev.stead.task.v1.RingServiceGrpc;
import dev.stead.task.v1.TerminalServiceGrpc;

/** Who may call what: the contract's "Callers:" as a table. */
public final class TaskAccess {
    private TaskAccess() {}

    public static Access table() {
        return AuditGrpcService.allow(Access.builder())
                .allow(DelegationServiceGrpc.getProposeTaskMethod(), PERSON)
                .allow(DelegationServiceGrpc.getAcceptTaskMethod(), PERSON)
                .allow(DelegationServiceGrpc.getDeclineTaskMethod(), PERSON)
                .allow(DelegationServiceGrpc.getRevokeTaskMethod(), PERSON)
                .allow(DelegationServiceGrpc.getApproveTaskMethod(), PERSON)
                .allow(DelegationServiceGrpc.getGetTaskMethod(), PERSON)
                .allow(DelegationServiceGrpc.getListTasksMethod(), PERSON)
                .allow(DelegationServiceGrpc.getListContactsMethod(), PERSON)
                .allow(DelegationServiceGrpc.getAddContactMethod(), PERSON)
                .allow(DelegationServiceGrpc.getRemoveContactMethod(), PERSON)
                .allow(DelegationServiceGrpc.getSetDisplayNameMethod(), PERSON)
                .allow(DelegationServiceGrpc.getGetProfileMethod(), PERSON)
                .allow(PasskeyServiceGrpc.getBeginRegistrationMethod(), PERSON)
                .allow(PasskeyServiceGrpc.getRegisterPasskeyMethod(), PERSON)
                .allow(PasskeyServiceGrpc.getBeginActivationMethod(), PERSON)
                .allow(PasskeyServiceGrpc.getActivatePasskeyMethod(), PERSON, OPERATOR)
                .allow(PasskeyServiceGrpc.getListPasskeysMethod(), PERSON, OPERATOR)
                .allow(PasskeyServiceGrpc.getRemovePasskeyMethod(), PERSON, OPERATOR)
                .allow(PasskeyServiceGrpc.getBeginApprovalMethod(), PERSON)
                .allow(NotificationServiceGrpc.getWatchNotificationsMethod(), PERSON)
                .allow(NotificationServiceGrpc.getAcknowledgeNotificationsMethod(), PERSON)
                .allow(RingServiceGrpc.getWatchRingsMethod(), MATCHER)
                .allow(TerminalServiceGrpc.getFindTasksMethod(), TERMINAL)
                .allow(TerminalServiceGrpc.getConfirmTaskMethod(), TERMINAL)
                .allow(TerminalServiceGrpc.getReportCollectionMethod(), TERMINAL, MERCHANT)
                .allow(TerminalServiceGrpc.getGetExecutionMethod(), TERMINAL)
                .allow(TerminalServiceGrpc.getExplainTaskMethod(), OPERATOR)
                .allow(OrderServiceGrpc.getRegisterOrderMethod(), MERCHANT)
                .allow(OrderServiceGrpc.getGetOrderMethod(), MERCHANT)
                .allow(OrderServiceGrpc.getCancelOrderMethod(), MERCHANT)
                .allow(RegistryServiceGrpc.getPutMerchantMethod(), OPERATOR)
                .allow(RegistryServiceGrpc.getPutSiteMethod(), OPERATOR)
                .allow(RegistryServiceGrpc.getPutTerminalMethod(), OPERATOR)
                .allow(RegistryServiceGrpc.getGetTerminalMethod(), OPERATOR)
                .allow(EvidenceServiceGrpc.getExportEvidenceMethod(), PERSON, OPERATOR)
                .allow(EvidenceServiceGrpc.getGetEvidenceKeysMethod(), PERSON, OPERATOR, MERCHANT, TERMINAL)
                .build();
    }
}
