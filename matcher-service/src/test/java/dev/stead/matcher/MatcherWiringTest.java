package dev.stead.matcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.v1.CaptureDeviceServiceGrpc;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.mesh.net.AdmissionShares;
import dev.stead.mesh.testing.WiredSettings;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every setting of the matcher's own changes its own part of the configuration, and every call counts in its share. */
class MatcherWiringTest {
    private static final Map<String, String> BASE = Map.of(
            "STEAD_TLS", "plaintext", "STEAD_TEMPLATE_KEK_FILE", "kek.json", "STEAD_ASSERTION_KEY_FILE", "key.json");

    @Test
    void everySettingReachesItsOwnComponent() {
        var wired = new WiredSettings(MatcherConfig::from, BASE);
        Map<String, String> values = Map.ofEntries(
                Map.entry("STEAD_GALLERIES", "palms:some-model@1.0:256"),
                Map.entry("STEAD_THRESHOLD", "0.61"),
                Map.entry("STEAD_MARGIN", "0.12"),
                Map.entry("STEAD_MIN_QUALITY", "13"),
                Map.entry("STEAD_ENROLMENT_SIMILARITY", "0.14"),
                Map.entry("STEAD_INDEX_ENGINE", "flat"),
                Map.entry("STEAD_INDEX_AGREEMENT", "0.96"),
                Map.entry("STEAD_AUDITED_SEARCHES", "27"),
                Map.entry("STEAD_SNAPSHOT_DIR", "elsewhere"),
                Map.entry("STEAD_SNAPSHOT_INTERVAL", "17s"),
                Map.entry("STEAD_TEMPLATE_KEK_FILE", "other-kek.json"),
                Map.entry("STEAD_ERASURES_FILE", "other.list"),
                Map.entry("STEAD_ASSERTION_KEY_FILE", "other-key.json"),
                Map.entry("STEAD_ASSERTION_ENCRYPTION_KEY_FILE", "pom.xml"),
                Map.entry("STEAD_ASSERTION_ISSUER", "stead:other"),
                Map.entry("STEAD_ANSWERS_PER_TERMINAL", "18"),
                Map.entry("STEAD_REFUSALS_PER_TERMINAL", "19"),
                Map.entry("STEAD_IDENTIFICATIONS_PER_SUBJECT", "20"),
                Map.entry("STEAD_NEAR_ANSWERS_PER_ENROLMENT", "22"),
                Map.entry("STEAD_NEAR_ENROLMENTS_PER_OPERATOR", "23"),
                Map.entry("STEAD_TARGET_FPIR", "0.002"),
                Map.entry("STEAD_NONCE_MEMORY", "81s"),
                Map.entry("STEAD_REENROLMENT_WAIT", "22h"),
                Map.entry("STEAD_CAPTURE", "optional"),
                Map.entry("STEAD_MIN_PAD_SCORE", "24"),
                Map.entry("STEAD_TASK_ADDRESS", "tasks:25"),
                Map.entry("STEAD_RING_MAX_AGE", "26s"),
                Map.entry("STEAD_SEARCH_SCOPE", "ring"),
                Map.entry("STEAD_DUPLICATES", "warn"),
                Map.entry("STEAD_REPEATED_CAPTURES", "count"));
        Map<String, String> changed = new TreeMap<>();
        values.forEach((name, value) -> changed.put(name, wired.changedBy(name, value)));

        assertThat(changed)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry(
                                "STEAD_GALLERIES",
                                "galleries[0].dimension=256, galleries[0].id.value=palms, galleries[0].model.value=some-model@1.0"),
                        Map.entry("STEAD_THRESHOLD", "galleries[0].operatingPoint.threshold=0.61"),
                        Map.entry("STEAD_TARGET_FPIR", "targetFpir=0.002"),
                        Map.entry("STEAD_MARGIN", "galleries[0].operatingPoint.margin=0.12"),
                        Map.entry("STEAD_MIN_QUALITY", "galleries[0].gate.minQuality.value=13"),
                        Map.entry("STEAD_ENROLMENT_SIMILARITY", "galleries[0].gate.enrolmentSimilarity=0.14"),
                        Map.entry("STEAD_INDEX_ENGINE", "index.engine=FLAT"),
                        Map.entry("STEAD_INDEX_AGREEMENT", "index.agreement=0.96"),
                        Map.entry("STEAD_AUDITED_SEARCHES", "index.auditedSearches=27"),
                        Map.entry("STEAD_SNAPSHOT_DIR", "snapshots.folder=elsewhere"),
                        Map.entry("STEAD_SNAPSHOT_INTERVAL", "snapshots.interval=PT17S"),
                        Map.entry("STEAD_TEMPLATE_KEK_FILE", "keys.templateKek=other-kek.json"),
                        Map.entry("STEAD_ERASURES_FILE", "keys.erasures=other.list"),
                        Map.entry("STEAD_ASSERTION_KEY_FILE", "keys.assertionKey=other-key.json"),
                        Map.entry("STEAD_ASSERTION_ENCRYPTION_KEY_FILE", "keys.assertionEncryption=pom.xml"),
                        Map.entry("STEAD_ASSERTION_ISSUER", "keys.issuer=stead:other"),
                        Map.entry("STEAD_ANSWERS_PER_TERMINAL", "limits.decisions.answers=18"),
                        Map.entry("STEAD_REFUSALS_PER_TERMINAL", "limits.decisions.refusals=19"),
                        Map.entry("STEAD_IDENTIFICATIONS_PER_SUBJECT", "limits.decisions.identified=20"),
                        Map.entry("STEAD_NEAR_ANSWERS_PER_ENROLMENT", "limits.decisions.near=22"),
                        Map.entry("STEAD_NEAR_ENROLMENTS_PER_OPERATOR", "limits.decisions.enrolments=23"),
                        Map.entry("STEAD_NONCE_MEMORY", "limits.nonceMemory=PT1M21S"),
                        Map.entry("STEAD_REENROLMENT_WAIT", "limits.reenrolmentWait=PT22H"),
                        Map.entry("STEAD_CAPTURE", "capture.proof=OPTIONAL"),
                        Map.entry("STEAD_MIN_PAD_SCORE", "capture.minPadBand=24"),
                        Map.entry(
                                "STEAD_TASK_ADDRESS",
                                "rings.taskService.address=tasks:25, rings.taskService.deadline=PT0.5S,"
                                        + " rings.taskService.messageBytes=1048576, rings.taskService.peer=service/task,"
                                        + " rings.taskService.tls.ownPath=operator/local, rings.taskService.tls.trustDomain=stead"),
                        Map.entry("STEAD_RING_MAX_AGE", "rings.maxAge=PT26S"),
                        Map.entry("STEAD_SEARCH_SCOPE", "rings.scopes.standard=RING"),
                        Map.entry("STEAD_DUPLICATES", "duplicates=WARN"),
                        Map.entry("STEAD_REPEATED_CAPTURES", "repeats=COUNT")));
    }

    /** A frame of Identify takes a ticket of its own, and a bulk enrolment waits for its disk. */
    @Test
    void everyCallCountsInItsShare() {
        assertThat(AdmissionShares.of(
                        Matcher.admission(),
                        IdentificationServiceGrpc.getServiceDescriptor(),
                        EnrolmentServiceGrpc.getServiceDescriptor(),
                        CaptureDeviceServiceGrpc.getServiceDescriptor()))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("Identify", "none"),
                        Map.entry("IdentifyOnce", "identify"),
                        Map.entry("Verify", "identify"),
                        Map.entry("BeginPresentation", "identify"),
                        Map.entry("PutCaptureDevice", "enrol"),
                        Map.entry("GetCaptureDevice", "read"),
                        Map.entry("EnrolSubject", "enrol"),
                        Map.entry("AddTemplate", "enrol"),
                        Map.entry("EraseSubject", "enrol"),
                        Map.entry("BulkEnrol", "none"),
                        Map.entry("GetSubject", "read"),
                        Map.entry("VerifyErasure", "read"),
                        Map.entry("ListHeldEnrolments", "read"),
                        Map.entry("ListDuplicates", "read"),
                        Map.entry("ReleaseHeldEnrolment", "enrol"),
                        Map.entry("RejectHeldEnrolment", "enrol"),
                        Map.entry("GetGallery", "read")));
    }
}
