package dev.stead.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTest {
    @Test
    void sameRequestHasTheSameFingerprintForever() {
        // Pinned: requests are kept forever, so the canonical form can never change.
        assertThat(Fingerprint.of("Settle", "a", "12").hex())
                .isEqualTo("d7441177848bf3ee694ea3f9a1079fa51faecf12537f4fb455e013ae03ba014d");
    }

    @Test
    void fieldsDoNotRunIntoEachOther() {
        assertThat(Fingerprint.of("Settle", "ab", "c")).isNotEqualTo(Fingerprint.of("Settle", "a", "bc"));
        assertThat(Fingerprint.of("Settle", "", "a")).isNotEqualTo(Fingerprint.of("Settle", "a", ""));
        assertThat(Fingerprint.of("Settle", "a")).isNotEqualTo(Fingerprint.of("Refund", "a"));
        assertThat(Fingerprint.of("Settle", "a")).isNotEqualTo(Fingerprint.of("Settle", "a", ""));
    }
}
