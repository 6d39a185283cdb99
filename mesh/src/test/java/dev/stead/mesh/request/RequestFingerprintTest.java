package dev.stead.mesh.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The values are pinned: fingerprints are stored for ever, so the canonical forms can never change. */
class RequestFingerprintTest {
    private static final byte[] MESSAGE = {1, 2};

    @Test
    void sameFieldsHaveTheSameFingerprintForever() {
        assertThat(RequestFingerprint.ofFields("Settle", "a", "12").hex())
                .isEqualTo("d7441177848bf3ee694ea3f9a1079fa51faecf12537f4fb455e013ae03ba014d");
    }

    @Test
    void fieldsDoNotRunIntoEachOther() {
        assertThat(RequestFingerprint.ofFields("Settle", "ab", "c"))
                .isNotEqualTo(RequestFingerprint.ofFields("Settle", "a", "bc"));
        assertThat(RequestFingerprint.ofFields("Settle", "", "a"))
                .isNotEqualTo(RequestFingerprint.ofFields("Settle", "a", ""));
        assertThat(RequestFingerprint.ofFields("Settle", "a")).isNotEqualTo(RequestFingerprint.ofFields("Refund", "a"));
        assertThat(RequestFingerprint.ofFields("Settle", "a"))
                .isNotEqualTo(RequestFingerprint.ofFields("Settle", "a", ""));
    }

    /** {@code printf '/person/ann\0CreateTaskRequest\0\x01\x02' | sha256sum}. */
    @Test
    void theSameMessageOfACallerHasTheSameFingerprintForever() {
        assertThat(RequestFingerprint.ofMessage("/person/ann", "CreateTaskRequest", MESSAGE)
                        .hex())
                .isEqualTo("b398619cfc8596fbd90a1d196167e0164f7d4c6f5e1c0b1223ca7c553fd212a6");
    }

    /** {@code printf 'EnrolSubject\nann\n\x01\x02' | sha256sum}. */
    @Test
    void theSameCallAboutASubjectHasTheSameFingerprintForever() {
        assertThat(RequestFingerprint.ofSubjectCall("EnrolSubject", "ann", MESSAGE)
                        .hex())
                .isEqualTo("4b7b726af8de2e26eb6b71c0f77c402360d023165c8dda1e8dd9fe68c201d677");
    }
}
