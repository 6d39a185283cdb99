package dev.stead.matcher.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.capture.CaptureDevice;
import dev.stead.matcher.domain.capture.CaptureDevice.State;
import dev.stead.matcher.testing.SigningDevice;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.testing.StoredRows;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Devices and their counters, on both databases. */
class StoredCaptureDevicesTest {
    private static final Instant NOW = Instant.parse("2026-11-27T09:00:00Z");

    private final SigningDevice camera = SigningDevice.at("till-1", "cam-1");
    private final CaptureDevice active = camera.registered();

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TemplateStore.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDeviceIsThereAfterAReopeningAsItWasPutLast(TestDatabase test) {
        try (var devices = StoredCaptureDevices.open(test.database(), () -> NOW)) {
            devices.put(request(), active);
            devices.put(request(), camera.as(State.SUSPENDED));
            assertThat(devices.find("cam-1")).contains(camera.as(State.SUSPENDED));
        }
        try (var reopened = StoredCaptureDevices.open(test.reopen(), () -> NOW)) {
            assertThat(reopened.find("cam-1")).contains(camera.as(State.SUSPENDED));
            assertThat(reopened.find("cam-2")).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anotherProcessSeesWhatWasPut(TestDatabase test) {
        try (var one = StoredCaptureDevices.open(test.database(), () -> NOW);
                var other = StoredCaptureDevices.open(test.database(), () -> NOW)) {
            one.put(request(), active);
            one.put(request(), SigningDevice.at("till-2", "cam-2").registered());
            other.synchronise();
            assertThat(other.find("cam-1")).contains(active);
            assertThat(other.find("cam-2")).isPresent();

            other.put(request(), camera.as(State.SUSPENDED));
            one.synchronise();
            assertThat(one.find("cam-1")).contains(camera.as(State.SUSPENDED));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void countersSurviveAReopening(TestDatabase test) {
        try (var devices = StoredCaptureDevices.open(test.database(), () -> NOW)) {
            devices.put(request(), active);
            assertThat(devices.take(active, 7)).isTrue();
            devices.synchronise();
            assertThat(devices.take(active, 9)).isTrue();
        }
        try (var reopened = StoredCaptureDevices.open(test.reopen(), () -> NOW)) {
            for (long used = 1; used <= 9; used++) {
                assertThat(reopened.take(active, used)).as("%d", used).isFalse();
            }
            assertThat(reopened.take(active, 10)).isTrue();
        }
    }

    /** A suspension must not set the counter back, here or where it is heard of. */
    @ParameterizedTest
    @MethodSource("databases")
    void onlyAnotherKeyBeginsTheCounterAgain(TestDatabase test) {
        try (var devices = StoredCaptureDevices.open(test.database(), () -> NOW);
                var other = StoredCaptureDevices.open(test.database(), () -> NOW)) {
            devices.put(request(), active);
            other.synchronise();
            assertThat(devices.take(active, 50)).isTrue();
            assertThat(other.take(active, 60)).isTrue();
            devices.synchronise();
            other.synchronise();
            devices.put(request(), camera.as(State.SUSPENDED));
            devices.put(request(), active);
            other.synchronise();
            assertThat(devices.take(active, 50)).isFalse();
            assertThat(other.take(active, 60)).isFalse();

            CaptureDevice renewed = SigningDevice.at("till-1", "cam-1").registered();
            devices.put(request(), renewed);
            other.synchronise();
            assertThat(devices.take(active, 100)).as("the old key's").isFalse();
            assertThat(devices.take(renewed, 1)).isTrue();
            assertThat(other.take(renewed, 1)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRepeatChangesNothingAndOtherContentIsRefused(TestDatabase test) {
        try (var devices = StoredCaptureDevices.open(test.database(), () -> NOW)) {
            RequestIdentity first = request();
            devices.put(first, active);
            devices.put(request(), camera.as(State.SUSPENDED));
            devices.put(first, active);
            assertThat(devices.find("cam-1")).contains(camera.as(State.SUSPENDED));

            var other = new RequestIdentity(first.requestId(), RequestFingerprint.ofFields("other"));
            assertThatThrownBy(() -> devices.put(other, active))
                    .isInstanceOfSatisfying(
                            MatcherException.class,
                            refusal -> assertThat(refusal.error()).isEqualTo(MatcherError.REQUEST_ID_REUSED));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoPutsADeviceIsInTheAuditLogOnceEachTime(TestDatabase test) {
        try (var devices = StoredCaptureDevices.open(test.database(), () -> NOW)) {
            RequestIdentity first = request();
            devices.put(first, active);
            devices.put(first, active);
            devices.put(request(), camera.as(State.SUSPENDED));
        }

        assertThat(StoredRows.of(test.database(), "audit_pending"))
                .hasSize(2)
                .allMatch(row -> row.contains(hex("capture_device.put")))
                .allMatch(row -> row.contains(hex("device/cam-1")))
                .allMatch(row -> row.contains(hex("terminal/till-1")));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(UTF_8));
    }

    private static RequestIdentity request() {
        return new RequestIdentity(UUID.randomUUID(), RequestFingerprint.ofFields("PutCaptureDevice"));
    }
}
