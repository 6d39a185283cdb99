package dev.stead.matcher.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.mesh.audit.AuditGrpcService;
import dev.stead.mesh.security.Access;
import dev.stead.mesh.security.Role;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The table, a second time: it changes only on purpose. */
class MatcherAccessTest {
    @Test
    void everyMethodHasExactlyTheseCallers() {
        String identification = IdentificationServiceGrpc.SERVICE_NAME + "/";
        String enrolment = EnrolmentServiceGrpc.SERVICE_NAME + "/";

        Map<String, Set<Role>> rows =
                new TreeMap<>(AuditGrpcService.allow(Access.builder()).build().rows());
        rows.putAll(Map.of(
                identification + "Identify", Set.of(Role.TERMINAL),
                identification + "IdentifyOnce", Set.of(Role.TERMINAL),
                identification + "Verify", Set.of(Role.PERSON),
                enrolment + "EnrolSubject", Set.of(Role.PERSON, Role.OPERATOR),
                enrolment + "AddTemplate", Set.of(Role.PERSON, Role.OPERATOR),
                enrolment + "GetSubject", Set.of(Role.PERSON, Role.OPERATOR),
                enrolment + "EraseSubject", Set.of(Role.PERSON, Role.OPERATOR),
                enrolment + "VerifyErasure", Set.of(Role.PERSON, Role.OPERATOR),
                enrolment + "BulkEnrol", Set.of(Role.OPERATOR),
                enrolment + "GetGallery", Set.of(Role.TERMINAL, Role.PERSON, Role.OPERATOR)));
        assertThat(MatcherAccess.TABLE.rows()).isEqualTo(rows);
    }
}
