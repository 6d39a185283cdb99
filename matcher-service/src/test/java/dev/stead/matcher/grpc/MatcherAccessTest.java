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
        rows.putAll(Map.ofEntries(
                Map.entry(identification + "Identify", Set.of(Role.TERMINAL)),
                Map.entry(identification + "IdentifyOnce", Set.of(Role.TERMINAL)),
                Map.entry(identification + "Verify", Set.of(Role.PERSON)),
                Map.entry(identification + "BeginPresentation", Set.of(Role.TERMINAL)),
                Map.entry(enrolment + "EnrolSubject", Set.of(Role.PERSON, Role.OPERATOR)),
                Map.entry(enrolment + "AddTemplate", Set.of(Role.PERSON, Role.OPERATOR)),
                Map.entry(enrolment + "GetSubject", Set.of(Role.PERSON, Role.OPERATOR)),
                Map.entry(enrolment + "EraseSubject", Set.of(Role.PERSON, Role.OPERATOR)),
                Map.entry(enrolment + "VerifyErasure", Set.of(Role.PERSON, Role.OPERATOR)),
                Map.entry(enrolment + "BulkEnrol", Set.of(Role.OPERATOR)),
                Map.entry(enrolment + "ListHeldEnrolments", Set.of(Role.OPERATOR)),
                Map.entry(enrolment + "ListDuplicates", Set.of(Role.OPERATOR)),
                Map.entry(enrolment + "ReleaseHeldEnrolment", Set.of(Role.OPERATOR)),
                Map.entry(enrolment + "RejectHeldEnrolment", Set.of(Role.OPERATOR)),
                Map.entry(enrolment + "GetGallery", Set.of(Role.TERMINAL, Role.PERSON, Role.OPERATOR))));
        rows.put("stead.matcher.v1.CaptureDeviceService/PutCaptureDevice", Set.of(Role.OPERATOR));
        rows.put("stead.matcher.v1.CaptureDeviceService/GetCaptureDevice", Set.of(Role.OPERATOR));
        assertThat(MatcherAccess.TABLE.rows()).isEqualTo(rows);
    }
}
