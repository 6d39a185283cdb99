package dev.stead.systemtests.rows;

import java.util.List;
import java.util.stream.Stream;

/** The rows X1 to X17 and N4: attacks that the modules' own tests make. docs/faults.md has a line for each. */
final class AttackRows {
    private AttackRows() {}

    static List<TestsRow> all() {
        return Stream.of(wire(), identities(), answers(), stores(), money())
                .flatMap(List::stream)
                .toList();
    }

    private static List<TestsRow> wire() {
        return List.of(
                TestsRow.of(
                        "N4",
                        "who is too many is refused at once, and no class of work takes the room of another",
                        "mesh.net.AdmissionTest",
                        "task.TaskAdmissionTest",
                        "matcher.MatcherWiringTest"),
                TestsRow.of(
                        "N6-N9-alone",
                        "each kind of flood, bomb and slow call loses its connection or its call, and no other's",
                        "mesh.FrameFloodTest",
                        "mesh.KeepAliveTest",
                        "mesh.MessageTest",
                        "mesh.RequestDeadlineTest",
                        "mesh.net.ResetLimitTest",
                        "mesh.observe.TransportLogTest",
                        "matcher.UnreadAnswersTest"),
                TestsRow.fuzzing(
                        "N10",
                        "whatever is written into a field, a header, a body or a snapshot is read or refused: a minute each",
                        "systemtests.faults.WireFuzz#anyTextIsAnAssertionOrRefused(byte[])",
                        "systemtests.faults.WireFuzz#anySignedClaimsAreAnAssertionOrRefused(byte[])",
                        "systemtests.faults.WireFuzz#anySignedBodyIsAnEventOrNone(byte[])",
                        "systemtests.faults.WireFuzz#anyTextIsATokenOrRefused(byte[])",
                        "systemtests.faults.WireFuzz#anyTextIsANoteANameATraceOrRefused(byte[])",
                        "matcher.index.SnapshotFuzzTest#anyFileIsReadOrRefused(byte[])",
                        "matcher.index.SnapshotFuzzTest#anyCommonPieceIsReadOrRefused(byte[])",
                        "matcher.index.SnapshotFuzzTest#anySegmentIsReadOrRefused(byte[])",
                        "matcher.storage.SnapshotNameFuzzTest#anyHeaderIsTheGallerysOrRefused(byte[])"));
    }

    private static List<TestsRow> identities() {
        return List.of(
                TestsRow.of(
                        "X1",
                        "every call is answered for exactly the callers of docs/security.md, and each sees their own only",
                        "mesh.security.AccessTest",
                        "mesh.security.TlsTest",
                        "mesh.security.PeopleTokensTest",
                        "mesh.security.TokenHeaderTest",
                        "mesh.security.TokenIssuersTest",
                        "matcher.grpc.MatcherAccessTest",
                        "matcher.grpc.BadInputTest",
                        "task.grpc.TaskAccessTest",
                        "task.grpc.AccessTest",
                        "task.grpc.DelegationTest",
                        "payment.grpc.AccessTest"),
                TestsRow.of(
                        "X2",
                        "10,000 captures that are replayed, changed, moved, off in time or of a copied device: none counts",
                        "matcher.grpc.ForgedCapturesTest",
                        "matcher.grpc.CaptureCallsTest",
                        "matcher.domain.capture.CaptureValidatorTest",
                        "matcher.storage.StoredCaptureDevicesTest"),
                TestsRow.of(
                        "X3",
                        "10,000 assertions that are forged, changed, off in time, of others or spent: none confirms",
                        "task.grpc.ForgedAssertionsTest",
                        "task.identity.SignedAssertionsTest",
                        "task.identity.EncryptedAssertionsTest",
                        "matcher.identity.EncryptedAssertionSignerTest"),
                TestsRow.of(
                        "X4",
                        "a stolen token alone replaces no face, and does nothing that the old face accepted",
                        "systemtests.mesh.StolenTokenTest",
                        "task.grpc.EnrolmentChangeTest",
                        "task.grpc.StepUpTest",
                        "task.grpc.PasskeyTest",
                        "task.grpc.PasskeyApprovalTest",
                        "matcher.domain.EraserTest"));
    }

