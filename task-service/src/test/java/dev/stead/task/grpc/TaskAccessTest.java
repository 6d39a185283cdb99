package dev.stead.task.grpc;

import static dev.stead.mesh.security.Role.MATCHER;
import static dev.stead.mesh.security.Role.MERCHANT;
import static dev.stead.mesh.security.Role.OPERATOR;
import static dev.stead.mesh.security.Role.PERSON;
import static dev.stead.mesh.security.Role.TERMINAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.audit.AuditGrpcService;
import dev.stead.mesh.security.Access;
import dev.stead.mesh.security.Role;
import dev.stead.task.v1.DelegationServiceGrpc;
import dev.stead.task.v1.EvidenceServiceGrpc;
import dev.stead.task.v1.NotificationServiceGrpc;
import dev.stead.task.v1.OrderServiceGrpc;
import dev.stead.task.v1.PasskeyServiceGrpc;
import dev.stead.task.v1.RegistryServiceGrpc;
import dev.stead.task.v1.RingServiceGrpc;
import dev.stead.task.v1.TerminalServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The rows of the access list of every service, those of the evidence too. */
class TaskAccessTest {
    private static void put(Map<String, Set<Role>> rows, ServiceDescriptor service, Role... roles) {
        for (MethodDescriptor<?, ?> method : service.getMethods()) {
            rows.put(method.getFullMethodName(), Set.of(roles));
        }
    }

    @Test
    void everyMethodHasExactlyTheseCallers() {
        Map<String, Set<Role>> rows = new TreeMap<>();
        put(rows, DelegationServiceGrpc.getServiceDescriptor(), PERSON);
        put(rows, NotificationServiceGrpc.getServiceDescriptor(), PERSON);
        put(rows, PasskeyServiceGrpc.getServiceDescriptor(), PERSON);
        for (var method : List.of(
                PasskeyServiceGrpc.getActivatePasskeyMethod(),
                PasskeyServiceGrpc.getListPasskeysMethod(),
                PasskeyServiceGrpc.getRemovePasskeyMethod())) {
            rows.put(method.getFullMethodName(), Set.of(PERSON, OPERATOR));
        }
        put(rows, OrderServiceGrpc.getServiceDescriptor(), MERCHANT);
        put(rows, RegistryServiceGrpc.getServiceDescriptor(), OPERATOR);
        put(rows, RingServiceGrpc.getServiceDescriptor(), MATCHER);
        put(rows, TerminalServiceGrpc.getServiceDescriptor(), TERMINAL);
        rows.put(TerminalServiceGrpc.getReportCollectionMethod().getFullMethodName(), Set.of(TERMINAL, MERCHANT));
        rows.put(TerminalServiceGrpc.getExplainTaskMethod().getFullMethodName(), Set.of(OPERATOR));
        rows.put(EvidenceServiceGrpc.getExportEvidenceMethod().getFullMethodName(), Set.of(PERSON, OPERATOR));
        rows.put(
                EvidenceServiceGrpc.getGetEvidenceKeysMethod().getFullMethodName(),
                Set.of(PERSON, OPERATOR, MERCHANT, TERMINAL));

        rows.putAll(AuditGrpcService.allow(Access.builder()).build().rows());

        assertThat(TaskAccess.table().rows()).isEqualTo(rows);
    }
}
