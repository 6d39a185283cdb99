package dev.stead.task;

import dev.stead.audit.v1.AuditServiceGrpc;
import dev.stead.mesh.net.Admission;
import dev.stead.task.v1.DelegationServiceGrpc;
import dev.stead.task.v1.EvidenceServiceGrpc;
import dev.stead.task.v1.NotificationServiceGrpc;
import dev.stead.task.v1.OrderServiceGrpc;
import dev.stead.task.v1.PasskeyServiceGrpc;
import dev.stead.task.v1.RegistryServiceGrpc;
import dev.stead.task.v1.TerminalServiceGrpc;

/**
 * Which calls share the measured limit: somebody who stands at a terminal is served before a phone, and both before administration.
 * ConfirmTask has no share: it waits for the payment adapter, so that its time says nothing about our load, and money that is on
 * its way is never turned back.
 */
final class TaskAdmission {
    private TaskAdmission() {}

    static Admission shares() {
        return Admission.builder()
                .share(
                        "terminals",
                        0.6,
                        TerminalServiceGrpc.getFindTasksMethod(),
                        TerminalServiceGrpc.getGetExecutionMethod(),
                        TerminalServiceGrpc.getReportCollectionMethod())
                .share(
                        "phones",
                        0.3,
                        DelegationServiceGrpc.getProposeTaskMethod(),
                        DelegationServiceGrpc.getAcceptTaskMethod(),
                        DelegationServiceGrpc.getApproveTaskMethod(),
                        DelegationServiceGrpc.getDeclineTaskMethod(),
                        DelegationServiceGrpc.getRevokeTaskMethod(),
                        DelegationServiceGrpc.getGetTaskMethod(),
                        DelegationServiceGrpc.getGetProfileMethod(),
                        DelegationServiceGrpc.getListTasksMethod(),
                        DelegationServiceGrpc.getListContactsMethod(),
                        DelegationServiceGrpc.getAddContactMethod(),
                        DelegationServiceGrpc.getRemoveContactMethod(),
                        DelegationServiceGrpc.getSetDisplayNameMethod(),
                        PasskeyServiceGrpc.getBeginRegistrationMethod(),
                        PasskeyServiceGrpc.getRegisterPasskeyMethod(),
                        PasskeyServiceGrpc.getBeginActivationMethod(),
                        PasskeyServiceGrpc.getActivatePasskeyMethod(),
                        PasskeyServiceGrpc.getListPasskeysMethod(),
                        PasskeyServiceGrpc.getRemovePasskeyMethod(),
                        PasskeyServiceGrpc.getBeginApprovalMethod(),
                        NotificationServiceGrpc.getAcknowledgeNotificationsMethod())
                .share(
                        "administration",
                        0.1,
                        OrderServiceGrpc.getRegisterOrderMethod(),
                        OrderServiceGrpc.getGetOrderMethod(),
                        OrderServiceGrpc.getCancelOrderMethod(),
                        RegistryServiceGrpc.getPutMerchantMethod(),
                        RegistryServiceGrpc.getPutSiteMethod(),
                        RegistryServiceGrpc.getPutTerminalMethod(),
                        RegistryServiceGrpc.getGetTerminalMethod(),
                        TerminalServiceGrpc.getExplainTaskMethod(),
                        EvidenceServiceGrpc.getExportEvidenceMethod(),
                        EvidenceServiceGrpc.getGetEvidenceKeysMethod(),
                        AuditServiceGrpc.getGetCheckpointMethod(),
                        AuditServiceGrpc.getGetInclusionProofMethod(),
                        AuditServiceGrpc.getGetConsistencyProofMethod(),
                        AuditServiceGrpc.getListLeavesMethod())
                .build();
    }
}