    private static List<TestsRow> answers() {
        return List.of(
                TestsRow.of(
                        "X5",
                        "neither time, size nor words of an answer tell near from far: 10,000 pairs",
                        "matcher.grpc.NearAndFarTimesTest",
                        "matcher.grpc.AnswerTimesTest",
                        "matcher.grpc.IdentifyStreamTest",
                        "matcher.grpc.SpentBudgetTest",
                        "matcher.grpc.HeldOrNotTest"),
                TestsRow.of(
                        "X6",
                        "with the budgets that are shipped an attacker stays below a cosine of 0.70 for 30 days",
                        "matcher.domain.ClimbTest",
                        "matcher.domain.DecisionBudgetTest",
                        "matcher.limit.CountedBudgetTest",
                        "matcher.storage.StoredDecisionCountsTest"),
                TestsRow.of(
                        "X7", "10,000 probes by chance identify nobody of 5,005", "matcher.domain.RandomProbesTest"),
                TestsRow.of(
                        "X8",
                        "a capture that identified somebody identifies nobody again, and what is computed of captures is counted",
                        "matcher.domain.RepeatedCapturesTest",
                        "matcher.domain.repeat.CaptureHistoryTest",
                        "matcher.grpc.RepeatedCaptureCallsTest"),
                TestsRow.of(
                        "X9",
                        "added templates do not lead from one face to another",
                        "matcher.domain.EnrollerTest",
                        "matcher.storage.AnchorsTest"));
    }

    private static List<TestsRow> stores() {
        return List.of(
                TestsRow.of(
                        "X10",
                        "no numbers of an embedding in any file or log, and no other process reads the memory",
                        "matcher.CanariesTest",
                        "matcher.storage.IndexedGalleryTest",
                        "matcher.domain.ValuesTest",
                        "systemtests.mesh.PrivateProcessTest"),
                TestsRow.of(
                        "X11",
                        "who is erased stays erased: in every file, after a kill, and when an older backup is restored",
                        "matcher.RestoredStoreTest",
                        "matcher.storage.RestoredErasuresTest",
                        "matcher.storage.ListedErasuresTest",
                        "matcher.storage.GallerySnapshotTest",
                        "matcher.storage.StoredEnrolmentsTest"),
                TestsRow.of(
                        "X13",
                        "10,000 audit logs edited, reordered, cut, forked or restored: each contradicts what a peer remembers",
                        "mesh.audit.TamperedLogTest",
                        "mesh.audit.AuditPeersTest",
                        "mesh.audit.AuditLogTest",
                        "mesh.audit.CheckpointTest",
                        "mesh.audit.MerkleTreeTest",
                        "task.grpc.AuditedActsTest",
                        "task.grpc.EvidenceTest",
                        "systemtests.mesh.TamperedEvidenceTest"));
    }

    private static List<TestsRow> money() {
        return List.of(
                TestsRow.of(
                        "X14",
                        "whatever is outside a mandate is refused in the transaction that would settle it",
                        "task.grpc.MandateAbuseTest",
                        "task.grpc.ConfirmTest",
                        "task.grpc.TwoTasksOfAnOrderTest",
                        "payment.domain.MoneyTest",
                        "payment.storage.ProviderRefundTest"),
                TestsRow.of(
                        "X15",
                        "a webhook that is forged, old, early, replayed, too large or too slow moves nothing",
                        "payment.provider.WebhookTest",
                        "payment.provider.WebhookAnswersTest",
                        "task.webhook.WebhookTest"),
                TestsRow.of(
                        "X16",
                        "every library has its reason and one version; ./stead test builds all twice and lists their parts",
                        "checks.DependenciesTest"),
                TestsRow.of(
                        "X17",
                        "what is rendered for Kubernetes has no rights, no root and no open port that it does not need",
                        "systemtests.k8s.RenderedManifestsTest",
                        "systemtests.k8s.NetworkPoliciesTest",
                        "systemtests.k8s.AuditSettingsTest"));
    }
}
