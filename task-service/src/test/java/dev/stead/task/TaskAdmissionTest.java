package dev.stead.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.net.AdmissionShares;
import dev.stead.task.v1.DelegationServiceGrpc;
import dev.stead.task.v1.EvidenceServiceGrpc;
import dev.stead.task.v1.NotificationServiceGrpc;
import dev.stead.task.v1.OrderServiceGrpc;
import dev.stead.task.v1.RegistryServiceGrpc;
import dev.stead.task.v1.RingServiceGrpc;
import dev.stead.task.v1.TerminalServiceGrpc;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every call counts in the share of whoever waits for it; only what waits for money, and what is a stream, counts in none. */
class TaskAdmissionTest {
    @Test
    void everyCallCountsInItsShare() {
        assertThat(AdmissionShares.of(
                        TaskAdmission.shares(),
                        DelegationServiceGrpc.getServiceDescriptor(),
                        EvidenceServiceGrpc.getServiceDescriptor(),
                        NotificationServiceGrpc.getServiceDescriptor(),
                        OrderServiceGrpc.getServiceDescriptor(),
                        RegistryServiceGrpc.getServiceDescriptor(),
                        RingServiceGrpc.getServiceDescriptor(),
                        TerminalServiceGrpc.getServiceDescriptor()))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("FindTasks", "terminals"),
                        Map.entry("GetExecution", "terminals"),
                        Map.entry("ReportCollection", "terminals"),
                        Map.entry("ConfirmTask", "none"),
                        Map.entry("WatchNotifications", "none"),
                        Map.entry("WatchRings", "none"),
                        Map.entry("ProposeTask", "phones"),
                        Map.entry("AcceptTask", "phones"),
                        Map.entry("ApproveTask", "phones"),
                        Map.entry("DeclineTask", "phones"),
                        Map.entry("RevokeTask", "phones"),
                        Map.entry("GetTask", "phones"),
                        Map.entry("GetProfile", "phones"),
                        Map.entry("ListTasks", "phones"),
                        Map.entry("ListContacts", "phones"),
                        Map.entry("AddContact", "phones"),
                        Map.entry("RemoveContact", "phones"),
                        Map.entry("SetDisplayName", "phones"),
                        Map.entry("AcknowledgeNotifications", "phones"),
                        Map.entry("RegisterOrder", "administration"),
                        Map.entry("GetOrder", "administration"),
                        Map.entry("CancelOrder", "administration"),
                        Map.entry("PutMerchant", "administration"),
                        Map.entry("PutSite", "administration"),
                        Map.entry("PutTerminal", "administration"),
                        Map.entry("GetTerminal", "administration"),
                        Map.entry("ExplainTask", "administration"),
                        Map.entry("ExportEvidence", "administration"),
                        Map.entry("GetEvidenceKeys", "administration")));
    }
}
