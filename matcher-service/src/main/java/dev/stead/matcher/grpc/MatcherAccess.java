package dev.stead.matcher.grpc;

import static dev.stead.mesh.security.Role.OPERATOR;
import static dev.stead.mesh.security.Role.PERSON;
import static dev.stead.mesh.security.Role.TERMINAL;

import dev.stead.matcher.v1.CaptureDeviceServiceGrpc;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.mesh.audit.AuditGrpcService;
import dev.stead.mesh.security.Access;

/** Who may call which method, as the contract's "Callers" comments say. */
public final class MatcherAccess {
    public static final Access TABLE = AuditGrpcService.allow(Access.builder())
            .allow(IdentificationServiceGrpc.getIdentifyMethod(), TERMINAL)
            .allow(IdentificationServiceGrpc.getIdentifyOnceMethod(), TERMINAL)
            .allow(IdentificationServiceGrpc.getBeginPresentationMethod(), TERMINAL)
            .allow(IdentificationServiceGrpc.getVerifyMethod(), PERSON)
            .allow(CaptureDeviceServiceGrpc.getPutCaptureDeviceMethod(), OPERATOR)
            .allow(CaptureDeviceServiceGrpc.getGetCaptureDeviceMethod(), OPERATOR)
            .allow(EnrolmentServiceGrpc.getEnrolSubjectMethod(), PERSON, OPERATOR)
            .allow(EnrolmentServiceGrpc.getAddTemplateMethod(), PERSON, OPERATOR)
            .allow(EnrolmentServiceGrpc.getGetSubjectMethod(), PERSON, OPERATOR)
            .allow(EnrolmentServiceGrpc.getEraseSubjectMethod(), PERSON, OPERATOR)
            .allow(EnrolmentServiceGrpc.getVerifyErasureMethod(), PERSON, OPERATOR)
            .allow(EnrolmentServiceGrpc.getBulkEnrolMethod(), OPERATOR)
            .allow(EnrolmentServiceGrpc.getGetGalleryMethod(), TERMINAL, PERSON, OPERATOR)
            .allow(EnrolmentServiceGrpc.getListHeldEnrolmentsMethod(), OPERATOR)
            .allow(EnrolmentServiceGrpc.getListDuplicatesMethod(), OPERATOR)
            .allow(EnrolmentServiceGrpc.getReleaseHeldEnrolmentMethod(), OPERATOR)
            .allow(EnrolmentServiceGrpc.getRejectHeldEnrolmentMethod(), OPERATOR)
            .build();

    private MatcherAccess() {}
}
